"""Figures that a plan says and its brief does not: prices, times, years and numbers that a small model made up are left out."""

from __future__ import annotations

import re
from dataclasses import replace

from plugins.web_designer.plan import Item, PagePlan, Section

_NUMBER = re.compile(r"\d+")
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CHINESE = "零 一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_ALWAYS = frozenset(("0", "00", "30"))
"""The minutes of a time that was told as an hour."""


def without_inventions(plan: PagePlan, brief: str) -> PagePlan:
    """The plan without sentences, notes and items that hold a figure which the brief does not tell."""
    told = _figures(brief)

    def kept(text: str) -> str:
        return text if all(_is_told(number, told) for number in _NUMBER.findall(text)) else ""

    def of_section(section: Section) -> Section:
        items = (Item(kept(item.title), kept(item.text), kept(item.note)) for item in section.items)
        return replace(
            section,
            heading=kept(section.heading) or section.heading,
            text=kept(section.text),
            items=tuple(item for item in items if item.title),
        )

    sections = tuple(of_section(section) for section in plan.sections)
    return replace(plan, sections=sections, hours=kept(plan.hours), phone=kept(plan.phone), address=kept(plan.address))


def _is_told(number: str, told: frozenset[str]) -> bool:
    """Whether a figure stands in the brief, as it is or as an hour of the other half of the day."""
    plain = number.lstrip("0") or "0"
    hour = int(number) if len(number) <= 2 else -1
    return plain in told or number in _ALWAYS or (12 < hour <= 24 and str(hour - 12) in told)


def _figures(brief: str) -> frozenset[str]:
    """All figures of a brief, those in words too."""
    found = {number.lstrip("0") or "0" for number in _NUMBER.findall(brief)}
    joined = re.sub(r"(?<=\d)[ ,.](?=\d)", "", brief)
    found |= {number.lstrip("0") or "0" for number in _NUMBER.findall(joined)}
    words = brief.casefold()
    found |= {str(n) for n, word in enumerate(_WORDS) if re.search(rf"\b{word}\b", words)}
    return frozenset(found | {str(n) for n, word in enumerate(_CHINESE) if word in brief})
