"""Whether a query adds up what the question asks to add up (money, units, a product) and counts only what is to be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.comparing import is_money, says
from plugins.sql_assistant.flags import is_called_flag
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.wants import is_latin, words
from plugins.sql_assistant.words import parts, stem

_TAKEN = words(r"revenue|turnover|takings|proceeds|earnings|income")
_TOTAL_OF = words(
    r"total (?:amount |sum )?(?:invoiced|paid|spent|earned|billed|charged|raised|owed|collected|donated)"
    r"|how much (?:money|did|have|has|do|does)"
)
_MONEY_MOVED = words(
    r"how much (?:money\b|(?:did|do|does|have|has|had|was|were)\b"
    r".*\b(?:paid|pay|spent|spend|earned|earn|cost|owed?|charged?|took|take|made|donated)\b)"
)
_TIMES = re.compile(r"\b(\w+)\s+(?:times|x|×|\*|multiplied by)\s+(?:(?:the|unit|list)\s+)?(\w+)", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\b(?:how many|number of|total(?: number of)?)\s+(\w+)|^\W*(\w+)(?: \w+)? (?:per|by|for each)\b", re.IGNORECASE
)
_TRADE = words(r"revenue|turnover|takings|proceeds|earnings|income|spen[dt]|spends|money|bring in|worth of")
_UNITS = frozenset("quantity qty units amount pieces".split())


def amount_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on what a query adds up or counts; none for other languages than English."""
    if not isinstance(tree, exp.Select) or not is_latin(question):
        return
    amounts = _Amounts(tree, question, tables, links)
    yield from amounts.not_added()
    yield from amounts.not_multiplied()
    yield from amounts.counted()


class _Amounts:
    def __init__(self, tree: exp.Select, question: str, tables: Sequence[Table], links: Links) -> None:
        self._tree = tree
        self._question = question
        self._links = links
        self._owners = Owners(tree, tables)
        self._numbers = [c for t in tables for c in t.columns if not c.is_key and "number" in kinds_of(c)]
        self._sums = list(tree.find_all(exp.Sum))

    def not_added(self) -> Iterator[str]:
        """Takings are asked for, and nothing is added up, or no money is."""
        said = _TAKEN.search(self._question)
        if said and any(says(said.group().lower(), column) for column in self._numbers):
            return
        if not said and not _TOTAL_OF.search(self._question):
            return
        if said and not self._sums and not self._tree.find(exp.Avg, exp.Max, exp.Min):
            yield f"The question asks for the {said.group().lower()}, and the query adds nothing up."
        elif not said and self._tree.find(exp.Count) and not self._sums:
            yield "The question asks how much, and the query counts."
        elif not said and _MONEY_MOVED.search(self._question) and any(map(is_money, self._numbers)):
            wrong = [c for node in self._sums if (own := self._owners.of(node.this)) and not is_money(c := own[1])]
            yield from (f"The question asks how much money, and {column.name} is no money." for column in wrong)
        summed = [found[1] for node in self._sums for c in node.find_all(exp.Column) if (found := self._owners.of(c))]
        if said and summed and not any(map(is_money, summed)) and any(map(is_money, self._numbers)):
            yield f"The question asks for the {said.group().lower()}, and {summed[0].name} is no money."

    def not_multiplied(self) -> Iterator[str]:
        """A product is asked for, or units and a price of one stand in the query, and only one of them is added up."""
        if not self._sums or self._tree.find(exp.Mul):
            return
        for found in _TIMES.finditer(self._question):
            if all(any(says(word.lower(), column) for column in self._numbers) for word in found.groups()):
                yield f"The question asks for {found.group()}, and the query does not multiply."
        if not _TRADE.search(self._question):
            return
        priced = [own for node in self._sums if (own := self._owners.of(node.this)) and _is_price(own[1])]
        for table, column in priced:
            others = [t for t in self._owners.tables if t is not table]
            if any(_UNITS & set(parts(c.name)) and not c.is_key for t in others for c in t.columns):
                yield f"{column.name} is the price of one, and the query does not multiply it."

    def counted(self) -> Iterator[str]:
        """Rows are counted where a column tells how many."""
        if self._sums or not self._tree.find(exp.Count) or self._tree.find(exp.Having):
            return
        for found in _HOW_MANY.finditer(self._question):
            word = (found[1] or found[2]).lower()
            if word in self._links.table_words or word in self._links.value_words or len(word) < 4:
                continue
            read = [
                c
                for t in self._owners.tables
                for c in t.columns
                if c in self._numbers and (t.name, c.name) not in self._links.flags and not is_called_flag(c)
            ]
            if named := [c.name for c in read if says(word, c) and stem(word) not in ("number", "total", "average")]:
                yield f"{named[0]} tells how many {word}, and the query counts rows."


def _is_price(column: Column) -> bool:
    return bool({"price", "prc"} & set(parts(column.name)))
