"""Conditions and lists of plain questions: units, seasons, ends, rows that nobody has, columns one after another."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.composing.questions import compose
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.spelled_out import spelled_out

_POOL = """
CREATE TABLE swimmers (id INTEGER PRIMARY KEY, name TEXT, town TEXT, newsletter INTEGER, left_on DATE, allergy TEXT, birth_date DATE);
CREATE TABLE lifeguards (id INTEGER PRIMARY KEY, name TEXT, weekly_hours INTEGER, hourly_wage REAL, active INTEGER);
CREATE TABLE lessons (id INTEGER PRIMARY KEY, title TEXT, level TEXT, stroke TEXT, duration_minutes INTEGER, max_places INTEGER,
                      fee REAL, year_group INTEGER, lifeguard_id INTEGER REFERENCES lifeguards(id));
CREATE TABLE cabins (id INTEGER PRIMARY KEY, cabin_no TEXT, size TEXT, swimmer_id INTEGER REFERENCES swimmers(id));
CREATE TABLE passes (id INTEGER PRIMARY KEY, swimmer_id INTEGER REFERENCES swimmers(id), start_date DATE, ends_on DATE, deposit REAL);
CREATE TABLE visits (id INTEGER PRIMARY KEY, swimmer_id INTEGER REFERENCES swimmers(id), visit_date DATE, start_time TEXT, channel TEXT);
CREATE TABLE SupplyOrder (OrderId INTEGER PRIMARY KEY, OrderDate DATE, weight_kg REAL, price_per_kg REAL, insured INTEGER, fragile INTEGER);
CREATE TABLE clips (id INTEGER PRIMARY KEY, title TEXT, author TEXT, kind TEXT, pages INTEGER, running_time INTEGER, release_year INTEGER);
INSERT INTO swimmers VALUES (1, 'Nora Beck', 'Elmham', 1, NULL, 'nuts', '1980-01-01'),
                           (2, 'Tom Hale', 'Sarn', 0, '2024-01-01', NULL, '1999-01-01');
INSERT INTO lifeguards VALUES (1, 'Ida Lund', 20, 15, 1);
INSERT INTO lessons VALUES (1, 'Sharks', 'beginner', 'crawl', 60, 12, 90, 4, 1), (2, 'Rays', 'advanced', 'butterfly', 90, 8, 120, 5, 1);
INSERT INTO cabins VALUES (1, 'A1', 'small', 1), (2, 'A2', 'large', NULL);
INSERT INTO passes VALUES (1, 1, '2025-01-01', '2025-12-31', 5), (2, 2, '2025-06-01', NULL, NULL);
INSERT INTO visits VALUES (1, 1, '2025-07-01', '09:00', 'phone'), (2, 2, '2026-07-01', '10:00', 'web');
INSERT INTO SupplyOrder VALUES (1, '2025-03-01', 1500, 2, 1, 0), (2, '2025-04-01', 900, 3, 0, 1);
INSERT INTO clips VALUES (1, 'Deep End', 'Ada Moor', 'interview', 10, 95, 1994), (2, 'Splash', 'Jo Ray', 'cartoon', 5, 12, 2004);
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder: Path = tmp_path_factory.mktemp("pool")
    path = folder / "pool.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_POOL)
    source = open_source(str(path), folder, lambda _: None, lambda _: None)
    schema = with_inferred_keys(source.read_schema(Stop()))

    def composed(question: str) -> str:
        with source.session(schema, Limits(), Stop()) as session:
            links = find_links(question, schema.tables, session)
        return compose(question, schema.tables, schema.keys, links, spelled_out(schema, question))

    return composed


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("interviews longer than 90 minutes", "running_time > 90"),
        ("lessons longer than 2 hours", "duration_minutes > 120"),
        ("lessons that run over 75 minutes", "duration_minutes > 75"),
        ("lessons between 1 and 2 hours", "duration_minutes BETWEEN 60 AND 120"),
        ("orders over 2 tonnes", "weight_kg > 2000"),
        ("orders of 2 kg or more", "weight_kg >= 2"),
        ("orders under 3 a kilo", "price_per_kg < 3"),
        ("lifeguards working fewer than 30 hours a week", "weekly_hours < 30"),
        ("beginner lessons with room for more than 10", "max_places > 10"),
    ],
)
def test_the_unit_behind_a_number_decides_the_column(ask: Callable[[str], str], question: str, condition: str) -> None:
    assert ask(question).endswith(condition)


@pytest.mark.parametrize(
    "question", ["clips longer than 2 hours", "lifeguards over 20 tonnes", "orders longer than 90 minutes"]
)
def test_a_unit_that_no_column_tells_is_left_open(ask: Callable[[str], str], question: str) -> None:
    assert ask(question) == ""


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("visits in 2025", "strftime ( '%Y' , visit_date ) = '2025'"),
        ("visits in the summer of 2025", "strftime ( '%Y-%m' , visit_date ) BETWEEN '2025-06' AND '2025-08'"),
        ("clips from the nineties", "release_year BETWEEN 1990 AND 1999"),
        ("passes that run out in December 2025", "strftime ( '%Y-%m' , ends_on ) = '2025-12'"),
        ("passes expiring in 2025", "strftime ( '%Y' , ends_on ) = '2025'"),
        ("passes with no end date", "ends_on IS NULL"),
        ("orders placed between 1 June and 31 August 2025", "OrderDate BETWEEN '2025-06-01' AND '2025-08-31'"),
    ],
)
def test_times_are_of_the_date_that_they_can_be_of(ask: Callable[[str], str], question: str, condition: str) -> None:
    assert ask(question).endswith(condition)


def test_kinds_are_shown_each_once(ask: Callable[[str], str]) -> None:
    assert ask("what towns do our swimmers come from, each once") == "SELECT DISTINCT town FROM swimmers"


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("everybody from Sarn", "SELECT name FROM swimmers WHERE town = 'Sarn'"),
        ("everything by Ada Moor", "SELECT title FROM clips WHERE author = 'Ada Moor'"),
        ("who is allergic to nuts", "SELECT name FROM swimmers WHERE allergy = 'nuts'"),
        ("newsletter subscribers in Elmham", "SELECT name FROM swimmers WHERE newsletter = 1 AND town = 'Elmham'"),
        (
            "who among our swimmers was born before 1990",
            "SELECT name FROM swimmers WHERE strftime ( '%Y' , birth_date ) < '1990'",
        ),
        ("former swimmers", "SELECT name FROM swimmers WHERE left_on IS NOT NULL"),
        ("current and former swimmers from Sarn", "SELECT name FROM swimmers WHERE town = 'Sarn'"),
        ("lessons in year 4", "SELECT title FROM lessons WHERE year_group = 4"),
        ("visits booked by phone", "SELECT * FROM visits WHERE channel = 'phone'"),
        ("cabins nobody is assigned to", "SELECT cabin_no FROM cabins WHERE swimmer_id IS NULL"),
        ("cabins that don't belong to a swimmer", "SELECT cabin_no FROM cabins WHERE swimmer_id IS NULL"),
        ("orders that are neither insured nor fragile", "SELECT * FROM SupplyOrder WHERE insured = 0 AND fragile = 0"),
    ],
)
def test_rows_are_found_by_what_is_said_of_them(ask: Callable[[str], str], question: str, query: str) -> None:
    assert ask(question) == query


@pytest.mark.parametrize(
    ("question", "query"),
    [
        (
            "clips made before 2000, with title, author and year",
            "SELECT title , author , release_year FROM clips WHERE release_year < 2000",
        ),
        (
            "I want the title, the level and the fee of crawl lessons",
            "SELECT title , level , fee FROM lessons WHERE stroke = 'crawl'",
        ),
        (
            "swimmers from Sarn with their town and allergy",
            "SELECT name , town , allergy FROM swimmers WHERE town = 'Sarn'",
        ),
    ],
)
def test_columns_are_listed_one_after_another(ask: Callable[[str], str], question: str, query: str) -> None:
    assert ask(question) == query


@pytest.mark.parametrize(
    "question",
    [
        "swimmers with town and allergy",
        "everybody who works nights",
        "everything from 2025",
        "everybody but the subscribers",
    ],
)
def test_what_may_be_meant_otherwise_is_not_composed(ask: Callable[[str], str], question: str) -> None:
    assert ask(question) == ""


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("in which towns do we have swimmers", "SELECT DISTINCT town FROM swimmers"),
        ("what different crawl levels do we have", "SELECT DISTINCT level FROM lessons WHERE stroke = 'crawl'"),
        ("how long is Sharks", "SELECT duration_minutes FROM lessons WHERE title = 'Sharks'"),
        ("passes with no deposit recorded", "SELECT * FROM passes WHERE deposit IS NULL"),
        (
            "visits in 2025, phone ones left out",
            "SELECT * FROM visits WHERE strftime ( '%Y' , visit_date ) = '2025' AND channel != 'phone'",
        ),
        (
            "visits in July 2025 on the web",
            "SELECT * FROM visits WHERE strftime ( '%Y-%m' , visit_date ) = '2025-07' AND channel = 'web'",
        ),
        ("visits from 2025 on", "SELECT * FROM visits WHERE strftime ( '%Y' , visit_date ) >= '2025'"),
        ("visits in or after 2026", "SELECT * FROM visits WHERE strftime ( '%Y' , visit_date ) >= '2026'"),
        ("all lessons but the crawl ones", "SELECT title FROM lessons WHERE stroke != 'crawl'"),
        ("crawl lessons but for beginners", "SELECT title FROM lessons WHERE stroke = 'crawl' AND level = 'beginner'"),
        ("who works fewer than 30 hours a week", "SELECT name FROM lifeguards WHERE weekly_hours < 30"),
        ("lessons not at level beginner", "SELECT title FROM lessons WHERE level != 'beginner'"),
        ("crawl strokes", "SELECT title FROM lessons WHERE stroke = 'crawl'"),
    ],
)
def test_a_word_in_another_place_means_another_thing(ask: Callable[[str], str], question: str, query: str) -> None:
    assert ask(question) == query
