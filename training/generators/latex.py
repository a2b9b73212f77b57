r"""LaTeX: mathematics as people say or type it, and its one canonical LaTeX.

Canonical: braces around every argument, subscript and exponent (`x^{2}`, `\frac{a}{b}`), no spaces except after a command that a letter
follows. `python -m training.generators.latex` prints samples.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from training.generators.base import Sample, command_line, is_held_out
from training.generators.book_marks import slipped
from training.generators.tex_atoms import GREEK
from training.generators.tex_calculus import calculus
from training.generators.tex_expressions import expression
from training.generators.tex_labels import labelled, named
from training.generators.tex_nested import nested
from training.generators.tex_node import Node, Speaker
from training.generators.tex_parts_more import explained
from training.generators.tex_sets import logic, sets
from training.generators.tex_skeletons import chosen, skeleton, without_slots
from training.generators.tex_structures import (
    between,
    cases,
    equation,
    function_definition,
    geometry,
    matrix,
    notation,
    probability,
)
from training.generators.tex_terms import fraction, named_function, power, product, root
from training.generators.tex_wording import is_name, renamed, reworded

Split = Literal["train", "test"]
TOOL = "latex"
FORMULA_SHARE = 0.2
# Shorter LaTeX is everybody's; holding it out would only take it away from training.
SHORTEST_HELD_OUT = 8
MAX_WORDS = 40
_KINDS: tuple[tuple[float, Callable[[Speaker], Node]], ...] = (
    (0.62, skeleton),
    (0.16, equation),
    (0.12, nested),
    (0.05, function_definition),
    (0.15, lambda s: expression(s, whole=True)),
    (0.03, power),
    (0.04, root),
    (0.05, lambda s: fraction(s, whole=True)),
    (0.02, named_function),
    (0.02, product),
    (0.03, between),
    (0.2, calculus),
    (0.04, probability),
    (0.05, sets),
    (0.04, logic),
    (0.045, matrix),
    (0.02, cases),
    (0.015, geometry),
    (0.03, notation),
    (0.02, explained),
)
_FRAMES = (
    "write {}", "write {} in latex", "what is {} in latex", "give me {}", "latex for {}", "{} in latex", "LaTeX for {}", "type {}",
    "How do I write {} in LaTeX?", "how do you write {}", "how do i write {} in latex", "the expression {}", "convert {} to latex",
    "Typeset {}", "I need {}", "please write {}", "show {}", "the latex code for {}", "express {} in latex", "can you write {}",
    "please give me the latex for {}", "{} as latex", "{} please", "latex: {}", "{}, in LaTeX", "could you typeset {}?",
    "i want to write {}", "the formula {}", "Write {} as LaTeX.", "code for {}", "put {} into latex", "turn {} into LaTeX",
    "need the latex for {}", "what's the latex for {}", "latex code: {}", "formula: {}", "how would I write {} in LaTeX?",
    "help me write {}",
    "Can you give me {} in LaTeX", "{} written in latex", "the equation {}", "i need the latex for {}", "show me {}", "render {}",
    "could you please write {}", "{} (in latex)", "give me latex for {}", "Please typeset {}", "print {}", "format {} as latex",
    "pls write {}", "{} pls", "latex {}", "in latex: {}", "in LaTeX, {}", "{} as a formula", "{} as LaTeX code", "can i get {} in latex",
    "hi, write {}", "formula that says {}", "write down {}", "set {} in latex", "i have to write {}", "LaTeX code for {} please",
    "the latex of {}", "how to write {} in latex", "how to type {}", "write out {}", "write the formula {}", "write the equation {}",
    "math: {}", "equation: {}", "this one: {}", "what would {} be in latex", "{}, please", "ok now {}", "now {}", "display {}",
    "give {} in latex", "tex for {}", "{} in tex", "make this latex: {}", "convert this to latex: {}", "could I have {}",
    "translate {} into latex", "type out {}", "help me typeset {}", "I want {} in latex",
)  # fmt: skip
_FRAME_SHARE = 0.33
_UNCLEAR = re.compile(r"--|\+-|-\+|\^\{[^{}]*\}\^|\}_\{[^{}]*\}_|''\^|!\^|!!|\\pm-|\\pm\\pm|\bd d d\b")
_SPOKEN_OPERATION = re.compile(r"\b(equals?|over|plus|minus|times|of|to the|sub|squared|is)\b|[=+]")
_DIGITS = dict(zip("zero one two three four five six seven eight nine ten".split(), map(str, range(11)), strict=True))
# "one half", "two by two" and the like stay words.
_NUMBER_WORD = re.compile(
    r"\b(zero|one(?! (half|third|quarter|dim))|two(?! (by|dim))|three(?! by)|four(?! th)|five|six|seven|eight|nine|ten)\b"
)
_BARE_CAPITAL = re.compile(r"[A-Z](?:(?:th|pi|[a-z])\b|(?![a-z]))|\b(?:Phi|Psi|Omega|Gamma|Delta|Sigma|Theta|Lambda)\b")
_NTH = re.compile(r"[a-z]th")
_SPACED_SIGN = re.compile(r" ([-+=]) ")
_SPACES = re.compile(r" +")
_COMMANDS = ("integrate", "differentiate", "if ", "as ")
_LABEL_SHARE = 0.05
_NAMED_SHARE = 0.12


@cache
def formulas() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The famous formulas: LaTeX and its spoken forms."""
    rows = [
        row
        for name in ("tex_formulas.toml", "tex_named.toml", "tex_quantities.toml")
        for row in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["formulas"]
    ]
    return (*((tex, tuple(spoken.split(" | "))) for tex, spoken in rows), *without_slots())


def _is_test_reading(spoken: str, readings: tuple[str, ...]) -> bool:
    """Whether this way of dictating a formula is kept for the test; names carry knowledge and are always trained on."""
    return len(readings) > 2 and bool(_SPOKEN_OPERATION.search(spoken)) and is_held_out(spoken)


def _formula(rng: random.Random, split: Split) -> tuple[str, str]:
    while True:
        tex, readings = formulas()[int(rng.random() * len(formulas()))]
        spoken = readings[int(rng.random() * len(readings))]
        if _is_test_reading(spoken, readings) == (split == "test"):
            return spoken, tex


@cache
def _names() -> dict[str, list[str]]:
    """The names of the famous formulas."""
    found: dict[str, list[str]] = {}
    for tex, readings in formulas():
        found.setdefault(tex, []).extend(name for name in readings if is_name(name, tex))
    return found


def _also_named(rng: random.Random, spoken: str, tex: str) -> str:
    """A dictated formula, sometimes with its name beside it."""
    names = _names()[tex]
    if not names or rng.random() > _NAMED_SHARE:
        return spoken
    return named(rng, chosen(rng, rng.choice(names)), spoken)


def _varied(rng: random.Random, spoken: str) -> str:
    """A reading with the small freedoms that speakers take: digits, "=", a left-out article."""
    if _SPOKEN_OPERATION.search(spoken):
        if rng.random() < 0.25:
            spoken = _NUMBER_WORD.sub(lambda match: _DIGITS[match.group()], spoken)
        if rng.random() < 0.12:
            spoken = spoken.replace(" equals ", rng.choice((" is equal to ", " = ", " is ")))
        if rng.random() < 0.1:
            spoken = spoken.replace(" plus or minus ", " plus minus ")
    return spoken.removeprefix("the ") if rng.random() < 0.25 else spoken


def _composed(rng: random.Random, speaker: Speaker) -> Node:
    roll = rng.random() * sum(weight for weight, _ in _KINDS)
    for weight, make in _KINDS:
        roll -= weight
        if roll < 0:
            return make(speaker)
    return equation(speaker)


def _pair(rng: random.Random, split: Split) -> tuple[str, str]:
    if rng.random() < FORMULA_SHARE:
        spoken, tex = _formula(rng, split)
        spoken = chosen(rng, spoken).strip(" ,")
        if is_name(spoken, tex):
            return renamed(rng, spoken), tex
        return _also_named(rng, reworded(rng, _varied(rng, spoken), tex), tex), tex
    while True:
        speaker = Speaker(rng)
        node = _composed(rng, speaker)
        is_long = len(node.tex) >= SHORTEST_HELD_OUT
        if (is_long and is_held_out(node.tex)) != (split == "test"):
            continue
        if not _UNCLEAR.search(node.tex) and node.words.count(" ") < MAX_WORDS:
            words = _SPACES.sub(" ", node.words.replace(" ,", ",").replace(",,", ",")).strip(" ,")
            words = reworded(rng, words, node.tex)
            is_tight = rng.random() < (0.5 if speaker.types_signs else 0.15)
            words = _SPACED_SIGN.sub(r"\1", words) if is_tight else words
            return labelled(rng, words, node.tex) if rng.random() < _LABEL_SHARE else words, node.tex


def _has_bare_capital(words: str) -> bool:
    return bool(_BARE_CAPITAL.search(words))


def _framed(rng: random.Random, words: str) -> str:
    """The request as typed: bare or in a sentence, capital or lower case, with or without a stop."""
    framed = words
    if rng.random() < _FRAME_SHARE and not words.startswith(_COMMANDS):
        framed = _FRAMES[int(rng.random() * len(_FRAMES))].format(words)
    first = framed.split(" ", 1)[0]
    can_capitalise = (
        first.isalpha() and len(first) > 1 and first.islower() and first not in GREEK and not _NTH.fullmatch(first)
    )
    if can_capitalise and rng.random() < 0.35:
        framed = framed[0].upper() + framed[1:]
    elif not _has_bare_capital(framed) and rng.random() < 0.3:
        framed = framed.lower()
    if rng.random() < 0.05:
        framed = slipped(rng, framed)
    if framed[-1] not in "?." and rng.random() < 0.2:
        framed += "?" if framed.lower().startswith(("what", "how", "can", "could")) else "."
    return framed


def sample(rng: random.Random, split: Split = "train") -> Sample:
    """One request and its LaTeX."""
    words, tex = _pair(rng, split)
    return Sample(TOOL, "", _framed(rng, words), tex)


def sample_many(rng: random.Random, split: Split = "train") -> list[Sample]:
    """A few independent requests."""
    return [sample(rng, split) for _ in range(rng.choice((2, 3, 4)))]


if __name__ == "__main__":
    command_line(sample)
