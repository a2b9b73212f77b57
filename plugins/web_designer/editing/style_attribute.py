"""Styles of one element alone, in its ``style`` attribute."""

from __future__ import annotations

import re
from html import escape

from plugins.web_designer.css.declarations import Declaration, declarations

_QUOTED = re.compile(r"\"[^\"\\\n]*\"|'[^'\\\n]*'")
_BREAKS_OUT = re.compile(r"[;{}<>\"']|/\*|^\s*$")
_HIDES = "display: none !important"


def with_style(style: str, name: str, value: str) -> str:
    """A ``style`` attribute's value in which a property has a value; an empty one takes the property away.

    Raises:
        ValueError: the value would end its declaration.
    """
    found = list(declarations(style))
    own = [one for one in found if one.name == name]
    if not value:
        return _without(style, own)
    if _BREAKS_OUT.search(_QUOTED.sub("x", value)):
        raise ValueError(f"{value!r} is not the value of one property")
    if own and not _is_reset(found, own[-1]):
        last = own[-1]
        return style[: last.value_start] + value + style[last.end :]
    kept = _without(style, [one for one in found if one.name == name or one.name.startswith(f"{name}-")])
    return _and(kept, f"{name}: {value}")


def hidden(style: str) -> str:
    """A ``style`` attribute's value that also hides; what it says of ``display`` stays, for later."""
    return _and(shown(style), _HIDES)


def shown(style: str) -> str:
    """The same without what hides."""
    return _without(style, [one for one in declarations(style) if _hides(style, one)])


def is_hiding(style: str) -> bool:
    """Whether a ``style`` attribute hides its element."""
    return any(_hides(style, one) for one in declarations(style))


def written(value: str) -> str:
    """An attribute's value between double quotes."""
    return escape(value, quote=False).replace('"', "&quot;")


def _and(style: str, declaration: str) -> str:
    style = style.strip()
    joint = "" if not style else " " if style.endswith(";") else "; "
    return f"{style}{joint}{declaration}"


def _hides(style: str, one: Declaration) -> bool:
    return one.name == "display" and style[one.value_start : one.end].split()[:1] == ["none"]


def _is_reset(found: list[Declaration], one: Declaration) -> bool:
    """Whether a shorthand behind it takes it back."""
    behind = found[found.index(one) + 1 :]
    return any(one.name.startswith(f"{other.name}-") or other.name == "all" for other in behind)


def _without(style: str, gone: list[Declaration]) -> str:
    ends_open = not style.rstrip().endswith(";")
    for one in reversed(gone):
        end = one.end
        while end < len(style) and style[end] in " \t\n":
            end += 1
        if end < len(style) and style[end] == ";":
            end += 1
        style = style[: one.start] + style[end:].lstrip()
    return style.strip().rstrip("; ") if ends_open else style.strip()
