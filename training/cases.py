"""The hand-written cases that no generator makes, and how an answer to one of them is judged."""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HELD_OUT = Path(__file__).with_name("heldout")
_STEPS_PER_CHECK = 10_000
_MAX_CHECKS = 500
"""A cross join that a model wrote must not stop a measurement: five million steps are plenty for these tables."""


@dataclass(frozen=True)
class SqlCase:
    """A question about one of the databases in `heldout/databases`, and every query that answers it."""

    database: str
    question: str
    sql: tuple[str, ...]

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
        return given is not None and any(_same(given, _rows(connection, gold) or [], gold) for gold in self.sql)


@dataclass(frozen=True)
class LatexCase:
    """Words, and every way of writing them that is right."""

    question: str
    latex: tuple[str, ...]

    def accepts(self, answer: str) -> bool:
        """Whether `answer` is one of the accepted ways, apart from spaces and needless braces."""
        return _plain_latex(answer) in {_plain_latex(gold) for gold in self.latex}


@dataclass(frozen=True)
class Entry:
    """What a line says: an ISO date, two accounts, an amount with two decimals. A payment of None: any will do."""

    date: str
    account: str
    amount: str
    payment: str | None = None


@dataclass(frozen=True)
class BookkeepingCase:
    """A line, what it is read with, and the entry that it means; no entry: the line must not become one."""

    today: str
    accounts: tuple[str, ...]
    paid_with: tuple[str, ...]
    line: str
    entry: Entry | None

    @cached_property
    def context(self) -> str:
        """The context as the model was trained to read it."""
        return f"accounts : {' ; '.join(self.accounts)}\npaid with : {' ; '.join(self.paid_with)}"


def sql_cases() -> list[SqlCase]:
    return [SqlCase(row["database"], row["question"], tuple(row["sql"])) for row in _lines("sql")]


def latex_cases() -> list[LatexCase]:
    return [LatexCase(row["question"], tuple(row["latex"])) for row in _lines("latex")]


def bookkeeping_cases() -> list[BookkeepingCase]:
    return [
        BookkeepingCase(
            row["today"],
            tuple(row["accounts"]),
            tuple(row["paid_with"]),
            row["line"],
            None if row["entry"] is None else Entry(**row["entry"]),
        )
        for row in _lines("bookkeeping")
    ]


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


def _lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (HELD_OUT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _rows(connection: sqlite3.Connection, sql: str) -> list[tuple] | None:
    checks = iter(range(_MAX_CHECKS))
    connection.set_progress_handler(lambda: next(checks, None) is None, _STEPS_PER_CHECK)
    try:
        rows = connection.execute(sql).fetchall()
    except sqlite3.Error:
        return None
    return [tuple(round(value, 6) if isinstance(value, float) else value for value in row) for row in rows]


def _same(given: Sequence[tuple], gold: Sequence[tuple], gold_sql: str) -> bool:
    if "ORDER BY" in gold_sql:
        return list(given) == list(gold)
    return sorted(map(repr, given)) == sorted(map(repr, gold))


def _plain_latex(text: str) -> str:
    text = text.strip().strip("$").strip()
    text = re.sub(r"\\(?:left|right)(?![a-zA-Z])|\\[,;! ]", "", text)
    text = re.sub(r"([_^])\{(\w)\}", r"\1\2", text)
    text = re.sub(r"(\\[a-zA-Z]+)\s+(?=[a-zA-Z])", r"\1~", text)
    return re.sub(r"\s+", "", text)
