"""Whether rows are sorted by what the question means: the newest by a date, the cheapest by a price, the worst by what is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.synonyms import says_a_part, words_meant
from plugins.sql_assistant.wants import is_latin, wanted, words
from plugins.sql_assistant.words import parts

_BY_NAME = words(r"alphabet\w*|by|sort\w*|order\w*|rank\w*|a[- ]?(?:to)?[- ]?z|arrang\w*|chronolog\w*|from|group\w*")
_MOST = words(
    r"(?:(?!forest|interest|request|harvest|honest|contest|protest|invest|guest|latest|newest|oldest|youngest|earliest|test|rest|west)\w{3,}est"
    r"|worst|best|most|least)(?: \w+)? first"
)
_BY = words(r"by \w+")
_SUPERLATIVES = words(
    r"cheapest|most expensive|priciest|heaviest|lightest|tallest|longest|shortest|largest|biggest|smallest|fastest|slowest"
)
_COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)


def order_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on what rows are sorted by; none for other languages than English."""
    order = tree.args.get("order") if isinstance(tree, exp.Select) else None
    if order is None or not order.expressions or not is_latin(question):
        return
    if wanted(question).ranks and not tree.args.get("limit"):
        yield "The question asks for the first row of an order, and the query shows all rows."
    sorting = _Sorting(tree, question, tables, links)
    key = order.expressions[0].this
    found = sorting.owners.of(key)
    if found:
        yield from sorting.against(*found)
    if wanted(question).sorts_time and (isinstance(key, exp.Count | exp.Sum | exp.Avg)):
        yield "The question sorts by time, and the query by a figure."


class _Sorting:
    def __init__(self, tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> None:
        self.owners = Owners(tree, tables)
        self._tree = tree
        self._question = question
        self._links = links
        self._read = [(table, column) for table in self.owners.tables for column in table.columns]

    def against(self, table: Table, column: Column) -> Iterator[str]:
        """What speaks against sorting by one column."""
        if says_a_part(self._question, column.name):
            return
        kinds = kinds_of(column)
        if wanted(self._question).sorts_time and "timely" not in kinds and self._has_timely():
            yield f"The question sorts by time, and {column.name} tells none."
        elif not {"number", "date"} & kinds and not _BY_NAME.search(self._question):
            yield f"The question gives no reason to sort by {column.name}."
        elif _MOST.search(self._question) and (compared := self._compared()) and column.name not in compared:
            yield f"The question compares {min(compared)}, and the query sorts by {column.name}."
        elif (said := _SUPERLATIVES.search(self._question)) and not _BY.search(self._question):
            meant, otherwise = words_meant(said.group()), words_meant(_SUPERLATIVES.sub(" ", self._question))
            is_meant = bool((meant | otherwise) & set(parts(column.name)))
            if not is_meant and (other := self._meant_by(meant)):
                yield f"The question says {said.group()}, which {other} tells, and the query sorts by {column.name}."

    def _has_timely(self) -> bool:
        return any("timely" in kinds_of(column) for _, column in self._read)

    def _compared(self) -> set[str]:
        """Numbers that the query compares by more or less."""
        where = self._tree.args.get("where")
        nodes = where.find_all(*_COMPARISONS) if where else ()
        found = [self.owners.of(node.this) for node in nodes]
        return {owner[1].name for owner in found if owner and "number" in kinds_of(owner[1])}

    def _meant_by(self, names: frozenset[str]) -> str:
        return next((c.name for _, c in self._read if "number" in kinds_of(c) and names & set(parts(c.name))), "")
