"""The hand-written cases that no generator makes, and how an answer to one of them is judged: SQL, LaTeX, bookkeeping.

Each has four sets: the first, which was looked at while rules were written, the development set (``*_dev.jsonl``), on which rules and
generators are tried out, the later set (``*_later.jsonl``), which others wrote after the rules of that time stood, and the fresh one
(``*_fresh.jsonl``), which stays unseen.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Any

from training.sets import DEV, FIRST, FRESH, LATER

HELD_OUT = Path(__file__).with_name("heldout")
_STEPS_PER_CHECK = 10_000
_TYPE_IN_BRACKETS = re.compile(r" \((?:asset|liability|equity|income|expense)\)$")
_MOST_ORDERS = 100
_MAX_CHECKS = 500
"""A cross join that a model wrote must not stop a measurement: five million steps are plenty for these tables."""


@dataclass(frozen=True)
class SqlCase:
    """A question about one of the databases in `heldout/databases`, and every query that answers it."""

    database: str
    question: str
    sql: tuple[str, ...]
    ordered: bool | None = None
    """Whether the rows must stand in the gold query's order; None: where that query sorts."""
    after: tuple[str, str] | None = None
    """The question and query before this one, which it changes."""
    which: str = FIRST
    """The set that it belongs to."""

    def open(self) -> sqlite3.Connection:
        """The database, filled, in memory."""
        connection = sqlite3.connect(":memory:")
        connection.executescript((HELD_OUT / "databases" / f"{self.database}.sql").read_text(encoding="utf-8"))
        return connection

    def accepts(self, answer: str) -> bool:
        """Whether `answer` gives the rows of one of the gold queries, in their order where they have one."""
        connection = self.open()
        connection.execute("PRAGMA query_only = ON")
        given = _rows(connection, answer)
        return given is not None and any(
            _same(given, _rows(connection, gold) or [], self._has_order(gold)) for gold in self.sql
        )

    def holds(self, answer: str) -> bool:
        """Whether the rows of a gold query stand in those of `answer`, which may show further columns beside them."""
        connection = self.open()
        connection.execute("PRAGMA query_only = ON")
        given = _rows(connection, answer)
        golds = [(_rows(connection, gold) or [], self._has_order(gold)) for gold in self.sql]
        return given is not None and any(_stands_in(given, rows, has_order) for rows, has_order in golds)

    def _has_order(self, gold: str) -> bool:
        return "ORDER BY" in gold if self.ordered is None else self.ordered


@dataclass(frozen=True)
class LatexCase:
    """Words, and every way of writing them that is right."""

    question: str
    latex: tuple[str, ...]
    which: str = FIRST
    """The set that it belongs to."""

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is one of the accepted ways, apart from spaces and needless braces."""
        return _plain_latex(answer) in {_plain_latex(gold) for gold in self.latex}

    def looks_right(self, answer: str) -> bool:
        """Whether `answer` is drawn as one of the accepted ways is, to the last point."""
        drawn = _drawn(answer)
        return self.accepts(answer) or (bool(drawn) and any(drawn == _drawn(gold) for gold in self.latex))


@dataclass(frozen=True)
class Entry:
    """What a line says: an ISO date, two accounts, an amount with two decimals. A payment of None: any will do.

    `received` tells which account is debited: the payment account where money came in; None where that is not judged.
    """

    date: str
    account: str
    amount: str
    payment: str | None = None
    received: bool | None = None


@dataclass(frozen=True)
class BookkeepingCase:
    """A line, what it is read with, and the entry that it means; no entry: the line must not become one."""

    today: str
    accounts: tuple[str, ...]
    paid_with: tuple[str, ...]
    line: str
    entry: Entry | None
    which: str = FIRST
    """The set that it belongs to."""

    @cached_property
    def context(self) -> str:
        """The context as the model was trained to read it."""
        names = [_TYPE_IN_BRACKETS.sub("", name) for name in self.accounts]
        return f"accounts : {' ; '.join(names)}\npaid with : {' ; '.join(self.paid_with)}"

    @property
    def language(self) -> str:
        return "zh" if re.search("[\u3400-\u9fff]", self.line) else "en"


def sql_cases() -> list[SqlCase]:
    """The first set; the functions below have the others. So it is with the other tools."""
    return [_sql_case(row, FIRST) for row in _lines("sql")]


def fresh_sql_cases() -> list[SqlCase]:
    return [_sql_case(row, FRESH) for row in _lines("sql_fresh")]


def dev_sql_cases() -> list[SqlCase]:
    """Questions that rules and generators may be tried out on, in the queries' canonical form."""
    return [_sql_case(row, DEV) for row in _lines("sql_dev")]


def later_sql_cases() -> list[SqlCase]:
    """Questions that others wrote after the rules of that time stood."""
    return [_sql_case(row, LATER) for row in _lines("sql_later")]


def _sql_case(row: dict[str, Any], which: str) -> SqlCase:
    after = row.get("after")
    before = (after["question"], after["sql"]) if after else None
    return SqlCase(row["database"], row["question"], tuple(row["sql"]), row.get("ordered"), before, which)


def latex_cases() -> list[LatexCase]:
    return [_latex_case(row, FIRST) for row in _lines("latex")]


def fresh_latex_cases() -> list[LatexCase]:
    return [_latex_case(row, FRESH) for row in _lines("latex_fresh")]


def dev_latex_cases() -> list[LatexCase]:
    return [_latex_case(row, DEV) for row in _lines("latex_dev")]


def later_latex_cases() -> list[LatexCase]:
    return [_latex_case(row, LATER) for row in _lines("latex_later")]


def _latex_case(row: dict[str, Any], which: str) -> LatexCase:
    return LatexCase(row["question"], tuple(row["latex"]), which)


def bookkeeping_cases() -> list[BookkeepingCase]:
    return [_bookkeeping_case(row, row, FIRST) for row in _lines("bookkeeping")]


def fresh_bookkeeping_cases() -> list[BookkeepingCase]:
    """Lines over the charts of accounts in `heldout/charts.json`."""
    charts = _charts("charts")
    return [_bookkeeping_case(row, charts[row["chart"]], FRESH) for row in _lines("bookkeeping_fresh")]


def dev_bookkeeping_cases() -> list[BookkeepingCase]:
    """Lines over the charts of accounts in `heldout/charts_dev.json`."""
    charts = _charts("charts_dev")
    return [_bookkeeping_case(row, charts[row["chart"]], DEV) for row in _lines("bookkeeping_dev")]


def later_bookkeeping_cases() -> list[BookkeepingCase]:
    """Lines over the charts of accounts in `heldout/charts_later.json`."""
    charts = _charts("charts_later")
    return [_bookkeeping_case(row, charts[row["chart"]], LATER) for row in _lines("bookkeeping_later")]


def _charts(name: str) -> dict[str, dict[str, Any]]:
    charts: dict[str, dict[str, Any]] = json.loads((HELD_OUT / f"{name}.json").read_text(encoding="utf-8"))
    return charts


def _bookkeeping_case(row: dict[str, Any], chart: dict[str, Any], which: str) -> BookkeepingCase:
    entry = None if row["entry"] is None else Entry(**row["entry"])
    return BookkeepingCase(
        chart["today"], tuple(chart["accounts"]), tuple(chart["paid_with"]), row["line"], entry, which
    )


def schema_text(connection: sqlite3.Connection) -> str:
    """A database's tables and foreign keys as the model was trained to read them."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    lines = []
    for table in tables:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        lines.append(f"TABLE {table} ( {' , '.join(columns)} )")
    for table in tables:
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")'):
            lines.append(f"FK {table}.{row[3]} = {row[2]}.{row[4]}")
    return "\n".join(lines)


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HELD_OUT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _rows(connection: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]] | None:
    checks = iter(range(_MAX_CHECKS))
    connection.set_progress_handler(lambda: next(checks, None) is None, _STEPS_PER_CHECK)
    try:
        rows = connection.execute(sql).fetchall()
    except sqlite3.Error:
        return None
    return [tuple(round(value, 6) if isinstance(value, float) else value for value in row) for row in rows]


def _same(given: Sequence[tuple[Any, ...]], gold: Sequence[tuple[Any, ...]], has_order: bool) -> bool:
    if has_order:
        return list(given) == list(gold)
    return sorted(map(repr, given)) == sorted(map(repr, gold))


def _stands_in(given: Sequence[tuple[Any, ...]], gold: Sequence[tuple[Any, ...]], has_order: bool) -> bool:
    if not gold or len(given) != len(gold):
        return False
    alike = [
        [at for at in range(len(given[0])) if _same([(row[at],) for row in given], [(row[n],) for row in gold], False)]
        for n in range(len(gold[0]))
    ]
    chosen = islice(product(*alike), _MOST_ORDERS)
    return any(_same([tuple(row[at] for at in columns) for row in given], gold, has_order) for columns in chosen)


@lru_cache(maxsize=1024)
def _drawn(latex: str) -> str:
    """The formula's picture; empty if it cannot be drawn."""
    from app.core.languages import latex_to_svg  # fonts are read on import

    try:
        return latex_to_svg(latex) if latex.strip() else ""
    except ValueError:
        return ""


def _plain_latex(text: str) -> str:
    text = text.strip().strip("$").strip()
    text = re.sub(r"\\(?:left|right)(?![a-zA-Z])|\\[,;! ]", "", text)
    text = re.sub(r"([_^])\{(\w)\}", r"\1\2", text)
    text = re.sub(r"(\\[a-zA-Z]+)\s+(?=[a-zA-Z])", r"\1~", text)
    return re.sub(r"\s+", "", text)
