"""What changed between two sources, for people: lines, and the words in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from plugins.web_designer.editing.common_ends import shared_end, shared_start

MAX_MARKED = 4_000
MAX_PAIRS = 50_000
"""Lines that could be matched with each other, up to which the best match is searched for."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|\s+|[^\w\s]")
"""Chinese and Japanese are compared sign by sign."""

Mark = tuple[int, int]
Span = tuple[int, int, int, int]
"""From and up to in the old lines, and in the new."""


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
    return tuple(_change(before, after, span) for span in _changed(before, after, (0, len(before), 0, len(after))))


def counts(found: Sequence[Change]) -> tuple[int, int]:
    """How many lines went and how many came."""
    return sum(one.old_end - one.old_start for one in found), sum(one.new_end - one.new_start for one in found)


def _changed(before: Sequence[str], after: Sequence[str], span: Span) -> Iterator[Span]:
    """Where the lines of a span are other.

    Where so many lines are alike that a full search would take long, lines that stand once on both sides hold the two together
    ("patience diff"); what has none of those counts as one change.
    """
    low, high, new_low, new_high = _trimmed(before, after, span)
    if low == high or new_low == new_high:
        if (low, new_low) != (high, new_high):
            yield low, high, new_low, new_high
    elif _pairs(before[low:high], after[new_low:new_high]) <= MAX_PAIRS:
        for kind, a, b, c, d in SequenceMatcher(None, before[low:high], after[new_low:new_high], False).get_opcodes():
            if kind != "equal":
                yield low + a, low + b, new_low + c, new_low + d
    elif anchors := _anchors(before[low:high], after[new_low:new_high]):
        ends = [(low + a, new_low + c) for a, c in anchors]
        for (a, c), (b, d) in pairwise([(low - 1, new_low - 1), *ends, (high, new_high)]):
            yield from _changed(before, after, (a + 1, b, c + 1, d))
    else:
        yield low, high, new_low, new_high


def _trimmed(before: Sequence[str], after: Sequence[str], span: Span) -> Span:
    low, high, new_low, new_high = span
    head = _shared(before[low:high], after[new_low:new_high])
    tail = _shared(before[low + head : high][::-1], after[new_low + head : new_high][::-1])
    return low + head, high - tail, new_low + head, new_high - tail


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _pairs(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines could be matched with each other, which is what a full search takes."""
    counts = Counter(other)
    return sum(counts[text] for text in one)


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand once on both sides, as many as stand in the same order; their places."""
    once, other_once = _places_of_single(one), _places_of_single(other)
    places = [(at, other_once[text]) for text, at in once.items() if text in other_once]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_at, place) in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(places[number])
        number = before[number]
    return found[::-1]


def _places_of_single(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {text: at for at, text in enumerate(lines) if counts[text] == 1}


def _change(before: Sequence[str], after: Sequence[str], span: Span) -> Change:
    low, high, new_low, new_high = span
    old_lines, new_lines = before[low:high], after[new_low:new_high]
    old, new = "\n".join(old_lines), "\n".join(new_lines)
    head = shared_start(old, new)
    head = min(_word_start(old, head), _word_start(new, head))
    tail = min(shared_end(old, new), len(old) - head, len(new) - head)
    tail = min(_word_start(old[::-1], tail), _word_start(new[::-1], tail))
    if not old_lines or not new_lines or len(old) + len(new) - 2 * (head + tail) > MAX_MARKED:
        return Change(low, high, new_low, new_high)
    old_spans, new_spans = _spans(old[head : len(old) - tail], new[head : len(new) - tail], head)
    return Change(low, high, new_low, new_high, _by_line(old_lines, old_spans), _by_line(new_lines, new_spans))


def _word_start(text: str, at: int) -> int:
    """The place before the word that an offset stands in."""
    while 0 < at < len(text) and _WORD.fullmatch(text, at - 1, at + 1):
        at -= 1
    return at


def _spans(old: str, new: str, head: int) -> tuple[list[Mark], list[Mark]]:
    """What is other in two texts that begin ``head`` characters behind the beginning of their lines."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    old_at, new_at = _offsets(a, head), _offsets(b, head)
    found = [one for one in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if one[0] != "equal"]
    gone = [(old_at[low], old_at[high]) for _kind, low, high, _new_low, _new_high in found if high > low]
    come = [(new_at[low], new_at[high]) for _kind, _low, _high, low, high in found if high > low]
    return gone, come


def _offsets(words: Sequence[str], head: int) -> list[int]:
    at = [head]
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
