"""Files as they come in real life: each is read, or refused with a sentence that says why."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from app.api import InputError
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.file_cache import UNUSED_S, Place, folder_of, sweep
from plugins.sql_assistant.sources.file_import import MANY_ALIKE
from plugins.sql_assistant.sources.file_kinds import can_take
from plugins.sql_assistant.sources.file_source import FilesSource
from plugins.sql_assistant.sources.opening import open_source
from tests.plugins.sql_assistant.sources.conftest import Ask, Opened

posix = pytest.mark.skipif(os.name == "nt", reason="no such files on this system")


def made(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def notes_of(opened: Opened, path: Path) -> str:
    source, _ = opened(path)
    assert isinstance(source, FilesSource)
    return " ".join(source.notes())


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\r\n1,2\n3,4\r\n",
        b"a,b\r\n1,2\n3,4\r\n5,6\r7,8\n",
        b"a,b\r1,2\r3,4\r",
        "a,b\r\n1,2\n3,4\r\n".encode("utf-16"),
    ],
)
def test_lines_may_end_as_they_like(ask: Ask, tmp_path: Path, content: bytes) -> None:
    rows = ask(made(tmp_path / "t.csv", content), "SELECT * FROM t ORDER BY a").rows
    assert rows[:2] == ((1, 2), (3, 4))
    assert len(rows) in (2, 4)


def test_a_line_feed_in_a_value_is_kept_where_rows_end_otherwise(ask: Ask, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", b'k,v\r\n1,"a\nb"\r\n2,c\r\n')
    assert ask(path, "SELECT v FROM t ORDER BY k").rows == (("a\nb",), ("c",))


def test_semicolons_count_before_the_commas_of_decimals(ask: Ask, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", "n;p\n1.234.567,89;1,50\n2,5;3000,00\n")
    assert ask(path, "SELECT n, p FROM t ORDER BY n").rows == ((2.5, 3000.0), (1234567.89, 1.5))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1 234,50", "5,5"], "DOUBLE"),
        (["1\u00a0234", "5"], "DOUBLE"),
        (["1'234.50", "5"], "DOUBLE"),
        (["123 456", "789 012"], "VARCHAR"),
        (["2024-01-02T10:00:00Z", "2024-01-02T10:00:00.123+00:00"], "TIMESTAMP"),
        (["2024-01-02T10:00:00+02:00"], "VARCHAR"),
        (["Jan 2, 2024", "Feb 13, 2024"], "DATE"),
        (["2-Jan-2024", "13-Feb-2024"], "DATE"),
        (["01067", "80331"], "VARCHAR"),
        (["123456789012345678901234567890", "1"], "VARCHAR"),
        (["NaN", "2.5"], "DOUBLE"),
    ],
)
def test_numbers_and_dates_of_many_forms(opened: Opened, tmp_path: Path, values: list[str], kind: str) -> None:
    path = made(tmp_path / "t.csv", "n|v\n" + "".join(f"{n}|{value}\n" for n, value in enumerate(values)))
    (table,) = opened(path)[1].tables
    assert table.columns[1].type == kind


def test_grouped_numbers_and_absent_ones_have_their_values(ask: Ask, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", "n|v|w\n1|1 234,50|nan\n2||2.5\n3|NA|n/a\n")
    assert ask(path, "SELECT v, w FROM t ORDER BY n").rows == ((1234.5, None), (None, 2.5), (None, None))


def test_a_thousand_columns_and_more_are_read_soon(opened: Opened, tmp_path: Path) -> None:
    rows = [
        ",".join(f"c{at}" for at in range(1200)),
        *(",".join(str(at * row) for at in range(1200)) for row in range(3)),
    ]
    (table,) = opened(made(tmp_path / "t.csv", "\n".join(rows)))[1].tables
    assert (len(table.columns), {column.type for column in table.columns}, table.row_count) == (1200, {"BIGINT"}, 3)


def test_rows_that_are_too_short_or_too_long_are_named(opened: Opened, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    assert "left out: 2. The first of them is line 3" in notes_of(opened, path)


def test_one_column_and_a_header_alone_are_tables(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    assert ask(made(tmp_path / "one.csv", "name\nAnn\nBo\n"), "SELECT name FROM one").rows == (("Ann",), ("Bo",))
    (table,) = opened(made(tmp_path / "head.csv", "id,name\n"))[1].tables
    assert ([column.name for column in table.columns], table.row_count) == (["id", "name"], 0)


def test_a_very_long_cell_is_whole(ask: Ask, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", "a,b\n1," + "x" * 1_500_000 + "\n2,y\n")
    assert ask(path, "SELECT length(b) FROM t ORDER BY a").rows == ((1_500_000,), (1,))


def _zip_of(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "hello")
    return packed.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"\n\n  \n", "There are no rows in “t.csv”"),
        ("t.csv", b"\xef\xbb\xbf", "There are no rows in “t.csv”"),
        ("t.csv", b"a,b\n1," + b"x" * 3_000_000 + b"\n2,y\n", "A line of “t.csv” is longer than 2 MiB"),
        ("t.xlsx", _zip_of("a.txt"), "no Excel workbook"),
        ("t.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("t.xlsx", _OLE, "the old form"),
        ("t.jsonl", b'{"a":1}\n{"a":2}\n{"a":\n{"a":4}\n', "in line 4"),
        ("t.parquet", b"PAR1xxxx", "read: too small to be a Parquet file"),
        ("t.json", b'[\n{"a":1},\n{"a" 3}\n]', "in record/value 3"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    opened: Opened, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        opened(made(tmp_path / name, content))
    assert str(tmp_path) not in caught.value.message
    assert caught.value.hint


@posix
def test_what_is_no_file_is_never_waited_for(opened: Opened, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    os.symlink(tmp_path / "loop.csv", tmp_path / "loop.csv")
    with pytest.raises(InputError, match="no file that can be asked"):
        opened(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match="symbolic links"):
        opened(tmp_path / "loop.csv")
    made(tmp_path / "real.csv", "a,b\n1,2\n")
    os.symlink(tmp_path, tmp_path / "self")
    assert [table.name for table in opened(tmp_path)[1].tables] == ["real"]


def test_many_files_of_one_shape_are_one_table_whatever_their_names(opened: Opened, tmp_path: Path) -> None:
    towns = [f"town_{chr(97 + n) * 3}" for n in range(MANY_ALIKE)]
    for town in towns:
        made(tmp_path / f"{town}.csv", "id,sum\n1,2\n")
    made(tmp_path / "other.csv", "x,y\n1,2\n")
    tables = {table.name: table.row_count for table in opened(tmp_path)[1].tables}
    assert tables == {"town": MANY_ALIKE, "other": 1}
    (tmp_path / f"{towns[0]}.csv").unlink()
    assert len(opened(tmp_path)[1].tables) == MANY_ALIKE


def test_a_file_that_has_gone_is_said_at_the_next_query(data_dir: Path, tmp_path: Path) -> None:
    path = made(tmp_path / "t.csv", "a,b\n1,2\n")
    source = open_source(str(path), data_dir)
    schema = source.read_schema()
    path.unlink()
    with pytest.raises(InputError, match="There is no file"):
        source.session(schema, Limits(), Stop())


def test_imports_that_nobody_used_for_a_month_go(data_dir: Path) -> None:
    folder = folder_of(data_dir)
    folder.mkdir(parents=True)
    for name, age_s in (("a-new", 0.0), ("b-old", UNUSED_S + 60)):
        made(folder / f"{name}.duckdb", b"x")
        now = (folder / f"{name}.duckdb").stat().st_mtime
        os.utime(folder / f"{name}.duckdb", (now - age_s,) * 2)
    sweep(Place(folder / "c-now.duckdb"))
    assert [path.name for path in folder.iterdir()] == ["a-new.duckdb"]


@pytest.mark.parametrize(
    ("name", "content", "takes"),
    [
        ("a.csv", "a,b\n", True),
        ("a.CSV.GZ", "", True),
        ("a.parquet.gz", "", False),
        ("a.xls", "", True),
        ("a.unknown", "SQLite format 3\0", True),
        ("a.png", "\x89PNG", False),
        ("missing.csv", None, False),
    ],
)
def test_what_is_dropped_is_taken_where_there_is_something_to_say_of_it(
    tmp_path: Path, name: str, content: str | None, takes: bool
) -> None:
    path = tmp_path / name
    assert can_take(path if content is None else made(path, content)) is takes
    assert can_take(tmp_path) is (content is not None and name.lower() in ("a.csv", "a.csv.gz"))


def test_rows_inside_the_one_object_of_a_json_are_the_table(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    path = made(
        tmp_path / "t.json", '{"count": 2, "tags": ["a"], "data": [{"id": 1, "of": {"x": 1}}, {"id": 2, "name": "Bo"}]}'
    )
    (table,) = opened(path)[1].tables
    assert {column.name: column.type for column in table.columns} == {"id": "BIGINT", "of": "JSON", "name": "VARCHAR"}
    assert ask(path, "SELECT name FROM t ORDER BY id").rows == ((None,), ("Bo",))
    assert "The rows of “t.json” are those in its “data”" in notes_of(opened, path)


@pytest.mark.parametrize(
    "content",
    [
        '{"a": [{"x": 1}], "b": [{"y": 1}]}',
        '[{"a": [{"x": 1}]}, {"a": [{"x": 2}]}]',
        '{"a": [{"x": 1}]}\n{"a": [{"x": 2}]}\n',
    ],
)
def test_other_lists_in_a_json_stay_json(opened: Opened, tmp_path: Path, content: str) -> None:
    (table,) = opened(made(tmp_path / "t.json", content))[1].tables
    assert {column.type for column in table.columns} == {"JSON"}


@pytest.mark.parametrize("content", ["[1, 2, 3]", "[]", "{}", '"hello"', '{"a":1}\n{"a":"x"}\n{"a":[1]}\n'])
def test_a_json_of_any_shape_is_a_table(opened: Opened, tmp_path: Path, content: str) -> None:
    assert len(opened(made(tmp_path / "t.json", content))[1].tables) == 1


def test_a_column_that_is_empty_in_one_part_has_the_type_of_the_others(
    opened: Opened, ask: Ask, tmp_path: Path
) -> None:
    made(tmp_path / "sales_1.csv", "id,off\n1,0.5\n")
    made(tmp_path / "sales_2.csv", "id,off\n2,\n")
    made(tmp_path / "it's_1.csv", "id,off\n1,x\n")
    made(tmp_path / "it's_2.csv", "id,off\n2,0.5\n")
    found = {table.name: table.columns[2].type for table in opened(tmp_path)[1].tables}
    assert found == {"sales": "DOUBLE", "it_s": "VARCHAR"}
    assert ask(tmp_path, "SELECT file, off FROM it_s ORDER BY id").rows == (("it's_1.csv", "x"), ("it's_2.csv", "0.5"))
