"""What a brief tells outright, and a plan that keeps it: how to reach the people, when they are open, what things cost.

A small model drops facts. What stands in the brief in plain signs needs no model to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.web_designer.bare_prices import bare_prices
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.facts import OPENS, told_facts
from plugins.web_designer.naming import MOST_READ, named_as_told
from plugins.web_designer.plan import MAX_ITEMS, Item, PagePlan, Section
from plugins.web_designer.words import words_of

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![A-Za-z0-9_.,:/-])(?:\+|\(?0|1[3-9]\d{3})[\d ()/-]{5,18}\d(?![\d:])")
_DAYS = (
    r"mon(?:day)?s?|tues?(?:day)?s?|wed(?:nesday)?s?|thu(?:rs?|rsday)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|weekdays?|weekends?"
    r"|daily|every day|seven days"
)
_OPEN = re.compile(
    rf"\b(?:opening hours|hours|open(?:s|ed)?)\b[^.;\n]*?(?:\d|{_DAYS})"
    rf"|\b(?:{_DAYS})\b[^.;,\n]{{0,24}}\d{{1,2}}(?:[:.]\d\d)?\s?(?:am|pm|-|–|to\b)",
    re.IGNORECASE,
)
_OPEN_CHINESE = re.compile(
    r"(?:营业|开放|开门|(?:每天|每日|周[一二三四五六日末天]|星期[一二三四五六日天])[^，。；\n]{0,8}(?:\d|[一二三四五六七八九十]+点))"
)
_MORE_HOURS = re.compile(
    rf"^\s?(?:(?:and|closed|sat|sun)\b|\d|[^,，]{{0,12}}\b(?:{_DAYS})\b|周|星期|每天|休|晚上|早上|上午|下午)",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_TENS = (
    r"(?:ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_SIGN = r"(?:[$€£¥]|euros?\b|dollars?\b|pounds?\b|EUR\b|USD\b|GBP\b|元|块钱?)"
_PRICE = re.compile(
    rf"(?:(?:[$€£¥]\s?{_NUMBER}|\b{_TENS}\s(?:euros|dollars|pounds|bucks)\b(?! of)|{_NUMBER}\s?{_SIGN})"
    r"(?:\s?(?:[/每一](?:\w+|[个位人杯份小时]+)|(?:an?|per)\s\w+|each))?)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"^(?:(?:there['’]s|there is|then|or|now|choose|and|with|prices?|the|our|we|a|an|sell|offer|for|it|is|are)\b[\s:：]*"
    r"|价格|我们|招牌是|之后|有|卖|和|还有|一个|另有|[:：\s-])+"
    r"|(?:\s*(?:\b(?:cost(?:s|ing)?|is|are|at|for|from|starts?|starting|only|just|around|about|goes|go)|[:：=–-]"
    r"|价格|售价|只要|起价|收费|单价|是|每[个位人杯份]|一[个位人杯份]|卖))+\s*$",
    re.IGNORECASE,
)


COLLECTS = re.compile(
    r"\b(?:(?:is|are) (?:the|our) goal|goal (?:of|is)|raised so far|have raised"
    r"|fundrais(?:er|ing) (?:for|page|campaign|site|appeal)|ask(?:ing)? for (?:gifts|money|donations))\b"
    r"|善款|筹款|筹到|募集",
    re.IGNORECASE,
)
"""The sums of a brief are no prices."""
_HOURS_CHINESE = re.compile(r"点|休|[:：]\d\d|小时|\d\s?[-–—到至]\s?\d|[早晚]")
_MAX_HOURS = 80
_STREET = re.compile(
    r"(?<![\d$€£])\d{1,4}[a-z]? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Square|Row|Quay|Hill|Yard|Way|Mews|Terrace)\b"
    r"|\b(?:Via|Rue|Rua|Calle|Carrer|Piazza|Plaza) (?:[\w'’]+ ){1,4}\d{1,4}\b"
    r"|(?<![\w])[A-Z][a-zäöüß]+(?:straße|strasse|gasse|gatan|gade|weg|platz|straat) \d{1,4}\b"
    r"|[\u4e00-\u9fff]{2,12}(?:路|街|道|巷|弄|胡同)\d+(?:弄\d+)?号"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of a brief in its own words; empty where it tells none. ``prices`` are things with their prices as ``note``."""

    email: str = ""
    phone: str = ""
    hours: str = ""
    address: str = ""
    prices: tuple[Item, ...] = ()


def keeping(
    plan: PagePlan, brief: str, *, is_rough: bool = False, first_title: str = ""
) -> tuple[PagePlan, tuple[str, ...]]:
    """A plan that has the brief's name and facts, and what was put right, in words.

    Args:
        is_rough: see ``named_as_told``.
        first_title: what the page was called before it was named as told; empty where it was not yet.
    """
    named = named_as_told(plan, brief, is_rough=is_rough)
    is_renamed = named != plan or first_title not in ("", named.title)
    notes = [f"The page is called “{named.title}”, as the brief says."] if is_renamed else []
    kept = _with_facts(named, told(brief))
    if kept != named:
        notes.append("What the brief tells of prices, hours or ways to reach you was added.")
    return kept, tuple(notes)


@lru_cache(maxsize=8)
def told(brief: str) -> Told:
    """The facts that stand in a brief in plain signs; of a very long one only its beginning is read."""
    brief = brief[:MOST_READ]
    email, phone = _MAIL.search(brief), _PHONE.search(_MAIL.sub(" ", brief))
    return Told(
        email[0] if email else "",
        phone[0].strip(" (-/") if phone and sum(c.isdigit() for c in phone[0]) >= 7 else "",
        _hours(brief),
        _address(brief),
        tuple(_all_prices(brief)),
    )


def _hours(brief: str) -> str:
    """The words of the opening hours: from the clause that tells them, as long as days and times follow."""
    found = _OPEN.search(brief) or _OPEN_CHINESE.search(brief)
    if not found or not re.search(r"[\d点]", brief[found.start() :]):
        return ""
    sentence = re.split(r"[;。；\n]|\.(?!\d)|(?:\s[-–—]\s)(?!\d)", brief[found.start() :])[0]
    first, *others = re.split(r"[,，]", sentence)
    kept = first
    for other in others:
        if not _MORE_HOURS.search(other):
            break
        kept += ("，" if is_chinese_or_japanese(sentence) else ",") + other
    words = re.sub(
        r"^(?:opening hours|hours|open(?:s|ed)?|营业时间|开放时间|营业)\s?(?:are\b|is\b|on\b|from\b|[:：是为])*\s*",
        "",
        kept,
        flags=re.IGNORECASE,
    )
    if "schedule" in told_facts(brief) and not OPENS.search(brief):
        return ""
    is_time = _HOURS_CHINESE.search(words) if is_chinese_or_japanese(words) else re.search(r"\d|day|daily", words)
    return words.strip() if is_time and len(words) <= _MAX_HOURS else ""


def _prices(brief: str) -> Iterator[Item]:
    """Things with what they cost, each from the clause that its price stands in."""
    for clause in re.split(r"[;；。，、\n]|,(?!\d{3})|\.(?!\d)|\band\b|(?<=[元块])和", brief):
        prices = list(_PRICE.finditer(clause))
        if len(prices) != 1:
            continue
        thing = _FILLER.sub("", _FILLER.sub("", clause[: prices[0].start()].strip())).strip()
        after = clause[prices[0].end() :].strip(" )）")
        thing = _last_part(thing) or re.sub(r"^(?:for (?:an? |the )?|the\s|的)\s*", "", after)
        item = _of_unit(thing, prices[0][0].strip())
        if item.title and len(item.title) <= 40 and len(item.title.split()) <= 5:
            yield replace(item, title=item.title[:1].upper() + item.title[1:])


def _of_unit(thing: str, price: str) -> Item:
    """A thing with its price; one that is only told for what it is asked is called so: “39 € per person” → “Per person”."""
    if thing == "起":
        return Item("价格", "", f"{price}起")
    is_open = re.search(r"([^（(和]+)[（(]([^（()）]*)$", thing)
    if is_open:
        return Item(is_open[1].strip(), "", f"{is_open[2]}{price}".strip())
    unit = re.search(r"\s((?:an?|per)\s\w+|each)$", price)
    return Item(unit[1], "", price[: unit.start()]) if unit and not thing else Item(thing, "", price)


def _all_prices(brief: str) -> Iterator[Item]:
    """Prices with a sign, and those without one beside them."""
    if COLLECTS.search(brief):
        return
    signed = tuple(_prices(brief))
    told_figures = {re.sub(r"\D", "", item.note) for item in signed}
    yield from signed
    for item in bare_prices(brief, at_least=1 if signed else 2):
        if re.sub(r"\D", "", item.note) not in told_figures:
            yield item


def _last_part(thing: str) -> str:
    """The thing without what leads to it: “Plans: Parish” → “Parish”."""
    part = re.split(r"[:：]\s*|\s[-–—]\s", thing)[-1]
    return part.split()[-1] if is_chinese_or_japanese(part) and " " in part else part


def _address(brief: str) -> str:
    """A street with its number."""
    found = _STREET.search(brief)
    return re.sub(r"^(?:.*(?:在|位于)|地址)", "", found[0].strip()) if found else ""


def _with_facts(plan: PagePlan, facts: Told) -> PagePlan:
    """The plan with the facts that its copy does not say."""
    said = _squeezed(f"{plan.copy} {plan.email} {plan.phone} {plan.hours}")
    kept = replace(
        plan,
        email=plan.email or ("" if _squeezed(facts.email) in said else facts.email),
        phone=plan.phone or ("" if _squeezed(facts.phone) in said else facts.phone),
        address=plan.address or ("" if _squeezed(facts.address) in said else facts.address),
        hours=plan.hours or ("" if _has_figures(facts.hours, said) else facts.hours),
    )
    missing = tuple(item for item in facts.prices if not _has_figures(item.note, said))
    return _with_prices(kept, missing) if missing else kept


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _has_figures(words: str, said: str) -> bool:
    """Whether all numbers of `words` stand in the copy."""
    numbers = re.findall(r"\d+(?:[.,]\d+)?", words)
    if not numbers:
        return _squeezed(words) in said
    return all(re.search(rf"(?<![\d.]){number}(?![\d])", said) for number in numbers)


def _with_prices(plan: PagePlan, missing: tuple[Item, ...]) -> PagePlan:
    """Prices go to the thing of that name, else to the list of prices, else to one of their own before the contact."""
    sections = list(plan.sections)
    left = []
    for item in missing:
        at = next((n for n, s in enumerate(sections) if _priceless(s, item) is not None), None)
        if at is None:
            left.append(item)
        else:
            sections[at] = _priced(sections[at], item)
    if left:
        _add_prices(sections, tuple(left), words_of(plan.language)["prices"])
    return replace(plan, sections=tuple(sections))


def _priceless(section: Section, item: Item) -> int | None:
    """Which of a section's items is the thing, and has nothing beside it."""
    if section.kind not in ("menu", "pricing", "features"):
        return None
    thing = item.title.casefold()
    same = (n for n, other in enumerate(section.items) if not other.note and other.title.casefold() == thing)
    return next(same, None)


def _priced(section: Section, item: Item) -> Section:
    items = list(section.items)
    at = _priceless(section, item)
    if at is not None:
        items[at] = replace(items[at], note=item.note)
    return replace(section, items=tuple(items))


def _add_prices(sections: list[Section], items: tuple[Item, ...], heading: str) -> None:
    at = next((n for n, section in enumerate(sections) if section.kind in ("menu", "pricing")), None)
    if at is not None:
        sections[at] = replace(sections[at], items=(*sections[at].items, *items)[:MAX_ITEMS])
        return
    end = next((n for n, section in enumerate(sections) if section.kind in ("contact", "footer")), len(sections))
    sections.insert(end, Section("pricing", heading, "", items[:MAX_ITEMS]))
