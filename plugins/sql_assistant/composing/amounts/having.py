"""Rows, or kinds of them, for which a figure of what belongs to them is large or small enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging, chosen_by, is_plain, is_spender
from plugins.sql_assistant.composing.amounts.often import Often, bounds_at
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, SPENDINGS, UNITS, WHOLLY
from plugins.sql_assistant.composing.speech.said import Said

_SUMMED_UP = ("totalling", "totaling", "adding up to", "that add up to", "that total")
_WORTH = (*_SUMMED_UP, "worth", "costing", "that cost", "that are worth")


class Having:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said, belonging: Belonging) -> None:
        self._said = said
        self._belonging = belonging
        self._often = Often(said)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``with more than 20 credits in total``, ``who have led more than two tours``, ``with an average delay over 10``."""
        if not is_plain(draft):
            return
        for start, verb_at in self._belonging.behind_verbs(at):
            for after, having in bounds_at(self._said, start):
                for end, found in self._much(after, draft, verb_at):
                    yield end, replace(chosen_by(self._often.by_whom(verb_at, found, draft), draft), having=having)
        for start in (at + 1, at) if self._said.word(at) in ("with", "whose", "having") else ():
            for after, found in self._belonging.named(start, draft):
                begin = after + (self._said.word(after) in ("is", "was", "of", "are"))
                for end, having in bounds_at(self._said, begin):
                    behind = end + (self._said.word(end) in UNITS)
                    yield behind, replace(chosen_by(found, draft), having=having)
        yield from self._spent(at, draft)
        yield from self._altogether(at, draft)
        yield from self._often.at(at, draft)
        yield from self._often.of_ours(at, draft)
        yield from self._often.as_what(at, draft)

    def _much(self, at: int, draft: Draft, verb_at: int) -> Iterator[Step]:
        for end, found in self._belonging.counts(at, draft):
            told = self._belonging.by_verb(verb_at, found)
            if told or self._often.told_by_whom(verb_at, found, draft):
                yield end, told or found
        for end, found in self._belonging.sums(at, draft, is_told=True):
            if verb_at < 0 or (found.head and self._belonging.says_no_more(verb_at, found.head)):
                yield from ((stop, found) for stop, _ in self._said.one_of(end, WHOLLY))

    def _spent(self, at: int, draft: Draft) -> Iterator[Step]:
        """``who spent more than 100 in total``."""
        start = at + (self._said.word(at) in ("that", "who"))
        start += self._said.word(start) in ("has", "have", "had")
        for after, verb in self._said.one_of(start, SPENDINGS):
            if verb.startswith(("pa", "sp")) and not (draft.head and is_spender(draft.head)):
                continue
            if verb.startswith("pa") and self._said.tells_paid:
                continue
            for end, having in bounds_at(self._said, after):
                behind = end + (self._said.word(end) in UNITS)
                for stop, _ in self._said.one_of(behind, WHOLLY):
                    for last, found in self._belonging.spent(stop, draft):
                        yield last, replace(chosen_by(found, draft), having=having)

    def _altogether(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(orders) have pieces worth more than 5000 altogether``, ``with orders totalling over 500``."""
        start = next((start for start, verb in self._belonging.behind_verbs(at) if verb < 0), at)
        for begin in self._said.behind(start, DETERMINERS) if start > at else ():
            for end, table in self._said.tables_at(begin):
                for stop, having, is_told in self._sums(end) if self._belonging.is_under(table, draft) else ():
                    amounts = self._belonging.amounts_of(table, is_told=is_told)
                    if len(amounts) == 1:
                        found = Draft(head=table, figure=("SUM", (amounts[0],)))
                        yield stop, replace(chosen_by(found, draft), having=having)

    def _sums(self, at: int) -> Iterator[tuple[int, str, bool]]:
        """A bound that is said of all together, and whether it is said to be of money."""
        for after, phrase in ((at, ""), *self._said.one_of(at, _WORTH)):
            for end, having in bounds_at(self._said, after):
                behind = end + (self._said.word(end) in UNITS)
                if phrase in _SUMMED_UP:
                    yield behind, having, False
                yield from ((stop, having, bool(phrase)) for stop, _ in self._said.one_of(behind, WHOLLY))
