"""Runs that ask before they send, and what a run cost: the whole program without its window, a server on loopback with a price."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.gate import Consent
from app.core.money import Cost
from app.core.preview import Preview, preview
from app.core.prices import Price
from app.core.result import RouteChosen, RunCancelled, RunEvent, RunFailed, RunFinished, SendAsked
from app.core.run import RunRequest
from app.core.settings import Settings
from app.errors import NotConfirmed
from tests.helpers.openai_server import OpenAIServer, answer, error

PLUGIN = """
import asyncio
from app.api import Message, Outcome, Plugin

class Twice(Plugin):
    async def run(self, inputs, context):
        answers = [await asyncio.create_task(context.ask([Message.user(f"{inputs['question']} {n}")])) for n in (1, 2)]
        return Outcome("unverified", " ".join(answer.text for answer in answers))
"""
MANIFEST = """
id = "twice"
title = "Twice"
[[fields]]
name = "question"
prompt = true
"""
USAGE = {"prompt_tokens": 10, "completion_tokens": 4}


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(answer("yes", usage=USAGE)) as running:
        yield running


@pytest.fixture
def services(home: Path, server: OpenAIServer) -> Iterator[Services]:
    folder = home / "data" / "plugins" / "twice"
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "plugin.py").write_text(PLUGIN, encoding="utf-8")

    def change(now: Settings) -> Settings:
        cloud = now.with_provider(base_url=server.base_url, model="m", max_retries=0)
        return dataclasses.replace(
            cloud, policies={"twice": "cloud_only"}, ask_before_sending=("twice",), trusted_plugins=("twice",)
        )

    built = build({"POLYMATH_HOME": str(home)})
    built.settings.update(change)
    built.accounts.prices.put(Price(("m",), 1_000_000.0, 1_000_000.0, host="127.0.0.1:*"))
    yield built
    built.close()


def run(services: Services, *consents: Consent | Callable[[str], None], asks: bool = True) -> list[RunEvent]:
    """Run to the last event; each question gets the next answer, or what a function does in its place."""
    events: list[RunEvent] = []
    over = threading.Event()
    answers = list(consents)

    def take(event: RunEvent) -> None:
        events.append(event)
        if isinstance(event, SendAsked):
            reply = answers.pop(0)
            if callable(reply):
                reply(event.run_id)
            else:
                services.runs.answer(event.run_id, reply)
        if isinstance(event, RunFinished | RunFailed | RunCancelled):
            over.set()

    services.runs.start("twice", {"question": "is it"}, take, asks=asks)
    assert over.wait(20)
    return events


def _questions(events: list[RunEvent]) -> list[str]:
    return [event.outgoing.messages[-1].content for event in events if isinstance(event, SendAsked)]


def test_each_request_is_shown_and_sent_after_a_yes(services: Services, server: OpenAIServer) -> None:
    events = run(services, "send", "send")
    assert sorted(_questions(events)) == ["is it 1", "is it 2"]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.result.outcome.output == "yes yes"
    assert last.result.usage.cost == Cost({"USD": 28.0})
    assert len(server.received) == 2


def test_one_yes_can_be_for_the_whole_run(services: Services, server: OpenAIServer) -> None:
    events = run(services, "send_all")
    assert len(_questions(events)) == 1
    assert len(server.received) == 2


def test_a_no_cancels_the_run_and_nothing_is_sent(services: Services, server: OpenAIServer) -> None:
    events = run(services, "decline")
    assert isinstance(events[-1], RunCancelled)
    assert server.received == []
    assert services.history is not None
    [row] = services.history.recent()
    assert (row.state, row.messages) == ("cancelled", ()), "what was not sent is not kept as sent"
    assert services.accounts.ledger is not None
    assert services.accounts.ledger.usage(1) == []


def test_a_run_that_waits_for_an_answer_can_be_stopped(services: Services, server: OpenAIServer) -> None:
    events = run(services, services.runs.cancel)
    assert isinstance(events[-1], RunCancelled)
    assert server.received == []


def test_where_nobody_answers_nothing_is_sent(services: Services, server: OpenAIServer) -> None:
    last = run(services, asks=False)[-1]
    assert isinstance(last, RunFailed)
    assert isinstance(last.error, NotConfirmed)
    assert server.received == []


def test_an_answer_that_nobody_waits_for_does_nothing(services: Services) -> None:
    services.runs.answer("nobody", "send")
    assert isinstance(run(services, "send_all")[-1], RunFinished)


def test_the_cost_of_a_run_holds_what_the_engine_before_it_may_charge(services: Services, server: OpenAIServer) -> None:
    with OpenAIServer(error(500, "oops")) as broken:
        services.settings.update(
            lambda now: dataclasses.replace(
                now.with_provider("broken", base_url=broken.base_url, model="m", max_retries=0),
                chains={"twice": ("broken", "openai")},
                ask_before_sending=(),
            )
        )
        events = run(services)
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.result.fell_back
    assert [event.fell_back for event in events if isinstance(event, RouteChosen)] == [False, True]
    cost = last.result.usage.cost
    assert cost is not None
    assert cost.estimated
    assert cost.amounts["USD"] > 28.0 + 128


def _look(services: Services, **request: Any) -> Preview:
    work = preview(
        RunRequest("twice", {"question": "is it"}, **request),
        loop=services.loop,
        registry=services.registry,
        router=services.router,
        settings=services.settings,
        data=services.paths,
        accounts=services.accounts,
    )
    return services.loop.submit(work).result(20)


def test_a_preview_shows_size_tokens_cost_and_destination_and_asks_nobody(
    services: Services, server: OpenAIServer
) -> None:
    seen = _look(services)
    assert seen.messages[0].content.startswith("is it ")
    assert seen.outgoing is not None
    assert seen.outgoing.size_bytes == len(b"is it 1")
    assert seen.outgoing.prompt_tokens > 100
    assert seen.outgoing.cost is not None
    assert seen.outgoing.cost.amounts["USD"] == seen.outgoing.prompt_tokens + seen.outgoing.answer_tokens
    assert seen.engine is not None
    assert seen.engine.location == server.base_url
    assert seen.private == ""
    assert server.received == []
    assert services.history is not None
    assert services.history.recent() == []
    assert services.accounts.ledger is not None
    assert services.accounts.ledger.usage(1) == []
