"""Which signs of a LaTeX formula the words of a request speak of: a grammar for a small model, and a check.

The table was counted from pairs of words and formulas (``training/latex_words.py``). It holds for each sign the words without one of
which it does not stand in a formula, and for each word the signs that it always brings along.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
_SIGN = re.compile(
    r"\\(?:begin|end)\{\w+\*?\}|\\(?:mathbb|mathcal|mathrm|mathbf|text|operatorname)\{[^{}]*\}|\\[a-zA-Z]+|\\.|[a-zA-Z]|\d|\S"
)
_WORD = re.compile(r"[a-zA-Z]+|\d|\S")
_TYPED = str.maketrans(
    {"²": "^2", "³": "^3", "π": " pi ", "∞": " infinity ", "√": " sqrt ", "≤": " <= ", "≥": " >= ", "≠": " != "}
)
_STRUCTURE = frozenset("{} ()")
_PAIRS = ((r"\lfloor", r"\rfloor"), (r"\lceil", r"\rceil"), (r"\langle", r"\rangle"))
_TENS = frozenset("ten twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million".split())
_SMALL_WORDS = frozenset("of is or to in as by at on an it be no if we me my so do up mu nu xi pi ln".split())
_CAPITAL = frozenset(("capital", "uppercase", "upper", "big"))
_CAPITAL_GREEK = re.compile(
    r"(?<=\w )(?:Phi|Psi|Omega|Gamma|Delta|Sigma|Lambda|Theta)\b|^(?:Phi|Psi|Omega|Gamma|Lambda|Theta)(?= of\b|\()"
)

_SHORTEST_MENDED = 5
_LONG_WORD = re.compile(rf"[a-zA-Z]{{{_SHORTEST_MENDED},}}")
_CLOSE = 0.84

COVERED = 0.5
"""The share of a sign's formulas that its words must explain, else it may always stand."""
SPEAKS = 0.12
"""A word, or two in a row, speak of a sign if at least this share of their formulas have the sign."""
BRINGS = 0.98
"""A word brings a sign along if at least this share of its formulas have it."""
SEEN = 60


def sign_row(latex: str) -> list[str]:
    """The signs of a formula as they stand: commands, letters, digits, brackets."""
    return _SIGN.findall(latex)


def signs(latex: str) -> frozenset[str]:
    """The signs of a formula, each once."""
    return frozenset(sign_row(latex))


def word_row(request: str) -> list[str]:
    """The words of a request as they stand: lower case, and its lone letters, digits and signs as typed."""
    return [word if len(word) == 1 else word.lower() for word in _WORD.findall(request.translate(_TYPED))]


def words(request: str) -> frozenset[str]:
    """The words of a request and each two in a row, lower case, and its lone letters, digits and signs as they stand."""
    row = word_row(request)
    return frozenset((*row, *(f"{one} {other}" for one, other in itertools.pairwise(row))))


def _stands_there(sign: str, said: frozenset[str]) -> bool:
    """Whether a letter, digit or sign stands in the request itself, alone or in a run of two (dx, 4ac)."""
    if len(sign) > 1 or sign in said:
        return len(sign) == 1 or (sign == r"\Delta" and "delta" in said)  # a change is seldom called a capital delta
    if sign.isupper():
        return (sign.lower() in said and bool(said & _CAPITAL)) or f"d{sign.lower()}" in said
    runs = (word for word in said if len(word) == 2 and word not in _SMALL_WORDS)
    return sign.islower() and (sign.upper() in said or any(sign in run for run in runs))


@dataclass(frozen=True, slots=True)
class Table:
    """``needs``: sign → words one of which must be said; an empty list needs none. ``brings``: word → signs that it brings along."""

    needs: dict[str, list[str]]
    brings: dict[str, list[str]]


@cache
def table() -> Table:
    """The table that ships."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Table(data["needs"], data["brings"])


def count(pairs: Sequence[tuple[str, str]]) -> Table:
    """Count a table from pairs of request and formula."""
    read = [(words(request), signs(latex)) for request, latex in pairs]
    often: dict[str, int] = {}
    together: dict[tuple[str, str], int] = {}
    for said, found in read:
        for word in said:
            often[word] = often.get(word, 0) + 1
            for sign in found:
                together[word, sign] = together.get((word, sign), 0) + 1
    every = sorted(frozenset[str]().union(*(found for _, found in read)) - _STRUCTURE)
    needs = {sign: _explain(sign, read, often, together) for sign in every}
    brings = {
        word: sorted(sign for sign in every if together.get((word, sign), 0) >= BRINGS * number)
        for word, number in sorted(often.items())
        if number >= SEEN and len(word) > 1 and " " not in word
    }
    return Table(needs, {word: found for word, found in brings.items() if found})


def _explain(
    sign: str,
    read: Sequence[tuple[frozenset[str], frozenset[str]]],
    often: dict[str, int],
    together: dict[tuple[str, str], int],
) -> list[str]:
    """Words that explain nearly all formulas with a sign, the most telling first; none if they do not."""
    left = [said for said, found in read if sign in found and not _stands_there(sign, said)]
    total, chosen = len(left), list[str]()
    while left:
        share = {word: together[word, sign] / often[word] for said in left for word in said}
        fresh: dict[str, int] = {}
        for said in left:
            for word in said:
                if share[word] >= SPEAKS and len(word) > 1:
                    fresh[word] = fresh.get(word, 0) + 1
        if not fresh:
            break
        best = max(fresh, key=lambda word: (fresh[word] * share[word], word))
        chosen.append(best)
        left = [said for said in left if best not in said]
    explained = total - len(left) >= COVERED * total
    return (chosen or ["\0"]) if explained else []  # no word is like \0: the sign only ever stands where it was said


def allowed(request: str) -> list[str]:
    """The signs that a formula for a request may have, by the table."""
    capitals = "".join(re.findall(r"\b[A-Z]{2,4}\b", request))
    said = words(request) | words(mended(request)) | frozenset(capitals)
    extra = ["0"] if said & _TENS else []
    extra += dict.fromkeys("\\" + name for name in _CAPITAL_GREEK.findall(request))
    return extra + [
        sign
        for sign, need in table().needs.items()
        if (not need or _stands_there(sign, said) or said & set(need)) and sign not in extra
    ]


@cache
def known() -> frozenset[str]:
    """Every word that the table knows."""
    found = {word for need in table().needs.values() for words_ in need for word in words_.split()} | set(
        table().brings
    )
    return frozenset(word for word in found if len(word) >= _SHORTEST_MENDED)


def mended(request: str) -> str:
    """The request with words that are known but for a slip of the fingers put right."""
    return _LONG_WORD.sub(lambda match: _mended(match.group()), request)


@lru_cache(maxsize=4_096)
def _mended(word: str) -> str:
    low = word.lower()
    close = (
        []
        if low in known() or low.rstrip("s") in known()
        else difflib.get_close_matches(low, sorted(known()), 1, _CLOSE)
    )
    return close[0] if close else word


def signs_left_out(request: str, latex: str) -> Iterator[tuple[str, str]]:
    """(word, sign) where a word of the request always brings a sign that the formula lacks."""
    found = signs(latex)
    for word in sorted(words(request)):
        for sign in table().brings.get(word, ()):
            if sign not in found:
                yield word, sign


_SIDES = re.compile(r"(?<!approximately )(?<!approx )\b(?:equals|is equal to)\b", re.IGNORECASE)
_NO_SIDES = re.compile(
    r"\b(?:from|for|as|at|when|where|given|(?:p|pr|probability) of|(?:sum|product|summation)(?: over)?) \w+ (?:equals|is equal to)\b"
    r"|\b(?:than or|not|that)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is(?! (?:about|roughly|approx))|equals?|equal|=|from|at|for|with)\b|=", re.IGNORECASE)
_PER = re.compile(r"\bper (?:second|hour|minute|met(?:re|er)|cubic|square|kilogram|mole)\b")
_UNIT = re.compile(r"\\text\{(k?m|kg|s|N|W|J|V)\}")
_CLOSED_FIRST = re.compile(r"\b(?:included|inclusive|closed)\b.*\b(?:excluded|exclusive|open)\b")
_OPEN_FIRST = re.compile(r"\b(?:excluded|exclusive)\b.*\b(?:included|inclusive)\b")


def _narrowed(request: str, plain: list[str]) -> list[str]:
    """Without signs that are easily taken for the ones that a word asks for."""
    low, without = request.lower(), set()
    for name, sign in (
        ("lim sup", r"\limsup"),
        ("limsup", r"\limsup"),
        ("lim inf of", r"\liminf"),
        ("liminf", r"\liminf"),
    ):
        if name in low and sign in plain and len(re.findall(r"\blim", low)) == 1:
            without.add(r"\lim")
    without |= {"\\" + name.lower() for name in _CAPITAL_GREEK.findall(request) if name.lower() not in request}
    if _PER.search(low) and any(re.match(r"\\text\{\w+/", sign) for sign in plain):
        without |= {sign for sign in plain if _UNIT.fullmatch(sign)}
    if r"\approx" in plain and re.search(r"\b(?:approximately|approx|roughly)\b", low) and not _IS.search(low):
        without.add("=")
    unique = re.search(r"\bunique\b|\bexactly one\b", low) and r"\exists" in plain and "!" in plain
    return [(sign + "!" if unique and sign == r"\exists" else sign) for sign in plain if sign not in without]


def _pairs(request: str, plain: list[str]) -> list[tuple[str, str]]:
    """What opens, and what may close it."""
    low = request.lower()
    if "[" not in plain or "]" not in plain:
        round_, square = [("(", '")"')], []
    elif "interval" in low and _CLOSED_FIRST.search(low):
        round_, square = [("(", '")"')] if " of " in low else [], [("[", '")"')]
    elif "interval" in low and _OPEN_FIRST.search(low):
        round_, square = [("(", '"]"')], []
    else:
        round_, square = [("(", '")" | "]"')], [("[", '")" | "]"')]
    named = [(left, f'"{_escaped(right)}"') for left, right in _PAIRS if left in plain and right in plain]
    return [*round_, *square, *named]


def grammar(request: str) -> str:
    """A GBNF of formulas that have only signs that the request speaks of, with braces and brackets in pairs."""
    plain = _narrowed(request, [sign for sign in allowed(request) if sign not in _STRUCTURE])
    pairs = _pairs(request, plain)
    paired = {"[", "]"} if {"[", "]"} <= set(plain) else set()
    paired |= {sign for pair in _PAIRS if set(pair) <= set(plain) for sign in pair}
    groups = " | ".join(['"{" item* "}"', *(f'"{_escaped(left)}" item* ({right})' for left, right in pairs)])
    single = [sign for sign in plain if sign not in paired]
    if not _SIDES.search(request) or _NO_SIDES.search(request) or "=" not in plain:
        return f"root ::= item+\nitem ::= {_choice([*single, ' '])} | {groups}\n"
    beside = _choice([*(sign for sign in single if sign != "="), " "])
    return f'root ::= side+ "=" item+\nside ::= {beside} | {groups}\nitem ::= "=" | side\n'


def only(latex: str) -> str:
    """A GBNF of one formula and no other."""
    return f'root ::= "{_escaped(latex)}"\n'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _choice(texts: Iterable[str]) -> str:
    return " | ".join(f'"{_escaped(text)}"' for text in texts)
