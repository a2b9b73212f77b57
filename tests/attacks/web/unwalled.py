"""A browser without walls, in a process of its own: shows the documents that stand in its input over and over, until it is killed."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

STAYS_MS = 150


class Page(QWebEnginePage):
    """Real but for what would wait for a person."""

    def javaScriptConsoleMessage(self, *_told: object) -> None:
        """Says nothing."""


def main() -> None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication([])
    documents: list[str] = json.load(sys.stdin)
    view = QWebEngineView()
    view.setPage(Page(view))
    view.show()

    def show_next() -> None:
        documents.append(documents.pop(0))
        view.setHtml(documents[-1])

    timer = QTimer(interval=STAYS_MS)
    timer.timeout.connect(show_next)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main()
