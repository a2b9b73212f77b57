"""Equations and inequalities, sets, logic, probability, matrices, cases, geometry and other notation."""

from __future__ import annotations

from training.generators.tex_atoms import (
    binomial,
    capital,
    decimal,
    decorated,
    function_value,
    greek,
    letter,
    number,
)
from training.generators.tex_calculus import Pair, indexed_sum, integral
from training.generators.tex_expressions import expression, polynomial
from training.generators.tex_node import SUM, Node, Speaker, join
from training.generators.tex_sets import relation
from training.generators.tex_terms import TRIGONOMETRIC, absolute_value, floor_or_ceiling, power

_ORDER: tuple[Pair, ...] = (
    ("is less than", "<"),
    ("is less than or equal to", r"\leq"),
    ("less than", "<"),
    ("less than or equal to", r"\leq"),
)


def equation(s: Speaker) -> Node:
    """Two sides and a relation."""
    word, sign = relation(s)
    roll = s.rng.random()
    if roll < 0.55:
        left = letter(s) if s.chance(0.6) else function_value(s)
    elif roll < 0.75:
        left = polynomial(s)
    else:
        left = expression(s, whole=True)
    if roll >= 0.55 and s.chance(0.4):
        right = number(s, 0)
    elif s.chance(0.12):
        right = _negative(s)
    else:
        right = integral(s) if s.chance(0.04) else indexed_sum(s) if s.chance(0.04) else expression(s, whole=True)
    return Node(f"{left.words} {word} {right.words}", join(left.tex, sign, right.tex))


def _negative(s: Speaker) -> Node:
    """A negative number or letter."""
    inner = number(s) if s.chance(0.75) else letter(s)
    lead = s.say("plus or minus", "plus minus") if s.chance(0.2) else s.negative()
    sign = r"\pm" if lead.startswith("plus") else "-"
    return Node(f"{lead} {inner.words}", join(sign, inner.tex))


def function_definition(s: Speaker) -> Node:
    """f(x) = a polynomial or other expression in x."""
    f, x = letter(s, "ffffghp"), letter(s, "xxxxtn")
    right = polynomial(s, x)
    word = s.say("equals", "equals", "is equal to", "is", "=")
    return Node(f"{f.words} of {x.words} {word} {right.words}", f"{f.tex}({x.tex})={right.tex}")


def between(s: Speaker) -> Node:
    """A double inequality."""
    low = (
        number(s, 0, 9)
        if s.chance(0.6)
        else Node(f"{s.negative()} {s.whole(1)}", "-1")
        if s.chance(0.5)
        else letter(s, "abm")
    )
    middle = letter(s) if s.chance(0.7) else absolute_value(s) if s.chance(0.3) else function_value(s)
    high = number(s, 1, 20) if s.chance(0.7) else letter(s, "bcMn")
    if s.chance(0.3):
        place = s.say(
            "is strictly between", "is between", "lies between", "lies strictly between", "is somewhere between"
        )
        words = f"{middle.words} {place} {low.words} and {high.words}"
        return Node(words, join(low.tex, "<", middle.tex, "<", high.tex))
    first = s.one(_ORDER)
    second = first if s.chance(0.6) else s.one(_ORDER[:2])
    which = s.say("", "", "which ", "and that ") if second[0].startswith("is") else ""
    words = f"{low.words} {first[0]} {middle.words} {which}{second[0]} {high.words}"
    return Node(words, join(low.tex, first[1], middle.tex, second[1], high.tex))


def _event(s: Speaker) -> Node:
    if s.chance(0.7):
        return capital(s, "ABCED")
    name, value = capital(s, "XYZ"), number(s, 0, 9)
    word, sign = s.one(
        (("equals", "="), ("is greater than", ">"), ("is less than or equal to", r"\leq"), ("is less than", "<"))
    )
    return Node(f"{name.words} {word} {value.words}", join(name.tex, sign, value.tex), SUM)


def _probability(s: Speaker) -> Node:
    a = _event(s)
    b = capital(s, "ABCED")
    lead = s.say(
        s.the("probability of"),
        s.the("probability of"),
        "P of",
        "P of",
        "probability of",
        "prob of",
        s.the("chance of"),
    )
    if a.level == SUM:
        lead = s.say(s.the("probability that"), "probability that", "P of", s.the("chance that"), "prob that")
    roll = s.rng.random()
    if roll < 0.3 or a.tex == b.tex or a.tex[0] == b.tex:
        return Node(f"{lead} {a.words}", f"P({a.tex})")
    options = (
        (
            (" given ", " given ", " given ", " conditional on ", " given that ", " conditioned on ", ", given "),
            r"\mid",
        ),
        ((" and ", " and ", " intersection ", " intersect ", " intersected with ", " cap "), r"\cap"),
        ((" or ", " or ", " union ", " cup "), r"\cup"),
    )
    middle, sign = options[0] if a.level == SUM else s.one(options)
    return Node(f"{lead} {a.words}{s.one(middle)}{b.words}", join(f"P({a.tex}", sign, b.tex) + ")")


def probability(s: Speaker) -> Node:
    """Probability and statistics."""
    x, y = capital(s, "XYZ"), capital(s, "UWV")
    roll = s.rng.random()
    if roll < 0.5:
        return _probability(s)
    if roll < 0.7:
        lead = s.say(
            s.the("expectation of"),
            s.the("expected value of"),
            "E of",
            s.the("mean of"),
            "expectation",
            "exp. value of",
        )
        inner = s.one((x, x, x, Node(f"{x.words} squared", f"{x.tex}^{{2}}"), Node(f"{x.words} plus {y.words}", f"{x.tex}+{y.tex}"),
                       Node(f"{x.words} given {y.words}", rf"{x.tex}\mid {y.tex}")))  # fmt: skip
        return Node(f"{lead} {inner.words}", rf"\mathbb{{E}}[{inner.tex}]")
    if roll < 0.82:
        return Node(s.say(s.the("variance of"), "var of", "variance of") + f" {x.words}", rf"\mathrm{{Var}}({x.tex})")
    if roll < 0.9:
        return Node(
            s.say(s.the("covariance of"), "cov of") + f" {x.words} and {y.words}", rf"\mathrm{{Cov}}({x.tex},{y.tex})"
        )
    mean, variance = (
        s.one((("mu", r"\mu"), (s.whole(0), "0"))),
        s.one((("sigma squared", r"\sigma^{2}"), (s.whole(1), "1"), (s.whole(4), "4"))),
    )
    form = s.say("{} is normally distributed with mean {} and variance {}", "{} is normal with mean {} and variance {}",
                 "{} follows a normal distribution with mean {} and variance {}")  # fmt: skip
    return Node(form.format(x.words, mean[0], variance[0]), rf"{x.tex}\sim\mathcal{{N}}({mean[1]},{variance[1]})")


def _entries(s: Speaker, count: int) -> list[Node]:
    roll = s.rng.random()
    if roll < 0.25:
        return [Node(name, name) for name in "abcdefghi"[:count]]
    if roll < 0.7:
        return [number(s, 0, 9) for _ in range(count)]
    if roll < 0.78 and count in (4, 9):
        side = round(count**0.5)
        return [Node(str(int(k // side == k % side)), str(int(k // side == k % side))) for k in range(count)]
    return [letter(s, "abcdxyzw") for _ in range(count)]


_TWO_ROWS = (
    "{0}{gap}{1}", "with rows {0} and {1}", "with first row {0} and second row {1}", "{0} semicolon {1}", "{0}; {1}", "[{0}; {1}]",
    "with entries {0}{gap}{1}", "[[{0}], [{1}]]", "first row {0}, second row {1}", "with {0} in the first row and {1} in the second",
    "row one {0}, row two {1}", "with top row {0} and bottom row {1}", "{0} new row {1}", "{0}, next row, {1}", "with rows {0}; {1}",
    "whose rows are {0} and {1}", "where the first row is {0} and the second row is {1}", "top row {0}, bottom row {1}",
)  # fmt: skip
_THREE_ROWS = (
    "with rows {0} and {1} and {2}", "{0}; {1}; {2}", "{0} semicolon {1} semicolon {2}", "{0}{gap}{1}{gap}{2}",
    "with first row {0}, second row {1} and third row {2}", "with rows {0}; {1}; {2}", "with rows {0}, {1}, {2}",
    "with entries {0}{gap}{1}{gap}{2}", "[[{0}], [{1}], [{2}]]", "first row {0}, second row {1}, third row {2}", "[{0}; {1}; {2}]",
    "row one {0}, row two {1}, row three {2}", "{0} new row {1} new row {2}", "{0}, next row, {1}, next row, {2}",
    "whose rows are {0}, {1} and {2}", "with top row {0}, middle row {1} and bottom row {2}",
)  # fmt: skip
_SIZES = {2: "two", 3: "three"}


def _oblong(s: Speaker) -> Node:
    """A matrix of two rows and three columns or the other way round; its rows are named, so that their length is clear."""
    count, columns = s.one(((2, 3), (3, 2)))
    entries = _entries(s, count * columns)
    rows = [
        " & ".join(cell.tex for cell in entries[start : start + columns])
        for start in range(0, count * columns, columns)
    ]
    size = s.say(f"{_SIZES[count]} by {_SIZES[columns]} ", f"{count} by {columns} ", f"{count}x{columns} ")
    words = f"{s.the(size + 'matrix')} {_rows(s, entries, columns)}"
    return Node(words, r"\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}")


def _rows(s: Speaker, entries: list[Node], columns: int) -> str:
    gap = s.say(" ", " ", ", ")
    rows = [
        gap.join(cell.words for cell in entries[start : start + columns]) for start in range(0, len(entries), columns)
    ]
    if len(rows) == 2:
        return s.one(_TWO_ROWS).format(*rows, gap=gap)
    return s.one(_THREE_ROWS).format(*rows, gap=gap)


def matrix(s: Speaker) -> Node:
    """Matrices of two or three rows, determinants, column vectors, matrix operations."""
    roll = s.rng.random()
    if roll < 0.08:
        return _oblong(s)
    if roll < 0.62:
        side = 2 if s.chance(0.68) else 3
        entries = _entries(s, side * side)
        environment, name = (
            ("pmatrix", "matrix") if s.chance(0.82) else ("vmatrix", s.say("determinant of the matrix", "determinant"))
        )
        spelled = "two by two" if side == 2 else "three by three"
        size = s.say(spelled, f"{side} by {side}", f"{side}x{side}", "", "") if name == "matrix" else ""
        rows = [
            " & ".join(cell.tex for cell in entries[start : start + side]) for start in range(0, len(entries), side)
        ]
        words = f"{s.the(f'{size} {name}'.strip())} {_rows(s, entries, side)}"
        return Node(words, rf"\begin{{{environment}}}" + r" \\ ".join(rows) + rf"\end{{{environment}}}")
    if roll < 0.66:
        entries = _entries(s, s.one((2, 3, 3, 4)))
        words = f"{s.the('row vector')} {s.say(' ', ', ').join(cell.words for cell in entries)}"
        return Node(words, r"\begin{pmatrix}" + " & ".join(cell.tex for cell in entries) + r"\end{pmatrix}")
    if roll < 0.76:
        entries = _entries(s, s.one((2, 3)))
        words = f"{s.the('column vector')} {s.say(' ', ', ').join(cell.words for cell in entries)}"
        return Node(words, r"\begin{pmatrix}" + r" \\ ".join(cell.tex for cell in entries) + r"\end{pmatrix}")
    a = capital(s, "ABMQX")
    options = (
        (s.say(f"{a.words} transpose", s.the(f"transpose of {a.words}")), f"{a.tex}^{{T}}"),
        (s.say(f"{a.words} inverse", s.the(f"inverse of {a.words}")), f"{a.tex}^{{-1}}"),
        (s.say(s.the(f"determinant of {a.words}"), f"det {a.words}", f"det of {a.words}"), rf"\det({a.tex})"),
        (s.say(s.the(f"trace of {a.words}"), f"trace {a.words}"), rf"\mathrm{{tr}}({a.tex})"),
        (s.say(f"{a.words} x equals b", f"{a.words} times x equals b"), f"{a.tex}x=b"),
        (f"{a.words} v {s.say('equals', 'is equal to')} lambda v", rf"{a.tex}v=\lambda v"),
        (s.say(f"{a.words} transpose {a.words}", f"{a.words} transpose times {a.words}"), f"{a.tex}^{{T}}{a.tex}"),
    )
    return Node(*s.one(options))


_EDGES = (
    ("is greater than or equal to", r"\geq", "is less than", "<"), ("is less than", "<", "is greater than or equal to", r"\geq"),
    ("is greater than", ">", "is less than or equal to", r"\leq"), ("is at least", r"\geq", "is less than", "<"),
    ("is greater than", ">", "is at most", r"\leq"), ("is below", "<", "is at least", r"\geq"), (">", ">", "<=", r"\leq"),
    ("<", "<", ">=", r"\geq"), ("is less than or equal to", r"\leq", "is greater than", ">"),
    ("less than", "<", "greater than or equal to", r"\geq"), ("greater than or equal to", r"\geq", "less than", "<"),
)  # fmt: skip


def _last_case(s: Speaker, when: str, condition: str) -> tuple[str, str]:
    if s.chance(0.4):
        otherwise = s.say("otherwise", "otherwise", "else", "in all other cases", "elsewhere")
        return otherwise, r"\text{otherwise}"
    return f"{when} {condition}", ""


def cases(s: Speaker) -> Node:
    """A function in pieces."""
    x, f = s.one("xxxxtsn"), s.one("ffffgHuhy")
    first, second = simple_piece(s, x), simple_piece(s, x)
    edge = number(s, 0, 5) if s.chance(0.5) else number(s, 0, 0)
    word, sign, other, other_sign = s.one(_EDGES)
    when = s.say("if", "if", "if", "when", "for", "for", "in case", "whenever")
    when = "for" if word.startswith(("less", "greater")) else when
    tail, tail_tex = _last_case(s, when, f"{x} {other} {edge.words}")
    is_ = s.say("equals", "is", "is", "is equal to", "equals, in cases,")
    lead = f"{f}({x}) =" if s.chance(0.15) else f"{f} of {x} {is_}"
    gap = s.say(" and ", ", ", " and ", ", and ", "; ")
    words = f"{lead} {first.words} {when} {x} {word} {edge.words}{gap}{second.words} {tail}"
    tail_tex = tail_tex or rf"\text{{if }}{x}{join(other_sign, edge.tex)}"
    condition = join(rf"\text{{if }}{x}{sign}", edge.tex)
    return Node(words, rf"{f}({x})=\begin{{cases}}{first.tex} & {condition} \\ {second.tex} & {tail_tex}\end{{cases}}")


def simple_piece(s: Speaker, x: str = "x") -> Node:
    """A short value: a number, the variable, its negative, a power."""
    roll = s.rng.random()
    if roll < 0.45:
        return number(s, 0, 9) if s.chance(0.5) else number(s, 0, 1)
    if roll < 0.65:
        return Node(x, x) if s.chance(0.5) else Node(f"minus {x}", f"-{x}")
    return power(s, Node(x, x), None) if s.chance(0.4) else polynomial(s, Node(x, x), 1)


def geometry(s: Speaker) -> Node:
    """Points, angles, degrees."""
    a, b, c = s.rng.sample("ABCDPQR", 3)
    roll = s.rng.random()
    if roll < 0.35:
        degrees = s.one((30, 45, 60, 90, 180, 360, 15, 120)) if s.chance(0.6) else s.rng.randint(1, 360)
        words, tex = f"{s.whole(degrees)} degrees", rf"{degrees}^{{\circ}}"
        if s.chance(0.35):
            names, function = s.one(TRIGONOMETRIC[:3])
            return Node(f"{s.one(names)}{s.say(' of ', ' ')}{words}", join(function, tex))
        if s.chance(0.3):
            angle = greek(s)
            return Node(f"{angle.words} equals {words}", join(angle.tex, "=", tex))
        return Node(words, tex)
    options = (
        (f"vector {a} {b}", rf"\overrightarrow{{{a}{b}}}"),
        (f"{s.the('angle')} {a} {b} {c}", rf"\angle {a}{b}{c}"),
        (s.say(f"triangle {a} {b} {c}", f"triangle {a}{b}{c}"), rf"\triangle {a}{b}{c}"),
        (f"{a}{b} is parallel to {b}{c}", rf"{a}{b}\parallel {b}{c}"),
        (f"{a}{b} is perpendicular to {b}{c}", rf"{a}{b}\perp {b}{c}"),
        (f"{s.the('line segment')} {a} {b}", rf"\overline{{{a}{b}}}"),
    )
    return Node(*s.one(options))


def notation(s: Speaker) -> Node:
    """Congruences, percentages, extrema, scientific notation and the like."""
    roll = s.rng.random()
    if roll < 0.22:
        a = letter(s) if s.chance(0.6) else number(s, 2, 40)
        b, n = (
            number(s, 0, 9) if s.chance(0.6) else letter(s, "bcr"),
            number(s, 2, 20) if s.chance(0.6) else letter(s, "nmp"),
        )
        verb, mod = s.say("is congruent to", "congruent to"), s.say("mod", "modulo", "mod")
        words = f"{a.words} {verb} {b.words} {mod} {n.words}"
        return Node(words, join(a.tex, r"\equiv", b.tex, rf"\pmod{{{n.tex}}}"))
    if roll < 0.32:
        value = number(s, 1, 100) if s.chance(0.8) else decimal(s)
        return Node(f"{value.words} {s.say('percent', 'percent', 'per cent')}", value.tex + r"\%")
    if roll < 0.42:
        return binomial(s)
    if roll < 0.54:
        name, tex = s.one(
            (
                ("maximum", r"\max"),
                ("minimum", r"\min"),
                ("supremum", r"\sup"),
                ("infimum", r"\inf"),
                ("arg max", r"\arg\max"),
                ("arg min", r"\arg\min"),
            )
        )
        x = s.one((("x", "x"), ("theta", r"\theta"), ("w", "w")))
        return Node(f"{s.the(name)} over {x[0]} of f of {x[0]}", f"{tex}_{{{x[1]}}}f({x[1]})")
    if roll < 0.64:
        a, b = letter(s), s.one((Node("infinity", r"\infty"), number(s, 0, 9)))
        return Node(f"{a.words} {s.say('goes to', 'tends to', 'approaches')} {b.words}", join(a.tex, r"\to", b.tex))
    if roll < 0.76:
        a, exponent = number(s, 1, 9) if s.chance(0.6) else decimal(s), s.rng.randint(2, 12)
        minus = s.chance(0.4)
        words = f"{a.words} times {s.whole(10)} to the {s.say('', 'power of ')}{'minus ' if minus else ''}{s.whole(exponent)}"
        return Node(words, rf"{a.tex}\times 10^{{{'-' if minus else ''}{exponent}}}")
    if roll < 0.86:
        a, b = letter(s, "vuwxab"), letter(s, "vwyb")
        return Node(f"{s.the('inner product of')} {a.words} and {b.words}", rf"\langle {a.tex},{b.tex}\rangle")
    return floor_or_ceiling(s) if roll < 0.93 else decorated(s) if roll < 0.97 else _sequence(s)


def _sequence(s: Speaker) -> Node:
    x = letter(s, "xaxyb")
    words = s.say(
        "{0} one, {0} two, dot dot dot, {0} n",
        "{0} sub one through {0} sub n",
        "{0} one up to {0} n",
        "{0} sub 1, {0} sub 2, dot dot dot, {0} sub n",
    )
    return Node(words.format(x.words), rf"{x.tex}_{{1}},{x.tex}_{{2}},\ldots,{x.tex}_{{n}}")
