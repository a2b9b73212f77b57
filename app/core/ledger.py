"""What requests to providers cost: reserved before they are sent, settled after, counted against the person's limits.

Lives in the history's database (its migrations make the table), over a connection of its own that is opened at the first use. A row that
was reserved and never settled (the program died, the run was stopped, the connection broke) keeps its upper bound. All methods block for
a few milliseconds and may be called from any thread; two programs may use the same file at once.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.core.messages import Usage
from app.core.money import Cost, money
from app.core.prices import FREE, Price, cost_of
from app.core.settings import SpendingSettings
from app.errors import SpendingLimitReached, StorageError

_SLACK = 1e-9
"""A limit is reached when it is passed, not when adding up many small amounts has rounded upwards."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A request that is about to be sent; tokens are upper bounds. ``price`` is None if it is unknown."""

    run_id: str
    tool: str
    provider: str
    host: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    price: Price | None


@dataclass(frozen=True, slots=True)
class UsageRow:
    """The sum of requests that have a day, a tool, a provider and a model in common."""

    day: str
    tool: str
    provider: str
    model: str
    requests: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    cost: Cost


class Ledger:
    """The accounts of this user."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    def reserve(self, entry: Entry, limits: SpendingSettings) -> int:
        """Account for a request at its upper bound, if the limits leave room for it; returns the number of its row.

        Raises:
            SpendingLimitReached: they do not, or the price is unknown and that is not allowed.
            StorageError: the accounts cannot be read or written.
        """
        bound = Usage(entry.prompt_tokens, entry.completion_tokens)
        cost = cost_of(entry.price, bound)
        today = self.today()
        with self._writing() as db:
            _check(db, entry, cost, limits, today)
            cursor = db.execute(
                """INSERT INTO ledger (run_id, at, day, tool, provider, host, model, state, prompt_tokens, completion_tokens,
                   cached_tokens, estimated, currency, cost) VALUES (?, ?, ?, ?, ?, ?, ?, 'reserved', ?, ?, 0, 1, ?, ?)""",
                (
                    *(
                        entry.run_id,
                        self._clock(),
                        today.isoformat(),
                        entry.tool,
                        entry.provider,
                        entry.host,
                        entry.model,
                    ),
                    *(entry.prompt_tokens, entry.completion_tokens, *_columns(cost)),
                ),
            )
        return int(cursor.lastrowid or 0)

    def settle(self, number: int, price: Price | None, usage: Usage) -> Cost:
        """Put what was counted in the place of the upper bound; returns what it cost.

        Raises:
            StorageError: the accounts cannot be written; the upper bound stays.
        """
        cost = cost_of(price, usage)
        tokens = (usage.prompt_tokens, usage.completion_tokens, usage.reused_tokens, usage.estimated)
        with self._writing() as db:
            db.execute(
                """UPDATE ledger SET state = 'settled', prompt_tokens = ?, completion_tokens = ?, cached_tokens = ?,
                   estimated = ?, currency = ?, cost = ? WHERE id = ?""",
                (*tokens, *_columns(cost), number),
            )
        return cost

    def release(self, number: int) -> None:
        """The request never reached a model: it cost nothing.

        Raises:
            StorageError: the accounts cannot be written; the upper bound stays.
        """
        with self._writing() as db:
            db.execute(
                """UPDATE ledger SET state = 'refused', prompt_tokens = 0, completion_tokens = 0, estimated = 0,
                   currency = '', cost = 0 WHERE id = ?""",
                (number,),
            )

    def spent(self, since: date) -> Cost:
        """Everything since a day, that day included.

        Raises:
            StorageError: the accounts cannot be read.
        """
        return self._sum("day >= ?", since.isoformat())

    def of_run(self, run_id: str) -> Cost | None:
        """What a run cost; None if it asked no provider.

        Raises:
            StorageError: the accounts cannot be read.
        """
        with self._reading() as db:
            known = db.execute("SELECT 1 FROM ledger WHERE run_id = ? LIMIT 1", (run_id,)).fetchone()
        return self._sum("run_id = ?", run_id) if known else None

    def usage(self, days: int) -> list[UsageRow]:
        """Sums per day, tool, provider and model of the last days, today included; the newest first.

        Raises:
            StorageError: the accounts cannot be read.
        """
        since = self.today() - timedelta(days=days - 1)
        with self._reading() as db:
            found = db.execute(
                f"""SELECT day, tool, provider, model, COUNT(*), SUM(prompt_tokens), SUM(cached_tokens),
                    SUM(completion_tokens), {_SUMS}, currency FROM ledger WHERE day >= ?
                    GROUP BY day, tool, provider, model, currency ORDER BY day DESC, tool, provider, model""",  # noqa: S608 - fixed text
                (since.isoformat(),),
            ).fetchall()
        return [_usage_row(*row) for row in found]

    def today(self) -> date:
        """The day of this clock, where the person is."""
        return date.fromtimestamp(self._clock())

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _sum(self, where: str, value: str) -> Cost:
        with self._reading() as db:
            return _total(db, where, value)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _mapped(self._path):
            yield self._db()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that no other writer, in this program or another, can come between."""
        with self._lock, _mapped(self._path):
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _db(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None, timeout=5.0)
            self._opened.execute("PRAGMA synchronous = FULL")
        return self._opened


_SUMS = "SUM(cost), SUM(cost IS NULL), MAX(estimated AND (cost IS NULL OR cost > 0))"


def _total(db: sqlite3.Connection, where: str, value: str) -> Cost:
    return _cost(db.execute(f"SELECT currency, {_SUMS} FROM ledger WHERE {where} GROUP BY currency", (value,)))  # noqa: S608 - fixed text


def _cost(rows: Any) -> Cost:
    total = Cost()
    for currency, amount, unknown, estimated in rows:
        amounts = {currency: amount} if currency and amount is not None else {}
        total = total.plus(Cost(amounts, unknown, bool(estimated)))
    return total


def _usage_row(
    day: str,
    tool: str,
    provider: str,
    model: str,
    requests: int,
    prompt_tokens: int,
    cached_tokens: int,
    completion_tokens: int,
    *cost: Any,
) -> UsageRow:
    *sums, currency = cost
    tokens = (prompt_tokens, cached_tokens, completion_tokens)
    return UsageRow(day, tool, provider, model, requests, *tokens, _cost([(currency, *sums)]))


def _columns(cost: Cost) -> tuple[str, float | None]:
    """Currency and amount as they stand in a row; no amount where it is unknown."""
    if cost.unknown:
        return "", None
    return next(iter(cost.amounts.items()), ("", 0.0))


def _check(db: sqlite3.Connection, entry: Entry, cost: Cost, limits: SpendingSettings, today: date) -> None:
    if not limits.has_limit or entry.price is FREE:
        return
    if cost.unknown:
        if not limits.allow_unknown_price:
            raise _unknown(entry)
        return
    currency, amount = next(iter(cost.amounts.items()))
    if amount <= 0:
        return
    if currency not in limits.per_day and currency not in limits.per_month:
        raise SpendingLimitReached(
            f"{entry.provider} charges in {currency}, and your spending limit is in another currency.",
            hint=f"Set a limit in {currency} too, under Settings → Spending. Currencies are never converted.",
        )
    for words, allowed, since in (
        ("today", limits.per_day, today),
        ("this month", limits.per_month, today.replace(day=1)),
    ):
        if currency in allowed:
            spent = _total(db, "day >= ?", since.isoformat()).amounts.get(currency, 0.0)
            if spent + amount > allowed[currency] + _SLACK:
                raise _reached(words, currency, spent, amount, allowed)


def _unknown(entry: Entry) -> SpendingLimitReached:
    return SpendingLimitReached(
        f"The price of {entry.model} at {entry.host} is not known, and there is a spending limit.",
        hint="Enter its price under Settings → Spending, or allow unknown prices there.",
    )


def _reached(
    words: str, currency: str, spent: float, amount: float, allowed: Mapping[str, float]
) -> SpendingLimitReached:
    return SpendingLimitReached(
        f"The spending limit for {words} would be passed, so nothing was sent.",
        hint=(
            f"Spent and reserved {words}: {money(spent, currency)}; this request: at most {money(amount, currency)}; "
            f"the limit: {money(allowed[currency], currency)}. Change it under Settings → Spending."
        ),
    )


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one that a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        hint = "Free some space." if "full" in text else "Check the permissions of the folder."
        raise StorageError(f"The accounts in {path} cannot be read or written: {text}.", hint=hint) from error
