"""What is measured of one model. Every function gives figures by name; ratios compare two sides that took turns in the same minute."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from app.bench import llama_bench
from app.bench.asking import Answer, RawLoop, ask, raw_loop
from app.bench.texts import fitting_schema, tool_prompt
from app.core.messages import CompletionRequest, Message
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import AppError
from app.models.fit import LoadPlan, plan
from app.models.machine import Machine
from app.models.split import read_model

Figures = dict[str, float | str | None]
_FEW_WORDS = 10
_LEAST_TOKENS = 8
"""Fewer tokens than these have no speed."""
_PROMPT_SHARE = 0.6
_CANCEL_AFTER = 3
_EDIT_MARGIN_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured.

    Attributes:
        prompts: rounds with a long prompt.
        decodes: further rounds with a short prompt.
        prompt_tokens: length of the long prompt.
        decode_tokens: length of the answers whose speed is measured.
        starts: rounds of a cold, a warm and a restarted first token.
        edits: rounds of the edit without and with its text known.
        edit_tokens: length of the text that is edited.
        one_file: whether the copying model serves for everything.
        cancels, prompt_cancels: how many answers are cancelled while they are written and while their prompt is read.
    """

    prompts: int = 3
    decodes: int = 2
    prompt_tokens: int = 1000
    decode_tokens: int = 96
    starts: int = 3
    edits: int = 2
    edit_tokens: int = 1500
    cancels: int = 10
    prompt_cancels: int = 5
    with_llama_bench: bool = True
    one_file: bool = False


QUICK = Effort(
    2, 2, decode_tokens=32, starts=1, edits=1, edit_tokens=250, prompt_cancels=3, with_llama_bench=False, one_file=True
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a model, and how the program would load it.

    Attributes:
        edit: a text and its edited form, which ``copying`` writes; empty where there is no such model.
        copying: model of the same shape that writes the edited text.
    """

    model: Path
    effort: Effort
    plan: LoadPlan
    settings: LocalSettings = field(default_factory=LocalSettings)
    copying: Path | None = None
    before: str = ""
    after: str = ""

    @property
    def load_body(self) -> Mapping[str, Any]:
        """What the worker is told when it loads the model; for the plain loop."""
        return {
            "path": str(self.model.resolve()),
            "context_tokens": self.plan.context_tokens,
            "threads": self.plan.threads,
            "gpu_layers": self.plan.gpu_layers,
            "kv_type": self.settings.kv_type,
        }

    @property
    def prompt_tokens(self) -> int:
        """Length of the long prompt, as far as the context has room for it."""
        return min(self.effort.prompt_tokens, int(self.plan.context_tokens * _PROMPT_SHARE))


def load_plan(model: Path, settings: LocalSettings) -> LoadPlan:
    """How the program would load this model now.

    Raises:
        ModelLoadError: it would not.
    """
    return plan(read_model(model), settings, Machine.now())


def request(messages: Sequence[Message], tokens: int, *, repeats: str = "") -> CompletionRequest:
    """A tool's greedy request of at most this many tokens; its question is the last paragraph."""
    question = messages[-1].content.rpartition("\n\n")[2]
    return CompletionRequest(tuple(messages), max_tokens=tokens, tool="bench", changing=question, repeats=repeats)


@asynccontextmanager
async def opened(path: Path, settings: LocalSettings, state_dir: Path | None = None) -> AsyncIterator[LocalEngine]:
    """The local route for a model, closed at the end."""
    made = LocalEngine(path, settings, state_dir=state_dir)
    try:
        yield made
    finally:
        await made.close()


async def speed(subject: Subject) -> tuple[Figures, int]:
    """Prompt and decode against the plain loop and llama-bench, and memory; and the length of a schema for long prompts."""
    with raw_loop(subject.load_body) as raw:
        words = fitting_schema(subject.prompt_tokens, raw.count)
        async with opened(subject.model, subject.settings) as ours:
            found = await _rounds(subject, raw, ours, words)
            memory = {
                "worker_peak_rss_mib": peak_rss_mib(ours.worker_pid or 0),
                "raw_peak_rss_mib": peak_rss_mib(raw.pid),
            }
            device = ours.info.device
    memory["memory_vs_raw"] = memory["worker_peak_rss_mib"] / memory["raw_peak_rss_mib"]
    return {"device": device, **found, **memory}, words


async def _rounds(subject: Subject, raw: RawLoop, ours: LocalEngine, words: int) -> Figures:
    effort, pairs, theirs = subject.effort, list[_Pair](), list[tuple[llama_bench.Speeds, llama_bench.Speeds]]()
    await _pair(raw, ours, tool_prompt("warm-up", 0, _FEW_WORDS), 4, ours_first=True)
    for number in range(effort.prompts + effort.decodes):
        is_long = number < effort.prompts
        messages = tool_prompt(f"speed {number}", number, words if is_long else _FEW_WORDS)
        pairs.append(await _pair(raw, ours, messages, effort.decode_tokens, ours_first=number % 2 == 0))
        if is_long and effort.with_llama_bench:
            tokens = pairs[-1].answer.usage.prompt_tokens
            speeds = llama_bench.run(subject.model, subject.plan, raw.attention, tokens, effort.decode_tokens)
            theirs += [speeds] if speeds is not None else []
    return {"attention": raw.attention, **_speeds(pairs, effort.prompts), **_against(pairs[: effort.prompts], theirs)}


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same answer, by both sides."""

    answer: Answer
    raw: Mapping[str, float]

    @property
    def prompt_tokens_per_s(self) -> float:
        return (self.answer.usage.prompt_tokens - self.answer.usage.reused_tokens) / self.answer.first_s

    @property
    def raw_prompt_tokens_per_s(self) -> float:
        return self.raw["prompt_tokens"] / self.raw["prompt_s"]

    @property
    def decode_tokens_per_s(self) -> float | None:
        return (self.answer.tokens - 1) / self.answer.decode_s if self.answer.tokens >= _LEAST_TOKENS else None

    @property
    def raw_decode_tokens_per_s(self) -> float:
        return (self.raw["tokens"] - 1) / self.raw["decode_s"]


async def _pair(
    raw: RawLoop, ours: LocalEngine, messages: Sequence[Message], tokens: int, *, ours_first: bool
) -> _Pair:
    if ours_first:
        answer = await ask(ours, request(messages, tokens))
        return _Pair(answer, raw.ask(messages, max(2, answer.tokens)))
    plain = raw.ask(messages, tokens)
    return _Pair(await ask(ours, request(messages, tokens)), plain)


def _speeds(pairs: Sequence[_Pair], prompts: int) -> Figures:
    long = pairs[:prompts]
    decodes = [(own, pair.raw_decode_tokens_per_s) for pair in pairs if (own := pair.decode_tokens_per_s) is not None]
    return {
        "prompt_tokens": long[0].answer.usage.prompt_tokens,
        "decode_tokens_per_s": median([own for own, _ in decodes]),
        "raw_decode_tokens_per_s": median([plain for _, plain in decodes]),
        "decode_vs_raw": median([own / plain for own, plain in decodes]),
        "prompt_tokens_per_s": median([pair.prompt_tokens_per_s for pair in long]),
        "raw_prompt_tokens_per_s": median([pair.raw_prompt_tokens_per_s for pair in long]),
        "prompt_vs_raw": median([pair.prompt_tokens_per_s / pair.raw_prompt_tokens_per_s for pair in long]),
    }


def _against(long: Sequence[_Pair], theirs: Sequence[tuple[llama_bench.Speeds, llama_bench.Speeds]]) -> Figures:
    """Ours against llama-bench: with our attention, and with its own."""
    found: Figures = {}
    prompt = median([pair.prompt_tokens_per_s for pair in long])
    decode = median([own for pair in long if (own := pair.decode_tokens_per_s) is not None])
    for place, name in enumerate(("llama_bench", "llama_bench_auto")):
        found[f"decode_vs_{name}"] = ratio(decode, median([speeds[place].decode for speeds in theirs]))
        found[f"prompt_vs_{name}"] = ratio(prompt, median([speeds[place].prompt for speeds in theirs]))
    return found


async def first_token(subject: Subject, words: int, say: Callable[[str], None]) -> Figures:
    """The time to the first token of a tool with a long constant prompt: with nothing known, again, and after a restart."""
    rounds = []
    for number in range(subject.effort.starts):
        say(f"first token, round {number + 1}")
        with tempfile.TemporaryDirectory(prefix="polymath-bench-") as folder:
            rounds.append(await _starts(subject, f"first {number}", words, Path(folder)))
    cold, warm, again = ([round[place] for round in rounds] for place in range(3))
    return {
        "cold_first_token_s": median([answer.ttft_s for answer in cold]),
        "warm_first_token_s": median([answer.ttft_s for answer in warm]),
        "restart_first_token_s": median([answer.ttft_s for answer in again]),
        "cold_with_load_s": median([answer.first_s for answer in cold]),
        "restart_with_load_s": median([answer.first_s for answer in again]),
        "warm_first_token_vs_cold": median([b.ttft_s / a.ttft_s for a, b in zip(cold, warm, strict=True)]),
        "restart_first_token_vs_cold": median([b.ttft_s / a.ttft_s for a, b in zip(cold, again, strict=True)]),
        "restart_with_load_vs_cold_with_load": median(
            [b.first_s / a.first_s for a, b in zip(cold, again, strict=True)]
        ),
        "restart_reused_tokens": again[-1].usage.reused_tokens,
    }


async def _starts(subject: Subject, constant: str, words: int, folder: Path) -> tuple[Answer, Answer, Answer]:
    async def answer(question: int, made: LocalEngine) -> Answer:
        return await ask(made, request(tool_prompt(constant, question, words), 2))

    async with opened(subject.model, subject.settings, folder) as made:
        cold, warm = await answer(1, made), await answer(2, made)
    async with opened(subject.model, subject.settings, folder) as made:
        return cold, warm, await answer(3, made)


async def lookup(subject: Subject) -> Figures:
    """An edit that keeps most of a text, without and with the text given as what the answer repeats.

    Raises:
        AppError: the two answers differ, or the copying model does not write what it was made to write.
    """
    if subject.copying is None:
        return {"lookup_speedup": None, "edit_speedup": None, "drafted_share": None}
    pairs = []
    async with opened(subject.copying, subject.settings) as made:
        await ask(made, request([Message.user("warm-up")], 2))
        for number in range(subject.effort.edits):
            order = ("", subject.before) if number % 2 == 0 else (subject.before, "")
            answers = [await ask(made, _edit(subject, 2 * number + place, known)) for place, known in enumerate(order)]
            pairs.append(answers if number % 2 == 0 else answers[::-1])
    for plain, guessed in pairs:
        if plain.text != guessed.text or plain.text != subject.after:
            raise AppError("The edit came out otherwise with its text known than without: prompt lookup is broken.")
    return {
        "edit_tokens": pairs[0][0].tokens,
        "lookup_speedup": median([plain.decode_s / guessed.decode_s for plain, guessed in pairs]),
        "edit_speedup": median([plain.last_s / guessed.last_s for plain, guessed in pairs]),
        "drafted_share": median([guessed.usage.drafted_tokens / guessed.tokens for _, guessed in pairs]),
    }


def _edit(subject: Subject, number: int, known: str) -> CompletionRequest:
    """Numbered at its head, so that no prompt is known from the one before."""
    messages = (Message.system(f"{number}: You edit texts."), Message.user(f"Make the changes.\n\n{subject.before}"))
    return request(messages, subject.effort.edit_tokens + _EDIT_MARGIN_TOKENS, repeats=known)


async def cancel(subject: Subject, words: int) -> Figures:
    """From the end of interest in an answer until the worker is idle, while it writes and while it reads the prompt.

    Raises:
        AppError: a cancelled worker had to be killed.
    """
    effort = subject.effort
    async with opened(subject.model, subject.settings) as made:
        await ask(made, request(tool_prompt("cancel", 0, _FEW_WORDS), 2))
        pid = made.worker_pid
        writing = [await _cancelled(made, _FEW_WORDS, "cancel", number) for number in range(effort.cancels)]
        reading = [await _cancelled(made, words, f"cancel {number}", number) for number in range(effort.prompt_cancels)]
        if made.worker_pid != pid:
            raise AppError("A worker whose answer was cancelled did not obey and was killed.")
    return {**_cancel_figures("cancel", writing), **_cancel_figures("cancel_prompt", reading)}


async def _cancelled(made: LocalEngine, words: int, constant: str, number: int) -> float | None:
    """Milliseconds; None if the answer was over before."""
    wanted = request(tool_prompt(constant, number, words), 10_000)
    is_long, texts = words != _FEW_WORDS, 0
    async with aclosing(made.stream(wanted)) as chunks:
        async for chunk in chunks:
            texts += bool(chunk.text)
            if (is_long and chunk.notice is not None and not texts) or (not is_long and texts == _CANCEL_AFTER):
                # Somewhere in the computation, and each time somewhere else.
                await asyncio.sleep(number * 0.007)
                began = time.perf_counter()
                await chunks.aclose()
                return (time.perf_counter() - began) * 1000
    return None


def _cancel_figures(name: str, found: Sequence[float | None]) -> Figures:
    times = [ms for ms in found if ms is not None]
    return {f"{name}_ms": median(times), f"{name}_worst_ms": max(times, default=None)}


def peak_rss_mib(pid: int) -> float:
    """The most memory that a process held so far, pages of mapped files included; what it holds now where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return float(psutil.Process(pid).memory_info().rss) / (1 << 20)


def median(values: Sequence[float]) -> float | None:
    """None of nothing."""
    return statistics.median(values) if values else None


def ratio(value: float | None, other: float | None) -> float | None:
    """None where one side was not measured."""
    return value / other if value is not None and other is not None else None
