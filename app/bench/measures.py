"""What is measured of one model: figures by name. Ratios compare two sides that took turns in the same minute."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bench import llama_bench
from app.bench.asking import Answer, RawAnswer, ask, ask_alone, ask_raw, opened, peak_rss_mib, request
from app.bench.texts import fitting_schema, short_prompt, tool_prompt
from app.core.messages import CompletionRequest, Message
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import AppError
from app.models.fit import LoadPlan, plan
from app.models.machine import Machine
from app.models.split import read_model

Figures = dict[str, float | str | None]
Say = Callable[[str], None]
_LEAST_TOKENS = 8
"""Fewer tokens than these have no speed."""
_PROMPT_SHARE = 0.6
_CANCEL_AFTER_TEXTS = 3
_EDIT_MARGIN_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured.

    Attributes:
        starts: rounds of a long prompt: the plain loop, ours cold, the plain loop, ours again, and ours after a restart.
        shorts: further rounds with a short prompt.
        prompt_tokens: length of the long prompt.
        decode_tokens: length of the answers whose speed is measured.
        edits: rounds of the edit without and with its text known.
        edit_tokens: length of the text that is edited.
        cancels: how many answers are cancelled while they are written.
        prompt_cancels: how many while their prompt is read, each at such a share of the time that it takes.
        with_others: whether the plain loop is measured in a process of its own too, and llama-bench.
        one_file: whether the copying model serves for everything: a token costs it what it costs the random one.
    """

    starts: int = 2
    shorts: int = 6
    prompt_tokens: int = 1000
    decode_tokens: int = 96
    edits: int = 1
    edit_tokens: int = 1500
    cancels: int = 10
    prompt_cancels: tuple[float, ...] = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8)
    with_others: bool = True
    one_file: bool = False


QUICK = Effort(
    starts=1,
    shorts=3,
    decode_tokens=24,
    edits=1,
    edit_tokens=160,
    prompt_cancels=(0.05, 0.15),
    with_others=False,
    one_file=True,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a model, and how the program would load it.

    Attributes:
        copying: model of the same shape that edits ``before`` into ``after``; None where there is no such model.
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


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same answer by ours, and by the plain loop once or twice."""

    ours: Answer
    raw: Sequence[RawAnswer]

    @property
    def prompt_tokens_per_s(self) -> float:
        return (self.ours.usage.prompt_tokens - self.ours.usage.reused_tokens) / self.ours.first_s

    @property
    def raw_prompt_tokens_per_s(self) -> float:
        return statistics.mean(answer.prompt_tokens_per_s for answer in self.raw)

    @property
    def decode_tokens_per_s(self) -> float | None:
        return (self.ours.tokens - 1) / self.ours.decode_s if self.ours.tokens >= _LEAST_TOKENS else None

    @property
    def raw_decode_tokens_per_s(self) -> float:
        return statistics.mean(answer.decode_tokens_per_s for answer in self.raw)


@dataclass(frozen=True, slots=True)
class _Others:
    """The same answer by the plain loop in a process of its own, and by llama-bench with our attention and with its own."""

    alone: RawAnswer
    alone_rss_mib: float
    llama_bench: tuple[llama_bench.Speeds, llama_bench.Speeds] | None


@dataclass(frozen=True, slots=True)
class _Start:
    """One round with a long prompt.

    Attributes:
        pair: ours with nothing known, between two runs of the plain loop.
        warm: another question of the same tool; ``again``: one more after a restart.
        load_s, again_load_s: from a new engine to its first short answer, without what the loaded model did for that.
        rss_mib: the most memory that the worker held.
    """

    pair: _Pair
    warm: Answer
    again: Answer
    load_s: float
    again_load_s: float
    rss_mib: float
    others: _Others | None


def load_plan(model: Path, settings: LocalSettings) -> LoadPlan:
    """How the program would load this model now.

    Raises:
        ModelLoadError: it would not.
    """
    return plan(read_model(model), settings, Machine.now())


async def measure(subject: Subject, say: Say) -> Figures:
    """All figures of the local route with one model.

    Raises:
        AppError: something does not work.
    """
    figures: Figures = {"lookup_speedup": None}
    starts, words = list[_Start](), 0
    for number in range(subject.effort.starts):
        say(f"a long prompt: cold, warm, after a restart (round {number + 1} of {subject.effort.starts})")
        with tempfile.TemporaryDirectory(prefix="polymath-bench-") as folder:
            start, words = await _start(subject, f"round {number}", words, Path(folder))
        starts.append(start)
    say("short answers and cancelling")
    async with opened(subject.model, subject.settings) as ours:
        await ask(ours, request(short_prompt(0), 2))
        pairs = [await _short(subject, ours, number + 1) for number in range(subject.effort.shorts)]
        figures |= {"device": ours.info.device, "attention": pairs[0].raw[0].attention}
        figures |= await cancel(subject, ours, words, starts[0].pair.ours.ttft_s)
        if subject.copying == subject.model:
            say("an edit, without and with its text known")
            figures |= await lookup(subject, ours)
    if subject.copying is not None and subject.copying != subject.model:
        say("an edit, without and with its text known")
        async with opened(subject.copying, subject.settings) as ours:
            await ask(ours, request(short_prompt(0), 2))
            figures |= await lookup(subject, ours)
    return {**_speeds(starts, pairs), **_first_tokens(starts), **figures, **_others(starts)}


async def _start(subject: Subject, constant: str, words: int, folder: Path) -> tuple[_Start, int]:
    """A round with a long prompt, with a folder for what the engine keeps between two starts.

    Args:
        words: length of the prompt's schema; 0 to find it out. It is returned.
    """
    tokens = subject.effort.decode_tokens
    async with opened(subject.model, subject.settings, folder) as ours:
        loading = await ask(ours, request(short_prompt(0), 2))
        words = words or await _schema_words(subject, ours)
        asked = [tool_prompt(constant, question, words) for question in range(1, 4)]
        before = await ask_raw(ours, asked[0], tokens)
        cold = await ask(ours, request(asked[0], tokens))
        warm = await ask(ours, request(asked[1], 2))
        after = await ask_raw(ours, asked[0], tokens)
        rss_mib = peak_rss_mib(ours.worker_pid or 0)
    async with opened(subject.model, subject.settings, folder) as ours:
        reloading = await ask(ours, request(short_prompt(0), 2))
        again = await ask(ours, request(asked[2], 2))
    others = None
    if subject.effort.with_others:
        alone, alone_rss_mib = ask_alone(subject.load_body, asked[0], tokens)
        theirs = llama_bench.run(subject.model, subject.plan, alone.attention, alone.prompt_tokens, tokens)
        others = _Others(alone, alone_rss_mib, theirs)
    load_s, again_load_s = loading.first_s - loading.ttft_s, reloading.first_s - reloading.ttft_s
    pair = _Pair(cold, (before, after))
    return _Start(pair, warm, again, load_s, again_load_s, rss_mib, others), words


async def _schema_words(subject: Subject, ours: LocalEngine) -> int:
    few, many = [(await ask_raw(ours, tool_prompt("size", 0, words), 0)).prompt_tokens for words in (10, 110)]
    return fitting_schema(subject.prompt_tokens, few, many)


async def _short(subject: Subject, ours: LocalEngine, number: int) -> _Pair:
    """A round with a short prompt; who comes first alternates."""
    messages, tokens = short_prompt(number), subject.effort.decode_tokens
    if number % 2:
        answer = await ask(ours, request(messages, tokens))
        return _Pair(answer, [await ask_raw(ours, messages, max(2, answer.tokens))])
    plain = await ask_raw(ours, messages, tokens)
    return _Pair(await ask(ours, request(messages, tokens)), [plain])


def _speeds(starts: Sequence[_Start], shorts: Sequence[_Pair]) -> Figures:
    long = [start.pair for start in starts]
    decodes = _decodes([*long, *shorts])
    return {
        "decode_vs_raw": median([own / plain for own, plain in decodes]),
        "prompt_vs_raw": median([pair.prompt_tokens_per_s / pair.raw_prompt_tokens_per_s for pair in long]),
        "decode_tokens_per_s": median([own for own, _ in decodes]),
        "raw_decode_tokens_per_s": median([plain for _, plain in decodes]),
        "prompt_tokens": long[0].ours.usage.prompt_tokens,
        "prompt_tokens_per_s": median([pair.prompt_tokens_per_s for pair in long]),
        "raw_prompt_tokens_per_s": median([pair.raw_prompt_tokens_per_s for pair in long]),
    }


def _decodes(pairs: Sequence[_Pair]) -> list[tuple[float, float]]:
    """Tokens a second of ours and of the plain loop, for answers that were long enough."""
    return [(own, pair.raw_decode_tokens_per_s) for pair in pairs if (own := pair.decode_tokens_per_s) is not None]


def _others(starts: Sequence[_Start]) -> Figures:
    """Against a plain loop in a process of its own, and against llama-bench, at the same length and depth; and memory."""
    found = [(start, start.others) for start in starts if start.others is not None]
    figures: Figures = {
        "worker_peak_rss_mib": max(start.rss_mib for start in starts),
        "memory_vs_raw": median([start.rss_mib / other.alone_rss_mib for start, other in found]),
    }
    speeds = {
        "raw_process": [
            (start.pair, llama_bench.Speeds(other.alone.prompt_tokens_per_s, other.alone.decode_tokens_per_s))
            for start, other in found
        ]
    }
    for place, name in enumerate(("llama_bench", "llama_bench_auto")):
        speeds[name] = [(start.pair, o.llama_bench[place]) for start, o in found if o.llama_bench is not None]
    for name, rows in speeds.items():
        deep = [(pair.decode_tokens_per_s, their.decode) for pair, their in rows]
        figures[f"decode_vs_{name}"] = median([own / their for own, their in deep if own is not None])
        figures[f"prompt_vs_{name}"] = median([pair.prompt_tokens_per_s / their.prompt for pair, their in rows])
    return figures


def _first_tokens(starts: Sequence[_Start]) -> Figures:
    colds = [start.pair.ours.ttft_s for start in starts]
    warms = [start.warm.ttft_s for start in starts]
    agains = [start.again.ttft_s for start in starts]
    with_load = [cold + start.load_s for cold, start in zip(colds, starts, strict=True)]
    again_with_load = [again + start.again_load_s for again, start in zip(agains, starts, strict=True)]
    return {
        "warm_first_token_vs_cold": median([warm / cold for warm, cold in zip(warms, colds, strict=True)]),
        "restart_first_token_vs_cold": median([again / cold for again, cold in zip(agains, colds, strict=True)]),
        "restart_with_load_vs_cold_with_load": median(
            [again / cold for again, cold in zip(again_with_load, with_load, strict=True)]
        ),
        "cold_first_token_s": median(colds),
        "warm_first_token_s": median(warms),
        "restart_first_token_s": median(agains),
        "load_s": median([start.load_s for start in starts]),
        "warm_reused_tokens": starts[-1].warm.usage.reused_tokens,
        "restart_reused_tokens": starts[-1].again.usage.reused_tokens,
    }


async def lookup(subject: Subject, ours: LocalEngine) -> Figures:
    """An edit that keeps most of a text, without and with the text given as what the answer repeats.

    Args:
        ours: with the copying model.

    Raises:
        AppError: the two answers differ, or are not the edited text.
    """
    pairs = []
    for number in range(subject.effort.edits):
        order = ("", subject.before) if number % 2 == 0 else (subject.before, "")
        answers = [await ask(ours, _edit(subject, 2 * number + place, known)) for place, known in enumerate(order)]
        pairs.append(answers if number % 2 == 0 else answers[::-1])
    for plain, guessed in pairs:
        if plain.text != guessed.text or plain.text != subject.after:
            raise AppError("The edit came out otherwise with its text known than without: prompt lookup is broken.")
    return {
        "lookup_speedup": median([plain.decode_s / guessed.decode_s for plain, guessed in pairs]),
        "edit_speedup": median([plain.last_s / guessed.last_s for plain, guessed in pairs]),
        "edit_tokens": pairs[0][0].tokens,
        "drafted_share": median([guessed.usage.drafted_tokens / guessed.tokens for _, guessed in pairs]),
    }


def _edit(subject: Subject, number: int, known: str) -> CompletionRequest:
    """Numbered at its head, so that no prompt is known from the one before."""
    messages = (Message.system(f"{number}: You edit texts."), Message.user(f"Make the changes.\n\n{subject.before}"))
    return request(messages, subject.effort.edit_tokens + _EDIT_MARGIN_TOKENS, repeats=known)


async def cancel(subject: Subject, ours: LocalEngine, words: int, cold_s: float) -> Figures:
    """From the end of interest in an answer until the worker is idle, while it writes and while it reads the prompt.

    Args:
        cold_s: what a long prompt takes.

    Raises:
        AppError: a cancelled worker had to be killed.
    """
    pid = ours.worker_pid
    writing = [await _cancelled_writing(ours, number) for number in range(subject.effort.cancels)]
    reading = [
        await _cancelled_reading(ours, tool_prompt(f"cancel {number}", 0, words), share * cold_s)
        for number, share in enumerate(subject.effort.prompt_cancels)
    ]
    if ours.worker_pid != pid:
        raise AppError("A worker whose answer was cancelled did not obey and was killed.")
    return {**_cancel_figures("cancel", writing), **_cancel_figures("cancel_prompt", reading)}


async def _cancelled_writing(ours: LocalEngine, number: int) -> float | None:
    """Milliseconds; None if the answer was over before."""
    texts = 0
    async with aclosing(ours.stream(request(short_prompt(number), 10_000))) as chunks:
        async for chunk in chunks:
            texts += bool(chunk.text)
            if texts == _CANCEL_AFTER_TEXTS:
                await asyncio.sleep(number * 0.007)  # at another place of the computation each time
                began = time.perf_counter()
                await chunks.aclose()
                return (time.perf_counter() - began) * 1000
    return None


async def _cancelled_reading(ours: LocalEngine, messages: Sequence[Message], after_s: float) -> float | None:
    """Milliseconds; None if the prompt was over before."""
    reading = asyncio.create_task(_until_text(ours, request(messages, 2)))
    await asyncio.wait([reading], timeout=after_s)
    if reading.done():
        await reading
        return None
    began = time.perf_counter()
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading
    return (time.perf_counter() - began) * 1000


async def _until_text(ours: LocalEngine, wanted: CompletionRequest) -> None:
    async with aclosing(ours.stream(wanted)) as chunks:
        async for chunk in chunks:
            if chunk.text:
                return


def _cancel_figures(name: str, found: Sequence[float | None]) -> Figures:
    times = [ms for ms in found if ms is not None]
    return {f"{name}_ms": median(times), f"{name}_worst_ms": max(times, default=None)}


def median(values: Sequence[float]) -> float | None:
    """None of nothing."""
    return statistics.median(values) if values else None
