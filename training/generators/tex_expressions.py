"""Whole expressions: polynomials, functions of one variable, anything that has a value."""

from __future__ import annotations

from training.generators.tex_atoms import coefficient, function_value, letter, number
from training.generators.tex_node import POWER, PRODUCT, SUM, Node, Speaker
from training.generators.tex_terms import (
    ORDINALS,
    fraction,
    grouped,
    joined,
    named_function,
    power,
    product,
    root,
    shifted,
    simple_sum,
    term,
    total,
    trigonometric,
)


def polynomial(s: Speaker, variable: Node | None = None, degree: int = 0) -> Node:
    """A polynomial in one variable with falling powers."""
    x = variable or letter(s, "xxxxxtyzn")
    degree = degree or s.one((1, 2, 2, 2, 3, 3, 4))
    signs = "".join(s.one("++-") for _ in range(degree))
    terms: list[Node] = []
    for k in range(degree, -1, -1):
        if k == 0:
            terms.append(number(s))
            continue
        base = x if k == 1 else _plain_power(s, x, k)
        terms.append(base if (k == degree and s.chance(0.45)) or s.chance(0.15) else coefficient(s, base))
    if len(terms) > 2 and s.chance(0.35):
        del terms[1]
    return joined(s, terms, signs)


def _plain_power(s: Speaker, x: Node, value: int) -> Node:
    word = {2: "squared", 3: "cubed"}.get(
        value
    ) or f"to the {s.say(ORDINALS[value], s.whole(value), 'power of ' + s.whole(value))}"
    words = f"{x.words}^{value}" if s.types_signs else f"{x.words} {word}"
    return Node(words, f"{x.tex}^{{{value}}}", POWER)


def expression(s: Speaker, *, whole: bool = False) -> Node:
    """Anything that has a value; `whole` when nothing stands before it, so "all squared" and "all over" are clear."""
    roll = s.rng.random()
    if roll < 0.14:
        return term(s)
    if roll < 0.27:
        return fraction(s, whole=whole)
    if roll < 0.33:
        return root(s)
    if roll < 0.4:
        return named_function(s)
    if roll < 0.48:
        return product(s)
    if roll < 0.62:
        return polynomial(s)
    if whole and roll < 0.68:
        inner, value = simple_sum(s), s.one((2, 2, 3))
        words = inner.words + s.say(" all ", ", all ", " all ") + ("squared" if value == 2 else "cubed")
        return Node(words, f"({inner.tex})^{{{value}}}", POWER)
    return total(s) if s.chance(0.55) else simple_sum(s)


def function_of(s: Speaker, x: Node) -> Node:
    """An expression in the variable `x`, as integrands and limits have it."""
    roll = s.rng.random()
    if roll < 0.2:
        return function_value(s, x)
    if roll < 0.42:
        return power(s, x)
    if roll < 0.62:
        return named_function(s, x)
    if roll < 0.72:
        return coefficient(s, power(s, x))
    if roll < 0.84:
        return fraction_of(s, x)
    return polynomial(s, x, s.one((1, 2, 2)))


def fraction_of(s: Speaker, x: Node) -> Node:
    """A fraction in the variable `x`."""
    roll = s.rng.random()
    if roll < 0.3:
        above: Node = number(s, 1, 5)
    elif roll < 0.5:
        above = trigonometric(s, x)
    else:
        above = x if roll < 0.6 else shifted(s, _plain_power(s, x, 2) if s.chance(0.5) else x)
    if above.tail != "closed":
        above = x
    below = (
        x
        if s.chance(0.35)
        else _plain_power(s, x, 2)
        if s.chance(0.4)
        else shifted(s, _plain_power(s, x, 2) if s.chance(0.4) else x)
    )
    spoken = grouped(s, below).words if below.level == SUM else below.words
    form = (
        "{} over {}"
        if above.level > SUM
        else s.say("{} all over {}", "{} all over {}", "the quantity {} over {}", "({}) over {}")
    )
    return Node(
        form.format(above.words, spoken),
        rf"\frac{{{above.tex}}}{{{below.tex}}}",
        PRODUCT,
        "greedy" if below.level == SUM else "closed",
    )
