"""Numbers as science writes them, and statements that explain each other."""

from __future__ import annotations

from training.generators.tex_atoms import coefficient, decimal, letter, number
from training.generators.tex_node import Node, Speaker, join
from training.generators.tex_terms import ORDINALS

_TENS = {20: "twent", 30: "thirt", 40: "fort"}
_TEENS = {11: "eleventh", 12: "twelfth", 13: "thirteenth", 14: "fourteenth", 15: "fifteenth", 16: "sixteenth", 18: "eighteenth",
          19: "nineteenth"}  # fmt: skip
_UNITS = {1: "first", **ORDINALS}


def ordinal(value: int) -> str:
    """The ordinal of a whole number below fifty, as it ends "ten to the"."""
    if value in _UNITS or value in _TEENS:
        return _UNITS.get(value) or _TEENS[value]
    tens, rest = value - value % 10, value % 10
    return f"{_TENS[tens]}ieth" if not rest else f"{_TENS[tens]}y {_UNITS[rest]}"


def scientific(s: Speaker, _x: Node) -> Node:
    """A number times a power of ten: 6.022 times ten to the twenty third."""
    head = decimal(s) if s.chance(0.7) else number(s, 1, 9)
    value = s.one((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 18, 19, 20, 22, 23, 24, 26, 27, 30, 31, 34))
    sign, said = ("-", s.say("minus ", "negative ", "the minus ")) if s.chance(0.45) else ("", "")
    tex = rf"{head.tex}\times 10^{{{sign}{value}}}"
    if s.types_signs or s.chance(0.15):
        return Node(f"{head.words}{s.say(' x ', ' * ', ' times ')}10^{sign}{value}", tex)
    ten = s.whole(10)
    last = s.whole(value) if sign or s.chance(0.5) else ordinal(value)
    power = s.say("to the ", "to the ", "to the power of ", "to the power ")
    power = "to " if said.startswith("the ") else power
    return Node(f"{head.words} times {ten} {power}{said}{last}", tex)


def decimal_number(s: Speaker, _x: Node) -> Node:
    """A decimal number."""
    return decimal(s)


def _side(s: Speaker, named: str) -> Node:
    """A short right side without the letter `named`, that needs no comma after it."""
    one, two = letter(s, "abcmtvw".replace(named, "")), letter(s, "xyvnh".replace(named, ""))
    roll = s.rng.random()
    if roll < 0.25:
        return Node(f"{one.words} over {two.words}", rf"\frac{{{one.tex}}}{{{two.tex}}}")
    if roll < 0.5:
        return Node(f"{one.words} {two.words}", f"{one.tex}{two.tex}")
    if roll < 0.75:
        word, sign = s.plus_or_minus()
        return Node(f"{one.words} {word} {two.words}", f"{one.tex}{sign}{two.tex}")
    factor = coefficient(s, two)
    return Node(f"{factor.words} squared", f"{factor.tex}^{{2}}") if factor.tail == "closed" else two


def explained(s: Speaker) -> Node:
    r"""``E=ab\text{ where }a=3c``: an equation and what one of its letters is."""
    left, named = s.rng.sample("ABDEFLMPQRSTVW", 1)[0], s.one(("gamma", "alpha", "k", "r", "u", "omega", "beta"))
    tex = named if len(named) == 1 else "\\" + named
    with_it = letter(s, "mnpqxy")
    equals = "=" if s.types_signs else s.say("equals", "equals", "is", "=")
    first = Node(f"{left} {equals} {named} {with_it.words}", join(left + "=", tex, with_it.tex))
    if s.chance(0.4):
        first = Node(f"{first.words} squared", first.tex + "^{2}")
    then = _side(s, named)
    joint = s.say(" where ", ", where ", " where ", ", with ", " in which ")
    return Node(
        f"{first.words}{joint}{named} {equals} {then.words}", join(first.tex, r"\text{ where }", tex, "=", then.tex)
    )
