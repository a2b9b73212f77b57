"""Whether the numbers behind words like more than are compared so, with the column that is meant, and how conditions are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.literal_rules import number_of
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.vocabulary import SHORT
from plugins.sql_assistant.wants import is_latin, words
from plugins.sql_assistant.words import parts, stem

_SIZES = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_BOUNDED = re.compile(
    r"\b(?:(?:more|less|fewer|older|younger|longer|shorter|higher|lower|larger|bigger|smaller|heavier|lighter|taller|greater|cheaper|dearer"
    r"|later|earlier|faster|slower) th[ae]n|at (?:least|most)|over|under|above|below|between|betwen|up to|exceeding|beyond)\s+"
    r"(?:[£$€]\s*)?(\d+(?:,\d{3})*(?:\.\d+)?|\w+)(?:\s*(?:-\s*)?([a-z]+))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\bbet\w*n (\d[\d,.]*) (?:and|to) (\d[\d,.]*)\s*(?:-\s*)?([a-z]+)?", re.IGNORECASE)
_MONEY = (
    r"(?:[£$€]\s*NUMBER\b|\bNUMBER\s*(?:[£$€]|euros?\b|pounds?\b|dollars?\b|quid\b|bucks\b|gbp\b|usd\b|eur\b"
    r"|an? (?:night|piece|hour|month|week|day)\b|per (?:night|person|hour|word|month|day)\b))"
)
_MONEY_PARTS = frozenset(
    "price prc cost fee amount amt rate fare rent salary wage pay budget total revenue value spent charge tax balance deposit fine".split()
)
_LIMITS = (
    (frozenset("rating star stars".split()), 100),
    (frozenset("pers person persons bedroom bathroom floor level".split()), 60),
    (frozenset("age".split()), 200),
    (frozenset("pct percent position rank".split()), 1000),
)
"""Hardly any row holds more than that in a column of such a name."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OR = words(r"or|either|neither|nor")
_IN_SERIES = re.compile(r"[,/&+]")


def compare_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on how a query compares, and joins its conditions; none for other languages than English."""
    if not is_latin(question):
        return
    yield from _joined(tree, question, links)
    comparing = _Comparing(tree, question, tables, links)
    for number, unit in _bounded(question):
        yield from comparing.against(number, unit)
    yield from comparing.too_large()
    yield from comparing.said_once()


def _joined(tree: exp.Expr, question: str, links: Links) -> Iterator[str]:
    """OR between different columns, where the question says none, or says it between two values of one column."""
    for node in tree.find_all(exp.Or):
        left = {column.name for column in node.left.find_all(exp.Column)}
        right = {column.name for column in node.right.find_all(exp.Column)}
        if left != right and not _says_or(question, links):
            yield "The question does not ask for either of two things."
            return


def _says_or(question: str, links: Links) -> bool:
    asked = question
    for values in links.values.values():
        listed = "|".join(map(re.escape, values))
        asked = re.sub(rf"\b(?:{listed})\w* or (?:{listed})\b", " ", asked, flags=re.IGNORECASE)
    return bool(_OR.search(asked) or _IN_SERIES.search(asked))


def _bounded(question: str) -> Iterator[tuple[float, str]]:
    """Numbers behind words of comparing, with the word behind them, which may be a unit."""
    for found in _BOUNDED.finditer(question):
        number = number_of(found[1])
        if number is not None:
            yield number, (found[2] or "").lower()
    for found in _RANGE.finditer(question):
        for text in (found[1], found[2]):
            if (number := number_of(text.rstrip(".,"))) is not None:
                yield number, (found[3] or "").lower()


class _Comparing:
    def __init__(self, tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> None:
        self._tree = tree
        self._question = question
        self._tables = tables
        self._links = links
        self._owners = Owners(tree, tables)

    def against(self, number: float, unit: str) -> Iterator[str]:
        """What speaks against how one number is compared, that stands behind a word of comparing."""
        nodes = [n.find_ancestor(*_SIZES, exp.EQ, exp.NEQ, exp.In, exp.Limit) for n in self._literals(number)]
        if not nodes:
            return
        sizes = [node for node in nodes if isinstance(node, _SIZES)]
        if not sizes:
            yield f"The question asks for more or less than {_figure(number)}, and the query does not compare it so."
        for node in sizes:
            found = self._owners.of(node.this)
            if found:
                yield from self._against_column(number, unit, found[1])

    def _literals(self, number: float) -> list[exp.Expr]:
        return [n for n in self._tree.find_all(exp.Literal) if not n.is_string and float(n.this) == number]

    def _against_column(self, number: float, unit: str, column: Column) -> Iterator[str]:
        numbers = [c for t in self._tables for c in t.columns if not c.is_key and "number" in kinds_of(c)]
        if "number" not in kinds_of(column):
            return
        is_unit = unit and unit not in self._links.table_words and not says(unit, column)
        if is_unit and (named := [c.name for c in numbers if says(unit, c)]):
            yield f"The question says {_figure(number)} {unit}, which {named[0]} tells, and the query compares {column.name}."
            return
        money = re.compile(_MONEY.replace("NUMBER", re.escape(_figure(number))), re.IGNORECASE)
        if money.search(_without_commas(self._question)) and not is_money(column) and any(map(is_money, numbers)):
            yield f"{_figure(number)} is an amount of money, and {column.name} is none."

    def said_once(self) -> Iterator[str]:
        """A number that the question says once, or a day that it says no more often, and with which two different things are compared."""
        places: dict[str, set[str]] = {}
        for node in self._tree.find_all(exp.EQ, *_SIZES[:-1]):
            value = node.expression
            is_value = isinstance(value, exp.Literal) and value.is_string is bool(_DAY.fullmatch(str(value.this)))
            if is_value and isinstance(node.this, exp.Column | exp.AggFunc):
                places.setdefault(str(value.this), set()).add(node.this.sql())
        for text, compared in places.items():
            is_figure = text.replace(".", "").isdigit() and len(text) > 1
            times = _occurrences(text, self._question)
            if len(compared) > 1 and ((is_figure and times == 1) or (_DAY.fullmatch(text) and times <= 1)):
                yield f"The question says {text} once, and the query compares two things with it."

    def too_large(self) -> Iterator[str]:
        """Numbers that columns of such names never come to."""
        for node in self._tree.find_all(*_SIZES):
            found = self._owners.of(node.this)
            number = (
                number_of(str(node.expression.this)) if isinstance(node.args.get("expression"), exp.Literal) else None
            )
            if found and number is not None and not speaks_of(self._question, found[1].name):
                own = set(parts(found[1].name))
                if any(own & names and number > most for names, most in _LIMITS):
                    yield f"{found[1].name} hardly comes to {_figure(number)}."


def _occurrences(text: str, question: str) -> int:
    return len(re.findall(rf"(?<![\w.]){re.escape(text)}(?!\d|\.\d)", _without_commas(question)))


def _without_commas(question: str) -> str:
    """With 10,000 as 10000."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", question)


def _figure(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def is_money(column: Column) -> bool:
    """Whether a column's name says that it holds money."""
    return bool(_MONEY_PARTS & set(parts(column.name)))


def says(word: str, column: Column) -> bool:
    """Whether a word is a part of a column's name, or what one is short for."""
    own = parts(column.name)
    return stem(word) in own or any(stem(word) in SHORT.get(part, ()) for part in own)
