"""Ids that are there twice, pictures that a text beside them describes, and links that open windows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plugins.web_designer.accessible_names import Names
from plugins.web_designer.html_names import REFERENCES
from plugins.web_designer.markup import Element, Scan
from plugins.web_designer.source_tags import tag_of
from plugins.web_designer.splices import Edit


def element_edits(html: str, page: Scan) -> Iterator[Edit]:
    """Edits of attributes."""
    yield from _id_edits(html, page)
    names = Names(page)
    for element in page.elements:
        if element.kind == "html" and element.tag == "img":
            yield from _alt_edits(html, element, names)
        if element.kind == "html" and element.tag == "a":
            yield from _rel_edits(html, element)


def _alt_edits(html: str, element: Element, names: Names) -> Iterator[Edit]:
    if "alt" in element.attributes or names.of(element) or not _is_described(element, names):
        return
    tag = tag_of(html, element)
    if tag is not None:
        at = tag.start + len("<img")
        note = "A picture was marked as decoration: the text beside it says what it shows."
        yield Edit(at, at, ' alt=""', note)


def _is_described(picture: Element, names: Names) -> bool:
    """Whether words stand with it in one link or button, or below it in one figure."""
    for above in picture.ancestors:
        if above.tag in ("a", "button"):
            return bool(names.inside(above))
        if above.tag == "figure":
            return any(below.tag == "figcaption" and names.inside(below) for below in above.inside)
    return False


def _rel_edits(html: str, element: Element) -> Iterator[Edit]:
    words = element.get("rel").lower().split()
    is_safe = "noopener" in words or "noreferrer" in words or not element.get("href").strip()
    if element.get("target") != "_blank" or is_safe:
        return
    tag = tag_of(html, element)
    if tag is None:
        return
    note = "A link that opens a new window got rel=noopener."
    rel = tag.get("rel")
    if rel is None:
        at = tag.start + len("<a")
        yield Edit(at, at, ' rel="noopener"', note)
    else:
        yield Edit(rel.start, rel.end, f'rel="{" ".join(["noopener", *words])}"', note)


def _id_edits(html: str, page: Scan) -> Iterator[Edit]:
    owners: dict[str, list[Element]] = {}
    for element in page.elements:
        if (name := element.get("id")) and not re.search(r"\s", name):
            owners.setdefault(name, []).append(element)
    taken = set(owners)
    for name, elements in owners.items():
        if len(elements) > 1 and not _is_used(name, page):
            yield from _renamed(html, page, elements, taken)


def _is_used(name: str, page: Scan) -> bool:
    """Whether a sheet or script names the id: then both elements may be meant."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    selector = re.compile(rf"#{re.escape(name)}(?![\w-])")
    return any((selector if raw.tag == "style" else word).search(raw.text) for raw in page.raw_texts)


def _renamed(html: str, page: Scan, elements: Sequence[Element], taken: set[str]) -> Iterator[Edit]:
    name = elements[0].get("id")
    fresh: dict[Element, str] = {}
    for element in elements[1:]:
        fresh[element] = _free(name, taken)
        taken.add(fresh[element])
        tag = tag_of(html, element)
        attribute = tag.get("id") if tag else None
        if attribute is None or attribute.value_start < 0:
            return
        note = f"The id “{name}” was there twice; the second is “{fresh[element]}” now."
        yield Edit(attribute.value_start, attribute.value_end, fresh[element], note)
    yield from _references(html, page, elements, fresh)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _references(html: str, page: Scan, elements: Sequence[Element], fresh: Mapping[Element, str]) -> Iterator[Edit]:
    """What refers to the id means the element that is nearest to it."""
    name = elements[0].get("id")
    for element in page.elements:
        for attribute in ("for", *sorted(REFERENCES)):
            words = element.get(attribute).split()
            if name not in words or (attribute == "for" and element.tag not in ("label", "output")):
                continue
            meant = max(elements, key=lambda one: (_closeness(element, one), one is elements[0]))
            tag = tag_of(html, element) if meant in fresh else None
            place = tag.get(attribute) if tag else None
            if place is not None and place.value_start >= 0:
                text = " ".join(fresh[meant] if word == name else word for word in words)
                yield Edit(place.value_start, place.value_end, text, f"What referred to “{name}” beside it follows it.")


def _closeness(one: Element, other: Element) -> int:
    """How deep the element lies that holds both."""
    above = {id(element) for element in (one, *one.ancestors)}
    shared = [element for element in (other, *other.ancestors) if id(element) in above]
    return sum(1 for _ in shared[0].ancestors) if shared else -1
