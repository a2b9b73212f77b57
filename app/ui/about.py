"""About, and the list of shortcuts."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QWidget

from app import __version__
from app.api_qt import tr
from app.ui.actions import Actions
from app.ui.desk import Desk
from app.ui.evidence_view import scrolled
from app.ui.widgets import button, column, filled, label, row

SHORTCUTS_PX = (420, 520)


class AboutDialog(QDialog):
    """Version, licence, places."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Polymath"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mark = QLabel()
        mark.setPixmap(desk.icons.pixmap("shape-outline", "accent", 48))
        paths = desk.services.paths
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        for name, value in (
            (tr("Version"), f"{__version__}  ·  Qt {qVersion()}"),
            (tr("Licence"), "GPL-3.0-or-later"),
            (tr("Data"), str(paths.data)),
            (tr("Settings"), str(desk.services.settings.path)),
            (tr("Log"), str(paths.logs)),
        ):
            facts.addRow(label(name, "secondary"), label(value, selectable=True))
        words = tr("A model proposes, a real engine checks, you get something that works.")
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        head = row(mark, column(label("Polymath", "display"), label(words, "secondary")), None, spacing=16)
        filled(self, column(head, 8, facts, 8, row(None, close), margins=(24, 24, 24, 16)))


class ShortcutsDialog(QDialog):
    """Every action that has keys."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SHORTCUTS_PX)
        table = QFormLayout()
        table.setHorizontalSpacing(24)
        table.addRow(label("Ctrl+1 … Ctrl+9", "strong"), label(tr("Go to a tool")))
        for action in actions.as_dict().values():
            if not action.shortcut().isEmpty():
                keys = action.shortcut().toString().replace("Return", "Enter")
                table.addRow(label(keys, "strong"), label(action.text().replace("&", "").rstrip("…")))
        inner = QWidget()
        filled(inner, table)
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        filled(self, column(scrolled(inner), row(None, close), margins=(24, 24, 16, 16)))
