"""The whole program in one process: real services, real window, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Services, build
from app.core.result import RunResult
from app.ui.application import Front, make_application
from app.ui.tool_page import ToolPage

STORY = """
id = "story"
title = "Story"
summary = "Tell a story."
system = "You tell stories."
[engine]
max_tokens = 3000
max_repairs = 0
"""


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """One application, made as the program makes it."""
    return make_application()


class Desk:
    """A window under test, with what a person would do to it."""

    def __init__(self, services: Services, front: Front, qtbot: QtBot) -> None:
        self.services = services
        self.front = front
        self._qtbot = qtbot

    @property
    def page(self) -> ToolPage:
        page = self.front.window.page if self.front.window else None
        assert page is not None
        return page

    def open(self, tool: str) -> ToolPage:
        assert self.front.window is not None
        self.front.window.visit(tool)
        return self.page

    def ask(self, tool: str, prompt: str, *, timeout_s: float = 60.0) -> RunResult | None:
        """Type, press Run, wait for the end; the result, or None if a card came in its place."""
        page = self.open(tool)
        page.set_prompt(prompt)
        page.run()
        self._qtbot.waitUntil(lambda: not page.is_running, timeout=int(timeout_s * 1000))
        return page.result

    @property
    def card(self) -> str:
        """The words of the card that is shown; empty if there is none."""
        shown = self.page.cards.card
        return f"{shown.text.title} {shown.text.message} {shown.text.hint}" if shown else ""

    def wait(self, holds: Callable[[], bool], *, timeout_s: float = 30.0) -> None:
        """Wait for something, with the window alive meanwhile."""
        self._qtbot.waitUntil(holds, timeout=int(timeout_s * 1000))

    def is_alive(self) -> bool:
        """Whether the window still answers: another tool can be visited and the first one again."""
        first = self.page.manifest.id
        self.open("latex")
        self.open(first)
        return self.front.window is not None and self.front.window.isVisible()


@pytest.fixture
def start(home: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Desk]]:
    """Start the program; with ``story`` a tool that talks for long is there."""
    opened: list[Desk] = []

    def begin(*, environ: dict[str, str] | None = None, story: bool = True, **options: Any) -> Desk:
        given = {"POLYMATH_HOME": str(home), **(environ or {})}
        if story:
            tools = home / "data" / "plugins"
            tools.mkdir(parents=True, exist_ok=True)
            (tools / "story.toml").write_text(STORY, encoding="utf-8")
        services = build(given, **options)
        front = Front(services)
        front.open()
        opened.append(Desk(services, front, qtbot))
        return opened[-1]

    yield begin
    for desk in opened:
        desk.front.close()
        desk.services.close()
