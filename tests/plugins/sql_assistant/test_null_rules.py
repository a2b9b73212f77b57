from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.plugins.sql_assistant.conftest import Ask

NOBODY = "SELECT first_name FROM customer WHERE id NOT IN (SELECT customer_id FROM invoice)"


@pytest.fixture
def with_null(small: Path) -> None:
    with closing(sqlite3.connect(small)) as connection, connection:
        connection.execute("INSERT INTO invoice VALUES (4, NULL, 5, '2024-06-01')")


@pytest.mark.usefixtures("with_null")
@pytest.mark.parametrize("sql", [NOBODY, NOBODY.replace("id NOT IN", "NOT id IN"), NOBODY[:-1] + " WHERE total > 1)"])
def test_a_null_in_the_list_hides_nobody(ask: Ask, sql: str) -> None:
    found = ask(sql)
    assert found.result["rows"] == [["Zoé"]]
    assert any("NOT IN finds nothing beside a NULL" in line for line in found.evidence)


@pytest.mark.usefixtures("with_null")
@pytest.mark.parametrize(
    "sql",
    [
        NOBODY.replace("NOT IN", "IN"),
        NOBODY.replace("NOT IN (", "NOT IN (SELECT id FROM customer WHERE id IN (") + ")",
        NOBODY.replace("customer_id FROM", "MAX(customer_id) FROM"),
    ],
)
def test_other_lists_stand_as_they_are(ask: Ask, sql: str) -> None:
    assert not any("NOT IN finds" in line for line in ask(sql).evidence)


@pytest.mark.usefixtures("with_null")
def test_a_person_s_own_query_keeps_its_meaning(ask: Ask) -> None:
    assert ask(NOBODY, mend="nothing").result["rows"] == []


def test_a_column_without_nulls_needs_no_guard(ask: Ask) -> None:
    found = ask(NOBODY)
    assert found.result["rows"] == [["Zoé"]]
    assert not any("NOT IN finds" in line for line in found.evidence)
