"""Powers, indices, accents and other marks of one factor."""

from __future__ import annotations

import itertools
import re

from app.core.spoken_math.cursor import PRODUCT, Node, is_fraction, joined
from app.core.spoken_math.sums import Sums
from app.core.spoken_math.tokens import GREEK, Unclear

_SIDE = ("x", "y", "z", r"\beta", r"\mu", r"\epsilon", r"\theta", r"\lambda")
_NO_INDEX = ("e", r"\pi", "i", "d", r"\infty")
_ONE_LETTER = ("CD", "CL", "FD", "FL", "kB")
"""Letters whose index is one capital, whatever comes after it."""
_WAVES = (r"\psi", r"\phi", r"\Psi")
_WHOLE = ("n", "k", "m", "i", "j", "t", "N", "T")
_SMALL = ("1", "2")


_NAME_IN = re.compile(r"\\[a-z]+|[a-zA-Z]")


class _Marks:
    """A base and what was put on it."""

    def __init__(self, base: Node) -> None:
        self.base, self.kind, self.level = base.tex, base.kind, base.level
        self.sub = self.sup = self.after = ""

    def node(self) -> Node:
        tex = (
            self.base + (f"_{{{self.sub}}}" if self.sub else "") + self.after + (f"^{{{self.sup}}}" if self.sup else "")
        )
        bare = tex == self.base
        return Node(tex, self.level, self.kind if bare or self.kind == "open_power" else "marked")


class Scripts(Sums):
    """Reads what follows a letter, a number or a group."""

    def factor(self) -> Node:
        node = self.atom()
        if node.kind in ("letter", "number", "group", "run", "call", "name", "group_free"):
            return self.marked(node)
        if node.kind == "fence" and self.kind() in ("square", "to_the", "typed"):
            return self.marked(node)
        if self.kind() in ("square", "to_the", "typed", "factorial"):
            raise Unclear
        return node

    def atom(self) -> Node:
        raise NotImplementedError

    def group(self) -> Node:
        raise NotImplementedError

    def raised(self, base: Node) -> Node:
        return self.marked(base)

    def simple(self) -> Node:
        """A letter or number with its index and accents but no power."""
        token = self.take("number", "letter", "name", "run")
        marks = _Marks(Node(token.value, kind=token.kind))
        while self._index(marks) or self._accent(marks):
            pass
        return marks.node()

    def marked(self, base: Node) -> Node:
        """`base` with all its scripts."""
        marks = _Marks(base)
        while self._index(marks) or self._accent(marks) or self._mark(marks) or self._power(marks):
            pass
        return marks.node()

    def _index(self, marks: _Marks) -> bool:
        if self.kind() == "sub" or (self.kind() == "typed" and self.peek().value == "_"):
            typed = self.take("sub", "typed").kind == "typed"
            if marks.sub or marks.sup or marks.kind not in ("letter", "run"):
                raise Unclear
            is_drag = not typed and (marks.base + self.peek().value) in _ONE_LETTER
            if is_drag:
                marks.sub = self.take("letter").value
            else:
                marks.sub = self.typed_script() if typed else self._spoken_index()
            if typed and self.kind() == "letter" and self.peek().value in self.indices and self.kind(1) != "sub":
                raise Unclear
            return True
        if marks.kind != "letter" or marks.sub or marks.sup or marks.after:
            return False
        return self._side_index(marks)

    def _side_index(self, marks: _Marks) -> bool:
        """``x one``, ``mu naught``, ``x i``: an index without a word for it."""
        token = self.peek()
        bare = marks.base[marks.base.find("{") + 1 : -1] if "{" in marks.base else marks.base
        if token.kind == "naught" or (token.kind == "number" and self._is_index(bare)):
            marks.sub = self.take("naught", "number").value
        elif token.value == "i" and any(each.kind == "differential" and each.value == "i" for each in self.tokens):
            return False  # a current
        elif token.value == "n" and self.kind(1) == "square" and any(each.value == r"\cdots" for each in self.tokens):
            marks.sub = self.take("letter").value
        elif token.value == "i" and self._is_imaginary(bare):
            return False
        elif token.kind == "letter" and token.value in ("i", "j") and self.kind(1) not in ("of", "sub", "approaches"):
            if bare not in _SIDE and token.value not in self.indices:
                if bare in ("e", r"\pi", "i", "j", "2") or (token.value == "i" and bare in (r"\omega", "b")):
                    raise Unclear
                raise Unclear
            self.take("letter")
            marks.sub = token.value
            if self.kind() == "to_the":
                raise Unclear
            if self.kind() == "letter" and self.peek().value in ("i", "j"):
                marks.sub += self.take("letter").value
        elif (
            token.kind == "letter"
            and "{" in marks.base
            and token.value in "nkmt"
            and self.kind(1) not in ("to_the", "of")
        ):
            raise Unclear
        elif (
            token.kind == "letter"
            and bare == r"\sigma"
            and (token.value.isupper() or token.value in "xy")
            and any(t.kind == "moment" for t in self.tokens)
        ):
            marks.sub = self.take("letter").value
        elif token.kind == "letter" and (
            token.value in self.subs or token.value in self.indices or self._is_pair_of_letters(bare, token.value)
        ):
            if token.value in self.indices and self.kind(1) == "square":
                raise Unclear
            if self.kind(1) in ("to_the", "of", "sub", "typed", "square", "accent"):
                return False
            raise Unclear
        else:
            return False
        return True

    def _is_imaginary(self, base: str) -> bool:
        """``a plus b i``, ``x minus y i``."""
        real = {"b": "a", "y": "x", "d": "c", "v": "u"}.get(base)
        is_last = self.kind(1) in ("end", "rel", "close", "comma", "square")
        return is_last and not self.indices and self.kind(-2) == "sign" and self.peek(-3).value == real

    @staticmethod
    def _is_pair_of_letters(first: str, second: str) -> bool:
        """What is said for one quantity: the Boltzmann constant, a reactance, one of several deviations."""
        is_deviation = first in (r"\sigma", r"\mu", r"\rho") and second.isupper()
        is_deviation = is_deviation or (first == "s" and second in "xy")
        return (
            is_deviation
            or (first == "k" and second == "B")
            or (first == "X" and second in "LC")
            or (first in ("F", "C") and second == "D")
        )

    def _is_index(self, base: str) -> bool:
        token = self.peek()
        if base == "x" and self.kind(-2) == "number":
            raise Unclear
        if base in _NO_INDEX and not token.glued:
            raise Unclear
        if not token.value.isdigit() or (int(token.value) > 9 and not token.glued):
            raise Unclear
        return True

    def _spoken_index(self) -> str:
        if self.kind() == "open":
            return self.group().inner
        if self.kind() == "wordy":
            return self.take("wordy").value
        if self.kind() == "part":
            return self.take("part").value
        if self.kind() == "extremum" and self.peek().value in (r"\max", r"\min"):
            return self.take("extremum").value
        if self.kind() == "run":
            value = self.take("run").value
            if len(value) != 2 or value.isupper() or not (set(value) <= set("ijkmn") or set(value) <= set("xyzt")):
                raise Unclear
            return value
        first = self.take("number", "letter", "naught", "name").value
        if self.kind() == "letter" and self.peek().value in tuple("ijk") and first in ("i", "j", "k"):
            return first + self.take("letter").value
        if self.kind() == "comma" and first in tuple("ij") and self.peek(1).value in tuple("ijk"):
            self.take("comma")
            return f"{first},{self.take('letter').value}"
        following = self.peek()
        if following.kind == "letter" and {first, following.value} <= set(self.indices):
            return first + self.take("letter").value
        if first in ("x", "y", "t") and following.value in ("x", "y", "t") and following.kind == "letter":
            raise Unclear
        if (
            following.kind == "letter"
            and self.kind(1)
            not in (
                "sub",
                "to_the",
                "square",
                "of",
                "accent",
                "number",
                "prime",
                "typed",
            )
            and first.isupper() == following.value.isupper()
            and (first.isupper() or following.value in "ijkmnt")
        ):
            raise Unclear
        return first + self._index_end(first)

    def _index_end(self, first: str) -> str:
        """``sub n minus one``."""
        if self.kind() != "sign" or first not in _WHOLE or self.kind(1) != "number" or self.peek().value == r"\pm":
            return ""
        if self.peek(1).value not in _SMALL or self.kind(2) in ("letter", "over", "times", "square", "open"):
            raise Unclear
        return self.take("sign").value + self.take("number").value

    def typed_script(self) -> str:
        """What is written onto ``^`` or ``_``."""
        if self.kind() == "open":
            return self.group().inner
        if self.may("brace"):
            inner = self.statement().tex
            self.take("unbrace")
            return inner
        if sign := self.may("sign"):
            return joined(sign.value, self.take("number", "letter", "name").value)
        token = self.take("number", "letter", "name", "part", "run")
        if token.kind == "run" and not (len(token.value) == 2 and set(token.value) <= set("ijkmn")):
            raise Unclear
        if self.kind() == "letter" and self.peek().glued:
            raise Unclear
        return token.value

    def _accent(self, marks: _Marks) -> bool:
        if marks.kind != "letter" or marks.sup or marks.after:
            return False
        if self.kind() == "conjugate" and self.kind(1) != "of":
            if marks.base in _WAVES or self.kind(1) == "raised":
                raise Unclear
            self.take("conjugate")
            value = r"\bar"
        elif self.kind() == "accent":
            value = self.take("accent").value
            if value == r"\ddot" and self.kind() == "vector":
                raise Unclear
        elif self.kind() == "dot" and not self._dot_is_product():
            self.take("dot")
            if self.integrals and self.is_differential():
                raise Unclear
            value = r"\dot"
        elif self.kind() == "vector" and self.peek(1).kind != "letter":
            self.take("vector")
            value = r"\vec"
        else:
            return False
        if "{" in marks.base:
            raise Unclear
        marks.base = f"{value}{{{marks.base}}}"
        return True

    def _dot_is_product(self) -> bool:
        place = self.place
        if self.peek().word != "dot":
            return False
        self.place += 1
        starts = self.starts_factor() or self.kind() == "differential"
        self.place = place
        return starts

    def _mark(self, marks: _Marks) -> bool:
        kind = self.kind()
        if kind == "prime" and marks.kind in ("letter", "call") and not marks.sup:
            marks.after += self.take("prime").value
        elif kind == "factorial" and marks.kind in ("letter", "number", "group") and not marks.sup:
            if marks.after or (marks.base == "1" and self.kind(-2) == "sign"):
                raise Unclear
            marks.after = self.take("factorial").value
        elif kind == "raised" and (
            self._is_of_product()
            or (self.kind(-2) == "raised" and self.peek().value == "-1" and self.peek(-2).value == "T")
        ):
            raise Unclear
        elif kind == "super" and marks.kind in ("letter", "group") and not marks.sup:
            self.take("super")
            marks.sup = self.take("raised", "number", "letter", "name").value
            if self.kind(-1) == "letter" and self.sees("sign", "number"):
                raise Unclear
        elif kind == "raised" and marks.kind in ("letter", "group") and not marks.sup:
            marks.sup = self.take("raised").value
        elif kind == "unit" and marks.kind == "number" and not marks.sup:
            marks.base += self.take("unit").value
        else:
            return False
        return True

    def _is_of_product(self) -> bool:
        """Whether a mark may be all the product's: ``A B inverse equals B inverse A inverse``."""
        values = [token.value for token in self.tokens]
        mark = self.peek().value
        return any(
            values[place : place + 3] == [first, second, mark] and [second, mark, first, mark] == values[at : at + 4]
            for place, (first, second) in enumerate(itertools.pairwise(values))
            for at in range(len(values) - 3)
        )

    def _power(self, marks: _Marks) -> bool:
        if self.kind() == "square":
            value = self.take("square").value
        elif self.kind() == "to_the":
            self.take("to_the")
            node = self.exponent(marks.base == "e" or marks.kind == "group")
            if marks.kind == "group" and node.kind == "open_power" and self.sees("sign", "letter", "end"):
                node = Node(node.tex + self.take("sign").value + self.take("letter").value)
            value, marks.kind = node.tex, node.kind or marks.kind
        elif self.kind() == "typed" and self.peek().value == "^":
            self.take("typed")
            value = self.typed_raised(marks)
        else:
            return False
        if marks.sup or marks.kind == "call" or "'" in marks.after:
            raise Unclear
        marks.sup = value
        return True

    def typed_raised(self, marks: _Marks) -> str:
        value = self.typed_script()
        if marks.base == "e" and self.starts_factor() and self.peek().glued:
            raise Unclear
        return value

    # Exponents that are said.

    def exponent(self, is_e: bool) -> Node:
        """What stands after "to the"; of kind "open_power" where a number after a sign might still belong to it."""
        if self.kind() == "ordinal":
            value = self.take("ordinal").value
            self.may("power")
            return Node(value)
        if self.sees("letter", "th"):
            value = self.take("letter").value
            self.take("th")
            self.may("power")
            return Node(value)
        if self.kind() in ("open", "quantity"):
            inner = self.atom()
            if inner.kind != "group" or self.kind() in ("times", "square", "to_the", "over"):
                raise Unclear
            return Node(inner.inner)
        sign = self.may("sign", "negative")
        if not sign and self.sees("number", "times", "letter"):
            raise Unclear
        if sign and self.kind() == "open":
            node = self.marked(self.group())
            if node.kind == "group" and (is_fraction(node.inner) or not re.search(r"[-+]", node.tex)):
                node = Node(node.inner)
        else:
            node = self._exponent_product(is_e, bool(sign))
        if self.kind() == "over":
            node = self._exponent_fraction(node, is_decay=is_e and bool(sign))
        if sign:
            node = Node(joined(sign.value, node.tex), node.level, node.kind)
        if self.may("power"):
            return Node(node.tex)
        is_log = self.kind() == "fun" and self.peek().value in (r"\ln", r"\log")
        if (is_e or sign) and (self.kind() == "open" or is_log):
            raise Unclear
        return node if sign else self._exponent_sum(node)

    def _exponent_fraction(self, above: Node, *, is_decay: bool) -> Node:
        place = self.place
        self.take("over")
        below = self.factor()
        if below.tex.endswith("!"):
            self.place = place
            return above
        parts = [below]
        if above.tex == "1" and below.is_letter and self.kind() in ("end", "rel", "close", "comma"):
            return Node(rf"\frac{{1}}{{{below.tex}}}", PRODUCT)
        while self.starts_factor():
            parts.append(self.factor())
        under = joined(*(part.tex for part in parts))
        if "^" not in above.tex and not (is_decay and self._is_decay(above.tex, under)):
            raise Unclear
        return Node(rf"\frac{{{above.tex}}}{{{under}}}", PRODUCT)

    def _is_decay(self, above: str, below: str) -> bool:
        """``e to the minus t over R C``: one exponential, and other letters below than above."""
        powers = sum(token.value == "e" and after.kind == "to_the" for token, after in itertools.pairwise(self.tokens))
        is_apart = not set(_NAME_IN.findall(above)) & set(_NAME_IN.findall(below)) and not below.isdigit()
        is_apart = is_apart and not re.search("[A-Z][a-z]", above)
        is_last = self.kind() in ("end", "rel", "comma", "close")
        return powers == 1 and is_apart and is_last and not self.integrals and not _NAME_IN.fullmatch(above + below)

    def _exponent_product(self, is_e: bool, is_signed: bool) -> Node:
        if self.kind() in ("part", "fraction", "root", "fun"):
            inner = self.atom()
            if inner.kind == "part" and (self.starts_factor() or self.kind() == "times"):
                raise Unclear
            return Node(inner.tex)
        parts = [self.simple()]
        first = parts[0]
        while self.kind() in ("letter", "name", "differential") and not (self.integrals and self.is_differential()):
            if self._is_new_factor():
                break
            if not (is_e or is_signed or first.kind == "number"):
                raise Unclear
            parts.append(self.simple())
        tex = joined(*(part.tex for part in parts))
        if self.kind() == "square":
            if not (is_e or is_signed):
                raise Unclear
            tex += f"^{{{self.take('square').value}}}"
        is_open = len(parts) == 1 and first.kind in ("letter", "name")
        if is_e and tex == r"i\pi":
            return Node(tex, PRODUCT, "power_end")
        return Node(
            tex, PRODUCT if len(parts) > 1 else 3, "open_power" if is_open or first.kind == "letter" else "power_end"
        )

    def is_differential(self) -> bool:
        return self.kind() == "differential" or (self.peek().value == "d" and self.kind(1) == "letter")

    def _is_new_factor(self) -> bool:
        """Whether the next letter has a power, a capital's size or an argument of its own."""
        if self.kind(1) in ("to_the", "of", "prime") or (self.kind(1) == "typed" and self.peek(1).value == "^"):
            return True
        return self.kind() == "letter" and self.peek().value.isupper() and self.kind(1) in ("to_the", "square")

    def _exponent_sum(self, node: Node) -> Node:
        if self.kind() != "sign" or self.peek().value == r"\pm":
            return node
        value, following = self.peek().value, self.peek(1)
        if node.tex == "1" and following.kind == "letter" and node.kind == "power_end":
            self.take("sign")
            letter = self.simple()
            if self.starts_factor() or self.kind() in ("square", "to_the", "over"):
                raise Unclear
            return Node(joined("1", value, letter.tex))
        if following.kind == "number" and node.kind == "open_power":
            if (
                node.tex not in ("n", "k", "m")
                or following.value not in ("1", "2", "3")
                or self.kind(2) in ("letter", "over", "times", "square")
            ):
                raise Unclear
            self.place += 2
            if self.kind() == "sign" and self.kind(1) == "number":
                raise Unclear
            return Node(f"{node.tex}{value}{following.value}")
        return node

    @staticmethod
    def is_greek(tex: str) -> bool:
        return tex[1:].lower() in GREEK
