"""Whose column a name in a query is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from plugins.sql_assistant.schema import Column, Table


class Owners:
    """The tables that a query reads, by the names that it gives them.

    Attributes:
        tables: those that it reads anywhere.
    """

    def __init__(self, tree: exp.Expr, tables: Sequence[Table]) -> None:
        known = {table.name.lower(): table for table in tables}
        known |= {table.own_name.lower(): table for table in tables}
        self._named: dict[str, Table] = {}
        self._written: dict[str, str] = {}
        for node in tree.find_all(exp.Table):
            if table := known.get(node.name.lower()):
                self._named[node.alias_or_name.lower()] = table
                self._written[node.alias_or_name.lower()] = node.alias_or_name
        self.tables = tuple(dict.fromkeys(self._named.values()))

    def of(self, column: exp.Expr) -> tuple[Table, Column] | None:
        """The table and the column; None where that is not known."""
        if not isinstance(column, exp.Column):
            return None
        near = [self._named.get(column.table.lower())] if column.table else self._nearest(column)
        for table in near:
            if table and (found := table.column(column.name)):
                return table, found
        return None

    def named(self) -> tuple[tuple[str, Table], ...]:
        """The names that the query gives its tables, as it writes them, and the tables."""
        return tuple((self._written[name], table) for name, table in self._named.items())

    def is_called(self, name: str, table: Table) -> bool:
        """Whether the query means a table by a name."""
        return self._named.get(name.lower()) is table

    def _nearest(self, column: exp.Column) -> list[Table | None]:
        """The tables of the query that a bare column stands in first."""
        select = column.find_ancestor(exp.Select)
        source = select.args.get("from_") or select.args.get("from") if select else None
        own = [self._named.get(node.alias_or_name.lower()) for node in source.find_all(exp.Table)] if source else []
        return [*own, *self.tables]
