"""The SQL generator promises queries that run, samples that can be repeated, and a test split that training never shows."""

import random
import re
import sqlite3
from contextlib import closing

import pytest

from training.generators import sql
from training.generators.sql_build import build_schema
from training.generators.sql_catalog import catalog
from training.generators.sql_more import MORE_BUILDERS
from training.generators.sql_text import plural, singular_relative, third_person, with_article
from training.generators.sql_through import THROUGH_BUILDERS
from training.generators.sql_typing import lowered, slipped, terse
from training.generators.sql_values import words

TABLE_LINE = re.compile(r"TABLE (\S+) \( (.+) \)")
KEY_LINE = re.compile(r"FK (\S+)\.(\S+) = (\S+)\.(\S+)")
ROWS = 6


def database(context: str) -> sqlite3.Connection:
    """An in-memory database with the tables that the context names and a few rows in each."""
    connection = sqlite3.connect(":memory:")
    for line in context.split("\n"):
        match = TABLE_LINE.fullmatch(line)
        if match:
            columns = match.group(2).split(" , ")
            connection.execute(f"CREATE TABLE {match.group(1)} ( {' , '.join(columns)} )")
            rows = [[row + 1 for _ in columns] for row in range(ROWS)]
            connection.executemany(f"INSERT INTO {match.group(1)} VALUES ({','.join('?' * len(columns))})", rows)
    return connection


def samples(count: int, split: str, seed: int = 5) -> list[sql.Sample]:
    rng = random.Random(seed)
    return [sql.sample(rng, split) for _ in range(count)]


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_thousand_queries_run_on_the_tables_of_their_context(split: str) -> None:
    for sample in samples(1000, split):
        with closing(database(sample.context)) as connection:
            connection.execute(sample.answer).fetchall()


def test_most_queries_find_rows_when_the_values_that_they_ask_for_are_there() -> None:
    rng, full = random.Random(3), 0
    for _ in range(300):
        schema = build_schema(rng, held_out=False)
        question = sql.ask(rng, schema, held_out=False)
        with closing(database(schema.text(rng))) as connection:
            for table, column, value in question.planted:
                connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
            full += bool(connection.execute(question.sql).fetchall())
    assert full > 240


def test_every_key_of_a_context_names_tables_and_columns_that_are_there() -> None:
    for sample in samples(300, "train"):
        tables = {
            m.group(1): m.group(2).split(" , ") for m in map(TABLE_LINE.fullmatch, sample.context.split("\n")) if m
        }
        keys = [m for m in map(KEY_LINE.fullmatch, sample.context.split("\n")) if m]
        assert len(tables) + len(keys) == sample.context.count("\n") + 1
        assert len(tables) <= 11
        for match in keys:
            assert match.group(2) in tables[match.group(1)]
            assert match.group(4) in tables[match.group(3)]


def test_the_same_seed_gives_the_same_samples() -> None:
    assert samples(50, "train", seed=9) == samples(50, "train", seed=9)
    assert sql.sample_many(random.Random(4), "test") == sql.sample_many(random.Random(4), "test")


def test_several_questions_share_one_context_and_ask_different_things() -> None:
    rng = random.Random(2)
    groups = [sql.sample_many(rng, "train") for _ in range(100)]
    assert all(1 <= len(group) <= 8 for group in groups)
    assert sum(len(group) for group in groups) > 280
    for group in groups:
        assert len({sample.context for sample in group}) == 1
        assert len({sample.answer for sample in group}) == len(group)


def test_answers_keep_the_canonical_form() -> None:
    for sample in samples(1500, "train"):
        bare = re.sub(r"'(?:[^']|'')*'", "'x'", sample.answer)
        assert bare.startswith("SELECT ")
        assert "  " not in bare
        assert not re.search(
            r"[^ ][,()=<>*]|[,()*][^ ]", bare.replace("!=", "=").replace("<=", "<").replace(">=", "<")
        ), bare
        assert (" AS " in bare) == (" AS T1 " in bare and " AS T2 " in bare)
        assert " . " not in bare or " JOIN " in bare, "names are qualified only under a join"


def test_questions_are_clean_text() -> None:
    for sample in samples(1500, "train"):
        assert sample.question == sample.question.strip()
        assert not re.search(r"[{}|]|  |\b(?:None|True|False)\b|\(\)", sample.question), sample.question


def test_values_stand_in_the_question_as_the_query_has_them() -> None:
    for sample in samples(800, "train"):
        for value in re.findall(
            r"= '((?:[^']|'')*)'", re.sub(r"strftime \( [^)]* \) [<>=]+ '[^']*'", "", sample.answer)
        ):
            if re.fullmatch(r"[\d-]+|now", value):
                continue
            shown = value.replace("''", "'").lower()
            people = words().demonyms.get(value.title(), "-").lower()
            assert people in sample.question.lower() or shown in sample.question.lower(), (
                sample.question,
                sample.answer,
            )


@pytest.mark.parametrize("split", ["train", "test"])
def test_no_condition_of_a_query_is_left_out_of_its_question(split: str) -> None:
    for sample in samples(2500, split, seed=31):
        answer = re.sub(r"strftime \( [^)]* \) [<>=]+ (?:'[^']*'|strftime[^)]*\))", "", sample.answer)
        question = sample.question.lower()
        for value in re.findall(r"'((?:[^']|'')*)'", answer):
            if re.fullmatch(r"[%\d\-+ Ymdays]+|now", value):
                continue
            shown = value.replace("''", "'").strip("%").lower()
            assert shown in question or words().demonyms.get(value.title(), "-").lower() in question, sample
        for number in re.findall(r"[<>=] (\d{2,3})(?= |$)", answer):
            assert number in question or int(number) <= 12, sample


def test_the_splits_share_no_domain_and_no_random_noun() -> None:
    assert not set(catalog().train_domains) & set(catalog().test_domains)
    assert len(catalog().test_domains) >= 9
    train = {sample.context for sample in samples(400, "train")}
    assert not train & {sample.context for sample in samples(400, "test")}


def test_lower_case_keeps_the_names_of_places_and_copies_other_values() -> None:
    rng = random.Random(0)
    text, query = lowered(rng, "Films from Paris", "SELECT name FROM film WHERE city = 'Paris'", {"Paris"})
    assert (text, query) == ("films from paris", "SELECT name FROM film WHERE city = 'Paris'")
    for _ in range(20):
        text, query = lowered(rng, "Films of genre Drama", "SELECT name FROM film WHERE genre = 'Drama'", set())
        assert ("Drama" in text) == ("'Drama'" in query)


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("city", "cities"),
        ("date of birth", "dates of birth"),
        ("staff member", "staff members"),
        ("child", "children"),
        ("box", "boxes"),
    ],
)
def test_plurals_are_english(noun: str, expected: str) -> None:
    assert plural(noun) == expected


def test_articles_and_verbs_agree() -> None:
    assert with_article("email") == "an email"
    assert with_article("unit price") == "a unit price"
    assert singular_relative("who have a car and live in Rome") == "who has a car and lives in Rome"


def test_a_note_has_no_small_words_and_keeps_its_values() -> None:
    query = "SELECT AVG ( price ) FROM film WHERE title = 'Blue'"
    assert (
        terse("what is the average price of all the films named Blue", query) == "what is avg price of films named Blue"
    )
    query = "SELECT price FROM film WHERE title = 'the end'"
    assert terse("the price of the end", query) == "the price of the end"


def test_a_value_may_stand_for_the_rows_and_a_slip_leaves_it_whole() -> None:
    rng = random.Random(3)
    assert "flats" in slipped(rng, "flats", "SELECT name FROM home WHERE type = 'flat'")
    kinds = [s for s in samples(4000, "train") if re.search(r"WHERE \w*[tT]ype = '(\w+)'", s.answer)]
    assert any(re.search(r"type", s.question, re.IGNORECASE) is None for s in kinds)


def test_second_questions_are_parted_by_a_comma_too_as_the_program_asks_them() -> None:
    texts = [s.question for s in samples(3000, "train")]
    assert sum(" ; " in text for text in texts) > 30
    assert sum(bool(re.search(r", (?:only|just|sort|how many)", text)) for text in texts) > 5


def test_every_kind_of_further_question_can_be_asked() -> None:
    rng, found = random.Random(8), set()
    for _ in range(12000):
        found.add(sql.ask(rng, build_schema(rng, held_out=False), held_out=False).kind)
        if found >= {builder.__name__ for builder, _ in MORE_BUILDERS}:
            return
    raise AssertionError(found)


def test_every_kind_of_question_over_a_tie_can_be_asked_and_runs() -> None:
    rng, found = random.Random(4), set()
    wanted = {builder.__name__ for builder, _ in THROUGH_BUILDERS}
    for _ in range(20000):
        schema = build_schema(rng, held_out=False)
        if not schema.foreign_keys:
            continue
        question = sql.ask(rng, schema, held_out=False)
        if question.kind in wanted:
            found.add(question.kind)
            with closing(database(schema.text(rng))) as connection:
                connection.execute(question.sql).fetchall()
        if found == wanted:
            return
    raise AssertionError(wanted - found)


def test_a_verb_stands_in_the_third_person() -> None:
    assert [third_person(v) for v in ("teach", "carry", "work for", "have", "do")] == [
        "teaches", "carries", "works for", "has", "does",
    ]  # fmt: skip


def test_a_question_about_people_of_a_country_names_the_country_in_the_query() -> None:
    names = {country: people.lower() for country, people in words().demonyms.items()}
    found = [(m.group(1), s) for s in samples(5000, "train") if (m := re.search(r"= '([A-Z][a-z]+)'", s.answer))]
    spoken = [s for country, s in found if f" {names.get(country, '-')} " in s.question.lower()]
    assert len(spoken) > 3
