"""Matches tokens against a syntax: every way at once, each step remembered, and never more steps than a limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from plugins.web_designer.css.grammar import (
    AnyOrder,
    Choice,
    Function,
    Keyword,
    Node,
    NotEmpty,
    Repeat,
    Sign,
    Type,
)
from plugins.web_designer.css.grammar import Sequence as InOrder
from plugins.web_designer.css.tokens import TESTS, is_of

MAX_STEPS = 40_000
_BLOCKS = {"(": "() block", "[": "[] block", "{": "{} block"}
_REST = frozenset(("any-value", "declaration-value"))
_NOWHERE: frozenset[int] = frozenset()

Resolve = Callable[[str], "Node | None"]


class _TooManySteps(Exception):
    """The value is too long to be judged."""


def matches(node: Node, tokens: Sequence[Any], resolve: Resolve) -> bool:
    """Whether all of ``tokens`` are as ``node`` says; a value that would take too many steps is let through.

    Args:
        node: the syntax.
        tokens: component values of tinycss2.
        resolve: gives the syntax of a type by its name; None for one that is unknown, which then takes any token.
    """
    try:
        return _Match(tokens, resolve, [MAX_STEPS]).is_whole(node)
    except _TooManySteps:
        return True


class _Match:
    """One list of tokens; ``_ends`` gives the places where a node can end that begins at a place."""

    def __init__(self, tokens: Sequence[Any], resolve: Resolve, steps_left: list[int]) -> None:
        self._tokens = [t for t in tokens if t.type not in ("whitespace", "comment")]
        self._resolve = resolve
        self._left = steps_left
        self._known: dict[tuple[int, int], frozenset[int]] = {}
        self._inner: dict[tuple[int, int], bool] = {}

    def is_whole(self, node: Node) -> bool:
        return len(self._tokens) in self._ends(node, 0)

    def _ends(self, node: Node, at: int) -> frozenset[int]:
        key = (id(node), at)
        found = self._known.get(key)
        if found is None:
            self._left[0] -= 1
            if self._left[0] < 0:
                raise _TooManySteps
            found = self._known[key] = self._found(node, at)
        return found

    def _found(self, node: Node, at: int) -> frozenset[int]:
        match node:
            case Choice():
                return self._choice(node, at)
            case Type():
                return self._type(node, at)
            case InOrder():
                return self._in_order(node, at)
            case Keyword(name=name):
                return self._one(at, self._word(at) == name)
            case Sign(text=text):
                return self._sign(text, at)
            case Repeat():
                return self._repeat(node, at)
            case AnyOrder():
                return self._any_order(node, at)
            case Function():
                return self._one(at, at < len(self._tokens) and self._is_call(node, self._tokens[at]))
            case NotEmpty(part=part):
                return self._ends(part, at) - {at}

    @staticmethod
    def _one(at: int, is_right: bool) -> frozenset[int]:
        return frozenset((at + 1,)) if is_right else _NOWHERE

    def _word(self, at: int) -> str:
        """The identifier at a place, lower case; empty if there is none."""
        if at < len(self._tokens) and self._tokens[at].type == "ident":
            return str(self._tokens[at].lower_value)
        return ""

    def _choice(self, node: Choice, at: int) -> frozenset[int]:
        ends = set(self._one(at, self._word(at) in node.keywords))
        for part in node.parts:
            ends |= self._ends(part, at)
        return frozenset(ends)

    def _type(self, node: Type, at: int) -> frozenset[int]:
        if node.name in TESTS:
            return self._one(at, at < len(self._tokens) and is_of(node.name, self._tokens[at], node.low, node.high))
        if node.name in _REST:
            return frozenset(range(at + 1, len(self._tokens) + 1))
        syntax = self._resolve(node.name)
        if syntax is None:
            return self._one(at, at < len(self._tokens))
        return self._ends(_narrowed(syntax, node), at)

    def _in_order(self, node: InOrder, at: int) -> frozenset[int]:
        places = frozenset((at,))
        for part in node.parts:
            places = frozenset(end for place in places for end in self._ends(part, place))
            if not places:
                break
        return places

    def _sign(self, text: str, at: int) -> frozenset[int]:
        if text == ",":
            return self._comma(at)
        token = self._tokens[at] if at < len(self._tokens) else None
        return self._one(at, token is not None and token.type == "literal" and token.value == text)

    def _comma(self, at: int) -> frozenset[int]:
        """A comma goes away with what stood before or behind it (https://www.w3.org/TR/css-values-4/#comb-comma)."""
        is_edge = at in (0, len(self._tokens))
        if is_edge:
            return frozenset((at,))
        if self._is_comma(at):
            is_alone = at + 1 < len(self._tokens) and not self._is_comma(at + 1)
            return self._one(at, is_alone)
        return frozenset((at,)) if self._is_comma(at - 1) else _NOWHERE

    def _is_comma(self, at: int) -> bool:
        return bool(self._tokens[at].type == "literal" and self._tokens[at].value == ",")

    def _repeat(self, node: Repeat, at: int) -> frozenset[int]:
        ends: set[int] = {at} if node.low == 0 else set()
        places = frozenset((at,))
        for count in range(1, min(node.high, len(self._tokens) + 1) + 1):
            if node.has_commas and count > 1:
                places = frozenset(p + 1 for p in places if p < len(self._tokens) and self._is_comma(p))
            places = frozenset(end for place in places for end in self._ends(node.part, place))
            if not places or (count >= node.low and places <= ends):
                break
            if count >= node.low:
                ends |= places
        return frozenset(ends)

    def _any_order(self, node: AnyOrder, at: int) -> frozenset[int]:
        whole = (1 << len(node.parts)) - 1
        seen = {(0, at)}
        waiting = [(0, at)]
        while waiting:
            used, place = waiting.pop()
            for number, part in enumerate(node.parts):
                if not used & 1 << number:
                    fresh = {(used | 1 << number, end) for end in self._ends(part, place)} - seen
                    seen |= fresh
                    waiting.extend(fresh)
            self._left[0] -= 1
            if self._left[0] < 0:
                raise _TooManySteps
        return frozenset(place for used, place in seen if used == whole or (used and not node.needs_all))

    def _is_call(self, node: Function, token: Any) -> bool:
        key = (id(node), id(token))
        if key not in self._inner:
            content = _content(node, token)
            is_right = content is not None and _Match(content, self._resolve, self._left).is_whole(node.body)
            self._inner[key] = is_right
        return self._inner[key]


def _content(node: Function, token: Any) -> Sequence[Any] | None:
    """What stands in the brackets of a token, if it is that function or block."""
    if node.name in _BLOCKS:
        return list(token.content) if token.type == _BLOCKS[node.name] else None
    is_call = token.type == "function" and token.lower_name == node.name
    return list(token.arguments) if is_call else None


def _narrowed(syntax: Node, outer: Type) -> Node:
    """``<length-percentage [0,∞]>``: the range goes on to the parts."""
    if outer.low == float("-inf") and outer.high == float("inf"):
        return syntax
    return _with_range(syntax, outer.low, outer.high)


@cache
def _with_range(node: Node, low: float, high: float) -> Node:
    if isinstance(node, Type):
        return Type(node.name, max(node.low, low), min(node.high, high))
    if isinstance(node, Choice):
        return Choice(node.keywords, tuple(_with_range(part, low, high) for part in node.parts))
    return node
