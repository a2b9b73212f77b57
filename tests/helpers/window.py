"""The whole window under test, with what a person would do to it: real services, real widgets, a script in the model's place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Services
from app.core.history import HistoryRow
from app.core.result import RunResult
from app.ui.application import Front
from app.ui.error_view import Card
from app.ui.main_window import MainWindow
from app.ui.tool_page import ToolPage

W = TypeVar("W", bound=QObject)
Ctrl = Qt.KeyboardModifier.ControlModifier


class Program:
    """A started program. ``close`` ends it as a person would; the fixture that made it does so too."""

    def __init__(self, services: Services, front: Front, qtbot: QtBot) -> None:
        self.services = services
        self.front = front
        self._qtbot = qtbot

    @property
    def window(self) -> MainWindow:
        assert self.front.window is not None
        return self.front.window

    @property
    def page(self) -> ToolPage:
        assert self.window.page is not None
        return self.window.page

    @property
    def card(self) -> Card:
        """The card of the page."""
        shown = self.page.cards.card
        assert shown is not None, "there is no card"
        return shown

    @property
    def output(self) -> str:
        """What the host's own panel shows."""
        view = child(self.page.panel, QPlainTextEdit, "Output")
        return view.toPlainText()

    @property
    def rows(self) -> list[HistoryRow]:
        assert self.services.history is not None
        return self.services.history.recent()

    def open(self, tool: str) -> ToolPage:
        self.window.visit(tool)
        return self.page

    def begin(self, prompt: str, tool: str = "story") -> ToolPage:
        """Type and press Run."""
        page = self.open(tool)
        page.set_prompt(prompt)
        page.prompt.run_button.click()
        return page

    def ask(self, prompt: str, tool: str = "story") -> RunResult | None:
        """Type, press Run, wait for the end; None if it ended without a result."""
        page = self.begin(prompt, tool)
        self.until(lambda: not page.is_running)
        return page.result

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.to_front()
        self._qtbot.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def to_front(self) -> None:
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def is_alive(self) -> bool:
        """Whether the window still answers: another tool can be visited and the first one again."""
        first = self.page.manifest.id
        self.open("latex")
        self.open(first)
        return self.window.isVisible() and self.page.manifest.id == first

    def close(self) -> None:
        self.front.close()
        self.services.close()
        self.services.guard.set_locked(False)  # it stays in this process for good, and would lock the tests that follow


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """The widget of a kind that a screen reader calls so, or that says so."""
    for found in parent.findChildren(kind):
        texts = [getattr(found, get)() for get in ("accessibleName", "text", "title") if hasattr(found, get)]
        if name in texts:
            return found
    raise AssertionError(f"no {kind.__name__} is called “{name}”")


def words_of(parent: QWidget) -> str:
    """Everything that stands on a widget and can be seen, in one text."""
    labels = [label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent)]
    buttons = [button.text() for button in parent.findChildren(QAbstractButton) if button.isVisibleTo(parent)]
    fields = [field.toPlainText() for field in parent.findChildren(QPlainTextEdit) if field.isVisibleTo(parent)]
    return "\n".join([*labels, *buttons, *fields])
