"""How a journal entry is judged: the one that the program made, and the fields that the model alone wrote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from training.cases import BookkeepingCase, Entry


@dataclass(frozen=True, slots=True)
class EntryMarks:
    """What of an entry is right. `is_wrong_amount`: one was made, and its amount is not what the line says."""

    date: bool = False
    accounts: bool = False
    amount: bool = False
    is_wrong_amount: bool = False

    @property
    def all_right(self) -> bool:
        return self.date and self.accounts and self.amount


def entry_marks(case: BookkeepingCase, entries: Sequence[Mapping[str, Any]]) -> EntryMarks:
    """Marks for what the program made of a line; all are given where the line means no entry and none was made."""
    if case.entry is None:
        return EntryMarks(not entries, not entries, not entries)
    if len(entries) != 1:
        return EntryMarks()
    amount = str(entries[0].get("amount")) == case.entry.amount
    accounts = _accounts_are(case.entry, str(entries[0].get("debit")), str(entries[0].get("credit")))
    return EntryMarks(entries[0].get("date") == case.entry.date, accounts, amount, not amount)


def _accounts_are(wanted: Entry, debit: str, credit: str) -> bool:
    """Whether the two accounts are right, and on their sides where that is judged."""
    account = re.sub(r" \(\w+\)$", "", wanted.account)
    sides = {True: [(credit, debit)], False: [(debit, credit)], None: [(debit, credit), (credit, debit)]}
    return any(for_what == account and paid == (wanted.payment or paid) for for_what, paid in sides[wanted.received])


def is_the_entry(case: BookkeepingCase, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the program made exactly the entry that the line means, or none where it means none."""
    return entry_marks(case, entries).all_right


def points_at_the_entry(case: BookkeepingCase, answer: str) -> bool:
    """Whether the fields of a bare answer are copied from the line and name the right accounts and amount.

    The date is converted by the program, so here it only matters that words were copied where the line has a date.
    """
    if case.entry is None or answer == "?":
        return case.entry is None and answer == "?"
    fields = answer.split(" | ")
    if len(fields) != 5 or fields[2] not in case.line:
        return False
    account, payment, amount, date, _ = fields
    dated = date != "-" and date in case.line
    return (
        account == case.entry.account
        and payment == (case.entry.payment or payment)
        and _amount(amount) == Decimal(case.entry.amount)
        and (dated or case.entry.date == case.today)
    )


def _amount(words: str) -> Decimal | None:
    digits = re.sub(r"[^\d.,]", "", words)
    digits = re.sub(r",(\d{2})$", r".\1", digits).replace(",", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
