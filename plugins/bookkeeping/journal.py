"""Double entry: what a line means becomes one debit and one credit, in Decimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from plugins.bookkeeping.accounts import Chart


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal.

    Attributes:
        day: when.
        debit: the account that receives.
        credit: the account that gives.
        amount: greater than zero, two decimals.
        currency: ISO 4217 code.
        memo: what for.
        line_no: the line that it was read from, from 1; 0 for one that was entered by hand.
        source: that line as typed.
    """

    day: date
    debit: str
    credit: str
    amount: Decimal
    currency: str
    memo: str = ""
    line_no: int = 0
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped: the date as ISO text, the amount as text with two decimals."""
        return {
            "date": self.day.isoformat(),
            "debit": self.debit,
            "credit": self.credit,
            "amount": f"{self.amount:.2f}",
            "currency": self.currency,
            "memo": self.memo,
            "line_no": self.line_no,
            "source": self.source,
        }

    @property
    def likeness(self) -> tuple[date, str, str, Decimal, str, str]:
        """What two entries share that are probably the same one."""
        return self.day, self.debit, self.credit, self.amount, self.currency, self.memo.casefold()


def entry_from(data: Mapping[str, Any]) -> Entry:
    """The entry that ``as_json`` gave.

    Raises:
        ValueError: a part is missing or is no date or amount.
    """
    try:
        return Entry(
            day=date.fromisoformat(str(data["date"])),
            debit=str(data["debit"]),
            credit=str(data["credit"]),
            amount=Decimal(str(data["amount"])).quantize(Decimal("0.01")),
            currency=str(data["currency"]),
            memo=str(data.get("memo", "")),
            line_no=int(data.get("line_no", 0)),
            source=str(data.get("source", "")),
        )
    except (KeyError, InvalidOperation, TypeError) as error:
        raise ValueError(f"no entry: {error}") from error


def duplicates(entries: Iterable[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """Pairs that are probably the same entry: same day, accounts, amount and memo. The second is the later one."""
    first: dict[tuple[Any, ...], Entry] = {}
    pairs = []
    for entry in entries:
        if entry.likeness in first:
            pairs.append((first[entry.likeness], entry))
        else:
            first[entry.likeness] = entry
    return tuple(pairs)


def journal_text(entries: Iterable[Entry]) -> str:
    """The journal as lines: day, debit ← credit, amount, memo."""
    rows = [
        (e.day.isoformat(), f"{e.debit} ← {e.credit}", f"{e.amount:,.2f} {e.currency}".strip(), e.memo) for e in entries
    ]
    if not rows:
        return ""
    accounts, amounts = max(len(row[1]) for row in rows), max(len(row[2]) for row in rows)
    return "\n".join(f"{d}  {a:<{accounts}}  {m:>{amounts}}  {memo}".rstrip() for d, a, m, memo in rows)


def missing_accounts(entries: Iterable[Entry], chart: Chart) -> tuple[str, ...]:
    """Names that entries use and the chart does not hold, in order of their first use."""
    names = (name for entry in entries for name in (entry.debit, entry.credit))
    return tuple(dict.fromkeys(name for name in names if chart.find(name) is None))
