"""Conditions of a query for which its question gives no reason: numbers, flags, years, dates and repetitions out of nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.flags import is_called_flag, speaks_of
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.literal_rules import MEANS_A_NUMBER, numbers_said
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.wants import is_latin, words
from plugins.sql_assistant.words import parts

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_SIZES = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_NEGATES = re.compile(
    r"\b(?:no|not|non|none|never|without|yet|lack\w*|miss\w*|still|ow(?:e|es|ed|ing)|outstanding|open|pending|due|left|former|retired"
    r"|cancelled|except|\w+n['’]?t|(?:un|non)-?\w{3,}"
    r"|in(?:active|complete|valid|visible|correct)|dis\w+ed|\w+less|out|neither|nor|free of|overdue|late)\b",
    re.IGNORECASE,
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,'’-])(?:1[5-9]|20)\d\d(?![\d.,]\d|-?\w)")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|during|until|by the end of|year|of|for|from|before|after)\s+(?:the year\s+)?$", re.IGNORECASE
)
_OF_YEARS = frozenset(
    "year yr season vintage founded built born since made established published released edition model".split()
)
_NOT_IN_MANY = (1000, 2200)
_RELATIVE = words(
    r"today|yesterday|tomorrow|now|this|last|past|next|ago|current\w*|recent\w*|future|upcoming|overdue|expired|expir\w*|late|nineties"
    r"|eighties|seventies|sixties|century|\w+days?|weekends?|spring|summer|autumn|fall|winter|\d+s|['’]\d\d|still|yet|already|days|weeks"
    r"|months|years|quarter|half|since|until|before|after"
)
_MONTHS = words(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?"
)

_SEVERAL = words(
    r"multiple|several|more than|repeat\w*|duplicat\w*|again|at least|any|no|not|never|without|only|single|exactly|both|other|another"
    r"|positive|negative|different|twice|once|shared?|together|ever"
)


def reason_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on conditions of a query that the question gives no reason for; none for other languages than English.

    Args:
        tables: those that the query may read.
        links: what the question names.
    """
    yield from _repeated(tree)
    if is_latin(question):
        reasons = _Reasons(question, links, Owners(tree, tables))
        for node in tree.find_all(*_COMPARISONS, exp.Between):
            yield from reasons.against(node)
        yield from reasons.against_flags(tree)


def _repeated(tree: exp.Expr) -> Iterator[str]:
    """The same column compared twice with =, the same value twice in a list, a column with itself."""
    for where in tree.find_all(exp.Where, exp.Having):
        if where.find(exp.Or):
            continue
        same = [
            node.left.sql()
            for node in where.find_all(exp.EQ)
            if isinstance(node.left, exp.Column) and isinstance(node.right, exp.Literal) and _is_of(node, where)
        ]
        for column, count in Counter(same).items():
            if count > 1:
                yield f"{column} cannot be two values at once."
    for listed in tree.find_all(exp.In):
        if len({value.sql() for value in listed.expressions}) < len(listed.expressions):
            yield "A list names the same value twice."
    for product in tree.find_all(exp.Mul):
        if isinstance(product.left, exp.Column) and product.left == product.right:
            yield f"{product.left.sql()} is multiplied with itself."


def _is_of(node: exp.Expr, where: exp.Expr) -> bool:
    return node.find_ancestor(exp.Where, exp.Having) is where


class _Reasons:
    def __init__(self, question: str, links: Links, owners: Owners) -> None:
        self._question = question
        self._links = links
        self._owners = owners
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", question)
        self._numbers = {float(number) for number in numbers_said(plain)}

    def against(self, node: exp.Expr) -> Iterator[str]:
        """What speaks against one comparison."""
        sides = (
            [node.this, node.args.get("low"), node.args.get("high")]
            if isinstance(node, exp.Between)
            else [node.this, node.args.get("expression")]
        )
        literals = [side for side in sides if isinstance(side, exp.Literal)]
        left = sides[0]
        column = self._owners.of(left) if isinstance(left, exp.Column) else None
        for literal in literals:
            if literal.is_string:
                yield from self._against_date(str(literal.this))
            elif column:
                yield from self._against_number(node, *column, str(literal.this))
            elif not isinstance(left, exp.Column):
                yield from self._against_figure(str(literal.this))

    def _against_number(self, node: exp.Expr, table: Table, column: Column, text: str) -> Iterator[str]:
        number = float(text)
        if self._is_flag(table, column):
            if isinstance(node, _SIZES) or number not in (0, 1):
                yield f"{column.name} says yes or no."
            return
        if number not in self._numbers and not (number in (0, 1) and MEANS_A_NUMBER.search(self._question)):
            yield f"The question gives no reason to compare {column.name} with {text}."
        if number != int(number) and "INT" in column.type.upper():
            yield f"{column.name} holds whole numbers, and {text} is none."
        own = set(parts(column.name))
        if own & {"year", "yr"} and not _NOT_IN_MANY[0] <= number <= _NOT_IN_MANY[1] and number > 1:
            yield f"{text} is no year."
        if (
            not (own & _OF_YEARS)
            and not isinstance(node, exp.Between)
            and self._is_year(text)
            and not speaks_of(self._question, column.name)
        ):
            yield f"{text} is a year, and {column.name} is none."

    def _against_figure(self, text: str) -> Iterator[str]:
        if float(text) in (0, 1) and float(text) not in self._numbers and not _SEVERAL.search(self._question):
            yield f"The question gives no reason to compare a figure with {text}."

    def _against_date(self, text: str) -> Iterator[str]:
        if (
            not re.fullmatch(r"\d{4}(?:-\d\d){0,2}|\d\d", text)
            or text in self._question
            or _RELATIVE.search(self._question)
        ):
            return
        year = text[:4] if len(text) >= 4 else ""
        if (year and year not in self._question) or (
            not year and not _MONTHS.search(self._question) and str(int(text)) not in self._question
        ):
            yield f"The question says nothing of {text}."

    def against_flags(self, tree: exp.Expr) -> Iterator[str]:
        """Flags that no word speaks of, that are yes where the question says no, or are looked for as missing."""
        for node in tree.find_all(exp.EQ, exp.NEQ, exp.Is, exp.In):
            found = self._owners.of(node.this) if isinstance(node.this, exp.Column) else None
            if not found or not self._is_flag(*found):
                continue
            name = found[1].name
            if isinstance(node, exp.Is):
                yield f"{name} says yes or no, and is hardly ever missing."
            elif not speaks_of(self._question, name) and found not in self._meant():
                yield f"The question says nothing of {name}."
            elif isinstance(node, exp.EQ) and str(node.right) == "0" and not _NEGATES.search(self._question):
                yield f"The question does not say that {name} is not so."

    def _meant(self) -> list[tuple[Table, Column]]:
        return [(t, c) for t in self._owners.tables for c in t.columns if c.name in self._links.said]

    def _is_flag(self, table: Table, column: Column) -> bool:
        return (table.name, column.name) in self._links.flags or (
            is_called_flag(column) and "number" in kinds_of(column)
        )

    def _is_year(self, text: str) -> bool:
        return any(
            found.group() == text and _BEFORE_YEAR.search(self._question[: found.start()])
            for found in _YEAR.finditer(self._question)
        )
