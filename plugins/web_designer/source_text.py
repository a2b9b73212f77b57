"""What an editor must know of a page's source as it is written: the tags of a pair, what is open, comments, indents. Never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from plugins.web_designer.editing.implied import RAW, closed_by
from plugins.web_designer.markup import VOID

Language = Literal["html", "css", "js"]

INDENT = "  "
FAR = 50_000
"""Letters on each side of the cursor in which a partner is looked for."""

_TAG = r"(?s)<!--.*?(?:-->|\Z)|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^\"'>])*>"
_STRINGS = r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|/\*.*?(?:\*/|\Z)"
_BRACKETS = {
    "css": rf"(?s){_STRINGS}|(?P<mark>[()\[\]{{}}])",
    "js": rf"(?s){_STRINGS}|`(?:[^`\\]|\\.)*`|//[^\n]*|(?P<mark>[()\[\]{{}}])",
}
_PARTNERS = {")": "(", "]": "[", "}": "{"}
_AROUND = {"html": ("<!--", "-->"), "css": ("/*", "*/")}

Span = tuple[int, int]


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled when it is first needed: the window does not wait for it."""
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TagAt:
    """A tag from its ``<`` to behind its ``>``; ``is_alone`` where nothing can stand in it."""

    start: int
    end: int
    name: str
    closes: bool
    is_alone: bool


def tags(text: str) -> Iterator[TagAt]:
    """All tags in order, but for those in comments, scripts, styles and other elements without markup."""
    at = 0
    while found := _pattern(_TAG).search(text, at):
        at = found.end()
        if found["name"] is None:
            continue
        name, closes = found["name"].lower(), bool(found["slash"])
        yield TagAt(found.start(), at, name, closes, name in VOID or found[0].endswith("/>"))
        if name in RAW and not closes:
            end = _pattern(rf"(?i)</{re.escape(name)}(?=[\s/>])").search(text, at)
            at = end.start() if end else len(text)


def open_element(before: str) -> str:
    """The innermost element that is open at the end of a text; empty if none is."""
    near = before[-2 * FAR :]
    stack: list[TagAt] = []
    for tag in tags(near):
        _step(stack, tag)
    if not stack and len(near) < len(before):
        for tag in tags(before):
            _step(stack, tag)
    return stack[-1].name if stack else ""


def tag_pair(text: str, cursor: int) -> tuple[Span, ...]:
    """The tag at the cursor and its partner; the tag alone where it has none; nothing beside no tag."""
    own = _tag_around(text, cursor)
    if own is None:
        return ()
    partner = None if own.is_alone else _partner(text, own)
    return tuple(sorted(span for span in ((own.start, own.end), partner) if span))


def _tag_around(text: str, cursor: int) -> TagAt | None:
    start = text.rfind("<", max(cursor - FAR, 0), cursor + 1)
    tag = next(tags(text[start : start + FAR]), None) if start >= 0 else None
    if tag is None or tag.start or start + tag.end < cursor:
        return None
    return replace(tag, start=start, end=start + tag.end)


def _partner(text: str, own: TagAt) -> Span | None:
    """What belongs to a tag, looked for on the one side where it can be."""
    low = max(own.start - FAR, 0) if own.closes else own.start
    near = text[low : own.end if own.closes else own.end + FAR]
    stack: list[TagAt] = []
    for tag in tags(near):
        opened = _step(stack, tag)
        if own.closes and low + tag.start == own.start:
            return (low + opened.start, low + opened.end) if opened else None
        if opened and low + opened.start == own.start:
            return low + tag.start, low + tag.end
    return None


def _step(stack: list[TagAt], tag: TagAt) -> TagAt | None:
    """Take in a tag; the start tag that it closes."""
    if tag.closes:
        place = next((at for at in range(len(stack) - 1, -1, -1) if stack[at].name == tag.name), -1)
        if place < 0:
            return None
        opened = stack[place]
        del stack[place:]
        return opened
    ended = closed_by(tag.name, [one.name for one in stack])
    del stack[len(stack) - ended :]
    if not tag.is_alone:
        stack.append(tag)
    return None


def bracket_pair(text: str, cursor: int, language: Language) -> tuple[Span, ...]:
    """The bracket before or behind the cursor and its partner, in a style or script; nothing beside none."""
    if language == "html" or not set(text[max(cursor - 1, 0) : cursor + 1]) & set("()[]{}"):
        return ()
    opener = "<style" if language == "css" else "<script"
    low = max(text.rfind(opener, 0, cursor), cursor - FAR, 0)
    near = text[low : cursor + FAR]
    low += near.find(">") + 1 if near.startswith(opener) else 0
    partners = _bracket_partners(text[low : cursor + FAR], language)
    for place in (cursor - 1 - low, cursor - low):
        if place in partners:
            return tuple((low + one, low + one + 1) for one in sorted((place, partners[place])))
    return ()


def _bracket_partners(text: str, language: Language) -> dict[int, int]:
    partners: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for found in _pattern(_BRACKETS[language]).finditer(text):
        mark = found["mark"]
        if mark in ("(", "[", "{"):
            stack.append((mark, found.start()))
        elif mark and stack and stack[-1][0] == _PARTNERS[mark]:
            place = stack.pop()[1]
            partners[place], partners[found.start()] = found.start(), place
    return partners


def comments_toggled(text: str, start: int, end: int, language: Language) -> Edit:
    """The lines from ``start`` to ``end`` as a comment, or as none any more. Where a comment stands inside, nothing is changed."""
    first, last = _lines(text, start, end)
    lines = text[first:last]
    if language == "js":
        return Edit(first, last, _by_line(lines))
    opener, closer = _AROUND[language]
    inner = lines.strip()
    begin = first + len(lines) - len(lines.lstrip())
    whole = Edit(begin, begin + len(inner), inner)
    if inner.startswith(opener) and inner.endswith(closer) and len(inner) >= len(opener + closer):
        bare = inner[len(opener) : -len(closer)].removeprefix(" ").removesuffix(" ")
        return whole if opener in bare else Edit(whole.start, whole.end, bare)
    if opener in inner or closer in inner:
        return whole
    return Edit(whole.start, whole.end, f"{opener} {inner} {closer}")


def _by_line(lines: str) -> str:
    each = lines.split("\n")
    written = [line for line in each if line.strip()]
    if written and all(line.lstrip().startswith("//") for line in written):
        return "\n".join(re.sub(r"^([ \t]*)// ?", r"\1", line) for line in each)
    indent = min((len(line) - len(line.lstrip()) for line in written), default=0)
    return "\n".join(f"{line[:indent]}// {line[indent:]}" if line.strip() or not written else line for line in each)


def indented(text: str, start: int, end: int, *, back: bool) -> Edit:
    """The lines from ``start`` to ``end`` one step further in, or back."""
    first, last = _lines(text, start, end)
    lines = text[first:last].split("\n")
    if back:
        done = [re.sub(rf"^(?:\t| {{1,{len(INDENT)}}})", "", line) for line in lines]
    else:
        done = [INDENT + line if line.strip() else line for line in lines]
    return Edit(first, last, "\n".join(done))


def indent_of_next(line: str) -> str:
    """The white space with which the line behind begins: as the line before, one step further behind what opens."""
    indent = line[: len(line) - len(line.lstrip())]
    written = line.rstrip()
    opened = list(tags(written)) if written.endswith(">") else []
    is_open = bool(opened) and not (opened[-1].closes or opened[-1].is_alone)
    return indent + INDENT if is_open or written.endswith(("{", "(", "[")) else indent


def _lines(text: str, start: int, end: int) -> Span:
    """From the start of the first line to the end of the last one; a last line of which nothing is chosen is left out."""
    first = text.rfind("\n", 0, start) + 1
    if end > start and text[end - 1] == "\n":
        end -= 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last
