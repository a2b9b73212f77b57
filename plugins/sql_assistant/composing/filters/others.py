"""Comparisons with another row of the same table: pricier than Black Tea, from the same city as Leo Banner, who reports to Agnes Morrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.filters.dated import Times
from plugins.sql_assistant.composing.filters.numbers import Numbers
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, UNITS, WITHOUT
from plugins.sql_assistant.composing.speech.relations import kernel
from plugins.sql_assistant.composing.speech.rows_named import RowsNamed
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.speech.verbs import fits
from plugins.sql_assistant.composing.writer import Writer
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.short import name_words

_MEASURES = frozenset(UNITS) | {"twice", "half", "much", "times", "far", "not"}
_SAME = ("the same", "same")
_BIRTHS = frozenset("birth born dob birthday birthdate".split())
_BEGINNINGS = frozenset("founded founding established built opened year since".split())
_AGES: dict[str, tuple[str, bool]] = {
    "older than": ("<", True),
    "younger than": (">", True),
    "newer than": (">", False),
    "born before": ("<", True),
    "born after": (">", True),
}
"""The comparison of dates that they mean, and whether births are."""

_BEFORE_AFTER = {"before": "<", "earlier than": "<", "after": ">", "later than": ">"}
_BETTER = {"higher": ">", "bigger": ">", "larger": ">", "greater": ">", "more": ">", "longer": ">", "better": ">"} | {
    "lower": "<", "smaller": "<", "less": "<", "fewer": "<", "shorter": "<"
}  # fmt: skip
_REPORTS = frozenset(("report", "reports", "reporting", "reported"))
_BOSSES = frozenset("manager boss supervisor superior chief head lead".split())
_TO = frozenset("to for under by".split())
_COPULAS = frozenset("who that which is are was were do does did be been".split())


class Others:
    """Reads them."""

    def __init__(self, said: Said, writer: Writer, numbers: Numbers, times: Times) -> None:
        self._said = said
        self._writer = writer
        self._numbers = numbers
        self._times = times
        self._named = RowsNamed(said)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        head = draft.head
        if head is None or draft.counted:
            return
        for start in self._said.behind(at, _COPULAS):
            yield from self._more(start, draft, head)
            yield from self._more_of(start, draft, head)
            yield from self._then(start, draft, head)
            yield from self._of_itself(start, draft, head)
        for start in self._said.behind_links(at):
            yield from self._same(start, draft, head)

    def _row(self, at: int, head: Table) -> Iterator[tuple[int, tuple[Test, ...]]]:
        """One row of a table by its whole name, or its number."""
        for start in self._said.behind(at, DETERMINERS - {"all", "any", "each", "every", "of"}):
            for end, table, tests in self._named.at(start):
                names = self._said.names_of(head)
                is_whole = [test.place for test in tests] == names or all(test.place.column.is_key for test in tests)
                is_one = all(" = " in test.text for test in tests)
                if table == head and is_whole and is_one:
                    yield end, tests

    def _more(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``pricier than Black Tea``, ``earn more than Colin Reyes``, ``weighing as much as Bella``."""
        if self._said.number(at - 1) or self._said.word(at - 1) in _MEASURES:
            return  # three euros pricier than
        for after, place, sign in self._numbers.measured_against(at, draft):
            yield from self._compared(after, place, sign, draft, head)

    def _more_of(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``with a higher budget than Apollo``, ``with more stock than Rye Bread``."""
        start = at + (self._said.word(at) in ("with", "having", "has", "have"))
        start += self._said.word(start) in ("a", "an")
        sign = _BETTER.get(self._said.word(start))
        for end, meant in self._said.columns_at(start + 1) if sign and start > at else ():
            place = surest([m for m in meant if m.place.table == head and self._said.is_measure(m.place)])
            if place and self._said.word(end) == "than":
                yield from self._compared(end + 1, place, sign or "", draft, head)

    def _then(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``older than Theo Marsh``, ``hired before Sam Pike``."""
        for after, phrase in self._said.one_of(at, tuple(_AGES)):
            sign, is_of_births = _AGES[phrase]
            own = [
                p for p in self._said.places if p.table == head and (self._said.is_date(p) or is_year(p.column.name))
            ]
            born = [p for p in own if name_words(p.column.name) & _BIRTHS]
            begun = [p for p in own if name_words(p.column.name) & _BEGINNINGS]
            places = born if is_of_births and born else begun if not (born or is_of_people(head)) else []
            if len(places) == 1:
                yield from self._compared(after, places[0], sign, draft, head)
        for after, phrase in self._said.one_of(at + 1, tuple(_BEFORE_AFTER)):
            place = self._times.dated(self._said.word(at), draft)
            if place and place.table == head:
                yield from self._compared(after, place, _BEFORE_AFTER[phrase], draft, head)

    def _same(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``in the same city as Leo Banner``, ``in the same team as Max Orr``."""
        for start, _ in self._said.one_of(at, _SAME):
            for end, meant in self._said.columns_at(start):
                if place := surest([m for m in meant if m.place.table == head]):
                    yield from self._compared(end, place, "=", draft, head, word="as")
            for end, table in self._said.tables_at(start):
                keys = [key for key in self._said.keys if (key.table, key.parent) == (head.name, table.name)]
                column = head.column(keys[0].column) if len(keys) == 1 and head != table else None
                if column:
                    yield from self._compared(end, Place(head, column), "=", draft, head, word="as")

    def _compared(self, at: int, place: Place, sign: str, draft: Draft, head: Table, word: str = "") -> Iterator[Step]:
        """The comparison with the row that is named behind it."""
        if word and self._said.word(at) != word:
            return
        for end, tests in self._row(at + bool(word), head):
            if place not in [test.place for test in tests]:
                yield end, draft.with_test(place, f"{{c}} {sign} {self._writer.of_row(place, tests)}")

    def _of_itself(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``(who) reports to Agnes Morrow``, ``managed by Agnes``; ``whose manager is Agnes``."""
        for key in self._keys(head):
            column, verb = head.column(key.column), self._said.word(at)
            if column is None:
                continue
            is_said = _is_under(verb, key) and self._said.word(at + 1) in _TO
            is_named = (
                self._said.word(at) == "whose"
                and self._said.word(at + 2) == "is"
                and self._said.word(at + 1) in kernel(key)
            )
            start = at + 2 if is_said else at + 3
            for end, tests in self._row(start, head) if is_said or is_named else ():
                inner = self._writer.of_row(Place(head, _key_of(head, key)), tests)
                yield end, replace(draft.with_test(Place(head, column), f"{{c}} = {inner}"), is_of_itself=True)
        yield from self._without(at, draft, head)

    def _without(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``without a manager``."""
        for start, _ in self._said.one_of(at, WITHOUT):
            for key in self._keys(head):
                column = head.column(key.column)
                if column and self._said.word(start) in kernel(key):
                    yield start + 1, replace(draft.with_test(Place(head, column), "{c} IS NULL"), is_of_itself=True)

    def above(self, at: int) -> Iterator[Step]:
        """``the manager of Sam Pike``, ``Sam Pike's manager``, ``(who) manages Sam Pike``, ``(who) does Sam Pike report to``."""
        for key in (key for key in self._said.keys if key.table == key.parent):
            head = self._said.by_name[key.table]
            for end, tests in self._under(at, key, head):
                column = head.column(key.column)
                if column:
                    inner = self._writer.of_row(Place(head, column), tests)
                    draft = Draft(head=head).with_test(Place(head, _key_of(head, key)), f"{{c}} = {inner}")
                    yield end, replace(draft, is_of_itself=True)

    def _under(self, at: int, key: ForeignKey, head: Table) -> Iterator[tuple[int, tuple[Test, ...]]]:
        """The row below the one that is asked for."""
        word = self._said.word
        for start in self._said.behind(at, DETERMINERS | {"who", "is", "was"}):
            if word(start) in kernel(key) and word(start + 1) == "of":
                yield from self._row(start + 2, head)
            if (
                word(start - 1) == "who"
                and word(start) not in kernel(key)
                and any(name.endswith(("er", "or")) and fits(word(start), name) for name in kernel(key))
            ):
                yield from self._row(start + 1, head)
            for end, tests in self._row(start, head):
                if word(end) == "s" and word(end + 1) in kernel(key):
                    yield end + 2, tests
        if word(at) == "who" and word(at + 1) in ("does", "did"):
            for end, tests in self._row(at + 2, head):
                if word(end + 1) in _TO - {"by"} and _is_under(word(end), key):
                    yield end + 2, tests

    def _keys(self, head: Table) -> list[ForeignKey]:
        return [key for key in self._said.keys if key.table == key.parent == head.name]


def _is_under(verb: str, key: ForeignKey) -> bool:
    """Whether a verb says that a row belongs under another by the key (reports to, is managed by)."""
    names = kernel(key)
    return any(fits(verb, name) for name in names) or (verb in _REPORTS and bool(names & _BOSSES))


def _key_of(table: Table, key: ForeignKey) -> Column:
    return table.column(key.parent_column) or table.columns[0]
