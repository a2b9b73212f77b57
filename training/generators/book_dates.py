"""Days as people name them in a line: absolute, short, relative; English and Chinese."""

from __future__ import annotations

import random
from dataclasses import dataclass

from training.generators.book_money import number_words, number_words_zh
from training.generators.book_vocabulary import MONTHS, Language

_WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_WEEKDAYS_ZH = "一二三四五六日天"
_SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Tues", "Thurs")


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of a day and the preposition ("on") that a sentence wants before them, if any."""

    words: str
    preposition: str

    @property
    def in_sentence(self) -> str:
        """The words as a sentence has them."""
        return f"{self.preposition} {self.words}" if self.preposition else self.words


def _ordinal(day: int) -> str:
    suffix = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _month(rng: random.Random, number: int) -> str:
    name = MONTHS[number - 1]
    if rng.random() < 0.4:
        name = "Sept" if number == 9 and rng.random() < 0.5 else name[:3] + ("." if rng.random() < 0.08 else "")
    return name.lower() if rng.random() < 0.35 else name


def _with_year(rng: random.Random, day: int, month: int) -> str:
    year, name = rng.randint(2015, 2029), _month(rng, month)
    return rng.choice(
        (
            f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}-{day:02d}",
            f"{day} {name} {year}", f"{name} {day}, {year}", f"{name} {day} {year}", f"{month}/{day}/{year}",
            f"{month:02d}/{day:02d}/{year}", f"{month}/{day}/{year % 100:02d}", f"{day}.{month}.{year}",
            f"{day:02d}.{month:02d}.{year}", f"{name} {_ordinal(day)} {year}", f"{year}/{month}/{day}",
            f"{name} {_ordinal(day)}, {year}", f"{month}-{day}-{year}",
        )
    )  # fmt: skip


def _without_year(rng: random.Random, day: int, month: int) -> str:
    name, nth = _month(rng, month), _ordinal(day)
    return rng.choice(
        (
            f"{day} {name}", f"{name} {day}", f"{name} {nth}", f"{name} {day}", f"{name} {nth}", f"{month}/{day}", f"{month}/{day}",
            f"{month}/{day}", f"{day}.{month}.", f"the {nth} of {name}", f"{nth} {name}", f"{nth} of {name}", f"{month:02d}/{day:02d}",
            f"{day:02d}.{month:02d}.", f"{name} the {nth}", f"{month}-{day}",
        )
    )  # fmt: skip


def _weekday(rng: random.Random) -> str:
    day = rng.choice(_WEEKDAYS) if rng.random() < 0.8 else rng.choice(_SHORT_WEEKDAYS)
    return day.lower() if rng.random() < 0.5 else day


def _relative(rng: random.Random) -> DateWords:
    roll = rng.random()
    if roll < 0.22:
        return DateWords("today", "")
    if roll < 0.55:
        return DateWords("yesterday", "")
    if roll < 0.72:
        return DateWords(f"last {_weekday(rng)}", "")
    if roll < 0.82:
        return DateWords(_weekday(rng), "on")
    if roll < 0.92:
        count = rng.randint(2, 9)
        return DateWords(f"{number_words(count) if rng.random() < 0.5 else count} days ago", "")
    fixed = "a week ago, the day before yesterday, two weeks ago, one week ago, this morning, day before yesterday"
    return DateWords(rng.choice(fixed.split(", ")), "")


def date_words(rng: random.Random, language: Language) -> DateWords:
    """A random day in the words of `language`."""
    if language == "chinese":
        return DateWords(_chinese(rng), "")
    roll = rng.random()
    if roll < 0.36:
        return _relative(rng)
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    if roll < 0.56:
        return DateWords(_with_year(rng, day, month), "on")
    if roll < 0.6:
        return DateWords(f"the {_ordinal(day)}", "on")
    return DateWords(_without_year(rng, day, month), "on")


def _chinese(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.42:
        return _chinese_relative(rng)
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2015, 2029)
    if roll < 0.6:
        return rng.choice(
            (
                f"{year}年{month}月{day}日",
                f"{year}-{month:02d}-{day:02d}",
                f"{year}/{month}/{day}",
                f"{year}.{month}.{day}",
            )
        )
    if roll < 0.66:
        return f"{number_words_zh(month)}月{number_words_zh(day)}{rng.choice('日号')}"
    short = (
        f"{month}月{day}日",
        f"{month}月{day}日",
        f"{month}月{day}号",
        f"{month}/{day}",
        f"{month}.{day}",
        f"{day}号",
    )
    return rng.choice(short)


def _chinese_relative(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.7:
        return rng.choice(("今天", "昨天", "昨天", "前天", "今天", "昨天", "大前天", "昨日", "今日"))
    if roll < 0.85:
        count = rng.randint(2, 9)
        return f"{count if rng.random() < 0.6 else '两三四五六七八九'[count - 2]}天前"
    return rng.choice(("上周", "上星期", "周", "星期", "上礼拜")) + rng.choice(_WEEKDAYS_ZH)
