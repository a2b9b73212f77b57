"""Figures that words leave no doubt about, what they are grouped and sorted by, and what rows lack."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.abstain import not_found
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.reading import Reading, read
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

SCRIPT = """
CREATE TABLE beer (id INTEGER PRIMARY KEY, name TEXT, style TEXT, strength REAL, hop_kg REAL, cellar_stock INTEGER);
CREATE TABLE brew (id INTEGER PRIMARY KEY, beer_id INTEGER REFERENCES beer(id), brewed_on DATE, litres INTEGER, tasting_score REAL,
  tank TEXT, duration_min INTEGER, filtered INTEGER);
CREATE TABLE pub (id INTEGER PRIMARY KEY, name TEXT, town TEXT, phone TEXT);
CREATE TABLE purchase (id INTEGER PRIMARY KEY, pub_id INTEGER REFERENCES pub(id), beer_id INTEGER REFERENCES beer(id), bought_on DATE,
  paid_on DATE, crates INTEGER, price_per_crate REAL, deposit REAL, channel TEXT);
INSERT INTO beer VALUES (1, 'Night Owl', 'stout', 6.1, 12.5, 40), (2, 'Hay Day', 'pale ale', 4.2, 8, 0), (3, 'Fen', 'stout', 5, 3, 9);
INSERT INTO brew VALUES (1, 1, '2024-02-01', 900, NULL, 'T1', 300, 1), (2, 2, '2024-03-01', 700, 7.5, 'T2', 280, 0);
INSERT INTO pub VALUES (1, 'The Anchor', 'Ely', '0123'), (2, 'Red Lion', 'March', NULL);
INSERT INTO purchase VALUES (1, 1, 1, '2024-04-01', NULL, 10, 22.5, 40, 'van'), (2, 2, 2, '2024-05-01', '2024-05-09', 4, 20, 16, 'shop');
"""
BOUGHT = "purchase JOIN pub ON purchase . pub_id = pub . id"
HAY_DAY = "brew JOIN beer ON brew . beer_id = beer . id WHERE beer . name = 'Hay Day'"
BY_STYLE = "SELECT style , AVG ( strength ) FROM beer GROUP BY style"


class Brewery:
    """The database in a folder."""

    def __init__(self, folder: Path) -> None:
        path = folder / "brewery.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCRIPT)
        self._source = SqliteSource(path)
        self.schema: Schema = with_inferred_keys(self._source.read_schema())

    def links(self, question: str) -> Links:
        """What a question names."""
        with self._source.session(self.schema, Limits(), Stop()) as session:
            return find_links(question, self.schema.tables, session)

    def reading(self, question: str) -> Reading:
        """What is read in a question."""
        return read(question, self.schema.tables, self.links(question), self.schema.keys)

    def may_write(self, question: str, sql: str) -> bool:
        """Whether the grammar for the question leaves a query open."""
        wording = wording_of(self.schema)
        return accepts(
            grammar(self.schema, self.schema.tables, wording, question, self.links(question), narrow=True), sql
        )


@pytest.fixture(scope="module")
def brewery(tmp_path_factory: pytest.TempPathFactory) -> Brewery:
    return Brewery(tmp_path_factory.mktemp("brewery"))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("how many litres were brewed altogether", "SELECT SUM ( litres ) FROM brew", "SELECT COUNT ( * ) FROM brew"),
        ("kilos of hop in total", "SELECT SUM ( hop_kg ) FROM beer", "SELECT SUM ( cellar_stock ) FROM beer"),
        ("total crates bought", "SELECT SUM ( crates ) FROM purchase", "SELECT SUM ( price_per_crate ) FROM purchase"),
        ("units bought per channel", "SELECT channel , SUM ( crates ) FROM purchase GROUP BY channel",
         "SELECT channel , COUNT ( * ) FROM purchase GROUP BY channel"),
        ("takings per channel", "SELECT channel , SUM ( crates * price_per_crate ) FROM purchase GROUP BY channel",
         "SELECT channel , SUM ( price_per_crate ) FROM purchase GROUP BY channel"),
        ("deposits owed per town", f"SELECT pub . town , SUM ( purchase . deposit ) FROM {BOUGHT} GROUP BY pub . town",
         f"SELECT pub . town , COUNT ( * ) FROM {BOUGHT} GROUP BY pub . town"),
        ("when did we last brew Hay Day", f"SELECT MAX ( brew . brewed_on ) FROM {HAY_DAY}", f"SELECT brew . litres FROM {HAY_DAY}"),
        ("average strength by style, highest first", f"{BY_STYLE} ORDER BY AVG ( strength ) DESC", f"{BY_STYLE} ORDER BY style"),
        ("average strength by style", BY_STYLE, "SELECT AVG ( strength ) FROM beer"),
        ("purchases by channel", "SELECT channel , COUNT ( * ) FROM purchase GROUP BY channel",
         "SELECT * FROM purchase ORDER BY channel"),
        ("brews that were never tasted", "SELECT * FROM brew WHERE tasting_score IS NULL",
         "SELECT * FROM brew WHERE tasting_score = 0"),
        ("purchases not paid yet", "SELECT * FROM purchase WHERE paid_on IS NULL", "SELECT * FROM purchase WHERE deposit = 0"),
        ("pubs without a phone", "SELECT name FROM pub WHERE phone IS NULL",
         "SELECT name FROM pub WHERE id NOT IN ( SELECT pub_id FROM purchase )"),
        ("the longest brew", "SELECT * FROM brew ORDER BY duration_min DESC LIMIT 1",
         "SELECT * FROM brew ORDER BY tasting_score DESC LIMIT 1"),
        ("stouts", "SELECT name FROM beer WHERE style = 'stout'",
         "SELECT name FROM beer WHERE style = 'stout' AND hop_kg IS NULL"),
        ("beers stronger than the average stout",
         "SELECT name FROM beer WHERE strength > ( SELECT AVG ( strength ) FROM beer WHERE style = 'stout' )",
         "SELECT name FROM beer WHERE strength > ( SELECT AVG ( strength ) FROM beer )"),
    ],
)  # fmt: skip
def test_what_is_told_is_written_and_nothing_else(brewery: Brewery, question: str, right: str, wrong: str) -> None:
    assert brewery.may_write(question, right)
    assert not brewery.may_write(question, wrong)


@pytest.mark.parametrize(
    "question",
    [
        "how many pubs are there",
        "brews of more than 800 litres",
        "total number of purchases per town",
        "which beer has the most brews",
        "average litres per brew",
        "beers with a strength over 5",
    ],
)
def test_other_figures_stay_open(brewery: Brewery, question: str) -> None:
    assert brewery.reading(question).figure is None


def test_the_day_of_a_line_is_that_of_what_it_stands_on(brewery: Brewery) -> None:
    figure = brewery.reading("takings in May 2024").figure
    assert figure is not None
    assert not figure.dated
    assert figure.times == ("purchase", "price_per_crate")


def test_rows_are_not_counted_by_what_they_are_called(brewery: Brewery) -> None:
    assert brewery.reading("purchases by channel").wants.groups_so
    assert not brewery.reading("beers by name").wants.groups_so


def test_what_sells_best_is_ranked_by_how_much_of_it_was_bought(brewery: Brewery) -> None:
    figure = brewery.reading("best selling beer").figure
    assert figure is not None
    assert not figure.is_shown
    assert figure.columns == {("purchase", "crates")}


def test_a_question_about_takings_is_answered_though_no_word_of_it_is_in_the_schema(brewery: Brewery) -> None:
    question = "what did we turn over all together?"
    assert not_found(question, brewery.schema, brewery.links(question)) == ()


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("number of brews per tank, fewest first", "ASC"),
        ("pubs of Ely, latest on top", "DESC"),
        ("results, best first", ""),
    ],
)
def test_the_way_of_sorting_is_said(brewery: Brewery, question: str, way: str) -> None:
    assert brewery.reading(question).wants.direction == way


@pytest.mark.parametrize(
    "question",
    ["units per town", "under 5 crates", "which consultant bought most", "pubs until May", "beers not in notes"],
)
def test_nothing_is_missing_where_no_word_says_so(brewery: Brewery, question: str) -> None:
    assert not brewery.links(question).missing
