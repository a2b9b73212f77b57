"""How many there are of something for each of something else: how often, in how many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging, is_deed
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.phrases import COUNTS
from plugins.sql_assistant.composing.speech.said import Said

_OFTEN = ("how often", "how many times", "how frequently")
_HELPERS = frozenset("was is were has have did does do are been in at on".split())
_EACH = frozenset(("each", "every"))
_SHORTEST = 4


class Each:
    """Reads it."""

    def __init__(self, said: Said, rows: Rows, belonging: Belonging) -> None:
        self._said = said
        self._rows = rows
        self._belonging = belonging

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._often(at)
        yield from self._linked(at)

    def _often(self, at: int) -> Iterator[Step]:
        """``how often was each tool hired``: rows of the table that is called after what is done."""
        for start, _ in self._said.one_of(at, _OFTEN):
            for end, draft in self._each(start):
                verb_at = end + (self._said.word(end) == "been")
                children = [t for t in self._said.tables if draft.head and self._said.belongs(t, draft.head)]
                called = [table for table in children if is_deed(self._said.word(verb_at), table)]
                is_traded = bool(called) and any(map(self._belonging.is_quantity, self._said.places_of(called[0])))
                if len(called) == 1 and not is_traded and not list(self._said.values_at(verb_at)):
                    yield verb_at + 1, replace(draft, head=called[0], figure=("COUNT", ()), group_rows=draft.head)

    def _linked(self, at: int) -> Iterator[Step]:
        """``in how many races did each boat start``: rows of two tables that a third one links."""
        begin = at + (self._said.word(at) in ("in", "at", "on", "for", "to"))
        for start, _ in self._said.one_of(begin, COUNTS):
            for after, table in self._said.tables_at(start):
                for end, draft in self._each(after):
                    for stop, found in self._belonging.counts(start, draft):
                        if stop == after and found.head != table:
                            yield from self._behind_verb(end, replace(found, group_rows=draft.head))

    def _each(self, at: int) -> Iterator[Step]:
        """Behind "did each boat"."""
        after = at
        while self._said.word(after) in _HELPERS:
            after += 1
        if self._said.word(after) in _EACH:
            yield from self._rows.of(after + 1, Draft())

    def _behind_verb(self, at: int, draft: Draft) -> Iterator[Step]:
        """The verb says no more than that one has to do with the other, if it is no value and has no condition behind it."""
        verb = self._said.word(at)
        is_known = bool(self._said.values_at(at) or self._said.columns_at(at))
        if at == len(self._said):
            yield at, draft
        elif len(verb) >= _SHORTEST - 1 and verb.isalpha() and not is_known and not _is_deed_of(verb, draft):
            behind = at + 1 + (self._said.word(at + 1) in ("in", "at", "on", "for", "to", "from"))
            if behind == len(self._said) and not verb.startswith(
                ("win", "won", "lose", "lost", "cancel", "miss", "fail")
            ):
                yield behind, draft


def _is_deed_of(verb: str, draft: Draft) -> bool:
    """Whether rows are called after what is done: how many tools were hired, or how often."""
    return draft.head is not None and is_deed(verb, draft.head)
