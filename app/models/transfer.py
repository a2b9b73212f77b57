"""Fetches one model, all its parts, and checks it: resumes, reconnects, waits where a server asks for it.

HTTP semantics: RFC 9110 (14.2 Range, 14.4 Content-Range, 13.1.5 If-Range, 10.2.3 Retry-After).
"""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import functools
import random
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from app.errors import DownloadError, ModelLoadError
from app.models.gguf import MAGIC, read_header_from
from app.models.hub import Hub, Resolved
from app.models.hub_data import RemoteModel, RemotePart
from app.models.hub_errors import of_answer, of_transport, offline_error
from app.models.part import Part, write_json
from app.models.stores import read_note, sidecar_of

if TYPE_CHECKING:
    import httpx2

Phase = Literal["", "asking", "checking", "receiving", "verifying", "waiting"]
T = TypeVar("T")
_MOST_TRIES = 6
_LONGEST_BACKOFF_S = 30.0
_LONGEST_WAIT_S = 120.0
_PIECE_BYTES = 1 << 20
_PIECE_S = 0.25
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a model is.

    Attributes:
        phase: ``asking`` the hub, ``checking`` what arrived earlier, ``receiving``, ``verifying`` the whole, ``waiting`` for another try.
        done_bytes: of all parts.
        total_bytes: of all parts; 0 if unknown.
        note: a sentence about what happened on the way; empty if nothing did.
        finished: paths in the repository of the parts that are whole and in place.
    """

    phase: Phase = ""
    done_bytes: int = 0
    total_bytes: int = 0
    note: str = ""
    finished: tuple[str, ...] = ()


class Transfer:
    """One download from its start, or from where it was left, to its end.

    Cancelling the task that runs it pauses it: what has arrived stays on the disk.

    Args:
        hub: where it comes from.
        model: what to fetch.
        root: the folder of the program's own models.
        tell: called on the loop with each step.
        finished: parts that an earlier run has put in place.
        sleep: waits between tries.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        hub: Hub,
        model: RemoteModel,
        root: Path,
        tell: Callable[[Progress], None],
        *,
        finished: tuple[str, ...] = (),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._model = model
        self._root = root
        self._tell = tell
        self._sleep = sleep
        self._clock = clock
        self._sizes = {part.path: part.size_bytes for part in model.parts}
        self._hashes: dict[str, str] = {}
        self._progress = Progress(finished=finished)
        self._commit = ""

    async def run(self) -> Path:
        """Fetch all that is missing; returns the path to load.

        Raises:
            DownloadError: it cannot be fetched, or is not what it should be.
        """
        whole = await in_thread(lambda: complete_path(self._root, self._model))
        if whole is not None:
            return whole
        # The first part comes last: a split model shows up in the library when all of it is there.
        for part in (*self._model.parts[1:], self._model.parts[0]):
            target = target_of(self._root, self._model, part)
            if part.path in self._progress.finished and await in_thread(target.is_file):
                continue
            await self._fetch(part, target)
            self._step(finished=(*self._progress.finished, part.path))
        return target_of(self._root, self._model)

    async def _fetch(self, spec: RemotePart, target: Path) -> None:
        part = Part(target)
        try:
            earlier = await in_thread(part.open)
            await self._rehash(part, earlier)
            await self._receive(part, spec)
        finally:
            await in_thread(part.close)

    async def _rehash(self, part: Part, earlier_bytes: int) -> None:
        """What an earlier run left is hashed again from the disk: only what is really there counts."""
        while part.size_bytes < earlier_bytes and await in_thread(part.rehash):
            self._step("checking", part)

    async def _receive(self, part: Part, spec: RemotePart) -> None:
        tries, furthest = 0, part.size_bytes
        while True:
            try:
                resolved = await self._ask(part, spec)
                await self._stream(part, spec, resolved)
                await self._verify(part, spec, resolved)
            except DownloadError as error:
                # Only what was never reached before counts as progress: a server that always breaks at one place is not asked for ever.
                tries = 1 if part.size_bytes > furthest else tries + 1
                furthest = max(furthest, part.size_bytes)
                await self._wait(error, tries, part)
            else:
                return

    async def _wait(self, error: DownloadError, tries: int, part: Part) -> None:
        """Wait before another try, or raise the error where there is to be none."""
        wait_s = error.retry_after_s
        if wait_s is None:
            wait_s = min(_LONGEST_BACKOFF_S, 2.0 ** (tries - 1)) * (1 - 0.25 * random.random())  # noqa: S311 - spreads tries
        if not error.retryable or tries >= _MOST_TRIES or wait_s > _LONGEST_WAIT_S:
            raise error
        self._step("waiting", part, note=f"{error.message} Trying again in {wait_s:.0f} s.")
        await self._sleep(wait_s)

    async def _ask(self, part: Part, spec: RemotePart) -> Resolved:
        """Where the file is to be had now, and whether what is there is a part of it."""
        self._step("asking", part)
        resolved = await self._hub.resolve(self._model.repo, spec.path, self._model.revision)
        if self._model.is_pinned and resolved.sha256 and spec.sha256 and resolved.sha256 != spec.sha256:
            raise DownloadError(
                f"{spec.path} on the hub is not the file that this program knows: it was replaced there.",
                reason="changed",
                hint="Choose it from the list of the repository's files if you trust the new one.",
            )
        self._commit = resolved.commit or self._commit
        self._sizes[spec.path] = resolved.size_bytes or self._sizes[spec.path]
        before = part.note.get("etag")
        if part.size_bytes and (before != resolved.etag or not resolved.etag):
            await in_thread(part.restart)
            self._step(note="The file is not known to be the same as before; the download started anew.")
        if part.size_bytes > self._sizes[spec.path] > 0:
            await in_thread(part.restart)
        if before != resolved.etag:
            await in_thread(lambda: part.write_note(etag=resolved.etag, body_etag=""))
        missing = sum(size for path, size in self._sizes.items() if path not in self._progress.finished)
        await in_thread(lambda: part.check_space(missing - part.size_bytes))
        return resolved

    async def _stream(self, part: Part, spec: RemotePart, resolved: Resolved) -> None:
        total = self._sizes[spec.path]
        if total and part.size_bytes == total:
            return
        async with self._hub.open(resolved.url, _range(part, resolved)) as response:
            if not await self._goes_on(part, spec, response):
                return
            async with aclosing(_pieces(response, self._clock)) as pieces:
                async for piece in pieces:
                    if self._hub.is_offline:
                        raise offline_error()
                    _check_piece(part, spec, piece, total, response)
                    await in_thread(functools.partial(part.write, piece))
                    self._step("receiving", part)
        if part.size_bytes < total:
            raise DownloadError(
                f"{response.url.host} stopped before {spec.path} was whole.",
                reason="unreachable",
                hint="Resume the download: what has arrived is kept.",
                retryable=True,
            )

    async def _goes_on(self, part: Part, spec: RemotePart, response: httpx2.Response) -> bool:
        """Look at the answer before its body: does it go on where the part ends? False if there is nothing left to come."""
        host, status = response.url.host, response.status_code
        if response.headers.get("content-encoding", "identity") != "identity":
            raise DownloadError(f"{host} sends {spec.path} packed, though it was asked not to.", reason="server")
        if status == 200:
            if part.size_bytes:
                await in_thread(part.restart)
                self._step(note=f"{host} does not go on where a download was left; it started anew.")
            await in_thread(lambda: part.write_note(body_etag=_strong_etag(response)))
            return True
        if status not in (206, 416):
            raise of_answer(response, self._model.repo, spec.path)
        match = _CONTENT_RANGE.match(response.headers.get("content-range", ""))
        start, total = (match[1], match[2]) if match else (None, "")
        if status == 206 and start == str(part.size_bytes) and total in ("*", str(self._sizes[spec.path] or total)):
            return True
        if status == 416 and total == str(part.size_bytes) and not self._sizes[spec.path]:
            return False
        await in_thread(part.restart)
        raise DownloadError(
            f"{host} does not go on where the download was left; it starts anew.", reason="changed", retryable=True
        )

    async def _verify(self, part: Part, spec: RemotePart, resolved: Resolved) -> None:
        self._step("verifying", part)
        wanted = resolved.sha256 or spec.sha256
        if wanted and part.sha256 != wanted:
            await in_thread(part.discard)
            raise DownloadError(
                f"{spec.path} arrived damaged: its SHA-256 is not the one that the hub names. It was removed.",
                reason="damaged",
                hint="Download it again; if that happens twice, something on the way changes it.",
            )
        if not wanted:
            await self._look_into(part, spec)
            self._step(note="The server names no checksum; size and structure were checked.")
        self._hashes[spec.path] = part.sha256
        if spec.path == self._model.path:  # before the rename: a model of ours is never there without its note
            await in_thread(lambda: _write_sidecar(part.target, self._sidecar()))
        await in_thread(part.finish)

    async def _look_into(self, part: Part, spec: RemotePart) -> None:
        """Where there is no checksum: is it a GGUF file, and do all tensors lie inside it?"""
        try:
            await in_thread(lambda: _check_header(part, is_later=spec.path != self._model.path))
        except ModelLoadError as error:
            await in_thread(part.discard)
            raise DownloadError(f"{error.message} It was removed.", reason="damaged", hint=error.hint) from error

    def _step(self, phase: Phase | None = None, part: Part | None = None, **changes: Any) -> None:
        now = dataclasses.replace(self._progress, **changes)
        if phase is not None:
            now = dataclasses.replace(now, phase=phase)
        if phase == "receiving":
            now = dataclasses.replace(now, note="" if "Trying again" in now.note else now.note)
        if part is not None:
            finished = sum(self._sizes[path] for path in now.finished)
            now = dataclasses.replace(now, done_bytes=finished + part.size_bytes)
        known = all(self._sizes.values())
        self._progress = dataclasses.replace(now, total_bytes=sum(self._sizes.values()) if known else 0)
        self._tell(self._progress)

    def _sidecar(self) -> Mapping[str, Any]:
        model, is_single = self._model, len(self._model.parts) == 1
        return {
            "repo": model.repo,
            "file": model.path,
            "revision": self._commit or model.revision,
            "endpoint": self._hub.endpoint,
            "licence": model.licence,
            "size_bytes": sum(self._sizes.values()),
            "sha256": self._hashes.get(model.path, "") if is_single else "",
            "parts": [{"file": p.path, "sha256": self._hashes.get(p.path) or p.sha256} for p in model.parts],
            "downloaded": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def target_of(root: Path, model: RemoteModel, part: RemotePart | None = None) -> Path:
    """Where a file of a model will stand: ``MAKER/REPOSITORY/FILE`` under the program's own models."""
    return root / model.repo / (part or model.parts[0]).path


def complete_path(root: Path, model: RemoteModel) -> Path | None:
    """Where a model stands that was downloaded whole, with the content that is wanted; None if it is not there."""
    path = target_of(root, model)
    note = read_note(sidecar_of(path))
    if note is None or not all(target_of(root, model, part).is_file() for part in model.parts):
        return None
    rows = note.get("parts")
    known = (
        {row.get("file"): row.get("sha256") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}
    )
    wanted = {part.path: part.sha256 for part in model.parts}
    is_same = known == wanted if all(wanted.values()) else note.get("revision") == model.revision
    return path if is_same else None


async def in_thread(function: Callable[[], T]) -> T:
    """Like ``asyncio.to_thread``, but when it is cancelled it waits for the function: nothing writes to a file that is closed."""
    future = asyncio.get_running_loop().run_in_executor(None, function)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        await asyncio.wait([future])
        raise


def _range(part: Part, resolved: Resolved) -> dict[str, str]:
    if not part.size_bytes:
        return {}
    headers = {"Range": f"bytes={part.size_bytes}-"}
    body_etag = str(part.note.get("body_etag", ""))
    # Where the hub names the SHA-256, the content is known already; the host behind it may name the same content differently.
    if body_etag and not resolved.sha256:
        headers["If-Range"] = body_etag
    return headers


async def _pieces(response: httpx2.Response, clock: Callable[[], float]) -> AsyncGenerator[bytes, None]:
    """The body in pieces of about a megabyte, or of a quarter second where it is slow."""
    import httpx2

    waiting, since_s = bytearray(), clock()
    try:
        async with aclosing(response.aiter_raw()) as stream:
            async for data in stream:
                waiting += data
                if len(waiting) >= _PIECE_BYTES or clock() - since_s >= _PIECE_S:
                    yield bytes(waiting)
                    waiting, since_s = bytearray(), clock()
    except (httpx2.HTTPError, OSError) as error:
        if waiting:  # what came before the end of the connection is good
            yield bytes(waiting)
        raise of_transport(error, response.url.host) from error
    if waiting:
        yield bytes(waiting)


def _strong_etag(response: httpx2.Response) -> str:
    """A weak one must not be used to ask for a part (RFC 9110, 13.1.5)."""
    etag: str = response.headers.get("etag", "")
    return "" if etag.startswith("W/") else etag


def _write_sidecar(target: Path, note: Mapping[str, Any]) -> None:
    try:
        write_json(sidecar_of(target), note)
    except OSError as error:
        raise DownloadError(
            f"{sidecar_of(target)} cannot be written: {error.strerror}.",
            reason="disk_full" if error.errno == errno.ENOSPC else "storage",
            hint="Free some space or make the folder writable, then resume: what has arrived is kept.",
        ) from error


def _check_piece(part: Part, spec: RemotePart, piece: bytes, total: int, response: httpx2.Response) -> None:
    if not part.size_bytes and not piece.startswith(MAGIC[: len(piece)]):
        kind = response.headers.get("content-type", "something else")
        raise DownloadError(
            f"{response.url.host} sent {kind} in place of the model {spec.path}.",
            reason="damaged",
            hint="A network with a sign-in page does this: sign in with a browser, then resume.",
        )
    if total and part.size_bytes + len(piece) > total:
        raise DownloadError(
            f"{response.url.host} sends more than the {total:,} bytes of {spec.path}.", reason="damaged"
        )


def _check_header(part: Part, *, is_later: bool) -> None:
    with part.path.open("rb") as file:
        read_header_from(file, part.target, part.size_bytes, later_part=is_later)
