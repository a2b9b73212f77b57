"""Judges one declaration: does the property exist, and does it take this value (https://www.w3.org/TR/css-values-4/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from plugins.web_designer.css.definitions import Definitions, definitions, has_prefix
from plugins.web_designer.css.grammar import Node
from plugins.web_designer.css.match import matches
from plugins.web_designer.css.maths import lacks_spaces
from plugins.web_designer.css.near import nearest
from plugins.web_designer.css.tokens import WIDE

_SUBSTITUTED = frozenset("var env attr if inherit random-item first-valid toggle".split())
"""Functions that a browser fills in later: a value that holds one is right as it stands (https://www.w3.org/TR/css-values-5/)."""

_UNITS = ("px", "s", "deg", "%", "fr")
_SHOWN_CHARS = 110
_RANGE = re.compile(r"(?<=\w) \[[^\[\]<|]*,[^\[\]<|]*\](?=>)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a declaration, a selector or a rule.

    Attributes:
        message: a sentence.
        hint: what to write instead; empty if it is not known.
        severity: a warning for what browsers drop without harm.
        kind: which fault it is, for what mends it.
        better: a name or value to write instead, where there is only one.
    """

    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    kind: Literal["property", "value", "unit", "rule", "selector"] = "value"
    better: str = ""


def declaration_fault(name: str, tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with ``name: tokens`` in a style rule; None if nothing is.

    Args:
        name: lower case, except for custom properties.
        tokens: component values of tinycss2, without ``!important``.
    """
    if fault := _reference_fault(tokens):
        return fault
    if name.startswith("--") or _is_filled_in(tokens):
        return None if _is_known(name) else _unknown(name)
    return _fault(name, _text(tokens))


def descriptor_fault(rule: str, name: str, tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with a descriptor of an at-rule (its name without the sign); None if nothing is."""
    node = definitions().descriptor_node(rule, name)
    if node is None:
        names = definitions().descriptors(rule)
        near = nearest(name, names)
        hint = f"Did you mean “{near}”?" if near else ""
        return Fault(f"@{rule} has no descriptor “{name}”.", hint, kind="property", better=near)
    if _is_filled_in(tokens) or matches(node, tokens, definitions().resolve):
        return None
    allowed = _shown(definitions().descriptors(rule)[name])
    return Fault(f"“{_short(_text(tokens))}” is no value of “{name}” in @{rule}.", f"Allowed: {allowed}.")


def is_right(name: str, value: str) -> bool:
    """Whether a property is known and takes a value, written as text."""
    import tinycss2

    return declaration_fault(name, tinycss2.parse_component_value_list(value)) is None


def _is_known(name: str) -> bool:
    return name.startswith("--") or bool(definitions().property_syntax(name))


@lru_cache(maxsize=4096)
def _fault(name: str, text: str) -> Fault | None:
    import tinycss2

    known = definitions()
    node = known.property_node(name)
    if node is None:
        return _unknown(name)
    tokens = tinycss2.parse_component_value_list(text, skip_comments=True)
    significant = [t for t in tokens if t.type != "whitespace"]
    if not significant:
        return Fault(f"“{name}” has no value.")
    if _is_wide(significant) or _is_makers(significant) or matches(node, tokens, known.resolve):
        return None
    return _bad_value(known, node, name, tokens)


def _unknown(name: str) -> Fault:
    if has_prefix(name):
        hint = "Browsers of another maker pass over it; write the plain property too."
        return Fault(f"No browser of today knows “{name}”.", hint, "warning", "property")
    near = nearest(name, definitions().property_names)
    hint = f"Did you mean “{near}”?" if near else "Leave it out."
    return Fault(f"There is no property “{name}”.", hint, kind="property", better=near)


def _bad_value(known: Definitions, node: Node, name: str, tokens: Sequence[Any]) -> Fault:
    value = _short(_text(tokens).strip())
    if lacks_spaces(tokens):
        return Fault(f"“{value}” cannot be computed.", "Put a space on both sides of + and − in calc().")
    if with_unit := _with_unit(known, node, tokens):
        better, is_sure = with_unit
        message = f"A number in “{name}: {value}” lacks its unit."
        return Fault(message, f"Write “{_short(better)}”.", kind="unit", better=better if is_sure else "")
    hint = f"Allowed: {_shown(known.property_syntax(name))}."
    if near := _near_word(known, node, tokens):
        return Fault(f"“{value}” is no value of “{name}”.", f"Did you mean “{near}”? {hint}", better=near)
    return Fault(f"“{value}” is no value of “{name}”.", hint)


def _reference_fault(tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with a ``var()``: its name begins with two dashes."""
    for call in _functions(tokens):
        first = next((t for t in call.arguments if t.type not in ("whitespace", "comment")), None)
        if call.lower_name == "var" and not (first and first.type == "ident" and first.value.startswith("--")):
            name = first.serialize() if first else "name"
            return Fault(f"“{_short(call.serialize())}” names no custom property.", f"Write “var(--{name})”.")
    return None


def _is_filled_in(tokens: Sequence[Any]) -> bool:
    return any(t.lower_name in _SUBSTITUTED or t.lower_name.startswith("--") for t in _functions(tokens))


def _functions(tokens: Sequence[Any]) -> Iterator[Any]:
    for token in tokens:
        if token.type == "function":
            yield token
            yield from _functions(token.arguments)
        elif token.type in ("() block", "[] block", "{} block"):
            yield from _functions(token.content)


def _is_wide(tokens: Sequence[Any]) -> bool:
    return len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value in WIDE


def _is_makers(tokens: Sequence[Any]) -> bool:
    """Whether a value holds a maker's own word or function: others pass over it, and that is what it is written for."""
    words = (token.lower_value for token in tokens if token.type == "ident")
    calls = (token.lower_name for token in _functions(tokens))
    return any(has_prefix(name) for name in (*words, *calls))


def _with_unit(known: Definitions, node: Node, tokens: Sequence[Any]) -> tuple[str, bool] | None:
    """The value with a unit behind each bare number, and whether no other unit would do; None if that is not what it lacks."""
    import tinycss2

    if not any(token.type == "number" and token.value for token in tokens):
        return None
    found = []
    for unit in _UNITS:
        text = "".join(_numbered(token, unit) for token in tokens)
        if matches(node, tinycss2.parse_component_value_list(text), known.resolve):
            found.append((unit, text.strip()))
    if not found:
        return None
    return found[0][1], found[0][0] == "px" and all(unit in ("px", "%", "fr") for unit, _ in found)


def _numbered(token: Any, unit: str) -> str:
    if token.type == "number" and token.value:
        return f"{token.representation}{unit}"
    return str(token.serialize())


def _near_word(known: Definitions, node: Node, tokens: Sequence[Any]) -> str:
    """The value with one misspelt word put right, if that makes it right."""
    import tinycss2

    for at, token in enumerate(tokens):
        near = nearest(token.lower_value, known.words(node)) if token.type == "ident" else ""
        if near:
            text = "".join(near if number == at else t.serialize() for number, t in enumerate(tokens))
            if matches(node, tinycss2.parse_component_value_list(text), known.resolve):
                return text.strip()
    return ""


def _text(tokens: Sequence[Any]) -> str:
    return "".join(token.serialize() for token in tokens).strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _shown(syntax: str) -> str:
    """A syntax for people: without quotes around properties, and not longer than a line or two."""
    text = " ".join(_RANGE.sub("", syntax).replace("'", "").split())
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
