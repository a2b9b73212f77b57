"""The rules of one SELECT for one set of tables: what may be selected, compared, grouped and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol, get_args

from plugins.sql_assistant.schema import Column
from plugins.sql_assistant.shape import Form
from plugins.sql_assistant.words import parts

Kind = Literal["all", "value", "number", "text", "date"]
"""``value`` is every column that is no key; keys are counted, grouped and joined, hardly ever compared or sorted."""

_NUMBER_TYPES = ("INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "BOOL", "MONEY")
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


def kinds_of(column: Column) -> frozenset[Kind]:
    """What a column may be compared with; a column without a type may be anything."""
    kind = column.type.upper()
    dated = bool(_DATE_WORDS & set(parts(column.name)))
    if "DATE" in kind or "TIME" in kind:
        return frozenset(("all", "value", "date"))
    if any(word in kind for word in _NUMBER_TYPES):
        return frozenset(("all", "value", "number"))
    if any(word in kind for word in ("CHAR", "CLOB", "TEXT", "STRING")):
        return frozenset(("all", "value", "text", "date")) if dated else frozenset(("all", "value", "text"))
    return frozenset(("all", "value", "number", "text", "date"))


def select_rules(
    suffix: str, columns: Columns, scalars: Sequence[str], without: frozenset[Form] = frozenset()
) -> dict[str, str]:
    """Rules by name: ``q-…`` is a whole SELECT without its first word, ``rest-…`` what follows the selected values.

    Args:
        suffix: end of the rules' names.
        scalars: rules of the queries that give one value to compare with.
        without: forms that are left out.
    """
    x = suffix
    having = "" if "count" in without and "sum" in without else f' ( " HAVING " agg-{x} " " cmp " " num )?'
    tail = [f"group-{x}?" if "group" not in without else "", f"order-{x}?" if "order" not in without else ""]
    junction = '" AND "' if "or" in without else '( " AND " | " OR " )'
    limit, lone_limit = ("", "") if "limit" in without else (" limit?", " | limit")
    aggregates = list(_aggregates(x, columns, without))
    rules = {
        f"q-{x}": f"outs-{x} rest-{x}" + ("" if "percent" in without else f" | percent rest-{x}"),
        f"outs-{x}": f'out-{x} ( " , " out-{x} )*',
        f"out-{x}": f"{columns.every()} | val-{x}",
        "percent": '"100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM " table " )"',
        f"rest-{x}": f'" FROM " from-{x} ( " WHERE " cond-{x} )? {" ".join(tail)}'.rstrip(),
        f"cond-{x}": f"pred-{x} ( {junction} pred-{x} )*",
        f"pred-{x}": " | ".join(_predicates(x, columns, scalars, without)),
        f"group-{x}": f'" GROUP BY " plain-{x} ( " , " plain-{x} )*{having}',
        f"order-{x}": f'" ORDER BY " sort-{x} direction ( " , " sort-{x} direction )*{limit}{lone_limit}',
        f"sort-{x}": " | ".join(_sortable(x, columns, has_aggregates=bool(aggregates))),
        f"val-{x}": f"plain-{x} | agg-{x}" if aggregates else f"plain-{x}",
        f"plain-{x}": " | ".join(_plain_values(x, columns)),
        f"agg-{x}": " | ".join(aggregates or [f"plain-{x}"]),
    }
    return rules | {f"{kind}-{x}": found for kind in get_args(Kind) if (found := columns.of(kind))}


def _plain_values(x: str, columns: Columns) -> Iterator[str]:
    yield f"all-{x}"
    if columns.of("date"):
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


def _aggregates(x: str, columns: Columns, without: frozenset[Form]) -> Iterator[str]:
    if "count" not in without:
        yield f'"COUNT ( " ( "*" | ( "DISTINCT " )? all-{x} ) " )"'
    if columns.of("value") and "order" not in without:
        yield f'"M" ( "AX" | "IN" ) " ( " value-{x} " )"'
    if columns.of("number") and "sum" not in without:
        yield f'"SUM ( " number-{x} ( " * " number-{x} )? " )"'
    if columns.of("number") and "average" not in without:
        yield f'"AVG ( " number-{x} ( " * " number-{x} )? " )"'


def _predicates(x: str, columns: Columns, scalars: Sequence[str], without: frozenset[Form]) -> Iterator[str]:
    negated = "" if "omit" in without else '( "NOT " )? '
    equals = '"="' if "omit" in without else "eq"
    compared = equals if "compare" in without else "cmp"
    scalar = f'"( SELECT " ( {" | ".join(scalars)} ) " )"' if scalars else ""

    def between(kind: str) -> str:
        return "" if "compare" in without else f' | "BETWEEN " {kind} " AND " {kind}'

    if "omit" not in without:
        yield f'all-{x} " IS " ( "NOT " )? "NULL"'
    if columns.of("number"):
        side = f"( num | {scalar} )" if scalar else "num"
        yield f'number-{x} " " ( {compared} " " {side} | {negated}"IN ( " nums " )"{between("num")} )'
    if columns.of("text"):
        side = f"( str | {scalar} )" if scalar else "str"
        like = "" if "like" in without else '"LIKE " like | '
        yield f'text-{x} " " ( {equals} " " {side} | {negated}( {like}"IN ( " strs " )" ) )'
    if columns.of("date"):
        side = f"( date | {scalar} )" if scalar else "date"
        yield f'( date-{x} | "strftime ( " format " , " date-{x} " )" ) " " ( {compared} " " {side}{between("date")} )'
    for column, rule in columns.key_tests():
        yield f'{column} " " {negated}"IN ( SELECT " ( {rule} ) " )"'
    for column, values in columns.value_tests():
        yield f'{column} " " ( {equals} " " {values} | {negated}"IN ( " {values} ( " , " {values} )* " )" )'
