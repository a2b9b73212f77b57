"""A model's changes as SEARCH/REPLACE blocks: each finds the one place that it means, or the whole answer is sent back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.api import Problem

MAX_PATCHES = 60
MAX_SEARCH = 60_000
_OPEN = re.compile(r"^[ \t]*<{4,12}[ \t]*(?:SEARCH|ORIGINAL|OLD|FIND|HEAD)?\b.*$", re.IGNORECASE)
_MIDDLE = re.compile(r"^[ \t]*={4,12}[ \t]*(?:REPLACE|NEW|WITH)?[ \t]*$", re.IGNORECASE)
_CLOSE = re.compile(r"^[ \t]*>{4,12}[ \t]*(?:REPLACE|UPDATED|NEW|END)?\b.*$", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[\w-]*[ \t]*$")
_PIECE = re.compile(r"\s+|&(?:amp|lt|gt|quot|nbsp|#39|apos);|[&\"'“”‘’\xa0]|[^\s&\"'“”‘’]+")
_ALIKE = {
    '"': "[\"']|&quot;|“|”",
    "'": "[\"']|&#39;|&apos;|‘|’",
    "&": "&amp;|&",
    "\xa0": r"&nbsp;|\s",
}
_SAME = {
    "&amp;": "&",
    "&quot;": '"',
    "“": '"',
    "”": '"',
    "&#39;": "'",
    "&apos;": "'",
    "‘": "'",
    "’": "'",
    "&nbsp;": "\xa0",
}


@dataclass(frozen=True, slots=True)
class Patch:
    """What is looked for, and what takes its place."""

    search: str
    replace: str


@dataclass(frozen=True, slots=True)
class Patched:
    """A text after its patches; unchanged where there are problems.

    Attributes:
        start, end: the room in which they were allowed, as it lies now.
    """

    text: str
    start: int
    end: int
    problems: tuple[Problem, ...] = ()


def read_patches(answer: str) -> tuple[Patch, ...]:
    """The blocks of an answer, whatever stands around them; a block that breaks off is none."""
    found: list[Patch] = []
    search: list[str] = []
    replace: list[str] | None = None
    is_in = False
    for line in answer.replace("\r\n", "\n").split("\n"):
        if _OPEN.match(line):
            search, replace, is_in = [], None, True
        elif is_in and replace is None and _MIDDLE.match(line):
            replace = []
        elif is_in and replace is not None and _CLOSE.match(line):
            found.append(Patch(_inner(search), _inner(replace)))
            is_in = False
        elif is_in:
            (search if replace is None else replace).append(line)
    return tuple(found[:MAX_PATCHES])


def apply_patches(text: str, patches: Sequence[Patch], start: int = 0, end: int | None = None) -> Patched:
    """Do all patches in their order between two places of a text, or none of them."""
    low, high = start, len(text) if end is None else end
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    done = text
    problems: list[Problem] = []
    for number, patch in enumerate(patches, 1):
        found = _places(done, patch.search, low, high)
        if len(found) != 1:
            problems.append(_problem(number, patch, found, done[low:high]))
            continue
        at, to = found[0]
        new = _fitted(patch, done, at, to).replace("\n", newline)
        done = done[:at] + new + done[to:]
        high += len(new) - (to - at)
    return (
        Patched(text, start, len(text) if end is None else end, tuple(problems))
        if problems
        else Patched(done, low, high)
    )


def _inner(lines: list[str]) -> str:
    """A half of a block, without fences around it."""
    while lines and (_FENCE.match(lines[0]) or not lines[0].strip()):
        lines = lines[1:]
    while lines and (_FENCE.match(lines[-1]) or not lines[-1].strip()):
        lines = lines[:-1]
    return "\n".join(lines)


def _places(text: str, search: str, low: int, high: int) -> list[tuple[int, int]]:
    """Where a text stands: to the letter, else with other white space, quotes and references; two places are enough to know."""
    if not search.strip() or len(search) > MAX_SEARCH:
        return []
    for wanted in (search, search.strip()):
        exact = list(_exact(text, wanted, low, high))
        if exact:
            return exact[:2]
    return [found.span() for found, _ in zip(_loose(search).finditer(text, low, high), range(2), strict=False)]


def _exact(text: str, search: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    at = text.find(search, low, high)
    while at >= 0:
        yield at, at + len(search)
        at = text.find(search, at + 1, high)


def _loose(search: str) -> re.Pattern[str]:
    parts: list[str] = []
    for piece in _PIECE.findall(search.strip()):
        same = _SAME.get(piece, piece)
        if piece.isspace() and piece != "\xa0":
            parts.append(r"\s*" if parts and parts[-1].endswith(">") else r"\s+")
        elif same in _ALIKE:
            parts.append(f"(?:{_ALIKE[same]})")
        else:
            parts.append(re.escape(piece).replace("><", r">\s*<"))
    return re.compile("".join(parts))


def _fitted(patch: Patch, text: str, at: int, to: int) -> str:
    """The replacement with the page's indentation where the answer had another."""
    matched = text[at:to]
    if matched == patch.search or "\n" not in patch.replace:
        return (
            patch.replace
            if matched == patch.search
            else patch.replace.strip()
            if matched.strip() == matched
            else patch.replace
        )
    line_start = text.rfind("\n", 0, at) + 1
    before = text[line_start:at]
    own = before + matched[: len(matched) - len(matched.lstrip(" \t"))] if not before.strip() else ""
    given = patch.search[: len(patch.search) - len(patch.search.lstrip(" \t"))]
    first, *rest = patch.replace.split("\n")
    moved = [own + line.removeprefix(given) if line.strip() else line for line in rest]
    return "\n".join([first.strip(" \t") if not before.strip() else first.removeprefix(given), *moved])


def _problem(number: int, patch: Patch, found: Sequence[tuple[int, int]], text: str) -> Problem:
    head = " ".join(patch.search.split())[:80]
    if not patch.search.strip():
        return Problem(
            f"Block {number} has an empty SEARCH.", hint="Copy the lines that change from the page into SEARCH."
        )
    if found:
        return Problem(
            f"SEARCH of block {number} stands more than once: “{head}”.",
            hint="Add the line before or after it, so that it stands once.",
        )
    near = _nearest(patch.search, text)
    hint = (
        f"The page has there: “{near}”. Copy it letter for letter."
        if near
        else "Copy it letter for letter from the page."
    )
    return Problem(f"SEARCH of block {number} does not stand in what may be changed: “{head}”.", hint=hint)


def _nearest(search: str, text: str) -> str:
    """The line of a text that is most like the first line that is looked for."""
    wanted = next((line.strip() for line in search.split("\n") if len(line.strip()) > 3), "")[:300]
    best, score = "", 0.6
    for line in dict.fromkeys(line.strip()[:300] for line in text.split("\n")):
        matcher = SequenceMatcher(None, wanted, line, autojunk=False)
        if matcher.real_quick_ratio() > score and matcher.quick_ratio() > score and matcher.ratio() > score:
            best, score = line, matcher.ratio()
    return best[:160]
