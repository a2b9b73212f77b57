"""QtWebEngine wants shared OpenGL contexts before the application is made, and its pages gone before the program ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from tests.attacks.web.pages import Listener

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@pytest.fixture(scope="package", autouse=True)
def pages_are_gone_at_the_end() -> Iterator[None]:
    """Widgets of the last test still wait for their deletion when the session ends."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that no page may read."""
    file = tmp_path_factory.mktemp("canary") / "secret.txt"
    file.write_text("CANARY", encoding="utf-8")
    return file
