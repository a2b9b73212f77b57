"""Which sections a brief asks for by their names, in English or Chinese (``templates/wishes.toml``), or needs for what it tells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from plugins.web_designer.plan import KINDS

_FILE = Path(__file__).with_name("templates") / "wishes.toml"
_RULED_OUT = re.compile(
    r"\b(?:no|without(?: an?| the)?|not|don't (?:want|need)(?: an?| the)?)\s+(?:\w+\s+)?$|不要|不用|没有", re.IGNORECASE
)
_PRICES = re.compile(
    r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|euros?\b|dollars?\b|pounds?\b|bucks\b|EUR\b|USD\b|GBP\b|元|块)", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_DAY_AND_TIME = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b[^.;\n]{0,20}?\d"
    r"|周[一二三四五六日末][^，。；]{0,8}[\d点]",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\bopen|\bclosed|hours|营业|开门|闭馆|休息", re.IGNORECASE)
_BEFORE = 24
_MOST = 4


def asked_kinds(brief: str) -> tuple[str, ...]:
    """Kinds of sections that the brief names, in the order in which a page shows them, at most four."""
    found = {kind for kind, words in _wordings().items() if any(_is_wanted(brief, m) for m in words.finditer(brief))}
    if "menu" in found:
        found.discard("pricing")
    return tuple(kind for kind in KINDS if kind in found)[:_MOST]


def needed_kinds(brief: str) -> tuple[str, ...]:
    """Kinds that the brief asks for, and those that what it tells belongs into: prices, years one after the other, days with times."""
    found = set(asked_kinds(brief))
    if not found & {"menu", "pricing", "comparison"} and len(_PRICES.findall(brief)) > 1:
        found.add("pricing")
    if "timeline" not in found and len(set(_YEARS.findall(brief))) > 2:
        found.add("timeline")
    if "schedule" not in found and len(_DAY_AND_TIME.findall(brief)) > 1 and not _OPEN.search(brief):
        found.add("schedule")
    return tuple(kind for kind in KINDS if kind in found)[:_MOST]


def _is_wanted(brief: str, match: re.Match[str]) -> bool:
    return not _RULED_OUT.search(brief[max(0, match.start() - _BEFORE) : match.start()])


@cache
def _wordings() -> Mapping[str, re.Pattern[str]]:
    """All wordings of each kind in one expression."""
    lists: Mapping[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(lines.split("\n")[:-1]), re.IGNORECASE) for kind, lines in lists.items()}
