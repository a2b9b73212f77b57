"""What the editor knows of a text without a window: statements, brackets, comments, where an error lies."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.api import Problem, Verification
from plugins.sql_assistant.check import Subject, check, subject_of
from plugins.sql_assistant.editor_text import (
    after_layout,
    brackets_at,
    comments_toggled,
    statement_at,
    statements,
    tokens,
)
from plugins.sql_assistant.error_place import error_place
from plugins.sql_assistant.formatting import formatted
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.sources.opening import open_source
from tests.helpers.postgres_server import PostgresServer


def marked(text: str) -> tuple[str, int]:
    """A text and the place of ‸ in it."""
    return text.replace("‸", ""), text.index("‸")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT 1‸; SELECT 2", "SELECT 1"),
        ("SELECT 1; SEL‸ECT 2", "SELECT 2"),
        ("SELECT 1; SELECT 2;‸", "SELECT 2"),
        ("SELECT ';'‸; SELECT 2", "SELECT ';'"),
        ("SELECT 1 -- a; b\n‸; SELECT 2", "SELECT 1 -- a; b"),
        ("SELECT 1;\n\n‸\nSELECT 2 /* ; */\n;", "SELECT 2 /* ; */"),
        ("‸", ""),
    ],
)
def test_the_statement_at_the_cursor_ends_at_semicolons_that_stand_in_no_text_and_no_comment(
    text: str, wanted: str
) -> None:
    assert statement_at(*marked(text), "sqlite") == wanted


def test_comments_alone_are_no_statement() -> None:
    assert len(statements("-- first\n; SELECT 1; -- last", "sqlite")) == 1


def test_quotes_mean_what_the_dialect_says() -> None:
    kinds = {dialect: [token.kind for token in tokens('"a" `b`', dialect)] for dialect in ("sqlite", "mysql")}
    assert kinds == {"sqlite": ["name", "name"], "mysql": ["text", "name"]}
    assert [token.text for token in tokens("$x$ it's; $x$ ;", "postgres")] == ["$x$ it's; $x$", ";"]
    assert next(tokens("# note\n1", "mysql")).kind == "note"


def test_brackets_find_their_partner_past_texts() -> None:
    assert brackets_at(*marked("SELECT (a + ')' + (b))‸ FROM c"), "sqlite") == (7, 21)
    assert brackets_at(*marked("SELECT ‸(a"), "sqlite") == (7,)
    assert brackets_at(*marked("SELECT a‸ FROM b"), "sqlite") == ()


def test_lines_become_comments_and_queries_again() -> None:
    text = "SELECT a\n  FROM b\nWHERE c"
    edit = comments_toggled(text, 3, text.index("b"))
    assert edit.text == "-- SELECT a\n--   FROM b"
    done = edit.text + text[edit.end :]
    again = comments_toggled(done, 0, len(edit.text))
    assert again.text + done[again.end :] == text


@pytest.mark.parametrize(
    "text", ["select a, b‸ from c", "‸select 1", "select a from b where c = 'x y'‸", "select  ‸ a"]
)
def test_the_cursor_stays_behind_the_same_character_when_a_query_is_laid_out(text: str) -> None:
    before, place = marked(text)
    after = formatted(before)
    moved = after_layout(before, place, after)
    assert "".join(after[:moved].split()).lower() == "".join(before[:place].split()).lower()


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("SELECT first_name, c.citty FROM customer c", "c.citty"),
        ("SELECT * FROM custommer", "custommer"),
        ("SELECT first_name\nFROM customer\nWHERE city ==== 'x'", "=="),
        ("SELECT first_name FROM customer WHERE foo(city) = 1", "foo"),
        ("SELECT a b c FROM customer", "c"),
        ("SELECT city FROM customer WHERE city = 'Paris", "'Paris"),
        ("SELECT id FROM customer, invoice", "id"),
    ],
)
def test_the_place_of_an_error_is_found_in_what_a_real_check_says(sql: str, wanted: str, subject: Subject) -> None:
    found: Verification = check(sql, subject, Stop(), mend="nothing")
    place = error_place(sql, "sqlite", found.problems[0])
    assert place is not None
    assert sql[slice(*place)] == wanted


def test_where_nothing_tells_the_place_none_is_marked() -> None:
    assert error_place("SELECT 1", "sqlite", Problem("The query was stopped after 10 seconds.")) is None


def test_in_a_long_text_only_the_statement_at_the_cursor_is_read() -> None:
    one = "SELECT (a + ';') FROM b WHERE c = 'd';\n"
    text = one * 2_000
    place = len(one) * 1_000
    assert brackets_at(text, place + len("SELECT "), "sqlite") == (place + 7, place + 15)
    started = time.perf_counter()
    brackets_at(text, place + len("SELECT "), "sqlite")
    assert time.perf_counter() - started < 0.01


@pytest.mark.server
def test_postgresql_tells_the_place_of_what_it_refuses(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.create_database("placed", "CREATE TABLE person (id integer, zip text, city text);")
    source = open_source(url, tmp_path)
    subject = subject_of(source, source.read_schema())
    for sql, wanted in (
        ("SELECT id FROM person WHERE city = 'x' AND zip = 100", "zip"),
        ("SELECT city, COUNT(*) FROM person", "city"),
        ("SELECT id FROM person WHERE SUM(id) > 1", "SUM"),
    ):
        found = check(sql, subject, Stop(), mend="nothing")
        place = error_place(sql, "postgres", found.problems[0])
        assert place is not None
        assert sql[slice(*place)].lower() == wanted.lower()
