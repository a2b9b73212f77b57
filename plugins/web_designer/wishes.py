"""Which sections a brief asks for by their names, in English or Chinese: ``templates/wishes.toml``."""

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
_BEFORE = 24
_MOST = 4


def asked_kinds(brief: str) -> tuple[str, ...]:
    """Kinds of sections that the brief names, in the order in which a page shows them, at most four."""
    found = {kind for kind, words in _wordings().items() if any(_is_wanted(brief, m) for m in words.finditer(brief))}
    if "menu" in found:
        found.discard("pricing")
    return tuple(kind for kind in KINDS if kind in found)[:_MOST]


def _is_wanted(brief: str, match: re.Match[str]) -> bool:
    return not _RULED_OUT.search(brief[max(0, match.start() - _BEFORE) : match.start()])


@cache
def _wordings() -> Mapping[str, re.Pattern[str]]:
    """All wordings of each kind in one expression."""
    lists: Mapping[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(lines.split("\n")[:-1]), re.IGNORECASE) for kind, lines in lists.items()}
