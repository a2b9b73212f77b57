"""Rows of which something was done often: who borrowed more than three times, who ordered more than once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.belonging import chosen_by, is_deed
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.phrases import AFTERWARDS, SIGNS
from plugins.sql_assistant.composing.relations import Relations
from plugins.sql_assistant.composing.said import Said
from plugins.sql_assistant.schema import ForeignKey, Table

_TIMES = {"once": "1", "twice": "2"}
_ONLY = {"only": "=", "just": "=", "exactly": "="}
_WITH_US = ("from us", "with us", "by us", "to us", "at ours", "here", "from here")


class Often:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._relations = Relations(said)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``who ordered at least twice``, ``hired more than 3 times``, ``has borrowed from us more than once``."""
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
        """Whether a verb tells by which key what is counted belongs to what is asked for (fixed: fixed_by, raised: requester_id)."""
        if found.head is None or draft.head is None or draft.group or found.tests or verb_at < 0:
            return False
        verb = self._said.word(verb_at)
        return verb.isalpha() and self._relations.is_called(verb, draft.head, found.head)

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
