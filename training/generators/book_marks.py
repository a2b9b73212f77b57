"""A line under construction: invisible marks keep track of memo, amount and date while the text is joined, cased and cleaned."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_MEMO, _AMOUNT, _DATE = ("\x01", "\x02"), ("\x03", "\x04"), ("\x05", "\x06")
_MARKS = re.compile("[\x01-\x06]")
_ARTICLE = re.compile(r"(an? |the |some )", re.IGNORECASE)
_SPACES = re.compile(r" {2,}")
_SPACE_BEFORE_COMMA = re.compile(r" +([,;])")
_GLUED = re.compile("([0-9A-Za-z.])(?=[\x01-\x06])([\x02\x04\x06]*)([\x01\x03\x05]*)(?=[0-9A-Za-z¥￥$])")
_LONG_WORD = re.compile(r"[a-z]{5,}")
_FIELD = re.compile(r"\{(<?\w+>?)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A finished line and the words of it that the answer copies ('' where the line has none)."""

    text: str
    memo: str
    amount: str
    date: str


def as_memo(text: str) -> str:
    """`text` marked as the memo; an article before it stays outside."""
    article = _ARTICLE.match(text)
    head = article.group() if article else ""
    return head + _MEMO[0] + text[len(head) :] + _MEMO[1]


def as_amount(text: str) -> str:
    """`text` marked as the amount."""
    return _AMOUNT[0] + text + _AMOUNT[1] if text else ""


def as_date(text: str, words: str) -> str:
    """`text` with the date's own `words` in it marked."""
    return text.replace(words, _DATE[0] + words + _DATE[1], 1) if words else ""


def _between(text: str, marks: tuple[str, str]) -> str:
    start = text.find(marks[0])
    return _MARKS.sub("", text[start : text.index(marks[1], start)]) if start >= 0 else ""


def fill_pattern(pattern: str, values: dict[str, str]) -> str:
    """The pattern with its fields replaced; {<x>} takes the value of x as the memo, <words> are the memo themselves."""

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        return as_memo(values[name[1:-1]]) if name[0] == "<" else values[name]

    opened = pattern.replace("{<", "\x07").replace(">}", "\x08")
    if "<" in opened:
        opened = opened.replace("<", _MEMO[0], 1).replace(">", _MEMO[1], 1)
    return _FIELD.sub(one, opened.replace("\x07", "{<").replace("\x08", ">}"))


def slipped(rng: random.Random, text: str) -> str:
    """`text` with two neighbouring letters of one longer word swapped, as fast typing does."""
    words = [match for match in _LONG_WORD.finditer(text) if "{" not in text[max(0, match.start() - 2) : match.start()]]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def finished(text: str) -> Line:
    """The line without its marks, tidied."""
    text = _GLUED.sub(r"\1\2 \3", text)
    text = _SPACE_BEFORE_COMMA.sub(r"\1", _SPACES.sub(" ", text)).strip(" ,;:-|，")
    plain = _MARKS.sub("", text)
    return Line(plain, _between(text, _MEMO), _between(text, _AMOUNT), _between(text, _DATE))
