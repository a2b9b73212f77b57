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
    unfounded = [says for says, told in _claims() if not told.search(brief) and not says.search(brief)]
    words = headings()[language]

    def claims(text: str) -> bool:
        return any(says.search(text) for says in unfounded)

    def of_section(section: Section) -> Section:
        heading = section.heading
        if section.kind == "hero" and (claims(heading) or is_of_another_thing(heading, brief)):
            heading = words["welcome"].format(name=plan.title)
        elif claims(heading) or is_of_another_thing(heading, brief) or _is_of_another_kind(section):
            heading = words.get(section.kind) or words["kinds"].get(section.kind, heading)
        text = " ".join(one for one in _SENTENCE.split(section.text) if not claims(one))
        items = tuple(item for item in section.items if not claims(f"{item.title} {item.text}"))
        return replace(section, heading=heading, text=text.strip(), items=items)

    action = words["write"] if claims(plan.action) else plan.action
    is_for_others = claims(plan.audience) or is_of_another_thing(plan.audience, brief)
    sections = tuple(map(of_section, plan.sections))
    return replace(plan, action=action, audience="" if is_for_others else plan.audience, sections=sections)


def _is_of_another_kind(section: Section) -> bool:
    """Whether steps, questions, prices or a contact stand under the heading of another kind: “Our history”, “What adds up”."""
    if section.kind in ("pricing", "menu"):
        return _HISTORY.search(section.heading) is not None
    return section.kind in ("steps", "faq", "contact") and _OTHER_HEADINGS.search(section.heading) is not None


_OTHER_HEADINGS = re.compile(
    r"\b(?:history|adds up|in numbers|side by side|prices|year by year)\b|数字|价格|历程", re.IGNORECASE
)
_HISTORY = re.compile(r"\b(?:history|adds up|in numbers|year by year)\b|历程|数字", re.IGNORECASE)
_OF_THING = re.compile(
    r"(?:The world of|All about|A day full of|Come for the|The art of|The place for|Learn all about|Taste our|People who love)"
    r" (?P<a>.+)|(?P<b>.+?),? (?:is what we do|fans(?: and friends)?|lovers|is better together|made simple|, my way)"
    r"|(?P<c>.+) (?:owners(?: and makers)?|friends|beginners|people)"
    r"|我们只做(?P<d>[^的，]+)|对(?P<e>.+)好奇的人|挑一件好(?P<f>.+)|(?P<g>.+)天地",
)
_PLAIN = frozenset(
    "good nice new old small single young busy curious hungry dog cat house flat garden car boat bike home".split()
)


def is_of_another_thing(text: str, brief: str) -> bool:
    """Whether a phrase is made around a word that the brief does not have: “The world of rice” for puzzle rooms."""
    found = _OF_THING.fullmatch(text.strip(" ."))
    thing = next((group for group in found.groups() if group), "") if found else ""
    words = re.findall(r"[^\W\d_\u3400-\u9fff]{3,}", thing.casefold())
    said = brief.casefold()
    if words:
        return not any(word[:_STEM] in said for word in words) and not set(words) & _PLAIN
    return bool(thing) and len(thing) <= _SHORT and not any(sign in brief for sign in thing)


_STEM, _SHORT = 4, 6
