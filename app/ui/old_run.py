"""A run out of the history as the events that a page would have seen."""

from __future__ import annotations

from app.core.history import HistoryRow
from app.core.result import (
    Attempt,
    AttemptStarted,
    Outcome,
    RouteChosen,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    RunResult,
    Status,
    TextStreamed,
)
from app.errors import AppError


def events_of(old: HistoryRow) -> list[RunEvent]:
    """What a page shows of an old run: its text, and how it ended. An interrupted run ends like a stopped one, with its partial text."""
    started: list[RunEvent] = [
        RouteChosen(old.run_id, old.engine, old.model, old.reason, old.fell_back),
        AttemptStarted(old.run_id, 1),
        TextStreamed(old.run_id, old.text),
    ]
    if old.state == "finished":
        return [*started, RunFinished(old.run_id, result_of(old))]
    if old.state == "failed":
        return [*started, RunFailed(old.run_id, AppError(old.error or "The run failed."), old.text)]
    return [*started, RunCancelled(old.run_id, old.text)]


def result_of(old: HistoryRow) -> RunResult:
    """The result as it was kept; of its rounds the last is known."""
    status: Status = _status(old.status)
    attempts = (Attempt(old.messages, old.text),) if old.messages else ()
    outcome = Outcome(status, old.text, old.result, attempts=attempts)
    seconds = (old.finished_at or old.started_at) - old.started_at
    return RunResult(
        old.run_id, old.tool, old.engine, old.model, old.reason, outcome, old.usage, seconds, old.fell_back
    )


def _status(text: str) -> Status:
    for status in ("verified", "repaired", "failed"):
        if text == status:
            return status
    return "unverified"
