"""The rules of one SELECT for one set of tables: what may be selected, compared, grouped and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Literal, Protocol, get_args

from plugins.sql_assistant.gbnf import words_of
from plugins.sql_assistant.noughts import family_of
from plugins.sql_assistant.schema import Column
from plugins.sql_assistant.wants import ANYTHING, Form, Wanted
from plugins.sql_assistant.words import parts

Kind = Literal[
    "all",
    "grouped",
    "shown",
    "headed",
    "value",
    "compared",
    "sorted",
    "ranked",
    "lacking",
    "present",
    "number",
    "measured",
    "flag",
    "text",
    "date",
    "dated",
    "timely",
    "years",
    "stocked",
    "placed",
    "owed",
    "sized",
]
"""``shown`` is what a person may want to see, ``headed`` such of a table whose rows are asked for, ``value`` is every column that is
no key (keys are counted, grouped and joined, hardly ever compared or sorted), ``compared`` a value that other rows may share or
exceed, ``sorted`` a value that rows may be sorted by, ``ranked`` one that has a most and a least, ``lacking`` one that may be
missing, ``present`` one that rows may be asked for which have something there, ``measured`` a number that may be added up, a
``flag`` is a number that says yes or no, ``dated`` is a date that conditions may be on, ``timely`` is what tells when or how old;
numbers are of one of the families of ``noughts``."""

_MOST_NEEDED = 3
_NUMBER_TYPES = ("INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "BOOL", "MONEY")
_FLAG_WORDS = frozenset("is has can was active enabled available paid returned done".split())
_FLAG_ENDS = ("ed", "able", "ible", "free", "only")
_AGE_WORDS = frozenset("age birth birthday dob since".split())
_PHONE_WORDS = frozenset("phone tel telephone fax mobile".split())
_DATE_WORDS = frozenset(
    "date dt dob ts time datetime timestamp day at on since until start end begin due deadline birth birthday "
    "born hired expire expiry issued joined created updated modified opened closed received recv published "
    "released founded established departure arrival".split()
)
_MEANT = frozenset("promised planned scheduled expected needed wanted valid booked".split())
"""Before for, by or from it is a day; booked by alone may be a person."""


class Columns(Protocol):
    """The columns of one set of tables as GBNF expressions."""

    def of(self, kind: Kind) -> str | None:
        """Columns of a kind; None if there are none."""
        ...

    def every(self, *, heads_only: bool = False) -> str:
        """All columns at once: ``*``; in a join of one table, which may have to be one whose rows are asked for."""
        ...

    def figure(self) -> str | None:
        """The only figure that may be asked for; None where there is a choice."""
        ...

    def key_tests(self) -> Iterable[tuple[str, str]]:
        """(column, rule of the query that may stand behind its IN)."""
        ...

    def other_rows(self) -> Iterable[tuple[str, str]]:
        """(column, query for a value of the same column in other rows), to compare the two."""
        ...

    def needed_tests(self, *, flags_only: bool) -> Iterable[str]:
        """Conditions that a query must have: values that the question plainly names, flags that it says."""
        ...

    def number_tests(self) -> Iterable[tuple[str, str, str]]:
        """(columns, numbers to compare with, tests with their signs); numbers or tests may be empty."""
        ...

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        """(column, its values that the question names; of those only the ones that it names plainly)."""
        ...


@lru_cache(maxsize=4096)
def kinds_of(column: Column) -> frozenset[Kind]:
    """What a column may be compared with; a column without a type may be anything."""
    own = set(parts(column.name))
    found: set[Kind] = {"all"} if own & _PHONE_WORDS else {"all", "value"}
    found |= _kinds_by_type(column)
    if "number" in found:
        found.add(family_of(column.name))
    if "date" in found or own & _AGE_WORDS or "years" in found:
        found.add("timely")
    return frozenset(found)


def _kinds_by_type(column: Column) -> set[Kind]:
    kind, own = column.type.upper(), parts(column.name) or [""]
    if "DATE" in kind or "TIME" in kind:
        return {"date"}
    if any(word in kind for word in _NUMBER_TYPES):
        is_flag = "BOOL" in kind or own[0] in _FLAG_WORDS or ("INT" in kind and own[-1].endswith(_FLAG_ENDS))
        return {"number", "flag"} if is_flag else {"number"}
    if any(word in kind for word in ("CHAR", "CLOB", "TEXT", "STRING")):
        is_meant_for = own[-1] in ("for", "by", "from") and bool(_MEANT & set(own)) and own != ["booked", "by"]
        return {"text", "date"} if _DATE_WORDS & set(own) or is_meant_for else {"text"}
    return {"number", "flag", "text", "date"}


class Flat(Columns):
    """The same columns in a query inside another one: it holds no third."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def of(self, kind: Kind) -> str | None:
        return self._columns.of(kind)

    def every(self, *, heads_only: bool = False) -> str:
        return self._columns.every(heads_only=heads_only)

    def figure(self) -> str | None:
        return None

    def key_tests(self) -> Iterable[tuple[str, str]]:
        return ()

    def other_rows(self) -> Iterable[tuple[str, str]]:
        return ()

    def needed_tests(self, *, flags_only: bool) -> Iterable[str]:
        return ()

    def number_tests(self) -> Iterable[tuple[str, str, str]]:
        return self._columns.number_tests()

    def value_tests(self, *, is_plain: bool = False) -> Iterable[tuple[str, str]]:
        return self._columns.value_tests(is_plain=is_plain)


def select_rules(suffix: str, columns: Columns, wants: Wanted = ANYTHING) -> dict[str, str]:
    """Rules by name: ``q-…`` is a whole SELECT without its first word, ``rest-…`` what follows the selected values.

    Args:
        suffix: end of the rules' names.
        wants: what the question leaves open.
    """
    x, without, is_lone = suffix, wants.without, wants.is_lone and wants.shows_figure
    limit, lone_limit = ("", "") if "limit" in without else (" limit", "") if wants.ranks else (" limit?", " | limit")
    order = "" if "order" in without else f" order-{x}?"
    having = (
        "" if "having" in without or not wants.has_number else f' ( " HAVING " agg-{x} " " ( eq | cmp ) " " tally )?'
    )
    head = columns.of("headed")
    first = f'( out-{x} " , " )? first-{x}' if head else f"out-{x}"
    listed = f'{first} ( " , " out-{x} )*'
    tests = list(_value_tests(columns, wants))
    predicates = [*([f"test-{x}"] if tests else []), *_predicates(columns, wants, x)]
    where = f'( " WHERE " cond-{x} )?' if predicates and wants.most_conditions else ""
    is_grouped = wants.groups_so and columns.of("grouped") is not None
    group = "" if "group" in without and not is_grouped else f" group-{x}?"
    others = "" if is_grouped else f' ( " , " by-{x} )*'
    plain = f'" FROM " from-{x} {{}}'
    after = f"{plain}{group}{order}"
    rules = {
        f"q-{x}": f"outs-{x} must-{x}" + ("" if "percent" in without else f" | percent must-{x}"),
        f"outs-{x}": _shown_figures(x, is_lone=is_lone, is_grouped=is_grouped) if wants.shows_figure else listed,
        f"out-{x}": " | ".join(_outputs(x, columns, wants)),
        "percent": '"100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM " table " )"',
        f"rest-{x}": after.format(where),
        f"must-{x}": (plain if is_lone and not is_grouped else after)
        .replace(f" group-{x}?", f" group-{x}" if is_grouped else f" group-{x}?")
        .format(_needed(x, columns, wants, has_others=bool(predicates)) or where),
        f"group-{x}": f'" GROUP BY " by-{x}{others}{having}',
        f"by-{x}": f"grouped-{x}" if columns.of("grouped") else f"plain-{x}",
        f"order-{x}": f'" ORDER BY " sort-{x} direction ( " , " sort-{x} direction )*{limit}{lone_limit}',
        f"sort-{x}": " | ".join(_sortable(x, columns, wants)),
        f"plain-{x}": " | ".join([f"all-{x}", *_dates(x, columns, wants)]),
        f"agg-{x}": " | ".join(_aggregates(x, columns, wants)) or next(_outputs(x, columns, wants)),
    }
    if predicates:  # also where none may stand by themselves
        rules |= {
            f"cond-{x}": f"pred-{x}" + f" ( {_junction(wants)} pred-{x} )?" * (wants.most_conditions - 1),
            f"pred-{x}": " | ".join(predicates),
        }
    if head:
        whole = columns.every(heads_only=True)
        rules[f"first-{x}"] = f"{whole} | headed-{x}" if whole else f"headed-{x}"
    if tests:
        rules[f"test-{x}"] = " | ".join(tests)
    return rules | {f"{kind}-{x}": found for kind in get_args(Kind) if (found := columns.of(kind))}


def _shown_figures(x: str, *, is_lone: bool, is_grouped: bool) -> str:
    """What is shown where a figure is asked for: one alone, of each of what a column holds, or beside anything."""
    if is_grouped:
        return f'grouped-{x} " , " agg-{x} ( " , " agg-{x} )*'
    return f"agg-{x}" if is_lone else f'( out-{x} " , " )* agg-{x}'


def _junction(wants: Wanted) -> str:
    return '" AND "' if "or" in wants.without else '( " AND " | " OR " )'


def _needed(x: str, columns: Columns, wants: Wanted, *, has_others: bool) -> str:
    """The condition that a query must have where the question plainly names a value; empty if it may have others.

    Args:
        has_others: there are conditions that it may have beside.
    """
    join = _junction(wants)
    keys = " | ".join(f'{column} " NOT IN ( SELECT " ( {rule} ) " )"' for column, rule in columns.key_tests())
    before, after = (f"( pred-{x} {join} )? ", f" ( {join} pred-{x} )?") if has_others else ("", "")
    if wants.needs_key and keys:
        return f'" WHERE " {before}( {keys} ){after}'
    groups = list(columns.needed_tests(flags_only=wants.negates or wants.may_bound))[:_MOST_NEEDED]
    if groups:
        return _all_of(groups, x, join, max(wants.most_conditions - len(groups), 0) if has_others else 0)
    if wants.lacks and (lacking := " | ".join(_lacking(x, columns))):
        return f'" WHERE " {before}( {lacking} ){after}'
    return ""


def _all_of(groups: Sequence[str], x: str, join: str, more: int) -> str:
    """Conditions that must all be there, in any order, and at most ``more`` others."""
    before, after = f"( pred-{x} {join} )? " * min(more, 2), f" ( {join} pred-{x} )?" * min(more, 2)
    between = f' " AND " ( pred-{x} " AND " )? ' if more else ' " AND " '
    orders = (between.join(f"( {group} )" for group in order) for order in permutations(groups))
    return f'" WHERE " {before}( {" | ".join(orders)} ){after}'


def _lacking(x: str, columns: Columns) -> Iterator[str]:
    """Conditions of what is not there."""
    if columns.of("lacking"):
        yield f'lacking-{x} " IS NULL"'
    for column, rule in columns.key_tests():
        yield f'{column} " NOT IN ( SELECT " ( {rule} ) " )"'
    for column, values in columns.value_tests():
        yield f'{column} " != " {values} | {column} " NOT IN ( " {values} ( " , " {values} )* " )"'
    if columns.of("flag"):
        yield f'flag-{x} " = 0"'
    if columns.of("number"):
        yield f'number-{x} " = 0"'
    if columns.of("text"):
        yield f'text-{x} " " ( "!= " str | "NOT LIKE " like | "NOT IN ( " str ( " , " str )* " )" )'


def _outputs(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if not wants.shows_figure and not columns.of("headed"):
        yield columns.every()
    yield f"shown-{x}" if columns.of("shown") else columns.every()
    if not wants.shows_rows:
        yield from _dates(x, columns, wants)
    if not (wants.shows_figure or wants.shows_rows):
        yield f"agg-{x}"


def _dates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if columns.of("date") and wants.has_time:
        yield f'"strftime ( " format " , " date-{x} " )"'


def _sortable(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    yield f"agg-{x}"
    if wants.sorts_figure:
        return
    if wants.sorts_time and columns.of("timely"):
        yield f"timely-{x}"
    elif columns.of("sorted"):
        yield f"sorted-{x}"
    if columns.of("date"):
        yield f'"strftime ( " format " , " date-{x} " )"'


def _aggregates(x: str, columns: Columns, wants: Wanted) -> Iterator[str]:
    if told := columns.figure():
        yield told
        return
    if "count" not in wants.without:
        yield f'"COUNT ( " ( "*" | ( "DISTINCT " )? all-{x} ) " )"'
    if columns.of("ranked") and "extreme" not in wants.without:
        yield f'( "MAX" | "MIN" ) " ( " ranked-{x} " )"'
    sums: tuple[tuple[str, Form], ...] = (("SUM", "sum"), ("AVG", "average"))
    if columns.of("number") and (figures := [figure for figure, form in sums if form not in wants.without]):
        yield f'{words_of(figures)} " ( " measured-{x} ( " * " number-{x} )? " )"'


def _predicates(columns: Columns, wants: Wanted, x: str) -> Iterator[str]:
    negated, equals = _signs(wants)
    compares = "compare" not in wants.without
    compared = f"( {equals} | cmp )" if compares else equals
    lists = "or" not in wants.without

    def among(plain: str) -> str:
        return f' | {negated}"IN ( " {plain} ( " , " {plain} )+ " )"' if lists else ""

    def between(plain: str) -> str:
        return f' | {negated}"BETWEEN " {plain} " AND " {plain}' if compares else ""

    if "null" not in wants.without and columns.of("lacking"):
        yield from [f'lacking-{x} " IS NULL"'] if wants.may_lack else []
        yield from [f'present-{x} " IS NOT NULL"'] if columns.of("present") else []
    if columns.of("flag"):
        yield f'flag-{x} " = " [01]'
    if columns.of("number") and wants.has_number:
        for places, number, told in columns.number_tests() if wants.says_number else ():
            signs = [f'{compared} " " {number}{among(number)}{between(number)}'] if number else []
            yield f'{places} " " ( {" | ".join([*signs, told] if told else signs)} )'
        yield from (f'{family}-{x} " " {compared} " " [01]' for family in wants.noughts if columns.of(family))
    if columns.of("text"):
        yield from _text_tests(x, negated, equals, wants)
    if columns.of("dated") and wants.times:
        yield from (told.written(f"dated-{x}") for told in wants.times)
    elif columns.of("dated") and wants.has_date:
        day = f'( dated-{x} | "strftime ( " format " , " dated-{x} " )" )'
        yield f'{day} " " ( {compared} " " date{among("date")}{between("date")} )'
    if wants.may_bound:
        yield from (f'{column} " " {compared} " ( SELECT " {rule} " )"' for column, rule in columns.other_rows())
    sign = '"NOT " ' if wants.lacks else negated
    for column, rule in columns.key_tests():
        yield f'{column} " " {sign}"IN ( SELECT " ( {rule} ) " )"'


def _text_tests(x: str, negated: str, equals: str, wants: Wanted) -> Iterator[str]:
    lists = "" if "or" in wants.without else f' | {negated}"IN ( " str ( " , " str )+ " )"'
    tests = [f'{equals} " " str{lists}'] if wants.has_text else []
    if wants.has_text or "like" not in wants.without:
        tests.append(f'{negated}"LIKE " like')
    if tests:
        yield f'text-{x} " " ( {" | ".join(tests)} )'


def _value_tests(columns: Columns, wants: Wanted) -> Iterator[str]:
    negated, equals = _signs(wants)
    for column, values in columns.value_tests():
        lists = f' | {negated}"IN ( " {values} ( " , " {values} )+ " )"' if " | " in values else ""
        yield f'{column} " " ( {equals} " " {values}{lists} )'


def _signs(wants: Wanted) -> tuple[str, str]:
    """What may negate a test, and what may stand for equal."""
    return ("", '"="') if "omit" in wants.without else ('( "NOT " )? ', "eq")
