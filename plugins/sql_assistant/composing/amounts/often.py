"""Rows of which something was done often: who borrowed more than three times, who ordered more than once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import chosen_by, is_deed
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import AFTERWARDS, SIGNS
from plugins.sql_assistant.composing.speech.relations import Relations, kernel
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.schema import ForeignKey, Table

_TIMES = {"once": "1", "twice": "2"}
_ONLY = {"only": "=", "just": "=", "exactly": "="}
_WITH_US = ("from us", "with us", "by us", "to us", "at ours", "here", "from here")

_KINDS_OF = ("kinds of", "different kinds of", "types of", "different", "sorts of", "different types of")
_HAVING = frozenset("have stock carry sell offer list keep hold".split())
_FROM = frozenset("from of by for on at in".split())
_BEING = frozenset("who that is are was were has have been the a".split())


class Often:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._relations = Relations(said)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``who ordered at least twice``, ``hired more than 3 times``, ``has borrowed from us more than once``."""
        yield from self._again(at, draft)
        start = self._verb_at(at)
        if draft.head is None or list(self._said.values_at(start)):
            return
        for deed in self._deeds(start, draft):
            key = None if draft.group else self._relations.key_of(self._said.word(start), draft.head, deed)
            if key or draft.group:
                found = Draft(head=deed, figure=("COUNT", ()), joined=self._telling(key))
                for after in self._behind(start + 1):
                    yield from (
                        (end, replace(chosen_by(found, draft), having=having))
                        for end, having in self._frequencies(after)
                    )

    def told_by_whom(self, verb_at: int, found: Draft, draft: Draft) -> bool:
        """Whether a verb tells how what is counted belongs to what is asked for (fixed: fixed_by, raised: requester_id, sent: parcels)."""
        if found.head is None or draft.head is None or draft.group or found.tests or verb_at < 0:
            return False
        verb = self._said.word(verb_at)
        if not verb.isalpha():
            return False
        is_deed_of = self._relations.deeds(verb) == [found.head] and not list(self._said.values_at(verb_at))
        is_sure = is_deed_of and self._relations.key_of(verb, draft.head, found.head) is not None
        return is_sure or self._relations.is_called(verb, draft.head, found.head)

    def _again(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(who climbed Jigsaw) more than once``."""
        head, deed = draft.head, draft.deed
        if head and deed and deed != head and not draft.group and self._said.belongs(deed, head):
            found = Draft(head=deed, figure=("COUNT", ()))
            for after in self._behind(at):
                for end, having in self._frequencies(after):
                    yield end, replace(chosen_by(found, draft), having=having)

    def of_ours(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(suppliers) we stock more than 4 products from``, ``(suppliers) we buy more than 3 kinds of plants from``."""
        start = at + (self._said.word(at) in ("that", "which"))
        head = draft.head
        if self._said.word(start) != "we" or draft.group or head is None:
            return
        for after, having in bounds_at(self._said, start + 2):
            kinds = next((end for end, _ in self._said.one_of(after, _KINDS_OF)), after)
            if kinds == after and self._said.word(start + 1) not in _HAVING:
                continue  # so many kinds, or so many pieces
            for end, table in self._said.tables_at(kinds):
                is_own = self._said.belongs(table, head) and self._said.word(end) in _FROM
                if is_own and self._relations.key_of("", head, table):
                    yield end + 1, replace(chosen_by(Draft(head=table, figure=("COUNT", ())), draft), having=having)

    def as_what(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(nurses) have been named nurse for more than 3 patients``, ``(staff) who are the keeper of two beds or more``."""
        head = draft.head
        start = max(self._said.behind(at, _BEING))
        if start == at or self._said.word(start - 1) == "that" or draft.group or head is None:
            return
        for table in (t for t in self._said.tables if self._said.belongs(t, head)):
            told = self._relations.as_what(start, table, head)
            if told is None or self._said.stems[start] not in kernel(told[1]) or self._said.word(told[0]) not in _FROM:
                continue
            found = Draft(head=table, figure=("COUNT", ()), joined=(told[1],))
            for after, having in bounds_at(self._said, told[0] + 1):
                ends = [end for end, named in self._said.tables_at(after) if named == table]
                yield from ((end, replace(chosen_by(found, draft), having=having)) for end in ends)

    def by_whom(self, verb_at: int, found: Draft, draft: Draft) -> Draft:
        """What is counted, by the key that its verb tells, where there are several (raised: requester_id)."""
        if found.head is None or draft.head is None or draft.group or found.joined or verb_at < 0:
            return found
        key = self._relations.key_of(self._said.word(verb_at), draft.head, found.head)
        return replace(found, joined=self._telling(key))

    def _telling(self, key: ForeignKey | None) -> tuple[ForeignKey, ...]:
        """A key that has to be told, since there are others between the same tables."""
        rivals = [k for k in self._said.keys if key and (k.table, k.parent) == (key.table, key.parent)]
        return (key,) if key and len(rivals) > 1 else ()

    def _verb_at(self, at: int) -> int:
        start = at + (self._said.word(at) in ("that", "who", "which"))
        start += self._said.word(start) in ("has", "have", "had", "was", "were")
        return start + (self._said.word(start) == "been")

    def _deeds(self, at: int, draft: Draft) -> list[Table]:
        """The only table of what a verb says that is done with the rows, or whose rows the draft's kinds are of."""
        verb, head = self._said.word(at), draft.head
        if draft.group:
            return [head] if head and draft.group.table == head and is_deed(verb, head) else []
        children = [t for t in self._said.tables if head and t != head and self._said.belongs(t, head)]
        called = [t for t in children if is_deed(verb, t)] or [t for t in self._relations.deeds(verb) if t in children]
        if verb in ("came", "come", "visited") and len(children) == 1:
            called = [t for t in children if any(map(self._said.is_date, self._said.places_of(t)))]
        return called if len(called) == 1 else []

    def _behind(self, at: int) -> Iterator[int]:
        yield at
        yield from (end for end, _ in self._said.one_of(at, _WITH_US))

    def _frequencies(self, at: int) -> Iterator[tuple[int, str]]:
        for after, phrase in (*self._said.one_of(at, tuple(SIGNS)), *self._said.one_of(at, tuple(_ONLY))):
            sign = SIGNS.get(phrase) or _ONLY[phrase]
            if number := _TIMES.get(self._said.word(after)):
                yield after + 1, f"{sign} {number}"
            elif (number := self._said.number(after)) and self._said.word(after + 1) == "times":
                yield after + 2, f"{sign} {number}"


def bounds_at(said: Said, at: int) -> Iterator[tuple[int, str]]:
    """``more than 3``, ``3 or more``, ``only one``."""
    for after, phrase in (*said.one_of(at, tuple(SIGNS)), *said.one_of(at, tuple(_ONLY))):
        if number := said.number(after):
            yield after + 1, f"{SIGNS.get(phrase) or _ONLY[phrase]} {number}"
    if number := said.number(at):
        for after, phrase in said.one_of(at + 1, tuple(AFTERWARDS)):
            yield after, f"{AFTERWARDS[phrase]} {number}"
