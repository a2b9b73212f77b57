"""The evaluated state of constant prompts: kept in memory and on disk, so that a tool's fixed beginning is evaluated once.

A snapshot is what llama.cpp holds for the first tokens of a prompt. On disk it stands under the model's fingerprint, the versions of
everything that shapes the state, and the tokens themselves; a file that is torn, stale or of another build is removed, never used.
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import json
import os
import struct
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.models.fingerprint import fingerprint

if TYPE_CHECKING:
    Tokens = array.array[int]
else:
    Tokens = array.array

MAGIC = b"PMSTATE1"
SUFFIX = ".state"
MIN_TOKENS = 32
"""A shorter prompt is evaluated in less time than a file is looked for."""
_LEAST_MEMORY_BYTES = 32 << 20
_LENGTHS = struct.Struct("<IIQ")
_DIGEST_BYTES = 32
_HEAD_LIMIT_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state after some tokens. ``data`` is llama.cpp's own form of it."""

    tool: str
    tokens: Tokens
    data: bytes

    @property
    def size_bytes(self) -> int:
        return len(self.data) + 4 * len(self.tokens)


def common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many tokens two prompts share at their beginning; both of one type."""
    shorter = min(len(a), len(b))
    if a[:shorter] == b[:shorter]:
        return shorter
    low, high = 0, shorter
    while high - low > 1:  # slices compare at the speed of C, a loop over tokens does not
        middle = (low + high) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle)
    return low


def open_store(body: Mapping[str, Any], state_form: str, *, can_cut: bool) -> PrefixStore:
    """The store for the model of a ``load`` command; one that keeps nothing on disk where the command names no folder for it."""
    folder = Path(str(body["prefix_dir"])) if body.get("prefix_dir") else None
    try:
        model = fingerprint(str(body["path"])) if folder else ""
    except OSError:  # it was there a moment ago, when it was loaded
        folder, model = None, ""
    memory_bytes = max(int(body.get("prefix_memory_bytes", 0)), _LEAST_MEMORY_BYTES)
    disk_bytes = int(body.get("prefix_disk_bytes", 0))
    return PrefixStore(model, state_form, folder, can_cut=can_cut, memory_bytes=memory_bytes, disk_bytes=disk_bytes)


class PrefixStore:
    """Snapshots of one model. The least recently used go first, in memory and on disk.

    Args:
        model: fingerprint of the model's file.
        build: of everything else that shapes a state: the version of llama.cpp, the type of its cache.
        folder: where files are kept; None keeps none.
        can_cut: whether the beginning of a state is a state too; a recurrent one cannot be cut.
        memory_bytes, disk_bytes: bounds; the one on disk holds for all models together.
    """

    def __init__(
        self, model: str, build: str, folder: Path | None, *, can_cut: bool, memory_bytes: int, disk_bytes: int
    ) -> None:
        self._model = model
        self._build = build
        self._folder = folder if disk_bytes > 0 else None
        self._can_cut = can_cut
        self._memory_bytes = memory_bytes
        self._disk_bytes = disk_bytes
        self._held: OrderedDict[str, Snapshot] = OrderedDict()
        self._unwritten: list[str] = []
        self._on_disk: dict[str, Tokens] = self._find_files()

    @property
    def largest_bytes(self) -> int:
        """A state that is larger is not worth keeping: it would push out all others."""
        return self._memory_bytes // 2

    def best(self, tokens: Sequence[int]) -> tuple[Snapshot, int] | None:
        """The snapshot that saves most of ``tokens``, and how many of them; None if none saves any."""
        saved, name = self._longest(tokens)
        if not saved:
            return None
        snapshot = self._held.get(name) or self._read(name)
        if snapshot is None:  # a broken file: it is gone now, and the next best counts
            return self.best(tokens)
        self._hold(name, snapshot)
        if self._folder is not None and name in self._on_disk:
            with contextlib.suppress(OSError):
                os.utime(self._folder / name)  # used just now
        return snapshot, saved

    def covered(self, tokens: Sequence[int]) -> int:
        """How many of ``tokens`` some snapshot holds."""
        return self._longest(tokens)[0]

    def keep(self, tool: str, tokens: Sequence[int], data: bytes) -> None:
        """Hold a snapshot; ``flush`` writes it. A shorter one that it contains is of no more use."""
        kept = array.array("i", tokens)
        for name, known in list(self._known()) if self._can_cut else ():
            if len(known) < len(kept) and common(known, kept) == len(known):
                self._forget(name)
        name = self._name(kept)
        self._hold(name, Snapshot(tool, kept, data))
        self._unwritten.append(name)

    def drop(self, snapshot: Snapshot) -> None:
        """Forget a snapshot that llama.cpp does not take."""
        self._forget(self._name(snapshot.tokens))

    def flush(self) -> None:
        """Write what is new. A disk that takes nothing costs the gain, not the answer."""
        names, self._unwritten = self._unwritten, []
        for name in names:
            snapshot = self._held.get(name)
            if self._folder is not None and snapshot is not None and snapshot.size_bytes <= self._disk_bytes:
                with contextlib.suppress(OSError):
                    _write(self._folder / name, self._head(snapshot), snapshot)
                    self._on_disk[name] = snapshot.tokens
        if names:
            self._make_room()

    def _longest(self, tokens: Sequence[int]) -> tuple[int, str]:
        prompt = array.array("i", tokens)
        found = [(common(known, prompt), len(known), name) for name, known in self._known()]
        return max(
            ((shared, name) for shared, length, name in found if self._can_cut or shared == length), default=(0, "")
        )

    def _known(self) -> Iterator[tuple[str, Tokens]]:
        yield from ((name, snapshot.tokens) for name, snapshot in self._held.items())
        yield from self._on_disk.items()

    def _head(self, snapshot: Snapshot) -> dict[str, Any]:
        return {"model": self._model, "build": self._build, "tool": snapshot.tool, "tokens": len(snapshot.tokens)}

    def _name(self, tokens: Tokens) -> str:
        """Files of one model begin alike, so that those of an older build are found and removed."""
        whole = hashlib.sha256(f"{self._model} {self._build} ".encode() + tokens.tobytes()).hexdigest()
        return f"{self._stem}{whole[:24]}{SUFFIX}"

    @property
    def _stem(self) -> str:
        return hashlib.sha256(self._model.encode()).hexdigest()[:16] + "-"

    def _hold(self, name: str, snapshot: Snapshot) -> None:
        self._held[name] = snapshot
        self._held.move_to_end(name)
        while len(self._held) > 1 and sum(s.size_bytes for s in self._held.values()) > self._memory_bytes:
            self._held.popitem(last=False)

    def _forget(self, name: str) -> None:
        self._held.pop(name, None)
        if self._on_disk.pop(name, None) is not None and self._folder is not None:
            _remove(self._folder / name)

    def _find_files(self) -> dict[str, Tokens]:
        found: dict[str, Tokens] = {}
        for path in _files(self._folder):
            if not (path.name.startswith(self._stem) and path.name.endswith(SUFFIX)):
                continue
            try:
                with path.open("rb") as file:
                    head, tokens = _read_head(file)
                self._check(head)
            except (OSError, ValueError):
                _remove(path)
            else:
                found[path.name] = tokens
        return found

    def _check(self, head: Mapping[str, Any]) -> None:
        if (head["model"], head["build"]) != (self._model, self._build):
            raise ValueError("a snapshot of another build")

    def _read(self, name: str) -> Snapshot | None:
        """None, and no such file any more, if it does not hold what its name says."""
        if self._folder is None:
            return None
        path = self._folder / name
        try:
            with path.open("rb") as file:
                snapshot = _read_whole(file)
        except (OSError, ValueError):
            self._on_disk.pop(name, None)
            _remove(path)
            return None
        return snapshot

    def _make_room(self) -> None:
        """Remove the files that were used longest ago, of whatever model, until the bound holds."""
        total = 0
        for _used_s, size, path in sorted(_sizes(self._folder), reverse=True):
            total += size
            if total > self._disk_bytes:
                self._on_disk.pop(path.name, None)
                _remove(path)


def _write(path: Path, head: Mapping[str, Any], snapshot: Snapshot) -> None:
    head_bytes = json.dumps(head).encode()
    tokens = snapshot.tokens.tobytes()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # a prompt is nobody else's business
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + _LENGTHS.pack(len(head_bytes), len(tokens), len(snapshot.data)))
            file.write(head_bytes + tokens + _digest(tokens, snapshot.data) + snapshot.data)
        os.replace(draft, path)
    except OSError:
        _remove(draft)
        raise


def _read_head(file: BinaryIO) -> tuple[dict[str, Any], Tokens]:
    """Raises ValueError for what is no snapshot."""
    start = file.read(len(MAGIC) + _LENGTHS.size)
    if len(start) < len(MAGIC) + _LENGTHS.size or not start.startswith(MAGIC):
        raise ValueError("no snapshot")
    head_bytes, tokens_bytes, _ = _LENGTHS.unpack_from(start, len(MAGIC))
    head = json.loads(file.read(min(head_bytes, _HEAD_LIMIT_BYTES)))
    tokens = array.array("i")
    tokens.frombytes(file.read(min(tokens_bytes, _HEAD_LIMIT_BYTES)))
    if not isinstance(head, dict) or not {"model", "build", "tool"} <= head.keys() or len(tokens) != head.get("tokens"):
        raise ValueError("torn")
    return head, tokens


def _read_whole(file: BinaryIO) -> Snapshot:
    """Raises ValueError for what is torn."""
    head, tokens = _read_head(file)
    digest, data = file.read(_DIGEST_BYTES), file.read()
    if _digest(tokens.tobytes(), data) != digest:
        raise ValueError("torn")
    return Snapshot(str(head["tool"]), tokens, data)


def _digest(tokens: bytes, data: bytes) -> bytes:
    digest = hashlib.blake2b(tokens, digest_size=_DIGEST_BYTES)
    digest.update(data)
    return digest.digest()


def _files(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        with contextlib.suppress(OSError):
            yield from (path for path in folder.iterdir() if SUFFIX in path.name)


def _sizes(folder: Path | None) -> Iterator[tuple[float, int, Path]]:
    for path in _files(folder):
        with contextlib.suppress(OSError):
            state = path.stat()
            yield state.st_mtime, state.st_size, path


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
