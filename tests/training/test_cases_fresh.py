from datetime import date
from decimal import Decimal

import pytest

from training.cases import (
    BookkeepingCase,
    Entry,
    LatexCase,
    SqlCase,
    bookkeeping_cases,
    dev_bookkeeping_cases,
    dev_latex_cases,
    fresh_bookkeeping_cases,
    fresh_latex_cases,
    fresh_sql_cases,
    latex_cases,
    sql_cases,
)
from training.entries import entry_marks, is_the_entry

TEA = BookkeepingCase(
    "2026-03-10",
    ("Food", "Sales", "Capital (equity)"),
    ("Cash", "Bank"),
    "tea 4.50 cash yesterday",
    Entry("2026-03-09", "Food", "4.50", "Cash", received=False),
)


def made(**changes: str) -> list[dict[str, str]]:
    return [{"date": "2026-03-09", "debit": "Food", "credit": "Cash", "amount": "4.50", **changes}]


def test_no_fresh_case_stands_in_the_first_set_or_twice() -> None:
    for first, fresh in (
        ([c.question for c in sql_cases()], [(c.database, c.question) for c in fresh_sql_cases()]),
        ([c.question for c in latex_cases()], [("", c.question) for c in fresh_latex_cases()]),
        ([c.line for c in bookkeeping_cases()], [("", c.line) for c in fresh_bookkeeping_cases()]),
    ):
        assert len(set(fresh)) == len(fresh) >= 60
        assert not {question for _, question in fresh} & set(first)


def test_fresh_questions_ask_other_databases() -> None:
    assert not {case.database for case in sql_cases()} & {case.database for case in fresh_sql_cases()}
    assert len({case.database for case in fresh_sql_cases()}) == 9
    assert sum(case.after is not None for case in fresh_sql_cases()) >= 6
    assert sum(case.ordered is True for case in fresh_sql_cases()) >= 5


@pytest.mark.parametrize("case", fresh_sql_cases(), ids=lambda case: case.question)
def test_every_fresh_gold_query_runs_and_finds_something(case: SqlCase) -> None:
    for sql in (*case.sql, *(case.after or ())[1:]):
        rows = case.open().execute(sql).fetchall()
        assert rows
        assert rows != [(None,)]
    assert all(case.accepts(sql) for sql in case.sql)
    if case.after:
        assert not case.accepts(case.after[1])


def test_the_order_of_rows_counts_where_the_case_says_so() -> None:
    gold = "SELECT name FROM crew ORDER BY wage DESC LIMIT 2"
    swapped = "SELECT name FROM (SELECT name, wage FROM crew ORDER BY wage DESC LIMIT 2) ORDER BY wage"
    assert SqlCase("ferries", "two best paid", (gold,), ordered=False).accepts(swapped)
    assert not SqlCase("ferries", "best paid first", (gold,), ordered=True).accepts(swapped)


def test_further_columns_are_told_from_other_rows() -> None:
    case = SqlCase("ferries", "which ports have no ramp", ("SELECT name FROM port WHERE has_ramp = 0",))
    assert not case.accepts("SELECT * FROM port WHERE has_ramp = 0")
    assert case.holds("SELECT * FROM port WHERE has_ramp = 0")
    assert not case.holds("SELECT * FROM port WHERE has_ramp = 1")
    assert not case.holds("SELECT port_id FROM port WHERE has_ramp = 0")
    assert not case.holds("SELECT name, x FROM port")


def test_a_formula_is_right_if_it_is_drawn_alike() -> None:
    case = LatexCase("", (r"\frac{1}{2}x",))
    assert case.looks_right(r"{\frac{1}{2}} x")
    assert not case.looks_right(r"\frac{1}{2x}")
    assert not case.looks_right(r"\frac{1}{2")
    for broken in ("", "x^", r"\frac", r"\left(x", "x_1_2"):
        assert not case.looks_right(broken)


@pytest.mark.parametrize("case", [*dev_latex_cases(), *fresh_latex_cases()], ids=lambda case: case.question)
def test_every_formula_can_be_drawn(case: LatexCase) -> None:
    assert not LatexCase("", ("x+1",)).looks_right(case.latex[0])
    assert case.latex[0].count("{") == case.latex[0].count("}")


def test_fresh_lines_are_in_two_languages_on_many_charts() -> None:
    cases = fresh_bookkeeping_cases()
    assert len({case.accounts for case in cases}) >= 6
    for language in ("en", "zh"):
        ours = [case for case in cases if case.language == language]
        assert sum(case.entry is not None for case in ours) >= 60
        assert sum(case.entry is None for case in ours) >= 10


def test_every_entry_names_accounts_of_its_chart_a_past_day_and_an_amount() -> None:
    for case in (*dev_bookkeeping_cases(), *fresh_bookkeeping_cases()):
        if case.entry:
            names = [*case.paid_with, *(name.split(" (")[0] for name in case.accounts)]
            assert case.entry.account in names
            assert case.entry.payment in (None, *case.paid_with)
            assert Decimal(case.entry.amount) > 0
            assert date.fromisoformat(case.entry.date) <= date.fromisoformat(case.today)
            assert case.entry.received is not None


def test_the_development_sets_are_not_the_fresh_ones() -> None:
    lines, formulas = {case.line for case in dev_bookkeeping_cases()}, {case.question for case in dev_latex_cases()}
    assert len(lines) >= 150
    assert len(formulas) >= 90
    assert not lines & {case.line for case in fresh_bookkeeping_cases()}
    assert not formulas & {case.question for case in fresh_latex_cases()}


def test_a_right_entry_has_all_marks() -> None:
    assert is_the_entry(TEA, made())
    assert not entry_marks(TEA, made()).is_wrong_amount


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        (made(date="2026-03-10"), "date"),
        (made(debit="Sales"), "accounts"),
        (made(credit="Bank"), "accounts"),
        (made(debit="Cash", credit="Food"), "accounts"),
        (made(amount="45.00"), "amount"),
    ],
)
def test_each_part_of_an_entry_is_marked_by_itself(entries: list[dict[str, str]], wrong: str) -> None:
    marks = entry_marks(TEA, entries)
    assert [name for name in ("date", "accounts", "amount") if not getattr(marks, name)] == [wrong]
    assert marks.is_wrong_amount == (wrong == "amount")


def test_money_that_came_in_is_debited_to_the_payment_account() -> None:
    sale = BookkeepingCase(
        TEA.today, TEA.accounts, TEA.paid_with, "sold tea 4.50", Entry("2026-03-09", "Sales", "4.50", None, True)
    )
    assert is_the_entry(sale, made(debit="Cash", credit="Sales"))
    assert is_the_entry(sale, made(debit="Bank", credit="Sales"))
    assert not is_the_entry(sale, made(debit="Sales", credit="Cash"))


def test_two_entries_or_none_are_not_the_entry_and_no_wrong_amount() -> None:
    for entries in ([], made() * 2):
        assert not is_the_entry(TEA, entries)
        assert not entry_marks(TEA, entries).is_wrong_amount


def test_the_type_of_an_account_is_not_shown_to_the_model() -> None:
    assert TEA.context == "accounts : Food ; Sales ; Capital\npaid with : Cash ; Bank"
