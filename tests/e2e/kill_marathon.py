"""Kills the worker at random moments over a run of answers, and looks at what is left of them::

    python -m tests.e2e.kill_marathon --count 50 --seed 1

The program is whole but for its window: run loop, history, engine, worker, llama.cpp; the model is a tiny one whose answer is known.
What must hold: every answer comes out as if nothing had happened, its text never shrinks or repeats while it streams, nothing of it is
missing in the history, and no process is left.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import queue
import random
import signal
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from app.bootstrap import Services, build
from app.core.result import Progressed, RunCancelled, RunEvent, RunFailed, RunFinished, TextStreamed
from app.core.settings import LocalSettings
from app.engines.local import DEATH_WINDOW_S, LocalEngine
from tests.helpers import tiny_gguf

CYCLE = string.ascii_letters + string.digits
MOMENTS = ("start", "load", "prompt", "decoding", "between", "cancel")
LENGTH = 400
PROMPT = "word " * 240
TOOL = f"""
id = "story"
title = "Story"
summary = "Tell a story."
system = "You tell stories."
[engine]
max_tokens = {LENGTH}
max_repairs = 0
"""
_LIMIT_S = 60.0
_LOOK_EVERY_S = 0.05
_ENDS = (RunFinished, RunFailed, RunCancelled)


@dataclass(slots=True)
class Report:
    """What came of it. ``moments`` counts kills, ``wrong`` says what must not be."""

    moments: Counter[str] = field(default_factory=Counter)
    recovered: int = 0
    recovery_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> str:
        """To read."""
        kills, took = sum(self.moments.values()), sorted(self.recovery_s) or [0.0]
        return "\n".join(
            (
                f"{self.recovered} of {kills} recoveries: " + ", ".join(f"{n} in {m}" for m, n in self.moments.items()),
                f"from the kill to the end of the answer: median {took[len(took) // 2]:.2f} s, at most {took[-1]:.2f} s",
                *self.wrong,
            )
        )


class Marathon:
    """One program, one engine, many answers."""

    def __init__(self, services: Services, engine: LocalEngine, chance: random.Random) -> None:
        self.report = Report()
        self._services = services
        self._engine = engine
        self._chance = chance
        self._events: queue.SimpleQueue[RunEvent] = queue.SimpleQueue()
        self._expected = (CYCLE * (LENGTH // len(CYCLE) + 1))[:LENGTH]
        self._text = ""
        self._kept = ""
        self._run_id = ""
        self._end: RunEvent | None = None
        self._looked_s = 0.0
        self._others = _children()

    def run(self, count: int) -> Report:
        """Kill ``count`` times."""
        for number in range(count):
            moment = MOMENTS[number % len(MOMENTS)]
            wrong = len(self.report.wrong)
            self.report.moments[moment] += 1
            self._one(moment)
            self.report.recovered += len(self.report.wrong) == wrong
        return self.report

    def _one(self, moment: str) -> None:
        if moment in ("start", "load"):
            self._services.loop.submit(self._engine.close()).result(_LIMIT_S)
        if moment == "between":
            self._answer_in_peace()
            self._kill()
            self._watch_for(self._chance.choice((0.0, 0.002, 0.1)))
            killed_s = time.monotonic()
            self._begin()
        else:
            self._begin()
            self._wait_for(moment)
            if moment == "cancel" and self._chance.random() < 0.5:
                self._services.runs.cancel(self._run_id)
            self._kill()
            killed_s = time.monotonic()
            if moment == "cancel":
                self._services.runs.cancel(self._run_id)
        self._finish(may_be_cancelled=moment == "cancel")
        self.report.recovery_s.append(time.monotonic() - killed_s)
        if moment == "cancel":
            self._answer_in_peace()

    def _answer_in_peace(self) -> None:
        self._begin()
        self._finish()

    def _begin(self) -> None:
        self._text, self._kept, self._end = "", "", None
        prompt = f"{self._chance.random()} {PROMPT}"  # each new from its start, so that no kept state shortens its evaluation
        self._run_id = self._services.runs.start("story", {"prompt": prompt}, self._events.put)

    def _wait_for(self, moment: str) -> None:
        """Come to a random place within a moment."""
        if moment == "start":
            while not self._end and not self._workers():
                self._watch_for(0.002)
            self._watch_for(self._chance.uniform(0.0, 0.5))
        elif moment in ("load", "prompt"):
            words = "Loading" if moment == "load" else "Reading the prompt"
            while not self._end and not (
                isinstance(event := self._next(), Progressed) and event.text.startswith(words)
            ):
                pass
            self._watch_for(self._chance.uniform(0.0, 0.7 if moment == "load" else 0.05))
        else:
            letters = self._chance.randrange(1, LENGTH // 2)
            while not self._end and len(self._text) < letters:
                self._next()

    def _watch_for(self, seconds: float) -> None:
        """Go on looking at events for some time."""
        until = time.monotonic() + seconds
        with contextlib.suppress(queue.Empty):
            while not self._end and (left := until - time.monotonic()) > 0:
                self._take(self._events.get(timeout=left))

    def _next(self) -> RunEvent:
        event = self._events.get(timeout=_LIMIT_S)
        self._take(event)
        return event

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, TextStreamed):
            self._text += event.text
            if not self._expected.startswith(self._text):
                self._note(f"the text repeats or lacks something: …{self._text[-100:]}")
            if time.monotonic() - self._looked_s > _LOOK_EVERY_S:
                self._look_at_history()
        elif isinstance(event, _ENDS):
            self._end = event

    def _look_at_history(self) -> None:
        self._looked_s = time.monotonic()
        assert self._services.history is not None
        row = self._services.history.get(self._run_id)
        text = row.text if row else ""
        if not text.startswith(self._kept) or not self._expected.startswith(text):
            self._note(f"the history shrank from {len(self._kept)} to {len(text)} characters")
        self._kept = text

    def _finish(self, *, may_be_cancelled: bool = False) -> None:
        while not self._end:
            self._next()
        assert self._services.history is not None
        row, event = self._services.history.get(self._run_id), self._end
        if isinstance(event, RunCancelled) and may_be_cancelled:
            if not self._expected.startswith(event.partial) or row is None or row.text != event.partial:
                self._note("a cancelled answer was not kept as it was")
            return
        if not isinstance(event, RunFinished):
            self._note(f"ended with {event!r:.300}")
        elif not (event.result.outcome.output == self._text == self._expected and row and row.text == self._expected):
            self._note(f"{len(self._text)} characters streamed, {len(event.result.outcome.output)} in the result")

    def _kill(self) -> None:
        for worker in self._workers():
            os.kill(worker.pid, signal.SIGKILL)

    def _workers(self) -> list[psutil.Process]:
        return [child for child in _children() - self._others if child.status() != psutil.STATUS_ZOMBIE]

    def _note(self, what: str) -> None:
        self.report.wrong.append(f"kill {sum(self.report.moments.values())}: {what}")


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children())


@contextlib.contextmanager
def _program(folder: Path) -> Iterator[tuple[Services, LocalEngine]]:
    tools = folder / "home" / "data" / "plugins"
    tools.mkdir(parents=True)
    (tools / "story.toml").write_text(TOOL, encoding="utf-8")
    model = tiny_gguf.make(folder / "cycle.gguf", favourite=CYCLE, width=128, layers=2, context=8192)
    services = build({"POLYMATH_HOME": str(folder / "home")})
    # Each death far from the one before, so that the model is not quarantined.
    clock = itertools.count(0.0, 2 * DEATH_WINDOW_S).__next__
    engine = LocalEngine(model, LocalSettings(context_tokens=8192), state_dir=folder / "state", clock=clock)
    services.engines.replace("local", engine)
    try:
        yield services, engine
    finally:
        services.close()


def marathon(folder: Path, count: int, seed: int) -> Report:
    """Run it in an empty folder."""
    before = _children()
    with _program(folder) as (services, engine):
        report = Marathon(services, engine, random.Random(seed)).run(count)
    if left := _children() - before:
        report.wrong.append(f"left behind: {left}")
    return report


def main() -> int:
    """By hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = marathon(Path(folder), given.count, given.seed)
    sys.stdout.write(report.lines() + "\n")
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())
