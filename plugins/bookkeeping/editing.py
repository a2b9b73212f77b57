"""What a person types into a cell of the journal, turned into a changed entry; no Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugins.bookkeeping.accounts import Account, Chart, infer
from plugins.bookkeeping.books import Unread
from plugins.bookkeeping.dates import find_dates
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.lines import pointers
from plugins.bookkeeping.money import find_amounts


class NotUsable(ValueError):
    """What was typed cannot stand in that column; the message says why."""


def with_day(entry: Entry, text: str, today: date) -> Entry:
    """Raises NotUsable: the text names no day."""
    days = find_dates(text.strip(), today)
    if not days:
        raise NotUsable(f"“{text}” names no day. Write 2026-03-05, 3/5 or yesterday.")
    return replace(entry, day=days[0].value)


def with_amount(entry: Entry, text: str) -> Entry:
    """Raises NotUsable: the text holds no amount greater than zero."""
    amounts = find_amounts(text.strip())
    if not amounts:
        raise NotUsable(f"“{text}” is no amount greater than zero.")
    return replace(entry, amount=amounts[0].value, currency=amounts[0].currency or entry.currency)


def with_account(entry: Entry, side: str, name: str) -> Entry:
    """``side`` is ``debit`` or ``credit``. Raises NotUsable: the account stands on the other side already, or is no name."""
    name = name.strip()
    other = entry.credit if side == "debit" else entry.debit
    if not name:
        raise NotUsable("An account needs a name.")
    if name == other:
        raise NotUsable(f"“{name}” stands on the other side already.")
    return replace(entry, debit=name) if side == "debit" else replace(entry, credit=name)


def by_hand(unread: Unread | None, chart: Chart, today: date, currency: str) -> Entry:
    """An entry to fill in: with what code finds in an unread line, the first accounts elsewhere; its amount may be zero."""
    text = unread.text if unread else ""
    found = pointers(text, today)
    category = next(iter(chart.categories), Account("Miscellaneous", "expense"))
    payment = next(iter(chart.payments), Account("Cash", "asset", is_payment=True))
    debit, credit = (payment, category) if category.type == "income" else (category, payment)
    amount = found.amounts[0] if found.amounts else None
    return Entry(
        day=found.days[0].value if found.days else today,
        debit=debit.name,
        credit=credit.name,
        amount=amount.value if amount else Decimal("0.00"),
        currency=(amount.currency if amount else "") or currency,
        memo=text[:60],
        line_no=unread.line_no if unread else 0,
        source=text,
    )


def with_accounts_of(chart: Chart, other: Chart) -> Chart:
    """The chart and, after it, what only ``other`` holds."""
    missing = tuple(account for account in other.accounts if chart.find(account.name) is None)
    return Chart((*chart.accounts, *missing), chart.notes) if missing else chart


def with_account_named(chart: Chart, name: str) -> Chart:
    """The chart with an account of that name, typed by its words if it was not there."""
    return chart if chart.find(name) else Chart((*chart.accounts, Account(name, *infer(name))), chart.notes)
