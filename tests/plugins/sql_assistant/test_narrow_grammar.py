"""What the words of a question leave a small model to write."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.linking import Links, find_links, meant_columns
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

AUTHOR = Table(
    "author", (Column("id", "INTEGER", is_key=True), Column("name", "TEXT"), Column("birth_year", "INTEGER"))
)
BOOK = Table(
    "book",
    (
        Column("id", "INTEGER", is_key=True),
        Column("title", "TEXT"),
        Column("author_id", "INTEGER"),
        Column("pages", "INTEGER"),
        Column("price", "REAL"),
        Column("genre", "TEXT"),
        Column("is_signed", "INTEGER"),
        Column("bought_on", "DATE"),
    ),
)
SCHEMA = Schema((AUTHOR, BOOK), (ForeignKey("book", "author_id", "author", "id"),))
JOIN = "author JOIN book ON book . author_id = author . id"


def narrow(question: str, **values: str) -> str:
    """The grammar for a question; values by column of ``book``."""
    links = find_links(question, SCHEMA.tables)
    if values:
        found = {("book", column): (value,) for column, value in values.items()}
        words = frozenset(word.lower() for value in values.values() for word in value.split())
        columns = frozenset(found) | meant_columns(question, SCHEMA.tables, words)
        hints = (*links.hints, frozenset({"book"}))
        links = Links(links.named, hints, found, words, links.table_words, columns, links.said)
    return grammar(SCHEMA, SCHEMA.tables, wording_of(SCHEMA), question, links, narrow=True)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many books are there?", "SELECT COUNT ( * ) FROM book"),
        ("What is the average price of the books?", "SELECT AVG ( price ) FROM book"),
        ("Which book has the most pages?", "SELECT title FROM book ORDER BY pages DESC LIMIT 1"),
        ("the cheapest book", "SELECT * FROM book ORDER BY price ASC LIMIT 1"),
        ("number of books per genre", "SELECT genre , COUNT ( * ) FROM book GROUP BY genre"),
        ("How many books does each author have?", f"SELECT author . name , COUNT ( * ) FROM {JOIN} GROUP BY author . id"),
        ("authors with more than 3 books", f"SELECT author . name FROM {JOIN} GROUP BY author . id HAVING COUNT ( * ) > 3"),
        ("authors without books", "SELECT name FROM author WHERE id NOT IN ( SELECT author_id FROM book )"),
        ("books with a price above 20", "SELECT title FROM book WHERE price > 20"),
        ("all signed books", "SELECT * FROM book WHERE is_signed = 1"),
        ("who is the oldest author", "SELECT name FROM author ORDER BY birth_year ASC LIMIT 1"),
        ("books bought in March 2024", "SELECT title FROM book WHERE strftime ( '%Y-%m' , bought_on ) = '2024-03'"),
        ("books that cost more than the average", "SELECT title FROM book WHERE price > ( SELECT AVG ( price ) FROM book )"),
    ],
)  # fmt: skip
def test_the_query_that_answers_can_be_written(question: str, sql: str) -> None:
    assert accepts(narrow(question), sql)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many books are there?", "SELECT title FROM book"),
        ("How many books are there?", f"SELECT COUNT ( * ) FROM {JOIN}"),
        ("What is the average price of the books?", "SELECT MAX ( price ) FROM book"),
        ("What is the average price of the books?", "SELECT AVG ( pages ) FROM book"),
        ("Which book has the most pages?", "SELECT title FROM book ORDER BY pages ASC LIMIT 1"),
        ("Which book has the most pages?", "SELECT title FROM book ORDER BY price DESC LIMIT 1"),
        ("Which book has the most pages?", "SELECT title FROM book ORDER BY pages DESC"),
        ("number of books per genre", "SELECT title , COUNT ( * ) FROM book GROUP BY title"),
        ("authors without books", "SELECT name FROM author WHERE id IN ( SELECT author_id FROM book )"),
        ("books with a price above 20", "SELECT title FROM book WHERE price < 20"),
        ("list the books", "SELECT * FROM book WHERE price > 1"),
        ("books bought in March 2024", "SELECT title FROM book WHERE strftime ( '%Y-%m' , bought_on ) = '2024-01'"),
    ],
)  # fmt: skip
def test_queries_of_which_the_question_does_not_speak_cannot(question: str, sql: str) -> None:
    assert not accepts(narrow(question), sql)


def test_a_value_that_the_question_plainly_names_must_be_used() -> None:
    gbnf = narrow("titles of the Crime books", genre="Crime")
    assert accepts(gbnf, "SELECT title FROM book WHERE genre = 'Crime'")
    assert not accepts(gbnf, "SELECT title FROM book")
    assert not accepts(gbnf, "SELECT title FROM book WHERE title = 'crime'")


def test_a_word_that_may_mean_something_else_need_not_be_a_value() -> None:
    gbnf = narrow("titles of the signed books", genre="Signed")
    assert accepts(gbnf, "SELECT title FROM book WHERE genre = 'Signed'")
    assert accepts(gbnf, "SELECT title FROM book WHERE is_signed = 1")


def test_a_table_that_no_word_names_may_be_joined_where_a_word_is_unaccounted_for() -> None:
    sql = f"SELECT author . name FROM {JOIN} GROUP BY author . id HAVING COUNT ( * ) > 1"
    assert accepts(narrow("authors with more than one novel"), sql)
    assert not accepts(narrow("How many authors are there?"), f"SELECT COUNT ( * ) FROM {JOIN}")


def test_a_question_in_another_language_leaves_every_form_open() -> None:
    gbnf = narrow("哪本书最贵？")
    assert accepts(gbnf, "SELECT title FROM book ORDER BY price DESC LIMIT 1")
    assert accepts(gbnf, "SELECT COUNT ( * ) FROM book WHERE price IS NULL")


def test_a_value_is_compared_with_the_same_column_of_other_rows() -> None:
    gbnf = narrow("books with the same genre as Dune", title="Dune")
    assert accepts(gbnf, "SELECT * FROM book WHERE genre = ( SELECT genre FROM book WHERE title = 'Dune' )")
    assert not accepts(gbnf, "SELECT * FROM book WHERE genre = ( SELECT title FROM book WHERE title = 'Dune' )")


def test_a_query_has_few_conditions_and_no_limit_by_a_year() -> None:
    gbnf = narrow("books without a price bought in 2019")
    test = "price IS NULL"
    assert accepts(gbnf, f"SELECT * FROM book WHERE {test} AND strftime ( '%Y' , bought_on ) = '2019'")
    assert not accepts(gbnf, f"SELECT * FROM book WHERE {' AND '.join([test] * 6)}")
    assert not accepts(gbnf, f"SELECT * FROM book WHERE {test} LIMIT 2019")


def test_what_lacks_something_is_found_by_what_is_not_there() -> None:
    gbnf = narrow("authors without books")
    assert accepts(gbnf, "SELECT name FROM author WHERE id NOT IN ( SELECT author_id FROM book )")
    assert not accepts(gbnf, "SELECT name FROM author")
    assert accepts(narrow("genres without duplicates"), "SELECT DISTINCT genre FROM book")
