"""Which texts and dates a question leaves open to compare with, and which it asks for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.dated_by import dates_meant
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.peoples import lands_of, peoples_of
from plugins.sql_assistant.reading import read
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.told_times import told_times
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

SCRIPT = """
CREATE TABLE wines (id INTEGER PRIMARY KEY, title TEXT, origin TEXT, tasting_notes TEXT, price REAL, added_on DATE);
CREATE TABLE workers (id INTEGER PRIMARY KEY, name TEXT, hired_on DATE, permit_expires DATE, born_on DATE);
CREATE TABLE tastings (id INTEGER PRIMARY KEY, wine_id INTEGER REFERENCES wines, worker_id INTEGER REFERENCES workers, tasting_date DATE);
INSERT INTO wines VALUES (1, 'Old Orchard Red', 'Georgia', 'cherry', 12, '2023-02-01');
INSERT INTO wines VALUES (2, 'Harbour Pinot', 'Chile', 'cherry, oak', 9, '2022-02-01');
INSERT INTO workers VALUES (1, 'Ada Moss', '2019-01-01', '2025-01-01', '1990-05-05');
INSERT INTO tastings VALUES (1, 1, 1, '2024-03-02');
"""


@pytest.fixture(scope="module")
def cellar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cellar") / "cellar.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    return path


def linked(question: str, path: Path) -> tuple[Schema, Links]:
    source, stop = open_source(str(path), path.parent, lambda _: None, lambda _: None), Stop()
    schema = source.read_schema(stop)
    with source.session(schema, Limits(), stop) as session:
        return schema, find_links(question, schema.tables, session)


def may_write(question: str, sql: str, path: Path) -> bool:
    schema, links = linked(question, path)
    return accepts(grammar(schema, schema.tables, wording_of(schema), question, links, narrow=True), sql)


def dates(question: str, path: Path) -> frozenset[tuple[str, str]]:
    schema, links = linked(question, path)
    return dates_meant(read(question, schema.tables, links, schema.keys), schema.tables)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("wines pressed lately", "origin = 'pressed'"),
        ("wines under 10", "title LIKE '%under%'"),
        ("wines added in 2023", "title LIKE '%2023%'"),
        ("wines added in 2023", "tasting_notes = '2023'"),
    ],
)
def test_words_that_no_row_holds_are_no_texts(question: str, condition: str, cellar: Path) -> None:
    assert not may_write(question, f"SELECT title FROM wines WHERE {condition}", cellar)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("wines from peru", "origin = 'peru'"),
        ("georgian wines", "origin = 'Georgia'"),
        ("wines with 'oak' in the title", "title LIKE '%oak%'"),
        ("wines with cherry in the tasting notes", "tasting_notes LIKE '%cherry%'"),
        ("orchard wines", "title LIKE '%orchard%'"),
        ("wines added in 2023", "strftime ( '%Y' , added_on ) = '2023'"),
    ],
)
def test_texts_that_are_asked_for_may_be_written(question: str, condition: str, cellar: Path) -> None:
    assert may_write(question, f"SELECT title FROM wines WHERE {condition}", cellar)


def test_a_part_of_texts_is_looked_for_where_the_question_says_so(cellar: Path) -> None:
    _, links = linked("anything with cherry in the notes", cellar)
    assert links.inside == {("wines", "tasting_notes"): ("cherry",)}
    assert not links.values


def test_a_place_is_known_by_what_comes_from_there() -> None:
    assert "rwanda" in lands_of("rwandan")
    assert "hungary" in lands_of("hungarian")
    assert "french" in peoples_of("france")


@pytest.mark.parametrize(
    ("question", "test"),
    [
        ("parcels sent after 2020", "strftime ( '%Y' , {} ) > '2020'"),
        ("parcels since May 2021", "strftime ( '%Y-%m' , {} ) >= '2021-05'"),
        ("parcels in may", "strftime ( '%m' , {} ) = '05'"),
        ("parcels on 3rd of May 2021", "{} = '2021-05-03'"),
        ("parcels between 2019 and 2021", "strftime ( '%Y' , {} ) BETWEEN '2019' AND '2021'"),
        ("parcels before May 2021", "{} < '2021-05-01'"),
    ],
)
def test_times_are_read_with_their_signs(question: str, test: str) -> None:
    assert test in told_times(question)[0].tests


@pytest.mark.parametrize(
    "question", ["parcels of last month", "parcels in the 1990s", "parcels that may break", "parcels not sent in 2020"]
)
def test_other_times_are_left_open(question: str) -> None:
    assert told_times(question) == ()


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("workers hired before 2020", ("workers", "hired_on")),
        ("workers whose permits run out in 2025", ("workers", "permit_expires")),
        ("workers born after 1985", ("workers", "born_on")),
        ("tastings of Ada Moss in march 2024", ("tastings", "tasting_date")),
    ],
)
def test_a_time_is_of_what_the_verb_or_the_rows_say(question: str, column: tuple[str, str], cellar: Path) -> None:
    assert dates(question, cellar) == {column}
