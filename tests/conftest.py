"""Shared fixtures: every test has a home of its own, no display, and fails on what it leaves behind."""

from __future__ import annotations

import functools
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.core.cycles import collect_due
from app.gpu_build import gpus_seen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.mysql_server import MysqlServer
    from tests.helpers.postgres_server import PostgresServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

SHARED = Path(__file__).resolve().parents[2] / "shared"
_KEY_VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "POLYMATH_API_KEY")
_MODEL_VARIABLES = (
    "HF_ENDPOINT", "HF_HOME", "HF_HUB_CACHE", "HF_TOKEN", "HUGGINGFACE_HUB_CACHE", "JAN_DATA_FOLDER", "LLAMA_CACHE", "OLLAMA_MODELS",
    "XDG_CACHE_HOME", "XDG_DATA_HOME",
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for the program that belongs to this test alone."""
    folder = tmp_path / "home"
    monkeypatch.setenv("POLYMATH_HOME", str(folder))
    for name in _KEY_VARIABLES + _MODEL_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    # Models that other programs keep in the home of whoever runs the tests are none of theirs.
    person = tmp_path_factory.mktemp("person")
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(person))
    monkeypatch.setattr("app.models.places.SYSTEM_OLLAMA", person / "ollama")
    return folder


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test that leaves a thread of ours running has not closed its services."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.name.startswith("polymath-loop")]
    assert not left, f"threads left behind: {left}"


@pytest.fixture(autouse=True)
def cycles_are_collected_here() -> Iterator[None]:
    """As in the program with a window: on this thread and between two tests, for a test may leave widgets in cycles."""
    gc.disable()
    yield
    _delete_what_was_closed()
    collect_due()


def _delete_what_was_closed() -> None:
    """Windows that wait for an event loop to delete them would stay for all tests that run none."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Waits longer than pytest-qt's own before it gives up: a machine may be slow or busy, and what holds costs no time."""
    from tests.helpers.patience import PatientBot

    return PatientBot(request)


@pytest.fixture
def shared() -> Path:
    """The data folder beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of the tests' own; see ``tests/helpers/postgres_server.py``."""
    from tests.helpers.postgres_server import PostgresServer, binaries

    found = binaries()
    if found is None:
        pytest.skip("needs PostgreSQL (Debian: postgresql)")
    server = PostgresServer(found)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def mysql() -> Iterator[MysqlServer]:
    """A MariaDB of the tests' own; see ``tests/helpers/mysql_server.py``."""
    from tests.helpers.mysql_server import MysqlServer, binaries

    found = binaries()
    if found is None:
        pytest.skip("needs MariaDB (Debian: mariadb-server)")
    server = MysqlServer(*found)
    yield server
    server.remove()


@functools.cache
def _sees_gpu() -> bool:
    """Asked in a process of its own: a GPU's driver in this one would stay there."""
    return bool(gpus_seen(os.environ))


def pytest_configure() -> None:
    # A shell that starts the tests in the background has them ignore Ctrl+C, and so would the programs that they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the shared data folder is not beside the project"))
        if item.get_closest_marker("gpu") and not _sees_gpu():
            item.add_marker(pytest.mark.skip(reason="needs a GPU and a build of llama.cpp that uses it"))
