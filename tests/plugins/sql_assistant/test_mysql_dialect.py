"""What is written for MySQL and MariaDB says REGEXP, and means the same when it is read back."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.policy import parse
from plugins.sql_assistant.translate import translate

WRITTEN = {
    "SELECT a RLIKE 'x'": "SELECT a REGEXP 'x'",
    "SELECT REGEXP_LIKE(a, 'x')": "SELECT a REGEXP 'x'",
    "SELECT REGEXP_LIKE(a, 'x', 'i')": "SELECT REGEXP_LIKE(a, 'x', 'i')",
    "SELECT REGEXP_LIKE(a = b, 'x') IS NULL": "SELECT ((a = b) REGEXP 'x') IS NULL",
    "SELECT REGEXP_LIKE(REGEXP_LIKE(a, 'x'), '1')": "SELECT (a REGEXP 'x') REGEXP '1'",
    "SELECT - (a REGEXP b + 1)": "SELECT -(a REGEXP b + 1)",
    "SELECT a NOT REGEXP 'x' AND b": "SELECT NOT a REGEXP 'x' AND b",
    "SELECT (a REGEXP 'x') IN (1), IF(a REGEXP 'x', 1, 0)": "SELECT (a REGEXP 'x') IN (1), IF(a REGEXP 'x', 1, 0)",
}


@pytest.mark.parametrize("sql", WRITTEN)
def test_a_pattern_is_written_between_its_sides(sql: str) -> None:
    assert parse(sql, "mysql").sql(dialect="mysql") == WRITTEN[sql]
    assert parse(WRITTEN[sql], "mysql").sql(dialect="mysql") == WRITTEN[sql]


def test_a_translation_says_what_both_engines_know() -> None:
    found = translate("SELECT a FROM t WHERE a ~ 'x'", "postgres", "mysql")
    assert "a REGEXP 'x'" in found.sql
