"""Derivatives, gradients and their kin."""

from __future__ import annotations

import re

from app.core.spoken_math.cursor import PRODUCT, SUM, Node, joined
from app.core.spoken_math.operators import Operators
from app.core.spoken_math.tokens import Unclear

_VARIABLES = ("x", "t", "s", "z")
_FUNCTIONS = "fghuvyFGH"
_ENDS = ("end", "rel", "sign", "over", "times", "close")
_VARIABLE = re.compile(r"(?<![\\a-zA-Z])[a-z](?![a-z('])")


class Derivatives(Operators):
    """Reads derivatives in their many wordings."""

    def leibniz(self) -> Node:
        """``d y d x``, ``d squared y over d x squared``, ``d by d x of``."""
        letter = self.take("letter")
        if letter.value != "d" or (self.integrals and self.kind() == "letter"):
            raise Unclear
        order = self._order()
        if not order and (self.kind() in ("by", "over") or self._is_bare_operator()):
            return self._operator_of("d")
        name = self.simple_letter()
        self._bar()
        self._d()
        by = self.simple_letter()
        return Node(self._quotient("d", order, name, [by], self._order()), kind="derivative")

    def _is_bare_operator(self) -> bool:
        return (self.sees("letter", "letter") and self.peek().value == "d" and self.kind(2) == "of") or (
            self.sees("differential", "of")
        )

    def differential(self) -> Node:
        """``dy dx``, ``dy/dx``, ``dy over dx``."""
        name = self.take("differential").value
        if self.integrals:
            raise Unclear
        if self.kind() in ("sign", "rel", "end") and any(token.kind in ("sign", "rel") for token in self.tokens):
            space = r"\," if self.kind(-2) in ("letter", "close") else ""  # "M dx plus N dy"
            return Node(joined(f"{space}d", name), kind="marked")
        self._bar()
        by = self._d()
        by = by or self.simple_letter()
        if self.kind() in ("square", "to_the", "typed"):
            raise Unclear
        return Node(self._quotient("d", "", name, [by], ""), kind="derivative")

    def _order(self) -> str:
        if token := self.may("square"):
            return token.value
        if self.sees("to_the", "letter") or self.sees("typed", "number"):
            if self.peek().value == "_":
                raise Unclear
            self.place += 1
            return self.take("letter", "number").value
        return ""

    def _bar(self) -> None:
        self.may("over", "by")

    def _d(self) -> str:
        """The lower d; its variable where they are written together."""
        if token := self.may("differential"):
            return token.value
        if self.take("letter").value != "d":
            raise Unclear
        return ""

    def simple_letter(self) -> str:
        if self.kind() == "differential":
            raise Unclear
        return self.take("letter").value

    def _operator_of(self, sign: str) -> Node:
        """``d by d x of f of x``."""
        self._bar()
        by = self._d() or self.simple_letter()
        self.may("of")
        return self._applied_to(rf"\frac{{{sign}}}{{{joined(sign, by)}}}")

    def _applied_to(self, operator: str) -> Node:
        if first := self.tried(self._momentum):
            return Node(joined(operator, first.tex), PRODUCT, "derivative_of")
        body = self.side()
        if body.level == SUM or (body.kind == "product" and ")" in body.tex[:-2]):
            raise Unclear
        tex = body.tex
        return Node(joined(operator, tex), PRODUCT, "derivative_of")

    def _momentum(self) -> Node:
        """``d by dt of partial L by partial q dot``, before what is taken from it."""
        node = self.factor()
        if r"\dot" not in node.tex or node.kind != "derivative" or self.kind() != "sign":
            raise Unclear
        return node

    @staticmethod
    def _quotient(sign: str, order: str, name: str, by: list[str], order_below: str) -> str:
        if len(by) == 1 and order != order_below:
            raise Unclear
        raised = f"^{{{order}}}" if order else ""
        below = joined(*(part for each in by for part in (sign, each))) if len(by) > 1 else joined(sign, by[0]) + raised
        return rf"\frac{{{joined(sign + raised, name)}}}{{{below}}}"

    # In words.

    def derivative(self) -> Node:
        if self.kind() == "letter":
            order = self.take("letter").value
            token, letter = self.take("th_derivative"), "d"
        else:
            token = self.take("derivative", "differentiate")
            letter, order = token.value.split()
        sign = "d" if letter == "d" else r"\partial"
        order = "" if order == "1" else order
        if letter == "m":
            return self._mixed(order)
        if self.may("wrt"):
            by = self.simple_letter()
            self.take("of")
            return self._derived(sign, order, self._plain_or_more(), by)
        if self.sees("letter", "prime") and token.kind == "derivative":
            return self.factor()
        if token.kind != "differentiate":
            self.take("of")
            if sign == "d" and (primed := self.tried(lambda: self._primed(order))):
                return primed
        body = self._plain_or_more()
        if self.kind() == "wrt" or self.kind() in ("in", "by"):
            self.place += 1
            by = self.simple_letter()
            if self.kind() == "and" and order == "2":
                self.take("and")
                return Node(self._quotient(sign, "2", body.tex, [by, self.simple_letter()], ""), kind="derivative")
            return self._derived(sign, order, body, by)
        if sign != "d" or order or set(_VARIABLE.findall(body.tex)) != {"x"} or body.kind == "letter":
            raise Unclear
        return self._derived(sign, order, body, "x")

    def _primed(self, order: str) -> Node:
        """``nth derivative of f at a``, ``second derivative of g of t``, ``third derivative of f``."""
        name = self.take("letter").value
        marks = {"": "'", "2": "''", "3": "'''"}.get(order) or f"^{{({order})}}"
        if self.may("at"):
            point = self.bound()
            if point in _VARIABLES and self.kind() == "rel" and self.kind(1) == "number":
                raise Unclear
            return Node(f"{name}{marks}({point})", kind="call_typed")
        is_function = order and name in _FUNCTIONS
        if is_function and self.sees("of", "letter") and self.kind(2) in _ENDS:
            self.take("of")
            return Node(f"{name}{marks}({self.take('letter').value})", kind="call_typed")
        if is_function and name not in _VARIABLES and self.kind() in _ENDS:
            return Node(name + marks, kind="marked")
        raise Unclear

    def _plain_or_more(self) -> Node:
        if self.kind() == "letter" and self.kind(1) in ("wrt", "in", "by", "end", "rel", "sign"):
            return Node(self.take("letter").value, kind="letter")
        return self.side()

    def _derived(self, sign: str, order: str, body: Node, by: str) -> Node:
        if body.kind == "letter":
            return Node(self._quotient(sign, order, body.tex, [by], order), kind="derivative")
        raised = f"^{{{order}}}" if order else ""
        if body.kind == "product" and ")" in body.tex[:-2]:
            raise Unclear
        return Node(
            joined(rf"\frac{{{sign}{raised}}}{{{joined(sign, by)}{raised}}}", body.grouped), PRODUCT, "derivative_of"
        )

    def _mixed(self, order: str) -> Node:
        self.take("of")
        name = self.simple_letter()
        self.take("wrt", "in")
        first = self.simple_letter()
        self.take("and")
        return Node(self._quotient(r"\partial", order, name, [first, self.simple_letter()], ""), kind="derivative")

    def partial(self) -> Node:
        """``partial u by partial t``."""
        word = self.take("partial", "del").kind
        if self.kind() == "of" and word == "partial":
            self.take("of")
            name = self.simple_letter()
            self.take("wrt", "in")
            return Node(self._quotient(r"\partial", "", name, [self.simple_letter()], ""), kind="derivative")
        if word == "partial" and self.kind() in ("by", "over") and self.kind(1) == "partial":
            self.place += 2
            by = self.simple_letter()
            self.may("of")
            return self._derived(r"\partial", "", self._plain_or_more(), by)
        order = self._order() or self._spoken_two()
        name = self.simple_letter()
        self._bar()
        names = self._lower(word)
        below = order if len(names) > 1 else self._order()
        return Node(self._quotient(r"\partial", order, name, names, below), kind="derivative")

    def _spoken_two(self) -> str:
        return self.take("number").value if self.kind() == "number" and self.peek().value == "2" else ""

    def _lower_sign(self, word: str) -> bool:
        if self.kind() == word:
            self.take(word)
            return True
        if self.kind() == "letter" and self.peek().value == "d":
            self.take("letter")
            return True
        return False

    def _lower(self, word: str) -> list[str]:
        if not self._lower_sign(word):
            raise Unclear
        names = [self._by()]
        if self.kind() == word and self._order_is_open():
            self.take(word)
            names.append(self.simple_letter())
        return names

    def _by(self) -> str:
        """A variable, with its index or its dot: ``partial q dot``."""
        name = self.simple_letter()
        if self.sees("sub", "letter") or self.sees("sub", "number"):
            self.take("sub")
            return f"{name}_{{{self.take('letter', 'number').value}}}"
        if self.kind() == "dot" and self.peek().word == "dot" and self.kind(1) in ("end", "rel", "sign", "over"):
            self.take("dot")
            return rf"\dot{{{name}}}"
        return name

    def _order_is_open(self) -> bool:
        return self.kind(1) == "letter"

    def nabla(self) -> Node:
        if self.kind() == "del":
            return self._del()
        value = self.take("nabla").value
        sub = ""
        if self.kind() == "sub":
            self.take("sub")
            sub = f"_{{{self.take('letter').value}}}"
        elif value == r"\nabla" and self.kind() == "square":
            self.take("square")
            value = r"\nabla^{2}"
        field = self._field()
        if self.kind() == "wrt":
            self.take("wrt")
            sub = f"_{{{self.take('letter').value}}}"
        return Node(joined(value + sub, field), PRODUCT, "gradient")

    def _field(self) -> str:
        self.may("of")
        if self.kind() == "nabla" and self.peek().value != r"\nabla^{2}":  # the divergence of a curl
            return f"({self.nabla().tex})"
        node = self._vector() if self.kind() == "vector" else self.simple()
        if self.sees("of", "letter") and self.kind(2) in ("end", "rel", "sign", "at") and node.kind == "letter":
            self.take("of")
            return f"{node.tex}({self.take('letter').value})"
        if self.kind() in ("of", "square", "to_the", "times") or (self.starts_factor() and self.kind() == "letter"):
            raise Unclear
        return node.tex

    def _del(self) -> Node:
        if made := self.tried(self.partial):
            return made
        self.take("del")
        value = r"\nabla"
        if self.kind() == "square":
            self.take("square")
            value = r"\nabla^{2}"
        return Node(joined(value, self._field()), PRODUCT, "gradient")
