"""The contract of a tool with code: three methods, and a context to work with."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from app.core.fewshot import Example, FewShotPrompt
from app.core.manifest import PluginManifest
from app.core.messages import Message, StopReason, Usage
from app.core.output import OutputSpec
from app.core.result import Outcome, Problem, Verification
from app.core.rounds import Rounds
from app.engines.base import EngineInfo
from app.errors import InputError

T = TypeVar("T")
Inputs = Mapping[str, Any]
Verify = Callable[[Any], Awaitable[Verification]]

REPAIR_PREFIX = "The answer was checked"
"""How every repair message starts. Chat templates of models that cannot follow a dialogue skip user turns that start so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``Context.ask`` gives: the raw text and the value taken out of it."""

    text: str
    value: Any
    stop_reason: StopReason
    usage: Usage


class Context(Protocol):
    """What a tool may use while it runs. No window, no router, no other tool."""

    @property
    def engine(self) -> EngineInfo:
        """The engine that answers this run."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """The tool's own section of the settings."""
        ...

    @property
    def data_dir(self) -> Path:
        """A folder of the tool's own; exists."""
        ...

    def secret(self, name: str) -> str | None:
        """A secret of the tool's own (a password, a token); None if none is kept. Can block: not for the event loop.

        Raises:
            PluginError: the manifest's ``permissions`` do not hold ``secrets``.
            StorageError: what is kept cannot be read.
        """
        ...

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        """Keep a secret, and say in a sentence where it lies. Logs and the history hide it from then on. Can block.

        Args:
            lasting: whether it is kept beyond the end of the program: in the operating system's keyring, else in a file with a warning.

        Raises:
            PluginError: as ``secret``.
            StorageError: it cannot be kept.
        """
        ...

    def forget_secret(self, name: str) -> None:
        """Forget a secret wherever it lies; nothing happens if there is none. Can block.

        Raises:
            PluginError: as ``secret``.
            StorageError: it cannot be forgotten.
        """
        ...

    @property
    def log(self) -> logging.Logger: ...

    def report(self, text: str, fraction: float | None = None) -> None:
        """Say what is happening; ``fraction`` 0–1 where known."""
        ...

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
        """One question to the model; streams to the window meanwhile.

        Args:
            repeats: a text that the answer will mostly repeat: the page or query that is edited. A local model then answers faster,
                and never otherwise than without it.
            quietly: the window does not show the answer while it is written: one of several candidates.

        Raises:
            OutputFormatError: the answer does not hold what ``output`` demands.
            EngineError: the engine failed.
        """
        ...

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
        """Ask, extract, verify and repair; the loop that ``Plugin.run`` uses once and a tool with another shape uses several times.

        Args:
            repeats: see ``ask``; a repair round repeats what it repairs.

        Raises:
            EngineError: the engine failed.
        """
        ...

    async def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run something slow and blocking (a database, a file) off the event loop."""
        ...


class Plugin:
    """A tool. Override ``build``, ``answer`` and ``verify``; ``run`` only where a dialogue of another shape is needed.

    An instance lives as long as the program and is used by one run at a time per call; keep what belongs to a run in locals.
    """

    def __init__(self, manifest: PluginManifest) -> None:
        self.manifest = manifest

    def private(self, inputs: Inputs) -> str:
        """Why a run with these inputs must not go to the cloud, in a sentence; empty if it may.

        The host looks for itself whether a path in the inputs lies under one that the person marked as private; a tool adds what only it
        can know (that a connection it has by name is private). Called off the event loop, before an engine is chosen.
        """
        return ""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        """What ``export`` can write; the first is the default."""
        return (".txt",)

    def export(self, outcome: Outcome, path: Path) -> None:
        """Write an outcome to ``path`` in the format of its suffix (``--out``, the tour). The default writes the output as text.

        Raises:
            InputError: the suffix is not one of ``export_suffixes`` of a tool that looks at it.
            OSError: the file cannot be written.
        """
        path.write_text(outcome.output, encoding="utf-8")

    async def prepare(self, inputs: Inputs, context: Context) -> Inputs:
        """Turn checked inputs into what the other methods work on (open the database, parse the position).

        Raises:
            InputError: an input cannot be used.
        """
        return inputs

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        """The conversation to send; short, with examples."""
        raise TypeError(f"{type(self).__name__} does not override build()")

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        """What the answer to *this* input must satisfy."""
        return OutputSpec.text()

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        """Check an answer with a real engine; ``answer`` is what ``answer()`` asked for."""
        return Verification(checked=False)

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        """The whole way from inputs to outcome.

        Raises:
            InputError: an input cannot be used.
            EngineError: the engine failed.
        """
        prepared = await self.prepare(inputs, context)

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, prepared, context)

        return await context.solve(self.build(prepared, context), self.answer(prepared, context), verify)

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """What the tool can still do when no engine may answer; None if nothing.

        A chess tool can let its search move. ``context.engine`` names no model then, and ``ask`` raises ``NoEngine``.
        """
        return None


_SPECIALIST_REPAIRS = 5


class FewShotPlugin(Plugin):
    """The first rung: a manifest with a system line and examples is the whole tool.

    The form's other fields, if any, are put before the prompt as ``Label: value`` lines. Examples are, in this order of precedence, those
    of the inputs (trying a change), those that the person keeps in the tool's settings, those of the manifest.
    """

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        prompt = replace(self._prompt(), examples=self.examples(inputs, context.settings))
        main = self.manifest.prompt_field
        extra = [f"{f.label}: {inputs[f.name]}" for f in self.manifest.fields if f is not main and inputs.get(f.name)]
        return prompt.messages("\n\n".join([*(["\n".join(extra)] if extra else []), str(inputs[main.name]).strip()]))

    def examples(self, inputs: Inputs, settings: Mapping[str, Any]) -> tuple[Example, ...]:
        """The examples that count: rows of ``{input, output}`` in inputs or settings, else the manifest's."""
        rows = inputs.get("examples") or settings.get("examples")
        if rows is None:
            return self._prompt().examples
        return tuple(Example(str(row["input"]), str(row["output"])) for row in rows)

    def _prompt(self) -> FewShotPrompt:
        if self.manifest.prompt is None:
            raise TypeError(f"{self.manifest.id} has no few-shot prompt")
        return self.manifest.prompt

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        spec = self.manifest.output_spec()
        if not context.engine.is_specialist:
            return spec
        from app.core.languages import language_grammar  # XML and regular expressions that no start needs

        gbnf = language_grammar(self.manifest.output_language, self._request(inputs))
        return replace(spec, gbnf=gbnf) if gbnf else spec

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        """As every tool; a model that was made for it is small and quick, so its tries are weighed against each other."""
        if not context.engine.is_specialist:
            return await super().run(inputs, context)
        from app.core.languages import language_doubts  # as above

        rounds = Rounds(_SPECIALIST_REPAIRS)
        language, request = self.manifest.output_language, self._request(inputs)

        async def verify(answer: Any) -> Verification:
            found = await self.verify(answer, inputs, context)
            doubtful = () if found.has_errors else language_doubts(language, str(answer), request)
            return rounds.weigh(found, doubtful, gist=found.output or str(answer))

        return await context.solve(
            self.build(inputs, context), self.answer(inputs, context), verify, max_repairs=_SPECIALIST_REPAIRS
        )

    def _request(self, inputs: Inputs) -> str:
        return str(inputs.get(self.manifest.prompt_field.name, ""))

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        from app.core.languages import check_language  # as above

        language, request = self.manifest.output_language, self._request(inputs)
        checked = await context.in_thread(check_language, language, answer, request) if language else None
        if checked is not None:
            return checked
        return Verification(result={language or "text": answer}, checked=self.manifest.output_kind == "choice")

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        suffix = _SUFFIXES.get(self.manifest.output_language, ".txt")
        return (".svg", suffix) if suffix == ".tex" else (suffix,)

    def export(self, outcome: Outcome, path: Path) -> None:
        from app.core.languages import latex_to_svg  # as above

        try:
            text = latex_to_svg(outcome.output) if path.suffix == ".svg" else outcome.output + "\n"
        except ValueError as error:
            raise InputError(
                f"There is no picture of this answer: {error}.", field="out", hint="Save it as text: .tex."
            ) from error
        path.write_text(text, encoding="utf-8")


_SUFFIXES: Mapping[str, str] = MappingProxyType(
    {"latex": ".tex", "python": ".py", "css": ".css", "html": ".html", "json": ".json", "sql": ".sql", "bash": ".sh"}
)


def repair_message(problems: Sequence[Problem]) -> Message:
    """The user turn that asks a model to mend its answer."""
    lines = [f"- {p.message}{' ' + p.hint if p.hint else ''}" for p in problems if p.severity == "error"]
    return Message.user(
        "\n".join([f"{REPAIR_PREFIX} and is not right yet:", *lines, "Give the whole corrected answer."])
    )
