"""What is asked over schemas of many tables: one table where one is enough, sums of products, what was never done, who won."""

import random
import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.training.generators.test_sql import database
from training.generators import sql
from training.generators.sql_amounts import AMOUNT_BUILDERS, lines_of
from training.generators.sql_build import build_schema
from training.generators.sql_facts import FACT_BUILDERS
from training.generators.sql_plain import PLAIN_BUILDERS
from training.generators.sql_sales import money_of_sales
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Schema
from training.generators.sql_single import Builder
from training.generators.sql_typing import lowered, slipped

SCHEMAS = 1500


def schemas(seed: int, *, held_out: bool = False) -> Iterator[tuple[random.Random, Schema]]:
    rng = random.Random(seed)
    for _ in range(SCHEMAS):
        yield rng, build_schema(rng, held_out=held_out)


def asked(builder: Builder, seed: int = 1, *, held_out: bool = False) -> Iterator[tuple[str, str]]:
    for rng, schema in schemas(seed, held_out=held_out):
        if pair := builder(Scene(rng, schema, held_out)):
            yield pair


def named(name: str) -> Builder:
    builders = {b.__name__: b for b, _ in (*PLAIN_BUILDERS, *AMOUNT_BUILDERS, *FACT_BUILDERS)}
    return builders[name]


@pytest.mark.parametrize("held_out", [False, True])
def test_every_kind_of_question_can_be_asked_and_runs(held_out: bool) -> None:
    builders = [builder for builder, _ in (*PLAIN_BUILDERS, *AMOUNT_BUILDERS, *FACT_BUILDERS)]
    found = set()
    for rng, schema in schemas(3, held_out=held_out):
        with closing(database(schema.text(rng))) as connection:
            for builder in builders:
                if pair := builder(Scene(rng, schema, held_out)):
                    connection.execute(pair[1]).fetchall()
                    found.add(builder.__name__)
    missing = {builder.__name__ for builder in builders} - found
    assert not missing or (held_out and len(missing) < 6), missing


@pytest.mark.parametrize("builder", [b for b, _ in PLAIN_BUILDERS], ids=lambda b: b.__name__)
def test_a_plain_question_joins_nothing_and_shows_rows(builder: Builder) -> None:
    for _, query in asked(builder):
        assert " JOIN " not in query
        assert " . " not in query


def test_no_sum_multiplies_a_column_with_itself() -> None:
    for builder, _ in AMOUNT_BUILDERS:
        for _, query in asked(builder, 2):
            for one, other in re.findall(r"SUM \( (.+?) \* (.+?) \)", query):
                assert one != other


def test_revenue_has_one_meaning_where_sales_have_totals_of_their_own() -> None:
    revenue = named("revenue")
    for rng, schema in schemas(4):
        if lines_of(schema) and money_of_sales(Scene(rng, schema, held_out=False)):
            assert revenue(Scene(rng, schema, held_out=False)) is None


def test_what_was_never_done_is_told_inside_the_inner_query() -> None:
    for question, query in asked(named("never_kind")):
        value = re.search(r"NOT IN \( SELECT \S+ FROM \S+ WHERE \S+ = '((?:[^']|'')*)' \)", query)
        assert value
        assert value.group(1).replace("''", "'") in question


def test_two_kinds_in_an_order_are_listed_and_not_counted() -> None:
    pairs = list(asked(named("rows_of_two_kinds")))
    assert any(" ORDER BY " in query for _, query in pairs)
    assert all(" IN ( '" in query and "GROUP BY" not in query for _, query in pairs)


def test_counts_of_named_values_are_grouped_by_them() -> None:
    for _, query in asked(named("counted_by_values")):
        assert re.fullmatch(r"SELECT (\S+) , COUNT \( \* \) FROM \S+ GROUP BY \1", query)


def test_the_winner_came_first() -> None:
    for question, query in asked(named("winner")):
        if "won" in question or "winner" in question:
            assert query.endswith(" = 1")


def test_the_format_of_a_date_keeps_its_letters_in_a_question_of_small_letters() -> None:
    query = "SELECT strftime ( '%Y' , day ) FROM film WHERE title LIKE '%Y'"
    for seed in range(10):
        _, small = lowered(random.Random(seed), "Year of films ending in Y", query, set())
        assert "strftime ( '%Y' , day )" in small


def test_then_may_be_typed_for_than_but_not_in_a_value() -> None:
    rng = random.Random(1)
    texts = {slipped(rng, "owners with more than one pet", "SELECT 1") for _ in range(60)}
    assert "owners with more then one pet" in texts
    query = "SELECT 1 FROM book WHERE title = 'more than one'"
    assert all(" then " not in slipped(rng, "books named more than one", query) for _ in range(60))


def test_most_questions_over_many_tables_need_one_table() -> None:
    rng, plain, joined = random.Random(6), 0, 0
    while plain + joined < 1200:
        schema = build_schema(rng, held_out=False)
        if len(schema.tables) >= sql.RICH:
            query = sql.ask(rng, schema, held_out=False).sql
            joined += " JOIN " in query
            plain += " JOIN " not in query
    assert plain > 0.5 * (plain + joined)
