"""Rows that are asked for without the name of their table: everybody from Leeds, everything with a rating of E, plumbing jobs."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.amounts.belonging import is_spender
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table

_PERSONS = frozenset("who people persons person everyone everybody anyone anybody folks somebody someone those".split())
_THINGS = frozenset(("everything", "anything", "things", "items", "something"))
_NOUNS = frozenset("jobs job things thing items item places place ones pieces records entries cases".split())
"""What people call rows of any table, behind the words that say which."""

_CHILDREN = frozenset(("kids", "kid", "children"))
_PREPOSITIONS = frozenset(
    "from in since before after of during until on over under above below between less more".split()
)
_WORKING = frozenset(("works", "work", "working", "worked"))
_OF_CHILDREN = frozenset(("pupil", "student", "scholar"))
_MOST_BEFORE = 4


class Anybody:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions) -> None:
        self._said = said
        self._conditions = conditions

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place: rows of whatever table the first condition is of; of several, none is sure."""
        for start in self._said.behind(at, DETERMINERS):
            word = self._said.word(start)
            if list(self._said.tables_at(start)):
                return
            meant = [table for table in self._said.tables if self._may_be(word, table)]
            is_bare = self._said.word(start + 1) in _PREPOSITIONS  # from 2025: of whatever has a date
            named = [table for table in meant if self._said.names_of(table) and not is_bare]
            found = [step for table in named for step in self._own(start + 1, table)]
            yield from found or (step for table in meant for step in self._own(start + 1, table))
            if word in _CHILDREN and len(meant) == 1:
                yield start + 1, Draft(head=meant[0])
            yield from self._described(start)

    def _may_be(self, word: str, table: Table) -> bool:
        """Whether a word that names no table may stand for rows of one."""
        if is_of_people(table):
            return word in _PERSONS or (word in _CHILDREN and self._is_of_children(table))
        return word in _THINGS

    def _is_of_children(self, table: Table) -> bool:
        return is_of_people(table) and bool(set(self._said.called(table)) & _OF_CHILDREN)

    def _own(self, at: int, table: Table) -> Iterator[Step]:
        """Behind a word for rows of any table a condition on their own columns."""
        start = at + (self._said.word(at) in ("who", "that"))
        if self._said.word(start) in _WORKING and is_of_people(table) and not is_spender(table):
            at = start + 1
        for end, draft in self._conditions.own(at, Draft(head=table)):
            if all(test.place.table == table and " LIKE " not in test.text for test in draft.tests):
                yield end, draft

    def _described(self, at: int) -> Iterator[Step]:
        """``plumbing jobs``, ``furnished places``: a value or a flag of one table before such a word."""
        for table in self._said.tables:
            for end, draft in self._before(at, Draft(head=table)):
                is_own = draft.tests and all(test.place.table == table for test in draft.tests)
                if is_own and self._said.word(end) in _NOUNS and not list(self._said.tables_at(end)):
                    yield end + 1, draft

    def _before(self, at: int, draft: Draft) -> Iterator[Step]:
        """Conditions one after another, without words between."""
        yield at, draft
        for end, found in (*self._conditions.described(at, draft),) if len(draft.tests) < _MOST_BEFORE else ():
            if end > at:
                yield from self._before(end, found)
