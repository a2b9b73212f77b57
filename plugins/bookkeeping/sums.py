"""Which of a line's amounts was paid where it tells several: a total, so many at a price, parts that add up; or why that is open."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plugins.bookkeeping.counts import PERIODS, Count
from plugins.bookkeeping.money import USABLE_SCORE, AmountSpan, likely_amounts
from plugins.bookkeeping.prices import Price, fitting, prices_in, product
from plugins.bookkeeping.weigh import tells_total

NO_COUNT = "The line tells the price of one, and not plainly of how many; write what was paid."
SEVERAL = "The line tells several amounts, and not plainly which was paid; write what was paid."
REDUCED = "The line speaks of a discount, and not of what was paid then; write what was paid."
ON_TOP = "The line speaks of a tax or a charge on top, and not of what was paid with it; write what was paid."
PARTLY = "The line speaks of a part of an amount, and not of how much that was; write what was paid."

_MONEY = 0.4
_FEW = 13
_NEAR = 0.1
_PAID_BEFORE = re.compile(
    r"(?:\b(?:paid|pay|payed|pd|gave|got|received|recd|took|collected|charged|came to|comes to|coming to|invoiced"
    r"|billed|now|making|makes)\s"
    r"(?:me |us |him |her |them |out |in |just |only )?|收了?(?:我|她|他|您|你|到|款)?|付了?|给了?(?:我|她|他)?"
    r"|花了?|共计?|转了?|到手|实[付收]|折后|[=:])\s?$"
)
_PAID_AFTER = re.compile(r"\s?(?:paid\b(?! (?:by|with|on))|到手|实付)")
_ON_TOP = re.compile(
    r"\d[^\d\0,;]{0,14}?(?:\+|\bplus|\bex\b|\bexcl?\b|\bexcluding|\bbefore|\bnet of|\bwithout)\.?\s?(?:the |a )?"
    r"(?:vat|gst|hst|tax|sales tax|tip|postage|p&p|shipping|delivery|service)\b"
    r"|\d\s?(?:\+|plus)\s?\d+\s?%"
    r"|不含税|未税|税外|另加税|[+加]税|[+加]\d+个?点|另加(?:运费|邮费|税)(?!\d)"
)
_REDUCED = re.compile(
    r"\d\s?%\s?(?:off|discount|reduction)\b|\b(?:less|minus)\s(?:a |the )?[£$€₹]?\d|\d\s?(?:off)\b(?=\s?(?:$|[,;)]"
    r"|with|for|on|coupon|voucher|code))"
    r"|\bdiscount (?:of )?[£$€₹]?\d|[£$€₹]?\d\S* discount\b|\bhalf price\b|\bbogof\b|\bbuy one get\b|\b(?:took"
    r"|knock(?:ed|s)?|got) [£$€₹]?\d\S* off\b"
    r"|打[\d一二三四五六七八九.]{1,3}折|[\d一二三四五六七八九.]{1,3}折(?!后)|满\d+[减送]\d+|立减|减免|抹零|少[收付给]了?\d|便宜了?\d"
)
_PARTLY = re.compile(
    r"\b(?:paid|paying|pay|settled) (?:me |us |him |her |them )?(?:half|a third|a quarter)\b(?! the)|\bhalf (?:now"
    r"|up ?front|paid|down|today|in advance)\b"
    r"|\d\s?%\s?(?:deposit|up ?front|down|now|payment|in advance|retainer)\b|付了?一半|先[付给交]一半|一半(?:定金|订金|货款)|预付\d+%"
    r"|付\d成|押[一二两三]付[一二两三四六]"
)
_PART_OF_NEXT = re.compile(
    r"\b(?:took|knocked|got) [£$€₹]?\d\S* off\b|"
    r"(?<!first )(?<!second )(?<!other )(?<!last )\b(?:half|a third|a quarter|two thirds)(?: of)?(?: the| a| his| her"
    r"| their| my)?\s[£$€₹]?\d"
    r"|\d\s?% (?:deposit |down |payment |tip |vat |gst |tax |service |charge |fee |commission )*(?:of|on)(?: the| a"
    r"| my| his| her| their)?\s[£$€₹]?\d"
    r"|一半[，,]?(?:共|总)"
)
_OF_WHOLE = re.compile(
    r"\s?(?:deposit|down|downpayment|down payment|part payment|paid|instal?ment|so far|upfront)?\s?"
    r"(?:of|out of|towards?|against|on account of|off)\s(?:the |a |an |his |her |my |our |their )?(?:total )?(?:of )?$"
)
_DEPOSIT_ON = re.compile(
    r"\s?(?:deposit|down payment|down|part payment|retainer)\s(?:on|for)\s(?:the |a |an |his |her |my |their )?$"
)
_STILL_OPEN = re.compile(
    r"\s?(?:is |are )?(?:left\b|outstanding|remaining|still\b|to (?:go|come|follow|pay)\b|owing|owed|due\b"
    r"|on completion|balance (?:due|to|on|left)"
    r"|next (?:week|month)|later|more to)"
    r"|\s?(?:下周|下个?月|以后|后付|再付|完工|还没|未付|没付)"
)
_STILL_OPEN_BEFORE = re.compile(
    r"(?:\b(?:owes?|owing|leaving|leaves|still due|outstanding|remaining|rest of|remainder of|still to (?:pay|come)"
    r"|asked|asking|asks|quoted|listed (?:at|for)|valued at)\s(?:me |us |him |her |for )?|还[欠差剩]|剩(?:下|余)?|尾款还有)\s?$"
)
_OLD_PRICE = re.compile(
    r"(?:\b(?:was|were|usually|normally|instead of|rrp|reduced from|down from|marked down from|list price|worth"
    r"|originally|full price|up from)\s(?:of )?|原价)\s?$"
)
_NEW_PRICE = re.compile(r"\b(?:now|to|for|paid|got|only)\s(?:it for |just |only )?$|[现实只]\S{0,3}$")
_OFFER_AFTER = re.compile(r"\s?for\s[£$€₹]?\d")
_NOTE = re.compile(
    r"\b(?:with|from|out of|gave|handed|broke|tendered)(?: him| her| them| over)? (?:a|the|an) $|\b(?:gave|handed"
    r"|tendered)(?: him| her| them| over)? $|(?:给了?(?:他|她)?|拿)$"
)
_NOTE_AFTER = re.compile(r"\s?(?:note|bill)\b")
_CHANGE_AFTER = re.compile(r"\s?(?:in |of |back in )?change\b")
_CHANGE_BEFORE = re.compile(r"\bchange (?:of |was )?$|找(?:零|回|了|我|给我)*$")
_PLUS = re.compile(
    r"\s?(?:for |of )?(?:[a-z&'-]+ ){0,3}?(?:\+|plus|and)\s?(?:a |the |another )?$|\s?[\u3400-\u9fff]{0,4}?(?:[+加]"
    r"|另加|外加|还有)[\u3400-\u9fff]{0,4}$"
)
_CHARGE_AFTER = re.compile(
    r"\s?(?:for )?(?:the |a )?(?:tips?|vat|gst|hst|tax|postage|post|p&p|delivery|shipping|carriage|service|fees?"
    r"|surcharge|booking fee|handling|freight)\b"
    r"|\s?[元块]?(?:运费|邮费|税|小费|服务费|配送费|打包费)"
)
_CHARGE_BEFORE = re.compile(
    r"(?:tip|vat|gst|tax|postage|p&p|delivery|shipping|fee|service)\s?(?:of |at |: ?)?$|(?:运费|邮费|税|小费|服务费|配送费|打包费)$"
)
_COUNTS_ON = re.compile(r"\s?(?:at|@|x|×)\s?[£$€₹]?\d")
_LESS_ZH = re.compile(r"[少多][收付给转]了?$")
_EACH_OF = re.compile(r"\b(?:each|every one) of\b")
_PERCENT_OF = re.compile(r"\d\s?% (?:of|on)(?: the| a)?\s$")
_ENDS = re.compile(r"\s?(?:$|[,;.)\0]|(?:taken|deducted|off|out|on top)\b)")
_INCLUDED = re.compile(
    r"(?:\b(?:incl?\.?|including|includes|of which|inc of)\s[^\d]{0,14}|其中[^\d]{0,6}|含[^\d]{0,6})$"
)
_SPLIT = re.compile(
    r"\bsplit\b|\bshared?\b|\bhalves\b|\b(?:my|our|his|her) (?:share|half|part)\b|\baa\b|人均|分摊|平摊|均摊|拼单|aa制"
)
_COMPANY = re.compile(
    r"\bof us\b|\bwith\b[^,;\0]{0,20}\b(?:mates?|friends?|pals|buddies|colleagues?|others?|girls|lads|boys)\b"
    r"|[和跟与][^,;]{0,6}(?:朋友|同事|同学)|大家"
)


@dataclass(frozen=True, slots=True)
class Settled:
    """The amounts that the answer may copy, and why none of them may be taken to be what was paid; empty where one may."""

    amounts: tuple[AmountSpan, ...]
    unclear: str = ""


def settle(text: str, spans: Sequence[AmountSpan]) -> Settled:
    """Decide which amount was paid.

    Args:
        text: the plain line, NULs for the words of its days.
        spans: its numbers, the likeliest first.
    """
    prices = prices_in(text, spans)
    spans = _without_what_is_open(text, spans)
    total = _told_total(text, [span for span in spans if not _is_in(span, prices)])
    if total and not _PARTLY.search(text) and not _follows(text, total):
        return Settled((total,))
    if prices and (settled := _by_price(text, spans, prices)):
        return settled
    return _by_parts(text, spans)


def _is_in(span: AmountSpan, prices: Iterable[Price]) -> bool:
    return any(span.start == price.span.start for price in prices)


def _is_money(span: AmountSpan) -> bool:
    return span.score >= _MONEY or bool(span.currency)


def _told_total(text: str, spans: Sequence[AmountSpan]) -> AmountSpan | None:
    told = [
        span for span in spans if tells_total(text[: span.start], text[span.end :]) and not _is_included(text, span)
    ]
    return told[-1] if told and len({span.value for span in told}) == 1 else None


def _is_included(text: str, span: AmountSpan) -> bool:
    return bool(_INCLUDED.search(text[: span.start]))


def _follows(text: str, total: AmountSpan) -> bool:
    """Whether a discount or a charge on top is spoken of after the total."""
    return any(match.end() > total.end for pattern in (_REDUCED, _ON_TOP) for match in pattern.finditer(text))


def _by_price(text: str, spans: Sequence[AmountSpan], prices: list[Price]) -> Settled | None:
    """What so many at a price come to; None where the price is no price of one after all."""
    price = prices[0]
    rest = text
    for one in prices:
        rest = _blank(rest, *(one.words if any(one.words) else (one.span.start, one.span.end)))
    others = [span for span in spans if not _is_in(span, prices) and _is_other_money(text, span)]
    for other in others:
        rest = _blank(rest, other.start, other.end)
    count, is_open = fitting(price, rest)
    worked = _worked(price, count) if count else None
    if others:
        return _told_beside(text, others, prices, worked)
    if len({one.span.value for one in prices}) > 1:
        return Settled((price.span,), SEVERAL)
    if _SPLIT.search(text):
        return Settled((price.span,))
    if count is None:
        if price.may_be_all and not (is_open and price.sign != "at") and not _is_loose_at(price, rest, is_open=is_open):
            return Settled((price.span,), _trap(text)) if price.unit in PERIODS or price.sign == "@" else None
        return Settled((price.span,), NO_COUNT)
    if reason := _trap(text) or (NO_COUNT if _COMPANY.search(text) else ""):
        return Settled((price.span,), reason)
    return Settled((worked,)) if worked else None


def _is_loose_at(price: Price, rest: str, *, is_open: bool) -> bool:
    """Whether “at 45” after “3 shirts” may be the price of one or of all."""
    return price.sign == "at" and is_open


def _blank(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"


def _is_other_money(text: str, span: AmountSpan) -> bool:
    return _is_money(span) or (_says_paid(text, span) and span.score > _MONEY / 2)


def _worked(price: Price, count: Count) -> AmountSpan:
    value = product(count, price)
    if count.value == 1:
        return price.span
    how = f"{count.value.normalize():f} × {price.span.value} = {value}"
    return replace(price.span, value=value, working=how, score=1.0)


def _told_beside(text: str, others: list[AmountSpan], prices: list[Price], worked: AmountSpan | None) -> Settled | None:
    """An amount beside prices of one is what was paid if it is what they come to, or if the line says so."""
    equal = [span for span in others if worked and span.value == worked.value]
    told = [span for span in others if _says_paid(text, span)]
    if equal:
        return Settled((replace(equal[0], working=worked.working if worked else ""),))
    if len(told) == 1:
        return Settled((told[0],))
    if all(price.sign == "at" for price in prices):
        return None
    signs_only = all(price.sign == "x" or price.may_be_all for price in prices)
    return None if signs_only and worked is None else Settled(likely_amounts(others) or tuple(others[:1]), SEVERAL)


def _says_paid(text: str, span: AmountSpan) -> bool:
    if _COUNTS_ON.match(text[span.end :]) or _LESS_ZH.search(text[: span.start]):
        return False
    return bool(_PAID_BEFORE.search(text[: span.start]) or _PAID_AFTER.match(text[span.end :]))


def _trap(text: str, start: int = 0) -> str:
    for pattern, reason in ((_REDUCED, REDUCED), (_ON_TOP, ON_TOP), (_PARTLY, PARTLY)):
        if any(match.end() > start for match in pattern.finditer(text)):
            return reason
    return ""


def _by_parts(text: str, spans: Sequence[AmountSpan]) -> Settled:
    if added := _added(text, spans):
        return added
    likely = likely_amounts(spans)
    money = [span for span in spans if _is_money(span)] or list(likely)
    if _PART_OF_NEXT.search(text) and len(money) == 1:
        return Settled(likely, PARTLY)
    paid = [span for span in money if _says_paid(text, span)]
    last = max((span.start for span in paid or money), default=0)
    if likely and (all(_is_factor(text, span) for span in likely) or _EACH_OF.search(text)):
        return Settled(likely, NO_COUNT)
    if likely and (reason := _trap(text, last)):
        return Settled(likely, reason)
    if len(money) > 1 and len({span.currency for span in money if span.currency}) > 1:
        return Settled(likely, SEVERAL)
    return _one_of(text, likely, spans)


def _is_charge_beside(text: str, span: AmountSpan, paid: AmountSpan) -> bool:
    """Whether a tip, a fee or a tax stands beside what was paid, and nothing says whether it is part of that."""
    is_charge = bool(_CHARGE_BEFORE.search(text[: span.start]) and _ENDS.match(text[span.end :]))
    return is_charge and span.start != paid.start and span.score >= USABLE_SCORE and not _says_paid(text, paid)


def _is_rival(text: str, span: AmountSpan, paid: AmountSpan) -> bool:
    """Whether a second bare number ends its clause as an amount does: 12 there and 14 back."""
    is_bare = paid.text.isdigit() and span.text.isdigit() and span.start != paid.start
    is_near = span.score >= paid.score - 2 * _NEAR and span.score >= _MONEY - _NEAR
    return (
        is_bare and is_near and not _says_paid(text, paid) and bool(re.match(r"\s?(?:and\b|[,;]|$)", text[span.end :]))
    )


def _is_factor(text: str, span: AmountSpan) -> bool:
    """Whether a number stands in a product of which nothing says which is the price: 22*5."""
    before, after = text[: span.start], text[span.end :]
    return bool(re.search(r"\d\s?[x×*]\s?$", before) or re.match(r"\s?[x×*]\s?\d+(?![\d.a-z])", after))


def _one_of(text: str, likely: tuple[AmountSpan, ...], spans: Sequence[AmountSpan]) -> Settled:
    if len(likely) == 1 and any(
        _is_charge_beside(text, span, likely[0]) or _is_rival(text, span, likely[0]) for span in spans
    ):
        return Settled(likely, SEVERAL)
    if len(likely) < 2:
        return Settled(likely)
    paid = [span for span in likely if _says_paid(text, span)]
    if len(paid) == 1:
        return Settled(tuple(paid))
    return Settled(likely, SEVERAL)


def _added(text: str, spans: Sequence[AmountSpan]) -> Settled | None:
    """Two amounts that a plus or the name of a charge joins: 40 + 5 tip."""
    in_order = sorted(spans, key=lambda span: span.start)
    for first, second in itertools.pairwise(in_order):
        between, after = text[first.end : second.start], text[second.end :]
        charge = _CHARGE_AFTER.match(after) or _CHARGE_BEFORE.search(between)
        is_plain = _is_money(second) and not re.search(r"and\s?$", between)
        if (
            not _PLUS.fullmatch(between.removesuffix(_charge_word(between)))
            or not (charge or is_plain)
            or not _is_counted(first)
        ):
            continue
        others = [span for span in spans if span not in (first, second) and _is_money(span)]
        value = first.value + second.value
        told = [span for span in others if span.value == value]
        if told:
            return Settled((told[0],))
        if others:
            return Settled(likely_amounts(spans), SEVERAL)
        return Settled((replace(first, value=value, score=1.0, working=f"{first.value} + {second.value} = {value}"),))
    return None


def _charge_word(between: str) -> str:
    match = re.search(r"(?:tip|vat|gst|tax|postage|p&p|delivery|shipping|fee|service)\s?(?:of |at )?$", between)
    return match[0] if match else ""


def _is_counted(span: AmountSpan) -> bool:
    return _is_money(span) or span.score >= USABLE_SCORE


def _without_what_is_open(text: str, spans: Sequence[AmountSpan]) -> list[AmountSpan]:
    """Without what is still to be paid, was the price once, or is the whole that a part was paid of."""
    kept = [span for span in spans if not (_is_open(text, span) or _is_included(text, span))] or list(spans)
    kept = [span for span in kept if not _is_old_price(text, span, kept)]
    bases = [span for span in kept if _PERCENT_OF.search(text[: span.start])]
    kept = [span for span in kept if span not in bases] if any(_is_money(s) for s in kept if s not in bases) else kept
    wholes = [other for span in kept for other in kept if _is_whole_of(text, span, other)]
    kept = [span for span in kept if span not in wholes]
    return _less_change(text, kept)


def _is_open(text: str, span: AmountSpan) -> bool:
    before, after = text[: span.start], text[span.end :]
    is_offer = bool(_OFFER_AFTER.match(after)) and span.value < _FEW
    return is_offer or bool(_STILL_OPEN.match(after) or _STILL_OPEN_BEFORE.search(before))


def _is_old_price(text: str, span: AmountSpan, spans: Sequence[AmountSpan]) -> bool:
    if not _OLD_PRICE.search(text[: span.start]):
        return False
    return any(
        other.start != span.start and _is_money(other) and _NEW_PRICE.search(text[: other.start]) for other in spans
    )


def _is_whole_of(text: str, part: AmountSpan, whole: AmountSpan) -> bool:
    between = text[part.end : whole.start]
    if part.end > whole.start or part.value >= whole.value:
        return False
    is_off = bool(re.search(r"\boff\b", between)) and not re.search(
        r"\b(?:paid|repaid|gave)(?: [a-z]+)? $", text[: part.start]
    )
    return (bool(_OF_WHOLE.fullmatch(between)) and not is_off) or bool(_DEPOSIT_ON.fullmatch(between))


def _less_change(text: str, spans: list[AmountSpan]) -> list[AmountSpan]:
    change = [s for s in spans if _CHANGE_AFTER.match(text[s.end :]) or _CHANGE_BEFORE.search(text[: s.start])]
    notes = [
        s for s in spans if s not in change and (_NOTE_AFTER.match(text[s.end :]) or _NOTE.search(text[: s.start]))
    ]
    rest = [s for s in spans if s not in change and s not in notes]
    if not notes or any(_is_money(span) for span in rest):
        return rest if notes else spans
    if len(notes) != 1 or len(change) != 1 or notes[0].value <= change[0].value:
        return spans
    value: Decimal = notes[0].value - change[0].value
    how = f"{notes[0].value} − {change[0].value} = {value}"
    return [replace(notes[0], value=value, working=how, score=1.0), *rest]
