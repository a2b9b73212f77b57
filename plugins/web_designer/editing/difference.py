"""What changed between two sources, for people: lines, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_MARKED = 4_000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that gave way to others.

    Attributes:
        old_start, old_end, new_start, new_end: line numbers from 0, ends exclusive.
        old_marks, new_marks: for each of the lines the spans of characters that are other.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    old_marks: tuple[tuple[Mark, ...], ...] = ()
    new_marks: tuple[tuple[Mark, ...], ...] = ()


def changes(old: str, new: str) -> tuple[Change, ...]:
    """The changes from one text to another, in their order."""
    before, after = old.split("\n"), new.split("\n")
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    middle = SequenceMatcher(None, before[head : len(before) - tail], after[head : len(after) - tail], autojunk=False)
    return tuple(
        _change(before, after, old_low + head, old_high + head, new_low + head, new_high + head)
        for kind, old_low, old_high, new_low, new_high in middle.get_opcodes()
        if kind != "equal"
    )


def counts(found: Sequence[Change]) -> tuple[int, int]:
    """How many lines went and how many came."""
    return sum(one.old_end - one.old_start for one in found), sum(one.new_end - one.new_start for one in found)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _change(before: Sequence[str], after: Sequence[str], low: int, high: int, new_low: int, new_high: int) -> Change:
    old_lines, new_lines = before[low:high], after[new_low:new_high]
    if not old_lines or not new_lines or sum(map(len, (*old_lines, *new_lines))) > MAX_MARKED:
        return Change(low, high, new_low, new_high)
    old_spans, new_spans = _spans("\n".join(old_lines), "\n".join(new_lines))
    return Change(low, high, new_low, new_high, _by_line(old_lines, old_spans), _by_line(new_lines, new_spans))


def _spans(old: str, new: str) -> tuple[list[Mark], list[Mark]]:
    a, b = _WORD.findall(old), _WORD.findall(new)
    old_at, new_at = _offsets(a), _offsets(b)
    found = [one for one in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if one[0] != "equal"]
    gone = [(old_at[low], old_at[high]) for _kind, low, high, _new_low, _new_high in found if high > low]
    come = [(new_at[low], new_at[high]) for _kind, _low, _high, low, high in found if high > low]
    return gone, come


def _offsets(words: Sequence[str]) -> list[int]:
    at = [0]
    for word in words:
        at.append(at[-1] + len(word))
    return at


def _by_line(lines: Sequence[str], spans: Sequence[Mark]) -> tuple[tuple[Mark, ...], ...]:
    return tuple(
        tuple(_in_line(start, start + len(line), spans)) for line, start in zip(lines, _starts(lines), strict=True)
    )


def _starts(lines: Sequence[str]) -> list[int]:
    at, found = 0, []
    for line in lines:
        found.append(at)
        at += len(line) + 1
    return found


def _in_line(start: int, end: int, spans: Sequence[Mark]) -> Iterator[Mark]:
    for low, high in spans:
        if max(low, start) < min(high, end):
            yield max(low, start) - start, min(high, end) - start
