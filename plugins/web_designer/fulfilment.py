"""What a brief asks for stands on the page, whether a small model planned it or not, and no page is thin.

Where nothing true is known to fill a section with, it holds words that are true of anybody: no quotation, person or price is made up.
"""

from __future__ import annotations

import re
from dataclasses import replace

from plugins.web_designer.calls import with_call
from plugins.web_designer.claims import headings
from plugins.web_designer.facts import told_facts
from plugins.web_designer.plan import KINDS, MAX_ITEMS, MAX_SECTIONS, NEEDS_ITEMS, Item, PagePlan, Section
from plugins.web_designer.told import told
from plugins.web_designer.wishes import all_asked_kinds

_LEAST_SECTIONS = 4
"""The first screen and three more."""

_MAX_ACTION = 30
_PRICES = ("menu", "pricing")
_SHOWN_BY = {"pricing": ("menu", "comparison"), "menu": ("pricing",), "cases": ("logos",)}
"""Kinds that show the same as another."""

_MORE = ("faq", "steps", "features")
_SCREENS = re.compile(r"\bscreens?(?: ?shots?)?\b|截图|截屏|界面", re.IGNORECASE)
_FILM = re.compile(r"\b(trailer|video|film|showreel)\b|(预告片|视频)", re.IGNORECASE)
_BUTTON = re.compile(
    r"\b(sign[- ]?up|download|buy(?: now)?|order(?: now)?|add to (?:cart|wish ?list)|wish ?list|donat(?:e|ion)|book(?:ing)?(?: now)?"
    r"|register|subscribe|join(?: us)?|install|pre-?order|enquir(?:y|e)|contact(?: us)?|call(?: us)?|apply(?: now)?|reserve|rsvp"
    r"|get started|get it|kickstarter"
    r"|try (?:it|for free)|start|shop now|checkout|get a quote|quote|request a demo|demo)[\"”'’]? buttons?\b",
    re.IGNORECASE,
)
_SAID = {
    "wishlist": "Add to wishlist",
    "wish list": "Add to wishlist",
    "donation": "Donate",
    "booking": "Book now",
    "book": "Book now",
    "order": "Order now",
    "buy": "Buy now",
    "signup": "Sign up",
    "sign-up": "Sign up",
    "kickstarter": "Back us on Kickstarter",
    "enquiry": "Enquire",
    "quote": "Get a quote",
    "demo": "Request a demo",
    "contact": "Contact us",
    "call": "Call us",
    "preorder": "Pre-order",
    "checkout": "Buy now",
}
_COMPARED = re.compile(
    r"\bcompar(?:e|ison (?:of|between)) (?:the )?([a-z][\w -]{1,24}?) (?:and|with|to|against|vs\.?) (?:the )?"
    r"([a-z][\w -]{1,24}?)(?=[,.;!]|$| and )",
    re.IGNORECASE,
)
_COMPARED_CHINESE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:和|与|跟)([\u4e00-\u9fff]{2,6}?)的?(?:对比|比较|区别)")
_WISH_LIST_CHINESE = re.compile("(?:愿望|心愿)单的?按[钮键]")
_BUTTON_CHINESE = re.compile(
    r"(预约咨询|购买|下载|预约|报名|咨询|下单|注册|订购|预订|预定|订阅|捐款|捐助|加入|试用|联系|抢购|申请|收藏)的?"
    r"(?:按钮|按键|入口|链接)"
)


def fulfilled(plan: PagePlan, brief: str) -> PagePlan:
    """The plan with each section that the brief asks for, with the button that it names, and with three sections at least."""
    language = "zh" if plan.language.startswith("zh") else "en"
    asked = _asked_action(brief)
    plan = replace(plan, action=asked or plan.action)
    sections = [_with_items(_calling(section, asked, language), brief, language) for section in plan.sections]
    for kind in all_asked_kinds(brief):
        kinds = {section.kind for section in sections}
        if kind not in kinds and not kinds & set(_SHOWN_BY.get(kind, ())) and len(sections) < MAX_SECTIONS:
            _put(sections, _calling(_new_section(kind, brief, language), asked, language))
    if all(section.kind not in ("contact", "location") for section in sections):
        _put(sections, _new_section("contact", brief, language))
    for kind in _MORE:
        if len(sections) < _LEAST_SECTIONS and all(section.kind != kind for section in sections):
            _put(sections, _new_section(kind, brief, language))
    return replace(plan, sections=tuple(sections))


def _calling(section: Section, action: str, language: str) -> Section:
    """A call to action in the words of its button, where the brief names one."""
    if section.kind != "cta" or not action:
        return section
    called = with_call(Section("cta", ""), f"{action} button {action}按钮", language)
    return called if called.heading else section


def _put(sections: list[Section], section: Section) -> None:
    """Add a section where a page usually shows it: before the first that comes later."""
    rank = KINDS.index(section.kind)
    at = next((n for n, other in enumerate(sections) if n and KINDS.index(other.kind) > rank), len(sections))
    sections.insert(at, section)


def _new_section(kind: str, brief: str, language: str) -> Section:
    words = headings()[language]
    heading = words.get(kind) or words["kinds"].get(kind) or words["contact"]
    section = Section(kind, heading, words["texts"].get(kind, ""))
    return with_call(_with_items(section, brief, language), brief, language)


def _with_items(section: Section, brief: str, language: str) -> Section:
    """A section that shows nothing without items, with those that the brief tells or with plain ones where it has none."""
    if section.kind == "gallery" and (film := _FILM.search(brief)):
        section = _with_film(section, film[0], brief, language)
    if section.kind == "comparison" and (compared := _compared(brief)):
        return replace(section, items=compared)
    if section.items or section.kind not in (*NEEDS_ITEMS, "faq"):
        return section
    return replace(section, items=_told_items(section.kind, brief) or _plain_items(section.kind, brief, language))


def _with_film(section: Section, film: str, brief: str, language: str) -> Section:
    """A gallery with a place for the film that the brief asks for."""
    title = film[:1].upper() + film[1:].lower()
    is_asked = re.search(rf"{film}s?\s*(?:spot|slot|clip|button|位)?(?=\s*[,，.。、和]|\sand\b|$)", brief) is not None
    if not is_asked or any(item.title == title for item in section.items):
        return section
    items = section.items or _plain_items("gallery", brief, language)
    return replace(section, items=(Item(title), *items)[:MAX_ITEMS])


def _told_items(kind: str, brief: str) -> tuple[Item, ...]:
    items = told(brief).prices if kind in _PRICES else told_facts(brief).get(kind, ())
    if kind == "stats" and not items:
        items = told_facts(brief).get("specs", ())
    return tuple(items)[:MAX_ITEMS]


def _compared(brief: str) -> tuple[Item, ...]:
    """The two things that the brief asks to compare, with what they cost."""
    found = _COMPARED.search(brief) or _COMPARED_CHINESE.search(brief)
    costs = {item.title.casefold(): item.note for item in told(brief).prices}
    things = [thing.strip() for thing in found.groups()] if found else []
    return tuple(Item(thing[:1].upper() + thing[1:], costs.get(thing.casefold(), "")) for thing in things)


def _plain_items(kind: str, brief: str, language: str) -> tuple[Item, ...]:
    words = headings()[language]
    if kind == "faq":
        return tuple(Item(asked, answer) for asked, answer in words["questions"])
    plain = words["screens"] if kind == "gallery" and _SCREENS.search(brief) else words["plain"]
    return tuple(Item(title, text) for title, text in plain[kind])


def _asked_action(brief: str) -> str:
    """The words of the button that the brief names; empty where it names none."""
    if chinese := _BUTTON_CHINESE.search(brief):
        return f"立即{chinese[1]}"
    if _WISH_LIST_CHINESE.search(brief):
        return "加入愿望单"
    found = _BUTTON.search(brief)
    if not found:
        return ""
    said = re.sub(r"\s+", " ", found[1].lower())
    return _SAID.get(said, said[:1].upper() + said[1:])[:_MAX_ACTION]
