"""A line as the finders read it: lower case, full-width signs made narrow, one character for one, so that places stay the same."""

from __future__ import annotations

import re
import unicodedata

CHINESE = re.compile("[\u3400-\u9fff]")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"


def plain(line: str) -> str:
    """``line`` for scanning; as long as ``line`` itself."""
    return "".join(_narrow(char) for char in line)


def _narrow(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char).lower()
    if len(narrow) != 1:
        return char
    if char == "，":  # between two numbers it separates, where a narrow comma would group
        return ";"
    return "-" if narrow in "–—−" else "'" if narrow in "’‘" else " " if narrow.isspace() else narrow


def chinese_number(words: str) -> int | None:
    """三百五 → 350, 两万零五十 → 20050; None if the characters are no number."""
    if not words or any(char not in _DIGITS and char not in _UNITS and char not in "万亿" for char in words):
        return None
    for big, factor in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = words.partition(big)
        if found:
            left, right = chinese_number(head or "一"), _tail(tail, factor)
            return None if left is None or right is None else left * factor + right
    return _below_ten_thousand(words)


def _tail(words: str, factor: int) -> int | None:
    if not words:
        return 0
    if len(words) == 1 and words in _DIGITS:  # 三万五 is 35,000
        return _DIGITS[words] * factor // 10
    return chinese_number(words)


def _below_ten_thousand(words: str) -> int | None:
    if all(char in _DIGITS for char in words):
        return int("".join(str(_DIGITS[char]) for char in words))
    total, digit, unit = 0, None, 1
    for char in words:
        if char in _UNITS:
            unit = _UNITS[char]
            total += (1 if digit is None else digit) * unit
            digit = None
        else:
            unit = 1 if char in "零〇" else unit
            digit = _DIGITS[char]
    if digit:
        total += digit * (unit // 10 if unit >= 100 else 1)  # 三百五 is 350, 三百零五 is 305
    return total


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ENGLISH_SMALL = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
ENGLISH_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000}


def english_number(words: str) -> int | None:
    """Turn “two hundred and five” into 205 and “a grand” into 1000; None if the words are no number."""
    total = current = 0
    known = False
    for word in re.findall(r"[a-z]+", words):
        if word in ENGLISH_SMALL:
            current += ENGLISH_SMALL[word]
        elif word in ENGLISH_LARGE:
            factor = ENGLISH_LARGE[word]
            if factor == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * factor, 0
        elif word not in ("a", "and"):
            return None
        known = known or word not in ("a", "and")
    return total + current if known else None
