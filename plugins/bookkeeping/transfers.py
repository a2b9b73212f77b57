"""Which payment account gives and which receives, where a line's words say both."""

from __future__ import annotations

import re

from plugins.bookkeeping.accounts import Account, Chart
from plugins.bookkeeping.payments import CARDS, kind_of, mentions
from plugins.bookkeeping.plain import plain

_GIVES = re.compile(
    r"(?:\b(?:from|out of|with|using|via|by)(?: the| my| our)?|从|由|用|以)\s?$",
    re.ASCII,
)
_TAKES = re.compile(
    r"(?:\b(?:to|into|onto|in|off|towards?|on|topped up|top up|the bill for)(?: the| my| our)?"
    r"|->|→|>|>>|转入|转到|转至|到|至|入|还|充值|存)\s?$",
    re.ASCII,
)
_PAYS_CARD = re.compile(r"\bpa(?:id|y|yment|ying)\b(?! with| by| via)|还", re.ASCII)


def sides(line: str, chart: Chart) -> tuple[Account, Account] | None:
    """Giver and receiver of a transfer; None unless the line names exactly two accounts and says which is which."""
    text = plain(line)
    found: list[tuple[int, Account]] = []
    for start, accounts in sorted(mentions(line, chart), key=lambda each: each[0]):
        if len(accounts) != 1:
            return None
        if accounts[0] not in [account for _, account in found]:
            found.append((start, accounts[0]))
    if len(found) != 2:
        return None
    (first_at, first), (second_at, second) = found
    before_first, before_second = text[:first_at], text[:second_at]
    if _GIVES.search(before_second) or _TAKES.search(before_first):
        return None if _TAKES.search(before_second) else (second, first)
    if _GIVES.search(before_first) or _TAKES.search(before_second):
        return first, second
    if kind_of(first) in CARDS and kind_of(second) not in CARDS and _PAYS_CARD.search(before_first):
        return second, first
    return None
