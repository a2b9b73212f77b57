"""Larger parts of dictated formulas: derivatives, statements, norms, rounded quantities, letters with marks and indices, units."""

from __future__ import annotations

from training.generators.tex_atoms import greek, letter, number
from training.generators.tex_node import Node, Speaker, join
from training.generators.tex_sets import NUMBER_SETS

_FIELDS = (*((name, name) for name in "ufEBTvpHAcxyq"), ("phi", r"\phi"), ("psi", r"\psi"), ("rho", r"\rho"))
_VARIABLES = (*((name, name) for name in "txyzsr"), ("theta", r"\theta"))
_OVER = (" over ", " by ", " ")


def derivative_term(s: Speaker, _x: Node) -> Node:
    """A first or second derivative, partial or not, that needs no comma after it."""
    of, by = s.one(_FIELDS), s.one(_VARIABLES)
    while of == by:
        by = s.one(_VARIABLES)
    partial, second = s.chance(0.65), s.chance(0.5)
    d, sign = ("partial", r"\partial") if partial else ("d", "d")
    over = s.one(_OVER)
    square, raised = (" squared", "^{2}") if second else ("", "")
    tex = rf"\frac{{{join(sign + raised, of[1])}}}{{{join(sign, by[1])}{raised}}}"
    if s.chance(0.25):
        kind = ("second " if second else "") + ("partial derivative" if partial else "derivative")
        return Node(f"{s.the(kind)} of {of[0]} with respect to {by[0]}", tex)
    if s.types_signs and s.chance(0.4) and not partial:
        typed = "^2" if second else ""
        return Node(f"d{typed}{of[0]}/d{by[0]}{typed}", tex)
    return Node(f"{d}{square} {of[0]}{over}{d} {by[0]}{square}", tex)


def _membership(s: Speaker) -> Node:
    name, where = s.one("xyzna"), s.one("ABCSMU")
    place = (where, where) if s.chance(0.7) else _number_set(s)
    if s.chance(0.4):
        form = s.say("{} is not in {}", "{} not in {}", "{} is not an element of {}", "{} does not belong to {}")
        return Node(form.format(name, place[0]), join(name + r"\notin", place[1]))
    form = s.say("{} is in {}", "{} is in {}", "{} in {}", "{} is an element of {}", "{} belongs to {}")
    return Node(form.format(name, place[0]), join(name + r"\in", place[1]))


def _number_set(s: Speaker) -> tuple[str, str]:
    tex, names = s.one(NUMBER_SETS)
    return names[0], tex


def _divisor(s: Speaker) -> Node:
    first, second = s.one("pdmn"), s.one("abxyk")
    if s.chance(0.25):
        return Node(f"{first} does not divide {second}", rf"{first}\nmid {second}")
    return Node(f"{first} divides {second}", rf"{first}\mid {second}")


def _proposition(s: Speaker) -> Node:
    name = s.one("pqrpqrPQR")
    return Node(f"not {name}", rf"\neg {name}") if s.chance(0.5) else Node(name, name)


def _comparison(s: Speaker) -> Node:
    left, right = letter(s, "xyzabn"), number(s, 0, 9)
    if s.chance(0.3):
        left = Node(f"f of {left.words}", f"f({left.tex})")
    elif s.chance(0.3):
        left = Node(f"{left.words} squared", f"{left.tex}^{{2}}")
    word, sign = s.one((("equals", "="), ("is greater than", ">"), ("is less than", "<"), ("is at least", r"\geq"), ("is at most", r"\leq"),
                        ("is not equal to", r"\neq")))  # fmt: skip
    return Node(f"{left.words} {word} {right.words}", join(left.tex, sign, right.tex))


def _subset(s: Speaker) -> Node:
    first, second = s.rng.sample("ABCSMU", 2)
    return Node(
        s.say(f"{first} is a subset of {second}", f"{first} is contained in {second}"), rf"{first}\subset {second}"
    )


def statement(s: Speaker, _x: Node) -> Node:
    """A short statement."""
    return s.one((_membership, _membership, _divisor, _proposition, _proposition, _comparison, _subset))(s)


def rounded(s: Speaker, _x: Node) -> Node:
    """A floor or a ceiling, of a letter or a small fraction."""
    name, left, right = s.one((("floor", r"\lfloor", r"\rfloor"), ("ceiling", r"\lceil", r"\rceil")))
    inner = letter(s, "xynmkt")
    if s.chance(0.5):
        below = number(s, 2, 9)
        inner = Node(f"{inner.words} over {below.words}", rf"\frac{{{inner.tex}}}{{{below.tex}}}")
    return Node(f"{s.the(name)} of {inner.words}", join(left, inner.tex, right))


def norm(s: Speaker, _x: Node) -> Node:
    """A norm, an absolute value or a vector's magnitude."""
    inner, other = s.rng.sample("uvwxyabAB", 2)
    roll = s.rng.random()
    if roll < 0.15:
        middle, sign = s.one(((" plus ", "+"), (" minus ", "-"), (" cross ", r"\times ")))
        return Node(f"{s.the('norm')} of {inner}{middle}{other}", rf"\|{inner}{sign}{other}\|")
    if roll < 0.6:
        return Node(
            s.say(f"{s.the('norm')} of {inner}", f"{s.the('norm')} of {inner}", f"norm {inner}"), rf"\|{inner}\|"
        )
    if roll < 0.85:
        return Node(s.say(f"{s.the('absolute value')} of {inner}", f"abs {inner}", f"mod {inner}"), f"|{inner}|")
    return Node(f"{s.the('magnitude')} of vector {inner}", rf"|\vec{{{inner}}}|")


_MARKS = (("hat", r"\hat"), ("hat", r"\hat"), ("bar", r"\bar"), ("tilde", r"\tilde"))


def marked_index(s: Speaker, _x: Node) -> Node:
    """A letter with a mark and an index, either said first."""
    base = greek(s) if s.chance(0.5) else letter(s, "xyzpuvwab")
    mark, command = s.one(_MARKS)
    index = Node(name := s.one("ijkn"), name) if s.chance(0.4) else number(s, 0, 3)
    said = s.say("nought", "naught", "zero") if index.tex == "0" and s.chance(0.5) else index.words
    sub = s.say(" ", " sub ", " sub ")
    words = f"{base.words} {mark}{sub}{said}" if s.chance(0.75) else f"{base.words} sub {said} {mark}"
    return Node(words, f"{command}{{{base.tex}}}_{{{index.tex}}}")


_WORD_INDICES = tuple(
    "total total in out net eff eq avg ref load loss tot final initial rms air water gas wall peak crit cell obs exp true".split()
)


def word_index(s: Speaker, _x: Node) -> Node:
    """A letter whose index is a word or an abbreviation."""
    name, index = s.one("RCVTEFPxvQpIt"), s.one(_WORD_INDICES)
    words = s.say(f"{name} {index}", f"{name} sub {index}", f"{name} sub {index}", f"{name}_{index}")
    if index in ("in", "out"):
        words = f"{name} sub {index}"
    return Node(words, rf"{name}_{{\text{{{index}}}}}")


_UNITS = (
    (("metres per second", "meters per second", "m/s"), r"\text{m/s}"),
    (("metres per second squared", "meters per second squared", "m/s^2"), r"\text{m/s}^{2}"),
    (("kilometres per hour", "kilometers per hour", "km/h"), r"\text{km/h}"),
    (("metres", "meters"), r"\text{m}"), (("kilometres", "kilometers", "km"), r"\text{km}"),
    (("centimetres", "centimeters", "cm"), r"\text{cm}"), (("kilograms", "kg"), r"\text{kg}"), (("seconds",), r"\text{s}"),
    (("newtons",), r"\text{N}"), (("joules",), r"\text{J}"), (("watts",), r"\text{W}"), (("volts",), r"\text{V}"),
    (("amperes", "amps"), r"\text{A}"),
    (("hertz", "Hz"), r"\text{Hz}"), (("kelvin",), r"\text{K}"), (("pascals",), r"\text{Pa}"), (("moles", "mol"), r"\text{mol}"),
    (("square metres", "square meters", "metres squared"), r"\text{m}^{2}"), (("cubic metres", "cubic meters"), r"\text{m}^{3}"),
    (("kilograms per cubic metre", "kg/m^3"), r"\text{kg/m}^{3}"), (("coulombs",), r"\text{C}"),
    (("milliseconds", "ms"), r"\text{ms}"), (("nanometres", "nanometers", "nm"), r"\text{nm}"), (("electron volts", "eV"), r"\text{eV}"),
)  # fmt: skip


def unit(s: Speaker, _x: Node) -> Node:
    """A unit of measurement."""
    names, tex = s.one(_UNITS)
    return Node(s.one(names), tex)
