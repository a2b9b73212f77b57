from __future__ import annotations

import asyncio
import errno
import functools
import hashlib
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.core.loop import LoopThread
from app.core.settings import HubSettings, Settings
from app.errors import DownloadError
from app.models import part as part_module
from app.models.download_store import DownloadStore
from app.models.downloads import Download, DownloadQueue, Downloads
from app.models.hub import Hub
from app.models.hub_data import RemoteModel, RemotePart
from app.models.part import Part
from app.models.stores import sidecar_of
from app.models.transfer import Transfer
from tests.helpers import model_stores, tiny_gguf
from tests.helpers.hub_server import COMMIT, Fault, HubFile, HubServer

REPO = "maker/tiny-GGUF"
NAME = "tiny-Q4_K_M.gguf"
MIB = 1 << 20


class Desk:
    """A queue of downloads with all that it needs, and a way to wait for it."""

    def __init__(self, folder: Path, settings: Callable[[], Settings], environ: dict[str, str], stall_s: float) -> None:
        self.models, self.state = folder / "models", folder / "downloads"
        self.waits: list[float] = []
        self._settings = settings
        self._environ = environ
        self._stall_s = stall_s
        self._changed = threading.Condition()
        self.told: list[DownloadQueue] = []
        self.start()

    def start(self, **options: Any) -> None:
        self.loop = LoopThread()
        self.hub = Hub(self._settings, self._environ, stall_s=self._stall_s)
        transfer = functools.partial(Transfer, sleep=self._sleep)
        self.downloads = Downloads(self.hub, self.loop, self.models, self.state, transfer=transfer, **options)
        self.downloads.listen(self._tell)

    def close(self) -> None:
        async def end() -> None:
            await self.downloads.close()
            await self.hub.close()

        self.loop.submit(end()).result(10)
        self.loop.close()

    def restart(self, **options: Any) -> None:
        self.close()
        self.start(**options)

    def model(self, path: str = NAME, *, repo: str = REPO) -> RemoteModel:
        return self.loop.submit(self.hub.model(repo, path)).result(10)

    def until(self, is_so: Callable[[DownloadQueue], bool]) -> DownloadQueue:
        with self._changed:
            assert self._changed.wait_for(lambda: is_so(self.downloads.queue), 20), self.downloads.queue
        return self.downloads.queue

    def ended(self, download_id: str, *states: str) -> Download:
        wanted = states or ("done", "failed")
        queue = self.until(lambda now: (item := now.get(download_id)) is not None and item.state in wanted)
        item = queue.get(download_id)
        assert item is not None
        return item

    def arriving(self) -> None:
        self.until(lambda now: any(item.state == "running" and item.done_bytes > 0 for item in now.items))

    def fetched(self, path: str = NAME) -> Download:
        return self.ended(self.downloads.add(self.model(path)))

    def _tell(self, queue: DownloadQueue) -> None:
        with self._changed:
            self.told.append(queue)
            self._changed.notify_all()

    async def _sleep(self, wait_s: float) -> None:
        self.waits.append(wait_s)
        await asyncio.sleep(0)


@pytest.fixture
def desks(tmp_path: Path, switch: Any) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(folder: str = "desk", stall_s: float = 5.0, **environ: str) -> Desk:
        made.append(Desk(tmp_path / folder, switch, environ, stall_s))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(desks: Callable[..., Desk]) -> Desk:
    return desks()


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    """A whole model of some three megabytes."""
    return tiny_gguf.make(tmp_path / "made.gguf", name="Tiny").read_bytes() + os.urandom(3 * MIB)


@pytest.fixture
def file(server: HubServer, data: bytes) -> HubFile:
    return server.add(REPO, NAME, data)


def _part(desk: Desk, name: str = NAME) -> Path:
    return desk.models / REPO / f"{name}.part"


def _left(desk: Desk) -> set[str]:
    return {str(path.relative_to(desk.models)) for path in desk.models.rglob("*") if path.is_file()}


def test_a_model_arrives_whole_under_its_final_name_with_a_note_of_where_it_came_from(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    done = desk.fetched()

    assert (done.state, done.done_bytes, done.total_bytes, done.error) == ("done", len(data), len(data), None)
    assert done.path == desk.models / REPO / NAME
    assert done.path.read_bytes() == data
    note = json.loads(sidecar_of(done.path).read_text(encoding="utf-8"))
    assert (note["repo"], note["file"], note["revision"], note["licence"]) == (REPO, NAME, COMMIT, "apache-2.0")
    assert note["sha256"] == file.sha256
    assert _left(desk) == {f"{REPO}/{NAME}", f"{REPO}/{NAME}.polymath.json"}
    assert list(desk.state.glob("*")) == []
    assert f"/{COMMIT}/" in next(one.path for one in server.requests if one.method == "HEAD")


@pytest.mark.parametrize("cut", [0, 1, 1000, MIB, 2 * MIB + 77])
def test_a_connection_that_is_cut_is_taken_up_where_it_broke(
    desk: Desk, file: HubFile, data: bytes, server: HubServer, cut: int
) -> None:
    file.faults = [Fault(cut_after=cut), Fault(cut_after=5)]

    done = desk.fetched()

    assert done.path.read_bytes() == data
    ranges = [request.headers.get("range") for request in server.gets()]
    assert ranges == [None, f"bytes={cut}-" if cut else None, f"bytes={cut + 5}-"]
    assert len(desk.waits) == 2


def test_pause_and_resume_keep_what_has_arrived(desk: Desk, file: HubFile, data: bytes, server: HubServer) -> None:
    file.gate = threading.Event()
    download = desk.downloads.add(desk.model())
    desk.arriving()

    desk.downloads.pause(download)
    paused = desk.ended(download, "paused")
    arrived = _part(desk).stat().st_size
    assert (paused.phase, paused.speed_bytes_per_s) == ("", 0.0)
    assert 0 < arrived < len(data)
    file.gate = None
    desk.downloads.resume(download)

    assert desk.ended(download).path.read_bytes() == data
    assert server.gets()[-1].headers["range"] == f"bytes={arrived}-"


def test_the_queue_survives_a_restart_and_goes_on_when_told(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    server.add(REPO, "second.gguf", data)
    file.gate = threading.Event()
    first = desk.downloads.add(desk.model())
    second = desk.downloads.add(desk.model("second.gguf"))
    desk.arriving()

    desk.restart()
    before = desk.downloads.queue
    assert [(item.id, item.state) for item in before.items] == [(first, "queued"), (second, "queued")]
    assert before.items[0].done_bytes == _part(desk).stat().st_size > 0
    assert before.items[0].total_bytes == len(data)
    file.gate = None
    desk.downloads.start()

    assert desk.ended(first).path.read_bytes() == data
    assert desk.ended(second).state == "done"
    assert any("range" in request.headers for request in server.gets(NAME))


def test_a_process_that_was_killed_leaves_a_part_that_is_hashed_again(desk: Desk, file: HubFile, data: bytes) -> None:
    """What is on the disk decides, not what a note says was written."""
    file.faults = [Fault(cut_after=2 * MIB)] + [Fault(cut_after=0)] * 9
    download = desk.downloads.add(desk.model())
    desk.ended(download, "failed")
    held = _part(desk).read_bytes()
    _part(desk).write_bytes(held[:-3000])
    file.faults = []
    desk.restart()

    desk.downloads.resume(download)

    assert desk.ended(download, "done").path.read_bytes() == data


def test_damage_on_the_disk_between_two_starts_is_found(desk: Desk, file: HubFile) -> None:
    file.faults = [Fault(cut_after=2 * MIB)] + [Fault(cut_after=0)] * 9
    download = desk.downloads.add(desk.model())
    desk.ended(download, "failed")
    held = bytearray(_part(desk).read_bytes())
    held[MIB] ^= 1
    _part(desk).write_bytes(held)
    file.faults = []

    desk.downloads.resume(download)

    desk.until(lambda now: (error := now.items[0].error) is not None and error.reason == "damaged")
    assert _left(desk) == set()


def test_a_wrong_hash_is_said_and_nothing_is_left(desk: Desk, file: HubFile, data: bytes) -> None:
    file.sends = data[:-1] + bytes([data[-1] ^ 1])

    failed = desk.fetched()

    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error.reason == "damaged"
    assert "SHA-256" in failed.error.message
    assert "removed" in failed.error.message
    assert _left(desk) == set()


def test_a_server_without_ranges_starts_anew_and_says_so(desk: Desk, file: HubFile, data: bytes) -> None:
    file.ranges = False
    file.faults = [Fault(cut_after=MIB)]

    done = desk.fetched()

    assert done.path.read_bytes() == data
    assert "started anew" in done.note


def test_a_file_that_changed_between_two_tries_starts_anew(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    file.faults = [Fault(cut_after=MIB)]

    def change(handler: Any) -> bool:
        if len(server.gets()) == 1 and handler.command == "HEAD":
            file.data = data[:100] + bytes(len(data) - 100)
        return False

    server.override = change
    done = desk.fetched()

    assert done.path.read_bytes() == file.data
    assert "started anew" in done.note
    assert json.loads(sidecar_of(done.path).read_text(encoding="utf-8"))["sha256"] == file.sha256


def test_a_mirror_without_hashes_is_resumed_by_its_etag_and_checked_by_structure(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    file.names_sha = file.moved = False
    file.faults = [Fault(cut_after=MIB)]
    download = desk.downloads.add(RemoteModel(REPO, "main", (RemotePart(NAME),)))

    done = desk.ended(download)

    assert done.path.read_bytes() == data
    assert server.gets()[1].headers["if-range"] == f'"{file.sha256[:16]}"'
    assert "no checksum" in done.note
    file.data = data[:2000]
    desk.models.joinpath(REPO, NAME).unlink()
    failed = desk.ended(desk.downloads.add(RemoteModel(REPO, "main", (RemotePart(NAME),))), "failed")
    assert failed.error is not None
    assert "cut off" in failed.error.message


def test_a_mirror_that_names_nothing_at_all_starts_anew(desk: Desk, file: HubFile, data: bytes) -> None:
    file.names_sha = file.moved = file.gives_etag = False
    file.faults = [Fault(cut_after=MIB)]

    done = desk.ended(desk.downloads.add(RemoteModel(REPO, "main", (RemotePart(NAME),))))

    assert done.path.read_bytes() == data


def test_a_stall_ends_in_a_new_connection_and_after_some_in_an_error_that_can_be_resumed(
    desks: Callable[..., Desk], file: HubFile, data: bytes, server: HubServer
) -> None:
    desk = desks(stall_s=0.2)
    file.faults = [Fault(stall_after=MIB)] + [Fault(stall_after=0)] * 5

    failed = desk.fetched()

    assert failed.error is not None
    assert (failed.state, failed.error.reason) == ("failed", "stalled")
    assert _part(desk).stat().st_size == MIB
    assert len(server.gets()) == 6
    desk.downloads.resume(failed.id)
    assert desk.ended(failed.id, "done").path.read_bytes() == data


def test_a_server_that_breaks_at_one_place_for_ever_is_not_asked_for_ever(
    desk: Desk, file: HubFile, server: HubServer
) -> None:
    file.ranges = False
    file.faults = [Fault(cut_after=MIB) for _ in range(50)]

    failed = desk.fetched()

    assert failed.state == "failed"
    assert len(server.gets()) < 10


def test_retry_after_is_kept_and_a_long_one_ends_the_try(desk: Desk, file: HubFile, data: bytes) -> None:
    file.head_faults = [Fault(429, {"Retry-After": "7"})]
    file.faults = [Fault(503, {"Retry-After": "3"})]
    assert desk.fetched().path.read_bytes() == data
    assert desk.waits == [7.0, 3.0]

    desk.models.joinpath(REPO, NAME).unlink()
    file.head_faults = [Fault(429, {"Retry-After": "3600"})]
    failed = desk.fetched()
    assert failed.error is not None
    assert (failed.error.reason, failed.error.retry_after_s) == ("busy", 3600.0)


def test_a_gated_model_says_what_to_do_and_comes_with_a_token(
    desks: Callable[..., Desk], file: HubFile, data: bytes, server: HubServer
) -> None:
    server.gated.add(REPO)
    server.token = "hf_secret"
    failed = desks("without").fetched()
    assert failed.error is not None
    assert failed.error.reason == "not_allowed"
    assert "HF_TOKEN" in failed.error.hint
    server.requests.clear()

    done = desks("with", HF_TOKEN="hf_secret").fetched()

    assert done.path.read_bytes() == data
    assert {one.server for one in server.requests if "authorization" in one.headers} == {"hub"}
    kept = "".join(path.read_text(encoding="utf-8") for path in done.path.parent.glob("*.json"))
    assert "hf_secret" not in kept


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault(404), "not_found"), (Fault(403), "not_allowed"), (Fault(401), "not_found"), (Fault(410), "server")],
)
def test_a_refusal_is_not_tried_again(desk: Desk, file: HubFile, fault: Fault, reason: str) -> None:
    file.faults = [fault]

    failed = desk.fetched()

    assert failed.error is not None
    assert failed.error.reason == reason
    assert desk.waits == []


def test_a_part_that_is_longer_than_the_file_starts_anew(desk: Desk, file: HubFile, data: bytes) -> None:
    _part(desk).parent.mkdir(parents=True)
    _part(desk).write_bytes(data + b"more")
    _part(desk).with_name(f"{NAME}.part.json").write_text(json.dumps({"etag": file.sha256}), encoding="utf-8")

    assert desk.fetched().path.read_bytes() == data


def test_a_part_that_is_whole_is_checked_and_not_fetched_again(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    _part(desk).parent.mkdir(parents=True)
    _part(desk).write_bytes(data)
    _part(desk).with_name(f"{NAME}.part.json").write_text(json.dumps({"etag": file.sha256}), encoding="utf-8")

    assert desk.fetched().path.read_bytes() == data
    assert server.gets() == []


def test_a_refused_range_starts_anew(desk: Desk, file: HubFile, data: bytes) -> None:
    file.faults = [Fault(cut_after=MIB), Fault(416, {"Content-Range": "bytes */5"})]

    assert desk.fetched().path.read_bytes() == data


def test_a_sign_in_page_in_place_of_the_model_is_recognised(desk: Desk, file: HubFile) -> None:
    file.sends = b"<!doctype html><title>Welcome to the hotel</title>"

    failed = desk.fetched()

    assert failed.error is not None
    assert "in place of the model" in failed.error.message
    assert "sign" in failed.error.hint


def test_more_than_was_promised_is_refused(desk: Desk, file: HubFile, data: bytes) -> None:
    file.sends = data + b"x"

    failed = desk.fetched()

    assert failed.error is not None
    assert "more than" in failed.error.message
    assert not failed.path.exists()


def test_a_packed_answer_is_refused(desk: Desk, file: HubFile) -> None:
    file.encoding = "gzip"

    failed = desk.fetched()

    assert failed.error is not None
    assert "packed" in failed.error.message


def test_a_disk_without_room_is_said_before_a_byte_is_fetched(
    desk: Desk, file: HubFile, server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = SimpleNamespace(free=64 * MIB + 1000)
    monkeypatch.setattr(part_module.shutil, "disk_usage", lambda _folder: room)

    failed = desk.fetched()

    assert failed.error is not None
    assert failed.error.reason == "disk_full"
    assert server.gets() == []
    room.free = 1 << 40
    desk.downloads.resume(failed.id)
    assert desk.ended(failed.id, "done").state == "done"


@contextmanager
def _files_of_at_most(size_bytes: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_keeps_what_fitted_and_can_be_resumed(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    with _files_of_at_most(2 * MIB + 12345):
        failed = desk.fetched()

    assert failed.error is not None
    assert failed.error.reason == "disk_full"
    assert "resume" in failed.error.hint
    assert _part(desk).stat().st_size == 2 * MIB + 12345
    desk.downloads.resume(failed.id)
    assert desk.ended(failed.id, "done").path.read_bytes() == data
    assert server.gets()[-1].headers["range"] == f"bytes={2 * MIB + 12345}-"


def test_a_disk_that_fills_up_on_the_way_says_so(
    desk: Desk, file: HubFile, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(descriptor: int, piece: Any) -> int:
        if len(piece) > 100_000 and os.fstat(descriptor).st_size >= MIB:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, piece)

    monkeypatch.setattr(part_module.os, "write", full)
    failed = desk.fetched()
    monkeypatch.undo()

    assert failed.error is not None
    assert (failed.error.reason, "is full" in failed.error.message) == ("disk_full", True)
    desk.downloads.resume(failed.id)
    assert desk.ended(failed.id, "done").path.read_bytes() == data


def test_a_folder_that_cannot_be_written_is_said(desk: Desk, file: HubFile) -> None:
    desk.models.parent.mkdir(parents=True, exist_ok=True)
    desk.models.write_text("a file where the folder should be", encoding="utf-8")

    failed = desk.fetched()

    assert failed.error is not None
    assert failed.error.reason == "storage"


def test_downloads_run_one_at_a_time_in_an_order_that_can_be_changed(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    file.gate = threading.Event()
    for name in ("b.gguf", "c.gguf"):
        server.add(REPO, name, data)
    first = desk.downloads.add(desk.model())
    second, third = desk.downloads.add(desk.model("b.gguf")), desk.downloads.add(desk.model("c.gguf"))
    desk.until(lambda now: now.running is not None and len(now.items) == 3)

    desk.downloads.move(third, 1)
    queue = desk.until(lambda now: len(now.items) == 3 and now.items[1].id == third)
    assert [item.state for item in queue.items] == ["running", "queued", "queued"]
    file.gate.set()
    for download in (first, second, third):
        assert desk.ended(download).state == "done"

    order = [request.path.split("/")[-1].split("?")[0] for request in server.gets()]
    assert order == [NAME, "c.gguf", "b.gguf"]
    desk.downloads.clear()
    desk.until(lambda now: now.items == ())


def test_a_failure_does_not_hold_up_the_next(desk: Desk, file: HubFile, data: bytes, server: HubServer) -> None:
    server.add(REPO, "bad.gguf", data, faults=[Fault(404)])
    bad = desk.downloads.add(desk.model("bad.gguf"))
    good = desk.downloads.add(desk.model())

    assert desk.ended(good).state == "done"
    assert desk.ended(bad).state == "failed"


def test_cancel_removes_what_has_arrived(desk: Desk, file: HubFile, data: bytes, server: HubServer) -> None:
    file.gate = threading.Event()
    download = desk.downloads.add(desk.model())
    desk.arriving()
    assert _part(desk).exists()

    desk.downloads.cancel(download)
    desk.until(lambda now: now.items == ())
    file.gate = None
    again = desk.downloads.add(desk.model())

    assert again != download
    assert desk.ended(again).path.read_bytes() == data
    assert "range" not in server.gets()[-1].headers
    desk.restart()
    assert desk.downloads.queue.items == ()


def test_cancelling_a_paused_one_leaves_no_trace_and_what_is_done_stays(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    done = desk.fetched()
    desk.downloads.cancel(done.id)
    server.add(REPO, "b.gguf", data, faults=[Fault(cut_after=MIB), Fault(404)])
    failed = desk.ended(desk.downloads.add(desk.model("b.gguf")), "failed")
    assert _part(desk, "b.gguf").exists()

    desk.downloads.cancel(failed.id)
    desk.restart()

    assert _left(desk) == {f"{REPO}/{NAME}", f"{REPO}/{NAME}.polymath.json"}
    assert list(desk.state.glob("*.json")) == []


def test_a_split_model_comes_with_all_its_parts_and_shows_up_when_it_is_whole(
    desk: Desk, server: HubServer, tmp_path: Path
) -> None:
    parts = model_stores.split(tmp_path)
    for part in parts:
        server.add(REPO, f"q8/{part.name}", part.read_bytes())
    server.files[f"{REPO}/q8/{parts[0].name}"].faults = [Fault(404)]
    failed = desk.ended(desk.downloads.add(desk.model(f"q8/{parts[1].name}")))

    folder = desk.models / REPO / "q8"
    assert failed.state == "failed"
    assert {path.name for path in folder.glob("*.gguf")} == {part.name for part in parts[1:]}
    before = len(server.gets())
    desk.restart()
    desk.downloads.resume(failed.id)
    done = desk.ended(failed.id, "done")

    assert done.path == folder / parts[0].name
    assert [path.read_bytes() for path in sorted(folder.glob("*.gguf"))] == [part.read_bytes() for part in parts]
    assert len(server.gets()) == before + 1
    note = json.loads(sidecar_of(done.path).read_text(encoding="utf-8"))
    assert [row["sha256"] for row in note["parts"]] == [hashlib.sha256(p.read_bytes()).hexdigest() for p in parts]


def test_a_model_that_is_there_is_not_fetched_again(desk: Desk, file: HubFile, server: HubServer) -> None:
    desk.fetched()
    count = len(server.gets())

    assert desk.fetched().state == "done"
    assert len(server.gets()) == count


def test_a_known_hash_refuses_another_file(desk: Desk, file: HubFile, server: HubServer) -> None:
    model = RemoteModel(REPO, "main", (RemotePart(NAME, 0, "0" * 64),), is_pinned=True)

    failed = desk.ended(desk.downloads.add(model))

    assert failed.error is not None
    assert failed.error.reason == "changed"
    assert server.gets() == []


def test_the_same_model_added_twice_is_one_download(desk: Desk, file: HubFile) -> None:
    file.gate = threading.Event()
    model = desk.model()
    first = desk.downloads.add(model)
    desk.until(lambda now: len(now.items) == 1)

    assert desk.downloads.add(model) == first
    file.gate.set()
    desk.ended(first)
    assert len(desk.downloads.queue.items) == 1


def test_two_programs_do_not_write_the_same_part(desks: Callable[..., Desk], file: HubFile, data: bytes) -> None:
    one, other = desks(), desks()
    file.gate = threading.Event()
    download = one.downloads.add(one.model())
    one.arriving()

    failed = other.ended(other.downloads.add(other.model()))
    assert failed.error is not None
    assert failed.error.reason == "in_use"
    file.gate.set()
    assert one.ended(download).path.read_bytes() == data
    other.downloads.resume(failed.id)
    assert other.ended(failed.id, "done").state == "done"


HOLDER = """
import sys
from pathlib import Path
from app.models.part import Part
part = Part(Path(sys.argv[1]))
part.open()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_of_a_process_that_was_killed_is_free_again(desk: Desk, file: HubFile) -> None:
    target = desk.models / REPO / NAME
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(target)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=root
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        failed = desk.fetched()
        assert failed.error is not None
        assert failed.error.reason == "in_use"
        holder.kill()

    desk.downloads.resume(failed.id)
    assert desk.ended(failed.id, "done").state == "done"


def test_the_offline_lock_pauses_the_queue_in_mid_download(
    desk: Desk, file: HubFile, data: bytes, switch: Any, server: HubServer
) -> None:
    server.add(REPO, "b.gguf", data)
    file.gate = threading.Event()
    download = desk.downloads.add(desk.model())
    waiting = desk.downloads.add(desk.model("b.gguf"))
    desk.arriving()
    switch.settings = Settings(offline=True, hub=switch.settings.hub)
    file.gate.set()

    paused = desk.ended(download, "paused")
    assert paused.error is not None
    assert paused.error.reason == "offline"
    queued = desk.downloads.queue.get(waiting)
    assert queued is not None
    assert queued.state == "queued"
    switch.settings = Settings(hub=switch.settings.hub)
    desk.downloads.resume(download)
    assert desk.ended(download, "done").path.read_bytes() == data
    assert desk.ended(waiting).state == "done"


def test_a_mirror_is_used_where_the_variable_names_one(
    desks: Callable[..., Desk], file: HubFile, data: bytes, switch: Any, server: HubServer
) -> None:
    endpoint = switch.settings.hub.endpoint
    switch.settings = Settings(hub=HubSettings())

    done = desks(HF_ENDPOINT=endpoint).fetched()

    assert done.path.read_bytes() == data
    assert json.loads(sidecar_of(done.path).read_text(encoding="utf-8"))["endpoint"] == endpoint


def test_listeners_hear_of_speed_and_time_left_ten_times_a_second_at_most(desk: Desk, file: HubFile) -> None:
    file.gate = threading.Event()
    download = desk.downloads.add(desk.model())
    desk.arriving()
    file.gate.set()
    desk.ended(download)

    assert {item.state for queue in desk.told for item in queue.items} >= {"running", "done"}
    assert desk.told[-1] == desk.downloads.queue
    assert len(desk.told) <= 12


def test_who_listens_no_more_hears_nothing(desk: Desk, file: HubFile) -> None:
    heard: list[DownloadQueue] = []
    end = desk.downloads.listen(heard.append)
    end()
    end()

    desk.fetched()

    assert heard == []


def test_a_command_leaves_alone_what_the_window_has_queued(
    desk: Desk, file: HubFile, data: bytes, server: HubServer
) -> None:
    server.add(REPO, "b.gguf", data)
    file.gate = threading.Event()
    held = desk.downloads.add(desk.model())
    desk.arriving()
    desk.restart(only_new=True)

    other = desk.downloads.add(desk.model("b.gguf"))
    assert desk.ended(other).state == "done"
    left = desk.downloads.queue.get(held)
    assert left is not None
    assert left.state == "paused"
    desk.restart()
    assert [item.state for item in desk.downloads.queue.items] == ["queued"]


def test_entries_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    row = {"path": "a.gguf", "size_bytes": 1, "sha256": ""}
    model = {"repo": "a/b", "revision": "main", "parts": [row], "licence": "", "is_pinned": False}
    good = {"model": model, "state": "running", "position": 2.0, "finished": [], "error": None}
    evil = {**good, "model": {**model, "parts": [{**row, "path": "../../x.gguf"}]}}
    for name, note in {"good": good, "evil": evil, "less": {"state": "queued"}, "odd": {**good, "model": 3}}.items():
        (folder / f"{name}.json").write_text(json.dumps(note), encoding="utf-8")
    (folder / "broken.json").write_bytes(b"\xff{")

    assert [entry.id for entry in DownloadStore(folder).load()] == ["good"]
    assert DownloadStore(tmp_path / "none").load() == []


def test_a_part_takes_up_what_is_there_and_closes_without_a_trace_when_empty(tmp_path: Path) -> None:
    part = Part(tmp_path / "deep" / "a.gguf")
    assert part.open() == 0
    part.close()
    part.close()
    assert list(part.target.parent.iterdir()) == []

    part.open()
    part.write(b"GGUF")
    part.close()
    again = Part(part.target)
    assert again.open() == 4
    assert again.size_bytes == 0
    while again.rehash(limit_bytes=3):
        pass
    again.write(b"more")
    assert again.sha256 == hashlib.sha256(b"GGUFmore").hexdigest()
    again.finish()
    assert part.target.read_bytes() == b"GGUFmore"
    assert [path.name for path in part.target.parent.iterdir()] == ["a.gguf"]


def test_a_part_that_another_holds_cannot_be_opened(tmp_path: Path) -> None:
    part = Part(tmp_path / "a.gguf")
    part.open()
    with pytest.raises(DownloadError, match="another window or command") as caught:
        Part(tmp_path / "a.gguf").open()
    part.close()

    assert caught.value.reason == "in_use"
