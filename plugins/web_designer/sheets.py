"""Reads the CSS of a page: what does not parse, and what it would load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from plugins.web_designer.addresses import is_safe
from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import Scan


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the sheets and style attributes of a page gave."""

    findings: tuple[Finding, ...]
    declarations: int


@dataclass(slots=True)
class _Place:
    """Where a piece of CSS begins in the page, and under which name it is shown."""

    line: int
    name: str
    selector: str = ""


def sheet_findings(page: Scan) -> Sheets:
    """Check every ``style`` element and attribute."""
    reader = _Reader()
    for raw in page.raw_texts:
        if raw.tag == "style":
            reader.place = _Place(raw.line, "style")
            reader.walk(tinycss2.parse_stylesheet(raw.text, skip_comments=True, skip_whitespace=True))
    for element in page.elements:
        if style := element.attributes.get("style"):
            reader.place = _Place(element.line, "style attribute", element.selector)
            reader.walk(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))
    return Sheets(tuple(reader.findings), reader.declarations)


class _Reader:
    """Walks rules and declarations; tinycss2 is untyped, its nodes are told apart by ``type``."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.declarations = 0
        self.place = _Place(1, "style")

    def walk(self, nodes: Sequence[Any]) -> None:
        for node in nodes:
            self._node(node)

    def _node(self, node: Any) -> None:
        match node.type:
            case "error":
                self._add(node, "css", f"CSS cannot be read here: {_plain(node.message)}.")
            case "declaration":
                self.declarations += 1
                self._declaration(node)
            case "qualified-rule":
                self.walk(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
            case "at-rule":
                self._at_rule(node)

    def _declaration(self, node: Any) -> None:
        is_empty = all(token.type == "whitespace" for token in node.value)
        if is_empty and not node.name.startswith("--"):
            self._add(node, "css", f"“{node.lower_name}” has no value.")
        self._addresses(node.value)

    def _at_rule(self, node: Any) -> None:
        name = node.lower_at_keyword
        if name == "import":
            self._add(node, "address", "@import loads another sheet.", "Write its rules into this page.")
            return
        self._addresses(node.prelude)
        if node.content is None:
            return
        self.walk(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))

    def _addresses(self, tokens: Sequence[Any]) -> None:
        for token, address in _urls(tokens):
            if not is_safe(address):
                self._add(
                    token, "address", f"CSS loads {address[:80]}.", "Use a gradient, inline SVG or a system font."
                )

    def _add(self, node: Any, check: Any, message: str, hint: str = "") -> None:
        line = self.place.line + node.source_line - 1
        place = f"{self.place.name}, line {line}"
        self.findings.append(Finding("error", check, message, self.place.selector, line, hint, place=place))


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
