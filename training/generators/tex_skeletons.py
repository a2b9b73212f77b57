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
from training.generators.tex_node import Node, Speaker, in_group, join
from training.generators.tex_parts import (
    derivative_term,
    marked_index,
    norm,
    rounded,
    statement,
    unit,
    word_index,
)
from training.generators.tex_parts_more import decimal_number, scientific
from training.generators.tex_sets import NUMBER_SETS
from training.generators.tex_terms import exponential, power, shifted, simple_sum, trigonometric

_SLOT = re.compile(r"<([a-zA-Z0-9]|[a-z]{3,4}\d?)>")
_NUMBER = re.compile(r"#(\d+)")
# A number typed onto a letter; a spoken one stands apart.
_TIGHT = re.compile(r"(<\d>)(?=<)")
_BESIDE = re.compile(r"<(\w+)>(?=<(\w+)>)")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_GROUP = re.compile("«([^«»]*)»|‹([^‹›]*)›")
# The everyday ones stand twice: they are asked for most.
_FILES = (
    "tex_skeletons.toml", "tex_areas.toml", "tex_topics.toml", "tex_facts.toml", "tex_wordings.toml", "tex_sciences.toml",
    *("tex_everyday.toml",) * 2, *("tex_dictated.toml",) * 2, *("tex_notes.toml",) * 2, "tex_signs.toml",
)  # fmt: skip
_IS_STATEMENT = re.compile(
    r"[=<>:]|\\(?:leq|geq|neq|approx|equiv|propto|sim|in|notin|subset|subseteq|supset|to|mapsto|mid|nmid|forall|exists|nexists|"
    r"Rightarrow|Leftrightarrow|parallel|perp|cong|land|lor|neg|not|cup|cap|mathcal|mathbf|mathbb|circ)(?![a-zA-Z])"
)
_EQUATED = 0.15
_POOLS = {
    "x": "xxxxyztu", "y": "yyyzwv", "z": "zzw", "t": "ttts",
    "f": "ffffguh", "g": "gghv", "n": "nnnmN", "k": "kkjr", "i": "iiikm", "j": "jjjkl",
}  # fmt: skip
_OTHER = "other"
_LETTERS = "abcdhklmpqrsuvw"
_GREEK = tuple("alpha beta gamma lambda mu theta omega phi rho sigma".split())
_CAPITALS = "ABCDEFGKLMPQSTVWXY"


def chosen(rng: random.Random, spoken: str) -> str:
    """`spoken` with one of the alternatives of each ``[this/that]``; what has none keeps outer brackets (``[[x]]`` is ``[x]``).

    ``«x»`` says parentheses around x, closed by words; ``‹x›`` may also say "the quantity x" or "x in brackets".
    """

    def one(match: re.Match[str]) -> str:
        options = match.group(1).split("/")
        return options[int(rng.random() * len(options))]

    def group(match: re.Match[str]) -> str:
        return in_group(rng, match.group(1) or match.group(2), loose=match.group(2) is not None)

    spoken = _CHOICE.sub(one, spoken) if "[" in spoken else spoken
    return _GROUP.sub(group, spoken)


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
    name = slot if slot != _OTHER and rng.random() < 0.45 else rng.choice(_POOLS.get(slot, _LETTERS))
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


def _mark(s: Speaker, _x: Node) -> Node:
    """A letter with a hat, bar, tilde or arrow."""
    command, forms = s.one((
        (r"\hat", ("{} hat", "{} hat", "{} with a hat", "{}-hat", "hat {}")),
        (r"\bar", ("{} bar", "{} bar", "{} with a bar", "{}-bar", "{} overbar")),
        (r"\tilde", ("{} tilde", "{} tilde", "{} with a tilde", "{}-tilde")), (r"\hat", ("{} hat",)), (r"\bar", ("{} bar",)),
        (r"\vec", ("vector {}", "the vector {}")),
    ))  # fmt: skip
    name, tex = _letter(s.rng, s.one("xxyzpabuvt"))
    return Node(s.one(forms).format(name), f"{command}{{{tex}}}")


def _indexed(s: Speaker, _x: Node) -> Node:
    """A letter with an index that is a letter or a number, the "sub" said or not."""
    name, tex = s.one(
        (*((each, each) for each in "xyz"), *((each, "\\" + each) for each in ("beta", "mu", "theta", "epsilon")))
    )
    if s.chance(0.5):
        index = s.one(("i", "i", "j", "i j"))
        return Node(name + s.say(" ", " sub ", " sub ", " index ") + index, f"{tex}_{{{index.replace(' ', '')}}}")
    value = s.rng.randint(0, 3)
    if s.chance(0.15):
        name = s.one("RCVmTxvaLPrq")
        return Node(f"{name}{value}", f"{name}_{{{value}}}")
    spoken = s.say("nought", "naught", "zero") if value == 0 and s.chance(0.5) else s.whole(value)
    return Node(name + s.say(" ", " ", " sub ", " sub ") + spoken, f"{tex}_{{{value}}}")


# What economists write with several capitals.
_ECONOMIC = tuple("MC MR TC TR AC AVC AFC ATC MU MPL MPK GDP NPV CPI MRS PV FV VC FC ROI EV MPC MPS VaR WACC".split())


def _economic(s: Speaker, _x: Node) -> Node:
    name = s.one(_ECONOMIC)
    spelled = " ".join(name) if s.chance(0.15) and name.isupper() else name
    return Node(spelled.lower() if s.chance(0.1) else spelled, name)


def _number_set(s: Speaker, _x: Node) -> Node:
    tex, names = s.one(NUMBER_SETS)
    bare = (tex[-2],) if tex[-2] in "RNZ" else ()
    return Node(s.one((*names, *bare)), tex)


_PARTS: dict[str, Callable[[Speaker, Node], Node]] = {
    "sum": _sum,
    "term": _term,
    "fun": _value,
    "rel": _relation,
    "poly": lambda s, x: polynomial(s, x, s.one((1, 2))),
    "step": shifted,
    "gre": lambda s, _x: greek(s),
    "dec": _mark,
    "idx": _indexed,
    "nam": _economic,
    "set": _number_set,
    "par": derivative_term,
    "stm": statement,
    "rnd": rounded,
    "nrm": norm,
    "hix": marked_index,
    "wid": word_index,
    "unt": unit,
    "sci": scientific,
    "num": decimal_number,
}


_DISTINCT = ("dec", "idx", "nam", "par", "stm", "rnd", "nrm", "hix", "wid", "num")


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
            made = _letter(speaker.rng, slot if speaker.chance(0.8) else "A" if slot.isupper() else _OTHER)
        values[slot] = made
    variable = Node(*values.get("x", ("x", "x")))
    for slot in slots:
        if len(slot) > 1:
            part = _PARTS[slot.rstrip("234")](speaker, variable)
            while slot[:3] in _DISTINCT and any(part.tex == tex for _, tex in values.values()):
                part = _PARTS[slot.rstrip("234")](speaker, variable)
            values[slot] = (part.words, part.tex)
    return values


def _apart(match: re.Match[str], values: dict[str, tuple[str, str]]) -> str:
    """Two slots typed side by side, parted where one holds a name: "b alpha", and "bc"."""
    is_word = any(len(values[slot][0]) > 1 and not values[slot][0].isdigit() for slot in match.groups())
    return f"<{match.group(1)}> " if is_word else f"<{match.group(1)}>"


def filled(speaker: Speaker, tex: str, readings: tuple[str, ...]) -> Node:
    """One of the readings of `tex`, both with the same random letters and parts in their slots."""
    spoken = chosen(speaker.rng, speaker.one(readings))
    if not speaker.types_digits:
        spoken = _TIGHT.sub(r"\1 ", spoken)
    values = _values(speaker, sorted(set(_SLOT.findall(tex))))
    pieces = _SLOT.split(tex)
    latex = join(*(values[piece][1] if place % 2 else piece for place, piece in enumerate(pieces)))
    spoken = _BESIDE.sub(lambda match: _apart(match, values), spoken)
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
