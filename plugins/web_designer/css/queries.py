"""Media and container queries (https://www.w3.org/TR/mediaqueries-5/, https://www.w3.org/TR/css-conditional-5/).

tinycss2 is untyped: its nodes are told apart by ``type``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.web_designer.css.maths import UNIT_KINDS, is_maths
from plugins.web_designer.css.near import nearest
from plugins.web_designer.css.values import Fault

_LENGTHS = frozenset("width height device-width device-height inline-size block-size".split())
_NUMBERS = frozenset(
    "color color-index monochrome grid horizontal-viewport-segments vertical-viewport-segments".split()
)
_RATIOS = frozenset("aspect-ratio device-aspect-ratio".split())
_WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "orientation": "portrait landscape",
        "hover": "none hover",
        "any-hover": "none hover",
        "pointer": "none coarse fine",
        "any-pointer": "none coarse fine",
        "prefers-color-scheme": "light dark",
        "prefers-reduced-motion": "no-preference reduce",
        "prefers-reduced-transparency": "no-preference reduce",
        "prefers-reduced-data": "no-preference reduce",
        "prefers-contrast": "no-preference more less custom",
        "forced-colors": "none active",
        "inverted-colors": "none inverted",
        "color-gamut": "srgb p3 rec2020",
        "video-color-gamut": "srgb p3 rec2020",
        "dynamic-range": "standard high",
        "video-dynamic-range": "standard high",
        "display-mode": "fullscreen standalone minimal-ui browser window-controls-overlay picture-in-picture tabbed",
        "display-state": "fullscreen maximized minimized normal",
        "scripting": "none initial-only enabled",
        "update": "none slow fast",
        "overflow-block": "none scroll optional-paged paged",
        "overflow-inline": "none scroll",
        "scan": "interlace progressive",
        "environment-blending": "opaque additive subtractive",
        "nav-controls": "none back",
        "resizable": "true false",
        "shape": "rect round",
    }.items()
}
_RANGES = _LENGTHS | _NUMBERS | _RATIOS | {"resolution"}
_FEATURES = _RANGES | frozenset(_WORDS)
_TYPES = frozenset("all screen print speech tty tv projection handheld braille embossed aural".split())
_CONTAINER = frozenset("width height inline-size block-size aspect-ratio orientation".split())
_JOINTS = frozenset(("and", "or", "not", "only"))


def media_fault(tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with the queries of ``@media``; None if nothing is."""
    for query in _split(tokens):
        if fault := _query_fault(query):
            return fault
    return None


def container_fault(tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with the condition of ``@container``; None if nothing is."""
    if not _bare(tokens):
        return _fault("@container has no condition.", "Write a name, or a size as (min-width: 40rem).")
    for block in _blocks(tokens):
        if fault := _feature_fault(block, _CONTAINER, "@container"):
            return fault
    return None


def supports_fault(tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with the form of a condition of ``@supports``; None if nothing is."""
    parts = _bare(tokens)
    if any(part.type in ("() block", "function") for part in parts):
        return None
    return _fault("@supports has no condition in brackets.", "Write (property: value).")


def _query_fault(tokens: Sequence[Any]) -> Fault | None:
    parts = _bare(tokens)
    words = [part.lower_value for part in parts if part.type == "ident"]
    kinds = [word for word in words if word not in _JOINTS]
    for kind in kinds:
        if kind not in _TYPES:
            near = nearest(kind, _TYPES | _JOINTS)
            return _fault(
                f"@media knows no medium “{kind}”.", f"Did you mean “{near}”?" if near else "Put features in brackets."
            )
    has_joint = any(word in ("and", "or") for word in words)
    blocks = [part for part in parts if part.type == "() block"]
    if len(blocks) + len(kinds) > 1 and not has_joint:
        return _fault("Two conditions of @media stand side by side.", "Put “and” between them.")
    for block in blocks:
        if fault := _condition_fault(block):
            return fault
    return None


def _condition_fault(block: Any) -> Fault | None:
    inner = list(_blocks(block.content))
    if inner:
        return next((fault for part in inner if (fault := _condition_fault(part))), None)
    return _feature_fault(block, _FEATURES, "@media")


def _blocks(tokens: Sequence[Any]) -> Iterator[Any]:
    return (token for token in tokens if token.type == "() block")


def _feature_fault(block: Any, known: frozenset[str], rule: str) -> Fault | None:
    parts = _bare(block.content)
    inner = list(_blocks(block.content))
    if inner:
        return next((fault for part in inner if (fault := _feature_fault(part, known, rule))), None)
    if not parts:
        return _fault(f"The brackets of {rule} are empty.", "Write (min-width: 40rem).")
    if len(parts) > 1 and parts[0].type == "ident" and parts[1].type == "literal" and parts[1].value == ":":
        return _plain_fault(parts[0].lower_value, parts[2:], known, rule)
    names = [part.lower_value for part in parts if part.type == "ident"]
    return next((fault for name in names if (fault := _name_fault(name, known, rule, is_range=len(parts) > 1))), None)


def _plain_fault(name: str, value: Sequence[Any], known: frozenset[str], rule: str) -> Fault | None:
    if name.startswith("-"):
        return None
    if fault := _name_fault(name, known, rule):
        return fault
    base = name.removeprefix("min-").removeprefix("max-")
    text = "".join(token.serialize() for token in value).strip()
    if len(value) == 1 and value[0].type == "function":
        return None
    if base in _LENGTHS and not _is_length(value):
        is_bare = len(value) == 1 and value[0].type == "number"
        hint = f"Write ({name}: {text}px)." if is_bare else "Write a length as 40rem."
        return _fault(f"“{text}” is no length for “{name}” in {rule}.", hint)
    if base in _WORDS and text.lower() not in _WORDS[base]:
        return _fault(f"“{text}” is no value of “{name}” in {rule}.", f"Allowed: {', '.join(sorted(_WORDS[base]))}.")
    return None


def _name_fault(name: str, known: frozenset[str], rule: str, *, is_range: bool = False) -> Fault | None:
    base = name.removeprefix("min-").removeprefix("max-")
    is_known = base in known and (base == name or base in _RANGES)
    if is_known or name.startswith("-") or (is_range and name in ("infinity", "infinite")):
        return None
    ranges = (f"{end}-{other}" for other in known & _RANGES for end in ("min", "max"))
    near = nearest(name, (*known, *ranges))
    return _fault(f"{rule} knows no feature “{name}”.", f"Did you mean “{near}”?" if near else "")


def _is_length(value: Sequence[Any]) -> bool:
    if len(value) != 1:
        return False
    token = value[0]
    if token.type == "dimension":
        return UNIT_KINDS.get(token.lower_unit) == "length"
    return (token.type == "number" and token.value == 0) or (token.type == "function" and is_maths(token.lower_name))


def _split(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _bare(tokens: Sequence[Any]) -> list[Any]:
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def _fault(message: str, hint: str = "") -> Fault:
    return Fault(message, hint, kind="rule")
