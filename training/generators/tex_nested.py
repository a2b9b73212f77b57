"""Constructs inside constructs: a fraction in a root in a limit, said so that only one formula can be meant."""

from __future__ import annotations

from collections.abc import Callable

from training.generators.tex_atoms import letter, number
from training.generators.tex_calculus import bounds
from training.generators.tex_node import ATOM, POWER, PRODUCT, SUM, Node, Speaker, in_group, join
from training.generators.tex_terms import joined

_FUNCTIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("sine", "sin"), r"\sin"), (("cosine", "cos"), r"\cos"), (("tangent", "tan"), r"\tan"),
    (("natural log", "ln", "natural logarithm"), r"\ln"),
    (("log", "log", "logarithm"), r"\log"), (("arctan", "inverse tangent"), r"\arctan"), (("ln",), r"\ln"),
)  # fmt: skip
_PARTED = (
    "the fraction with numerator {} and denominator {}", "a fraction with {} on top and {} below", "numerator {}, denominator {}",
    "a fraction with {} in the numerator and {} in the denominator", "the fraction {} over {}",
    "the fraction with {} on top and {} underneath",
    "the fraction whose numerator is {} and whose denominator is {}", "the quotient of {} and {}",
)  # fmt: skip
_ALL_OVER = ("{}, all over, {}", "{}, all divided by {}", "{}, all over {}", "{} all over {}", "{}, the whole thing over {}",
             "{}, everything over {}")  # fmt: skip


def _power_of(s: Speaker, x: Node) -> Node:
    value = s.one((2, 2, 2, 3, 4))
    word = {2: "squared", 3: "cubed"}.get(value, f"to the {s.say('fourth', s.whole(4))}")
    return Node(f"{x.words} {word}", f"{x.tex}^{{{value}}}", POWER)


def _times(s: Speaker, x: Node) -> Node:
    factor = number(s, 2, 9)
    tight = s.types_digits and len(x.words) == 1 and s.chance(0.6)
    middle = "" if tight else s.say(" ", " ", " times ")
    return Node(factor.words + middle + x.words, join(factor.tex, x.tex), PRODUCT)


def _linear(s: Speaker, x: Node) -> Node:
    return x if s.chance(0.65) else _times(s, x)


def _bent(s: Speaker, x: Node) -> Node:
    made = _power_of(s, x)
    return made if s.chance(0.75) else _times(s, made)


def _wave(s: Speaker, x: Node) -> Node:
    names, tex = s.one(_FUNCTIONS[:3])
    return Node(f"{s.one(names)}{s.say(' ', ' of ')}{x.words}", join(tex, x.tex), POWER)


def _constant(s: Speaker, x: Node) -> Node:
    if s.chance(0.75):
        return number(s, 1, 9)
    return letter(s, "abc" if x.tex not in "abc" else "d")


_PIECES: tuple[Callable[[Speaker, Node], Node], ...] = (_linear, _linear, _bent, _bent, _wave)


def _piece(s: Speaker, x: Node) -> Node:
    """A small thing in `x` whose words end by themselves."""
    return s.one(_PIECES)(s, x)


def _sum(s: Speaker, x: Node) -> Node:
    """Two or three different small things added up, without a comma in the words."""
    makers = [_linear, _bent, _wave] if s.chance(0.3) else [_linear, _bent]
    makers = s.rng.sample(makers, 2 if s.chance(0.25) else 1)
    makers = (
        [_constant, *makers] if s.chance(0.3) else [*makers, _constant] if s.chance(0.9) or len(makers) < 2 else makers
    )
    signs = "".join(s.one("++-") for _ in makers[1:])
    return joined(s, [make(s, x) for make in makers], signs).with_tail("closed")


def _simple(s: Speaker, x: Node) -> Node:
    return _sum(s, x) if s.chance(0.6) else _piece(s, x)


def _inner(s: Speaker, x: Node, depth: int) -> Node:
    """What stands in a root, a fraction or a function; without a comma, which would end the phrase around it."""
    while True:
        made = composite(s, x, depth - 1) if depth > 1 and s.chance(0.5) else _simple(s, x)
        if "," not in made.words:
            return made


_NAMED_BAR = ("the fraction", "a fraction", "the quotient", "numerator")


def _framed(s: Speaker, inner: Node) -> Node:
    """A fraction that is named as one, so that what stands before it takes all of it."""
    if not inner.tex.startswith(r"\frac") or inner.level != PRODUCT or inner.words.startswith(_NAMED_BAR):
        return inner
    words = (
        in_group(s.rng, inner.words)
        if s.chance(0.4)
        else f"{s.say('the fraction', 'the whole fraction')} {inner.words}"
    )
    return Node(words, inner.tex, inner.level, inner.tail)


def _bar(s: Speaker, x: Node, depth: int, whole: bool) -> Node:
    above, below = _inner(s, x, depth), _simple(s, x)
    while below.tex == above.tex:
        below = _simple(s, x)
    if s.chance(0.2):
        above = number(s, 1, 3)
        below = _inner(s, x, depth)
    tex = rf"\frac{{{above.tex}}}{{{below.tex}}}"
    if above.level > SUM and above.tail == "closed" and s.chance(0.6):
        bottom = in_group(s.rng, below.words, loose=True) if below.level == SUM else below.words
        return Node(f"{above.words} {s.say('over', 'over', 'divided by')} {bottom}", tex, PRODUCT, "greedy")
    if above.tail != "closed":
        sides = [
            in_group(s.rng, one.words) if one.level == SUM or one.tail != "closed" else one.words
            for one in (above, below)
        ]
        return Node(f"{sides[0]} over {sides[1]}", tex, PRODUCT, "greedy")
    if whole and s.chance(0.6):
        bottom = below.words if s.chance(0.6) or below.level > SUM else in_group(s.rng, below.words, loose=True)
        return Node(s.one(_ALL_OVER).format(above.words, bottom), tex, PRODUCT, "greedy")
    if s.chance(0.35):
        top, bottom = (in_group(s.rng, one.words) if one.level == SUM else one.words for one in (above, below))
        return Node(f"{top} over {bottom}", tex, PRODUCT, "greedy")
    return Node(
        s.one(_PARTED[:4] if "frac" in tex[5:] else _PARTED).format(above.words, below.words), tex, PRODUCT, "greedy"
    )


def _root(s: Speaker, x: Node, depth: int, _whole: bool) -> Node:
    inner = _inner(s, x, depth)
    while inner.level == ATOM:
        inner = _inner(s, x, depth)
    degree, name = (
        ("[3]", "cube root of ") if s.chance(0.15) else ("", s.say("square root of ", "square root of ", "root of "))
    )
    inner = _framed(s, inner)
    words = s.the(name) + (in_group(s.rng, inner.words) if s.chance(0.2) else inner.words)
    return Node(words, rf"\sqrt{degree}{{{inner.tex}}}", POWER, "greedy")


def _grouped_power(s: Speaker, x: Node, depth: int, whole: bool) -> Node:
    inner = _sum(s, x) if s.chance(0.6) else _bar(s, x, 1, False)
    value, word = s.one(((2, "squared"), (2, "squared"), (3, "cubed")))
    tex = f"({inner.tex})^{{{value}}}"
    if whole and s.chance(0.5):
        return Node(f"{inner.words}{s.say(', all ', ' all ', ', the whole thing ', ', everything ')}{word}", tex, POWER)
    if inner.level > SUM:
        return Node(f"{in_group(s.rng, inner.words)} {word}", tex, POWER)
    return Node(f"{in_group(s.rng, inner.words, loose=whole)} {word}", tex, POWER)


def _function(s: Speaker, x: Node, depth: int, _whole: bool) -> Node:
    names, tex = s.one(_FUNCTIONS)
    inner = _inner(s, x, depth)
    while len(inner.tex) < 2 or inner.level == ATOM or inner.tex.endswith(")^{2}") or inner.tex.endswith(")^{3}"):
        inner = _inner(s, x, depth)
    inner = _framed(s, inner)
    bare = inner.tex.startswith((r"\frac", r"\sqrt")) and inner.level > SUM
    words = in_group(s.rng, inner.words, loose=True) if inner.level == SUM else inner.words
    return Node(
        f"{s.the(s.one(names))} of {words}", join(tex, inner.tex if bare else f"({inner.tex})"), POWER, "greedy"
    )


def _exponential(s: Speaker, x: Node, _depth: int, _whole: bool) -> Node:
    inner = _framed(s, _bar(s, x, 1, False)) if s.chance(0.6) else _sum(s, x)
    is_minus = inner.level > SUM and s.chance(0.5)
    lead = s.say("e to the power of ", "e to the power of ", "e to the power ", "exp of ", "e raised to ")
    spoken = f"{s.say('minus', 'minus', 'negative')} {inner.words}" if is_minus else inner.words
    spoken = in_group(s.rng, spoken, loose=True) if inner.level == SUM else spoken
    return Node(lead + spoken, f"e^{{{'-' if is_minus else ''}{inner.tex}}}", POWER, "greedy")


def _absolute(s: Speaker, x: Node, depth: int, _whole: bool) -> Node:
    inner = _framed(s, _inner(s, x, depth))
    name = s.say(s.the("absolute value of "), s.the("absolute value of "), s.the("modulus of "), "abs of ")
    return Node(name + inner.words, f"|{inner.tex}|", ATOM, "greedy")


_COMPOSITES: tuple[Callable[[Speaker, Node, int, bool], Node], ...] = (
    _bar, _bar, _bar, _bar, _root, _root, _root, _grouped_power, _grouped_power, _function, _function, _exponential, _absolute,
)  # fmt: skip


def composite(s: Speaker, x: Node, depth: int = 2, *, whole: bool = False) -> Node:
    """A fraction, root, power or function with something in it; `whole` where "all over" reaches back to the right place."""
    return s.one(_COMPOSITES)(s, x, depth, whole)


def _limit(s: Speaker, x: Node) -> Node:
    made = composite(s, x, whole=True)
    goal, goal_tex = s.one(
        ((s.whole(0), "0"), (s.whole(1), "1"), ("infinity", r"\infty"), ("a", "a"), ("minus infinity", r"-\infty"))
    )
    verb = s.say("goes to", "approaches", "tends to")
    tex = join(
        rf"\lim_{{{x.tex}\to {goal_tex}}}" if goal_tex[0] != "\\" else rf"\lim_{{{x.tex}\to{goal_tex}}}",
        made.grouped_tex,
    )
    if s.chance(0.65):
        return Node(f"{s.the('limit')} as {x.words} {verb} {goal} of {made.words}", tex, PRODUCT)
    return Node(f"{s.the('limit')} of {made.words} as {x.words} {verb} {goal}", tex, PRODUCT)


def _integral(s: Speaker, x: Node) -> Node:
    made = composite(s, x, whole=True)
    d = s.say(f"d{x.words}", f"d {x.words}", f"with respect to {x.words}")
    if s.chance(0.35):
        lead = s.say(s.the("integral of"), s.the("integral of"), "integrate", s.the("indefinite integral of"))
        return Node(f"{lead} {made.words} {d}", join(r"\int", made.grouped_tex, r"\,d" + x.tex), PRODUCT)
    low, high = bounds(s)
    tex = join(rf"\int_{{{low[1]}}}^{{{high[1]}}}", made.grouped_tex, r"\,d" + x.tex)
    return Node(f"{s.the('integral')} from {low[0]} to {high[0]} of {made.words} {d}", tex, PRODUCT)


def _series(s: Speaker, _x: Node) -> Node:
    n = letter(s, "nnkij")
    made = composite(s, n, whole=True)
    low = s.rng.randint(0, 2)
    top = s.one((("infinity", r"\infty"), ("N", "N"), ("m", "m")))
    name, sign = (s.the("product"), r"\prod") if s.chance(0.2) else (s.the("sum"), r"\sum")
    words = f"{name} from {n.words} equals {s.whole(low)} to {top[0]} of {made.words}"
    return Node(words, join(rf"{sign}_{{{n.tex}={low}}}^{{{top[1]}}}", made.grouped_tex), PRODUCT)


def _derivative(s: Speaker, x: Node) -> Node:
    made = composite(s, x, whole=True)
    tex = join(rf"\frac{{d}}{{d{x.tex}}}", made.grouped_tex)
    words = s.say(f"{s.the('derivative')} of {made.words} with respect to {x.words}", f"d by d {x.words} of {made.words}",
                  f"d over d{x.words} of {made.words}", f"differentiate {made.words} with respect to {x.words}")  # fmt: skip
    return Node(words, tex, PRODUCT)


def _equation(s: Speaker, x: Node) -> Node:
    made = composite(s, x, 3, whole=True)
    equals = s.say("equals", "equals", "is", "is equal to", "=")
    if s.chance(0.5):
        f = letter(s, "fgh")
        return Node(f"{f.words} of {x.words} {equals} {made.words}", f"{f.tex}({x.tex})={made.tex}")
    y = letter(s, "vwyspT" if x.tex != "y" else "vw")
    return Node(f"{y.words} {equals} {made.words}", f"{y.tex}={made.tex}")


def _ended_sum(s: Speaker, x: Node) -> Node:
    """A long phrase, a comma, and one more summand."""
    made, more = composite(s, x), number(s) if s.chance(0.6) else x
    while "," in made.words:
        made = composite(s, x)
    word, sign = s.plus_or_minus()
    return Node(f"{made.words}, {word} {more.words}", join(made.tex, sign, more.tex), SUM)


_OUTER: tuple[Callable[[Speaker, Node], Node], ...] = (
    _limit, _limit, _integral, _integral, _series, _derivative, _equation, _equation, _ended_sum,
    lambda s, x: composite(s, x, 3, whole=True), lambda s, x: composite(s, x, 2, whole=True),
)  # fmt: skip


def nested(s: Speaker) -> Node:
    """A deep formula in one variable."""
    return s.one(_OUTER)(s, letter(s, "xxxxxtyzs"))
