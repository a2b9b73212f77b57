"""Tests that a row's cell must pass, from what a person types into a filter box."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from plugins.sql_assistant.results.values import Kinds

Test = Literal["contains", "=", "≠", "<", "≤", ">", "≥", "null", "not null"]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
_SQL = {"≠": "<>", "≤": "<=", "≥": ">="}
_SIGNS: dict[str, Test] = {
    "<=": "≤",
    ">=": "≥",
    "<>": "≠",
    "!=": "≠",
    "==": "=",
    "<": "<",
    ">": ">",
    "=": "=",
    "≠": "≠",
    "≤": "≤",
    "≥": "≥",
}
_WORDS: dict[str, Test] = {
    "null": "null",
    "is null": "null",
    "=null": "null",
    "!null": "not null",
    "not null": "not null",
    "is not null": "not null",
}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Filter:
    """One test.

    ``contains`` looks at the text that is shown and does not mind case. The others compare numbers with numbers, and texts with the
    operand's text: ``=`` and ``≠`` exactly, the rest without case, in the order in which columns are sorted. NULL passes ``null`` alone.

    Attributes:
        column: its number.
        operand: None for the tests of NULL.
    """

    column: int
    test: Test
    operand: str | int | float | bool | None = None

    @property
    def typed(self) -> str:
        """What a person would type for it."""
        if self.test == "contains":
            return str(self.operand)
        if self.test in ("null", "not null"):
            return self.test.replace("not ", "!")
        match self.operand:
            case str() as text if (
                text != text.strip() or not text or _value(text) != text or _unquoted(text) is not None
            ):
                return f"{self.test} '{text}'"
            case float() as number:
                return f"{self.test} {number!r}"
        return f"{self.test} {shown(self.operand)}"

    def matches(self, value: Any) -> bool:
        """Whether a cell passes."""
        if self.test in ("null", "not null"):
            return (value is None) == (self.test == "null")
        if value is None:
            return False
        if self.test == "contains":
            return str(self.operand).casefold() in shown(value).casefold()
        return self._compares(value)

    def _compares(self, value: Any) -> bool:
        compare, operand = _COMPARE[self.test], self.operand
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return compare(value, operand) if _is_number(operand) else self.test == "≠"
        text, wanted = shown(value), shown(operand)
        return compare(text, wanted) if self.test in ("=", "≠") else compare(text.casefold(), wanted.casefold())

    def sql(self, name: str, kinds: Kinds) -> tuple[str, tuple[Any, ...]] | None:
        """The test as a condition of SQLite on the column ``name``, with its parameters; None where only ``matches`` is right."""
        if self.test in ("null", "not null"):
            return f"{name} IS {self.test.upper()}", ()
        if not (kinds.is_plain and kinds.is_ascii) or (isinstance(self.operand, int) and abs(self.operand) >= 2**63):
            return None
        text = shown(self.operand)
        if self.test == "contains":
            pattern = re.sub(r"([\\%_])", r"\\\1", text)
            found = f"{name} LIKE ? ESCAPE '\\'", (f"%{pattern}%",)
            return found if text.isascii() and "\0" not in text and float not in kinds.types else None
        sign = _SQL.get(self.test, self.test)
        if self.test not in ("=", "≠"):
            text = text.casefold()
        numbers = f"{name} {sign} ?" if _is_number(self.operand) else f"{self.test == '≠':d} = ?"
        number = self.operand if _is_number(self.operand) else 1
        folds = "" if self.test in ("=", "≠") else " COLLATE NOCASE"
        condition = f"CASE typeof({name}) WHEN 'null' THEN 0 WHEN 'text' THEN {name} {sign} ?{folds} ELSE {numbers} END"
        return condition, (text, number)


def parse_filter(column: int, typed: str) -> Filter | None:
    """The test that a person typed: ``>= 100``, ``null``, ``!null``, ``=x``; any other text is looked for. None for nothing.

    A word in quotes is a text even if it looks like a number or a sign.
    """
    text = typed.strip()
    if test := _WORDS.get(" ".join(text.casefold().split())):
        return Filter(column, test)
    sign = next((sign for sign in _SIGNS if text.startswith(sign)), "")
    rest = text[len(sign) :].strip()
    if not rest:
        return None if sign or not text else Filter(column, "contains", text)
    if not sign:
        return Filter(column, "contains", _unquoted(text) or text)
    quoted = _unquoted(rest)
    return Filter(column, _SIGNS[sign], _value(rest) if quoted is None else quoted)


def _unquoted(text: str) -> str | None:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else None


def _value(text: str) -> str | int | float:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if any(mark in text for mark in ".eE") else int(text)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A value as it is shown in a cell, whole: floats without their rounding noise."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.12g}"
    return str(value)
