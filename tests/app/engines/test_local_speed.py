"""What makes the local engine quick changes nothing of what it says: kept state, drafts, and answers that are taken up again."""

from __future__ import annotations

import asyncio
import itertools
import random
from contextlib import aclosing
from pathlib import Path

import pytest

from app.core.messages import CompletionRequest, Message
from app.core.output import OutputSpec
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from tests.helpers import tiny_gguf
from tests.helpers.streams import Answer, collect, run

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F)) + "\n "
CONSTANT = "".join(random.Random(3).choices("abcdefgh ", k=600))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_gguf.make(folder / "noise.gguf", context=4096)
    tiny_gguf.make(folder / "other.gguf", context=4096, seed=8)
    tiny_gguf.make(folder / "alphabet.gguf", favourite=ALPHABET, context=8192, width=128)
    tiny_gguf.make(folder / "multibyte.gguf", favourite="ab-日é", context=4096, width=128)
    return folder


def question(text: str, **values: object) -> CompletionRequest:
    messages = (Message.system("You answer."), Message.user(f"{CONSTANT}\n\n{text}"))
    return CompletionRequest(messages, tool="sql", changing=text, max_tokens=24, **values)  # type: ignore[arg-type]


def engine(models: Path, name: str, state: Path | None = None, **settings: object) -> LocalEngine:
    return LocalEngine(models / f"{name}.gguf", LocalSettings(**settings), state_dir=state)  # type: ignore[arg-type]


def asked(made: LocalEngine, *requests: CompletionRequest) -> list[Answer]:
    async def work() -> list[Answer]:
        return [await collect(made, request) for request in requests]

    return run(made, work())


def test_the_second_question_of_a_tool_evaluates_only_what_is_new(models: Path, tmp_path: Path) -> None:
    other = CompletionRequest((Message.user("z" * 300),), tool="latex", max_tokens=4)
    first, _, second = asked(engine(models, "noise", tmp_path), question("How many?"), other, question("Since when?"))
    plain = asked(engine(models, "noise"), question("Since when?"))[0]
    assert first.usage.reused_tokens == 0
    assert 600 < second.usage.reused_tokens < second.usage.prompt_tokens - 8
    assert second.text == plain.text


def test_the_first_question_after_a_restart_evaluates_only_what_is_new(models: Path, tmp_path: Path) -> None:
    asked(engine(models, "noise", tmp_path), question("How many?"))
    again = asked(engine(models, "noise", tmp_path), question("Since when?"))[0]
    plain = asked(engine(models, "noise"), question("Since when?"))[0]
    assert again.usage.reused_tokens > 600
    assert again.text == plain.text


def test_what_is_the_same_in_two_prompts_is_kept_even_where_nobody_said_so(models: Path, tmp_path: Path) -> None:
    lines = [CompletionRequest((Message.user(f"{CONSTANT}\n{n}"),), tool="book", max_tokens=2) for n in ("one", "two")]
    asked(engine(models, "noise", tmp_path), *lines)
    third = CompletionRequest((Message.user(f"{CONSTANT}\nthree"),), tool="book", max_tokens=2)
    assert asked(engine(models, "noise", tmp_path), third)[0].usage.reused_tokens > 600


def test_the_state_of_one_model_is_not_taken_for_another(models: Path, tmp_path: Path) -> None:
    asked(engine(models, "noise", tmp_path), question("How many?"))
    answer = asked(engine(models, "other", tmp_path), question("How many?"))[0]
    assert answer.usage.reused_tokens == 0
    assert answer.text == asked(engine(models, "other"), question("How many?"))[0].text


def test_a_state_of_another_cache_type_is_not_taken(models: Path, tmp_path: Path) -> None:
    asked(engine(models, "alphabet", tmp_path), question("How many?"))
    small = asked(engine(models, "alphabet", tmp_path, kv_type="q8_0"), question("How many?"))[0]
    assert small.text
    assert small.usage.reused_tokens == 0


def test_a_model_that_takes_no_small_cache_gets_the_usual_one(models: Path) -> None:
    small = asked(engine(models, "noise", kv_type="q8_0"), question("How many?"))[0]
    assert small.text == asked(engine(models, "noise"), question("How many?"))[0].text


@pytest.mark.parametrize("damage", [b"", b"PMSTATE1", b"\0" * 5000])
def test_damaged_state_is_passed_over(models: Path, tmp_path: Path, damage: bytes) -> None:
    asked(engine(models, "noise", tmp_path), question("How many?"))
    for file in (tmp_path / "prefixes").iterdir():
        file.write_bytes(damage)
    answer = asked(engine(models, "noise", tmp_path), question("How many?"))[0]
    assert answer.usage.reused_tokens == 0
    assert answer.text == asked(engine(models, "noise"), question("How many?"))[0].text


def test_nothing_is_kept_on_disk_where_the_person_wants_that(models: Path, tmp_path: Path) -> None:
    asked(engine(models, "noise", tmp_path, prefix_disk_mib=0), question("How many?"))
    assert not (tmp_path / "prefixes").exists()


def edited(text: str, keep: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(letter if chance.random() < keep else chance.choice(ALPHABET) for letter in text)


@pytest.mark.parametrize("keep", [1.0, 0.95, 0.5, 0.0])
def test_drafts_change_how_fast_an_answer_comes_and_not_which(models: Path, keep: float) -> None:
    plain = question("Mend this.", output=OutputSpec.text())
    text = "".join(itertools.islice(itertools.cycle(ALPHABET), 400))
    requests = [
        CompletionRequest(plain.messages, max_tokens=400),
        CompletionRequest(plain.messages, max_tokens=400, repeats=edited(text, keep, 5)),
    ]
    without, drafted = asked(engine(models, "alphabet"), *requests)
    assert drafted.text == without.text
    assert without.usage.drafted_tokens == 0
    assert drafted.usage.drafted_tokens >= {1.0: 370, 0.95: 250}.get(keep, 0)


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_drafts_leave_noise_as_it_is_under_a_grammar_too(models: Path, temperature: float) -> None:
    output = OutputSpec.code("text", gbnf='root ::= ([a-c] [d-f])+ "."')
    wanted = {"max_tokens": 80, "temperature": temperature, "seed": 11, "output": output}
    messages = (Message.user("go"),)
    first, second = asked(
        engine(models, "noise"),
        CompletionRequest(messages, **wanted),  # type: ignore[arg-type]
        CompletionRequest(messages, repeats="adbecf" * 20, **wanted),  # type: ignore[arg-type]
    )
    assert first.text == second.text


@pytest.mark.parametrize("name", ["multibyte", "alphabet"])
def test_an_answer_that_is_taken_up_again_repeats_and_loses_nothing(models: Path, name: str) -> None:
    made = engine(models, name)
    request = CompletionRequest((Message.user("go"),), max_tokens=300, stop=("nothing like it",))
    whole = asked(engine(models, name), request)[0].text

    async def work() -> str:
        text, killed = "", False
        async with aclosing(made.stream(request)) as chunks:
            async for chunk in chunks:
                text += chunk.text
                if len(text) > 100 and not killed and made._worker is not None:
                    killed = True
                    made._worker._process.kill()
                    await asyncio.sleep(0)
        return text

    assert run(made, work()) == whole


def test_a_model_that_nobody_asks_gives_its_memory_back_and_loads_again(models: Path) -> None:
    made = engine(models, "noise")

    async def work() -> tuple[bool, bool, str]:
        await collect(made, question("How many?"))
        had_worker = made.worker_pid is not None
        assert made._idle is not None
        made._idle.cancel()
        await made._unload()
        return had_worker, made.worker_pid is not None, (await collect(made, question("How many?"))).text

    had, has, text = run(made, work())
    assert (had, has) == (True, False)
    assert text
