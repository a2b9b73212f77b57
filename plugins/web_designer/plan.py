"""The page plan: what a small model fills in, and what the component library renders.

A plan is flat on purpose. Every section has the same four keys, so that a model of 1–3 B parameters fills it under a grammar without
losing its way; what differs between kinds is only how they are drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import jsonschema

from plugins.web_designer.looks import PALETTES, Look
from plugins.web_designer.styles import STYLES

KINDS: tuple[str, ...] = (
    "hero",
    "features",
    "about",
    "steps",
    "timeline",
    "stats",
    "gallery",
    "cases",
    "menu",
    "pricing",
    "comparison",
    "specs",
    "schedule",
    "testimonials",
    "quote",
    "logos",
    "team",
    "faq",
    "newsletter",
    "location",
    "cta",
    "contact",
    "footer",
)
"""Kinds of sections, in the order in which a page usually shows them."""

NEEDS_ITEMS = frozenset(
    "features steps timeline stats gallery cases menu pricing comparison specs schedule testimonials logos team faq".split()
)
"""Kinds that show nothing without items."""

PURPOSES: tuple[str, ...] = ("visit", "book", "buy", "sign_up", "donate", "contact", "read")
"""What a page wants of its reader."""

_FREE = ("features", "about")
"""What the free section of a page with asked ones may be: what any business can say of itself."""

MAX_SECTIONS = 16
MAX_ITEMS = 12
SMALL_SECTIONS, SMALL_ITEMS = 7, 4
LANGUAGES = tuple("en zh de fr es pt it nl sv da nb fi pl cs tr ru uk el ja ko ar he hi id vi th".split())
_OPTIONAL = ("purpose", "email", "phone", "address", "hours", "layout", "look")
_TAG = "^[a-z]{2,3}(-[A-Za-z]{2,4})?$"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a section.

    Attributes:
        title: a feature, a dish, a question, a person.
        text: a sentence about it.
        note: what stands beside it: a price, a figure, a role; may be empty.
    """

    title: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        kind: one of ``KINDS``.
        picture: words for what its picture shows; empty leaves that to the copy.
    """

    kind: str
    heading: str
    text: str = ""
    items: tuple[Item, ...] = ()
    picture: str = ""

    @property
    def copy(self) -> str:
        """All words that it shows."""
        return " ".join([self.heading, self.text, *(f"{i.title} {i.text} {i.note}" for i in self.items)])


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page without its looks.

    Attributes:
        title: name of the business or project; becomes the document's title.
        language: BCP 47 tag of the copy (``en``, ``zh``).
        audience: whom the page speaks to, in a few words.
        style: one of ``STYLES``.
        palette: one of ``PALETTES``.
        action: words of the main button.
        sections: top to bottom.
        purpose: one of ``PURPOSES``, or empty.
        email: facts for the contact, like ``phone``, ``address`` and ``hours``; empty where they are not known.
        layout: 0 for the style's own layouts, another number for others.
        look: measured or chosen colours, type and shapes in place of the style's own.
    """

    title: str
    language: str
    audience: str
    style: str
    palette: str
    action: str
    sections: tuple[Section, ...]
    purpose: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    layout: int = 0
    look: Look | None = None

    @property
    def copy(self) -> str:
        """All words that the page shows of its sections, a line each."""
        return "\n".join(section.copy for section in self.sections)

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON-shaped values, as ``plan_from_json`` reads it; what is optional and empty is left out."""
        value = {**asdict(self), "sections": [_section_to_json(s) for s in self.sections]}
        return {name: part for name, part in value.items() if part or name not in _OPTIONAL}


class PlanError(ValueError):
    """A value is not a page plan; the text says where and why."""


def plan_schema(*, style: str = "", is_small: bool = False, asked: Sequence[str] = ()) -> dict[str, Any]:
    """JSON Schema of a plan.

    Args:
        style: the only style allowed; empty allows all.
        is_small: with the bounds that keep a small model's answer short, and languages as a closed list.
        asked: kinds of sections that must be there, for a model that follows no wish: the page then is a hero, one section of
            what it offers or is, these, and a contact.
    """
    max_sections, max_items = (SMALL_SECTIONS, SMALL_ITEMS) if is_small else (MAX_SECTIONS, MAX_ITEMS)
    item = _object({"title": _text(80), "text": _text(220), "note": _text(40)}, required=("title",))
    parts: dict[str, Any] = {
        "kind": {"type": "string", "enum": list(KINDS)},
        "heading": _text(90),
        "text": _text(320),
        "items": {"type": "array", "items": item, "maxItems": max_items},
    }
    section = _object(parts if is_small else {**parts, "picture": _text(80)}, required=("kind", "heading"))
    sections: dict[str, Any] = {"type": "array", "items": section, "minItems": 1, "maxItems": max_sections}
    if asked:
        sections = _in_this_order(section, _in_order(asked), max_items)
    properties = {
        "title": _text(60),
        "language": {"type": "string", "enum": list(LANGUAGES)} if is_small else {"type": "string", "pattern": _TAG},
        "audience": _text(80),
        "style": {"type": "string", "enum": [style] if style else list(STYLES)},
        "palette": {"type": "string", "enum": list(PALETTES)},
        "action": _text(30),
        "sections": sections,
    }
    return _object(properties if is_small else {**properties, **_optional_parts()}, required=tuple(properties))


def _in_order(asked: Sequence[str]) -> tuple[str, ...]:
    """Kinds of a page with the asked sections; an empty one is free, and there is none where the page is full or says it all without."""
    is_complete = len(asked) + 3 > SMALL_SECTIONS or set(_FREE) <= set(asked)
    free = () if is_complete else ("",)
    return ("hero", *free, *asked, "contact")


def _in_this_order(section: dict[str, Any], kinds: Sequence[str], max_items: int) -> dict[str, Any]:
    """Sections of these kinds one after the other; an empty one may be of several, and what is nothing without items has two."""
    found = []
    free = [kind for kind in _FREE if kind not in kinds]
    for kind in kinds:
        parts = dict(section["properties"])
        parts["kind"] = {"type": "string", "enum": [kind] if kind else free}
        if kind in NEEDS_ITEMS:
            parts["items"] = {**parts["items"], "minItems": 2, "maxItems": max_items}
        found.append(
            {
                **section,
                "properties": parts,
                "required": ["kind", "heading", *(["items"] if kind in NEEDS_ITEMS else [])],
            }
        )
    return {"type": "array", "prefixItems": found, "minItems": len(found), "maxItems": len(found)}


def _optional_parts() -> dict[str, Any]:
    """What a plan may say beyond what every plan says; too much for a small model."""
    facts = {name: _text(120) for name in ("email", "phone", "address", "hours")}
    colour = {"type": "string", "pattern": "^(#[0-9a-fA-F]{6})?$"}
    number = {"type": "number"}
    fonts = {"type": "string", "maxLength": 300}
    look: dict[str, Any] = dict.fromkeys(("ground", "surface", "text", "accent"), colour)
    look |= {"display": fonts, "body": fonts, "radius_px": number, "spacing": number, "size_px": number}
    purpose = {"type": "string", "enum": ["", *PURPOSES]}
    layout = {"type": "integer", "minimum": 0, "maximum": 99}
    return {"purpose": purpose, **facts, "layout": layout, "look": _object(look, required=())}


def _object(properties: Mapping[str, Any], *, required: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _text(max_length: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": max_length}


def plan_from_json(value: Any) -> PagePlan:
    """Read a plan.

    Raises:
        PlanError: the value does not follow the schema.
    """
    errors = sorted(jsonschema.Draft202012Validator(plan_schema()).iter_errors(value), key=lambda e: list(e.path))
    if errors:
        place = "/".join(str(part) for part in errors[0].path) or "the plan"
        raise PlanError(f"{place}: {errors[0].message}")
    sections = tuple(_section_from_json(s) for s in value["sections"])
    return PagePlan(**{**value, "sections": sections, "look": _look_from_json(value.get("look"))})


def _look_from_json(value: Mapping[str, Any] | None) -> Look | None:
    try:
        return Look(**value) if value else None
    except ValueError as error:
        raise PlanError(f"look: {error}") from None


def plan_from_text(text: str) -> PagePlan | None:
    """The plan that ``text`` is, or None if the text is not meant as one.

    Raises:
        PlanError: the text is JSON with sections, and yet no plan.
    """
    stripped = text.strip()
    if not stripped.startswith("{"):
        return None
    try:
        value = json.loads(stripped)
    except ValueError as error:
        if '"sections"' in stripped:
            raise PlanError(f"the page plan is not valid JSON: {error}") from None
        return None
    if not isinstance(value, dict) or "sections" not in value:
        return None
    return plan_from_json(value)


def _section_from_json(value: Mapping[str, Any]) -> Section:
    items = tuple(Item(**item) for item in value.get("items", ()))
    return Section(value["kind"], value["heading"], value.get("text", ""), items, value.get("picture", ""))


def _section_to_json(section: Section) -> dict[str, Any]:
    value = {**asdict(section), "items": [asdict(item) for item in section.items]}
    return value if section.picture else {name: part for name, part in value.items() if name != "picture"}
