"""Every format is read back by a reader that is not ours."""

from __future__ import annotations

import csv
import datetime
import json
import sqlite3
import stat
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from openpyxl import load_workbook

from app.api import InputError, Outcome, StorageError
from app.core.manifest import load_manifest
from plugins.sql_assistant.plugin import SqlAssistant
from plugins.sql_assistant.results.export import FORMATS, SUFFIXES, Written, format_of, write
from plugins.sql_assistant.results.export_lines import keep
from plugins.sql_assistant.results.export_sheet import write_sheet
from plugins.sql_assistant.results.export_text import as_tsv
from plugins.sql_assistant.sources.base import QueryStopped, Stop

ROOT = Path(__file__).resolve().parents[4]
COLUMNS = ("id", "name", "score", "paid", "day", "at")
ROWS: list[tuple[Any, ...]] = [
    (1, 'a,"b"\nc|d', 1.5, True, "2024-02-29", "2024-02-29 12:30:00"),
    (2, "=1+1", None, False, None, "2024-03-01 00:00:00.250"),
    (3, None, 2, True, "1999-12-31", None),
    (2**53 + 1, "多\\喵'", -0.25, None, "2024-01-01", "2024-03-01"),
]


def written(path: Path, columns: Sequence[str] = COLUMNS, rows: Sequence[Sequence[Any]] = ROWS, **how: Any) -> Written:
    return write(path, columns, iter([rows[:2], rows[2:]]), **how)


def test_csv_is_read_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    assert written(path) == Written(4)
    with path.open(encoding="utf-8", newline="") as file:
        head, first, second, *_ = csv.reader(file)
    assert head == list(COLUMNS)
    assert first == ["1", 'a,"b"\nc|d', "1.5", "true", "2024-02-29", "2024-02-29 12:30:00"]
    assert second[:3] == ["2", "=1+1", ""]


def test_csv_for_excel_begins_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    written(path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,name")


def test_tsv_is_read_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    written(path, ("a", "b"), [("x\ty", 1), ("z", None)])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file, delimiter="\t")) == [["a", "b"], ["x\ty", "1"], ["z", ""]]


def test_json_keeps_values_and_numbers_columns_of_one_name(tmp_path: Path) -> None:
    rows = [(1, "é", None, 1.5), (2, "x", True, 2)]
    columns = ("a", "A", "b", "a")
    expected = [{"a": 1, "A_2": "é", "b": None, "a_3": 1.5}, {"a": 2, "A_2": "x", "b": True, "a_3": 2}]
    written(tmp_path / "rows.json", columns, rows)
    assert json.loads((tmp_path / "rows.json").read_text("utf-8")) == expected
    written(tmp_path / "rows.jsonl", columns, rows)
    assert [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()] == expected


def test_markdown_escapes_pipes_and_line_ends(tmp_path: Path) -> None:
    written(tmp_path / "rows.md", ("n", "a|b"), [(1, "x|y"), (2, "one\ntwo"), (None, "<b>")])
    assert (tmp_path / "rows.md").read_text("utf-8").splitlines() == [
        "| n | a\\|b |", "| ---: | --- |", "| 1 | x\\|y |", "| 2 | one<br>two |", "|  | \\<b> |",
    ]  # fmt: skip


def test_a_workbook_has_real_numbers_and_dates_and_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert written(path).notes == ("Numbers of more than 15 digits, kept as text because Excel would round them: 1.",)
    sheet = load_workbook(path).active
    assert sheet is not None
    head, *rows = list(sheet.iter_rows())
    assert [cell.value for cell in head] == list(COLUMNS)
    assert all(cell.font.bold for cell in head)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F5")
    assert [[cell.value for cell in row] for row in rows] == [
        [1, 'a,"b"\nc|d', 1.5, True, datetime.datetime(2024, 2, 29), datetime.datetime(2024, 2, 29, 12, 30)],
        [2, "=1+1", None, False, None, datetime.datetime(2024, 3, 1, 0, 0, 0, 250_000)],
        [3, None, 2, True, datetime.datetime(1999, 12, 31), None],
        [str(2**53 + 1), "多\\喵'", -0.25, None, datetime.datetime(2024, 1, 1), datetime.datetime(2024, 3, 1)],
    ]
    assert rows[1][1].data_type == "s"
    assert rows[0][4].number_format == "yyyy-mm-dd"


def test_a_workbook_keeps_dates_that_excel_miscounts_as_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    written(path, ("born",), [("1889-01-01",), ("2001-01-01",)])
    sheet = load_workbook(path).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["born", "1889-01-01", "2001-01-01"]


def test_a_workbook_goes_on_in_the_next_sheet_and_says_so(tmp_path: Path) -> None:
    rows = keep(tmp_path / "kept", 1, [[(n,) for n in range(5)]], lambda _: None)
    notes = write_sheet(tmp_path / "rows.xlsx", ("n",), rows, lambda _: None, max_rows=3)
    assert notes == ["A sheet holds 3 rows, so there are 3 sheets."]
    book = load_workbook(tmp_path / "rows.xlsx")
    assert book.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["n", 0, 1], ["n", 2, 3], ["n", 4],
    ]  # fmt: skip
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:A3", "A1:A3", "A1:A2"]


def test_a_workbook_cuts_what_excel_cannot_hold_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    notes = written(path, ("a",), [("x" * 40_000,), ("bell\x07",), ("#N/A",)]).notes
    assert notes == (
        "Cells cut to the 32767 characters that Excel can hold: 1.",
        "Cells with control characters, which Excel cannot hold and which became �: 1.",
    )
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [(len(str(cell.value)), cell.data_type) for cell in cells] == [(32_767, "s"), (5, "s"), (4, "s")]


def test_too_many_columns_for_a_sheet_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at most 16384 columns"):
        write(tmp_path / "rows.xlsx", [f"c{n}" for n in range(16_385)], [])
    assert list(tmp_path.iterdir()) == []


def test_parquet_has_the_types_of_whole_columns(tmp_path: Path) -> None:
    path = tmp_path / "it's.parquet"
    columns = (*COLUMNS, "mixed", "none", "long", "odd", 'say "id"')
    rows = [(*row, *more) for row, more in zip(ROWS, [
        (1, None, 2**70, 1.5, "a"), ("x", None, 1, "nan", "b"), (None, None, 2, 1, "c"), (2.5, None, 3, None, "d\0e"),
    ], strict=True)]  # fmt: skip
    assert written(path, columns, rows) == Written(4)
    with closing(duckdb.connect()) as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [entry[0] for entry in found.description]
        kinds = [str(entry[1]) for entry in found.description]
        values = found.fetchall()
    assert names == list(columns)
    assert kinds == [
        "BIGINT", "VARCHAR", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE",
        "VARCHAR",
    ]  # fmt: skip
    assert values[3][:6] == (
        2**53 + 1, "多\\喵'", -0.25, None, datetime.date(2024, 1, 1), datetime.datetime(2024, 3, 1),
    )  # fmt: skip
    assert [row[6] for row in values] == ["1", "x", None, "2.5"]
    assert [row[8] for row in values] == [str(2**70), "1", "2", "3"]
    assert values[3][10] == "d\0e"


def _inserted(script: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute('CREATE TABLE "my ""table" ("a" INT, "a_2" TEXT, "b" REAL, "c" INT)')
        database.executescript(script)
        return database.execute('SELECT * FROM "my ""table"').fetchall()


def test_inserts_are_taken_by_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "rows.inserts.sql"
    rows = [(n, f"it's \\ {n}\nnext", n / 4, n % 2 == 0) for n in range(1_201)] + [(None, None, None, None)]
    written(path, ("a", "a", "b", "c"), rows, table='my "table', dialect="sqlite")
    text = path.read_text("utf-8")
    assert text.count("INSERT INTO") == 3
    assert _inserted(text) == [(*row[:3], None if row[3] is None else int(row[3])) for row in rows]


def test_inserts_are_taken_by_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "rows.sql"
    written(path, ("a", "b"), [("it's \\", True), (None, False)], format="inserts", table="main.t", dialect="duckdb")
    with closing(duckdb.connect()) as database:
        database.execute("CREATE TABLE t (a TEXT, b BOOLEAN)")
        database.execute(path.read_text("utf-8"))
        assert database.execute("FROM t").fetchall() == [("it's \\", True), (None, False)]


@pytest.mark.parametrize(("dialect", "quoted"), [("mysql", "`o``k`"), ("postgres", '"o`k"')])
def test_inserts_keep_texts_in_every_dialect(tmp_path: Path, dialect: str, quoted: str) -> None:
    texts = ["it's", "a\\'b", "new\nline", "\\"]
    path = tmp_path / "rows.inserts.sql"
    written(path, ("o`k",), [(text,) for text in texts], dialect=dialect)
    assert f"({quoted})" in path.read_text("utf-8")
    tree = sqlglot.parse_one(path.read_text("utf-8"), dialect=dialect)
    assert [literal.this for literal in tree.find_all(sqlglot.exp.Literal)] == texts


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_row_makes_a_file_of_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    assert write(path, ("a", "b"), []) == Written(0)
    assert path.is_file()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_progress_is_said_and_ends_with_all_rows(tmp_path: Path, suffix: str) -> None:
    said: list[int] = []
    batches = ([(n,) for n in range(start, start + 1_000)] for start in range(0, 3_000, 1_000))
    assert write(tmp_path / f"rows{suffix}", ("n",), batches, progress=said.append).rows == 3_000
    assert said == sorted(said)
    assert said[-1] == 3_000


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_stop_leaves_what_was_there_before(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / f"rows{suffix}"
    path.write_text("before")
    stop = Stop()

    def batches() -> Iterator[list[tuple[int]]]:
        yield [(1,)]
        stop.ask()
        yield [(2,)]

    with pytest.raises(QueryStopped):
        write(path, ("n",), batches(), stop=stop)
    assert path.read_text() == "before"
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name != "home") == [path.name, "scratch"]
    assert list(scratch.iterdir()) == []


def test_a_workbook_that_is_stopped_while_it_is_filled_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    stop = Stop()

    def progress(rows: int) -> None:
        if rows > 2_500:
            stop.ask()

    batches = ([(n,)] * 1_000 for n in range(5))
    with pytest.raises(QueryStopped):
        write(tmp_path / "rows.xlsx", ("n",), batches, progress=progress, stop=stop)
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "rows.xlsx").exists()


def test_an_error_of_the_source_passes_through(tmp_path: Path) -> None:
    def batches() -> Iterator[list[tuple[int]]]:
        yield [(1,)]
        raise StorageError("The connection was lost.")

    with pytest.raises(StorageError, match="connection was lost"):
        write(tmp_path / "rows.csv", ("n",), batches())
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"rows\.csv cannot be written"):
        write(tmp_path / "nowhere" / "rows.csv", ("x",), [[(1,)]])
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(StorageError, match=r"taken\.csv cannot be written"):
        write(tmp_path / "taken.csv", ("x",), [[(1,)]])
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken.csv"]


def test_a_name_without_a_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no ending that says how to write rows"):
        write(tmp_path / "rows.docx", ("x",), [])
    with pytest.raises(InputError, match="no columns"):
        write(tmp_path / "rows.csv", (), [])


def test_a_new_file_may_be_read_by_those_who_may_read_others(tmp_path: Path) -> None:
    path, other = tmp_path / "rows.csv", tmp_path / "other.txt"
    other.touch()
    written(path)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)
    path.chmod(0o600)
    written(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("suffix", [".csv", ".json", ".inserts.sql", ".xlsx", ".parquet"])
def test_memory_stays_small_whatever_the_number_of_rows(tmp_path: Path, suffix: str) -> None:
    batches = ([(n, "x" * 200) for n in range(1_000)] for _ in range(20))
    write(tmp_path / f"warm{suffix}", ("n", "t"), [[(1, "x")]])
    tracemalloc.start()
    write(tmp_path / f"rows{suffix}", ("n", "t"), batches)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.5 * 2**20


def test_formats_are_told_by_the_name() -> None:
    assert [format_of(Path(f"a.b{suffix}")) for suffix in SUFFIXES] == list(FORMATS)
    assert format_of(Path("A.CSV")) == "csv"
    assert format_of(Path("query.sql")) is None


def test_the_tool_exports_rows_and_the_query_itself(tmp_path: Path) -> None:
    tool = SqlAssistant(load_manifest(ROOT / "plugins" / "sql_assistant" / "plugin.toml"))
    outcome = Outcome("verified", "SELECT 1", {"columns": ["a"], "rows": [[1], [2]]}, ())
    assert tool.export_suffixes[:2] == (".csv", ".sql")
    for suffix in tool.export_suffixes:
        tool.export(outcome, tmp_path / f"out{suffix}")
    assert (tmp_path / "out.sql").read_text() == "SELECT 1\n"
    assert (tmp_path / "out.csv").read_text() == "a\n1\n2\n"
    assert (tmp_path / "out.inserts.sql").read_text().startswith('INSERT INTO "result" ("a") VALUES\n')
    with pytest.raises(InputError):
        tool.export(outcome, tmp_path / "out.docx")


def test_the_clipboard_gets_one_line_a_row() -> None:
    assert as_tsv([("a\tb", None), ("c\nd", 2)]) == "a b\t\nc d\t2"
