"""The same copy in clearly different dress: style, palette and layouts that suit its trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.web_designer.dice import Dice
from plugins.web_designer.looks import PALETTES
from plugins.web_designer.plan import PagePlan
from plugins.web_designer.styles import STYLES
from plugins.web_designer.subject import subject_of
from plugins.web_designer.trades import trade

_LIKE: tuple[frozenset[str], ...] = (
    frozenset(("editorial", "luxe", "scroll")),
    frozenset(("soft", "playful", "botanical")),
    frozenset(("night", "terminal", "glass")),
    frozenset(("craft", "retro")),
)
"""Styles that are cousins: of one family only one stands among three."""

_ANY = ("editorial", "soft", "swiss", "glass", "craft", "poster", "botanical", "retro", "luxe", "night")
_CHINESE_FIRST = ("scroll",)
_CALM = frozenset(("tea", "books", "museum", "wellness", "plants"))


def variants(plan: PagePlan, n: int = 3) -> list[PagePlan]:
    """``n`` plans with the copy of ``plan``: its own dress first, then others that fit the trade and differ from each other.

    No model is asked. A look of the plan's own stays on the first alone.
    """
    subject = trade(subject_of(plan))
    chosen = [plan]
    palettes = [
        *(p for p in subject.palettes if p != plan.palette),
        *(p for p in PALETTES if p not in subject.palettes),
    ]
    for number, style in enumerate(_others(plan), 1):
        if len(chosen) >= n:
            break
        palette = palettes[(number - 1) % len(palettes)]
        chosen.append(replace(plan, style=style, palette=palette, layout=plan.layout + number, look=None))
    return chosen[:n]


def _others(plan: PagePlan) -> Iterator[str]:
    """Styles beside the plan's own, the best first: cousins of what was chosen come only when strangers run out."""
    name = subject_of(plan)
    first = _CHINESE_FIRST if plan.language.startswith(("zh", "ja")) and name in _CALM else ()
    turn = Dice(plan.title).pick(len(_ANY))
    wishes = dict.fromkeys((*first, *trade(name).styles, *_ANY[turn:], *_ANY[:turn], *STYLES))
    seen = [plan.style]
    late: list[str] = []
    for style in wishes:
        if style == plan.style:
            continue
        if any(style in family and other in family for family in _LIKE for other in seen):
            late.append(style)
            continue
        seen.append(style)
        yield style
    yield from late
