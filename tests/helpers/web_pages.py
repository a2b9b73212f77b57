"""Draws the pages of ``tests/data/web/briefs`` and photographs them: ``python -m tests.helpers.web_pages [NAME …] [--out FOLDER]``.

Each page is drawn at 1280 and at 375 pixels, and is cut after its first screens. What a picture shows is what QtWebEngine shows here: the
fonts are those of this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BRIEFS = ROOT / "tests" / "data" / "web" / "briefs"
SCREENSHOTS = ROOT / "docs" / "screenshots" / "web"
HEAVY_BYTES = 240_000
SIZES = ((1280, 1900), (375, 1900))
"""Width of the page, and how much of its height a picture shows."""


def briefs() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every brief with the plan that answers it, by name: ``brief`` is text, ``plan`` JSON-shaped values."""
    for path in sorted(BRIEFS.glob("*.toml")):
        value = tomllib.loads(path.read_text(encoding="utf-8"))
        yield path.stem, {"brief": value["brief"], "plan": json.loads(value["plan"])}


class Camera:
    """A browser that photographs pages and measures them; one per process."""

    def __init__(self) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
        from PySide6.QtCore import QCoreApplication, Qt
        from PySide6.QtWebEngineWidgets import QWebEngineView
        from PySide6.QtWidgets import QApplication

        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
        self._application = QApplication.instance() or QApplication(sys.argv[:1])
        self._view = QWebEngineView()
        settings = self._view.settings()
        settings.setAttribute(settings.WebAttribute.ShowScrollBars, False)

    def open(self, html: str, width: int) -> None:
        """Load a page and wait until it stands."""
        self._view.resize(width, 900)
        self._view.show()
        self._wait(lambda done: self._once(self._view.loadFinished, done), lambda: self._view.setHtml(html))
        self.run("document.fonts.ready.then(() => 1)")

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        answers: list[Any] = []
        self._wait(lambda done: self._view.page().runJavaScript(script, 0, lambda v: (answers.append(v), done())))
        return answers[0]

    def shoot(self, path: Path, height: int) -> None:
        """Save the first ``height`` pixels of the page; what is heavy, with fewer colours."""
        from PySide6.QtCore import Qt

        tall = min(int(self.run("document.documentElement.scrollHeight")), height)
        self._view.resize(self._view.width(), tall)
        self.run("document.body.offsetHeight")
        self._settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        image = self._view.grab().toImage()
        image.save(str(path), "PNG", 0)
        if path.stat().st_size > HEAVY_BYTES:
            image.convertToFormat(image.Format.Format_RGB16, Qt.ImageConversionFlag.ThresholdDither).save(
                str(path), "PNG", 0
            )

    def _settle(self) -> None:
        """Wait until the picture stays the same: a tall page is painted piece by piece."""
        from PySide6.QtCore import QTimer

        seen, same = self._view.grab().toImage(), 0
        for _ in range(40):
            self._wait(lambda done: QTimer.singleShot(250, done))
            now = self._view.grab().toImage()
            same = same + 1 if now == seen else 0
            seen = now
            if same == 4:
                return

    def _once(self, signal: Any, done: Callable[[], None]) -> None:
        from PySide6.QtCore import Qt

        signal.connect(lambda *_: done(), Qt.ConnectionType.SingleShotConnection)

    def _wait(self, ask: Callable[[Callable[[], None]], Any], start: Callable[[], Any] = lambda: None) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(20_000, loop.quit)
        ask(loop.quit)
        start()
        loop.exec()


def main() -> int:
    """Photograph the pages that are named, or all."""
    from plugins.web_designer.plan import plan_from_json
    from plugins.web_designer.render import render_page

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--out", type=Path, default=SCREENSHOTS)
    given = arguments.parse_args()
    camera = Camera()
    for name, brief in briefs():
        if given.names and name not in given.names:
            continue
        html = render_page(plan_from_json(brief["plan"]))
        for width, height in SIZES:
            camera.open(html, width)
            camera.shoot(given.out / f"{name}-{width}.png", height)
    return 0


if __name__ == "__main__":
    sys.exit(main())
