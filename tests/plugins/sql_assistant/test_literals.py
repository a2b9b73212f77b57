from __future__ import annotations

import pytest

from tests.plugins.sql_assistant.conftest import Ask


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT COUNT ( * ) FROM customer WHERE city = 'paris'", "'paris' → 'Paris' (customer.city)"),
        ("SELECT COUNT(*) FROM customer c WHERE ' PARIS ' = c.city", "' PARIS ' → 'Paris' (customer.city)"),
        ("SELECT COUNT(*) FROM customer WHERE city IN ('paris', 'Rome')", "'paris' → 'Paris' (customer.city)"),
        ("SELECT COUNT(*) + 1 FROM customer WHERE last_name = 'moreau' AND first_name = 'zoe'", "'zoe' → 'Zoé'"),
        ("SELECT 1 + COUNT(*) FROM customer WHERE city <> 'paris'", "'paris' → 'Paris'"),
    ],
)
def test_a_text_that_differs_by_case_alone_is_mended_and_told(ask: Ask, sql: str, told: str) -> None:
    found = ask(sql)
    assert not found.problems
    assert found.result["rows"] == [[2]]
    assert any(told in line for line in found.evidence)


def test_a_text_that_some_row_has_is_left_alone(ask: Ask) -> None:
    found = ask("SELECT COUNT(*) FROM customer WHERE city = 'Paris'")
    assert not any("→" in line for line in found.evidence)


def test_a_person_s_own_query_runs_as_it_stands(ask: Ask) -> None:
    assert ask("SELECT COUNT(*) FROM customer WHERE city = 'paris'", mend="nothing").result["rows"] == [[0]]


def test_an_empty_result_names_real_values_that_are_near(ask: Ask) -> None:
    found = ask("SELECT * FROM customer WHERE city = 'Pariss'")
    (warning,) = found.problems
    assert warning.severity == "warning"
    assert warning.hint == "Near to it: 'Paris'."
    assert found.result["row_count"] == 0


def test_a_full_result_has_no_warning(ask: Ask) -> None:
    assert not ask("SELECT * FROM customer WHERE city = 'Pariss' OR id = 1").problems


def test_a_text_that_one_other_column_has_is_compared_there_if_allowed(ask: Ask) -> None:
    sql = "SELECT COUNT(*) FROM customer AS c WHERE c.last_name = 'paris'"
    found = ask(sql, mend="column")
    assert found.result["rows"] == [[2]]
    assert "'paris' is no customer.last_name but a customer.city: compared there" in found.evidence
    (warning,) = ask(sql).problems
    assert warning.hint == "It stands in customer.city."
