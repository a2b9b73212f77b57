"""Chromium's own opinion, from a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

_ASKED = """
import json, sys
from PySide6.QtCore import QCoreApplication, Qt
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineCore import QWebEnginePage
application = QApplication([])
page = QWebEnginePage()
html, script = json.load(sys.stdin)
def answered(text):
    print(text)
    application.quit()
page.loadFinished.connect(lambda ok: page.runJavaScript(f"JSON.stringify({script})", 0, answered))
page.setHtml(html)
application.exec()
del page
"""


def in_chromium(html: str, script: str) -> Any:
    """The value of an expression in a page."""
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
    }
    answer = subprocess.run(
        [sys.executable, "-c", _ASKED],
        input=json.dumps([html, script]),
        capture_output=True,
        text=True,
        timeout=60,
        env=surroundings,
    )
    return json.loads(answer.stdout.strip().splitlines()[-1])


def chromium_takes(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """For each property and value whether ``CSS.supports`` says yes."""
    script = f"{json.dumps(pairs)}.map(([p, v]) => CSS.supports(p, v))"
    return [bool(entry) for entry in in_chromium("<!DOCTYPE html><body></body>", script)]
