"""Conditions that the query of a question must have: values that it plainly names, flags that it says, rows that it names by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from plugins.sql_assistant.dated_by import dates_meant
from plugins.sql_assistant.free_texts import signs_around
from plugins.sql_assistant.gbnf import words_of
from plugins.sql_assistant.linking import named_tables
from plugins.sql_assistant.literal_rules import either_case
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.reading import Reading
from plugins.sql_assistant.roles import keys_not_set
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.told_numbers import ToldNumber
from plugins.sql_assistant.told_times import ToldTime
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.words import parts, stem

Written = Callable[[Table, str], str]
"""A column as the query writes it, as a GBNF expression."""

_NUMBERED = re.compile(
    r"([^\W\d_]+)\s+(?:(?:no\.?|nr\.?|number|id|code)\s+)?#?(\d{1,7})(?![\d.,:/-]|\s*(?:%|[a-z]+s\b))", re.IGNORECASE
)
_YEARS = range(1900, 2101)
_NUMBERS = frozenset(("number", "code"))
_NO_NUMBERS = frozenset("phone tel mobile fax count amount quantity post postal zip area country".split())
_LISTED_AT_MOST = 3


class Needed:
    """The conditions of one question.

    Args:
        tables: all that may be read.
        keys: between them.
        told: the numbers that the question says.
        times: the times that it says.
    """

    def __init__(
        self,
        reading: Reading,
        tables: Sequence[Table],
        keys: Sequence[ForeignKey],
        told: Sequence[ToldNumber] = (),
        times: Sequence[ToldTime] = (),
    ) -> None:
        self._reading = reading
        self._links = reading.links
        self._keys = keys
        self._flags = sorted(reading.said_flags)
        self._unset = keys_not_set(reading.question, keys, reading.links.named) if reading.is_narrow else []
        unset = {(key.table, key.column) for key in self._unset}
        self._missing = sorted(reading.links.missing - unset) if reading.is_narrow else []
        self.numbered = tuple(_numbered(reading, tables)) if reading.is_narrow else ()
        in_years = any(is_year(column) for number in told for _, column in number.columns or ())
        self._times = () if in_years or reading.wants.negates else times
        self._dates = sorted(dates_meant(reading, tables)) if self._times else []
        taken = {number for _, number in self.numbered}
        self._compared = [one for one in told if one.is_needed and one.columns and not taken & set(one.numbers)]

    def holders(self) -> Iterator[frozenset[str]]:
        """For each row that is named by number, the tables that have the number."""
        yield from (frozenset({key.table}) for key in self._unset)
        if self._missing:
            yield frozenset(table for table, _ in self._missing)
        for number in self._compared:
            yield frozenset(table for table, _ in number.columns or ())
        yield from self._part_holders()
        if self._dates:
            yield frozenset(table for table, _ in self._dates)
        for table, _ in self.numbered:
            yield frozenset((table.name, *(key.table for key in self._keys if key.parent == table.name)))

    def tests(self, tables: Sequence[Table], written: Written, *, flags_only: bool) -> Iterator[str]:
        """One choice of conditions for each thing named, over the tables of a query."""
        if not flags_only:
            yield from self._of_values(tables, written)
            yield from self._of_parts(tables, written)
            yield from self._of_times(tables, written)
        yield from self._of_flags(tables, written)
        names = {table.name: table for table in tables}
        yield from (f'{written(names[k.table], k.column)} " IS NULL"' for k in self._unset if k.table in names)
        if tests := [f'{written(names[t], column)} " IS NULL"' for t, column in self._missing if t in names]:
            yield " | ".join(tests)
        for told in self._compared:
            if tests := [f'{written(names[t], c)} " {told.test}"' for t, c in sorted(told.columns or ()) if t in names]:
                yield " | ".join(tests)
        for table, number in self.numbered:
            if places := list(self._number_places(table, tables)):
                yield " | ".join(f'{written(t, c.name)} " = {_number(c, number)}"' for t, c in places)

    def _of_values(self, tables: Sequence[Table], written: Written) -> Iterator[str]:
        places: dict[str, list[tuple[Table, str]]] = {}
        for table in tables:
            for column in table.columns:
                for value in filter(self._reading.names_plainly, self._links.values.get((table.name, column.name), ())):
                    places.setdefault(value, []).append((table, column.name))
        groups: dict[frozenset[tuple[str, str]], list[str]] = {}
        for value, where in places.items():
            groups.setdefault(frozenset((table.name, column) for table, column in where), []).append(value)
        for values in groups.values():
            where = places[values[0]]
            yield " | ".join(f'{written(*place)} " " ( {_any_of(values, len(where))} )' for place in where)

    def _part_holders(self) -> Iterator[frozenset[str]]:
        """For each name that stands inside longer values, the tables that have them."""
        if not self._reading.is_narrow or self._reading.wants.negates:
            return
        for text in dict.fromkeys(text for texts in self._links.inside.values() for text in texts):
            yield frozenset(table for (table, _), texts in self._links.inside.items() if text in texts)

    def _of_parts(self, tables: Sequence[Table], written: Written) -> Iterator[str]:
        """Names that stand inside longer values."""
        places: dict[str, list[str]] = {}
        for table in tables:
            for column in table.columns:
                for text in self._links.inside.get((table.name, column.name), ()):
                    places.setdefault(text, []).append(written(table, column.name))
        before, behind = signs_around(self._reading.question)
        for text, columns in places.items() if self._reading.is_narrow else ():
            part = f"{before} {either_case(repr_sql(text)[1:-1])} {behind}"
            yield f"""( {" | ".join(columns)} ) " LIKE '" {part} "'" """.rstrip()

    def _of_times(self, tables: Sequence[Table], written: Written) -> Iterator[str]:
        names = {table.name: table for table in tables}
        columns = [written(names[t], column) for t, column in self._dates if t in names]
        for told in self._times if columns else ():
            yield " | ".join(told.written(column) for column in columns)

    def _of_flags(self, tables: Sequence[Table], written: Written) -> Iterator[str]:
        flags: dict[str, list[str]] = {}
        for table in tables:
            for name in (column for owner, column in self._flags if owner == table.name):
                flags.setdefault(name, []).append(f'{written(table, name)} " = " [01]')
        yield from (" | ".join(tests) for tests in flags.values())

    def _number_places(self, named: Table, tables: Sequence[Table]) -> Iterator[tuple[Table, Column]]:
        """Columns that hold the number of a row: its table's own, or keys that refer to it."""
        for table in tables:
            if table is named:
                yield from ((table, column) for column in _numbers_of_rows(table))
            for key in self._keys:
                column = table.column(key.column) if key.table == table.name and key.parent == named.name else None
                if column and table is not named:
                    yield table, column


def _any_of(values: Sequence[str], columns: int) -> str:
    """What may stand behind a column: its only value, or all of several, unless they may be parted among ``columns``."""
    listed = [repr_sql(value) for value in values]
    if len(listed) == 1:
        return f'"= " {words_of(listed)}'
    if len(listed) > _LISTED_AT_MOST or columns > 1:
        return f'"= " {words_of(listed)} | "IN ( " {words_of(listed)} ( " , " {words_of(listed)} )+ " )"'
    orders = words_of(" , ".join(order) for order in permutations(listed))
    return f'"IN ( " {orders} " )"'


def _numbered(reading: Reading, tables: Sequence[Table]) -> Iterator[tuple[Table, str]]:
    """Rows that the question names by their table and a number (order 17, room 103)."""
    for found in _NUMBERED.finditer(reading.question):
        word, number = found[1].lower(), found[2]
        if stem(word) != word or int(number) in _YEARS or _is_part_of_a_value(number, reading):
            continue
        names = named_tables(word, tables)
        if len(names) == 1:
            yield next((table, number) for table in tables if table.name in names)


def _is_part_of_a_value(number: str, reading: Reading) -> bool:
    return any(
        number in value.split() and value != number for values in reading.links.values.values() for value in values
    )


def _numbers_of_rows(table: Table) -> list[Column]:
    """Columns that are called the number of the table's rows (court_number); else all numbers, and the key."""
    numbers = [column for column in table.columns if _is_number(column)]
    called = _NUMBERS | name_words(table.own_name)
    own = [c for c in numbers if all(name_words(part) & called for part in parts(c.name))]
    return own or [*numbers, *(c for c in table.columns if c.is_key and c not in numbers)]


def _is_number(column: Column) -> bool:
    """Whether its name ends as that of a number (room_no) and does not count something (num_rooms)."""
    last = name_words("".join(parts(column.name)[-1:]))
    return bool(last & _NUMBERS) and not name_words(column.name) & _NO_NUMBERS


def _number(column: Column, number: str) -> str:
    return repr_sql(number) if column.is_text else number
