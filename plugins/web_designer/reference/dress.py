"""A page plan in the looks that were measured on another page: colours, type, shape and the order of its sections. Its copy stays."""

from __future__ import annotations

from dataclasses import replace

from plugins.web_designer.looks import Look
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.reference.measured import Measured, first_family, is_generic
from plugins.web_designer.reference.outline import order

USUAL_PADDING_PX = 88.0
"""Above and below a section in the styles, at 1280 px."""

_ROUND_PX = 28.0
_SERIF = ("serif", "georgia", "times", "garamond", "palatino", "playfair", "songti", "song", "宋")
_MONO = ("mono", "courier", "consolas", "menlo", "code")


def dressed(plan: PagePlan, page: Measured) -> PagePlan:
    """The plan with the other page's looks."""
    return replace(plan, look=look_of(page), style=style_like(page), sections=_in_order(plan.sections, order(page)))


def look_of(page: Measured) -> Look:
    """What of the measures a page can take over."""
    factor = page.padding_px / USUAL_PADDING_PX if page.padding_px else 1.0
    return Look(
        ground=page.ground,
        surface=page.surface,
        text=page.text,
        accent=page.accent,
        display=_stack(page.display.family),
        body=_stack(page.body.family),
        radius_px=min(page.radius_px, _ROUND_PX),
        spacing=round(min(max(factor, 0.5), 1.6), 2),
        size_px=page.body.size_px if 14 <= page.body.size_px <= 22 else 0,
    )


def style_like(page: Measured) -> str:
    """The style whose grid and shapes are nearest to the page's."""
    family = first_family(page.display.family).lower()
    if any(word in family for word in _MONO):
        return "terminal"
    if page.is_dark:
        return "night" if page.radius_px < 16 else "glass"
    if any(word in family for word in _SERIF) and "sans" not in family:
        return "editorial"
    if page.radius_px >= 16:
        return "soft"
    if page.display.is_upper or page.display.weight >= 800:
        return "poster"
    return "swiss" if page.radius_px < 3 else "glass"


def _stack(families: str) -> str:
    """A font stack with what a browser has for those that this machine lacks."""
    return families if is_generic(families.split(",")[-1].strip()) else f"{families}, sans-serif"


def _in_order(sections: tuple[Section, ...], kinds: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections in the order of the other page's; those that it has not keep their place after the one before them."""
    places: dict[int, float] = {}
    last = -1.0
    for number, section in enumerate(sections):
        if section.kind in kinds:
            last = float(kinds.index(section.kind))
        places[number] = last
    ranked = sorted(range(len(sections)), key=lambda number: (places[number], number))
    return tuple(sections[number] for number in ranked)
