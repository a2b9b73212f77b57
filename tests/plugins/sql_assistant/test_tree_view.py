"""The tree of the schema: what it shows, keeps, and lets a person do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.sql_assistant.describe_view import DescribeDialog
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.tree_model_view import Role, SchemaModel
from plugins.sql_assistant.tree_view import SchemaTree
from tests.helpers.erp_schema import erp_schema
from tests.helpers.panels import FakeHost

ORDERS = Table(
    "orders", (Column("id", "INTEGER", is_key=True), Column("customer_id", "INTEGER"), Column("note", "VARCHAR(40)")), row_count=1200
)  # fmt: skip
CUSTOMERS = Table("customers", (Column("id", "INTEGER", is_key=True), Column("town", "TEXT", comment="where bills go")))
INVOICES = Table("sales.invoice", (Column("id"),), "table", 5_000_000, True, "What was billed", "sales")
SMALL = Schema((ORDERS, CUSTOMERS), (ForeignKey("orders", "customer_id", "customers", "id"),))


@pytest.fixture
def tree(qtbot: QtBot, tmp_path: Path) -> SchemaTree:
    made = SchemaTree(FakeHost(tmp_path))
    qtbot.addWidget(made)
    made.resize(260, 500)
    made.show()
    return made


def lines(tree: SchemaTree) -> list[str]:
    """What can be seen, a line each."""
    found = []
    index = tree.model.index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = tree.tree.indexBelow(index)
    return found


def filtered(tree: SchemaTree, text: str) -> list[str]:
    tree.filter.setText(text)
    tree.filter.returnPressed.emit()
    return lines(tree)


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = SchemaModel(LIGHT)
    model.show_schema(Schema((*SMALL.tables, INVOICES), SMALL.keys))
    qtmodeltester.check(model, force_py=True)
    model.filter("town")
    qtmodeltester.check(model, force_py=True)


def test_tables_show_their_rows_and_columns_their_types_and_keys(tree: SchemaTree) -> None:
    tree.show_schema(SMALL)
    assert lines(tree) == ["customers", "id", "town", "orders", "id", "customer_id", "note"]
    model = tree.model
    assert model.table_index("orders").data(Role.MEASURE) == "1,200"
    assert model.column_index("orders", "note").data(Role.MEASURE) == "varchar"
    assert "→ customers.id" in model.column_index("orders", "customer_id").data(Qt.ItemDataRole.ToolTipRole)
    assert "where bills go" in model.column_index("customers", "town").data(Qt.ItemDataRole.ToolTipRole)


def test_several_namespaces_are_lines_of_their_own_and_an_estimate_says_so(tree: SchemaTree) -> None:
    tree.show_schema(Schema((*SMALL.tables, INVOICES), SMALL.keys, default_namespace="public"))
    assert lines(tree)[0] == "public"
    assert "sales" in lines(tree)
    index = tree.model.table_index("sales.invoice")
    assert (index.data(), index.data(Role.MEASURE)) == ("invoice", "≈ 5,000,000")
    assert "What was billed" in index.data(Qt.ItemDataRole.ToolTipRole)


def made_columns(tree: SchemaTree) -> int:
    return sum(node.column is not None for node in tree.model._nodes.values())


def test_of_a_thousand_tables_no_column_is_made_before_it_is_looked_at(tree: SchemaTree, qtbot: QtBot) -> None:
    schema = erp_schema()
    tree.show_schema(schema)
    assert len(schema.tables) == 1000
    assert not made_columns(tree)
    tree.tree.expand(tree.model.table_index(schema.tables[3].name))
    qtbot.waitUntil(lambda: made_columns(tree) == len(schema.tables[3].columns))


def test_a_filter_finds_names_and_comments_and_says_how_many_tables(tree: SchemaTree) -> None:
    tree.show_schema(SMALL)
    assert filtered(tree, "TOWN") == ["customers", "town"]
    assert filtered(tree, "bills") == ["customers", "town"]
    assert tree.count.text() == "1 of 2 tables"
    assert filtered(tree, "ord") == ["orders", "id", "customer_id", "note"]
    assert filtered(tree, "nothing like it") == []
    assert filtered(tree, "") == ["customers", "id", "town", "orders", "id", "customer_id", "note"]
    assert tree.count.isHidden()


def test_the_filter_is_kept_when_the_schema_is_read_anew(tree: SchemaTree) -> None:
    tree.show_schema(SMALL)
    filtered(tree, "town")
    tree.show_schema(Schema((*SMALL.tables, Table("towns", (Column("id"),)))))
    assert lines(tree) == ["customers", "town", "towns", "id"]


def test_enter_picks_the_name(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    tree.go_to("customers", "town")
    with qtbot.waitSignal(tree.name_picked) as picked:
        qtbot.keyClick(tree.tree, Qt.Key.Key_Return)
    assert picked.args == ["town"]
    assert tree.current_table == "customers"


def actions(tree: SchemaTree, table: str, column: str = "") -> dict[str, object]:
    model = tree.model
    node = model.node(model.column_index(table, column) if column else model.table_index(table))
    assert node is not None
    assert node.table is not None
    return {action.text(): action for action in tree.menu(node, node.table).actions() if action.text()}


def test_the_menu_of_a_column_shows_its_values_and_follows_its_key(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    filtered(tree, "customer_id")
    offered = actions(tree, "orders", "customer_id")
    with qtbot.waitSignal(tree.values_wanted) as wanted:
        offered["Show values"].trigger()  # type: ignore[attr-defined]
    assert wanted.args == ["orders", "customer_id"]
    offered["Go to customers.id"].trigger()  # type: ignore[attr-defined]
    assert tree.current_table == "customers"
    offered["Copy name"].trigger()  # type: ignore[attr-defined]
    assert QGuiApplication.clipboard().text() == "customer_id"


def test_the_menu_of_a_table_offers_rows_notes_and_the_diagram(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    offered = actions(tree, "orders")
    for words, signal in (
        ("Show the first rows", tree.rows_wanted),
        ("Notes on this table…", tree.notes_wanted),
        ("Show in the diagram", tree.diagram_wanted),
    ):
        with qtbot.waitSignal(signal) as wanted:
            offered[words].trigger()  # type: ignore[attr-defined]
        assert wanted.args == ["orders"]


def test_views_come_after_tables_and_all_by_name(tree: SchemaTree) -> None:
    made = [Table("b_view", (), "view"), Table("Zoo", ()), Table("apple", ()), Table("a_view", (), "view")]
    tree.show_schema(Schema(tuple(made)))
    assert lines(tree) == ["apple", "Zoo", "a_view", "b_view"]


def test_the_words_of_a_filter_may_stand_in_the_table_and_its_column(tree: SchemaTree) -> None:
    tree.show_schema(SMALL)
    assert filtered(tree, "note ord") == ["orders", "note"]
    assert filtered(tree, "customers.to") == ["customers", "town"]


def test_a_filter_that_every_column_matches_makes_only_those_that_are_unfolded(tree: SchemaTree) -> None:
    tree.show_schema(
        Schema(tuple(Table(f"t{number}", tuple(Column(f"c{n}") for n in range(20))) for number in range(1000)))
    )
    filtered(tree, "c1")
    assert tree.model.matches == 1000
    assert made_columns(tree) <= 20 * 40


def test_a_key_that_only_names_tell_is_shown_too_and_says_so(tree: SchemaTree) -> None:
    schema = Schema(SMALL.tables)
    tree.show_schema(schema, with_inferred_keys(schema).keys)
    index = tree.model.column_index("orders", "customer_id")
    assert "→ customers.id, by its name" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None


def test_long_names_of_types_are_short_in_the_line_and_whole_in_the_tooltip(tree: SchemaTree) -> None:
    tree.show_schema(Schema((Table("t", (Column("at", "timestamp without time zone"),)),)))
    index = tree.model.column_index("t", "at")
    assert index.data(Role.MEASURE) == "timestamp"
    assert "timestamp without time zone" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_down_leads_from_the_filter_into_the_tree_and_escape_empties_it(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    qtbot.keyClicks(tree.filter, "town")
    qtbot.keyClick(tree.filter, Qt.Key.Key_Down)
    assert tree.current_table == "customers"
    qtbot.keyClick(tree.filter, Qt.Key.Key_Escape)
    assert tree.filter.text() == ""


def test_ctrl_f_leads_from_the_tree_to_the_filter(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    qtbot.waitActive(tree)
    tree.tree.setFocus()
    qtbot.keyClick(tree.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert tree.filter.hasFocus()


def test_the_menu_opens_by_the_keyboard_at_the_line_that_is_selected(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    tree.go_to("orders", "customer_id")
    place = tree.tree.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, tree.tree.mapToGlobal(place))
    QApplication.sendEvent(tree.tree, asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Go to customers.id" in [action.text() for action in menu.actions()]
    menu.close()


def test_a_table_is_described_with_its_columns_and_the_keys_in_and_out(tree: SchemaTree, qtbot: QtBot) -> None:
    tree.show_schema(SMALL)
    actions(tree, "orders")["Describe orders…"].trigger()  # type: ignore[attr-defined]
    dialog = tree.findChild(DescribeDialog)
    assert dialog is not None
    assert [dialog.columns.item(row, 0).text() for row in range(3)] == ["id", "customer_id", "note"]
    assert dialog.columns.item(1, 2).text() == "customers.id"
    assert "customers" in dialog.out.text()
    assert dialog.into.isHidden()
    with qtbot.waitSignal(dialog.table_picked):
        dialog.out.linkActivated.emit("0")
    assert tree.current_table == "customers"


def test_every_line_can_be_drawn_at_any_width_in_both_themes(tree: SchemaTree) -> None:
    tree.show_schema(Schema((*SMALL.tables, INVOICES), SMALL.keys))
    filtered(tree, "i")
    pictures = []
    for theme, width in ((LIGHT, 120), (LIGHT, 400), (DARK, 400)):
        tree.retheme(theme)
        tree.resize(width, 300)
        pictures.append(tree.tree.viewport().grab().toImage())
    assert pictures[1] != pictures[2]
