"""Prices that a brief tells without a sign at each: “bath 35, trim 60 (all dollars)”, “tea 3, cake 4, soup 6”, “快洗30 精洗80”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.web_designer.plan import Item

_WORD = r"(?:dollars|euros?|pounds|quid|eur|usd|gbp|francs|crowns|kr|yen|元|块)"
_CURRENCY = re.compile(
    rf"\((?:all |prices )?(?:in )?({_WORD})\)|\b(?:all|prices) in ({_WORD})\b|\d\s?({_WORD})(?!\w)|([$€£])\s?\d",
    re.IGNORECASE,
)
_THING = re.compile(
    rf"^(?:and |an? |the )?(?P<thing>[^\W\d_][^\d(]{{1,36}}?)\s(?:is |only |costs |are |from )*"
    rf"(?P<figure>[1-9]\d{{0,3}}(?:\.\d\d)?)\s?{_WORD}?"
    r"(?=$|\s?\(|\s(?:an?|per|each)\b|\s?[-–—](?!\d))",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"\b(?:since|in|on|at|until|till|open(?:s|ed|ing)?|no|max(?:imum)?|rooms?|(?:tele)?phones?|call(?:s|ed)?|after|before|to|about|over"
    r"|under|age[ds]?|up|ring|numbers?|by|seats?|seating|groups?|tables?|members?|places|guests|bus(?:es)?|trams?|platform|units?|gates?"
    r"|floors?|lines?|routes?|parts?|streets?|rd|text|tel|via|calle|rue"
    r"|mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?)?|thu(?:rs?|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?|jan(?:uary)?"
    r"|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_THING_CHINESE = re.compile(r"^(?P<thing>[\u4e00-\u9fff]{2,8}?)(?P<figure>\d{2,5})(?P<more>起)?$")
_NO_THING_CHINESE = re.compile(
    r"电话|微信|第|年|月|周|号|约|最多|限|共|几人|人$|路|满|超|海拔|栋|座|室|群|热线|库存|编号|型|达|近|到|教练$|学员$|员工|志愿者|面积|座位"
)


def bare_prices(brief: str, at_least: int = 2) -> Iterator[Item]:
    """Things with a plain figure behind them, where the brief tells the currency or is a Chinese list."""
    currency = _currency(brief)
    if currency:
        found = [*_english(brief, currency), *_chinese(brief)]
    else:
        plain = [item for item in _english(brief, "") if item.title[1:].islower() and not _YEAR.fullmatch(item.note)]
        found = [*(plain if len(plain) >= _SURELY_PRICES else ()), *_of_units(brief), *_chinese(brief)]
        at_least = 1 if any(item.title.startswith("Per ") for item in found) else at_least
    yield from found if len(found) >= at_least else ()


_YEAR = re.compile(r"[12]\d{3}")
_SURELY_PRICES = 3
"""Things in a row with a figure each are prices though no currency is told."""
_UNIT = re.compile(
    r"^(?:from |only |just )?([1-9]\d{0,3}) (per (?:team|person|head|hour|night|day|lesson|session|ticket|child|adult))$"
)


def _of_units(brief: str) -> Iterator[Item]:
    """“75 per team” is a price, “6 per table” is not."""
    for clause in re.split(r"[;\n]|,(?!\d{3})|\.(?!\d)|:\s", brief):
        if found := _UNIT.match(clause.strip().casefold()):
            yield Item(found[2].capitalize(), "", found[1])


def _currency(brief: str) -> str:
    found = _CURRENCY.search(brief)
    return next((group for group in found.groups() if group), "") if found else ""


def _english(brief: str, currency: str) -> Iterator[Item]:
    for clause in re.split(r"[;\n]|,(?!\d{3})|\.(?!\d)|:\s|\band\b", brief):
        found = _THING.match(clause.strip())
        if (
            found
            and found["thing"] < "\u3400"
            and not _NO_THING.search(found["thing"])
            and len(found["thing"].split()) <= _MOST_WORDS
        ):
            thing = found["thing"].strip(" -–—")
            note = f"{currency}{found['figure']}" if currency in "$€£" else f"{found['figure']} {currency}".strip()
            yield Item(thing[:1].upper() + thing[1:], "", note)


_MOST_WORDS = 5


def _chinese(brief: str) -> Iterator[Item]:
    for clause in re.split(r"[,，。；;、\s]+", brief):
        found = _THING_CHINESE.match(clause)
        if found and not _NO_THING_CHINESE.search(found["thing"]):
            yield Item(
                re.sub(r"每.$", "", found["thing"]) or found["thing"], "", f"{found['figure']}元{found['more'] or ''}"
            )
