from collections import Counter
from decimal import Decimal

import pytest

from training.cases import (
    LatexCase,
    SqlCase,
    bookkeeping_cases,
    dev_sql_cases,
    fresh_sql_cases,
    latex_cases,
    schema_text,
    sql_cases,
)
from training.entries import is_the_entry, points_at_the_entry


def test_there_are_at_least_forty_cases_for_each_tool_and_none_twice() -> None:
    for cases in (sql_cases(), latex_cases(), bookkeeping_cases()):
        assert len(cases) >= 40
        assert len(set(cases)) == len(cases)


@pytest.mark.parametrize("case", [*sql_cases(), *dev_sql_cases()], ids=lambda case: case.question)
def test_every_gold_query_runs_and_finds_something(case: SqlCase) -> None:
    for sql in case.sql:
        rows = case.open().execute(sql).fetchall()
        assert rows
        assert rows != [(None,)]
        assert case.accepts(sql)


def test_the_dev_set_asks_databases_of_its_own() -> None:
    others = {case.database for case in (*sql_cases(), *fresh_sql_cases())}
    counts = Counter(case.database for case in dev_sql_cases())
    assert len(counts) == 12
    assert not counts.keys() & others
    assert min(counts.values()) >= 25
    assert sum(case.after is not None for case in dev_sql_cases()) == 8


def test_sql_questions_cover_at_least_three_databases() -> None:
    assert len({case.database for case in sql_cases()}) >= 3


def test_another_query_with_the_same_rows_is_right_and_one_with_others_is_not() -> None:
    case = SqlCase("library", "titles", ("SELECT title FROM books WHERE genre = 'Poetry'",))
    assert case.accepts("SELECT title FROM books WHERE genre LIKE 'poetry' ORDER BY title DESC")
    assert not case.accepts("SELECT title FROM books")
    assert not case.accepts("SELECT nothing FROM books")


def test_the_order_counts_only_where_it_was_asked_for() -> None:
    case = SqlCase("library", "sorted", ("SELECT title FROM books ORDER BY title",))
    assert not case.accepts("SELECT title FROM books ORDER BY title DESC")


def test_a_query_that_never_ends_is_wrong() -> None:
    case = SqlCase("library", "count", ("SELECT COUNT(*) FROM books",))
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    assert not case.accepts(endless)


def test_the_schema_is_written_as_the_model_reads_it() -> None:
    text = schema_text(sql_cases()[0].open())
    assert text.startswith("TABLE authors ( id , name , country , born )\n")
    assert "FK books.author_id = authors.id" in text


def test_spaces_and_needless_braces_make_no_difference_to_latex() -> None:
    case = LatexCase("a", (r"\frac{x^{2}}{2}\,dx",))
    assert case.accepts(r"\frac{x^2}{2} dx")
    assert not case.accepts(r"\frac{x^3}{2} dx")
    assert not LatexCase("a", (r"\alpha x",)).accepts(r"\alphax")


def test_every_gold_entry_names_accounts_of_its_list_and_a_plain_amount() -> None:
    for case in bookkeeping_cases():
        if case.entry:
            assert case.entry.account in case.accounts
            assert case.entry.payment in (None, *case.paid_with)
            assert Decimal(case.entry.amount) > 0
            assert case.entry.date <= case.today


def test_a_bare_bookkeeping_answer_must_copy_from_the_line() -> None:
    case = bookkeeping_cases()[0]
    assert points_at_the_entry(case, "Office Supplies | Credit Card | $45.20 | march 3rd | printer paper")
    assert not points_at_the_entry(case, "Office Supplies | Credit Card | $45.30 | march 3rd | printer paper")
    assert not points_at_the_entry(case, "Office Supplies | Credit Card | $45.20 | - | printer paper")
    assert not points_at_the_entry(case, "Office Supplies | Cash | $45.20 | march 3rd | printer paper")
    assert not points_at_the_entry(case, "?")


def test_a_line_without_an_entry_is_right_only_when_none_is_made() -> None:
    case = next(case for case in bookkeeping_cases() if case.entry is None)
    assert points_at_the_entry(case, "?")
    assert is_the_entry(case, [])
    assert not is_the_entry(case, [{"amount": "1.00"}])
