"""Functions, roots, fences, fractions by name."""

from __future__ import annotations

import itertools
import re

from app.core.latex_typed import join
from app.core.spoken_math.cursor import PRODUCT, SUM, Node, bare, is_fraction, joined
from app.core.spoken_math.factors import Factors
from app.core.spoken_math.tokens import Token, Unclear

_ADDED = (r"\sin", r"\cos", r"\tan", r"\sinh", r"\cosh")
_DISTANCE = re.compile(r"\([^()]*\)\^\{2\}(?:\+\([^()]*\)\^\{2\})+")
_INVERSE = {r"\sin": r"\arcsin", r"\cos": r"\arccos", r"\tan": r"\arctan"}
_ENDS = ("end", "rel", "close", "comma")
_DIFFERENCE = re.compile(r"([a-zA-Z])_\{\w\}-\1_\{\w\}\^\{2\}")


class Functions(Factors):
    """Reads what a word in front opens."""

    def atom(self) -> Node:
        reader = {
            "number": self._number, "part": self._part, "letter": self._letter, "run": self._run, "name": self._name, "open": self.group,
            "bar": self._bars, "quantity": self._quantity, "fun": self._function, "exp": self._exponential, "root": self._root,
            "fence": self._fence, "vector": self._vector, "fraction": self._fraction, "binomial": self._binomial,
            "conjugate": self._conjugate, "its": self._its, "mod": self._modulus, "constant": self._constant,
            "square_of": self._square_of, "raised": self._raised_of, "factorial": self._factorial_of,
        }.get(self.kind())  # fmt: skip
        node = reader() if reader else self.operator()
        if self.kind() == "choose" and node.kind in ("letter", "number"):
            if self.kind(-2) in ("number", "sign"):
                raise Unclear
            self.take("choose")
            below = self.simple()
            if below.tex == node.tex and self.kind() == "sign":
                raise Unclear
            return Node(rf"\binom{{{node.tex}}}{{{below.tex}}}", kind="binomial")
        return node

    def nth_root(self) -> Node:
        degree = self.take("letter", "number").value
        self.take("root_word")
        return self._rooted(f"[{degree}]")

    def _bars(self) -> Node:
        self.take("bar")
        self.fences += 1
        inner = self.side()
        self.fences -= 1
        self.take("bar")
        return Node(f"|{inner.tex}|", kind="fence")

    def _function(self) -> Node:
        tex = self.take("fun").value
        if self.kind() == "square":
            tex += f"^{{{self.take('square').value}}}"
        elif self.kind() == "raised" and self.peek().value == "-1" and tex in _INVERSE:
            self.take("raised")
            tex = _INVERSE[tex]
        elif self.kind() == "to_the" and self.kind(1) in ("ordinal", "number", "letter"):
            self.take("to_the")
            tex += f"^{{{self.take('ordinal', 'number', 'letter').value}}}"
            self.may("power")
        elif self.kind() == "typed" and self.peek().value == "^":
            self.take("typed")
            tex += f"^{{{self.typed_script()}}}"
        elif self.kind() == "typed":
            self.take("typed")
            tex += f"_{{{self.typed_script()}}}"
        if tex.startswith(r"\log"):
            tex += self._base()
        said_of = bool(self.may("of"))
        return self._applied(tex, said_of)

    def _base(self) -> str:
        place = self.place
        if self.kind() == "to_the":
            self.take("to_the")
        if not self.may("base"):
            self.place = place
            return ""
        return f"_{{{self.simple().tex}}}"

    def _applied(self, tex: str, said_of: bool) -> Node:
        kind = self.kind()
        if kind in ("open", "quantity"):
            inner = self.atom()
            if inner.kind != "group" or self.kind() in ("square", "to_the", "typed"):
                raise Unclear
            is_bare = re.fullmatch(r"[a-zA-Z]|\\[a-zA-Z]+", inner.inner) or is_fraction(inner.inner)
            is_bare = is_bare and not tex.startswith(r"\operatorname")
            return Node(join(tex, inner.inner if is_bare else inner.tex), kind="of" if said_of else "function")
        if kind in ("fraction", "fence", "bar", "root", "fun", "part") and not (kind == "fun" and said_of):
            inner = self.atom()
            if kind == "part" and (self.starts_factor() or self.kind() == "times"):
                raise Unclear
            return Node(join(tex, inner.tex), kind="function")
        return self._plain_argument(tex, said_of)

    def _plain_argument(self, tex: str, said_of: bool) -> Node:
        if said_of and self.sees("letter", "to_the") and self.peek().value == "e" and tex.startswith(r"\ln"):
            return Node(f"{tex}({self.factor().tex})", kind="of")
        first = self.simple()
        if first.kind == "run":
            raise Unclear
        if first.kind == "letter" and said_of and self._is_addition_theorem(tex, first.tex):
            return Node(f"{tex}({joined(first.tex, self.take('sign').value, self.simple().tex)})", kind="of")
        parts = [first]
        while self.kind() in ("letter", "name") and self.starts_factor() and not self._is_call():
            parts.append(self.simple())
        is_product = len(parts) > 1 and first.kind == "letter" and not self.is_greek(first.tex)
        is_long = len(parts) > 2 or is_product
        if is_long and not ((said_of or not is_product) and self.kind() in _ENDS):
            raise Unclear
        if self.kind() in ("square", "to_the", "factorial", "raised") or (self.kind() == "unit" and len(parts) > 1):
            raise Unclear
        argument = joined(*(part.tex for part in parts))
        if unit := self.may("unit"):
            argument += unit.value
        elif said_of and self.kind() == "times" and self.kind(1) in ("letter", "number"):
            raise Unclear
        elif self.kind() == "sign" and (said_of or tex.startswith((r"\ln", r"\log"))):
            argument = self._with_sum(tex, first, argument)
        elif len(parts) > 1:
            argument = f"({argument})"
        is_phase = (
            len(parts) > 1 and self.kind() == "sign" and self.peek(1).value[0] == "\\" and self.kind(1) == "letter"
        )
        if is_phase or (self.kind() == "over" and self.peek().word == "/"):
            raise Unclear
        if (
            tex == r"\arctan"
            and self.sees("over", "letter")
            and self.peek(1).value != first.tex
            and first.kind == "letter"
            and len(parts) == 1
        ):
            self.take("over")
            below = self.simple().tex
            if self.starts_factor() or self.kind() in ("sign", "square", "times", "over"):
                raise Unclear
            return Node(rf"\arctan\frac{{{argument}}}{{{below}}}", kind="function")
        is_number = first.kind == "number" and len(parts) == 1
        if is_number and (self.starts_factor() or self.kind() == "times"):
            raise Unclear
        if tex.startswith(r"\operatorname"):
            return Node(f"{tex}({bare(argument)})", kind="of" if said_of else "function")
        is_trig = tex.startswith((r"\sin", r"\cos", r"\tan", r"\sinh", r"\cosh", r"\tanh"))
        return Node(join(tex, argument), kind="of" if said_of or not is_trig else "function")

    def _is_addition_theorem(self, tex: str, first: str) -> bool:
        """``sine of A plus B equals sine A cosine B plus ...``: the other side has functions of each letter."""
        if not (self.sees("sign", "letter", "rel", "fun") and tex in _ADDED):
            return False
        second, other = self.peek(1).value, self.tokens[self.place + 3 :]
        said = [after.value for token, after in itertools.pairwise(other) if token.kind == "fun"]
        return first != second and said[:1] == [first] and second in said

    def _is_call(self) -> bool:
        return self.kind(1) in ("of", "square", "to_the", "fun", "sub")

    def _with_sum(self, tex: str, first: Node, argument: str) -> str:
        """``log of one plus x`` is clear; ``cosine of alpha plus beta`` is not."""
        if first.tex == "1" and argument == "1" and self.kind(1) in ("letter", "name"):
            sign = self.take("sign").value
            inner = self.simple()
            if self.starts_factor() or self.kind() in ("square", "to_the", "over", "times"):
                raise Unclear
            return f"({joined('1', sign, inner.tex)})"
        is_bare = self.kind(1) == "letter" and self.kind(2) in ("end", "rel", "close", "comma", "times", "over")
        is_log = tex.startswith((r"\ln", r"\log")) and self.kind(1) == "number"
        if (is_bare or is_log) and first.kind == "letter":
            raise Unclear
        return f"({argument})" if argument != first.tex else argument

    def _root(self) -> Node:
        degree = self.take("root").value
        return self._rooted("" if degree == "2" else f"[{degree}]")

    def _rooted(self, degree: str) -> Node:
        tex = rf"\sqrt{degree}"
        if self.may("of"):
            starts_group = self.kind() in ("open", "quantity")
            inner = self.total()
            is_open = starts_group and inner.kind != "group" and not _DISTANCE.fullmatch(inner.tex)
            if (is_open and not self.kind() == "all") or self._takes_too_much(inner):
                raise Unclear
            if starts_group and self.kind() == "all" and inner.kind == "group":
                raise Unclear
            self.may("end_root")
            return Node(f"{tex}{{{inner.inner}}}", kind="root")
        if self.kind() == "open":
            return Node(f"{tex}{{{self.group().inner}}}", kind="root")
        first = self.simple()
        if first.kind == "number" and self.sees("name") and self.peek().value == r"\pi":
            parts = [first]
            while self.kind() in ("letter", "name"):
                parts.append(self.simple())
            return Node(f"{tex}{{{joined(*(part.tex for part in parts))}}}", kind="root")
        if first.tex.isupper() and self.sees("letter") and self.peek().value.isupper() and self.kind(1) in _ENDS:
            first = Node(first.tex + self.take("letter").value)  # "root L C"
        if self.kind() in ("square", "to_the") or (self.kind() == "letter" and self.starts_factor()):
            raise Unclear
        if (first.tex == "1" and self.kind() == "sign") or self.kind() == "dot":
            raise Unclear
        return Node(f"{tex}{{{first.tex}}}", kind="root")

    @staticmethod
    def _takes_too_much(inner: Node) -> bool:
        """Whether a bar or a power after the root's sum may be the whole formula's."""
        is_late_bar = inner.level == SUM and r"\frac" in inner.tex and not inner.tex.startswith(("1", r"\frac"))
        has_power = r"\sum" not in inner.tex and bool(re.search(r".\(.*\)\^\{[^{}]+\}$", inner.tex))
        has_power = has_power and not _DISTANCE.fullmatch(inner.tex)
        has_roots = bool(re.fullmatch(r"\\frac\{\d+\}\{\d+\}", inner.tex))
        has_roots = has_roots or (inner.level == PRODUCT and r"\sqrt" in inner.tex)
        return is_late_bar or has_power or has_roots or bool(_DIFFERENCE.search(inner.tex))

    def _fence(self) -> Node:
        norm = self._order_of_norm()
        left, right, *more = self.take("fence").value.split()
        if self.may("of"):
            self.fences += 1
            is_named = self.kind() == "fraction"
            inner = self._of_magnitude() if more == ["vec"] else self.total()
            self.fences -= 1
            is_floor = left in (r"\lfloor", r"\lceil")
            if r"\frac" in inner.tex and not is_named and not is_floor:
                raise Unclear
            if inner.level == SUM and is_floor:
                raise Unclear
            if self.kind(-1) == "square":
                raise Unclear
            tex = inner.inner
            if more == ["size"] and self.kind() == "setop":
                tex = joined(tex, self.take("setop").value, self.simple().tex)
        elif self.peek(-1).word in ("absolute", "length"):
            raise Unclear
        else:
            tex = self.simple().tex if self.kind() != "open" else self.group().inner
            is_open = left in (r"\lfloor", r"\lceil") and self.kind() == "over"
            is_open = is_open or self.kind() in ("cross", "dot")
            if is_open or self.kind() in ("square", "to_the") or (self.kind() == "letter" and self.starts_factor()):
                raise Unclear
        return Node(joined(left, tex, right) + norm, kind="fence")

    def _of_magnitude(self) -> Node:
        inner = self.factor()
        if inner.is_letter and any(
            token.kind == "vector" or (token.value.endswith(" vec") and token.kind == "vector_product")
            for token in self.tokens
        ):
            inner = Node(rf"\vec{{{inner.tex}}}")
        if self.kind() == "cross":
            return Node(joined(inner.tex, self.take("cross").value, self.factor().tex), PRODUCT)
        return inner

    def _order_of_norm(self) -> str:
        """A norm after a letter or number may be one of its kind."""
        is_open = self.kind(-1) in ("number", "letter", "name") and self.kind(-2) not in (
            "fence",
            "fun",
            "rel",
            "times",
        )
        if self.peek().word == "norm" and self.peek(-1).value == r"\infty" and self.kind(1) == "of":
            return r"_{\infty}"
        if self.peek().word == "norm" and is_open:
            raise Unclear
        return ""

    def _vector(self) -> Node:
        if self.kind(1) == "row":
            self.tokens[self.place] = Token("column", "column", word="vector")
            return self.operator()
        self.take("vector")
        first = self.take("letter", "run").value
        if first.isupper() and len(first) == 2:
            return Node(rf"\overrightarrow{{{first}}}", kind="marked")
        if self.kind() == "letter" and first.isupper() and self.peek().value.isupper():
            return Node(rf"\overrightarrow{{{first}{self.take('letter').value}}}", kind="marked")
        return self.called(Node(rf"\vec{{{first}}}", kind="letter"))

    def _fraction(self) -> Node:
        is_late = self.kind(-1) == "sign"
        form = self.take("fraction").value
        if form == "{} over {}":
            node = self.term()
            is_open = self.kind() == "sign" or re.search(r"\^\{[a-z]\}\}$", node.tex)
            if node.kind not in ("fraction", "quotient") or is_open:
                raise Unclear
            return Node(node.tex, PRODUCT, "named_fraction")
        above = self.side() if "numerator" in form else self.total()
        if "of" in form:
            if not (self.may("and") or self.may("to")):
                raise Unclear
        elif "numerator" in form:
            self.may("comma")
            self.take("denominator")
        else:
            self.take("top")
        below = self.total()
        if below.level == SUM and ((is_late and "numerator" in form) or "of" in form):
            raise Unclear
        if "top" in form:
            self.take("bottom")
        return Node(rf"\frac{{{above.inner}}}{{{below.inner}}}", PRODUCT, "named_fraction")

    def _binomial(self) -> Node:
        is_distribution = self.kind(-1) == "rel" and self.peek().word == "binomial" and self.kind(1) == "letter"
        if is_distribution and self.peek(-1).word == "is":  # "X is binomial n p"
            raise Unclear
        self.take("binomial")
        self.may("of")
        above = self.simple()
        self.may("and", "over", "comma", "choose")
        return Node(rf"\binom{{{above.tex}}}{{{self.simple().tex}}}", kind="binomial")

    def _square_of(self) -> Node:
        power = self.take("square_of").value
        if self.kind() == "fun":
            name = self.take("fun").value
            self.may("of")
            return self._applied(f"{name}^{{{power}}}", False)
        inner = self.factor()
        if "mathbb" in inner.tex:
            return Node(f"({inner.tex})^{{{power}}}", kind="marked")
        is_open = self.kind() in ("sign", "over")
        if inner.kind not in ("letter", "number", "group") or self.starts_factor() or is_open:
            raise Unclear
        return Node(f"{inner.tex}^{{{power}}}", kind="marked")

    def _raised_of(self) -> Node:
        value = self.take("raised").value
        self.take("of")
        letters = self.take("letter", "run").value
        while self.kind() == "letter" and self.peek().value.isupper():
            letters += self.take("letter").value
        if not letters.isupper() or self.kind() == "setop":
            raise Unclear
        return Node(f"{letters if len(letters) == 1 else f'({letters})'}^{{{value}}}", kind="marked")

    def _conjugate(self) -> Node:
        self.take("conjugate")
        self.take("of")
        if self.kind() == "open":
            return Node(rf"\overline{{{self.group().inner}}}", kind="marked")
        inner = self.simple().tex
        if self.starts_factor() or self.kind() == "sign":
            raise Unclear
        return Node(rf"\bar{{{inner}}}", kind="marked")

    def _its(self) -> Node:
        """``z times its conjugate``."""
        name = self.peek(-2)
        if self.kind(-1) != "times" or name.kind != "letter":
            raise Unclear
        self.take("its")
        self.take("conjugate")
        return Node(rf"\bar{{{name.value}}}", kind="marked")

    def _modulus(self) -> Node:
        """``mod z`` where nothing stands before it."""
        self.take("mod")
        inner = self.simple()
        if self.starts_factor():
            raise Unclear
        return Node(f"|{inner.tex}|", kind="fence")

    def _constant(self) -> Node:
        """``plus a constant C``, ``equals a constant``."""
        before = self.kind(-1)
        self.take("constant")
        if self.kind() == "letter":
            return self.factor()
        if self.kind() in ("end", "comma") and before == "rel":
            return Node(r"\text{constant}", kind="name")
        if self.kind() in ("end", "comma") and before == "sign" and any(t.kind == "integral" for t in self.tokens):
            return Node("C", kind="letter")
        raise Unclear

    def _factorial_of(self) -> Node:
        self.take("factorial")
        self.may("of")
        inner = self.factor()
        if inner.kind not in ("letter", "number", "group") or self.kind() == "sign" or self.starts_factor():
            raise Unclear
        return Node(inner.tex + "!", kind="marked")
