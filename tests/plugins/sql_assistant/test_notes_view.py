"""The dialog for notes with real widgets and real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from plugins.sql_assistant.notes import MAX_CHARS, Notes
from plugins.sql_assistant.notes_view import NotesDialog
from tests.helpers.panels import FakeHost

ADDRESS = "/data/shop.sqlite"


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


def opened(host: FakeHost, qtbot: QtBot, table: str = "") -> NotesDialog:
    dialog = NotesDialog(host, ADDRESS, "shop.sqlite", ["customers", "orders"], table)
    qtbot.addWidget(dialog)
    return dialog


def saved(host: FakeHost) -> Notes:
    return Notes.load(host.data_dir, ADDRESS)


def test_what_is_written_is_saved_for_every_table(host: FakeHost, qtbot: QtBot) -> None:
    dialog = opened(host, qtbot, "orders")
    QTest.keyClicks(dialog.about_all, "Prices are in euros.")
    QTest.keyClicks(dialog.about_table, "One row is one order.")
    dialog.table.setCurrentText("customers")
    QTest.keyClicks(dialog.about_table, "People and firms.")
    dialog.save_button.click()
    assert saved(host).for_connection == "Prices are in euros."
    assert saved(host).for_table("orders") == "One row is one order."
    assert saved(host).for_table("customers") == "People and firms."


def test_notes_are_shown_again(host: FakeHost, qtbot: QtBot) -> None:
    Notes(ADDRESS).with_note("a").with_note("b", "orders").save(host.data_dir)
    dialog = opened(host, qtbot, "orders")
    assert (dialog.about_all.toPlainText(), dialog.about_table.toPlainText()) == ("a", "b")
    dialog.table.setCurrentText("customers")
    assert dialog.about_table.toPlainText() == ""


def test_cancelling_keeps_what_was(host: FakeHost, qtbot: QtBot) -> None:
    dialog = opened(host, qtbot)
    QTest.keyClicks(dialog.about_all, "never kept")
    dialog.cancel_button.click()
    assert saved(host) == Notes(ADDRESS)


def test_a_note_that_cannot_be_saved_is_an_error_and_stays_open(host: FakeHost, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(host, qtbot)
    dialog.show()
    dialog.about_all.setPlainText("kept in the dialog")
    (tmp_path / "notes").write_text("in the way", encoding="utf-8")
    dialog.save_button.click()
    assert len(host.errors) == 1
    assert dialog.isVisible()
    assert dialog.about_all.toPlainText() == "kept in the dialog"


def test_a_note_has_an_end(host: FakeHost, qtbot: QtBot) -> None:
    dialog = opened(host, qtbot)
    dialog.about_all.setPlainText("x" * (MAX_CHARS + 50))
    assert len(dialog.about_all.toPlainText()) == MAX_CHARS


def test_every_field_has_a_name(host: FakeHost, qtbot: QtBot) -> None:
    dialog = opened(host, qtbot)
    assert all(part.accessibleName() for part in (dialog.about_all, dialog.table, dialog.about_table))
