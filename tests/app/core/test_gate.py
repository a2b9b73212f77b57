"""The second lock, and the question before something is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.core.accounts import Accounts, Outgoing
from app.core.gate import Consent, Gate, Terms
from app.core.messages import CompletionRequest, Message
from app.core.money import Cost
from app.core.prices import Price, PriceBook
from app.core.settings import SpendingSettings
from app.engines.base import EngineInfo
from app.errors import NotConfirmed, PrivateData

CLOUD = EngineInfo("cloud", "m", device="api.example.com", location="https://api.example.com/v1", provider="team")
LOCAL = EngineInfo("local", "m")
REQUEST = CompletionRequest((Message.user("多少?"),), max_tokens=100)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    book = PriceBook(tmp_path / "shipped.toml", tmp_path / "prices.toml")
    book.put(Price(("m",), 1_000_000.0, 1_000_000.0))
    return Accounts(lambda: None, lambda: book, SpendingSettings)


class Person:
    """Answers in order, and remembers what was shown."""

    def __init__(self, *answers: Consent) -> None:
        self._answers = list(answers)
        self.shown: list[Outgoing] = []

    async def __call__(self, outgoing: Outgoing) -> Consent:
        self.shown.append(outgoing)
        await asyncio.sleep(0)
        return self._answers.pop(0)


def test_nothing_private_passes_to_a_cloud_whoever_planned_it(accounts: Accounts) -> None:
    gate = Gate("SQL", Terms(private="“a” is private."), accounts)
    with pytest.raises(PrivateData, match=r"“a” is private\. So nothing was sent to api\.example\.com\."):
        asyncio.run(gate.let_through(REQUEST, CLOUD))
    asyncio.run(gate.let_through(REQUEST, LOCAL))


def test_private_data_is_refused_before_anybody_is_asked(accounts: Accounts) -> None:
    person = Person("send")
    gate = Gate("SQL", Terms("“a” is private.", must_ask=True, confirm=person), accounts)
    with pytest.raises(PrivateData):
        asyncio.run(gate.let_through(REQUEST, CLOUD))
    assert person.shown == []


def test_the_person_sees_exactly_what_is_sent_its_size_and_its_cost(accounts: Accounts) -> None:
    person = Person("send", "send")
    gate = Gate("SQL", Terms(must_ask=True, confirm=person), accounts)
    asyncio.run(gate.let_through(REQUEST, CLOUD))
    asyncio.run(gate.let_through(REQUEST, CLOUD))
    first = person.shown[0]
    assert (first.messages, first.size_bytes, first.engine) == (REQUEST.messages, 7, CLOUD)
    assert first.cost == Cost({"USD": float(first.prompt_tokens + first.answer_tokens)}, estimated=True)
    assert len(person.shown) == 2


def test_one_consent_can_be_for_the_whole_run_and_requests_wait_for_it(accounts: Accounts) -> None:
    person = Person("send_all")
    gate = Gate("SQL", Terms(must_ask=True, confirm=person), accounts)

    async def three() -> None:
        await asyncio.gather(*(gate.let_through(REQUEST, CLOUD) for _ in range(3)))

    asyncio.run(three())
    assert len(person.shown) == 1


def test_declining_cancels(accounts: Accounts) -> None:
    told: list[bool] = []
    gate = Gate("SQL", Terms(must_ask=True, confirm=Person("decline"), on_decline=lambda: told.append(True)), accounts)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(gate.let_through(REQUEST, CLOUD))
    assert told == [True]


def test_where_nobody_can_be_asked_nothing_is_sent(accounts: Accounts) -> None:
    with pytest.raises(NotConfirmed, match="SQL shows what it sends") as caught:
        asyncio.run(Gate("SQL", Terms(must_ask=True), accounts).let_through(REQUEST, CLOUD))
    assert "--yes" in caught.value.hint


def test_a_local_model_is_asked_without_a_question(accounts: Accounts) -> None:
    asyncio.run(Gate("SQL", Terms(must_ask=True), accounts).let_through(REQUEST, LOCAL))


def test_an_unknown_price_is_shown_as_unknown(accounts: Accounts) -> None:
    unpriced = EngineInfo("cloud", "n", location="https://api.example.com/v1")
    cost = accounts.appraise(REQUEST, unpriced).cost
    assert cost is not None
    assert cost.words == "unknown"
    assert accounts.appraise(REQUEST, LOCAL).cost is None
