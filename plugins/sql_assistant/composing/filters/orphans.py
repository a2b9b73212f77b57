"""Rows that belong to none of another table: without a club, who are not in a team, that nobody is assigned to."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import DENIED, NOBODY, NOT, NOT_HAVING, WITHOUT
from plugins.sql_assistant.composing.speech.relations import Relations, kernel
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.speech.verbs import fits
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import ForeignKey, Table

_JOINED = frozenset(
    "assigned attached linked given allotted allocated connected part belong belonging member members".split()
)
_INTO = frozenset("in to of with at by on from".split())
_A = frozenset("a an any the our".split())
_ANYONE = frozenset("anyone anybody someone somebody".split())
_HOLDING = frozenset("has have owns uses using holds handles manages responsible".split())
_BEHIND = frozenset("to for of at home after in charge".split())


class Orphans:
    """Reads them."""

    def __init__(self, said: Said, relations: Relations) -> None:
        self._said = said
        self._relations = relations

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        for start, _ in self._said.one_of(at, (*NOT, *DENIED)):
            yield from self._not_in(start, draft)
        for start, _ in (*self._said.one_of(at, WITHOUT), *self._said.one_of(at, NOT_HAVING)):
            for begin in self._said.behind(start, _A):
                yield from self._without_role(begin, draft)
        for start, _ in self._said.one_of(at, NOBODY):
            yield from self._nobodys(start + (self._said.word(start) in ("is", "was")), draft)

    def of(self, end: int, parent: Table, draft: Draft, verb: str = "") -> Iterator[Step]:
        """Rows that belong to none of one table, the words for which end at a place."""
        head = draft.head
        key = self._relations.key_of(verb, parent, head) if head else None
        yield from self._empty(end, key, draft)

    def _not_in(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(not) in a club``, ``(do not) belong to a club``, ``(not) assigned to anyone``."""
        verb = self._said.word(at) if self._said.word(at) in _JOINED else ""
        verb = verb or self._said.word(at - 1)
        for start in self._said.behind(at, _JOINED | _INTO):
            if self._said.word(start - 1) not in _INTO or start == at:
                continue
            for begin in self._said.behind(start, _A):
                for end, table in self._said.tables_at(begin):
                    yield from self.of(end, table, draft, verb)
            if self._said.word(start) in _ANYONE:
                yield from self._empty(start + 1, self._key_to_people(verb, draft), draft)

    def _without_role(self, at: int, draft: Draft) -> Iterator[Step]:
        """``without a setter``, where setter_id is one of several keys to the staff."""
        keys = [
            key for key in self._keys(draft) if self._said.stems[at : at + 1] and self._said.stems[at] in kernel(key)
        ]
        if len(keys) == 1 and not self._said.tables_at(at) and not self._said.columns_at(at):
            yield from self._empty(at + 1, keys[0], draft)

    def _nobodys(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(nobody is) assigned to``, ``(nobody) has at home``."""
        verb = self._said.word(at)
        if verb not in _JOINED | _HOLDING:
            return
        for end in self._said.behind(at + 1, _BEHIND):
            if end == len(self._said):
                yield from self._empty(end, self._key_to_people(verb, draft), draft)

    def _key_to_people(self, verb: str, draft: Draft) -> ForeignKey | None:
        """The key to those who have to do with rows: the one that is called after the verb, or the only one to people."""
        keys = [key for key in self._keys(draft) if is_of_people(self._said.by_name[key.parent])]
        called = [key for key in keys if any(fits(verb, role) for role in kernel(key))]
        found = called or keys
        return found[0] if len(found) == 1 else None

    def _keys(self, draft: Draft) -> list[ForeignKey]:
        head = draft.head
        return [key for key in self._said.keys if head and key.table == head.name and key.parent in self._said.by_name]

    def _empty(self, end: int, key: ForeignKey | None, draft: Draft) -> Iterator[Step]:
        head = draft.head
        column = head.column(key.column) if head and key else None
        if head and column:
            yield end, draft.with_test(Place(head, column), "{c} IS NULL")
