"""Which name a reader knows for what the columns of a query are qualified with."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp


class SourceNames:
    """The tables of one query by the names of the schema; by their aliases only where a table would else be taken for another."""

    def __init__(self, tree: exp.Expr) -> None:
        self._selects = {id(table): list(_selects_above(table)) for table in tree.find_all(exp.Table)}
        self._shown = {id(table): self._shown_name(table, tree) for table in tree.find_all(exp.Table)}

    def of_table(self, table: exp.Table) -> str:
        """The name that stands before a table's columns."""
        return self._shown[id(table)]

    def of_column(self, column: exp.Column) -> str:
        """The name before a column; empty where the query has none."""
        if not column.table:
            return ""
        wanted = column.table.lower()
        for select in _selects_above(column):
            for source in sources(select):
                if source.alias_or_name.lower() == wanted:
                    return self.of_table(source) if isinstance(source, exp.Table) else source.alias
        return column.table

    def _shown_name(self, table: exp.Table, tree: exp.Expr) -> str:
        name = full_name(table)
        if not table.alias:
            return name
        others = (other for other in tree.find_all(exp.Table) if other is not table)
        mistaken = any(self._meets(table, other) for other in others if full_name(other).lower() == name.lower())
        return table.alias if mistaken else name

    def _meets(self, one: exp.Table, other: exp.Table) -> bool:
        """Whether a column could mean either: one's SELECT is the other's, or stands around it."""
        ones, others = self._selects[id(one)], self._selects[id(other)]
        return bool(ones and others) and (ones[0] in others or others[0] in ones)


def full_name(table: exp.Table) -> str:
    """``namespace.table`` as it stands in the query, without quotes."""
    return ".".join(part.name for part in table.parts)


def sources(select: exp.Select) -> Iterator[exp.Expr]:
    """What a SELECT takes its rows from."""
    first = select.args.get("from_")
    if first is not None:
        yield first.this
    for join in select.args.get("joins") or ():
        yield join.this


def _selects_above(node: exp.Expr) -> Iterator[exp.Select]:
    above = node.parent
    while above is not None and not isinstance(above, exp.CTE):
        if isinstance(above, exp.Select):
            yield above
        above = above.parent
