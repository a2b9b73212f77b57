"""Beancount's text and CSV."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from app.api import InputError
from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.books import Book, Unread
from plugins.bookkeeping.export import beancount_text, write
from plugins.bookkeeping.journal import Entry
from tests.plugins.bookkeeping.conftest import TODAY


def test_beancount_gets_roots_names_and_balanced_postings() -> None:
    chart = parse_chart("Meals & Drinks\nExpenses:Rent\n6110 Taxes\n办公费\nSales\nCash\nVisa")
    entries = (
        Entry(TODAY, "Meals & Drinks", "Visa", Decimal("45.20"), "USD", 'a "good" lunch'),
        Entry(TODAY, "Expenses:Rent", "Cash", Decimal("900.00"), "USD", "rent"),
        Entry(TODAY, "6110 Taxes", "Cash", Decimal("5.00"), "USD", "tax"),
        Entry(TODAY, "办公费", "Cash", Decimal("6.00"), "USD", "纸"),
        Entry(TODAY, "Cash", "Sales", Decimal("7.00"), "USD", "lamp"),
    )
    text = beancount_text(Book(chart, entries, (Unread(6, "how are you", "no amount"),)))
    for part in (
        'option "operating_currency" "USD"',
        "2026-03-20 open Expenses:Meals-Drinks\n",
        "open Expenses:Rent\n", "open Expenses:6110-Taxes\n", "open Expenses:办公费\n", "open Liabilities:Visa\n", "open Income:Sales\n",
        "2026-03-20 * \"a 'good' lunch\"\n  Expenses:Meals-Drinks         45.20 USD\n  Liabilities:Visa             -45.20 USD\n",
        "; unread, line 6: how are you",
    ):  # fmt: skip
        assert part in text


def test_accounts_that_would_share_a_beancount_name_are_numbered() -> None:
    chart = parse_chart("A B\nA-B\nCash")
    entries = (Entry(TODAY, "A B", "Cash", Decimal(1), "USD"), Entry(TODAY, "A-B", "Cash", Decimal(1), "USD"))
    assert "Expenses:A-B-2" in beancount_text(Book(chart, entries))


def test_csv_holds_the_journal_and_runs_no_formula(tmp_path: Path) -> None:
    entry = Entry(TODAY, "Rent", "Cash", Decimal("5.00"), "USD", "=1+1", 3, "line")
    write(Book(parse_chart("Rent\nCash"), (entry,)), tmp_path / "b.csv")
    with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["date"], rows[0]["amount"], rows[0]["memo"]) == ("2026-03-20", "5.00", "'=1+1")


def test_another_suffix_is_an_input_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write(Book(parse_chart("Rent")), tmp_path / "b.pdf")
    assert ".beancount" in caught.value.hint
