"""Probability, sets that are listed, determinants and other functions of several things."""

from __future__ import annotations

import re

from app.core.spoken_math.cursor import PRODUCT, SUM, Node, joined
from app.core.spoken_math.derivatives import Derivatives
from app.core.spoken_math.matrices import Matrices
from app.core.spoken_math.tokens import Token, Unclear

_SET_RELATIONS = (r"\in", r"\notin")
_BIG_SETS = {r"\cup": r"\bigcup", r"\cap": r"\bigcap"}
_FIRST_SIDE = re.compile(r"(.+?)(?:<|>|\\leq|\\geq)")
_LISTED = ("letter", "and", "comma", "end", "rel")
_SHORTEST_NAME = 2
_ORDER = ("<", ">", r"\leq", r"\geq")
_VARIABLES = "XYZTNS"
_NUMBER_SETS = {name: rf"\mathbb{{{name}}}" for name in "RNZ"}


class Chances(Derivatives, Matrices):
    """Reads what is a function of events, sets or matrices."""

    def figure(self) -> Node:
        sign = self.take("figure").value
        name = self.take("run", "letter").value
        if sign == r"\angle" and name[0] == "\\":
            return Node(name, kind="letter")
        while self.kind() == "letter" and self.peek().value.isupper():
            name += self.take("letter").value
        if not name.isupper() or len(name) < _SHORTEST_NAME:
            raise Unclear
        return Node(rf"\overline{{{name}}}" if sign == r"\overline" else joined(sign, name), kind="figure")

    def pair_function(self) -> Node:
        sign = self.take("pair").value
        self.take("of")
        first = self.simple().tex
        self.take("and", "comma")
        return Node(f"{sign}({first},{self.simple().tex})", kind="function")

    def interval(self) -> Node:
        left, right = self.take("interval").value.split()
        self.may("from", "word_between")
        low = self.bound()
        self.take("to", "comma", "and")
        return Node(f"{left}{low},{self.bound()}{right}", kind="set")

    def listed_set(self) -> Node:
        self.take("listed", "set_of")
        members = [self.simple().tex]
        while self.kind() in ("comma", "and", "number") or (self.kind() == "letter" and self.kind(1) in _LISTED):
            self.may("comma")
            self.may("and")
            members.append(self.simple().tex)
        if len(members) < _SHORTEST_NAME or self.kind() not in ("end", "rel"):
            raise Unclear
        return Node(r"\{" + ",".join(members) + r"\}", kind="set")

    def ket(self) -> Node:
        """``ket psi``."""
        self.take("ket")
        return Node(rf"|{self.simple().tex}\rangle", kind="marked")

    def bra(self) -> Node:
        """``bra phi``, ``bra phi ket psi``, ``bra phi H ket psi``."""
        self.take("bra")
        tex = rf"\langle{self._in_bra()}|"
        if self.kind() == "letter" and self.kind(1) in ("ket", "accent"):
            tex += f"{self.simple().tex}|"
        if not self.may("ket"):
            return Node(tex, kind="marked")
        return Node(rf"{tex}{self.simple().tex}\rangle", kind="marked")

    def _in_bra(self) -> str:
        name = self.simple().tex
        return name if name[0] == "\\" else f" {name}"

    def big_union(self) -> Node:
        """``union of A and B``, ``union of A sub i for i from one to infinity``."""
        sign = self.take("setop").value
        if self.kind() in ("over", "from", "for_all", "as") and sign in _BIG_SETS:
            self.tokens[self.place - 1] = Token("big", _BIG_SETS[sign])
            self.place -= 1
            return self.big()
        self.take("of")
        place = self.place
        first = self.factor()
        if self.may("and"):
            return Node(joined(first.tex, sign, self.factor().tex), SUM, "sets")
        self.place = place
        if sign not in _BIG_SETS:
            raise Unclear
        return self.over_range(_BIG_SETS[sign])

    def set_name(self) -> str:
        """A set of numbers, or a set with a letter."""
        value = self.take("numbers", "letter").value
        return _NUMBER_SETS.get(value, value)

    def between(self, node: Node) -> Node:
        self.take("between")
        low = self.bound()
        self.take("and")
        return Node(joined(low, "<", node.tex, "<", self.bound()), SUM, "relation")

    def probability(self) -> Node:
        self.take("probability")
        if self.sees("letter", "of") and self.peek().value == "P":  # "the probability P of A"
            return self.factor()
        if self.sees("letter", "rel") and self.peek().value.islower():  # "the probability p equals one half"
            return self.factor()
        return self.probability_of(bool(self.may("of")))

    def probability_of(self, said_of: bool) -> Node:
        self.fences += 1
        event = self.event()
        self.fences -= 1
        return Node(f"P({event})", kind="function")

    def event(self) -> str:
        first = self.event_part()
        if self.kind() in ("given", "comma") and "given" in (self.kind(), self.kind(1)):
            self.may("comma")
            self.take("given")
            if self.sees("letter", "rel") and self.peek(1).value == "=" and self.kind(3) == "end":
                raise Unclear
            return joined(first, r"\mid", self.event_part())
        if self.kind() in ("and", "or", "setop"):
            token = self.take("and", "or", "setop")
            sign = {"and": r"\cap", "or": r"\cup"}.get(token.kind, token.value)
            return joined(first, sign, self.event_part())
        return first

    def event_part(self) -> str:
        node = self.factor() if self.kind() == "letter" else self.side()
        if self.kind() == "between":
            return self.between(node).tex
        if node.kind == "fence" and self.kind() == "rel" and self.peek(-1).value != "=":
            return joined(node.tex, self.take("rel").value, self.factor_run())
        if self.kind() != "rel" or not node.tex[-1:].isupper() or node.tex[-1] not in _VARIABLES:
            return node.tex
        if self.peek().value == "=" and (self.kind(2) not in ("end", "given", "rel", "close", "comma")):
            return node.tex
        sign = self.take("rel").value
        tex = joined(node.tex, sign, self.bound())
        if self.kind() in ("times", "sign", "over", "square", "of") or self.starts_factor():
            raise Unclear
        return tex

    def factor_run(self) -> str:
        """A bound of an event: a short product."""
        parts = [self.simple().tex]
        while self.kind() in ("letter", "name"):
            parts.append(self.simple().tex)
        return joined(*parts)

    def expected(self) -> Node:
        self.take("expected")
        self.may("of")
        return self.expected_of()

    def expected_of(self) -> Node:
        sign = r"\mathbb{E}"
        inner = self.take("letter").value
        if (
            self.kind() == "letter"
            and self.peek().value in _VARIABLES
            and self.kind(1) in ("end", "rel", "sign", "close")
        ):
            inner += self.take("letter").value
        elif token := self.may("square"):
            inner += f"^{{{token.value}}}"
        elif self.kind() == "given":
            self.take("given")
            inner = joined(inner, r"\mid", self.take("letter").value)
        elif self.kind() == "sign" and self.peek(1).kind == "letter" and self.kind(2) in ("end", "rel"):
            inner += self.take("sign").value + self.take("letter").value
        elif (self.starts_factor() and not self.sees("letter", "of")) or self.kind() == "times":
            raise Unclear
        if not inner[0].isupper() or self.kind() in ("of", "to_the", "sub"):
            raise Unclear
        return Node(f"{sign}[{inner}]", kind="function")

    def moment(self) -> Node:
        sign = self.take("moment").value
        self.may("of")
        inner = self.take("letter").value
        if sign.endswith("{Cov}"):
            self.take("and", "comma")
            inner += "," + self.take("letter").value
        if not inner[0].isupper() or self.kind() in ("square", "of", "to_the", "sub", "given") or self.starts_factor():
            raise Unclear
        if self.kind() == "sign" and self.kind(1) == "letter":
            raise Unclear
        return Node(f"{sign}({inner})", kind="function")

    def det(self) -> Node:
        sign = self.take("det").value
        said_of = bool(self.may("of"))
        if self.kind() == "open":
            return Node(sign + self.group().tex, kind="function")
        if self.sees("size", "matrix") and sign == r"\det":
            self.tokens[self.place + 1] = Token("matrix", "vmatrix")
            return self.matrix()
        if self.kind() == "row" and sign == r"\det":
            self.tokens[self.place - 1] = Token("matrix", "vmatrix")
            self.place -= 1
            return self.matrix()
        if self.kind() == "matrix":
            raise Unclear
        inner = self.take("letter").value
        while said_of and self.kind() == "letter" and self.peek().value.isupper():
            inner += self.take("letter").value
        if sign == r"\det" and self.sees("sign", "letter", "letter") and self.peek(1).value == r"\lambda":
            self.place += 3
            return Node(rf"\det({inner}-\lambda {self.peek(-1).value})", kind="function")
        is_tail = self.kind() in ("end", "rel", "comma", "over", "close")
        if not inner.isupper() or not (is_tail or not said_of):
            raise Unclear
        if self.starts_factor() and self.kind() != "det":
            raise Unclear
        return Node(f"{sign}({inner})", kind="function")

    def inner(self) -> Node:
        self.take("inner")
        self.take("of")
        first = self.simple().tex
        self.take("and")
        return Node(joined(r"\langle", first) + joined(",", self.simple().tex, r"\rangle"), kind="inner")

    def vector_product(self) -> Node:
        sign = self.take("vector_product").value
        sign, _, mark = sign.partition(" ")
        names = [self.factor().tex]
        self.take("and")
        names.append(self.factor().tex)
        if mark:
            names = [rf"\vec{{{name}}}" for name in names]
        return Node(joined(names[0], sign, names[1]), PRODUCT, "product")
