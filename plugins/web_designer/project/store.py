"""A project's file, ``*.polymath-page``: one line for each step, so that saving is a short write and a crash costs at most the last line.

``lines`` says what stands in one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.api import StorageError
from plugins.web_designer.project.lines import FORMAT, Line, lines_of, lines_with, result, sound_lines, steps_of
from plugins.web_designer.project.versions import NONE, Change, Project, Version

SUFFIX = ".polymath-page"
MAX_BYTES = 200_000_000
REWRITE_BYTES = 4_000_000
"""A file that is this large, and twice what its versions need, is written anew when it is opened."""

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Opened:
    """A project out of a file.

    Attributes:
        note: what was lost, in words; empty if nothing.
    """

    project: Project
    file: ProjectFile
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """What is to be written: the steps since the last time, and everything there is after them."""

    changes: Sequence[Change]
    versions: Sequence[Version]
    current: int

    def whole(self) -> Iterator[bytes]:
        return lines_with(self.versions, self.current)


class ProjectFile:
    """Saves a project as it goes. Its calls may come from any thread; all but ``note`` block, and are done one after the other.

    It knows every version that it was told of, so that a file that was moved, cut or torn is written anew, whole.

    Raises, in every method but ``note``:
        StorageError: the file cannot be written; what was to be written waits, and the next call writes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[Change] = []
        self._versions: dict[int, Version] = {}
        self._current = NONE
        self._size = _UNKNOWN

    def note(self, change: Change) -> None:
        """A step that is to be saved; returns at once, while another is written too."""
        with self._lock:
            self._waiting.append(change)
            for id in change.gone:
                self._versions.pop(id, None)
            self._versions.update({one.id: one for one in change.kept})
            self._current = change.current

    def save(self) -> None:
        """Write what was noted; what could not be written waits for the next time."""
        with self._writing, self._unsaved() as unsaved, _storing(self.path):
            if not unsaved.changes:
                return
            if self._size == _UNKNOWN:
                _set_aside(self.path)
            if self._size == _size_of(self.path) != _UNKNOWN:
                self._append(b"".join(line for change in unsaved.changes for line in lines_of(change)))
            else:
                self._size = _written(self.path, unsaved.whole())

    def write_whole(self, project: Project, path: Path | None = None) -> None:
        """Write every version anew, here or as another file, whole or not at all."""
        with self._writing, _storing(path or self.path):
            size = _written(path or self.path, _whole(project))
        if path is None:
            self.take_up(project, size)

    def move_to(self, path: Path) -> None:
        """Write every version to another file, and save there from now on; what is noted meanwhile goes there too."""
        with self._writing, self._unsaved() as unsaved, _storing(path):
            self._size = _written(path, unsaved.whole())
            self.path = path

    def take_up(self, project: Project, size_bytes: int) -> None:
        """Go on with a project that lies in the file, which is so large."""
        with self._writing, self._lock:
            self._versions = {one.id: one for one in project}
            self._current = project.current.id if project.current else NONE
            self._waiting.clear()
            self._size = size_bytes

    @contextmanager
    def _unsaved(self) -> Iterator[_Unsaved]:
        """What waits, to be written; it waits on where that fails."""
        with self._lock:
            changes, self._waiting = self._waiting, []
            versions = sorted(self._versions.values(), key=lambda one: one.id)
            current = self._current
        try:
            yield _Unsaved(changes, versions, current)
        except StorageError:
            with self._lock:
                self._waiting = changes + self._waiting
            raise

    def _append(self, lines: bytes) -> None:
        """After a write that broke off the size is another than was left, and the next one is of the whole."""
        with self.path.open("ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(lines)


def claim(path: Path) -> bool:
    """Whether this program may write a file; not where another that runs has it. ``release`` gives it back.

    Raises:
        StorageError: its folder cannot be written.
    """
    with _storing(path):
        for _ in range(2):
            if (holder := _holder(path)) is not None:
                return holder == _me()
            with suppress(FileExistsError), _lock_of(path).open("x", encoding="ascii") as file:
                file.write(_me())
                return True
            if _holder(path) is None:
                _lock_of(path).unlink(missing_ok=True)  # of a program that is gone
    return False


def release(path: Path) -> None:
    """Let other programs write a file again."""
    if _holder(path) == _me():
        _lock_of(path).unlink(missing_ok=True)


def _lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _me() -> str:
    return f"{os.getpid()} {psutil.Process().create_time():.2f}"


def _holder(path: Path) -> str | None:
    """Which program that still runs has a file."""
    try:
        told = _lock_of(path).read_text(encoding="ascii")
        pid, began = told.split()
        return told if f"{psutil.Process(int(pid)).create_time():.2f}" == began else None
    except (OSError, ValueError, psutil.Error):
        return None


def open_project(path: Path) -> Opened:
    """Open a project; of a damaged file everything before the damage, and a copy of the file beside it.

    A file that another program has is only read.

    Raises:
        StorageError: it cannot be read, is no project, or is of a newer program.
    """
    body = _read_bytes(path)
    lines = list(sound_lines(body))
    _check_format(path, lines)
    steps = list(steps_of(lines[1:]))
    project = Project()
    project.load(*result(steps))
    file = ProjectFile(path)
    file.take_up(project, len(body))
    if _holder(path) not in (None, _me()):
        return Opened(project, file)
    if (steps[-1].end if steps else lines[0].end) < len(body):
        aside = _kept_aside(path, body)
        file.write_whole(project)
        return Opened(project, file, _rescued(path, len(project), aside))
    if len(body) > REWRITE_BYTES and len(body) > 2 * sum(map(len, _whole(project))):
        file.write_whole(project)
    return Opened(project, file)


def _read_bytes(path: Path) -> bytes:
    with _reading(path):
        if path.stat().st_size > MAX_BYTES:
            raise StorageError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB.", hint="Choose another file.")
        return path.read_bytes()


def _check_format(path: Path, lines: Sequence[Line]) -> None:
    told = lines[0].record.get("format") if lines and isinstance(lines[0].record, dict) else None
    if not isinstance(told, int):
        raise StorageError(
            f"{path.name} is no project of this tool.", hint="Open its HTML file instead, if it has one."
        )
    if told > FORMAT:
        raise StorageError(f"{path.name} was made by a newer Polymath.", hint="Update this one to open it.")


def _rescued(path: Path, count: int, aside: Path) -> str:
    return f"The end of {path.name} was damaged; the file as it was is kept as {aside.name}. Versions rescued: {count}."


def _kept_aside(path: Path, body: bytes) -> Path:
    aside = _free_name(path, "damaged")
    with _storing(aside):
        aside.write_bytes(body)
    return aside


def _set_aside(path: Path) -> None:
    """A file that was never opened is not overwritten."""
    if path.exists():
        path.rename(_free_name(path, "before"))


def _free_name(path: Path, word: str) -> Path:
    names = (f"{path.name}.{word}", *(f"{path.name}.{word}-{number}" for number in range(2, 1000)))
    return next(one for name in names if not (one := path.with_name(name)).exists())


def _whole(project: Project) -> Iterator[bytes]:
    return lines_with(project, project.current.id if project.current else NONE)


def _written(path: Path, lines: Iterable[bytes]) -> int:
    """Write a file whole or not at all; how large it is."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return size


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else _UNKNOWN


@contextmanager
def _storing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be written: {error.strerror or error}.", hint="Choose another folder, or make room."
        ) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be read: {error.strerror or error}.", hint="Choose another file."
        ) from error
