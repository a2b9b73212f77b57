"""The freedoms that people take with the words of a formula: signs typed among words, other names for one thing, other lead-ins."""

from __future__ import annotations

import random
import re

_GREEK = "alpha|beta|gamma|delta|epsilon|theta|lambda|mu|nu|rho|sigma|tau|phi|psi|omega|pi"
# What a sign may be written onto without taking in too little: one letter, one Greek name, one number.
_ONE = rf"(?<![\w^_])(?:[a-zA-Z]|\d+|{_GREEK})"
_WHOLE = re.compile(
    r"quantity|bracket|\b(?:all|whole|everything|that|lot|fraction|numerator|denominator|norm|nested|under|top|parens|parentheses)\b|, "
)
# Where a power belongs to more than the last word, and a sign would take only that.
_WIDE_POWER = re.compile(r"[)}|\]]\^")
_MORE_INDEX = (
    r"(?! (?:plus|minus|comma|[a-z0-9](?:\b(?!'))|zero|one|two|three|four|five|six|seven|eight|nine)|,| ?[-+])"
)
_MORE_BELOW = r"(?! (?:of|sub|plus|minus|times|factorial|squared|cubed|to the|[-+*]|[a-zA-Z0-9]\b))"

Rule = tuple[float, re.Pattern[str], tuple[str, ...]]


def _rule(share: float, pattern: str, *others: str) -> Rule:
    return share, re.compile(pattern), others


# What stands between the words of an operator: no further operator and no comma.
_BOUND = r"((?:(?! of | to |,| and ).)+)"
_NOT_MULTIPLE = r"(?<!double )(?<!triple )(?<!line )(?<!iterated )(?<!surface )(?<!inner )(?<!outer )"
_SERIES = "sum|product|summation"
_THINGS = (
    "square|cube|integral|sum|product|limit|derivative|partial|second|probability|expected|variance|set|matrix|determinant|norm|absolute|"
    "vector|fraction|natural|log|inverse|gradient|union|intersection|double|floor|ceiling"
)

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
    _rule(0.04, r"\b(from [a-z] (?:equals|=|is equal to) \w+) to (?=\w)", r"\1 up to ", r"\1 up to ", r"\1 through ", r"\1 until "),
    _rule(0.05, rf"\b{_NOT_MULTIPLE}(?:the )?integral from (minus infinity|\w+) to (\w+) of ", r"integral \1 to \2 of ",
          r"int \1 to \2 of ", r"integral \1 to \2 "),
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
    _rule(0.45, r",? all (squared|cubed|over|divided by|to the)\b", r" all \1", r", all \1", r", the whole thing \1", r" the whole \1",
          r", everything \1", r", whole \1", r" all of that \1", r", all of that \1", r" the whole thing \1", r", all that \1",
          r" the whole lot \1", r" everything \1", r", the whole \1", r" all of it \1", r", the lot \1"),
    _rule(0.3, rf"\b{_NOT_MULTIPLE}(?:the )?(?:definite )?integral from {_BOUND} to {_BOUND} of ", r"integral between \1 and \2 of ",
          r"the integral, from \1 to \2, of ", r"integral \1 to \2 of ", r"the integral with limits \1 and \2 of ",
          r"the integral with lower limit \1 and upper limit \2 of ", r"integral running from \1 to \2 of ",
          r"integral from \1 up to \2 of ", r"integral with bounds \1 and \2 of ", r"the integral going from \1 to \2 of ",
          r"integrate from \1 to \2 ", r"definite integral from \1 to \2 of "),
    _rule(0.35, rf"\b(?:the )?({_SERIES}) from ([a-z]) (?:equals|=|is equal to) {_BOUND} to {_BOUND} of ",
          r"the \1 over \2 from \3 to \4 of ", r"the \1, \2 running from \3 to \4, of ", r"\1 for \2 equals \3 to \4 of ",
          r"\1 \2 from \3 to \4 of ", r"the \1 as \2 runs from \3 to \4 of ", r"\1 with \2 going from \3 to \4 of ",
          r"\1 from \2 = \3 up to \4 of ", r"\1 for \2 from \3 to \4 of ", r"\1 \2=\3 to \4 of ", r"the \1 over all \2 from \3 to \4 of ",
          r"the \1 where \2 goes from \3 to \4 of ", r"\1 with \2 from \3 to \4 of ", r"the \1 with \2 ranging from \3 to \4 of "),
    _rule(0.1, r"\b(?:the )?sum from ([a-z]) (?:equals|=|is equal to) (zero|one|0|1) to infinity of ",
          r"series from \1 equals \2 to infinity of ", r"the infinite sum from \1 equals \2 of ",
          r"the series over \1 from \2 to infinity of ",
          r"the infinite series from \1 equals \2 of "),
    _rule(0.25, rf"\b(?:the )?limit as (\w+) (?:approaches|goes to|tends to) {_BOUND} of ", r"the limit when \1 goes to \2 of ",
          r"limit for \1 to \2 of ", r"the limit, as \1 tends to \2, of ", r"limit \1 goes to \2 of ", r"limit with \1 going to \2 of ",
          r"limit for \1 going to \2 of ", r"lim \1 to \2 of ", r"the limit \1 approaching \2 of ", r"lim as \1 goes to \2 of ",
          r"limit of \1 to \2 of ", r"the limit for \1 towards \2 of ", r"lim \1->\2 of ", r"the limit with \1 tending to \2 of "),
    _rule(0.15, r"(?<!limit) as ([a-z]) (?:approaches|goes to|tends to) (?=[\w ]+$)", r" when \1 goes to ", r" for \1 going to ",
          r" with \1 going to ", r" when \1 tends to ", r", as \1 goes to ", r" for \1 to ", r" as \1 gets close to ", r" as \1 -> "),
    _rule(0.12, r"\b(?:the )?((?:partial |second |second partial |third )?derivative) of (\w+) with respect to (\w+)\b",
          r"\1 with respect to \3 of \2", r"\1 of \2 wrt \3", r"\1 of \2 w.r.t. \3", r"\1 of \2 by \3", r"\3 \1 of \2",
          r"the \1 of \2 in \3", r"the \1 of \2 for \3"),
    _rule(0.06, rf"\b{_NOT_MULTIPLE}(?:the )?integral from (\w+) to (\w+) of ", r"int_\1^\2 ", r"int from \1 to \2 "),
    _rule(0.06, rf"\b(?:the )?({_SERIES}) from ([a-z]) (?:equals|=|is equal to) (\w) to (\w) of ", r"\1_(\2=\3)^\4 ", r"\1_{\2=\3}^\4 "),
    _rule(0.06, r"\b(?:the )?limit as (\w) (?:approaches|goes to|tends to) (\w+) of ", r"lim_(\1->\2) ", r"lim_{\1->\2} "),
    _rule(0.1, r" with respect to ", " wrt ", " w.r.t. ", " w r t ", " with regard to "),
    _rule(0.08, r" divided by ", " upon ", " divided through ", " div by "),
    _rule(0.08, r" times ", " multiplied by ", " multiplied with ", " * "),
    _rule(0.1, r" (?:is )?less than or equal to ", " is at most ", " is no more than ", " does not exceed ", " is less or equal to ",
          " is smaller than or equal to ", " less or equal "),
    _rule(0.1, r" (?:is )?greater than or equal to ", " is at least ", " is no less than ", " is greater or equal to ",
          " is bigger than or equal to ", " is larger than or equal to ", " greater or equal "),
    _rule(0.06, r" is greater than (?!or)", " is bigger than ", " exceeds ", " is larger than ", " is strictly greater than ",
          " is more than "),
    _rule(0.06, r" is less than (?!or)", " is smaller than ", " is below ", " is strictly less than "),
    _rule(0.05, r" equals ", " is the same as ", " equals to ", ", which is ", " is equal "),
    _rule(0.08, r"\bsquare root of\b", "positive square root of", "root of", "sq. root of", "sqrt of", "square-root of"),
    _rule(0.06, r"\bopen paren(?:thesis)?\b", "open bracket", "bracket open", "left bracket", "open parens"),
    _rule(0.06, r"\bclose paren(?:thesis)?\b", "close bracket", "bracket close", "right bracket", "close parens", "closed bracket"),
    _rule(0.06, rf"\b(?:the )(?={_THINGS})", ""),
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
