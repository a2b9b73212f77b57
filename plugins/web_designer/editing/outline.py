"""The parts of a page that people think in: header, sections, footer, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.web_designer.editing.hand import is_hidden
from plugins.web_designer.editing.source import Source
from plugins.web_designer.editing.titles import title_of, words_for

_PARTS = frozenset("header nav section article aside footer form figure details dialog".split())
_KNOWN_BY_KIND = frozenset("header nav footer details".split())
_WRAPPERS = frozenset("html body main".split())
MAX_DEPTH = 2
MAX_PARTS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the outline.

    Attributes:
        number: the element's.
        title: as ``title_of`` says it.
        label: the same in fewer words.
        depth: how many parts stand around it.
        is_hidden: whether it is not shown.
    """

    number: int
    title: str
    label: str
    depth: int
    is_hidden: bool


def outline(source: Source) -> tuple[Part, ...]:
    """The parts of a page in order; of a page that has hardly any, what stands at its top."""
    found = tuple(_parts(source))[:MAX_PARTS]
    if len(found) > 1:
        return found
    return tuple(_part(source, number, 0) for number in _top(source))[:MAX_PARTS]


def _parts(source: Source) -> Iterator[Part]:
    depths: dict[int, int] = {}
    for node in source.nodes:
        above = depths.get(node.parent, 0)
        is_part = node.tag in _PARTS and above <= MAX_DEPTH
        depths[node.number] = above + 1 if node.tag in _PARTS else above
        if is_part:
            yield _part(source, node.number, above)


def _part(source: Source, number: int, depth: int) -> Part:
    tag = source.node(number).tag
    label = tag if tag in _KNOWN_BY_KIND else words_for(source, number) or tag
    return Part(number, title_of(source, number), label, depth, is_hidden(source, number))


def _top(source: Source) -> Iterator[int]:
    """What stands directly in the body."""
    waiting = list(source.children(-1))
    while waiting:
        number = waiting.pop(0)
        tag = source.node(number).tag
        if tag in _WRAPPERS:
            waiting = [*source.children(number), *waiting]
        elif tag not in ("head", "script", "style", "template", "link", "meta", "title"):
            yield number
