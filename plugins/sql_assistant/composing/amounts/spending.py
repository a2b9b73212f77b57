"""Money that is asked for by what was done with it: how much was earned, how much each customer spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging, is_deed, is_spender
from plugins.sql_assistant.composing.amounts.money import Factors, Money, is_of_payments
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.phrases import BROUGHT, SPENDINGS
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.schema import Table

_HOW_MUCH = ("how much money", "how much", "what")
_ASKED = frozenset("bill billed charge charged invoice invoiced".split())
"""What customers were asked for, whether they have paid or not."""

_HELPERS = frozenset("did have has do does".split())


class Spending:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, belonging: Belonging, money: Money) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows
        self._belonging = belonging
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``how much did we take in``, ``how much money has Anna brought in``, ``how much has each customer spent``."""
        yield from self._asked_in_all(at)
        for start, _ in self._said.one_of(at, _HOW_MUCH):
            if self._said.word(start) in _HELPERS:
                yield from self._we(start + 1, is_price=self._said.word(start) in ("do", "does"))
                yield from self._each(start + 1)
                yield from self._one(start + 1)

    def _asked_in_all(self, at: int) -> Iterator[Step]:
        """``total invoiced``, ``how much was donated``: the money of rows that are called after what is done."""
        for start, phrase in self._said.one_of(at, ("total amount", "total", "how much money", "how much")):
            if phrase.startswith("how") and self._said.word(start) not in ("was", "is", "has", "have", "were"):
                continue
            begin = start + phrase.startswith("how")
            begin += self._said.word(begin) in ("been", "we")
            verb = self._said.word(begin)
            called = [place for place in self._money.amounts() if is_deed(verb, place.table)]
            is_clear = not any(self._said.values_at(begin)) and not (verb.startswith("pa") and self._said.tells_paid)
            if len(called) == 1 and verb.endswith(("ed", "id")) and is_clear:
                yield begin + 1, Draft(head=called[0].table, figure=("SUM", (called[0],)))

    def _we(self, at: int, *, is_price: bool) -> Iterator[Step]:
        if self._said.word(at) not in ("we", "i"):
            return
        is_received = bool(self._money.received())
        for end, verb in self._said.one_of(at + 1, BROUGHT):
            if is_received and verb.startswith(("take", "collect")):
                continue  # when it was paid
            if is_price and verb in _ASKED:
                continue  # what one costs
            asked: list[Factors] = [(place,) for place in self._money.amounts() if not is_of_payments(place.table)]
            asked = asked if verb in _ASKED else self._money.takings()
            yield from ((end, Draft(head=f[0].table, figure=("SUM", f))) for f in asked)

    def _each(self, at: int) -> Iterator[Step]:
        """All of a table, or each of its rows."""
        is_each = self._said.word(at) in ("each", "every")
        for behind, draft in self._rows.of(at + is_each, Draft()):
            for end, verb in self._verbs(behind):
                if draft.head and self._may(verb, draft.head):
                    for stop, found in self._belonging.spent(end, draft):
                        tests = (*draft.tests, *found.tests)
                        yield stop, replace(found, tests=tests, group_rows=draft.head if is_each else None)

    def _one(self, at: int) -> Iterator[Step]:
        """Of a person, or of a thing, that is named."""
        all_ways, totals = self._money.takings(), [(place,) for place in self._money.amounts()]
        for factors in dict.fromkeys((*all_ways, *totals)):
            for behind, draft in self._conditions.at(at, Draft(head=factors[0].table, figure=("SUM", factors))):
                for end, verb in self._verbs(behind):
                    is_spent = verb.startswith(("sp", "pa"))
                    is_one = factors in (totals or all_ways if is_spent else all_ways)
                    if is_one and draft.tests and self._may(verb, draft.tests[-1].place.table):
                        yield end, draft

    def _verbs(self, at: int) -> Iterator[tuple[int, str]]:
        yield from self._said.one_of(at, tuple(dict.fromkeys((*SPENDINGS, *BROUGHT))))

    def _may(self, verb: str, table: Table) -> bool:
        if not verb.startswith(("sp", "pa")):
            return True
        return is_spender(table) and not (verb.startswith("pa") and self._said.tells_paid)
