"""Conditions of rows of another table that are not there: with no orders, who never ordered, that nobody bought in 2024."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.filters.dated import Times
from plugins.sql_assistant.composing.filters.flagged import Flags
from plugins.sql_assistant.composing.filters.orphans import Orphans
from plugins.sql_assistant.composing.filters.valued import Values
from plugins.sql_assistant.composing.speech.phrases import DENIED, HANDLING, NEVER, NOBODY, NOT, NOT_HAVING, WITHOUT
from plugins.sql_assistant.composing.speech.relations import Relations
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.writer import NotClear, Writer
from plugins.sql_assistant.deeds import deeds_of
from plugins.sql_assistant.schema import Table

_ALIKE = 4
"""Letters that a verb and the table of what is done begin with alike."""

_AND_SO_ON = frozenset(
    "anything something with us here before at all yet a thing ever from any one anyone anybody".split()
)
_TO = frozenset(("in", "to", "for", "from", "on", "with", "at"))
_A = frozenset("a an any the single one out in their our us them of to for from on with at".split())
_AT_LAST = frozenset(
    "yet ever at all so far with us from for to on in of their its own record file them moment the".split()
)
_ANYHOW = frozenset("anything something by via through in a an any from with".split())
_PUT = frozenset("put included listed added".split())
_INTO = frozenset("in out on at to for part of through into".split())
"""What stands between "been" and what somebody had a part in."""

_NOW = ("yet", "at the moment", "right now", "now", "currently", "any more", "assigned", "assigned to them", "at all")
_PAST = ("ed", "d", "t", "en")


class Absent:
    """Reads them."""

    def __init__(self, said: Said, writer: Writer, values: Values, times: Times) -> None:
        self._said = said
        self._writer = writer
        self._values, self._times = values, times
        self._relations = Relations(said)
        self._orphans = Orphans(said, self._relations)
        self._flags = Flags(said)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        if draft.head is None:
            return
        for start, _ in (*self._said.one_of(at, WITHOUT), *self._said.one_of(at, NOT_HAVING)):
            for begin in self._said.behind(start, _A):
                for end, table in self._said.tables_at(begin):
                    yield from self._no_rows(end, table, draft)
                    for behind in (end, *(after for after, _ in self._said.one_of(end, _NOW))):
                        yield from self._orphans.of(behind, table, draft)
                if not self._names_own(begin, draft):  # without a phone: no number, and no call
                    yield from self._without_value(begin, self._children(draft), draft)
        for start, _ in self._said.one_of(at, (*NEVER, *NOT, "was never", "were never")):
            yield from self._not_done(start + (self._said.word(start) == "been"), draft, is_past=True)
        for start, _ in (*self._said.one_of(at, DENIED), *self._said.one_of(at, ("do not", "does not"))):
            yield from self._not_done(start, draft, is_past=False)
        for start, _ in self._said.one_of(at, NOBODY):
            begin = next(
                (end for end, _ in self._said.one_of(start, ("has ever", "have ever", "has", "have", "ever"))), start
            )
            yield from self._not_done(begin, draft, is_past=True)
        yield from self._orphans.at(at, draft)

    def _names_own(self, at: int, draft: Draft) -> bool:
        """Whether a column of the rows is named."""
        return any(m.place.table == draft.head for _, meant in self._said.columns_at(at) for m in meant)

    def _not_done(self, at: int, draft: Draft, *, is_past: bool) -> Iterator[Step]:
        """A deed with what it was done to: ``ordered anything``, ``placed an order``, ``did an oil change``."""
        verb = self._said.word(at)
        told = list(self._deeds(verb, draft, is_past=is_past))
        for table in told if len(told) == 1 else ():
            behind = at + 1
            while self._said.word(behind) in _AND_SO_ON or (
                self._said.word(behind) in _TO and self._said.word(behind + 1) in _AND_SO_ON
            ):
                behind += 1
            yield from self._no_rows(behind, table, draft, verb)
        is_handled = verb in HANDLING
        for begin in self._said.behind(at + 1, _A) if is_handled or told or verb in _PUT else ():
            for end, table in self._said.tables_at(begin):
                if is_handled or table in told:
                    yield from self._no_rows(end, table, draft, verb)
                yield from self._none_linked(end, table, told, draft)
            if is_handled or told:
                yield from self._without_value(begin, told or self._children(draft), draft, verb)
        for begin in self._said.behind(at + 1, _ANYHOW) if told else ():
            yield from self._without_value(begin, told, draft, verb)
        if verb in _INTO and self._said.word(at - 1) == "been":
            yield from self._been(at, draft)

    def _been(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(never been) in for a repair``, ``to a class``, ``out on loan``."""
        for begin in self._said.behind(at, _INTO | _A):
            for end, table in self._said.tables_at(begin) if begin > at else ():
                yield from self._no_rows(end, table, draft)
                yield from self._none_linked(end, table, (), draft)

    def _none_linked(self, end: int, table: Table, told: Sequence[Table], draft: Draft) -> Iterator[Step]:
        """No row of what joins the rows with those of another table: ``entered a race``, by the entries."""
        head = draft.head
        if head is None or table == head or self._said.belongs(table, head):
            return
        link = self._relations.linking(head, table) if not told else told[0] if len(told) == 1 else None
        if link and (not told or self._relations.is_with(link, table)):
            yield from self._no_rows(end, link, draft)

    def _without_value(self, at: int, among: Sequence[Table], draft: Draft, verb: str = "") -> Iterator[Step]:
        """Rows of another table that have a value, or belong to one that has it."""
        for table in among:
            rows = Draft(head=table)
            for end, found in (*self._values.own(at, rows), *self._flagged(at, rows)):
                place = found.tests[-1].place
                alike = [t for t in among if t == place.table or self._are_joined(t, place.table)]
                if place.table != draft.head and alike == [table] and found.tests[-1].text.startswith("{c} ="):
                    for behind in (end, *(after for after, named in self._said.tables_at(end) if named == table)):
                        for last in self._said.behind(behind, _AT_LAST):
                            yield from self._not_in(last, table, found.tests, draft, verb)

    def _flagged(self, at: int, rows: Draft) -> Iterator[Step]:
        """``fragile (parcel)``: a flag before the rows that have it."""
        for end, found in self._flags.at(at, rows):
            if found.tests[-1].text.endswith("1") and any(table == rows.head for _, table in self._said.tables_at(end)):
                yield end, found

    def _are_joined(self, one: Table, other: Table) -> bool:
        return any({key.table, key.parent} == {one.name, other.name} for key in self._said.keys)

    def _children(self, draft: Draft) -> list[Table]:
        head = draft.head
        return [t for t in self._said.tables if head and t != head and self._said.belongs(t, head)]

    def _deeds(self, verb: str, draft: Draft, *, is_past: bool) -> Iterator[Table]:
        """The tables of what a verb says that is done (ordered: orders; bought: sales) with rows of the head."""
        children = self._children(draft)
        if len(verb) < _ALIKE - 1 or not verb.isalpha():
            return
        meant = {name for deed in deeds_of(verb, children, frozenset()) for name in deed.tables}
        meant = meant or {table.name for table in self._relations.dated_by(verb)}
        for table in children:
            names = self._said.called(table)
            is_alike = len(names) == 1 and len(verb) > _ALIKE and names[0][:_ALIKE] == verb[:_ALIKE]
            if (is_alike and (not is_past or verb.endswith(_PAST))) or table.name in meant:
                yield table

    def _no_rows(self, end: int, table: Table, draft: Draft, verb: str = "") -> Iterator[Step]:
        """None at all, or none then."""
        for behind in self._said.behind(end, _AT_LAST):
            yield from self._not_in(behind, table, (), draft, verb)
        for start in self._said.behind(end, frozenset(("placed", "made", "at", "all"))):
            for after, found in self._times.at(start, Draft(head=table)):
                yield from self._not_in(after, table, found.tests, draft, verb)

    def _not_in(self, end: int, child: Table, tests: Sequence[Test], draft: Draft, verb: str = "") -> Iterator[Step]:
        head = draft.head
        key = [column for column in head.columns if column.is_key] if head else []
        if head is None or len(key) != 1 or self._relations.may_be_linked(head, child):
            return
        meant = self._relations.key_of(verb, head, child) if verb else None
        try:
            inner = self._writer.key_query(head, child, tests, meant)
        except NotClear:
            return
        yield end, draft.with_test(Place(head, key[0]), f"{{c}} NOT IN {inner}")
