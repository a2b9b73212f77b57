"""Powers, roots, fractions, products, named functions, and sums of them."""

from __future__ import annotations

from training.generators.tex_atoms import (
    LETTERS,
    atom,
    binomial,
    capital,
    coefficient,
    decorated,
    greek,
    letter,
    number,
    numeric_fraction,
    subscripted,
)
from training.generators.tex_node import ATOM, POWER, PRODUCT, SUM, Node, Speaker, Tail, in_group, join

ORDINALS = {
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
TRIGONOMETRIC = (
    *((("sine", "sine", "sin"), r"\sin"), (("cosine", "cosine", "cos"), r"\cos"), (("tangent", "tangent", "tan"), r"\tan")) * 3,
    (("secant", "sec"), r"\sec"), (("cosecant", "csc"), r"\csc"), (("cotangent", "cot"), r"\cot"),
    (("arc sine", "arcsin", "arcsine", "inverse sine"), r"\arcsin"), (("arc cosine", "arccos", "inverse cosine"), r"\arccos"),
    (("arctangent", "arctan", "arc tangent", "inverse tangent"), r"\arctan"),
    (("hyperbolic sine", "sinh"), r"\sinh"), (("hyperbolic cosine", "cosh"), r"\cosh"), (("hyperbolic tangent", "tanh"), r"\tanh"),
)  # fmt: skip
_SQUARED = ("{} squared",) * 9 + (
    "{} to the power of two", "{} to the power two", "{} to the second power", "the square of {}", "{} raised to the power of two",
    "{} raised to the second power", "{} square", "{} to the second", "{} to the 2",
)  # fmt: skip
_CUBED = ("{} cubed",) * 7 + (
    "{} to the power of three", "{} to the third", "{} to the third power", "the cube of {}", "{} raised to the third power",
    "{} to the power three",
)  # fmt: skip
_TO_THE = (" to the ", " to the ", " to the ", " to the power of ", " to the power of ", " raised to the ", " raised to the power of ",
           " to the power ", " to ")  # fmt: skip


def grouped(s: Speaker, inner: Node, *, closed: bool = False) -> Node:
    """`inner` in parentheses, spoken as a quantity or with its parentheses named."""
    if not closed and "," not in inner.words and s.chance(0.4):
        return Node(f"the quantity {inner.words}", f"({inner.tex})", ATOM, "greedy")
    return Node(in_group(s.rng, inner.words), f"({inner.tex})")


def power(s: Speaker, base: Node | None = None, exponent: Node | None = None) -> Node:
    """A power; without an exponent mostly a square or a cube."""
    base = base or _base(s)
    if base.tail == "number":
        base = base.with_tail("closed")
    if exponent is None and s.chance(0.72):
        return _whole_power(s, base)
    exponent = exponent or _exponent(s)
    tail: Tail = "greedy" if exponent.level == SUM else "number"
    tex = f"{base.tex}^{{{exponent.tex}}}"
    if s.types_signs and len(exponent.tex) == 1:
        return Node(f"{base.words}^{exponent.words}", tex, POWER)
    if len(exponent.tex) == 1 and s.chance(0.15):
        return Node(f"{base.words} to the {exponent.words}{s.say(' power', 'th', 'th power')}", tex, POWER)
    return Node(base.words + s.one(_TO_THE) + exponent.words, tex, POWER, tail)


def _base(s: Speaker) -> Node:
    if s.chance(0.84):
        return letter(s)
    return number(s) if s.chance(0.4) else subscripted(s) if s.chance(0.5) else grouped(s, simple_sum(s), closed=True)


def _exponent(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.5:
        return letter(s, "nnnkxmtpia")
    if roll < 0.66:
        inner = number(s, 1, 5) if s.chance(0.5) else letter(s, "xntk")
        return Node(f"{s.negative()} {inner.words}", "-" + inner.tex, PRODUCT)
    if roll < 0.8:
        base, value = letter(s, "nnkm"), number(s, 1, 3)
        word, sign = s.plus_or_minus()
        return Node(f"{base.words} {word} {value.words}", f"{base.tex}{sign}{value.tex}", SUM)
    if roll < 0.9:
        return coefficient(s, letter(s, "xntk"))
    fraction = numeric_fraction(s)
    while fraction.words.startswith("a"):
        fraction = numeric_fraction(s)
    return fraction


def _whole_power(s: Speaker, base: Node) -> Node:
    roll = s.rng.random()
    value = 2 if roll < 0.55 else 3 if roll < 0.78 else s.rng.randint(4, 10)
    tex = f"{base.tex}^{{{value}}}"
    if s.types_signs:
        return Node(f"{base.words}^{value}", tex, POWER)
    if value == 2:
        form = s.one(_SQUARED)
    elif value == 3:
        form = s.one(_CUBED)
    else:
        nth, plain = ORDINALS[value], s.whole(value)
        form = s.say("{} to the " + nth, "{} to the " + nth, f"{{}} to the {nth} power", "{} to the power of " + plain,
                     "{} to the power " + plain, "{} to the " + plain, f"{{}} raised to the power of {plain}")  # fmt: skip
    if base.tex[0] == "(" and form.startswith("the "):
        form = "{} squared" if value == 2 else "{} cubed"
    if s.types_digits:
        form = form.replace("of two", "of 2").replace("of three", "of 3")
    return Node(form.format(base.words), tex, POWER)


def exponential(s: Speaker, variable: str = "") -> Node:
    """A power of e."""
    x = variable or s.one("xxxtz")
    roll = s.rng.random()
    if roll < 0.3:
        exponent = Node(x, x)
    elif roll < 0.52:
        exponent = Node(f"{s.negative()} {x}", f"-{x}")
    elif roll < 0.64:
        square = power(s, Node(x, x), Node(s.whole(2), "2")) if s.chance(0.1) else Node(f"{x} squared", f"{x}^{{2}}")
        exponent = Node(f"{s.negative()} {square.words}", "-" + square.tex)
    elif roll < 0.74:
        inner = s.one(
            (("theta", r"\theta"), ("pi", r"\pi"), (x, x), ("omega t", r"\omega t"), ("phi", r"\phi"), ("k x", "kx"))
        )
        exponent = Node(f"i {inner[0]}", join("i", inner[1]))
    else:
        rate = number(s, 2, 9) if s.chance(0.6) else letter(s, "kark") if s.chance(0.6) else greek(s)
        minus = s.chance(0.5)
        exponent = Node(
            (s.negative() + " " if minus else "") + f"{rate.words} {x}", join(("-" if minus else "") + rate.tex, x)
        )
    lead = s.say("e to the ", "e to the ", "e to the ", "e to the power of ", "e to the power ", "e raised to the ", "exp of ",
                 "e raised to the power of ", "the exponential of ", "exponential of ")  # fmt: skip
    if s.types_signs:
        return Node(
            f"e^({exponent.words})" if len(exponent.tex) > 1 else f"e^{exponent.words}", f"e^{{{exponent.tex}}}", POWER
        )
    return Node(lead + exponent.words, f"e^{{{exponent.tex}}}", POWER, "number")


def trigonometric(s: Speaker, variable: Node | None = None) -> Node:
    """A trigonometric or hyperbolic function."""
    names, tex = s.one(TRIGONOMETRIC)
    name = s.one(names)
    of = s.say(" of ", " ", " ")
    argument = variable or (
        letter(s, "xxxxtyn") if s.chance(0.5) else greek(s) if s.chance(0.7) else letter(s, LETTERS)
    )
    roll = s.rng.random()
    if roll < 0.22:
        value, word = (2, "squared") if s.chance(0.8) else (3, "cubed")
        words = s.say(f"{name} {word}{of}{argument.words}", f"{name} {word}{of}{argument.words}",
                      f"the {'square' if value == 2 else 'cube'} of {name}{of}{argument.words}")  # fmt: skip
        return Node(words, join(tex, f"^{{{value}}}", argument.tex), POWER)
    if roll < 0.3 and len(name) < 7:
        return Node(f"{name}({argument.words})", join(tex, argument.tex), POWER)
    if roll < 0.72:
        lead = s.the(name) if of == " of " else name
        return Node(lead + of + argument.words, join(tex, argument.tex), POWER)
    if roll < 0.88:
        factor = number(s, 2, 9)
        return Node(
            f"{name}{of}{factor.words} {argument.words}", join(tex, f"({join(factor.tex, argument.tex)})"), POWER
        )
    if roll < 0.92 and variable is None:
        return Node(f"{name}{of}omega t", join(tex, r"(\omega t)"), POWER)
    inner = grouped(s, simple_sum(s)) if variable is None else grouped(s, shifted(s, argument))
    return Node(name + of + inner.words, join(tex, inner.tex), POWER, inner.tail)


def shifted(s: Speaker, base: Node) -> Node:
    """`base` plus or minus a small number."""
    word, sign = s.plus_or_minus()
    value = number(s, 1, 9)
    return Node(f"{base.words} {word} {value.words}", f"{base.tex}{sign}{value.tex}", SUM)


def logarithm(s: Speaker, variable: Node | None = None) -> Node:
    """A natural, common or other logarithm."""
    roll = s.rng.random()
    if roll < 0.42:
        name, tex = s.say("natural log", "natural logarithm", "ln", "ln", "ln", "log natural"), r"\ln"
    elif roll < 0.62:
        name, tex = s.say("log", "logarithm", "log"), r"\log"
    else:
        base = number(s, 2, 10) if s.chance(0.75) else letter(s, "baek")
        form = s.say(
            "log base {}",
            "log base {}",
            "logarithm base {}",
            "log to the base {}",
            "log to base {}",
            "logarithm to the base {}",
        )
        name, tex = form.format(base.words), rf"\log_{{{base.tex}}}"
    of = s.say(" of ", " ") if name in ("ln", "log") else " of "
    argument = _log_argument(s, variable or letter(s, "xxxxtnzyab"), tex)
    lead = s.the(name) if of == " of " else name
    return Node(lead + of + argument.words, join(tex, argument.tex), POWER, argument.tail)


def _log_argument(s: Speaker, variable: Node, tex: str) -> Node:
    roll = s.rng.random()
    if roll < 0.6:
        return number(s, 2, 100) if r"\log_" in tex and s.chance(0.3) else variable
    if roll < 0.74:
        inner = coefficient(s, variable)
        return Node(inner.words, f"({inner.tex})")
    if roll < 0.86:
        word, sign = s.plus_or_minus()
        return Node(f"{s.whole(1)} {word} {variable.words}", f"(1{sign}{variable.tex})", ATOM, "greedy")
    return grouped(s, shifted(s, variable))


def named_function(s: Speaker, variable: Node | None = None) -> Node:
    """Trigonometric functions, logarithms and exponentials."""
    roll = s.rng.random()
    if roll < 0.55:
        return trigonometric(s, variable)
    if roll < 0.82:
        return logarithm(s, variable)
    return exponential(s, variable.tex if variable and len(variable.tex) == 1 else "")


def root(s: Speaker, inner: Node | None = None) -> Node:
    """A square, cube or higher root; its words swallow what follows up to a comma."""
    roll = s.rng.random()
    degree, name = "", s.say("square root of ", "square root of ", "square root of ", "sqrt of ", "root of ")
    if roll < 0.2:
        degree, name = "[3]", s.say("cube root of ", "cubic root of ", "third root of ")
    elif roll < 0.28:
        value = s.one((4, 5, 6, 7, 8))
        degree, name = f"[{value}]", f"{ORDINALS[value]} root of "
    elif roll < 0.33:
        index = s.one("nnkm")
        degree, name = f"[{index}]", f"{index}th root of "
    inner = inner or _radicand(s)
    tex = rf"\sqrt{degree}{{{inner.tex}}}"
    if not degree and inner.level == ATOM and s.chance(0.25):
        return Node(s.say("root ", "root ", "square root ", "sqrt ") + inner.words, tex, POWER)
    if s.types_signs and not degree:
        return Node(f"sqrt({inner.words})", tex, POWER)
    if inner.level == SUM and s.chance(0.1):
        return Node(f"{s.the(name)}{inner.words} end root", tex, POWER)
    return Node(s.the(name) + inner.words, tex, POWER, "greedy")


def _radicand(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.5:
        return number(s) if s.chance(0.45) else letter(s)
    return _without_comma(s) if roll < 0.85 else coefficient(s) if roll < 0.93 else power(s, letter(s))


def _without_comma(s: Speaker) -> Node:
    """A sum whose words need no comma, so that a comma after it can only end the phrase around it."""
    inner = simple_sum(s)
    while "," in inner.words:
        inner = simple_sum(s)
    return inner


def absolute_value(s: Speaker) -> Node:
    """An absolute value or, of a vector, a norm."""
    if s.chance(0.25):
        inner = letter(s, "vxuwab") if s.chance(0.6) else decorated(s)
        return Node(
            s.say(s.the("norm of {}"), "norm of {}", "norm {}").format(inner.words), rf"\|{inner.tex}\|", ATOM, "greedy"
        )
    if s.chance(0.1):
        vector = letter(s, "vuabrF")
        return Node(f"{s.the('magnitude of')} vector {vector.words}", rf"|\vec{{{vector.tex}}}|")
    inner = letter(s) if s.chance(0.6) else _without_comma(s)
    form = s.say(s.the("absolute value of {}"), s.the("absolute value of {}"), s.the("modulus of {}"))
    if inner.level == ATOM and s.chance(0.2):
        form = s.say("abs {}", "mod {}", "abs of {}")
    return Node(form.format(inner.words), f"|{inner.tex}|", ATOM, "greedy")


def floor_or_ceiling(s: Speaker) -> Node:
    """A rounded quantity."""
    inner = letter(s, "xxnty") if s.chance(0.5) else numeric_over(s)
    name = s.say("floor", "ceiling")
    words = s.say(f"the {name} of {inner.words}", f"{name} of {inner.words}", f"{name} {inner.words}")
    left, right = (r"\lfloor", r"\rfloor") if name == "floor" else (r"\lceil", r"\rceil")
    return Node(words, join(left, inner.tex, right), ATOM, "greedy")


def numeric_over(s: Speaker) -> Node:
    """A letter over a number."""
    above, below = letter(s, "xnmpab"), number(s, 2, 9)
    return Node(f"{above.words} over {below.words}", rf"\frac{{{above.tex}}}{{{below.tex}}}", PRODUCT)


def fraction(s: Speaker, *, whole: bool = False) -> Node:
    """A fraction; `whole` allows "all over", which takes everything before it."""
    roll = s.rng.random()
    if roll < 0.2:
        plain = numeric_fraction(s)
        return Node(plain.words, plain.tex, PRODUCT)
    if roll < 0.6:
        return _plain_fraction(s)
    return _sum_above(s, whole=whole) if roll < 0.8 else _sum_below(s)


def _fraction_part(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.45:
        return atom(s)
    return coefficient(s, letter(s)) if roll < 0.7 else power(s, letter(s), None) if roll < 0.85 else letter(s)


def _plain_fraction(s: Speaker) -> Node:
    above, below = _fraction_part(s), _fraction_part(s)
    if above.tail != "closed":
        above = letter(s)
    if "frac" in above.tex + below.tex:
        below = letter(s)
        above = number(s)
    form = s.one(("{} over {}",) * 9 + ("{} divided by {}",) * 3 + ("the fraction {} over {}", "the ratio of {} to {}", "{} upon {}",
                 "the quotient of {} and {}", "fraction {} over {}", "frac {} {}"))  # fmt: skip
    if s.types_signs:
        form = "{}/{}"
    return Node(form.format(above.words, below.words), rf"\frac{{{above.tex}}}{{{below.tex}}}", PRODUCT, below.tail)


def _sum_above(s: Speaker, *, whole: bool) -> Node:
    above = total(s) if s.chance(0.4) else simple_sum(s)
    roll = s.rng.random()
    below = (
        coefficient(s) if roll < 0.3 else number(s, 2) if roll < 0.65 else letter(s) if roll < 0.9 else simple_sum(s)
    )
    forms = ["the quantity {} over {}", "({}) over {}", "the fraction with numerator {} and denominator {}",
             "open paren {} close paren over {}", "open parenthesis {} close parenthesis divided by {}", "({}) / {}"]  # fmt: skip
    if whole:
        forms += ["{} all over {}"] * 9 + ["{}, all over {}", "{} all divided by {}", "{}, all divided by {}"]
    form = s.one(forms)
    needs_group = below.level == SUM and "denominator" not in form
    spoken = grouped(s, below).words if needs_group else below.words
    tail = "greedy" if below.level == SUM else below.tail
    return Node(form.format(above.words, spoken), rf"\frac{{{above.tex}}}{{{below.tex}}}", PRODUCT, tail)


def _sum_below(s: Speaker) -> Node:
    above = number(s, 1, 5) if s.chance(0.6) else letter(s)
    over = s.say(" over ", " over ", " divided by ")
    if s.chance(0.35):  # "one over one plus x"
        roll = s.rng.random()
        term = letter(s) if roll < 0.4 else power(s, letter(s)) if roll < 0.7 else exponential(s)
        word, sign = s.plus_or_minus()
        words = f"{above.words}{over}{s.whole(1)} {word} {term.words}"
        return Node(words, rf"\frac{{{above.tex}}}{{1{sign}{term.tex}}}", PRODUCT, "greedy")
    inner = simple_sum(s)
    below = grouped(s, inner)
    return Node(above.words + over + below.words, rf"\frac{{{above.tex}}}{{{inner.tex}}}", PRODUCT, below.tail)


def product(s: Speaker) -> Node:
    """Two things multiplied: side by side, with a cross, with a dot, with parentheses."""
    roll = s.rng.random()
    if roll < 0.4:
        return coefficient(s) if s.chance(0.6) else coefficient(s, power(s, letter(s)))
    if roll < 0.55:
        a, b = letter(s), letter(s)
        middle = " times " if b.tex in "ij" or a.tex == r"\delta" else s.say(" ", " ", " times ", " multiplied by ")
        return Node(a.words + middle + b.words, join(a.tex, b.tex), PRODUCT)
    if roll < 0.62:
        a, b = number(s), number(s)
        return Node(
            a.words + s.say(" times ", " times ", " multiplied by ") + b.words, rf"{a.tex}\times {b.tex}", PRODUCT
        )
    if roll < 0.74:
        return _vector_product(s)
    if roll < 0.82:
        a, b = letter(s), power(s, letter(s))
        return Node(a.words + s.say(" ", " times ") + b.words, join(a.tex, b.tex), PRODUCT, b.tail)
    if roll < 0.86:
        a, b = letter(s), letter(s)
        return Node(f"{s.the('product of')} {a.words} and {b.words}", join(a.tex, b.tex), PRODUCT)
    if roll < 0.96:
        a = letter(s) if s.chance(0.4) else number(s, 2, 9) if s.chance(0.6) else grouped(s, simple_sum(s), closed=True)
        b = grouped(s, simple_sum(s))
        return Node(
            a.words + (" " if b.words[0] == "(" else s.say(" times ", " ")) + b.words,
            join(a.tex, b.tex),
            PRODUCT,
            b.tail,
        )
    a, b = number(s, 2, 9), named_function(s)
    return Node(a.words + s.say(" ", " times ") + b.words, join(a.tex, b.tex), PRODUCT, b.tail)


def _vector_product(s: Speaker) -> Node:
    a, b = (letter(s, "abuvxw"), letter(s, "bvwyuk")) if s.chance(0.6) else (decorated(s), decorated(s)) if s.chance(0.5) else (
        capital(s, "ABFE"), capital(s, "CDSG"))  # fmt: skip
    if s.chance(0.2):
        name, sign = s.one((("dot product", r"\cdot"), ("cross product", r"\times"), ("scalar product", r"\cdot")))
        return Node(f"{s.the(name)} of {a.words} and {b.words}", join(a.tex, sign, b.tex), PRODUCT)
    if s.chance(0.6):
        return Node(a.words + s.say(" dot ", " dot ", " dot product ") + b.words, join(a.tex, r"\cdot", b.tex), PRODUCT)
    return Node(
        a.words + s.say(" cross ", " cross ", " cross product ") + b.words, join(a.tex, r"\times", b.tex), PRODUCT
    )


def term(s: Speaker) -> Node:
    """One summand."""
    roll = s.rng.random()
    if roll < 0.28:
        return atom(s)
    if roll < 0.5:
        return power(s)
    if roll < 0.72:
        return product(s)
    if roll < 0.81:
        return named_function(s)
    if roll < 0.88:
        return root(s)
    if roll < 0.95:
        return fraction(s)
    return absolute_value(s) if roll < 0.975 else binomial(s) if roll < 0.99 else floor_or_ceiling(s)


def _small_term(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.42:
        return letter(s)
    return power(s, letter(s)) if roll < 0.62 else coefficient(s) if roll < 0.86 else subscripted(s)


def joined(s: Speaker, terms: list[Node], signs: str = "") -> Node:
    """The terms added or subtracted; a comma stands where a phrase would swallow the next sign."""
    words, tex, tail = terms[0].words, terms[0].tex, terms[0].tail
    for place, each in enumerate(terms[1:]):
        word, sign = s.plus_or_minus()
        if signs:
            word, sign = ("plus", "+") if signs[place] == "+" else ("minus", "-")
            word = sign if s.types_signs else word
        elif s.chance(0.035):
            word, sign = s.say("plus or minus", "plus minus"), r"\pm"
        elif s.chance(0.03) and not s.types_signs:
            word = "added to" if sign == "+" else s.say("less", "take away")
        is_number = each.tex[0].isdigit() or (each.tex[:6] == r"\frac{" and each.tex[6].isdigit())
        swallows = tail == "greedy" or (tail == "number" and is_number)
        words += (", " if swallows else " ") + f"{word} {each.words}"
        tex, tail = join(tex, sign, each.tex), each.tail
    return Node(words, tex, SUM, tail)


def simple_sum(s: Speaker) -> Node:
    """Two or three small summands."""
    count = 2 if s.chance(0.78) else 3
    terms = [_small_term(s) for _ in range(count)]
    if s.chance(0.5):
        terms[-1] = number(s)
    if s.chance(0.06):
        a, b = letter(s), _small_term(s)
        return Node(f"{s.the('sum of')} {a.words} and {b.words}", join(a.tex, "+", b.tex), SUM, b.tail)
    return joined(s, terms)


def total(s: Speaker) -> Node:
    """Two or three summands of any kind."""
    terms = [term(s) for _ in range(2 if s.chance(0.65) else 3)]
    if terms[0].tail == "greedy" and s.chance(0.6):
        terms[0] = _small_term(s)
    if s.chance(0.06):
        first = terms[0]
        terms[0] = Node(f"{s.negative()} {first.words}", "-" + first.tex, PRODUCT, first.tail)
    return joined(s, terms)
