"""What a question's words leave open in the query that answers it: forms, signs, the way of sorting.

Only what the words rule out for certain is left out: a form too many costs a small model a mistake, a form too few makes the right query
impossible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from plugins.sql_assistant.literal_rules import numbers_said
from plugins.sql_assistant.noughts import Family, families_left_open
from plugins.sql_assistant.told_times import ToldTime

Form = Literal[
    "omit",
    "null",
    "average",
    "sum",
    "extreme",
    "count",
    "group",
    "compare",
    "having",
    "limit",
    "percent",
    "like",
    "or",
    "order",
]


def words(pattern: str) -> re.Pattern[str]:
    """A pattern for whole words, in any case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_RANKS = r"most|least|fewest|top|best|worst|max(?:imum)?|min(?:imum)?|\w+est"
_SUMS = "total|sum|altogether|combined|overall"
_AVERAGES = r"averag\w*|mean|avg|typical\w*"
_COUNTED = "one|two|three|four|five|six|seven|eight|nine|ten|second|third|fourth|fifth|dozen|once|twice"

_OMITS = (
    r"no|not|none|nothing|nobody|never|nor|neither|without|\w+n['’]?t|except|exclud\w*|besides|apart|others?|outside|instead|different"
    r"|missing|lack\w*|un(?!(?:its?|der\w*|til|i(?:on|que|vers|form|ty)\w*)\b)\w+|all but|rather|free of|\w+less|yet|still"
)
_SPOKEN: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("omit", words(_OMITS)),
    (
        "null",
        words(
            rf"{_OMITS}|with|empty|blank|known|out of|only|pending|outstanding|open|has|have|had|having|any|ever|zero|whose|done"
            "|already"
        ),
    ),
    ("average", words(_AVERAGES)),
    (
        "compare",
        re.compile(
            rf"[<>\d]|\b(?:\w+er|more|less|{_RANKS}|over|above|below|under|after|since|between|from|until|exceed\w*|past|last|up to|beyond"
            rf"|during|in|on|where|{_AVERAGES}|positive|negative|multiple|several|half|{_COUNTED})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "count",
        words(
            rf"how many|numbers?|counts?|many|much|per|each|every|by|{_RANKS}|{_SUMS}|\w+er than|more|less|fewer|at|popular|often|multiple"
            r"|several|amount|frequent\w*|common|percent\w*|shares?|same|twice|only|exactly|over|have|has|had|with|size|volume|\d+|one|two|three"
        ),
    ),
    (
        "group",
        words(
            rf"per|each|every|by|for|in|of|and|{_RANKS}|{_SUMS}|\w+er than|more|less|fewer|at|with|how many|how often|numbers?|counts?|many"
            rf"|much|{_AVERAGES}|across|over|exactly|have|has|had|multiple|several|who|which|that|grouped?|breakdown|distribution|under|below|above"
        ),
    ),
    (
        "having",
        words(
            rf"\w*\d\w*|{_COUNTED}|multiple|several|more|less|fewer|than|at least|at most|only|repeat\w*|duplicat\w*|over|above|below"
            "|under"
        ),
    ),
    (
        "limit",
        words(
            rf"\w*\d\w*|{_RANKS}|first|last|recent\w*|{_COUNTED}|any|some|few|couple|single|sample|random|popular|expensive|cheap\w*|common"
        ),
    ),
    (
        "percent",
        re.compile(r"%|\b(?:percent\w*|shares?|proportion|ratio|fraction|part of|how much of|rate)\b", re.IGNORECASE),
    ),
    (
        "like",
        re.compile(
            r"\b(?:contain|start|begin|end|includ|like|match|letter|word)\w*|\bin (?:the|their|its)\b|\b(?:with|having) \W|(?<!\w)['\"“‘]",
            re.IGNORECASE,
        ),
    ),
    ("or", re.compile(r"[,/&+]|\b(?:or|either|any of|and|both|nor|neither|as well)\b", re.IGNORECASE)),
    (
        "order",
        re.compile(
            rf"\d|\b(?:{_RANKS}|{_SUMS}|{_COUNTED}|first|last|recent\w*|order\w*|sort\w*|rank\w*|arrang\w*|alphabetical\w*|ascending|descending"
            r"|asc|desc|from|by|expensive|cheap\w*|chronological\w*|popular|common|frequent\w*|often|rever\w+|up|down|high|low|old|new|big|small|late|early"
            r"|a[- ]?(?:to)?[- ]?z)\b",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
"""A form and the words without which no question means it."""

_EXTREMES = words(rf"{_RANKS}|first|last|recent\w*|expensive|range|record|peak|limit|up to|since when|cheap")
_MORE = words(
    "(?:more(?: \\w+)?|longer|higher|greater|larger|bigger|heavier|taller|later|pricier"
    "|costlier|dearer|faster|richer|wider|deeper) than|above|over|exceeding|at least|after|since|or more"
)
_LESS = words(
    "(?:less(?: \\w+)?|fewer|cheaper|lower|shorter|smaller|lighter|earlier|slower"
    "|poorer|narrower) than|below|under|at most|before|until|or less|up to"
)
_ANY_WAY = words("between|older|younger|from|to|not|no|ago|within|\\w+n['’]?t|never|without|or|but|and")
_THAN_YEAR = re.compile(r"\b(older|newer|younger) than (?:1[5-9]|20)\d\d\b", re.IGNORECASE)
_FALLS = words(
    "latest|newest|highest|largest|biggest|longest|tallest|heaviest|priciest|most expensive|most recent|(?<!at )most"
)
_RISES = words("earliest|lowest|smallest|shortest|lightest|cheapest|fewest|(?<!at )least")
_SORTED_FIRST = re.compile(
    r"\b(?:(latest|newest|highest|largest|biggest|longest|tallest|heaviest|priciest|dearest|costliest|busiest|strongest|fastest|thickest"
    r"|most(?: (?!first)\w+)?)|(earliest|lowest|smallest|shortest|lightest|cheapest|fewest|slowest|thinnest|least(?: (?!first)\w+)?))"
    r"(?: (?!first)\w+)? (?:first|on top|at the top)(?=\W*$|\s*[,.;]|,? (?:please|pls|and|thanks)\b)",
    re.IGNORECASE,
)
_LONG_SINCE = words(r"longest[- ](?:standing|serving|running|established|lived)")
_EITHER_WAY = words(
    r"first|last|sort\w*|order(?:ed|ing)?|rank\w*|from|by|ascending|descending|asc|desc|alphabet\w*|per|each|every|then"
)
_SHOWS_FIGURE = re.compile(
    r"^\W*(?:(?:and|so|ok|please|tell|show|give|find|get|list|calculate|compute|what|what['’]?s|is|are|the|me|us|of)\W+)*"
    r"(?:how many|number of|count|average|avg|mean)\b",
    re.IGNORECASE,
)  # fmt: skip
_FIRST_ROWS = words(
    r"(?!forest|interest|request|harvest|honest|contest|protest|invest|guest|latest|test|rest|west)\w{3,}est"
    r"|(?<!at )most(?! of)|(?<!at )least|top"
)
_WHOLE_ORDER = words(
    r"\w+est (?:\w+ )?first|on top|at the top|first|fisrt|frist|last|start\w*|begin\w*|sort\w*|order(?:ed)? (?:by|from)|by|from|to"
    r"|ascending|descending|per|each|every"
)
_SORTS_TIME = words("newest|oldest|youngest|latest|earliest|most recent(?:ly)?")
_SORTS_OTHERWISE = words(
    r"by|per|each|every|then|most (?!recent)\w+|least|fewest|best|worst|top|cheap\w*|expensive|number|count|how (?:many|much|often)|total"
    r"|average|alphabet\w*|(?!newest|oldest|youngest|latest|earliest|forest|interest|guest|test|rest|west)\w{3,}est"
)
_GROUPS = words(
    r"per|each|every|grouped?|grouping|breakdown|distribution|split|across|for all|all the|different|respective(?:ly)?|and|versus|vs"
    r"|various|compar\w+|types?|kinds?|with (?:their|its|the)|separate(?:ly)?|individual\w*|any of|monthly|yearly|annual\w*|daily|weekly"
)
_BY = re.compile(r"(\w*)\s*\bby\b(?!\s+(?:the end|now|far|chance|himself|herself|themselves|how))", re.IGNORECASE)
_LOOKS_UP = words("with|have|has|had|having|any|ever|some|at least")
_LACKS = words(
    r"without(?! (?:duplicat|repe)\w+)|never|(?:have|has|had|do|does|did|is|are|was|were)n['’]?t|no(?! (?:more|less|fewer|later|earlier))"
)
_HAS = words("with|have|has|had|having|any of|some|but|or|and|only|at least|more|no longer")
_TIMES = words(
    r"years?|months?|weeks?|days?|quarters?|dates?|when|monthly|yearly|annual\w*|daily|weekdays?|hours?|birthdays?"
)
_DATES = words(
    r"(?:1[4-9]|2[01])\d\d\S*|\d+[-/.:]\d+\S*|\d+(?:st|nd|rd|th|s)|['’]\d\d|\d+ (?:h|am|pm|o['’]?clock)"
    r"|today|yesterday|tomorrow|now|this|last|past|next|ago|current\w*|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\w+days?|weekends?|spring|summer|autumn|fall|winter|future"
    r"|century|nineties|eighties|seventies|sixties|overdue|expired|days|weeks?|months?|years?|hours?|late|later|earlier|since|until"
)
_COMPARES_WITH = words(
    r"than (?!\W*\d|one|two|three)|same|as|like|equals?|match\w*|exceed\w*|beat\w*"
    r"|(?:above|below|over|under|beyond|near|around|equal|at|of|with|has|have|is|are)[- ](?:\w+ ){0,3}?"
    rf"(?:{_AVERAGES}|maximum|minimum|max|min)"
)


WHAT = re.compile(r"^\W*what (?:is|are|was|were|do|does|did|has|have|had)\b", re.IGNORECASE)
"""How a question begins that asks for something of a thing, or for what was done with it."""

_NEGATES = words(_OMITS)
_THEN = re.compile(
    r"\b(more|less|fewer|(?:old|young|long|short|high|low|larg|bigg|small|heavi|light|tall|great|cheap|dear|prici|costli|lat|earli|fast"
    r"|slow|new|rich|poor|wid|narrow|deep)er) then\b(?! (?:by|the (?!average|mean)))",
    re.IGNORECASE,
)
_TURN_OVER = words(r"turn(?:ed)? over(?! (?:\d|more|less|half))")
_STILL = words(r"still(?! (?:not|un\w+|\w+n['’]?t))")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question leaves open; nothing set leaves everything open.

    Attributes:
        without: forms that no word speaks of.
        bounds: the only way of comparing by more or less (``>`` or ``<``); empty for both.
        direction: the only one of sorting (``ASC`` or ``DESC``); empty for both.
        may_bound: rows may be compared with what another query gives.
        shows_figure: a figure is what is asked for.
        ranks: the first rows of an order are asked for.
        looks_up: it may be found by what another table says of it (``id IN ( SELECT … )``).
        needs_key: it must be found so.
        lacks: it may be found only by what another table does not say of it.
        negates: what it names may be what rows are not.
        has_text: words stand there that may be a value.
        has_date: a date, or words for one, stand there.
        has_number: a number, or words for none or one, stand there.
        most_conditions: how many conditions it gives reason for.
        has_time: it speaks of years, months, days.
        says_number: a number stands there, in figures or in words.
        noughts: families of numbers that may be nought or one though it says neither.
        sorts_time: rows are sorted by what is newest or oldest.
        is_lone: one figure is asked for, and nothing beside it.
        groups_so: figures of each of something that a column holds are asked for, and that column beside them.
        sorts_figure: rows are sorted by such figures.
        may_lack: something may be missing in the rows.
        shows_rows: rows or columns are asked for, and no figure beside them.
        times: the only ones that dates may be compared with; none where that is open.
    """

    without: frozenset[Form] = frozenset()
    bounds: str = ""
    direction: str = ""
    may_bound: bool = True
    shows_figure: bool = False
    ranks: bool = False
    looks_up: bool = True
    needs_key: bool = False
    lacks: bool = False
    negates: bool = True
    has_text: bool = True
    has_date: bool = True
    has_time: bool = True
    has_number: bool = True
    most_conditions: int = 4
    says_number: bool = True
    noughts: tuple[Family, ...] = ()
    sorts_time: bool = False
    is_lone: bool = False
    groups_so: bool = False
    sorts_figure: bool = False
    may_lack: bool = True
    shows_rows: bool = False
    times: tuple[ToldTime, ...] = ()


ANYTHING = Wanted()


def is_latin(question: str) -> bool:
    """Whether a question is written in Latin letters, as English is; accents in names and typographic signs do not count against it."""
    return not re.search("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\uffdc]", question)


def spelt(question: str) -> str:
    """The question without slips in words of comparing (more then, betwen)."""
    question = _TURN_OVER.sub("take in", _THEN.sub(r"\1 than", question))
    return re.sub(r"\bbe+t+w?e+n\b", "between", question)


def wanted(question: str) -> Wanted:
    """Read a question's wants; languages other than English tell none."""
    if not is_latin(question):
        return ANYTHING
    question = spelt(question)
    has_date = bool(_DATES.search(question))
    shows_figure = begins_with_figure(question) and not words(_RANKS).search(question)
    return Wanted(
        _without(question),
        _bounds(question),
        _direction(question),
        may_bound=bool(_COMPARES_WITH.search(question)),
        shows_figure=shows_figure,
        ranks=bool(_FIRST_ROWS.search(question)) and not _WHOLE_ORDER.search(question),
        looks_up=bool(_LOOKS_UP.search(question)),
        lacks=bool(_LACKS.search(question)) and not _HAS.search(question),
        negates=bool(_NEGATES.search(_STILL.sub(" ", question))),
        has_date=has_date,
        has_time=has_date or bool(_TIMES.search(question)),
        says_number=bool(numbers_said(question)),
        noughts=families_left_open(question),
        sorts_time=bool(_SORTS_TIME.search(question)) and not _SORTS_OTHERWISE.search(question),
        is_lone=shows_figure and not groups(question),
    )


def begins_with_figure(question: str) -> bool:
    """Whether it begins with a count or an average."""
    return bool(_SHOWS_FIGURE.search(question))


def groups(question: str) -> bool:
    """Whether a word may ask for a figure of each of something; "paid by card" does not."""
    if _GROUPS.search(question):
        return True
    return any(
        not re.fullmatch(
            r"(?!group|sort|order|rank|split|list)\w+(?:ed|en|wn|ade|ught|old|one|aid|ent|uilt|ept)",
            found[1],
            re.IGNORECASE,
        )
        for found in _BY.finditer(question)
    )


def _without(question: str) -> frozenset[Form]:
    without: set[Form] = {form for form, spoken in _SPOKEN if not spoken.search(question)}
    if "average" not in without and not words(_SUMS).search(question):
        without.add("sum")
    if "average" not in without and not _EXTREMES.search(question):
        without.add("extreme")
    return frozenset(without)


def _bounds(question: str) -> str:
    if than_year := _THAN_YEAR.search(question):
        return "<" if than_year[1].lower() == "older" else ">"
    more, less = bool(_MORE.search(question)), bool(_LESS.search(question))
    return "" if more == less or _ANY_WAY.search(question) else ">" if more else "<"


def _direction(question: str) -> str:
    asked = _LONG_SINCE.sub("earliest", question)
    if first := _SORTED_FIRST.search(asked):
        return "DESC" if first[1] else "ASC"
    falls, rises = bool(_FALLS.search(asked)), bool(_RISES.search(asked))
    return "" if falls == rises or _EITHER_WAY.search(question) else "DESC" if falls else "ASC"


def with_age(wants: Wanted, question: str, *, by_age: bool) -> Wanted:
    """Where a question says old or young, which way that is: with columns of an age upwards, with those of a birth the other way."""
    old, young = bool(words("oldest").search(question)), bool(words("youngest").search(question))
    if old == young or _EITHER_WAY.search(question) or wants.direction:
        return wants
    return replace(wants, direction="DESC" if old is by_age else "ASC")
