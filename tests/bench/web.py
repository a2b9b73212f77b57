"""The web designer's window: a plan's way to the screen, an edit's, a page of five hundred elements. ``python -m tests.bench.web``

Times are taken in one run, from the call to the frame that shows it: the page itself says when, by ``requestAnimationFrame``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.core.result import AttemptStarted, TextStreamed
from app.ui.application import let_go, make_application
from plugins.web_designer.desk_view import Desk
from plugins.web_designer.editing.hand import ACTS, set_style, set_words
from plugins.web_designer.editing.source import read_source
from plugins.web_designer.panel import WebPanel
from tests.helpers.panels import FakeHost, manifest_of
from tests.helpers.web_pages import briefs

TIMES = 15
LIMIT_S = 20.0
ASK_AGAIN_S = 0.5
_WATCH = """
window.seenAt = 0;
window.watching && window.watching.disconnect();
window.watching = new MutationObserver(() => { watching.disconnect(); requestAnimationFrame(() => { window.seenAt = Date.now() }) });
watching.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
0
"""


class Bench:
    """One panel in a window, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.panel = WebPanel(manifest_of("web_designer"), FakeHost(folder))
        self.panel.browser = None
        self.panel.resize(1200, 760)
        self.panel.show()
        self.longest_gap_ms = 0.0
        self._last = time.perf_counter()
        self._heart = QTimer(interval=5)
        self._heart.timeout.connect(self._beat)
        self._heart.start()

    @property
    def desk(self) -> Desk:
        return self.panel.desk

    def value(self, script: str) -> Any:
        """What a script in the page gives."""
        answers: list[Any] = []
        assert self.panel.preview.sandbox is not None
        for _ in range(20):  # a page that is just being loaded swallows the question
            self.panel.preview.sandbox.page.runJavaScript(script, answers.append)
            end = time.perf_counter() + ASK_AGAIN_S
            while not answers and time.perf_counter() < end:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            if answers:
                return answers[0]
        sys.exit("The page does not answer.")

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the window live until something holds."""
        end = time.perf_counter() + LIMIT_S
        while not holds():
            if time.perf_counter() > end:
                sys.exit("The page did not come.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)

    def until_stands(self, script: str) -> None:
        """Wait until a script in the page holds."""
        self.until(lambda: self.panel.preview.sandbox is not None)
        while not self.value(f"Boolean({script})"):
            pass

    def milliseconds(self, act: Callable[[], None]) -> float:
        """From an act to the frame in which the page shows what it did. The page tells when: both have one clock."""
        self.value(_WATCH)
        began = time.time()
        act()
        while not (seen := self.value("window.seenAt")):
            pass
        return float(seen) - 1000 * began

    def rest(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_gap_ms = max(self.longest_gap_ms, 1000 * (now - self._last))
        self._last = now


def plan_to_paint(bench: Bench) -> list[float]:
    """From the last letter of a plan to its page on the screen, in ms."""
    found = []
    for number, (_name, brief) in enumerate(briefs()):
        text = json.dumps(brief["plan"], ensure_ascii=False)
        heading = next(one["heading"] for one in brief["plan"]["sections"] if one["kind"] == "hero")
        bench.panel.present(AttemptStarted("r", 1))
        if number:  # the first one starts the browser engine
            found.append(bench.milliseconds(lambda text=text: bench.panel.present(TextStreamed("r", text))))
        else:
            bench.panel.present(TextStreamed("r", text))
        bench.until_stands(f"(document.querySelector('h1') || {{}}).textContent === {json.dumps(heading)}")
        bench.panel.stream.end()
    return found


def hand_edits(bench: Bench) -> dict[str, list[float]]:
    """From the wish to the screen, in ms, by kind."""
    found: dict[str, list[float]] = {"text": [], "style": [], "move": []}
    desk = bench.desk
    for n in range(TIMES):
        desk.pick(next(node.number for node in desk.source.nodes if node.tag == "h1"), {})
        found["text"].append(bench.milliseconds(lambda n=n: _set_words(desk, f"Heading {n}")))
        found["style"].append(bench.milliseconds(lambda n=n: _set_spacing(desk, f"{n + 1}px")))
        desk.pick([node.number for node in desk.source.nodes if node.tag == "section"][-2], {})
        found["move"].append(bench.milliseconds(lambda: desk.edit(ACTS["down"])))
        bench.rest(50)
    return found


def _set_words(desk: Desk, words: str) -> None:
    desk.edit(lambda source, number: set_words(source, number, words))


def _set_spacing(desk: Desk, spacing: str) -> None:
    desk.edit(lambda source, number: set_style(source, number, "letter-spacing", spacing))


def large_page(elements: int) -> str:
    """A page with so many elements."""
    _name, brief = next(briefs())
    from plugins.web_designer.plan import plan_from_json
    from plugins.web_designer.render import render_page

    html = render_page(plan_from_json(brief["plan"]))
    missing = elements - len(read_source(html).nodes)
    more = "".join(f"<p>Line <b>{n}</b></p>\n" for n in range(max(missing, 0) // 2 + 1))
    return html.replace(
        "</main>",
        f"<section id='more'><h2>More</h2>\n{more}</section>\n<section id='end'><h2>End</h2></section></main>",
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        paints = plan_to_paint(bench)
        _say(
            f"plan to first paint: median {statistics.median(paints):.0f} ms, longest {max(paints):.0f} ms, {len(paints)} pages"
        )
        html = large_page(500)
        bench.desk.show_page(html, "bench", "import")
        bench.until_stands("document.getElementById('end')")
        bench.rest(500)
        bench.longest_gap_ms = 0.0
        nodes = len(bench.desk.source.nodes)
        for kind, times in hand_edits(bench).items():
            _say(
                f"{nodes} elements, {kind} to screen: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms"
            )
        _say(f"{nodes} elements: longest gap of the window's thread while editing {bench.longest_gap_ms:.0f} ms")
        bench.panel.close()
        bench.panel.deleteLater()
    let_go()


if __name__ == "__main__":
    main()
