"""Where a passage stands in a text: to the letter, else with other white space, else with other quotes, dashes and references."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

Span = tuple[int, int]
_SPACES = r"(?P<space>[\s\xa0\u200b\ufeff]+)"
_BY_SPACE = re.compile(_SPACES)
_BY_SIGN = re.compile(
    r"(?P<end>\s*/>)|"
    + _SPACES
    + r"|(?P<name></?[A-Z][\w-]*)|(?P<reference>&(?!lt;|gt;)(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d?);)"
    r"|(?P<sign>[\"'“”‘’„«»–—‐‑‒−…\xad])"
)
_ALIKE = {
    **dict.fromkeys("\"'“”‘’„«»", '"'),
    **dict.fromkeys("–—‐‑‒−", "-"),
    "…": "...",
    "\xad": "",
    "\u200b": "",
    "\ufeff": "",
}
_LONG = 300
_LEAST = 0.6


def newline_of(text: str) -> str:
    """How most lines of a text end."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def places(text: str, passage: str, low: int, high: int) -> tuple[Span, ...]:
    """Where a passage stands between two offsets, told in the strictest way that finds any; two places are enough to know."""
    if not passage.strip():
        return ()
    wanted = passage.replace("\n", newline_of(text))
    for exact in (wanted, wanted.strip()):
        if found := _exact(text, exact, low, high):
            return found
    for pattern in (_BY_SPACE, _BY_SIGN):
        if found := _read_by(pattern, text[low:high]).places(_read_by(pattern, passage.strip()).text):
            return tuple((low + at, low + to) for at, to in found)
    return ()


def nearest(text: str, passage: str) -> str:
    """The lines of a text that are most like a passage; empty where nothing is."""
    lines, wanted = text.split("\n"), passage.strip().split("\n")
    longest = sorted(range(len(wanted)), key=lambda n: -len(wanted[n].strip()))[:3]
    score, at = max((_likest(lines, wanted[n], n) for n in longest), default=(0.0, 0))
    if score < _LEAST:
        return ""
    return "\n".join(line.strip() for line in lines[at : at + len(wanted)])[:_LONG].strip()


def _likest(lines: list[str], wanted: str, above: int) -> tuple[float, int]:
    """How like the best of the lines is, and the line that stands ``above`` so many lines before it."""
    matcher = SequenceMatcher(None, "", wanted.strip()[:_LONG], autojunk=False)
    best, at = _LEAST, -1
    for number, line in enumerate(lines):
        matcher.set_seq1(line.strip()[:_LONG])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, at = ratio, number
    return (best, max(at - above, 0)) if at >= 0 and len(wanted.strip()) > 3 else (0.0, 0)


def _exact(text: str, passage: str, low: int, high: int) -> tuple[Span, ...]:
    found: list[Span] = []
    at = text.find(passage, low, high)
    while at >= 0 and len(found) < 2:
        found.append((at, at + len(passage)))
        at = text.find(passage, at + 1, high)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text with what is alike written alike, and where each stretch of it comes from.

    Attributes:
        starts: where the stretches begin in ``text``.
        spans: where they stand in the text that was read; the two are of one length where it was taken over as it is.
    """

    text: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def places(self, passage: str) -> tuple[Span, ...]:
        found: list[Span] = []
        at = self.text.find(passage) if passage else -1
        while at >= 0 and len(found) < 2:
            span = self._from(at), self._from(at + len(passage), is_end=True)
            if span[0] >= 0 and span[1] >= 0:
                found.append(span)
            at = self.text.find(passage, at + 1)
        return tuple(found)

    def _from(self, offset: int, *, is_end: bool = False) -> int:
        """The place that an offset comes from; -1 in the middle of what was written otherwise."""
        number = bisect_right(self.starts, offset - is_end) - 1
        start, (low, high) = self.starts[number], self.spans[number]
        length = (self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)) - start
        if length == high - low:
            return low + offset - start
        if offset == (start + length if is_end else start):
            return high if is_end else low
        return -1


def _read_by(pattern: re.Pattern[str], text: str) -> _Reading:
    parts: list[str] = []
    starts: list[int] = []
    spans: list[Span] = []
    length = 0
    for told, low, high in _stretches(pattern, text):
        if told:
            parts.append(told)
            starts.append(length)
            spans.append((low, high))
            length += len(told)
    return _Reading("".join(parts), tuple(starts), tuple(spans))


def _stretches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for found in pattern.finditer(text):
        yield text[at : found.start()], at, found.start()
        at = found.end()
        yield _told(found, text), found.start(), at
    yield text[at:], at, len(text)


def _told(found: re.Match[str], text: str) -> str:
    """How a stretch is written: white space as one blank, beside a tag as none."""
    match found.lastgroup:
        case "space":
            is_beside_tag = (
                text[found.start() - 1 : found.start()] in (">", "") or text[found.end() : found.end() + 1] == "<"
            )
            return "" if is_beside_tag or not found[0].strip("\u200b\ufeff") else " "
        case "name":
            return found[0].lower()
        case "end":
            return ">"
        case "reference":
            return _character(unescape(found[0]))
    return _ALIKE[found[0]]


def _character(character: str) -> str:
    return " " if character.isspace() else _ALIKE.get(character, character)
