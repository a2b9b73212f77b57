"""Takes pictures of the window: every tool with a real answer on shipped samples, and the parts that they share.

It starts the whole program in a home of its own, asks what a person would ask, and grabs the window in each theme and size. Nothing is
drawn for the picture.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from app.bootstrap import Services, build
from app.core.settings import Language, Settings
from app.core.settings import Theme as ThemeChoice
from app.errors import AppError

# isort: split
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QListWidget, QMenu, QTabBar, QToolButton, QWidget

from app.api_qt import tr
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

MODEL_WORDS = "qwen3"
Furnish = Callable[[Path], AbstractContextManager[Mapping[str, str]]]

_QUESTION = {
    "en": "Show the 5 most expensive products",
    "zh_CN": "最贵的5种产品",
    "grouped": "Number of customers per country",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, what is done in the window before it, and what is put away after it.

    Attributes:
        is_staged: it needs the models, the hub and the downloads that a stage brings.
        is_extra: taken only when it is named.
    """

    name: str
    enter: Callable[[MainWindow], None]
    leave: Callable[[MainWindow], None] = lambda _window: None
    settle_ms: int = SETTLE_MS
    is_staged: bool = False
    is_extra: bool = False


def scenes(samples: Path) -> list[Scene]:
    """All pictures, in order; the first needs a home that was never used."""
    programme = _programme(samples)
    return [
        Scene("welcome", lambda window: window.commands.show_welcome(), _dismiss_welcome),
        Scene("sql_empty", lambda window: window.visit("sql_assistant")),
        Scene("sql_assistant", lambda window: _ask(window, "sql_assistant", {"question": _QUESTION["en"]})),
        Scene("sql_chart", lambda window: _ask_and_turn(window, _QUESTION["grouped"], "Chart"), _turn_back),
        Scene("sql_plan", lambda window: _ask_and_turn(window, _QUESTION["grouped"], "Plan"), _turn_back),
        Scene("sql_diagram", lambda window: _press(window, "Diagram"), lambda window: _press(window, "Diagram")),
        Scene("sql_words", lambda window: _ask_and_turn(window, _QUESTION["grouped"], "In words"), _turn_back),
        Scene("evidence", lambda window: window.commands.show_evidence(), lambda window: window.side.close_view()),
        Scene(
            "web_designer", lambda window: _ask(window, "web_designer", programme["web_designer"]), settle_ms=PAGE_MS
        ),
        Scene(
            "web_variants",
            lambda window: _press(window, "Variants"),
            lambda window: _turn_to(window, "Page"),
            settle_ms=4 * PAGE_MS,
        ),
        Scene("web_element", _edit_a_section, settle_ms=PAGE_MS),
        Scene("web_source", lambda window: _turn_to(window, "Source code"), lambda window: _turn_to(window, "Page")),
        Scene("web_compare", lambda window: _press(window, "Compare"), lambda window: _turn_to(window, "Page")),
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
        Scene("models", _show_models, settle_ms=PAGE_MS),
        Scene("models_recommended", lambda window: window.commands.open_models("recommended"), is_extra=True),
        Scene("models_search", _search_models, settle_ms=PAGE_MS, is_staged=True),
        Scene("models_downloads", _show_downloads, settle_ms=PAGE_MS, is_staged=True),
        Scene("models_menu", _open_model_menu, _close_model_menu, is_extra=True),
    ]


def take(
    out: Path,
    *,
    languages: Sequence[Language],
    sizes: Sequence[tuple[int, int]],
    only: Sequence[str] = (),
    furnish: Furnish | None = None,
) -> list[Path]:
    """Take all pictures and return their files.

    Args:
        out: gets ``light/sql_assistant.png`` and so on; languages other than English and other sizes get folders of their own.
        only: names of scenes; empty for all.
        furnish: puts something into the home before the program starts, and gives variables of the environment.
    """
    make_application()
    taken: list[Path] = []
    for language in languages:
        with _program(language, furnish) as (services, front):
            window = front.open()
            window.visit_last()
            window.look_for_models()
            for scene in scenes(services.paths.samples):
                if scene.name not in only and (only or scene.is_extra or (scene.is_staged and furnish is None)):
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
def _program(language: Language, furnish: Furnish | None) -> Iterator[tuple[Services, Front]]:
    def dress(now: Settings) -> Settings:
        return dataclasses.replace(now, ui=dataclasses.replace(now.ui, language=language, theme="light", welcomed=True))

    with tempfile.TemporaryDirectory() as home, furnish(Path(home)) if furnish else nullcontext({}) as more:
        services = build({**os.environ, "POLYMATH_HOME": home, **more}, settings=dress)
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


def _ask_and_turn(window: MainWindow, question: str, page: str) -> None:
    _ask(window, "sql_assistant", {"question": question})
    _turn_to(window, page)
    _wait(PAGE_MS)


def _turn_back(window: MainWindow) -> None:
    _turn_to(window, "Rows")


def _press(window: MainWindow, name: str) -> None:
    """Press the tool's button of that name."""
    for button in window.page.findChildren(QToolButton) if window.page else ():
        if button.accessibleName() == tr(name) and button.isVisible():
            button.click()
            _wait(PAGE_MS)


def _edit_a_section(window: MainWindow) -> None:
    """Choose the page's second section in the list of its parts, and move it down, so that there are two versions."""
    for parts in window.findChildren(QListWidget):
        if parts.accessibleName() == tr("Sections") and parts.isVisible():
            rows = [row for row in range(parts.count()) if not parts.item(row).text().startswith(" ")]
            parts.setCurrentRow(rows[min(2, len(rows) - 1)])
            _wait(PAGE_MS)
            around = parts.parentWidget()
            for button in around.findChildren(QToolButton) if around else ():
                if button.accessibleName() == tr("Move down"):
                    button.click()


def _turn_to(window: MainWindow, page: str) -> None:
    """Turn every row of tabs to the page of that name, where it has one."""
    for tabs in window.findChildren(QTabBar):
        for number in range(tabs.count()):
            if tabs.tabText(number) == tr(page):
                tabs.setCurrentIndex(number)


def _show_models(window: MainWindow) -> None:
    """With more than the starter there is a model to look at that a person would choose."""
    window.commands.open_models("here")
    if manager := window.commands.manager:
        _wait_until(lambda: manager.here.list.count() > 0, RUN_LIMIT_S)
        manager.here.list.setCurrentRow(min(1, manager.here.list.count() - 1))


def _search_models(window: MainWindow) -> None:
    window.commands.open_models("search")
    if manager := window.commands.manager:
        manager.search.field.setText(MODEL_WORDS)
        manager.search.search()
        _wait(SETTLE_MS)


def _show_downloads(window: MainWindow) -> None:
    window.commands.look_for_downloads()
    window.commands.open_models("downloads")

    def is_moving() -> bool:
        running = window.commands.models.queue.running
        return running is not None and running.left_s is not None

    _wait_until(is_moving, RUN_LIMIT_S)


def _open_model_menu(window: MainWindow) -> None:
    window.visit_last()
    button = window.engine_bar.model_button
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _close_model_menu(window: MainWindow) -> None:
    window.engine_bar.model_button.menu().close()


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
        if isinstance(dialog, QMenu):
            place.moveBottomLeft(window.engine_bar.model_button.mapTo(window, QPoint(0, -1)))
        else:
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
    parser.add_argument(
        "--stage", metavar="MODULE", help="a module whose furnish(home) puts models into the home first"
    )
    options = parser.parse_args(argv)
    furnish: Furnish | None = importlib.import_module(options.stage).furnish if options.stage else None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    files = take(
        options.out,
        languages=options.lang or [LANGUAGE],
        sizes=options.size or [_size(SIZE)],
        only=options.only,
        furnish=furnish,
    )
    for file in files:
        sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
