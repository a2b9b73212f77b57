"""Reads the value definition syntax (https://www.w3.org/TR/css-values-4/#value-defs) into nodes that ``match`` walks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

_TOKEN = re.compile(
    r"""\s+
    | '(?P<quoted>[^']*)'
    | <(?P<type>'?[\w()@+-]+'?)(?:\s*\[(?P<low>[^,\]]+),(?P<high>[^\]]+)\])?\s*>
    | (?P<brace>\{\s*\d+\s*(?:,\s*\d*\s*)?\})
    | (?P<bars>\|\||&&)
    | (?P<word>@?-{0,2}[A-Za-z0-9][\w-]*)
    | (?P<sign>[^\s])
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Keyword:
    """An identifier that stands for itself; lower case."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A comma, slash, or another character that stands for itself."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A data type by its name, or a property's values where the name is quoted; numbers may have a range."""

    name: str
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function by its lower-case name, or a block by its opening bracket, with what stands inside."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """All parts in this order."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOrder:
    """``&&`` (all parts) or ``||`` (one or more), in any order."""

    parts: tuple[Node, ...]
    needs_all: bool


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Exactly one of the parts; keywords stand apart, for there may be a hundred."""

    keywords: frozenset[str]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """A part so and so often, with commas between where ``has_commas``."""

    part: Node
    low: int
    high: int
    has_commas: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NotEmpty:
    """A group that must take at least one token (``!``)."""

    part: Node


Node: TypeAlias = Keyword | Sign | Type | Function | Sequence | AnyOrder | Choice | Repeat | NotEmpty


def parse_syntax(text: str) -> Node:
    """The tree of a syntax.

    Raises:
        ValueError: brackets do not fit, or a combinator has nothing to combine.
    """
    reader = _Reader([found for found in _TOKEN.finditer(text) if not found[0].isspace()], text)
    node = reader.choice()
    if not reader.is_at_end:
        raise ValueError(f"The syntax {text} has something left over.")
    return node


class _Reader:
    """Recursive descent by precedence: juxtaposition, ``&&``, ``||``, ``|``."""

    def __init__(self, tokens: list[re.Match[str]], text: str) -> None:
        self._tokens = tokens
        self._text = text
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._tokens)

    def choice(self) -> Node:
        parts = [self._combined("||")]
        while self._take("|"):
            parts.append(self._combined("||"))
        return parts[0] if len(parts) == 1 else _choice(parts)

    def _combined(self, bars: str) -> Node:
        def below() -> Node:
            return self._combined("&&") if bars == "||" else self._sequence()

        parts = [below()]
        while self._take(bars):
            parts.append(below())
        return parts[0] if len(parts) == 1 else AnyOrder(tuple(parts), bars == "&&")

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while not self.is_at_end and self._next not in ("|", "||", "&&", "]", ")"):
            parts.append(self._multiplied(self._term()))
        if not parts:
            raise ValueError(f"The syntax {self._text} lacks a part.")
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _term(self) -> Node:
        token = self._tokens[self._at]
        self._at += 1
        if token["type"]:
            low, high = _limit(token["low"], "-inf"), _limit(token["high"], "inf")
            return Type(token["type"].lower(), low, high)
        if token["word"]:
            return self._word(token)
        text = token["quoted"] if token["quoted"] is not None else token[0]
        if text == "[" and token["quoted"] is None:
            return self._group("]")
        if text in ("(", "[", "{"):
            return self._block(text)
        return Sign(text)

    def _word(self, token: re.Match[str]) -> Node:
        name = token["word"].lower()
        opens = not self.is_at_end and self._next == "(" and self._tokens[self._at].start() == token.end()
        if not opens:
            return Keyword(name)
        self._at += 1
        return Function(name, self._inner(")"))

    def _block(self, bracket: str) -> Node:
        return Function(bracket, self._inner({"(": ")", "[": "]", "{": "}"}[bracket]))

    def _inner(self, end: str) -> Node:
        if self._take(end):
            return Sequence(())
        parts: list[Node] = []
        while not self._take(end):
            if self.is_at_end:
                raise ValueError(f"The syntax {self._text} lacks “{end}”.")
            parts.append(self._until_quoted(end))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _until_quoted(self, end: str) -> Node:
        """Inside ``'[' … ']'`` the end is quoted too, and no combinator stands there."""
        return self.choice() if end == ")" else self._multiplied(self._term())

    def _group(self, end: str) -> Node:
        node = self.choice()
        if not self._take(end):
            raise ValueError(f"The syntax {self._text} lacks “{end}”.")
        return node

    def _multiplied(self, node: Node) -> Node:
        while not self.is_at_end:
            token = self._tokens[self._at]
            if token["quoted"] is not None or not (token["brace"] or token[0] in "?*+#!"):
                break
            self._at += 1
            node = self._with_multiplier(node, token)
        return node

    def _with_multiplier(self, node: Node, token: re.Match[str]) -> Node:
        if token["brace"]:
            low, high = _counts(token["brace"])
            is_bare_comma_list = isinstance(node, Repeat) and node.has_commas and node.high == UNLIMITED
            if is_bare_comma_list and isinstance(node, Repeat):
                return Repeat(node.part, low, high, has_commas=True)
            return Repeat(node, low, high)
        match token[0]:
            case "?":
                return Repeat(node, 0, 1)
            case "*":
                return Repeat(node, 0, UNLIMITED)
            case "+":
                return Repeat(node, 1, UNLIMITED)
            case "#":
                return Repeat(node, 1, UNLIMITED, has_commas=True)
            case _:
                return NotEmpty(node)

    @property
    def _next(self) -> str:
        token = self._tokens[self._at]
        return f"'{token['quoted']}'" if token["quoted"] is not None else token[0]

    def _take(self, text: str) -> bool:
        if not self.is_at_end and (self._next == text or (text in "]}" and self._next == f"'{text}'")):
            self._at += 1
            return True
        return False


def _choice(parts: list[Node]) -> Choice:
    keywords = frozenset(part.name for part in parts if isinstance(part, Keyword))
    others = [part for part in parts if not isinstance(part, Keyword)]
    types = {part.name: part for part in others if isinstance(part, Type)}
    if "length" in types and "percentage" in types:  # both, so a sum of both may stand there
        others.append(Type("length-percentage", types["length"].low, types["length"].high))
    return Choice(keywords, tuple(others))


def _limit(text: str | None, default: str) -> float:
    """A bound of a range; its unit is that of the type, and is nought or the base unit in all of the data."""
    found = _NUMBER.search(text or "")
    return float(found[0]) if found else float(default)


def _counts(text: str) -> tuple[int, int]:
    low, comma, high = text.strip("{} ").partition(",")
    if not comma:
        return int(low), int(low)
    return int(low), int(high) if high.strip() else UNLIMITED
