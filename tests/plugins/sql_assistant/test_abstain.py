"""Which questions code refuses by itself: those about something else, and never one that can be answered."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.abstain import not_answered, not_found
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from training.cases import HELD_OUT, sql_cases

NotFound = Callable[[str], tuple[str, ...]]


def looked_for(path: Path, question: str, notes: dict[str, str] | None = None) -> tuple[str, ...]:
    source = SqliteSource(path)
    schema = source.read_schema()
    with source.session(schema, Limits(), Stop()) as session:
        return not_found(question, schema, find_links(question, schema.tables, session), notes)


def filled(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the purpose of life?", ("purpose", "life")),
        ("Who won the football tournament?", ("won", "football", "tournament")),
        (
            "How does photosynthesis contribute to oxygen in our atmosphere?",
            ("photosynthesis", "contribute", "oxygen", "atmosphere"),
        ),
    ],
)
def test_a_question_about_something_else_is_refused_with_its_words(
    shop: Path, question: str, words: tuple[str, ...]
) -> None:
    assert set(looked_for(shop, question)) <= set(words)
    assert looked_for(shop, question)


@pytest.mark.parametrize(
    "question",
    [
        "Who bought the most last year?",  # one unknown word is too few
        "Which clients spent the most?",
        "people in Lisbon",
        "What is the MRR churn?",  # an abbreviation may be known to the person
        "多少顾客？",
        "total",
        "How many?",
    ],
)
def test_a_question_that_may_be_answered_is_not_refused(shop: Path, question: str) -> None:
    assert looked_for(shop, question) == ()


def test_a_note_makes_a_word_known(shop: Path) -> None:
    question = "churning subscribers of the platform"
    assert looked_for(shop, question)
    assert (
        looked_for(shop, question, {"customers": "subscribers of the platform; churning means no order for a year"})
        == ()
    )


def test_no_held_out_question_is_refused(tmp_path: Path) -> None:
    for case in sql_cases():
        path = tmp_path / f"{case.database}.sqlite"
        if not path.exists():
            filled(path, (HELD_OUT / "databases" / f"{case.database}.sql").read_text(encoding="utf-8"))
        assert looked_for(path, case.question) == (), case.question


def test_what_code_refuses_is_unverified_and_says_the_words() -> None:
    found = not_answered(("purpose", "life"))
    assert not found.checked
    assert not found.has_errors
    assert found.result["answerable"] is False
    assert found.problems[0].message == "Nothing in this database is called “purpose”, “life”."


@pytest.mark.shared
def test_of_questions_about_other_things_most_are_refused(shared: Path, shop: Path) -> None:
    with (shared / "data" / "sql" / "defog" / "idk.csv").open(encoding="utf-8", newline="") as file:
        asked = [row["question"] for row in csv.DictReader(file) if row["query_category"] == "cat_a"]
    assert sum(bool(looked_for(shop, question)) for question in asked) / len(asked) >= 0.5


def test_a_part_of_a_tables_name_is_enough_to_be_about_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "posts.sqlite", "CREATE TABLE ParcelOrder (id INTEGER PRIMARY KEY, SentOn TEXT);")
    assert looked_for(path, "orders handed over between 3 June and 9 August 2025") == ()
    assert looked_for(path, "dispatched between June and August") == ()
