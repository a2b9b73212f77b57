"""The panel that slides in at the right: history, evidence, what is sent. One at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.widgets import column, filled, icon_button, label, row


class SidePanel(QFrame):
    """Holds one view with a title; hidden when there is none.

    Signals:
        closed: the person closed it.
    """

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("sidePanel")
        self.setFixedWidth(desk.theme.side_panel_px)
        self._title = label("", "heading")
        self._close = icon_button(desk.icons, "close", tr("Close the panel"))
        self._stack = QStackedWidget()
        self._close.clicked.connect(self.close_view)
        head = row(self._title, None, self._close, margins=(16, 7, 8, 7))
        filled(self, column(head, self._stack, spacing=0))
        self.hide()

    @property
    def view(self) -> QWidget | None:
        """What is shown now; None when the panel is closed."""
        return None if self.isHidden() else self._stack.currentWidget()

    def open_view(self, view: QWidget, title: str) -> None:
        """Show ``view``, which belongs to the panel from now on."""
        old = self._stack.currentWidget()
        if old is not None and old is not view:
            self._stack.removeWidget(old)
            old.deleteLater()
        if old is not view:
            self._stack.addWidget(view)
        self._title.setText(title)
        self.setAccessibleName(title)
        self.show()

    def close_view(self) -> None:
        """Close the panel and forget its view."""
        if view := self._stack.currentWidget():
            self._stack.removeWidget(view)
            view.deleteLater()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_view()
        else:
            super().keyPressEvent(event)
