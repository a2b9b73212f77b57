"""The grammar for the small model that ships inside: only the forms that it was taught, over one schema and one question.

The model copies names and values; the grammar makes wrong copies impossible. A query of one table names columns of that table alone; a
join names columns with their tables and joins by a foreign key; numbers are compared with numbers, texts with texts; texts and numbers
stand in the question, and a text that is a value of one column is compared with that column. The tables are those that the question
names, as far as it does. All tokens have one blank between them.

Larger models get no grammar. One that leaves them their SQL has so many choices at each character that testing the vocabulary after a
refused token took 60 ms for 2,560 tokens (this one: 1 to 7 ms), so seconds for 150,000. Checking and repair serve them better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.sql_assistant.asked import tables_beside
from plugins.sql_assistant.choices import Choices
from plugins.sql_assistant.gbnf import literal, words_of
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.literal_rules import literal_rules, numbers_said
from plugins.sql_assistant.measures import averaged_among
from plugins.sql_assistant.needed import Needed
from plugins.sql_assistant.reach import Reach
from plugins.sql_assistant.reading import Reading, read
from plugins.sql_assistant.roles import joining_keys, keys_of_each
from plugins.sql_assistant.schema import ForeignKey, Schema, Table
from plugins.sql_assistant.select_rules import Columns, Flat, Kind, select_rules
from plugins.sql_assistant.told_numbers import told_numbers
from plugins.sql_assistant.told_times import told_times
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.wording import Wording
from plugins.sql_assistant.written_columns import Plain, Qualified, Twice

MAX_JOINED_TABLES = 4
_MANY_HINTS = 4
"""Of so many hints a second one may be wrong."""

MORE_TABLES = 2
"""Tables that a query may join beyond those that the question's hints need."""

MORE_FOR_TRADE = 3
"""The same where the question speaks of what passed between several tables (who bought it)."""

_KEY_QUERY_TABLES = 2

MAX_JOINS = 48
"""Sets of tables that a query may join, the smallest first; each costs a copy of the rules."""

_NAME = re.compile(r"[a-z][\w-]*")

_SHARED = """limit ::= " LIMIT " top ( " OFFSET " top )?
eq ::= "=" | "!="
numagg ::= "SUM" | "AVG" | "MIN" | "MAX\""""
_WAYS = {
    "": 'direction ::= ( " ASC" | " DESC" )?',
    "ASC": 'direction ::= ( " ASC" )?',
    "DESC": 'direction ::= " DESC"',
}
_ANY_SIGN = 'cmp ::= eq | "<" "="? | ">" "="?'


def grammar(
    schema: Schema,
    tables: Sequence[Table],
    wording: Wording,
    question: str,
    links: Links | None = None,
    *,
    narrow: bool = False,
    wide: bool = False,
) -> str:
    """The grammar for one question over ``tables``.

    Args:
        narrow: leave out the columns and the forms that no word of the question speaks of.
        wide: let a query read more tables than those that the question seems to mean.
    """
    links = links or Links()
    reading = read(question, tables, links, schema.keys) if narrow else Reading(question, links)
    return Writer(schema, tables, wording, reading, is_wide=wide).gbnf()


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which sets of tables a query may read.

    They answer to all that a query must speak of (plain values, rows asked for, columns measured), to as many hints as can be, or one
    less, and are hardly more than that takes; where every word is accounted for, they are no more.

    Attributes:
        least: hints that a set answers to.
        most: tables in a set.
        values: for each thing that a query must speak of, the tables that have it; a set has one of each.
        is_told: every word is accounted for.
        stand_ins: for a table those that it refers to: each of its rows stands for one of theirs where rows are counted.
    """

    links: Links
    least: int
    most: int
    values: tuple[frozenset[str], ...]
    is_told: bool
    stand_ins: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        reading: Reading,
        tables: Sequence[Table],
        joins: Sequence[frozenset[str]],
        keys: Sequence[ForeignKey],
        reach: Reach,
        needed: Needed,
    ) -> _Scope:
        """The scope of one question."""
        every = [*(frozenset({table.name}) for table in tables), *joins]
        values = tuple(_needed_tables(reading, tables, needed, keys, is_wide=reach.is_wide))
        sets = [names for names in every if all(names & holders for holders in values)]
        sets, values = (sets, values) if sets else (every, ())
        links = reading.links
        best = max(map(links.covered_by, sets))
        fullest = [names for names in sets if links.covered_by(names) == best]
        size = min(map(len, fullest))
        tellers = [[table for table in tables if table.name in names] for names in fullest if len(names) == size]
        is_told = not reach.is_wide and any(
            reading.is_told_by(told, [k for k in keys if k.table in names_of(told)]) and not reach.is_per_row_of(told)
            for told in tellers
        )
        stand_ins = _stand_ins(keys) if reading.counts else {}
        done = frozenset[str]().union(*(deed.tables for deed in reading.deeds))
        has_lines = any(key.parent in done for key in keys)
        more = MORE_FOR_TRADE if reading.speaks_of_trade else MORE_TABLES - (bool(done) and not has_lines)
        is_figure = reading.figure is not None and not reach.is_wide
        stays = (
            is_told
            or is_figure
            or reading.is_whole
            or (reading.is_narrow and not any(reach.goes_beyond(told) for told in tellers))
        )
        most = size + (0 if stays else more) if best or is_figure else MAX_JOINED_TABLES
        least = max(best - 1 - best // _MANY_HINTS, min(best, 1))
        return cls(links, least, most, values, is_told, stand_ins)

    def holds(self, names: frozenset[str]) -> bool:
        """Whether a query may read these tables."""
        others = [self.stand_ins.get(name, frozenset[str]()) for name in names] if len(names) > 1 else []
        meant = names.union(*others)
        return (
            self.links.covered_by(meant) >= self.least
            and len(names) <= self.most
            and all(names & tables for tables in self.values)
        )


def _needed_tables(
    reading: Reading, tables: Sequence[Table], needed: Needed, keys: Sequence[ForeignKey], *, is_wide: bool
) -> Iterator[frozenset[str]]:
    """For each thing that a query must speak of, the tables that have it."""
    yield from () if reading.wants.negates else reading.plain_values
    if reading.heads and not is_wide:
        yield reading.heads
    if reading.asked and not is_wide:
        yield frozenset(table for table, _ in reading.asked)
    if not is_wide and (beside := tables_beside(reading.question, tables, reading.links, reading.heads)):
        yield beside
    if not is_wide and not reading.wants.negates:
        yield from (deed.tables for deed in reading.deeds)
    for key in keys_of_each(reading.question, keys) if reading.is_narrow and not is_wide else ():
        yield from (frozenset({key.table}), frozenset({key.parent}))
    yield from reading.needed_columns(tables)
    if reading.figure and not is_wide:
        yield from reading.figure.holders()
    yield from needed.holders()
    flags = {name for _, name in reading.said_flags}
    yield from (frozenset(t for t, name in reading.said_flags if name == flag) for flag in sorted(flags))


def _values_of(links: Links) -> list[str]:
    return [value for values in links.values.values() for value in values]


def names_of(tables: Iterable[Table]) -> frozenset[str]:
    """The tables' names."""
    return frozenset(table.name for table in tables)


def _stand_ins(keys: Iterable[ForeignKey]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(key.table, set()).add(key.parent)
    return {name: frozenset(parents) for name, parents in found.items()}


class Writer:
    """The grammar of one question."""

    def __init__(
        self, schema: Schema, tables: Sequence[Table], wording: Wording, reading: Reading, *, is_wide: bool
    ) -> None:
        self._tables = tables
        self._wording = wording
        self._reading = reading
        self._wants, self._links = reading.wants, reading.links
        names = {table.name for table in tables}
        self._keys = [key for key in schema.keys if key.table in names and key.parent in names]
        self._joins = joinable(self._keys)
        self._figure = None if is_wide else reading.figure
        self._joining = self._keys if is_wide else joining_keys(reading.question, self._keys, self._links.values)
        self._reach = Reach(reading, tables, self._keys, is_wide=is_wide)
        if reading.is_narrow:
            self._wants = replace(self._wants, times=told_times(reading.question, _values_of(self._links)))
        self._told = told_numbers(reading.question, tables, reading.links) if reading.is_narrow else None
        self._needed = Needed(reading, tables, self._keys, self._told or (), self._wants.times)
        self._scope = _Scope.of(reading, tables, self._joins, self._keys, self._reach, self._needed)
        most = reading.conditions(is_told=self._scope.is_told)
        self._wants = replace(self._wants, most_conditions=most) if reading.is_narrow else self._wants
        self._choices = Choices(reading, tables, self._keys, is_told=self._scope.is_told, is_wide=is_wide)
        self._places = {table.name: place for place, table in enumerate(tables)}
        self._rules: dict[str, str] = {}

    def gbnf(self) -> str:
        starts = [rule for number, table in enumerate(self._tables) for rule in self._add_table(number, table)]
        for number, joined in enumerate(self._joins):
            if self._scope.holds(joined):
                starts.append(f"q-j{number}")
            if self._scope.holds(joined) or self._may_hold_keys(joined):
                self._add_join(number, joined)
        self._add_key_queries()
        self._rules["table"] = words_of(self._wording.table(table.name) for table in self._tables)
        root = f'root ::= "SELECT " ( "DISTINCT " )? ( {" | ".join(starts)} )'
        rules = [f"{name} ::= {body}" for name, body in _reached(root, self._rules).items()]
        sign = f'cmp ::= "{self._wants.bounds}" "="?' if self._wants.bounds else _ANY_SIGN
        way = _WAYS[self._wants.direction]
        return "\n".join([root, _SHARED, sign, way, *rules, *literal_rules(self._reading.question, self._links)]) + "\n"

    def _named(self, names: frozenset[str]) -> list[Table]:
        return [table for table in self._tables if table.name in names]

    def _add_table(self, number: int, table: Table) -> Iterator[str]:
        """Adds the rules over one table; yields those that a query may start with."""
        name = self._wording.table(table.name)
        columns = Plain(self, table)
        self._add(f"s{number}", literal(name), columns)
        self._add(f"i{number}", literal(name), Flat(columns))
        own = [key for key in self._keys if key.table == key.parent == table.name]
        if own and self._scope.holds(frozenset({table.name})):
            conditions = [
                f"T1 . {self._column(k.table, k.column)} = T2 . {self._column(k.parent, k.parent_column)}" for k in own
            ]
            source = f"{literal(f'{name} AS T1 JOIN {name} AS T2 ON ')} {words_of(conditions)}"
            self._add(f"r{number}", source, Twice(self, table))
            yield f"q-r{number}"
        if self._scope.holds(frozenset({table.name})):
            yield f"q-s{number}"
        elif "omit" not in self._wants.without and self._may_head(table) and list(self.key_tests(table)):
            self._rules[f"from-n{number}"] = literal(name)
            self._rules |= select_rules(f"n{number}", columns, replace(self._wants, needs_key=True))
            yield f"q-n{number}"

    def _may_head(self, table: Table) -> bool:
        """Whether a query may be over this table alone, which finds its rows by what others say of them."""
        if not self._reach.is_wide and self._links.missing:
            return False
        if self._figure and self._figure.is_shown and not any(table.name in names for names in self._figure.holders()):
            return False
        return self._reach.is_wide or not self._reading.heads or table.name in self._reading.heads

    def _add_join(self, number: int, joined: frozenset[str]) -> None:
        columns, sources = Qualified(self, self._named(joined)), words_of(self._sources(joined))
        self._add(f"j{number}", sources, columns)
        if self._may_hold_keys(joined):
            self._add(f"l{number}", sources, Flat(columns))

    def _add(self, suffix: str, source: str, columns: Columns) -> None:
        self._rules[f"from-{suffix}"] = source
        self._rules |= select_rules(suffix, columns, self._wants)

    def other_rows(self, table: Table) -> Iterator[tuple[str, str]]:
        """(column, query for a value of it) for a table's columns, to be compared with that value."""
        numbers = set(self._choices.of(table, "number"))
        for column in self._choices.of(table, "compared"):
            shown = self._column(table.name, column.name)
            figure = f" | numagg {literal(f' ( {shown} )')}" if column in numbers else ""
            rest = self._rest_of_average(table) or f"rest-i{self._places[table.name]}"
            yield shown, f"( {literal(shown)}{figure} ) {rest}"

    def _rest_of_average(self, table: Table) -> str:
        """What follows a figure of some rows of a table alone (than the average red one); empty where it is not of some."""
        values = averaged_among(self._reading.question, self._links) if not self._reach.is_wide else {}
        tests = [
            f'{literal(self._column(table.name, column))} " = " {literal(repr_sql(value))}'
            for (name, column), value in values.items()
            if name == table.name
        ]
        return f'" FROM " {literal(self.shown_table(table))} " WHERE " ( {" | ".join(tests)} )' if tests else ""

    def _add_key_queries(self) -> None:
        """``SELECT customer_id FROM …`` for ``id NOT IN ( … )``, one rule for each key; see ``key_tests``."""
        for number, key in enumerate(self._keys):
            self._rules[f"child-k{number}"] = " | ".join(self._key_query(key.table, key.column))

    def _key_query(self, table: str, column: str) -> Iterator[str]:
        """The key's own table, alone or joined with one that holds a value which the question names."""
        shown = self._column(table, column)
        yield f"{literal(shown)} rest-i{self._places[table]}"
        for number, joined in enumerate(self._joins):
            if table in joined and self._may_hold_keys(joined):
                yield f"{literal(f'{self._wording.table(table)} . {shown}')} rest-l{number}"

    def _may_hold_keys(self, joined: frozenset[str]) -> bool:
        holders = {name for name, _ in self._links.values}
        return len(joined) <= _KEY_QUERY_TABLES and (bool(joined & holders) or not holders)

    def _column(self, table: str, column: str) -> str:
        return self._wording.column(table, column)

    def _sources(self, joined: frozenset[str]) -> Iterator[str]:
        """Every way to write the join of a set of tables: each one after the first hangs on one before by a key."""
        inside = [k for k in self._joining if {k.table, k.parent} <= joined and k.table != k.parent]

        def grow(text: str, done: frozenset[str]) -> Iterator[str]:
            if done == joined:
                yield text
            for key in inside:
                if len(done & {key.table, key.parent}) == 1:
                    new = key.parent if key.table in done else key.table
                    yield from grow(f"{text} JOIN {self._wording.table(new)} ON {self._condition(key)}", done | {new})

        for first in sorted(joined):
            yield from grow(self._wording.table(first), frozenset({first}))

    def _condition(self, key: ForeignKey) -> str:
        child = f"{self._wording.table(key.table)} . {self._column(key.table, key.column)}"
        return f"{child} = {self._wording.table(key.parent)} . {self._column(key.parent, key.parent_column)}"

    def shown_columns(self, table: Table, kind: Kind) -> list[str]:
        """Shown names of a table's columns of one kind."""
        return [self._column(table.name, column.name) for column in self._choices.of(table, kind)]

    @property
    def asks_for_columns(self) -> bool:
        """Whether columns are asked for, and not rows."""
        return bool(self._reading.asked)

    def figure(self, tables: Sequence[Table], written: Callable[[Table, str], str]) -> str | None:
        """The figure that the question asks for, over the tables of a query; None where it leaves that open."""
        figure, by_name = self._figure, {table.name: table for table in tables}
        if figure is None:
            return None
        shown = [written(by_name[t], self._column(t, column)) for t, column in sorted(figure.columns) if t in by_name]
        times = ""
        if figure.times:
            table, column = figure.times
            times = f' " * " {written(by_name[table], self._column(table, column))}' if table in by_name else ""
        is_whole = bool(shown) and (bool(times) or not figure.times)
        return f'{literal(f"{figure.name} ( ")} ( {" | ".join(shown)} ){times} " )"' if is_whole else None

    def dot(self, table: Table, kind: Kind) -> str | None:
        """The rule for a dot and a column of one kind; None if the table has none."""
        rule = f"dot{self._places[table.name]}-{kind}"
        if rule not in self._rules:
            names = self.shown_columns(table, kind)
            self._rules[rule] = f'" . " {words_of(names)}' if names else ""
        return rule if self._rules[rule] else None

    def key_tests(self, table: Table) -> Iterator[tuple[str, str]]:
        """(column, rule of the query behind IN) for keys that other rows refer to."""
        if "null" in self._wants.without and not self._wants.looks_up:
            return
        for number, key in enumerate(self._keys):
            if key.parent == table.name and key in self._joining and self._reach.may_refer(table, key.table):
                yield self._column(table.name, key.parent_column), f"child-k{number}"

    def number_tests(
        self, tables: Sequence[Table], written: Callable[[Table, str], str]
    ) -> Iterator[tuple[str, str, str]]:
        """(columns, numbers, tests with their signs) for the numbers that the question says; ``written`` as in ``needed_tests``."""
        sets: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for table in tables:
            for column in self._choices.of(table, "number"):
                sets.setdefault(self._numbers_beside(table, column.name), []).append(
                    written(table, self._column(table.name, column.name))
                )
        for (numbers, tests), places in sets.items():
            if numbers or tests:
                yield (
                    f"( {' | '.join(places)} )",
                    words_of(numbers) if numbers else "",
                    words_of(tests) if tests else "",
                )

    def _numbers_beside(self, table: Table, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The numbers that may stand beside a column in any way, and those with their signs."""
        if self._told is None:
            return tuple(sorted(numbers_said(self._reading.question))), ()
        fitting = [told for told in self._told if told.columns is None or (table.name, column) in told.columns]
        numbers = {number for told in fitting if not told.test for number in told.numbers}
        return tuple(sorted(numbers)), tuple(sorted({told.test for told in fitting if told.test}))

    def value_tests(self, table: Table, *, is_plain: bool) -> Iterator[tuple[str, str]]:
        """(column, choice of values) for a table's values that the question names."""
        for column in table.columns:
            values = self._links.values.get((table.name, column.name), ())
            if named := [value for value in values if not is_plain or self._reading.names_plainly(value)]:
                yield self._column(table.name, column.name), words_of(repr_sql(value) for value in named)

    def needed_tests(
        self, tables: Sequence[Table], written: Callable[[Table, str], str], *, flags_only: bool
    ) -> Iterator[str]:
        """The conditions that a query over these tables must have; ``written``: a table and a shown column as the query writes them."""
        return self._needed.tests(
            tables, lambda table, column: written(table, self._column(table.name, column)), flags_only=flags_only
        )

    def shown_table(self, table: Table) -> str:
        """The table's shown name."""
        return self._wording.table(table.name)


def _reached(root: str, rules: Mapping[str, str]) -> dict[str, str]:
    """The rules that a query can come to from ``root``."""
    found: dict[str, str] = {}
    waiting = _NAME.findall(root)
    while waiting:
        name = waiting.pop()
        if name in rules and name not in found:
            found[name] = rules[name]
            waiting += _NAME.findall(rules[name])
    return found


def joinable(keys: Sequence[ForeignKey]) -> list[frozenset[str]]:
    """Sets of tables that hang together by keys, the smallest first, at most ``MAX_JOINS``."""
    pairs = [frozenset({k.table, k.parent}) for k in keys if k.table != k.parent]
    found = list(dict.fromkeys(pairs))
    layer = found
    for _ in range(MAX_JOINED_TABLES - 2):
        layer = list(dict.fromkeys(one | pair for one in layer for pair in pairs if len(one & pair) == 1))
        found += layer
    return found[:MAX_JOINS]
