"""The process that draws pages to look at them: real Chromium without a window, behind the preview's walls, asked over its streams.

``main`` runs in a process of its own; see ``client`` for what can be asked.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.api import helper_streams, receive, send

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

HEIGHT_PX = 900
MAX_HEIGHT_PX = 12_000
MAX_COMPLAINTS = 20
POLL_MS = 15
HANG_SHARE = 0.75
"""Of the time for a question: how long a page may not answer. axe-core itself keeps a page busy for seconds where it is very large."""

_AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
_PROBE = Path(__file__).with_name("probe.js")
_RUN_AXE = """
window.polymathAxe = null;
axe.run(document, {{resultTypes: ["violations"], iframes: false, {rules}}}).then(
  (found) => {{ window.polymathAxe = JSON.stringify(found.violations.map((rule) => ({{
    id: rule.id, impact: rule.impact, tags: rule.tags, help: rule.help,
    nodes: rule.nodes.slice(0, 300).map((node) => ({{
      target: node.target.length === 1 && typeof node.target[0] === "string"
        ? window.polymathName(node.target[0]) : node.target.flat(3).join(" "),
      why: node.failureSummary || "", data: (node.any[0] && node.any[0].data) || null }})) }}))); }},
  (error) => {{ window.polymathAxe = JSON.stringify({{ error: String(error) }}); }});
"""
MARK = "#fe01fd"
PICTURE_TRIES = 100
_MARK = f"""
(() => {{
  const mark = document.createElement("div");
  mark.style.cssText = "all: initial; position: fixed; right: 0; bottom: 0; width: 2px; height: 2px; background: {MARK}";
  mark.style.zIndex = 2147483647;
  document.documentElement.append(mark);
}})()
"""
_EVALUATE = """
window.polymathValue = null;
Promise.resolve().then(() => ({script}
)).then(
  (value) => {{ window.polymathValue = JSON.stringify(["value", JSON.stringify(value === undefined ? null : value)]); }},
  (error) => {{ window.polymathValue = JSON.stringify(["failed", String(error)]); }});
true
"""
_SETTLE = """
window.polymathSettled = false;
Promise.race([
  Promise.allSettled([document.fonts.ready, ...[...document.images].map((one) => one.decode())]),
  new Promise((late) => setTimeout(late, 1500)),
]).then(() => requestAnimationFrame(() => requestAnimationFrame(() => { window.polymathSettled = true; })));
"""
_ALSO = (
    "aria-roledescription duplicate-id duplicate-id-active focus-order-semantics hidden-content p-as-heading table-fake-caption "
    "target-size td-has-header css-orientation-lock label-content-name-mismatch"
).split()
"""Rules that axe-core leaves off unless they are named: experimental, retired, or of the newest standard. AAA rules stay off."""

_EVERYTHING = "rules: {" + ", ".join(f'"{rule}": {{enabled: true}}' for rule in _ALSO) + "}"
_AT_OTHER_WIDTHS = 'runOnly: ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]'


def main() -> None:
    """Answer until the input ends."""
    questions, answers = helper_streams()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from plugins.web_designer import walls_view  # noqa: F401 -- sets the engine's flags, and shows whether there is one
    except ImportError as error:
        _refuse(questions, answers, str(error))
        return
    from PySide6.QtCore import QObject, Qt, Signal
    from PySide6.QtWidgets import QApplication

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(["polymath-browser"])

    class Crossing(QObject):
        asked = Signal(tuple)

    crossing = Crossing()
    host = _Host(answers)
    crossing.asked.connect(host.take, Qt.ConnectionType.QueuedConnection)

    def listen() -> None:
        while (question := receive(questions)) is not None:
            crossing.asked.emit(question)
        os._exit(0)

    threading.Thread(target=listen, name="questions", daemon=True).start()
    application.exec()


def _refuse(questions: IO[bytes], answers: IO[bytes], reason: str) -> None:
    while (question := receive(questions)) is not None:
        send(answers, (question[0], "missing", reason))


def _png(image: QImage) -> bytes:
    """A picture in a file's form, without the mark in its corner."""
    from PySide6.QtCore import QBuffer, QIODevice, QPoint

    beside = image.pixelColor(max(image.width() - 4, 0), image.height() - 1)
    for at in ((1, 1), (1, 2), (2, 1), (2, 2)):
        image.setPixelColor(QPoint(image.width() - at[0], image.height() - at[1]), beside)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]  # bytes, as the stub has it, are refused when it runs
    return bytes(held.data().data())


class _Host:
    """One page at a time, at one width after another."""

    def __init__(self, answers: IO[bytes]) -> None:
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from plugins.web_designer.stage_view import Stage

        self._answers = answers
        self._view = QWebEngineView()
        self._number = 0
        self._turn = 0
        self._on_arrival: Callable[[], None] = _nothing
        self._complaints: list[str] = []
        self._refused: list[str] = []
        self._stage = Stage(self._view)
        self._stage.refused.connect(lambda what: self._refused.append(what))
        self._stage.complained.connect(lambda what: self._complaints.append(what))
        self._stage.crashed.connect(lambda reason: self._answer("crashed", reason))
        self._stage.arrived.connect(lambda: self._on_arrival())
        self._view.show()

    def take(self, question: tuple[Any, ...]) -> None:
        """Begin with a question."""
        self._number, name, deadline_s, *arguments = question
        self._turn += 1
        self._stage.hang_s = deadline_s * HANG_SHARE
        getattr(self, f"_{name}")(*arguments)

    def _answer(self, kind: str, value: Any) -> None:
        send(self._answers, (self._number, kind, value))
        self._turn += 1
        self._on_arrival = _nothing

    # what can be asked

    def _look(self, html: str, widths: Sequence[int]) -> None:
        found: dict[str, Any] = {"widths": []}
        rest = list(widths)

        def next_width() -> None:
            if not rest:
                found["console"] = self._complaints[:MAX_COMPLAINTS]
                found["refused"] = self._refused[:MAX_COMPLAINTS]
                self._answer("value", found)
                return
            width = rest.pop(0)
            self._at_width(width, lambda: self._probe(width, len(rest) == len(widths) - 1, found, next_width))

        self._load(html, widths[0], next_width)

    def _probe(self, width: int, is_first: bool, found: dict[str, Any], done: Callable[[], None]) -> None:
        def probed(text: Any) -> None:
            seen = json.loads(text) if text else {}

            def judged(violations: Any) -> None:
                found["widths"].append({**seen, "width": width, "axe": violations})
                done()

            rules = _EVERYTHING if is_first else _AT_OTHER_WIDTHS
            self._axe(rules, judged)

        self._run_script(f"JSON.stringify({_PROBE.read_text(encoding='utf-8')})", probed)

    def _axe(self, rules: str, done: Callable[[Any], None]) -> None:
        def look(text: Any) -> None:
            if text:
                done(json.loads(text))
            else:
                self._later(lambda: self._run_script("window.polymathAxe", look))

        loading = f"if (!window.axe) {{ {_AXE.read_text(encoding='utf-8')} }}" + _RUN_AXE.format(rules=rules)
        self._run_script(loading, lambda _none: self._run_script("window.polymathAxe", look))

    def _run(self, html: str, script: str, width: int) -> None:
        def look(text: Any) -> None:
            if text:
                self._answer(*json.loads(text))
            else:
                self._later(lambda: self._run_script("window.polymathValue", look))

        def begun(has_begun: Any) -> None:
            if has_begun:
                self._run_script("window.polymathValue", look)
            else:
                self._answer("failed", "it cannot be read")

        self._load(
            html, width, lambda: self._at_width(width, lambda: self._run_script(_EVALUATE.format(script=script), begun))
        )

    def _pictures(self, html: str, widths: Sequence[int]) -> None:
        pictures: dict[int, bytes] = {}
        rest = list(widths)
        settings = self._stage.page.settings()
        settings.setAttribute(settings.WebAttribute.ShowScrollBars, False)

        def next_width() -> None:
            if not rest:
                settings.setAttribute(settings.WebAttribute.ShowScrollBars, True)
                self._answer("value", pictures)
                return
            width = rest.pop(0)
            self._at_width(width, lambda: self._picture(width, pictures, next_width))

        self._load(html, widths[0], next_width)

    def _picture(self, width: int, pictures: dict[int, bytes], done: Callable[[], None]) -> None:
        """The whole page at once. A mark in its last corner tells when the frame of the new size has come."""
        height = HEIGHT_PX

        def grown(found: Any) -> None:
            nonlocal height
            height = min(max(int(found or HEIGHT_PX), 1), MAX_HEIGHT_PX)
            self._view.resize(width, height)
            self._settled(lambda: self._run_script(_MARK, lambda _none: look(PICTURE_TRIES)))

        def look(tries: int) -> None:
            image = self._view.grab().toImage()
            if tries and image.pixelColor(width - 1, height - 1).name() != MARK:
                self._later(lambda: look(tries - 1), 50)
                return
            pictures[width] = _png(image)
            done()

        self._run_script("document.documentElement.scrollHeight", grown)

    def _pdf(self, html: str) -> None:
        printed = self._in_turn(lambda body: self._answer("value", bytes(body.data())))
        self._load(html, 1024, lambda: self._stage.page.printToPdf(printed))

    # steps

    def _load(self, html: str, width: int, done: Callable[[], None]) -> None:
        """Draw a page anew; one that stands there already is taken as it is."""
        from plugins.web_designer.policy import FREE_POLICY, with_policy
        from plugins.web_designer.walls_view import MAX_PAGE_BYTES

        guarded = with_policy(html, FREE_POLICY)
        if len(guarded.encode()) > MAX_PAGE_BYTES:
            self._answer("heavy", MAX_PAGE_BYTES)
            return
        self._complaints, self._refused = [], []
        self._view.resize(width, HEIGHT_PX)

        self._on_arrival = lambda: self._settled(done)
        self._stage.show_html(guarded)

    def _at_width(self, width: int, done: Callable[[], None]) -> None:
        def look(now: Any) -> None:
            if now == width:
                self._settled(done)
            else:
                self._later(lambda: self._run_script("innerWidth", look))

        self._view.resize(width, HEIGHT_PX)
        self._run_script("innerWidth", look)

    def _settled(self, done: Callable[[], None]) -> None:
        """When fonts are there, pictures decoded, and two frames drawn."""

        def look(is_so: Any) -> None:
            if is_so:
                done()
            else:
                self._later(lambda: self._run_script("window.polymathSettled === true", look))

        self._run_script(_SETTLE, lambda _none: self._run_script("window.polymathSettled === true", look))

    def _later(self, step: Callable[[], None], wait_ms: int = POLL_MS) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(wait_ms, self._in_turn(step))

    def _run_script(self, script: str, done: Callable[[Any], None]) -> None:
        from PySide6.QtWebEngineCore import QWebEngineScript

        self._stage.page.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld, self._in_turn(done))

    def _in_turn(self, step: Callable[..., None]) -> Callable[..., None]:
        """``step``, unless the question it belongs to has been answered: a page that has ended may still call back."""
        turn = self._turn

        def taken(*found: Any) -> None:
            if turn == self._turn:
                step(*found)

        return taken


def _nothing() -> None:
    """Nobody waits for a page."""
