"""Start tags as they stand in the source, with the place of each attribute (https://html.spec.whatwg.org/multipage/parsing.html#tokenization)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.web_designer.markup import Element

_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*(?:(=?[^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?)")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute by its lower-case name; offsets of all of it, and of its value without quotes (-1 if it has none)."""

    name: str
    start: int
    end: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag from its ``<`` to behind its ``>``."""

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        """The first attribute of a name: that is the one which counts."""
        return next((one for one in self.attributes if one.name == name), None)


def tag_at(html: str, start: int) -> Tag | None:
    """The start tag that begins at an offset; None if none does, or if it breaks off."""
    named = _NAME.match(html, start)
    if named is None:
        return None
    attributes: list[Attribute] = []
    at = named.end()
    while True:
        found = _ATTRIBUTE.match(html, at)
        if found is None:
            return None
        if found[1]:
            attributes.append(_attribute(found))
        if found.end() == at or not found[1]:
            break
        at = found.end()
    end = html.find(">", found.end())
    if end < 0 or html[found.end() : end].strip(" /\t\n\r\f"):
        return None
    return Tag(named[1].lower(), start, end + 1, tuple(attributes))


def _attribute(found: re.Match[str]) -> Attribute:
    group = next((number for number in (2, 3, 4) if found[number] is not None), 0)
    low, high = found.span(group) if group else (-1, -1)
    return Attribute(found[1].lower(), found.start(1), found.end(), low, high)


def tag_of(html: str, element: Element) -> Tag | None:
    """The start tag of an element; None if the parser implied it, or if its tag is too odd to be edited."""
    start = html.rfind("<", 0, max(element.end - 1, 0))
    while start >= 0 and element.end - start < 100_000:
        tag = tag_at(html, start)
        if tag is not None and tag.end == element.end and tag.name == element.tag.lower():
            return tag
        start = html.rfind("<", 0, start)
    return None
