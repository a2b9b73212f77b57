"""Spoils a small model in thousands of ways and watches what becomes of each::

    python -m tests.fuzz.fuzz_gguf --count 10000 --seed 1

Each spoiled file goes the way of a real one: the header is read and the fit planned in this process, which may end in nothing but a
``ModelLoadError``, within a bounded time and memory; what passes is loaded by a worker that then answers a short question. There an answer,
an ``EngineError`` or the death of the worker is right; a hang, any other exception or harm to this process is a finding.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gguf

from app.core.settings import LocalSettings
from app.engines.child import WorkerProcess, worker_command
from app.errors import EngineError, ModelLoadError, WorkerTerminated
from app.models.fit import LoadPlan, plan
from app.models.machine import Machine
from app.models.split import read_model
from tests.fuzz.gguf_mutations import Layout, Mutant, locate, mutant
from tests.helpers import tiny_gguf

HEADER_LIMIT_S = 1.0
HEADER_MEMORY_BYTES = 64 << 20
ANSWER_LIMIT_S = 30.0
WORKER_MEMORY_BYTES = 6 << 30
_REQUESTS: tuple[Mapping[str, Any], ...] = (
    {"temperature": 0.0},
    {"temperature": 1.0, "seed": 1},
    {"temperature": 0.0, "constraint": {"choices": ["yes", "no"]}},
    {"temperature": 0.7, "seed": 2, "constraint": {"gbnf": 'root ::= [a-z]+ "."'}},
)


@dataclass(slots=True)
class Census:
    """What became of the files.

    Attributes:
        deaths: the worker's last words before it died, and how often.
        findings: what must not happen, one line each.
        slowest_header_s: of reading one header and planning, of the processor's time.
        slowest_answer_s: of one load and answer.
        grown_bytes: by how much the peak memory of this process grew while headers were read.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    slowest_header_s: float = 0.0
    slowest_answer_s: float = 0.0
    grown_bytes: int = 0

    def report(self) -> str:
        """Some lines to read."""
        lines = [f"{count:7} {outcome}" for outcome, count in sorted(self.outcomes.items())]
        lines.append(f"slowest header {self.slowest_header_s * 1000:.0f} ms, +{self.grown_bytes >> 20} MiB at most")
        lines.append(f"slowest load and answer {self.slowest_answer_s:.2f} s")
        lines += [f"{count:7} died: {words}" for words, count in self.deaths.most_common()]
        return "\n".join([*lines, f"{len(self.findings)} findings", *self.findings])


class Fuzzer:
    """Judges mutants one after the other, with one worker as long as it lives. Close it at the end."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.census = Census()
        self._folder = folder
        self._seed = seed
        self._bases = [(data, locate(data)) for data in _bases(folder)]
        self._worker: WorkerProcess | None = None

    def mutant(self, number: int) -> Mutant:
        """The mutant of this number."""
        data, layout = self._base(number)
        return mutant(data, layout, self._seed, number)

    async def judge(self, number: int) -> str:
        """Put one mutant through both stages; returns its outcome."""
        spoiled, path = self.mutant(number), self._folder / "mutant.gguf"
        path.write_bytes(spoiled.data)
        outcome, chosen = self._header(path)
        if chosen is not None:
            outcome = await self._answer(path, chosen, _REQUESTS[number % len(_REQUESTS)])
        self.census.outcomes[outcome] += 1
        if outcome.startswith("BAD"):
            self.census.findings.append(f"{self._seed}:{number} {outcome} after {', '.join(spoiled.ways)}")
        return outcome

    async def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            await self._worker.stop()

    def _base(self, number: int) -> tuple[bytes, Layout]:
        return self._bases[number % len(self._bases)]

    def _header(self, path: Path) -> tuple[str, LoadPlan | None]:
        began_s, peak = time.process_time(), _peak_bytes()  # its own time: a busy machine is no finding
        try:
            with _narrow(HEADER_MEMORY_BYTES):
                chosen = plan(read_model(path), LocalSettings(threads=1), Machine.now())
        except ModelLoadError as error:
            outcome, chosen = f"header: {error.reason}", None
        except BaseException as error:  # noqa: BLE001 — whatever it is, it is what is looked for
            outcome, chosen = f"BAD header: {error!r}", None
        else:
            outcome = ""
        took_s = time.process_time() - began_s
        self.census.slowest_header_s = max(self.census.slowest_header_s, took_s)
        self.census.grown_bytes = max(self.census.grown_bytes, _peak_bytes() - peak)
        return (f"BAD header: {took_s:.1f} s" if took_s > HEADER_LIMIT_S else outcome), chosen

    async def _answer(self, path: Path, chosen: LoadPlan, wishes: Mapping[str, Any]) -> str:
        worker = await self._running()
        began_s = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                outcome = await _load_and_ask(worker, path, chosen, wishes)
        except TimeoutError:
            outcome = f"BAD worker: hangs\n{worker.stderr_tail}"
        except WorkerTerminated as error:
            outcome = f"worker died: {error.exit_code}"
            self.census.deaths[_last_words(error)] += 1
        except EngineError as error:
            outcome = f"worker said: {type(error).__name__} {getattr(error, 'reason', '')}".rstrip()
            if "mistake of its own" in error.message:
                outcome = f"BAD worker: {error.message}"
        except Exception as error:  # noqa: BLE001 — as above
            outcome = f"BAD engine: {error!r}"
        self.census.slowest_answer_s = max(self.census.slowest_answer_s, time.perf_counter() - began_s)
        return outcome

    async def _running(self) -> WorkerProcess:
        if self._worker is None or not self._worker.alive:
            self._worker = await WorkerProcess.start(narrow_worker())
        return self._worker


async def _load_and_ask(worker: WorkerProcess, path: Path, chosen: LoadPlan, wishes: Mapping[str, Any]) -> str:
    load = {
        "path": str(path),
        "context_tokens": chosen.context_tokens,
        "threads": chosen.threads,
        "gpu_layers": chosen.gpu_layers,
    }
    ask = {"messages": [{"role": "user", "content": "hello there"}], "max_tokens": 6, "constraint": {}, **wishes}
    kinds = set()
    for kind, body in (("load", load), ("generate", ask)):
        async with aclosing(worker.request(kind, body)) as events:
            kinds |= {event.kind async for event in events}
    return "answered" if {"loaded", "chunk", "done"} <= kinds else f"BAD worker: only {kinds}"


def narrow_worker() -> tuple[str, ...]:
    """A worker that may take only so much memory: the machine of whoever runs this is not part of the test."""
    script = (
        f"import os, resource; resource.setrlimit(resource.RLIMIT_AS, ({WORKER_MEMORY_BYTES},) * 2); "
        f"resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.execv({sys.executable!r}, {list(worker_command())!r})"
    )
    return (sys.executable, "-c", script)


async def fuzz(folder: Path, seed: int, numbers: Iterator[int] | range, *, verbose: bool = False) -> Census:
    """Judge all of ``numbers``. Files that lead to a finding or kill the worker are kept in ``folder``."""
    fuzzer = Fuzzer(folder, seed)
    try:
        for number in numbers:
            outcome = await fuzzer.judge(number)
            if outcome.startswith(("BAD", "worker died")):
                (folder / f"{seed}-{number}.gguf").write_bytes(fuzzer.mutant(number).data)
            if verbose:
                sys.stdout.write(f"{number} {outcome}\n")
    finally:
        await fuzzer.close()
    return fuzzer.census


@contextmanager
def _narrow(more_bytes: int) -> Iterator[None]:
    """Let this process take only ``more_bytes`` more than it has."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _last_words(error: WorkerTerminated) -> str:
    """Where llama.cpp gave up; what it logged last, if it fell without a word."""
    lines = error.stderr_tail.splitlines() or ["nothing"]
    said = [
        line for line in lines if re.search(r"GGML_ASSERT|GGML_ABORT|what\(\)|terminate called|: error|fatal", line)
    ]
    return re.sub(r"^/.*/", "", (said or lines)[-1])[:150]


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _bases(folder: Path) -> list[bytes]:
    """Two models that differ in their numbers' form; the answers of one are noise, the other's a fixed cycle."""
    kinds = gguf.GGMLQuantizationType
    plain = tiny_gguf.make(folder / "plain.gguf", width=32, layers=1, context=64, eos_bias=0.5)
    small = tiny_gguf.make(
        folder / "small.gguf",
        width=32,
        layers=2,
        context=256,
        quantization=kinds.Q8_0,
        favourite="abcdef",
        adds_bos=True,
    )
    return [path.read_bytes() for path in (plain, small)]


def main() -> int:
    """By hand; the exit status says whether there are findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="judge this mutant alone")
    parser.add_argument("--keep", type=Path, help="a folder for the files that kill the worker or are findings")
    given = parser.parse_args()
    numbers = range(given.count) if given.only is None else range(given.only, given.only + 1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        began_s = time.monotonic()
        census = asyncio.run(fuzz(folder, given.seed, numbers, verbose=given.only is not None))
    sys.stdout.write(
        f"{len(numbers)} mutants, seed {given.seed}, {time.monotonic() - began_s:.0f} s\n{census.report()}\n"
    )
    return bool(census.findings)


if __name__ == "__main__":
    sys.exit(main())
