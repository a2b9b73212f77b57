"""How a person sees and changes how a text file is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.errors import InputError
from plugins.sql_assistant.dialogs_view import Dialogs
from plugins.sql_assistant.file_preview_view import FilePreviewDialog
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.file_options import Options, keep_options, options_for
from plugins.sql_assistant.sources.file_preview import HEAD_BYTES, needs_preview, preview
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
    assert [type_box(dialog, column).currentText() for column in range(4)] == ["Text", "Number", "Date", "Text"]
    assert dialog.about.text() == "CSV or other text · 93 B · 2 rows · 4 columns · becomes the table “towns”"
    assert dialog.files.isHidden()
    assert dialog.table.item(1, 3).text() == "00123"


def test_a_choice_is_seen_at_once_and_counts_for_the_next_opening(
    opened: Open, towns: Path, host: FakeHost, qtbot: QtBot
) -> None:
    dialog = opened(towns)
    choose(type_box(dialog, 3), "BIGINT")
    qtbot.waitUntil(lambda: dialog.table.item(1, 3).text() == "123")
    with qtbot.waitSignal(dialog.chosen):
        dialog.accept_button.click()
    assert options_for(towns, host.data_dir) == Options(types={"PLZ": "BIGINT"}, is_seen=True)
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
    assert not dialog.files.isHidden()
    dialog.files.setCurrentRow(1)
    assert dialog.found is not None
    assert dialog.found.names == ("a", "b")


def test_what_is_no_text_is_said(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(bytes(range(256)) * 40)
    dialog = opened(path)
    assert "is not a text" in dialog.note.text()


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


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with files of many kinds, of which two cannot be read."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a_1.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (folder / "a_2.csv").write_text("x,y\n3,4\n", encoding="utf-8")
    (folder / "b.json").write_text('[{"name": "Ann", "tags": [1]}]', encoding="utf-8")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (folder / "readme.txt").write_text("hello", encoding="utf-8")
    with closing(duckdb.connect()) as connection:
        connection.execute(f"COPY (SELECT 1.5::DECIMAL(9, 2) AS sum) TO '{folder / 'p.parquet'}'")
    return folder


def test_a_folder_shows_each_file_with_what_it_becomes_or_why_it_cannot_be_read(opened: Open, mixed: Path) -> None:
    dialog = opened(mixed)
    shown = [dialog.files.item(row).text().split("\n")[0] for row in range(dialog.files.count())]
    assert shown == ["a_1.csv", "a_2.csv", "b.json", "empty.csv", "locked.xlsx", "p.parquet"]
    said = {}
    for row, name in enumerate(shown):
        dialog.files.setCurrentRow(row)
        said[name] = f"{dialog.about.text()} {dialog.note.text()}"
    assert "one table “a” with 2 files" in said["a_1.csv"]
    assert "JSON · 30 B · 2 columns · becomes the table “b”" in said["b.json"]
    assert "is empty" in said["empty.csv"]
    assert "protected by a password" in said["locked.xlsx"]
    assert "1 rows" in said["p.parquet"]
    assert dialog.table.item(0, 0).text() == "DECIMAL(9,2)"
    with_paths: list[list[Path]] = []
    dialog.accepted_paths.connect(with_paths.append)
    dialog.accept_button.click()
    assert with_paths == [[mixed]]


def test_files_that_cannot_be_read_are_not_opened(opened: Open, mixed: Path, qtbot: QtBot) -> None:
    dialog = opened(mixed / "empty.csv", mixed / "a_1.csv")
    with qtbot.waitSignal(dialog.accepted_paths) as told:
        dialog.accept_button.click()
    assert told.args == [[mixed / "a_1.csv"]]
    assert not opened(mixed / "empty.csv").accept_button.isEnabled()


def test_each_sheet_of_a_workbook_is_shown(opened: Open, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, rows in (("First", [["id"], [1]]), ("Second", [["name", "sum"], ["Ann", 2.5]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    dialog = opened(path)
    assert [dialog.sheet.itemText(row) for row in range(dialog.sheet.count())] == ["First", "Second"]
    dialog.sheet.setCurrentIndex(1)
    dialog.sheet.activated.emit(1)
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["Text", "Ann"]
    assert dialog.table.item(0, 1).text() == "Number"
    assert "each sheet becomes a table" in dialog.about.text()


def test_a_type_that_does_not_fit_names_column_line_and_value(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,n\n"two\nlines",1\nshort\nx,007\ny,many\nz,few\n', encoding="utf-8")
    dialog = opened(path)
    choose(type_box(dialog, 1), "BIGINT")
    said = "“n”, line 6: “many” is no Whole number. Values that do not fit and are left empty: 2."
    qtbot.waitUntil(lambda: said in dialog.note.text())
    assert dialog.table.item(2, 1).text() == "7"


def test_one_odd_value_among_numbers_is_pointed_out(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n\n" + "1.234,50\n" * 20 + "unknown\n", encoding="utf-8")
    assert "“n”, line 22: “unknown” is no number" in opened(path).note.text()


@pytest.mark.parametrize(
    ("kind", "days"), [("DATE", ["2024-02-01", "NULL"]), ("DATE_MONTH_FIRST", ["2024-01-02", "2024-04-13"])]
)
def test_a_person_says_how_dates_are_meant(
    opened: Open, tmp_path: Path, qtbot: QtBot, kind: str, days: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("d,v\n01/02/2024,1\n04/13/2024,2\n", encoding="utf-8")
    dialog = opened(path)
    choose(type_box(dialog, 0), kind)
    qtbot.waitUntil(lambda: [dialog.table.item(row, 0).text() for row in (1, 2)] == days)


def test_a_chosen_number_is_read_by_its_own_form(data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("v|w\n1,5|a\n1.234,50|b\n1,234.50|c\nx|d\n", encoding="utf-8")
    keep_options(path, Options(types={"v": "DOUBLE"}), data_dir)
    source = open_source(str(path), data_dir)
    with source.session(source.read_schema(), Limits(), Stop()) as session:
        assert session.run("SELECT v FROM a ORDER BY w").rows == ((1.5,), (1234.5,), (1234.5,), (None,))


@pytest.fixture
def data_dir(host: FakeHost) -> Path:
    return host.data_dir


@pytest.mark.parametrize(
    ("content", "needs"),
    [
        (b"id,name\n1,Ann\n", False),
        ("id,name\n1,Zoë\n".encode("utf-16"), False),
        ("id,name\n1,Zoë\n".encode("cp1252"), True),
        (b"id,day\n1,01/02/2024\n", True),
        (b"a,b\n1,2\n3\n", True),
        (b"n,m\n" + b"1,2\n" * 20 + b"x,2\n", True),
        (b"plz,n\n01067,1\n80331,2\n", False),
        (b"", False),
    ],
)
def test_only_what_was_read_with_doubt_is_shown_first(
    opened: Open, data_dir: Path, tmp_path: Path, content: bytes, needs: bool
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert needs_preview([path], data_dir) is needs
    if needs:
        opened(path).accept_button.click()
        assert not needs_preview([path], data_dir)


def test_a_folder_is_shown_first_where_a_file_of_it_cannot_be_read_and_only_once(
    opened: Open, data_dir: Path, mixed: Path
) -> None:
    assert needs_preview([mixed], data_dir)
    opened(mixed).accept_button.click()
    assert not needs_preview([mixed], data_dir)


def test_the_latest_look_wins(qtbot: QtBot, tmp_path: Path, towns: Path) -> None:
    host = LateHost(tmp_path / "data")
    dialog = FilePreviewDialog(host, [towns])
    qtbot.addWidget(dialog)
    host.calls.pop()()
    first = host.calls.pop()
    choose(dialog.encoding, "latin-1")
    qtbot.waitUntil(lambda: bool(host.calls))
    host.calls.pop()()
    assert dialog.found.encoding == "latin-1"
    first()
    assert dialog.found.encoding == "latin-1"


def test_a_dialog_that_was_closed_meanwhile_opens_nothing(qtbot: QtBot, tmp_path: Path, towns: Path) -> None:
    host = LateHost(tmp_path / "data")
    dialog, opened = FilePreviewDialog(host, [towns], is_opening=True), []
    qtbot.addWidget(dialog)
    dialog.accepted_paths.connect(opened.append)
    host.calls.pop()()
    dialog.accept_button.click()
    look, keep = host.calls
    dialog.reject()
    look()
    keep()
    assert opened == []
    assert dialog.found is None


class LateHost(FakeHost):
    """Makes each call when the test wants it."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.calls: list[Callable[[], None]] = []

    def call(self, function: Any, done: Any, failed: Any = None) -> None:
        self.calls.append(lambda: FakeHost.call(self, function, done, failed))


def test_a_choice_can_be_made_for_all_text_files_at_once(
    opened: Open, host: FakeHost, mixed: Path, qtbot: QtBot
) -> None:
    dialog = opened(mixed)
    choose(type_box(dialog, 0), "VARCHAR")
    dialog.all_button.click()
    dialog.files.setCurrentRow(1)
    assert type_box(dialog, 0).currentText() == "Text"
    dialog.files.setCurrentRow(2)
    assert dialog.all_button.isHidden()
    with qtbot.waitSignal(dialog.chosen):
        dialog.accept_button.click()
    kept = [options_for(mixed / name, host.data_dir).types for name in ("a_1.csv", "a_2.csv", "b.json")]
    assert kept == [{"x": "VARCHAR"}, {"x": "VARCHAR"}, {}]


@pytest.fixture
def dialogs(qtbot: QtBot, host: FakeHost) -> Dialogs:
    page = QWidget()
    qtbot.addWidget(page)
    return Dialogs(host, page)


def test_clean_files_and_databases_are_opened_at_once(dialogs: Dialogs, tmp_path: Path) -> None:
    path, opened = tmp_path / "a.csv", []
    path.write_text("id,name\n1,Ann\n", encoding="utf-8")
    dialogs.open_wanted.connect(opened.append)
    dialogs.look_first(str(path))
    dialogs.look_first(str(tmp_path / "gone.csv"))
    assert opened == [str(path), str(tmp_path / "gone.csv")]
    assert dialogs.shown is None


def test_doubtful_files_are_seen_first_and_those_that_can_be_read_are_opened(dialogs: Dialogs, mixed: Path) -> None:
    opened: list[str] = []
    dialogs.open_wanted.connect(opened.append)
    dialogs.look_first(f"{mixed / 'empty.csv'}\n{mixed / 'a_1.csv'}\n{mixed / 'a_2.csv'}")
    assert opened == []
    assert isinstance(dialogs.shown, FilePreviewDialog)
    dialogs.shown.accept_button.click()
    assert opened == [f"{mixed / 'a_1.csv'}\n{mixed / 'a_2.csv'}"]
