"""What a part of a measured page is: told from counts and places, never from what its text says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Raw = Mapping[str, Any]

_HINTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        kind: re.compile(pattern)
        for kind, pattern in {
            "testimonials": r"testimonial|review|kundenstimmen|what .{0,20}say|评价|口碑|客户说",
            "pricing": r"pricing|price|plans?\b|tarif|preise|价格|套餐",
            "faq": r"\bfaq|question|häufige|常见问题|问答",
            "team": r"\bteam|\bstaff|people|founder|团队|成员",
            "gallery": r"gallery|portfolio|\bwork\b|works|projects|作品|图集",
            "menu": r"\bmenu|dishes|karte\b|菜单|茶单",
            "steps": r"\bsteps?\b|how it works|process|流程|步骤",
            "stats": r"\bstats?\b|numbers|metrics|数字|数据",
            "contact": r"contact|kontakt|visit|find us|联系|地址",
            "about": r"\babout|story|über uns|关于|故事",
            "cta": r"\bcta\b|call-to-action|get started|sign ?up|立即|开始使用",
            "features": r"feature|service|benefit|leistungen|特色|服务",
        }.items()
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, from top to bottom.

    Attributes:
        kind: as in a page plan (``hero``, ``features`` …).
        ground: its background, ``#rrggbb``.
        height_px: as drawn at 1280 px.
        columns: how many like things stand side by side; ``items`` is how many there are.
        align: of its heading: ``start`` or ``center``.
        picture: where the largest picture stands: ``left``, ``right``, ``middle``, ``full``; empty if there is none.
    """

    kind: str
    ground: str
    height_px: int
    columns: int
    items: int
    align: str
    picture: str


def read_parts(sections: Sequence[Raw]) -> tuple[Part, ...]:
    """The parts of a measured page."""
    first = next((n for n, raw in enumerate(sections) if raw["level"] == 1), None)
    if first is None:
        first = next((n for n, raw in enumerate(sections) if not _is_bar(raw)), 0)
    parts = []
    for number, raw in enumerate(sections):
        if _is_bar(raw) and number != first:
            continue
        parts.append(_part(raw, "hero" if number == first else _kind(raw, is_last=number == len(sections) - 1)))
    return tuple(parts)


def _part(raw: Raw, kind: str) -> Part:
    align = "center" if "center" in str(raw["align"]) else "start"
    ground, picture = str(raw["ground"]), str(raw["picture"])
    return Part(kind, ground, int(raw["height"]), int(raw["columns"]), int(raw["items"]), align, picture)


def _is_bar(raw: Raw) -> bool:
    is_low = raw["height"] < 180 and raw["top"] < 200 and raw["level"] == 0
    return bool((raw["tag"] in ("header", "nav") and raw["level"] == 0) or is_low)


def _kind(raw: Raw, *, is_last: bool) -> str:
    if raw["tag"] == "footer" or (is_last and raw["level"] == 0 and raw["height"] < 500):
        return "footer"
    for is_one, kind in _SIGNS:
        if is_one(raw):
            return kind
    for kind, hint in _HINTS.items():
        if hint.search(str(raw["hints"])):
            return kind
    return _by_shape(raw)


def _by_shape(raw: Raw) -> str:
    if raw["items"] >= 2 and raw["columns"] >= 2:
        return "gallery" if raw["pictures"] >= raw["items"] and raw["chars"] < 40 * raw["items"] else "features"
    if raw["buttons"] and raw["chars"] < 320:
        return "cta"
    return "about"


_SIGNS: tuple[tuple[Callable[[Raw], bool], str], ...] = (
    (lambda raw: raw["quotes"] >= 1 and raw["chars"] < 2_500, "testimonials"),
    (lambda raw: raw["fields"] >= 2, "contact"),
    (lambda raw: raw["questions"] >= 3, "faq"),
    (lambda raw: raw["prices"] >= 2 and raw["columns"] >= 2 and raw["buttons"] >= 2, "pricing"),
    (lambda raw: raw["prices"] >= 3, "menu"),
    (lambda raw: raw["figures"] >= 3, "stats"),
    (lambda raw: raw["ordered"] >= 2, "steps"),
)
"""Counts that tell a kind surely, the surest first."""
