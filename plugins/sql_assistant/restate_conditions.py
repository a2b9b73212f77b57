"""Puts the conditions of a query into words, and holds the words themselves.

What is not known exactly, down to each argument, is quoted as SQL, so that the words never say something else than the query.
"""

from __future__ import annotations

import re
import string
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlglot import exp

from plugins.sql_assistant.restate_words import PHRASES, Language

Said = str | None

_FORMATTER = string.Formatter()
_HAN, _LATIN = r"[\u3400-\u9fff]", r"[\w`−]"
_TOUCHING = re.compile(rf"{_HAN}(?!{_HAN}){_LATIN}|(?!{_HAN}){_LATIN}{_HAN}")
_TESTS: Mapping[type[exp.Expr], str] = MappingProxyType(
    {exp.NullSafeEQ: "same", exp.NullSafeNEQ: "not_same", exp.Glob: "glob", exp.RegexpLike: "regexp"}
)
_COMPARED: Mapping[type[exp.Expr], tuple[str, str]] = MappingProxyType(
    {
        exp.EQ: ("equals", "is"),
        exp.NEQ: ("differs", "is_not"),
        exp.GT: ("more", "after"),
        exp.GTE: ("at_least", "not_before"),
        exp.LT: ("less", "before"),
        exp.LTE: ("at_most", "not_after"),
    }
)
"""The phrase for two values, and for a value and a constant (of an order: a text)."""

_HARMLESS: Mapping[type[exp.Expr], frozenset[str]] = MappingProxyType(
    {
        exp.Count: frozenset(("big_int",)),
        exp.DPipe: frozenset(("safe",)),
        exp.Div: frozenset(("typed", "safe")),
        exp.Cast: frozenset(("_type",)),
        exp.Coalesce: frozenset(("is_nvl", "is_null")),
        exp.Window: frozenset(("over",)),
    }
)
"""Arguments that say which dialect was read, and nothing else."""


class Conditions(ABC):
    """Speaks of one query's expressions.

    Args:
        tell_query: puts a query within the query into words.
        source_name: what a column is qualified with, as the reader knows it; empty where nothing need be said.
    """

    def __init__(
        self,
        dialect: str,
        language: Language,
        tell_query: Callable[[exp.Query], str],
        source_name: Callable[[exp.Column], str],
    ) -> None:
        self._dialect = dialect
        self._words = PHRASES[language]
        self._tell_query = tell_query
        self._source_name = source_name

    def say(self, phrase: str, **parts: str) -> str:
        """A phrase with its places filled."""
        return glued(
            piece
            for text, name, _, _ in _FORMATTER.parse(self._words[phrase])
            for piece in (text, parts[name] if name else "")
        )

    def quoted(self, node: exp.Expr) -> str:
        """SQL as it stands."""
        return self.say("sql", sql=node.sql(dialect=self._dialect, comments=False))

    def listed(self, parts: Sequence[str]) -> str:
        """``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("and_list", all=self.joined("comma", parts[:-1]), last=parts[-1])

    def joined(self, between: str, parts: Sequence[str]) -> str:
        """Parts with the same word between them."""
        pieces = [piece for part in parts for piece in (self._words[between], part)]
        return glued(pieces[1:])

    def values(self, nodes: Iterable[exp.Expr]) -> str:
        """Several values, listed."""
        return self.listed([self.value(node) for node in nodes])

    def text(self, text: str) -> str:
        """A text of the query."""
        return self.say("text", text=text) if text else self.say("empty_text")

    # conditions

    def condition(self, node: exp.Expr) -> str:
        """A condition in words; what it is inside another one stays clear by brackets."""
        match node:
            case exp.Paren(this=inner):
                return self.condition(inner)
            case exp.And() | exp.Or():
                return self._chain(node)
            case exp.Not(this=inner):
                return self._negated(inner)
            case exp.Column():
                return self.say("is_true", a=self.value(node))
        return self._predicate(node) or self.quoted(node)

    def _chain(self, node: exp.And | exp.Or) -> str:
        parts = [self._inside(part, type(node)) for part in node.flatten()]
        return self.joined("and" if isinstance(node, exp.And) else "or", parts)

    def _inside(self, node: exp.Expr, kind: type[exp.Expr]) -> str:
        inner = node.unnest() if isinstance(node, exp.Paren) else node
        said = self.condition(inner)
        mixed = isinstance(inner, (exp.And, exp.Or)) and not isinstance(inner, kind)
        return self.say("group", a=said) if mixed else said

    def _negated(self, node: exp.Expr) -> str:
        inner = node.unnest() if isinstance(node, exp.Paren) else node
        said = self._predicate(inner, negated=True)
        return said or self.say("not", a=self.condition(inner))

    def _predicate(self, node: exp.Expr, *, negated: bool = False) -> Said:
        """A comparison; negated only where the language has words for that."""
        match node:
            case exp.EQ() | exp.NEQ() | exp.GT() | exp.GTE() | exp.LT() | exp.LTE() if not negated:
                return self._comparison(node)
            case exp.Like() | exp.ILike():
                return self._like(node, negated=negated)
            case exp.In():
                return self._membership(node, negated=negated)
            case exp.Between() if only(node, "this", "low", "high"):
                return self._range(node, negated=negated)
            case exp.Is():
                return self._is(node, negated=negated)
            case exp.Exists(this=exp.Query() as query) if only(node, "this"):
                return self.say("exists_not" if negated else "exists", a=self._tell_query(query))
            case exp.Boolean() if not negated:
                return self.value(node)
        return None if negated else self._test(node)

    def _test(self, node: exp.Expr) -> Said:
        if type(node) not in _TESTS or not only(node, "this", "expression"):
            return None
        return self.say(_TESTS[type(node)], a=self.operand(node.this), b=self.operand(node.args["expression"]))

    def _comparison(self, node: exp.Expr) -> Said:
        left, right = node.args["this"], node.args["expression"]
        if any(isinstance(side, (exp.Null, exp.Any, exp.All, exp.Tuple)) for side in (left, right)):
            return None
        plain, with_text = _COMPARED[type(node)]
        is_order = not isinstance(node, (exp.EQ, exp.NEQ))
        constant = isinstance(right, (exp.Literal, exp.Boolean))
        fits = constant and (not is_order or (isinstance(right, exp.Literal) and right.is_string))
        return self.say(with_text if fits else plain, a=self.operand(left), b=self.operand(right))

    def _range(self, node: exp.Expr, *, negated: bool) -> str:
        low, high = self.operand(node.args["low"]), self.operand(node.args["high"])
        phrase = "not_between" if negated else "between"
        return self.say(phrase, a=self.operand(node.this), b=low, c=high)

    def _like(self, node: exp.Expr, *, negated: bool) -> Said:
        subject, pattern, any_case = node.this, node.args["expression"], isinstance(node, exp.ILike)
        if isinstance(subject, exp.Lower) and isinstance(pattern, exp.Lower):
            subject, pattern, any_case = _raised(subject), _raised(pattern), True
        if not only(node, "this", "expression", "negate") or not isinstance(pattern, exp.Literal):
            return None
        negated = negated != bool(node.args.get("negate"))
        phrase, text = pattern_words(str(pattern.this))
        said = self.say(f"not_{phrase}" if negated else phrase, a=self.operand(subject), b=self.text(text))
        return self.say("any_case", a=said) if any_case else said

    def _membership(self, node: exp.Expr, *, negated: bool) -> Said:
        if only(node, "this", "query") and isinstance(node.args["query"], exp.Subquery):
            inner = self._tell_query(node.args["query"])
            return self.say("not_among" if negated else "among", a=self.operand(node.this), b=inner)
        if not only(node, "this", "expressions"):
            return None
        listed = self.joined("comma", [self.value(one) for one in node.expressions])
        return self.say("none_of" if negated else "one_of", a=self.operand(node.this), b=listed)

    def _is(self, node: exp.Expr, *, negated: bool) -> Said:
        match node.args["expression"]:
            case exp.Null():
                phrase = "has_value" if negated else "no_value"
            case exp.Boolean(this=True):
                phrase = "is_not_true" if negated else "is_true"
            case exp.Boolean(this=False):
                phrase = "is_not_false" if negated else "is_false"
            case exp.Not(this=exp.Null()) if not negated:
                phrase = "has_value"
            case _:
                return None
        return self.say(phrase, a=self.operand(node.this))

    def operand(self, node: exp.Expr) -> str:
        """A value beside an operator, in brackets where it would run into it."""
        said = self.value(node)
        runs_on = isinstance(node, (exp.Binary, exp.Connector)) and not isinstance(node, exp.Dot)
        return self.say("group", a=said) if runs_on and not said.startswith("`") else said

    @abstractmethod
    def value(self, node: exp.Expr) -> str:
        """A value in words."""


def glued(pieces: Iterable[str]) -> str:
    """Pieces in a row, with a space where Chinese and Latin letters would touch."""
    whole = ""
    for piece in pieces:
        if whole and piece and _TOUCHING.fullmatch(whole[-1] + piece[0]):
            whole += " "
        whole += piece
    return whole


def only(node: exp.Expr, *known: str) -> bool:
    """Whether a node has no other arguments than those that are put in words."""
    harmless = _HARMLESS.get(type(node), frozenset())
    return all(name in known or name in harmless for name, value in node.args.items() if value)


def pattern_words(pattern: str) -> tuple[str, str]:
    """The phrase for a LIKE pattern, and the text that goes with it."""
    inner = pattern.strip("%")
    if not inner or re.search(r"[%_\\]", inner):
        return "pattern", pattern
    before, after = pattern.startswith("%"), pattern.endswith("%")
    if before and after:
        return "contains", inner
    if before or after:
        return ("ends" if before else "begins"), inner
    return "pattern", pattern


def is_condition(node: exp.Expr) -> bool:
    """Whether an expression is true or false."""
    return isinstance(node, (exp.Predicate, exp.Connector, exp.Not)) or type(node) in _TESTS


def _raised(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Lower) and only(node, "this"):
        node = node.this
    return node
