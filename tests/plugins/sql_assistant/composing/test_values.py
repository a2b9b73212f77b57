"""Whose value a word is where several columns hold it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from plugins.sql_assistant.composing.questions import compose
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from plugins.sql_assistant.wording import wording_of

_SCRIPT = """
CREATE TABLE trees (id INTEGER PRIMARY KEY, name TEXT, care TEXT, admitted_on TEXT, felled_on TEXT, cost REAL,
    price REAL);
CREATE TABLE visits (id INTEGER PRIMARY KEY, tree_id INTEGER REFERENCES trees(id), kind TEXT, state TEXT);
INSERT INTO trees VALUES (1, 'Old Oak', 'planned', '2020-01-02', NULL, 5, 9), (2, 'Elm', 'urgent', '2021-02-03', NULL, 6, 8);
INSERT INTO visits VALUES (1, 1, 'pruning', 'planned'), (2, 2, 'watering', 'done');
"""


def composed(tmp_path: Path, question: str) -> str:
    path = tmp_path / "trees.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCRIPT)
    source = SqliteSource(path)
    schema = with_inferred_keys(source.read_schema())
    with source.session(schema, Limits(), Stop()) as session:
        links = find_links(question, schema.tables, session)
    return compose(question, schema.tables, schema.keys, links, wording_of(schema))


def test_a_value_is_of_the_thing_that_stands_behind_it(tmp_path: Path) -> None:
    query = composed(tmp_path, "trees with a planned pruning")
    assert query.endswith("WHERE visits . state = 'planned' AND visits . kind = 'pruning'")


def test_a_value_by_itself_is_of_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    assert composed(tmp_path, "planned trees") == "SELECT name FROM trees WHERE care = 'planned'"


def test_a_date_may_be_called_by_the_noun_of_its_verb(tmp_path: Path) -> None:
    assert composed(tmp_path, "admission date of Elm") == "SELECT admitted_on FROM trees WHERE name = 'Elm'"


def test_what_costs_more_is_left_open_where_a_cost_stands_beside_the_price(tmp_path: Path) -> None:
    assert composed(tmp_path, "trees that cost more than 7") == ""


def test_a_price_that_is_called_so_is_meant(tmp_path: Path) -> None:
    assert composed(tmp_path, "trees with a price over 7") == "SELECT name FROM trees WHERE price > 7"


def test_kinds_that_are_asked_for_are_shown_once(tmp_path: Path) -> None:
    assert (
        composed(tmp_path, "which kinds of visit were planned")
        == "SELECT DISTINCT kind FROM visits WHERE state = 'planned'"
    )
