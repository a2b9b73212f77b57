"""What a run says while it goes and what is left of it: events, problems, the result with its badge and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.core.accounts import Outgoing
from app.core.messages import Message, Usage
from app.errors import AppError

Status = Literal["verified", "repaired", "unverified", "failed"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a real engine found wrong with an answer.

    Attributes:
        message: what is wrong, as told to the person and to the model.
        hint: what would be right (the nearest real name); told to both.
        severity: errors cause a repair round, warnings do not.
        where: place in the answer: a line, a selector, a cell.
    """

    message: str
    hint: str = ""
    severity: Severity = "error"
    where: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking an answer gave.

    Attributes:
        problems: empty, or what is wrong.
        result: the tool's own result (rows, page, entries, move); JSON-shaped values only.
        evidence: lines that say what was checked and how, for "how this was checked".
        checked: False when no real engine could look at the answer: the badge is then *unverified*.
        output: the answer in its final form if checking changed it (formatted SQL); None leaves it as it is.
        tried: the candidates of the round in the order in which they came, where there were several.
    """

    problems: tuple[Problem, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    checked: bool = True
    output: str | None = None
    tried: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One round: what was sent, what came, what was wrong with it. ``seconds`` is the whole round; ``tried`` as in ``Verification``."""

    messages: tuple[Message, ...]
    answer: str
    problems: tuple[Problem, ...] = ()
    evidence: tuple[str, ...] = ()
    seconds: float = 0.0
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool's ``run`` returns to the run loop."""

    status: Status
    output: str
    result: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """An outcome together with who made it, why, and at what cost. ``fell_back``: an engine that should have answered could not;
    ``provider``: the one in the cloud that did.
    """

    run_id: str
    tool: str
    engine: str
    model: str
    reason: str
    outcome: Outcome
    usage: Usage = Usage()
    seconds: float = 0.0
    fell_back: bool = False
    provider: str = ""


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened in a run; ``run_id`` lets a reader drop what belongs to an old one."""

    run_id: str


@dataclass(frozen=True, slots=True)
class RouteChosen(RunEvent):
    """The engine that answers, and why; comes again, with ``fell_back``, when the run falls back to another. ``provider`` is the name of
    the one in the cloud.
    """

    engine: str
    model: str
    reason: str
    fell_back: bool = False
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Progressed(RunEvent):
    """What is happening in words; ``fraction`` 0–1 where known."""

    text: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class AttemptStarted(RunEvent):
    """A round begins (1 is the first); text that streams from now on belongs to it."""

    number: int


@dataclass(frozen=True, slots=True)
class TextStreamed(RunEvent):
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class AttemptChecked(RunEvent):
    """A round is over and this is what was wrong with it (nothing, if empty)."""

    number: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SendAsked(RunEvent):
    """The run waits: the person is to say whether this may be sent (``Runs.answer``)."""

    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Warned(RunEvent):
    """Something failed that does not stop the run (history cannot be written): shown as a card while the run goes on."""

    error: AppError


@dataclass(frozen=True, slots=True)
class RunFinished(RunEvent):
    """The run is over; its result may still be *failed*."""

    result: RunResult


@dataclass(frozen=True, slots=True)
class RunFailed(RunEvent):
    """The run ended with an error; ``partial`` is the text so far."""

    error: AppError
    partial: str = ""


@dataclass(frozen=True, slots=True)
class RunCancelled(RunEvent):
    """The person stopped the run; ``partial`` is the text so far."""

    partial: str = ""
