"""What is asked of a row that is named first: its columns, when somebody did something."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.filters.related import Object, joined
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS
from plugins.sql_assistant.composing.speech.rows_named import RowsNamed
from plugins.sql_assistant.composing.speech.said import Place, Said

_THINGS = frozenset(("something", "anything"))
_LAST = {"last": "MAX", "first": "MIN"}


class OfOne:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions) -> None:
        self._said = said
        self._conditions = conditions
        self._named = RowsNamed(said)

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._columns(at)
        if self._said.word(at) == "when" and self._said.word(at + 1) == "did":
            yield from self._when(at + 2)

    def _columns(self, at: int) -> Iterator[Step]:
        """``Olga Brandt's hourly wage``, ``Ida Moss's town and email``."""
        for start in self._said.behind(at, DETERMINERS):
            for end, table, tests in self._named.at(start):
                if self._said.word(end) != "s" or not all(self._said.is_a_name(test.place) for test in tests):
                    continue
                draft = Draft(head=table, tests=tests)
                yield from self._listed(end + 1, draft)

    def _listed(self, at: int, draft: Draft) -> Iterator[Step]:
        for end, meant in self._said.columns_at(at):
            place = surest([m for m in meant if m.place.table == draft.head])
            if place is None:
                continue
            shown = _with_shown(draft, place)
            yield end, shown
            if self._said.word(end) in ("and", ","):
                yield from self._listed(end + 1, shown)

    def _when(self, at: int) -> Iterator[Step]:
        """``(when did) Margaret Dunn last buy something``: the days of what was done."""
        for end, found in self._conditions.related.objects(at, None):
            function = _LAST.get(self._said.word(end), "")
            verb_at = end + bool(function)
            behind = verb_at + 1
            while self._said.word(behind) in _THINGS:
                behind += 1
            deeds = self._conditions.relations.deeds(self._said.word(verb_at)) if behind == len(self._said) else []
            for deed in deeds if len(deeds) == 1 else ():
                yield from (
                    (behind, draft) for draft in self._days(Draft(head=deed), found, self._said.word(verb_at), function)
                )

    def _days(self, rows: Draft, found: Object, verb: str, function: str) -> Iterator[Draft]:
        deed, place = rows.head, self._conditions.own_time(rows)
        relation = self._conditions.relations.between(verb, "", deed, found.table) if deed else None
        if deed is None or place is None or relation is None or not self._said.belongs(deed, found.table):
            return
        if self._conditions.relations.may_do(verb, found.table, relation.keys):
            shown = Draft(head=deed, figure=(function, (place,))) if function else Draft(head=deed, shown=(place,))
            yield joined(shown, found, relation)


def _with_shown(draft: Draft, place: Place) -> Draft:
    return Draft(head=draft.head, tests=draft.tests, shown=(*draft.shown, place))
