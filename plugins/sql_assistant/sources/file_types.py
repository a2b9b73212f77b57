"""Which type a column of texts has, decided on all of its values, and how a text becomes a value of it.

A column gets a type only where every value has one unmistakable form of it. What can be read two ways (01/02/2024), codes with leading
zeros and numbers too long for a number stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

TEXT = "VARCHAR"
MONTH_FIRST = "_MONTH_FIRST"
TYPES = (TEXT, "BIGINT", "DOUBLE", "BOOLEAN", "DATE", f"DATE{MONTH_FIRST}", "TIMESTAMP", f"TIMESTAMP{MONTH_FIRST}")
"""What a person may choose for a column: names of DuckDB's types; of dates also how 01/02/2024 is meant."""

_ABSENT = ("", "NULL", "null", "NA", "N/A", "n/a", "#N/A", "\\N", "NaN", "nan")
"""Texts that stand for no value in a column whose other values are numbers, dates or truth values."""

_FEW_ROWS = 100
_FEW_TESTS = 24
"""Of one query."""

_INTEGER = r"[-+]?(0|[1-9][0-9]{0,17})"
_DECIMAL = r"[-+]?((0|[1-9][0-9]{0,14})(\.[0-9]*)?|\.[0-9]+)([eE][-+][0-9]+)?"
_GROUPED_COMMA = r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?"
_GROUPED_POINT = r"[-+]?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(\.[0-9]{3})+)"
_DECIMAL_COMMA = r"[-+]?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?"
_ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SPACES = "[ \u00a0\u202f\u2009'']"
_SPACED = rf"[-+]?(0|[1-9][0-9]*|[1-9][0-9]{{0,2}}({_SPACES}[0-9]{{3}})+)([.,][0-9]+)?"
_SURELY_SPACED = rf".*[0-9]({_SPACES[:-1].replace(' ', '', 1)}][0-9]{{3}}.*| [0-9]{{3}}[.,][0-9]+)"
_ISO_TIME = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which values of a type are written.

    Attributes:
        type: DuckDB's name of the type.
        test: SQL that is true for a text of this form; ``{}`` is the text.
        value: SQL for its value, NULL where the text does not fit; ``{}`` is the text.
        shows: SQL that is true for a text that only this form explains; at least one value must. Empty where any does.
    """

    type: str
    test: str
    value: str
    shows: str = ""


def _pattern(pattern: str) -> str:
    return f"regexp_full_match({{}}, '{pattern}')"


def _dated(pattern: str) -> Form:
    kind = "TIMESTAMP" if "%H" in pattern else "DATE"
    parsed = f"try_strptime({{}}, '{pattern}')"
    test = f"{parsed} IS NOT NULL AND regexp_matches({{}}, '[0-9]{{4}}')"
    return Form(kind, test, f"CAST({parsed} AS {kind})")


_AMERICAN = "replace({}, ',', '')"
_TIGHT = f"replace(regexp_replace({{}}, '{_SPACES}', '', 'g'), ',', '.')"
_EUROPEAN = "replace(replace({}, '.', ''), ',', '.')"
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "boolean": Form("BOOLEAN", "lower({}) IN ('true', 'false')", "TRY_CAST({} AS BOOLEAN)"),
        "integer": Form("BIGINT", _pattern(_INTEGER), "TRY_CAST({} AS BIGINT)"),
        "decimal": Form("DOUBLE", _pattern(_DECIMAL), "TRY_CAST({} AS DOUBLE)"),
        "grouped": Form(
            "DOUBLE",
            _pattern(f"{_GROUPED_COMMA}|{_DECIMAL}"),
            f"TRY_CAST({_AMERICAN} AS DOUBLE)",
            _pattern(r"[-+]?[0-9]+(,[0-9]{3})+\.[0-9]+|[-+]?[0-9]+(,[0-9]{3}){2,}"),
        ),
        "comma": Form(
            "DOUBLE",
            _pattern(_DECIMAL_COMMA),
            f"TRY_CAST({_EUROPEAN} AS DOUBLE)",
            _pattern(r".*,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+|.*\..*,.*"),
        ),
        "points": Form("DOUBLE", _pattern(_GROUPED_POINT), f"TRY_CAST({_EUROPEAN} AS DOUBLE)", _pattern(r".*\..*")),
        "spaced": Form("DOUBLE", _pattern(_SPACED), f"TRY_CAST({_TIGHT} AS DOUBLE)", _pattern(_SURELY_SPACED)),
        "iso_date": Form("DATE", _pattern(_ISO_DATE) + " AND TRY_CAST({} AS DATE) IS NOT NULL", "TRY_CAST({} AS DATE)"),
        "iso_time": Form(
            "TIMESTAMP",
            _pattern(_ISO_DATE + _ISO_TIME) + " AND TRY_CAST({} AS TIMESTAMP) IS NOT NULL",
            "TRY_CAST({} AS TIMESTAMP)",
        ),
        "iso_utc": Form(
            "TIMESTAMP",
            _pattern(_ISO_DATE + _ISO_TIME + "(Z|[+]00:?00)") + " AND TRY_CAST({} AS TIMESTAMP) IS NOT NULL",
            "TRY_CAST({} AS TIMESTAMP)",
        ),
        **{pattern: _dated(pattern) for pattern in ("%d %b %Y", "%d-%b-%Y", "%b %d %Y", "%b %d, %Y")},
        **{
            pattern: _dated(pattern)
            for day in ("%d.%m.%Y", "%Y/%m/%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y")
            for pattern in (day, f"{day} %H:%M", f"{day} %H:%M:%S")
        },
    }
)
"""Forms by name, the likelier ones first."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a column of texts holds.

    Attributes:
        form: name of the form, a key of ``FORMS``; empty for text.
        is_ambiguous: whether it stays text only because its dates can be read two ways.
    """

    form: str = ""
    is_ambiguous: bool = False

    @property
    def type(self) -> str:
        return FORMS[self.form].type if self.form else TEXT


def name_of(position: int) -> str:
    """The name that a column has while it is still text."""
    return f"c{position}"


def typed_columns(connection: duckdb.DuckDBPyConnection, relation: str, count: int, sample_rows: int) -> list[Typed]:
    """The types of the columns ``c0`` … of a relation of texts.

    Args:
        relation: SQL that can stand in FROM.
        sample_rows: how many rows are looked at to see which forms are worth trying on all of them.
    """
    holding = _worth_trying(connection, f"(SELECT * FROM {relation} LIMIT {_FEW_ROWS})", count)  # noqa: S608 -- our own
    sample = f"(SELECT * FROM {relation} LIMIT {sample_rows})"  # noqa: S608 -- our own
    for seen, more in ((_FEW_ROWS, sample), (sample_rows, relation)):
        if _ends_within(connection, relation, seen):
            break
        holding = _holding(connection, more, holding)
    chosen = [_chosen(forms) for forms in holding]
    if not any(one.form == "comma" for one in chosen):
        return chosen
    # Where one column writes 5,50 another one's 1.234 is a thousand.
    return [Typed("points") if "points" in forms else one for forms, one in zip(holding, chosen, strict=True)]


def _worth_trying(connection: duckdb.DuckDBPyConnection, relation: str, count: int) -> list[set[str]]:
    """Which forms explain the first rows. The many forms of dates are tried only where every text has the digits of a year."""
    undated = {name for name in FORMS if not name.startswith("%")}
    holding = _holding(connection, relation, [undated] * count)
    others = [at for at, forms in enumerate(holding) if not forms]
    if not others:
        return holding
    numbers, values = ", ".join(map(str, others)), ", ".join(map(name_of, others))
    below = f"SELECT unnest([{numbers}]) AS number, unnest([{values}]) AS value FROM {relation}"  # noqa: S608 -- our own
    test = f"bool_and(regexp_matches(value, '[0-9]{{4}}')) FILTER ({is_present('value')})"
    rows = connection.execute(f"SELECT number, {test} FROM ({below}) GROUP BY number").fetchall()  # noqa: S608 -- our own
    years = {at for at, has_years in rows if has_years}
    dated = _holding(connection, relation, [set(FORMS) - undated if at in years else set() for at in range(count)])
    return [forms | more for forms, more in zip(holding, dated, strict=True)]


def _ends_within(connection: duckdb.DuckDBPyConnection, relation: str, rows: int) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {relation} LIMIT {rows + 1})"  # noqa: S608 -- our own
    (count,) = connection.execute(sql).fetchone() or (0,)
    return bool(count <= rows)


def _holding(connection: duckdb.DuckDBPyConnection, relation: str, forms: Sequence[Iterable[str]]) -> list[set[str]]:
    """Which of the forms explain all values of each column."""
    found: list[set[str]] = [set() for _ in forms]
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, names in enumerate(forms):
        alike.setdefault(tuple(sorted(names)), []).append(at)
    for names, columns in alike.items():
        if names:
            for at, *holds in _tested(connection, relation, columns, names):
                found[at] = {name for name, holds_here in zip(names, holds, strict=True) if holds_here}
    return found


def _tested(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[int], names: Sequence[str]
) -> list[tuple[Any, ...]]:
    """For each column its number, and whether each form explains all of its values.

    Few tests stand beside each other in one pass over the rows. Many take longer to plan than to run, so the columns then stand below
    each other and share their tests.
    """
    if len(columns) * len(names) <= _FEW_TESTS:
        tests = ", ".join(_holds(name_of(at), FORMS[name]) for at in columns for name in names)
        answer: tuple[Any, ...] = connection.execute(f"SELECT {tests} FROM {relation}").fetchone() or ()  # noqa: S608 -- our own
        return [(at, *answer[n * len(names) : (n + 1) * len(names)]) for n, at in enumerate(columns)]
    tests = ", ".join(_holds("value", FORMS[name]) for name in names)
    numbers, values = ", ".join(map(str, columns)), ", ".join(map(name_of, columns))
    below = f"SELECT unnest([{numbers}]) AS number, unnest([{values}]) AS value FROM {relation}"  # noqa: S608 -- our own
    return connection.execute(f"SELECT number, {tests} FROM ({below}) GROUP BY number").fetchall()  # noqa: S608 -- our own


def _holds(column: str, form: Form) -> str:
    text = f"trim({column})"
    test = f"bool_and({form.test.replace('{}', text)}) FILTER ({is_present(column)})"
    if not form.shows:
        return test
    return f"({test}) AND bool_or({form.shows.replace('{}', text)}) FILTER ({is_present(column)})"


def is_present(column: str) -> str:
    """SQL that is true for a text that stands for a value."""
    absent = ", ".join(f"'{text}'" for text in _ABSENT)
    return f"{column} IS NOT NULL AND trim({column}) NOT IN ({absent})"


def _chosen(forms: set[str]) -> Typed:
    """The first form that explains all; none where two say different things of one text."""
    dated = {form for form in forms if form.startswith("%")}
    for day_first, month_first in (("%d/%m", "%m/%d"), ("%d-%m", "%m-%d")):
        if any(f.startswith(day_first) for f in dated) and any(f.startswith(month_first) for f in dated):
            return Typed(is_ambiguous=True)
    return Typed(next((form for form in FORMS if form in forms), ""))


def as_value(column: str, form: str) -> str:
    """SQL for the value of a column of texts of one form; what stands for no value has none of the form, so that it becomes NULL."""
    if not form:
        return column
    value = FORMS[form].value.replace("{}", f"trim({column})")
    return f"nullif({value}, 'nan')" if FORMS[form].type == "DOUBLE" else value


def as_chosen(column: str, kind: str) -> str:
    """SQL for the value of a column of texts whose type a person chose: the first form of that type that a text fits, else NULL."""
    if kind == TEXT or kind not in TYPES:
        return column
    text, plain = f"trim({column})", kind.removesuffix(MONTH_FIRST)
    others = ("%d/", "%d-%m") if kind.endswith(MONTH_FIRST) else ("%m/", "%m-")
    fitting = [form for name, form in FORMS.items() if form.type == plain and not name.startswith(others)]
    tries = [f"WHEN {form.test} THEN {form.value}".replace("{}", text) for form in fitting]
    if plain == "BIGINT":
        tries.append(f"WHEN {_pattern('[-+]?[0-9]{1,19}')} THEN TRY_CAST({{}} AS BIGINT)".replace("{}", text))
    return f"CASE {' '.join(tries)} END"


def lost_values(connection: duckdb.DuckDBPyConnection, relation: str, chosen: Mapping[int, str]) -> dict[int, int]:
    """How many values of each column do not fit the type that a person chose for it; columns without any are left out."""
    if not chosen:
        return {}
    counts = ", ".join(
        f"count(*) FILTER ({is_present(name_of(at))} AND {as_chosen(name_of(at), kind)} IS NULL)"
        for at, kind in chosen.items()
    )
    answer: tuple[Any, ...] = connection.execute(f"SELECT {counts} FROM {relation}").fetchone() or ()  # noqa: S608 -- our own
    return {at: int(count) for at, count in zip(chosen, answer, strict=True) if count}
