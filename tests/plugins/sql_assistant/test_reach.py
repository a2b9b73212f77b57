"""Which tables, columns and conditions a question leaves a small model, on a schema of several tables."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.synonyms import meant_columns
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts


def table(name: str, columns: str) -> Table:
    """``id* name:TEXT``: a key, a text; numbers have no mark."""
    found = []
    for word in columns.split():
        column, _, kind = word.partition(":")
        found.append(Column(column.rstrip("*"), kind or "INTEGER", is_key=column.endswith("*")))
    return Table(name, tuple(found))


TABLES = (
    table("members", "member_id* full_name:TEXT joined_on:DATE"),
    table("courts", "court_id* court_number:TEXT surface:TEXT lit"),
    table("matches", "match_id* court_id played_on:DATE minutes status:TEXT"),
    table("entries", "entry_id* match_id member_id points"),
)
KEYS = (
    ForeignKey("matches", "court_id", "courts", "court_id"),
    ForeignKey("entries", "match_id", "matches", "match_id"),
    ForeignKey("entries", "member_id", "members", "member_id"),
)
SCHEMA = Schema(TABLES, KEYS)
ON_COURT = "matches JOIN courts ON matches . court_id = courts . court_id"


def written(
    question: str, values: Mapping[tuple[str, str], tuple[str, ...]] | None = None, *, wide: bool = False
) -> str:
    """The grammar for a question, with values that the data hold."""
    links = find_links(question, TABLES)
    if values:
        words = frozenset(word.lower() for found in values.values() for value in found for word in value.split())
        columns = frozenset(values) | meant_columns(question, TABLES, words)
        hints = (*links.hints, *(frozenset({name}) for name, _ in values))
        links = Links(links.named, hints, values, words, links.table_words, columns, links.said)
    return grammar(SCHEMA, TABLES, wording_of(SCHEMA), question, links, narrow=True, wide=wide)


OPEN = {("matches", "status"): ("open",)}


@pytest.mark.parametrize(
    ("question", "sql", "values"),
    [
        ("members who joined the club in 2023", "SELECT full_name FROM members WHERE strftime ( '%Y' , joined_on ) = '2023'", None),
        ("matches that are still open", "SELECT * FROM matches WHERE status = 'open'", OPEN),
        ("matches on court 7", f"SELECT matches . * FROM {ON_COURT} WHERE courts . court_number = '7'", None),
        ("courts without a match", "SELECT court_number FROM courts WHERE court_id NOT IN ( SELECT court_id FROM matches )", None),
        ("matches per court", f"SELECT courts . court_number , COUNT ( * ) FROM {ON_COURT} GROUP BY courts . court_id", None),
    ],
)  # fmt: skip
def test_the_query_that_answers_can_be_written(
    question: str, sql: str, values: dict[tuple[str, str], tuple[str, ...]] | None
) -> None:
    assert accepts(written(question, values), sql)


@pytest.mark.parametrize(
    ("question", "sql", "values"),
    [
        ("matches of more than 90 minutes", f"SELECT matches . * FROM {ON_COURT} WHERE matches . minutes > 90", None),
        ("matches that are still open", "SELECT * FROM matches WHERE played_on IS NULL", OPEN),
        ("matches on court 7", "SELECT * FROM matches WHERE minutes = 7", None),
        ("courts without a match", "SELECT surface FROM courts WHERE court_id NOT IN ( SELECT court_id FROM matches )", None),
        ("courts with lit lamps", "SELECT * FROM courts WHERE court_id IN ( SELECT court_id FROM matches ) AND lit = 1", None),
    ],
)  # fmt: skip
def test_what_nothing_in_the_question_speaks_of_cannot_be_written(
    question: str, sql: str, values: dict[tuple[str, str], tuple[str, ...]] | None
) -> None:
    assert not accepts(written(question, values), sql)


def test_a_wide_grammar_reads_more_tables() -> None:
    sql = f"SELECT matches . * FROM {ON_COURT} WHERE matches . minutes > 90"
    assert accepts(written("matches of more than 90 minutes", wide=True), sql)


def test_who_asks_for_people() -> None:
    joined = "members JOIN entries ON entries . member_id = members . member_id JOIN matches ON entries . match_id = matches . match_id"
    gbnf = written("who played the open match", OPEN)
    assert accepts(gbnf, f"SELECT members . full_name FROM {joined} WHERE matches . status = 'open'")
    assert not accepts(gbnf, "SELECT * FROM matches WHERE status = 'open'")


def test_all_of_several_values_of_one_column_are_looked_for() -> None:
    gbnf = written("clay and grass courts", {("courts", "surface"): ("clay", "grass")})
    assert accepts(gbnf, "SELECT * FROM courts WHERE surface IN ( 'grass' , 'clay' )")
    assert not accepts(gbnf, "SELECT * FROM courts WHERE surface = 'clay'")


def test_a_number_that_is_not_the_rows_own_leaves_the_key_open() -> None:
    hotels = table("hotels", "hotel_id* name:TEXT num_rooms tax_number:TEXT")
    schema, question = Schema((hotels,), ()), "hotel 5"
    gbnf = grammar(schema, (hotels,), wording_of(schema), question, find_links(question, (hotels,)), narrow=True)
    assert accepts(gbnf, "SELECT * FROM hotels WHERE hotel_id = 5")
    assert not accepts(gbnf, "SELECT * FROM hotels WHERE num_rooms = 5")


def test_who_may_stand_in_a_text_of_the_table_itself() -> None:
    races = table("races", "race_id* title:TEXT winner:TEXT")
    visitors = table("visitors", "visitor_id* name:TEXT email:TEXT")
    question = "who won the race"
    schema = Schema((races, visitors), ())
    gbnf = grammar(
        schema, schema.tables, wording_of(schema), question, find_links(question, schema.tables), narrow=True
    )
    assert accepts(gbnf, "SELECT winner FROM races")
