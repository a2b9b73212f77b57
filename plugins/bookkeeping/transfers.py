"""Which payment account gives and which receives, where a line's words say both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.bookkeeping.accounts import Account, Chart
from plugins.bookkeeping.payments import CARDS, Mention, kind_of, mentions
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

_MOVES = re.compile(
    r"\b(?:transfer(?:red)?|moved?|moving|put|withdr[ae]wn?|withdrawal|deposit(?:ed)?|atm|top(?:ped)? ?up"
    r"|pay(?:ing)? off|paid off|paid down"
    r"|paid (?:the |my |our )?(?:\w+ )?(?:card|visa|amex|mastercard)|payment (?:to|on|of) (?:the )?"
    r"|paid (?:the )?bill for|payoff"
    r"|took|cash(?:ed)? out|sweep|swept)\b"
    r"|->|→|转入|转到|转至|转出|提现|取现|存入|存到|充值|还信用卡|信用卡还款|还款|归还|划转"
    r"|还.{0,4}信用卡|取出|存现|转",
    re.ASCII,
)
_INTO_BANK = re.compile(
    r"\b(?:banked|deposited|paid in)\b.*\b(?:cash|takings|till|float|tin|box)\b|\bcash\b.*\b(?:banked"
    r"|deposited)\b|存现|现金存",
    re.ASCII,
)
_OUT_OF_BANK = re.compile(
    r"\batm\b|\bwithdr[ae]w|\bgot cash\b|\bcash(?:ed)? out\b|取现|取了?.{0,6}现金|提现金", re.ASCII
)
_MOVED = re.compile(r"\b(?:moved?|moving|transferred|swept|shifted|topped up)\b|转到|转入|转至|存到|存入", re.ASCII)
_TO = re.compile(r"(?:\b(?:to|into|up)(?: the| my| our)?|到|入|至)\s?$", re.ASCII)
_IS_REPAID = re.compile(r"[^\s,;]{0,12}?\s?(?:还款|bill|balance|statement)", re.ASCII)
_FOR_ONESELF = re.compile(r"\bfor (?:myself|me|us|personal)\b|\bdrawings?\b|\b(?:fee|charge)s?\b|手续费", re.ASCII)
_CASH_MOVES = re.compile(
    r"\batm\b|\bwithdr[ae]w|\bdeposited\b(?! for)|\bgot cash\b|\bcash(?:ed)? out\b|取现|存现|还.{0,4}信用卡", re.ASCII
)
_FROM_TO = re.compile(r"\bfrom\b.*\b(?:to|into)\b|\b(?:to|into)\b.*\bfrom\b|从.*(?:到|转)", re.ASCII)
_CARD_BILL = re.compile(
    r"\b(?:paid|pay|paying|payment|cleared|settled)\b(?: (?:off|down|on|of|to|towards?|for|the|my|our"
    r"|full|minimum|bill|balance|\S*\d\S*)){0,4}\s$"
    r"|还.{0,4}$",
    re.ASCII,
)
_CARD_BILL_AFTER = re.compile(r"\s?(?:bill|balance|statement|payment|payoff|off|in full|账单|还款)", re.ASCII)


def moves_money(line: str, chart: Chart) -> bool:
    """Whether a line speaks of money that goes from one payment account into another."""
    text, places = plain(line), mentions(line, chart)
    if len(chart.payments) < 2:
        return False
    if _CASH_MOVES.search(text) or _cash_sides(text, chart, [account for one in places for account in one.accounts]):
        return True
    if any(_pays_card(text, place) for place in places):
        return True
    if one_sided(line, chart):
        return True
    is_two = any(set(one.accounts).isdisjoint(other.accounts) for one in places for other in places)
    return is_two and bool(_MOVES.search(text) or _FROM_TO.search(text))


def _pays_card(text: str, place: Mention) -> bool:
    if not all(kind_of(account) in CARDS for account in place.accounts):
        return False
    return bool(_CARD_BILL.search(text[: place.start]) or _CARD_BILL_AFTER.match(text[place.end :]))


def sides(line: str, chart: Chart) -> tuple[Account, Account] | None:
    """Giver and receiver of a transfer; None unless the line names exactly two accounts and says which is which."""
    text = plain(line)
    found: list[tuple[int, Account]] = []
    for one in sorted(mentions(line, chart), key=lambda each: each.start):
        if len(one.accounts) != 1:
            return None
        if one.accounts[0] not in [account for _, account in found]:
            found.append((one.start, one.accounts[0]))
    if len(found) != 2:
        return _cash_sides(text, chart, [account for _, account in found])
    (first_at, first), (second_at, second) = found
    if _IS_REPAID.match(text[first_at:]):
        return second, first
    before_first, before_second = text[:first_at], text[:second_at]
    if _GIVES.search(before_second) or _TAKES.search(before_first):
        return None if _TAKES.search(before_second) else (second, first)
    if _GIVES.search(before_first) or _TAKES.search(before_second):
        return first, second
    if kind_of(first) in CARDS and kind_of(second) not in CARDS and _PAYS_CARD.search(before_first):
        return second, first
    return None


def _cash_sides(text: str, chart: Chart, named: Sequence[Account]) -> tuple[Account, Account] | None:
    """Giver and receiver where cash is taken to the bank or from it, and at most one of the two accounts is named."""
    cash = [account for account in chart.payments if kind_of(account) == "cash"]
    banks = [account for account in chart.payments if account not in cash and kind_of(account) not in CARDS]
    if len(cash) != 1 or not banks or len(named) > 1 or _FOR_ONESELF.search(text):
        return None
    bank = next((account for account in named if account in banks), banks[0])
    if _INTO_BANK.search(text):
        return cash[0], bank
    return (bank, cash[0]) if _OUT_OF_BANK.search(text) else None


def one_sided(line: str, chart: Chart) -> tuple[Account, Account] | None:
    """Giver and receiver where a line moves money to one account and does not say from where: then from the first."""
    text = plain(line)
    places = [one for one in mentions(line, chart) if len(one.accounts) == 1]
    if len({one.accounts[0] for one in places}) != 1:
        return None
    place, account = places[0], places[0].accounts[0]
    giver = next((one for one in chart.payments if one != account and kind_of(one) not in CARDS), None)
    moves = _MOVED.search(text) and _TO.search(text[: place.start])
    return (giver, account) if giver and (moves or _pays_card(text, place)) else None
