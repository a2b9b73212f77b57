"""The rules of one SELECT for one set of tables: what may be selected, compared, grouped and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, Protocol, get_args

from plugins.sql_assistant.schema import Column
from plugins.sql_assistant.shape import ANYTHING, Figure, Wanted
from plugins.sql_assistant.words import parts

Kind = Literal["all", "grouped", "shown", "value", "number", "flag", "text", "date"]
"""``shown`` is what a person may want to see, ``value`` is every column that is no key (keys are counted, grouped and joined, hardly ever
compared or sorted), a ``flag`` is a number that says yes or no."""

_NUMBER_TYPES = ("INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "BOOL", "MONEY")
_FLAG_WORDS = frozenset("is has can was active enabled available paid returned done".split())
_DATE_WORDS = frozenset(
    "date time datetime timestamp day at on since until start end begin due deadline birth birthday born hired joined created updated "
    "modified opened closed published released founded established departure arrival".split()
)


class Columns(Protocol):
    """The columns of one set of tables as GBNF expressions."""

    def of(self, kind: Kind) -> str | None:
        """Columns of a kind; None if there are none."""
        ...

    def every(self) -> str:
        """All columns at once: ``*``."""
        ...

    def key_tests(self) -> Iterable[tuple[str, str]]:
        """(column, rule of the query that may stand behind its IN)."""
        ...

    def value_tests(self) -> Iterable[tuple[str, str]]:
        """(column, its values that the question names)."""
        ...


@lru_cache(maxsize=4096)
def kinds_of(column: Column) -> frozenset[Kind]:
    """What a column may be compared with; a column without a type may be anything."""
    kind = column.type.upper()
    dated = bool(_DATE_WORDS & set(parts(column.name)))
    is_flag = "BOOL" in kind or parts(column.name)[0] in _FLAG_WORDS
    if "DATE" in kind or "TIME" in kind:
        return frozenset(("all", "value", "date"))
    if any(word in kind for word in _NUMBER_TYPES):
        return frozenset(("all", "value", "number", "flag")) if is_flag else frozenset(("all", "value", "number"))
    if any(word in kind for word in ("CHAR", "CLOB", "TEXT", "STRING")):
        return frozenset(("all", "value", "text", "date")) if dated else frozenset(("all", "value", "text"))
    return frozenset(("all", "value", "number", "flag", "text", "date"))


def select_rules(suffix: str, columns: Columns, scalars: Sequence[str], wants: Wanted = ANYTHING) -> dict[str, str]:
    """Rules by name: ``q-…`` is a whole SELECT without its first word, ``rest-…`` what follows the selected values.

    Args:
        suffix: end of the rules' names.
        scalars: rules of the queries that give one value to compare with.
        wants: what the question wants; the rest is left out.
    """
    x, without, aggregates = suffix, wants.without, list(_aggregates(suffix, columns, wants))
    if wants.is_single and aggregates:
        without |= {"group", "order"}
    has_having = aggregates and not {"count", "sum"} <= without
    having = f' ( " HAVING " agg-{x} " " cmp " " num )?' if has_having else ""
    tail = [f"group-{x}?" if "group" not in without else "", f"order-{x}?" if "order" not in without else ""]
    junction = '" AND "' if "or" in without else '( " AND " | " OR " )'
    limit, lone_limit = ("", "") if "limit" in without else (" limit", "") if wants.ranks else (" limit?", " | limit")
    after = f'" FROM " from-{x} {{where}} {" ".join(tail)}'
    tests = [f"test-{x}"] if list(columns.value_tests()) else []
    predicates = [*tests, *_predicates(x, columns, scalars, wants)] or ([f"lack-{x}"] if wants.lacks else [])
    where = f'( " WHERE " cond-{x} )?' if predicates else ""
    rules = {
        f"q-{x}": f"outs-{x} must-{x}" + ("" if "percent" in without else f" | percent must-{x}"),
        f"outs-{x}": _lists(x, wants) if aggregates else f'out-{x} ( " , " out-{x} )*',
        f"out-{x}": " | ".join(_outputs(x, columns, wants, has_aggregates=bool(aggregates))),
        "percent": '"100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM " table " )"',
        f"rest-{x}": after.format(where=where),
        f"must-{x}": after.format(where=_needed(x, junction, tests, columns, wants) or where),
        f"group-{x}": f'" GROUP BY " by-{x} ( " , " by-{x} )*{having}',
        f"by-{x}": f"grouped-{x}" if wants.groups_by and columns.of("grouped") else f"plain-{x}",
        f"order-{x}": f'" ORDER BY " sort-{x} direction ( " , " sort-{x} direction )*{limit}{lone_limit}',
        f"sort-{x}": " | ".join(_sortable(x, columns, has_aggregates=bool(aggregates))),
        f"plain-{x}": " | ".join([f"all-{x}", *_dates(x, columns, wants)]),
        f"agg-{x}": " | ".join(aggregates or [f"plain-{x}"]),
    }
    if predicates:
        rules |= {f"cond-{x}": f"pred-{x} ( {junction} pred-{x} )*", f"pred-{x}": " | ".join(predicates)}
    if tests:
        rules[f"test-{x}"] = " | ".join(_value_tests(columns, wants))
    if wants.bounds_number and columns.of("number"):
        rules[f"bound-{x}"] = f'number-{x} " " cmp " " num'
    if wants.lacks:
        rules[f"lack-{x}"] = " | ".join(_lacking(x, columns, wants))
    return rules | {f"{kind}-{x}": found for kind in get_args(Kind) if (found := columns.of(kind))}


def _lists(x: str, wants: Wanted) -> str:
    """What stands behind SELECT: one figure, figures after what they are figures of, or anything."""
    if wants.is_single:
        return f"agg-{x}"
    return f'( out-{x} " , " )* agg-{x}' if wants.shows_figure else f'out-{x} ( " , " out-{x} )*'


def _needed(x: str, junction: str, tests: Sequence[str], columns: Columns, wants: Wanted) -> str:
    """The condition that a query must have: what is lacking, or one of the values that the question names; empty if there is none."""
    if wants.lacks:
        test = f"lack-{x}"
    elif tests and "omit" in wants.without:
        test = tests[0]
    elif wants.bounds_number and columns.of("number"):
        test = f"bound-{x}"
    else:
        return ""
    return f'" WHERE " ( {test} ( {junction} pred-{x} )* | pred-{x} {junction} {test} ( {junction} pred-{x} )* )'


def _lacking(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    tests = list(columns.key_tests())
    if not (wants.lacks_rows and tests):
        yield f'{"value" if columns.of("value") else "all"}-{x} " IS NULL"'
    for column, rule in tests:
        yield f'{column} " NOT IN ( SELECT " ( {rule} ) " )"'
    for column, values in columns.value_tests():
        yield f'{column} " " ( "!= " {values} | "NOT IN ( " {values} ( " , " {values} )* " )" )'
    if columns.of("flag"):
        yield f'flag-{x} " = 0"'


def _outputs(x: str, columns: Columns, wants: Wanted, *, has_aggregates: bool) -> Iterator[str]:
    if not (wants.shows_figure or wants.measures):
        yield columns.every()
    if columns.of("shown"):
        yield f"shown-{x}"
    elif wants.shows_figure or wants.measures:
        yield f"all-{x}"
    yield from _dates(x, columns, wants)
    if has_aggregates and (wants.figures or not wants.is_known) and not wants.shows_figure:
        yield f"agg-{x}"


def _dates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if columns.of("date") and wants.has_time:
        yield f'"strftime ( " format " , " date-{x} " )"'


def _sortable(x: str, columns: Columns, *, has_aggregates: bool) -> Iterator[str]:
    if has_aggregates:
        yield f"agg-{x}"
    if columns.of("value"):
        yield f"value-{x}"
    if columns.of("date"):
        yield f'"strftime ( " format " , " date-{x} " )"'
    if not has_aggregates and not columns.of("value"):
        yield f"all-{x}"


def _aggregates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    def fits(figure: Figure, form: str) -> bool:
        return form not in wants.without and (not wants.figures or figure in wants.figures)

    if fits("COUNT", "count"):
        yield f'"COUNT ( " ( "*" | ( "DISTINCT " )? all-{x} ) " )"'
    extremes: tuple[Figure, Figure] = ("MAX", "MIN")
    for extreme in extremes:
        if columns.of("value") and fits(extreme, "order"):
            yield f'"{extreme} ( " value-{x} " )"'
    sums: tuple[tuple[Figure, str], ...] = (("SUM", "sum"), ("AVG", "average"))
    for figure, form in sums:
        if columns.of("number") and fits(figure, form):
            yield f'"{figure} ( " number-{x} ( " * " number-{x} )? " )"'


def _predicates(x: str, columns: Columns, scalars: Sequence[str], wants: Wanted) -> Iterator[str]:
    negated, equals = _signs(wants)
    compares = "compare" not in wants.without
    compared = "cmp" if compares else equals
    scalar = f'"( SELECT " ( {" | ".join(scalars)} ) " )"' if scalars and compares and wants.may_bound else ""

    def side(plain: str) -> str:
        return f"( {plain} | {scalar} )" if scalar else plain

    def between(plain: str) -> str:
        return f' | "BETWEEN " {plain} " AND " {plain}' if compares and not wants.bounds else ""

    if "omit" not in wants.without:
        yield f'all-{x} " IS " ( "NOT " )? "NULL"'
    if columns.of("flag") and not wants.has_number:
        yield f'flag-{x} " = " [01]'
    if columns.of("number") and (wants.has_number or scalar):
        bound = scalar if (wants.average_as_bound or not wants.has_number) and scalar else side("num")
        among = "" if wants.bounds or not wants.has_number else f' | {negated}"IN ( " nums " )"'
        yield f'number-{x} " " ( {compared} " " {bound}{among}{between("num") if wants.has_number else ""} )'
    if columns.of("text"):
        like = [] if "like" in wants.without else [f'{negated}"LIKE " like']
        equal = [f'{equals} " " {side("str")}', f'{negated}"IN ( " strs " )"'] if wants.has_text else []
        if like or equal:
            yield f'text-{x} " " ( {" | ".join([*equal, *like])} )'
    if columns.of("date") and wants.has_date:
        day = f'( date-{x} | "strftime ( " format " , " date-{x} " )" )'
        yield f'{day} " " ( ( {equals} | {compared} ) " " {side("date")}{between("date")} )'
    for column, rule in columns.key_tests() if wants.looks_up or "omit" not in wants.without else ():
        sign = '"NOT " ' if wants.lacks or not wants.looks_up else negated
        yield f'{column} " " {sign}"IN ( SELECT " ( {rule} ) " )"'


def _value_tests(columns: Columns, wants: Wanted) -> Iterator[str]:
    negated, equals = _signs(wants)
    for column, values in columns.value_tests():
        yield f'{column} " " ( {equals} " " {values} | {negated}"IN ( " {values} ( " , " {values} )* " )" )'


def _signs(wants: Wanted) -> tuple[str, str]:
    """What may negate a test, and what may stand for equal."""
    return ("", '"="') if "omit" in wants.without else ('( "NOT " )? ', "eq")
