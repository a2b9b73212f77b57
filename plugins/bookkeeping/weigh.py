"""How much a number of a line looks like its amount, and how little: quantities, times, rooms and invoice numbers are something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_HARD_REFERENCE = re.compile(
    r"(?:#|[a-z]-|\b(?:no|nr|number|inv|order no|po|ref|room|rm|gate|suite|apt|flight|acct|ending|ending in|bus|route|model|version|page"
    r"|chapter|floor|block|iphone|ipad|galaxy|pixel|windows|ps|platform|seat|highway|terminal)\.?"
    r"|第|型号|编号|单号|发票号|房间|尾号|订单|号码|票号)\s*(?:#|no\.?)?\s*:?\s*$",
    re.ASCII,
)
_SOFT_REFERENCE = re.compile(
    r"\b(?:invoice|receipt|order|check|cheque|size|table|week|visa|amex|mastercard|card|section|form|class|unit)\s*:?\s*$",
    re.ASCII,
)
_QUANTITY = re.compile(
    r"\s?(?:x\b|×|%|percent\b|pcs?\b|pieces?\b|boxes\b|box of\b|packs?\b|packets?\b|reams?\b|hours?\b|hrs?\b|mins?\b|minutes?\b|days?\b"
    r"|nights?\b|weeks?\b|months?\b|years?\b|yrs?\b|kg\b|g\b|grams?\b|lbs?\b|oz\b|km\b|miles?\b|mi\b|m\b|cm\b|mm\b|inch(?:es)?\b|ft\b|l\b"
    r"|lit(?:er|re)s?\b|gallons?\b|gb\b|tb\b|mb\b|people\b|persons?\b|guests\b|employees\b|dozen\b|pairs?\b|sets?\b|units?\b|copies\b"
    r"|tickets\b|bags?\b|bottles?\b|cups?\b|rolls?\b|sheets\b|am\b|pm\b|o'clock\b"
    r"|(?:多)?(?:[个箱盒本次张人天晚件台支瓶杯包袋套双只把辆间斤吨升周份位条楼米寸克折]|月(?![饼])|年(?![终货费租会报检]))"
    r"|公斤|千克|小时|分钟|公里|号|点|季度|星期)",
    re.ASCII,
)
_PLURAL = re.compile(
    r"\s?(?!was\b|is\b|plus\b|this\b|us\b|as\b|has\b|bus\b|business\b|yes\b|expenses?\b)[a-z]{2,}[b-rt-z]s\b", re.ASCII
)
_PER_PIECE = re.compile(
    r"\s?(?:each\b|apiece\b|a piece\b|per\b|an hour\b|/\s?[a-z]|[/一每][个件箱本张台瓶人天])", re.ASCII
)
_EACH_BEFORE = re.compile(r"(?:@|\beach|每[个件箱本张台瓶人天]|单价)\s*$", re.ASCII)
_CUE_BEFORE = re.compile(
    r"(?:\b(?:paid|pay|for|cost|costs|was|were|of|spent|came to|bill|price|owe|received|got|worth|sum|amount|be|is)\s|[=:;,-]"
    r"|花了?|付了?|共|价|收到?|给了?|支出|消费了?|交了?|款|费|金额|用了?)\s*(?:me\s|us\s|about\s|only\s)?$",
    re.ASCII,
)
_TOTAL_BEFORE = re.compile(
    r"(?:\btotal(?:ling|s|ed)?|\baltogether|\ball in|合计|一?共|总共|总计)(?:\s?[:=]|\s(?:of|was|is))?\s*$", re.ASCII
)
_TOTAL_AFTER = re.compile(r"\s?(?:total\b|in total\b|altogether\b|all in\b|overall\b)", re.ASCII)
_NEVER_BEFORE_THESE = re.compile(r"\s?(?:%|percent\b|pounds? of\b)", re.ASCII)
_TIME = re.compile(r"\s?:\d\d|\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])")
_RANGE = re.compile(r"[-/:]\d")
_MONTH_BEFORE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|fy|year|tax year"
    r"|q[1-4]|in|spring|summer|autumn|fall|winter)\s$",
    re.ASCII,
)
MARKED = 0.9
"""The base of a number with a currency beside it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a line: its place, its worth, its currency if said, and what its own form says for it (0–1)."""

    start: int
    end: int
    value: Decimal
    currency: str
    base: float

    @property
    def is_whole(self) -> bool:
        """Whether it is written without cents."""
        return self.value == int(self.value)


def weigh(text: str, found: Found) -> float:
    """0–1, how much the number looks like the amount of its line. ``text`` is the line made plain."""
    before, after = text[: found.start], text[found.end :]
    if _NEVER_BEFORE_THESE.match(after) or _is_weight(text, found):
        return 0.02
    is_marked = found.base >= MARKED
    if not is_marked and _is_something_else(before, after, found):
        return 0.05
    score = found.base + _cue(before, after)
    if not is_marked and found.is_whole and 1 < found.value <= 60 and _PLURAL.match(after):
        score -= 0.25
    if not is_marked and found.is_whole and found.base < 0.6 and _SOFT_REFERENCE.search(before):
        score -= 0.3
    return max(0.03, min(score, 1.0))


def _is_weight(text: str, found: Found) -> bool:
    return bool(re.match(r"\sof\b", text[found.end :])) and "pound" in text[found.start : found.end]


def _cue(before: str, after: str) -> float:
    cue = 0.0
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after):
        cue = 0.15
    elif _CUE_BEFORE.search(before):
        cue = 0.1
    return cue - (0.3 if _PER_PIECE.match(after) or _EACH_BEFORE.search(before) else 0.0)


def _is_something_else(before: str, after: str, found: Found) -> bool:
    if _TIME.match(after) or _RANGE.match(after) or re.search(r"\d[-/:]$", before):
        return True
    if found.base > 0.6:  # with cents or a scale
        return False
    is_year = 1990 <= found.value <= 2099 and bool(_MONTH_BEFORE.search(before))
    return is_year or bool(_HARD_REFERENCE.search(before)) or bool(_QUANTITY.match(after))
