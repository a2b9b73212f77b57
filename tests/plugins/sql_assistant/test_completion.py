"""What is offered while a query is written."""

from __future__ import annotations

import time

import pytest

from plugins.sql_assistant.completion import Completer, Completion
from plugins.sql_assistant.dialect_words import as_identifier
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table


def table(name: str, columns: str, namespace: str = "") -> Table:
    return Table(name, tuple(Column(one, "TEXT") for one in columns.split()), namespace=namespace)


SCHEMA = Schema(
    (
        table("customers", "id name city"),
        table("orders", "id customer_id total placed"),
        table("Order Details", "id order_id group"),
        table("sales.invoice", "id total", "sales"),
    ),
    (ForeignKey("orders", "customer_id", "customers", "id"), ForeignKey("Order Details", "order_id", "orders", "id")),
)


def complete(text: str, dialect: str = "sqlite") -> Completion:
    """Offers at the mark ‸ of a text."""
    cursor = text.index("‸")
    return Completer(SCHEMA, dialect).complete(text.replace("‸", ""), cursor)


def texts(text: str, dialect: str = "sqlite") -> list[str]:
    return [offer.text for offer in complete(text, dialect).offers]


def test_behind_an_alias_stand_the_columns_of_its_table_and_nothing_else() -> None:
    assert texts("SELECT o.‸ FROM orders o JOIN customers c") == ["id", "customer_id", "total", "placed"]
    assert texts("SELECT o.pl‸ FROM orders AS o") == ["placed"]
    assert texts('SELECT "Order Details".‸ FROM "Order Details"') == ["id", "order_id", '"group"']


def test_behind_from_stand_tables_and_behind_join_first_those_that_a_key_connects() -> None:
    assert texts("SELECT * FROM ‸")[:2] == ["customers", "sales.invoice"]
    assert texts("SELECT * FROM customers JOIN ‸")[0] == "orders"
    assert texts("SELECT * FROM customers, or‸") == ["orders", '"Order Details"']
    assert texts("SELECT * FROM sales.‸") == ["invoice"]


def test_behind_on_stands_the_condition_of_the_foreign_key() -> None:
    assert texts("SELECT * FROM customers c JOIN orders o ON ‸")[0] == "o.customer_id = c.id"
    assert texts('SELECT * FROM orders JOIN "Order Details" d ON ‸')[0] == "d.order_id = orders.id"


def test_columns_of_the_querys_tables_come_before_keywords_and_functions() -> None:
    offers = complete("SELECT c‸ FROM customers").offers
    assert offers[0].text == "city"
    assert [offer.kind for offer in offers if offer.text in ("CASE", "count(")] == ["keyword", "function"]
    assert texts("SELECT * FROM customers c JOIN orders o ON c.id = o.customer_id WHERE tot‸")[0] == "o.total"


def test_before_from_is_written_columns_of_all_tables_are_offered() -> None:
    assert "placed" in texts("SELECT pla‸")


@pytest.mark.parametrize(
    "text", ["SELECT 'cus‸' FROM orders", "SELECT 1 -- cus‸", "SELECT /* cus‸ */ 1", "SELECT 12‸", "SELECT a AS cus‸", "SELECT 'cus‸"]
)  # fmt: skip
def test_in_texts_comments_numbers_and_new_names_nothing_is_offered(text: str) -> None:
    assert texts(text) == []


def test_another_statement_is_another_matter() -> None:
    assert texts("SELECT * FROM orders; SELECT ci‸ FROM customers; SELECT 1 FROM x")[0] == "city"
    assert "placed" not in texts("SELECT * FROM orders; SELECT pla‸ FROM customers")


def test_what_is_put_in_takes_the_place_of_what_was_written() -> None:
    text = "SELECT na‸ FROM customers"
    assert complete(text).start == len("SELECT ")


@pytest.mark.parametrize(
    ("name", "dialect", "wanted"),
    [
        ("plain", "sqlite", "plain"),
        ("Camel", "sqlite", "Camel"),
        ("Camel", "postgres", '"Camel"'),
        ("two words", "mysql", "`two words`"),
        ("order", "duckdb", '"order"'),
        ('a"b', "sqlite", '"a""b"'),
    ],
)
def test_names_are_quoted_where_the_dialect_wants_it(name: str, dialect: str, wanted: str) -> None:
    assert as_identifier(name, dialect) == wanted


def test_a_thousand_tables_are_searched_within_10_ms() -> None:
    many = Schema(tuple(table(f"table_{n}", " ".join(f"column_{n}_{c}" for c in range(20))) for n in range(1000)))
    completer = Completer(many, "sqlite")
    for text in ("SELECT col", "SELECT * FROM tab", "SELECT t.c FROM table_7 t WHERE lumn", "SELECT zzz"):
        assert min(seconds(completer, text) for _ in range(5)) < 0.01


def seconds(completer: Completer, text: str) -> float:
    started = time.thread_time()
    completer.complete(text, len(text))
    return time.thread_time() - started


def test_in_a_long_text_the_offers_are_those_of_the_statement_and_quickly_there() -> None:
    one = "SELECT name FROM customers WHERE city = 'x;y';\n"
    before, text = one * 1_000, "SELECT pla FROM orders;\n"
    cursor = len(before) + len("SELECT pla")
    completer = Completer(SCHEMA, "sqlite")
    found = completer.complete(before + text + before, cursor)
    assert (found.start, found.offers[0].text) == (len(before) + len("SELECT "), "placed")
    started = time.perf_counter()
    completer.complete(before + text + before, cursor)
    assert time.perf_counter() - started < 0.01
