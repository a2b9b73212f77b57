"""Picks elements in the preview and changes the page without a reload; see ``live.js``. Import it late: it loads QtWebEngine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFile, QIODevice, QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEngineScript

from plugins.web_designer.picked import Picked
from plugins.web_designer.stage_view import Stage

WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld
_SCRIPT = Path(__file__).with_name("live.js")
_CHANNEL = ":/qtwebchannel/qwebchannel.js"
_CONNECT = "new QWebChannel(qt.webChannelTransport, (made) => window.polymath.connect(made.objects.polymath));"


class Live(QObject):
    """Beside the page of a stage; survives its loads, and its pages.

    Attributes:
        hears: whether a page stands that does what it is told.

    Signals:
        picked: an element was chosen (``Picked``), or None.
        edit_wanted: a person wants to change the text of an element; its number.
    """

    picked = Signal(object)
    edit_wanted = Signal(int)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._picking = False
        self.hears = False
        self._waiting: list[str] = []
        self._ears = _Ears(self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("polymath", self._ears)
        self._ears.told.connect(self._take)
        self._ears.asked.connect(self.edit_wanted)
        self._ears.stands.connect(self._take_up)
        stage.renewed.connect(self._join)
        self._join()

    def _join(self) -> None:
        page = self._stage.page
        page.setWebChannel(self._channel, WORLD)
        page.profile().scripts().insert(_script())
        page.loadStarted.connect(self._go_down)

    def set_picking(self, on: bool) -> None:
        """Whether a click chooses an element instead of doing what the page does."""
        self._picking = on
        self._run(f"window.polymath.picking({json.dumps(on)})")

    def select(self, number: int, *, reveal: bool = True) -> None:
        """Mark an element, and tell it as if it had been clicked; -1 marks none."""
        self._run(f"window.polymath.select({number}, {{reveal: {json.dumps(reveal)}}})")

    def show(self, selector: str) -> None:
        """Bring the element that a finding is about into view, and mark it; an empty selector takes the mark away."""
        self._run(f"window.polymath.show({json.dumps(selector or 'none')})")

    def update(self, numbered: str, done: Callable[[bool], None]) -> None:
        """Change the page that stands there into ``numbered``; ``done`` hears whether that was possible."""
        script = f"Boolean(window.polymath.update({json.dumps(numbered)}))"
        self._stage.page.runJavaScript(script, WORLD, lambda found: done(found is True))

    def keep_place(self) -> None:
        """Scroll the next page to where this one is."""

        def remember(top: object) -> None:
            if isinstance(top, int | float) and top > 0:
                self._waiting.append(f"window.polymath.scroll({top})")

        self._stage.page.runJavaScript("scrollY", WORLD, remember)

    def _run(self, script: str) -> None:
        """Run it in the page, once that can hear: the script beside it comes a while after the page."""
        if self.hears:
            self._stage.page.runJavaScript(script, WORLD)
        else:
            self._waiting.append(script)

    def _go_down(self) -> None:
        self.hears = False

    def _take_up(self) -> None:
        self.hears = True
        waiting, self._waiting = self._waiting, []
        if self._picking:
            self.set_picking(True)
        for script in waiting:
            self._run(script)

    def _take(self, told: Mapping[str, Any]) -> None:
        if told.get("number", -1) < 0:
            self.picked.emit(None)
            return
        left, top, width, height = told["box"]
        self.picked.emit(
            Picked(int(told["number"]), dict(told["styles"]), (left, top, width, height), tuple(told["path"]))
        )


class _Ears(QObject):
    """What the script beside the page may call."""

    told = Signal(dict)
    asked = Signal(int)
    stands = Signal()

    @Slot(str)
    def picked(self, text: str) -> None:
        """An element was chosen."""
        self.told.emit(json.loads(text))

    @Slot(str)
    def edit_wanted(self, text: str) -> None:
        """The text of an element is to be changed."""
        self.asked.emit(int(json.loads(text)["number"]))

    @Slot(str)
    def ready(self, _text: str) -> None:
        """A page stands, and hears."""
        self.stands.emit()


@cache
def _source() -> str:
    channel = QFile(_CHANNEL)
    if not channel.open(QIODevice.OpenModeFlag.ReadOnly):
        raise ImportError("QtWebChannel has no script of its own")
    library = bytes(channel.readAll().data()).decode()
    return f"(() => {{ if (window.polymath) return; {library}\n{_SCRIPT.read_text(encoding='utf-8')}\n{_CONNECT} }})();"


def _script() -> QWebEngineScript:
    script = QWebEngineScript()
    script.setName("live")
    script.setSourceCode(_source())
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
    script.setWorldId(WORLD)
    script.setRunsOnSubFrames(False)
    return script
