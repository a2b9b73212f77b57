"""Where a chart keeps its income: the accounts of one kind stand together, so that the neighbours of a name say what it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from plugins.bookkeeping.plain import CHINESE

_SURE = 3.0
_EVEN, _SCALE = 0.3, 3.0
_UNKNOWN = -0.35
_EARNS, _MAY_EARN, _DEED = 0.6, 0.2, 0.9
_LIST = -0.4
_TWO_THINGS = re.compile(r"^(?!.*ing\b)[a-z ]+ (?:and|&) [a-z ]+$")
"""Goods are mostly listed so: ``Hinges and bolts``."""
_SOLD = re.compile(
    r"(?:\b(?!(?:furnish|fitt|trimm|find|list|earr|mail|sav|lodg|outgo|hold|build|sweep|mould|pav)ings$)[a-z]{3,}ings"
    r"|discos|parties|day ?care"
    r"|add-ons|extras|upgrades|vouchers|visits|rounds|tours"
    r"|(?<!bike )(?<!car )(?<!van )(?<!boiler )(?<!vehicle )services?|^repairs and [a-z]+|\w*rides|stays|drops|cleans"
    r"|clearing|calls|lessons|classes|rehearsal room|studio time|inspections|surveys|(?:room|cycle|bike|boat|chair|kayak"
    r"|costume|dress|suit|marquee|castle) hires?)$"
)
"""Endings of names that rather tell of a deed that is sold."""
_BOUGHT = re.compile(
    r"\b(?:(?<!and )parts|stock|suppl(?:y|ies)|materials?|gear|kit|tools?|equipment|machinery|goods|ingredients|groceries"
    r"|help|helpers?|assistants?|staff"
    r"|wages?|payroll|labou?r|subcontract\w*|contractors?|freelancers?|fuel|diesel|petrol|tyres|tires|van|car|truck|vehicle|lorry|rent|rates|mortgage"
    r"|licen[cs]es?|permits?|loan|finance|software|apps?|phone|mobile|data|internet|broadband|website|hosting|ads?|advertising|marketing|signs?"
    r"|leaflets|flyers|repairs|servicing|maintenance|upkeep|cleaning|packaging|packing|postage|stationery|printing|travel|parking|tolls|mileage|training|courses"
    r"|utilities|electric\w*|water|gas|heating|waste|tax|clothing|uniforms?|workwear|ppe|locks|lights|bottles|jars|labels|boxes|flowers|seeds?|feed|food|flour|milk|butter|dairy"
    r"|fertili[sz]er|sprays|irrigation|detergents|chemicals|filters|brushes|blades|storage|security|accountan\w*"
    r"|bookkeeping|legal|membership fees|dues|fines"
    r"|refrigeration|furniture|computers?|books|bedding|linen|laundry|network|commission|bank|card|processing|platform"
    r"|site fees?|consumables|disposables|pots|laptops|batteries|cables|spares|props|toys|tutors|drives)(?=$|,| and\b| &)"
)
"""Nouns of names that rather tell of what is bought."""
_AT_AN_END = 0.8
"""What speaks for a group that opens or closes the chart."""
_AT_THE_START, _RATHER_NONE = 0.6, -0.9
_FIRM, _FIRM_WITHOUT_SURE = 2.0, 1.2
_REST = 3
"""Of how many other accounts a chart must hold that are no income."""


def sure(*, is_income: bool) -> float:
    """What a name says that is surely one of income, or surely none."""
    return _SURE if is_income else -_SURE


def guess(name: str, income_share: float, *, is_either: bool, is_earning: bool) -> float:
    """What a name says that may be one of income or of an expense.

    Args:
        name: the account's own, in lower case.
        income_share: 0–1, how likely the lexicon takes it for income.
        is_either: whether it holds a word of both.
        is_earning: whether it rather is what comes in.
    """
    if CHINESE.search(name):
        return _EARNS if is_earning else _UNKNOWN
    by_list = _LIST if _TWO_THINGS.search(name) else 0.0
    by_word = by_list + (_EARNS if is_earning else _MAY_EARN if is_either else 0.0)
    return (
        (income_share - _EVEN) * _SCALE
        + by_word
        + (_DEED if _SOLD.search(name) else -_DEED if _BOUGHT.search(name) else 0.0)
    )


def income_group(weights: Sequence[float]) -> range:
    """Places of the accounts that stand together as income; empty where the chart does not show it.

    Args:
        weights: how much each name speaks for income (above zero) or against it.
    """
    has_sure = any(weight >= _SURE for weight in weights)
    weights = _with_a_start(weights)
    sums = [0.0, *accumulate(weights)]
    spans = [range(start, end) for start in range(len(weights)) for end in range(start + 1, len(weights) + 1)]
    best = max(spans, key=lambda span: (_worth(sums, span), len(span)), default=range(0))
    rest = [weight for place, weight in enumerate(weights) if place not in best]
    is_shown = (
        _worth(sums, best) >= (_FIRM if has_sure else _FIRM_WITHOUT_SURE)
        and len(rest) >= _REST
        and sum(weight < 0 for weight in rest) > len(rest) / 2
    )
    return best if is_shown else range(0)


def _with_a_start(weights: Sequence[float]) -> list[float]:
    """With more for the names that a chart opens with, before two of expenses or one that is sure: income mostly stands there."""
    end = 0
    while end < len(weights) and abs(weights[end]) < _SURE and not max(weights[end : end + 2]) < _RATHER_NONE:
        end += 1
    return [weight + (_AT_THE_START if place < end else 0.0) for place, weight in enumerate(weights)]


def _worth(sums: Sequence[float], span: range) -> float:
    if not span:
        return 0.0
    is_at_an_end = span.start == 0 or span.stop == len(sums) - 1
    return sums[span.stop] - sums[span.start] + (_AT_AN_END if is_at_an_end else 0.0)
