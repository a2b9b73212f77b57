"""Where a query's shape does not go with the question's words."""

from __future__ import annotations

import pytest
import sqlglot

from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.shape import shape_doubts


def table(name: str, *columns: str) -> Table:
    return Table(name=name, columns=tuple(Column(column, "TEXT") for column in columns))


TABLES = (
    table("author", "id", "full_name", "country"),
    table("book", "id", "title", "author_id", "pages", "genre", "price"),
    table("loan", "id", "book_id", "returned_on"),
)


def doubted(question: str, sql: str) -> list[str]:
    return list(shape_doubts(sqlglot.parse_one(sql, read="sqlite"), question, TABLES, find_links(question, TABLES)))


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many books are there?", "SELECT COUNT(*) FROM book"),
        ("average price of the books", "SELECT AVG(price) FROM book"),
        ("Which book has the most pages?", "SELECT title FROM book ORDER BY pages DESC LIMIT 1"),
        ("number of books per genre", "SELECT genre, COUNT(*) FROM book GROUP BY genre"),
        ("authors without a book", "SELECT full_name FROM author WHERE NOT id IN (SELECT author_id FROM book)"),
        ("books with more than 300 pages", "SELECT title FROM book WHERE pages > 300"),
        ("the different genres of books", "SELECT DISTINCT genre FROM book"),
        ("books by authors from Chile", "SELECT title FROM book JOIN author ON book.author_id = author.id WHERE author.country = 'Chile'"),
        ("loans of each author", "SELECT * FROM author JOIN book ON book.author_id = author.id JOIN loan ON loan.book_id = book.id"),
        ("no fewer than 300 pages", "SELECT title FROM book WHERE pages >= 300"),
        ("genres without duplicates", "SELECT DISTINCT genre FROM book"),
        ("pages, I mean the number of pages, of book 3", "SELECT pages FROM book WHERE id = 3"),
        ("有多少本书?", "SELECT COUNT(*) FROM book"),
    ],
)  # fmt: skip
def test_a_query_of_the_asked_shape_raises_no_doubt(question: str, sql: str) -> None:
    assert doubted(question, sql) == []


@pytest.mark.parametrize(
    ("question", "sql", "words"),
    [
        ("How many books are there?", "SELECT title FROM book", "asks how many"),
        ("list the books", "SELECT COUNT(*) FROM book", "counts"),
        ("average price of the books", "SELECT MAX(price) FROM book", "asks for an average"),
        ("list the books", "SELECT * FROM book WHERE NOT id IN (SELECT book_id FROM loan)", "leaves something out"),
        ("authors without a book", "SELECT full_name FROM author", "leaves something out"),
        ("the cheapest book", "SELECT title FROM book ORDER BY price DESC LIMIT 1", "asks for the lowest"),
        ("number of books per genre", "SELECT COUNT(genre) FROM book", "asks for figures of each"),
        ("books with more than 300 pages", "SELECT title FROM book WHERE pages = 300", "compares"),
        ("list the titles of all books", "SELECT genre FROM book", "names the column title"),
        ("list the books", "SELECT title FROM book LIMIT 1", "only a few rows"),
    ],
)  # fmt: skip
def test_a_query_of_another_shape_is_doubted(question: str, sql: str, words: str) -> None:
    found = doubted(question, sql)
    assert any(words in doubt for doubt in found), found


def test_a_flag_that_is_nought_leaves_something_out() -> None:
    assert doubted("books without a price", "SELECT title FROM book WHERE price = 0") == []
