"""``polymath models`` as a person and as a script use it, against a hub on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli
from tests.helpers import model_stores, tiny_gguf
from tests.helpers.hub_server import Fault, HubServer

ROOT = Path(__file__).resolve().parents[2]
REPO = "maker/tiny-GGUF"
NAME = "tiny-Q4_K_M.gguf"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    with HubServer() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
        yield running


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    return tiny_gguf.make(tmp_path / "made.gguf", name="Tiny").read_bytes()


def _own(home: Path) -> Path:
    return home / "data" / "models" / REPO / NAME


def test_the_listing_names_places_copies_and_problems(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = Path.home()  # made for this test
    store = person / ".ollama" / "models"
    model_stores.ollama(store, "tiny:1b", tmp_path / "made.gguf")
    copy = person / ".lmstudio" / "models" / "a.gguf"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(data)
    model_stores.write_manifest(
        store, "gone:1b", [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:" + "a" * 64}]
    )

    assert cli.main(["models"]) == 0
    shown = capsys.readouterr()
    assert "LM Studio" in shown.out
    assert f"    {copy}\n    also at {store / 'blobs'}" in shown.out
    assert "! gone:1b of Ollama is incomplete" in shown.err
    assert cli.main(["models", "--json"]) == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["place"] == "lmstudio")
    assert (row["name"], row["aliases"], row["starter"], row["error"]) == ("Tiny", ["tiny:1b"], "", "")


def test_a_search_lists_repositories(server: HubServer, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    server.add(REPO, NAME, data)

    assert cli.main(["models", "search", "tiny", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["repo"] == REPO
    assert cli.main(["models", "--json", "search", "tiny"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["licence"] == "mit"
    assert cli.main(["models", "search", "nothing like it"]) == 0
    assert "Nothing was found" in capsys.readouterr().err


def test_get_downloads_and_prints_the_path(
    server: HubServer, home: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    server.add(REPO, NAME, data)

    assert cli.main(["models", "get", REPO, NAME]) == 0
    assert capsys.readouterr().out == f"{_own(home)}\n"
    assert _own(home).read_bytes() == data
    assert cli.main(["models", "get", f"https://huggingface.co/{REPO}/blob/main/{NAME}"]) == 0
    assert cli.main(["models", "get", REPO]) == 0, "the only model of a repository need not be named"
    capsys.readouterr()
    assert cli.main(["models", "show", "Tiny"]) == 0
    shown = capsys.readouterr().out
    assert f"{REPO} at c0ffee" in shown
    assert "Downloaded here" in shown
    assert "in the file" in shown


def test_get_without_a_file_names_the_files_that_there_are(
    server: HubServer, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    server.add(REPO, "a-Q4_K_M.gguf", data)
    server.add(REPO, "a-Q8_0.gguf", data)

    assert cli.main(["models", "get", REPO]) == 2
    shown = capsys.readouterr().err
    assert "holds 2 models" in shown
    assert "a-Q8_0.gguf   0.4 MB" in shown
    assert cli.main(["models", "get", "no-such-entry"]) == 2
    assert "qwen3-4b" in capsys.readouterr().err


def test_get_takes_an_entry_of_the_catalogue_and_refuses_another_file_under_its_name(
    server: HubServer, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    server.add("Qwen/Qwen3-4B-GGUF", "Qwen3-4B-Q4_K_M.gguf", data)

    assert cli.main(["models", "get", "qwen3-4b"]) == 1
    assert "not the file that this program knows" in capsys.readouterr().err
    assert cli.main(["models", "recommended", "--json"]) == 0
    assert "qwen3-4b" in {row["id"] for row in json.loads(capsys.readouterr().out)}


def test_a_failed_download_says_how_to_go_on(
    server: HubServer, home: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    server.add(REPO, NAME, data, faults=[Fault(cut_after=1000), Fault(404)])

    assert cli.main(["models", "get", REPO, NAME]) == 1
    shown = capsys.readouterr()
    assert "has no file" in shown.err
    assert f"Go on with: polymath models get {REPO} {NAME}" in shown.err
    assert cli.main(["models", "get", REPO, NAME, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "done"
    assert _own(home).read_bytes() == data
    assert server.gets()[-1].headers["range"] == "bytes=1000-"


def test_ctrl_c_pauses_and_the_same_command_goes_on(
    server: HubServer, home: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    data += os.urandom(2 << 20)
    file = server.add(REPO, NAME, data, gate=threading.Event())
    command = [sys.executable, "-m", "app", "models", "get", REPO, NAME]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        line = running.stderr.readline()
        while "40 %" not in line and "50 %" not in line and line:
            line = running.stderr.readline()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait(20) == 130
    assert f"Go on with: polymath models get {REPO} {NAME}" in rest
    assert _own(home).with_name(f"{NAME}.part").exists()
    file.gate = None

    assert cli.main(["models", "get", REPO, NAME]) == 0
    assert _own(home).read_bytes() == data
    assert "range" in server.gets()[-1].headers


def test_a_download_that_was_killed_goes_on_where_it_was(server: HubServer, home: Path, data: bytes) -> None:
    data += os.urandom(2 << 20)
    file = server.add(REPO, NAME, data, gate=threading.Event())
    command = [sys.executable, "-m", "app", "models", "get", REPO, NAME]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        while (line := running.stderr.readline()) and "40 %" not in line and "50 %" not in line:
            pass
        running.kill()
    arrived = _own(home).with_name(f"{NAME}.part").stat().st_size
    assert not _own(home).exists()
    file.gate = None

    assert cli.main(["models", "get", REPO, NAME]) == 0
    assert _own(home).read_bytes() == data
    assert server.gets()[-1].headers["range"] == f"bytes={arrived}-"


def test_show_takes_a_path_a_name_or_says_what_there_is(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["models", "show", str(tmp_path / "made.gguf"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["layers"], row["template"], row["context_tokens"]) == (2, "in the file", 512)
    assert "context of" in row["fits"]
    assert cli.main(["models", "show", "no such model"]) == 2
    assert "on this machine" in capsys.readouterr().err
    assert cli.main(["models", "show", str(tiny_gguf.truncated(tmp_path / "half.gguf"))]) == 1
    assert "cut off" in capsys.readouterr().out


def test_the_offline_lock_is_said(home: Path, server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    settings = home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("offline = true\n", encoding="utf-8")

    assert cli.main(["models", "search", "tiny"]) == 1
    assert "offline lock" in capsys.readouterr().err
    assert server.requests == []
