"""Edits of a text by offsets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands between two offsets gives way to ``text``; ``note`` says why, for people."""

    start: int
    end: int
    text: str
    note: str


def spliced(text: str, edits: Iterable[Edit]) -> tuple[str, list[str]]:
    """The text with its edits, and their notes. Of two that overlap the first counts."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    parts: list[str] = []
    notes: list[str] = []
    at = 0
    for edit in ordered:
        if edit.start >= at:
            parts += [text[at : edit.start], edit.text]
            notes.append(edit.note)
            at = edit.end
    parts.append(text[at:])
    return "".join(parts), notes
