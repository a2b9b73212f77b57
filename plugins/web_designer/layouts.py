"""Which layout a section takes: what its style allows and its content fits, in turn, so that two pages of one style differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.web_designer.dice import Dice
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.styles import STYLES, Style

LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "features": ("cards", "rows", "bento"),
    "about": ("split", "letter"),
    "steps": ("path", "stair"),
    "timeline": ("axis", "epochs"),
    "stats": ("figures", "ledger"),
    "gallery": ("grid", "mosaic", "strip"),
    "menu": ("list", "leaders", "boards"),
    "pricing": ("plans", "rates"),
    "comparison": ("table",),
    "specs": ("table", "sheet"),
    "schedule": ("hours", "desk", "programme"),
    "testimonials": ("quotes", "voices"),
    "quote": ("large",),
    "logos": ("row", "wall"),
    "team": ("people", "roster"),
    "cases": ("rows", "tiles"),
    "faq": ("answers", "desk", "open"),
    "newsletter": ("sign",),
    "location": ("map",),
    "cta": ("band",),
    "contact": ("ways", "desk"),
}
"""Every layout of every kind; the first serves any content."""

_OWN_HEAD = frozenset(("about", "cta", "newsletter", "quote"))
_NEVER_BANDED = frozenset(("cta",))
_RIGHT_TO_LEFT = frozenset(("ar", "he", "fa", "ur"))


@dataclass(frozen=True, slots=True)
class Block:
    """A section as it is drawn."""

    section: Section
    anchor: str
    layout: str
    tone: str
    is_flipped: bool

    @property
    def has_own_head(self) -> bool:
        """Whether its template draws heading and text itself."""
        return self.section.kind in _OWN_HEAD

    @property
    def has_notes(self) -> bool:
        """Whether some item has both a text and a note."""
        return any(item.text and item.note for item in self.section.items)


def blocks(plan: PagePlan) -> tuple[Block, ...]:
    """The sections between hero and footer with layout, ground and anchor."""
    style = STYLES[plan.style]
    anchors = _anchors(plan.sections)
    middle = [(s, a) for s, a in zip(plan.sections, anchors, strict=True) if s.kind not in ("hero", "footer")]
    turn = Dice(plan.title).pick(2)
    found: list[Block] = []
    banded = 0
    for number, (section, anchor) in enumerate(middle):
        tone = "plain" if section.kind in _NEVER_BANDED else style.rhythm[banded % len(style.rhythm)]
        banded += section.kind not in _NEVER_BANDED
        layout = layout_of(section, style, plan.title, plan.layout)
        found.append(Block(section, anchor, layout, tone, (number + turn) % 2 == 1))
    return tuple(found)


def layout_of(section: Section, style: Style, seed: str, shift: int = 0) -> str:
    """One of the kind's layouts that suits style and content; ``shift`` asks for another."""
    allowed = style.layouts.get(section.kind, LAYOUTS[section.kind])
    fitting = [layout for layout in allowed if _fits(section, layout)] or [LAYOUTS[section.kind][0]]
    return fitting[(Dice(seed + section.kind).pick(len(fitting)) + shift) % len(fitting)]


def hero_layout(plan: PagePlan, hero: Section) -> str:
    """The layout of the first screen."""
    heroes = STYLES[plan.style].heroes
    if plan.layout == 0 or len(hero.heading) > 60:
        return heroes[0]
    return heroes[plan.layout % len(heroes)]


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.split("-")[0].lower() in _RIGHT_TO_LEFT


def _fits(section: Section, layout: str) -> bool:
    items = section.items
    count, longest = len(items), max((len(item.text) for item in items), default=0)
    notes = max((len(item.note) for item in items), default=0)
    match section.kind, layout:
        case "features", "rows":
            return count >= 2 and all(item.text for item in items)
        case "features", "bento":
            return count in (3, 4, 5, 7) and bool(items[0].text)
        case "about", "letter":
            return len(section.text) > 60
        case "steps", "path":
            return count <= 6
        case "timeline", "epochs":
            return 2 <= count <= 5 and notes <= 12 and all(item.note for item in items)
        case "stats", "ledger":
            return notes <= 14
        case "gallery", "mosaic":
            return count in (3, 4, 5, 6, 8)
        case "gallery", "strip":
            return count >= 4
        case "menu", "leaders":
            return notes <= 12 and all(len(item.title) <= 28 for item in items)
        case "menu", "boards":
            return count in (2, 3, 4, 6) and longest > 0
        case "pricing", "plans":
            return count <= 4
        case "specs", "sheet":
            return count >= 4
        case "schedule", "programme":
            return longest > 24 and all(item.note for item in items)
        case "faq", "open":
            return 2 <= count <= 6 and longest <= 160
        case "faq" | "schedule", "desk":
            return len(section.heading) + len(section.text) > 0 and longest <= 160
        case "team", "roster":
            return count >= 2 and longest > 0
        case "cases", "tiles":
            return count >= 2
        case "contact", "desk":
            return bool(section.heading) and count >= 2
    return True


def _anchors(sections: tuple[Section, ...]) -> list[str]:
    """An id for each section; a kind that comes twice is numbered."""
    seen: dict[str, int] = {}
    anchors = []
    for section in sections:
        seen[section.kind] = seen.get(section.kind, 0) + 1
        anchors.append(section.kind if seen[section.kind] == 1 else f"{section.kind}-{seen[section.kind]}")
    return anchors
