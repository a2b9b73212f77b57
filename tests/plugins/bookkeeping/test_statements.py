"""Statements of journals made by chance: the books balance, whatever was entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugins.bookkeeping.accounts import Chart
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.statements import all_hold, statements_of

Make = Callable[..., list[Entry]]
DAY = date(2026, 3, 1)


@pytest.mark.parametrize("seed", range(25))
def test_every_identity_holds_for_any_journal(seed: int, chart: Chart, random_journal: Make) -> None:
    statements = statements_of(random_journal(seed), chart)
    assert all_hold(statements)
    assert len(statements[0].identities()) == 5


def test_an_identity_that_does_not_hold_is_seen(chart: Chart, random_journal: Make) -> None:
    one = statements_of(random_journal(1), chart)[0]
    broken = replace(one.balances[0], debits=one.balances[0].debits + 1)
    wrong = replace(one, balances=(broken, *one.balances[1:]))
    assert [identity.name for identity in wrong.identities() if not identity.holds][:2] == [
        "Debits equal credits", "Every entry is posted",
    ]  # fmt: skip
    assert not all_hold([wrong])


def test_currencies_are_never_added(chart: Chart, random_journal: Make) -> None:
    journal = random_journal(3, 60, ("USD", "EUR", "CNY"))
    statements = statements_of(journal, chart)
    assert {one.currency for one in statements} == {"USD", "EUR", "CNY"}
    for one in statements:
        assert one.entry_total == sum(entry.amount for entry in journal if entry.currency == one.currency)


def test_a_small_business_adds_up(chart: Chart) -> None:
    rows = [
        ("Checking", "Owner's Equity", "1000"), ("Checking", "Sales", "500"), ("Rent", "Checking", "300"),
        ("Meals", "Credit Card", "45.50"),
        ("Equipment", "Checking", "200"), ("Checking", "Bank Loan", "800"), ("Bank Loan", "Checking", "100"), ("Cash", "Checking", "50"),
    ]  # fmt: skip
    entries = [Entry(DAY, debit, credit, Decimal(amount), "USD") for debit, credit, amount in rows]
    found = statements_of(entries, chart)[0].as_json()
    assert found["income_statement"]["net_income"] == "154.50"
    sheet = found["balance_sheet"]
    assert (sheet["total_assets"], sheet["total_liabilities"], sheet["total_equity"]) == (
        "1900.00",
        "745.50",
        "1154.50",
    )
    assert {"account": "Credit Card", "type": "liability", "debit": "0.00", "credit": "45.50"} in found["trial_balance"]


def test_no_entries_give_no_statements(chart: Chart) -> None:
    assert statements_of([], chart) == ()
