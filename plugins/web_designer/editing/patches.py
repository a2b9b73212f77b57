"""A model's changes as SEARCH/REPLACE blocks: each finds the one place that it means, or the whole answer is sent back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.api import Problem
from plugins.web_designer.editing.places import Span, nearest, newline_of, places

MAX_PATCHES = 60
MAX_SEARCH = 60_000
_OLD = "SEARCH|ORIGINAL|OLD|FIND|HEAD|BEFORE"
_NEW = "REPLACE|UPDATED|NEW|END|AFTER"
_OPEN = re.compile(rf"[ \t]*(?:(?:<{{3,}}|-{{6,}})[ \t]*(?:{_OLD})\b[^<]*|<{{5,}}[ \t]*)", re.IGNORECASE)
_MIDDLE = re.compile(rf"[ \t]*={{3,}}[ \t]*(?:{_NEW}|WITH)?[ \t]*", re.IGNORECASE)
_CLOSE = re.compile(rf"[ \t]*(?:(?:>{{3,}}|\+{{6,}})[ \t]*(?:{_NEW}|{_OLD})\b[^<]*|>{{5,}}[ \t]*)", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[\w-]*[ \t]*")


@dataclass(frozen=True, slots=True)
class Patch:
    """What is looked for, and what takes its place."""

    search: str
    replace: str


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of an answer; where one is not whole there are none, and a problem says which."""

    patches: tuple[Patch, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Patched:
    """A text after its patches; unchanged where there are problems."""

    text: str
    problems: tuple[Problem, ...] = ()


def read_patches(answer: str) -> Blocks:
    """The blocks of an answer, whatever stands around them and however long their marks are; one that is said twice counts once."""
    found = tuple(_blocks(answer.replace("\r\n", "\n").split("\n")))
    broken = tuple(_broken(number) for number, one in enumerate(found, 1) if one.middles != 1 or not one.is_closed)
    if len(found) > MAX_PATCHES:
        broken = (Problem(f"The answer has more than {MAX_PATCHES} blocks.", hint="Change what was asked for alone."),)
    if broken:
        return Blocks(problems=broken)
    return Blocks(tuple(dict.fromkeys(Patch(_inner(one.search), _inner(one.replace)) for one in found)))


def apply_patches(
    text: str, patches: Sequence[Patch], start: int = 0, end: int | None = None, shown: str = ""
) -> Patched:
    """Do all patches between two places of a text, or none of them.

    Each is looked for in the text as it was, so that what one brings in is not taken for what another looks for; where that
    does not find them all, they are done one after the other.

    Args:
        shown: that part of the text as the model was shown it; it is quoted where a patch finds no place.
    """
    low, high = start, len(text) if end is None else end
    wanted = [one for one in patches if one.search != one.replace or not one.search.strip()]
    found = [places(text, one.search, low, high) if len(one.search) <= MAX_SEARCH else () for one in wanted]
    if all(len(one) == 1 for one in found) and _are_apart(one[0] for one in found):
        ordered = sorted(zip((one[0] for one in found), wanted, strict=True), key=lambda pair: pair[0], reverse=True)
        for (at, to), one in ordered:
            text, high = _with(text, one, (at, to), low, high)
        return Patched(text)
    done, problems = _one_by_one(text, wanted, low, high)
    if not problems:
        return Patched(done)
    quoted = shown or text[low:high]
    told = [_problem(n, one, found[n - 1], text, quoted) for n, one in enumerate(wanted, 1) if len(found[n - 1]) != 1]
    return Patched(text, tuple(told) or tuple(problems))


def _one_by_one(text: str, patches: Sequence[Patch], low: int, high: int) -> tuple[str, list[Problem]]:
    done = text
    problems: list[Problem] = []
    for number, one in enumerate(patches, 1):
        found = places(done, one.search, low, high) if len(one.search) <= MAX_SEARCH else ()
        if len(found) == 1:
            done, high = _with(done, one, found[0], low, high)
        else:
            problems.append(_problem(number, one, found, text, done[low:high]))
    return done, problems


@dataclass(slots=True)
class _Block:
    search: list[str] = field(default_factory=list)
    replace: list[str] = field(default_factory=list)
    middles: int = 0
    is_closed: bool = False


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """A block goes up to its last mark; a next one that begins ends the one before it."""
    block: _Block | None = None
    for line in lines:
        if _OPEN.fullmatch(line):
            if block:
                block.is_closed = block.middles > 0
                yield block
            block = _Block()
        elif block and _CLOSE.fullmatch(line):
            block.is_closed = True
            yield block
            block = None
        elif block and _MIDDLE.fullmatch(line):
            block.middles += 1
        elif block:
            (block.replace if block.middles else block.search).append(line)
    if block:
        yield block


def _inner(lines: list[str]) -> str:
    """A half of a block, without fences around it."""
    while lines and (_FENCE.fullmatch(lines[0]) or not lines[0].strip()):
        lines = lines[1:]
    while lines and (_FENCE.fullmatch(lines[-1]) or not lines[-1].strip()):
        lines = lines[:-1]
    return "\n".join(lines)


def _are_apart(spans: Iterator[Span]) -> bool:
    ordered = sorted(spans)
    return all(one[1] <= other[0] for one, other in pairwise(ordered))


def _with(text: str, patch: Patch, span: Span, low: int, high: int) -> tuple[str, int]:
    """The text with a patch in its place, and where the room for patches ends now."""
    at, to = span if patch.replace.strip() else _whole_lines(text, span, low, high)
    new = _fitted(patch, text, at, to).replace("\n", newline_of(text))
    return text[:at] + new + text[to:], high + len(new) - (to - at)


def _whole_lines(text: str, span: Span, low: int, high: int) -> Span:
    """What goes without a substitute takes the lines with it that it leaves empty."""
    at, to = span
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", to)
    if start < low or end < 0 or end >= high or text[start:at].strip() or text[to:end].strip():
        return span
    return start, end + 1


def _fitted(patch: Patch, text: str, at: int, to: int) -> str:
    """The replacement with the page's indentation where the answer had another."""
    if text[at:to].replace("\r\n", "\n") == patch.search:
        return patch.replace
    line = text[text.rfind("\n", 0, at) + 1 :]
    own, given = _indentation(line), _indentation(patch.replace)
    first, *rest = patch.replace.strip().split("\n") if patch.replace.strip() else [""]
    return "\n".join([first, *(_moved(one, given, own) for one in rest)])


def _moved(line: str, given: str, own: str) -> str:
    stands_in = _indentation(line)
    return own + line[min(len(stands_in), len(given)) :] if line.strip() else ""


def _indentation(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t"))]


def _broken(number: int) -> Problem:
    return Problem(
        f"Block {number} is not whole.",
        hint="Write <<<<<<< SEARCH, the lines, one =======, what takes their place, >>>>>>> REPLACE; each mark on a line of its own.",
    )


def _problem(number: int, patch: Patch, found: Sequence[Span], text: str, shown: str) -> Problem:
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
    return Problem(
        f"SEARCH of block {number} does not stand in what may be changed: “{head}”.",
        hint=_where_it_is(patch.search, text, shown),
    )


def _where_it_is(search: str, text: str, shown: str) -> str:
    if places(text, search, 0, len(text)):
        return "It stands elsewhere in the page; change only what you were shown."
    near = nearest(shown, search)
    return (
        f"The page has there: “{near}”. Copy it letter for letter."
        if near
        else "Copy it letter for letter from the page."
    )
