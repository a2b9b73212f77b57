"""Sensible formulas with free letters and free parts, read from TOML."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from training.generators.book_money import number_words
from training.generators.tex_atoms import coefficient, function_value, greek, letter, number
from training.generators.tex_expressions import polynomial
from training.generators.tex_node import Node, Speaker, join
from training.generators.tex_terms import exponential, power, shifted, simple_sum, trigonometric

_SLOT = re.compile(r"<([a-zA-Z0-9]|[a-z]{3,4}\d?)>")
_NUMBER = re.compile(r"#(\d+)")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
# The everyday ones stand twice: they are asked for most.
_FILES = ("tex_skeletons.toml", "tex_areas.toml", "tex_topics.toml", "tex_facts.toml", *("tex_everyday.toml",) * 2)
_IS_STATEMENT = re.compile(
    r"[=<>:]|\\(?:leq|geq|neq|approx|equiv|propto|sim|in|notin|subset|subseteq|supset|to|mapsto|mid|nmid|forall|exists|nexists|"
    r"Rightarrow|Leftrightarrow|parallel|perp|cong|land|lor|neg|not|cup|cap|mathcal|mathbf|mathbb|circ)(?![a-zA-Z])"
)
_EQUATED = 0.15
_POOLS = {
    "x": "xxxxyztu", "y": "yyyzwv", "z": "zzw", "t": "ttts",
    "f": "ffffguh", "g": "gghv", "n": "nnnmN", "k": "kkjr", "i": "iiikm", "j": "jjjkl",
}  # fmt: skip
_LETTERS = "abcdhklmpqrsuvw"
_GREEK = tuple("alpha beta gamma lambda mu theta omega phi rho sigma delta".split())
_CAPITALS = "ABCDEFGKLMPQSTVWXY"


def chosen(rng: random.Random, spoken: str) -> str:
    """`spoken` with one of the alternatives of each ``[this/that]``; what has none keeps outer brackets (``[[x]]`` is ``[x]``)."""

    def one(match: re.Match[str]) -> str:
        options = match.group(1).split("/")
        return options[int(rng.random() * len(options))]

    return _CHOICE.sub(one, spoken) if "[" in spoken else spoken


Readings = tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _all() -> Readings:
    rows = [
        row
        for name in _FILES
        for row in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["skeletons"]
    ]
    return tuple((tex, tuple(spoken.split(" | "))) for tex, spoken in rows)


@cache
def skeletons() -> Readings:
    """LaTeX with slots, and its readings."""
    return tuple(row for row in _all() if _SLOT.search(row[0]))


@cache
def without_slots() -> Readings:
    """Formulas that are always the same: no new letters could stand for the ones held out, so none of them is."""
    return tuple(
        (tex, tuple(_NUMBER.sub(lambda match: number_words(int(match.group(1))), one) for one in readings))
        for tex, readings in _all()
        if not _SLOT.search(tex)
    )


def _letter(rng: random.Random, slot: str) -> tuple[str, str]:
    if slot.isupper():
        name = rng.choice(_CAPITALS)
        return name, name
    if slot in tuple("abcd") and rng.random() < 0.2:
        name = rng.choice(_GREEK)
        return name, "\\" + name
    name = slot if rng.random() < 0.45 else rng.choice(_POOLS.get(slot, _LETTERS))
    return name, name


def _sum(s: Speaker, _x: Node) -> Node:
    """A sum whose words part no phrases by commas."""
    made = simple_sum(s)
    while "," in made.words:
        made = simple_sum(s)
    return made


def _term(s: Speaker, x: Node) -> Node:
    roll = s.rng.random()
    if roll < 0.3:
        return letter(s)
    if roll < 0.6:
        return coefficient(s)
    return power(s, x, Node(s.whole(2), "2")) if roll < 0.7 else number(s)


def _value(s: Speaker, x: Node) -> Node:
    """A small expression in the variable that a phrase may go on after."""
    roll = s.rng.random()
    if roll < 0.3:
        value = s.rng.randint(2, 5)
        spoken = {2: "squared", 3: "cubed"}.get(value, f"to the {s.whole(value)}")
        word = f"{x.words}^{value}" if s.types_signs else f"{x.words} {spoken}"
        return Node(word, f"{x.tex}^{{{value}}}")
    made = x
    if roll < 0.5:
        made = trigonometric(s, x)
    elif roll < 0.62:
        made = exponential(s, x.tex)
    elif roll < 0.74:
        made = coefficient(s, x)
    elif roll < 0.9:
        made = Node(s.say(f"{s.whole(1)} over {x.words}", f"1/{x.words}"), rf"\frac{{1}}{{{x.tex}}}")
    return _value(s, x) if made.tail == "greedy" or "," in made.words else made


def _relation(s: Speaker, _x: Node) -> Node:
    names = s.one(("xy", "xy", "xyz", "ab", "uv", "x"))
    terms = [s.one((Node(name, name), coefficient(s, Node(name, name)))) for name in names]
    words, tex = terms[0].words, terms[0].tex
    for each in terms[1:]:
        word, sign = s.plus_or_minus()
        words, tex = f"{words} {word} {each.words}", join(tex, sign, each.tex)
    right = number(s, 0, 20)
    equals = "=" if s.types_signs else s.say("equals", "equals", "=", "is")
    return Node(f"{words} {equals} {right.words}", f"{tex}={right.tex}")


_PARTS: dict[str, Callable[[Speaker, Node], Node]] = {
    "sum": _sum,
    "term": _term,
    "fun": _value,
    "rel": _relation,
    "poly": lambda s, x: polynomial(s, x, s.one((1, 2))),
    "step": shifted,
    "gre": lambda s, _x: greek(s),
}


def _values(speaker: Speaker, slots: list[str]) -> dict[str, tuple[str, str]]:
    """Words and LaTeX of every slot, no letter twice."""
    values: dict[str, tuple[str, str]] = {}
    for slot in slots:
        if slot.isdigit():
            value = speaker.rng.randint(2, speaker.rng.choice((9, 9, 9, 20)))
            values[slot] = (speaker.whole(value), str(value))
            continue
        if len(slot) > 1:
            continue
        made = _letter(speaker.rng, slot)
        while made in values.values():
            made = _letter(speaker.rng, slot if speaker.chance(0.8) else "A" if slot.isupper() else "other")
        values[slot] = made
    variable = Node(*values.get("x", ("x", "x")))
    for slot in slots:
        if len(slot) > 1:
            part = _PARTS[slot.rstrip("23")](speaker, variable)
            values[slot] = (part.words, part.tex)
    return values


def filled(speaker: Speaker, tex: str, readings: tuple[str, ...]) -> Node:
    """One of the readings of `tex`, both with the same random letters and parts in their slots."""
    spoken = chosen(speaker.rng, speaker.one(readings))
    values = _values(speaker, sorted(set(_SLOT.findall(tex))))
    pieces = _SLOT.split(tex)
    latex = join(*(values[piece][1] if place % 2 else piece for place, piece in enumerate(pieces)))
    words = _SLOT.sub(lambda match: values[match.group(1)][0], spoken)
    return Node(_NUMBER.sub(lambda match: speaker.whole(int(match.group(1))), words), latex)


def skeleton(speaker: Speaker) -> Node:
    """A random formula with random letters in it, sometimes as one side of an equation."""
    made = filled(speaker, *speaker.one(skeletons()))
    if _IS_STATEMENT.search(made.tex) or speaker.chance(1 - _EQUATED):
        return made
    equals = speaker.say("equals", "equals", "=", "is", "is equal to")
    if speaker.chance(0.7):
        name = speaker.one((letter(speaker), letter(speaker, "yzxfs"), function_value(speaker)))
        return Node(f"{name.words} {equals} {made.words}", join(name.tex, "=", made.tex))
    value = number(speaker, 0)
    return Node(f"{made.words} {equals} {value.words}", join(made.tex, "=", value.tex))
