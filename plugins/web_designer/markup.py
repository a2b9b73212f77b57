"""A page read as browsers read it, with the place in the source of every start tag.

The tree is that of https://html.spec.whatwg.org/multipage/parsing.html (html5lib), so a selector made from it finds the same element
in a browser: implied elements such as ``tbody`` are there, and what the parser moves is where it was moved to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_AT = "\0at"
_NAMESPACES = {
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "math",
}
_ATTRIBUTE_PREFIXES = {
    "{http://www.w3.org/1999/xlink}": "xlink:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
    "{http://www.w3.org/2000/xmlns/}": "xmlns:",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_SIMPLE_NAME = re.compile(r"-?[A-Za-z_][\w-]*")


@dataclass(slots=True, eq=False)
class Element:
    """An element of the tree.

    Attributes:
        tag: lower case, without a namespace (``linearGradient`` keeps its case).
        attributes: as the parser keeps them; an attribute without a value has an empty one.
        line: of its start tag, from 1; 0 for an element that the parser implied.
        end: offset in the source just behind its start tag; -1 for an implied element.
        parent: None for the root.
        kind: ``html``, ``svg`` or ``math``.
        parts: its elements and texts in order.
        selector: a CSS selector that finds this element and no other.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int = 0
    end: int = -1
    parent: Element | None = None
    kind: str = "html"
    parts: list[Element | str] = field(default_factory=list)
    selector: str = ""

    @property
    def children(self) -> Iterator[Element]:
        """Its elements, without texts."""
        return (part for part in self.parts if isinstance(part, Element))

    @property
    def ancestors(self) -> Iterator[Element]:
        """From its parent to the root."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def inside(self) -> Iterator[Element]:
        """Everything below it, in the order of the document."""
        waiting = list(reversed(list(self.children)))
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(list(element.children)))

    @property
    def text(self) -> str:
        """All text below it, without scripts and styles."""
        return "".join(_texts(self))

    def get(self, name: str) -> str:
        """An attribute's value; empty if it is not there."""
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class RawText:
    """What stands in a ``style`` or ``script`` element; ``line`` and ``start`` are those of its first character."""

    tag: str
    text: str
    line: int
    start: int
    element: Element


@dataclass(frozen=True, slots=True)
class ParseFault:
    """A parse error by html5lib's code; ``line`` and ``column`` count from 1, ``element`` is the one it happened in."""

    code: str
    values: Mapping[str, Any]
    line: int
    column: int
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A page: all its elements in order, its raw texts, and what the parser had to mend."""

    root: Element
    elements: tuple[Element, ...]
    raw_texts: tuple[RawText, ...]
    title: str
    faults: tuple[ParseFault, ...]
    is_quirky: bool

    def first(self, tag: str) -> Element | None:
        """The first HTML element of a kind."""
        return next((e for e in self.elements if e.tag == tag and e.kind == "html"), None)

    def all(self, *tags: str) -> list[Element]:
        """The HTML elements of some kinds, in order."""
        return [e for e in self.elements if e.tag in tags and e.kind == "html"]


def scan(html: str) -> Scan:
    """Read ``html``; never fails, however broken it is."""
    parser = _parser()
    tree = parser.parse(html)
    starts = [0, *(found.end() for found in _LINE_END.finditer(html))]
    root, known = _built(tree, starts)
    elements = (root, *root.inside)
    _name_all(elements)
    faults = [
        ParseFault(code, values, line, column, known.get(id(node)))
        for ((line, column), code, values), node in zip(parser.errors, parser.places, strict=True)
    ]
    return Scan(root, elements, tuple(_raw(elements)), _title(elements), tuple(faults), parser.compatMode == "quirks")


def _parser() -> Any:
    """html5lib's parser, which also keeps where each start tag ends, and in which element each error happened."""
    from html5lib import HTMLParser
    from html5lib.constants import tokenTypes

    class Parser(HTMLParser):
        def reset(self) -> None:
            super().reset()
            self.places: list[Any] = []

        def parseError(self, errorcode: str = "XXX-undefined-error", datavars: Any = None) -> None:  # noqa: N802
            node: Any = self.tree.openElements[-1] if self.tree.openElements else None
            if errorcode == "expected-closing-tag-but-got-eof" and node is not None:
                datavars = {"name": node.name}
            super().parseError(errorcode, datavars)
            self.places.append(node and node._element)

        def mainLoop(self) -> None:  # noqa: N802
            tokenizer: Any = self.tokenizer
            emit = tokenizer.emitCurrentToken

            def emit_with_place() -> None:
                token, place = tokenizer.currentToken, tokenizer.stream.position()
                emit()
                if token["type"] == tokenTypes["StartTag"]:
                    token["data"][_AT] = place

            tokenizer.emitCurrentToken = emit_with_place
            super().mainLoop()

    return Parser(namespaceHTMLElements=False)


def _built(tree: Any, starts: list[int]) -> tuple[Element, dict[int, Element]]:
    """The root, and each element by the identity of its node."""
    root = _element(tree, None, starts)
    known = {id(tree): root}
    waiting = [(tree, root)]
    while waiting:
        node, element = waiting.pop()
        if node.text:
            element.parts.append(node.text)
        for below in node:
            if isinstance(below.tag, str):  # a comment has none
                child = _element(below, element, starts)
                element.parts.append(child)
                known[id(below)] = child
                waiting.append((below, child))
            if below.tail:
                element.parts.append(below.tail)
    return root, known


def _element(node: Any, parent: Element | None, starts: list[int]) -> Element:
    namespace, _, tag = node.tag.rpartition("}")
    line, column = node.attrib.pop(_AT, (0, 0))
    attributes = {_attribute(name): value for name, value in node.attrib.items()}
    end = starts[line - 1] + column if 0 < line <= len(starts) else -1
    return Element(tag, attributes, line, end, parent, _NAMESPACES.get(namespace[1:], "html"))


def _attribute(name: Any) -> str:
    text = str(name)
    for long, short in _ATTRIBUTE_PREFIXES.items():
        if text.startswith(long):
            return short + text.removeprefix(long)
    return text


def _texts(element: Element) -> Iterator[str]:
    waiting: list[Element | str] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif part.tag not in ("script", "style", "template"):
            waiting.extend(reversed(part.parts))


def _raw(elements: tuple[Element, ...]) -> Iterator[RawText]:
    for element in elements:
        if element.tag in ("style", "script") and element.end >= 0:
            text = "".join(part for part in element.parts if isinstance(part, str))
            yield RawText(element.tag, text, element.line, element.end, element)


def _title(elements: tuple[Element, ...]) -> str:
    return next((e.text for e in elements if e.tag == "title" and e.kind == "html"), "")


def _name_all(elements: tuple[Element, ...]) -> None:
    """Give every element its selector: its id where it is the only one, else the way down from what has a name."""
    ids = Counter(e.get("id") for e in elements)
    for element in elements:
        name = element.get("id")
        if name and ids[name] == 1:
            element.selector = f"#{escape(name)}"
        elif element.parent is None or (element.tag in ("head", "body") and element.parent.parent is None):
            element.selector = element.tag
    for element in elements:
        _name_children(element)


def _name_children(element: Element) -> None:
    kinds = Counter((child.kind, child.tag) for child in element.children)
    counts: Counter[tuple[str, str]] = Counter()
    for child in element.children:
        kind = (child.kind, child.tag)
        counts[kind] += 1
        if not child.selector:
            number = f":nth-of-type({counts[kind]})" if kinds[kind] > 1 else ""
            child.selector = f"{element.selector} > {escape(child.tag)}{number}"


def escape(name: str) -> str:
    """An identifier as CSS writes it (https://drafts.csswg.org/cssom/#serialize-an-identifier)."""
    if _SIMPLE_NAME.fullmatch(name):
        return name
    return "".join(_escaped(char, at, name) for at, char in enumerate(name))


def _escaped(char: str, at: int, name: str) -> str:
    is_early_digit = char.isdigit() and char.isascii() and (at == 0 or (at == 1 and name[0] == "-"))
    if is_early_digit or ord(char) < 0x20 or char == "\x7f":
        return f"\\{ord(char):x} "
    if char == "-" and len(name) == 1:
        return "\\-"
    return char if char.isalnum() or char in "-_" or ord(char) >= 0x80 else f"\\{char}"
