"""QtWebEngine wants shared OpenGL contexts before the application is made, and its pages gone before the program ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@pytest.fixture(scope="package", autouse=True)
def pages_are_gone_at_the_end() -> Iterator[None]:
    """Widgets of the last test still wait for their deletion when the session ends."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
