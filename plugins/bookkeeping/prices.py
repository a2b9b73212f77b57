"""Prices for one: found in a line beside how many there were, and what the two come to where both are plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plugins.bookkeeping.counts import MEASURES, PERIODS, TIMES, UNIT_ZH, Count, counts_in, unit_of
from plugins.bookkeeping.money import AmountSpan

_UNITS = (
    r"night|nite|hour|hr|day|week|wk|month|mo|mth|year|yr|annum|quarter|qtr|head|person|guest|child|kid|adult|pupil"
    r"|student|go|time|visit"
    r"|bottle|box|bag|kilo|kg|litre|liter|l|metre|meter|m|mile|km|ticket|session|lesson|class|unit|pair|dozen|set"
    r"|sheet|roll|tray|case"
    r"|crate|bunch|loaf|plate|cover|pint|cup|portion|room|seat|table|car|dog|cat|piece|pc|yard|foot|ft|page|word"
    r"|copy|tonne|ton|pallet"
    r"|load|job|trip|ride|delivery|drop|parcel|order|sack|tin|can|jar|pack|packet|tub|bale|barrel|keg|length|lot"
    r"|pop|lb|pound|gallon|gal"
    r"|g|item|plant|tree|panel|window|door|tyre|tire|shift|post|stem|slice|bar|book|shirt|haircut|cut|walk|wash"
    r"|clean|service|call|user|sqm|"
    "m2"
)
_EACH = re.compile(
    r"\s?(?:pounds?|dollars?|euros?|quid|bucks)?\s?(?:each\b|ea\b\.?|apiece\b|a\s?piece\b)(?!\s+(?:way|month|week|year|day)\b)"
)
_EACH_PERIOD = re.compile(r"\s?(?:each|every)\s(?P<unit>week|month|year|day|night|hour)\b")
_PER = re.compile(rf"\s?(?:per|an?|/|p/)\s?(?P<unit>{_UNITS})s?\b(?!-)")
_SHORT = re.compile(r"\s?(?P<unit>pp|ph|pcm|pw|pn|pa)\b")
_SHORT_UNITS = {"pp": "person", "ph": "hour", "pcm": "month", "pw": "week", "pn": "night", "pa": "year"}
_A_THING = re.compile(r"\s?(?:per|an?)\s(?P<unit>[a-z]{3,})\b")
_PER_ZH = re.compile(rf"\s?(?:[元块](?:钱)?)?\s?[/一每]\s?{UNIT_ZH.pattern}")
_BEFORE_ZH = re.compile(
    rf"(?:[每一]\s?{UNIT_ZH.pattern}|单价|均价|每|各)(?:是|为|才|要|给|付|收|转|发|扣|了|价|的?工资|[:：]){{0,2}}\s?$"
)
_EACH_BEFORE = re.compile(r"\beach(?:\s(?:at|for|was|cost|costs|is)|\sone)?\s?:?\s?$")
_RATE = re.compile(r"@\s?$")
_RATE_OF = re.compile(
    r"\b(?P<unit>hour|dai|night|week|day|unit|piece)(?:ly)? (?:rate|price|wage)(?: of| is| was|:)?\s?$"
)
_IN_THOUSANDS = re.compile(r"(?<!\d)\d[.,]\d{3}(?!\d)")
"""1.459 may be a price with tenths of a cent."""
_AT = re.compile(r"\bat\s$")
_TIMES_BEFORE = re.compile(r"(?<![a-z])[x×*]\s?$")
_TIMES_AFTER = re.compile(r"\s?[x×*]\s?(?=\d{1,4}(?![\d.,a-z]))")
_MANY = frozenset("dozen hundred thousand grand million k score gross".split())
_BY_SIGN = frozenset(("@", "x", "at"))


@dataclass(frozen=True, slots=True)
class Price:
    """An amount that is the price of one.

    Attributes:
        span: the amount.
        unit: of what; empty for “each” and for signs.
        sign: the sign or word that says so where it is ``@``, ``x`` or ``at``; empty for a plain “each” or “a night”.
        may_be_all: whether it is what was paid where no count stands beside it: 35 a month, 一箱120.
        words: where the words stand that say so, the amount among them.
    """

    span: AmountSpan
    unit: str = ""
    sign: str = ""
    may_be_all: bool = False
    words: tuple[int, int] = (0, 0)


def prices_in(text: str, spans: Sequence[AmountSpan]) -> list[Price]:
    """The amounts of a plain line that are prices of one."""
    found = (_price(text, span) for span in spans)
    return sorted((one for one in found if one), key=lambda one: one.span.start)


def _price(text: str, span: AmountSpan) -> Price | None:
    before, after = text[: span.start], text[span.end :]
    if match := _EACH_PERIOD.match(after):
        return Price(span, unit_of(match["unit"]), may_be_all=True)
    if _EACH.match(after):
        return Price(span)
    if unit := _named_unit(text, after):
        return Price(span, unit, may_be_all=unit in PERIODS)
    return _price_zh(text, span) or _by_sign(before, after, span)


def _price_zh(text: str, span: AmountSpan) -> Price | None:
    after = text[span.end :]
    if match := _PER_ZH.match(after):
        unit = unit_of(match["unit"])
        return Price(span, unit, may_be_all=unit in PERIODS, words=(span.start, span.end + match.end()))
    match = _BEFORE_ZH.search(text[: span.start])
    if not match or UNIT_ZH.match(after):
        return None
    unit = unit_of(match["unit"] or "")
    if match[0].startswith("一") and not re.search(
        rf"(?:[2-9]|\d\d|[二两三四五六七八九十百])\s?个?{match['unit']}", text
    ):
        return None  # 一箱120 is what was paid
    return Price(span, unit, may_be_all=unit in PERIODS, words=(match.start(), span.end))


def _named_unit(text: str, after: str) -> str:
    """What a price is said to be for: a common unit, or a thing that the line names in the plural too."""
    if match := _PER.match(after):
        return unit_of(match["unit"])
    if match := _SHORT.match(after):
        return _SHORT_UNITS[match["unit"]]
    match = _A_THING.match(after)
    return match["unit"] if match and re.search(rf"\b{re.escape(match['unit'])}e?s\b", text) else ""


def _by_sign(before: str, after: str, span: AmountSpan) -> Price | None:
    if _EACH_BEFORE.search(before):
        return Price(span)
    if match := _RATE_OF.search(before):
        return Price(span, match["unit"].replace("dai", "day"))
    if _RATE.search(before):
        return Price(span, sign="@", may_be_all=True)
    if _is_money(span) and (_TIMES_BEFORE.search(before) or _TIMES_AFTER.match(after)):
        return Price(span, sign="x", may_be_all=True)
    return Price(span, sign="at", may_be_all=True) if _AT.search(before) else None


def _is_money(span: AmountSpan) -> bool:
    """Whether it is written as money: with a currency or with cents."""
    return bool(span.currency) or bool(re.search(r"[.,]\d\d$", span.text))


def fitting(price: Price, text: str) -> tuple[Count | None, bool]:
    """The count that a price is multiplied with, and whether the line leaves it open which that is.

    Args:
        price: of one.
        text: the plain line, a NUL for all that is no count.
    """
    counts = [one for one in counts_in(text) if _may_count(one, price)]
    if price.sign == "at":
        counts = [one for one in counts if one.unit]
    if len(counts) != 1:
        return None, bool(counts)
    only = counts[0]
    return (only, False) if _fits(only, price, text) else (None, only.value != 1)


def _may_count(count: Count, price: Price) -> bool:
    """Whether a number may tell how many of what the price is for; the size of a thing does not."""
    return not count.is_measure or price.unit in MEASURES or price.sign in _BY_SIGN


def _fits(count: Count, price: Price, text: str) -> bool:
    if _IN_THOUSANDS.search(price.span.text) or _MANY.intersection(count.words) - {price.unit}:
        return False
    if count.value != int(count.value) and not (count.is_measure or count.unit in TIMES):
        return False
    if price.unit and count.unit == "个" and price.unit not in MEASURES | TIMES:
        return True
    if price.unit:
        return (
            price.unit == count.unit
            or (price.unit in count.words and price.unit not in MEASURES)
            or _is_party(count, price, text)
        )
    if count.unit:
        return price.sign != "at" or count.is_measure or count.unit in TIMES or _is_money(price.span)
    return count.is_marked


def _is_party(count: Count, price: Price, text: str) -> bool:
    """Whether the line says “for 5” where the price is a head's."""
    return price.unit == "person" and not count.unit and bool(re.search(r"\bfor\s$", text[: count.start]))


def product(count: Count, price: Price) -> Decimal:
    """What so many come to."""
    return (count.value * price.span.value).quantize(Decimal("0.01"))
