"""What shape of query a question's words ask for: counting, averaging, grouping, ranking, comparing, leaving out.

Words and shape do not always go together, so nothing here proves a mistake: it is reason to let a small model try again, and a measure by
which its tries are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.grouping import without_rates
from plugins.sql_assistant.linking import Links, said_columns
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.wants import is_latin, words
from plugins.sql_assistant.words import parts

_Has = Callable[[exp.Expr], bool]


def _any(*kinds: type[exp.Expr]) -> _Has:
    return lambda tree: next(tree.find_all(*kinds), None) is not None


def _sorted(*, falling: bool) -> _Has:
    return lambda tree: any(bool(part.args.get("desc")) is falling for part in tree.find_all(exp.Ordered))


def _either(*tests: _Has) -> _Has:
    return lambda tree: any(test(tree) for test in tests)


def _is_nought(tree: exp.Expr) -> bool:
    return any(str(side.right) == "0" for side in tree.find_all(exp.EQ))


_RISING, _FALLING = _sorted(falling=False), _sorted(falling=True)
_COMPARES = _any(exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_LEAVES_OUT = (
    r"never|without(?! (?:duplicat|repe|limit)\w+)|not(?! (?:more|less|only))"
    r"|no(?! (?:more|less|fewer|duplicat\w*|repe\w+)|[.,])"
    r"|except|excluding|other than|different from|\w+n['’]t|neither"
    "|nobody|missing|left out|excluded|not included|not counted"
)
_COMPARED = "more|older|longer|higher|greater|larger|bigger|heavier|later|less|fewer|younger|cheaper|lower|shorter|smaller|earlier|lighter"
_RANKS = r"most|least|fewest|top|best|worst|max(?:imum)?|min(?:imum)?|\w+est"
_EACH = "per|each|every|by"
_SUMS = "total|sum|altogether|combined"
_FIGURES = "how many|number|count|average|mean|total|sum|highest|lowest|most|max|min"

_IN_PASSING = re.compile(
    r"\b(?:kinds?|types?|sorts?|number) of\b|\bsince (?=\d|the\b|last\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\ba single\b",
    re.IGNORECASE,
)
"""Words that are columns' names at times, and here say something else."""

_ASKED: tuple[tuple[str, re.Pattern[str], _Has], ...] = (
    ("asks how many", words("how many"), _any(exp.Count, exp.Sum)),
    ("asks how often", words("how often|how many times"), _any(exp.Count)),
    ("asks for an average", words("average|(?<!i )(?<!you )mean|avg"), _any(exp.Avg)),
    ("asks for a total", words(_SUMS), _any(exp.Sum, exp.Count)),
    (
        "asks for the highest",
        words(
            "highest|largest|biggest|longest(?![- ](?:standing|serving|running|established|lived))|tallest|heaviest|priciest|maximum"
            "|(?<!at )most(?! recent)"
        ),
        _either(_any(exp.Max), _FALLING, _COMPARES),
    ),
    (
        "asks for the lowest",
        words("lowest|smallest|shortest|lightest|cheapest|minimum|fewest|(?<!at )least"),
        _either(_any(exp.Min), _RISING, _COMPARES),
    ),
    ("ranks", words("oldest|youngest|newest|latest|earliest|most recent|top"), _any(exp.Max, exp.Min, exp.Ordered)),
    (
        "asks for figures of each",
        re.compile(rf"\A(?=.*\b(?:{_FIGURES})\b).*\b(?:per|each)\b", re.IGNORECASE | re.DOTALL),
        _any(exp.Group),
    ),
    ("compares", words(f"(?:{_COMPARED}) than|at least (?!one)|at most"), _COMPARES),
    ("compares", words("(?:above|below|over|under|after|before|since|exceeding) (?:\\d|the average)\\S*"), _COMPARES),
    ("asks for a range", words("between \\d+"), _COMPARES),
    ("leaves something out", words(_LEAVES_OUT), _either(_any(exp.Not, exp.NEQ, exp.Is, exp.Except), _is_nought)),
    (
        "asks for what is used up",
        words("(?:is|are|were|products?|items?|parts?) (?:currently )?(?:sold out|out of stock|used up)"),
        _either(_is_nought, _any(exp.Is, exp.LT, exp.LTE, exp.Not)),
    ),
    ("asks for different ones", words("different|distinct|unique"), _any(exp.Distinct, exp.Group)),
    (
        "asks for an order",
        words("(?:sorted|ordered|ranked) by|alphabetical(?:ly)?|chronological(?:ly)?"),
        _any(exp.Order),
    ),
)
_UNASKED: tuple[tuple[str, re.Pattern[str], _Has], ...] = (
    (
        "leaves something out",
        words(f"{_LEAVES_OUT}|nothing|none|only|empty|unknown|still|yet|un\\w+|known|has|have"),
        _any(exp.Not, exp.NEQ, exp.Except),
    ),
    (
        "groups",
        words(
            f"{_EACH}|{_RANKS}|{_COMPARED}|{_SUMS}|at|with|how many|number|count|average|typical|across|over|exactly|have|multiple|several"
        ),
        _any(exp.Group),
    ),
    ("averages", words("average|mean|avg|typical|above|below|than"), _any(exp.Avg)),
    (
        "compares by more or less",
        words(
            f"\\w+er|{_COMPARED}|{_RANKS}|over|above|below|under|after|before|since|between|from|until|exceed\\w*|past|last|up to"
            "|beyond|during|in|on|where|average|positive|negative|multiple|several"
        ),
        _COMPARES,
    ),
    (
        "counts",
        words(
            f"how many|number|counts?|many|{_EACH}|{_RANKS}|{_COMPARED}|{_SUMS}|at|popular|often|multiple|several|amount|frequent\\w*"
            "|percent\\w*|share|same|twice|only|exactly|over|have"
        ),
        _any(exp.Count),
    ),
    (
        "keeps only a few rows",
        words(f"\\d+|{_RANKS}|first|last|recent|one|two|three|four|five|six|seven|eight|nine|ten|second|third|any"),
        _any(exp.Limit),
    ),
    (
        "adds up",
        words(
            f"{_SUMS}|{_EACH}|{_RANKS}|{_COMPARED}|overall|whole|all|revenue|turnover|takings|proceeds|income|earn\\w*|sales|sold|sell\\w*"
            "|spen[dt]\\w*|worth|value|how much|how many|much|many|amount|quantity|number|units|bring|brings|brought|cost|costs|profits?"
            "|paid|pay|payments?|ow(?:e|es|ed|ing)|money|hours|minutes|days|stock|size|over|under|above|below|at|figures?|volume|bought"
        ),
        _any(exp.Sum),
    ),
)


def shape_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on where a query's shape does not go with the question's words.

    Args:
        tree: the query.
        question: in English; other languages raise no doubts by their words.
        tables: those that the query may read.
        links: what the question names.
    """
    if is_latin(question):
        yield from _shape(tree, without_rates(question, tables))
    yield from _arbitrary_columns(tree, tables)
    yield from _left_out_columns(tree, question, tables, links)


def _shape(tree: exp.Expr, question: str) -> Iterator[str]:
    for told, asked, has in _ASKED:
        if asked.search(question) and not has(tree):
            yield f"The question {told}, and the query does not."
    for told, asked, has in _UNASKED:
        if has(tree) and not asked.search(question):
            yield f"The query {told}, and the question does not ask for it."


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
    """Columns whose whole name the question says, and that the query reads in no table, nor one whose name says more (unit price)."""
    read = [set(parts(column.name)) for column in tree.find_all(exp.Column)]
    asked = _IN_PASSING.sub(" ", question)
    for name in said_columns(asked, tables, links.table_words | links.value_words):
        if not any(set(parts(name)) <= other for other in read):
            yield f"The question names the column {name}, and the query leaves it out."
