"""Which single tokens are of a basic data type (https://www.w3.org/TR/css-values-4/).

tinycss2 is untyped: its nodes are told apart by ``type``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from plugins.web_designer.css.maths import UNIT_KINDS, is_maths, kind_of

WIDE = frozenset("initial inherit unset revert revert-layer".split())
"""Keywords that every property takes (https://www.w3.org/TR/css-cascade-5/#defaulting-keywords)."""

_HEX = re.compile(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z", re.IGNORECASE)

Test = Callable[[Any, float, float], bool]


def _number(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "number" and low <= token.value <= high)


def _integer(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "number" and token.is_integer and low <= token.value <= high)


def _percentage(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "percentage" and low <= token.value <= high)


def _dimension(kind: str) -> Test:
    def test(token: Any, low: float, high: float) -> bool:
        if token.type == "dimension":
            return UNIT_KINDS.get(token.lower_unit) == kind and low <= token.value <= high
        return kind == "length" and token.type == "number" and token.value == 0

    return test


def _any_dimension(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "dimension" and low <= token.value <= high)


def _ident(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "ident")


def _custom_ident(token: Any, low: float, high: float) -> bool:
    return token.type == "ident" and token.lower_value not in WIDE and token.lower_value != "default"


def _dashed_ident(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "ident" and token.value.startswith("--"))


def _string(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "string")


def _url(token: Any, low: float, high: float) -> bool:
    return token.type == "url" or (token.type == "function" and token.lower_name in ("url", "src"))


def _hex_colour(token: Any, low: float, high: float) -> bool:
    return token.type == "hash" and bool(_HEX.match(token.value))


def _hash(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "hash")


def _zero(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "number" and token.value == 0)


def _unicode_range(token: Any, low: float, high: float) -> bool:
    return bool(token.type == "unicode-range")


def _with_percentage(kind: str) -> Test:
    own = _dimension(kind)

    def test(token: Any, low: float, high: float) -> bool:
        return own(token, low, high) or _percentage(token, low, high)

    return test


_KINDS = ("length", "angle", "time", "frequency", "resolution", "flex")
_MIXED = ("length", "angle", "time", "frequency")

TESTS: dict[str, Test] = {
    "number": _number,
    "number-token": _number,
    "integer": _integer,
    "percentage": _percentage,
    **{kind: _dimension(kind) for kind in _KINDS},
    **{f"{kind}-percentage": _with_percentage(kind) for kind in _MIXED},
    "dimension": _any_dimension,
    "ident": _ident,
    "ident-token": _ident,
    "custom-ident": _custom_ident,
    "dashed-ident": _dashed_ident,
    "custom-property-name": _dashed_ident,
    "string": _string,
    "string-token": _string,
    "url": _url,
    "hex-color": _hex_colour,
    "hash-token": _hash,
    "zero": _zero,
    "unicode-range-token": _unicode_range,
    "urange": _unicode_range,
}
"""Basic types with the test that a token passes; a range comes with it."""

_OF_MATHS: dict[str, frozenset[str]] = {
    "number": frozenset(("number", "any")),
    "integer": frozenset(("number", "any")),
    "percentage": frozenset(("percentage", "any")),
    **{kind: frozenset((kind, "any")) for kind in _KINDS},
    **{f"{kind}-percentage": frozenset((kind, "percentage", f"{kind}%", "any")) for kind in _MIXED},
}


def is_of(name: str, token: Any, low: float, high: float) -> bool:
    """Whether a token is of a basic type; a range is not held against what mathematical functions give."""
    if token.type == "function" and name in _OF_MATHS and is_maths(token.lower_name):
        return kind_of(token) in _OF_MATHS[name]
    return TESTS[name](token, low, high)
