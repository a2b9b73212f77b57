"""A dry run changes nothing, shows what would change, and what is written is what was shown; on real files of SQLite and DuckDB."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from app.api import StorageError
from plugins.sql_assistant.check import Subject, check
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.writing.difference import MAX_SHOWN_ROWS, Difference, Effect, RowChange
from plugins.sql_assistant.writing.dry_run import Written, apply, preview
from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog
from tests.plugins.sql_assistant.writing.conftest import Open

LYON = "UPDATE customer SET city = 'Lyon' WHERE city = 'Paris'"


@pytest.fixture
def dry(subject: Subject, data: Path) -> Any:
    return lambda sql, **more: preview(sql, subject, data, Stop(), **more)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def messages(found: Difference) -> list[str]:
    return [problem.message for problem in found.warnings]


def refusal(dry: Any, sql: str) -> str:
    with pytest.raises(QueryFailed) as caught:
        dry(sql)
    return caught.value.problem.message


# what is shown


def test_an_update_shows_each_row_before_and_after_and_leaves_every_byte(dry: Any, sqlite_file: Path) -> None:
    before = sqlite_file.read_bytes()
    found = dry(LYON)
    assert (found.kind, found.table, found.affected, found.key) == ("UPDATE", "customer", 2, ("id",))
    assert found.columns == ("id", "name", "city", "born", "price")
    assert found.rows[0].before == (1, "Ana", "Paris", "2020-01-02", 1.5)
    assert found.rows[0].after == (1, "Ana", "Lyon", "2020-01-02", 1.5)
    assert found.rows[0].changed == (2,)
    assert sqlite_file.read_bytes() == before
    assert list(sqlite_file.parent.glob("shop.sqlite-*")) == []


def test_a_delete_says_what_goes_along_by_keys(dry: Any, sqlite_file: Path) -> None:
    found = dry("DELETE FROM customer WHERE id = 1")
    assert found.rows == (RowChange((1, "Ana", "Paris", "2020-01-02", 1.5), None),)
    assert found.effects == (Effect("invoice", removed=2),)
    assert "Rows of other tables follow by their keys: invoice." in messages(found)
    assert rows(sqlite_file, "SELECT COUNT(*) FROM invoice") == [(3,)]


def test_an_insert_shows_the_rows_with_what_the_database_adds(dry: Any) -> None:
    found = dry("INSERT INTO doc (body) VALUES ('one'), ('two')")
    assert [row.after for row in found.rows] == [(1, "one"), (2, "two")]
    assert Effect("docs", added=2) in found.effects
    assert any("doc_added" in message for message in messages(found))


def test_an_upsert_tells_the_rows_that_are_there_from_the_new_ones(dry: Any) -> None:
    sql = "INSERT INTO customer (id, name) VALUES (1, 'Eva'), (9, 'Kim') ON CONFLICT (id) DO UPDATE SET name = excluded.name"
    found = dry(sql)
    assert [(row.before, row.changed) for row in found.rows] == [
        ((1, "Ana", "Paris", "2020-01-02", 1.5), (1,)),
        (None, ()),
    ]


def test_a_change_of_keys_is_shown_row_by_row(dry: Any) -> None:
    found = dry("UPDATE invoice SET id = id + 10 WHERE total > 100")
    assert [(row.before[0], row.after[0]) for row in found.rows] == [(1, 11), (3, 13)]


def test_rows_of_a_table_without_a_key_are_told_apart_by_their_number(dry: Any) -> None:
    found = dry("UPDATE nokey SET b = b + 1 WHERE a = 'a'")
    assert [(row.before, row.after) for row in found.rows] == [(("a", 1), ("a", 2))] * 2
    assert messages(found) == []


def test_a_row_that_meets_several_rows_of_from_is_refused_unless_they_agree(dry: Any) -> None:
    joined = "UPDATE customer SET city = {} FROM invoice AS i WHERE i.customer_id = customer.id"
    assert "several rows of FROM" in refusal(dry, joined.format("i.total"))
    assert dry(joined.format("'x'")).affected == 2


def test_names_are_taken_as_models_are_shown_them(dry: Any) -> None:
    found = dry("UPDATE Order_Details SET unit_price = 1 WHERE unit_price > 9")
    assert '"Order Details"' in found.sql
    assert found.rows[0].after == (1, 1.0)


def test_more_rows_than_are_shown_are_counted_and_compared(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path
) -> None:
    change(
        sqlite_file,
        "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
        "INSERT INTO nokey SELECT 'many', i FROM n;",
    )
    sql = "UPDATE nokey SET b = b + 1 WHERE a = 'many'"
    found = dry(sql)
    assert (found.affected, len(found.rows), found.is_cut) == (990, MAX_SHOWN_ROWS, True)
    change(sqlite_file, "UPDATE nokey SET b = -1 WHERE b = 990")
    with pytest.raises(QueryFailed, match="changed since"):
        apply(found, subject, data, Stop())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE customer SET city = 'x'", "There is no WHERE: every row of “customer” is changed."),
        ("DELETE FROM nokey", "There is no WHERE: every row of “nokey” is deleted."),
        ("DELETE FROM nokey WHERE 1 = 1", "All 3 rows of “nokey” are deleted."),
        ("UPDATE customer SET city = 'x' WHERE id = 99", "No row changes."),
        ("UPDATE customer SET born = date('now') WHERE id = 1", "The time is taken anew, or a default, when it is written: born."),
        ("UPDATE invoice SET total = 1 WHERE id = 1", "Triggers of “invoice” run with it: invoice_begin."),
    ],
)  # fmt: skip
def test_what_a_person_should_know_is_said(dry: Any, sql: str, said: str) -> None:
    assert said in messages(dry(sql))


# what is refused


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP TABLE customer", "DROP is not allowed."),
        ("UPDATE big SET total = 1", "“big” is a view."),
        ("INSERT INTO docs VALUES ('x')", "“docs” is a virtual table, not one of rows."),
        ("UPDATE sqlite_master SET sql = ''", "There is no table “sqlite_master”."),
        ("UPDATE customer SET town = 'x'", "There is no column “town” in customer."),
        ('UPDATE customer SET city = "nowhere"', "There is no column “nowhere”."),
        ("INSERT INTO customer (id, town) VALUES (9, 'x')", "There is no column “town” in customer."),
        ("INSERT INTO invoice VALUES (9, 77, 1)", "The database refuses the change: FOREIGN KEY constraint failed."),
        ("INSERT INTO customer (id) VALUES (9)", "The database refuses the change: NOT NULL constraint failed: customer.name."),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_and_leaves_every_byte(
    dry: Any, sqlite_file: Path, sql: str, said: str
) -> None:
    before = sqlite_file.read_bytes()
    assert refusal(dry, sql) == said
    assert sqlite_file.read_bytes() == before


def test_rows_that_a_trigger_holds_back_are_refused(dry: Any, sqlite_file: Path) -> None:
    change(
        sqlite_file,
        "CREATE TRIGGER keep BEFORE DELETE ON nokey WHEN old.b = 2 BEGIN SELECT RAISE(IGNORE); END;",
    )
    assert "3 rows fit the statement, but the database changed 2." in refusal(dry, "DELETE FROM nokey")


def test_nothing_is_even_tried_while_the_switch_is_off(subject: Subject, data: Path, dry: Any) -> None:
    found = dry(LYON)
    Connections(data).keep(Connection(subject.source.address))
    for work in (lambda: dry(LYON), lambda: apply(found, subject, data, Stop())):
        with pytest.raises(QueryFailed) as caught:
            work()
        assert "switched off" in caught.value.problem.message
        assert "allow_writing=yes" in caught.value.problem.hint


def test_imported_files_are_copies_and_not_written_to(opened: Open, data: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ana\n", encoding="utf-8")
    with pytest.raises(QueryFailed, match="a copy of them"):
        preview("UPDATE people SET name = 'x'", opened(str(table)), data, Stop())


def test_reading_stays_unable_to_write_while_the_switch_is_on(subject: Subject, sqlite_file: Path) -> None:
    before = sqlite_file.read_bytes()
    assert check(LYON, subject, Stop()).has_errors
    with subject.source.session(subject.schema, Limits(), Stop()) as session, pytest.raises(QueryFailed):
        session.run(LYON)
    assert sqlite_file.read_bytes() == before


def test_the_engines_own_guard_keeps_a_write_to_its_table(subject: Subject, sqlite_file: Path) -> None:
    before = sqlite_file.read_bytes()
    with subject.source.writing(subject.schema, Limits(), Stop()) as session:  # type: ignore[attr-defined]
        session.target(subject.schema.by_name["customer"], ("UPDATE",))
        for sql in (
            "UPDATE nokey SET a = 'x'",
            "DELETE FROM customer",
            "INSERT INTO customer (id, name) VALUES (9, 'x')",
            "DROP TABLE nokey",
            "PRAGMA user_version = 7",
            "ATTACH ':memory:' AS other",
            "UPDATE customer SET name = (SELECT sql FROM sqlite_master)",
            "UPDATE customer SET name = load_extension('x')",
        ):
            with pytest.raises(QueryFailed):
                session.write(sql)
    assert sqlite_file.read_bytes() == before


# writing


def test_what_is_written_is_what_was_shown_and_stands_in_the_log(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path
) -> None:
    found = dry(LYON)
    done = apply(found, subject, data, Stop())
    assert done == Written(found, 1)
    expected = [row.after for row in found.rows]
    assert rows(sqlite_file, "SELECT * FROM customer WHERE city = 'Lyon'") == expected
    assert rows(sqlite_file, "SELECT city FROM customer WHERE id = 2") == [("Oslo",)]
    with closing(WriteLog(data / WRITE_LOG)) as log:
        (entry,) = log.entries(subject.source.address)
    assert (entry.sql, entry.table, entry.affected, entry.how) == (found.sql, "customer", 2, "done")
    assert entry.rows[0] == ([1, "Ana", "Paris", "2020-01-02", 1.5], [1, "Ana", "Lyon", "2020-01-02", 1.5])


@pytest.mark.parametrize(
    "meanwhile",
    [
        "UPDATE customer SET city = 'Rome' WHERE id = 1",
        "UPDATE customer SET price = 9 WHERE id = 3",
        "INSERT INTO customer VALUES (4, 'Kim', 'Paris', NULL, NULL)",
        "DELETE FROM customer WHERE id = 3",
    ],
)
def test_data_that_changed_meanwhile_is_found_out_and_left_alone(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path, meanwhile: str
) -> None:
    found = dry(LYON)
    change(sqlite_file, meanwhile)
    before = sqlite_file.read_bytes()
    with pytest.raises(QueryFailed, match="The data changed since it was shown"):
        apply(found, subject, data, Stop())
    assert sqlite_file.read_bytes() == before
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert log.entries() == []


def test_data_that_a_new_value_depends_on_is_compared_too(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path
) -> None:
    found = dry(
        "UPDATE customer SET price = (SELECT sum(total) FROM invoice WHERE customer_id = customer.id) WHERE id = 1"
    )
    change(sqlite_file, "UPDATE invoice SET total = 1 WHERE id = 2")
    with pytest.raises(QueryFailed, match="changed since"):
        apply(found, subject, data, Stop())


def test_other_changes_of_the_database_are_no_hindrance(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path
) -> None:
    found = dry(LYON)
    change(sqlite_file, "UPDATE customer SET city = 'Rome' WHERE id = 2")
    apply(found, subject, data, Stop())
    assert rows(sqlite_file, "SELECT city FROM customer ORDER BY id") == [("Lyon",), ("Rome",), ("Lyon",)]


def test_a_time_of_writing_does_not_count_as_a_change(
    dry: Any, subject: Subject, data: Path, sqlite_file: Path
) -> None:
    found = dry("UPDATE customer SET name = strftime('%f', 'now') WHERE id = 1")
    while rows(sqlite_file, "SELECT strftime('%f', 'now')") == [(found.rows[0].after[1],)]:
        pass
    apply(found, subject, data, Stop())


def test_nothing_is_written_that_cannot_be_noted(dry: Any, subject: Subject, data: Path, sqlite_file: Path) -> None:
    found = dry(LYON)
    (data / WRITE_LOG).write_bytes(b"no database" * 99)
    before = sqlite_file.read_bytes()
    with pytest.raises(StorageError, match="log of changes"):
        apply(found, subject, data, Stop())
    assert sqlite_file.read_bytes() == before


def test_a_lock_of_another_program_is_waited_for_shortly(
    dry: Any, sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.sql_assistant.sources.sqlite_writing.LOCK_WAIT_S", 0.05)
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "Another program holds a lock" in refusal(dry, LYON)


def test_a_change_ends_at_its_deadline_and_when_it_is_cancelled(
    subject: Subject, data: Path, sqlite_file: Path
) -> None:
    endless = "INSERT INTO nokey SELECT 'x', n FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r)"
    before = sqlite_file.read_bytes()
    with pytest.raises(QueryFailed, match=r"stopped after 0\.2 seconds"):
        preview(endless, subject, data, Stop(), Limits(timeout_s=0.2))
    stop = Stop()
    threading.Timer(0.1, stop.ask).start()
    with pytest.raises(QueryStopped):
        preview(endless, subject, data, stop)
    assert sqlite_file.read_bytes() == before


# DuckDB


def test_duckdb_shows_writes_and_finds_conflicts(opened: Open, data: Path, duckdb_file: Path) -> None:
    subject = opened(str(duckdb_file))
    before = duckdb_file.read_bytes()
    found = preview(LYON, subject, data, Stop())
    assert [row.changed for row in found.rows] == [(2,), (2,)]
    assert duckdb_file.read_bytes() == before
    assert not duckdb_file.with_name("shop.duckdb.wal").exists()
    apply(found, subject, data, Stop())
    with closing(duckdb.connect(str(duckdb_file))) as connection:
        assert connection.execute("SELECT city FROM customer ORDER BY id").fetchall() == [
            ("Lyon",),
            ("Oslo",),
            ("Lyon",),
        ]
    with pytest.raises(QueryFailed, match="changed since"):
        apply(found, subject, data, Stop())


@pytest.mark.parametrize(
    ("sql", "after"),
    [
        ("INSERT INTO nokey SELECT name, id FROM customer WHERE id < 3", [("Ana", 1), ("Bo", 2)]),
        ("UPDATE nokey SET b = b + 1 WHERE a = 'b'", [("b", 3)]),
        ("DELETE FROM nokey WHERE a = 'b'", [None]),
        ("INSERT INTO invoice (id, customer_id) VALUES (1, 3), (8, 3) ON CONFLICT (id) DO UPDATE SET customer_id = 3",
         [(1, 3, 120.5), (8, 3, None)]),
        ("UPDATE invoice SET total = c.price FROM customer AS c WHERE c.id = customer_id AND c.id = 2", [(3, 2, 2.0)]),
    ],
)  # fmt: skip
def test_duckdb_shows_every_kind_of_change(
    opened: Open, data: Path, duckdb_file: Path, sql: str, after: list[Any]
) -> None:
    found = preview(sql, opened(str(duckdb_file)), data, Stop())
    assert sorted(map(repr, (row.after for row in found.rows))) == sorted(map(repr, after))


def test_duckdb_names_its_triggers(opened: Open, data: Path, duckdb_file: Path) -> None:
    with closing(duckdb.connect(str(duckdb_file))) as connection:
        connection.execute("CREATE TRIGGER added AFTER INSERT ON nokey INSERT INTO noted VALUES ('x')")
    found = preview("INSERT INTO nokey VALUES ('z', 1)", opened(str(duckdb_file)), data, Stop())
    assert found.effects == (Effect("noted", added=1),)
    assert messages(found)[0] == "Triggers of “nokey” run with it: added."


def test_duckdb_cannot_reach_another_file(opened: Open, duckdb_file: Path, tmp_path: Path) -> None:
    subject = opened(str(duckdb_file))
    with subject.source.writing(subject.schema, Limits(), Stop()) as session:  # type: ignore[attr-defined]
        for sql in (
            f"COPY customer TO '{tmp_path / 'out.csv'}'",
            f"ATTACH '{tmp_path / 'other.duckdb'}' AS other",
            f"INSERT INTO nokey SELECT filename, 1 FROM read_text('{__file__}')",
            "DELETE FROM nokey; DELETE FROM invoice",
            "SET enable_external_access = true",
        ):
            with pytest.raises(QueryFailed):
                session.write(sql)
    assert sorted(path.name for path in tmp_path.glob("o*")) == []
