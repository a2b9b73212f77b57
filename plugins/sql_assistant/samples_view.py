"""A small window that shows what stands in a column."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.api import Problem
from app.api_qt import PanelHost, Theme, tr, tr_said
from plugins.sql_assistant.samples import SCANNED_ROWS, Asked, Samples, samples
from plugins.sql_assistant.sources.base import QueryFailed, QueryStopped

_WIDTH, _ROWS = 320, 12
_MAX_CHARS = 200


class SamplesPopup(QFrame):
    """Opens beside the tree; a click elsewhere closes it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._theme = theme
        title = QLabel(name)
        title.setProperty("role", "strong")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.note = QLabel(tr("Reading the values…"))
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.hide()
        self.table = QTableWidget(0, 3)
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.grid] * 4)
        layout.setSpacing(theme.gap)
        for part in (title, self.facts, self.table, self.note):
            layout.addWidget(part)
        self.setFixedWidth(_WIDTH)

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName(tr("Most frequent values"))
        table.setHorizontalHeaderLabels([tr("Value"), tr("Rows"), tr("Share")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (1, 2):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        table.hide()

    def open_at(self, place: QPoint) -> None:
        """Show it, its corner at a place of the screen."""
        self.move(place)
        self.show()

    def show_samples(self, found: Samples) -> None:
        """Show the values that were read."""
        table = self.table
        table.setRowCount(len(found.values))
        for row, (value, count) in enumerate(found.values):
            table.setItem(row, 0, self._item(value))
            for place, text in ((1, f"{count:,}"), (2, _share(count / found.scanned))):
                number = QTableWidgetItem(text)
                number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, place, number)
        table.setVisible(bool(found.values))
        self.facts.setText(_facts(found))
        self.facts.setVisible(bool(found.values))
        height = table.horizontalHeader().sizeHint().height() + 2
        table.setFixedHeight(height + min(len(found.values), _ROWS) * table.verticalHeader().defaultSectionSize())
        words = tr("Of all {count} rows.") if found.is_whole else tr("Of the first {count} rows.")
        scanned = found.scanned if found.is_whole else SCANNED_ROWS
        self.note.setText(words.format(count=f"{scanned:,}") if found.values else tr("The table is empty."))
        self.adjustSize()
        if found.values:
            table.setCurrentCell(0, 0)
            table.setFocus()

    def say(self, text: str) -> None:
        """Say why there are no values."""
        self.note.setText(text)
        self.adjustSize()

    def _item(self, value: object) -> QTableWidgetItem:
        item = QTableWidgetItem("NULL" if value is None else str(value)[:_MAX_CHARS])
        item.setToolTip(item.text())
        if value is None:
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
        return item


def _facts(found: Samples) -> str:
    """How many values differ, and how many rows have none."""
    missing = tr("none is NULL") if found.present == found.scanned else f"NULL: {_share(found.missing)}"
    different = tr("Different values: {count}").format(count=f"{found.different:,}")
    return f"{different} · {missing}"


def _share(share: float) -> str:
    """Of all, in percent; what is less than one is said so."""
    return "< 1 %" if 0 < share < 0.01 else "> 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")


def show_values(host: PanelHost, parent: QWidget, place: QPoint, asked: Asked) -> None:
    """Open the window for a column and fill it; closing it ends the reading."""
    popup = SamplesPopup(f"{asked.table.name}.{asked.column}", host.theme, parent)
    popup.destroyed.connect(asked.stop.ask)
    popup.open_at(place)

    def read() -> Samples | Problem | None:
        try:
            return samples(asked)
        except QueryFailed as failed:
            return failed.problem
        except QueryStopped:
            return None

    def done(found: Samples | Problem | None) -> None:
        if asked.stop.is_asked or found is None:
            return
        if isinstance(found, Samples):
            popup.show_samples(found)
        else:
            popup.say(f"{tr_said(found.message)} {tr_said(found.hint)}".strip())

    host.call(read, done)
