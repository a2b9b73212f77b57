"""Requests to a real server on loopback, with the prices that the person set for it: accounted before, settled after, refused in time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from app.core.accounts import OPEN_ANSWER_TOKENS, Accounts
from app.core.history import History
from app.core.ledger import Ledger
from app.core.messages import Usage
from app.core.money import Cost
from app.core.prices import Price, PriceBook
from app.core.providers import ProviderSettings
from app.core.settings import SpendingSettings
from app.core.tokens import prompt_tokens_at_most
from app.engines.cloud import CloudEngine
from app.engines.metered import MeteredEngine
from app.engines.scripted import ScriptedEngine
from app.errors import (
    AuthenticationFailed,
    ConnectFailed,
    ContentRefused,
    EngineError,
    EngineTimeout,
    KeyMissing,
    SpendingLimitReached,
)
from tests.helpers.openai_server import Hang, OpenAIServer, Reply, answer, cut_off, error, events
from tests.helpers.streams import ask, collect, first_text, run

A_DOLLAR = 1_000_000.0
USAGE = {"prompt_tokens": 10, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 6}}
PROMPT = prompt_tokens_at_most(ask())
BOUND = PROMPT + 24 + 32
"""Of ``ask()``: at a dollar for a token."""


class House:
    """Accounts at a dollar for a token, around whatever answers."""

    def __init__(self, folder: Path) -> None:
        History(folder / "h.sqlite3").close()
        self.ledger = Ledger(folder / "h.sqlite3")
        self.prices = PriceBook(folder / "shipped.toml", folder / "prices.toml")
        self.spending = SpendingSettings()
        self.accounts = Accounts(lambda: self.ledger, lambda: self.prices, lambda: self.spending)

    @property
    def spent(self) -> Cost:
        return self.ledger.spent(self.ledger.today())

    def price(self, host: str = "127.0.0.1:*", **more: Any) -> None:
        self.prices.put(Price(("m",), A_DOLLAR, A_DOLLAR, host=host, **more))

    def around(self, server: OpenAIServer, **settings: Any) -> MeteredEngine:
        given = {"model": "m", "timeout_s": 10.0, "max_retries": 0, **settings}
        inner = CloudEngine(ProviderSettings(server.base_url, **given), lambda: "k", name="team", sleep=_at_once)
        return MeteredEngine(inner, self.accounts, inner.model)


async def _at_once(_seconds: float) -> None:
    return None


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.price()
    yield made
    made.ledger.close()


def test_the_upper_bound_is_on_the_books_before_a_byte_is_sent(house: House) -> None:
    seen: list[Cost] = []

    def look(exchange: Any) -> None:
        seen.append(house.spent)
        answer("one ", "two", usage=USAGE)(exchange)

    with OpenAIServer(look) as server:
        engine = house.around(server)
        got = run(engine, collect(engine, ask(tool="sql", run="r1")))
    assert seen == [Cost({"USD": float(BOUND)}, estimated=True)]
    assert got.usage.cost == Cost({"USD": 14.0})
    assert (got.usage.prompt_tokens, got.usage.reused_tokens, got.usage.estimated) == (10, 6, False)
    assert house.spent == house.ledger.of_run("r1") == Cost({"USD": 14.0})
    [row] = house.ledger.usage(1)
    assert (row.tool, row.provider, row.model, row.cached_tokens) == ("sql", "team", "m", 6)


def test_the_bound_is_not_below_what_the_server_counts(house: House) -> None:
    with OpenAIServer(answer("x", usage=USAGE)) as server:
        engine = house.around(server)
        run(engine, collect(engine, ask("请列出去年消费最多的五位客户。")))
    assert prompt_tokens_at_most(ask("请列出去年消费最多的五位客户。")) > 20


def test_what_the_server_does_not_count_is_reckoned_and_marked(house: House) -> None:
    with OpenAIServer(answer("one ", "two ", "three")) as server:
        engine = house.around(server)
        usage = run(engine, collect(engine, ask())).usage
    assert usage.estimated
    assert usage.prompt_tokens == PROMPT
    assert usage.completion_tokens >= 3
    assert usage.cost is not None
    assert usage.cost.estimated
    assert usage.cost.amounts["USD"] <= BOUND


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(401, "no"), AuthenticationFailed),
        (error(400, "no such field"), EngineError),
        (error(429, "slow down"), EngineError),
        (error(404, "no"), EngineError),
    ],
)
def test_what_the_server_turned_away_costs_nothing(house: House, reply: Reply, kind: type[EngineError]) -> None:
    with OpenAIServer(reply) as server:
        engine = house.around(server)
        with pytest.raises(kind):
            run(engine, collect(engine, ask()))
    assert house.spent == Cost()


def test_a_server_that_was_never_reached_costs_nothing(house: House) -> None:
    with OpenAIServer(answer("x")) as server:
        engine = house.around(server)
    with pytest.raises(ConnectFailed):
        run(engine, collect(engine, ask()))
    assert house.spent == Cost()


def test_a_key_that_is_missing_costs_nothing(house: House) -> None:
    inner = CloudEngine(ProviderSettings("https://api.example.com/v1", "m"), lambda: None)
    engine = MeteredEngine(inner, house.accounts, inner.model)
    with pytest.raises(KeyMissing):
        run(engine, collect(engine, ask()))
    assert house.spent == Cost()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (cut_off("half an ans"), ConnectFailed),
        (error(500, "oops"), EngineError),
        (Hang(begins=False), EngineTimeout),
        (events('data: {"choices": [{"delta": {"refusal": "no"}}]}'), ContentRefused),
        (events("data: nonsense"), EngineError),
    ],
)
def test_what_failed_after_it_was_sent_keeps_its_upper_bound(
    house: House, reply: Reply, kind: type[EngineError]
) -> None:
    with OpenAIServer(reply) as server:
        engine = house.around(server, timeout_s=0.3)
        with pytest.raises(kind):
            run(engine, collect(engine, ask()))
    assert house.spent == Cost({"USD": float(BOUND)}, estimated=True)


def test_what_was_stopped_keeps_its_upper_bound(house: House) -> None:
    async def stop_early(engine: MeteredEngine) -> None:
        async with aclosing(engine.stream(ask())) as stream:
            await first_text(stream)

    with OpenAIServer(Hang(("one ",))) as server:
        engine = house.around(server)
        run(engine, stop_early(engine))
    assert house.spent == Cost({"USD": float(BOUND)}, estimated=True)


def test_a_try_that_may_have_cost_something_is_accounted_beside_the_next(house: House) -> None:
    with OpenAIServer(error(500, "oops"), answer("x", usage=USAGE)) as server:
        engine = house.around(server, max_retries=1)
        run(engine, collect(engine, ask()))
    assert house.spent == Cost({"USD": float(BOUND + 14)}, estimated=True)


def test_a_second_try_is_not_sent_where_the_first_has_used_up_the_limit(house: House) -> None:
    house.spending = SpendingSettings(per_day={"USD": BOUND + 5.0})
    with OpenAIServer(error(500, "oops"), answer("x", usage=USAGE)) as server:
        engine = house.around(server, max_retries=3)
        with pytest.raises(SpendingLimitReached):
            run(engine, collect(engine, ask()))
        assert len(server.received) == 1
    assert house.spent == Cost({"USD": float(BOUND)}, estimated=True)


def test_being_asked_to_slow_down_is_accounted_once(house: House) -> None:
    with OpenAIServer(error(429, "slow down"), answer("x", usage=USAGE)) as server:
        engine = house.around(server, max_retries=1)
        run(engine, collect(engine, ask()))
    assert house.spent == Cost({"USD": 14.0})


def test_a_limit_is_asked_before_a_byte_is_sent(house: House) -> None:
    house.spending = SpendingSettings(per_day={"USD": BOUND - 1.0})
    with OpenAIServer(answer("x", usage=USAGE)) as server:
        engine = house.around(server)
        with pytest.raises(SpendingLimitReached) as caught:
            run(engine, collect(engine, ask()))
        assert server.received == []
    assert f"{BOUND}.00 USD" in caught.value.hint


def test_requests_at_once_cannot_both_slip_under_the_limit(house: House) -> None:
    house.spending = SpendingSettings(per_day={"USD": BOUND * 2.5})

    async def many(engine: MeteredEngine) -> list[object]:
        return await asyncio.gather(*(collect(engine, ask()) for _ in range(6)), return_exceptions=True)

    with OpenAIServer(Hang(("one ",))) as server:
        engine = house.around(server, timeout_s=1.0)
        ends = run(engine, many(engine))
        assert len(server.received) == 2
    assert sum(isinstance(end, SpendingLimitReached) for end in ends) == 4


def test_an_unknown_price_is_refused_under_a_limit_and_said_without_one(house: House) -> None:
    house.prices.remove(house.prices.own()[0])
    house.prices.put(Price(("another",), 1.0, 1.0, host="127.0.0.1:*"))
    unpriced = MeteredEngine(
        ScriptedEngine(["x y"], kind="cloud", model="m"), house.accounts
    )  # no address, so not this machine
    assert run(unpriced, collect(unpriced, ask())).usage.cost == Cost(unknown=1)
    house.spending = SpendingSettings(per_month={"USD": 100.0})
    with pytest.raises(SpendingLimitReached, match="price of m"):
        run(unpriced, collect(unpriced, ask()))


def test_an_answer_without_a_bound_gets_one_only_where_a_limit_needs_it(house: House) -> None:
    with OpenAIServer(answer("x", usage=USAGE)) as server:
        engine = house.around(server)
        run(engine, collect(engine, ask(max_tokens=None)))
        house.spending = SpendingSettings(per_day={"USD": 1e9})
        run(engine, collect(engine, ask(max_tokens=None)))
        assert [body.get("max_tokens") for body in server.bodies] == [None, OPEN_ANSWER_TOKENS]


def test_accounts_that_cannot_be_opened_refuse_under_a_limit_and_are_said_without_one(house: House) -> None:
    house.accounts = Accounts(lambda: None, lambda: house.prices, lambda: house.spending)
    with OpenAIServer(answer("x", usage=USAGE)) as server:
        engine = house.around(server)
        got = run(engine, collect(engine, ask()))
        assert got.notices == ["The cost of this request cannot be kept."]
        assert got.usage == Usage(10, 4, got.usage.ttft_s, got.usage.tokens_per_s, 6)
        house.spending = SpendingSettings(per_day={"USD": 1e9})
        with pytest.raises(SpendingLimitReached, match="cannot be told"):
            run(engine, collect(engine, ask()))
        assert len(server.received) == 1


def test_the_model_that_the_server_chooses_is_the_one_that_is_priced(house: House) -> None:
    with OpenAIServer(answer("x", usage=USAGE), models=("m", "n")) as server:
        engine = house.around(server, model="")
        assert run(engine, collect(engine, ask())).usage.cost == Cost({"USD": 14.0})
