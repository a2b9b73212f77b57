"""A book: chart, journal and the lines that were not read; to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from plugins.bookkeeping.accounts import Account, AccountType, Chart
from plugins.bookkeeping.journal import Entry, entry_from
from plugins.bookkeeping.statements import Statements


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is not in the journal, and why."""

    line_no: int
    text: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped."""
        return {"line_no": self.line_no, "line": self.text, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that statements are made from."""

    chart: Chart
    entries: tuple[Entry, ...] = ()
    unread: tuple[Unread, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped: ``accounts``, ``entries``, ``unread``."""
        return {
            "accounts": [
                {"name": account.name, "type": account.type, "payment": account.is_payment}
                for account in self.chart.accounts
            ],
            "entries": [entry.as_json() for entry in self.entries],
            "unread": [unread.as_json() for unread in self.unread],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Book:
        """The book that ``as_json`` gave.

        Raises:
            ValueError: it is none.
        """
        try:
            accounts = tuple(_account(row) for row in data["accounts"])
            entries = tuple(entry_from(row) for row in data["entries"])
            unread = tuple(Unread(int(r["line_no"]), str(r["line"]), str(r["reason"])) for r in data["unread"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no book: {error!r}") from error
        return Book(Chart(accounts), entries, unread)


def _account(row: Mapping[str, Any]) -> Account:
    type_: AccountType = row["type"]
    if type_ not in get_args(AccountType):
        raise ValueError(f"“{type_}” is no type of account")
    return Account(str(row["name"]), type_, bool(row["payment"]))


def result_of(book: Book, statements: Sequence[Statements]) -> dict[str, Any]:
    """A run's result: the book with its statements; those of further currencies stand under ``other_currencies``."""
    first, *others = [one.as_json() for one in statements] or [{}]
    if others:
        first["other_currencies"] = others
    return {**book.as_json(), "statements": first}
