"""Books as files: XLSX with statements and formulas, beancount's plain text, CSV of the journal."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from app.api import InputError
from plugins.bookkeeping.accounts import Account, AccountType
from plugins.bookkeeping.books import Book
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.statements import statements_of

SUFFIXES = (".xlsx", ".beancount", ".csv")
_ROOTS: dict[AccountType, str] = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
_COLUMNS = ("date", "debit", "credit", "amount", "currency", "memo", "line_no", "source")


def write(book: Book, path: Path) -> None:
    """Write a book in the format of the path's suffix.

    Raises:
        InputError: the suffix is none of ``SUFFIXES``.
        OSError: the file cannot be written.
    """
    match path.suffix.lower():
        case ".xlsx":
            from plugins.bookkeeping.workbook import write_workbook  # openpyxl is slow to load

            write_workbook(book, path)
        case ".beancount":
            path.write_text(beancount_text(book), encoding="utf-8")
        case ".csv":
            _write_csv(book, path)
        case suffix:
            raise InputError(
                f"A journal cannot be written as “{suffix}”.", field="out", hint=f"Use one of: {', '.join(SUFFIXES)}."
            )


def _write_csv(book: Book, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        for entry in book.entries:
            writer.writerow({name: _inert(value) for name, value in entry.as_json().items()})


def _inert(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets a quote before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def beancount_text(book: Book) -> str:
    """The book in beancount's syntax (https://beancount.github.io/docs/beancount_language_syntax.html)."""
    names = _beancount_names(book)
    first = min((entry.day for entry in book.entries), default=None)
    lines = [f'option "operating_currency" "{one.currency}"' for one in statements_of(book.entries, book.chart)]
    lines += ["", *(f"{first} open {name}" for name in names.values())] if first else []
    for entry in sorted(book.entries, key=lambda each: each.day):
        lines += ["", *_transaction(entry, names)]
    lines += [*([""] if book.unread else []), *(f"; unread, line {u.line_no}: {u.text}" for u in book.unread)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _transaction(entry: Entry, names: dict[str, str]) -> list[str]:
    memo = (entry.memo or entry.source).replace("\\", "").replace('"', "'")
    width = max(len(names[entry.debit]), len(names[entry.credit])) + 2
    amount = f"{entry.amount:.2f}"
    return [
        f'{entry.day} * "{memo}"',
        f"  {names[entry.debit]:<{width}}{amount:>12} {entry.currency}",
        f"  {names[entry.credit]:<{width}}{'-' + amount:>12} {entry.currency}",
    ]


def _beancount_names(book: Book) -> dict[str, str]:
    """Each used account's name as beancount allows it: root, then components that start with a capital, a digit or a CJK character."""
    names: dict[str, str] = {}
    used: set[str] = set()
    for one in statements_of(book.entries, book.chart):
        for balance in one.balances:
            account = balance.account
            if account.name in names:
                continue
            name = wanted = _beancount_name(account)
            number = 2
            while name in used:
                name, number = f"{wanted}-{number}", number + 1
            used.add(name)
            names[account.name] = name
    return names


def _beancount_name(account: Account) -> str:
    root = _ROOTS[account.type]
    parts = [_component(part) for part in re.split("[:：]", account.name)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and parts[0] in _ROOTS.values():
        parts = parts[1:]
    return ":".join([root, *(parts or ["Unnamed"])])


def _component(text: str) -> str:
    joined = re.sub(r"[^\w]+|_", "-", text.replace("'", "").replace("’", "")).strip("-")
    return joined[:1].upper() + joined[1:]
