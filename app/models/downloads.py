"""The queue of downloads: one at a time, in an order that can be changed, kept over restarts."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import time
import uuid
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.loop import LoopThread
from app.errors import DownloadError
from app.models.download_store import DownloadStore, Entry, State
from app.models.hub import Hub
from app.models.hub_data import RemoteModel
from app.models.part import Part
from app.models.stores import sidecar_of
from app.models.transfer import Phase, Progress, Transfer, in_thread, target_of

TELL_EVERY_S = 0.1
_SPEED_OVER_S = 5.0


@dataclass(frozen=True, slots=True)
class Download:
    """How a download stands.

    Attributes:
        state: ``queued``, ``running``, ``paused``, ``failed`` (with ``error``; can be resumed like a paused one) or ``done``.
        phase: while it runs; see ``Progress``.
        path: where the model will stand, and what is to be loaded then.
        total_bytes: 0 if unknown.
        speed_bytes_per_s: over the last seconds; 0 if unknown.
        left_s: None if unknown.
        note: a sentence about what happened on the way; empty if nothing did.
    """

    id: str
    model: RemoteModel
    path: Path
    state: State
    phase: Phase = ""
    done_bytes: int = 0
    total_bytes: int = 0
    speed_bytes_per_s: float = 0.0
    left_s: float | None = None
    note: str = ""
    error: DownloadError | None = None


@dataclass(frozen=True, slots=True)
class DownloadQueue:
    """All downloads, in the order in which they are fetched; what is done stands where it was until it is cleared."""

    items: tuple[Download, ...] = ()

    def get(self, download_id: str) -> Download | None:
        """One of them."""
        return next((item for item in self.items if item.id == download_id), None)

    @property
    def running(self) -> Download | None:
        """The one that is being fetched now."""
        return next((item for item in self.items if item.state == "running"), None)


class _Job:
    """A download and what it does now. Touched on the loop only."""

    def __init__(self, entry: Entry, progress: Progress) -> None:
        self.entry = entry
        self.progress = progress
        self.task: asyncio.Task[None] | None = None
        self.samples: deque[tuple[float, int]] = deque()

    def set(self, state: State, error: DownloadError | None = None) -> None:
        self.entry = dataclasses.replace(self.entry, state=state, error=error)
        if state != "running":
            self.progress = dataclasses.replace(self.progress, phase="")
            self.samples.clear()


class Downloads:
    """The queue. Methods may be called from any thread and return at once; listeners are called on the program's loop.

    What an earlier start left unfinished is in the queue; it goes on with ``start``, ``add`` or ``resume``, never by itself.

    Args:
        hub: where models come from.
        loop: where the work is done.
        models: the folder of the program's own models.
        state: the folder in which the queue is kept.
        only_new: whether to leave alone what was queued before, as a command does that was asked for one model.
        clock: seconds that only grow.
        transfer: makes a transfer; the seam for tests.
    """

    def __init__(
        self,
        hub: Hub,
        loop: LoopThread,
        models: Path,
        state: Path,
        *,
        only_new: bool = False,
        clock: Callable[[], float] = time.monotonic,
        transfer: Callable[..., Transfer] = Transfer,
    ) -> None:
        self._hub = hub
        self._loop = loop
        self._models = models
        self._store = DownloadStore(state)
        self._clock = clock
        self._transfer = transfer
        self._listeners: list[Callable[[DownloadQueue], None]] = []
        self._told_s = -TELL_EVERY_S
        self._timer: asyncio.TimerHandle | None = None
        self._unsaved: dict[str, Entry | None] = {}
        self._saving: asyncio.Task[None] | None = None
        self._chores: set[asyncio.Task[None]] = set()
        self._going = False
        self._jobs = [self._restored(entry, only_new=only_new) for entry in self._store.load()]
        self._queue = DownloadQueue(tuple(map(self._view, self._jobs)))

    @property
    def queue(self) -> DownloadQueue:
        """How all stand now."""
        return self._queue

    def listen(self, listener: Callable[[DownloadQueue], None]) -> Callable[[], None]:
        """Be told of changes, at most ten times a second; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def start(self) -> None:
        """Go on with what an earlier start left in the queue."""
        self._loop.call_soon(self._go)

    def add(self, model: RemoteModel) -> str:
        """Put a model at the end of the queue; returns its id. One that is there already, unfinished, is resumed."""
        known = next((item for item in self._queue.items if _is_same(item, model)), None)
        entry = Entry(known.id if known else uuid.uuid4().hex[:12], model)
        self._loop.call_soon(self._add, entry)
        return entry.id

    def pause(self, download_id: str) -> None:
        """Stop; what has arrived is kept."""
        self._loop.call_soon(self._pause, download_id)

    def resume(self, download_id: str) -> None:
        """Put a paused or failed one back into the queue."""
        self._loop.call_soon(self._resume, download_id)

    def cancel(self, download_id: str) -> None:
        """Take one out of the queue, whatever its state, and remove what has arrived of it. What is done stays on the disk."""
        self._loop.call_soon(self._cancel, download_id)

    def move(self, download_id: str, place: int) -> None:
        """Put one at another place of the queue, from 0. What runs goes on."""
        self._loop.call_soon(self._move, download_id, place)

    def clear(self) -> None:
        """Take out what is done."""
        self._loop.call_soon(self._clear)

    async def close(self) -> None:
        """Stop and keep everything; what ran or waited goes on with the next start's ``start``. On the loop."""
        self._going = False
        tasks = [job.task for job in self._jobs if job.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *self._chores, return_exceptions=True)
        if self._saving:
            await self._saving
        if self._timer:
            self._timer.cancel()

    def _restored(self, entry: Entry, *, only_new: bool) -> _Job:
        state: State = "queued" if entry.state == "running" else entry.state
        if only_new and state == "queued":
            state = "paused"
        sizes = {part.path: part.size_bytes for part in entry.model.parts}
        done = sum(sizes.get(path, 0) for path in entry.finished)
        for part in entry.model.parts:
            with contextlib.suppress(OSError):
                done += Part(target_of(self._models, entry.model, part)).path.stat().st_size
        job = _Job(entry, Progress("", done, entry.model.size_bytes, finished=entry.finished))
        job.set(state, entry.error)
        return job

    def _add(self, entry: Entry) -> None:
        job = self._job(entry.id)
        if job is None:
            last = max((job.entry.position for job in self._jobs), default=-1.0)
            entry = dataclasses.replace(entry, position=last + 1)
            job = _Job(entry, Progress(total_bytes=entry.model.size_bytes))
            self._jobs.append(job)
        elif job.entry.state in ("queued", "running"):
            return
        job.set("queued")
        self._changed(job)
        self._go()

    def _pause(self, download_id: str) -> None:
        job = self._job(download_id)
        if job is None or job.entry.state not in ("queued", "running"):
            return
        job.set("paused")
        self._changed(job)
        if job.task:
            job.task.cancel()

    def _resume(self, download_id: str) -> None:
        job = self._job(download_id)
        if job is None or job.entry.state not in ("paused", "failed"):
            return
        job.set("queued")
        self._changed(job)
        self._go()

    def _cancel(self, download_id: str) -> None:
        job = self._job(download_id)
        if job is None:
            return
        self._jobs.remove(job)
        self._save(download_id, None)
        self._tell()
        self._chore(self._discard(job))

    async def _discard(self, job: _Job) -> None:
        if job.task:
            job.task.cancel()
            await asyncio.gather(job.task, return_exceptions=True)
        if job.entry.state != "done":
            await in_thread(lambda: _remove(self._models, job.entry.model, job.progress.finished))

    def _move(self, download_id: str, place: int) -> None:
        job = self._job(download_id)
        if job is None:
            return
        self._jobs.remove(job)
        self._jobs.insert(max(0, place), job)
        self._renumber()
        self._tell()

    def _clear(self) -> None:
        self._jobs = [job for job in self._jobs if job.entry.state != "done"]
        self._tell()

    def _go(self) -> None:
        self._going = True
        self._next()

    def _next(self) -> None:
        if not self._going or any(job.task for job in self._jobs):
            return
        job = next((job for job in self._jobs if job.entry.state == "queued"), None)
        if job is not None:
            job.set("running")
            self._changed(job)
            job.task = asyncio.create_task(self._run(job))

    async def _run(self, job: _Job) -> None:
        try:
            await self._transferred(job)
        finally:
            job.task = None
            if (
                job.entry.state == "running"
            ):  # ended by ``close``, or by a mistake of the program, which must not begin anew for ever
                job.set("paused" if self._going else "queued")
            self._changed(job)
            self._next()

    async def _transferred(self, job: _Job) -> None:
        def tell(progress: Progress) -> None:
            self._progressed(job, progress)

        transfer = self._transfer(
            self._hub, job.entry.model, self._models, tell, finished=job.progress.finished, clock=self._clock
        )
        try:
            await asyncio.gather(*self._chores, return_exceptions=True)  # what was cancelled lets go of its files first
            await transfer.run()
        except DownloadError as error:
            if error.reason == "offline":  # all others would fail the same way
                self._going = False
            job.set("paused" if error.reason == "offline" else "failed", error)
        else:
            job.set("done")

    def _progressed(self, job: _Job, progress: Progress) -> None:
        is_more_finished = progress.finished != job.progress.finished
        job.progress = progress
        now_s = self._clock()
        if progress.phase == "receiving":
            job.samples.append((now_s, progress.done_bytes))
            while job.samples[0][0] < now_s - _SPEED_OVER_S:
                job.samples.popleft()
        else:
            job.samples.clear()
        if is_more_finished:
            job.entry = dataclasses.replace(job.entry, finished=progress.finished)
            self._changed(job)
        self._tell()

    def _job(self, download_id: str) -> _Job | None:
        return next((job for job in self._jobs if job.entry.id == download_id), None)

    def _renumber(self) -> None:
        for position, job in enumerate(self._jobs):
            if job.entry.position != position:
                job.entry = dataclasses.replace(job.entry, position=float(position))
                self._save(job.entry.id, job.entry)

    def _changed(self, job: _Job) -> None:
        if job in self._jobs:
            self._save(job.entry.id, job.entry)
        self._tell()

    def _save(self, entry_id: str, entry: Entry | None) -> None:
        """Write in the pool, one after the other, the newest state of each."""
        self._unsaved[entry_id] = entry
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._unsaved:
            entry_id = next(iter(self._unsaved))
            entry = self._unsaved.pop(entry_id)
            # The queue goes on without its notes: on a full disk a download says so itself.
            with contextlib.suppress(OSError):
                await in_thread(functools.partial(self._write, entry_id, entry))

    def _write(self, entry_id: str, entry: Entry | None) -> None:
        if entry is None:
            self._store.forget(entry_id)
        else:
            self._store.save(entry)

    def _chore(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    def _tell(self) -> None:
        self._queue = DownloadQueue(tuple(map(self._view, self._jobs)))
        if self._timer is None:
            wait_s = max(0.0, self._told_s + TELL_EVERY_S - self._clock())
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._tell_now)

    def _tell_now(self) -> None:
        self._timer = None
        self._told_s = self._clock()
        for listener in list(self._listeners):
            listener(self._queue)

    def _view(self, job: _Job) -> Download:
        entry, progress = job.entry, job.progress
        speed = _speed(job.samples)
        left = progress.total_bytes - progress.done_bytes
        return Download(
            id=entry.id,
            model=entry.model,
            path=target_of(self._models, entry.model),
            state=entry.state,
            phase=progress.phase,
            done_bytes=max(progress.done_bytes, progress.total_bytes if entry.state == "done" else 0),
            total_bytes=progress.total_bytes,
            speed_bytes_per_s=speed,
            left_s=left / speed if speed and progress.total_bytes else None,
            note=progress.note,
            error=entry.error,
        )


def _is_same(item: Download, model: RemoteModel) -> bool:
    return item.state != "done" and (item.model.repo, item.model.path) == (model.repo, model.path)


def _speed(samples: deque[tuple[float, int]]) -> float:
    if len(samples) < 2 or samples[-1][0] <= samples[0][0]:
        return 0.0
    return max(0.0, (samples[-1][1] - samples[0][1]) / (samples[-1][0] - samples[0][0]))


def _remove(root: Path, model: RemoteModel, finished: tuple[str, ...]) -> None:
    """What has arrived of a download that nobody wants any more. Files that another program writes now are left to it."""
    for spec in model.parts:
        target = target_of(root, model, spec)
        part = Part(target)
        with contextlib.suppress(DownloadError):
            part.open()
            part.discard()
        if spec.path in finished:
            target.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        sidecar = sidecar_of(target_of(root, model))
        if not target_of(root, model).exists():
            sidecar.unlink(missing_ok=True)
        for folder in target_of(root, model).parents:
            if folder == root or not folder.is_relative_to(root):
                break
            folder.rmdir()
