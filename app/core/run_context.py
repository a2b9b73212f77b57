"""What a tool works with while it runs: the engine of the run, its own settings and folder, and the loop of asking and repairing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.gate import Gate
from app.core.manifest import PluginManifest
from app.core.messages import Chunk, CompletionRequest, Message, StopReason, Usage
from app.core.output import OutputSpec, extract, whole_characters
from app.core.plugin import Answer, Verify, repair_message
from app.core.recorder import OnEvent, Recorder
from app.core.result import (
    Attempt,
    AttemptChecked,
    AttemptStarted,
    Outcome,
    Problem,
    Progressed,
    Status,
    TextStreamed,
    Verification,
)
from app.core.tool_secrets import Keeper
from app.engines.base import Engine, EngineInfo, as_generator
from app.errors import NoEngine, OutputFormatError

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

T = TypeVar("T")
NO_ENGINE = EngineInfo(kind="scripted", model="", device="no model", serves=frozenset())
_MOST_CHANCE = 0.9
"""Added to a tool's temperature at most; beyond it a small model's tries are noise."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a tool has of its own."""

    settings: Mapping[str, Any]
    data_dir: Path
    secrets: Keeper


class RunContext:
    """``Context`` for one run on one engine; with no engine, ``ask`` says so."""

    def __init__(
        self,
        run_id: str,
        manifest: PluginManifest,
        engine: Engine | None,
        place: Place,
        emit: OnEvent,
        recorder: Recorder,
        reason: str,
        gate: Gate,
        question: str = "",
    ) -> None:
        self._run_id = run_id
        self._manifest = manifest
        self._engine = engine
        self._place = place
        self._emit = emit
        self._recorder = recorder
        self._reason = reason
        self._gate = gate
        self._question = question
        self.usage = Usage()
        self.text = ""
        self._before = ""

    @property
    def partial(self) -> str:
        """The text so far; where it is void (a repair round) what was there before, until something new is."""
        return self.text or self._before

    @property
    def engine(self) -> EngineInfo:
        return self._engine.info if self._engine else NO_ENGINE

    @property
    def settings(self) -> Mapping[str, Any]:
        return self._place.settings

    @property
    def data_dir(self) -> Path:
        return self._place.data_dir

    def secret(self, name: str) -> str | None:
        return self._place.secrets.get(name)

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        return self._place.secrets.keep(name, value, lasting=lasting).text

    def forget_secret(self, name: str) -> None:
        self._place.secrets.forget(name)

    @property
    def log(self) -> logging.Logger:
        return logging.getLogger(f"polymath.tool.{self._manifest.id}")

    def report(self, text: str, fraction: float | None = None) -> None:
        self._emit(Progressed(self._run_id, text, fraction))

    async def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        return await asyncio.to_thread(function, *args)

    async def ask(
        self,
        messages: Sequence[Message],
        output: OutputSpec | None = None,
        *,
        max_tokens: int | None = None,
        temperature: float | None = None,
        seed: int | None = None,
        repeats: str = "",
        quietly: bool = False,
    ) -> Answer:
        spec = output or OutputSpec.text()
        wishes = self._manifest.engine
        request = CompletionRequest(
            messages=tuple(messages),
            output=spec,
            max_tokens=max_tokens or wishes.max_tokens,
            temperature=wishes.temperature if temperature is None else temperature,
            seed=seed,
            tool=self._manifest.id,
            run=self._run_id,
            changing=self._question,
            repeats=repeats,
        )
        stop_reason, usage = await self._stream(request, quietly=quietly)
        self.text = whole_characters(self.text)
        return Answer(self.text, extract(self.text, spec), stop_reason, usage)

    async def solve(
        self,
        messages: Sequence[Message],
        output: OutputSpec,
        verify: Verify,
        *,
        max_repairs: int | None = None,
        max_tokens: int | None = None,
        repeats: str = "",
    ) -> Outcome:
        rounds = 1 + (self._manifest.engine.max_repairs if max_repairs is None else max_repairs)
        conversation = tuple(messages)
        attempts: list[Attempt] = []
        while True:
            number = len(attempts) + 1
            attempt, verification = await self._round(number, conversation, output, verify, max_tokens, repeats)
            attempts.append(attempt)
            repeats = attempt.answer
            if not verification.has_errors or number == rounds:
                return _outcome(attempts, verification)
            conversation = (*messages, Message.assistant(attempt.answer), repair_message(verification.problems))

    async def _round(
        self,
        number: int,
        conversation: tuple[Message, ...],
        output: OutputSpec,
        verify: Verify,
        max_tokens: int | None,
        repeats: str,
    ) -> tuple[Attempt, Verification]:
        started = time.monotonic()
        self._emit(AttemptStarted(self._run_id, number))
        try:
            answer = await self.ask(
                conversation,
                output,
                max_tokens=max_tokens,
                temperature=self._temperature(number),
                seed=number,
                repeats=repeats,
            )
        except OutputFormatError as error:
            text, value = error.text, None
            verification = Verification((Problem(error.message, hint=f"Expected: {error.expected}."),))
        else:
            text, value = answer.text, answer.value
            verification = await verify(value)
            if answer.stop_reason is StopReason.LENGTH:
                verification = _with_cut_off(verification, answer)
        self._emit(AttemptChecked(self._run_id, number, verification.problems))
        final = verification.output if verification.output is not None else value
        shown = final if isinstance(final, str) else text
        seconds = time.monotonic() - started
        checked = verification
        return Attempt(conversation, shown, checked.problems, checked.evidence, seconds, checked.tried), checked

    def _temperature(self, number: int) -> float:
        """The first round is as the tool wishes; a model that cannot follow a repair dialogue needs chance to find another answer."""
        step = 0.3 if self.engine.is_specialist else 0.1
        return self._manifest.engine.temperature + min(step * (number - 1), _MOST_CHANCE)

    async def _stream(self, request: CompletionRequest, *, quietly: bool) -> tuple[StopReason, Usage]:
        if self._engine is None:
            raise NoEngine(self._reason)
        info = self._engine.info
        await self._gate.let_through(request, info)
        await self._recorder.sending(request.messages, info, self._reason)
        self._begin_anew()
        stop_reason, usage = StopReason.STOP, Usage()
        async with (
            self._recorder.keeping(lambda: self.partial),
            aclosing(as_generator(self._engine.stream(request))) as pieces,
        ):
            async for chunk in pieces:
                stop_reason = chunk.stop_reason or stop_reason
                usage = chunk.usage or usage
                self._take(chunk, quietly=quietly)
        self.usage = self.usage.plus(usage)
        return stop_reason, usage

    def _begin_anew(self) -> None:
        self._before, self.text = self.partial, ""

    def _take(self, chunk: Chunk, *, quietly: bool) -> None:
        if chunk.notice:
            self.report(chunk.notice.text, chunk.notice.fraction)
        if chunk.text:
            self.text += chunk.text
            if not quietly:
                self._emit(TextStreamed(self._run_id, chunk.text))


def _with_cut_off(verification: Verification, answer: Answer) -> Verification:
    tokens = answer.usage.completion_tokens
    problem = Problem(f"The answer was cut off after {tokens} tokens.", severity="warning")
    return replace(verification, problems=(*verification.problems, problem))


def _outcome(attempts: Sequence[Attempt], verification: Verification) -> Outcome:
    status: Status = "verified" if len(attempts) == 1 else "repaired"
    if not verification.checked:
        status = "unverified"
    if verification.has_errors:
        status = "failed"
    return Outcome(
        status=status,
        output=attempts[-1].answer,
        result=verification.result,
        problems=verification.problems,
        attempts=tuple(attempts),
        evidence=verification.evidence,
    )
