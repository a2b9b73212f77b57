"""Words before a formula that only name it: "Ohm's law, V equals I R", "buoyancy B equals rho g V".

A word that no part of the grammar knows is no part of a formula either, unless it is one of the few that would change what comes after
it; so what stands before the formula is left out where a whole statement follows.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from functools import cache

from app.core.spoken_math.tokens import GREEK, first_words, quantity_names

_MOST_WORDS = 8
_SHORT = 2
_CLOSE = 0.75
_VERY_CLOSE = 0.84
_SHORTEST_QUANTITY = 3
_SHORTEST_SLIP = 5
_NAMES = frozenset(
    "law laws rule rules theorem identity formula equation equations inequality principle lemma corollary definition criterion relation "
    "approximation distribution density number constant series expansion condition property model postulate function constraint "
    "transform method estimator coefficient ratio curve effect balance budget matrix modulus triangle length line plane circle "
    "ellipse parabola hyperbola differential".split()
)
"""Nouns that name a formula, so that the words before them may be mathematical."""
_STATES = re.compile(
    r"[,:]?\s+(?:(?:that )?(?:says|states|tells us|reads|asserts|means|gives|goes)(?: that)?|is given by|is that|is as follows)[,:]?\s+"
)
_CHANGES = frozenset(
    # what would change the meaning of what comes after it
    "twice thrice double triple halved doubled squared cubed reciprocal conjugate opposite negation negated average mean median expected "
    "variance inverse power exponent modulo remainder adjoint adjugate adj rank kernel image span dim dimension degree order argument arg "
    "real imaginary sign signum difference quotient percent percentage closure interior boundary convolution convolved convolve support "
    "null alternative hypothesis system simultaneous hypotheses nearly almost about roughly exactly precisely around approx "
    "approximately near integer part fractional mantissa conj "
    # what joins, counts or denies
    "every each any some none all both either neither nor never not unless without except beside besides apart because since although but "
    "than then therefore thus hence so only also another other others else same one two three first second third last next "
    "minimum maximum min max greatest least largest smallest highest lowest sum product bigger smaller larger greater less more fewer "
    "proportional equal equals equivalent congruent inversely directly varies vary varying increases decreases times over under "
    "divided multiplied added subtracted plus minus raised taken repeated evaluated differentiated integrated summed".split()
)
_FRAMES = frozenset("system null alternative hypothesis simultaneous".split())
"""What is written with a sign of its own: a brace, a name before a colon."""
_NEVER = frozenset(
    "twice thrice reciprocal opposite negation negated every each any no none not never neither nor unless without percent".split()
)
"""What no name of a formula has."""
_CIRCUITS = ("RC", "RL", "LC", "AC", "DC")
_NO_END = frozenset(
    "of the a an by in for and or at on per to from into onto above below between among across along through with within against before "
    "after until if when where while whose which that as is are was be its their his her this these those whenever whether via using "
    "having under over up down out off inside outside".split()
)
_SMALL = frozenset("de of the a an by in for and to at on".split())
_POSSESSIVE = re.compile(r"[a-z]+(?:'s|s'|’s|s’)$")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*$")
_LETTERS_OF_NUMBER = re.compile(r"(?:capital |big |upper case )?([A-Z]) ([a-z]),?(?= (?:equals?|is|=)(?: |$))")
_APART = re.compile(r"^((?:[\w']+ ){0,5}[\w']+),(?= (?:equals?|is|=|are)(?: |$))")
_STARTS_LIKE_SUM = re.compile(
    r"(?:plus|minus|negative|positive|to|and|or|of|in|is|are|equals?)\b|[-+=<>/*^]", re.IGNORECASE
)
_IDIOMS = re.compile(
    r"(?:the )?(?:(?:sum|difference) of (?:two )?(?:squares|cubes)|completing the square|half[ -]life|change of base|sum to infinity|"
    r"gradient of (?:a|the) (?:straight )?line|(?:point[ -]slope|slope[ -]intercept|polar|vertex|standard) form|cross entropy|"
    r"(?:dot|cross|inner|scalar|vector) product|gradient descent|power dissipated|(?:gaussian|definite|improper) integral|"
    r"sum of (?:an?|the) (?:arithmetic|geometric|infinite) (?:series|progression|sequence))[,:]? (?!of |over |from |between )",
    re.IGNORECASE,
)
"""Names of formulas with words that would be mathematics by themselves."""
_SERIES = re.compile(
    r"[^:=+]*\b(?:series|expansion|definition|formula|theorem|identity|transform|density|distribution|polynomial)\b[^:=+]*:\s+(?=\w)"
)
_SAYS_MORE = re.compile(r"\b(?:equals?|is|plus|minus|over|times)\b")


_SYMBOLS = frozenset(
    "force mass acceleration speed velocity distance time area volume density pressure power voltage current momentum energy kinetic "
    "potential work length width radius diameter height perimeter circumference surface temperature charge resistance variance "
    "deviation weight hypotenuse frequency wavelength impulse torque inertia heat entropy enthalpy capacitance inductance magnetic "
    "stress shear flow flux friction drag interest electric circle sphere cone cylinder triangle rectangle".split()
)
"""Quantities that have a letter of their own, which stands for the word on the left of a formula."""
_PRONOUNS = frozenset(
    "what who how why it he she they we you i me one answer result thing everything nothing something please".split()
)


@cache
def _mathematical() -> frozenset[str]:
    return first_words() | _CHANGES


def _bare(word: str) -> str:
    return word.lower().rstrip(",:")


@cache
def _is_slip(word: str) -> bool:
    """Whether a word is one of the grammar's but for a slip of the fingers: "caiptal"."""
    if (
        len(word) < _SHORTEST_SLIP
        or "'" in word
        or word in _NAMES
        or {word, f"{word}s", word.removesuffix("s")} & _mathematical()
    ):
        return False
    close = difflib.get_close_matches(word, sorted(_mathematical()), 1, _VERY_CLOSE)
    if not close or close[0].startswith(word):  # "large" of "larger"
        return False
    return sorted(word) == sorted(close[0]) or (len(word) == len(close[0]) - 1 and word[0] == close[0][0])


def _is_noun(word: str) -> bool:
    """Whether a word can only be a noun: one that names formulas or quantities, or that no formula has."""
    if word in _CHANGES:
        return False
    return word in _NAMES | _SYMBOLS or word in quantity_names() or (word not in _mathematical() and word not in _SMALL)


def _is_name(words: list[str]) -> bool:
    """Whether words only name the formula after them."""
    first, *others = words
    if others and first in _CIRCUITS:
        words = others
    lower = [_bare(word) for word in words]
    if not _NEVER.isdisjoint(lower):
        return False
    if any(_is_slip(word) for word in lower):
        return False
    if lower[-1] in _NO_END or not _is_noun(lower[-1]):
        return False
    if any(not _WORD.match(word) or (len(word) <= _SHORT and word not in _SMALL) for word in lower):
        return False
    if _NAMES.isdisjoint(lower):
        return all(_is_noun(word) or word in _SMALL for word in lower)
    if not _FRAMES.isdisjoint(lower):
        return False
    named = max(place for place, word in enumerate(lower) if word in _NAMES)
    return all(_is_noun(word) or word in _SMALL for word in lower[named:])


def _takes_noun(word: str, after: str) -> bool:
    """Whether a noun follows that still belongs to the name: ``Young's modulus E``."""
    return bool(_POSSESSIVE.match(word.lower())) and bool(re.match(r"modulus|norm|length|floor", after))


def _cuts(text: str) -> Iterator[tuple[list[str], str]]:
    """The words before each place where the formula might begin, and what comes after it."""
    words = text.split(" ")
    for count in range(1, min(len(words) - 2, _MOST_WORDS) + 1):
        if count > 1 and words[count - 2][-1:] in ",:":
            return
        yield words[:count], " ".join(words[count:])


def after_colon(text: str) -> str:
    """The formula after "Laurent series of g about b:"; empty where no such words stand before it."""
    series = _SERIES.match(text)
    return text[series.end() :] if series and not _SAYS_MORE.search(series.group()) else ""


def without_name(text: str) -> Iterator[str]:
    """What may be the formula where the words before it name it; each is to be read as a whole statement or not at all."""
    if (states := _STATES.search(text)) and _is_name(text[: states.start()].split(" ")):
        yield text[states.end() :]
    if idiom := _IDIOMS.match(text):
        yield text[idiom.end() :]
    for before, after in _cuts(text):
        if _is_name(before) and not _STARTS_LIKE_SUM.match(after) and not _takes_noun(before[-1], after):
            if _bare(before[-1]) == "number":
                after = _LETTERS_OF_NUMBER.sub(r"\1\2", after, count=1)
            yield _APART.sub(r"\1", after)


def quantities(text: str) -> frozenset[str]:
    """Words that a formula may write out because they have no letter: "marginal cost equals ..."; none where the left side has one."""
    words = [_bare(word) for word in text.split(" ")]
    found = frozenset(
        word
        for word in words
        if len(word) > _SHORTEST_QUANTITY and _WORD.match(word) and _is_noun(word) and word not in _NO_END | _PRONOUNS
    )
    left = list(itertools.takewhile(lambda word: word in found or word == "the", words))
    is_named = set(left) - {"the"} and not set(left) & (_SYMBOLS | _NAMES)
    if any(difflib.get_close_matches(word, GREEK, 1, _CLOSE) for word in left):
        return frozenset()  # a slip of the fingers
    return found if is_named and words[len(left) : len(left) + 1] in (["equals"], ["is"], ["="]) else frozenset()
