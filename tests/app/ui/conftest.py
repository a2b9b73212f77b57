"""The window with two tools of its own: one whose answers nothing checks, and one that is checked and repaired."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import build
from app.core.paths import ROOT
from app.engines.base import Engine
from app.engines.scripted import Reply, ScriptedEngine
from app.ui.application import Front, make_application
from tests.helpers.window import Program

STORY = """
id = "story"
title = "Story"
summary = "Tell a story."
system = "You tell stories."
order = 1
[engine]
max_repairs = 0
[[examples]]
input = "a cat"
output = "A cat sat."
[[examples]]
input = "a dog"
output = "A dog ran."
[translations.zh_CN]
title = "讲故事"
"""

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """One application, made as the program makes it."""
    return make_application()


@pytest.fixture
def start(home: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Start]:
    """Start the program.

    The function takes the script of the local model, and: ``engine`` in its place; ``kind``, ``pause_s`` and ``serves`` of the script;
    ``user``, files for the person's plugin folder; ``bundled`` for the tools that ship; and what ``build`` takes.
    """
    opened: list[Program] = []
    tools = tmp_path / "tools" / "few_shot"
    tools.mkdir(parents=True)
    (tools / "story.toml").write_text(STORY, encoding="utf-8")
    shutil.copy(ROOT / "plugins" / "few_shot" / "latex.toml", tools)

    def begin(
        *replies: Reply,
        engine: Engine | None = None,
        kind: str = "local",
        user: Mapping[str, str] | None = None,
        bundled: bool = False,
        visit: bool = True,
        settings: Any = None,
        **script: Any,
    ) -> Program:
        for name, text in (user or {}).items():
            place = home / "data" / "plugins" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        services = build({"POLYMATH_HOME": str(home)}, plugins=None if bundled else tools.parent, settings=settings)
        if engine is not None or replies:
            services.engines.replace(kind, engine or ScriptedEngine(replies, kind=kind, **script))  # type: ignore[arg-type]
        program = Program(services, Front(services), qtbot)
        opened.append(program)
        program.front.open()
        if visit:
            program.window.visit_last()
        return program

    yield begin
    for program in opened:
        program.close()
    for name in [name for name in sys.modules if name.startswith("polymath_plugin_")]:
        del sys.modules[name]  # the next test's plugin of that name is another one
