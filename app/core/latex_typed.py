"""Mathematics that is typed in signs, without a word: ``H(s) = K / (tau s + 1)`` needs no model to become LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_PIECE = re.compile(r"\s*(<=|>=|!=|->|\+-|\d+(?:\.\d+)?|[a-zA-Z]+|''|[-+*/^_()=<>,!'|{}])")
_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Sigma Phi Psi Omega Xi".split()
)
_FUNCTIONS = frozenset("sin cos tan sec csc cot sinh cosh tanh arcsin arccos arctan ln log".split())
_NAMES = {"inf": r"\infty", "infinity": r"\infty", "infty": r"\infty", "hbar": r"\hbar"}
_RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "!=": r"\neq", "->": r"\to"}
_SIGNS = {"+": "+", "-": "-", "+-": r"\pm"}
_ENGLISH = frozenset(
    "a of is to in as by at on an it be no if we me my so do up or and the for not sum int lim max min det mod all sub bar hat out tex abs "
    "one two six ten exp over from wrt pls set put map dot div prod now ok big im re gcd lcm var cov hi o log ceil abs".split()
)
_TWO_READINGS = re.compile(r"\d[eE][-+]?\d|(?:\d|\b[a-z])!=[^=,]*!(?!=)")
"""Powers of ten as computers write them; a factorial that equals something, or two that differ."""
_LONGEST_RUN = 3
_COMMAND_END = re.compile(r"\\[a-zA-Z]+$")


class _NotTyped(Exception):
    """The text has words, or may be read in two ways."""


def join(left: str, right: str) -> str:
    r"""Two pieces side by side, parted where a command would run into a letter or digit (``\pi r``)."""
    return f"{left} {right}" if right[:1].isalnum() and _COMMAND_END.search(left) else left + right


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
    is_named = any(piece.endswith(name) for name in ("pi", "mu", "nu", "xi")) and len(piece) > 2
    if piece.lower() in _ENGLISH - {"a"} or len(piece) > _LONGEST_RUN or is_named:
        return False
    return len(piece) == 1 or piece.islower() or piece.isupper() or (piece[0] == "d" and len(piece) == 2)


def _number_after(tex: str) -> bool:
    return tex[:1].isdigit()


@dataclass(slots=True)
class _Reader:
    pieces: list[str]
    place: int = 0
    ends: list[str] = field(default_factory=list)

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
        while self.peek() in _RELATIONS or self.peek() == ",":
            piece = self.take()
            tex = join(join(tex, _RELATIONS.get(piece, piece)), self.sum())
        return tex

    def sum(self) -> str:
        tex = _SIGNS[self.take()] if self.peek() in _SIGNS else ""
        tex = join(tex, self.term())
        while self.peek() in _SIGNS:
            tex = join(join(tex, _SIGNS[self.take()]), self.term())
        return tex

    def term(self) -> str:
        done, tex = "", self.factor()
        while True:
            piece = self.peek()
            if piece == "*":
                self.take()
                following = self.factor()
                sign = r"\times" if tex[-1:].isdigit() and _number_after(following) else ""
                done, tex = join(join(done, tex), sign), following
            elif piece == "/":
                self.take()
                tex = self.fraction(tex)
            elif self.starts_factor():
                following = self.factor()
                if _number_after(following):
                    raise _NotTyped
                tex = join(tex, following)
            else:
                return join(done, tex)

    def fraction(self, above: str) -> str:
        r"""``a/b c`` may mean two things; only ``1/2 c`` is clear."""
        below = self.factor()
        is_number = above.isdigit() and below.isdigit()
        if self.peek() == "/" or (self.starts_factor() and not is_number):
            raise _NotTyped
        return rf"\frac{{{_bare(above)}}}{{{_bare(below)}}}"

    def starts_factor(self) -> bool:
        piece = self.peek()
        return piece == "(" or piece[:1].isalnum() or (piece == "|" and "|" not in self.ends)

    def factor(self) -> str:
        tex, scripts = self.atom(), ""
        while self.peek() in ("^", "_", "!", "'", "''"):
            piece = self.take()
            if piece in scripts or (piece.startswith("'") and "^" in scripts):  # LaTeX knows no second one
                raise _NotTyped
            if piece in ("^", "_"):
                scripts += piece
                tex += f"{piece}{{{self.script()}}}"
            else:
                tex += piece
        return tex

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
        if not piece or not piece[0].isalnum():
            raise _NotTyped
        self.take()
        return piece if piece[0].isdigit() else self.name(piece)

    def name(self, piece: str) -> str:
        if piece == "sqrt":
            return rf"\sqrt{{{self.inside('(', ')') if self.peek() == '(' else self.factor()}}}"
        if piece in _FUNCTIONS:
            return self.function(piece)
        if piece == "delta" and self.peek().isupper():  # a change, though its delta is no capital
            raise _NotTyped
        if piece in _GREEK:
            return "\\" + piece
        if piece in _NAMES:
            return _NAMES[piece]
        if not _is_run(piece):
            raise _NotTyped
        return piece

    def function(self, piece: str) -> str:
        tex = "\\" + piece
        if self.peek() in ("^", "_"):
            tex += f"{self.take()}{{{self.script()}}}"
        is_bare = self.peek() != "("
        argument = self.factor()
        if is_bare and self.peek() == "/":
            raise _NotTyped
        is_clear = not self.starts_factor() or self.peek() in _FUNCTIONS
        is_letter = bool(re.fullmatch(r"\((?:[a-zA-Z]|\\[a-z]+)\)", argument))
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


def typed(request: str) -> str:
    """The LaTeX of a request that is all signs; empty where it has words, has few signs, or may mean two things."""
    text = request.strip().rstrip(".").replace("²", "^2").replace("³", "^3").replace("**", "^")
    if len(re.findall(r"[-+*/^_=<>()]", text)) < 2 or _TWO_READINGS.search(text):
        return ""
    try:
        reader = _Reader(_pieces(text))
        tex = reader.relation()
    except (_NotTyped, RecursionError):
        return ""
    return tex if reader.place == len(reader.pieces) else ""
