"""Sums, products and fractions."""

from __future__ import annotations

import itertools
import re

from app.core.spoken_math.cursor import PRODUCT, SUM, Cursor, Node, joined
from app.core.spoken_math.tokens import Unclear

_BIG = ("big", "integral", "limit", "extremum")
_PAIR = re.compile(r"([a-z]|\\[a-z]+)_\{\w\}\1_\{\w\}")
_CIRCLE = re.compile(r"\w-\w\^\{2\}\+\w-\w\^\{2\}")
_SMALL = r"(?:[a-zA-Z]|\d+|\\[a-z]+)"
_TWO_TERMS = re.compile(rf"[a-zA-Z][-+](?:\\frac\{{{_SMALL}\}}\{{{_SMALL}\}})|\\frac\{{1\}}\{{[a-z]\}}[-+][a-z1]")
_PLAIN = ("x", r"\x")
_SUBSCRIPTED = re.compile(r"[a-z]_\{\w\}")
_SUBSCRIPTED_POWER = re.compile(r"[a-z]_\{\w\}\^\{2\}")
_STOPS_FENCE = ("fence",)


def _shape(tex: str) -> str:
    """What a factor looks like, whatever its letters are."""
    if tex.endswith("!"):
        return "!"
    return re.sub(r"(?<![\\a-zA-Z])[a-zA-Z]|\\[a-z]+(?=[_ ^]|$)|\d+", "x", tex)


class Sums(Cursor):
    """Reads sums, the products in them, and fractions."""

    def side(self) -> Node:
        node = self.total()
        while True:
            comma = self.kind() == "comma"
            if comma and self.kind(1) == "over" and node.level == SUM and re.search(r"\\sqrt\{.*\}$", node.tex):
                raise Unclear
            following = self.kind(1) if comma else self.kind()
            if following == "all" or (comma and following == "over"):
                self.place += comma
                node = self.all_of(node)
            elif comma and following == "sign":
                self.take("comma")
                node = self.more(node)
            elif comma and following == "times" and node.level != SUM:
                self.place += 2
                node = Node(joined(node.tex, self.term().grouped), PRODUCT, "product")
            elif comma and following in ("to_the", "square") and node.kind == "group":
                self.take("comma")
                node = self.raised(node)
            else:
                return node

    def all_of(self, node: Node) -> Node:
        """``all over`` and ``all squared``, of everything before."""
        self.may("all")
        self.may("comma")
        if node.kind in ("of", "function", "root"):
            raise Unclear
        if self.may("over"):
            if node.tex.startswith("e^{") and node.level == SUM and node.tex.count("e^{") == 1:
                raise Unclear
            self.may("comma")
            below = self.total()
            return Node(rf"\frac{{{node.inner}}}{{{below.inner}}}", PRODUCT, "fraction")
        if self.kind() in ("square", "to_the") and "mathbb" not in node.tex:
            return self.raised(Node(f"({node.inner})", kind="group"))
        raise Unclear

    def raised(self, base: Node) -> Node:
        raise NotImplementedError

    def total(self) -> Node:
        sign = self.may("sign", "negative")
        is_minus_one = (
            sign is not None and sign.value == "-" and self.sees("number", "to_the") and self.peek().value == "1"
        )
        if is_minus_one:
            self.take("number")
            return self.more(self._product([self.raised(Node("(-1)", kind="group")), *self._rest()]))
        node = self.term()
        if sign:
            node = Node(joined(sign.value, node.tex), PRODUCT, "signed")
        return self.more(node)

    def _rest(self) -> list[Node]:
        """What is multiplied after a power of minus one."""
        self.may("times")
        return [self.term()] if self.starts_factor() else []

    def more(self, node: Node) -> Node:
        """Further summands."""
        count, last = 1, node
        while self.kind() == "sign" and not self._ends_fence():
            if last.kind == "open_power" and self.kind(1) == "number":
                raise Unclear
            if last.kind == "open_power" and self.kind(1) == "letter" and self.kind(2) in ("rel", "end"):
                raise Unclear
            if last.kind == "fraction" and (count > 1 or self.says_of_s()):
                self._check_after_fraction()
            sign = self.take("sign").value
            before, last = last, self._signed_term(sign)
            if last.level == SUM and sign != "+":
                raise Unclear
            if last.kind == "fraction" and (before.kind in ("of", "function_of") or self._is_like(before, last)):
                raise Unclear
            if (
                _SUBSCRIPTED.fullmatch(before.tex)
                and _SUBSCRIPTED_POWER.fullmatch(last.tex)
                and before.tex[0] == last.tex[0]
            ):
                raise Unclear
            node = Node(joined(node.tex, sign, last.tex), SUM, last.kind if last.kind == "open_power" else "")
            count += 1
            if re.fullmatch(r"\d+\^\{[23]\}", last.tex) and self.kind(-1) == "square" and self.kind() == "end":
                raise Unclear
        if _TWO_TERMS.fullmatch(node.tex) or _CIRCLE.match(node.tex):
            raise Unclear
        return node

    @staticmethod
    def _is_like(before: Node, fraction: Node) -> bool:
        """``x one minus x two over p``: what stands above is of one kind with what is before; ``one plus root five over two``."""
        above = fraction.tex[6 : fraction.tex.find("}{")]
        is_like = _shape(above) == _shape(before.tex) and _shape(above) not in _PLAIN
        return is_like or fraction.tex.startswith(r"\frac{\sqrt{")

    def says_of_s(self) -> bool:
        """Whether a function of s is spoken of, whose bars are long."""
        return any(
            token.kind == "of" and self.tokens[place + 1 : place + 2] and self.tokens[place + 1].value == "s"
            for place, token in enumerate(self.tokens)
        )

    def _check_after_fraction(self) -> None:
        """``a minus b over c minus d`` may be one fraction."""
        place = self.place
        self.take("sign")
        following = self.tried(self.term)
        self.place = place
        if following is None or "frac" not in following.tex:
            raise Unclear

    def _signed_term(self, sign: str) -> Node:
        self.after_pm = sign == r"\pm"
        node = self.term()
        self.after_pm = False
        return node

    def _ends_fence(self, ahead: int = 1) -> bool:
        if not self.fences:
            return False
        following = self.peek(ahead)
        is_constant = (
            following.value == "C" and self.kind(ahead + 1) == "end" and any(t.kind == "integral" for t in self.tokens)
        )
        if self.kind() == "times" and following.kind not in ("fence", "fun", "vector"):
            raise Unclear
        return following.kind in _STOPS_FENCE or is_constant or (self.kind() != "sign" and following.kind == "fun")

    def term(self) -> Node:
        """A product, with the fractions in it."""
        done: list[Node] = []
        after_pm, self.after_pm = self.after_pm, False
        factors = [self.factor()]
        while True:
            if self.kind() == "over" and not self._ends_fence() and not self._is_region():
                self._set_aside(done, factors, after_pm)
                done.append(self.fraction(done, factors))
                factors = []
            elif self.kind() in ("times", "dot", "cross") and not self._ends_fence():
                self._times(done, factors)
            elif self.starts_factor() and not self._ends_fence(0):
                following = self.factor()
                if following.kind == "number" or not (factors or following.kind == "big"):
                    raise Unclear
                factors.append(following)
            elif self.kind() == "measure" and self.kind(1) in ("end", "rel", "sign") and not done:
                unit, _, power = self.take("measure").value.partition("|")
                factors.append(Node(rf"\,\text{{{unit}}}" + (f"^{{{power}}}" if power else "")))
            else:
                return self._product([*done, *factors])

    @staticmethod
    def _set_aside(done: list[Node], factors: list[Node], after_pm: bool) -> None:
        """Factors that stand before the bar: ``1.96 times sigma over root n``, ``G m one m two over r squared``."""
        if not factors:
            return
        if len(factors) == 3 and factors[0].kind == "derivative" and factors[1].kind == "operator":
            done.append(factors[0])
            del factors[:2]
        is_pair = (
            len(factors) == 4
            and factors[0].tex.isupper()
            and factors[1].kind == "operator"
            and factors[2].is_letter
            and factors[3].is_letter
        )
        is_twin = len(factors) > 2 and bool(_PAIR.fullmatch(factors[-2].tex + factors[-1].tex)) and factors[0].is_letter
        is_pair = is_pair or is_twin
        count = len(factors) - 1 if after_pm else len(factors) - 2 if is_pair else 0
        done.extend(factors[:count])
        del factors[:count]
        if not after_pm and is_pair and done[-1].kind == "operator":
            done.pop()

    def _times(self, done: list[Node], factors: list[Node]) -> None:
        if self.kind(1) == "number" and self.peek(1).value == "1":
            (factors or done).append(self._sign_of_product((factors or done)[-1]))
            factors.append(self._complement())
            return
        if self.kind() == "times" and self.peek(-1).value == "i" and factors and factors[-1].tex == "e^{i}":
            raise Unclear
        before = factors[-1] if factors else done[-1]
        if before.is_letter and self.kind(-2) == "sign" and self.kind(1) == "letter" and self.kind(2) == "sign":
            raise Unclear
        if before.kind == "number" and before.tex == "1" and self.place > 1 and self.kind(-2) == "sign":
            raise Unclear
        has_bar = not factors
        (factors or done).append(self._sign_of_product(before))
        factors.append(self.factor())
        if has_bar and self.kind() == "over":
            done[-1] = Node(r"\cdot", kind="operator")
        if factors[-1].is_letter and self.kind() == "sign" and self.peek(1).value == factors[-1].tex:
            raise Unclear
        if factors[-1].is_letter and self.kind() == "sign" and self.peek(1).value in ("1", r"\frac{1}{2}"):
            raise Unclear

    def _complement(self) -> Node:
        """``times one minus p`` at the end: one alone would be no factor."""
        one = self.take("number").value
        sign = self.take("sign").value
        first = self.factor()
        parts = [first]
        while self.kind() == "letter" and self.starts_factor():
            parts.append(self.factor())
        is_plain = all(part.kind == "letter" or (part.kind == "marked" and "^" not in part.tex) for part in parts)
        if not is_plain or self.kind() not in ("end", "rel"):
            raise Unclear
        return Node(f"({joined(one, sign, *(part.tex for part in parts))})", kind="group")

    def _is_region(self) -> bool:
        """``over D`` after what is integrated over it."""
        after = self.peek(2)
        is_end = after.kind in ("differential", "end", "rel", "comma") or after.value == "d"
        is_region = self.integrals > 0 and self.kind(1) == "letter" and self.peek(1).value.isupper() and is_end
        if is_region and self.integrals == 1 and after.kind != "end" and after.kind != "rel":
            raise Unclear
        return is_region and self.integrals > 1

    def _sign_of_product(self, before: Node) -> Node:
        token = self.take("times", "dot", "cross")
        if token.word == "circle" and not (before.is_letter and before.tex != "a" and self.kind() == "letter"):
            raise Unclear
        if token.value == r"\circ" and (self.kind(1) == "of" or "fraction" in before.kind):
            raise Unclear
        if token.kind != "times":
            return Node(r"\cdot" if token.kind == "dot" else token.value, kind="operator")
        is_number = before.kind == "number" and self.kind() == "number"
        is_number = is_number or before.tex.startswith(r"\text") or self.peek().value.startswith(r"\text")
        return Node(r"\times" if is_number else "", kind="operator")

    @staticmethod
    def _product(factors: list[Node]) -> Node:
        if len(factors) == 1:
            return factors[0]
        last = factors[-1].kind
        if any(node.kind == "part" for node in factors) and any(node.level == SUM for node in factors):
            raise Unclear
        tex = joined(*(node.grouped for node in factors))
        return Node(tex, PRODUCT, last if last in ("open_power", "part", "of") else "product")

    def fraction(self, done: list[Node], factors: list[Node]) -> Node:
        """A fraction under what came before it in the product."""
        if not factors:
            return self._divided(done.pop())
        last = factors[-1]
        if len(factors) == 1 and last.kind == "named_fraction":
            return self._divided(last)
        if any(factor.kind == "part" for factor in factors) or self.kind(1) in _BIG:
            raise Unclear
        if (
            last.kind == "function"
            and re.match(r"\\(?:sin|cos|tan)", last.tex)
            and self.kind(1) == "number"
            and self.kind(2) != "sign"
        ):
            raise Unclear
        if last.kind in ("of", "open_power") and not self._is_below_clear(last):
            raise Unclear
        if last.kind == "root" and last.tex[-2:-1].isalpha() and self.kind(1) == "letter":
            raise Unclear
        typed = self.take("over").value == "/" or self.tokens[self.place - 1].word == "/"
        above = self._product(factors)
        below = self._below(above, typed)
        if above.tex == "1" and re.fullmatch(r"([a-z])\^\{\1\}", below):
            raise Unclear
        is_shared = above.tex.rpartition("_")[0] == below.rpartition("_")[0] != ""
        last_base = last.tex.rpartition("_")[0]
        if self.kind() == "sign" and last_base and last_base == below.rpartition("_")[0] == self.peek(1).value:
            raise Unclear
        if self.kind() == "sign" and is_shared and above.tex[0] in (self.peek(1).value[0], "\\"):
            raise Unclear
        if self.kind() == "sign" and below in above.tex and len(below) > 1:
            raise Unclear
        if self.kind() == "sign" and re.match(re.escape(above.tex) + r"(?:\^\{.\})?$", below):
            raise Unclear
        top = above.inner if len(factors) == 1 else above.tex
        return Node(rf"\frac{{{top}}}{{{below}}}", PRODUCT, "fraction" if not typed else "typed_fraction")

    def _is_below_clear(self, above: Node) -> bool:
        """``sine of x over x``: the same letter cannot be meant within."""
        below = self.peek(1)
        if self.kind(2) == "factorial":
            return True
        if below.kind == "fun" and self.tokens[self.place - 2].kind != "of":
            return True
        is_log = above.tex.startswith((r"\ln", r"\log"))
        return below.kind == "letter" and above.tex.endswith(below.value) and not is_log

    def _divided(self, above: Node) -> Node:
        """A fraction divided by another."""
        if above.kind not in ("fraction", "named_fraction") or self.peek().word != "divided":
            raise Unclear
        self.take("over")
        below = self.term()
        if "fraction" not in below.kind:
            raise Unclear
        return Node(rf"\frac{{{above.tex}}}{{{below.tex}}}", PRODUCT, "quotient")

    def _below(self, above: Node, typed: bool) -> str:
        first = self.factor()
        if typed:
            if self.peek().word in ("times", "multiplied", "compose", "composed"):
                raise Unclear
            if self.starts_factor() or self.kind() == "over":
                raise Unclear
            return first.inner
        if first.kind == "number" and first.tex == "1" and self.kind() == "sign":
            below = self.more(first)
            if re.search(r"[+-][ri]\^\{[nt]\}$", below.tex):
                raise Unclear
            return below.tex
        factors = [first]
        while self.starts_factor() and self.kind() not in _BIG:
            if first.tex.endswith("!") and self.sees("letter", "sign"):  # "r factorial n minus r factorial"
                raise Unclear
            if self.kind() == "letter" and self._is_unknown(self.peek().value):
                raise Unclear
            if first.is_letter and self.kind() == "fun":  # "g over l sine theta"
                raise Unclear
            following = self.factor()
            if first.kind == "number" and above.tex.isdigit() and above.tex != "1":
                raise Unclear
            is_half = (
                re.fullmatch(r"\d+|\\sqrt\{\d+\}", above.tex)
                and first.kind == "number"
                and not following.tex.startswith(r"\pi")
            )
            if following.kind in ("number", "derivative") or first.kind == "group" or (is_half and len(factors) == 1):
                raise Unclear
            factors.append(following)
        while self.kind() == "times" and self._goes_below(above, factors):
            self.take("times")
            factors.append(self.factor())
        if len(factors) == 1:
            return first.inner
        return joined(*(factor.tex for factor in factors))

    def _is_unknown(self, name: str) -> bool:
        """Whether a letter is what a differential equation asks for: ``x double dot plus k over m x``."""
        return any(
            token.value == name
            and (after.kind in ("accent", "prime") and after.value in (r"\ddot", "'", "''", r"\dot"))
            for token, after in itertools.pairwise(self.tokens)
        )

    def _goes_below(self, above: Node, factors: list[Node]) -> bool:
        """Whether ``a over b times c`` has c below: parallel things stand together, what has its own bar stands alone."""
        place = self.place
        self.take("times")
        if self.kind() in _BIG:
            self.place = place
            if above.tex != "1":
                raise Unclear
            return False
        following = self.factor()
        while self.starts_factor():
            following = self.factor()
        ahead = self.kind()
        self.place = place
        if above.tex.isdigit() and len(factors) == 1 and factors[0].kind == "number":
            raise Unclear
        is_bracket = following.kind == "group" and self.tokens[place + 1].kind == "open"
        if is_bracket and len(factors) == 1 and factors[0].kind == "number" and not above.tex.isdigit():
            return False
        if following.tex.startswith(r"\hat") and ahead in ("end", "rel", "comma"):
            return False
        if ahead == "over" or (above.tex.isdigit() and len(factors) == 1 and factors[0].kind == "number"):
            return False
        if _shape(following.tex) != _shape(factors[-1].tex) or _shape(following.tex) in ("x", "\\x"):
            raise Unclear
        return True
