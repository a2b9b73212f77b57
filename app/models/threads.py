"""How many threads this machine wants: candidates to measure, and what was measured, kept from one start to the next."""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.models.fit import physical_cores


@dataclass(frozen=True, slots=True)
class Threads:
    """The fastest numbers of threads: for one token after the other, and for many at once."""

    decode: int
    batch: int


def thread_choices() -> tuple[int, ...]:
    """The numbers worth trying: half of the cores, all of them, and all that the processor can run at once."""
    cores = physical_cores()
    logical = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return tuple(sorted({max(1, cores // 2), cores, logical}))


class ThreadTable:
    """What was measured, in a file of the data folder. What cannot be read or written is measured again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self) -> Threads | None:
        """What was measured on this machine; None if nothing was."""
        row = self._rows().get(_machine())
        if not isinstance(row, Mapping) or not all(isinstance(row.get(part), int) for part in ("decode", "batch")):
            return None
        most = max(thread_choices())
        return Threads(*(min(max(row[part], 1), most) for part in ("decode", "batch")))

    def keep(self, threads: Threads) -> None:
        """Remember a measurement; without a disk it is measured at the next start too."""
        rows = {**self._rows(), _machine(): {"decode": threads.decode, "batch": threads.batch}}
        draft = self._path.with_suffix(f".new-{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            os.replace(draft, self._path)

    def _rows(self) -> Mapping[str, object]:
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return rows if isinstance(rows, dict) else {}


def _machine() -> str:
    """A data folder may be shared by machines, and a container may be given other cores."""
    return f"{platform.machine()} {_processor()}, {thread_choices()[-1]} threads"


def _processor() -> str:
    with contextlib.suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
