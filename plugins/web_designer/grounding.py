"""The brief's facts in the sections that show them, and without what a small model put beside them.

For a model that knows few words: it plans the right sections and fills them with phrases of its trades, with cut words and with figures
that belong to another thing. What the brief tells of a section takes their place; what else stands there must be the brief's or fit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from plugins.web_designer.calls import with_call
from plugins.web_designer.claims import headings, without_claims
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.facts import OPENS, told_facts
from plugins.web_designer.nonsense import without_nonsense
from plugins.web_designer.plan import MAX_ITEMS, NEEDS_ITEMS, Item, PagePlan, Section
from plugins.web_designer.requests import asks_only
from plugins.web_designer.told import Told, told
from plugins.web_designer.trades import trade_of
from plugins.web_designer.wishes import needed_kinds

_OF_FACTS = frozenset(
    "timeline stats cases menu pricing comparison specs schedule testimonials quote logos team".split()
)
"""Kinds that show what only the brief can know."""

_TOLD_ONLY = frozenset("timeline stats cases specs schedule testimonials team".split())
"""Kinds that nobody asked for stand only with facts for them."""

_OF_PHRASES = frozenset("features steps faq gallery menu cases testimonials".split())
_ENOUGH = 2
_PRICES = ("menu", "pricing")
_NO_BOOKING = re.compile(
    r"\bno (?:reservations|bookings?|appointments?)\b|walk-ins only|just turn up"
    r"|(?:nobody|don['’]t|no one) needs? (?:an appointment|to book)"
    r"|(?:不接受|不用|无需|不需要?|免)(?:预[约订]|订[位座])",
    re.IGNORECASE,
)
_BOOKS = re.compile(r"\b(?:book|reserve|appointment)|预约|订", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")
_FIGURE = re.compile(r"\d|daily|every day|每天|点|全天")
_GIVING = re.compile(r"volunteer|donat|gift|志愿|捐", re.IGNORECASE)
_DAY = re.compile(
    r"\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m\b|\s?(?:to|[-–])\s?\d)|day|daily|noon|\b(?:mon|tue|wed|thu|fri|sat|sun)|week|周|星期|每天|\d点"
    r"|[一二三四五六七八九十]点|小时|[早晚]",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\d.*(?-i:[A-Z])|street|road|lane|square|quay|mews|hall|market|路|街|道|巷|市|区|县|镇|村|里|号|楼", re.IGNORECASE
)
_HOURS_LABEL = re.compile(r"^(?:open|hours|when|opening hours|营业时间|时间|开放时间)$", re.IGNORECASE)
_PHONE_LABEL = re.compile(r"^(?:phone|telephone|call|电话)$", re.IGNORECASE)
_MAIL_LABEL = re.compile(r"^(?:e-?mail|mail|write|邮箱|信箱)$", re.IGNORECASE)
_PLACE_LABEL = re.compile(r"^(?:address|where|find us|地址)$", re.IGNORECASE)


def grounded(plan: PagePlan, brief: str) -> PagePlan:
    """The plan with the brief's facts in their sections, and without items that speak of something else."""
    language = "zh" if is_chinese_or_japanese(brief) else "en"
    plan = _without_cut_words(without_nonsense(plan, brief), brief)
    plan = replace(plan, action=_fitting(plan.action, brief, language))
    plan = without_claims(plan, brief, language)
    facts, known = told_facts(brief), told(brief)
    needed = needed_kinds(brief)
    sections = [_with_facts(section, facts, known, language) for section in _once_each(plan.sections)]
    sections = [
        section if _is_of_facts(section, facts, known) else _tidied(section, brief, is_needed=section.kind in needed)
        for section in sections
    ]
    sections = [with_call(_filled(section, brief, plan.title), brief, language) for section in sections]
    kept = [section for section in sections if section.kind in needed or _may_stay(section, brief)]
    kept = [_with_questions(section, language) for section in kept]
    kept = _with_listed(kept, brief, plan.title, headings()[language]["features"])
    return replace(plan, audience=_of_here(plan.audience, brief), sections=tuple(kept) or plan.sections)


def _fitting(action: str, brief: str, language: str) -> str:
    """The words of the button; no booking where the brief takes none."""
    return headings()[language]["come"] if _NO_BOOKING.search(brief) and _BOOKS.search(action) else action


def _of_here(audience: str, brief: str) -> str:
    """Whom the page speaks to; nobody where the place that it names is none of the brief's."""
    place = re.match(r"People in (.+)$|(.+?)(?: and around|和周边的人)$", audience)
    if not place:
        is_people = not _HAN.search(audience) or re.search(r"[人们友你您客家户员生者群]$|[人们友客家户员]", audience)
        return audience if is_people else ""
    if _NO_PLACE.search(audience):
        return ""
    name = re.escape(place[1] or place[2])
    lead = "" if _HAN.search(name) else r"\b(?:in|near|at|from|around|round|cover)\s+(?:the\s+)?"
    return audience if re.search(rf"{lead}{name}(?![a-z])", brief) else ""


_NO_PLACE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day|spring|summer|autumn|winter)\b"
)


def _once_each(sections: tuple[Section, ...]) -> list[Section]:
    """The sections without the second of a kind."""
    first: dict[str, Section] = {}
    for section in sections:
        first.setdefault(section.kind, section)
    return list(first.values())


def _with_facts(section: Section, facts: Mapping[str, tuple[Item, ...]], known: Told, language: str) -> Section:
    """The section with what the brief tells for it; texts of things that it named already stay."""
    told_items = known.prices if section.kind in _PRICES else facts.get(section.kind, ())
    is_mixed = section.kind == "pricing" and any(re.search(r"\d", item.title) for item in section.items)
    if section.kind not in facts and len(told_items) < (1 if is_mixed else _ENOUGH):
        return section
    texts = {item.title.casefold(): item.text for item in section.items} if section.kind == "menu" else {}
    items = (replace(item, text=item.text or texts.get(item.title.casefold(), "")) for item in told_items)
    heading = headings()[language].get(section.kind, section.heading)
    return replace(section, heading=heading, items=tuple(items)[:MAX_ITEMS])


def _is_of_facts(section: Section, facts: Mapping[str, tuple[Item, ...]], known: Told) -> bool:
    return section.kind in facts or (section.kind in _PRICES and len(known.prices) >= _ENOUGH)


def _tidied(section: Section, brief: str, *, is_needed: bool) -> Section:
    """A section whose notes are the brief's, with no item twice and none of another trade."""
    if section.kind == "contact":
        return replace(section, items=tuple(item for item in section.items if _is_way(item, brief)))
    items: dict[str, Item] = {}
    for item in section.items:
        if section.kind in _OFFERS and (_is_person(item, brief) or len(item.title.split()) > _LONGEST_NAME):
            continue
        note = item.note if section.kind == "comparison" or _is_told(item.note, brief) else ""
        note = "" if section.kind in _PRICES and _is_of_another(item.title, note, brief) else note
        if not note and section.kind in _MAY_ASK and asks_only(item.title):
            continue
        is_no_price = section.kind in _PRICES and bool(item.note) and not _is_price(item.note, brief)
        if re.search(r"\w", item.title) and not is_no_price and not _is_foreign(section.kind, item, brief):
            items.setdefault(item.title.casefold().strip(), replace(item, note=note))
    kept = tuple(items.values())
    if section.kind == "pricing":
        is_priced = any(item.note for item in kept)
        kept = tuple(item for item in kept if item.note or (is_priced and _is_told(item.title, brief)))
    if section.kind == "schedule":
        kept = tuple(item for item in kept if _DAY.search(f"{item.title} {item.note}"))
    is_enough = len(kept) >= (1 if section.kind in _PRICES else _ENOUGH)
    is_filled = is_needed and section.kind in (
        *_TOLD_ONLY,
        *_PRICES,
    )  # by words true of anybody, if its own are none of the brief
    if is_filled and (section.kind in _OF_PEOPLE or not any(_is_told(f"{i.title} {i.note}", brief) for i in kept)):
        return replace(section, items=())
    kept_anyway = section.items if section.kind == "faq" else ()
    return replace(section, items=kept if is_enough or not is_needed or is_filled else kept_anyway)


_OF_PEOPLE = ("team", "testimonials")
_MAY_ASK = ("features", "gallery", "pricing", "menu", "comparison", "specs", "steps", "schedule")
_OFFERS, _LONGEST_NAME = ("features", "gallery"), 6


def _is_person(item: Item, brief: str) -> bool:
    """Whether a thing that is offered is one of the people whom the brief names."""
    return any(item.title.casefold() == person.title.casefold() for person in told_facts(brief).get("team", ()))


def _is_way(item: Item, brief: str) -> bool:
    """Whether a line of the contact says what its label promises, in the brief's words."""
    text = item.text or item.note
    if not text or not _is_told(text, brief):
        return False
    if _HOURS_LABEL.match(item.title):
        is_class = "schedule" in told_facts(brief) and not OPENS.search(brief)
        digits = len(re.findall(r"\d", text))
        return (
            bool(_DAY.search(text) and _FIGURE.search(text))
            and not is_class
            and "@" not in text
            and not re.search(
                r"[$€£元块]|\d{4}|\b(?:players|minutes|people|seats|guests|ages?|years|months|km|kg)\b|续航|分钟|岁",
                text,
            )
            and digits < _MANY
        )
    if _PHONE_LABEL.match(item.title):
        return len(re.findall(r"\d", text)) >= _PHONE_DIGITS
    if _MAIL_LABEL.match(item.title):
        return bool(re.search(r"@[\w-]+\.\w", text))
    is_work = re.search(rf"\b(?:book|novel|album|film|song|game|memoir),? {re.escape(text)}", brief, re.IGNORECASE)
    is_place = bool(_PLACE.search(text)) and not is_work and not re.search(r"[$€£元块只]", text)
    return not _PLACE_LABEL.match(item.title) or is_place


_PHONE_DIGITS, _MANY = 7, 17


def _is_cut(word: str, said: frozenset[str]) -> bool:
    """Whether a word is one of the brief's with letters lost or changed: “redung” for “rehung”."""
    if len(word) < _LONG or word in said:
        return False
    return any(_is_cut_of(word, other) for other in said if len(other) >= _LONG)


def _is_cut_of(word: str, other: str) -> bool:
    same = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    is_form = same >= min(len(word), len(other)) - 2
    return not is_form and SequenceMatcher(None, word, other).ratio() >= _NEARLY


_LONG, _NEARLY = 6, 0.8


def _whole(text: str, said: frozenset[str]) -> str:
    """The sentences of a text that hold no cut word and do not stammer."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(
        one for one in sentences if not _stammers(one) and not any(_is_cut(word, said) for word in _words(one))
    )


_AGAIN = re.compile(
    r"(.{3,20}?)\1{2,}|\b(\w{4,})\b(?:\W+\w+){0,2}\W+\2\b(?:\W+\w+){0,2}\W+\2\b|\b(\w+ \w+ \w+ \w+)\b.*\b\3\b",
    re.IGNORECASE,
)


def _stammers(text: str) -> bool:
    """Whether a text says the same thrice, or four words in a row twice, as a model does that lost its way."""
    return _AGAIN.search(text[:_MOST_OF_TEXT]) is not None


_MOST_OF_TEXT = 400


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_\u3400-\u9fff]+", text.casefold()))


def _without_cut_words(plan: PagePlan, brief: str) -> PagePlan:
    """The plan without sentences and items in which a word of the brief came out cut; such a first heading becomes the title."""
    said = _words(f"{brief} {plan.title}")
    first = plan.sections[0].heading if plan.sections else ""
    sections = []
    for section in plan.sections:
        items = (
            replace(item, text=_whole(item.text, said))
            for item in section.items
            if not _stammers(item.title) and not any(_is_cut(word, said) for word in _words(item.title))
        )
        heading = section.heading if _whole(section.heading, said) or section.heading != first else plan.title
        sections.append(replace(section, heading=heading, text=_whole(section.text, said), items=tuple(items)))
    return replace(plan, sections=tuple(sections))


def _is_told(words: str, brief: str) -> bool:
    """Whether every word and figure stands in the brief; of longer words their beginning."""
    said = brief.casefold()
    latin = [word[:4] for word in re.findall(r"[^\W\d_]{3,}", words.casefold()) if word < "\u3400"]
    runs = re.findall("[\u3400-\u9fff]{2,}", words)
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return all(part in said for part in (*latin, *pairs, *re.findall(r"\d+", words)))


def _is_of_another(title: str, note: str, brief: str) -> bool:
    """Whether the brief tells this price of something else: no clause holds both."""
    figures = re.findall(r"\d+", note)
    if not figures:
        return bool(note)
    words = [word[:4] for word in re.findall(r"\w{3,}|[\u3400-\u9fff]{2,}", title.casefold())]
    clauses = re.split(r"[;；。，\n]|[,.](?!\d)|\band\b", brief.casefold())
    return not any(
        figures[0] in clause and any(word[: 2 if word > "\u3400" else 4] in clause for word in words)
        for clause in clauses
    )


def _is_price(note: str, brief: str) -> bool:
    """Whether a note may be a price: the brief tells its figure of a price, or tells no price."""
    figures = {figure for item in told(brief).prices for figure in re.findall(r"\d+", item.note)}
    return not figures or not re.search(r"\d", note) or bool(figures & set(re.findall(r"\d+", note)))


def _is_foreign(kind: str, item: Item, brief: str) -> bool:
    """Whether an item of phrases is of another trade than the brief."""
    if kind not in _OF_PHRASES or _is_told(item.title, brief):
        return False
    own, other = trade_of(brief), trade_of(f"{item.title} {item.text}")
    return bool(other and own != other)


def _may_stay(section: Section, brief: str) -> bool:
    """Whether a section that nothing in the brief asks for says enough that is true: its items are the brief's, where only it can know."""
    if section.kind in NEEDS_ITEMS and len(section.items) < _ENOUGH:
        return False
    if section.kind in _TOLD_ONLY and section.kind not in told_facts(brief):
        return False
    if section.kind == "comparison" or (
        section.kind == "cta" and _GIVING.search(section.copy) and not _GIVING.search(brief)
    ):
        return False
    if section.kind == "gallery":
        is_own = any(_is_told(item.title, brief) for item in section.items)
        return is_own or trade_of(section.copy) == trade_of(brief) != ""
    if section.kind not in _OF_FACTS:
        return True
    if section.kind == "menu" and not told(brief).prices and trade_of(section.copy) == trade_of(brief) != "":
        return True
    told_items = [item for item in section.items if _is_told(f"{item.title} {item.note}", brief)]
    return len(told_items) >= max(1, (len(section.items) + 1) // 2)


def _filled(section: Section, brief: str, title: str) -> Section:
    """What it offers in the brief's own words, where the brief lists it and the model's items are others."""
    is_told = len({item.title for item in section.items}) > 1 and all(_is_told(i.title, brief) for i in section.items)
    if section.kind not in _OFFERS or is_told:
        return section
    listed = _listed(brief)
    if not listed or any(thing.casefold() in title.casefold() for thing in listed):
        return section
    own = {item.title.casefold(): item for item in section.items if _is_told(item.title, brief) and item.text}
    return replace(section, items=tuple(own.get(thing.casefold(), Item(thing)) for thing in listed)[:_MOST_LISTED])


def _with_questions(section: Section, language: str) -> Section:
    """Questions that any page can answer, where none of those that stand there is one."""
    if section.kind != "faq" or any(item.title.endswith(("?", "？")) for item in section.items):
        return section
    return replace(section, items=tuple(Item(asked, answer) for asked, answer in headings()[language]["questions"]))


def _with_listed(sections: list[Section], brief: str, title: str, heading: str) -> list[Section]:
    """The sections with one of what the brief lists as its own, where none shows what is offered."""
    things = [item.strip() for item in re.split(r",\s|\sand\s", found[1])] if (found := _COUNTED.search(brief)) else []
    is_shown = any(section.kind in (*_OFFERS, "menu", "team") for section in sections)
    if is_shown or not _ENOUGH <= len(things) <= _MOST_LISTED or any(len(thing) > _LONGEST for thing in things):
        return sections
    at = next((n for n, section in enumerate(sections) if section.kind not in ("hero", "about")), len(sections))
    return [*sections[:at], Section("features", heading, "", tuple(map(Item, things))), *sections[at:]]


_COUNTED = re.compile(r"\b(?:two|three|four|five|six) (?:[a-z]+ ){0,2}[a-z]+s: ([A-Za-z][^.;:!?\d\n]+)")
_LONGEST = 32
_MOST_LISTED, _LEAST_LISTED, _MOST_WORDS = 6, 3, 4
_NO_LIST = re.compile(
    r"\d|\b(?:page|site|website|we|i|it|is|are|please|open|closed|in|at|near|from|the|our|my|with|called|named|you|who|want|need|show|pls|no"
    r"|said|also|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|faq|gallery|prices?|reviews?|contact|newsletter|menu|map|team|photos"
    r"|he|she|they|this|that|but|so|can|has|have|was)\b|[\"“”():]",
    re.IGNORECASE,
)


def _listed(brief: str) -> list[str]:
    """Things that the brief names one after the other: “Burst pipes, boilers, bathrooms”, “座钟、挂钟、怀表都修”."""
    for sentence in re.split(r"[.!?;\n](?!\d)|:\s|\s[–—-]\s", brief):
        things = [re.sub(r"^(?:and|or) ", "", part.strip()) for part in re.split(r",\s|\s(?:and|&)\s", sentence)]
        if len(things) >= _LEAST_LISTED and all(_is_thing(thing) and not asks_only(thing) for thing in things):
            return [thing[:1].upper() + thing[1:] for thing in things]
    found = re.search(r"((?:[\u4e00-\u9fff]{2,5}、){2,}[\u4e00-\u9fff]{2,5}?)(?:[都也等]|，|,|。)", brief)
    is_people = found is not None and re.search(r"[:：位名人]\s?$", brief[: found.start()])
    return found[1].split("、") if found and not is_people else []


def _is_thing(text: str) -> bool:
    return (
        2 < len(text) <= 32
        and len(text.split()) <= _MOST_WORDS
        and not _NO_LIST.search(text)
        and text[0].isalpha()
        and text[1:].islower()
    )
