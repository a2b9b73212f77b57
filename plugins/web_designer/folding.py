"""Long runs of letters that nobody reads (the bytes of a picture in a ``data:`` address) as short marks, so that an editor stays quick.

An editor lays out a line as a whole: one of some hundred thousand letters makes every key in it slow. What is shown holds ``⟦1: 300 KB⟧``
in their place; ``Folds.whole`` puts them back, letter for letter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

FROM_LETTERS = 600
"""Runs of fewer letters are left as they are."""

_KEPT = 24
_RUN = re.compile(rf"[A-Za-z0-9+/=%_-]{{{FROM_LETTERS},}}")
_MARK = re.compile(r"⟦\d+: [\d,]+ (?:KB|B)⟧")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")


class Folds:
    """The runs that have a mark, and what they were. A mark stays the same as long as its run does."""

    def __init__(self) -> None:
        self._runs: dict[str, str] = {}
        self._marks: dict[str, str] = {}

    def folded(self, text: str) -> str:
        """``text`` with marks in place of its long runs."""
        return _RUN.sub(lambda run: self._fold(run[0], text), text) if len(text) >= FROM_LETTERS else text

    def whole(self, text: str) -> str:
        """What ``folded`` was given; marks that were never made stay as they are."""
        return _MARK.sub(lambda mark: self._runs.get(mark[0], mark[0]), text) if self._runs else text

    def marks_in(self, text: str) -> list[tuple[int, int]]:
        """Where marks stand."""
        return [mark.span() for mark in _MARK.finditer(text) if mark[0] in self._runs] if self._runs else []

    def length_of(self, mark: str) -> int:
        """Of the run that a mark stands for."""
        return len(self._runs[mark])

    def _fold(self, run: str, text: str) -> str:
        start, rest = run[:_KEPT], run[_KEPT:]
        if rest not in self._marks:
            self._marks[rest] = self._new_mark(len(rest), text)
            self._runs[self._marks[rest]] = rest
        return start + self._marks[rest]

    def _new_mark(self, letters: int, text: str) -> str:
        size = f"{letters // 1024:,} KB" if letters >= 1024 else f"{letters} B"
        number = len(self._runs) + 1
        while (mark := f"⟦{number}: {size}⟧") in text or mark in self._runs:
            number += 1
        return mark


@dataclass(frozen=True, slots=True)
class Places:
    """Which place of the whole text a place of the document is, and the other way round.

    A document counts in UTF-16 units and holds marks; the whole text counts in code points.

    Attributes:
        shown: starts of pieces in the document; ``whole`` in the whole text. Inside a piece both go on alike.
    """

    shown: tuple[int, ...]
    whole: tuple[int, ...]

    def to_whole(self, place: int) -> int:
        """A document's place in the whole text."""
        return _moved(place, self.shown, self.whole)

    def to_shown(self, place: int) -> int:
        """A place of the whole text in the document."""
        return _moved(place, self.whole, self.shown)


def places_of(text: str, folds: Folds) -> Places:
    """The places of a document whose text is ``text``."""
    jumps = [(at, 1, 2, 1) for at in (wide.start() for wide in _WIDE.finditer(text))]
    jumps += [
        (start, end - start, end - start, folds.length_of(text[start:end])) for start, end in folds.marks_in(text)
    ]
    shown_at, whole_at, behind = [0], [0], 0
    for at, length, shown, whole in sorted(jumps):
        before = at - behind
        shown_at += [shown_at[-1] + before, shown_at[-1] + before + shown]
        whole_at += [whole_at[-1] + before, whole_at[-1] + before + whole]
        behind = at + length
    return Places(tuple(shown_at), tuple(whole_at))


def _moved(place: int, here: tuple[int, ...], there: tuple[int, ...]) -> int:
    """Inside a mark and its run as far from the start as the shorter of the two goes."""
    piece = bisect_right(here, place) - 1
    gone = place - here[piece]
    if piece + 1 < len(there):
        gone = min(gone, there[piece + 1] - there[piece])
    return there[piece] + gone


def changed_middle(before: str, after: str) -> tuple[int, int, str]:
    """Where two texts differ: from, up to, and what takes its place."""
    start = _alike(before, after)
    most = min(len(before), len(after)) - start
    tail = _alike_at_end(before, after, most)
    return start, len(before) - tail, after[start : len(after) - tail]


def _alike(first: str, second: str) -> int:
    """How many letters at the start are the same."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_at_end(first: str, second: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if first[len(first) - middle : len(first) - low] == second[len(second) - middle : len(second) - low]:
            low = middle
        else:
            high = middle - 1
    return low
