"""What people say before a formula that is no part of it: a label, a task, the name of the quantity on its left side."""

from __future__ import annotations

import random
import re

_TASKS = (
    "solve {}", "show that {}", "prove that {}", "let {}", "suppose {}", "suppose that {}", "assume {}", "we know that {}",
    "recall that {}", "note that {}", "we have {}", "we get {}", "so {}", "thus {}", "hence {}", "then {}", "next line: {}",
    "answer: {}", "result: {}", "definition: {}", "it follows that {}", "verify {}", "and so {}", "my formula: {}", "homework: {}",
    "first equation: {}",  "consider {}", "the result is {}", "we want {}", "rewrite {}",
)  # fmt: skip
_TERMS = (
    "simplify {}", "evaluate {}", "compute {}", "calculate {}", "find {}", "expand {}", "work out {}", "the term {}",
    "the quantity we want: {}", "homework: {}", "next line: {}", "consider {}", "determine {}",
)  # fmt: skip
QUANTITIES = (
    "energy", "force", "speed", "velocity", "slope", "area", "distance", "frequency", "pressure", "entropy", "current", "voltage", "cost",
    "price", "length", "width", "height", "radius", "mass", "charge", "time", "work", "temperature", "number", "variable", "constant",
    "angle", "wavelength", "efficiency", "torque", "resistance", "capacity", "concentration", "error", "loss", "gain", "yield", "profit",
    "interest", "density", "flow", "stress", "strain", "statistic", "parameter", "coefficient", "ratio", "output", "input", "signal",
)  # fmt: skip
_FUNCTIONS = ("the function", "function", "the polynomial", "the curve", "define", "the map")
_LEFT_LETTER = re.compile(r"([a-zA-Z]|[a-z]{2,7}) (?:equals|=|is equal to|is) ")
_LEFT_TEX = re.compile(r"(\\[a-z]+|[a-zA-Z])=")
_LEFT_FUNCTION = re.compile(r"[fghFG](?: of |\()[a-z]\)? (?:equals|=|is equal to|is) ")
_STATEMENT = re.compile(r"[=<>]|\\(?:leq|geq|neq|approx|equiv)(?![a-z])")
_OPEN = re.compile(r"the |[a-zA-Z]\b|\d|sqrt|sin|cos|log|ln")


def _names_left_side(words: str, tex: str) -> bool:
    said, drawn = _LEFT_LETTER.match(words), _LEFT_TEX.match(tex)
    return bool(said and drawn and said.group(1) == drawn.group(1).lstrip("\\"))


def labelled(rng: random.Random, words: str, tex: str) -> str:
    """`words` after something that is not drawn."""
    if _names_left_side(words, tex) and rng.random() < 0.6:
        quantity = rng.choice(QUANTITIES)
        return rng.choice(("the {} {}", "the {} {}", "{} {}", "{}: {}")).format(quantity, words)
    if _LEFT_FUNCTION.match(words) and rng.random() < 0.6:
        return f"{rng.choice(_FUNCTIONS)} {words}"
    if _STATEMENT.search(tex):
        return rng.choice(_TASKS).format(words)
    return rng.choice(_TERMS).format(words) if _OPEN.match(words) else words


def named(rng: random.Random, name: str, dictated: str) -> str:
    """A formula that is both named and dictated."""
    bare = name.removeprefix("the ")
    return rng.choice(("{0}: {1}", "{0}, {1}", "{0} {1}", "{1}, {0}", "{0} - {1}", "{0}; {1}", "{0}: {1}")).format(
        rng.choice((name, bare)), dictated
    )
