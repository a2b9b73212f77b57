"""The freedoms that people take with the words of a formula: signs typed among words, other names for one thing, other lead-ins."""

from __future__ import annotations

import random
import re

_GREEK = "alpha|beta|gamma|delta|epsilon|theta|lambda|mu|nu|rho|sigma|tau|phi|psi|omega|pi"
# What a sign may be written onto without taking in too little: one letter, one Greek name, one number.
_ONE = rf"(?<![\w^_])(?:[a-zA-Z]|\d+|{_GREEK})"
_WHOLE = re.compile(r"quantity|\b(?:all|whole|fraction|numerator|denominator|norm|nested|under)\b|, ")
# Where a power belongs to more than the last word, and a sign would take only that.
_WIDE_POWER = re.compile(r"[)}|\]]\^")
_MORE_INDEX = (
    r"(?! (?:plus|minus|comma|[a-z0-9](?:\b(?!'))|zero|one|two|three|four|five|six|seven|eight|nine)|,| ?[-+])"
)
_MORE_BELOW = r"(?! (?:of|sub|plus|minus|times|factorial|squared|cubed|to the|[-+*]|[a-zA-Z0-9]\b))"

Rule = tuple[float, re.Pattern[str], tuple[str, ...]]


def _rule(share: float, pattern: str, *others: str) -> Rule:
    return share, re.compile(pattern), others


_SIGNS: tuple[Rule, ...] = (
    _rule(0.5, r" plus (?!or minus|minus)", " + "),
    _rule(0.5, r"(?<!plus)(?<!or) minus (?=\w)", " - "),
    _rule(0.6, r" (?:is equal to|equals) ", " = "),
    _rule(0.3, r"(?<=\d) times (?=\d)", " * ", " x "),
    _rule(0.5, r" (?:is )?less than or equal to ", " <= ", " ≤ "),
    _rule(0.5, r" (?:is )?greater than or equal to ", " >= ", " ≥ "),
    _rule(0.5, r" is less than (?!or)", " < "),
    _rule(0.5, r" is greater than (?!or)", " > "),
    _rule(0.5, r" is not equal to ", " != ", " ≠ "),
    _rule(0.4, rf"({_ONE}) sub ([a-z0-9])\b{_MORE_INDEX}", r"\1_\2"),
    _rule(0.3, rf"({_ONE}) over ({_ONE})\b{_MORE_BELOW}(?!['^_(!])", r"\1/\2"),
    _rule(0.2, r"\b(?:the )?square root of ([a-z]|\d+)\b(?! (?:over|sub|plus|minus|to|squared|cubed|times|divided))(?!['^_(!])",
          r"sqrt(\1)", r"√\1"),
    _rule(0.4, r"\binfinity\b(?! norm)", "inf", "∞", "infty"),
    _rule(0.3, r" (?:approaches|goes to|tends to) ", " -> ", "->"),
    _rule(0.2, r"(?<![\w^_])pi\b", "π"),
    _rule(0.5, r" from ([a-z]) (?:equals|is equal to) (\d+|zero|one|two) to ", r" from \1=\2 to ", r" from \1 = \2 to "),
)  # fmt: skip
_POWERS: tuple[Rule, ...] = (
    _rule(0.5, rf"(?<!sub )({_ONE}) squared\b", r"\1^2", r"\1^2", r"\1^2", r"\1²"),
    _rule(0.5, rf"(?<!sub )({_ONE}) cubed\b", r"\1^3", r"\1³"),
)
_NAMES: tuple[Rule, ...] = (
    _rule(0.06, r"\bsub ([a-z0-9])\b", r"subscript \1", r"index \1", r"subscript \1", r"with index \1", r"underscore \1"),
    _rule(0.05, r" divided by ", " over "),
    _rule(0.05, r" to the power of ", " to the power ", " raised to the power ", " raised to ", " to the "),
    _rule(0.05, r"\bthe integral\b", "integral", "the definite integral", "int"),
    _rule(0.05, r"\b(?:the )?sum (from|over)\b", r"summation \1", r"sum \1", r"the summation \1", r"sigma \1"),
    _rule(0.05, r"\b(?:the )?product (from)\b", r"prod \1", r"product \1", r"capital pi \1"),
    _rule(0.05, r" (approaches|goes to|tends to) ", " approaches ", " goes to ", " tends to ", " -> ", " going to "),
    _rule(0.05, r"\b(?:the )?limit (as|of)\b", r"lim \1", r"limit \1", r"the limit \1"),
    _rule(0.04, r" equals ", " is equal to ", " = ", " equal ", " is ", " equal to "),
    _rule(0.04, r"\bthe derivative of\b", "derivative of", "the first derivative of"),
    _rule(0.05, r"\bopen paren(?:thesis)? (.+?) close paren(?:thesis)?\b", r"(\1)", r"left paren \1 right paren",
          r"open bracket \1 close bracket", r"parentheses \1 close parentheses"),
    _rule(0.05, r"\bthe quantity\b", "quantity", "the whole quantity", "the expression"),
    _rule(0.03, r"\bsine\b", "sin"), _rule(0.03, r"\bcosine\b", "cos"), _rule(0.03, r"\btangent\b", "tan"),
    _rule(0.05, r"\binfinity\b(?! norm)", "inf", "infty"),
    _rule(0.05, r"\bminus infinity\b", "negative infinity", "-infinity"),
    _rule(0.05, r"\bsquare root\b", "sqrt", "root", "sq root", "squareroot"),
    _rule(0.05, r" for all ", " for every ", " for each ", " for any "),
    _rule(0.05, r" such that ", " so that ", " with ", " s.t. "),
    _rule(0.04, r" is (less|greater) than ", r" \1 than "),
    _rule(0.04, r"\bcapital ([A-Z])\b", r"big \1", r"uppercase \1", r"\1"),
)  # fmt: skip
_SIGNS_SHARE = 0.12
_MANY_SIGNS = re.compile(r"[=+]|\^")


def _apply(rng: random.Random, words: str, rules: tuple[Rule, ...], eagerness: float) -> str:
    for share, pattern, others in rules:
        if rng.random() < share * eagerness and pattern.search(words):
            words = pattern.sub(others[int(rng.random() * len(others))], words)
    return words


def reworded(rng: random.Random, words: str, tex: str) -> str:
    """The same request in slightly other words, sometimes with signs in the place of words."""
    words = _apply(rng, words, _NAMES, 1)
    if _WHOLE.search(words):
        return words
    eagerness = 1.4 if rng.random() < _SIGNS_SHARE else 0.3 if _MANY_SIGNS.search(words) else 0
    if eagerness:
        words = _apply(rng, words, _SIGNS, eagerness)
        words = words if _WIDE_POWER.search(tex) else _apply(rng, words, _POWERS, eagerness)
    return words


_LEADS = ("the formula for {}", "formula for {}", "{} formula", "{} formula", "the {} formula", "equation for {}", "the equation for {}",
          "{} equation", "formula of {}", "the formula of {}", "the expression for {}", "{}, the formula", "the general formula for {}",
          "what is the formula for {}", "state {}", "how does {} go")  # fmt: skip
_HAS_KIND = re.compile(
    r"formula|equation|definition|theorem|law|rule|identity|inequality|series|expansion|sign|letter|matrix|[=+^]"
)


_DICTATED = re.compile(
    r"\b(?:equals?|over|plus|minus|times|to the|sub|squared|cubed|is|are|factorial|from|divided|[b-rt-zA-Z])\b|[=+^0-9]"
)
_SHORTEST_NAMED = 9


def is_name(spoken: str, tex: str) -> bool:
    """Whether `spoken` names a formula and does not dictate it."""
    return len(tex) >= _SHORTEST_NAMED and " " in spoken and not _DICTATED.search(spoken)


def renamed(rng: random.Random, name: str) -> str:
    """Another way to ask for a formula by its name."""
    if rng.random() < 0.35:
        name = name.replace("'s ", rng.choice(("s ", "'s ", " "))).replace("s' ", "s ")
    if rng.random() < 0.4:
        name = name.lower()
    bare = name.removeprefix("the ")
    if not _HAS_KIND.search(name.lower()) and rng.random() < 0.4:
        lead = rng.choice(_LEADS)
        return lead.format(bare if lead.startswith(("{}", "the {}")) else rng.choice((name, bare)))
    if rng.random() < 0.1:
        return rng.choice(("the formula for {}", "formula for {}", "state {}", "the {}")).format(bare)
    return name
