"""What kind of value a mathematical function gives (https://www.w3.org/TR/css-values-4/#math).

tinycss2 is untyped: its nodes are told apart by ``type``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

UNIT_KINDS: dict[str, str] = {
    **dict.fromkeys("px cm mm q in pc pt em rem ex rex cap rcap ch rch ic ric lh rlh".split(), "length"),
    **{f"{size}{unit}": "length" for size in ("", "s", "l", "d") for unit in "vw vh vi vb vmin vmax".split()},
    **dict.fromkeys("cqw cqh cqi cqb cqmin cqmax".split(), "length"),
    **dict.fromkeys("deg grad rad turn".split(), "angle"),
    **dict.fromkeys(("s", "ms"), "time"),
    **dict.fromkeys(("hz", "khz"), "frequency"),
    **dict.fromkeys("dpi dpcm dppx x".split(), "resolution"),
    "fr": "flex",
}
"""Kinds of units, by their lower-case names."""

_CONSTANTS = frozenset("e pi infinity -infinity nan".split())
_CHANNELS = frozenset("r g b l c h s w a x y z alpha size auto min-content max-content fit-content".split())
"""Names that relative colours and calc-size() give meaning to."""

_OUTSIDE: dict[str, str] = {
    "sibling-index": "number",
    "sibling-count": "number",
    "progress": "number",
    "media-progress": "number",
    "container-progress": "number",
    "random": "any",
}
"""Functions with rules of their own, and what they give."""

_INSIDE = frozenset("anchor anchor-size calc-size calc-interpolate interpolate".split())
"""Functions that stand in sums, and alone only where a property says so."""

_ROUNDING = frozenset("nearest up down to-zero line-width".split())


def is_maths(name: str) -> bool:
    """Whether a function (lower case) stands for a number of some kind."""
    return name in _FUNCTIONS or name in _OUTSIDE


def kind_of(function: Any) -> str | None:
    """Kind of value that a mathematical function gives.

    Returns:
        ``number``, ``percentage``, ``length`` and so on; ``length%`` and the like where percentages are mixed in; ``any`` where it
        cannot be known; None where the function is not right.
    """
    name = function.lower_name
    if name in _OUTSIDE:
        return _OUTSIDE[name]
    rule = _FUNCTIONS.get(name)
    return rule(_split(function.arguments)) if rule else None


def lacks_spaces(tokens: Sequence[Any]) -> bool:
    """Whether a ``+`` or ``-`` in a mathematical function stands without a space at each side."""
    for token in tokens:
        if token.type == "function" and (is_maths(token.lower_name) or token.lower_name == "-webkit-calc"):
            if any(_is_crammed(part) for part in _split(token.arguments)):
                return True
            if lacks_spaces(token.arguments):
                return True
        elif token.type in ("function", "() block"):
            inner = token.arguments if token.type == "function" else token.content
            if lacks_spaces(inner) or (token.type == "() block" and _is_crammed(inner)):
                return True
    return False


def _is_crammed(tokens: Sequence[Any]) -> bool:
    significant = [t for t in tokens if t.type not in ("whitespace", "comment")]
    for before, after in itertools.pairwise(significant):
        is_value = before.type in ("number", "percentage", "dimension", "() block", "function")
        if is_value and after.type in ("number", "percentage", "dimension") and after.representation[0] in "+-":
            return True
        if is_value and after.type == "literal" and after.value in "+-" and _sum(tokens) is None:
            return True
    return False


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    """Arguments, at their commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return parts


def _sum(tokens: Sequence[Any]) -> str | None:
    """Terms with ``+`` or ``-``, which want a space at both sides."""
    terms: list[list[Any]] = [[]]
    for at, token in enumerate(tokens):
        is_sign = token.type == "literal" and token.value in ("+", "-")
        if is_sign and 0 < at < len(tokens) - 1 and _are_spaces(tokens[at - 1], tokens[at + 1]):
            terms.append([])
        elif token.type not in ("whitespace", "comment"):
            terms[-1].append(token)
    kinds = [_product(term) for term in terms]
    return _joined(kinds)


def _are_spaces(*tokens: Any) -> bool:
    return all(token.type == "whitespace" for token in tokens)


def _joined(kinds: Sequence[str | None]) -> str | None:
    """What a sum, or a comparison, of these kinds is."""
    found = kinds[0]
    for kind in kinds[1:]:
        found = _added(found, kind)
    return found


def _added(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return None
    if one == other:
        return one
    if "any" in (one, other):
        return "any"
    bases = {kind.removesuffix("%") for kind in (one, other) if kind != "percentage"}
    has_percentage = any(kind == "percentage" or kind.endswith("%") for kind in (one, other))
    if len(bases) == 1 and has_percentage and bases != {"number"}:
        return f"{bases.pop()}%"
    return None


def _product(tokens: Sequence[Any]) -> str | None:
    """Values with ``*`` or ``/`` between them; what gives squares and inverses is not followed."""
    if not tokens or len(tokens) % 2 == 0:
        return None
    kind = _value(tokens[0])
    for sign, token in zip(tokens[1::2], tokens[2::2], strict=True):
        if sign.type != "literal" or sign.value not in ("*", "/"):
            return None
        kind = _multiplied(kind, _value(token), is_division=sign.value == "/")
    return kind


def _multiplied(one: str | None, other: str | None, *, is_division: bool) -> str | None:
    if one is None or other is None:
        return None
    if other == "number":
        return one
    if one == "number" and not is_division:
        return other
    return "any"


def _value(token: Any) -> str | None:
    match token.type:
        case "number":
            return "number"
        case "percentage":
            return "percentage"
        case "dimension":
            return UNIT_KINDS.get(token.lower_unit)
        case "ident":
            return _named(token.lower_value)
        case "() block":
            return _sum(token.content)
        case "function":
            return kind_of(token) if is_maths(token.lower_name) else _foreign(token.lower_name)
        case _:
            return None


def _named(name: str) -> str | None:
    if name in _CONSTANTS:
        return "number"
    return "any" if name in _CHANNELS else None


def _foreign(name: str) -> str | None:
    return "any" if name.startswith("-") or name in _INSIDE else None


Rule = Callable[[list[list[Any]]], "str | None"]


def _same(low: int, high: int, gives: str = "") -> Rule:
    """Arguments of one kind; the function gives that kind, or ``gives``."""

    def rule(parts: list[list[Any]]) -> str | None:
        if not low <= len(parts) <= high:
            return None
        kind = _joined([_sum(part) for part in parts])
        return gives if gives and kind else kind

    return rule


def _of(takes: frozenset[str], low: int, high: int, gives: str) -> Rule:
    """Arguments of certain kinds."""

    def rule(parts: list[list[Any]]) -> str | None:
        kinds = [_sum(part) for part in parts]
        is_right = low <= len(kinds) <= high and all(kind in takes for kind in kinds)
        return gives if is_right else None

    return rule


def _clamp(parts: list[list[Any]]) -> str | None:
    if len(parts) != 3:
        return None
    limits = [part for part in (parts[0], parts[2]) if not _is_word(part, frozenset(("none",)))]
    return _joined([_sum(part) for part in (parts[1], *limits)])


def _round(parts: list[list[Any]]) -> str | None:
    values = parts[1:] if _is_word(parts[0], _ROUNDING) else parts
    return _joined([_sum(part) for part in values]) if 1 <= len(values) <= 2 else None


def _is_word(tokens: Sequence[Any], words: frozenset[str]) -> bool:
    significant = [t for t in tokens if t.type != "whitespace"]
    return len(significant) == 1 and significant[0].type == "ident" and significant[0].lower_value in words


def _table() -> Iterator[tuple[str, Rule]]:
    numbers = frozenset(("number", "any"))
    turns = frozenset(("number", "angle", "any"))
    yield from dict.fromkeys(("calc", "abs"), _same(1, 1)).items()
    yield from dict.fromkeys(("min", "max", "hypot"), _same(1, 64)).items()
    yield from dict.fromkeys(("mod", "rem"), _same(2, 2)).items()
    yield from dict.fromkeys(("sin", "cos", "tan"), _of(turns, 1, 1, "number")).items()
    yield from dict.fromkeys(("asin", "acos", "atan"), _of(numbers, 1, 1, "angle")).items()
    yield from dict.fromkeys(("sqrt", "exp"), _of(numbers, 1, 1, "number")).items()
    yield from {"clamp": _clamp, "round": _round, "atan2": _same(2, 2, "angle"), "sign": _same(1, 1, "number")}.items()
    yield from {"pow": _of(numbers, 2, 2, "number"), "log": _of(numbers, 1, 2, "number")}.items()


_FUNCTIONS: dict[str, Rule] = dict(_table())
