"""Edits by hand: each changes one element by the smallest splices of the source. No model is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.api import InputError
from plugins.web_designer.editing.source import Node, Source, read_source
from plugins.web_designer.editing.style_attribute import hidden, is_hiding, shown, with_style, written
from plugins.web_designer.editing.titles import title_of
from plugins.web_designer.editing.words import words_edits
from plugins.web_designer.html_names import REFERENCES
from plugins.web_designer.pictures import Picture
from plugins.web_designer.source_tags import Attribute
from plugins.web_designer.splices import Edit, spliced

_FIXED = frozenset("html head body title meta link base script style".split())
"""What is not moved, hidden, doubled or taken away."""

_LINK = re.compile(r"(?:#|mailto:|tel:|sms:|https?://|\.{0,2}/|[\w-]+(?:[/.?#]|$))", re.IGNORECASE)
_FILLS = "width: 100%; height: 100%; object-fit: cover"


@dataclass(frozen=True, slots=True)
class Edited:
    """A page after an edit.

    Attributes:
        html: the new source.
        what: what was done, in words.
        number: the element as it is numbered now; -1 if it is gone.
        kind: of the edit; two of a kind on one element soon after each other are one.
    """

    html: str
    what: str
    number: int
    kind: str


def set_words(source: Source, number: int, text: str) -> Edited:
    """Make an element read ``text``.

    Raises:
        InputError: it holds more than words.
    """
    try:
        edits = words_edits(source, number, text)
    except ValueError as error:
        raise InputError(
            "This element holds more than words.", field="page", hint="Choose the heading or paragraph within it."
        ) from error
    return _edited(source, number, edits, f"Text changed: {title_of(source, number)}.", "text")


def set_style(source: Source, number: int, name: str, value: str) -> Edited:
    """Give a property of this element alone a value; an empty one takes it away.

    Raises:
        InputError: that is no value.
    """
    try:
        style = with_style(_value(source, number, "style"), name, value)
    except ValueError as error:
        raise InputError(f"“{value}” is no value of {name}.", field="page", hint="Give one value.") from error
    edits = _attribute_edits(source, number, "style", style or None)
    return _edited(source, number, edits, f"Style {name} changed: {title_of(source, number)}.", f"style {name}")


def set_attribute(source: Source, number: int, name: str, value: str | None) -> Edited:
    """Give an attribute a value; None takes it away.

    Raises:
        InputError: a link that would run a script, or no attribute's name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name.startswith("on"):
        raise InputError(f"“{name}” is no attribute that can be set here.", field="page")
    if name == "href" and value and not _LINK.match(value.strip()):
        raise InputError(
            f"“{value}” is no address of a link.",
            field="page",
            hint="Give #name of a part of this page, an https:// address, mailto: or tel:.",
        )
    edits = _attribute_edits(source, number, name, value)
    return _edited(source, number, edits, f"Attribute {name} changed: {title_of(source, number)}.", f"attribute {name}")


def set_alt(source: Source, number: int, text: str) -> Edited:
    """Say what a picture or drawing shows; an empty text makes it decoration."""
    if source.node(number).tag != "svg":
        return set_attribute(source, number, "alt", text)
    told, silent = ("img", None) if text else (None, "true")
    wanted = {"role": told, "aria-label": text or None, "aria-hidden": silent}
    edits = [edit for name, value in wanted.items() for edit in _attribute_edits(source, number, name, value)]
    return _edited(source, number, edits, f"Alt text changed: {title_of(source, number)}.", "attribute alt")


def set_picture(source: Source, number: int, picture: Picture) -> Edited:
    """Show another picture: in an ``img``, in place of a drawing, or behind another element."""
    node = source.node(number)
    what = f"Picture changed: {title_of(source, number)}."
    if node.tag == "img":
        alt = picture.alt or node.attributes.get("alt", "")
        wanted = {"src": picture.source, "alt": alt, "srcset": None, "sizes": None}
        edits = [edit for name, value in wanted.items() for edit in _attribute_edits(source, number, name, value)]
        return _edited(source, number, [*edits, *_other_sources(source, number)], what, "picture")
    if node.tag == "svg":
        return _edited(
            source, number, [Edit(node.start, node.end, _image(node.attributes, picture), "")], what, "picture"
        )
    style = with_style(_value(source, number, "style"), "background-image", f"url('{picture.source}')")
    return _edited(source, number, _attribute_edits(source, number, "style", style), what, "picture")


def set_hidden(source: Source, number: int, is_hidden: bool) -> Edited:
    """Hide an element, or show it again as it was."""
    _movable(source, number)
    value = _value(source, number, "style")
    style = hidden(value) if is_hidden else shown(value)
    edits = _attribute_edits(source, number, "style", style or None)
    if not is_hidden:
        edits += _attribute_edits(source, number, "hidden", None)
    title = title_of(source, number)
    return _edited(source, number, edits, f"Hidden: {title}." if is_hidden else f"Shown: {title}.", "hide")


def is_hidden(source: Source, number: int) -> bool:
    """Whether the element itself says that it is not shown."""
    attributes = source.node(number).attributes
    return "hidden" in attributes or is_hiding(attributes.get("style", ""))


def move(source: Source, number: int, by: int) -> Edited:
    """Change places with the sibling before (``by`` = -1) or after it (1).

    Raises:
        InputError: there is none.
    """
    other = neighbour(source, number, by)
    if other < 0:
        raise InputError("There is nothing to change places with.", field="page")
    low, high = sorted((number, other))
    first, second = source.node(low), source.node(high)
    between = source.html[first.end : second.start]
    swapped = source.text_of(high) + between + source.text_of(low)
    html = source.html[: first.start] + swapped + source.html[second.end :]
    at = first.start if number == high else second.end - (first.end - first.start)
    title = title_of(source, number)
    return Edited(html, f"Moved up: {title}." if by < 0 else f"Moved down: {title}.", read_source(html).at(at), "move")


def neighbour(source: Source, number: int, by: int) -> int:
    """The sibling that an element can change places with; -1 if there is none."""
    siblings = [one for one in source.children(source.node(number).parent) if source.node(one).tag not in _FIXED]
    at = siblings.index(number) + by if number in siblings else -1
    return siblings[at] if 0 <= at < len(siblings) else -1


def duplicate(source: Source, number: int) -> Edited:
    """Put a copy behind an element; ids in the copy, and what in it refers to them, get names of their own."""
    node = _movable(source, number)
    copy = _with_own_ids(source, number)
    html = source.html[: node.end] + _margin(source, node.start) + copy + source.html[node.end :]
    place = node.end + len(_margin(source, node.start))
    return Edited(html, f"Doubled: {title_of(source, number)}.", read_source(html).at(place), "duplicate")


def delete(source: Source, number: int) -> Edited:
    """Take an element away, with its line where nothing else stands there."""
    node = _movable(source, number)
    start, end = node.start, node.end
    line_start = source.html.rfind("\n", 0, start) + 1
    line_end = source.html.find("\n", end)
    if line_end >= 0 and not source.html[line_start:start].strip() and not source.html[end:line_end].strip():
        start, end = line_start, line_end + 1
    html = source.html[:start] + source.html[end:]
    return Edited(html, f"Deleted: {title_of(source, number)}.", -1, "delete")


def acts_of(source: Source, number: int) -> frozenset[str]:
    """What can be done with an element's place: ``up``, ``down``, ``hide``, ``duplicate``, ``delete``."""
    node = source.node(number)
    if node.tag in _FIXED or any(source.node(above).tag == "head" for above in source.path(number)):
        return frozenset()
    steps = {name for name, by in (("up", -1), ("down", 1)) if neighbour(source, number, by) >= 0}
    return frozenset({"hide", "duplicate", "delete"} | steps)


ACTS: Mapping[str, Callable[[Source, int], Edited]] = {
    "up": lambda source, number: move(source, number, -1),
    "down": lambda source, number: move(source, number, 1),
    "hide": lambda source, number: set_hidden(source, number, not is_hidden(source, number)),
    "duplicate": duplicate,
    "delete": delete,
}
"""By the names of ``acts_of``."""


def _movable(source: Source, number: int) -> Node:
    node = source.node(number)
    if node.tag in _FIXED:
        raise InputError(f"The page needs its {node.tag}.", field="page", hint="Choose an element within it.")
    return node


def _value(source: Source, number: int, name: str) -> str:
    return source.node(number).attributes.get(name, "")


def _attribute_edits(source: Source, number: int, name: str, value: str | None) -> list[Edit]:
    tag = source.tag_of(number)
    found = tag.get(name)
    if value is None:
        return [_removal(source, found)] if found else []
    text = f'{name}="{written(value)}"'
    if found is None:
        at = tag.start + 1 + len(tag.name)
        at = tag.attributes[-1].end if tag.attributes else at
        return [Edit(at, at, f" {text}", "")]
    if found.value_start >= 0 and source.html[found.value_start - 1] == '"':
        return [Edit(found.value_start, found.value_end, written(value), "")]
    return [Edit(found.start, found.end, text, "")]


def _removal(source: Source, found: Attribute) -> Edit:
    has_blank = source.html[found.start - 1].isspace()
    return Edit(found.start - has_blank, found.end, "", "")


def _other_sources(source: Source, number: int) -> Iterable[Edit]:
    """A ``picture`` offers others first: they would hide the new one."""
    parent = source.node(number).parent
    if parent >= 0 and source.node(parent).tag == "picture":
        for below in source.children(parent):
            if source.node(below).tag == "source":
                yield Edit(source.node(below).start, source.node(below).end, "", "")


def _image(attributes: Mapping[str, str], picture: Picture) -> str:
    """An ``img`` in the place of a drawing, dressed as it was."""
    kept = {name: attributes[name] for name in ("id", "class") if name in attributes}
    style = attributes.get("style", "")
    wanted = {
        "src": picture.source,
        "alt": picture.alt or attributes.get("aria-label", ""),
        **kept,
        "style": f"{style}; {_FILLS}" if style else _FILLS,
    }
    return "<img " + " ".join(f'{name}="{written(value)}"' for name, value in wanted.items()) + ">"


def _margin(source: Source, start: int) -> str:
    """What stands before an element that begins its line."""
    line_start = source.html.rfind("\n", 0, start) + 1
    indent = source.html[line_start:start]
    return f"\n{indent}" if line_start and not indent.strip() else ""


def _with_own_ids(source: Source, number: int) -> str:
    inside = [source.node(number), *source.inside(number)]
    taken = {node.attributes["id"] for node in source.nodes if "id" in node.attributes}
    fresh: dict[str, str] = {}
    for node in inside:
        if name := node.attributes.get("id"):
            fresh[name] = next(one for n in range(2, 10_000) if (one := f"{name}-{n}") not in taken)
            taken.add(fresh[name])
    base = inside[0].start
    edits = [edit for node in inside for edit in _renamed(source, node.number, fresh)]
    moved = [Edit(edit.start - base, edit.end - base, edit.text, "") for edit in edits]
    return spliced(source.text_of(number), moved)[0]


def _renamed(source: Source, number: int, fresh: Mapping[str, str]) -> Iterable[Edit]:
    for name, value in source.node(number).attributes.items():
        if name == "id" and value in fresh:
            yield from _attribute_edits(source, number, name, fresh[value])
        elif name == "for" or name in REFERENCES:
            words = [fresh.get(word, word) for word in value.split()]
            if words != value.split():
                yield from _attribute_edits(source, number, name, " ".join(words))
        elif name in ("href", "xlink:href") and value[:1] == "#" and value[1:] in fresh:
            yield from _attribute_edits(source, number, name, f"#{fresh[value[1:]]}")


def _edited(source: Source, number: int, edits: Iterable[Edit], what: str, kind: str) -> Edited:
    return Edited(spliced(source.html, edits)[0], what, number, kind)
