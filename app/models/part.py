"""The part of a file that has arrived: ``NAME.part`` with a note about what it is a part of, locked while it grows.

Nothing stands under the final name before it is whole, checked, and on the disk for good (``fsync``, then rename).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.errors import DownloadError
from app.models.lock import FileLock
from app.models.stores import read_note

_SPARE_BYTES = 64 << 20
_RESUME = "Free some space, then resume: what has arrived is kept."
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Part:
    """One file on its way. All methods block: call them in a thread, one at a time.

    Args:
        target: where the whole file will stand.

    Attributes:
        size_bytes: how much is there and hashed.
        note: what was known of the whole when the part began.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self.size_bytes = 0
        self._note_path = target.with_name(target.name + ".part.json")
        self._lock = FileLock(target.with_name(target.name + ".part.lock"))
        self._digest = hashlib.sha256()
        self._file: int | None = None
        self.note: Mapping[str, Any] = {}

    def open(self) -> int:
        """Make the folder, take the lock, open the file for writing at its end.

        Returns:
            How many bytes are there from an earlier time; they count when ``rehash`` has gone through them.

        Raises:
            DownloadError: another program downloads the same file, or the folder cannot be written.
        """
        with _mapped(self.path):
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.acquire():
                raise DownloadError(
                    f"{self.target.name} is being downloaded by another window or command already.",
                    reason="in_use",
                    hint="Wait for it, or stop it there.",
                )
            self.note = read_note(self._note_path) or {}
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            return os.fstat(self._file).st_size

    def write_note(self, **note: Any) -> None:
        """Keep what is known of the whole, beside what is noted already.

        Raises:
            DownloadError: it cannot be written.
        """
        self.note = {**self.note, **note}
        with _mapped(self.path):
            write_json(self._note_path, self.note)

    def rehash(self, limit_bytes: int = 8 << 20) -> bool:
        """Take a further piece of what was there before into the hash; whether there may be more."""
        with _mapped(self.path):
            os.lseek(self._open_file, self.size_bytes, os.SEEK_SET)
            data = os.read(self._open_file, limit_bytes)
            self._digest.update(data)
            self.size_bytes += len(data)
            return bool(data)

    def write(self, data: bytes) -> None:
        """Put a piece at the end.

        Raises:
            DownloadError: the disk is full, or cannot be written; what fitted is kept.
        """
        rest = memoryview(data)
        with _mapped(self.path):
            os.lseek(self._open_file, self.size_bytes, os.SEEK_SET)
            while rest:
                written = os.write(self._open_file, rest)
                self._digest.update(rest[:written])
                self.size_bytes += written
                rest = rest[written:]

    def restart(self) -> None:
        """Throw away what is there and begin anew."""
        with _mapped(self.path):
            os.ftruncate(self._open_file, 0)
        self.size_bytes = 0
        self._digest = hashlib.sha256()

    def check_space(self, missing_bytes: int) -> None:
        """Whether so much fits on the disk, with something to spare.

        Raises:
            DownloadError: it does not.
        """
        with _mapped(self.path):
            free_bytes = shutil.disk_usage(self.target.parent).free
        if missing_bytes > 0 and free_bytes < missing_bytes + _SPARE_BYTES:
            raise DownloadError(
                f"{self.target.name} needs {_gb(missing_bytes)} more, and {self.target.parent} has {_gb(free_bytes)} free.",
                reason="disk_full",
                hint=_RESUME,
            )

    @property
    def sha256(self) -> str:
        """Of what is there."""
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Give the file its final name, once it is safely on the disk; takes the place of an older one.

        Raises:
            DownloadError: the disk does not take it.
        """
        with _mapped(self.path):
            os.fsync(self._open_file)
            self._close_file()
            os.replace(self.path, self.target)
            _sync_folder(self.target.parent)
            self._note_path.unlink(missing_ok=True)
        self._lock.release()

    def discard(self) -> None:
        """Remove what is there, and the note about it."""
        self._close_file()
        with _mapped(self.path):
            self.path.unlink(missing_ok=True)
            self._note_path.unlink(missing_ok=True)
        self._lock.release()

    def close(self) -> None:
        """Leave what is there for another time. Safe to call twice."""
        is_empty = self._file is not None and not os.fstat(self._file).st_size
        self._close_file()
        if is_empty:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
                self._note_path.unlink(missing_ok=True)
        self._lock.release()

    @property
    def _open_file(self) -> int:
        if self._file is None:
            raise ValueError("the part is not open")
        return self._file

    def _close_file(self) -> None:
        descriptor, self._file = self._file, None
        if descriptor is not None:
            os.close(descriptor)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a small file so that a reader sees the old one or the new one, never a half.

    Raises:
        OSError: it cannot be written.
    """
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _sync_folder(folder: Path) -> None:
    """A rename is safe when the folder is; Windows has no such call."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turns what the system says of a file into a ``DownloadError``."""
    try:
        yield
    except OSError as error:
        raise _of_system(error, path) from error


def _of_system(error: OSError, path: Path) -> DownloadError:
    if error.errno in _FULL:
        is_too_large, name = error.errno == errno.EFBIG, path.name.removesuffix(".part")
        return DownloadError(
            f"The disk with {path.parent} takes no file of this size: {name} cannot be written any further."
            if is_too_large
            else f"The disk with {path.parent} is full: {name} cannot be written any further.",
            reason="disk_full",
            hint=f"A disk formatted as FAT takes at most 4 GiB a file. {_RESUME}" if is_too_large else _RESUME,
        )
    return DownloadError(
        f"{path} cannot be written: {error.strerror or error}.",
        reason="storage",
        hint="Make the folder writable, then resume.",
    )


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e8 else f"{size_bytes / 1e6:.1f} MB"
