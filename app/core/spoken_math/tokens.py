"""Words of spoken mathematics as tokens; a text with a word that is not known has none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "words.toml"
GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega".split()
)
_CAPITAL_GREEK = frozenset("gamma delta theta lambda sigma phi psi omega pi xi".split())
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_NUMBERS = {word: value for value, word in enumerate(_ONES.split())}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 2
    )
}
_PARTS = {"half": 2, "quarter": 4, **{word: value for word, value in _ORDINALS.items() if value > 2}}
_PIECE = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<word>to_the|[A-Za-z]+(?:\.t\.|\. value|\.r\.t\.)?|√|∞|π)"
    r"|(?P<sign><=|>=|!=|->|\+-|\.\.\.|'{1,3}|[-+*/^_()=<>,!|{}\[\];²³≤≥≠±]))"
)
_SIGNS = {
    "<=": ("rel", r"\leq"), ">=": ("rel", r"\geq"), "≤": ("rel", r"\leq"), "≥": ("rel", r"\geq"), "!=": ("rel", r"\neq"),
    "≠": ("rel", r"\neq"), "=": ("rel", "="), "<": ("rel", "<"), ">": ("rel", ">"), "->": ("approaches", r"\to"), "+": ("sign", "+"),
    "-": ("sign", "-"), "+-": ("sign", r"\pm"), "±": ("sign", r"\pm"), "*": ("times", "*"), "/": ("over", "/"), "(": ("open", "("),
    ")": ("close", ")"), ",": ("comma", ","), "!": ("factorial", "!"), "²": ("square", "2"), "³": ("square", "3"), "^": ("typed", "^"),
    "_": ("typed", "_"), "{": ("brace", "{"), "}": ("unbrace", "}"), "'": ("prime", "'"), "''": ("prime", "''"), "'''": ("prime", "'''"),
    "|": ("bar", "|"), "...": ("name", r"\cdots"), "[": ("square_open", "["), "]": ("square_close", "]"), ";": ("row", ";"),
}  # fmt: skip
_ODD = {"∞": ("name", r"\infty"), "π": ("name", r"\pi"), "√": ("root", "2")}
_ARTICLE_BEFORE = frozenset("half third quarter fifth sixth seventh ninth tenth fraction function map matrix".split())
_SMALL_NAMES = frozenset("fc vc mc mr ac tc am gm mrs".split())
_WORDY = frozenset(
    "in out eq tot total net avg rms ref res obs exp sys air gas rel abs eff ext int low high mix sat vap liq crit free load source "
    "mle ols initial final hot cold new old even odd loss gain peak drag lift body earth sun".split()
)
"""Words that stand as an index after "sub"."""
_AFTER_LETTER = frozenset("out hot cold total net avg rms tot sat crit drag lift".split())
"""Those that need no "sub": ``V out``."""
_DIMENSIONLESS = frozenset("Re Nu Ma Fr We Gr Ra Pe Bi Sc Kn Le Pr St Da Ca".split())
"""Numbers without a unit that are named after people."""
_ENGLISH = frozenset(
    "a of is to in as by at on an it be no if we me my so do up or and the for not all but out off per via let set put map one two six ten "
    "vs tr kg cm mm km hz ms lp xl xc nm ev are was has had its who how why use see say get got can may any our "
    "you her him his she they let low top new old sub sup wrt dot".split()
)
_HYPHENED = "|".join((*_TENS, "half", "square", "cube", "double", "arc", "dot", "cross", "inner"))
_HYPHEN_ENDS = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|by|norm)\b"
_LONGEST_PRODUCT = 3
_LONG_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
_LONGEST_RUN = {True: 2, False: 4}
_SIZE_OF = ("matrix", "identity")


class Unclear(Exception):
    """The text has a word that is not known, or may mean two things."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: its kind, its value (mostly LaTeX), and whether it is written onto the one before it."""

    kind: str
    value: str
    glued: bool = False
    word: str = ""


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tables


@cache
def quantity_names() -> frozenset[str]:
    """Nouns that people put before the letter that stands for them: "kinetic energy E sub k is"."""
    return frozenset(_tables()["quantity_names"]["words"][0].split())


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """For each first word its phrases, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for kind, values in _tables().items():
        for value, phrases in values.items() if kind != "quantity_names" else ():
            for phrase in phrases:
                words = tuple(phrase.split())
                found.setdefault(words[0], []).append((words, kind, value))
                if words[-1] == "to" and len(words) > 1:  # "belongs to the"
                    found[words[0]].append(((*words[:-1], "to_the"), kind, value))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


@cache
def first_words() -> frozenset[str]:
    """Every word that a number, a Greek letter or a phrase begins with."""
    return frozenset((*_phrases(), *GREEK, *_NUMBERS, *_TENS, *_ORDINALS, *_PARTS))


@cache
def _by_letters() -> dict[str, str]:
    """Words of the grammar by their sorted letters, where these are one word's only."""
    words = {*first_words(), *(word for rows in _phrases().values() for phrase, _, _ in rows for word in phrase)}
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault("".join(sorted(word)), set()).add(word)
    return {letters: next(iter(same)) for letters, same in found.items() if len(same) == 1}


def mended(text: str) -> str:
    """The text with long words put right whose letters are in the wrong order: "sqaured"."""
    return _LONG_WORD.sub(lambda match: _in_order(match.group()), text)


def _in_order(word: str) -> str:
    meant = _by_letters().get("".join(sorted(word.lower())), word)
    return meant if meant[0] == word[0].lower() and meant != word.lower() else word


def _hyphens(text: str) -> str:
    text = re.sub(r"(?<=\bleft)-(?=hand)|(?<=\bright)-(?=hand)|(?<=\b[a-zA-Z])-(?=squared|cubed|prime)", " ", text)
    text = re.sub(rf"\b({_HYPHENED})-(?=[a-z]{{2}})|(?<=[a-z])-(?={_HYPHEN_ENDS})", r"\1 ", text, flags=re.IGNORECASE)
    text = re.sub(r"\bto the\b(?! (?:real|natural|int|rational|complex|set))", "to_the", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\b[a-zA-Z])-(?=(?:bar|hat|tilde|th)\b)", " ", text)
    return re.sub(r"\b([a-z])th\b", r"\1 th", re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1 th", text))


def _split(text: str) -> list[Token]:
    """Words, numbers and signs as they stand."""
    found, place = [], 0
    text = _hyphens(text.strip())
    while place < len(text):
        match = _PIECE.match(text, place)
        if match is None or not match.lastgroup:
            raise Unclear
        piece, kind = match.group(match.lastgroup), match.lastgroup
        found.append(Token(kind, piece, place > 0 and match.start(kind) == place, piece.lower()))
        place = match.end()
    return [piece for piece in found if piece.word not in ("the", "an")]


class _Lexer:
    def __init__(self, text: str, names: Container[str] = ()) -> None:
        self.names = names
        self.pieces = _split(text)
        self.place = 0
        self.tokens: list[Token] = []

    def read(self) -> list[Token]:
        while self.place < len(self.pieces):
            self._next()
        return self.tokens

    def _word(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.pieces[place].word if place < len(self.pieces) else ""

    def _add(self, kind: str, value: str, count: int = 1) -> None:
        first = self.pieces[self.place]
        self.tokens.append(Token(kind, value, first.glued, first.word))
        self.place += count

    def _next(self) -> None:
        piece = self.pieces[self.place]
        if piece.word in self.names:
            self._quantity()
            return
        if self._size():
            return
        if piece.kind == "number":
            if not self._typed_part(piece):
                self._add("number", piece.value)
        elif piece.value == "<" and self._word(1) == "-" and self.pieces[self.place + 1].glued:
            raise Unclear
        elif piece.kind == "sign":
            self._add(*_SIGNS[piece.value])
        elif piece.word in _ODD:
            self._add(*_ODD[piece.word])
        elif not (self._article() or self._fraction() or self._number() or self._phrase()):
            self._letters(piece)

    def _size(self) -> bool:
        """``two by two``, ``3x3`` before "matrix"."""
        if self._word(1) not in ("by", "x") or self._word(3) not in _SIZE_OF:
            return False
        sides = [
            _NUMBERS.get(self._word(at), 0) or int(self._word(at) if self._word(at).isdigit() else 0) for at in (0, 2)
        ]
        if not all(sides):
            return False
        self._add("size", f"{sides[0]} {sides[1]}", 3)
        return True

    def _typed_part(self, piece: Token) -> bool:
        """A plain fraction in figures, ``1/2``, that nothing is written onto."""
        if self._word(1) != "/" or not (self.place + 2 < len(self.pieces)) or piece.glued:
            return False
        below, after = self.pieces[self.place + 2], self._word(3)
        if below.kind != "number" or after in ("^", "_", "/", "!", "(", "²", "³", "'"):
            return False
        if self.place + 3 < len(self.pieces) and self.pieces[self.place + 3].glued and after.isalpha():
            return False
        before = self.tokens[-1] if self.tokens else None
        if before is not None and (before.value in ("^", "/", "_") or (before.kind == "bar")):
            return False
        self._add("part", rf"\frac{{{piece.value}}}{{{below.value}}}", 3)
        return True

    def _article(self) -> bool:
        is_free = not self.tokens or self.tokens[-1].kind not in ("letter", "number", "part")
        is_before = self._word(1) in _ARTICLE_BEFORE or (self._word(2) in ("by", "x") and self._word(4) in _SIZE_OF)
        if self.pieces[self.place].value == "a" and is_before and is_free:
            self.place += 1
            return True
        return False

    def _fraction(self) -> bool:
        """``three quarters``, ``a half``, ``one third``."""
        word, after = self._word(), self._word(1)
        if word == "a" and after in ("hundred", "thousand", "million"):
            self._add("number", {"hundred": "100", "thousand": "1000", "million": "1000000"}[after], 2)
            return True
        if word == "half" and self._word(1) != "open":
            self._add("part", r"\frac{1}{2}")
            return True
        above = _NUMBERS.get(word, 0)
        if word.isalpha() and above and after:
            singular = "half" if after == "halves" else after.removesuffix("s")
            if (
                singular in _PARTS
                and (above == 1) == (singular == after)
                and self._word(2) not in ("root", "power", "derivative")
            ):
                self._add("part", rf"\frac{{{above}}}{{{_PARTS[singular]}}}", 2)
                return True
        if word in _PARTS and self.place and self.pieces[self.place - 1].value == "a":
            self._add("part", rf"\frac{{1}}{{{_PARTS[word]}}}")
            return True
        return False

    def _number(self) -> bool:
        count, value = self._whole()
        if self._word(count) == "point" and (_NUMBERS.get(self._word(count + 1), 99) < 10):
            digits, place = "", count + 1
            while _NUMBERS.get(self._word(place), 99) < 10:
                digits += str(_NUMBERS[self._word(place)])
                place += 1
            self._add("number", f"{value if count else 0}.{digits}", place)
            return True
        if count and self._mixed(count, value):
            return True
        if count:
            self._add("number", str(value), count)
        elif self._word() in _ORDINALS and self._word(1) not in ("derivative", "partial", "row"):
            value = _ORDINALS[self._word()]
            if self._word(1) == "root":
                self._add("root", str(value), 2)
            else:
                self._add("ordinal", str(value))
        else:
            return False
        return True

    def _mixed(self, count: int, value: int) -> bool:
        """``two and three fifths``, where "and" cannot join two things."""
        is_free = not self.tokens or self.tokens[-1].kind in ("rel", "sign", "times", "open")
        at = count + 1 + (self._word(count + 1) == "a")
        one = self._word(count + 1) == "a" or self._word(at) == "one"
        place = at if self._word(count + 1) == "a" else at + 1
        name = self._word(place)
        singular = "half" if name == "halves" else name.removesuffix("s")
        above = 1 if one else _NUMBERS.get(self._word(at), 0)
        if not (is_free and self._word(count) == "and" and singular in _PARTS and (above == 1) == (singular == name)):
            return False
        if not 0 < above < _PARTS[singular] or self._word(place + 1) in ("power", "root"):
            return False
        self._add("part", rf"{value}\frac{{{above}}}{{{_PARTS[singular]}}}", place + 1)
        return True

    def _whole(self) -> tuple[int, int]:
        """A whole number in words: how many words it has, and its value."""
        count, value = self._below_hundred(0)
        for name, factor in (("hundred", 100), ("thousand", 1000)):
            if count and self._word(count) == name:
                count, value = count + 1, value * factor
                for smaller, size in (("hundred", 100), ("", 1)):
                    skip = count + (self._word(count) == "and")
                    more, rest = self._below_hundred(skip)
                    if smaller and (not more or self._word(skip + more) != smaller or factor <= size):
                        continue
                    if more:
                        count, value = skip + more + bool(smaller), value + rest * size
        return count, value

    def _below_hundred(self, at: int) -> tuple[int, int]:
        word = self._word(at)
        if word in _TENS:
            ones = _NUMBERS.get(self._word(at + 1), 0)
            return (2, _TENS[word] + ones) if 0 < ones < 10 else (1, _TENS[word])
        return (1, _NUMBERS[word]) if word in _NUMBERS else (0, 0)

    def _phrase(self) -> bool:
        for words, kind, value in _phrases().get(self._word(), ()):
            if len(words) > 1 and any(self._word(at) != word for at, word in enumerate(words)):
                continue
            if kind in ("in", "extremum") and self._wordy():
                return True
            if kind == "capital":
                return self._capital()
            if kind == "little":
                return self._little(len(words))
            if len(words) == 1 and len(words[0]) == 1 and words[0].isalpha():
                continue
            self._add(kind, value, len(words))
            if kind == "sub" and self._word() in _WORDY:
                self._add("wordy", rf"\text{{{self._word()}}}")
            return True
        return self._wordy()

    def _wordy(self) -> bool:
        """``T cold``: a word that a letter has as its index."""
        word, after = self._word(), self._word(1)
        if (
            word in ("max", "min")
            and after != "of"
            and (after != "over" or self._word(3) != "of")
            and self.tokens
            and self.tokens[-1].kind == "letter"
        ):
            self.tokens.append(Token("sub", "sub"))
            self._add("extremum", f"\\{word}")
            return True
        is_input = word == "in" and len(after) > 1 and any(piece.word == "out" for piece in self.pieces)
        if not (word in _AFTER_LETTER or is_input) or not self.tokens or self.tokens[-1].kind != "letter":
            return False
        self.tokens.append(Token("sub", "sub"))
        self._add("wordy", rf"\text{{{self._word()}}}")
        return True

    def _capital(self) -> bool:
        size = 2 if self._word() == "upper" else 1
        name = self._word(size)
        if name in _CAPITAL_GREEK:
            self._add("letter", "\\" + name.capitalize(), size + 1)
        elif len(name) == 1 and name.isalpha():
            self._add("letter", name.upper(), size + 1)
        else:
            raise Unclear
        return True

    def _is_coefficient(self) -> bool:
        """Whether a number stands before, onto which letters may be written: ``4ac``."""
        return bool(self.tokens) and self.tokens[-1].kind == "number"

    def _quantity(self) -> None:
        """Words that name one quantity: ``marginal cost``."""
        count = 0
        while self._word(count) in self.names:
            count += 1
        words = " ".join(piece.value for piece in self.pieces[self.place : self.place + count])
        self._add("name", rf"\text{{{words[0].lower() + words[1:] if words[1:].islower() else words}}}", count)

    def _little(self, count: int) -> bool:
        """``little o of x``."""
        name = self._word(count)
        if len(name) != 1 or not name.isalpha():
            raise Unclear
        self._add("letter", name, count + 1)
        return True

    def _letters(self, piece: Token) -> None:
        """A letter, a Greek name, ``dx``, or letters written together that are no word."""
        text, word = piece.value, piece.word
        if text in ("Re", "Im") and (self._word(1) == "of" or len(self._word(1)) == 1):
            self._add("fun", rf"\operatorname{{{text}}}")
        elif text in _DIMENSIONLESS and self._word(1) not in ("of", "(", "") and self._word(1)[1:]:
            self._add("name", rf"\mathrm{{{text}}}")
        elif word in GREEK and not (len(text) > 1 and text.isupper()):
            is_capital = text[0].isupper() and word in _CAPITAL_GREEK
            if text[0].isupper() and (not is_capital or (self.place == 0 and word != "delta")):
                raise Unclear
            self._add("letter", "\\" + (word.capitalize() if is_capital else word))
        elif word in ("m", "km", "kg") and self._word(1) == "/" and self.tokens and self.tokens[-1].kind == "number":
            raise Unclear
        elif len(text) == 1:
            if text == "o":
                raise Unclear
            self._add("letter", text)
        elif (
            piece.glued
            and self._is_coefficient()
            and 1 < len(text) <= _LONGEST_PRODUCT
            and text.islower()
            and word not in _ENGLISH
        ):
            self.tokens += [Token("letter", letter, True, letter) for letter in text]
            self.place += 1
        elif text[0] == "d" and (len(text) == 2 or text[1:] in GREEK):
            self._add("differential", text[1:] if len(text) == 2 else "\\" + text[1:])
        elif (
            len(text) <= _LONGEST_RUN[text.islower()]
            and word not in _ENGLISH
            and text not in _SMALL_NAMES
            and (text.islower() or text.isupper())
        ):
            self._add("run", text)
        else:
            raise Unclear


def tokens(text: str, names: Container[str] = ()) -> list[Token]:
    """The tokens of a text; words of `names` stand for quantities and are written out.

    Raises:
        Unclear: a word is not known.
    """
    return _Lexer(text, names).read()
