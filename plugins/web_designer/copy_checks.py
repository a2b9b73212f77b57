"""What a page plan says: checked before it is drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.finding import Finding
from plugins.web_designer.plan import NEEDS_ITEMS, PagePlan, Section

_FILLER = re.compile(
    r"lorem ipsum|\[[^\]]*(?:name|text|title|insert)[^\]]*\]|\bTODO\b|your (?:company|business) name|xxx+",
    re.IGNORECASE,
)


def plan_findings(plan: PagePlan, brief: str = "") -> Iterator[Finding]:
    """Remarks on the copy of a plan; ``brief`` is what the person asked for."""
    if not plan.title.strip():
        yield _error("The page has no title.", "Give the name of the business or project.")
    if len([s for s in plan.sections if s.kind != "footer"]) < 2:
        yield _error("The page is nearly empty.", "Plan at least a hero and two more sections.")
    if brief and is_chinese_or_japanese(brief) and not is_chinese_or_japanese(f"{plan.title} {plan.copy}"):
        yield _error("The copy is not in the language of the brief.", "Write all copy in the language of the brief.")
    for number, section in enumerate(plan.sections, 1):
        yield from _section_findings(number, section)
    yield from _repeated(plan)


def _section_findings(number: int, section: Section) -> Iterator[Finding]:
    place = f"section {number} ({section.kind})"
    if section.kind in NEEDS_ITEMS and not section.items:
        yield _error(f"The section “{section.kind}” has no items.", "Give it items, or leave it out.", place)
    if section.kind not in ("footer", "hero") and not section.heading.strip():
        yield _error(f"The section “{section.kind}” has no heading.", "", place)
    if found := _FILLER.search(section.copy):
        yield _error(f"There is filler text: “{found.group(0)}”.", "Write real copy.", place)


def _repeated(plan: PagePlan) -> Iterator[Finding]:
    """A small model that loses its way repeats itself."""
    texts = Counter(s.heading.strip().lower() for s in plan.sections if s.heading.strip())
    texts.update(item.text.strip().lower() for s in plan.sections for item in s.items if len(item.text) > 20)
    for text, count in texts.items():
        if count > 1:
            yield _error(f"The same words stand there {count} times: “{text[:60]}”.", "Say it once.")


def _error(message: str, hint: str, place: str = "") -> Finding:
    return Finding("error", "plan", message, hint=hint, place=place)
