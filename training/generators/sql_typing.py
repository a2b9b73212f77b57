"""The last touch on a question: capitals, the mark at its end, lower case throughout, slips of the finger."""

from __future__ import annotations

import random
import re
from collections.abc import Collection
from functools import cache

from training.generators.sql_scene import NUMBER_WORDS
from training.generators.sql_values import words

QUESTION_STARTS = (
    "what", "which", "who", "how", "where", "when", "in which", "in what", "can you", "could you", "is ", "are ", "do ", "did ",
    "does ", "by ", "would", "from which", "from how", "in how", "whom", "to what", "whats", "on what", "can i",
)  # fmt: skip
CAPITAL_SHARE, QUESTION_MARK_SHARE, STOP_SHARE = 0.6, 0.62, 0.2
LOWER_SHARE, SLIP_SHARE, TERSE_SHARE = 0.24, 0.055, 0.09
THEN_SHARE = 0.2
GREETING_SHARE = 0.022
GREETINGS = (
    "hi, ",
    "hello, ",
    "hey, ",
    "ok, ",
    "so, ",
    "now ",
    "please: ",
    "quick question: ",
    "and ",
    "hello there, ",
    "good morning, ",
    "sorry, ",
    "tell me: ",
    "ok so ",
    "well, ",
    "hi! ",
    "excuse me, ",
    "one more: ",
    "um, ",
)
CLOSINGS = (
    " please",
    " pls",
    ", please",
    ", thanks",
    " thanks",
    " for me",
    " right now",
    ", thank you",
    " thx",
    " if possible",
    " asap",
    ", cheers",
    " if you can",
)
_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_FORMAT = "strftime ( "
_SMALL_WORDS = re.compile(r"\b(?:the|an?|all|our|any) (?=[a-z])")
_SHORTER = (
    ("average", "avg"),
    ("maximum", "max"),
    ("minimum", "min"),
    ("please ", ""),
    ("greater than", ">"),
    ("more than", ">"),
)
_NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k", "m": "n",
    "n": "m", "o": "i", "p": "o", "r": "t", "s": "d", "t": "r", "u": "i", "v": "b", "w": "e", "y": "u",
}  # fmt: skip


def _ended(rng: random.Random, text: str) -> str:
    if text.endswith(("?", ".", "!")):
        return text
    if text.lower().startswith(QUESTION_STARTS):
        return text + "?" if rng.random() < QUESTION_MARK_SHARE else text
    if text.endswith("please"):
        return text
    return text + "." if rng.random() < STOP_SHARE else text


def typed(rng: random.Random, text: str) -> str:
    """One question as someone types it: spaces tidied, perhaps a capital and a mark at the end."""
    text = re.sub(r" {2,}", " ", text).strip()
    roll = rng.random()
    if roll < GREETING_SHARE:
        text = rng.choice(GREETINGS) + text
    elif roll < 2 * GREETING_SHARE and "please" not in text:
        text += rng.choice(CLOSINGS)
    if rng.random() < CAPITAL_SHARE:
        text = text[:1].upper() + text[1:]
        text = re.sub(r"\bi\b(?=['d ])", "I", text)
    return _ended(rng, text)


def terse(text: str, sql: str) -> str:
    """The text as a note: without its small words, and with long ones cut short, where no value holds one of them."""
    literals = " ".join(_LITERAL.findall(sql)).lower() + " "
    if any(long.strip() in literals for long, _ in _SHORTER) or _SMALL_WORDS.search(literals + "x"):
        return text
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return re.sub(r" {2,}", " ", _SMALL_WORDS.sub("", text)).strip()


@cache
def words_of_peoples() -> frozenset[str]:
    """The adjectives of countries, which stand for a value of the query."""
    return frozenset(word for people in words().demonyms.values() for word in people.split())


def slipped(rng: random.Random, text: str, sql: str) -> str:
    """The text with one typing slip in a word that the query does not need."""
    values = [value.strip("%").lower() for value in _LITERAL.findall(sql)]
    if " than " in text and rng.random() < THEN_SHARE and not any("than" in value for value in values):
        return text.replace(" than ", " then ")
    found = [
        m
        for m in re.finditer(r"\b[a-z]{5,}\b", text)
        if m.group() not in sql.lower()
        and m.group() not in NUMBER_WORDS
        and m.group().title() not in words_of_peoples()
        and not any(value and value in m.group() for value in values)
    ]
    if not found:
        return text
    word = rng.choice(found)
    at = word.start() + rng.randint(1, len(word.group()) - 3)
    roll = rng.random()
    if roll < 0.4:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if roll < 0.7:
        return text[:at] + text[at + 1 :]
    if roll < 0.85:
        return text[:at] + text[at] + text[at:]
    return text[:at] + _NEIGHBOURS.get(text[at], text[at]) + text[at + 1 :]


def _lower_literal(sql: str, value: str) -> str:
    quoted = value.replace("'", "''")

    def lower(match: re.Match[str]) -> str:
        is_value = match.group(1).strip("%") == quoted and not sql[: match.start()].endswith(_FORMAT)
        return match.group().lower() if is_value else match.group()

    return _LITERAL.sub(lower, sql)


def _lower_except(text: str, protected: Collection[str]) -> str:
    if not protected:
        return text.lower()
    pieces, end = [], 0
    for match in re.finditer("|".join(re.escape(value) for value in protected), text):
        pieces += [text[end : match.start()].lower(), match.group()]
        end = match.end()
    return "".join(pieces) + text[end:].lower()


def lowered(rng: random.Random, text: str, sql: str, proper: Collection[str]) -> tuple[str, str]:
    """The question in lower case. Names of people and places keep their capitals in the query; every other value is either
    kept as it was in both or lowered in both, so that the query still copies what was typed.
    """
    keep_values = rng.random() < 0.5
    names = [name for name in proper if name.lower().title() == name and name in text]
    values = sorted({value.replace("''", "'").strip("%") for value in _LITERAL.findall(sql)}, key=len, reverse=True)
    protected = []
    for value in values:
        if value not in text or value.lower() == value or any(value in name for name in names):
            continue
        if keep_values:
            protected.append(value)
        else:
            sql = _lower_literal(sql, value)
    return _lower_except(text, protected), sql
