"""Chromium's own opinion of declarations and selectors, from a process of its own."""

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
pairs = sys.stdin.read()
script = f"JSON.stringify({pairs}.map(([p, v]) => CSS.supports(p, v)))"
def answered(text):
    print(text)
    application.quit()
page.loadFinished.connect(lambda ok: page.runJavaScript(script, 0, answered))
page.setHtml("<!DOCTYPE html><body></body>")
application.exec()
del page
"""


def chromium_takes(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """For each property and value whether ``CSS.supports`` says yes."""
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
    }
    answer = subprocess.run(
        [sys.executable, "-c", _ASKED],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        timeout=60,
        env=surroundings,
    )
    found: Any = json.loads(answer.stdout.strip().splitlines()[-1])
    return [bool(entry) for entry in found]
