from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_session import SqliteSession
from plugins.sql_assistant.sources.sqlite_source import SqliteSource, read_schema


def table(name: str, *columns: str) -> Table:
    return Table(name, tuple(Column(c, "TEXT") for c in ("id", *columns)))


SCHOOL = (
    table("teacher", "name"),
    table("orders", "status"),
    table("order_items", "quantity"),
    table("Classes", "room"),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How many teachers are there?", {"teacher"}),
        ("who teaches class 5A", {"teacher", "Classes"}),
        ("the order items of 2020", {"order_items"}),
        ("names in alphabetical order", set()),
        ("teachers ordered by name", {"teacher"}),
        ("how many rooms are there", set()),
    ],
)
def test_tables_are_found_by_name_whatever_the_ending(question: str, named: set[str]) -> None:
    assert find_links(question, SCHOOL).named == named


def test_values_are_found_in_their_columns_as_the_rows_write_them(small: Path) -> None:
    schema = read_schema(small)
    with SqliteSession(small, schema.readable, Limits(), Stop()) as database:
        links = find_links("What does ana silva's customer from PARIS in Rome buy?", schema.tables, database)
    assert links.values == {
        ("customer", "first_name"): ("Ana",),
        ("customer", "last_name"): ("Silva",),
        ("customer", "city"): ("Paris",),
    }
    assert links.value_words == {"ana", "silva", "paris"}
    assert links.covered_by({"customer"}) == 4
    assert links.covered_by({"invoice"}) == 0


def test_nothing_is_found_without_a_hint() -> None:
    found = find_links("what is the answer?", SCHOOL)
    assert (found.named, found.hints, found.values) == (frozenset(), (), {})


def test_a_capital_letter_and_capitals_in_the_plural_may_be_values(tmp_path: Path) -> None:
    path = tmp_path / "halls.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE seats (id INTEGER PRIMARY KEY, row_name TEXT, kind TEXT);"
            "INSERT INTO seats VALUES (1, 'C', 'VIP'), (2, 'A', 'std'), (3, 'i', 'std');"
        )
    source = SqliteSource(path)
    schema = source.read_schema()
    with source.session(schema, Limits(), Stop()) as session:
        found = [
            find_links(text, schema.tables, session).values for text in ("seats in row C", "all VIPs", "I want a seat")
        ]
    assert found == [{("seats", "row_name"): ("C",)}, {("seats", "kind"): ("VIP",)}, {}]


def test_a_state_may_be_said_with_another_ending_and_a_value_in_the_singular(tmp_path: Path) -> None:
    path = tmp_path / "exams.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE exams (id INTEGER PRIMARY KEY, result TEXT, topic TEXT);"
            "INSERT INTO exams VALUES (1, 'fail', 'fractions'), (2, 'pass', 'spelling'), (3, 'win', 'spell');"
        )
    source = SqliteSource(path)
    schema = source.read_schema()
    with source.session(schema, Limits(), Stop()) as session:
        found = [
            find_links(text, schema.tables, session).values for text in ("failed exams", "who won", "fraction exams")
        ]
    assert found == [
        {("exams", "result"): ("fail",)},
        {("exams", "result"): ("win",)},
        {("exams", "topic"): ("fractions",)},
    ]


def test_a_word_for_what_was_done_and_a_small_family_name_are_no_values(tmp_path: Path) -> None:
    path = tmp_path / "hire.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE boats (id INTEGER PRIMARY KEY, state TEXT); CREATE TABLE guests (id INTEGER PRIMARY KEY, last_name TEXT);"
            "CREATE TABLE rentals (id INTEGER PRIMARY KEY, boat_id INTEGER, guest_id INTEGER, price REAL);"
            "INSERT INTO boats VALUES (1, 'rented'); INSERT INTO guests VALUES (1, 'Price');"
        )
    source = SqliteSource(path)
    schema = source.read_schema()
    asked = ("guests who have never rented a boat", "rented boats", "total price of rentals", "rentals of Price")
    with source.session(schema, Limits(), Stop()) as session:
        found = [find_links(text, schema.tables, session).values for text in asked]
    assert found == [{}, {("boats", "state"): ("rented",)}, {}, {("guests", "last_name"): ("Price",)}]
