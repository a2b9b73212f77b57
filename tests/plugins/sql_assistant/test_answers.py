"""How answers of models are read: refusals however they are said, and one query without the prose around it."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.answers import only_query, refusal, refused


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("-- CANNOT ANSWER: no table holds weather", "no table holds weather"),
        ("-- cannot answer: there is no price", "there is no price"),
        ("CANNOT ANSWER", ""),
        ("CANNOT_ANSWER - no salaries are stored", "- no salaries are stored"),
        ("/* CANNOT ANSWER: nothing about suppliers */", "nothing about suppliers"),
        ("**CANNOT ANSWER:** no dates", "no dates"),
        ("SELECT 'I''m sorry, the data is not available' AS answer;", "I'm sorry, the data is not available"),
        ("SELECT 'CANNOT ANSWER: no such column'", "CANNOT ANSWER: no such column"),
        ("The schema does not contain any weather data.", "The schema does not contain any weather data."),
        (
            "I cannot answer this: there is no table of employees.",
            "I cannot answer this: there is no table of employees.",
        ),
    ],
)
def test_a_refusal_is_understood_however_it_is_said(answer: str, reason: str) -> None:
    assert refusal(answer) == reason.removeprefix("- ")


@pytest.mark.parametrize(
    "answer",
    [
        "SELECT name FROM customer",
        "SELECT 'Lisbon' AS city",
        "SELECT reason FROM returns WHERE reason = 'cannot answer the phone'",
        "WITH t AS (SELECT 1) SELECT * FROM t",
        "The answer is 42.",
        "DELETE FROM customer -- cannot answer",
        "SELECT 1 -- not available",
    ],
)
def test_a_query_is_no_refusal(answer: str) -> None:
    assert refusal(answer) is None


def test_a_refusal_is_neither_verified_nor_an_error() -> None:
    found = refused("no table holds weather", left_out=3)
    assert not found.checked
    assert not found.has_errors
    assert (found.result["answerable"], found.result["reason"]) == (False, "no table holds weather")
    assert "no table holds weather" in found.problems[0].message
    assert "Not all tables" in found.problems[0].hint
    assert found.output == "-- CANNOT ANSWER: no table holds weather"


def test_a_long_reason_is_cut() -> None:
    assert len(refusal("-- CANNOT ANSWER: " + "because " * 200) or "") < 310


@pytest.mark.parametrize(
    ("answer", "query"),
    [
        ("SELECT 1;", "SELECT 1"),
        ("SELECT 1;\n\nThis query counts.", "SELECT 1"),
        ("SELECT a\nFROM b\n\nThis lists every a.", "SELECT a\nFROM b"),
        ("SELECT ';' AS a; -- done", "SELECT ';' AS a"),
        ("SELECT 1\n```\nExplanation: one.", "SELECT 1"),
        ("WITH a AS (\n\nSELECT 1)\n\nSELECT * FROM a", "WITH a AS (\n\nSELECT 1)\n\nSELECT * FROM a"),
        ("SELECT 1; SELECT 2", "SELECT 1; SELECT 2"),
        ("SELECT 1; DROP TABLE a", "SELECT 1; DROP TABLE a"),
    ],
)
def test_prose_behind_a_query_is_dropped_and_a_second_query_is_not(answer: str, query: str) -> None:
    assert only_query(answer) == query
