"""Two sources as rows to look at: what belongs together side by side, or one below the other, and what is the same left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.web_designer.editing.difference import Change, Mark, changes, counts
from plugins.web_designer.folding import Folds

AROUND = 3
"""Lines that are the same and are shown around a change."""

Kind = Literal["same", "gone", "come", "none", "gap"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of the sources.

    Attributes:
        kind: ``none`` stands beside a line that has no partner, ``gap`` for ``hidden`` lines that are the same.
        number: from 1; 0 for what is no line.
        marks: spans of characters that are other.
    """

    kind: Kind
    text: str = ""
    number: int = 0
    marks: tuple[Mark, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """Lines from top to bottom, and the spans of them that are changes, ends exclusive."""

    lines: tuple[Line, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is other between two sources. Long runs of letters (the bytes of a picture) stand as short marks.

    Attributes:
        gone, come: how many lines.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    found: tuple[Change, ...]
    gone: int
    come: int

    def beside(self, *, is_whole: bool) -> tuple[Column, Column]:
        """Two columns with as many lines each; ``is_whole`` leaves nothing out."""
        left, right = _Writer(), _Writer()
        for same, change in self._pieces():
            for writer, lines, start in ((left, self.old, same[0]), (right, self.new, same[1])):
                writer.add_same(lines, start, same[2], is_whole=is_whole, ends=_ends(self, same))
            if change is not None:
                height = max(change.old_end - change.old_start, change.new_end - change.new_start)
                left.add_change(_gone(self, change), height)
                right.add_change(_come(self, change), height)
        return left.column(), right.column()

    def below(self, *, is_whole: bool) -> Column:
        """One column, in which what came stands below what went."""
        writer = _Writer()
        for same, change in self._pieces():
            writer.add_same(self.new, same[1], same[2], is_whole=is_whole, ends=_ends(self, same))
            if change is not None:
                writer.add_change([*_gone(self, change), *_come(self, change)], 0)
        return writer.column()

    def _pieces(self) -> Iterator[tuple[_Same, Change | None]]:
        """What is the same, and the change that follows; none after the last."""
        old_at = new_at = 0
        for change in self.found:
            yield (old_at, new_at, change.old_start - old_at), change
            old_at, new_at = change.old_end, change.new_end
        yield (old_at, new_at, len(self.old) - old_at), None


_Same = tuple[int, int, int]
"""Where a stretch that is the same begins in both, and how many lines it has."""


def compare(old: str, new: str) -> Comparison:
    """Compare two sources; takes a moment for large pages that are all other."""
    folds = Folds()
    old, new = folds.folded(old), folds.folded(new)
    found = changes(old, new)
    return Comparison(tuple(old.split("\n")), tuple(new.split("\n")), found, *counts(found))


class _Writer:
    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._spans: list[tuple[int, int]] = []

    def add_same(
        self, lines: Sequence[str], start: int, count: int, *, is_whole: bool, ends: tuple[bool, bool]
    ) -> None:
        """Lines that are the same; ``ends``: whether they are the first of all, and the last."""
        head, tail = (0 if is_end else AROUND for is_end in ends)
        hidden = 0 if is_whole or count <= head + tail + 1 else count - head - tail
        for at in range(start, start + count):
            if not hidden or at < start + head or at >= start + head + hidden:
                self._lines.append(Line("same", lines[at], at + 1))
            elif at == start + head:
                self._lines.append(Line("gap", hidden=hidden))

    def add_change(self, lines: Sequence[Line], height: int) -> None:
        """Lines that are other; what is missing up to ``height`` stays empty."""
        begin = len(self._lines)
        self._lines += lines
        self._lines += [Line("none")] * (height - len(lines))
        self._spans.append((begin, len(self._lines)))

    def column(self) -> Column:
        return Column(tuple(self._lines), tuple(self._spans))


def _ends(comparison: Comparison, same: _Same) -> tuple[bool, bool]:
    old_at, new_at, count = same
    return (old_at, new_at) == (0, 0), old_at + count == len(comparison.old) and new_at + count == len(comparison.new)


def _gone(comparison: Comparison, change: Change) -> list[Line]:
    return _lines("gone", comparison.old, change.old_start, change.old_end, change.old_marks)


def _come(comparison: Comparison, change: Change) -> list[Line]:
    return _lines("come", comparison.new, change.new_start, change.new_end, change.new_marks)


def _lines(kind: Kind, texts: Sequence[str], start: int, end: int, marks: Sequence[tuple[Mark, ...]]) -> list[Line]:
    return [
        Line(kind, texts[at], at + 1, marks[at - start] if at - start < len(marks) else ()) for at in range(start, end)
    ]
