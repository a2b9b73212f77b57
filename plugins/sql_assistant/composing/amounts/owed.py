"""Money that is not paid yet, or that was: in rows that tell whether they are paid."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.words import parts

_OPEN = frozenset("outstanding owed unpaid due open owing".split())
_STILL = frozenset("is are still currently left".split())
_PAID = frozenset(("paid", "settled"))
_LEADS = ("how much money", "how much", "total amount", "total", "amount", "sum")


class Owed:
    """Reads it."""

    def __init__(self, said: Said, money: Money) -> None:
        self._said = said
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``how much money is still outstanding from unpaid visits``, ``total outstanding``, ``outstanding amount``."""
        draft = self._unpaid()
        if draft is None:
            return
        for start in self._said.behind(at, DETERMINERS):
            for after, _ in self._said.one_of(start, _LEADS):
                for begin in self._said.behind(after, _STILL):
                    if self._said.word(begin) in _OPEN and self._said.word(begin) != "due":
                        yield from self._from_rows(begin + 1, draft)
            if self._said.word(start) in ("outstanding", "unpaid", "open") and self._said.word(start + 1) in (
                "amount",
                "total",
            ):
                yield from self._from_rows(start + 2, draft)

    def _from_rows(self, at: int, draft: Draft) -> Iterator[Step]:
        yield at, draft
        if self._said.word(at) in ("from", "for", "on", "in", "of"):
            for start in self._said.behind(at + 1, DETERMINERS | {"unpaid", "open"}):
                yield from ((end, draft) for end, table in self._said.tables_at(start) if table == draft.head)

    def _unpaid(self) -> Draft | None:
        """The only money in rows that tell whether they are paid, of those that are not."""
        amounts = self._money.amounts()
        found = [(place, told) for place in amounts if (told := self._told(place))]
        if len(amounts) != 1 or len(found) != 1:
            return None
        place, told = found[0]
        draft = Draft(head=place.table, figure=("SUM", (place,)))
        return draft.with_test(told, "{c} = 0" if self._said.is_flag(told) else "{c} IS NULL")

    def _told(self, amount: Place) -> Place | None:
        own = [p for p in self._said.places_of(amount.table) if _PAID & set(parts(p.column.name))]
        own = [p for p in own if self._said.is_flag(p) or self._said.is_date(p)]
        dates = [p for p in self._said.places_of(amount.table) if self._said.is_date(p)]
        if len(own) != 1 or (self._said.is_date(own[0]) and len(dates) < 2):
            return None  # nothing, or rows that are payments themselves
        return own[0]
