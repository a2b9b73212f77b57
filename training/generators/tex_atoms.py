"""Numbers, letters, indexed and decorated letters, function values."""

from __future__ import annotations

from training.generators.book_money import number_words
from training.generators.tex_node import ATOM, PRODUCT, SUM, Node, Speaker, join

GREEK = tuple(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega".split()
)
CAPITAL_GREEK = tuple("Gamma Delta Theta Lambda Sigma Phi Psi Omega Pi Xi".split())
LETTERS = "xxxxxyyyyzzznnnabcdkmtpqrsuvwijhgfl"
CAPITALS = "ABCXYNSTVMPEFGRQLDKHUWI"
_PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_KNOWN_DECIMALS = (
    "3.14",
    "2.718",
    "9.81",
    "9.8",
    "1.414",
    "0.5",
    "3.14159",
    "0.05",
    "1.96",
    "6.02",
    "2.5",
    "0.1",
    "0.01",
)
_DECORATIONS = (
    (r"\hat", ("{} hat", "{} hat", "{} hat", "{} with a hat", "{} with a hat on it")),
    (r"\bar", ("{} bar", "{} bar", "{} bar", "{} with a bar", "{} with a bar over it")),
    (r"\tilde", ("{} tilde", "{} tilde", "{} tilde", "{} with a tilde", "{} with a tilde on top")),
    (r"\vec", ("vector {}", "vec {}", "{} vector", "the vector {}", "{} with an arrow")),
    (r"\vec", ("vector {}", "vec {}", "the vector {}")),
    (r"\dot", ("{} dot", "{} dot", "{} with a dot", "{} with a dot on top")),
    (r"\ddot", ("{} double dot", "{} d dot", "{} dot dot")),
)


# "x i" is x sub i, never a product.
_SIDE_INDICES = ("i", "j", "ij")
_SIDE_BASES = ("x", "y", "z", r"\beta", r"\mu", r"\epsilon", r"\theta", r"\lambda")


def number(s: Speaker, low: int = 1, high: int | None = None) -> Node:
    """A whole number, mostly small."""
    if high is None:
        roll = s.rng.random()
        high = 9 if roll < 0.72 else 20 if roll < 0.86 else 100 if roll < 0.97 else 1200
    value = s.rng.randint(low, high)
    return Node(s.whole(value), str(value))


def decimal(s: Speaker) -> Node:
    """A decimal fraction."""
    text = s.one(_KNOWN_DECIMALS) if s.chance(0.35) else f"{s.rng.randint(0, 12)}.{s.rng.randint(1, 99)}"
    if s.types_digits:
        return Node(text, text)
    head, tail = text.split(".")
    spoken = " ".join(number_words(int(digit)) for digit in tail)
    lead = "" if head == "0" and s.chance(0.3) else number_words(int(head)) + " "
    return Node(f"{lead}point {spoken}", text)


def numeric_fraction(s: Speaker) -> Node:
    """A fraction of small whole numbers in lowest terms."""
    below = s.one((2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10))
    above = 1 if s.chance(0.6) else s.rng.randint(1, below - 1)
    while above > 1 and any(below % prime == 0 and above % prime == 0 for prime in (2, 3, 5)):
        above -= 1
    if below == 2 and s.chance(0.2):
        above = 3
    tex = rf"\frac{{{above}}}{{{below}}}"
    if s.types_signs:
        return Node(f"{above}/{below}", tex)
    part = _PARTS[below]
    over = f"{s.whole(above)} over {s.whole(below)}"
    if above == 1:
        return Node(
            s.say(f"one {part}", f"one {part}", f"{'an' if part[0] == 'e' else 'a'} {part}", over, f"1/{below}"), tex
        )
    plural = "halves" if below == 2 else part + "s"
    return Node(s.say(f"{number_words(above)} {plural}", over, f"{above}/{below}"), tex)


def letter(s: Speaker, pool: str = "") -> Node:
    """A letter of `pool`; without one, any Latin or Greek letter, sometimes a capital."""
    if pool:
        name = s.one(pool)
        return Node(name, name)
    roll = s.rng.random()
    if roll < 0.16:
        return greek(s)
    if roll < 0.19:
        return capital_greek(s)
    if roll < 0.22:
        return Node("pi", r"\pi")
    if roll < 0.27:
        return capital(s)
    return letter(s, LETTERS)


def greek(s: Speaker) -> Node:
    """A small Greek letter."""
    name = s.one(GREEK)
    return Node(name, "\\" + name)


def capital_greek(s: Speaker) -> Node:
    """A capital Greek letter."""
    name = s.one(CAPITAL_GREEK)
    if s.chance(0.35) and name not in ("Pi", "Xi"):
        return Node(name, "\\" + name)
    return Node(s.say("capital ", "capital ", "upper case ", "uppercase ", "big ") + name.lower(), "\\" + name)


def capital(s: Speaker, pool: str = CAPITALS) -> Node:
    """A capital Latin letter, written as such or named as one."""
    name = s.one(pool)
    if s.chance(0.55):
        return Node(name, name)
    prefix = s.say("capital", "capital", "capital", "upper case", "uppercase", "big")
    return Node(f"{prefix} {name if s.chance(0.5) else name.lower()}", name)


def _index(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.55:
        return number(s, 0, 9)
    if roll < 0.84:
        return letter(s, "ijknm")
    if roll < 0.88:
        return Node("i j", "ij") if s.chance(0.6) else Node(s.say("i comma j", "i, j"), "i,j")
    if roll < 0.91:
        return s.one((Node("max", r"\max"), Node("min", r"\min")))
    base, value = s.one("nki"), s.rng.randint(1, 2)
    word, sign = s.plus_or_minus()
    return Node(f"{base} {word} {s.whole(value)}", f"{base}{sign}{value}", SUM)


def subscripted(s: Speaker, base: Node | None = None, index: Node | None = None) -> Node:
    """A letter with a subscript."""
    base, index = base or letter(s), index or _index(s)
    tex = f"{base.tex}_{{{index.tex}}}"
    if s.types_signs and len(index.tex) == 1:
        return Node(f"{base.words}_{index.tex}", tex)
    if index.tex == "0" and s.chance(0.4):
        return Node(base.words + s.say(" naught", " nought", " sub zero", " zero"), tex)
    middle = s.say(" sub ", " sub ", " sub ", " subscript ", " sub ", " index ")
    is_name = base.tex.isalpha() or base.tex[1:] in GREEK
    if (index.tex.isdigit() and is_name and s.chance(0.3)) or (
        index.tex in _SIDE_INDICES and base.tex in _SIDE_BASES and s.chance(0.4)
    ):
        middle = " "
    is_letter = len(index.tex) == 1 and index.tex.isalpha()
    return Node(base.words + middle + index.words, tex, ATOM, "number" if is_letter or index.level == SUM else "closed")


def decorated(s: Speaker) -> Node:
    """A letter with a hat, bar, arrow or dot."""
    base = letter(s, "xyzuvwabpqnr") if s.chance(0.8) else greek(s) if s.chance(0.6) else capital(s)
    if s.chance(0.08):
        return Node(base.words + s.say(" prime", " prime", " dash"), base.tex + "'")
    command, forms = s.one(_DECORATIONS)
    return Node(s.one(forms).format(base.words), f"{command}{{{base.tex}}}")


def function_value(s: Speaker, argument: Node | None = None) -> Node:
    """f(x) in its many forms: two arguments, nested, primes, inverse, composition."""
    name = letter(s, "fffgghfup") if s.chance(0.8) else capital(s, "FGPTL") if s.chance(0.5) else greek(s)
    roll = s.rng.random()
    if argument is None and roll < 0.1:
        first, second = s.one((("x", "y"), ("x", "t"), ("x", "y"), ("u", "v"), ("s", "t"), ("r", "theta")))
        second_tex = "\\" + second if len(second) > 1 else second
        middle = s.say(" and ", " comma ", ", ")
        return Node(f"{name.words} of {first}{middle}{second}", f"{name.tex}({first},{second_tex})")
    if argument is None and roll < 0.18:
        inner, x = letter(s, "ghk"), letter(s, "xxt")
        return Node(f"{name.words} of {inner.words} of {x.words}", f"{name.tex}({inner.tex}({x.tex}))")
    if argument is None and roll < 0.21:
        inner = letter(s, "ghk")
        return Node(
            f"{name.words}{s.say(' composed with ', ' compose ', ' circle ')}{inner.words}",
            rf"{name.tex}\circ {inner.tex}",
            PRODUCT,
        )
    argument = argument or _argument(s)
    mark, mark_tex = _prime(s)
    if (s.types_signs or s.chance(0.08)) and not mark and len(argument.words) < 3:
        return Node(f"{name.words}({argument.words})", f"{name.tex}({argument.tex})")
    return Node(f"{name.words}{mark} of {argument.words}", f"{name.tex}{mark_tex}({argument.tex})", ATOM, argument.tail)


def _argument(s: Speaker) -> Node:
    roll = s.rng.random()
    if roll < 0.1:
        base = letter(s, "xxtyz")
        command, forms = s.one(_DECORATIONS[:3])
        return Node(f"{base.words}{s.one(forms)[2:]}", f"{command}{{{base.tex}}}")
    if roll < 0.2:
        index = s.one((("i", "i"), (s.whole(0), "0"), (s.whole(1), "1"), ("n", "n")))
        return subscripted(s, letter(s, "xxtyz"), Node(*index))
    return letter(s, "xxxxtnzy") if roll < 0.84 else number(s, 0, 9)


def _prime(s: Speaker) -> tuple[str, str]:
    roll = s.rng.random()
    if roll < 0.11:
        return s.say(" prime", " prime", " dash", "'"), "'"
    if roll < 0.16:
        return s.say(" double prime", " prime prime", " double dash", "''"), "''"
    if roll < 0.17:
        return s.say(" triple prime", " prime prime prime"), "'''"
    return (" inverse", "^{-1}") if roll < 0.2 else ("", "")


def factorial(s: Speaker) -> Node:
    """A factorial."""
    base = number(s, 2, 12) if s.chance(0.4) else letter(s, "nkmr")
    return Node(
        s.say("{} factorial", "{} factorial", "{} factorial", "the factorial of {}", "factorial {}", "{}!").format(
            base.words
        ),
        base.tex + "!",
    )


def binomial(s: Speaker) -> Node:
    """A binomial coefficient."""
    above = letter(s, "nnnmN") if s.chance(0.75) else number(s, 3, 52)
    below = letter(s, "kkrij") if s.chance(0.6) else number(s, 1, 5)
    form = s.say("{} choose {}", "{} choose {}", "{} choose {}", "the binomial coefficient {} choose {}", "binomial {} {}",
                 "binomial coefficient {} over {}", "the binomial coefficient of {} and {}",
                 "{} over {} as a binomial coefficient", "binomial coefficient {}, {}", "{} choose {}")  # fmt: skip
    return Node(form.format(above.words, below.words), rf"\binom{{{above.tex}}}{{{below.tex}}}")


def atom(s: Speaker, number_share: float = 0.25) -> Node:
    """Any small closed piece."""
    if s.chance(number_share):
        return number(s)
    roll = s.rng.random()
    if roll < 0.72:
        return letter(s)
    if roll < 0.83:
        return subscripted(s)
    if roll < 0.87:
        return decorated(s)
    if roll < 0.94:
        return function_value(s)
    return factorial(s) if roll < 0.96 else decimal(s)


def coefficient(s: Speaker, base: Node | None = None) -> Node:
    """A number times a letter or power."""
    roll = s.rng.random()
    factor = (
        number(s, 2, 9)
        if roll < 0.75
        else number(s, 2, 20)
        if roll < 0.88
        else decimal(s)
        if roll < 0.91
        else numeric_fraction(s)
    )
    base = base or letter(s)
    if base.tex[0].isdigit():
        base = letter(s, LETTERS)
    tight = s.types_digits and factor.words.isdigit() and len(base.words) == 1 and s.chance(0.6)
    middle = "" if tight else s.say(" ", " ", " ", " times ")
    return Node(factor.words + middle + base.words, join(factor.tex, base.tex), PRODUCT, base.tail)
