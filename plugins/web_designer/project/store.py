"""A project's file, ``*.polymath-page``: one line for each step, so that saving is a short write and a crash costs at most the last line.

A line is eight hexadecimal digits (CRC-32 of the rest), a blank, and JSON. The first tells the format; others hold a version, ids that are
gone, or where the work stands. Where the same version comes again the later line counts.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from app.api import StorageError
from plugins.web_designer.project.delta import Delta
from plugins.web_designer.project.versions import NONE, Change, Project, Version

SUFFIX = ".polymath-page"
FORMAT = 1
MAX_BYTES = 200_000_000
REWRITE_BYTES = 4_000_000
"""A file that is this large, and twice what its versions need, is written anew when it is opened."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A project out of a file.

    Attributes:
        note: what was lost, in words; empty if nothing.
    """

    project: Project
    file: ProjectFile
    note: str = ""


class ProjectFile:
    """Saves a project as it goes. Calls block; they may come from any thread, and are done one after the other.

    Raises, in every method:
        StorageError: the file cannot be written; the project in memory is whole, and the next call writes what is missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._waiting: list[Change] = []

    def note(self, change: Change) -> None:
        """A step that is to be saved; returns at once."""
        with self._lock:
            self._waiting.append(change)

    def save(self) -> None:
        """Write what was noted; what could not be written waits for the next time."""
        with self._lock:
            if not self._waiting:
                return
            lines = b"".join(line for change in self._waiting for line in _lines_of(change))
            is_new = not self.path.exists()
            with _storing(self.path), self.path.open("ab") as file:
                place = file.tell()
                try:
                    file.write((_line({"format": FORMAT}) if is_new else b"") + lines)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    _cut(self.path, place)
                    raise
            self._waiting.clear()

    def write_whole(self, project: Project, path: Path | None = None) -> None:
        """Write every version anew, here or as another file, whole or not at all."""
        body = b"".join(_whole(project))
        target = path or self.path
        unfinished = target.with_name(f"{target.name}.part")
        with self._lock, _storing(target):
            try:
                with unfinished.open("wb") as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(unfinished, target)
            finally:
                unfinished.unlink(missing_ok=True)
            if path is None:
                self._waiting.clear()


def claim(path: Path) -> bool:
    """Whether this program may write a file; not where another that runs has it. ``release`` gives it back."""
    holder = _holder(path)
    if holder not in (None, _me()):
        return False
    with _storing(path):
        _lock_of(path).write_text(_me(), encoding="ascii")
    return True


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

    Raises:
        StorageError: it cannot be read, is no project, or is of a newer program.
    """
    with _reading(path):
        if path.stat().st_size > MAX_BYTES:
            raise StorageError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB.", hint="Choose another file.")
        body = path.read_bytes()
    read = list(_records(body))
    records = [record for record, _end in read]
    if not records or "format" not in records[0]:
        raise StorageError(
            f"{path.name} is no project of this tool.", hint="Open its HTML file instead, if it has one."
        )
    if records[0]["format"] > FORMAT:
        raise StorageError(f"{path.name} was made by a newer Polymath.", hint="Update this one to open it.")
    project = Project()
    versions, current = _read(records[1:])
    project.load(versions, current)
    file = ProjectFile(path)
    whole_end = read[-1][1]
    note = ""
    if whole_end < len(body):
        note = _set_aside(path, body, len(project))
        file.write_whole(project)
    elif len(body) > REWRITE_BYTES and len(body) > 2 * sum(map(len, _whole(project))):
        file.write_whole(project)
    return Opened(project, file, note)


def _set_aside(path: Path, body: bytes, count: int) -> str:
    aside = path.with_name(f"{path.name}.damaged")
    with _storing(aside):
        aside.write_bytes(body)
    return f"The end of {path.name} was damaged: {count} versions were rescued, and the file as it was is kept as {aside.name}."


def _read(records: Iterable[Mapping[str, Any]]) -> tuple[list[Version], int]:
    versions: dict[int, Version] = {}
    current = NONE
    for record in records:
        if "version" in record:
            version = _version(record["version"])
            versions[version.id] = version
        for id in record.get("gone", ()):
            versions.pop(id, None)
        current = record.get("current", current)
    return list(versions.values()), current


def _records(body: bytes) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Records up to the first that is damaged, and where each ends."""
    at = 0
    while (end := body.find(b"\n", at)) >= 0:
        text = body[at + 9 : end]
        if body[at : at + 8] != _sum(text):
            return
        yield json.loads(text), end + 1
        at = end + 1


def _lines_of(change: Change) -> Iterator[bytes]:
    if change.gone:
        yield _line({"gone": list(change.gone)})
    for version in change.kept:
        yield _line({"version": _told(version)})
    yield _line({"current": change.current})


def _whole(project: Project) -> Iterator[bytes]:
    yield _line({"format": FORMAT})
    for version in project:
        yield _line({"version": _told(version)})
    yield _line({"current": project.current.id if project.current else NONE})


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _sum(text) + b" " + text + b"\n"


def _sum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()


def _told(version: Version) -> Mapping[str, Any]:
    body = version.body
    return {
        "id": version.id,
        "parent": version.parent,
        "what": version.what,
        "by": version.by,
        "made_at": version.made_at,
        "name": version.name,
        "plan": version.plan,
        "locks": list(version.locks),
        "merge_key": version.merge_key,
        "depth": version.depth,
        "body": [body.head, body.tail, base64.b64encode(body.middle).decode(), body.is_whole],
    }


def _version(told: Mapping[str, Any]) -> Version:
    head, tail, middle, is_whole = told["body"]
    body = Delta(head, tail, base64.b64decode(middle), is_whole)
    return Version(**{**told, "locks": tuple(told["locks"]), "body": body})


def _cut(path: Path, size: int) -> None:
    """Take back a line that was written in part; where that fails too, the next opening does it."""
    with suppress(OSError):
        os.truncate(path, size)


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
