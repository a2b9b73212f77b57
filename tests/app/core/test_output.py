"""Answers as models really write them."""

from __future__ import annotations

import pytest

from app.core.output import OutputSpec, extract
from app.errors import OutputFormatError

SQL = OutputSpec.code("sql")
POINT = OutputSpec.json(
    {"type": "object", "properties": {"x": {"type": "integer"}, "tags": {"type": "array"}}, "required": ["x"]}
)
MOVES = OutputSpec.choice(["e4", "Nf3", "O-O", "O-O-O", "exd5"])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "```sql\nSELECT 1\n```",
        "Sure! Here it is:\n```SQL\nSELECT 1\n```\nHope this helps.",
        "The query is:\n\nSELECT 1",
        "<think>They want one. Let me SELECT 2.</think>\nSELECT 1",
        "```sql\nSELECT 1",
    ],
)
def test_code_is_found_among_fences_prose_and_thoughts(text: str) -> None:
    assert extract(text, SQL) == "SELECT 1"


def test_the_block_in_the_right_language_wins_over_a_longer_one() -> None:
    text = "```python\nprint('a much longer block of code')\n```\n```sql\nSELECT 1\n```"
    assert extract(text, SQL) == "SELECT 1"


def test_html_ends_where_the_document_ends() -> None:
    text = "Here you go <!DOCTYPE html><html><body>x</body></html> Enjoy!"
    assert extract(text, OutputSpec.code("html")) == "<!DOCTYPE html><html><body>x</body></html>"


def test_empty_code_is_an_error_that_names_what_was_expected() -> None:
    with pytest.raises(OutputFormatError) as caught:
        extract("   ", SQL)
    assert caught.value.expected == "one block of sql and nothing else"


@pytest.mark.parametrize(
    "text",
    ['{"x": 3}', 'The point: {"x": 3} as you asked', '```json\n{"x": 3}\n```', 'first {oops} then {"x": 3}'],
)
def test_json_is_found_in_prose(text: str) -> None:
    assert extract(text, POINT) == {"x": 3}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"x": 3, "tags": ["a", "b', {"x": 3, "tags": ["a", "b"]}),
        ('{"x": 3, "tags": ["a"', {"x": 3, "tags": ["a"]}),
        ('{"x": 3, "ta', {"x": 3}),
        ('{"x": 3,', {"x": 3}),
    ],
)
def test_json_that_was_cut_off_is_closed(text: str, value: object) -> None:
    assert extract(text, POINT) == value


def test_json_against_its_schema_names_the_place() -> None:
    with pytest.raises(OutputFormatError, match="x: 'three' is not of type 'integer'"):
        extract('{"x": "three"}', POINT)


def test_text_without_json_is_an_error() -> None:
    with pytest.raises(OutputFormatError, match="no JSON"):
        extract("I would rather not.", POINT)


@pytest.mark.parametrize("text", ["O-O", " O-O. ", '"O-O"', '{"choice": "O-O"}', "I would play O-O here."])
def test_a_choice_is_found_and_not_confused_with_a_longer_one(text: str) -> None:
    assert extract(text, MOVES) == "O-O"


@pytest.mark.parametrize("text", ["Qh5", "either e4 or Nf3", ""])
def test_a_choice_that_is_none_of_the_list_or_two_of_it_is_an_error(text: str) -> None:
    with pytest.raises(OutputFormatError):
        extract(text, MOVES)


def test_a_model_that_falls_into_brackets_is_answered_at_once() -> None:
    with pytest.raises(OutputFormatError, match="no JSON value"):
        extract("[" * 20_000, OutputSpec.json({}))
    with pytest.raises(OutputFormatError):
        extract("[" * 20_000, OutputSpec.choice(["a"]))
