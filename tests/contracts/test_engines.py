"""What every engine promises. A new engine joins with one function that makes it, added to ``CASES``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.accounts import Accounts
from app.core.history import History
from app.core.ledger import Ledger
from app.core.prices import PriceBook
from app.core.providers import ProviderSettings
from app.core.settings import LocalSettings, SpendingSettings
from app.engines.base import Engine
from app.engines.cloud import CloudEngine
from app.engines.local import LocalEngine
from app.engines.metered import MeteredEngine
from app.engines.scripted import ScriptedEngine
from app.errors import ConnectFailed, EngineError
from tests.helpers import tiny_gguf
from tests.helpers.openai_server import OpenAIServer, answer, error
from tests.helpers.streams import ask, collect, first_text, run


@dataclass(frozen=True, slots=True)
class EngineCase:
    """One engine under contract.

    Attributes:
        working: answers any request with at least three pieces of text, the same each time.
        failing: cannot answer.
    """

    working: Engine
    failing: Engine


Maker = Callable[[Path], AbstractContextManager[EngineCase]]


@contextmanager
def scripted(_folder: Path) -> Iterator[EngineCase]:
    failing = ScriptedEngine([ConnectFailed("The server cannot be reached.", hint="Check the address.")])
    yield EngineCase(ScriptedEngine(["one two three four five six"]), failing)


@contextmanager
def local(folder: Path) -> Iterator[EngineCase]:
    model = tiny_gguf.make(folder / "tiny.gguf", favourite="abc def", context=1024)
    settings = LocalSettings()
    yield EngineCase(LocalEngine(model, settings), LocalEngine(folder / "missing.gguf", settings))


@contextmanager
def cloud(_folder: Path) -> Iterator[EngineCase]:
    usage = {"prompt_tokens": 3, "completion_tokens": 3}
    with OpenAIServer(answer("one ", "two ", "three", usage=usage)) as server, OpenAIServer(error(401)) as closed:
        working, failing = (
            CloudEngine(ProviderSettings(one.base_url, "test-model", timeout_s=10.0), lambda: "key")
            for one in (server, closed)
        )
        yield EngineCase(working, failing)


@contextmanager
def metered(folder: Path) -> Iterator[EngineCase]:
    History(folder / "h.sqlite3").close()
    ledger = Ledger(folder / "h.sqlite3")
    prices = PriceBook(folder / "none.toml", folder / "none.toml")
    accounts = Accounts(lambda: ledger, lambda: prices, SpendingSettings)
    with cloud(folder) as inner:
        yield EngineCase(MeteredEngine(inner.working, accounts), MeteredEngine(inner.failing, accounts))
    ledger.close()


CASES: dict[str, Maker] = {"scripted": scripted, "local": local, "cloud": cloud, "metered": metered}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineCase]:
    with request.param(tmp_path) as made:
        yield made


def test_it_says_what_it_is_before_it_did_anything(case: EngineCase) -> None:
    for engine in (case.working, case.failing):
        assert engine.info.kind in ("local", "cloud", "scripted")
        assert engine.info.model


def test_an_answer_is_text_and_ends_with_one_stop_reason_and_usage(case: EngineCase) -> None:
    answer = run(case.working, collect(case.working, ask()))

    assert answer.text
    assert [chunk.stop_reason is not None for chunk in answer.chunks].count(True) == 1
    assert answer.last.stop_reason is not None
    assert answer.usage.prompt_tokens > 0
    assert answer.usage.completion_tokens > 0


def test_the_answer_comes_in_pieces(case: EngineCase) -> None:
    answer = run(case.working, collect(case.working, ask()))

    assert sum(bool(chunk.text) for chunk in answer.chunks) >= 3


def test_closing_the_iterator_in_mid_answer_is_no_error_and_leaves_the_engine_usable(case: EngineCase) -> None:
    async def work() -> tuple[str, str]:
        whole = await collect(case.working, ask())
        async with aclosing(case.working.stream(ask())) as stream:
            await first_text(stream)
        return whole.text, (await collect(case.working, ask())).text

    before, after = run(case.working, work())

    assert before == after


def test_cancelling_the_task_stops_the_answer_and_leaves_the_engine_usable(case: EngineCase) -> None:
    async def work() -> str:
        begun = asyncio.Event()

        async def consume() -> None:
            async with aclosing(case.working.stream(ask())) as stream:
                await first_text(stream)
                begun.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(consume())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return (await collect(case.working, ask())).text

    assert run(case.working, work())


def test_two_requests_at_once_both_get_their_whole_answer(case: EngineCase) -> None:
    async def work() -> list[str]:
        answers = await asyncio.gather(*(collect(case.working, ask()) for _ in range(2)))
        return [answer.text for answer in answers]

    first, second = run(case.working, work())

    assert first == second != ""


def test_it_can_be_used_again_after_it_was_closed(case: EngineCase) -> None:
    async def work() -> tuple[str, str]:
        before = await collect(case.working, ask())
        await case.working.close()
        return before.text, (await collect(case.working, ask())).text

    before, after = run(case.working, work())

    assert before == after


def test_it_can_be_closed_before_it_was_used_and_twice(case: EngineCase) -> None:
    async def work() -> None:
        await case.working.close()
        await case.working.close()

    run(case.working, work())


def test_a_failure_is_an_engine_error_with_a_hint(case: EngineCase) -> None:
    with pytest.raises(EngineError) as caught:
        run(case.failing, collect(case.failing, ask()))

    assert caught.value.message
    assert caught.value.hint
