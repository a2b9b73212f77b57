"""The numbers of a question as it says them: 50k is 50000, and digits inside codes, dates and times of the day are no numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mio": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_SCALED = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?:(?P<k>k)|\s*(?P<word>thousand|million|mio|mn))\b|(?<=[£$€])(\d+(?:\.\d+)?)(?P<m>[km])\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = r"(?:1[5-9]|2[01])\d\d"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_FULL = re.compile(
    rf"\b(?:(?P<d>{DAY})\s+(?:of\s+)?(?P<m>{MONTH})\b\.?|(?P<m2>{MONTH})\.?\s+(?:the\s+)?(?P<d2>{DAY})\b(?!\s*\d))(?:,?\s*(?:of\s+)?(?P<y>{YEAR})\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(rf"\b({YEAR})-(\d\d)-(\d\d)\b")
_OTHER_DATES = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_MONTH_YEAR = re.compile(rf"\b{MONTH}\.?,?\s+(?:of\s+)?{YEAR}\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\b|o['’]?clock)|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![\w])(?!(?:usd|eur|gbp|chf|rs)\d)[^\W\d_]+[-_./]?\d[\w/-]*|(?<![\w])\d[\d-]*(?!(?:k|m|kg|g|mg|km|cm|mm|ft|l|ml|h|hrs?|mins?|secs?|s|st|nd|rd|th|x|pt|mb|gb|w|kw|v|in|lbs?|oz"
    r"|days?|years?|yrs?|hours?|minutes?|pages?|pp)\b)[^\W\d_][\w/-]*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([A-Za-z]{1,7})(\d{1,2})")
_LEAST = r"at least|no(?:t)? (?:less|fewer|lower|under|below)(?: than)?|(?:a )?min(?:imum)?(?: of)?|>="
_MOST = r"at most|up to|no(?:t)? (?:more|over|above|higher)(?: than)?|(?:a )?max(?:imum)?(?: of)?|<="
_MORE = (
    r"more (?:\w+ )?than|over|above|(?:great|high|larg|bigg|long|heavi|tall|dear|costli|prici|bett|thick|deep|wid|fast|strong)er than"
    r"|exceed(?:s|ing)?|beyond|>"
)
_LESS = r"(?:less|fewer) (?:\w+ )?than|under|below|(?:cheap|low|small|short|light|wors|thinn|narrow|slow|weak)er than|worse than|<"
_SIGNS = (("BETWEEN", ""), (">=", _LEAST), ("<=", _MOST), (">", _MORE), ("<", _LESS))
_BEFORE = tuple(
    (sign, re.compile(rf"(?:^|\b|(?<=\s))(?:{said})\s*[£$€]?\s*$", re.IGNORECASE)) for sign, said in _SIGNS if said
)
_AFTERWARDS = (
    (
        ">=",
        re.compile(
            r"^\s*(?:\+|(?:[\w%]+\s+)?(?:or|and) (?:more|higher|above|over|better|longer|up|upwards|greater|heavier)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "<=",
        re.compile(
            r"^\s*(?:[\w%]+\s+)?(?:or|and) (?:less|fewer|lower|below|under|cheaper|shorter|lighter|down)\b",
            re.IGNORECASE,
        ),
    ),
)
_RANGE = re.compile(r"\b(?:bet\w*n|from)\s*[£$€]?\s*$", re.IGNORECASE)
_AND = re.compile(r"^\s*[^\W\d_]{0,10}\s*(?:and|to|-|–|until)\s*[£$€]?\s*$", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?)(?!\.?\d)")
_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred".split(),
        "1 2 3 4 5 6 7 8 9 10 11 12 15 20 30 40 50 60 90 100".split(),
        strict=True,
    )
)
_WORDED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|\w+n['’]t|never|except|nor|neither|other)\b(?! (?:more|less|fewer|over|under|above|below|higher|lower))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One number, or both ends of a range.

    Attributes:
        numbers: as SQL writes them; two for a range.
        sign: ``>``, ``BETWEEN``; empty where it is open.
        start: where it stands in the question as ``plain`` gives it.
        end: behind it.
    """

    numbers: tuple[str, ...]
    sign: str
    start: int
    end: int

    @property
    def test(self) -> str:
        """What stands behind the column; empty where the sign is open."""
        return f"{self.sign} {' AND '.join(self.numbers)}" if self.sign else ""


def expanded(question: str) -> str:
    """The question with figures for ``50k``, ``1.2 million``, ``10,000``."""

    def written(found: re.Match[str]) -> str:
        scale = _SCALES[(found["k"] or found["word"] or found["m"]).lower()]
        value = round(float((found[1] or found[4]).replace(",", ".")) * scale, 2)
        return str(int(value)) if value.is_integer() else str(value)

    return _SCALED.sub(written, _THOUSANDS.sub("", question))


def days_said(question: str) -> list[str]:
    """The whole dates that a question says, as SQL writes them."""
    found = [match.group() for match in _ISO.finditer(question)]
    for match in _FULL.finditer(question):
        if match["y"]:
            month = MONTHS.index((match["m"] or match["m2"]).lower()[:3]) + 1
            day = int(re.sub(r"\D", "", match["d"] or match["d2"]))
            found.append(f"{match['y']}-{month:02d}-{day:02d}")
    return found


def plain(question: str, counted: Iterable[str] = ()) -> str:
    """The question with its figures alone: dates, times of the day and codes are blanks, as long as they were.

    Args:
        counted: words of columns of numbers; ``Q3`` is a number where there is a quarter.
    """
    text, names = expanded(question), tuple(counted)

    def blank(found: re.Match[str]) -> str:
        code = _COUNTED.fullmatch(found.group())
        if code and any(name.startswith(code[1].lower()) for name in names):
            return " " * len(code[1]) + code[2]
        return " " * len(found.group())

    for pattern in (_ISO, _OTHER_DATES, _CLOCK, _FULL, _MONTH_YEAR, _CODE):
        text = pattern.sub(blank, text)
    return text


def mentions(text: str) -> list[Mention]:
    """The numbers of a question that ``plain`` gave, in figures or words, with how each is compared."""
    found = sorted([*_FIGURE.finditer(text), *_WORDED.finditer(text)], key=lambda match: match.start())
    return list(_mentions(text, found))


def _mentions(text: str, found: list[re.Match[str]]) -> Iterator[Mention]:
    is_open, at = bool(_NOT.search(text)), 0
    while at < len(found):
        start, end = found[at].span()
        number = _number(found[at].group())
        following = found[at + 1] if at + 1 < len(found) else None
        is_range = following and _AND.match(text[end : following.start()]) and _RANGE.search(text[:start])
        if following and is_range:
            yield Mention((number, _number(following.group())), "" if is_open else "BETWEEN", start, following.end())
            at += 2
            continue
        yield Mention((number,), "" if is_open else _sign(text[:start], text[end:]), start, end)
        at += 1


def _sign(before: str, behind: str) -> str:
    for sign, said in _BEFORE:
        if said.search(before):
            return sign
    return next((sign for sign, said in _AFTERWARDS if said.match(behind)), "")


def _number(text: str) -> str:
    return _WORDS.get(text.lower(), text.lstrip("0") or "0" if text.isdigit() else text)
