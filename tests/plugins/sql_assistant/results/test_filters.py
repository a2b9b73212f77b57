from __future__ import annotations

import pytest

from plugins.sql_assistant.results.filters import Filter, parse_filter


@pytest.mark.parametrize(
    ("typed", "test", "operand"),
    [
        ("paris", "contains", "paris"),
        ("  paris ", "contains", "paris"),
        ("'null'", "contains", "null"),
        (">= 100", "≥", 100),
        (">=1.5e3", "≥", 1500.0),
        ("<-3", "<", -3),
        ("<>x", "≠", "x"),
        ("!=x", "≠", "x"),
        ("==x", "=", "x"),
        ("= '10'", "=", "10"),
        ("=''", "=", ""),
        ("≤ 2024-01-01", "≤", "2024-01-01"),
        ("NULL", "null", None),
        ("is not  null", "not null", None),
        ("!null", "not null", None),
    ],
)
def test_what_a_person_types_becomes_a_test(typed: str, test: str, operand: object) -> None:
    found = parse_filter(3, typed)
    assert found is not None
    assert (found.column, found.test, found.operand) == (3, test, operand)
    assert type(found.operand) is type(operand)


@pytest.mark.parametrize("typed", ["", "  ", ">", ">= ", "="])
def test_nothing_or_a_sign_alone_is_no_test_yet(typed: str) -> None:
    assert parse_filter(0, typed) is None


@pytest.mark.parametrize("value", ["10", "", " x ", "'q'", "Paris", 10, -2.5, 0.1 + 0.2, "null", "é", True])
def test_a_test_for_a_value_can_be_typed_again_and_keeps_that_value(value: object) -> None:
    again = parse_filter(0, Filter(0, "=", value).typed)  # type: ignore[arg-type]
    assert again is not None
    assert again.test == "="
    assert again.matches(value)
    assert not again.matches("something else")


def test_null_passes_the_test_of_null_alone() -> None:
    assert [test for test in ("contains", "=", "≠", "<", "null") if Filter(0, test, "x").matches(None)] == ["null"]  # type: ignore[arg-type]
