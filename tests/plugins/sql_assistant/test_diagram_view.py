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
        ("visits", "customers"): Qt.PenStyle.DashLine,
    }
    assert "dashed" in diagram.note.text()


def test_columns_of_keys_come_first_and_the_rest_is_counted(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    face = diagram.cards["orders"].face
    assert [name for name, _ in face.lines[:2]] == ["customer_id", "parent_id"]
    assert len(face.lines) + face.more == 22
    assert diagram.cards["customers"].face.lines[0] == ("id", "key")


def test_a_table_under_the_mouse_is_set_off_with_its_neighbours(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(SCHEMA)
    diagram.cards["visits"].hovered("visits")
    assert {name for name, card in diagram.cards.items() if card.is_marked} == {"visits", "customers"}
    diagram.cards["visits"].hovered("")
    assert not any(card.is_marked for card in diagram.cards.values())


def test_of_a_thousand_tables_those_around_one_are_shown(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(erp_schema())
    diagram.go_to("sls_ord_hdr")
    assert len(diagram.cards) == NEIGHBOURS
    assert {"sls_ord_hdr", "sls_cust_mst", "sls_ord_itm"} <= set(diagram.cards)
    assert diagram.cards["sls_ord_hdr"].is_marked
    assert diagram.note.text().startswith(f"{NEIGHBOURS} of 1,000 tables")


def test_a_schema_without_keys_says_so_and_shows_its_tables(diagram: DiagramView) -> None:
    diagram.show()
    diagram.show_schema(Schema((Table("a", (Column("x"),)), Table("b", (Column("y"),)))))
    assert set(diagram.cards) == {"a", "b"}
    assert diagram.note.text() == "No table refers to another."


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
    with qtbot.waitSignal(diagram.table_picked) as picked:
        diagram.cards["orders"].picked("orders")
    assert picked.args == ["orders"]
    host.theme = DARK
    diagram.retheme()
    assert diagram.cards["orders"].theme is DARK
