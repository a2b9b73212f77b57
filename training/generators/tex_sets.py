"""Relations, sets, logic."""

from __future__ import annotations

from training.generators.tex_atoms import capital, letter, number
from training.generators.tex_calculus import Pair, bounds
from training.generators.tex_node import Node, Speaker, join

NUMBER_SETS = (
    (r"\mathbb{R}", ("the real numbers", "the reals", "R", "capital R", "the set of real numbers")),
    (r"\mathbb{N}", ("the natural numbers", "the naturals", "the set of natural numbers")),
    (r"\mathbb{Z}", ("the integers", "the set of integers")),
    (r"\mathbb{Q}", ("the rational numbers", "the rationals", "the set of rational numbers")),
    (r"\mathbb{C}", ("the complex numbers", "the set of complex numbers")),
)
_RELATIONS = (
    ("=", ("equals",) * 6 + ("is equal to", "is equal to", "is equal to", "is", "=")),
    (r"\leq", ("is less than or equal to", "less than or equal to", "is at most", "is no more than", "is less or equal to")),
    (r"\geq", ("is greater than or equal to", "greater than or equal to", "is at least", "is no less than", "is greater or equal to")),
    ("<", ("is less than", "less than", "is strictly less than", "is smaller than")),
    (">", ("is greater than", "greater than", "is strictly greater than", "is bigger than", "is larger than")),
    (r"\neq", ("is not equal to", "does not equal", "not equal to", "is different from")),
    (r"\approx", ("is approximately equal to", "is approximately", "approximately equals", "is about", "is roughly")),
    (r"\equiv", ("is equivalent to", "is identical to", "is identically equal to")),
    (r"\propto", ("is proportional to",)), (r"\sim", ("is similar to", "is distributed as")),
    (r"\ll", ("is much less than",)), (r"\gg", ("is much greater than",)),
)  # fmt: skip
_TYPED = {"=": "=", r"\leq": "<=", r"\geq": ">=", "<": "<", ">": ">", r"\neq": "!="}


def relation(s: Speaker) -> Pair:
    """A relation's words and sign, mostly equality."""
    tex, words = _RELATIONS[0] if s.chance(0.62) else s.one(_RELATIONS[1:])
    if s.types_signs and tex in _TYPED:
        return _TYPED[tex], tex
    return s.one(words), tex


def _set_pair(s: Speaker) -> tuple[Node, Node]:
    names = s.rng.sample("ABCSTUVXY", 2)
    prefix = s.say("", "", "", "capital ", "set ")
    return Node(prefix + names[0], names[0]), Node(prefix + names[1], names[1])


def _set_operation(s: Speaker) -> Node:
    a, b = _set_pair(s)
    x, y = a.words, b.words
    options = (
        (r"\cup", (f"{x} union {y}", f"{s.the('union of')} {x} and {y}")),
        (r"\cap", (f"{x} intersection {y}", f"{x} intersect {y}", f"{s.the('intersection of')} {x} and {y}")),
        (r"\subset", (f"{x} is a subset of {y}", f"{x} subset {y}", f"{x} is contained in {y}", f"{x} subset of {y}")),
        (
            r"\subseteq",
            (f"{x} is a subset of or equal to {y}", f"{x} subset or equal {y}", f"{x} is a subset or equal to {y}"),
        ),
        (r"\setminus", (f"{x} set minus {y}", f"{s.the('set difference of')} {x} and {y}", f"{x} without {y}")),
        (r"\times", (f"{s.the('cartesian product of')} {x} and {y}",)),
    )
    sign, forms = s.one(options)
    tex = join(a.tex, sign, b.tex)
    if s.chance(0.15) and sign in (r"\cup", r"\cap"):
        c = capital(s, "CDE")
        last, other = s.one((("union", r"\cup"), ("intersection", r"\cap")))
        return Node(
            f"{x} {'union' if sign == chr(92) + 'cup' else 'intersection'} {y} {last} {c.words}",
            join(tex, other, c.tex),
        )
    return Node(s.one(forms), tex)


def _membership(s: Speaker) -> Node:
    x = letter(s)
    tex, names = s.one(NUMBER_SETS)
    where = s.one(names)
    if s.chance(0.3):
        _, other = _set_pair(s)
        where, tex = other.words, other.tex
    if s.chance(0.2):
        form = s.say("{} is not in {}", "{} not in {}", "{} is not an element of {}", "{} does not belong to {}")
        return Node(form.format(x.words, where), join(x.tex, r"\notin", tex))
    form = s.say(
        "{} is in {}",
        "{} in {}",
        "{} is an element of {}",
        "{} belongs to {}",
        "{} is a member of {}",
        "{} element of {}",
    )
    return Node(form.format(x.words, where), join(x.tex, r"\in", tex))


def _listed_set(s: Speaker) -> Node:
    count = s.rng.randint(2, 5)
    members = (
        [number(s, 0, 20) for _ in range(count)]
        if s.chance(0.7)
        else [Node(name, name) for name in s.rng.sample("abcdxyz", count)]
    )
    words = [member.words for member in members]
    spoken = s.say(
        ", ".join(words),
        " comma ".join(words),
        f"{', '.join(words[:-1])} and {words[-1]}",
        f"{', '.join(words[:-1])}, and {words[-1]}",
    )
    form = s.say(
        "the set {}",
        "the set of {}",
        "set containing {}",
        "the set containing {}",
        "open brace {} close brace",
        "curly brace {} close curly brace",
    )
    return Node(form.format(spoken), r"\{" + ",".join(member.tex for member in members) + r"\}")


def _interval(s: Speaker) -> Node:
    (low, low_tex), (high, high_tex) = bounds(s)
    left, right = tuple(s.one(("[]", "()", "[)", "(]", "[]", "()")))
    left = "(" if low_tex == r"-\infty" else left
    right = ")" if high_tex == r"\infty" else right
    if left + right in ("[]", "()"):
        name = "closed interval" if left == "[" else "open interval"
        words = s.say(
            f"{s.the(name)} from {low} to {high}",
            f"{s.the(name)} {low} comma {high}",
            f"{s.the(name)} {low}, {high}",
            f"{s.the(name)} between {low} and {high}",
        )
    elif left == "[":
        words = s.say(
            f"{s.the('half open interval')} from {low} inclusive to {high}",
            f"{s.the('interval')} from {low} inclusive to {high} exclusive",
        )
    else:
        words = f"{s.the('interval')} from {low} exclusive to {high} inclusive"
    return Node(words, f"{left}{low_tex},{high_tex}{right}")


def sets(s: Speaker) -> Node:
    """Set notation."""
    roll = s.rng.random()
    if roll < 0.34:
        return _set_operation(s)
    if roll < 0.56:
        return _membership(s)
    if roll < 0.7:
        return _listed_set(s)
    if roll < 0.84:
        return _interval(s)
    if roll < 0.9:
        a, _ = _set_pair(s)
        if s.chance(0.5):
            return Node(s.say(f"{s.the('complement of')} {a.words}", f"{a.words} complement"), f"{a.tex}^{{c}}")
        return Node(s.say(f"{s.the('cardinality of')} {a.words}", f"cardinality of {a.words}"), f"|{a.tex}|")
    x, bound = letter(s, "xnyz"), number(s, 0, 9)
    word, sign = relation(s)
    tex, names = s.one(NUMBER_SETS)
    form = s.say("the set of all {0} in {1} such that {0} {2} {3}", "set of {0} in {1} such that {0} {2} {3}")
    words = form.format(x.words, s.one(names), word, bound.words)
    return Node(words, join(r"\{" + x.tex, r"\in", tex, r"\mid", x.tex, sign, bound.tex) + r"\}")


def _small_statement(s: Speaker) -> Node:
    x, value = letter(s, "xynabm"), number(s, 0, 9)
    word, sign = relation(s)
    return Node(f"{x.words} {word} {value.words}", join(x.tex, sign, value.tex))


def _quantified(s: Speaker) -> Node:
    x = s.one((*[Node(name, name) for name in "xynza"], Node("epsilon", r"\epsilon")))
    tex, names = s.one(NUMBER_SETS)
    exists, article = s.chance(0.4), "an" if x.tex in ("x", "n", "a", r"\epsilon") else "a"
    lead = (
        s.say("there exists", "there exists", f"there exists {article}", f"there is {article}")
        if exists
        else s.say("for all", "for all", "for every", "for each", "for any")
    )
    sign = r"\exists" if exists else r"\forall"
    words, body = f"{lead} {x.words} in {s.one(names)}", join(sign, x.tex, r"\in", tex)
    if s.chance(0.2):
        word, relation_tex = relation(s)
        value = number(s, 0, 9)
        return Node(f"{lead} {x.words} {word} {value.words}", join(sign, x.tex, relation_tex, value.tex))
    if s.chance(0.25) and not exists:
        y = "m" if x.tex == "n" else "y" if x.tex != "y" else "x"
        return Node(
            f"{words} {s.say('there exists', 'there is')} {s.say('', 'a ')}{y} in {names[0]}",
            join(body, rf"\exists {y}\in", tex),
        )
    return Node(words, body)


def logic(s: Speaker) -> Node:
    """Quantifiers, implications, connectives, maps."""
    roll = s.rng.random()
    if roll < 0.42:
        return _quantified(s)
    if roll < 0.48:
        words = s.say("for all epsilon greater than zero there exists a delta greater than zero",
                      "for every epsilon greater than 0 there exists delta greater than 0",
                      "for all epsilon > 0 there is a delta > 0")  # fmt: skip
        return Node(words, r"\forall\epsilon>0,\exists\delta>0")
    if roll < 0.82:
        a, b = (capital(s, "PQA"), capital(s, "RBC")) if s.chance(0.5) else (_small_statement(s), _small_statement(s))
        return _connected(s, a, b)
    f, a, b = letter(s, "fgh"), capital(s, "ABXV"), capital(s, "BYZW")
    if s.chance(0.4):
        a = Node(s.say("the reals", "the real numbers"), r"\mathbb{R}")
        b = a if s.chance(0.6) else b
    elif a.tex == b.tex:
        b = Node("Z", "Z")
    form = s.say("{} from {} to {}", "{} maps {} to {}", "the function {} from {} to {}", "a map {} from {} to {}")
    return Node(form.format(f.words, a.words, b.words), join(f"{f.tex}:{a.tex}", r"\to", b.tex))


def _connected(s: Speaker, a: Node, b: Node) -> Node:
    roll = s.rng.random()
    if roll < 0.45:
        form = s.say("{} implies {}", "{} implies that {}", "if {} then {}", "{} implies {}")
        return Node(form.format(a.words, b.words), join(a.tex, r"\Rightarrow", b.tex))
    if roll < 0.65:
        form = s.say("{} if and only if {}", "{} iff {}")
        return Node(form.format(a.words, b.words), join(a.tex, r"\Leftrightarrow", b.tex))
    if len(a.tex) > 1:
        return Node(f"{a.words} implies {b.words}", join(a.tex, r"\Rightarrow", b.tex))
    if roll < 0.78:
        return Node(s.say("{} and {}", "{} logical and {}").format(a.words, b.words), join(a.tex, r"\land", b.tex))
    if roll < 0.92:
        return Node(s.say("{} or {}", "{} logical or {}").format(a.words, b.words), join(a.tex, r"\lor", b.tex))
    return Node(f"not {a.words}", join(r"\neg", a.tex))
