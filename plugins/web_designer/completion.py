"""What a small model leaves thin is made whole by code, where that can do no harm."""

from __future__ import annotations

import re
from dataclasses import replace

from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.plan import Item, PagePlan, Section
from plugins.web_designer.words import words_of

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ACTIONS = {
    "en": {
        "visit": "Visit us",
        "book": "Book now",
        "buy": "See prices",
        "sign_up": "Sign up",
        "donate": "Give",
        "": "Get in touch",
    },
    "zh": {
        "visit": "到店看看",
        "book": "立即预约",
        "buy": "查看价格",
        "sign_up": "立即加入",
        "donate": "伸出援手",
        "": "联系我们",
    },
}


def completed(plan: PagePlan) -> PagePlan:
    """A plan with one hero at the top and one footer at the end, an action and a way to reach the people behind it.

    Nothing is invented: what is added are words of the frame, and facts that the plan says elsewhere.
    """
    plan = replace(plan, language=_language(plan), email=_email(plan))
    hero = next((s for s in plan.sections if s.kind == "hero"), Section("hero", plan.title, plan.audience))
    footer = next((s for s in plan.sections if s.kind == "footer"), Section("footer", plan.title))
    middle = [s for s in plan.sections if s.kind not in ("hero", "footer") and (s.heading or s.text or s.items)]
    middle = [replace(s, items=_filled(s.items)) for s in middle]
    middle = _with_contact(plan, [s for s in _once_headed(hero, middle) if s.heading or s.text or s.items])
    hero, footer = replace(hero, items=_filled(hero.items)), replace(footer, items=_filled(footer.items))
    return replace(plan, action=_action(plan), sections=(hero, *middle, footer))


def _filled(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items that say something; one whose title is missing is called by its text."""
    kept = (item for item in items if item.title.strip() or item.text.strip() or item.note.strip())
    return tuple(
        item if item.title.strip() else Item(item.text or item.note, "", item.note if item.text else "")
        for item in kept
    )


def _once_headed(hero: Section, sections: list[Section]) -> list[Section]:
    """A heading that stands above an earlier section too is dropped, where the section says something else."""
    seen = {hero.heading.strip().lower()}
    found = []
    for section in sections:
        heading = section.heading.strip().lower()
        found.append(replace(section, heading="") if heading in seen and (section.items or section.text) else section)
        seen.add(heading)
    return found


def _with_contact(plan: PagePlan, sections: list[Section]) -> list[Section]:
    """Facts of the plan stand in its contact section, or at its place; facts that stand there already are not said twice."""
    words = words_of(plan.language)
    email = "" if any(s.kind == "newsletter" for s in sections) else plan.email
    facts = [
        (words["hours"], plan.hours),
        (words["address"], plan.address),
        (words["phone"], plan.phone),
        (words["email"], email),
    ]
    at = next((n for n, s in enumerate(sections) if s.kind in ("contact", "location")), None)
    said = " ".join(f"{i.title} {i.text} {i.note}" for s in sections for i in s.items)
    missing = tuple(Item(name, value) for name, value in facts if value and value not in said)
    if not missing:
        return sections
    if at is None:
        return [*sections, Section("contact", _action(plan), "", missing)]
    found = sections[at]
    sections[at] = replace(found, items=(*found.items, *missing)[:12])
    return sections


def _action(plan: PagePlan) -> str:
    if plan.action.strip():
        return plan.action.strip()
    known = _ACTIONS.get(plan.language.split("-")[0])
    return known.get(plan.purpose, known[""]) if known else ""


def _email(plan: PagePlan) -> str:
    """The plan's address, or the first that its copy says."""
    if plan.email.strip():
        return plan.email.strip() if _EMAIL.fullmatch(plan.email.strip()) else ""
    texts = (
        f"{i.text} {i.note}" for s in plan.sections if s.kind in ("contact", "footer", "location") for i in s.items
    )
    found = _EMAIL.search(" ".join(texts))
    return found.group() if found else ""


def _language(plan: PagePlan) -> str:
    """The tag as the plan says it, unless the copy is plainly Chinese."""
    copy = " ".join([plan.title, *(f"{s.heading} {s.text}" for s in plan.sections)])
    is_cjk = is_chinese_or_japanese(copy)
    return "zh" if is_cjk and plan.language.split("-")[0] not in ("zh", "ja", "ko") else plan.language
