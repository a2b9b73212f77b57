"""What there is at paths: every file with what it is and what it will be called, and why one cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.api import AppError
from plugins.sql_assistant.sources.file_import import base_of
from plugins.sql_assistant.sources.file_kinds import GivenFile, is_offered, kind_of, table_name

MOST = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A file.

    Attributes:
        given: the path that named it: its own, or that of its folder.
        file: what it is; None if it cannot be read.
        table: name of the table that it becomes.
        alike: how many of the files differ from it by numbers in their names only, it among them; with the same columns they are one table.
        error: why it cannot be read.
    """

    path: Path
    given: Path
    size_bytes: int
    file: GivenFile | None = None
    table: str = ""
    alike: int = 1
    error: AppError | None = None


def listed(paths: Sequence[Path]) -> tuple[Listed, ...]:
    """The files at paths, in their order; of a folder those of a known kind, without those of its own folders. Blocks."""
    found = [_seen(path, given) for given in paths for path in _paths_of(given)][:MOST]
    bases = Counter(base_of(one.file) for one in found if one.file is not None)
    taken: set[str] = set()
    return tuple(_named(one, bases, taken) for one in found)


def _paths_of(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    try:
        yield from sorted(path for path in given.iterdir() if is_offered(path))
    except OSError:
        yield given


def _seen(path: Path, given: Path) -> Listed:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    try:
        return Listed(path, given, size, kind_of(path))
    except AppError as error:
        return Listed(path, given, size, error=error.with_traceback(None))  # it would keep alive whoever asked


def _named(one: Listed, bases: Counter[tuple[str, str]], taken: set[str]) -> Listed:
    if one.file is None:
        return one
    base = base_of(one.file)
    alike = bases[base] if base[0] != one.file.stem.lower() else 1
    name = (
        table_name(base[0] or one.path.absolute().parent.name, set()) if alike > 1 else table_name(one.file.stem, taken)
    )
    return Listed(one.path, one.given, one.size_bytes, one.file, name, alike)
