from __future__ import annotations

import pytest

from plugins.sql_assistant.names import nearest
from tests.plugins.sql_assistant.conftest import Ask


@pytest.mark.parametrize(
    ("sql", "message", "hint"),
    [
        ("SELECT * FROM customers", "no table “customers”", "Did you mean customer?"),
        ("SELECT cty FROM customer", "no column “cty” in customer", "Did you mean city?"),
        ("SELECT c.firstname FROM customer AS c", "no column “c.firstname”", "first_name"),
        ("SELECT city FROM invoice", "no column “city” in invoice", "JOIN customer ON invoice.customer_id = customer.id"),
        ("SELECT customer.city FROM invoice", "does not read", "JOIN customer ON invoice.customer_id = customer.id"),
        ("SELECT x.city FROM customer", "does not read", "There are: customer."),
        ("SELECT id FROM customer JOIN invoice ON customer_id = customer.id", "several tables", "table's name"),
        ("SELECT YEAR(invoice_date) FROM invoice", "no function YEAR", "strftime('%Y', column)"),
        ("SELECT price FROM \"Order Details\"", "no column “price”", "unit_price"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_a_problem_with_the_nearest_real_one(ask: Ask, sql: str, message: str, hint: str) -> None:
    (problem,) = ask(sql).problems
    assert message in problem.message
    assert hint in problem.hint


def test_all_unknown_names_are_told_at_once(ask: Ask) -> None:
    assert len(ask("SELECT nam, cty FROM customer").problems) == 2


def test_names_of_inner_queries_are_seen_where_they_hold(ask: Ask) -> None:
    assert ask("SELECT n FROM (SELECT first_name AS n FROM customer) AS x").result["row_count"] == 3
    assert ask("SELECT m FROM (SELECT first_name AS n FROM customer) AS x").has_errors


def test_shown_names_become_the_real_ones(ask: Ask) -> None:
    found = ask("SELECT Order_Details . unit_price , Order_Details_group FROM Order_Details WHERE unit_price > 1")
    assert found.result["rows"] == [[9.5, "a"]]
    assert '"Order Details"."unit price"' in str(found.output)


def test_text_in_double_quotes_is_read_as_text(ask: Ask) -> None:
    found = ask('SELECT COUNT(*) FROM customer WHERE city = "Paris"')
    assert found.result["rows"] == [[2]]
    assert "'Paris'" in str(found.output)


def test_nearest_finds_typing_slips_and_parts() -> None:
    assert nearest("custmer", ["customer", "invoice"]) == ["customer"]
    assert nearest("birth", ["birth_date", "name"]) == ["birth_date"]
    assert nearest("zebra", ["customer", "invoice"]) == []
