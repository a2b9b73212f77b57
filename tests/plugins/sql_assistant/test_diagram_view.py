"""The picture of the tables and their keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from plugins.sql_assistant.diagram_view import NEIGHBOURS, DiagramView
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from tests.helpers.erp_schema import erp_schema
from tests.helpers.panels import FakeHost

CUSTOMERS = Table("customers", (Column("id", "INTEGER", is_key=True), Column("town")))
ORDERS = Table("orders", (*(Column(f"c{number}") for number in range(20)), Column("customer_id"), Column("parent_id")))
VISITS = Table("visits", (Column("id", is_key=True), Column("customer_id")))
SCHEMA = Schema(
    (CUSTOMERS, ORDERS, VISITS),
    (ForeignKey("orders", "customer_id", "customers", "id"), ForeignKey("orders", "parent_id", "orders", "c0")),
)


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def diagram(qtbot: QtBot, host: FakeHost) -> DiagramView:
    made = DiagramView(host)
    qtbot.addWidget(made)
    made.resize(700, 500)
    return made


def test_nothing_is_laid_out_before_it_is_seen(diagram: DiagramView) -> None:
    diagram.show_schema(SCHEMA)
    assert diagram.cards == {}
    diagram.show()
    assert set(diagram.cards) == {"customers", "orders", "visits"}


def test_keys_are_lines_and_those_that_only_names_tell_are_dashed(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    styles = {(edge.key.table, edge.key.parent): edge.pen().style() for edge in diagram.edges}
    assert styles == {
        ("orders", "customers"): Qt.PenStyle.SolidLine,
        ("orders", "orders"): Qt.PenStyle.SolidLine,
        ("visits", "customers"): Qt.PenStyle.CustomDashLine,
    }
    assert "dashed" in diagram.note.text()


def test_columns_of_keys_come_first_and_the_rest_is_counted(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    face = diagram.cards["orders"].face
    assert [name for name, _ in face.lines[:2]] == ["customer_id", "parent_id"]
    assert len(face.lines) + face.more == 22
    assert diagram.cards["customers"].face.lines[0] == ("id", "key")


def test_only_the_columns_of_keys_are_shown_where_they_are_wanted_or_the_tables_are_many(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    assert not diagram.keys_button.isChecked()
    diagram.keys_button.click()
    assert {name for name, _ in diagram.cards["orders"].face.lines} == {"customer_id", "parent_id", "c0"}
    assert diagram.cards["customers"].face.more_words == "1 more"
    diagram.keys_button.click()
    assert len(diagram.cards["orders"].face.lines) > 3


def test_a_table_under_the_mouse_is_set_off_with_its_neighbours_and_the_rest_is_faint(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    diagram.cards["visits"].hovered(True)
    assert {name for name, card in diagram.cards.items() if card.is_marked} == {"visits", "customers"}
    assert diagram.cards["orders"].opacity() < 1
    diagram.cards["visits"].hovered(False)
    assert not any(card.is_marked for card in diagram.cards.values())
    assert diagram.cards["orders"].opacity() == 1


def test_a_line_under_the_mouse_sets_off_the_tables_at_its_ends(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    edge = next(edge for edge in diagram.edges if edge.key.table == "visits")
    edge.hovered(True)
    assert {name for name, card in diagram.cards.items() if card.is_marked} == {"visits", "customers"}


def test_of_a_thousand_tables_those_around_one_are_shown(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(erp_schema())
    diagram.go_to("sls_ord_hdr")
    assert len(diagram.cards) == NEIGHBOURS
    assert {"sls_ord_hdr", "sls_cust_mst", "sls_ord_itm"} <= set(diagram.cards)
    assert [name for name, card in diagram.cards.items() if card.is_centre] == ["sls_ord_hdr"]
    assert diagram.keys_button.isChecked()
    assert diagram.note.text().startswith(f"{NEIGHBOURS} of 1,000 tables")


def test_where_none_was_chosen_the_table_with_most_keys_is_in_the_middle(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(erp_schema())
    assert diagram.centre.currentText() == "hr_emp"
    assert "hr_emp" in diagram.cards


def test_the_tables_around_one_can_be_shown_of_a_small_schema_too_and_all_again(diagram: DiagramView) -> None:
    far = tuple(Table(f"t{number}", (Column("id", is_key=True),)) for number in range(20))
    diagram.show()
    diagram.show_schema(Schema((*SCHEMA.tables, *far), SCHEMA.keys))
    assert len(diagram.cards) == 23
    assert diagram.cards["t0"].face.more_words == "Columns: 1"
    actions = {action.text(): action for action in diagram.menu("visits").actions()}
    actions["Show the tables around it"].trigger()
    assert set(diagram.cards) == {"visits", "customers", "orders"}
    diagram.centre.setCurrentIndex(0)
    diagram.centre.activated.emit(0)
    assert len(diagram.cards) == 23


def test_a_schema_without_keys_says_so_and_shows_its_tables(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(Schema((Table("a", (Column("x"),)), Table("b", (Column("y"),)))))
    assert set(diagram.cards) == {"a", "b"}
    assert diagram.cards["a"].face.lines == (("x", ""),)
    assert diagram.note.text() == "No table refers to another."
    diagram.clear()
    assert diagram.cards == {}


def test_arrow_keys_go_from_card_to_card_and_enter_picks_one(diagram: DiagramView, qtbot: QtBot) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    canvas = diagram.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.chosen == "customers"
    assert canvas.accessibleDescription() == "customers. Referred to by: orders, visits"
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.chosen in ("orders", "visits")
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.chosen == "customers"
    with qtbot.waitSignal(diagram.table_picked) as picked:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert picked.args == ["customers"]
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.chosen == ""


def test_a_table_that_was_asked_for_before_the_diagram_is_seen_is_chosen_then(diagram: DiagramView) -> None:
    diagram.show_schema(SCHEMA)
    diagram.go_to("visits")
    diagram.show()
    assert diagram.canvas.chosen == "visits"
    diagram.go_to("orders")
    assert diagram.canvas.chosen == "orders"


def test_the_picture_fits_the_window_until_it_is_made_larger_by_hand(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    diagram.resize(700, 250)
    narrow = diagram.canvas.transform().m11()
    assert narrow < 1
    diagram.canvas.zoom(1.5)
    diagram.resize(700, 500)
    assert diagram.canvas.transform().m11() == pytest.approx(narrow * 1.5)


def test_the_picture_is_made_larger_and_smaller_by_keys_and_shown_whole(diagram: DiagramView, qtbot: QtBot) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    whole = diagram.canvas.transform().m11()
    qtbot.keyClick(diagram.canvas, Qt.Key.Key_Plus)
    assert diagram.canvas.transform().m11() > whole
    qtbot.keyClick(diagram.canvas, Qt.Key.Key_0)
    assert diagram.canvas.transform().m11() == pytest.approx(whole, rel=0.1)


def test_the_picture_is_saved_as_png_and_svg(diagram: DiagramView, host: FakeHost, tmp_path: Path) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    for name in ("a.png", "a.svg"):
        host.save_path = tmp_path / name
        diagram.save()
    assert QImage(str(tmp_path / "a.png")).width() > 500
    assert "customer_id" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    host.save_path = tmp_path / "missing" / "a.png"
    diagram.save()
    assert host.errors[0].message == "a.png cannot be written."


def test_a_double_click_picks_a_table_and_another_theme_is_taken(
    diagram: DiagramView, host: FakeHost, qtbot: QtBot
) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    canvas = diagram.canvas
    place = canvas.mapFromScene(diagram.cards["orders"].sceneBoundingRect().center())
    with qtbot.waitSignal(diagram.table_picked) as picked:
        qtbot.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == ["orders"]
    host.theme = DARK
    diagram.retheme()
    assert diagram.cards["orders"].theme is DARK
