"""The columns of the tables that a query reads, as its grammar writes them: alone, with their tables, or of a table joined with itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from plugins.sql_assistant.gbnf import literal, words_of
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.select_rules import Columns, Kind

if TYPE_CHECKING:
    from plugins.sql_assistant.grammar import Writer


class Plain(Columns):
    """Columns of a query over one table."""

    def __init__(self, writer: Writer, table: Table) -> None:
        self._writer = writer
        self._table = table

    def of(self, kind: Kind) -> str | None:
        names = self._writer.shown_columns(self._table, kind)
        return words_of(names) if names else None

    def every(self, *, heads_only: bool = False) -> str:
        return "" if heads_only and self._writer.asks_for_columns else '"*"'

    def figure(self) -> str | None:
        return self._writer.figure([self._table], lambda _, column: literal(column))

    def key_tests(self) -> Iterable[tuple[str, str]]:
        return ((literal(column), rule) for column, rule in self._writer.key_tests(self._table))

    def other_rows(self) -> Iterable[tuple[str, str]]:
        return ((literal(column), rule) for column, rule in self._writer.other_rows(self._table))

    def needed_tests(self, *, flags_only: bool) -> Iterable[str]:
        return self._writer.needed_tests([self._table], lambda _, column: literal(column), flags_only=flags_only)

    def number_tests(self) -> Iterable[tuple[str, str, str]]:
        return self._writer.number_tests([self._table], lambda _, column: literal(column))

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        return (
            (literal(column), values) for column, values in self._writer.value_tests(self._table, is_plain=is_plain)
        )


class Qualified(Columns):
    """Columns of a join, each with its table."""

    def __init__(self, writer: Writer, tables: Sequence[Table]) -> None:
        self._writer = writer
        self._tables = tables

    def of(self, kind: Kind) -> str | None:
        dots = {self._writer.shown_table(t): rule for t in self._tables if (rule := self._writer.dot(t, kind))}
        return words_of(dots) if dots else None

    def every(self, *, heads_only: bool = False) -> str:
        tables = [t for t in self._tables if not heads_only or self._writer.dot(t, "headed")]
        if heads_only and self._writer.asks_for_columns:
            return ""
        return words_of(f"{self._writer.shown_table(table)} . *" for table in tables)

    def figure(self) -> str | None:
        return self._writer.figure(
            self._tables, lambda table, column: literal(f"{self._writer.shown_table(table)} . {column}")
        )

    def key_tests(self) -> Iterable[tuple[str, str]]:
        for table in self._tables:
            for column, rule in self._writer.key_tests(table):
                yield literal(f"{self._writer.shown_table(table)} . {column}"), rule

    def other_rows(self) -> Iterable[tuple[str, str]]:
        for table in self._tables:
            for column, rule in self._writer.other_rows(table):
                yield literal(f"{self._writer.shown_table(table)} . {column}"), rule

    def needed_tests(self, *, flags_only: bool) -> Iterable[str]:
        return self._writer.needed_tests(
            self._tables,
            lambda table, column: literal(f"{self._writer.shown_table(table)} . {column}"),
            flags_only=flags_only,
        )

    def number_tests(self) -> Iterable[tuple[str, str, str]]:
        return self._writer.number_tests(
            self._tables, lambda table, column: literal(f"{self._writer.shown_table(table)} . {column}")
        )

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        for table in self._tables:
            for column, values in self._writer.value_tests(table, is_plain=is_plain):
                yield literal(f"{self._writer.shown_table(table)} . {column}"), values


class Twice(Columns):
    """Columns of a table that is joined with itself."""

    def __init__(self, writer: Writer, table: Table) -> None:
        self._writer = writer
        self._table = table

    def of(self, kind: Kind) -> str | None:
        rule = self._writer.dot(self._table, kind)
        return f'( "T1" | "T2" ) {rule}' if rule else None

    def every(self, *, heads_only: bool = False) -> str:
        return '( "T1 . *" | "T2 . *" )'

    def figure(self) -> str | None:
        return None

    def key_tests(self) -> Iterable[tuple[str, str]]:
        return ()

    def other_rows(self) -> Iterable[tuple[str, str]]:
        return ()

    def needed_tests(self, *, flags_only: bool) -> Iterable[str]:
        return self._writer.needed_tests(
            [self._table], lambda _, column: f'( "T1 . " | "T2 . " ) {literal(column)}', flags_only=flags_only
        )

    def number_tests(self) -> Iterable[tuple[str, str, str]]:
        return self._writer.number_tests([self._table], lambda _, column: f'( "T1 . " | "T2 . " ) {literal(column)}')

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        found = self._writer.value_tests(self._table, is_plain=is_plain)
        return ((f'( "T1 . " | "T2 . " ) {literal(column)}', values) for column, values in found)
