"""What a plan is about."""

from __future__ import annotations

from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.trades import trade_of


def subject_of(plan: PagePlan) -> str:
    """Name of the plan's trade; empty if its words tell none."""
    return trade_of(_all_words(plan))


def _all_words(plan: PagePlan) -> str:
    """The copy; what stands at the top is said thrice, for it tells most."""
    hero = next((s for s in plan.sections if s.kind == "hero"), Section("hero", ""))
    parts = [plan.title, plan.audience, hero.heading, hero.text, hero.picture] * 3
    for section in plan.sections:
        parts += [section.heading, section.text, *(f"{item.title} {item.text}" for item in section.items)]
    return " ".join(parts)
