"""A page in few words: what a model need not see stands as a short sign, and comes back where the answer has the sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_DATA = re.compile(r"data:[\w/+.-]+(?:;[\w=-]+)*,[^\s\"'<>)]{60,}")
_DRAWING = re.compile(r"(<svg\b[^>]*>)(.*?)(</svg\s*>)", re.DOTALL | re.IGNORECASE)
_SHEET = re.compile(r"(<style\b[^>]*>)(.*?)(</style\s*>)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"\s*:root\s*\{[^{}]*\}")
SHORT = 160


@dataclass(slots=True)
class Abridged:
    """A text and what its signs stand for."""

    text: str
    signs: dict[str, str] = field(default_factory=dict)

    def restored(self, answer: str) -> str:
        """An answer with the signs' meanings in their places."""
        for sign, meant in reversed(self.signs.items()):
            answer = answer.replace(sign, meant)
        return answer

    def _leave_out(self, meant: str, shape: str) -> str:
        sign = shape.format(len(self.signs) + 1)
        self.signs[sign] = meant
        return sign


def abridged(text: str, most_chars: int, *, keeps_drawing: bool = False) -> Abridged:
    """Shorten a text: data always, drawings too unless one is meant, sheets only where it is still longer than ``most_chars``."""
    made = Abridged(text)
    made.text = _DATA.sub(lambda found: made._leave_out(found[0], "data:,[{}]"), made.text)
    if not keeps_drawing:
        made.text = _DRAWING.sub(lambda found: _inner(made, found, "<!--[{}]-->"), made.text)
    if len(made.text) > most_chars:
        made.text = _SHEET.sub(lambda found: _sheet(made, found), made.text)
    return made


def _sheet(made: Abridged, found: re.Match[str]) -> str:
    """A sheet without its rules; what it declares for the whole page first stays, since colours and sizes are there."""
    first = _ROOT.match(found[2])
    head = first[0] if first else ""
    return found[1] + head + made._leave_out(found[2][len(head) :], "\n/*[{}]*/\n") + found[3]


def _inner(made: Abridged, found: re.Match[str], shape: str) -> str:
    if len(found[2]) <= SHORT:
        return found[0]
    return found[1] + made._leave_out(found[2], shape) + found[3]


def rules_for(sheet: str, tag: str, attributes: Mapping[str, str], most_chars: int = 3_000) -> str:
    """The rules of a sheet whose selectors end in an element's tag, id or a class of it; as many as there is room for."""
    names = [*(f"\\.{re.escape(one)}" for one in attributes.get("class", "").split()), rf"(?<![\w.#-]){re.escape(tag)}"]
    if attributes.get("id"):
        names.append(f"#{re.escape(attributes['id'])}")
    ends = re.compile(rf"(?:{'|'.join(names)})(?![\w-])[^\s>+~,]*\s*(?:,|\{{)")
    found: list[str] = []
    for rule in re.finditer(r"[^{}]+\{[^{}]*\}", sheet):
        if ends.search(rule[0]) and sum(map(len, found)) + len(rule[0]) <= most_chars:
            found.append(rule[0].strip())
    return "\n".join(found)
