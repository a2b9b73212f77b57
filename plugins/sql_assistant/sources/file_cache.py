"""Where imported files lie: one DuckDB file for each set of files and options, made whole or not at all, swept to a size."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from app.api import InputError, StorageError
from plugins.sql_assistant.sources.file_kinds import GivenFile
from plugins.sql_assistant.sources.file_options import Options

VERSION = 2
"""Of the import; another one makes all files be read anew."""

MAX_BYTES = 8 * 2**30
UNUSED_S = 30 * 86_400.0
ABANDONED_S = 86_400.0
SPARE_BYTES = 200 * 2**20
_GROWTH = {"parquet": 6.0, "json": 1.5, "xlsx": 8.0, "text": 2.0}
_PACKED_GROWTH = 15.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where one import lies: its database, and beside it what people should know of it."""

    database: Path

    @property
    def notes(self) -> Path:
        return self.database.with_suffix(".json")

    def is_there(self) -> bool:
        """Whether the import is there; the sweep then takes it for used just now."""
        if not self.database.exists():
            return False
        with contextlib.suppress(OSError):
            os.utime(self.database)
        return True

    def read_notes(self) -> tuple[str, ...]:
        """What was said at the import."""
        try:
            kept: Any = json.loads(self.notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ()
        return tuple(str(note) for note in kept) if isinstance(kept, list) else ()


def place_of(files: Sequence[tuple[GivenFile, Options]], data_dir: Path) -> Place:
    """Where the import of these files lies, as they are now.

    Raises:
        InputError: a file has gone.
    """
    names = [str(file.path.absolute()) for file, _ in files]
    parts: list[Any] = [VERSION]
    for file, options in files:
        try:
            status = file.path.stat()
        except OSError as error:
            raise InputError(
                f"“{file.path.name}” cannot be read: {error.strerror}.", field="database", hint="Choose another file."
            ) from error
        parts.append(
            [str(file.path.absolute()), status.st_size, status.st_mtime_ns, replace(options, is_seen=False).as_json()]
        )
    return Place(folder_of(data_dir) / f"{_key(names)[:16]}-{_key(parts)}.duckdb")


def _key(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def folder_of(data_dir: Path) -> Path:
    """The folder of all imports."""
    return data_dir / "cache"


@contextmanager
def workshop(place: Place, files: Sequence[GivenFile]) -> Iterator[Path]:
    """A folder to build an import in, for its owner alone; it goes when the block is left, or with the next sweep after a crash.

    Raises:
        StorageError: it cannot be made, or the disk has too little space.
    """
    cache = place.database.parent
    try:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_space(cache, files)
        folder = Path(tempfile.mkdtemp(prefix=f"part-{os.getpid()}-", dir=cache))
    except OSError as error:
        raise StorageError(
            f"The files cannot be imported to {cache}: {error.strerror}.",
            hint="Free some space or allow writing there.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_space(cache: Path, files: Sequence[GivenFile]) -> None:
    needed = SPARE_BYTES + sum(_needs(file) for file in files)
    free = shutil.disk_usage(cache).free
    if free < needed:
        raise StorageError(
            f"The import may need {needed / 2**30:.1f} GiB, and {free / 2**30:.1f} GiB are free.",
            hint="Free some space, or open fewer files.",
        )


def _needs(file: GivenFile) -> int:
    factor = _PACKED_GROWTH if file.is_packed else _GROWTH.get(file.kind, 1.0)
    return int(file.path.stat().st_size * factor)


def publish(built: Path, notes: Sequence[str], place: Place) -> None:
    """Put a whole import in its place; whoever does so first is the one that counts.

    Raises:
        StorageError: it cannot be put there.
    """
    try:
        beside = built.with_suffix(".json")
        beside.write_text(json.dumps(list(notes), ensure_ascii=False), encoding="utf-8")
        beside.replace(place.notes)
        if not place.database.exists():
            built.replace(place.database)
    except OSError as error:
        if not place.database.exists():
            raise StorageError(
                f"The files cannot be imported to {place.database.parent}: {error.strerror}.",
                hint="Free some space or allow writing there.",
            ) from error


def sweep(place: Place, max_bytes: int = MAX_BYTES) -> None:
    """Remove what nobody needs; never ``place``.

    That is what crashes left behind, imports of the same files as they were before or as they were read before, imports that were not used
    for a month, and of the others those that were not used for longest, until the rest fits.
    """
    cache = place.database.parent
    for folder in cache.glob("part-*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)
    total = 0
    for used, path, size in _by_use(cache):
        total += size
        is_old = time.time() - used > UNUSED_S or path.name.split("-")[0] == place.database.name.split("-")[0]
        if (total > max_bytes or is_old) and path != place.database:
            for gone in (path, path.with_suffix(".json")):
                with contextlib.suppress(OSError):  # another program reads it just now
                    gone.unlink()


def _by_use(cache: Path) -> list[tuple[float, Path, int]]:
    """When imports were used, and their sizes; the last used one first."""
    found = []
    for path in cache.glob("*.duckdb"):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((status.st_mtime, path, status.st_size))
    return sorted(found, reverse=True)


def _is_abandoned(folder: Path) -> bool:
    """Whether the process that built here has ended, or has been building for a day."""
    number = folder.name.split("-")[1]
    try:
        age_s = time.time() - folder.stat().st_mtime
    except OSError:
        return False
    return age_s > ABANDONED_S or not (number.isdigit() and psutil.pid_exists(int(number)))
