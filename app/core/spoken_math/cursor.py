"""The place in the tokens, and the pieces of LaTeX that are read from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.core.latex_typed import join
from app.core.spoken_math.tokens import Token, Unclear

ATOM, PRODUCT, SUM = 3, 2, 1
_MOST_STEPS = 3000
_END = Token("end", "")
_LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")
STARTS = frozenset(
    "number part letter run open bar quantity fun exp root root_word fence vector fraction binomial "
    "big integral integrate limit extremum derivative differentiate partial nabla del probability "
    "expected moment det inner vector_product matrix column size figure pair interval listed name "
    "square_of ordinal conjugate ket bra double_big differential".split()
)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of LaTeX, how tightly it binds, and what kind of thing it is."""

    tex: str
    level: int = ATOM
    kind: str = ""

    @property
    def is_letter(self) -> bool:
        return bool(_LETTER.fullmatch(self.tex)) and self.kind == "letter"

    @property
    def inner(self) -> str:
        """Without the parentheses of a group."""
        return self.tex[1:-1] if self.kind == "group" else self.tex

    @property
    def grouped(self) -> str:
        return f"({self.tex})" if self.level == SUM else self.tex

    def of_kind(self, kind: str) -> Node:
        return replace(self, kind=kind)


def bare(tex: str) -> str:
    """Without parentheses around the whole."""
    if not (tex.startswith("(") and tex.endswith(")")):
        return tex
    depth = 0
    for place, char in enumerate(tex):
        depth += (char == "(") - (char == ")")
        if depth == 0 and place < len(tex) - 1:
            return tex
    return tex[1:-1]


def is_fraction(tex: str) -> bool:
    """Whether one bar stands over all of it."""
    if not tex.startswith(r"\frac{"):
        return False
    depth, ends = 0, 0
    for place, char in enumerate(tex):
        depth += (char == "{") - (char == "}")
        if char == "}" and depth == 0:
            ends += 1
            if ends == 2:
                return place == len(tex) - 1
    return False


def joined(*parts: str) -> str:
    """The parts side by side."""
    tex = ""
    for part in parts:
        tex = join(tex, part)
    return tex


class Cursor:
    """Tokens and a place in them; the parts of the grammar build on it."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.integrals = 0
        self.fences = 0
        self.after_pm = False
        self.side_of_limit = ""
        self.steps = 0
        self.indices: list[str] = []
        self.subs = {
            tokens[place + 1].value
            for place, token in enumerate(tokens[:-1])
            if token.kind == "sub" or (token.kind == "typed" and token.value == "_")
        } & set("ijkmnt")
        if any(token.value == r"\cdots" for token in tokens):
            self.subs.add("n")

    def peek(self, ahead: int = 0) -> Token:
        place = self.place + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else _END

    def kind(self, ahead: int = 0) -> str:
        return self.peek(ahead).kind

    def take(self, *kinds: str) -> Token:
        token = self.peek()
        self.steps += 1
        if token.kind not in kinds or self.steps > _MOST_STEPS:
            raise Unclear
        self.place += 1
        return token

    def may(self, *kinds: str) -> Token | None:
        """The next token if it is of one of these kinds."""
        return self.take(*kinds) if self.kind() in kinds else None

    def sees(self, *kinds: str) -> bool:
        """Whether tokens of these kinds follow, in this order."""
        return all(self.kind(ahead) == kind for ahead, kind in enumerate(kinds))

    def tried(self, read: Callable[[], Node]) -> Node | None:
        """What is read, or nothing, and the place as before."""
        place, depths = self.place, (self.integrals, self.fences, list(self.indices))
        with suppress(Unclear):
            return read()
        self.place, (self.integrals, self.fences, self.indices) = place, depths
        return None

    def starts_factor(self) -> bool:
        token = self.peek()
        if token.kind == "letter" and token.value == "d" and self.integrals and self.kind(1) == "letter":
            return False
        if token.kind == "bar" and self.fences:
            return False
        if token.kind == "accent":
            return False
        if token.kind == "differential":  # "L di by dt"
            is_quotient = self.kind(1) in ("over", "by") and self.kind(2) == "differential"
            return not self.integrals and (is_quotient or self.kind(1) in ("sign", "rel", "end"))
        return token.kind in STARTS and token.kind != "ordinal"

    def side(self) -> Node:
        """One side of a relation."""
        raise NotImplementedError

    def total(self) -> Node:
        """A sum without commas."""
        raise NotImplementedError

    def factor(self) -> Node:
        """One factor with its scripts."""
        raise NotImplementedError

    def simple(self) -> Node:
        """A letter or number with its index and accents but no power."""
        raise NotImplementedError

    def bound(self, *, has_sums: bool = True) -> str:
        """The end of a range."""
        raise NotImplementedError

    def statement(self) -> Node:
        """A whole formula."""
        raise NotImplementedError
