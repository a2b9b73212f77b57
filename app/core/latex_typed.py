"""Mathematics that is typed in signs, without a word: ``H(s) = K / (tau s + 1)`` needs no model to become LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.latex_signs import ENGLISH, plain, statements, unit_at_end

_NAMES_OF_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Sigma Phi Psi Omega Xi"
).split()
_GREEK = frozenset(_NAMES_OF_GREEK)
_NUMBERED = rf"(?<![a-zA-Z])(?:[a-cf-zA-Z]|{'|'.join(_NAMES_OF_GREEK)})\d+(?![\d.])"
_PIECE = re.compile(
    rf"\s*(<=>|=>|<=|>=|!=|->|<-|\+-|:=|\.\.\.|{_NUMBERED}|\d+(?:\.\d+)?|[a-zA-Z]+|''|[-+*⋆/^_()=<>,!'|{{}}\[\]∣~≈:×·∂∇∫∑∏∈∉⊂⊆∪∩∝ℝℕℤ])"
)
_FUNCTIONS = frozenset("sin cos tan sec csc cot sinh cosh tanh arcsin arccos arctan ln log".split())
_NAMES = {"inf": r"\infty", "infinity": r"\infty", "infty": r"\infty", "hbar": r"\hbar"}
_RELATIONS = {
    "=": "=", "<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "!=": r"\neq", "->": r"\to", "=>": r"\Rightarrow",
    "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq", "∪": r"\cup", "∩": r"\cap", "∝": r"\propto",
    "<=>": r"\Leftrightarrow", "~": r"\sim", "≈": r"\approx", ":=": ":=", ":": ":", "∣": r"\mid", ",": ",", "<-": r"\leftarrow",
}  # fmt: skip
_SIGNS = {"+": "+", "-": "-", "+-": r"\pm"}
_PRODUCTS = frozenset(("at", "as", "by", "my", "an"))
"""Words that are products where only signs and numbers stand beside them: u + at."""
_BESIDE = re.compile(r"\d.*|[-+*/=(^]|\+-|")
_CALLED = frozenset("P f g h F G H".split())
_DRAWN = {"∂": r"\partial", "∇": r"\nabla", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}"}
_PRODUCT_SIGNS = {"×": r"\times", "·": r"\cdot"}
_BIG = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "sum": r"\sum", "prod": r"\prod", "int": r"\int", "lim": r"\lim"}
_MARKS = {"bar": r"\bar", "hat": r"\hat", "tilde": r"\tilde", "vec": r"\vec"}
_MARKED = re.compile(rf"([a-zA-Z]|{'|'.join(_NAMES_OF_GREEK)})(bar|hat)")
_WORDY = frozenset(
    "in out eq tot net avg rms ref max min res reg obs exp sys air gas rel abs cm eff ext int tan low high air mix sat vap liq".split()
)
"""What an index of two or three letters says as a word."""
_MIXED = re.compile(r"[a-z]{1,2}[A-Z]{1,2}")
_UNITS = frozenset("pH dB kW mA mL eV kJ kN mV kV mW".split())
_OPERATORS = {
    **{name: rf"\mathrm{{{name}}}" for name in ("Var", "Cov", "tr", "sgn", "erf", "rank", "lcm")},
    **{name: f"\\{name}" for name in ("dim", "ker", "arg", "deg", "gcd", "det", "max", "min")},
}
_DIFFERENTIAL = re.compile(r"(?:d|\\partial ?)(?:[a-z]|\\[a-z]+)?(?:\^\{\d\})?")
_TWO_READINGS = re.compile(r"\d[eE][-+]?\d|(?:\d|\b[a-z])!=[^=,]*!(?!=)|\bd [a-z] d [a-z]\b|\bX [LC]\b")
"""Powers of ten as computers write them; a factorial that equals something, or two that differ; derivatives and indices without a sign."""
_LONGEST_RUN = 3
_FEWEST_SIGNS = 2
_SIGN = re.compile(r"[-+*/^_=<>(){}|~≈×·∂∇∫∑∈∪∩]")
_RELATION_OR_POWER = re.compile(r"\w ?(?:[<>]?=|\^|[∈⊂⊆∪∩∝]) ?[\w(ℝ-]|\bsqrt\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LAZY_POWER = re.compile(r"(?<![a-zA-Z])([a-z])[23](?!\d)")
_MATRIX = re.compile(r"(?:([A-Z]) ?= ?)?\[(?:\[(.+)\]|([^\[\],]+(?:;[^\[\],]+)+))\]")
_COMMAND_END = re.compile(r"\\[a-zA-Z]+$")


class _NotTyped(Exception):
    """The text has words, or may be read in two ways."""


def join(*pieces: str) -> str:
    r"""Pieces side by side, parted where a command would run into a letter or digit (``\pi r``)."""
    tex = ""
    for piece in pieces:
        tex += f" {piece}" if piece[:1].isalnum() and _COMMAND_END.search(tex) else piece
    return tex


def _pieces(text: str) -> list[str]:
    found, place = [], 0
    while place < len(text.rstrip()):
        match = _PIECE.match(text, place)
        if match is None:
            raise _NotTyped
        found.append(match.group(1))
        place = match.end()
    return found


def _is_run(piece: str) -> bool:
    """Whether letters are so many factors, or the name of one quantity, and no word."""
    is_named = len(piece) > 2 and any(name in (piece[:2], piece[-2:]) for name in ("pi", "mu", "nu", "xi"))
    if piece.lower() in ENGLISH - {"a"} or len(piece) > _LONGEST_RUN or is_named:
        return False
    is_mixed = bool(_MIXED.fullmatch(piece)) and piece not in _UNITS
    return len(piece) == 1 or piece.islower() or piece.isupper() or is_mixed


def _number_after(tex: str) -> bool:
    return tex[:1].isdigit()


@dataclass(slots=True)
class _Reader:
    pieces: list[str]
    place: int = 0
    ends: list[str] = field(default_factory=list)
    integrals: int = 0
    """Integrals whose differential is still to come."""

    def peek(self) -> str:
        return self.pieces[self.place] if self.place < len(self.pieces) else ""

    def take(self, *wanted: str) -> str:
        piece = self.peek()
        if not piece or (wanted and piece not in wanted):
            raise _NotTyped
        self.place += 1
        return piece

    def relation(self) -> str:
        tex = self.sum()
        while self.peek() in _RELATIONS:
            piece = self.take()
            is_law = piece == "~" and self.pieces[self.place : self.place + 2] == ["N", "("]
            tex = join(tex, _RELATIONS[piece])
            if is_law:
                self.take()
                tex += rf"\mathcal{{N}}({self.inside('(', ')')})"
            else:
                tex = join(tex, self.sum())
        return tex

    def sum(self) -> str:
        tex = _SIGNS[self.take()] if self.peek() in _SIGNS else ""
        tex = join(tex, self.term())
        while self.peek() in _SIGNS:
            tex = join(join(tex, _SIGNS[self.take()]), self.term())
        return tex

    def term(self) -> str:
        done, row = self.operand("")
        while True:
            piece = self.peek()
            if piece == "*":
                self.take()
                done, row = self.times(done, row)
            elif piece in _PRODUCT_SIGNS:
                done, row = self.signed(done, row, _PRODUCT_SIGNS[self.take()])
            elif piece == "⋆":  # what follows is a fraction of its own
                self.take()
                done, row = self.after_wide_times(join(done, *row), row[-1])
            elif piece == "/":
                self.take()
                done, row = self.fraction(done, row)
            elif self.is_big():
                done, row = self.operand(join(done, *row))
            elif self.starts_factor():
                row = self.beside(row)
            else:
                return join(done, *row)

    def operand(self, done: str) -> tuple[str, list[str]]:
        """Big operators, which belong to no numerator, and a first factor."""
        while self.is_big():
            done = join(done, self.big())
        return done, [self.factor()]

    def is_big(self) -> bool:
        piece = self.peek()
        return piece in _BIG and (not piece.isalpha() or self.pieces[self.place + 1 : self.place + 2] == ["_"])

    def big(self) -> str:
        piece = self.take()
        self.integrals += piece in ("int", "∫")
        return self.scripted(_BIG[piece])

    def times(self, done: str, row: list[str]) -> tuple[str, list[str]]:
        following = self.factor()
        if row[-1].startswith(r"\frac"):
            return join(done, *row), [following]
        sign = [r"\times"] if row[-1][-1:].isdigit() and _number_after(following) else []
        return done, [*row, *sign, following]

    def signed(self, done: str, row: list[str], sign: str) -> tuple[str, list[str]]:
        following = self.factor()
        is_ended = row[-1].startswith(r"\frac")
        return (join(done, *row, sign), [following]) if is_ended else (done, [*row, sign, following])

    def after_wide_times(self, done: str, last: str) -> tuple[str, list[str]]:
        following = self.factor()
        is_number = last[-1:].isdigit() and _number_after(following)
        sign = r"\cdot" if last.startswith(r"\frac") else r"\times" if is_number else ""
        return join(done, sign), [following]

    def beside(self, row: list[str]) -> list[str]:
        """A further factor without a sign between; a differential stands a little apart."""
        following = self.factor()
        is_differential = len(following) > 1 and bool(_DIFFERENTIAL.fullmatch(following))
        if _number_after(following) or (is_differential and not self.integrals and _DIFFERENTIAL.fullmatch(row[-1])):
            raise _NotTyped
        is_end = self.integrals and is_differential
        self.integrals -= bool(is_end)
        return [*row, r"\,", following] if is_end else [*row, following]

    def fraction(self, done: str, row: list[str]) -> tuple[str, list[str]]:
        r"""``a/b c`` may mean two things; only ``1/2 c`` and ``d/dx c`` are clear."""
        below = join(self.factor(), self.factor()) if self.peek() == "∂" else self.factor()
        at = next((place for place, each in enumerate(row) if _DIFFERENTIAL.fullmatch(each)), 0)
        at = at if _DIFFERENTIAL.fullmatch(below) else 0
        above = join(*row[at:])
        is_clear = (above.isdigit() and below.isdigit()) or bool(at) or above == "d"
        is_end = self.integrals and _DIFFERENTIAL.fullmatch(self.peek())
        if self.peek() == "/" or (self.starts_factor() and not is_clear and not is_end):
            raise _NotTyped
        return join(done, *row[:at]), [rf"\frac{{{_bare(above)}}}{{{_bare(below)}}}"]

    def starts_factor(self) -> bool:
        piece = self.peek()
        return piece == "(" or piece in _DRAWN or piece[:1].isalnum() or (piece == "|" and "|" not in self.ends)

    def factor(self) -> str:
        is_called = self.peek() in _CALLED
        tex = self.scripted(self.atom())
        if is_called and self.peek() == "(":
            tex = self.scripted(f"{tex}({self.inside('(', ')')})")
        return tex

    def scripted(self, tex: str) -> str:
        scripts = ""
        while self.peek() in ("^", "_", "!", "'", "''"):
            piece = self.take()
            if piece in scripts or (piece.startswith("'") and "^" in scripts):  # LaTeX knows no second one
                raise _NotTyped
            if piece == "_" and self.peek() in _MARKS:
                tex = f"{_MARKS[self.take()]}{{{tex}}}"
            elif piece == "^" and tex in _CALLED and self.pieces[self.place + 2 : self.place + 4] == [")", "("]:
                tex += f"^{{({self.inside('(', ')')})}}"
                break
            elif piece in ("^", "_"):
                scripts += piece
                tex += f"{piece}{{{self.index() if piece == '_' else self.script()}}}"
            else:
                tex += piece
        return tex

    def index(self) -> str:
        piece = self.peek()
        is_word = len(piece) > 1 and piece.isalpha() and piece not in _GREEK and piece not in _NAMES
        if is_word and (piece in _WORDY or len(piece) > _LONGEST_RUN):
            self.take()
            return rf"\{piece}" if piece in ("max", "min") else rf"\text{{{piece}}}"
        return self.script()

    def script(self) -> str:
        if self.peek() in _SIGNS:
            return join(_SIGNS[self.take()], self.atom())
        if self.peek() == "{":
            return self.inside("{", "}")
        return _bare(self.atom())

    def inside(self, start: str, end: str, read: Callable[[_Reader], str] | None = None) -> str:
        self.take(start)
        self.ends.append(end)
        tex = (read or _Reader.relation)(self)
        self.ends.pop()
        self.take(end)
        return tex

    def atom(self) -> str:
        piece = self.peek()
        if piece == "(":
            return f"({self.inside('(', ')')})"
        if piece == "|":
            if self.pieces[self.place + 1 : self.place + 2] == ["|"]:
                raise _NotTyped
            return f"|{self.inside('|', '|')}|"
        if piece == "{":
            return rf"\{{{self.inside('{', '}')}\}}"
        if piece in _DRAWN:
            return _DRAWN[self.take()]
        if piece == "...":
            self.take()
            return r"\cdots" if self.peek() in _SIGNS else r"\ldots"
        if not piece or not piece[0].isalnum():
            raise _NotTyped
        self.take()
        return piece if piece[0].isdigit() else self.name(piece)

    def name(self, piece: str) -> str:
        if piece == "sqrt":
            return rf"\sqrt{{{self.inside('(', ')') if self.peek() == '(' else self.factor()}}}"
        if piece in _FUNCTIONS:
            return self.function(piece)
        if piece in _OPERATORS and self.peek() == "(":
            return f"{_OPERATORS[piece]}({self.inside('(', ')')})"
        if piece == "E" and self.peek() == "[":
            return rf"\mathbb{{E}}[{self.inside('[', ']')}]"
        return self.quantity(piece)

    def quantity(self, piece: str) -> str:
        if piece == "delta" and self.peek().isupper():  # a change, though its delta is no capital
            raise _NotTyped
        if piece in _GREEK:
            return "\\" + piece
        if piece in _NAMES:
            return _NAMES[piece]
        if piece == "R" and {":", "->"} <= set(self.pieces):
            return r"\mathbb{R}"
        if piece == "O" and self.peek() == "(":
            return piece
        if piece[-1].isdigit():
            letters = piece.rstrip("0123456789")
            return f"{self.quantity(letters)}_{{{piece[len(letters) :]}}}"
        if marked := _MARKED.fullmatch(piece):
            return f"{_MARKS[marked.group(2)]}{{{self.quantity(marked.group(1))}}}"
        if not _is_run(piece) and not self.is_product(piece):
            raise _NotTyped
        return piece

    def is_product(self, piece: str) -> bool:
        before = self.pieces[self.place - 2] if self.place > 1 else ""
        return piece in _PRODUCTS and bool(_BESIDE.fullmatch(before) and _BESIDE.fullmatch(self.peek()))

    def function(self, piece: str) -> str:
        tex = "\\" + piece
        if self.peek() in ("^", "_"):
            tex += f"{self.take()}{{{self.script()}}}"
        elif piece == "log" and self.peek().isdigit() and self.pieces[self.place + 1 : self.place + 2] == ["("]:
            tex += f"_{{{self.take()}}}"
        is_bare = self.peek() != "("
        argument = self.factor()
        if is_bare and self.peek() == "/":
            raise _NotTyped
        is_clear = not self.starts_factor() or self.peek() in _FUNCTIONS
        is_letter = bool(re.fullmatch(r"\((?:[a-zA-Z]|\d+|\\[a-z]+)\)", argument))
        return join(tex, argument[1:-1] if is_letter and is_clear else argument)


def _bare(tex: str) -> str:
    """Without parentheses around the whole."""
    if not (tex.startswith("(") and tex.endswith(")")):
        return tex
    depth = 0
    for place, char in enumerate(tex):
        depth += (char == "(") - (char == ")")
        if depth == 0 and place < len(tex) - 1:
            return tex
    return tex[1:-1]


def _read(text: str) -> str:
    try:
        reader = _Reader(_pieces(text))
        tex = reader.relation()
    except (_NotTyped, RecursionError):
        return ""
    return tex if reader.place == len(reader.pieces) and not reader.integrals else ""


def _is_lazy_power(text: str) -> bool:
    """Whether ``x2`` may stand for a square: the letter is there without a number too, and there is no ``x1``."""
    return any(
        re.search(rf"(?<![a-zA-Z]){letter}(?![a-zA-Z\d_])", text) and not re.search(rf"{letter}[01]", text)
        for letter in _LAZY_POWER.findall(text)
    )


def _matrix(text: str) -> str:
    """``[[1, 2], [3, 4]]`` and ``[1 2; 3 4]``."""
    found = _MATRIX.fullmatch(text)
    if found is None:
        return ""
    rows = re.split(r"\]\s*,\s*\[", found.group(2)) if found.group(2) else found.group(3).split(";")
    cells = [[_read(cell) for cell in re.split(r"\s*,\s*|\s+", row.strip())] for row in rows]
    if not all(all(row) and len(row) == len(cells[0]) for row in cells):
        return ""
    body = r" \\ ".join(" & ".join(row) for row in cells)
    return (f"{found.group(1)}=" if found.group(1) else "") + rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"


def _has_signs(text: str) -> bool:
    return len(_SIGN.findall(text)) >= _FEWEST_SIGNS or bool(_RELATION_OR_POWER.search(text))


def typed(request: str) -> str:
    """The LaTeX of a request that is all signs; empty where it has words, has few signs, or may mean two things."""
    text = plain(request)
    if matrix := _matrix(text):
        return matrix
    if not _has_signs(text) or _TWO_READINGS.search(text) or _is_lazy_power(text):
        return ""
    text, unit = unit_at_end(text)
    if unit:
        return rf"{number}\,{unit}" if (number := text if _NUMBER.fullmatch(text) else _read(text)) else ""
    first, *more = statements(text)
    tex = _read(first)
    for joint, part in zip(more[::2], more[1::2], strict=True):
        read = _read(part)
        tex = rf"{tex}\text{{ {joint} }}{read}" if tex and read else ""
    return tex
