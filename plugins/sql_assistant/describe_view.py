"""A window that tells what is known of one table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.sql_assistant.describe import Description
from plugins.sql_assistant.schema import ForeignKey
from plugins.sql_assistant.tree_model_view import rows_of

_SHOWN_KEYS = 12


class DescribeDialog(QDialog):
    """Columns with their types, keys and comments; the tables that it refers to and that refer to it are links.

    Signals:
        table_picked: another table is to be looked at; its name.
    """

    table_picked = Signal(str)

    def __init__(self, description: Description, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._description = description
        self._theme = theme
        table = description.table
        self.setWindowTitle(table.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.columns = QTableWidget(len(table.columns), 4)
        self._fill_columns()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.NoButton)
        self.copy_button = self.buttons.addButton(tr("Copy as Markdown"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        close = self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(description.markdown()))
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.resize(560, 440)

    def _lay_out(self) -> None:
        table, layout = self._description.table, QVBoxLayout(self)
        layout.setSpacing(self._theme.grid)
        title = _label(table.name, "heading")
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(title)
        kind = [tr("view")] if table.kind == "view" else []
        columns = tr("Columns: {count}").format(count=len(table.columns))
        layout.addWidget(_label(" · ".join([*kind, columns, rows_of(table)]), "small"))
        if table.comment:
            layout.addWidget(_label(table.comment, ""))
        layout.addWidget(self.columns, 1)
        self.out = self._links(tr("Refers to"), self._description.out, parents=True)
        self.into = self._links(tr("Referred to by"), self._description.into, parents=False)
        for part in (self.out, self.into, self.buttons):
            layout.addWidget(part)

    def _fill_columns(self) -> None:
        view, description = self.columns, self._description
        view.setAccessibleName(tr("Columns"))
        view.setHorizontalHeaderLabels([tr("Column"), tr("Type"), tr("Refers to"), tr("Comment")])
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        view.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        key = qtawesome.icon("mdi6.key-variant", color=self._theme.secondary)
        for row, column in enumerate(description.table.columns):
            for place, text in enumerate((column.name, column.type, description.target(column), column.comment)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                view.setItem(row, place, item)
            if column.is_key and (name := view.item(row, 0)):
                name.setIcon(key)
                name.setData(Qt.ItemDataRole.AccessibleTextRole, f"{column.name}, {tr('primary key')}")
        header = view.horizontalHeader()
        header.setResizeContentsPrecision(50)
        for place in range(3):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        if not any(column.comment for column in description.table.columns):
            view.hideColumn(3)
            header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _links(self, words: str, keys: tuple[ForeignKey, ...], *, parents: bool) -> QLabel:
        """The tables at the other end of keys, each once; hidden where there are none."""
        names = list(dict.fromkeys(key.parent if parents else key.table for key in keys))
        label = _label("", "")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(f"{words}: {_anchors(names[:_SHOWN_KEYS], self._theme)}{_rest(len(names) - _SHOWN_KEYS)}")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.linkActivated.connect(lambda place: self._follow(names[int(place)]))
        label.setVisible(bool(names))
        return label

    def _follow(self, name: str) -> None:
        self.table_picked.emit(name)
        self.accept()


def _anchors(names: Iterable[str], theme: Theme) -> str:
    return ", ".join(
        f'<a href="{place}" style="color: {theme.accent}">{escape(name)}</a>' for place, name in enumerate(names)
    )


def _rest(count: int) -> str:
    return f", {tr('and {count} more').format(count=count)}" if count > 0 else ""


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
