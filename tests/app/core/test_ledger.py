"""The accounts: reserved before, settled after, and never passed by two at once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from app.core.history import MIGRATIONS, History
from app.core.ledger import Entry, Ledger
from app.core.messages import Message, Usage
from app.core.money import Cost
from app.core.prices import FREE, Price
from app.core.settings import SpendingSettings
from app.errors import SpendingLimitReached, StorageError

ROOT = Path(__file__).resolve().parents[3]
PRICE = Price(("m",), 1_000_000.0, 2_000_000.0)  # a dollar for a token, so that sums can be read
NO_LIMIT = SpendingSettings()


def entry(tokens: int = 1, price: Price | None = PRICE, run: str = "r1", tool: str = "sql") -> Entry:
    return Entry(run, tool, "team", "gpu:8000", "m", tokens, 0, price)


class Clock:
    def __init__(self, day: str = "2026-11-26") -> None:
        self.day = day

    def __call__(self) -> float:
        return datetime.fromisoformat(f"{self.day}T12:00:00").timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    History(tmp_path / "h.sqlite3").close()
    opened = Ledger(tmp_path / "h.sqlite3", clock)
    yield opened
    opened.close()


def test_what_is_reserved_counts_until_it_is_settled(ledger: Ledger) -> None:
    number = ledger.reserve(entry(100), NO_LIMIT)
    assert ledger.spent(ledger.today()) == Cost({"USD": 100.0}, estimated=True)
    assert ledger.settle(number, PRICE, Usage(10, 5)) == Cost({"USD": 20.0})
    assert ledger.spent(ledger.today()) == Cost({"USD": 20.0})
    assert ledger.of_run("r1") == Cost({"USD": 20.0})
    assert ledger.of_run("another") is None


def test_what_never_reached_a_model_costs_nothing_and_is_still_a_row(ledger: Ledger) -> None:
    ledger.release(ledger.reserve(entry(100), NO_LIMIT))
    assert ledger.spent(ledger.today()) == Cost()
    assert [row.requests for row in ledger.usage(1)] == [1]


def test_an_unknown_price_is_unknown_in_every_sum(ledger: Ledger) -> None:
    ledger.settle(ledger.reserve(entry(price=None), NO_LIMIT), None, Usage(3, 4))
    ledger.settle(ledger.reserve(entry(), NO_LIMIT), PRICE, Usage(3, 4))
    assert ledger.spent(ledger.today()) == Cost({"USD": 11.0}, unknown=1)


def test_usage_is_summed_per_day_tool_provider_and_model(ledger: Ledger, clock: Clock) -> None:
    clock.day = "2026-11-25"
    ledger.settle(ledger.reserve(entry(tool="chess"), NO_LIMIT), PRICE, Usage(1, 1))
    clock.day = "2026-11-26"
    for tokens in (1, 2):
        ledger.settle(ledger.reserve(entry(), NO_LIMIT), PRICE, Usage(tokens, 1, reused_tokens=1))
    ledger.settle(ledger.reserve(entry(price=None), NO_LIMIT), None, Usage(5, 5))
    rows = ledger.usage(2)
    assert [(r.day, r.tool, r.requests, r.prompt_tokens, r.cached_tokens, r.completion_tokens) for r in rows] == [
        ("2026-11-26", "sql", 1, 5, 0, 5),
        ("2026-11-26", "sql", 2, 3, 2, 2),
        ("2026-11-25", "chess", 1, 1, 0, 1),
    ]
    assert [row.cost.words for row in rows] == ["unknown", "7.00 USD", "3.00 USD"]
    assert [row.day for row in ledger.usage(1)] == ["2026-11-26", "2026-11-26"]


@pytest.mark.parametrize(
    ("limits", "words"), [({"per_day": {"USD": 10.0}}, "today"), ({"per_month": {"USD": 10.0}}, "this month")]
)
def test_a_limit_counts_what_was_spent_what_is_reserved_and_this_request(
    ledger: Ledger, limits: dict[str, dict[str, float]], words: str
) -> None:
    spending = SpendingSettings(**limits)
    ledger.settle(ledger.reserve(entry(4), spending), PRICE, Usage(3, 0))
    ledger.reserve(entry(5), spending)
    with pytest.raises(SpendingLimitReached, match=f"for {words}") as caught:
        ledger.reserve(entry(3), spending)
    for number in ("8.00 USD", "3.00 USD", "10.00 USD"):
        assert number in caught.value.hint
    assert "Settings → Spending" in caught.value.hint
    assert not caught.value.may_cost
    ledger.reserve(entry(2), spending)


def test_a_new_day_and_a_new_month_begin_at_nothing(ledger: Ledger, clock: Clock) -> None:
    spending = SpendingSettings(per_day={"USD": 5.0}, per_month={"USD": 8.0})
    clock.day = "2026-11-29"
    ledger.reserve(entry(5), spending)
    clock.day = "2026-11-30"
    ledger.reserve(entry(3), spending)
    with pytest.raises(SpendingLimitReached, match="this month"):
        ledger.reserve(entry(1), spending)
    clock.day = "2026-12-01"
    ledger.reserve(entry(5), spending)
    assert ledger.spent(date(2026, 11, 1)) == Cost({"USD": 13.0}, estimated=True)


def test_an_unknown_price_is_refused_while_there_is_a_limit_unless_it_is_allowed(ledger: Ledger) -> None:
    with pytest.raises(SpendingLimitReached, match="price of m at gpu:8000 is not known") as caught:
        ledger.reserve(entry(price=None), SpendingSettings(per_day={"USD": 1.0}))
    assert "Enter its price" in caught.value.hint
    ledger.reserve(entry(price=None), SpendingSettings(per_day={"USD": 1.0}, allow_unknown_price=True))


def test_a_currency_without_a_limit_is_no_way_around_one(ledger: Ledger) -> None:
    yuan = Price(("m",), 1.0, 1.0, currency="CNY")
    with pytest.raises(SpendingLimitReached, match="charges in CNY"):
        ledger.reserve(entry(price=yuan), SpendingSettings(per_day={"USD": 1.0}))
    ledger.reserve(entry(price=yuan), SpendingSettings(per_day={"USD": 1.0}, per_month={"CNY": 1.0}))


def test_what_is_free_passes_every_limit(ledger: Ledger) -> None:
    nothing = SpendingSettings(per_day={"USD": 0.0})
    ledger.reserve(entry(price=FREE), nothing)
    ledger.reserve(entry(price=Price(("m",), 0.0, 0.0)), nothing)
    with pytest.raises(SpendingLimitReached):
        ledger.reserve(entry(1), nothing)


def test_of_many_at_once_only_as_many_pass_as_the_limit_allows(tmp_path: Path, ledger: Ledger, clock: Clock) -> None:
    other = Ledger(tmp_path / "h.sqlite3", clock)  # as another program has it
    spending = SpendingSettings(per_day={"USD": 10.0})

    def reserve(number: int) -> bool:
        try:
            (ledger, other)[number % 2].reserve(entry(3), spending)
        except SpendingLimitReached:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(reserve, range(16)))
    other.close()
    assert passed == 3
    assert ledger.spent(ledger.today()).amounts == {"USD": 9.0}


def test_what_a_killed_program_had_reserved_stays_at_its_upper_bound(tmp_path: Path, ledger: Ledger) -> None:
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom app.core.ledger import Entry, Ledger\n"
        "from app.core.prices import Price\nfrom app.core.settings import SpendingSettings\n"
        f"ledger = Ledger(Path({str(tmp_path / 'h.sqlite3')!r}), lambda: {ledger._clock()!r})\n"
        "ledger.reserve(Entry('r', 't', 'p', 'h', 'm', 7, 0, Price(('m',), 1e6, 1e6)), SpendingSettings())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    assert ledger.spent(ledger.today()) == Cost({"USD": 7.0}, estimated=True)


def test_a_file_without_accounts_is_an_error_with_a_hint(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "empty.sqlite3")
    with pytest.raises(StorageError, match="accounts") as caught:
        ledger.reserve(entry(), NO_LIMIT)
    assert caught.value.hint
    ledger.close()


def test_an_old_history_gets_its_accounts_and_keeps_its_runs_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        MIGRATIONS[0][1](db)
        db.execute("PRAGMA user_version = 1")
        db.execute(
            "INSERT INTO runs (run_id, tool, state, pid, started_at, inputs, usage) "
            """VALUES ('old', 'sql', 'finished', 1, 5.0, '{}', '{"prompt_tokens": 3, "completion_tokens": 4}')"""
        )
        db.commit()
    history = History(path)
    row = history.get("old")
    assert row is not None
    assert (row.usage, row.fell_back, row.private) == (Usage(3, 4), False, "")
    history.begin("new", "sql", {})
    history.sending("new", [Message.user("x")], "cloud", "m", "because")
    history.mark_private("new", "You marked “x” as private.")
    found = history.get("new")
    assert found is not None
    assert found.private == "You marked “x” as private."
    history.close()
    assert (tmp_path / "h.before-2.sqlite3").exists()
    ledger = Ledger(path)
    ledger.reserve(entry(), NO_LIMIT)
    ledger.close()


def test_deleting_runs_deletes_no_accounts(tmp_path: Path, ledger: Ledger) -> None:
    history = History(tmp_path / "h.sqlite3")
    history.begin("r1", "sql", {})
    ledger.reserve(entry(3), NO_LIMIT)
    history.delete("r1")
    history.close()
    assert ledger.of_run("r1") == Cost({"USD": 3.0}, estimated=True)
