"""A flat reading of HTML with line numbers, which a parsed tree does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag as it was written; ``line`` counts from 1."""

    tag: str
    attributes: Mapping[str, str | None]
    line: int

    @property
    def selector(self) -> str:
        """Enough of a CSS selector to find it."""
        if name := self.attributes.get("id"):
            return f"{self.tag}#{name}"
        if classes := self.attributes.get("class"):
            return f"{self.tag}.{'.'.join(classes.split())}"
        return self.tag


@dataclass(frozen=True, slots=True)
class RawText:
    """What stands in a ``style`` or ``script`` element; ``line`` is that of its first character."""

    tag: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as start tags and raw texts, in order."""

    elements: tuple[Element, ...]
    raw_texts: tuple[RawText, ...]
    title: str

    def first(self, tag: str) -> Element | None:
        """The first element of a kind."""
        return next((e for e in self.elements if e.tag == tag), None)


def scan(html: str) -> Scan:
    """Read ``html``; never fails, however broken it is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Scan(tuple(reader.elements), tuple(reader.raw_texts), reader.title)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.raw_texts: list[RawText] = []
        self.title = ""
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), self.getpos()[0]))
        if tag in ("style", "script", "title", "svg"):
            self._inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            del self._inside[self._inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside in ("style", "script"):
            self.raw_texts.append(RawText(inside, data, self.getpos()[0]))
        elif inside == "title" and "svg" not in self._inside:
            self.title += data
