"""Reads a style sheet whole and marks what browsers would not understand, each fault with its place.

Parsing follows https://www.w3.org/TR/css-syntax-3/ and https://www.w3.org/TR/css-nesting-1/ (tinycss2, which is untyped: its nodes
are told apart by ``type``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from plugins.web_designer.css.definitions import definitions
from plugins.web_designer.css.rules import (
    GROUPS,
    OF_DESCRIPTORS,
    frame_fault,
    missing_descriptors,
    name_fault,
    prelude_fault,
)
from plugins.web_designer.css.selectors import selector_fault
from plugins.web_designer.css.values import Fault, declaration_fault, descriptor_fault

MAX_DEPTH = 40

Kind = Literal["rules", "style", "frames", "frame", "page", "loose"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault, with the line and column in the sheet (from 1) where its rule or declaration begins."""

    fault: Fault
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Load:
    """An address that a sheet loads; ``is_import`` if it is another sheet."""

    address: str
    line: int
    is_import: bool = False


@dataclass(slots=True)
class Sheet:
    """What a sheet gave."""

    marks: list[Mark] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    declarations: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """What may stand in the block that is read; ``rule`` is the at-rule whose descriptors are meant."""

    kind: Kind
    rule: str = ""
    depth: int = 0

    def inside(self, kind: Kind, rule: str = "") -> _Place:
        return _Place(kind, rule, self.depth + 1)


@lru_cache(maxsize=8)
def read_sheet(css: str) -> Sheet:
    """Read what stands in a ``style`` element. A page is edited a hundred times before its sheet is: the last few are kept."""
    import tinycss2

    reader = _Reader()
    reader.walk(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), _Place("rules"))
    return reader.sheet


def read_attribute(css: str) -> Sheet:
    """Read what stands in a ``style`` attribute."""
    import tinycss2

    reader = _Reader()
    reader.walk(tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True), _Place("style"))
    return reader.sheet


class _Reader:
    """Walks rules and declarations."""

    def __init__(self) -> None:
        self.sheet = Sheet()

    def walk(self, nodes: Sequence[Any], place: _Place) -> None:
        for node in nodes:
            match node.type:
                case "error" if place.kind != "loose":
                    self._add(node, Fault(f"CSS cannot be read here: {_plain(node.message)}.", kind="rule"))
                case "declaration":
                    self._declaration(node, place)
                case "qualified-rule":
                    self._rule(node, place)
                case "at-rule":
                    self._at_rule(node, place)

    def _walk_block(self, content: Sequence[Any], place: _Place) -> None:
        import tinycss2

        if place.depth <= MAX_DEPTH:
            self.walk(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True), place)

    def _declaration(self, node: Any, place: _Place) -> None:
        self.sheet.declarations += 1
        self._load(node.value)
        if place.kind == "rules":
            self._add(node, Fault("A declaration stands outside of any rule.", "Put it in a rule.", kind="rule"))
        elif place.kind != "loose":
            self._add(node, self._judged(node, place))

    @staticmethod
    def _judged(node: Any, place: _Place) -> Fault | None:
        name = node.name if node.name.startswith("--") else node.lower_name
        if not name.startswith("--") and all(token.type == "whitespace" for token in node.value):
            return Fault(f"“{name}” has no value.")
        if place.rule and (place.kind != "page" or name in definitions().descriptors(place.rule)):
            return descriptor_fault(place.rule, name, node.value)
        fault = declaration_fault(name, node.value)
        if fault is None and node.important and place.kind == "frame":
            return Fault("!important does nothing in @keyframes.", "Leave it out.", "warning")
        return fault

    def _rule(self, node: Any, place: _Place) -> None:
        if place.kind == "frames":
            self._add(node, frame_fault(node.prelude))
            self._walk_block(node.content, place.inside("frame"))
        elif place.kind in ("rules", "style"):
            self._add(node, selector_fault(node.prelude, is_nested=place.kind == "style"))
            self._walk_block(node.content, place.inside("style"))
        else:
            self._walk_block(node.content, place.inside("loose"))

    def _at_rule(self, node: Any, place: _Place) -> None:
        name = node.lower_at_keyword
        if name == "import":
            self.sheet.loads.append(Load("", node.source_line, is_import=True))
            return
        self._load(node.prelude)
        self._add(node, name_fault(name))
        self._add(node, prelude_fault(_plain_name(name), node.prelude))
        if node.content is None:
            return
        inner = _content_of(_plain_name(name), place)
        self._walk_block(node.content, inner)
        if inner.rule:
            self._missing(node, inner.rule)

    def _missing(self, node: Any, rule: str) -> None:
        import tinycss2

        inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        found = frozenset(entry.lower_name for entry in inside if entry.type == "declaration")
        for fault in missing_descriptors(rule, found):
            self._add(node, fault)

    def _load(self, tokens: Sequence[Any]) -> None:
        self.sheet.loads.extend(Load(address, token.source_line) for token, address in _urls(tokens))

    def _add(self, node: Any, fault: Fault | None) -> None:
        if fault is not None:
            self.sheet.marks.append(Mark(fault, node.source_line, node.source_column))


def _plain_name(name: str) -> str:
    """``-webkit-keyframes`` is read as the plain rule."""
    return "keyframes" if name.endswith("-keyframes") else name


def _content_of(name: str, place: _Place) -> _Place:
    """What may stand in the block of an at-rule."""
    if name in GROUPS:
        return place.inside("style" if place.kind == "style" or name in ("scope", "starting-style") else "rules")
    if name == "keyframes":
        return place.inside("frames")
    if name in OF_DESCRIPTORS:
        return place.inside("style", name)
    if name == "page":
        return place.inside("page", name)
    return place.inside("style" if name == "position-try" or place.kind == "page" else "loose")


def _plain(message: str) -> str:
    """tinycss2 takes what is no declaration for the head of a rule, and then misses its block."""
    return "expected “name: value;”" if "before {} block" in message else message.rstrip(".")


def _urls(tokens: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Every ``url(…)`` and ``image-set("…")``, however deep it stands."""
    for token in tokens or ():
        if token.type == "url":
            yield token, token.value
        elif token.type == "function":
            if token.lower_name in ("url", "src", "image-set", "-webkit-image-set"):
                yield from ((t, t.value) for t in token.arguments if t.type == "string")
            yield from _urls(token.arguments)
        elif token.type in ("() block", "[] block", "{} block"):
            yield from _urls(token.content)
