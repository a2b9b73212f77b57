"""The rules of one SELECT for one set of tables: what may be selected, compared, grouped and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, Protocol, get_args

from plugins.sql_assistant.gbnf import words_of
from plugins.sql_assistant.schema import Column
from plugins.sql_assistant.wants import ANYTHING, Form, Wanted
from plugins.sql_assistant.words import parts

Kind = Literal["all", "grouped", "shown", "value", "sorted", "number", "measured", "flag", "text", "date"]
"""``shown`` is what a person may want to see, ``value`` is every column that is no key (keys are counted, grouped and joined, hardly ever
compared or sorted), ``sorted`` a value that rows may be ranked by, ``measured`` a number that may be added up, a ``flag`` is a number
that says yes or no."""

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

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        """(column, its values that the question names; of those only the ones that it names plainly)."""
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
        wants: what the question leaves open.
    """
    x, without = suffix, wants.without
    limit, lone_limit = ("", "") if "limit" in without else (" limit", "") if wants.ranks else (" limit?", " | limit")
    order = "" if "order" in without else f" order-{x}?"
    tests = list(_value_tests(columns, wants))
    predicates = [*([f"test-{x}"] if tests else []), *_predicates(columns, scalars, wants, x)]
    where = f'( " WHERE " cond-{x} )?' if predicates else ""
    after = f'" FROM " from-{x} {{}} group-{x}?{order}'
    rules = {
        f"q-{x}": f"outs-{x} must-{x}" + ("" if "percent" in without else f" | percent must-{x}"),
        f"outs-{x}": f'( out-{x} " , " )* agg-{x}' if wants.shows_figure else f'out-{x} ( " , " out-{x} )*',
        f"out-{x}": " | ".join(_outputs(x, columns, wants)),
        "percent": '"100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM " table " )"',
        f"rest-{x}": after.format(where),
        f"must-{x}": after.format(_needed(x, columns, wants) or where),
        f"group-{x}": f'" GROUP BY " by-{x} ( " , " by-{x} )* ( " HAVING " agg-{x} " " ( eq | cmp ) " " num )?',
        f"by-{x}": f"grouped-{x}" if columns.of("grouped") else f"plain-{x}",
        f"order-{x}": f'" ORDER BY " sort-{x} direction ( " , " sort-{x} direction )*{limit}{lone_limit}',
        f"sort-{x}": " | ".join(_sortable(x, columns)),
        f"plain-{x}": " | ".join([f"all-{x}", *_dates(x, columns, wants)]),
        f"agg-{x}": " | ".join(_aggregates(x, columns, wants)),
    }
    if predicates:
        rules |= {f"cond-{x}": f"pred-{x} ( {_junction(wants)} pred-{x} )*", f"pred-{x}": " | ".join(predicates)}
    if tests:
        rules[f"test-{x}"] = " | ".join(tests)
    return rules | {f"{kind}-{x}": found for kind in get_args(Kind) if (found := columns.of(kind))}


def _junction(wants: Wanted) -> str:
    return '" AND "' if "or" in wants.without else '( " AND " | " OR " )'


def _needed(x: str, columns: Columns, wants: Wanted) -> str:
    """The condition that a query must have where the question plainly names a value; empty if it may have others."""
    is_named = any(True for _ in columns.value_tests(is_plain=True))
    if not is_named or "omit" not in wants.without or wants.may_bound:
        return ""
    join = _junction(wants)
    return f'" WHERE " ( test-{x} ( {join} pred-{x} )* | pred-{x} {join} ( pred-{x} {join} )* test-{x} ( {join} pred-{x} )* )'


def _outputs(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if not wants.shows_figure:
        yield columns.every()
    yield f"shown-{x}"
    yield from _dates(x, columns, wants)
    if not wants.shows_figure:
        yield f"agg-{x}"


def _dates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if columns.of("date") and wants.has_time:
        yield f'"strftime ( " format " , " date-{x} " )"'


def _sortable(x: str, columns: Columns) -> Iterator[str]:
    yield f"agg-{x}"
    if columns.of("sorted"):
        yield f"sorted-{x}"
    if columns.of("date"):
        yield f'"strftime ( " format " , " date-{x} " )"'


def _aggregates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    yield f'"COUNT ( " ( "*" | ( "DISTINCT " )? all-{x} ) " )"'
    if columns.of("sorted") and "extreme" not in wants.without:
        yield f'( "MAX" | "MIN" ) " ( " sorted-{x} " )"'
    sums: tuple[tuple[str, Form], ...] = (("SUM", "sum"), ("AVG", "average"))
    if columns.of("number") and (figures := [figure for figure, form in sums if form not in wants.without]):
        yield f'{words_of(figures)} " ( " measured-{x} ( " * " number-{x} )? " )"'


def _predicates(columns: Columns, scalars: Sequence[str], wants: Wanted, x: str) -> Iterator[str]:
    negated, equals = _signs(wants)
    compares = "compare" not in wants.without
    compared = f"( {equals} | cmp )" if compares else equals
    scalar = f' | "( SELECT " ( {" | ".join(scalars)} ) " )"' if scalars and wants.may_bound else ""

    def among(plain: str) -> str:
        return f' | {negated}"IN ( " {plain} ( " , " {plain} )* " )"'

    def between(plain: str) -> str:
        return f' | {negated}"BETWEEN " {plain} " AND " {plain}' if compares else ""

    if "null" not in wants.without:
        yield f'all-{x} " IS " ( "NOT " )? "NULL"'
    if columns.of("flag"):
        yield f'flag-{x} " = " [01]'
    if columns.of("number"):
        yield f'number-{x} " " ( {compared} " " ( num{scalar} ){among("num")}{between("num")} )'
    if columns.of("text"):
        yield from _text_tests(x, negated, equals, scalar, wants)
    if columns.of("date") and (wants.has_date or scalar):
        day = f'( date-{x} | "strftime ( " format " , " date-{x} " )" )'
        yield f'{day} " " ( {compared} " " ( date{scalar} ){among("date")}{between("date")} )'
    sign = '"NOT " ' if wants.lacks else negated
    for column, rule in columns.key_tests():
        yield f'{column} " " {sign}"IN ( SELECT " ( {rule} ) " )"'


def _text_tests(x: str, negated: str, equals: str, scalar: str, wants: Wanted) -> Iterator[str]:
    tests = [f'{equals} " " ( str{scalar} ) | {negated}"IN ( " str ( " , " str )* " )"'] if wants.has_text else []
    if scalar and not wants.has_text:
        tests.append(f'{equals} " " ( {scalar.removeprefix(" | ")} )')
    if wants.has_text or "like" not in wants.without:
        tests.append(f'{negated}"LIKE " like')
    if tests:
        yield f'text-{x} " " ( {" | ".join(tests)} )'


def _value_tests(columns: Columns, wants: Wanted) -> Iterator[str]:
    negated, equals = _signs(wants)
    for column, values in columns.value_tests():
        yield f'{column} " " ( {equals} " " {values} | {negated}"IN ( " {values} ( " , " {values} )* " )" )'


def _signs(wants: Wanted) -> tuple[str, str]:
    """What may negate a test, and what may stand for equal."""
    return ("", '"="') if "omit" in wants.without else ('( "NOT " )? ', "eq")
