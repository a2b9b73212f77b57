"""Phrases of another trade that a small model put on a page: a bed for a hirer of kayaks, a table at a stand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from plugins.web_designer.plan import PagePlan, Section

_FILE = Path(__file__).with_name("templates") / "headings.toml"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@cache
def headings() -> dict[str, Any]:
    """Headings and words of buttons by language, and the claims that a page may make only where the brief does."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _claims() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(one["says"], re.IGNORECASE), re.compile(one["told"], re.IGNORECASE)) for one in headings()["claim"]
    )


def without_claims(plan: PagePlan, brief: str, language: str) -> PagePlan:
    """The plan without what the brief gives no word for: button and first heading give way to plain ones, sentences and items go."""
    unfounded = [says for says, told in _claims() if not told.search(brief)]
    words = headings()[language]

    def claims(text: str) -> bool:
        return any(says.search(text) for says in unfounded)

    def of_section(section: Section) -> Section:
        heading = section.heading
        if section.kind == "hero" and claims(heading):
            heading = words["welcome"].format(name=plan.title)
        text = " ".join(one for one in _SENTENCE.split(section.text) if not claims(one))
        items = tuple(item for item in section.items if not claims(f"{item.title} {item.text}"))
        return replace(section, heading=heading, text=text.strip(), items=items)

    action = words["write"] if claims(plan.action) else plan.action
    return replace(plan, action=action, sections=tuple(map(of_section, plan.sections)))
