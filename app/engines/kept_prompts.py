"""The evaluated prompts that workers keep on the disk, as a person sees them: how much there is, and away with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from app.worker.prefixes import SUFFIX

FOLDER_NAME = "prefixes"


def kept_bytes(state_dir: Path) -> int:
    """How much is kept, for all models together."""
    total = 0
    for path in _files(state_dir):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def clear_kept(state_dir: Path) -> None:
    """Remove it all. A worker that runs evaluates anew what it does not find any more; what cannot be removed stays."""
    for path in _files(state_dir):
        with contextlib.suppress(OSError):
            path.unlink()


def _files(state_dir: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from [path for path in (state_dir / FOLDER_NAME).iterdir() if SUFFIX in path.name]
