"""Reads selectors (https://www.w3.org/TR/selectors-4/) and says what no browser would understand.

tinycss2 is untyped: its nodes are told apart by ``type``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.web_designer.css.definitions import has_prefix, pseudo_names
from plugins.web_designer.css.near import nearest
from plugins.web_designer.css.values import Fault

_SINGLE_COLON = frozenset("before after first-line first-letter".split())
_OF_SELECTORS = frozenset(
    "is where not has host host-context slotted cue current past future -webkit-any -moz-any".split()
)
_OF_NUMBERS = frozenset("nth-child nth-last-child nth-of-type nth-last-of-type nth-col nth-last-col".split())
_FORGIVING = frozenset(("is", "where"))
_MATCHERS = frozenset(("=", "~=", "|=", "^=", "$=", "*="))
_COMBINATORS = frozenset((">", "+", "~", "||"))


class _BadSelector(Exception):
    """Why a selector cannot be read, as words for the end of a sentence; with a hint."""

    def __init__(self, why: str, hint: str = "", better: str = "") -> None:
        super().__init__(why)
        self.why, self.hint, self.better = why, hint, better


def selector_fault(tokens: Sequence[Any], *, is_nested: bool = False) -> Fault | None:
    """What is wrong with the selectors before a block; None if nothing is.

    Args:
        tokens: the prelude of the rule.
        is_nested: whether the rule stands in another, where a selector may begin with a combinator.
    """
    try:
        _list(tokens, is_relative=is_nested)
    except _BadSelector as bad:
        text = "".join(token.serialize() for token in tokens).strip()
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        return Fault(f"The selector “{shown}” is wrong: {bad.why}.", bad.hint, kind="selector", better=bad.better)
    return None


def _list(tokens: Sequence[Any], *, is_relative: bool = False, may_be_empty: bool = False) -> None:
    parts = list(_split(tokens))
    if len(parts) == 1 and not _bare(parts[0]):
        if may_be_empty:
            return
        raise _BadSelector("there is nothing in it")
    for part in parts:
        if not _bare(part):
            raise _BadSelector("there is a comma too many", "Remove it.")
        _complex(part, is_relative=is_relative)


def _split(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        elif token.type != "comment":
            part.append(token)
    yield part


def _bare(tokens: Sequence[Any]) -> list[Any]:
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def _complex(tokens: Sequence[Any], *, is_relative: bool) -> None:
    """Compounds with combinators between them."""
    expects_compound = not is_relative
    at, has_any = 0, False
    while at < len(tokens):
        token = tokens[at]
        if token.type == "whitespace":
            at += 1
        elif _is_combinator(token):
            if expects_compound:
                raise _BadSelector(f"nothing stands before “{token.value}”")
            expects_compound, at = True, at + 1
        else:
            at = _compound(tokens, at)
            expects_compound, has_any = False, True
    if not has_any or expects_compound:
        raise _BadSelector("it breaks off")


def _is_combinator(token: Any) -> bool:
    return bool(token.type == "literal" and token.value in _COMBINATORS)


def _is_sign(token: Any, text: str) -> bool:
    return bool(token.type == "literal" and token.value == text)


def _compound(tokens: Sequence[Any], start: int) -> int:
    """Read simple selectors that touch each other; the place behind them."""
    at = start
    while at < len(tokens) and tokens[at].type != "whitespace" and not _is_combinator(tokens[at]):
        at = _simple(tokens, at, is_first=at == start)
    return at


def _simple(tokens: Sequence[Any], at: int, *, is_first: bool) -> int:
    token = tokens[at]
    match token.type:
        case "ident" if is_first or _is_sign(tokens[at - 1], "|"):
            return at + 1
        case "ident" if _is_sign(tokens[at - 1], "&"):
            raise _BadSelector(f"“&” and “{token.value}” make no new name in CSS", "Write the whole class.")
        case "hash":
            if not token.is_identifier:
                raise _BadSelector(
                    f"no id begins with a digit as “#{token.value}” does", "Escape it, or rename the id."
                )
            return at + 1
        case "[] block":
            _attribute(token)
            return at + 1
        case "literal":
            return _sign(tokens, at)
        case "dimension" | "percentage" | "number" if str(token.serialize()).startswith("."):
            raise _BadSelector(f"no class begins with a digit as “{token.serialize()}” does", "Rename the class.")
        case _:
            raise _BadSelector(f"“{token.serialize()}” cannot stand there")


def _sign(tokens: Sequence[Any], at: int) -> int:
    match tokens[at].value:
        case "*" | "&" | "|":
            return at + 1
        case ".":
            if at + 1 < len(tokens) and tokens[at + 1].type == "ident":
                return at + 2
            raise _BadSelector("a name must follow “.”")
        case ":":
            return _pseudo(tokens, at)
        case sign:
            raise _BadSelector(f"“{sign}” cannot stand there")


def _attribute(block: Any) -> None:
    parts = _bare(block.content)
    signs = "".join(p.value for p in parts if p.type == "literal" or p.type in _MATCHERS)
    values = [p for p in parts if p.type in ("ident", "string")]
    has_other = any(p.type not in ("ident", "string", "literal") for p in parts)
    sign = signs.removeprefix("|").removeprefix("*|") if signs not in _MATCHERS else signs
    if not values or values[0].type != "ident" or has_other or (sign and sign not in _MATCHERS):
        raise _BadSelector(f"“{block.serialize()}” is no attribute selector", 'Write [name="value"].')
    if sign and len(values) < 2:
        raise _BadSelector(f"“{block.serialize()}” lacks a value")


def _pseudo(tokens: Sequence[Any], at: int) -> int:
    """``:name``, ``::name``, ``:name(…)``; the place behind it."""
    colons = 2 if at + 1 < len(tokens) and _is_sign(tokens[at + 1], ":") else 1
    place = at + colons
    token = tokens[place] if place < len(tokens) else None
    if token is None or token.type not in ("ident", "function"):
        raise _BadSelector(f"a name must follow “{':' * colons}”")
    if token.type == "ident":
        _check_name(colons, token.lower_value, "")
    else:
        _check_name(colons, token.lower_name, "()")
        _check_arguments(token)
    return place + 1


def _check_name(colons: int, name: str, call: str) -> None:
    full = f"{':' * colons}{name}{call}"
    known = pseudo_names()
    if full in known or has_prefix(name) or (colons == 1 and not call and name in _SINGLE_COLON):
        return
    if colons == 1 and f"::{name}{call}" in known:
        better = f"::{name}{call}"
        raise _BadSelector(f"“{full}” takes two colons", f"Write “{better}”.", better)
    if colons == 2 and f":{name}{call}" in known:
        better = f":{name}{call}"
        raise _BadSelector(f"“{full}” takes one colon", f"Write “{better}”.", better)
    if full.removesuffix("()") in known or f"{full}()" in known:
        raise _BadSelector(f"“{full}” takes no brackets" if call else f"“{full}” needs brackets")
    near = nearest(name, (other.strip(":").removesuffix("()") for other in known))
    meant = f"{':' * colons}{near}"
    raise _BadSelector(f"there is no “{full}”", f"Did you mean “{meant}”?" if near else "")


def _check_arguments(function: Any) -> None:
    name = function.lower_name
    if name in _OF_NUMBERS:
        _check_numbers(function)
    elif name in _OF_SELECTORS:
        _list(function.arguments, is_relative=name == "has", may_be_empty=name in _FORGIVING)
    elif not _bare(function.arguments):
        raise _BadSelector(f"the brackets of “{name}” are empty")


def _check_numbers(function: Any) -> None:
    from tinycss2.nth import parse_nth

    before: list[Any] = []
    behind: list[Any] | None = None
    for token in function.arguments:
        if behind is not None:
            behind.append(token)
        elif token.type == "ident" and token.lower_value == "of":
            behind = []
        else:
            before.append(token)
    if parse_nth(before) is None:
        text = "".join(token.serialize() for token in before).strip()
        raise _BadSelector(f"“{text}” is no pattern of numbers", "Write 2n+1, odd, even or a number.")
    if behind is not None:
        _list(behind)
