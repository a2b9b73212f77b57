"""Whether a number is compared as the words before it say: more than 3 is ``> 3``, at least 3 is ``>= 3``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlglot import exp

from plugins.sql_assistant.literal_rules import number_of
from plugins.sql_assistant.wants import is_latin

_KINDS: Mapping[str, type[exp.Expr]] = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}
_BEFORE = {
    "no more than": "<=",
    "not more than": "<=",
    "no fewer than": ">=",
    "no less than": ">=",
    "not less than": ">=",
    "more than": ">",
    "greater than": ">",
    "exceeding": ">",
    "fewer than": "<",
    "less than": "<",
    "at least": ">=",
    "at most": "<=",
    "up to": "<=",
}
_BEHIND = {"or more": ">=", "or above": ">=", "or less": "<=", "or fewer": "<=", "or below": "<="}
_SAID = re.compile(rf"\b({'|'.join(_BEFORE)})\s+(?:[£$€]\s*)?(\d+(?:\.\d+)?|[a-z]+)\b", re.IGNORECASE)
_SAID_BEHIND = re.compile(rf"\b(\d+(?:\.\d+)?|[a-z]+)(?:\s+[a-z]+)?\s+({'|'.join(_BEHIND)})\b", re.IGNORECASE)


def signs_said(question: str) -> dict[float, str]:
    """Number → sign, of numbers that are said with one sign alone."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", question)
    pairs = [(found[2], _BEFORE[found[1].lower()]) for found in _SAID.finditer(plain)]
    pairs += [(found[1], _BEHIND[found[2].lower()]) for found in _SAID_BEHIND.finditer(plain)]
    signs: dict[float, set[str]] = {}
    for text, sign in pairs:
        if (number := number_of(text)) is not None:
            signs.setdefault(number, set()).add(sign)
    return {number: next(iter(own)) for number, own in signs.items() if len(own) == 1}


def sign_doubts(tree: exp.Expr, question: str) -> Iterator[str]:
    """Sentences on numbers that are compared otherwise than the question says; none for other languages than English."""
    said = signs_said(question) if is_latin(question) else {}
    for node in tree.find_all(*_KINDS.values()):
        right = node.args["expression"]
        if not isinstance(right, exp.Literal) or right.is_string:
            continue
        sign = said.get(float(right.this))
        if sign and not isinstance(node, _KINDS[sign]):
            yield f"The question compares with {right.this} by {sign}, and the query does otherwise."


def with_sign(node: exp.Expr, sign: str) -> exp.Expr:
    """The same comparison with another sign."""
    return _KINDS[sign](this=node.this.copy(), expression=node.args["expression"].copy())


def signs_of(tree: exp.Expr) -> list[exp.Expr]:
    """The comparisons of a query with numbers, by more or less."""
    nodes = tree.find_all(*_KINDS.values())
    return [n for n in nodes if isinstance(n.args["expression"], exp.Literal) and not n.args["expression"].is_string]
