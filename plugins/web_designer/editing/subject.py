"""An element as the inspector shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.web_designer.editing.hand import acts_of, is_hidden
from plugins.web_designer.editing.source import Source
from plugins.web_designer.editing.titles import title_of
from plugins.web_designer.editing.words import words_of


@dataclass(frozen=True, slots=True)
class Subject:
    """An element as the inspector shows it.

    Attributes:
        number: in the source.
        title: what people call it: its tag, with a word of its text.
        path: the elements around it, from outside in: number and title.
        text: its own text; None where it holds other elements only.
        link: where it leads; None for what is no link.
        alt: of a picture; None for what is none.
        styles: computed, by property.
        is_locked: whether nothing may change it.
        is_hidden: whether it is not shown.
        acts: what can be done with its place: ``up``, ``down``, ``hide``, ``duplicate``, ``delete``.
    """

    number: int
    title: str
    path: tuple[tuple[int, str], ...]
    text: str | None
    link: str | None
    alt: str | None
    styles: Mapping[str, str]
    is_locked: bool
    is_hidden: bool
    acts: frozenset[str]


def subject_of(source: Source, number: int, styles: Mapping[str, str], *, is_locked: bool = False) -> Subject:
    """An element of the source with its styles as they were computed.

    Raises:
        KeyError: there is no such element.
    """
    node = source.node(number)
    return Subject(
        number=number,
        title=title_of(source, number),
        path=tuple((one, title_of(source, one)) for one in source.path(number)),
        text=words_of(source, number),
        link=node.attributes.get("href", "") if node.tag in ("a", "area") else None,
        alt=_alt(node.tag, node.attributes),
        styles=styles,
        is_locked=is_locked,
        is_hidden=is_hidden(source, number),
        acts=acts_of(source, number),
    )


def _alt(tag: str, attributes: Mapping[str, str]) -> str | None:
    if tag == "img":
        return attributes.get("alt", "")
    return attributes.get("aria-label", "") if tag == "svg" else None
