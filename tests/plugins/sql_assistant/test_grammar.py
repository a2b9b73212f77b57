from __future__ import annotations

import importlib.util

import pytest

from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.gbnf import words_of
from plugins.sql_assistant.grammar import grammar, joinable
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

QUESTION = "Customers from Paris or Oslo named O'Hara whose 3 invoices are over 20.50 since May 2021, five of them"


@pytest.fixture
def gbnf(subject: Subject) -> str:
    return grammar(subject.schema, subject.schema.tables, subject.wording, QUESTION)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT ( * ) FROM customer WHERE city = 'Paris'",
        "SELECT * FROM customer",
        "SELECT first_name , last_name FROM customer WHERE city IN ( 'Paris' , 'Oslo' ) ORDER BY last_name ASC LIMIT 5",
        "SELECT city , COUNT ( * ) FROM customer GROUP BY city HAVING COUNT ( * ) > 3",
        "SELECT customer . first_name FROM customer JOIN invoice ON invoice . customer_id = customer . id "
        "WHERE invoice . total > 20.50 AND customer . city != 'Oslo' GROUP BY customer . id ORDER BY SUM ( invoice . total ) DESC LIMIT 1",
        "SELECT first_name FROM customer WHERE id NOT IN ( SELECT customer_id FROM invoice WHERE total BETWEEN 3 AND 20.50 )",
        "SELECT total FROM invoice WHERE strftime ( '%Y-%m' , invoice_date ) = '2021-05'",
        "SELECT total FROM invoice WHERE total > ( SELECT AVG ( total ) FROM invoice )",
        "SELECT 100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM customer ) FROM customer WHERE city IS NOT NULL",
        "SELECT COUNT ( DISTINCT city ) FROM customer WHERE last_name LIKE 'O''Hara%' OR first_name LIKE '%Paris%'",
        "SELECT MAX ( unit_price ) FROM Order_Details",
        "SELECT city FROM customer WHERE city = 'Oslo' OR id IN ( SELECT customer_id FROM invoice )",
        "SELECT SUM ( total * total ) FROM invoice WHERE invoice_date < '2021-05-01'",
        "SELECT city FROM customer WHERE last_name = 'Paris or Oslo'",
    ],
)
def test_the_starter_s_forms_are_accepted(gbnf: str, sql: str) -> None:
    assert accepts(gbnf, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT citty FROM customer",
        "SELECT total FROM customer",
        "SELECT COUNT ( * FROM customer",
        "SELECT city FROM customer WHERE city = 'Rome'",
        "SELECT city FROM customer LIMIT 7",
        "SELECT customer . city FROM customer JOIN invoice ON invoice . id = customer . id",
        "SELECT invoice . total FROM customer JOIN customer ON invoice . customer_id = customer . id",
        "SELECT Order_Details . id FROM customer JOIN invoice ON invoice . customer_id = customer . id",
        "SELECT city FROM customer WHERE id IN ( SELECT * FROM invoice )",
        "SELECT city FROM customer WHERE id = 3",
        "SELECT city FROM customer ORDER BY id ASC",
        "SELECT AVG ( city ) FROM customer",
        "SELECT city FROM customer WHERE city > 3",
        "SELECT total FROM invoice WHERE total = 'Paris'",
        "SELECT city FROM customer WHERE city = 'Whose'",
        "DELETE FROM customer",
        "SELECT city FROM customer ; DROP TABLE customer",
        "SELECT load_extension ( 'Paris' ) FROM customer",
        "SELECT sql FROM sqlite_master",
        "SELECT Order_Details . unit price FROM Order_Details",
    ],
)
def test_wrong_names_values_and_statements_cannot_be_written(gbnf: str, sql: str) -> None:
    assert not accepts(gbnf, sql)


def test_a_table_that_refers_to_itself_is_joined_as_t1_and_t2(subject: Subject) -> None:
    table = Table("staff", (Column("id"), Column("name"), Column("boss_id")))
    schema = Schema((table,), (ForeignKey("staff", "boss_id", "staff", "id"),))
    gbnf = grammar(schema, schema.tables, wording_of(schema), "the boss of Ana")
    assert accepts(
        gbnf, "SELECT T2 . name FROM staff AS T1 JOIN staff AS T2 ON T1 . boss_id = T2 . id WHERE T1 . name = 'Ana'"
    )


def test_a_value_of_one_column_is_compared_with_that_column(subject: Subject) -> None:
    links = Links(values={("customer", "city"): ("Paris",)}, value_words=frozenset({"paris"}))
    gbnf = grammar(subject.schema, subject.schema.tables, subject.wording, "who lives in paris", links)
    assert accepts(gbnf, "SELECT first_name FROM customer WHERE city = 'Paris'")
    assert not accepts(gbnf, "SELECT first_name FROM customer WHERE city = 'paris'")
    assert not accepts(gbnf, "SELECT first_name FROM customer WHERE last_name = 'Paris'")


def test_a_query_reads_the_tables_that_the_question_names(subject: Subject) -> None:
    links = Links(named=frozenset({"invoice"}), hints=(frozenset({"invoice"}),))
    gbnf = grammar(subject.schema, subject.schema.tables, subject.wording, "how many invoices", links)
    assert accepts(gbnf, "SELECT COUNT ( * ) FROM invoice")
    assert accepts(gbnf, "SELECT COUNT ( * ) FROM invoice JOIN customer ON invoice . customer_id = customer . id")
    assert not accepts(gbnf, "SELECT COUNT ( * ) FROM customer")


def test_a_question_for_an_id_may_compare_it(subject: Subject) -> None:
    gbnf = grammar(subject.schema, subject.schema.tables, subject.wording, "the customer with id 3")
    assert accepts(gbnf, "SELECT city FROM customer WHERE id = 3")


def test_joins_hang_together_by_keys_and_the_smallest_come_first() -> None:
    keys = [ForeignKey("b", "x", "a", "id"), ForeignKey("c", "y", "b", "id"), ForeignKey("c", "z", "c", "id")]
    assert joinable(keys) == [frozenset("ab"), frozenset("bc"), frozenset("abc")]


def test_words_share_their_beginnings() -> None:
    assert words_of(["city", "customer", "customer_id"]) == '"c" ( "ity" | "ustomer" ( "_id" | "" ) )'


@pytest.mark.skipif(importlib.util.find_spec("llama_cpp") is None, reason="needs llama-cpp-python")
def test_llama_cpp_reads_the_grammar(gbnf: str) -> None:
    import llama_cpp

    empty_vocabulary = None
    sampler = llama_cpp.llama_sampler_init_grammar(empty_vocabulary, gbnf.encode(), b"root")
    assert sampler
    llama_cpp.llama_sampler_free(sampler)
