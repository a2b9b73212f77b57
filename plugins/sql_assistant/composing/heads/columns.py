"""Columns that are asked for, and the kinds that they tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import all_of, is_kind, one_column, one_table, surest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, LINKS, SIGNS
from plugins.sql_assistant.composing.speech.said import Meant, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.values import repr_sql

_DIFFERENT = frozenset(("different", "distinct", "unique"))

_HELPERS = frozenset(("do", "does", "did"))
_BEING = frozenset("come live work have belong stay follow speak study play use".split())
"""Verbs that say no more of a column than that rows have it."""

_WE_HAVE = (
    *(
        f"{helper} {who} {verb}"
        for helper in ("do", "did")
        for who in ("we", "they", "you")
        for verb in "have offer sell serve keep stock run".split()
    ),
    "are there",
    "we have",
    "we offer",
)
_EACH = frozenset(("each", "every"))
_THE = frozenset(("the", "their", "its", "also"))


class Columns:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._columns_of(at)
        yield from self._different(at)
        yield from self._different_of_a_kind(at)
        yield from self._kinds_with_many(at)
        yield from self._kinds_of_rows(at)
        yield from self._kinds_that_we_have(at)

    def _columns_of(self, at: int) -> Iterator[Step]:
        """``names and cities of all customers``, ``phone number of Anna Smith``."""
        for start in self._said.behind(at, DETERMINERS):
            for end, listed in self._listed(start):
                for of in self._said.behind(end, LINKS):
                    if of == end and end < len(self._said):
                        continue
                    for behind, draft in (*self._rows.of(of, Draft()), *self._rows.of_a_kind(of)):
                        if self._may_be_added_up(start, end, behind):
                            continue
                        if draft.head and (shown := all_of(listed, draft.head)):
                            is_each = bool(_EACH & set(self._said.lower[end:behind]))
                            is_more = is_each and not any(map(self._said.is_a_name, shown))
                            yield behind, replace(draft, beside=shown) if is_more else replace(draft, shown=shown)
                    for places in one_table(listed):
                        if not all(map(self._said.is_flag, places)):  # frequent flyers are rows
                            yield of, Draft(head=places[0].table, shown=places)
            yield from self._of_several(start)
            yield from self._described_column(start)

    def _of_several(self, at: int) -> Iterator[Step]:
        """``name and department of each employee``: columns, and rows that each one belongs to."""
        for end, listed in self._listed(at):
            tables: list[Table] = []
            while self._said.word(end) in ("and", ",") and (named := self._said.tables_at(end + 1)):
                end, table = named[0]
                tables.append(table)
            shown_end, more = (
                next(self._listed(end + 1), (end, [])) if self._said.word(end) in ("and", ",") else (end, [])
            )
            for of in self._said.behind(shown_end, LINKS) if tables else ():
                for behind, draft in (*self._rows.of(of, Draft()), *self._rows.of_a_kind(of)) if of > shown_end else ():
                    names = [self._said.names_of(table) for table in tables]
                    is_above = all(draft.head and self._said.belongs(draft.head, table) for table in tables)
                    shown = all_of(listed, draft.head) if draft.head else ()
                    last = all_of(more, draft.head) if draft.head else ()
                    if shown and is_above and all(names) and (last or not more):
                        places = (*shown, *(place for own in names for place in own), *last)
                        yield behind, replace(draft, shown=places)

    def _described_column(self, at: int) -> Iterator[Step]:
        """``all fantasy titles``: a value before what rows are called by."""
        for end, values in self._said.values_at(at):
            for behind, meant in self._said.columns_at(end):
                for place in (m.place for m in meant if m.strength == 3 and self._said.is_a_name(m.place)):
                    if any(m.place.table == place.table for m in values):
                        for after, draft in self._conditions.at(at, Draft(head=place.table, shown=(place,))):
                            if after == end:
                                yield behind, draft

    def _may_be_added_up(self, start: int, end: int, behind: int) -> bool:
        """Whether a column is called as a sum is, and said of rows in the plural (total of cancelled orders)."""
        is_sum = end == start + 1 and self._said.word(start) in ("total", "sum")
        return is_sum and self._said.stems[behind - 1] != self._said.lower[behind - 1]

    def _listed(self, at: int) -> Iterator[tuple[int, list[list[Meant]]]]:
        """Columns one after another."""
        for end, meant in self._named(at):
            yield end, [meant]
            after = end
            while self._said.word(after) in ("and", ",", "plus", "&"):
                after += 1
            for start in self._said.behind(after, _THE) if after > end else ():
                for last, more in self._listed(start):
                    yield last, [meant, *more]
                for last, found in self._said.last_words_at(start):  # title and year: of release
                    yield last, [meant, found]

    def _named(self, at: int) -> Iterator[tuple[int, list[Meant]]]:
        """Columns by what they are called; "name" stands for all that rows are called by."""
        if self._said.stems[at : at + 1] == ["name"]:
            yield at + 1, [Meant(p) for p in self._said.places if self._said.is_a_name(p)]
        yield from self._said.columns_at(at)

    def _different(self, at: int) -> Iterator[Step]:
        """``different cities``, ``which genres are there``."""
        for start in self._said.behind(at, DETERMINERS):
            is_told = self._said.word(start) in _DIFFERENT
            for end, meant in self._said.columns_at(start + is_told):
                place = surest(meant)
                is_plural = self._said.stems[end - 1] != self._said.lower[end - 1]
                if (
                    place
                    and (is_told or is_plural)
                    and is_kind(place)
                    and (not self._names_more(end) or self._said.word(end) in _HELPERS)
                ):
                    draft = Draft(head=place.table, shown=(place,), is_distinct=True)
                    yield end, draft
                    if self._said.begins(end, "do we") == len(self._said) - 1:
                        yield len(self._said), draft

    def _different_of_a_kind(self, at: int) -> Iterator[Step]:
        """``different laptop models``: the kinds that rows with a value are of."""
        for start in self._said.behind(at, DETERMINERS):
            for after, values in self._said.values_at(start + 1) if self._said.word(start) in _DIFFERENT else ():
                for end, meant in self._said.columns_at(after):
                    place = surest([m for m in meant if any(v.place.table == m.place.table for v in values)])
                    own = [v for v in values if place and v.place.table == place.table and v.place != place]
                    if place and len(own) == 1 and is_kind(place) and is_kind(own[0].place):
                        draft = Draft(head=place.table, shown=(place,), is_distinct=True)
                        yield end, draft.with_test(own[0].place, f"{{c}} = {repr_sql(own[0].value)}")

    def _kinds_of_rows(self, at: int) -> Iterator[Step]:
        """``(which) countries do our suppliers come from``: the kinds that the rows are of."""
        for start in self._said.behind(at, DETERMINERS | _DIFFERENT):
            for end, meant in self._said.columns_at(start):
                if self._said.word(end) not in ("do", "does", "did"):
                    continue
                for behind, draft in self._rows.of(end + 1, Draft()):
                    place = surest([m for m in meant if m.place.table == draft.head])
                    for after, tested in ((behind, draft), *self._conditions.at(behind, draft)):
                        stop = after + 1 + (self._said.word(after + 1) in ("from", "in", "at", "to", "for"))
                        is_end = stop == len(self._said) or self._said.word(stop) in ("no", "without", "each", "please")
                        if place and is_kind(place) and self._said.word(after) in _BEING and is_end:
                            yield stop, replace(tested, shown=(place,), is_distinct=True)

    def _kinds_that_we_have(self, at: int) -> Iterator[Step]:
        """``(in which) towns do we have members``, ``(which) towns do we have shops in``, ``different yoga levels do we offer``."""
        for start in self._said.behind(at, DETERMINERS | _DIFFERENT | {"which", "what", "in"}):
            for before, tested in self._described(start):
                for end, meant in self._said.columns_at(before):
                    places = [m for m in meant if before == start or m.place.table == tested.head]
                    for stop, table in self._had_at(end, is_told=before > start):
                        place = surest([m for m in places if table in (None, m.place.table)])
                        is_own = any(test.place == place for test in tested.tests)
                        if place and is_kind(place) and not is_own and (table or tested.head):
                            head = replace(tested, head=place.table)
                            yield stop, replace(head, shown=(place,), is_distinct=True)

    def _described(self, at: int) -> Iterator[Step]:
        """Nothing, or a value of a table before a column of it (yoga levels)."""
        yield at, Draft()
        for end, meant in self._said.values_at(at):
            for place in {m.place for m in meant if is_kind(m.place)}:
                for behind, draft in self._conditions.described(at, Draft(head=place.table)):
                    if behind == end:
                        yield end, draft

    def _had_at(self, at: int, *, is_told: bool) -> Iterator[tuple[int, Table | None]]:
        """(place behind, table) for ``do we have (shops in)``, ``are there``, or nothing more where a value was told."""
        for end, _ in self._said.one_of(at, _WE_HAVE):
            if end == len(self._said):
                yield end, None
            for behind, draft in self._rows.of(end, Draft()):
                stop = behind + (self._said.word(behind) in ("in", "from", "at"))
                if stop == len(self._said) and not draft.tests:
                    yield stop, draft.head
        if is_told and at == len(self._said):
            yield at, None

    def _names_more(self, at: int) -> bool:
        return any(
            any(self._said.tables_at(n)) or self._said.word(n) in ("and", ",") for n in range(at, len(self._said))
        )

    def _kinds_with_many(self, at: int) -> Iterator[Step]:
        """``which genres have at least 3 titles``: rows of a kind that are many."""
        for end, place in one_column(self._said, at):
            if not is_kind(place):
                continue
            for start in self._said.behind(end, LINKS):
                for after, phrase in self._said.one_of(start, tuple(SIGNS)):
                    number = self._said.number(after)
                    named = {e for e, table in self._said.tables_at(after + 1) if table == place.table}
                    named |= {
                        e
                        for e, meant in self._said.columns_at(after + 1)
                        for m in meant
                        if m.place.table == place.table and self._said.is_a_name(m.place)
                    }
                    for stop in named if number else ():
                        yield stop, Draft(head=place.table, group=place, having=f"{SIGNS[phrase]} {number}")
