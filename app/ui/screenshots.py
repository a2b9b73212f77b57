"""Takes pictures of the window: every tool with a real answer on shipped samples, and the parts that they share.

It starts the whole program in a home of its own, asks what a person would ask, and grabs the window in each theme and size. Nothing is
drawn for the picture.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from app.bootstrap import Services, build
from app.core.settings import Language, Settings
from app.core.settings import Theme as ThemeChoice
from app.errors import AppError

# isort: split
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.application import Front, let_go, make_application
from app.ui.main_window import MainWindow
from app.ui.welcome import Welcome

THEMES = tuple(theme for theme in get_args(ThemeChoice) if theme != "system")
SIZE = "1280x800"
LANGUAGE: Language = "en"
RUN_LIMIT_S = 60.0
SETTLE_MS = 250
PAGE_MS = 1500
"""Web pages are painted by another process, some time after they are loaded."""

_QUESTION = {"en": "Show the 5 most expensive products", "zh_CN": "最贵的5种产品"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, what is done in the window before it, and what is put away after it."""

    name: str
    enter: Callable[[MainWindow], None]
    leave: Callable[[MainWindow], None] = lambda _window: None
    settle_ms: int = SETTLE_MS


def scenes(samples: Path) -> list[Scene]:
    """All pictures, in order; the first needs a home that was never used."""
    programme = _programme(samples)
    return [
        Scene("welcome", lambda window: window.commands.show_welcome(), _dismiss_welcome),
        Scene("sql_empty", lambda window: window.visit("sql_assistant")),
        Scene("sql_assistant", lambda window: _ask(window, "sql_assistant", {"question": _QUESTION["en"]})),
        Scene("evidence", lambda window: window.commands.show_evidence(), lambda window: window.side.close_view()),
        Scene(
            "web_designer", lambda window: _ask(window, "web_designer", programme["web_designer"]), settle_ms=PAGE_MS
        ),
        Scene("bookkeeping", lambda window: _ask(window, "bookkeeping", programme["bookkeeping"])),
        Scene("chess_moves", lambda window: _ask(window, "chess_moves", programme["chess_moves"])),
        Scene("latex", lambda window: _ask(window, "latex", programme["latex"])),
        Scene("history", lambda window: window.commands.toggle_history(), lambda window: window.side.close_view()),
        Scene("palette", lambda window: window.commands.open_palette(), _close_dialogs),
        Scene("settings", lambda window: window.commands.open_settings(), _close_dialogs),
        Scene("settings_api", lambda window: window.commands.open_settings("api"), _close_dialogs),
        Scene("settings_spending", lambda window: window.commands.open_settings("spending"), _close_dialogs),
        Scene("settings_privacy", lambda window: window.commands.open_settings("privacy"), _close_dialogs),
        Scene("settings_local", lambda window: window.commands.open_settings("local"), _close_dialogs),
    ]


def take(
    out: Path, *, languages: Sequence[Language], sizes: Sequence[tuple[int, int]], only: Sequence[str] = ()
) -> list[Path]:
    """Take all pictures and return their files.

    Args:
        out: gets ``light/sql_assistant.png`` and so on; languages other than English and other sizes get folders of their own.
        only: names of scenes; empty for all.
    """
    make_application()
    taken: list[Path] = []
    for language in languages:
        with _program(language) as (services, front):
            window = front.open()
            window.visit_last()
            window.look_for_models()
            for scene in scenes(services.paths.samples):
                if only and scene.name not in only:
                    continue
                scene.enter(window)
                for theme in THEMES:
                    front.desk.change_ui(theme=theme)
                    front.look.choose(theme)
                    for size in sizes:
                        window.resize(*size)
                        _wait(scene.settle_ms)
                        taken.append(_save(window, out / _folder(theme, language, size) / f"{scene.name}.png"))
                scene.leave(window)
    return taken


@contextmanager
def _program(language: Language) -> Iterator[tuple[Services, Front]]:
    def dress(now: Settings) -> Settings:
        return dataclasses.replace(now, ui=dataclasses.replace(now.ui, language=language, theme="light", welcomed=True))

    with tempfile.TemporaryDirectory() as home:
        services = build({**os.environ, "POLYMATH_HOME": home}, settings=dress)
        front = Front(services)
        try:
            yield services, front
        finally:
            front.close()
            let_go()
            services.close()


def _programme(samples: Path) -> dict[str, Mapping[str, Any]]:
    """The last sample of each tool on the tour, with its files read."""
    rows = tomllib.loads((samples / "tour.toml").read_text(encoding="utf-8"))["stops"]
    return {
        row["tool"]: {
            name: (samples / value[1:]).read_text(encoding="utf-8") if value.startswith("@") else value
            for name, value in row["inputs"].items()
        }
        for row in rows
    }


def _ask(window: MainWindow, tool: str, inputs: Mapping[str, Any]) -> None:
    window.visit(tool)
    page = window.page
    if page is None:
        return
    page.take_up(inputs)
    try:
        page.run()
    except AppError as error:
        page.show_error(error)
    _wait_until(lambda: not page.is_running, RUN_LIMIT_S)


def _dismiss_welcome(window: MainWindow) -> None:
    for card in window.findChildren(Welcome):
        card.dismiss()


def _close_dialogs(window: MainWindow) -> None:
    for dialog in _dialogs(window):
        dialog.close()


def _save(window: MainWindow, path: Path) -> Path:
    """The window with the dialogs that lie over it, as one picture; a dialog without a frame of the system's gets a line around it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in _dialogs(window):
        content = dialog.grab()
        place = content.rect()
        place.moveCenter(picture.rect().center())
        painter.drawPixmap(place, content)
        painter.setPen(window.palette().mid().color())
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(path))
    return path


def _dialogs(window: MainWindow) -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget is not window and widget.isVisible()]


def _folder(theme: str, language: str, size: tuple[int, int]) -> str:
    parts = [theme, *([language] if language != LANGUAGE else []), *([_words(size)] if _words(size) != SIZE else [])]
    return "-".join(parts)


def _words(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait_until(condition: Callable[[], bool], limit_s: float) -> None:
    end = time.monotonic() + limit_s
    while not condition() and time.monotonic() < end:
        _wait(20)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures; prints each file."""
    parser = argparse.ArgumentParser(prog="python -m app.ui.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--size", type=_size, action="append", metavar="WIDTHxHEIGHT")
    parser.add_argument("--lang", action="append", choices=get_args(Language))
    parser.add_argument("--only", action="append", default=[], metavar="SCENE")
    options = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    files = take(
        options.out, languages=options.lang or [LANGUAGE], sizes=options.size or [_size(SIZE)], only=options.only
    )
    for file in files:
        sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
