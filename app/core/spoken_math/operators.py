"""Sums and products over an index, integrals, limits."""

from __future__ import annotations

import re

from app.core.spoken_math.cursor import PRODUCT, SUM, Node, joined
from app.core.spoken_math.functions import Functions
from app.core.spoken_math.tokens import Unclear

_LEADS = ("over", "if", "as", "from", "comma")
_LATE_TERM = re.compile(r"\\frac\{[^{}]+\}\{[^{}]+\}[-+][a-z0-9]$")
_LATE_FUNCTION = re.compile(r"^[^{}]+[-+]\\frac\{\\(?:sin|cos|tan|ln|log|sqrt)")
_SMALL_LETTER = re.compile(r"(?<![\\a-zA-Z])[a-z](?![a-z(])")


class Operators(Functions):
    """Reads operators with bounds."""

    def bound(self, *, has_sums: bool = True) -> str:
        """The end of a range: a number, a letter, infinity, with a sign or a small fraction."""
        sign = self.may("sign", "negative")
        if self.kind() == "part":
            tex = self.take("part").value
        else:
            first = self.simple()
            tex = first.tex
            if first.kind == "marked" and self.kind() == "letter" and self.kind(-1) == "number":
                raise Unclear
            if first.kind == "number" and self.kind() in ("name", "letter") and self.peek().value == r"\pi":
                tex = joined(tex, self.take("name").value)
            if self.kind() == "over" and self.kind(1) == "number" and first.tex.endswith("pi"):
                self.take("over")
                tex = rf"\frac{{{tex}}}{{{self.take('number').value}}}"
        if has_sums and self.kind() == "sign" and self.kind(1) == "number" and not sign:
            tex += self.take("sign").value + self.take("number").value
        if sign and sign.value == "+" and tex == r"\infty":
            return tex
        return joined(sign.value, tex) if sign else tex

    # Sums over an index.

    def big(self) -> Node:
        sign = self.take("big").value
        if self.kind() == "typed":
            return self._over_body(sign + self._typed_bounds(), "")
        if self.kind() == "of":
            return self._big_of(sign)
        scripts = self._index_range()
        if scripts is None:
            raise Unclear
        self.may("comma")
        index = self.indices[-1]
        if self.kind() == "end":
            return Node(sign + scripts, PRODUCT, "big")
        self.may("of")
        return self._over_body(sign + scripts, index)

    def double_big(self) -> Node:
        """``double sum over i and j of``, ``double sum over i and over j of``."""
        sign = self.take("double_big").value
        tex = ""
        for joint in ("over", "and"):
            self.take(joint, "comma") if joint == "and" else None
            self.may("over")
            index = self.take("letter").value
            tex += f"{sign}_{{{index}}}"
            self.indices.append(index)
        self.take("of")
        body = self.side()
        if body.level == SUM:
            raise Unclear
        del self.indices[-2:]
        return Node(joined(tex, body.tex), PRODUCT, "big")

    def _typed_bounds(self) -> str:
        tex = ""
        while self.kind() == "typed":
            value = self.take("typed").value
            tex += f"{value}{{{self.typed_script()}}}"
        self.may("of")
        return tex

    def _over_body(self, head: str, index: str) -> Node:
        if self.kind() == "comma":
            self.take("comma")
        place = self.place
        body = self.side()
        is_late = any(token.kind == "all" or (token.word == "divided" and self.tokens[at - 1].kind == "comma")
                      for at, token in enumerate(self.tokens[place : self.place], place))  # fmt: skip
        if is_late and not re.search(rf"(?<![a-z\\]){index}(?![a-z])", body.tex[body.tex.rfind("}{") :]):
            raise Unclear
        self._check_late_factor(place, index)
        if body.level == SUM or (body.tex.rfind(r"\sum") > 0 and r"\frac" in body.tex):
            raise Unclear
        if index:
            self.indices.pop()
        return Node(joined(head, body.tex), PRODUCT, "big")

    def _check_late_factor(self, start: int, index: str) -> None:
        """A factor after a comma is summed too only where it has the index."""
        said = self.tokens[start : self.place]
        for at in range(1, len(said)):
            is_late = said[at].kind == "times" and said[at - 1].kind == "comma"
            if is_late and index not in [token.value for token in said[at:]]:
                raise Unclear

    def _big_of(self, sign: str) -> Node:
        """``the sum of x i from i equals one to n``, or of two things."""
        self.take("of")
        pair = self.tried(lambda: self._pair(sign))
        return pair or self.over_range(sign)

    def over_range(self, sign: str) -> Node:
        """The body of a big operator, and the range after it."""
        place = self.place
        scripts = self._range_ahead()
        after = self.place
        self.place = place
        body = self.term()
        self.may("comma")
        if self.sees("over", "letter", "end") and self.peek(1).value not in "ijk":
            raise Unclear
        if scripts is None and self.kind() in ("end", "rel") and "_" in body.tex and r"\frac" not in body.tex:
            return Node(joined(sign, body.tex), PRODUCT, "big")  # "sum of I sub k"
        again = self._index_range()
        if again != scripts or scripts is None or self.place != after:
            raise Unclear
        self.indices.pop()
        self.indices.pop()
        return Node(joined(sign + scripts, body.tex), PRODUCT, "big")

    def _range_ahead(self) -> str | None:
        """The range after the body, so that its index is known when the body is read."""
        while self.kind() != "end":
            is_over = self.kind() == "over"
            if self.kind() in _LEADS and not self._is_division() and (found := self.tried(self._range_node)):
                if not is_over or "=" in found.tex or self.kind() in ("end", "rel", "comma", "close"):
                    return found.tex
                self.indices.pop()
            else:
                self.place += 1
        return None

    def _is_division(self) -> bool:
        is_late = self.kind() == "over" and self.kind(-1) == "comma"
        return is_late or (
            self.kind() == "over"
            and (self.peek().word != "over" or (self.peek(1).value.isupper() and self.kind(2) != "of"))
        )

    def _range_node(self) -> Node:
        tex = self._index_range()
        if tex is None:
            raise Unclear
        return Node(tex)

    def _pair(self, sign: str) -> Node:
        first = self.factor()
        self.take("and")
        second = self.factor()
        if self.starts_factor() or self.kind() in ("from", "if", "as", "over", "times"):
            raise Unclear
        if sign == r"\sum":
            return Node(joined(first.tex, "+", second.tex), SUM)
        return Node(joined(first.tex, second.tex), PRODUCT, "product")

    def _index_range(self) -> str | None:
        """Bounds as LaTeX; the index is put down in `indices`."""
        place = self.place
        while (self.kind() in _LEADS and not self._is_division()) or (
            self.kind() == "all" and self.kind(1) == "letter"
        ):
            self.place += 1
        while self.kind() == "for_all":
            self.place += 1
        token = self.may("letter")
        if token is None:
            self.place = place
            return None
        self.indices.append(token.value)
        has_lead = self.place - place > 1
        tex = self._range_of(token.value)
        if not has_lead and "=" not in tex and self.kind() not in ("of", "end"):
            raise Unclear
        return tex

    def _range_of(self, index: str) -> str:
        if self.kind() == "rel" and self.peek().value == "=":
            self.take("rel")
            return self._from(index)
        if self.kind() == "from":
            self.take("from")
            if self.sees("letter", "rel") and self.peek().value == index:
                self.place += 2
            return self._from(index)
        if (self.kind() == "in") or (self.kind() == "rel" and self.peek().value == r"\in"):
            self.take("in", "rel")
            return f"_{{{joined(index, chr(92) + 'in', self._set())}}}"
        if self.kind() in ("comma", "and") and self.kind(1) == "letter" and self.kind(2) in ("of", "comma"):
            self.take("comma", "and")
            other = self.take("letter").value
            self.indices[-1] = other
            self.indices.insert(0, index)
            return f"_{{{index},{other}}}"
        return f"_{{{index}}}"

    def _set(self) -> str:
        return self.set_name()

    def set_name(self) -> str:
        raise NotImplementedError

    def _from(self, index: str) -> str:
        low = self.bound()
        self.take("to", "through", "approaches")
        return f"_{{{index}={low}}}^{{{self._upper()}}}"

    def _upper(self) -> str:
        sign = self.may("sign", "negative")
        tex = self.simple().tex
        if self.kind() == "sign" and self.kind(1) == "number":
            tex += self.take("sign").value + self.take("number").value
        return joined(sign.value, tex) if sign else tex

    # Integrals.

    def integral(self) -> Node:
        sign = self.take("integral", "integrate").value
        count = {r"\iint": 2, r"\iiint": 3}.get(sign, 1)
        self.integrals += count
        if self.kind() == "around" and sign == r"\int":
            sign = r"\oint"
        limits = self._limits()
        self.may("comma")
        self.may("of")
        if limits == "_{R}" and sign == r"\int":
            raise Unclear
        if self._sees_differential() and (fraction := self.tried(self._differential_above)):
            self.integrals -= count
            return Node(joined(sign + limits, fraction.tex), PRODUCT, "integral")
        if (line := self.tried(self._along)) is not None:
            self.integrals -= count
            limits = limits or self._limits()
            return Node(joined(sign + limits, line.tex), PRODUCT, "integral")
        body, limits = self._integrand(limits)
        differential = self._differentials(body)
        limits = limits or self._limits()
        if self.kind() == "end" and not differential:
            raise Unclear
        self.integrals -= count
        return Node(joined(sign + limits, body.grouped, differential), PRODUCT, "integral")

    def _differential_above(self) -> Node:
        """``d x over x``."""
        above = self._differentials(Node("")).removeprefix(r"\,")
        self.take("over")
        return Node(rf"\frac{{{above}}}{{{self._product([self.factor()]).inner}}}")

    def _along(self) -> Node:
        """``F dot d r``."""
        self.may("vector")
        field = self.take("letter").value
        self.take("dot")
        if token := self.may("differential"):
            path = token.value
        else:
            self.may("vector")
            if self.take("letter").value != "d":
                raise Unclear
            path = self.take("letter").value
        return Node(rf"\vec{{{field}}}\cdot d\vec{{{path}}}")

    def _integrand(self, limits: str) -> tuple[Node, str]:
        if self._sees_differential():
            return Node(""), limits
        body = self.side()
        if body.level == SUM and _LATE_TERM.search(body.tex):  # "f of z over z minus a"
            raise Unclear
        if not limits:
            limits = self._limits()
        return body, limits

    def _sees_differential(self, ahead: int = 0) -> bool:
        return self.kind(ahead) == "differential" or (
            self.kind(ahead) == "letter" and self.peek(ahead).value == "d" and self.kind(ahead + 1) == "letter"
        )

    def _limits(self) -> str:
        if self.kind() == "typed":
            return self._typed_bounds()
        if self.kind() == "comma" and self.kind(1) == "from":
            self.take("comma")
        if self.kind() in ("around", "along") or (
            self.kind() == "over" and (self.kind(1) == "skip" or self.peek(1).value.isupper())
        ):
            self.take("over", "around", "along")
            self.may("skip")
            return f"_{{{self.take('letter').value}}}"
        if self.may("from"):
            return self._two_bounds("to", "through")
        if self.sees("over_between"):
            return ""
        if self.kind() == "word_between":
            self.take("word_between")
            return self._two_bounds("and")
        if found := self.tried(lambda: Node(self._two_bounds("to"))):
            return found.tex
        return ""

    def _two_bounds(self, *middle: str) -> str:
        low = self.bound()
        self.take(*middle)
        return f"_{{{low}}}^{{{self.bound()}}}"

    def _differentials(self, body: Node) -> str:
        tex = ""
        if self.kind() == "comma" and self._sees_differential(1):
            self.take("comma")
        while self._sees_differential():
            if token := self.may("differential"):
                tex = joined(tex, r"\,d", token.value) if token.value[0] == "\\" else tex + rf"\,d{token.value}"
            else:
                self.take("letter")
                value = self.take("letter").value
                tex += joined(r"\,d", value) if value[0] == "\\" else rf"\,d{value}"
        if self.sees("comma", "wrt") and not tex:
            self.take("comma")
        if not tex and self.may("wrt"):
            value = self.take("letter").value
            tex = r"\,d" + value
        return tex or self._understood(body)

    @staticmethod
    def _understood(body: Node) -> str:
        """The variable that people leave out where only one can be meant."""
        letters: set[str] = set(_SMALL_LETTER.findall(body.tex)) - {"e"}
        if letters not in ({"x"}, {"t"}) or re.search(r"\\(?!frac|sin|cos|tan|ln|log|sqrt)[a-z]+", body.tex):
            raise Unclear
        return r"\,d" + letters.pop()

    # Limits and extrema.

    def limit(self) -> Node:
        self.side_of_limit = self.take("limit").value.removeprefix(r"\lim").strip()
        if self.kind() == "typed":
            return Node(joined(r"\lim" + self._typed_bounds(), self.side().grouped), PRODUCT, "limit")
        if self.kind() == "of" and (under := self.tried(self._limit_of)):
            return under
        self.may("of")
        under_tex = self._toward()
        self.may("comma")
        if self.kind() == "end":
            return Node(rf"\lim_{{{under_tex}}}", PRODUCT, "limit")
        self.may("of")
        return Node(joined(rf"\lim_{{{under_tex}}}", self._limited().grouped), PRODUCT, "limit")

    def _limited(self) -> Node:
        """What a limit is taken of; in ``one minus cosine x over x squared`` the bar may be long."""
        body = self.side()
        if body.level == SUM and _LATE_FUNCTION.search(body.tex):
            raise Unclear
        return body

    def _limit_of(self) -> Node:
        self.take("of")
        body = self._limited()
        if self.kind() not in ("as", "comma", "if"):
            raise Unclear
        return Node(joined(rf"\lim_{{{self._toward()}}}", body.grouped), PRODUCT, "limit")

    def _toward(self) -> str:
        self.may("comma")
        self.may("as", "if")
        letter = self.take("letter").value
        if letter.lower() == r"\delta" and self.sees("letter", "approaches"):
            letter = joined(r"\Delta", self.take("letter").value)
        self.take("approaches", "to")
        goal = self.bound(has_sums=False)
        if self.kind() == "sign":
            raise Unclear
        token = self.may("side")
        side = token.value if token else self.side_of_limit
        return joined(rf"{letter}\to", goal) + (f"^{{{side}}}" if side else "")

    def toward_first(self) -> Node:
        """``as x goes to zero, the limit of f``."""
        under = self._toward()
        self.may("comma")
        self.take("limit")
        self.take("of")
        return Node(joined(rf"\lim_{{{under}}}", self.side().grouped), PRODUCT, "limit")

    def extremum(self) -> Node:
        sign = self.take("extremum").value
        if sign in (r"\limsup", r"\liminf"):
            return self._superior(sign)
        if self.kind() == "over":
            self.take("over")
            index = self.take("letter").value
            under = index
            if self.kind() == "in" or self.peek().value == r"\in":
                self.place += 1
                under = joined(index, r"\in", self._set())
            self.take("of")
            body = self.side()
            if body.level == SUM:
                raise Unclear
            return Node(joined(f"{sign}_{{{under}}}", body.tex), PRODUCT, "extremum")
        raise Unclear

    def _superior(self, sign: str) -> Node:
        if self.may("of"):
            body = self.side()
            return Node(joined(f"{sign}_{{{self._toward()}}}", body.grouped), PRODUCT, "limit")
        under = self._toward()
        self.take("of")
        return Node(joined(f"{sign}_{{{under}}}", self.side().grouped), PRODUCT, "limit")
