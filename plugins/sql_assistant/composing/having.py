"""Rows, or kinds of them, for which a figure of what belongs to them is large or small enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.belonging import Belonging, chosen_by, is_deed, is_plain, is_spender
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.phrases import AFTERWARDS, SIGNS, SPENDINGS, UNITS, WHOLLY
from plugins.sql_assistant.composing.said import Said

_TIMES = {"once": "1", "twice": "2"}
_ONLY = {"only": "=", "just": "=", "exactly": "="}


class Having:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said, belonging: Belonging) -> None:
        self._said = said
        self._belonging = belonging

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``with more than 20 credits in total``, ``who have led more than two tours``, ``with an average delay over 10``."""
        if not is_plain(draft):
            return
        for start, verb_at in self._belonging.behind_verbs(at):
            for after, having in self._bounds(start):
                for end, found in self._much(after, draft, verb_at):
                    yield end, replace(chosen_by(found, draft), having=having)
        for start in (at + 1, at) if self._said.word(at) in ("with", "whose", "having") else ():
            for after, found in self._belonging.named(start, draft):
                begin = after + (self._said.word(after) in ("is", "was", "of", "are"))
                for end, having in self._bounds(begin):
                    behind = end + (self._said.word(end) in UNITS)
                    yield behind, replace(chosen_by(found, draft), having=having)
        yield from self._spent(at, draft)
        yield from self._times(at, draft)

    def _bounds(self, at: int) -> Iterator[tuple[int, str]]:
        """``more than 3``, ``3 or more``, ``only one``."""
        for after, phrase in (*self._said.one_of(at, tuple(SIGNS)), *self._said.one_of(at, tuple(_ONLY))):
            if number := self._said.number(after):
                yield after + 1, f"{SIGNS.get(phrase) or _ONLY[phrase]} {number}"
        if number := self._said.number(at):
            for after, phrase in self._said.one_of(at + 1, tuple(AFTERWARDS)):
                yield after, f"{AFTERWARDS[phrase]} {number}"

    def _much(self, at: int, draft: Draft, verb_at: int) -> Iterator[Step]:
        for end, found in self._belonging.counts(at, draft):
            if told := self._belonging.by_verb(verb_at, found):
                yield end, told
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
            for end, having in self._bounds(after):
                behind = end + (self._said.word(end) in UNITS)
                for stop, _ in self._said.one_of(behind, WHOLLY):
                    for last, found in self._belonging.spent(stop, draft):
                        yield last, replace(chosen_by(found, draft), having=having)

    def _times(self, at: int, draft: Draft) -> Iterator[Step]:
        """``who ordered at least twice``, ``hired more than 3 times``."""
        start = at + (self._said.word(at) in ("that", "who", "which"))
        start += self._said.word(start) in ("has", "have", "had", "was", "were")
        start += self._said.word(start) == "been"
        if draft.group or draft.head is None or list(self._said.values_at(start)):
            return
        children = [t for t in self._said.tables if t != draft.head and self._said.belongs(t, draft.head)]
        called = [table for table in children if is_deed(self._said.word(start), table)]
        if self._said.word(start) in ("came", "come", "visited") and len(children) == 1:
            called = [t for t in children if any(map(self._said.is_date, self._said.places_of(t)))]
        for after, having in self._frequencies(start + 1) if len(called) == 1 else ():
            found = Draft(head=called[0], figure=("COUNT", ()))
            yield after, replace(chosen_by(found, draft), having=having)

    def _frequencies(self, at: int) -> Iterator[tuple[int, str]]:
        for after, phrase in (*self._said.one_of(at, tuple(SIGNS)), *self._said.one_of(at, tuple(_ONLY))):
            sign = SIGNS.get(phrase) or _ONLY[phrase]
            if number := _TIMES.get(self._said.word(after)):
                yield after + 1, f"{sign} {number}"
            elif (number := self._said.number(after)) and self._said.word(after + 1) == "times":
                yield after + 2, f"{sign} {number}"
