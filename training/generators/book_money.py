"""Amounts of money as people type them, in English and Chinese."""

from __future__ import annotations

import math
import random

from training.generators.book_vocabulary import Language

_ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
_TENS = tuple("_ _ twenty thirty forty fifty sixty seventy eighty ninety".split())
_DIGITS_ZH = "零一二三四五六七八九"
_ENGLISH_FORMS = (
    *("${}",) * 14, *("{}",) * 16,
    "$ {}", "€{}", "£{}", "USD {}", "{} USD", "{} usd", "EUR {}", "{} euros", "{} euro", "{} dollars", "{} dollars", "{} bucks",
    "{}$", "{} EUR", "{}€", "{} €", "GBP {}", "US${}", "{} pounds", "{} eur", "C${}", "{} CHF",
)  # fmt: skip
_CHINESE_FORMS = (
    *("{}元",) * 9, *("{} 元",) * 4, *("{}块",) * 5, *("{}",) * 5, "¥{}", "¥{}", "￥{}", "RMB {}", "{}块钱", "{}人民币",
)  # fmt: skip


def number_words(value: int, *, hyphen: bool = False, use_and: bool = False) -> str:
    """A whole number below a million in English words."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        rest = (("-" if hyphen else " ") + _ONES[value % 10]) if value % 10 else ""
        return _TENS[value // 10] + rest
    unit, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    head = f"{number_words(value // unit, hyphen=hyphen, use_and=use_and)} {name}"
    if value % unit == 0:
        return head
    joint = " and " if use_and and value < 1000 else " "
    return head + joint + number_words(value % unit, hyphen=hyphen, use_and=use_and)


def number_words_zh(value: int) -> str:
    """A whole number below a hundred million in Chinese words."""
    if value >= 10000:
        rest = value % 10000
        zero = "零" if 0 < rest < 1000 else ""
        return number_words_zh(value // 10000) + "万" + zero + (number_words_zh(rest) if rest else "")
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _digit_zh(digit, unit, words) + name
        gap = bool(words) and not digit
    return words or "零"


def _digit_zh(digit: int, unit: int, before: str) -> str:
    if digit == 1 and unit == 10 and not before:
        return ""
    return "两" if digit == 2 and unit >= 100 else _DIGITS_ZH[digit]


def _cents(rng: random.Random, low: float, high: float) -> int:
    value = math.exp(rng.uniform(math.log(low), math.log(high)))
    roll = rng.random()
    if value > 150 and roll < 0.4:
        return int(round(value, -1)) * 100
    if roll < 0.75:
        cents = round(value * 100) if roll < 0.62 else round(value * 10) * 10
        return max(cents, 50)
    return max(round(value), 1) * 100


def _digits(rng: random.Random, cents: int) -> str:
    whole, part = divmod(cents, 100)
    text = f"{whole:,}" if whole >= 1000 and rng.random() < 0.45 else str(whole)
    if part == 0:
        return text if rng.random() < 0.8 else text + ".00"
    return f"{text}.{part // 10}" if part % 10 == 0 and rng.random() < 0.12 else f"{text}.{part:02d}"


def _english_words(rng: random.Random, whole: int, part: int) -> str:
    words = number_words(whole, hyphen=rng.random() < 0.5, use_and=rng.random() < 0.4)
    unit = rng.choice(("dollars", "dollars", "bucks", "euros", "pounds")) if whole != 1 else "dollar"
    if part and unit == "dollars":
        return f"{words} dollars and {number_words(part)} cents"
    return words if rng.random() < 0.2 else f"{words} {unit}"


def _chinese_words(rng: random.Random, whole: int) -> str:
    words = number_words_zh(whole)
    if whole % 100 == 0 and 1000 < whole < 10000 and whole % 1000 and rng.random() < 0.3:
        return words.removesuffix("百")  # 一千二 for 1200
    return words + rng.choice(("块", "元", "块钱", "元", "块"))


def amount_words(rng: random.Random, price: tuple[float, float], language: Language) -> str:
    """A plausible amount within `price`, with or without a currency sign, in digits or in words."""
    cents = _cents(rng, *price)
    whole, part = divmod(cents, 100)
    if language == "chinese":
        return _chinese_amount(rng, cents)
    if rng.random() < 0.035 and 1 <= whole < 3000:
        return _english_words(rng, whole, part)
    if whole >= 1000 and rng.random() < 0.16:
        return _thousands(rng, whole)
    if whole == 0 and rng.random() < 0.4:
        return f"{part} cents" if rng.random() < 0.7 else f".{part:02d}"
    return rng.choice(_ENGLISH_FORMS).format(_digits(rng, cents))


def _thousands(rng: random.Random, whole: int) -> str:
    text = f"{round(whole / 1000, rng.choice((0, 1, 1)))}".removesuffix(".0")
    return rng.choice(("{}k", "{}k", "${}k", "{} k", "{}K", "${}K", "{} grand", "{}k dollars")).format(text)


def _chinese_amount(rng: random.Random, cents: int) -> str:
    whole, part = divmod(cents, 100)
    roll = rng.random()
    if whole and roll < 0.12:
        rounded = whole if whole < 100 else round(whole, -len(str(whole)) + rng.choice((1, 2)))
        return _chinese_words(rng, rounded)
    if whole >= 10000 and roll < 0.4:
        return f"{round(whole / 10000, 1):g}万" + rng.choice(("", "元"))
    if whole >= 1000 and roll < 0.2:
        return f"{round(whole / 1000, 1):g}" + rng.choice(("千", "k", "千元", "千块"))
    if part and part % 10 == 0 and roll < 0.3:
        return f"{whole}块{part // 10}"
    return rng.choice(_CHINESE_FORMS).format(_digits(rng, cents))
