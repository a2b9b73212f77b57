from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from plugins.web_designer.plan import KINDS
from training.cases import (
    LatexCase,
    SqlCase,
    bookkeeping_cases,
    dev_bookkeeping_cases,
    dev_latex_cases,
    dev_sql_cases,
    fresh_bookkeeping_cases,
    fresh_latex_cases,
    fresh_sql_cases,
    later_bookkeeping_cases,
    later_latex_cases,
    later_sql_cases,
    latex_cases,
    sql_cases,
)
from training.cases_web import dev_web_cases, later_web_cases, web_cases
from training.outcome import Choice
from training.outcomes import loop_outcomes
from training.program import Ran
from training.sets import LATER

DATABASES = {name: list(cases) for name, cases in groupby(later_sql_cases(), lambda case: case.database)}


@pytest.mark.parametrize("cases", DATABASES.values(), ids=DATABASES)
def test_every_later_gold_query_runs_and_the_first_finds_something(cases: list[SqlCase]) -> None:
    connection = cases[0].open()
    for case in cases:
        first, *others = (connection.execute(sql).fetchall() for sql in (*case.sql, *(case.after or ())[1:]))
        assert first not in ([], [(None,)]), case.question
        assert all(others), case.question


def test_the_later_questions_ask_many_databases_of_their_own() -> None:
    others = {case.database for case in (*sql_cases(), *dev_sql_cases(), *fresh_sql_cases())}
    assert len(DATABASES) == 24
    assert not DATABASES.keys() & others
    assert {len(cases) for cases in DATABASES.values()} == {20}
    assert sum(case.after is not None for case in later_sql_cases()) >= 50
    assert sum(case.ordered is True for case in later_sql_cases()) >= 40


def test_no_later_case_stands_twice_or_in_another_set() -> None:
    formulas = (*latex_cases(), *dev_latex_cases(), *fresh_latex_cases())
    lines = (*bookkeeping_cases(), *dev_bookkeeping_cases(), *fresh_bookkeeping_cases())
    questions = (*sql_cases(), *dev_sql_cases(), *fresh_sql_cases())
    for later, others, fewest in (
        ([(c.database, c.question) for c in later_sql_cases()], {(c.database, c.question) for c in questions}, 480),
        ([c.question for c in later_latex_cases()], {c.question for c in formulas}, 85),
        ([c.line for c in later_bookkeeping_cases()], {c.line for c in lines}, 120),
        ([c.brief for c in later_web_cases()], {c.brief for c in (*dev_web_cases(), *web_cases())}, 80),
    ):
        assert len(set(later)) == len(later) >= fewest
        doubles = len(others.intersection(later))  # a count: what fails must not print a fresh case
        assert doubles == 0


def test_every_later_formula_can_be_drawn() -> None:
    never = LatexCase("", ("x+1",))
    for case in later_latex_cases():
        assert case.looks_right(case.latex[-1])
        assert not never.looks_right(case.latex[0]), case.question
        assert all(gold.count("{") == gold.count("}") for gold in case.latex)


def test_every_later_entry_names_accounts_of_its_chart_a_past_day_and_an_amount() -> None:
    cases = later_bookkeeping_cases()
    assert {case.language for case in cases} == {"en", "zh"}
    assert sum(case.entry is None for case in cases) == 8
    for case in cases:
        if case.entry:
            names = [*case.paid_with, *(name.split(" (")[0] for name in case.accounts)]
            assert case.entry.account in names, case.line
            assert case.entry.payment in (None, *case.paid_with), case.line
            assert Decimal(case.entry.amount) > 0
            assert date.fromisoformat(case.entry.date) <= date.fromisoformat(case.today), case.line
            assert case.entry.received is not None


def test_every_later_brief_names_its_business_and_needs_sections_that_there_are() -> None:
    cases = later_web_cases()
    assert {case.language for case in cases} == {"en", "zh"}
    for case in cases:
        assert case.name in case.brief
        assert case.words
        assert all(group and set(group) <= set(KINDS) for group in case.needs), case.name


class Silent:
    """A program that answers nothing."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, tool: str, **fields: Any) -> Ran:
        return Ran("failed")


@pytest.mark.parametrize("tool", ["sql", "latex", "bookkeeping", "web"])
def test_the_later_set_may_be_asked_alone(tool: str, tmp_path: Path) -> None:
    outcomes = list(loop_outcomes(Silent(tmp_path), tool, Choice(LATER, 12)))  # type: ignore[arg-type]
    assert len(outcomes) == 12
    assert all(outcome.group.startswith(f"{tool}, later set") for outcome in outcomes)
