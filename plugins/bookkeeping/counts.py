"""How many of a thing a line tells: ``3 continental tyres``, ``x2``, ``4 nights``, ``三天``, ``40件``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plugins.bookkeeping.plain import CHINESE_NUMERAL, ENGLISH_SMALL, chinese_number
from plugins.bookkeeping.weigh import is_label
from plugins.bookkeeping.words import singular

_SAME: dict[str, str] = {
    "hr": "hour", "h": "hour", "kilo": "kg", "kilogram": "kg", "k": "kg", "gm": "g", "gram": "g", "litre": "l", "liter": "l", "ltr": "l",
    "metre": "m", "meter": "m", "mtr": "m", "mi": "mile", "foot": "ft", "feet": "ft", "yd": "yard", "min": "minute", "nite": "night",
    "wk": "week", "mth": "month", "mo": "month", "yr": "year", "annum": "year", "qtr": "quarter", "lb": "pound", "pc": "piece",
    "pcs": "piece", "tonne": "t", "ton": "t", "people": "person", "ppl": "person", "pax": "person", "head": "person", "adult": "person",
    "guest": "person", "cover": "person", "pupil": "person", "student": "person", "delegate": "person", "diner": "person",
    "staff": "person", "men": "person", "women": "person", "guy": "person", "lad": "person", "player": "person", "worker": "person",
    "kid": "person", "child": "person", "children": "person", "member": "person", "loave": "loaf",
    "kgs": "kg", "lbs": "pound", "ml": "ml",
    "小时": "hour", "钟头": "hour", "公斤": "kg", "千克": "kg", "日": "天", "位": "人", "名": "人", "号人": "人", "星期": "周",
    "礼拜": "周",
}  # fmt: skip
TIMES = frozenset("hour day night week month year quarter minute session 天 周 月 年 晚 课时 次".split())
PERIODS = frozenset("week month year quarter 周 月 年 季 季度".split())
"""What a price is often told for although one of them is paid: 35 a month."""
MEASURES = frozenset(
    "kg g mg oz pound t l ml cl pint gallon gal m mm cm ft inch in yard mile km sqm sqft v w kw kwh mah gb tb mb ply gauge"
    " 斤 克 吨 升 毫升 米 厘米 毫米 寸 码 平 平米 平方 立方 度".split()
)
_UNIT_ZH = (
    r"小时|钟头|公斤|千克|公里|毫升|毫米|厘米|平方|平米|立方|课时|星期|礼拜|季度|号人"
    r"|[个件箱盒包袋瓶张本斤克吨升米寸天日晚周月年次单位人名台辆间桌条双套把份桶筐罐杯卷片块只支枝根棵株朵束扎捆颗粒盆床场趟顿匹头尾节堂课页户码平票家组对排格副幅道车批碗壶串锅笼屉首篇字桩坨]"
)
UNIT_ZH = re.compile(rf"个?(?P<unit>{_UNIT_ZH})")
"""A measure word; 个 before another is no unit of its own: 3个月, 两个人."""
_WORD_NUMBERS = "|".join(word for word, number in ENGLISH_SMALL.items() if number > 1)
_NUMBER = re.compile(
    rf"(?P<digits>\d+(?:\.\d{{1,2}})?)(?P<part>\s?(?:1/2|1/4|3/4|[½¼¾]))?|(?<![a-z-])(?P<word>{_WORD_NUMBERS})(?![a-z-])"
    rf"|(?<![零〇一二两三四五六七八九十百千万亿第周期拜\d])(?P<han>{CHINESE_NUMERAL}{{1,3}})(?=个?(?:{_UNIT_ZH}))",
    re.ASCII,
)
_PARTS = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75"),
          "½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}  # fmt: skip
_NO_UNIT = frozenset(
    "for on in into onto at to from by via with w out off of and but so plus incl including inc ex paid pd pay each per total all cash"
    " card visa amex paypal check cheque bank transfer x a an the my our was is as which who please today yesterday last this again only"
    " mon tue wed thu fri sat sun net gross ea apiece no not then".split()
)
_IN_A_SIZE = re.compile(r"(?:\d[x×*]|[#/:-])$")
_GOES_ON_AS_SIZE = re.compile(r"[x×*]\d|[-/:]\d|-[a-z]|\s?(?:%|percent\b)")
_HOLDS = re.compile(rf"\s?(?:{_UNIT_ZH})装")
"""24瓶装 says what one box holds."""
_CLOCK = re.compile(r"\s?(?:am|pm|o'clock)\b")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a line that may tell how many.

    Attributes:
        start: first character in the line.
        value: how many.
        unit: of what, as far as the next word says; empty where none follows.
        words: the three words that follow, singular.
        is_marked: whether an x beside it says that it multiplies.
    """

    start: int
    value: Decimal
    unit: str = ""
    words: tuple[str, ...] = ()
    is_marked: bool = False

    @property
    def is_measure(self) -> bool:
        """Whether it measures a thing rather than counts some: 25kg, 18mm."""
        return self.unit in MEASURES


def unit_of(word: str) -> str:
    """A unit as it is compared: hrs, hr and hours are one."""
    return _SAME.get(word) or _SAME.get(word.removesuffix("s")) or singular(word)


def counts_in(text: str) -> Iterator[Count]:
    """All numbers of a plain line that may tell how many; what is known to be something else is a NUL there."""
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _is_no_count(before, after, match):
            continue
        value = _value(match)
        if value:
            yield _count(match, value, before, after)


def _is_no_count(before: str, after: str, match: re.Match[str]) -> bool:
    if (
        _CLOCK.match(after)
        or _ORDINAL.match(after)
        or _HOLDS.match(after)
        or _GOES_ON_AS_SIZE.match(after)
        or _IN_A_SIZE.search(before)
    ):
        return True
    if match["digits"] and (len(match["digits"]) > 5 or re.fullmatch("20[1-3][0-9]", match["digits"])):
        return True
    if before[-1:].isascii() and before[-1:].isalpha() and not _multiplies(before):
        return True
    return is_label(before) and not _multiplies(before)


def _multiplies(before: str) -> bool:
    return bool(re.search(r"(?:^|[^a-z0-9])[x×*]\s?$", before))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        return Decimal(match["digits"]) + _PARTS.get((match["part"] or "").strip(), Decimal(0))
    number = ENGLISH_SMALL[match["word"]] if match["word"] else chinese_number(match["han"])
    return None if number is None else Decimal(number)


def _count(match: re.Match[str], value: Decimal, before: str, after: str) -> Count:
    marked = _multiplies(before) or bool(re.match(r"\s?(?:[x×*](?![a-z])|(?:@|at)?\s?\0)", after))
    if han := re.match(rf"\s?多?{UNIT_ZH.pattern}", after):
        unit = unit_of(han["unit"])
        return Count(match.start(), value, unit, (unit,), marked)
    run = re.match(r"[\s-]?(?:[x×]\s|no\.?\s|nos\.?\s)?((?:[a-z'-]+\s?){1,4})", after)
    words: list[str] = re.findall("[a-z']+", run[1]) if run else []
    if not words or words[0] in _NO_UNIT:
        return Count(match.start(), value, "", (), marked)
    is_one = words[0] in ("hour", "day", "night", "week", "month", "year", "minute") and value != 1  # a 2 hour session
    unit = "" if is_one else unit_of(words[0])
    return Count(match.start(), value, unit, tuple(unit_of(word) for word in words[:4]), marked)
