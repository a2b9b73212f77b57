"""One remark of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Check = Literal["parse", "address", "css", "structure", "weight", "plan", "cut_off"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the gate found.

    Attributes:
        severity: errors go back to the model, warnings are shown only.
        check: which part of the gate.
        message: what is wrong.
        where: a selector or a position; empty if it is the whole page.
        line: from 1; 0 if unknown.
        hint: what to do about it.
    """

    severity: Literal["error", "warning"]
    check: Check
    message: str
    where: str = ""
    line: int = 0
    hint: str = ""
