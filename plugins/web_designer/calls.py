"""What a page calls its readers to do, in words that fit the brief: a small model asks for a gift where people are to book."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from plugins.web_designer.claims import headings
from plugins.web_designer.plan import Section


@cache
def _calls() -> tuple[tuple[re.Pattern[str], re.Pattern[str], dict[str, Any]], ...]:
    """Each call with what a brief says that wants it, and what a copy says that makes it."""
    return tuple(
        (re.compile(one["told"], re.IGNORECASE), re.compile(one["says"], re.IGNORECASE), one)
        for one in headings()["call"]
    )


def with_call(section: Section, brief: str, language: str) -> Section:
    """A call to action that the brief wants; as it stands where it makes one that the brief wants, or where the brief wants none."""
    wanted = [(says, words) for told, says, words in _calls() if told.search(brief)]
    if section.kind != "cta" or not wanted or any(says.search(section.copy) for says, _ in wanted):
        return section
    heading, text = wanted[0][1][language]
    return replace(section, heading=heading, text=text, items=())
