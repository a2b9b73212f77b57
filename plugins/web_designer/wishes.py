"""Which sections a brief asks for by their names, in English or Chinese (``templates/wishes.toml``), or needs for what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from plugins.web_designer.facts import told_facts
from plugins.web_designer.plan import KINDS
from plugins.web_designer.requests import requested_kinds
from plugins.web_designer.section_words import wordings
from plugins.web_designer.told import COLLECTS, told

_RULED_OUT = re.compile(
    r"\b(?:no|without(?: an?| the)?|not|don't (?:want|need)(?: an?| the)?)\s+(?:\w+\s+)?$|不要|不用|没有", re.IGNORECASE
)
_PRICES = re.compile(
    r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|euros?\b|dollars?\b|pounds?\b|bucks\b|EUR\b|USD\b|GBP\b|元|块)", re.IGNORECASE
)
_HAPPENED = re.compile(
    r"\b(?:opened|founded|moved|started|began|built|rebuilt|took over|joined|burned|reopened|bought|added|handed)\b"
    r"|年(?:开|搬|建|起|由|创|接|重|迁|改|扩|添)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_BEFORE = 24
_MOST, _MOST_TOLD, _FEW_YEARS, _FEW_MEASURES = 5, 4, 2, 2
_SERVES = {"pricing": ("menu", "comparison"), "cases": ("logos",)}


def asked_kinds(brief: str) -> tuple[str, ...]:
    """Kinds of sections that the brief names, in the order in which a page shows them, at most five."""
    return all_asked_kinds(brief)[:_MOST]


def all_asked_kinds(brief: str) -> tuple[str, ...]:
    """The same without a bound: more than a small model plans."""
    found = {kind for kind, words in _wordings().items() if any(_is_wanted(brief, m) for m in words.finditer(brief))}
    found |= requested_kinds(brief) - _ALWAYS
    if "menu" in found:
        found.discard("pricing")
    if "timeline" in found and re.search(r"\bour story\b", brief, re.IGNORECASE):
        found.discard("about")
    return tuple(kind for kind in KINDS if kind in found)


_ALWAYS = frozenset(("contact",))
"""What every page has."""


def needed_kinds(brief: str) -> tuple[str, ...]:
    """Kinds that the brief asks for, and those that what it tells belongs into: prices, people, years, days with times."""
    asked = asked_kinds(brief)
    told_kinds = [kind for kind in _told_kinds(brief) if kind not in asked and not _is_served(kind, asked)]
    found = {*asked, *told_kinds[: max(0, _MOST_TOLD - len(asked))]}
    return tuple(kind for kind in KINDS if kind in found)


def _told_kinds(brief: str) -> Iterator[str]:
    """Kinds for which the brief tells what to put into them, the most telling first."""
    facts = told_facts(brief)
    if not COLLECTS.search(brief) and (len(_PRICES.findall(brief)) > 1 or len(told(brief).prices) > 1):
        yield "pricing"
    dates = len(facts.get("schedule", ()))
    if dates > 1:
        yield "schedule"
    yield from (kind for kind in ("team", "testimonials", "cases") if len(facts.get(kind, ())) > 1)
    years = len(set(_YEARS.findall(brief)))
    if "timeline" in facts and (years > _FEW_YEARS or len(_HAPPENED.findall(brief)) >= years):
        yield "timeline"
    if "stats" in facts:
        yield "stats"
    if len(facts.get("specs", ())) > _FEW_MEASURES:
        yield "specs"
    if dates == 1:
        yield "schedule"


def _is_served(kind: str, asked: Sequence[str]) -> bool:
    """Whether another section that was asked for shows the same."""
    return any(other in asked for other in _SERVES.get(kind, ()))


def _is_wanted(brief: str, match: re.Match[str]) -> bool:
    return not _RULED_OUT.search(brief[max(0, match.start() - _BEFORE) : match.start()])


@cache
def _wordings() -> Mapping[str, re.Pattern[str]]:
    """All wordings of each kind in one expression."""
    return {kind: re.compile(words, re.IGNORECASE) for kind, words in wordings()}
