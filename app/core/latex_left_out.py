"""Numbers, single letters and Greek names of a request that its formula lacks."""

from __future__ import annotations

import re
from types import MappingProxyType

from app.core.spoken_math import leads

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega"
).split()
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)(?!(?:st|nd|rd)\b)")
_LETTER = re.compile(r"(?<![\w'’.-])[b-hj-zB-HJ-Z](?![\w'’.-])")
_LETTERS_OF = MappingProxyType(
    {
        "hbar": "h",
        "hslash": "h",
        "ell": "l",
        "pr": "p",
        "exp": "e",
        "re": "r",
        "im": "i",
        "d": "d",
        "top": "t",
        "circ": "o",
        "gcd": "gcd",
    }
)
"""Commands that draw a letter, or stand for spelled ones."""

_UNDRAWN = re.compile(
    r"""
    \b\d+\s?(?:by|x|×)\s?\d+\b(?=.*(?:matri|determinant|identity|system))   # the size of a matrix
    | \b(?:of|with)\ size\ \d+\b
    | \bw\s?\.?\s?r\s?\.?\s?t\b\.? | \bs\.\s?t\.
    | \b(?:curly|partial)\ d\b
    | (?<=\d)\s?x\s?(?=10\b|10\^) | \bx\s(?=(?:10|ten)\b)
    """,
    re.VERBOSE,
)
"""What is said but never stands in a formula as it is said."""
_VARIABLE = re.compile(r"\b(?:with respect to|wrt|in)\s+(?:t|x|s)\b")
_INSTEAD = MappingProxyType(
    {"sigma": r"\\sum", "pi": r"\\prod", "beta": r"\bB\(", "delta": r"\\(?:partial|nabla)", "gamma": r"\\Gamma"}
)
"""What a Greek name may mean besides its letter."""


def _drawn(word: str, formula: str) -> bool:
    return word in _INSTEAD and bool(re.search(_INSTEAD[word], formula))


def left_out(formula: str, request: str) -> list[str]:
    r"""What the formula lacks, each once. “a” and “I” are words too, so they do not count.

    A derivative with a dot or a prime need not name its variable, and ``\int\frac{dx}{x}`` needs no 1.
    """
    formula = formula.replace("\\\\", " ")  # a new row, and no command with what follows
    request = leads.after_colon(request) or request  # the "g about b" of "Laurent series of g about b:" need not stand
    said = _UNDRAWN.sub(" ", request)
    if re.search(r"\\d*dot(?![a-z])|'", formula):
        said = _VARIABLE.sub(" ", said)
    commands = {command.lower().removeprefix("var") for command in re.findall(r"\\([a-zA-Z]+)", formula)}
    has_differential_above = re.search(r"\\frac\{d[a-z]\}", formula) and r"\int" in formula
    missing = [number for number in _NUMBER.findall(said) if number not in formula]
    missing = [number for number in missing if number != "1" or not has_differential_above]
    letters = re.sub(r"\\[a-z]+", "", formula.lower()) + "".join(_LETTERS_OF.get(command, "") for command in commands)
    missing += [letter for letter in _LETTER.findall(said) if letter.lower() not in letters]
    named = [name for name in _GREEK if re.search(rf"\b(?:{name}|{name.capitalize()})\b", request)]
    missing += [name for name in named if name not in commands and not _drawn(name, formula)]
    return list(dict.fromkeys(missing))
