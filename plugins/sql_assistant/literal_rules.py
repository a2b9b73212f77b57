"""Rules for the texts, numbers and dates of a query: what stands in the question, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from plugins.sql_assistant.free_texts import is_of_time, may_be_a_part, may_be_a_text, quoted, signs_around
from plugins.sql_assistant.gbnf import literal, words_of
from plugins.sql_assistant.linking import STOP_WORDS, WORD, Links
from plugins.sql_assistant.said_numbers import days_said, expanded

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_ORDINALS = {"second": "1", "third": "2", "fourth": "3", "fifth": "4"}
"""As an OFFSET: the second largest comes after one."""

_COUNT_WORDS: dict[str, str] = {
    "once": "1", "twice": "2", "thrice": "3", "couple": "2", "pair": "2", "dozen": "12", "hundred": "100", "thousand": "1000",
    "million": "1000000", "half": "0.5", "third": "3", "double": "2", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip

_NO_VALUES = frozenset(
    "first last second third earn earns earned spend spends spent cost costs paid live lives work works own owns older oldest younger "
    "youngest newer newest higher highest lower lowest longer longest shorter shortest cheaper cheapest expensive average maximum minimum "
    "different distinct unique every except only still yet missing per across written wrote play plays played made came come comes "
    "once twice thrice km kg cm miles kilometers minutes hours days weeks months years euros dollars pounds percent betwen beetween".split()
)
"""Words of questions that are hardly ever a value by themselves."""
_UNSAID = frozenset(("0", "1"))
_MOST_ROWS = 1000
_LONGEST_NUMBER = 7
"""Digits; a longer one is a telephone number or a code, and may be a text."""
_MONTHS = {
    name: f"{number:02d}"
    for number, name in enumerate(r"jan feb mar(?:ch)?\b apr may\b jun jul aug sep oct nov dec".split(), start=1)
}
_NOW = re.compile(
    r"\b(?:today|yesterday|tomorrow|now|ago|last|past|next|this|current\w*|recent\w*|within|overdue|expired|still|already|upcoming|coming"
    r"|future|so far|to date|yet|due|old|older|younger|newer|age|aged|since|valid|active|open|ahead"
    r"|latest|soon)\b",
    re.IGNORECASE,
)
_OTHER_TIMES = re.compile(
    r"\b(?:jan|feb|march|april|may|june?|july?|aug|sept|oct|nov|dec|spring|summer|autumn|fall|winter|century|\w+ties)\w*"
    r"|\b\d+(?:st|nd|rd|th|s)\b|\d[-/.:]\d|['’]\d\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|weekends?|weekdays?"
    r"|\b\d+ ?(?:h|am|pm|o['’]?clock)\b|\b(?:morning|evening|night|noon|midnight)s?\b",
    re.IGNORECASE,
)
MEANS_A_NUMBER = re.compile(
    r"\b(?:no|not|none|nothing|without|out of|empty|free|multiple|several|stock|available|any|positive|still"
    r"|single|more than|\w+less|w[io]n|wins|winn\w+|first|sold out|used up|run out|champions?|at least|un\w+)\b",
    re.IGNORECASE,
)
_FORMATS = ("%Y", "%Y-%m", "%m", "%d", "%w", "%H")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")


def literal_rules(question: str, links: Links) -> Iterator[str]:
    """Rules ``tally`` (of a figure: none, several), ``date``, ``format``, ``str`` (for =) and ``like``.

    Args:
        links: words that are values of columns are left to those columns by ``str``; words that name tables start no text.
    """
    numbers = numbers_said(question)
    yield f"tally ::= {words_of(sorted(numbers | _unsaid(question, numbers)))}"
    yield f"top ::= {words_of(sorted({n for n in numbers if n.isdigit() and int(n) <= _MOST_ROWS} | {'1'}))}"
    yield f"format ::= {words_of(repr(form) for form in _FORMATS)}"
    years = sorted({found.group() for found in _YEAR.finditer(question)})
    year = words_of(years) if years else "[12] [0-9] [0-9] [0-9]"
    months = [number for name, number in _MONTHS.items() if re.search(rf"\b{name}", question, re.IGNORECASE)]
    month = f"( {words_of(months)} )" if months else "[01] [0-9]"
    days = [day for day in days_said(question) if len(months) < 2]
    day = f'( {year} ) ( "-" {month} ( "-" [0-3] [0-9] )? )? | {month if months else "[0-3] [0-9]"}'
    if days:  # a whole date and no part of it
        day = words_of(days)
    now = (
        ' | "DATE ( " now " )" | "strftime ( " format " , " now " )"'
        if not links.is_searched or says_now(question)
        else ""
    )
    yield f"""date ::= "'" ( {day} ) "'"{now}"""
    yield """now ::= "'now'" ( " , '-" [0-9]+ " " ( "days" | "months" | "years" ) "'" )?"""
    yield from _phrases(question, links)


def says_now(question: str) -> bool:
    """Whether a question may mean a time that is reckoned from today."""
    return bool(_NOW.search(question))


def says_time(question: str) -> bool:
    """Whether it may mean any time, and not only how long something took."""
    return says_now(question) or bool(_YEAR.search(question) or _OTHER_TIMES.search(question))


def numbers_said(question: str) -> set[str]:
    """The numbers that stand in a question, in figures or in words."""
    found = {*re.findall(r"\d+(?:\.\d+)?", expanded(question))}
    found |= {n.lstrip("0") for n in found if n.lstrip("0").isdigit()}
    asked = {word.lower() for word in re.findall(r"\w+", question)}
    found |= {str(value) for value, word in enumerate(_NUMBER_WORDS) if word in asked}
    found |= {value for word, value in _COUNT_WORDS.items() if word in asked}
    return found | {value for word, value in _ORDINALS.items() if word in asked}


def number_of(word: str) -> float | None:
    """The number that a word says, in figures or not; None if it says none."""
    plain = word.replace(",", "").lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if plain in _NUMBER_WORDS:
        return float(_NUMBER_WORDS.index(plain))
    return float(_COUNT_WORDS[plain]) if plain in _COUNT_WORDS else None


def _unsaid(question: str, numbers: set[str]) -> set[str]:
    """Nought and one, which other words may mean: none, several."""
    return set(_UNSAID) if not numbers or MEANS_A_NUMBER.search(question) else set()


def _phrases(question: str, links: Links) -> Iterator[str]:
    """Texts are runs of the question's words; LIKE may have its signs around them."""
    words = list(WORD.finditer(question))

    any_start = _starts(range(len(words)), lambda _: True)
    free_start = _starts(range(len(words)), lambda number: _is_free(question, words, number, links)) or (
        '""' if links.value_words else any_start
    )
    if not words:
        yield "str ::= \"''\""
        yield "like ::= \"'%'\""
        return
    yield f"""str ::= "'" ( {free_start} ) "'" """.rstrip()
    parts = [
        *_parts(question, words, links),
        *map(either_case, sorted({_doubled(t) for texts in links.inside.values() for t in texts})),
    ]
    before, behind = signs_around(question)
    yield f"""like ::= "'" {before} ( {" | ".join(parts) or any_start} ) {behind} "'" """.rstrip()
    for number, word in enumerate(words):
        last = number + 1 == len(words)
        between = "" if last else question[word.end() : words[number + 1].start()]
        follows = f" ( {literal(_doubled(between))} w{number + 1} )?" if _joins_words(between) else ""
        yield f"w{number} ::= {either_case(_doubled(word.group()))}{follows}"


def has_free_text(question: str, links: Links) -> bool:
    """Whether words stand in the question that may be a text to compare with, beside the values that were found."""
    words = list(WORD.finditer(question))
    return any(_is_free(question, words, number, links) for number in range(len(words)))


def _is_free(question: str, words: Sequence[re.Match[str]], number: int, links: Links) -> bool:
    word = words[number].group()
    if word.isdigit():
        return len(word) > _LONGEST_NUMBER or question[words[number].start() - 1 : words[number].start()] in tuple(
            "'\"“‘"
        )
    is_name = number > 0 and word[0].isupper() and not is_of_time(word)
    names = {*links.named, *(column for _, column in links.columns)}
    if any(word.lower() in text.lower().split() for texts in links.inside.values() for text in texts):
        return False
    if links.is_searched and not is_name and not may_be_a_text(question, words[number], sorted(names)):
        return False
    is_structure = word.lower() in STOP_WORDS | _NO_VALUES or word.lower() in links.table_words
    may_start = is_name or not (is_structure or links.value_words)
    return may_start and word.lower() not in links.value_words


def has_parts(question: str, links: Links) -> bool:
    """Whether words stand in the question that may be a part of a text, beside the values that were found."""
    return bool(links.inside) or bool(_parts(question, list(WORD.finditer(question)), links))


def _parts(question: str, words: Sequence[re.Match[str]], links: Links) -> list[str]:
    """Words that may begin a part of a text: those in quotes where there are any."""
    places = quoted(question)
    told = [n for n, word in enumerate(words) if any(word.start() == place.start for place in places)]
    if not told and not links.inside:
        told = [n for n, word in enumerate(words) if _tells(word.group(), links)]
        if links.is_searched:
            told = [n for n in told if may_be_a_part(words[n].group(), sorted(links.said))]
            told = [n for n in told if words[n].group().lower() not in links.value_words]
    return [f"w{number}" for number in told]


def _tells(word: str, links: Links) -> bool:
    """Whether a word may begin a part of a text; a lone letter may."""
    return len(word) == 1 or word.lower() not in STOP_WORDS | _NO_VALUES | links.table_words


def _starts(numbers: range, fits: Callable[[int], bool]) -> str:
    return " | ".join(f"w{number}" for number in numbers if fits(number))


def either_case(word: str) -> str:
    """GBNF for a word as it stands, or with a capital: people write names in lower case, tables hold them with a capital."""
    first = word[0]
    return f"[{first}{first.upper()}] {literal(word[1:])}" if "a" <= first <= "z" and len(word) > 1 else literal(word)


def _joins_words(between: str) -> bool:
    return 0 < len(between) <= 4 and "\n" not in between and not re.search(r"[?!;]", between)


def _doubled(text: str) -> str:
    return text.replace("'", "''")
