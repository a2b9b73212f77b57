"""A piece of mathematics in two languages at once, and the speaker whose habits choose the words."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from training.generators.book_money import number_words

# What an English phrase does to a following "plus ...": a greedy one swallows it ("the square root of x plus 1"), one that ends in a
# letter exponent swallows only numbers ("x to the n plus 1"), a closed one nothing. A comma ends every phrase.
Tail = Literal["closed", "number", "greedy"]
ATOM, POWER, PRODUCT, SUM = 4, 3, 2, 1
_COMMAND_END = re.compile(r"\\[a-zA-Z]+$")
Option = TypeVar("Option")
_ENDED = (
    *("({})",) * 4, "open paren {} close paren", "open paren {} close paren", "open parenthesis {} close parenthesis",
    "open parentheses {} close parentheses", "open bracket {} close bracket", "open brackets {} close brackets",
    "left paren {} right paren", "left parenthesis {} right parenthesis", "left bracket {} right bracket", "bracket {} close bracket",
    "paren {} close paren", "parenthesis {} close parenthesis", "brackets {} close brackets", "the quantity {} end quantity",
    "open paren {} closed paren", "bracket open {} bracket close", "bracket {} bracket closed", "round bracket {} close bracket",
    "begin bracket {} end bracket", "bracket {} bracket", "bracket {} bracket", "open bracket {} close bracket", "paren {} paren",
)  # fmt: skip
# Said after the group or only before it: where the group reaches back to an operator, or to the end or a word such as "squared".
_AFTER = (
    "{} in brackets",
    "{} in brackets",
    "{} in parentheses",
    "{}, in brackets,",
    "{} in parens",
    "{} in round brackets",
)
_BEFORE = ("the quantity {}", "the quantity {}", "the quantity {}", "quantity {}", "the whole of {}", "the expression {}",
           "the whole quantity {}")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """English words, their LaTeX, how tightly the LaTeX binds (ATOM to SUM), and the tail of the words."""

    words: str
    tex: str
    level: int = ATOM
    tail: Tail = "closed"

    @property
    def grouped_tex(self) -> str:
        """The LaTeX in parentheses where it is a sum."""
        return f"({self.tex})" if self.level == SUM else self.tex

    def with_tail(self, tail: Tail) -> Node:
        """The same piece with another tail."""
        return replace(self, tail=tail)


def join(*parts: str) -> str:
    r"""The parts set side by side, with a space only where a command would run into a letter or digit (`\pi r`)."""
    text = ""
    for part in parts:
        if part and part[0].isalnum() and part[0].isascii() and _COMMAND_END.search(text[-24:]):
            text += " "
        text += part
    return text


def in_group(rng: random.Random, words: str, *, loose: bool = False) -> str:
    """`words` said to stand in parentheses; `loose` where a group named on one side only is clear."""
    roll = rng.random() if loose and "," not in words else 1.0
    forms = _BEFORE if roll < 0.3 else _AFTER if roll < 0.5 else _ENDED
    return forms[int(rng.random() * len(forms))].format(words)


class Speaker:
    """One person's habits: digits or number words, "the" or not, spoken signs or typed ones."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.types_signs = rng.random() < 0.08
        self.types_digits = self.types_signs or rng.random() < 0.42
        self.says_the = rng.random() < 0.65
        self.hyphenates = rng.random() < 0.25

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.rng.random() < probability

    def one(self, options: Sequence[Option]) -> Option:
        """A random option."""
        return options[int(self.rng.random() * len(options))]

    def say(self, *options: str) -> str:
        """One of several ways to say it."""
        return options[int(self.rng.random() * len(options))]

    def the(self, words: str) -> str:
        """`words`, mostly with "the" where the speaker is of that kind."""
        return f"the {words}" if self.chance(0.88 if self.says_the else 0.15) else words

    def whole(self, value: int) -> str:
        """A whole number in digits or words."""
        if self.types_digits or self.chance(0.05):
            return str(value)
        return number_words(value, hyphen=self.hyphenates, use_and=self.chance(0.3))

    def plus_or_minus(self) -> tuple[str, str]:
        """A sign as word and LaTeX."""
        if self.chance(0.6):
            return ("+" if self.types_signs else "plus"), "+"
        return ("-" if self.types_signs else "minus"), "-"

    def negative(self) -> str:
        """The word before a negative quantity."""
        return "-" if self.types_signs else self.say("minus", "minus", "negative")
