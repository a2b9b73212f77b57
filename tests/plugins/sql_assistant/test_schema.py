from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from plugins.sql_assistant.schema import Column, ForeignKey
from plugins.sql_assistant.sources.sqlite_source import read_schema


def test_tables_columns_keys_and_counts_are_read(small: Path) -> None:
    schema = read_schema(small)
    assert [(t.name, t.kind, t.row_count) for t in schema.tables] == [
        ("customer", "table", 3),
        ("invoice", "table", 3),
        ("Order Details", "table", 1),
        ("big", "view", None),
    ]
    customer = schema.table("CUSTOMER")
    assert customer is not None
    assert customer.columns[:2] == (Column("id", "INTEGER", True), Column("first_name", "TEXT"))


def test_a_key_that_names_no_column_refers_to_the_primary_key(small: Path) -> None:
    assert read_schema(small).keys == (ForeignKey("invoice", "customer_id", "customer", "id"),)


def test_keys_come_in_the_order_of_their_declaration(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);"
            "CREATE TABLE c (x INTEGER REFERENCES b (id), y INTEGER REFERENCES a (id), z INTEGER REFERENCES nowhere (id));"
        )
    assert [(k.column, k.parent) for k in read_schema(path).keys] == [("x", "b"), ("y", "a")]


def test_inner_tables_of_a_full_text_index_are_not_shown_but_readable(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE notes USING fts5(body)")
    schema = read_schema(path)
    assert [t.name for t in schema.tables] == ["notes"]
    assert [c.name for c in schema.tables[0].columns] == ["body"]
    assert "notes_data" in schema.readable


def test_a_view_that_refers_to_nothing_does_not_spoil_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "view.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE a (x); CREATE TABLE b (y); CREATE VIEW v AS SELECT * FROM b; DROP TABLE b;"
        )
    assert [t.name for t in read_schema(path).tables] == ["a"]
