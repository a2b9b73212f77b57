"""A chart, a day, and entries made by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.journal import Entry

TODAY = date(2026, 3, 20)
CHART = """Office Supplies
Rent
Meals
Equipment (asset)
Bank Loan (liability)
Owner's Equity (equity)
Sales
Consulting Income
Checking
Credit Card
Cash"""


@pytest.fixture
def chart() -> Chart:
    return parse_chart(CHART)


@pytest.fixture
def random_journal(chart: Chart) -> Callable[..., list[Entry]]:
    """``count`` entries between any two accounts."""

    def make(seed: int, count: int = 40, currencies: tuple[str, ...] = ("USD",)) -> list[Entry]:
        rng = random.Random(seed)
        entries = []
        for number in range(1, count + 1):
            debit, credit = rng.sample(chart.accounts, 2)
            cents = Decimal(rng.randint(1, 10_000_000)) / 100
            day = TODAY - timedelta(days=rng.randint(0, 400))
            entries.append(
                Entry(
                    day,
                    debit.name,
                    credit.name,
                    cents,
                    rng.choice(currencies),
                    f"memo {number}",
                    number,
                    f"line {number}",
                )
            )
        return entries

    return make
