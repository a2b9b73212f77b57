"""Drafts written as queries, in the form that every model of ours writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Test
from plugins.sql_assistant.composing.speech.joining import Joining, NotClear, multiplied
from plugins.sql_assistant.composing.speech.naming import own_names
from plugins.sql_assistant.composing.speech.said import Place
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.wording import Wording

__all__ = ["NotClear", "Writer"]


class Writer:
    """Writes drafts over one schema."""

    def __init__(self, tables: Sequence[Table], keys: Sequence[ForeignKey], wording: Wording) -> None:
        self._tables = {table.name: table for table in tables}
        self._keys = [key for key in keys if key.table in self._tables and key.parent in self._tables]
        self._joining = Joining(self._keys)
        self._wording = wording

    def sql(self, draft: Draft, told: frozenset[ForeignKey] = frozenset()) -> str:
        """The query.

        Args:
            told: keys of which the question speaks.

        Raises:
            NotClear: see there.
        """
        head = draft.head
        equal = [test.place for test in draft.tests if test.text.startswith("{c} = ")]
        empty = {test.place for test in draft.tests if test.text.endswith("IS NULL")}
        filled = {test.place for test in draft.tests if test.text.endswith("IS NOT NULL")}
        if head is None or len(set(equal)) < len(equal) or empty & {*equal, *filled}:
            raise NotClear
        names = self._names(draft)
        first = draft.group_rows or (head if not draft.group or draft.group.table == head else draft.group.table)
        inside = [test.text for test in draft.tests if "NOT IN ( SELECT" in test.text]
        if any(f" FROM {self._wording.table(name)} )" in text for text in inside for name in names):
            raise NotClear  # a condition on rows that are not there
        path = self._joining.path(head.name, names, draft.joined, told) if len(names) > 1 or draft.joined else []
        joins, rows_of = self._joined(first.name, path), multiplied(path, head.name)
        is_joined = len(names) > 1
        if draft.figure and draft.figure[0] == "PERCENT" and (is_joined or not draft.tests or draft.group):
            raise NotClear
        counts = draft.figure is not None or draft.counted is not None
        each = draft.figure == ("COUNT", ()) and not (draft.group or draft.group_rows or draft.counted or draft.having)
        if each and rows_of and (draft.is_distinct or is_of_people(head)):
            draft = replace(draft, figure=("COUNT", (self._key_place(head),)), is_distinct=True)
        elif counts and rows_of and not (draft.counted and rows_of <= {draft.counted.name}):
            raise NotClear  # rows of the head would be counted several times
        beside = {place.table.name for place in draft.beside} - {head.name}
        is_each = bool(rows_of) and not beside & rows_of
        distinct = "DISTINCT " if not counts and (draft.is_distinct or is_each) else ""
        shown = " , ".join(self._shown(draft, head, is_joined=is_joined))
        where = " AND ".join(self._test(test, is_joined) for test in draft.tests)
        conditions = ("WHERE", where) if where else ()
        return " ".join(
            ("SELECT", f"{distinct}{shown}", "FROM", joins, *conditions, *self._behind(draft, is_joined=is_joined))
        )

    def _names(self, draft: Draft) -> frozenset[str]:
        places = [*draft.shown, *draft.beside, *(test.place for test in draft.tests)]
        places += [place for place in (draft.group, (draft.order or (None,))[0]) if place]
        places += draft.figure[1] if draft.figure else ()
        tables = [draft.head, draft.group_rows, draft.counted]
        return frozenset((*(p.table.name for p in places), *(t.name for t in tables if t is not None)))

    def _shown(self, draft: Draft, head: Table, *, is_joined: bool) -> Iterator[str]:
        if draft.group_rows is not None:
            if not own_names(draft.group_rows, self._wording):
                raise NotClear  # nothing that the rows are called by
            yield from self._called(draft.group_rows, is_joined=is_joined)
        elif draft.group is not None:
            yield self._group(draft, is_joined)
        elif draft.figure is None:
            if draft.shown:
                yield from (self._column(place, is_joined) for place in draft.shown)
            else:
                yield from self._called(head, is_joined=is_joined)
            yield from (self._column(place, is_joined) for place in draft.beside)
        if draft.figure is not None and not draft.is_figure_hidden:
            yield self._figure(draft, is_joined)
            for function in draft.further:
                yield self._figure(replace(draft, figure=(function, draft.figure[1])), is_joined)

    def _test(self, test: Test, is_joined: bool) -> str:
        text = test.text.replace("{c}", self._column(test.place, is_joined))
        text = text.replace("{inner}", self.of_row(*test.inner)) if test.inner else text
        return text.replace("{d}", self._column(test.other, is_joined)) if test.other else text

    def _group(self, draft: Draft, is_joined: bool) -> str:
        column = self._column(draft.group, is_joined) if draft.group else ""
        return f"strftime ( '{draft.group_form}' , {column} )" if draft.group_form else column

    def _figure(self, draft: Draft, is_joined: bool) -> str:
        function, places = draft.figure or ("COUNT", ())
        if function == "PERCENT":
            head = self._wording.table(draft.head.name) if draft.head else ""
            return " ".join(("100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM", head, ")"))
        inner = " * ".join(self._column(place, is_joined) for place in places) or "*"
        return f"{function} ( {'DISTINCT ' if draft.is_distinct and places else ''}{inner} )"

    def _called(self, table: Table, *, is_joined: bool) -> Iterator[str]:
        if found := own_names(table, self._wording):
            yield from (self._column(Place(table, column), is_joined) for column in found)
        else:
            yield f"{self._wording.table(table.name)} . *" if is_joined else "*"

    def _behind(self, draft: Draft, *, is_joined: bool) -> Iterator[str]:
        each = draft.group_rows or (draft.head if draft.counted else None)
        if draft.group is not None:
            yield f"GROUP BY {self._group(draft, is_joined)}"
        elif each is not None:
            yield f"GROUP BY {self._key(each, is_joined)}"
        if draft.having:
            yield f"HAVING {self._figure(draft, is_joined)} {draft.having}"
        if draft.order is not None:
            place, falls = draft.order
            by = self._column(place, is_joined) if place else self._figure(draft, is_joined)
            yield f"ORDER BY {by} {'DESC' if falls else 'ASC'}"
        if draft.limit:
            yield f"LIMIT {draft.limit}"

    def _key(self, table: Table, is_joined: bool) -> str:
        return self._column(self._key_place(table), is_joined)

    def _key_place(self, table: Table) -> Place:
        keys = [column for column in table.columns if column.is_key]
        if len(keys) != 1:
            raise NotClear
        return Place(table, keys[0])

    def _column(self, place: Place, is_joined: bool) -> str:
        name = self._wording.column(place.table.name, place.column.name)
        return f"{self._wording.table(place.table.name)} . {name}" if is_joined else name

    def key_query(
        self, parent: Table, child: Table, tests: Sequence[Test] = (), meant: ForeignKey | None = None
    ) -> str:
        """What stands behind the column in ``id NOT IN ( SELECT parent_id FROM child )``, of the rows of the child that meet the tests.

        Args:
            meant: the key that is meant where there are several.
        """
        keys = [key for key in self._keys if key.table == child.name and key.parent == parent.name]
        keys = [meant] if meant in keys else keys
        if len(keys) != 1:
            raise NotClear
        names = frozenset((child.name, *(test.place.table.name for test in tests)))
        is_joined = len(names) > 1
        path = self._joining.path(child.name, names, (), frozenset()) if is_joined else []
        column = self._wording.column(child.name, keys[0].column)
        shown = f"{self._wording.table(child.name)} . {column}" if is_joined else column
        where = " AND ".join(self._test(test, is_joined) for test in tests)
        conditions = ("WHERE", where) if where else ()
        return " ".join(("( SELECT", shown, "FROM", self._joined(child.name, path), *conditions, ")"))

    def of_row(self, place: Place, tests: Sequence[Test]) -> str:
        """What a column holds in the row that meets some conditions, as a query in brackets."""
        where = " AND ".join(self._test(test, False) for test in tests)
        table = self._wording.table(place.table.name)
        return " ".join(("( SELECT", self._column(place, False), "FROM", table, "WHERE", where, ")"))

    def average(self, place: Place, tests: Sequence[Test] = ()) -> str:
        """The average of a column over all rows, or over those that meet some conditions, as a query in brackets."""
        where = " AND ".join(self._test(test, False) for test in tests)
        conditions = ("WHERE", where) if where else ()
        table = self._wording.table(place.table.name)
        return " ".join(("( SELECT AVG (", self._column(place, False), ") FROM", table, *conditions, ")"))

    def _joined(self, first: str, keys: Collection[ForeignKey]) -> str:
        done, left = {first}, list(keys)
        text = self._wording.table(first)
        while left:
            key = next((key for key in left if len(done & {key.table, key.parent}) == 1), None)
            if key is None:
                raise NotClear
            new = key.parent if key.table in done else key.table
            text += f" JOIN {self._wording.table(new)} ON {self._condition(key)}"
            done.add(new)
            left.remove(key)
        return text

    def _condition(self, key: ForeignKey) -> str:
        child = f"{self._wording.table(key.table)} . {self._wording.column(key.table, key.column)}"
        parent = f"{self._wording.table(key.parent)} . {self._wording.column(key.parent, key.parent_column)}"
        return f"{child} = {parent}"
