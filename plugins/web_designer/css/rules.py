"""Judges at-rules: their names, what stands before their block, and what must stand in it.

tinycss2 is untyped: its nodes are told apart by ``type``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from plugins.web_designer.css.definitions import definitions, has_prefix
from plugins.web_designer.css.near import nearest
from plugins.web_designer.css.queries import container_fault, media_fault, supports_fault
from plugins.web_designer.css.selectors import selector_fault
from plugins.web_designer.css.values import Fault

GROUPS = frozenset("media supports container layer scope starting-style document".split())
"""Rules whose block holds other rules, or, inside a style rule, declarations."""

OF_DESCRIPTORS = frozenset("font-face counter-style property font-palette-values view-transition".split())
"""Rules whose block holds descriptors of their own."""

_FRAMES = frozenset(("from", "to"))
_RANGES = frozenset("cover contain entry exit entry-crossing exit-crossing scroll".split())
_MARGINS = frozenset(
    "top-left-corner top-left top-center top-right top-right-corner bottom-left-corner bottom-left bottom-center bottom-right "
    "bottom-right-corner left-top left-middle left-bottom right-top right-middle right-bottom".split()
)
_FEATURE_BLOCKS = frozenset("stylistic historical-forms styleset character-variant swash ornaments annotation".split())
_NEEDED = {
    "font-face": ("font-family", "src"),
    "property": ("syntax", "inherits"),
    "counter-style": (),
}


def name_fault(name: str) -> Fault | None:
    """What is wrong with an at-rule's name (lower case, without its sign); None if nothing is."""
    known = definitions().at_rules | _MARGINS | _FEATURE_BLOCKS
    if name in known or has_prefix(name):
        return None
    near = nearest(name, known)
    hint = f"Did you mean “@{near}”?" if near else "Browsers pass over it, with all that stands in it."
    return Fault(f"There is no rule “@{name}”.", hint, kind="rule", better=near)


def prelude_fault(name: str, tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with what stands between an at-rule's name and its block; None if nothing is."""
    judge = _PRELUDES.get(name)
    return judge(tokens) if judge else None


def frame_fault(tokens: Sequence[Any]) -> Fault | None:
    """What is wrong with the head of a block in ``@keyframes``; None if nothing is."""
    for part in _split(tokens):
        if not _is_frame(part):
            text = "".join(token.serialize() for token in part).strip()
            return Fault(
                f"“{text}” is no step of @keyframes.", "Write from, to, or percentages from 0% to 100%.", kind="rule"
            )
    return None


def missing_descriptors(name: str, found: frozenset[str]) -> Iterator[Fault]:
    """Descriptors without which browsers pass over a rule."""
    for needed in _NEEDED.get(name, ()):
        if needed not in found:
            yield Fault(f"@{name} lacks “{needed}”.", "Without it browsers pass over the rule.", kind="rule")


def _is_frame(tokens: Sequence[Any]) -> bool:
    parts = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(parts) == 2 and parts[0].type == "ident" and parts[0].lower_value in _RANGES:
        return bool(parts[1].type == "percentage")
    if len(parts) != 1:
        return False
    if parts[0].type == "percentage":
        return bool(0 <= parts[0].value <= 100)
    return parts[0].type == "ident" and parts[0].lower_value in _FRAMES


def _keyframes(tokens: Sequence[Any]) -> Fault | None:
    parts = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(parts) == 1 and parts[0].type in ("ident", "string"):
        return None
    return Fault("@keyframes needs one name.", "Write a name behind @keyframes.", kind="rule")


def _property(tokens: Sequence[Any]) -> Fault | None:
    parts = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(parts) == 1 and parts[0].type == "ident" and parts[0].value.startswith("--"):
        return None
    return Fault("@property needs one name that begins with --.", "Write --name behind @property.", kind="rule")


def _scope(tokens: Sequence[Any]) -> Fault | None:
    blocks = (token for token in tokens if token.type == "() block")
    return next((fault for block in blocks if (fault := selector_fault(block.content))), None)


def _split(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


_PRELUDES: dict[str, Callable[[Sequence[Any]], Fault | None]] = {
    "media": media_fault,
    "container": container_fault,
    "supports": supports_fault,
    "keyframes": _keyframes,
    "property": _property,
    "scope": _scope,
}
