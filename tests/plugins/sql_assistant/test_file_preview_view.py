"""How a person sees and changes how a text file is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.errors import InputError
from plugins.sql_assistant.file_preview_view import FilePreviewDialog
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.sources.file_options import Options, options_for
from plugins.sql_assistant.sources.file_preview import HEAD_BYTES, preview, texts_among
from plugins.sql_assistant.sources.opening import open_source
from tests.helpers.panels import FakeHost

TOWNS = "Stadt;Einwohner;Gründung;PLZ\nKöln;1.084.831;01.02.0050;00123\nZürich;443.037;03.04.0015;08001\n"
Open = Callable[..., FilePreviewDialog]


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    (tmp_path / "data").mkdir()
    return FakeHost(tmp_path / "data")


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    path = tmp_path / "towns.csv"
    path.write_bytes(TOWNS.encode("cp1252"))
    return path


@pytest.fixture
def opened(qtbot: QtBot, host: FakeHost) -> Open:
    def show(*paths: Path) -> FilePreviewDialog:
        dialog = FilePreviewDialog(host, paths)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return show


def choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def type_box(dialog: FilePreviewDialog, column: int) -> QComboBox:
    box = dialog.table.cellWidget(0, column)
    assert isinstance(box, QComboBox)
    return box


def test_what_was_found_is_shown_with_types_above_the_first_rows(opened: Open, towns: Path) -> None:
    dialog = opened(towns)
    assert dialog.encoding.currentText() == "found: cp1252"
    assert dialog.delimiter.currentText() == "found: semicolon"
    assert dialog.header.isChecked()
    assert dialog.table.horizontalHeaderItem(2).text() == "Gründung"
    assert [type_box(dialog, column).currentText() for column in range(4)] == ["VARCHAR", "DOUBLE", "DATE", "VARCHAR"]
    assert dialog.table.item(1, 3).text() == "00123"


def test_a_choice_is_seen_at_once_and_counts_for_the_next_opening(
    opened: Open, towns: Path, host: FakeHost, qtbot: QtBot
) -> None:
    dialog = opened(towns)
    type_box(dialog, 3).setCurrentText("BIGINT")
    type_box(dialog, 3).activated.emit(1)
    qtbot.waitUntil(lambda: dialog.table.item(1, 3).text() == "123")
    with qtbot.waitSignal(dialog.chosen):
        dialog.accept_button.click()
    assert options_for(towns, host.data_dir) == Options(types={"PLZ": "BIGINT"})
    schema = open_source(str(towns), host.data_dir).read_schema()
    assert schema.tables[0].columns[3].type == "BIGINT"


def test_another_encoding_and_delimiter_show_what_they_do(opened: Open, towns: Path, qtbot: QtBot) -> None:
    dialog = opened(towns)
    choose(dialog.encoding, "utf-8")
    qtbot.waitUntil(lambda: dialog.found is not None and dialog.found.encoding == "utf-8")
    choose(dialog.encoding, "cp1252")
    choose(dialog.delimiter, "|")
    qtbot.waitUntil(lambda: dialog.found is not None and len(dialog.found.names) == 1)
    assert "another delimiter" in dialog.note.text()
    dialog.reset_button.click()
    qtbot.waitUntil(lambda: dialog.found is not None and len(dialog.found.names) == 4)


def test_the_first_row_can_be_a_row(opened: Open, towns: Path, qtbot: QtBot) -> None:
    dialog = opened(towns)
    dialog.header.click()
    qtbot.waitUntil(lambda: dialog.found is not None and not dialog.found.has_header)
    assert dialog.table.item(1, 0).text() == "Stadt"


def test_cancelling_keeps_nothing(opened: Open, towns: Path, host: FakeHost) -> None:
    dialog = opened(towns)
    choose(dialog.encoding, "latin-1")
    dialog.reject()
    assert options_for(towns, host.data_dir) == Options()


def test_several_files_are_chosen_for_one_by_one(opened: Open, towns: Path, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    dialog = opened(towns, other)
    dialog.file.setCurrentIndex(1)
    assert dialog.found is not None
    assert dialog.found.names == ("a", "b")


def test_what_is_no_text_is_said_and_cannot_be_accepted(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(bytes(range(256)) * 40)
    dialog = opened(path)
    assert "is not a text" in dialog.note.text()
    assert not dialog.accept_button.isEnabled()


def test_dates_that_can_be_read_in_two_ways_are_pointed_out(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("id,day\n1,01/02/2024\n2,03/04/2024\n", encoding="utf-8")
    assert "two ways" in opened(path).note.text()


def test_of_a_large_file_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("id,name\n" + "1,somebody of some length\n" * (HEAD_BYTES // 20), encoding="utf-8")
    found = preview(path, Options(), Stop())
    assert (found.names, found.is_whole, len(found.rows)) == (("id", "name"), False, 50)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        preview(tmp_path / "gone.csv", Options(), Stop())


def test_only_texts_can_be_read_otherwise(towns: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": 1}]', encoding="utf-8")
    assert texts_among((towns, tmp_path / "a.json")) == [towns]
    assert texts_among((tmp_path / "gone",)) == []
