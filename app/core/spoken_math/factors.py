"""Numbers, letters, function values and groups."""

from __future__ import annotations

import re

from app.core.latex_typed import join
from app.core.spoken_math.cursor import ATOM, PRODUCT, Node, bare, joined
from app.core.spoken_math.scripts import Scripts
from app.core.spoken_math.tokens import Unclear

_DELTA = r"\delta"
_SQUARE = re.compile(r"(?:[a-z]|\\[a-z]+)\^\{2\}")


class Factors(Scripts):
    """Reads the first part of a factor, before its scripts."""

    def operator(self) -> Node:
        """What begins with the word of an operator."""
        raise NotImplementedError

    def nth_root(self) -> Node:
        """``n th root of``."""
        raise NotImplementedError

    def _number(self) -> Node:
        if self.sees("number", "fence", "of") and self.peek(1).word == "norm" and self.peek().value in ("1", "2"):
            return self._norm_of_order()
        return Node(self.take("number").value, kind="number")

    def _part(self) -> Node:
        value = self.take("part").value
        is_of_one = self.sees("of", "letter") and self.kind(2) in ("end", "rel")
        if self.may("of") and value == r"\frac{1}{2}" and not is_of_one:
            raise Unclear
        return Node(value, PRODUCT, "part")

    def _run(self) -> Node:
        value = self.take("run").value
        if value.isupper() and self.kind() == "letter" and self.peek().value in "xyi":
            raise Unclear
        if "n" in self.subs and value[-1] == "n" and value.islower():
            return Node(f"{value[0]}_{{n}}", kind="group_free")
        return Node(value, PRODUCT if value.islower() else ATOM, "run")

    def _name(self) -> Node:
        value = self.take("name").value
        if value == r"\infty" and self.sees("fence", "of") and self.peek().word == "norm":
            return self.atom()
        if value == r"\infty" and self.starts_factor() and self.kind() == "letter":
            raise Unclear
        return Node(value, kind="name")

    def _letter(self) -> Node:
        if derivative := self.tried(self.leibniz):
            return derivative
        if self._root_word():
            return self.nth_root()
        if self.sees("letter", "number", "fence") and self.peek().value == "L" and self.peek(2).word == "norm":
            self.take("letter")
            return self._norm_of_order()
        if self.sees("letter", "name", "fence") and self.peek().value in "lL" and self.peek(2).word == "norm":
            self.take("letter")
            return self.atom()
        if self.kind(1) == "th_derivative":
            return self.derivative()
        token = self.take("letter")
        if (
            token.value in "gl"
            and self.kind() == "letter"
            and self.peek().value == "c"
            and self.peek(1).value in ("d", "m")
        ):
            raise Unclear
        if token.value == "d" and self.kind() == "letter" and self.kind(-2) == "end" and self.kind(1) == "rel":
            raise Unclear
        if token.value == r"\sigma" and self.sees("over", "letter", "of"):
            raise Unclear
        if token.value == _DELTA and (self.kind() == "run" or (self.kind() == "letter" and self.kind(1) != "of")):
            return self._change()
        if self.kind() == "letter" and self.peek().value == token.value == "d":
            raise Unclear
        return self.called(Node(token.value, kind="letter"))

    def leibniz(self) -> Node:
        raise NotImplementedError

    def derivative(self) -> Node:
        raise NotImplementedError

    def _change(self) -> Node:
        inner = self.simple()
        return Node(joined(r"\Delta", inner.tex), kind="marked")

    def _root_word(self) -> bool:
        return self.sees("letter", "root_word")

    def called(self, name: Node) -> Node:
        """``f of x``, ``f prime of x``, ``f hat of xi``, ``f(x)``; or the name alone."""
        place = self.place
        made = self._function_name(name)
        if self.kind() == "of":
            self.take("of")
            if made == "E" and self.peek().value.isupper():
                return self.expected_of()
            if made == "E" and self.kind(1) == "of":
                raise Unclear
            is_big = self.peek(-2).word in ("big", "capital")
            if (made in (r"\omega", r"\theta", r"\Theta") and self.peek().value in ("n", "N") and not is_big) or (
                made == r"\sigma" and self.peek().value.isupper()
            ):
                raise Unclear
            if made in ("O", r"\Theta", r"\Omega"):
                return self._growth(made)
            if made == "P" and self.kind(1) == "rel" and self.peek(1).value != "=" and not self.peek().value.isupper():
                raise Unclear
            if made == "P" and (self.peek().value.isupper() or self.kind() == "fence"):
                return self.probability_of(True)
            return self._call(made)
        if self.kind() == "open" and self.peek().value == "(" and self.peek().word == "(" and self.peek().glued:
            inner = self._arguments_typed()
            return Node(f"{made}({inner})", kind="typed_call").of_kind("call_typed")
        self.place = place
        return name

    def _growth(self, name: str) -> Node:
        """``O of n log n``: all of the product."""
        inner = self.term()
        if self.kind() == "sign":
            raise Unclear
        return Node(f"{name}({inner.inner})", kind="function")

    def expected_of(self) -> Node:
        raise NotImplementedError

    def probability_of(self, said_of: bool) -> Node:
        raise NotImplementedError

    def _function_name(self, name: Node) -> str:
        tex = name.tex
        if self.kind() == "accent" and self.kind(1) == "of":
            tex = f"{self.take('accent').value}{{{tex}}}"
        elif self.kind() == "sub" and self.kind(1) in ("letter", "number") and self.kind(2) == "of":
            self.take("sub")
            tex = f"{tex}_{{{self.take('letter', 'number').value}}}"
        elif self.kind() == "prime":
            tex += self.take("prime").value
        elif self.kind() == "raised" and self.peek().value == "-1" and self.kind(1) == "of":
            self.take("raised")
            tex += "^{-1}"
        return tex

    def _arguments_typed(self) -> str:
        return self.group().inner

    def _call(self, name: str) -> Node:
        if self.kind() in ("open", "quantity"):
            inner = self.atom()
            if inner.kind != "group":
                raise Unclear
            return Node(f"{name}{inner.tex}", kind="function")
        argument = self._argument(name)
        if self.kind() in ("square", "to_the", "factorial", "typed") or self.sees("comma", "square"):
            raise Unclear
        if name == r"\Gamma" and self.kind() == "sign":
            raise Unclear
        if argument in ("n", "k", "m") and self.kind() == "sign" and self.peek(1).value in ("1", "2"):
            raise Unclear
        if self.kind() == "fun":
            raise Unclear
        return Node(
            f"{name}({argument})",
            kind="of"
            if self.kind() == "over"
            and (self.kind(1) == "number" or argument in ["i", "j", "k", "m", "n", *self.indices])
            else "function_of",
        )

    def _argument(self, name: str) -> str:
        sign = self.may("negative", "sign")
        first = self.simple()
        if sign:
            if self.starts_factor():
                raise Unclear
            return joined(sign.value, first.tex)
        if first.kind == "letter" and self.kind() in ("of", "open"):
            self.take("of")
            inner = self._argument(first.tex)
            return f"{first.tex}({inner})"
        if first.kind == "number" and self.kind() in ("letter", "name") and self.kind(1) != "of":
            return joined(first.tex, self.simple().tex)
        if self.kind() in ("and", "comma") and self._is_next_argument(first):
            self.take("and", "comma")
            following = self.simple()
            return f"{first.tex},{self._argument_rest(following)}"
        if self._is_quotient(name, first):
            sign = self.take("sign")
            following = self.simple()
            self.may("comma")
            return joined(first.tex, sign.value, following.tex)
        if self.kind() in ("letter", "name") and self.kind(1) not in ("of", "prime"):
            return self._side_by_side(first)
        return first.tex

    def _side_by_side(self, first: Node) -> str:
        """``f of x y`` under a double integral, ``H of j omega``."""
        if first.tex in ("i", "j") and self.peek().value == r"\omega" and self.kind(1) != "of":
            return joined(first.tex, self.take("letter").value)
        if self.peek().value == "e" and self.kind(1) in ("to_the", "typed"):
            return first.tex
        if self.integrals > 1 and first.kind == "letter" and self.starts_factor():
            texts = [first.tex]
            while self.kind() == "letter" and self.starts_factor():
                texts.append(self.simple().tex)
            return ",".join(texts)
        if not self.starts_factor():
            return first.tex
        raise Unclear

    def _argument_rest(self, following: Node) -> str:
        if self.kind() in ("and", "comma") and self._is_next_argument(following):
            self.take("and", "comma")
            return f"{following.tex},{self.simple().tex}"
        if self.integrals > 2 and self.kind() == "letter" and self.starts_factor():
            return f"{following.tex},{self.simple().tex}"
        return following.tex

    def _is_next_argument(self, first: Node) -> bool:
        is_small = first.kind == "letter" and not first.tex.isupper()
        after = self.kind(2)
        if self.kind(1) == "letter" and is_small and self.peek(1).value == "d" and self.integrals:
            return False
        return (
            is_small
            and self.kind(1) == "letter"
            and after not in ("of", "approaches", "from", "in")
            and not (self.kind() == "comma" and after == "rel")
        )

    def _is_quotient(self, name: str, first: Node) -> bool:
        """``f of x plus h minus f of x``."""
        comma = self.kind(2) == "comma"
        if self.kind() != "sign" or self.kind(1) != "letter" or self.kind(2 + comma) != "sign":
            return False
        again = [self.peek(3 + comma).value, self.kind(4 + comma), self.peek(5 + comma).value]
        return again == [name, "of", first.tex]

    def group(self) -> Node:
        """What stands in parentheses."""
        self.take("open")
        depths, self.fences = self.fences, 0
        inner = self.listed()
        self.fences = depths
        self.take("close")
        if bare(f"({inner})") != inner or (inner.startswith("(") and bare(inner) != inner):
            return Node(inner, kind="group")
        return Node(f"({inner})", kind="group")

    def listed(self) -> str:
        """One formula, or several parted by commas."""
        tex = self.statement().tex
        while self.may("comma"):
            tex = f"{tex},{self.statement().tex}"
        return tex

    def _quantity(self) -> Node:
        """``the quantity x plus one``: up to a power, a bar or a comma after the sum."""
        is_below = self.kind(-1) == "over"
        is_first = self.kind(-1) in ("end", "of", "rel", "comma") or (
            self.kind(-1) == "sign" and self.tokens[0].kind == "quantity"
        )
        self.take("quantity")
        if self.kind() in ("open", "of"):
            raise Unclear
        sign = self.may("sign", "negative")
        first = self.tried(self._whole_term) if not sign else self.term()
        if first is None or self.kind() != "sign":
            raise Unclear
        tex = join(sign.value, first.tex) if sign else first.tex
        while self.kind() == "sign" and self.kind(1) != "quantity":
            value, following = self.take("sign").value, self._last_term(is_below, first)
            tex = joined(tex, value, following.tex)
        is_late = self.kind() in ("square", "to_the") and not is_first
        is_rate = first.tex == "1" and is_below and self.kind(1) == "letter"
        if (is_late and not is_rate) or (self.kind() == "over" and first.tex == "1" and not is_first):
            raise Unclear
        return self._after_quantity(tex)

    def _whole_term(self) -> Node:
        return self.term()

    def _last_term(self, is_below: bool, first: Node) -> Node:
        """A summand without the power and the bar that may be the whole quantity's."""
        place = self.place
        whole = self.term()
        if whole.tex.startswith("e^") or (_SQUARE.fullmatch(first.tex) and _SQUARE.fullmatch(whole.tex)):
            return whole
        if whole.tex.endswith("}") and "^" in whole.tex and self.kind() == "sign" and self.kind(1) != "quantity":
            raise Unclear
        if any(token.kind == "over" for token in self.tokens[place : self.place]) and self.kind(-2) == "to_the":
            raise Unclear
        if is_below and whole.kind == "fraction" and self.kind() in ("end", "rel", "comma"):
            return whole
        is_parted = self.kind() == "comma" and self.kind(1) in ("to_the", "square")
        if (self.kind() == "sign" and self.kind(1) != "quantity") or is_parted:
            return whole
        if whole.kind == "fraction" and self.tokens[place].value == "1":
            if first.tex != "1" or is_below:
                raise Unclear
            return whole
        if any(token.kind == "factorial" for token in self.tokens[place : self.place]):
            raise Unclear
        self.place = place
        parts = [self._plain()]
        while self.starts_factor() and self.kind() != "open":
            parts.append(self._plain())
        if self.kind() in ("times", "dot", "cross") and self.kind(1) not in ("quantity", "open"):
            raise Unclear
        return Node(joined(*(part.tex for part in parts)))

    def _plain(self) -> Node:
        if self.kind() in ("number", "letter", "name", "run"):
            if self.sees("letter", "of"):
                return self._letter()
            node = self.simple()
            if self.kind() == "factorial":
                return Node(node.tex + self.take("factorial").value)
            return node
        return self.factor()

    def _after_quantity(self, tex: str) -> Node:
        group = Node(f"({tex})", kind="group")
        if self.kind() == "typed" or self.peek().word in ("²", "³"):
            raise Unclear
        if self.kind() == "comma" and self.kind(1) in ("to_the", "square"):
            self.take("comma")
            return self.marked(group)
        if self.kind() in ("square", "to_the"):
            made = self.marked(group)
            if self.kind() == "over" and self.kind(-1) == "ordinal":
                raise Unclear
            if self.kind() == "sign" and self.kind(1) not in ("quantity", "open"):
                raise Unclear
            return made
        return group

    def _exponential(self) -> Node:
        self.take("exp")
        if self.kind() == "of":
            self.take("of")
        elif self.kind() != "open":
            raise Unclear
        node = self.exponent(True)
        if self.kind() == "times":
            raise Unclear
        return Node(f"e^{{{node.tex}}}", kind=node.kind or "marked")

    def _norm_of_order(self) -> Node:
        order = self.take("number").value
        left, right = self.take("fence").value.split()
        self.take("of")
        return Node(joined(left, self.simple().tex, right) + f"_{{{order}}}", kind="norm")
