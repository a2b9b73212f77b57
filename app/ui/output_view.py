"""The output of a tool that has no view of its own: text, code, a word, or a drawn formula."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.stream_view import StreamView
from app.ui.stylesheet import code_font, interface_font
from app.ui.widgets import column, filled, frame, icon_button, label, row

DRAWING_MAX_SCALE = 2.0


class Drawing(QWidget):
    """An SVG picture in its own proportions, as large as it fits and at most twice its size."""

    def __init__(self) -> None:
        super().__init__()
        self._renderer = QSvgRenderer(self)
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def load(self, svg: str) -> bool:
        """Show a picture; False if it is none."""
        shown = self._renderer.load(QByteArray(svg.encode("utf-8")))
        self.update()
        return shown

    def sizeHint(self) -> QSize:
        size = self._renderer.defaultSize()
        return QSize(size.width(), max(96, size.height() + 32))

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._renderer.defaultSize()
        if size.isEmpty():
            return
        space = self.rect().adjusted(16, 8, -16, -8)
        scale = min(space.width() / size.width(), space.height() / size.height(), DRAWING_MAX_SCALE)
        width, height = size.width() * scale, size.height() * scale
        painter = QPainter(self)
        middle = QRectF(space).center()
        self._renderer.render(painter, QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height))
        painter.end()


class OutputView(QWidget):
    """A card with the output; a drawing above the text where there is one."""

    def __init__(self, desk: Desk, kind: str, language: str) -> None:
        super().__init__()
        self._desk = desk
        self.drawing = Drawing()
        self.drawing.hide()
        self.text = StreamView()
        self.text.setAccessibleName(tr("Output"))
        self.text.setProperty("role", "plain")
        mono = kind in ("code", "json") or bool(language)
        self.text.setFont(code_font(desk.theme) if mono else interface_font(desk.theme))
        self._copy = icon_button(desk.icons, "content-copy", tr("Copy the output"))
        self._copy.clicked.connect(self._copy_output)
        head = row(label(language.upper() if language else tr("Output"), "small"), None, self._copy)
        card = frame("card")
        box: QVBoxLayout = column(head, self.drawing, self.text, margins=(16, 8, 8, 12), spacing=4)
        box.setStretch(1, 3)
        box.setStretch(2, 2)
        filled(card, box)
        filled(self, column(card))
        card.setMinimumHeight(96)

    def restart(self) -> None:
        """A new answer begins."""
        self.drawing.hide()
        self.text.setPlainText("")

    def append(self, text: str) -> None:
        """More of the answer."""
        self.text.append_text(text)

    def show_output(self, text: str) -> None:
        """The whole answer in its final form."""
        if self.text.toPlainText().strip() != text.strip():
            self.text.setPlainText(text)

    def show_drawing(self, svg: str) -> None:
        """A picture of the answer."""
        self.drawing.setVisible(self.drawing.load(svg))

    def _copy_output(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
