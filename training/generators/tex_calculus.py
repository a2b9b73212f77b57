"""Integrals, sums and products over an index, limits, derivatives."""

from __future__ import annotations

import re

from training.generators.tex_atoms import capital, coefficient, function_value, letter, number, subscripted
from training.generators.tex_expressions import function_of, polynomial
from training.generators.tex_node import PRODUCT, Node, Speaker, join
from training.generators.tex_terms import exponential, grouped, named_function, power

Pair = tuple[str, str]
_GREEK_VARIABLES = (Node("theta", r"\theta"), Node("phi", r"\phi"), Node("tau", r"\tau"))
_FIELDS: tuple[Pair, ...] = (
    ("f", "f"),
    ("f", "f"),
    ("phi", r"\phi"),
    ("u", "u"),
    ("L", "L"),
    ("g", "g"),
    ("V", "V"),
    ("psi", r"\psi"),
)
_VECTOR_FIELDS: tuple[Pair, ...] = (
    ("F", "F"), ("vector F", r"\vec{F}"), ("E", "E"), ("B", "B"), ("capital F", "F"), ("v", "v"), ("u", "u"), ("vector v", r"\vec{v}"),
    ("vector E", r"\vec{E}"), ("A", "A"),
)  # fmt: skip


def _low_bound(s: Speaker) -> Pair:
    roll = s.rng.random()
    if roll < 0.5:
        return s.whole(0), "0"
    if roll < 0.66:
        one = number(s, 1, 5)
        return one.words, one.tex
    if roll < 0.82:
        return s.say("minus infinity", "negative infinity", "minus infinity"), r"-\infty"
    options: tuple[Pair, ...] = (
        ("a", "a"), (f"{s.negative()} {s.whole(1)}", "-1"), (f"{s.negative()} pi", r"-\pi"), ("minus a", "-a"), ("t zero", "t_{0}"),
        ("x one", "x_{1}"), ("a", "a"), ("minus R", "-R"),
    )  # fmt: skip
    return s.one(options)


def _high_bound(s: Speaker) -> Pair:
    roll = s.rng.random()
    if roll < 0.35:
        one = number(s, 1, 12)
        return one.words, one.tex
    if roll < 0.6:
        return s.say("infinity", "infinity", "infinity", "plus infinity", "positive infinity"), r"\infty"
    options: tuple[Pair, ...] = (
        ("pi", r"\pi"), ("pi", r"\pi"), ("b", "b"), ("b", "b"), ("x", "x"), (f"{s.whole(2)} pi", r"2\pi"), ("t", "t"), ("R", "R"),
        (f"pi over {s.whole(2)}", r"\frac{\pi}{2}"), ("a", "a"), ("L", "L"), ("capital T", "T"), ("r", "r"), ("x two", "x_{2}"),
        (f"pi over {s.whole(4)}", r"\frac{\pi}{4}"), ("e", "e"),
    )  # fmt: skip
    return s.one(options)


def bounds(s: Speaker) -> tuple[Pair, Pair]:
    """Two different bounds."""
    low, high = _low_bound(s), _high_bound(s)
    while low[1] == high[1]:
        high = _high_bound(s)
    return low, high


def _differential(s: Speaker, x: Node) -> Pair:
    tex = join(r"\,d", x.tex) if x.tex[0] == "\\" else r"\,d" + x.tex
    if len(x.words) > 1:
        return s.say(f"d {x.words}", f"d {x.words}", f"with respect to {x.words}"), tex
    return s.say(f"d {x.words}", f"d{x.words}", f"d{x.words}", f"with respect to {x.words}"), tex


def integral(s: Speaker) -> Node:
    """A definite, indefinite, multiple or contour integral."""
    x = letter(s, "xxxxxxtyuzr") if s.chance(0.92) else s.one(_GREEK_VARIABLES)
    f = function_of(s, x)
    dx, dx_tex = _differential(s, x)
    roll = s.rng.random()
    if roll < 0.5:
        return _definite(s, f, x, dx, dx_tex)
    if roll < 0.8:
        words = s.say(f"{s.the('integral')} of {f.words} {dx}", f"{s.the('integral')} of {f.words} {dx}",
                      f"{s.the('indefinite integral')} of {f.words} {dx}", f"integrate {f.words} with respect to {x.words}",
                      f"{s.the('antiderivative')} of {f.words} with respect to {x.words}", f"integral {f.words} {dx}",
                      f"integral of {f.words} {dx}")  # fmt: skip
        return Node(words, join(r"\int", f.grouped_tex, dx_tex), PRODUCT)
    if roll < 0.9:
        region = capital(s, "CDSVRA")
        name, sign = (
            (
                s.say(
                    "closed line integral",
                    "contour integral",
                    "closed integral",
                    "closed contour integral",
                    "closed path integral",
                    "loop integral",
                ),
                r"\oint",
            )
            if s.chance(0.5)
            else ("integral", r"\int")
        )
        words = f"{s.the(name)} over {region.words} of {f.words} {dx}"
        return Node(words, join(f"{sign}_{{{region.tex}}}", f.grouped_tex, dx_tex), PRODUCT)
    return _multiple(s)


def _definite(s: Speaker, f: Node, x: Node, dx: str, dx_tex: str) -> Node:
    low, high = bounds(s)
    name = s.say("integral", "integral", "integral", "definite integral")
    words = s.say(f"{s.the(name)} from {low[0]} to {high[0]} of {f.words} {dx}",
                  f"{s.the(name)} from {low[0]} to {high[0]} of {f.words} {dx}",
                  f"{s.the(name)} from {low[0]} to {high[0]} of {f.words} {dx}",
                  f"{s.the('integral')} of {f.words} {dx} from {low[0]} to {high[0]}",
                  f"{s.the('integral')} of {f.words} from {low[0]} to {high[0]} {dx}",
                  f"integrate {f.words} from {low[0]} to {high[0]} {dx}",
                  f"{s.the('integral')} between {low[0]} and {high[0]} of {f.words} {dx}",
                  f"int from {low[0]} to {high[0]} of {f.words} {dx}",
                  f"integral {low[0]} to {high[0]} {f.words} {dx}")  # fmt: skip
    if x.tex in ("x", "t") and s.chance(0.12):  # people leave "dx" out where it is clear
        words = s.say(f"{s.the(name)} from {low[0]} to {high[0]} of {f.words}",
                      f"{s.the(name)} of {f.words} from {low[0]} to {high[0]}",
                      f"integrate {f.words} from {low[0]} to {high[0]}")  # fmt: skip
    return Node(words, join(rf"\int_{{{low[1]}}}^{{{high[1]}}}", f.grouped_tex, dx_tex), PRODUCT)


def _multiple(s: Speaker) -> Node:
    f, middle = s.one(("f", "f", "g", "u")), s.say("comma ", "and ", "", ", ")
    triple = s.chance(0.25)
    region = capital(s, "VEW" if triple else "DRSA")
    spoken = f"{f} of x {middle}y" + (f" {middle}z" if triple else "")
    spoken = spoken.replace(" ,", ",")
    tail, tex_tail = (
        ("d x d y d z", r"\,dx\,dy\,dz")
        if triple
        else s.one((("d x d y", r"\,dx\,dy"), ("dx dy", r"\,dx\,dy"), ("d A", r"\,dA"), ("dA", r"\,dA")))
    )
    arguments = "x,y,z" if triple else "x,y"
    name, sign = ("triple integral", r"\iiint") if triple else ("double integral", r"\iint")
    if s.chance(0.3) and not triple:
        low, high = bounds(s)
        low2, high2 = bounds(s)
        words = f"{s.the('double integral')} from {low[0]} to {high[0]} and {low2[0]} to {high2[0]} of {spoken} d x d y"
        tex = join(
            rf"\int_{{{low[1]}}}^{{{high[1]}}}", rf"\int_{{{low2[1]}}}^{{{high2[1]}}}", f"{f}({arguments})", r"\,dx\,dy"
        )
        return Node(words, tex, PRODUCT)
    words = s.say(f"{s.the(name)} over {region.words} of {spoken} {tail}", f"{s.the(name)} of {spoken} {tail} over {region.words}",
                  f"{s.the(name)} of {spoken} over {region.words} {tail}")  # fmt: skip
    return Node(words, join(f"{sign}_{{{region.tex}}}", f"{f}({arguments})", tex_tail), PRODUCT)


def _index_range(s: Speaker) -> tuple[str, Pair, Pair]:
    i = s.one("iiijkknm")
    low = number(s, 0, 2) if s.chance(0.85) else number(s, 0, 9)
    roll = s.rng.random()
    if roll < 0.5:
        top = letter(s, "NmkN" if i == "n" else "nnnmNk".replace(i, "n"))
        high = (top.words, top.tex)
    elif roll < 0.8:
        high = ("infinity", r"\infty")
    elif roll < 0.92 or i == "n":
        last = number(s, 3, 100)
        high = (last.words, last.tex)
    else:
        high = (f"n {s.say('minus', 'plus')} {s.whole(1)}", "n-1")
        high = (high[0], "n+1") if "plus" in high[0] else high
    return i, (low.words, low.tex), high


def _summand(s: Speaker, i: Node) -> Node:
    roll = s.rng.random()
    if roll < 0.1:
        return i
    if roll < 0.28:
        return power(s, i)
    if roll < 0.47:
        return subscripted(s, letter(s, "xaybcpwu"), i)
    if roll < 0.66:
        below = i if s.chance(0.35) else power(s, i) if s.chance(0.7) else Node(f"{i.words} factorial", i.tex + "!")
        return Node(f"{s.whole(1)} over {below.words}", rf"\frac{{1}}{{{below.tex}}}", PRODUCT)
    if roll < 0.74:
        return function_value(s, i)
    if roll < 0.82:
        return coefficient(s, i)
    if roll < 0.93:
        a, b = (
            subscripted(s, letter(s, "abcw"), i),
            power(s, letter(s, "xrz"), i) if s.chance(0.6) else subscripted(s, letter(s, "xyz"), i),
        )
        return Node(a.words + s.say(" ", " ", " times ") + b.words, join(a.tex, b.tex), PRODUCT)
    return grouped(s, polynomial(s, i, s.one((1, 2))))


def indexed_sum(s: Speaker) -> Node:
    """A sum or product over an index."""
    i, low, high = _index_range(s)
    f = _summand(s, Node(i, i))
    name, sign = ("product", r"\prod") if s.chance(0.17) else (s.say("sum", "sum", "sum", "summation"), r"\sum")
    roll = s.rng.random()
    if roll < 0.05:
        return Node(f"{s.the(name)} over {i} of {f.words}", join(f"{sign}_{{{i}}}", f.tex), PRODUCT)
    if roll < 0.09:
        index_set = capital(s, "SIA")
        return Node(
            f"{s.the(name)} over {i} in {index_set.words} of {f.words}",
            join(rf"{sign}_{{{i}\in {index_set.tex}}}", f.tex),
            PRODUCT,
        )
    start = f"{i} {s.say('equals', 'equals', 'equals', '=', 'is equal to')} {low[0]}"
    words = s.say(*(f"{s.the(name)} from {start} to {high[0]} of {f.words}",) * 5,
                  f"{s.the(name)} over {i} from {low[0]} to {high[0]} of {f.words}",
                  f"{s.the(name)} of {f.words} from {start} to {high[0]}",
                  f"{s.the(name)} of {f.words} for {i} from {low[0]} to {high[0]}",
                  f"{s.the(name)} of {f.words} for {start} to {high[0]}",
                  f"{s.the(name)} as {i} goes from {low[0]} to {high[0]} of {f.words}",
                  f"{s.the(name)} {start} to {high[0]} of {f.words}",
                  f"{s.the(name)} for {i} from {low[0]} to {high[0]} of {f.words}")  # fmt: skip
    if set(re.findall(r"(?<![\\a-zA-Z])[a-z](?![a-z])", f.tex)) == {i} and s.chance(0.1):
        words = f"{s.the(name)} of {f.words} from {low[0]} to {high[0]}"
    return Node(words, join(rf"{sign}_{{{i}={low[1]}}}^{{{high[1]}}}", f.tex), PRODUCT)


def bare_operator(s: Speaker) -> Node:
    """An integral or sum sign with its bounds and nothing behind."""
    if s.chance(0.6):
        low, high = bounds(s)
        words = s.say(
            f"{s.the('integral')} from {low[0]} to {high[0]}", f"{s.the('integral')} between {low[0]} and {high[0]}"
        )
        return Node(words, rf"\int_{{{low[1]}}}^{{{high[1]}}}")
    i, low, high = _index_range(s)
    words = s.say(f"{s.the('sum')} from {i} equals {low[0]} to {high[0]}", f"{s.the('sum')} over {i} from {low[0]} to {high[0]}",
                  f"summation from {i} equals {low[0]} to {high[0]}")  # fmt: skip
    return Node(words, rf"\sum_{{{i}={low[1]}}}^{{{high[1]}}}")


def _target(s: Speaker, x: str) -> Pair:
    roll = s.rng.random()
    if x == "n" or roll < 0.25:
        return s.say("infinity", "infinity", "infinity", "plus infinity"), r"\infty"
    if roll < 0.65:
        return s.whole(0), "0"
    if roll < 0.9:
        goal = number(s, 1, 9) if s.chance(0.6) else letter(s, "acb")
        return goal.words, goal.tex
    return s.say("minus infinity", "negative infinity"), r"-\infty"


def limit(s: Speaker) -> Node:
    """A limit, sometimes one-sided, sometimes with its value."""
    x = letter(s, "xxxxnnthyh")
    goal, goal_tex = _target(s, x.tex)
    side, mark = "", ""
    if s.chance(0.16) and "infty" not in goal_tex:
        side, mark = s.one(
            (
                (" from the right", "+"),
                (" from the left", "-"),
                (" from above", "+"),
                (" from below", "-"),
                (" from the right side", "+"),
                (" from the left side", "-"),
                (" from the positive side", "+"),
                (" from the negative side", "-"),
            )
        )
        mark = f"^{{{mark}}}"
    under = join(rf"{x.tex}\to", goal_tex) + mark
    approach = s.say("approaches", "approaches", "goes to", "tends to", "tends to", "goes to", "->")
    toward = f"as {x.words} {approach} {goal}{side}"
    if s.chance(0.06):
        return Node(f"{s.the('limit')} {toward}", rf"\lim_{{{under}}}")
    f = subscripted(s, letter(s, "axbsyu"), x) if x.tex == "n" and s.chance(0.4) else function_of(s, x)
    words = s.say(*(f"{s.the('limit')} {toward} of {f.words}",) * 4, *(f"{s.the('limit')} of {f.words} {toward}",) * 3,
                  f"limit {x.words} to {goal}{side} of {f.words}", f"lim {toward} of {f.words}",
                  f"lim {x.words} to {goal}{side} of {f.words}",
                  f"{toward}, the limit of {f.words}")  # fmt: skip
    tex = join(rf"\lim_{{{under}}}", f.grouped_tex)
    if s.chance(0.2):
        value = (
            number(s, 0, 9) if s.chance(0.6) else s.one((Node("infinity", r"\infty"), Node("L", "L"), Node("e", "e")))
        )
        return Node(f"{words} {s.say('equals', 'is equal to', 'is')} {value.words}", join(tex, "=", value.tex))
    return Node(words, tex, PRODUCT)


def derivative(s: Speaker) -> Node:
    """An ordinary or partial derivative or one of the operators of vector analysis."""
    roll = s.rng.random()
    if roll < 0.3:
        return _leibniz(s)
    if roll < 0.58:
        return _derivative_of(s)
    return _partial(s) if roll < 0.78 else _nabla(s)


def _leibniz(s: Speaker) -> Node:
    y, x = s.one("yyyfuszxv"), s.one("xxxtxtuz")
    if x == y:
        x = "t"
    if s.chance(0.62):
        words = s.say(f"d {y} d {x}", f"d{y} d{x}", f"d{y}/d{x}", f"d {y} by d {x}", f"d {y} over d {x}", f"d{y} by d{x}",
                      *(f"{s.the('derivative')} of {y} with respect to {x}",) * 3,
                      f"{s.the('first derivative')} of {y} with respect to {x}",
                      f"{y} differentiated with respect to {x}", f"{y} differentiated by {x}", f"d {y} upon d {x}",
                      f"{s.the('derivative')} of {y} by {x}",
                      f"d{y} over d{x}", f"{s.the('derivative')} of {y} wrt {x}",
                      f"{s.the('rate of change')} of {y} with respect to {x}")  # fmt: skip
        return Node(words, rf"\frac{{d{y}}}{{d{x}}}")
    order, nth, raised = s.one((("2", "second", "squared"),) * 3 + (("3", "third", "cubed"), ("n", "nth", "to the n")))
    words = s.say(f"{s.the(nth + ' derivative')} of {y} with respect to {x}", f"d {raised} {y} d {x} {raised}",
                  f"d {raised} {y} over d {x} {raised}",
                  f"d {raised} {y} by d {x} {raised}", f"{s.the(nth + ' derivative')} of {y} in {x}",
                  f"{s.the(nth + ' derivative')} of {y} wrt {x}",
                  f"d {raised} {y} upon d {x} {raised}", f"{nth} {x} derivative of {y}",
                  f"{s.the(nth + ' derivative')} of {y} with respect to {x}")  # fmt: skip
    return Node(words, rf"\frac{{d^{{{order}}}{y}}}{{d{x}^{{{order}}}}}")


def _derivative_of(s: Speaker) -> Node:
    x = letter(s, "xxxxtyz")
    roll = s.rng.random()
    f = (
        power(s, x)
        if roll < 0.3
        else function_value(s, x)
        if roll < 0.45
        else named_function(s, x)
        if roll < 0.75
        else exponential(s, x.tex)
    )
    if roll > 0.85:
        f = grouped(s, polynomial(s, x, 2))
    words = s.say(*(f"{s.the('derivative')} of {f.words} with respect to {x.words}",) * 3, f"d by d {x.words} of {f.words}",
                  f"d over d {x.words} of {f.words}", f"d d {x.words} of {f.words}", f"d d{x.words} of {f.words}",
                  f"d/d{x.words} of {f.words}",
                  f"differentiate {f.words} with respect to {x.words}", f"d/d{x.words} {f.words}")  # fmt: skip
    if x.tex == "x" and s.chance(0.1):
        words = s.say(f"{s.the('derivative')} of {f.words}", f"differentiate {f.words}")
    return Node(words, join(rf"\frac{{d}}{{d{x.tex}}}", f.tex), PRODUCT)


def _partial(s: Speaker) -> Node:
    f, x = (
        s.one((*_FIELDS, ("z", "z"))),
        s.one((("x", "x"), ("x", "x"), ("y", "y"), ("t", "t"), ("theta", r"\theta"), ("r", "r"))),
    )
    if s.chance(0.2):
        a, b = s.rng.sample("xyzt", 2)
        words = s.say(f"partial squared {f[0]} over partial {a} partial {b}",
                      f"{s.the('mixed partial derivative')} of {f[0]} with respect to {a} and {b}",
                      f"{s.the('mixed partial')} of {f[0]} with respect to {a} and {b}",
                      f"partial squared {f[0]} by partial {a} partial {b}", f"del squared {f[0]} by del {a} del {b}",
                      f"{s.the('second partial')} of {f[0]} with respect to {a} and {b}",
                      f"{s.the('mixed partial')} of {f[0]} in {a} and {b}",
                      f"partial two {f[0]} over partial {a} partial {b}")  # fmt: skip
        return Node(words, rf"\frac{{\partial^{{2}}{f[1]}}}{{\partial {a}\partial {b}}}")
    partial_x = join(r"\partial", x[1])
    if s.chance(0.3):
        words = s.say(f"{s.the('second partial derivative')} of {f[0]} with respect to {x[0]}",
                      f"partial squared {f[0]} partial {x[0]} squared",
                      f"partial squared {f[0]} over partial {x[0]} squared",
                      f"{s.the('second partial')} of {f[0]} with respect to {x[0]}", f"del squared {f[0]} by del {x[0]} squared",
                      f"partial squared {f[0]} by partial {x[0]} squared", f"second partial derivative of {f[0]} in {x[0]}",
                      f"partial two {f[0]} by partial {x[0]} squared", f"{s.the('second partial')} of {f[0]} twice in {x[0]}",
                      f"partial d squared {f[0]} by d {x[0]} squared")  # fmt: skip
        return Node(words, rf"\frac{{\partial^{{2}}{f[1]}}}{{{partial_x}^{{2}}}}")
    words = s.say(*(f"{s.the('partial derivative')} of {f[0]} with respect to {x[0]}",) * 4, f"partial {f[0]} partial {x[0]}",
                  f"partial {f[0]} over partial {x[0]}", f"{s.the('partial')} of {f[0]} with respect to {x[0]}",
                  f"partial {f[0]} by partial {x[0]}",
                  f"del {f[0]} by del {x[0]}", f"partial derivative of {f[0]} wrt {x[0]}", f"curly d {f[0]} by curly d {x[0]}",
                  f"partial d {f[0]} by d {x[0]}", f"del {f[0]} over del {x[0]}", f"partial {f[0]} upon partial {x[0]}",
                  f"{s.the('partial')} of {f[0]} in {x[0]}", f"partial by partial {x[0]} of {f[0]}" )  # fmt: skip
    return Node(words, rf"\frac{{{join(chr(92) + 'partial', f[1])}}}{{{partial_x}}}")


def _nabla(s: Speaker) -> Node:
    roll = s.rng.random()
    f, field = s.one(_FIELDS), s.one(_VECTOR_FIELDS)
    if roll < 0.15:
        x = s.one((("x", "x"), ("theta", r"\theta"), ("w", "w")))
        words = s.say(
            f"{s.the('gradient')} of {f[0]} with respect to {x[0]}",
            f"nabla sub {x[0]} {f[0]}",
            f"grad of {f[0]} with respect to {x[0]}",
        )
        return Node(words, join(rf"\nabla_{{{x[1]}}}", f[1]))
    if roll < 0.4:
        return Node(
            s.say(f"{s.the('gradient')} of {f[0]}", f"nabla {f[0]}", f"grad {f[0]}", f"del {f[0]}"),
            join(r"\nabla", f[1]),
        )
    if roll < 0.6:
        words = s.say(
            f"{s.the('divergence')} of {field[0]}", f"nabla dot {field[0]}", f"del dot {field[0]}", f"div {field[0]}"
        )
        return Node(words, join(r"\nabla\cdot", field[1]))
    if roll < 0.8:
        words = s.say(
            f"{s.the('curl')} of {field[0]}", f"nabla cross {field[0]}", f"del cross {field[0]}", f"curl {field[0]}"
        )
        return Node(words, join(r"\nabla\times", field[1]))
    words = s.say(
        f"{s.the('Laplacian')} of {f[0]}",
        f"nabla squared {f[0]}",
        f"del squared {f[0]}",
        f"{s.the('laplacian')} of {f[0]}",
    )
    return Node(words, join(r"\nabla^{2}", f[1]))


def differential_equation(s: Speaker) -> Node:
    """A small ordinary differential equation."""
    y, x = s.one("yyxu"), s.one("xtt")
    if y == x:
        y = "y"
    if s.chance(0.5):
        rate = letter(s, "kar") if s.chance(0.6) else number(s, 2, 9)
        minus = s.chance(0.4)
        right = (f"{s.negative()} " if minus else "") + f"{rate.words} {y}"
        lead = s.say(f"d {y} d {x}", f"d{y}/d{x}", f"{s.the('derivative')} of {y} with respect to {x}", f"d{y} d{x}")
        return Node(
            f"{lead} {s.say('equals', 'is equal to')} {right}",
            rf"\frac{{d{y}}}{{d{x}}}=" + ("-" if minus else "") + rate.tex + y,
        )
    a, b = number(s, 2, 9), number(s, 2, 9)
    words = (
        f"{y} double prime plus {a.words} {y} prime plus {b.words} {y} {s.say('equals', 'is equal to')} {s.whole(0)}"
    )
    return Node(words, f"{y}''+{a.tex}{y}'+{b.tex}{y}=0")


def calculus(s: Speaker) -> Node:
    """Any of the above."""
    roll = s.rng.random()
    if roll < 0.3:
        return integral(s)
    if roll < 0.5:
        return indexed_sum(s)
    if roll < 0.68:
        return limit(s)
    if roll < 0.9:
        return derivative(s)
    return bare_operator(s) if roll < 0.95 else differential_equation(s)
