"""The tree of the schema: what it shows, keeps, and lets a person do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.tree_model_view import SchemaModel
from plugins.sql_assistant.tree_view import SchemaTree
from tests.helpers.erp_schema import erp_schema

ORDERS = Table(
    "orders", (Column("id", "INTEGER", is_key=True), Column("customer_id", "INTEGER"), Column("note", "VARCHAR(40)")), row_count=1200
)  # fmt: skip
CUSTOMERS = Table("customers", (Column("id", "INTEGER", is_key=True), Column("town", "TEXT", comment="where bills go")))
INVOICES = Table("sales.invoice", (Column("id"),), "table", 5_000_000, True, "What was billed", "sales")
SMALL = Schema((ORDERS, CUSTOMERS), (ForeignKey("orders", "customer_id", "customers", "id"),))


@pytest.fixture
def tree(qtbot: QtBot) -> SchemaTree:
    made = SchemaTree(LIGHT)
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
    assert lines(tree) == ["orders", "id", "customer_id", "note", "customers", "id", "town"]
    model = tree.model
    assert model.table_index("orders").siblingAtColumn(1).data() == "1,200"
    assert model.column_index("orders", "note").siblingAtColumn(1).data() == "varchar"
    assert "→ customers.id" in model.column_index("orders", "customer_id").data(Qt.ItemDataRole.ToolTipRole)
    assert "where bills go" in model.column_index("customers", "town").data(Qt.ItemDataRole.ToolTipRole)


def test_several_namespaces_are_lines_of_their_own_and_an_estimate_says_so(tree: SchemaTree) -> None:
    tree.show_schema(Schema((*SMALL.tables, INVOICES), SMALL.keys, default_namespace="public"))
    assert lines(tree)[0] == "public"
    assert "sales" in lines(tree)
    index = tree.model.table_index("sales.invoice")
    assert (index.data(), index.siblingAtColumn(1).data()) == ("invoice", "≈ 5,000,000")
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
    assert filtered(tree, "") == ["orders", "id", "customer_id", "note", "customers", "id", "town"]
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
    return {action.text(): action for action in tree.menu(node).actions() if action.text()}


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


def test_another_theme_changes_the_quiet_colour(tree: SchemaTree) -> None:
    tree.show_schema(SMALL)
    tree.retheme(DARK)
    brush = tree.model.table_index("orders").siblingAtColumn(1).data(Qt.ItemDataRole.ForegroundRole)
    assert brush.color().name().lower() == DARK.secondary.lower()
