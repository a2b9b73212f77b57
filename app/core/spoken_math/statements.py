"""Relations, sets, logic, probability, and what stands for a whole formula."""

from __future__ import annotations

import re

from app.core.spoken_math.chances import Chances
from app.core.spoken_math.cursor import PRODUCT, SUM, Node, joined
from app.core.spoken_math.tokens import Token, Unclear

_SET_RELATIONS = (r"\in", r"\notin")
_BIG_SETS = {r"\cup": r"\bigcup", r"\cap": r"\bigcap"}
_FIRST_SIDE = re.compile(r"(.+?)(?:<|>|\\leq|\\geq)")
_SEQUENCES = ("S", "T", "U", "u")
_GROUP = re.compile(r"\([^()]*\)")
_MAPS = ("f", "g", "h", "F", "G", "T", r"\phi", r"\psi")
_NUMBERS = {"real": "R", "natural": "N", "integer": "Z"}
_CLAIM_NAMES = tuple("pqrPQR")
_CLAIMS = frozenset(("relation", "letter", "logic"))
_SHORTEST_NAME = 2
_ORDER = ("<", ">", r"\leq", r"\geq")
_VARIABLES = "XYZTNS"
_NUMBER_SETS = {name: rf"\mathbb{{{name}}}" for name in "RNZ"}


class Statements(Chances):
    """Reads whole formulas."""

    def operator(self) -> Node:
        reader = {
            "big": self.big, "integral": self.integral, "integrate": self.integral, "limit": self.limit, "extremum": self.extremum,
            "derivative": self.derivative, "differentiate": self.derivative, "partial": self.partial, "nabla": self.nabla,
            "del": self.nabla, "probability": self.probability, "expected": self.expected, "moment": self.moment, "det": self.det,
            "inner": self.inner, "vector_product": self.vector_product, "matrix": self.matrix, "column": self.vector_of,
            "differential": self.differential, "size": self.matrix, "figure": self.figure, "setop": self.big_union,
            "pair": self.pair_function, "interval": self.interval, "listed": self.listed_set, "ket": self.ket,
            "bra": self.bra, "double_big": self.double_big, "as": self.toward_first,
        }.get(self.kind())  # fmt: skip
        if reader is None:
            raise Unclear
        return reader()

    def statement(self) -> Node:
        self.check_start()
        if self.kind() == "if":
            return self._if_then()
        node = self._clause()
        while True:
            if self.kind() == "arrow":
                sign = self.take("arrow").value
            elif self.kind() == "land":
                sign = self.take("land").value
            elif self.kind() in ("and", "or") and self._joins_statements(node):
                sign = r"\land" if self.take("and", "or").kind == "and" else r"\lor"
                if node.kind == "relation":
                    node = self._and_relation(node, sign)
                    continue
            elif self.kind() == "equivalent" and (node.kind == "logic" or node.tex in _CLAIM_NAMES):
                self.take("equivalent")
                node = Node(f"({node.tex})", SUM, "logic") if "arrow" in _GROUP.sub("", node.tex) else node
                sign = r"\Leftrightarrow"
            elif self.kind() == "where" and node.kind == ("extremum" if "subject" in self.peek().value else "relation"):
                sign = self.take("where").value
            else:
                return node
            if sign == r"\Rightarrow" and sign in node.tex and r"\land" in node.tex:
                raise Unclear
            following = self._clause()
            node = Node(joined(node.tex, sign, following.tex), SUM, "logic")

    def _if_then(self) -> Node:
        """``if x is greater than two then x squared is greater than four``."""
        self.take("if")
        first = self._clause()
        self.may("comma")
        self.take("then")
        following = self._clause()
        if not {first.kind, following.kind} <= _CLAIMS:
            raise Unclear
        return Node(joined(first.tex, r"\Rightarrow", following.tex), SUM, "logic")

    def check_start(self) -> None:
        """``E n equals``: two letters on the left are rather a letter and its index."""
        first, second = self.peek(), self.peek(1)
        is_shared = self.sees("letter", "letter", "rel") and second.value in [token.value for token in self.tokens[3:]]
        if is_shared and second.value[0] == "\\" and first.value != self.peek(3).value:  # "H psi equals E psi"
            return
        if self.place == 0 and first.value == "H" and second.kind in ("sub", "letter", "number", "naught"):
            raise Unclear
        if first.value.lower() == r"\delta":
            return
        if second.kind == "rel" and any(token.kind == "ket" for token in self.tokens[2:]):  # "psi is alpha ket zero"
            raise Unclear
        if self.sees("letter", "letter", "prime", "rel") or self.sees("letter", "letter", "sign", "number", "rel"):
            raise Unclear
        if self.sees("letter", "letter", "rel", "letter", "letter") and self.peek(3).value == first.value:
            raise Unclear
        if self.sees("letter", "letter") and self.kind(2) in ("rel", "end"):
            if second.value == "n" and first.value in _SEQUENCES and self._says_again("n"):
                self.tokens.insert(self.place + 1, Token("sub", "sub"))
                return
            is_index = second.value in "ij" and (first.value in "xyz" or first.value[0] == "\\")
            if is_index:
                return
            if second.value in "ijkmntsdp" or first.value[0] == "\\" or second.value[0] == "\\":
                raise Unclear

    def _says_again(self, name: str) -> bool:
        """Whether the other side has a letter too, so that it is an index here."""
        return any(token.value == name for token in self.tokens[self.place + 3 :])

    def _joins_statements(self, node: Node) -> bool:
        is_letter = node.kind == "letter" and len(node.tex) == 1 and node.tex in "pqrPQRAB"
        return is_letter or node.kind in ("logic", "relation")

    def _and_relation(self, node: Node, sign: str) -> Node:
        """Two relations; of ``a < b and b < c`` one chain."""
        following = self._clause()
        if following.kind not in ("relation", "logic"):
            raise Unclear
        shared = _FIRST_SIDE.match(following.tex)
        is_order = any(each in node.tex for each in _ORDER) and self.kind() == "end" and sign == r"\land"
        if shared and is_order and node.tex.endswith(shared.group(1)):
            return Node(joined(node.tex, following.tex[shared.end(1) :].strip()), SUM, "relation")
        return Node(joined(node.tex, sign, following.tex), SUM, "logic")

    def _clause(self) -> Node:
        if self.may("not"):
            if self.sees("comma", "open"):
                self.take("comma")
                made = Node(joined(r"\neg", self.group().tex), SUM, "logic")
                self.may("comma")
                return made
            if self.kind() == "open":
                return Node(joined(r"\neg", self.group().tex), SUM, "logic")
            if self.kind(1) not in ("end", "arrow", "and", "or", "close", "equivalent"):
                raise Unclear
            if self.kind(1) == "arrow" and any(token.kind == "equivalent" for token in self.tokens):
                raise Unclear
            is_implication = self.kind(-2) == "equivalent" and self.kind(1) == "or"
            if self.kind(1) in ("and", "or") and self.kind(2) != "not" and not is_implication:
                raise Unclear
            return Node(joined(r"\neg", self.take("letter").value), SUM, "logic")
        if self.kind() in ("for_all", "exists"):
            return self._quantified()
        if self.kind() == "set_of":
            return self.tried(self._set_builder) or self.listed_set()
        return self._relation()

    def _quantified(self) -> Node:
        tex = ""
        while self.kind() in ("for_all", "exists"):
            sign = self.take("for_all", "exists").value
            sign, *real = sign.split()
            numbers = self.may("numbers")
            name = self.simple()
            if self.sees("and", "letter", "in") or self.sees("comma", "letter", "in"):
                self.place += 1
                name = Node(f"{name.tex},{self.take('letter').value}")
            tex = joined(tex, sign, name.tex, *(rf"\in\mathbb{{{_NUMBERS[each]}}}" for each in real))
            if numbers:
                tex = joined(tex, r"\in", numbers.value)
            elif self.kind() in ("in", "rel"):
                tex = joined(tex, self._restriction())
            if self.kind() == "comma" and self.kind(1) in ("exists", "for_all"):
                self.take("comma")
            elif self.kind() in ("exists", "for_all") and r"\in" not in tex and self.kind(-2) == "rel":
                tex += ","
        if self.may("such_that"):
            claim = self._relation()
            if self.kind() == "arrow" and claim.kind == "relation":
                claim = Node(joined(claim.tex, self.take("arrow").value, self._relation().tex), SUM, "relation")
            if claim.kind != "relation" or self.kind() != "end":
                raise Unclear
            return Node(f"{tex}:{claim.tex}", SUM, "relation")
        if self.kind() == "comma" and r"\in" in tex:
            self.take("comma")
            claim = self._relation()
            if claim.kind != "relation":
                raise Unclear
            tex = f"{tex},{claim.tex}"
        return Node(tex, SUM, "quantified")

    def _restriction(self) -> str:
        token = self.take("in", "rel")
        sign = r"\in" if token.kind == "in" else token.value
        if sign in _SET_RELATIONS:
            return joined(sign, self.set_name())
        return joined(sign, self.bound())

    def _set_builder(self) -> Node:
        is_real = self.take("set_of").value == "real"
        name = self.take("letter").value
        tex = name + (r"\in\mathbb{R}" if is_real else "")
        if self.kind() == "in" or self.peek().value == r"\in":
            tex = joined(tex, self._restriction())
        self.take("such_that")
        condition = self._relation()
        if condition.level != SUM or condition.kind != "relation":
            raise Unclear
        return Node(r"\{" + joined(tex, r"\mid", condition.tex) + r"\}", kind="set")

    def _relation(self) -> Node:
        node = self._set_side()
        if self.kind() == "normal":
            return self._normal(node)
        if self.kind() == "congruent":
            return self._congruence(node)
        if self.kind() == "between":
            return self.between(node)
        if self.kind() == "divides":
            return Node(joined(node.tex, self.take("divides").value, self.side().tex), SUM, "relation")
        if self.kind() == "equivalent" and node.kind not in ("letter", "logic"):
            self.take("equivalent")
            return Node(joined(node.tex, r"\equiv", self.side().tex), SUM, "relation")
        is_arrow = self.kind() == "from" and self.place == 1 and node.tex in _MAPS
        if (self.kind() == "map" or is_arrow) and node.kind == "letter":
            return self._map(node)
        if token := self.may("sign_of"):
            return Node(f"{node.tex}{token.value}0", SUM, "relation")
        if (token := self.may("member")) and node.kind in ("letter", "marked"):
            return Node(joined(node.tex, r"\in", token.value), SUM, "relation")
        if (token := self.may("parity")) and node.level != SUM:
            return Node(rf"{node.tex}\text{{ {token.value}}}", SUM, "relation")
        if token := self.may("empty"):
            return Node(joined(node.tex, "=", token.value), SUM, "relation")
        if self.kind() == "mod":
            node = self._remainder(node)
        if self.kind() == "in" and node.kind in ("letter", "marked"):
            self.take("in")
            return Node(joined(node.tex, r"\in", self.set_name()), SUM, "relation")
        return self._chain(node)

    def _remainder(self, node: Node) -> Node:
        """``a mod n``."""
        if node.kind not in ("letter", "number", "marked", "group"):
            raise Unclear
        self.take("mod")
        modulus = self.simple()
        if self.starts_factor() or self.kind() in ("sign", "over", "times", "square", "to_the"):
            raise Unclear
        return Node(joined(node.tex, r"\bmod", modulus.tex), PRODUCT, "remainder")

    def _map(self, node: Node) -> Node:
        self.take("map", "from")
        if self.sees("letter", "to") and self.peek().value.islower():  # "f maps x to x squared"
            start = self.take("letter").value
            self.take("to")
            return Node(joined(f"{node.tex}:", start, r"\mapsto", self.side().tex), SUM, "relation")
        start = self._space()
        self.take("to")
        return Node(joined(f"{node.tex}:", start, r"\to", self._space()), SUM, "relation")

    def _space(self) -> str:
        if token := self.may("numbers"):
            return token.value
        name = self.take("letter").value
        if name == "R":
            power = self.may("letter", "number")
            return r"\mathbb{R}" + (f"^{{{power.value}}}" if power else "")
        if not name.isupper() or self.starts_factor() or name in "ZN":
            raise Unclear
        return name

    def _chain(self, node: Node) -> Node:
        tex, count = node.tex, 0
        while self.kind() in ("rel", "approaches", "which") or (
            self.sees("comma", "rel") and any(token.kind == "comma" for token in self.tokens[: self.place])
        ):
            self.may("comma")
            if self.may("which") and not self.kind() == "rel":
                raise Unclear
            is_normal = self.peek().word == "is" and self.peek(1).value == "N" and self.kind(2) == "letter"
            if is_normal:
                raise Unclear
            sign, *inverse = self.take("rel", "approaches").value.split(" inverse")
            self.may("comma")
            if node.tex.startswith(r"\mathbb") and sign in _ORDER:
                return self._bounded_set(node, sign)
            following = self._after_relation(sign)
            if inverse:
                following = Node(rf"\frac{{1}}{{{following.inner}}}")
            if self.kind() == "mod" and node.kind == "remainder":
                following = self._remainder(following)
            tex, count = joined(tex, sign, following.tex), count + 1
            if sign == "=" and count == 1 and (pieces := self.cases(node, following)):
                return pieces
        return Node(tex, SUM, "relation") if count else node

    def _bounded_set(self, numbers: Node, sign: str) -> Node:
        """``the set of natural numbers less than ten``."""
        name = "n" if numbers.tex[-2] in "NZ" else "x"
        bound = self.bound()
        if self.kind() != "end" or bound == name:
            raise Unclear
        return Node(
            rf"\{{{joined(name, chr(92) + 'in', numbers.tex, chr(92) + 'mid', name, sign, bound)}\}}", kind="set"
        )

    def _after_relation(self, sign: str) -> Node:
        if sign in _SET_RELATIONS and (self.kind() == "numbers" or self.peek().value in _NUMBER_SETS):
            return Node(self.set_name())
        if self.kind() == "set_of":
            return self._set_builder()
        return self._set_side()

    def _set_side(self) -> Node:
        if self.kind() == "numbers":
            return Node(self.take("numbers").value)
        node = self.side()
        signs = set()
        while self.kind() == "setop":
            sign = self.take("setop").value
            signs.add(sign)
            following = self.factor()
            if following.level == SUM:
                raise Unclear
            node = Node(joined(node.tex, sign, following.tex), SUM, "sets")
        return node

    def _congruence(self, node: Node) -> Node:
        self.take("congruent")
        following = self.side()
        self.take("mod")
        modulus = self.simple().tex
        if self.starts_factor():
            raise Unclear
        return Node(joined(node.tex, r"\equiv", following.tex, rf"\pmod{{{modulus}}}"), SUM, "relation")

    def _normal(self, node: Node) -> Node:
        self.take("normal")
        mean = self.factor().tex
        self.take("variance_word")
        return Node(joined(node.tex, r"\sim\mathcal{N}", f"({mean},{self.factor().tex})"), SUM, "relation")
