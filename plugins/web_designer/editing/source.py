"""The source of a page with the place of every element in it, so that an edit changes what it must and not a letter more.

``read_source`` reads start and end tags as browsers do (https://html.spec.whatwg.org/multipage/parsing.html): comments, raw texts, end tags
that are left out. It builds no tree for display and repairs nothing; where tags overlap it takes the innermost that is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from plugins.web_designer.editing.implied import BOUNDARIES, RAW, closed_by
from plugins.web_designer.markup import VOID
from plugins.web_designer.source_tags import Tag, tag_at

NUMBER = "data-pm"
"""The attribute that carries an element's number in the preview's copy; the source never has it."""

_MARK = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|/?[a-zA-Z]|/)")
_COMMENT_END = re.compile(r"--!?>")
_END_TAG = re.compile(r"</([a-zA-Z][^\s/>]*)[^>]*>")
_NAME = re.compile(r"<[a-zA-Z][^\s/>]*")
_FOREIGN = frozenset(("svg", "math"))
_OF_HTML_AGAIN = frozenset(("foreignobject", "desc", "title"))


@dataclass(frozen=True, slots=True)
class Node:
    """An element that has a start tag in the source.

    Attributes:
        number: its place in the order of the start tags, from 0.
        tag: in lower case.
        start, open_end: of its start tag, from ``<`` to behind ``>``.
        close_start, end: where its content ends, and behind its end tag; the same where it has none.
        parent: number of the element around it; -1 at the top.
        attributes: by lower-case name, with character references resolved.
    """

    number: int
    tag: str
    start: int
    open_end: int
    close_start: int
    end: int
    parent: int
    attributes: Mapping[str, str]

    @property
    def is_void(self) -> bool:
        """Whether it can hold nothing."""
        return self.tag in VOID or self.open_end == self.end


@dataclass(frozen=True)
class Source:
    """A page's text and its elements in the order of their start tags."""

    html: str
    nodes: tuple[Node, ...]
    tags: tuple[Tag, ...]

    def node(self, number: int) -> Node:
        """The element of a number.

        Raises:
            KeyError: there is none.
        """
        if not 0 <= number < len(self.nodes):
            raise KeyError(f"the page has no element {number}")
        return self.nodes[number]

    def text_of(self, number: int) -> str:
        """An element's own source, with its tags."""
        node = self.node(number)
        return self.html[node.start : node.end]

    def content_of(self, number: int) -> str:
        """What stands between an element's tags."""
        node = self.node(number)
        return self.html[node.open_end : node.close_start]

    def path(self, number: int) -> tuple[int, ...]:
        """Numbers of the elements around it, from outside in, its own last."""
        path = [number]
        while (above := self.node(path[-1]).parent) >= 0:
            path.append(above)
        return tuple(reversed(path))

    def children(self, number: int) -> tuple[int, ...]:
        """Numbers of the elements that stand directly in it; -1 asks for those at the top."""
        return self._below.get(number, ())

    def inside(self, number: int) -> Iterator[Node]:
        """Everything within an element, in order."""
        node = self.node(number)
        for below in self.nodes[number + 1 :]:
            if below.start >= node.end:
                return
            yield below

    def tag_of(self, number: int) -> Tag:
        """An element's start tag with the place of each attribute."""
        self.node(number)
        return self.tags[number]

    def at(self, offset: int) -> int:
        """The innermost element around a place in the text; -1 where there is none."""
        found = -1
        for node in self.nodes:
            if node.start > offset:
                break
            if offset < node.end:
                found = node.number
        return found

    def numbered(self) -> str:
        """The same page with each element's number in its start tag."""
        parts: list[str] = []
        at = 0
        for node in self.nodes:
            named = _NAME.match(self.html, node.start)
            place = named.end() if named else node.start
            parts += [self.html[at:place], f' {NUMBER}="{node.number}"']
            at = place
        parts.append(self.html[at:])
        return "".join(parts)

    @cached_property
    def _below(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node.number)
        return {number: tuple(below) for number, below in found.items()}


def read_source(html: str) -> Source:
    """Read a page's tags; never fails, however broken it is."""
    reader = _Reader(html)
    nodes = tuple(reader.read())
    return Source(html, nodes, tuple(reader.tags))


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    number: int
    tag: str
    is_foreign: bool


class _Reader:
    """Goes through the text once, with the elements that are open."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self.tags: list[Tag] = []
        self._parents: list[int] = []
        self._ends: list[tuple[int, int]] = []
        self._open: list[_Open] = []

    def read(self) -> Iterator[Node]:
        while found := _MARK.search(self._html, self._at):
            self._at = self._after(found)
        for left in reversed(self._open):
            self._ends[left.number] = (len(self._html), len(self._html))
        for number, (tag, parent, ends) in enumerate(zip(self.tags, self._parents, self._ends, strict=True)):
            yield Node(number, tag.name, tag.start, tag.end, *ends, parent, self._values(tag))

    def _values(self, tag: Tag) -> Mapping[str, str]:
        """Values by name; the first of a name counts."""
        return {
            one.name: unescape(self._html[one.value_start : one.value_end]) if one.value_start >= 0 else ""
            for one in reversed(tag.attributes)
        }

    def _after(self, found: re.Match[str]) -> int:
        """Take in what begins at a mark; where to go on."""
        match found[0]:
            case "<!--":
                return self._behind_comment(found.start())
            case "<![CDATA[" if self._is_foreign:
                end = self._html.find("]]>", found.end())
                return len(self._html) if end < 0 else end + 3
            case "</" | "<!" | "<?" | "<![CDATA[":
                return self._behind_bracket(found.end())
            case mark if mark.startswith("</"):
                return self._end_tag(found.start())
        return self._start_tag(found.start())

    @property
    def _is_foreign(self) -> bool:
        return bool(self._open) and self._open[-1].is_foreign

    def _behind_comment(self, start: int) -> int:
        if self._html.startswith((">", "->"), start + 4):
            return self._html.index(">", start) + 1
        end = _COMMENT_END.search(self._html, start + 4)
        return end.end() if end else len(self._html)

    def _behind_bracket(self, at: int) -> int:
        end = self._html.find(">", at)
        return len(self._html) if end < 0 else end + 1

    def _start_tag(self, start: int) -> int:
        tag = tag_at(self._html, start)
        if tag is None:
            return start + 1
        if not self._is_foreign:
            self._leave_implied(tag)
        number = len(self.tags)
        self.tags.append(tag)
        self._parents.append(self._open[-1].number if self._open else -1)
        self._ends.append((tag.end, tag.end))
        is_foreign = tag.name in _FOREIGN or (self._is_foreign and tag.name not in _OF_HTML_AGAIN)
        closes_itself = self._html[tag.end - 2] == "/" and (is_foreign or self._is_foreign)
        if (tag.name in VOID and not is_foreign) or closes_itself:
            return tag.end
        self._open.append(_Open(number, tag.name, is_foreign))
        return self._behind_raw(tag) if tag.name in RAW and not is_foreign else tag.end

    def _behind_raw(self, tag: Tag) -> int:
        """Where a raw text ends: its end tag, which is read next."""
        end = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE).search(self._html, tag.end)
        return end.start() if end else len(self._html)

    def _leave_implied(self, tag: Tag) -> None:
        """End what a start tag ends without a word, such as a list's item before the next."""
        names = [one.tag for one in self._open]
        for _ in range(closed_by(tag.name, names)):
            self._leave(tag.start, tag.start)

    def _end_tag(self, start: int) -> int:
        found = _END_TAG.match(self._html, start)
        if found is None:
            return start + 2
        name = found[1].lower()
        depth = self._depth_of(name)
        for _ in range(depth - 1):
            self._leave(start, start)
        if depth:
            self._leave(start, found.end())
        return found.end()

    def _depth_of(self, name: str) -> int:
        """How many elements an end tag ends; none if nothing of its name is open within reach."""
        for depth, one in enumerate(reversed(self._open), 1):
            if one.tag == name:
                return depth
            if one.tag in BOUNDARIES and name not in BOUNDARIES:
                return 0
        return 0

    def _leave(self, close_start: int, end: int) -> None:
        left = self._open.pop()
        self._ends[left.number] = (close_start, end)
