"""One remark of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Check = Literal[
    "parse", "address", "css", "structure", "accessibility", "layout", "console", "weight", "plan", "cut_off"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the gate found.

    Attributes:
        severity: errors go back to the model, warnings are shown only.
        check: which part of the gate.
        message: what is wrong.
        selector: a CSS selector that finds the element in the page; empty if it is no element.
        line: from 1; 0 if unknown.
        hint: what to do about it.
        width: CSS pixels of the window in which it shows; 0 if in every one.
        place: where it is, in words, for what no selector finds: a position, a section, a rule.
    """

    severity: Literal["error", "warning"]
    check: Check
    message: str
    selector: str = ""
    line: int = 0
    hint: str = ""
    width: int = 0
    place: str = ""

    @property
    def whereabouts(self) -> str:
        """Selector and place in one line, for people and models."""
        return ", ".join(part for part in (self.selector, self.place) if part)
