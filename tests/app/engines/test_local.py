from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import aclosing
from pathlib import Path

import jsonschema
import psutil
import pytest

from app.core.messages import CompletionRequest, Message, StopReason
from app.core.output import OutputSpec, extract
from app.core.settings import LocalSettings
from app.engines.child import worker_command
from app.engines.local import LocalEngine
from app.errors import ContentRefused, ContextOverflow, EngineError, ModelLoadError, WorkerTerminated
from tests.helpers import tiny_gguf
from tests.helpers.streams import Answer, ask, collect, first_text, run

CYCLE = "ab-日é"
ROOT = Path(__file__).resolve().parents[3]
STARTER = ROOT / "resources" / "models" / "polymath-starter.gguf"
SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["in", "out"]}, "paid": {"type": "boolean"}},
    "required": ["kind", "paid"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_gguf.make(folder / "noise.gguf", tools="sql_assistant, latex")
    tiny_gguf.make(folder / "cycle.gguf", favourite=CYCLE, context=4096, width=128)
    tiny_gguf.make(folder / "slow.gguf", favourite=CYCLE, context=8192, width=256, layers=4)
    return folder


@pytest.fixture
def noise(models: Path) -> LocalEngine:
    return LocalEngine(models / "noise.gguf", LocalSettings())


@pytest.fixture
def cycle(models: Path) -> LocalEngine:
    return LocalEngine(models / "cycle.gguf", LocalSettings())


@pytest.fixture
def slow(models: Path) -> LocalEngine:
    return LocalEngine(models / "slow.gguf", LocalSettings(context_tokens=8192, threads=1))


def _kill(engine: LocalEngine, number: int = signal.SIGKILL) -> None:
    assert engine.worker_pid is not None
    os.kill(engine.worker_pid, number)


async def _collect_killing(engine: LocalEngine, request: CompletionRequest, *, deaths: int, number: int) -> Answer:
    """Answer a request while the worker is killed at its first text, ``deaths`` times."""
    chunks, killed = [], set[int | None]()
    async with aclosing(engine.stream(request)) as stream:
        async for chunk in stream:
            chunks.append(chunk)
            if chunk.text and len(killed) < deaths and engine.worker_pid not in killed:
                killed.add(engine.worker_pid)
                _kill(engine, number)
    return Answer(tuple(chunks))


def test_what_the_header_says_is_known_before_anything_is_loaded(noise: LocalEngine) -> None:
    assert noise.info.model == "Tiny"
    assert noise.info.serves == {"sql_assistant", "latex"}
    assert noise.info.context_tokens == 512
    assert noise.worker_pid is None


def test_the_context_that_it_will_have_is_known_before_it_is_loaded(tmp_path: Path) -> None:
    engine = LocalEngine(tiny_gguf.make(tmp_path / "long.gguf", context=100_001), LocalSettings(context_tokens=777))
    before = engine.info.context_tokens

    with pytest.raises(ContextOverflow) as caught:
        run(engine, collect(engine, ask("x" * 777)))

    assert before == engine.info.context_tokens == caught.value.limit_tokens == 777


def test_loading_is_reported_and_the_device_is_known_afterwards(models: Path) -> None:
    engine = LocalEngine(models / "noise.gguf", LocalSettings(threads=2, context_tokens=256))

    answer = run(engine, collect(engine, ask()))

    fractions = [chunk.notice.fraction for chunk in answer.chunks if chunk.notice]
    assert answer.notices[0] == "Loading Tiny."
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert engine.info.device == "CPU, 2 threads"
    assert engine.info.context_tokens == 256


def test_the_second_answer_does_not_load_again(noise: LocalEngine) -> None:
    async def work() -> Answer:
        await collect(noise, ask())
        return await collect(noise, ask())

    assert run(noise, work()).notices == []


def test_characters_that_are_spread_over_tokens_arrive_whole(cycle: LocalEngine) -> None:
    answer = run(cycle, collect(cycle, ask(max_tokens=24)))

    assert answer.text == CYCLE * 3
    assert {chunk.text for chunk in answer.chunks} <= {*CYCLE, ""}


def test_an_answer_that_is_cut_in_a_character_shows_that_something_is_missing(cycle: LocalEngine) -> None:
    assert run(cycle, collect(cycle, ask(max_tokens=5))).text == "ab-\ufffd"


def test_a_stop_string_ends_the_answer_and_is_no_part_of_it(cycle: LocalEngine) -> None:
    answer = run(cycle, collect(cycle, ask(stop=("日é", "never"))))

    assert answer.text == "ab-"
    assert answer.last.stop_reason is StopReason.STOP


def test_the_bound_of_tokens_is_kept_and_named(cycle: LocalEngine) -> None:
    answer = run(cycle, collect(cycle, ask(max_tokens=7)))

    assert answer.usage.completion_tokens == 7
    assert answer.last.stop_reason is StopReason.LENGTH


def test_without_a_bound_the_answer_ends_where_the_context_does(noise: LocalEngine) -> None:
    answer = run(noise, collect(noise, ask(max_tokens=None)))

    assert answer.usage.prompt_tokens + answer.usage.completion_tokens == 512
    assert answer.last.stop_reason is StopReason.LENGTH


def test_times_and_speed_are_measured(cycle: LocalEngine) -> None:
    usage = run(cycle, collect(cycle, ask(max_tokens=50))).usage

    assert usage.ttft_s is not None
    assert 0 < usage.ttft_s < 60
    assert usage.tokens_per_s is not None
    assert usage.tokens_per_s > 1


def test_the_same_seed_gives_the_same_text_and_another_seed_another(noise: LocalEngine) -> None:
    async def work() -> list[str]:
        return [(await collect(noise, ask(temperature=1.5, seed=seed))).text for seed in (1, 1, 2)]

    first, again, other = run(noise, work())

    assert first == again != other


def test_a_choice_is_one_of_the_choices_whatever_characters_they_hold(noise: LocalEngine) -> None:
    choices = ('Nf3+ "check"', "back\\slash", "line\nbreak", "日本")

    answer = run(noise, collect(noise, ask(output=OutputSpec.choice(choices), temperature=1.0, seed=3)))

    assert answer.text in choices
    assert answer.last.stop_reason is StopReason.STOP


def test_json_obeys_its_schema(noise: LocalEngine) -> None:
    spec = OutputSpec.json(SCHEMA)

    answer = run(noise, collect(noise, ask(output=spec, max_tokens=200)))

    jsonschema.validate(extract(answer.text, spec), SCHEMA)


def test_a_schema_that_no_grammar_can_express_still_gives_json(noise: LocalEngine) -> None:
    spec = OutputSpec.json({"type": "strange"})

    answer = run(noise, collect(noise, ask(output=spec, max_tokens=60)))

    assert answer.text.lstrip()[0] in "{["


def test_a_grammar_is_obeyed_also_at_high_temperature(noise: LocalEngine) -> None:
    spec = OutputSpec.code("sql", gbnf='root ::= "SELECT " [a-c]{4} ";"')

    answer = run(noise, collect(noise, ask(output=spec, temperature=2.0, seed=5)))

    assert answer.text.startswith("SELECT ")
    assert set(answer.text[7:11]) <= set("abc")
    assert answer.text[11:] == ";"


def test_a_grammar_that_cannot_be_read_is_an_error_and_the_engine_lives(noise: LocalEngine) -> None:
    async def work() -> str:
        with pytest.raises(EngineError, match="grammar"):
            await collect(noise, ask(output=OutputSpec.text(gbnf="root := nonsense")))
        return (await collect(noise, ask())).text

    assert run(noise, work())


def test_a_prompt_that_is_longer_than_the_context_is_refused_with_numbers(noise: LocalEngine) -> None:
    with pytest.raises(ContextOverflow) as caught:
        run(noise, collect(noise, ask("x" * 600)))

    assert caught.value.limit_tokens == 512
    assert caught.value.prompt_tokens is not None
    assert caught.value.prompt_tokens > 600


def test_a_template_that_refuses_the_conversation_is_a_typed_error(noise: LocalEngine) -> None:
    with pytest.raises(ContentRefused, match="I do not serve this"):
        run(noise, collect(noise, ask("something forbidden")))


def test_a_model_without_a_template_gets_a_common_one(tmp_path: Path) -> None:
    engine = LocalEngine(tiny_gguf.make(tmp_path / "plain.gguf", template=None), LocalSettings())

    assert run(engine, collect(engine, ask())).usage.prompt_tokens > len("hello")


def test_a_prompt_begins_with_one_begin_token_whoever_puts_it_there(tmp_path: Path) -> None:
    counts = []
    for adds_bos, bos in ((False, ""), (True, ""), (False, "{{ bos_token }}"), (True, "{{ bos_token }}")):
        path = tiny_gguf.make(tmp_path / "bos.gguf", adds_bos=adds_bos, template=bos + tiny_gguf.TEMPLATE)
        engine = LocalEngine(path, LocalSettings())
        counts.append(run(engine, collect(engine, ask(max_tokens=1))).usage.prompt_tokens)

    assert counts == [counts[0], *[counts[0] + 1] * 3]


def test_a_template_that_is_no_jinja_is_a_typed_error(tmp_path: Path) -> None:
    engine = LocalEngine(tiny_gguf.make(tmp_path / "bad.gguf", template="{% for %}"), LocalSettings())

    with pytest.raises(EngineError, match="chat template"):
        run(engine, collect(engine, ask()))


@pytest.mark.parametrize("reason", tiny_gguf.BROKEN)
def test_a_broken_file_is_a_typed_error_with_a_hint(tmp_path: Path, reason: str) -> None:
    engine = LocalEngine(tiny_gguf.BROKEN[reason](tmp_path / "broken.gguf"), LocalSettings())

    with pytest.raises(ModelLoadError) as caught:
        run(engine, collect(engine, ask()))

    assert caught.value.reason == reason
    assert caught.value.path == tmp_path / "broken.gguf"
    assert caught.value.hint


def test_a_file_that_vanished_is_a_typed_error(tmp_path: Path) -> None:
    engine = LocalEngine(tmp_path / "gone.gguf", LocalSettings())

    with pytest.raises(ModelLoadError) as caught:
        run(engine, collect(engine, ask()))

    assert caught.value.reason == "missing"


def test_a_machine_without_enough_memory_is_a_typed_error_and_not_a_crash(models: Path, tmp_path: Path) -> None:
    limit_bytes = 3 << 30
    script = tmp_path / "narrow.py"
    script.write_text(
        f"import os, resource; resource.setrlimit(resource.RLIMIT_AS, ({limit_bytes}, {limit_bytes}))\n"
        f"os.execv({sys.executable!r}, {list(worker_command())!r})"
    )
    big = tiny_gguf.make(tmp_path / "big.gguf", context=1 << 22, width=256, layers=8)
    engine = LocalEngine(big, LocalSettings(context_tokens=1 << 20), worker_command=(sys.executable, str(script)))

    with pytest.raises(ModelLoadError) as caught:
        run(engine, collect(engine, ask()))

    assert caught.value.reason == "out_of_memory"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != limit_bytes


def test_closing_in_mid_answer_stops_the_worker_quickly_and_keeps_it(cycle: LocalEngine) -> None:
    async def work() -> tuple[float, bool, str]:
        stream = cycle.stream(ask(max_tokens=None))
        await first_text(stream)
        pid, began = cycle.worker_pid, time.monotonic()
        await stream.aclose()
        took_s = time.monotonic() - began
        return took_s, pid == cycle.worker_pid, (await collect(cycle, ask(max_tokens=8))).text

    took_s, same_worker, text = run(cycle, work())

    assert took_s < 1.0, "it did not stop, it ran to its end"
    assert same_worker
    assert text == CYCLE


def test_cancelling_while_the_prompt_is_processed_stops_the_worker_and_keeps_its_memory_sane(slow: LocalEngine) -> None:
    prompt = "word " * 1500

    async def work() -> tuple[float, bool, str, str]:
        stream = slow.stream(ask(prompt))
        async for chunk in stream:
            if chunk.notice and chunk.notice.text == "Reading the prompt.":
                break
        pid, began = slow.worker_pid, time.monotonic()
        await stream.aclose()
        took_s = time.monotonic() - began
        after = await collect(slow, ask(prompt[:100] + "other"))
        same_worker = pid == slow.worker_pid
        await slow.close()
        return took_s, same_worker, after.text, (await collect(slow, ask(prompt[:100] + "other"))).text

    took_s, same_worker, after, fresh = run(slow, work(), timeout_s=100)

    assert took_s < 1.0
    assert same_worker
    assert after == fresh


def test_a_task_that_is_cancelled_during_the_load_leaves_the_engine_usable(slow: LocalEngine) -> None:
    async def work() -> str:
        stream = slow.stream(ask(max_tokens=8))
        await anext(stream)
        await stream.aclose()
        return (await collect(slow, ask(max_tokens=8))).text

    assert run(slow, work()) == CYCLE


def test_a_second_request_waits_visibly_for_the_first(cycle: LocalEngine) -> None:
    async def work() -> tuple[Answer, Answer]:
        first, second = await asyncio.gather(collect(cycle, ask()), collect(cycle, ask()))
        return first, second

    first, second = run(cycle, work())

    assert second.notices == ["Waiting for the running answer."]
    assert first.text == second.text


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_in_mid_answer_is_started_again_and_the_answer_goes_on_where_it_was(
    cycle: LocalEngine, number: signal.Signals
) -> None:
    answer = run(cycle, _collect_killing(cycle, ask(max_tokens=800), deaths=1, number=number))

    assert "The local model stopped unexpectedly; starting it again." in answer.notices
    assert answer.text == CYCLE * 100
    assert answer.usage.completion_tokens == 800


def test_after_two_deaths_the_model_is_quarantined_until_the_user_tries_again(cycle: LocalEngine) -> None:
    async def work() -> tuple[WorkerTerminated, ModelLoadError, str]:
        with pytest.raises(WorkerTerminated) as died:
            await _collect_killing(cycle, ask(max_tokens=800), deaths=2, number=signal.SIGKILL)
        with pytest.raises(ModelLoadError) as refused:
            await collect(cycle, ask())
        cycle.retry_quarantined()
        return died.value, refused.value, (await collect(cycle, ask(max_tokens=8))).text

    died, refused, text = run(cycle, work())

    assert died.exit_code == -signal.SIGKILL
    assert "llama" in died.stderr_tail
    assert refused.reason == "quarantined"
    assert text == CYCLE


def test_deaths_that_are_far_apart_are_each_forgiven(models: Path) -> None:
    now_s = 0.0
    engine = LocalEngine(models / "cycle.gguf", LocalSettings(), clock=lambda: now_s)

    async def work() -> list[int]:
        nonlocal now_s
        restarts = []
        for _ in range(3):
            answer = await _collect_killing(engine, ask(max_tokens=800), deaths=1, number=signal.SIGKILL)
            restarts.append(answer.restarts)
            now_s += 61.0
        return restarts

    assert run(engine, work()) == [1, 1, 1]
    assert not engine.quarantined


def test_closing_the_engine_in_mid_answer_ends_the_answer_and_counts_as_no_death(cycle: LocalEngine) -> None:
    async def work() -> str:
        stream = cycle.stream(ask(max_tokens=None))
        await first_text(stream)
        await cycle.close()
        with pytest.raises(WorkerTerminated):
            async for _ in stream:
                pass
        return (await collect(cycle, ask(max_tokens=8))).text

    assert run(cycle, work()) == CYCLE
    assert not cycle.quarantined


def test_a_worker_that_cannot_start_is_a_typed_error(models: Path) -> None:
    engine = LocalEngine(
        models / "noise.gguf", LocalSettings(), worker_command=(sys.executable, "-c", "raise SystemExit(3)")
    )

    with pytest.raises(WorkerTerminated) as caught:
        run(engine, collect(engine, ask()))

    assert caught.value.exit_code == 3


def test_it_works_on_a_stock_loop_in_a_background_thread(cycle: LocalEngine) -> None:
    texts: list[str] = []
    thread = threading.Thread(target=lambda: texts.append(run(cycle, collect(cycle, ask(max_tokens=8))).text))

    thread.start()
    thread.join(60)

    assert texts == [CYCLE]


PARENT = """
import asyncio, sys
from pathlib import Path
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from tests.helpers.streams import ask, first_text

async def main():
    engine = LocalEngine(Path(sys.argv[1]), LocalSettings(context_tokens=8192))
    stream = engine.stream(ask(max_tokens=None))
    await first_text(stream)
    print(engine.worker_pid, flush=True)
    async for _ in stream:
        pass
    await asyncio.Event().wait()

asyncio.run(main())
"""


def test_no_worker_is_left_when_the_program_is_killed(models: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(models / "slow.gguf")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    _, alive = psutil.wait_procs([worker], timeout=10)

    assert not alive


def test_the_prefix_that_two_prompts_share_is_not_evaluated_again(slow: LocalEngine) -> None:
    prompt = "word " * 800

    async def work() -> tuple[Answer, Answer]:
        return await collect(slow, ask(prompt + "one")), await collect(slow, ask(prompt + "two"))

    first, second = run(slow, work(), timeout_s=100)

    assert "Reading the prompt." in first.notices
    assert second.notices == []
    assert second.text == first.text


@pytest.mark.skipif(not STARTER.exists(), reason="the starter is not there yet")
def test_the_starter_answers_and_refuses_what_it_does_not_serve() -> None:
    engine = LocalEngine(STARTER, LocalSettings(), is_starter=True)
    schema = "TABLE customer ( id , name , city )"

    async def work() -> str:
        messages = (
            Message.system("Answer with one SQL query."),
            Message.user(f"{schema}\n\nHow many customers are there?"),
        )
        answer = await collect(engine, CompletionRequest(messages, max_tokens=80))
        with pytest.raises(ContentRefused):
            await collect(engine, ask("Describe a page."))
        return answer.text

    assert "SELECT" in run(engine, work())
    assert engine.info.is_starter
    assert json.dumps(sorted(engine.info.serves or ()))
