from __future__ import annotations

import datetime
import gzip
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pytest

from app.api import InputError, StorageError
from app.bootstrap import build
from app.core.run import RunRequest
from plugins.sql_assistant.sources import file_cache
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.sources.duckdb_source import DuckdbSource
from plugins.sql_assistant.sources.file_cache import Place, folder_of, sweep
from plugins.sql_assistant.sources.file_options import Options, keep_options
from plugins.sql_assistant.sources.file_source import FilesSource
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from tests.plugins.sql_assistant.sources.conftest import Ask, Opened

ROWS = "id,name,price\n1,Ann,2.5\n2,Bo,3\n"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def types(opened: Opened, path: Path | str) -> dict[str, str]:
    (table,) = opened(path)[1].tables
    return {column.name: column.type for column in table.columns}


# formats


def test_a_csv_is_a_table_with_types(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path / "Price list 2024.csv", ROWS)
    source, schema = opened(path)
    assert (source.title, source.product, source.address) == ("Price list 2024.csv", "DuckDB", str(path))
    assert [(table.name, table.row_count) for table in schema.tables] == [("price_list_2024", 2)]
    assert types(opened, path) == {"id": "BIGINT", "name": "VARCHAR", "price": "DOUBLE"}
    assert ask(path, "SELECT SUM(price) FROM price_list_2024").rows == ((5.5,),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(ask: Ask, tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path / "a.txt", ROWS.replace(",", delimiter))
    assert ask(path, "SELECT name FROM a WHERE price > 2.7").rows == (("Bo",),)


def test_quotes_may_hold_delimiters_quotes_and_line_ends(ask: Ask, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'k,v\r\n1,"a, ""b""\r\nc"\r\n2,d\r\n')
    assert ask(path, "SELECT v FROM a ORDER BY k").rows == (('a, "b"\r\nc',), ("d",))


def test_a_packed_text_is_read(ask: Ask, tmp_path: Path) -> None:
    for name, encoding in (("a.csv.gz", "utf-8"), ("b.csv.gz", "utf-16")):
        (tmp_path / name).write_bytes(gzip.compress(ROWS.encode(encoding)))
        assert ask(tmp_path / name, f"SELECT COUNT(*) FROM {name[0]}").rows == ((2,),)


@pytest.mark.parametrize(("name", "form"), [("a.json", "ARRAY true"), ("a.jsonl", "ARRAY false")])
def test_json_is_a_table_and_what_is_nested_stays_json(
    ask: Ask, opened: Opened, tmp_path: Path, name: str, form: str
) -> None:
    path = tmp_path / name
    with closing(duckdb.connect()) as connection:
        connection.execute(
            "COPY (SELECT 1 AS id, {'city': 'Oslo', 'ways': [1, 2]} AS place, '007' AS code, DATE '2024-01-02' AS day) "
            f"TO '{path}' (FORMAT json, {form})"
        )
    assert types(opened, path) == {"id": "BIGINT", "place": "JSON", "code": "VARCHAR", "day": "DATE"}
    assert ask(path, "SELECT place->>'city', code FROM a").rows == (("Oslo", "007"),)


def test_json_with_a_mark_or_packed_is_read(ask: Ask, tmp_path: Path) -> None:
    written(tmp_path / "a.json", '[{"x": "é"}]', "utf-8-sig")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"x": 1}\n{"x": 2}\n'))
    assert ask(tmp_path / "a.json", "SELECT x FROM a").rows == (("é",),)
    assert ask(tmp_path / "b.jsonl.gz", "SELECT SUM(x) FROM b").rows == ((3,),)


def test_a_parquet_keeps_its_types(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with closing(duckdb.connect()) as connection:
        connection.execute(f"COPY (SELECT 1::TINYINT AS a, 1.50::DECIMAL(9, 2) AS b, [1, 2] AS c) TO '{path}'")
    assert types(opened, path) == {"a": "TINYINT", "b": "DECIMAL(9,2)", "c": "INTEGER[]"}
    assert ask(path, "SELECT * FROM a").rows == ((1, 1.5, "[1, 2]"),)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    orders = book.active
    assert orders is not None
    orders.title = "Orders"
    for row in (
        ["Report of the year", None, None, None],
        [],
        ["id", "When", "Sum", "Code"],
        [1, datetime.datetime(2024, 1, 2), 2.5, "007"],
        [2, datetime.datetime(2024, 1, 3), 3, "x"],
    ):
        orders.append(row)
    other = book.create_sheet("No names")
    for row in ([1, True], [2, False]):
        other.append(row)
    book.create_sheet("Empty")
    book.save(path)
    return path


def test_each_sheet_is_a_table_and_its_names_are_found_below_a_title(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    path = workbook(tmp_path / "year.xlsx")
    found = {table.name: [(c.name, c.type) for c in table.columns] for table in opened(path)[1].tables}
    assert found == {
        "orders": [("id", "BIGINT"), ("When", "DATE"), ("Sum", "DOUBLE"), ("Code", "VARCHAR")],
        "no_names": [("column1", "BIGINT"), ("column2", "BOOLEAN")],
    }
    assert ask(path, 'SELECT "When", "Code" FROM orders ORDER BY id').rows == (
        ("2024-01-02", "007"),
        ("2024-01-03", "x"),
    )


# encodings

CHINESE = "编号,城市,金额\n1,北京,12\n2,上海市浦东新区,30\n3,成都与重庆之间的铁路,7\n"
TAIWANESE = "編號,城市,金額\n1,臺北,12\n2,高雄港務局,30\n3,從臺中到臺南的鐵路運輸,7\n"
FRENCH = "nom,prix\nCrème brûlée,7\nÉté à l’Île,8\nGarçon,9\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        (TAIWANESE, "big5"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        (FRENCH, "utf-16-be"),
    ],
)
def test_the_encoding_is_found(ask: Ask, tmp_path: Path, text: str, encoding: str) -> None:
    path = written(tmp_path / "a.csv", text, encoding)
    lines = text.strip().split("\n")
    answer = ask(path, "SELECT * FROM a")
    assert answer.columns == tuple(lines[0].split(","))
    assert [[str(value) for value in row] for row in answer.rows] == [line.split(",") for line in lines[1:]]


def test_one_odd_byte_late_in_a_file_is_found(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"k,v\n" + b"1,plain\n" * 400_000 + "2,café\n".encode("cp1252"))
    assert ask(path, "SELECT v FROM a WHERE k = 2").rows == (("café",),)


def test_a_chosen_encoding_counts_and_what_is_lost_is_said(opened: Opened, data_dir: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", CHINESE, "gbk")
    keep_options(path, Options(encoding="utf-8-sig"), data_dir)
    keep_options(path, Options(encoding="shift_jis"), data_dir)
    source, _ = opened(path)
    assert isinstance(source, FilesSource)
    assert "that are no shift_jis and became �" in source.notes()[0]


# types


@pytest.mark.parametrize(
    ("values", "kind", "first"),
    [
        (["1", "-2", "NA"], "BIGINT", 1),
        (["1", "2.5", ""], "DOUBLE", 1),
        (["007", "12"], "VARCHAR", "007"),
        (["12345678901234567890"], "VARCHAR", "12345678901234567890"),
        (["1E5", "2E5"], "VARCHAR", "1E5"),
        (["1,5", "2,75"], "DOUBLE", 1.5),
        (["1.234,50", "2"], "DOUBLE", 1234.5),
        (["1,234.50", "3"], "DOUBLE", 1234.5),
        (["1,234", "2,345"], "VARCHAR", "1,234"),
        (["2024-01-02", ""], "DATE", "2024-01-02"),
        (["2024-02-30"], "VARCHAR", "2024-02-30"),
        (["2024-01-02 03:04", "2024-01-02T03:04:05"], "TIMESTAMP", "2024-01-02 03:04:00"),
        (["13/04/2024", "01/02/2024"], "DATE", "2024-04-13"),
        (["04/13/2024", "01/02/2024"], "DATE", "2024-04-13"),
        (["01/02/2024", "03/04/2024"], "VARCHAR", "01/02/2024"),
        (["13/04/24"], "VARCHAR", "13/04/24"),
        (["01.02.2024 10:30"], "TIMESTAMP", "2024-02-01 10:30:00"),
        (["2024年3月5日"], "DATE", "2024-03-05"),
        (["true", "FALSE"], "BOOLEAN", True),
        (["yes", "no"], "VARCHAR", "yes"),
    ],
)
def test_a_column_has_a_type_only_where_all_values_say_so(
    ask: Ask, opened: Opened, tmp_path: Path, values: list[str], kind: str, first: object
) -> None:
    path = written(tmp_path / "a.csv", "n;v\n" + "".join(f"{n};{value}\n" for n, value in enumerate(values)))
    assert types(opened, path) == {"n": "BIGINT", "v": kind}
    assert ask(path, "SELECT v FROM a WHERE n = 0").rows == ((first,),)


def test_a_point_is_for_thousands_where_another_column_writes_decimals_with_a_comma(ask: Ask, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "sales;price\n1.234;5,50\n12;6,25\n")
    assert ask(path, "SELECT sales FROM a ORDER BY price").rows == ((1234,), (12,))


def test_a_value_far_below_the_sample_decides_too(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "k,v\n" + "1,2\n" * 50_000 + "1,unknown\n")
    assert types(opened, path) == {"k": "BIGINT", "v": "VARCHAR"}


def test_a_file_without_names_gets_some(opened: Opened, tmp_path: Path) -> None:
    assert list(types(opened, written(tmp_path / "a.csv", "1,2.5\n3,4.5\n"))) == ["column0", "column1"]


def test_names_that_stand_twice_are_told_apart(opened: Opened, tmp_path: Path) -> None:
    assert list(types(opened, written(tmp_path / "a.csv", "a,A,,b\n1,2,3,4\n"))) == ["a", "A_1", "column2", "b"]


def test_a_title_above_the_names_is_passed_over(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Report of 2024\n\n" + ROWS)
    assert list(types(opened, path)) == ["id", "name", "price"]


def test_what_a_person_chose_counts(opened: Opened, ask: Ask, data_dir: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "day,n\n01/02/2024,1\n03/04/2024,x\n")
    options = Options(types={"day": "DATE", "n": "BIGINT"})
    assert Options.from_json(json.loads(json.dumps(options.as_json()))) == options
    keep_options(path, options, data_dir)
    assert types(opened, path) == {"day": "DATE", "n": "BIGINT"}
    assert ask(path, "SELECT day, n FROM a").rows == (("2024-02-01", 1), ("2024-04-03", None))
    source, _ = opened(path)
    assert isinstance(source, FilesSource)
    assert source.notes() == ("Values in “n” of “a.csv” that are no BIGINT and are left empty: 1.",)
    keep_options(path, Options(delimiter="/", has_header=False), data_dir)
    assert len(types(opened, path)) == 3


def test_rows_that_cannot_be_read_are_counted_and_said(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "a,b\n1,2\n3,4,5\n" + "7,8\n" * 30_000)
    assert ask(path, "SELECT COUNT(*) FROM a").rows == ((30_001,),)
    source, _ = opened(path)
    assert isinstance(source, FilesSource)
    assert source.notes() == (
        "Rows of “a.csv” that could not be read and are left out: 1.",
        "The first of them is line 3: Expected Number of Columns: 2 Found: 3.",
    )


# several files


def test_files_of_a_folder_are_tables_and_parts_are_one(ask: Ask, opened: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "year"
    folder.mkdir()
    written(folder / "sales_2021.csv", ROWS)
    written(folder / "sales_2022-01.csv", ROWS.replace("1,Ann", "x9,Ann"))
    written(folder / "customers 1.csv", "id,town\n1,Oslo\n")
    written(folder / "order.tsv", "id\ttown\n1\tOslo\n")
    written(folder / "readme.txt", "hello\n")
    (folder / "junk.csv").write_bytes(os.urandom(2000))
    source, schema = opened(folder)
    assert sorted(table.name for table in schema.tables) == ["customers_1", "order_table", "sales"]
    assert ask(folder, "SELECT file, COUNT(*) FROM sales GROUP BY 1 ORDER BY 1").rows == (
        ("sales_2021.csv", 2),
        ("sales_2022-01.csv", 2),
    )
    assert isinstance(source, FilesSource)
    notes = " ".join(source.notes())
    assert "“junk.csv” is left out." in notes
    assert "2 files with the same columns are one table, “sales”; its column “file” says which." in notes


@pytest.mark.parametrize("separator", ["\n", os.pathsep])
def test_several_files_are_one_database(ask: Ask, tmp_path: Path, separator: str) -> None:
    one = written(tmp_path / "person.csv", ROWS)
    other = written(tmp_path / "town.json", '[{"id": 1, "town": "Oslo"}]')
    given = f"{one}{separator}{other}"
    assert ask(given, "SELECT name, town FROM person JOIN town USING (id)").rows == (("Ann", "Oslo"),)


@pytest.mark.parametrize("name", ["it's.csv", "a[1].csv", "b*.csv", "c?.csv", "语 言.csv", "SELECT.csv"])
def test_a_name_may_hold_what_it_likes(opened: Opened, tmp_path: Path, name: str) -> None:
    if os.name == "nt" and set("*?") & set(name):
        pytest.skip("no such name on this system")
    folder = tmp_path / "year=2024"
    folder.mkdir()
    written(folder / "b1.csv", "other\n1\n")
    assert list(types(opened, written(folder / name, ROWS))) == ["id", "name", "price"]


# what cannot be asked


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", None, "There is no file"),
        ("a.csv", b"", "is empty"),
        ("a.csv", bytes(range(256)) * 20, "is not a text"),
        ("a.csv", b"PK\x03\x04" + bytes(50), r"a packed file \(\.zip\)"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"the old form \(\.xls\), or an encrypted"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"the old form \(\.xls\)"),
        ("a.xlsx", b"PK\x03\x04" + bytes(600), "no Excel workbook"),
        ("a.numbers", b"PK\x03\x04" + bytes(50), "a Numbers spreadsheet"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.parquet", b"PAR1" + bytes(50), "cannot be read"),
        ("a.json", b'[{"a": 1}, {"a":', "Malformed JSON"),
        ("a.csv.gz", gzip.compress(ROWS.encode() * 999, mtime=0)[:100], "packed and damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(50), "a Word document"),
        ("a.xyz", b"hello", "no file that can be asked"),
    ],
)
def test_what_cannot_be_asked_is_named(
    opened: Opened, data_dir: Path, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said) as caught:
        opened(path)
    assert (caught.value.field, bool(caught.value.hint)) == ("database", True)
    assert not list(folder_of(data_dir).glob("*"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        opened(path)


def test_a_folder_with_nothing_to_ask_is_said(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file in"):
        opened(tmp_path)


def test_the_content_counts_before_the_name(tmp_path: Path, small: Path, database: Path, data_dir: Path) -> None:
    sqlite, duck = tmp_path / "a.csv", tmp_path / "b.csv"
    sqlite.write_bytes(small.read_bytes())
    duck.write_bytes(database.read_bytes())
    assert isinstance(open_source(str(sqlite), data_dir), SqliteSource)
    assert isinstance(open_source(str(duck), data_dir), DuckdbSource)


# the cache


def test_an_import_is_used_again_until_the_file_changes(opened: Opened, data_dir: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    opened(path)
    (first,) = folder_of(data_dir).glob("*.duckdb")
    made = first.stat().st_ino
    opened(path)
    assert [file.stat().st_ino for file in folder_of(data_dir).glob("*.duckdb")] == [made]
    written(path, ROWS + "3,Cy,4\n")
    assert opened(path)[1].tables[0].row_count == 3
    (second,) = folder_of(data_dir).glob("*.duckdb")
    assert second.name != first.name


def test_a_query_reaches_neither_the_file_nor_any_other(ask: Ask, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    for sql in (f"SELECT * FROM '{path}'", f"SELECT * FROM read_csv('{path}')", f"COPY a TO '{path}'"):
        with pytest.raises(QueryFailed, match=r"refuses|no table"):
            ask(path, sql)
    assert path.read_text(encoding="utf-8") == ROWS


def test_the_cache_is_for_its_owner_alone(opened: Opened, data_dir: Path, tmp_path: Path) -> None:
    opened(written(tmp_path / "a.csv", ROWS))
    if os.name != "nt":
        assert folder_of(data_dir).stat().st_mode & 0o077 == 0


def test_the_sweep_keeps_what_was_used_last(data_dir: Path) -> None:
    folder = folder_of(data_dir)
    folder.mkdir(parents=True)
    for age, name in enumerate(("new", "mid", "old")):
        (folder / f"{name}.duckdb").write_bytes(bytes(1000))
        (folder / f"{name}.json").write_text("[]", encoding="utf-8")
        os.utime(folder / f"{name}.duckdb", (time.time() - age * 100,) * 2)
    sweep(Place(folder / "old.duckdb"), max_bytes=1500)
    assert sorted(path.name for path in folder.iterdir()) == ["new.duckdb", "new.json", "old.duckdb", "old.json"]


def test_an_import_that_was_killed_leaves_nothing_half(data_dir: Path, tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "a.csv"
    path.write_text("k,v\n" + "1,some text that takes room\n" * 1_500_000, encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom plugins.sql_assistant.sources.opening import open_source\n"
        "open_source(sys.argv[1], Path(sys.argv[2]), lambda *_: print('.', flush=True)).read_schema()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(data_dir)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[4]
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
    assert [part.name.split("-")[0] for part in folder_of(data_dir).iterdir()] == ["part"]
    written(path, ROWS)
    assert opened(path)[1].tables[0].row_count == 2
    assert not list(folder_of(data_dir).glob("part-*"))


def test_two_imports_of_one_file_at_once_agree(opened: Opened, data_dir: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "k,v\n" + "1,2\n" * 100_000)
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: opened(path)[1].tables[0].row_count, range(4)))
    assert counts == [100_000] * 4
    assert sorted(file.suffix for file in folder_of(data_dir).iterdir()) == [".duckdb", ".json"]


def test_an_import_can_be_stopped_and_tells_how_far_it_is(data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("k,v\n" + "1,some text that takes room\n" * 2_000_000, encoding="utf-8")
    stop, told = Stop(), threading.Event()
    said: list[tuple[str, float | None]] = []

    def report(what: str, done: float | None) -> None:
        said.append((what, done))
        told.set()

    threading.Thread(target=lambda: (told.wait(10), stop.ask())).start()
    began = time.monotonic()
    with pytest.raises(QueryStopped):
        open_source(str(path), data_dir, report).read_schema(stop)
    assert time.monotonic() - began < 20
    assert said[0][0] == "Reading the file a.csv"
    assert not list(folder_of(data_dir).iterdir())


def test_a_full_disk_is_said_before_the_import(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_cache, "SPARE_BYTES", 2**60)
    path = written(tmp_path / "a.csv", ROWS)
    with pytest.raises(StorageError, match="GiB are free"):
        open_source(str(path), data_dir).read_schema()


def test_a_source_asks_the_file_as_it_is_now(data_dir: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    source = open_source(str(path), data_dir)
    schema = source.read_schema()
    written(path, ROWS + "3,Cy,4\n")
    with source.session(schema, Limits(), Stop()) as session:
        assert session.run("SELECT COUNT(*) FROM a").rows == ((3,),)


def test_the_tool_answers_a_query_on_a_file_with_no_model(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    services = build({"POLYMATH_HOME": str(home)})
    try:
        request = RunRequest("sql_assistant", {"query": "SELECT name FROM a WHERE price > 2.7", "database": str(path)})
        said: list[object] = []
        outcome = services.loop.submit(services.runs.run(request, said.append)).result(60).outcome
    finally:
        services.close()
    assert (outcome.status, outcome.result["rows"]) == ("verified", [["Bo"]])
    assert "Reading the file a.csv" in {getattr(event, "text", "") for event in said}


def test_the_command_line_asks_a_file(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ROWS)
    command = [
        "-m",
        "app",
        "run",
        "sql_assistant",
        "--set",
        f"database={path}",
        "--set",
        "query=SELECT COUNT(*) FROM a",
    ]
    done = subprocess.run(
        [sys.executable, *command, "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
        env={**os.environ, "POLYMATH_HOME": str(home)},
    )
    assert json.loads(done.stdout)["result"]["rows"] == [[2]]
