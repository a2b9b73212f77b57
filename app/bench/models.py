"""Where the measured models come from: made when they are needed, gone afterwards unless they are to be kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import platformdirs

from app.bench.shapes import Shape, make, make_copying
from app.bench.texts import edited, made_up_words
from app.errors import AppError

KEPT_LIMIT_BYTES = 8 << 30
_CHANGED_SHARE = 0.05
_FORGOTTEN_AFTER_S = 86_400
_SEED = 4
_SPARE_BYTES = 1 << 30


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where models are made: on a real disk, for a temporary folder is often memory."""
    home = environ.get("POLYMATH_HOME")
    base = Path(home).expanduser() / "cache" if home else Path(platformdirs.user_cache_dir("polymath", appauthor=False))
    return base / "bench"


@contextlib.contextmanager
def model_folder(cache: Path, *, keep: bool) -> Iterator[Path]:
    """A folder to make models in. It is removed at the end, unless models are kept: then it is the same each time.

    For the main thread.

    Raises:
        AppError: it cannot be made.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _forget_old(cache)
        folder = cache / "kept" if keep else Path(tempfile.mkdtemp(prefix="run-", dir=cache))
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise AppError(
            f"The folder {cache} for models that are measured cannot be made: {error.strerror}.",
            hint="Make it writable, or set POLYMATH_HOME to another folder.",
        ) from error
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield folder
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _end(number: int, _frame: object) -> None:
    """So that a termination signal does not leave gigabytes behind."""
    raise SystemExit(128 + number)


def random_model(folder: Path, shape: Shape) -> Path:
    """A model of this shape with random weights.

    Raises:
        AppError: there is no room for it.
    """
    return _made(folder / f"{shape.name}.gguf", shape.size_bytes, lambda path: make(path, shape))


def copying_model(folder: Path, shape: Shape, edit_tokens: int) -> tuple[Path, str, str]:
    """A model of this shape that writes an edited text of so many tokens, the text before, and the text after the edit.

    Raises:
        AppError: there is no room for it.
    """
    words = made_up_words(edit_tokens, _SEED)
    before = _text(edited(words, _CHANGED_SHARE, _SEED))
    path = folder / f"{shape.name}-copying-{edit_tokens}.gguf"
    size_bytes = 2 * shape.size_bytes
    return _made(path, size_bytes, lambda place: make_copying(place, shape, words)), before, _text(words)


def _text(words: list[str]) -> str:
    return "".join(f" {word}" for word in words)


def _made(path: Path, size_bytes: int, write: Callable[[Path], object]) -> Path:
    if path.exists():
        os.utime(path)
        return path
    _make_room(path.parent, size_bytes)
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise AppError(
            f"The model {path.name} cannot be made in {path.parent}: {error.strerror}.",
            hint="Free some space, or set POLYMATH_HOME to a folder on another disk.",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _make_room(folder: Path, size_bytes: int) -> None:
    """Remove the models that were not used for longest until a new one keeps the limit."""
    models = sorted(folder.glob("*.gguf"), key=lambda path: path.stat().st_mtime)
    total = sum(path.stat().st_size for path in models) + size_bytes
    while models and total > KEPT_LIMIT_BYTES:
        oldest = models.pop(0)
        total -= oldest.stat().st_size
        oldest.unlink()
    free = shutil.disk_usage(folder).free
    if free < size_bytes + _SPARE_BYTES:
        raise AppError(
            f"The disk of {folder} has {free >> 20} MiB left; a model that is measured needs {size_bytes >> 20} MiB and some room.",
            hint="Free some space, or set POLYMATH_HOME to a folder on another disk.",
        )


def _forget_old(cache: Path) -> None:
    """What a run left behind that was killed."""
    for folder in cache.glob("run-*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _FORGOTTEN_AFTER_S:
                shutil.rmtree(folder, ignore_errors=True)
