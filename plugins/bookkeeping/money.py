"""Amounts of money as people write them: found in a line, turned into Decimal, and weighed against numbers that are something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from plugins.bookkeeping.plain import (
    CHINESE,
    CHINESE_NUMERAL,
    ENGLISH_LARGE,
    ENGLISH_SMALL,
    chinese_number,
    english_number,
    plain,
)
from plugins.bookkeeping.weigh import MARKED, Found, weigh

USABLE_SCORE = 0.15
"""A number below this is certainly no amount: a quantity, a time, the number of a room or an invoice."""
_NEAR_BEST = 0.09
_COUNTED = 0.2
"""From here on a number wins over a small one that seems to count things."""
_MOST = 6


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """Words of a line that may be its amount.

    Attributes:
        start: first character in the line.
        end: one past the last.
        text: the words as they stand there.
        value: what they are worth, rounded to cents.
        currency: ISO 4217 code; empty where the line does not say.
        score: about 0–1, how much it looks like the amount of a line.
        working: how the value comes from the line's numbers where it is none of them: ``3 × 27.50 = 82.50``.
    """

    start: int
    end: int
    text: str
    value: Decimal
    currency: str = ""
    score: float = 0.5
    working: str = ""


_SIGNS = {
    "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "nz$": "NZD", "r$": "BRL",
    "us $": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "฿": "THB",
}  # fmt: skip
_CODES = "usd eur gbp chf cad aud nzd jpy cny hkd sgd inr sek nok dkk pln czk huf mxn brl zar krw thb try aed ils rub twd".split()
_NAMES = {
    "dollars": "USD", "dollar": "USD", "bucks": "USD", "buck": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pound": "GBP",
    "quid": "GBP", "francs": "CHF", "franc": "CHF", "fr": "CHF", "yuan": "CNY", "rmb": "CNY", "renminbi": "CNY", "kuai": "CNY",
    "yen": "JPY", "rupees": "INR", "rs": "INR", "zł": "PLN", "us dollars": "USD",
} | {code: code.upper() for code in _CODES}  # fmt: skip
_CHINESE_NAMES = {
    "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "港币": "HKD", "港元": "HKD", "日元": "JPY", "韩元": "KRW", "人民币": "CNY",
    "块钱": "CNY", "元钱": "CNY", "元整": "CNY", "元": "CNY", "块": "CNY", "圆": "CNY",
}  # fmt: skip


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?|\d{1,3}(?:[,.' ](?=\d{3}(?!\d))\d{3}|[,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\d{1,2}(?!\d)|\.\d+)?|(?<!\d)\.\d{1,2})(?!\d)"
).replace(" ](?=", "](?=")
_LETTER_SIGNS = _any_of([sign for sign in _SIGNS if sign[0].isalpha()])
_SIGN = rf"(?:(?<![a-z])(?:{_LETTER_SIGNS})|{_any_of([sign for sign in _SIGNS if not sign[0].isalpha()])})"
_PREFIX = (
    rf"(?:(?P<sign>(?<!\d)(?<!\d\s){_SIGN}|{_SIGN}(?=\d))|(?<![a-z])(?P<code>{_any_of([*_CODES, 'rmb', 'rs', 'fr'])})\.?"
    r"|(?P<name_zh>人民币|美元|美金|欧元|港币))"
)
_SCALE = r"(?:\s?(?P<scale>k|grand|thousand|million|mn)(?![a-z])|(?P<scale_zh>[百千万]))"
_SUFFIX = (
    rf"(?:\s?(?P<unit_zh>{_any_of(list(_CHINESE_NAMES))})|\s?(?P<unit>{_any_of(list(_NAMES))})(?![a-z])"
    rf"|\s?(?P<sign_after>{_any_of(list(_SIGNS))})(?!\s?\d(?!\d?[-/]\d)))"
)
_TAIL_ZH = (
    r"(?:(?P<tenths>[\d一二三四五六七八九])(?:[毛角](?:(?P<hundredths>[\d一二三四五六七八九])分?)?"
    r"|(?!\d|[.,]\d|[个万千百十月号年天]|(?<=一)[件单位箱盒包袋瓶张斤次人台间条双套把份桶杯片只支顿碗小公][^到]?)))"
)
_DIGITS = re.compile(
    rf"(?:{_PREFIX}\s?)?(?<![\d])(?<![\d][.,])(?<!\d[-/:])(?P<number>{_NUMBER}){_SCALE}?{_SUFFIX}?"
    rf"(?:(?<=[元块]){_TAIL_ZH}|(?:\s?and\s?|\s)(?P<cents>\d{{1,2}})\scents?(?![a-z]))?",
    re.ASCII,
)
_CENTS = re.compile(r"(?<![\w.,$])(?P<number>\d{1,2})\s?(?:cents?(?![a-z])|¢)", re.ASCII)
_PENCE = re.compile(r"(?<![\w.,$£])(?P<number>\d{1,2})(?:p|\s?pence)(?![\w/])", re.ASCII)
_FOR_ONE = re.compile(r"(?:each|ea|pp|ph|pn|pw|pcm)\b", re.ASCII)
"""Letters that may touch the price of one: 9.50pp."""
_JIAO = re.compile(
    r"(?<![\w.,$块元])(?P<number>\d{1,2}|[一二两三四五六七八九])(?P<unit>毛|角)(?:钱|(?![\w]))", re.ASCII
)
_WORDS_ZH = re.compile(
    rf"(?P<words>(?<![零〇一二两三四五六七八九十百千万亿第初周期拜\d]){CHINESE_NUMERAL}+)(?:点(?P<point>[零〇一二三四五六七八九]+))?"
    rf"(?P<unit_zh>{_any_of(list(_CHINESE_NAMES))})?(?:(?<=[元块]){_TAIL_ZH})?"
)
_WORD = "|".join((*ENGLISH_SMALL, *ENGLISH_LARGE))
_WORDS = re.compile(
    rf"(?<![a-z])(?P<words>(?:an?\s(?=hundred|thousand|grand|million))?(?:{_WORD})(?:(?:\s|-|\sand\s)(?:{_WORD})(?![a-z]))*)(?![a-z])"
    rf"(?:\s(?P<unit>{_any_of([*_NAMES, 'cents', 'cent'])})(?![a-z]))?"
    rf"(?:(?<=[a-z])(?:\sand\s|\s)(?P<cents>\d{{1,2}}|(?:{_WORD})(?:[\s-](?:{_WORD}))?)\scents?(?![a-z]))?"
)
_SCALES = {
    "k": 1000,
    "grand": 1000,
    "thousand": 1000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "百": 100,
    "千": 1000,
    "万": 10_000,
}


def number_value(text: str) -> Decimal | None:
    """``1,234.56``, ``1.234,56``, ``45,20`` and ``1,200`` as a number; the last separator before one or two digits is the decimal one."""
    digits = text.replace("'", "").replace(" ", "")
    separators = [char for char in digits if char in ".,"]
    if separators:
        last = max(digits.rfind("."), digits.rfind(","))
        decimals = len(digits) - last - 1
        is_grouping = (
            decimals == 3 and (len(separators) > 1 or not digits.startswith("0")) and len(set(separators)) == 1
        )
        whole, fraction = (digits, "") if is_grouping else (digits[:last], digits[last:].replace(",", "."))
        digits = re.sub("[.,]", "", whole) + fraction
    try:
        return Decimal(digits or "x")
    except InvalidOperation:
        return None


def _small(text: str | None) -> int:
    """A digit or number below a hundred, in figures or words; 0 for none."""
    if not text:
        return 0
    if text.isdigit():
        return int(text)
    return chinese_number(text) or english_number(text) or 0


def _with_tail(match: re.Match[str], value: Decimal) -> Decimal:
    groups = match.groupdict()
    cents = 10 * _small(groups.get("tenths")) + _small(groups.get("hundredths")) + _small(groups.get("cents"))
    return value + Decimal(cents) / 100


def _currency(match: re.Match[str]) -> str:
    groups = match.groupdict()
    for name, table in (("sign", _SIGNS), ("sign_after", _SIGNS), ("code", _NAMES), ("unit", _NAMES)):
        if groups.get(name):
            return table.get(groups[name], "")
    for name in ("name_zh", "unit_zh"):
        if groups.get(name):
            return _CHINESE_NAMES[groups[name]]
    return ""


def _digit_amounts(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        value = number_value(match["number"])
        if value is None or _is_part_of_a_word(text, match):
            continue
        scale = match["scale"] or match["scale_zh"]
        if scale:
            value *= _SCALES[scale]
        currency = _currency(match)
        yield Found(
            match.start(), match.end(), _with_tail(match, value), currency, _base(match, value, currency, scale)
        )
    for pattern, currency in ((_CENTS, "USD"), (_PENCE, "GBP")):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Decimal(match["number"]) / 100, currency, 0.9)
    for match in _JIAO.finditer(text):
        yield Found(match.start(), match.end(), Decimal(_small(match["number"])) / 10, "CNY", 0.9)


def _is_part_of_a_word(text: str, match: re.Match[str]) -> bool:
    """A4, 500gb, usb3, 21st: letters that touch the number and are no currency."""
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    has_prefix = match.start() != match.start("number")
    if _FOR_ONE.match(text, match.end()):
        return False
    is_name = bool(re.match(r"-[a-z]{2}", text[match.end() :])) and not has_prefix  # 7-eleven
    return is_name or (not has_prefix and _is_letter(before)) or (_is_letter(after) and text[match.end() - 1].isdigit())


def _is_letter(char: str) -> bool:
    return char.isalpha() and char.isascii()


def _base(match: re.Match[str], value: Decimal, currency: str, scale: str | None) -> float:
    number = match["number"]
    if currency:
        return MARKED
    if scale:
        return 0.68
    if re.search(r"[.,]\d\d?$", number) or re.search(r",\d{3}", number):
        return 0.7
    if len(number) > 7 or (len(number) > 3 and number.startswith("0")):
        return 0.16
    is_year = number.isdigit() and len(number) == 4 and 2015 <= value <= 2035 and value % 10
    return 0.25 if is_year else 0.35 if value < 13 else 0.5


def _word_amounts(text: str) -> Iterator[Found]:
    for match in _WORDS.finditer(text):
        value = english_number(match["words"])
        if value is None:
            continue
        amount = _with_tail(match, Decimal(value))
        if (match["unit"] or "").startswith("cent"):
            yield Found(match.start(), match.end(), Decimal(value) / 100, "USD", 0.9)
            continue
        base = 0.9 if match["unit"] else 0.47 if value > 12 else 0.2
        yield Found(match.start(), match.end(), amount, _currency(match), base)
    for match in _WORDS_ZH.finditer(text):
        number = chinese_number(match["words"])
        if number is None:
            continue
        amount = Decimal(number)
        if match["point"]:
            amount += Decimal("0." + "".join(str(chinese_number(char)) for char in match["point"]))
        base = 0.9 if match["unit_zh"] else 0.55 if number > 12 and match["words"][0] not in "百千万亿" else 0.1
        yield Found(match.start(), match.end(), _with_tail(match, amount), _currency(match), base)


def find_amounts(
    line: str, taken: Sequence[tuple[int, int]] = (), ends: Collection[int] = ()
) -> tuple[AmountSpan, ...]:
    """All numbers of a line that may be money, the likeliest first.

    Args:
        line: as typed.
        taken: places that belong to something else (the words of a date).
        ends: where words start that say how it was paid.
    """
    text = plain(line)
    for start, end in taken:
        text = text[:start] + "\0" * (end - start) + text[end:]
    found = [one for one in (*_digit_amounts(text), *_word_amounts(text)) if one.value > 0]
    found.sort(key=lambda one: (one.start - one.end, -one.base))
    kept: list[Found] = []
    for one in found:
        if _is_free(one, [(other.start, other.end) for other in kept]):
            kept.append(one)
    is_yen = bool(re.search(r"\byen\b|日元|円", text)) and not CHINESE.search(line.replace("日元", ""))
    spans = [_span(line, one, weigh(text, one, ends), is_yen=is_yen) for one in kept]
    return tuple(sorted(spans, key=lambda span: (-span.score, span.start)))


def _is_free(one: Found, taken: Sequence[tuple[int, int]]) -> bool:
    return all(one.end <= start or one.start >= end for start, end in taken)


def _span(line: str, one: Found, score: float, *, is_yen: bool) -> AmountSpan:
    currency = "JPY" if is_yen and one.currency == "CNY" else one.currency
    value = one.value.quantize(Decimal("0.01"))
    return AmountSpan(one.start, one.end, line[one.start : one.end], value, currency, round(score, 2))


def likely_amounts(spans: Sequence[AmountSpan]) -> tuple[AmountSpan, ...]:
    """Those that a model may choose among: usable, and not much worse than the best."""
    usable = [span for span in spans if span.score >= USABLE_SCORE]
    if not usable:
        return ()
    best = max(span.score for span in usable)
    near = [span for span in usable if span.score >= best - _NEAR_BEST]
    counts = [span for span in near if span.score <= USABLE_SCORE and span.value < 13 and best > _COUNTED]
    return tuple(span for span in near if span not in counts)[:_MOST]
