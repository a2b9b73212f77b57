"""What shape of query a question's words ask for: counting, averaging, grouping, ranking, comparing, leaving out.

Words and shape do not always go together, so nothing here proves a mistake: it is reason to let a small model try again, and a measure by
which its tries are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlglot import exp

from plugins.sql_assistant.linking import Links, said_columns
from plugins.sql_assistant.schema import Table

Form = Literal["omit", "group", "average", "sum", "compare", "count", "limit", "percent", "like", "or", "order"]
Figure = Literal["COUNT", "SUM", "AVG", "MAX", "MIN"]
_Has = Callable[[exp.Expr], bool]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def _any(*kinds: type[exp.Expr]) -> _Has:
    return lambda tree: next(tree.find_all(*kinds), None) is not None


def _sorted(*, falling: bool) -> _Has:
    return lambda tree: any(bool(part.args.get("desc")) is falling for part in tree.find_all(exp.Ordered))


def _either(*tests: _Has) -> _Has:
    return lambda tree: any(test(tree) for test in tests)


_RISING, _FALLING = _sorted(falling=False), _sorted(falling=True)
_COMPARES = _any(exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_LEAVES_OUT = (
    r"never|without|not(?! (?:more|less))|no(?! (?:more|less|fewer)|\.)|except|excluding|other than|different from|\w+n['’]t|neither"
    "|nobody|missing"
)
_COMPARED = "more|older|longer|higher|greater|larger|bigger|heavier|later|less|fewer|younger|cheaper|lower|shorter|smaller|earlier|lighter"
_RANKS = r"most|least|fewest|top|best|worst|max(?:imum)?|min(?:imum)?|\w+est"
_EACH = "per|each|every|by"
_SUMS = "total|sum|altogether|combined"
_FIGURES = "how many|number|count|average|mean|total|sum|highest|lowest|most|max|min"

_ASKED: tuple[tuple[str, re.Pattern[str], _Has], ...] = (
    ("asks how many", _words("how many"), _any(exp.Count, exp.Sum)),
    ("asks for an average", _words("average|mean|avg"), _any(exp.Avg)),
    ("asks for a total", _words(_SUMS), _any(exp.Sum, exp.Count)),
    (
        "asks for the highest",
        _words("highest|largest|biggest|longest|tallest|heaviest|priciest|maximum|(?<!at )most(?! recent)"),
        _either(_any(exp.Max), _FALLING, _COMPARES),
    ),
    (
        "asks for the lowest",
        _words("lowest|smallest|shortest|lightest|cheapest|minimum|fewest|(?<!at )least"),
        _either(_any(exp.Min), _RISING, _COMPARES),
    ),
    ("ranks", _words("oldest|youngest|newest|latest|earliest|most recent|top"), _any(exp.Max, exp.Min, exp.Ordered)),
    ("asks for figures of each", _words(rf"(?=.*\b(?:{_FIGURES})\b).*\b(?:per|each)"), _any(exp.Group)),
    ("compares", _words(f"(?:{_COMPARED}) than|at least (?!one)|at most"), _COMPARES),
    ("compares", _words("(?:above|below|over|under|after|before|since|exceeding) (?:\\d|the average)\\S*"), _COMPARES),
    ("asks for a range", _words("between \\d+"), _COMPARES),
    ("leaves something out", _words(_LEAVES_OUT), _any(exp.Not, exp.NEQ, exp.Is, exp.Except)),
    ("asks for different ones", _words("different|distinct|unique"), _any(exp.Distinct, exp.Group)),
    (
        "asks for an order",
        _words("(?:sorted|ordered|ranked) by|alphabetical(?:ly)?|chronological(?:ly)?"),
        _any(exp.Order),
    ),
)
_UNASKED: tuple[tuple[Form, str, re.Pattern[str], _Has], ...] = (
    (
        "omit",
        "leaves something out",
        _words(f"{_LEAVES_OUT}|only|empty|unknown|still|yet|un\\w+|known|has|have"),
        _any(exp.Not, exp.NEQ, exp.Except),
    ),
    (
        "group",
        "groups",
        _words(
            f"{_EACH}|{_RANKS}|{_COMPARED}|{_SUMS}|at|with|how many|number|count|average|typical|across|over|exactly|have|multiple|several"
        ),
        _any(exp.Group),
    ),
    ("average", "averages", _words("average|mean|avg|typical|above|below|than"), _any(exp.Avg)),
    (
        "sum",
        "adds up",
        _words(f"{_SUMS}|{_RANKS}|{_COMPARED}|how much|spent|spends?|earned|revenue|sales|amount|many"),
        _any(exp.Sum),
    ),
    (
        "compare",
        "compares by more or less",
        _words(
            f"\\w+er|{_COMPARED}|{_RANKS}|over|above|below|under|after|before|since|between|from|until|exceed\\w*|past|last|up to"
            "|beyond|during|in|on|where|average|positive|negative|multiple|several"
        ),
        _COMPARES,
    ),
    (
        "count",
        "counts",
        _words(
            f"how many|number|counts?|many|{_EACH}|{_RANKS}|{_COMPARED}|{_SUMS}|at|popular|often|multiple|several|amount|frequent\\w*"
            "|percent\\w*|share|same|twice|only|exactly|over|have"
        ),
        _any(exp.Count),
    ),
    (
        "limit",
        "keeps only a few rows",
        _words(f"\\d+|{_RANKS}|first|last|recent|one|two|three|four|five|six|seven|eight|nine|ten|second|third|any"),
        _any(exp.Limit),
    ),
)
_NEVER_SEEN: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("percent", _words(r"percent\w*|share|proportion|ratio|fraction|%")),
    (
        "like",
        re.compile(r"\b(?:contain|start|begin|end|includ|like|match)\w*|\bin (?:the|their|its)\b|\b(?:with|having) \W", re.IGNORECASE),
    ),
    ("or", _words("or|either|any of|and")),
    ("order", _words(f"{_RANKS}|{_SUMS}|first|last|recent\\w*|order\\w*|sort\\w*|rank\\w*|alphabetical\\w*|ascending|descending"
                     "|from|by|expensive|\\d+|two|three|four|five|six|seven|eight|nine|ten|second|third|chronological\\w*|popular|frequent\\w*")),
)  # fmt: skip


_FIGURE_WORDS: tuple[tuple[Figure, re.Pattern[str]], ...] = (
    ("AVG", _words("average|mean|avg|typical")),
    ("SUM", _words(f"{_SUMS}|how much|revenue|turnover|spent|earned")),
    ("COUNT", _words("how many|number of|count|percent\\w*|share")),
    ("MAX", _words("highest|largest|biggest|longest|tallest|heaviest|maximum|max|latest|newest|most expensive|oldest|last")),
    ("MIN", _words("lowest|smallest|shortest|lightest|cheapest|minimum|min|earliest|least expensive|youngest|first|oldest")),
)  # fmt: skip
_MORE_WORDS = _words(
    "(?:more|longer|higher|greater|larger|bigger|heavier|taller|later) than|above|over|exceeding|at least|after|since|or more"
)
_LESS_WORDS = _words(
    "(?:less|fewer|cheaper|lower|shorter|smaller|lighter|earlier) than|below|under|at most|before|until|or less|up to"
)
_ANY_WAY = _words("between|older|younger|from|to|not|no")
_FALLS = _words(
    "latest|newest|highest|largest|biggest|longest|tallest|heaviest|priciest|most expensive|(?<!at )most|top|best|descending"
)
_RISES = _words(
    "earliest|first(?! names?)|lowest|smallest|shortest|lightest|cheapest|fewest|(?<!at )least|worst|ascending|alphabetical\\w*"
)
_SHOWS_FIGURE = re.compile(
    r"^\W*(?:(?:and|so|ok|please|tell|show|give|find|get|list|calculate|compute|what|what['’]s|is|are|the|me|us|of)\W+)*"
    r"(?:how many|number of|count|average|avg|mean|total|sum)\b",
    re.IGNORECASE,
)
_FIRST_ROWS = _words(
    r"(?!forest|interest|request|harvest|honest|contest|protest|invest)\w{3,}est|(?<!at )most|(?<!at )least|top|best|worst"
    r"|first(?! names?)|last(?! (?:names?|\w*day|week|month|quarter|year|\d))"
)
_WHOLE_ORDER = _words(r"\w+est (?:\w+ )?first|sort\w*|order(?:ed)? by|from|ascending|descending|per|each|every")
_LACKS = _words(
    r"without|never|no(?! (?:more|less|fewer|later|earlier)|\.)|not(?! (?:more|less|later|earlier))|\w+n['’]t|missing|lack\w*"
)
_LOOKS_UP = _words("with|have|has|had|any|ever|some|at least")
_TIMES = _words("years?|months?|weeks?|days?|quarters?|dates?|when|monthly|yearly|annual\\w*|daily")
_BOUNDS_NUMBER = _words(r"(?:than|above|over|below|under|at least|at most) [$€£]?\d\S*")
_MEASURES = re.compile(r"\W*(?:how (?!many\b)|when\b|where\b)", re.IGNORECASE)
_DATES = _words(
    r"\S*\d\S*|today|yesterday|now|this|last|past|ago|current\w*|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\w+day|weekends?|spring|summer|autumn|fall|winter"
)
_NUMBERS = _words(
    r"\S*\d\S*|zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|second|third|fourth|once|twice|more than one"
    r"|at least one|only one|one"
)
_AVERAGE_AS_BOUND = _words(
    r"(?:than|above|below|over|under|exceed\w*|beat\w*) (?:the |their |its )?(?:\w+ ){0,2}(?:average|mean)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants of a query, as far as its words tell; nothing set wants anything.

    Attributes:
        without: forms that no word speaks of.
        figures: the only aggregates that it can want; empty for all.
        bounds: the only signs of comparison; empty for all.
        direction: the only one of sorting (``ASC`` or ``DESC``); empty for both.
        average_as_bound: rows are compared with an average.
        may_bound: rows may be compared with a figure of all rows.
        shows_figure: a figure is what is asked for.
        ranks: the first rows of an order are asked for.
        is_single: it is one figure, not one for each of several.
        lacks: what is asked for lacks something.
        lacks_rows: it lacks rows of another table.
        looks_up: it may be found by what another table says of it (``id IN ( SELECT … )``).
        has_number: a number or a word for one stands there.
        has_time: it speaks of years, months, days.
        bounds_number: it gives a bound for a number in the rows.
        groups_by: it says by which columns rows are grouped.
        counts_rows: it counts rows of another table (more than two orders).
        has_date: a date, or words for one, stand there.
        measures: it asks how much of something a thing has (how heavy, when, where): the thing's name is no answer.
        has_text: words stand there that may be a value.
        is_known: the question was read; else anything may be wanted.
    """

    without: frozenset[Form] = frozenset()
    figures: frozenset[Figure] = frozenset()
    bounds: str = ""
    direction: str = ""
    average_as_bound: bool = False
    may_bound: bool = True
    shows_figure: bool = False
    is_single: bool = False
    ranks: bool = False
    lacks: bool = False
    lacks_rows: bool = False
    looks_up: bool = True
    has_number: bool = True
    has_text: bool = True
    has_date: bool = True
    has_time: bool = True
    bounds_number: bool = False
    groups_by: bool = False
    counts_rows: bool = False
    measures: bool = False
    is_known: bool = False


ANYTHING = Wanted()


def is_latin(question: str) -> bool:
    """Whether a question is written in Latin letters, as English is; accents in names and typographic signs do not count against it."""
    return not re.search("[\u0370-\u1fff\u2e80-\uffdc]", question)


def wanted(question: str) -> Wanted:
    """Read a question's wants; languages other than English tell none."""
    if not is_latin(question):
        return ANYTHING
    patterns = [*((form, asked) for form, _, asked, _ in _UNASKED), *_NEVER_SEEN]
    without = frozenset(form for form, asked in patterns if not asked.search(question))
    as_bound = bool(_AVERAGE_AS_BOUND.search(question))
    if re.search("[<>]", question):
        without -= {"compare"}
    figures = frozenset(
        figure for figure, words in _FIGURE_WORDS if words.search(question) and not (as_bound and figure == "AVG")
    )
    more, less = bool(_MORE_WORDS.search(question)), bool(_LESS_WORDS.search(question))
    bounds = "" if more == less or _ANY_WAY.search(question) else ">" if more else "<"
    falls, rises = bool(_FALLS.search(question)), bool(_RISES.search(question))
    return Wanted(
        without,
        figures,
        bounds,
        "" if falls == rises else "DESC" if falls else "ASC",
        as_bound,
        as_bound or bool(figures & {"MAX", "MIN"}),
        bool(_SHOWS_FIGURE.search(question)) and not _words(_RANKS).search(question),
        ranks=bool(_FIRST_ROWS.search(question)) and not _WHOLE_ORDER.search(question),
        lacks=bool(_LACKS.search(question)),
        looks_up=bool(_LOOKS_UP.search(question)),
        has_number=bool(_NUMBERS.search(question)),
        has_date=bool(_DATES.search(question)),
        has_time=bool(_DATES.search(question) or _TIMES.search(question)),
        bounds_number=bool(bounds) and bool(_BOUNDS_NUMBER.search(question)) and not figures,
        measures=bool(_MEASURES.match(question)),
        is_known=True,
    )


def with_age(wants: Wanted, question: str, *, by_age: bool) -> Wanted:
    """Where a question says old or young, which way that is: with columns of an age upwards, with those of a birth the other way."""
    old, young = bool(_words("older|oldest").search(question)), bool(_words("younger|youngest").search(question))
    if old == young:
        return wants
    is_up = old is by_age
    bounds = (
        wants.bounds or (">" if is_up else "<") if _words("(?:older|younger) than").search(question) else wants.bounds
    )
    return replace(wants, bounds=bounds, direction=wants.direction or ("DESC" if is_up else "ASC"))


def shape_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on where a query's shape does not go with the question's words.

    Args:
        tree: the query.
        question: in English; other languages raise no doubts by their words.
        tables: those that the query may read.
        links: what the question names.
    """
    if is_latin(question):
        yield from _shape(tree, question)
    yield from _arbitrary_columns(tree, tables)
    yield from _left_out_columns(tree, question, tables, links)
    yield from _needless_tables(tree, question, tables, links)


def _shape(tree: exp.Expr, question: str) -> Iterator[str]:
    for words, asked, has in _ASKED:
        if asked.search(question) and not has(tree):
            yield f"The question {words}, and the query does not."
    for _, words, asked, has in _UNASKED:
        if has(tree) and not asked.search(question):
            yield f"The query {words}, and the question does not ask for it."


def _arbitrary_columns(tree: exp.Expr, tables: Sequence[Table]) -> Iterator[str]:
    """Columns beside a figure that rows are not grouped by: SQLite shows any one of their values. Groups by a key have one value each."""
    group = tree.args.get("group") if isinstance(tree, exp.Select) else None
    if not isinstance(tree, exp.Select) or group is None or not tree.find(exp.AggFunc):
        return
    grouped = {column.name for column in group.find_all(exp.Column)}
    if grouped & {column.name for table in tables for column in table.columns if column.is_key}:
        return
    for part in tree.expressions:
        if isinstance(part, exp.Column) and part.name not in grouped:
            yield f"Rows are not grouped by {part.name}, so any of its values is shown."


def _left_out_columns(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Columns whose whole name the question says, and that the query reads in no table."""
    read = {column.name.lower() for column in tree.find_all(exp.Column)}
    for name in said_columns(question, tables, links.table_words | links.value_words):
        if name.lower() not in read:
            yield f"The question names the column {name}, and the query leaves it out."


def _needless_tables(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Joined tables that nothing in the question speaks of, where at most one other table is spoken of."""
    read = {table.name for table in tree.find_all(exp.Table)}
    said = set(said_columns(question, tables, links.table_words | links.value_words))
    hinted = links.named.union(*links.hints)
    spoken = {t.name for t in tables if t.name in hinted or said & {c.name for c in t.columns}} | _compared_with_texts(
        tree
    )
    if len(read) > 1 and len(read & spoken) == 1:
        for name in sorted(read - spoken):
            yield f"The query reads {name}, of which the question does not speak."


def _compared_with_texts(tree: exp.Expr) -> set[str]:
    """Tables a column of which is compared with a text: that text stands in the question."""
    sides = [text.parent for text in tree.find_all(exp.Literal) if text.is_string]
    return {column.table for side in sides if side is not None for column in side.find_all(exp.Column) if column.table}
