"""The window with the log of changes: what was written, when, where, and each row before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.change_log import MAX_SHOWN, Change, as_text, change, changes, save
from plugins.sql_assistant.connect_view import title_of
from plugins.sql_assistant.connections import Connection

if TYPE_CHECKING:
    from plugins.sql_assistant.write_table_view import DifferenceTable
    from plugins.sql_assistant.writing.log import WriteEntry

_WIDTH, _HEIGHT = 860, 560
_STATEMENT, _ROWS, _STATE = 2, 3, 4
_SQL_LINES = 4


class ChangeLogDialog(QDialog):
    """A list of changes, newest first, and one of them in full.

    Args:
        connection: whose changes are shown at first; None for those of all.

    Signals:
        listed: the list was read.
        detailed: the change that is selected was read.
    """

    listed = Signal()
    detailed = Signal()

    def __init__(self, host: PanelHost, connection: Connection | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._connection = connection
        self._is_over = False
        self._shown: list[Change] = []
        self.rows: DifferenceTable | None = None
        self.setWindowTitle(tr("Changes made"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_list()
        self._make_details()
        self._make_buttons()
        self._lay_out()
        self._connect_signals()
        self.refresh()

    # parts

    def _make_list(self) -> None:
        self.only_one = QCheckBox()
        self.only_one.setVisible(self._connection is not None)
        if self._connection is not None:
            self.only_one.setText(tr("Only those of {name}").format(name=title_of(self._connection)))
            self.only_one.setChecked(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Changes made"))
        self.list.setHeaderLabels([tr("When"), tr("Connection"), tr("Statement"), tr("Rows"), tr("State")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.list.header()
        header.setStretchLastSection(False)
        for section in range(header.count()):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_STATEMENT, QHeaderView.ResizeMode.Stretch)
        self.empty = QLabel(
            tr("No change was made yet.")
            + "\n"
            + tr("Where writing is allowed, each change is shown and asked first, and stands here afterwards.")
        )
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)

    def _make_details(self) -> None:
        theme = self._host.theme
        self.statement = QPlainTextEdit()
        self.statement.setReadOnly(True)
        self.statement.setProperty("role", "code")
        self.statement.setAccessibleName(tr("Statement"))
        self.statement.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(theme.code_px))
        self.statement.setFont(font)
        self.statement.setFixedHeight(_SQL_LINES * self.statement.fontMetrics().lineSpacing() + 3 * theme.grid)
        self.said = QLabel()
        self.said.setProperty("role", "secondary")
        self.said.setWordWrap(True)
        self._details = QWidget()
        self._details_layout = QVBoxLayout(self._details)
        self._details_layout.setContentsMargins(0, theme.gap, 0, 0)
        self._details_layout.setSpacing(theme.gap)
        for part in (self.said, self.statement):
            self._details_layout.addWidget(part)

    def _make_buttons(self) -> None:
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.hide()
        self.copy_action = QAction(tr("Copy"), self.list)
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.list.addAction(self.copy_action)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.copy_button, self.save_button, self.close_button = (
            QPushButton(words) for words in (tr("Copy"), tr("Save as…"), tr("Close"))
        )
        self.copy_button.setToolTip(tr("Copy the selected changes, or all of them"))
        self.save_action = QAction(tr("Save as…"), self)
        self.save_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        self.addAction(self.save_action)
        for button in (self.copy_button, self.save_button, self.close_button):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)

    def _lay_out(self) -> None:
        grid = self._host.theme.grid
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.addWidget(self.list)
        self.parts.addWidget(self._details)
        self.parts.setChildrenCollapsible(False)
        self.parts.setSizes([_HEIGHT // 2, _HEIGHT // 2])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.parts)
        foot = QHBoxLayout()
        foot.setSpacing(grid)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[grid * 2] * 4)
        layout.setSpacing(grid)
        layout.addWidget(self.only_one)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.note)
        layout.addLayout(foot)
        self.resize(_WIDTH, _HEIGHT)

    def _connect_signals(self) -> None:
        self.only_one.toggled.connect(self.refresh)
        self.list.currentItemChanged.connect(self._look_at_choice)
        self.copy_button.clicked.connect(self._copy)
        self.copy_action.triggered.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.save_action.triggered.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self._leave)

    # the list

    @property
    def _address(self) -> str:
        return self._connection.address if self._connection and self.only_one.isChecked() else ""

    def refresh(self) -> None:
        """Read the log anew."""
        data_dir, address = self._host.data_dir, self._address
        self._in_background(lambda: changes(data_dir, address), self._show)

    def _show(self, found: list[Change]) -> None:
        self._shown = found
        self.list.clear()
        self.list.addTopLevelItems([self._item(one) for one in found])
        for part in (self.copy_button, self.copy_action, self.save_button, self.save_action):
            part.setEnabled(bool(found))
        cut = tr("The newest {count} changes are shown; a saved file holds all of them.")
        self._say(cut.format(count=f"{MAX_SHOWN:,}") if len(found) >= MAX_SHOWN else "", "")
        self.pages.setCurrentWidget(self.parts if found else self.empty)
        if first := self.list.topLevelItem(0):
            self.list.setCurrentItem(first)
            self.list.setFocus()
        self.listed.emit()

    def _item(self, one: Change) -> QTreeWidgetItem:
        entry = one.entry
        name = one.connection or title_of(Connection(entry.address))
        sql = " ".join(entry.sql.split())
        item = QTreeWidgetItem([one.time[:19], name, sql, f"{entry.affected:,}", _state(entry.how)])
        item.setSizeHint(_STATEMENT, QSize(0, self._host.theme.row_height))
        item.setTextAlignment(_ROWS, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(1, entry.address)
        theme = self._host.theme
        icon, colour = {
            "done": ("mdi6.check", theme.verified),
            "undone": ("mdi6.undo", theme.secondary),
        }.get(entry.how, ("mdi6.help-circle-outline", theme.unverified))
        item.setIcon(_STATE, qtawesome.icon(icon, color=colour))
        return item

    def _look_at_choice(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        entry = self._shown[self.list.indexOfTopLevelItem(item)].entry
        data_dir = self._host.data_dir
        self.statement.setPlainText(entry.sql)
        self.said.setText(_told(entry))
        self._in_background(lambda: change(data_dir, entry.id), lambda found: self._detail(item, found))

    def _detail(self, item: QTreeWidgetItem, entry: WriteEntry | None) -> None:
        """Show the rows, if the change is still the one that is looked at."""
        if entry is None or item is not self.list.currentItem():
            return
        from plugins.sql_assistant.write_table_view import DifferenceTable
        from plugins.sql_assistant.writing.difference import MAX_SHOWN_ROWS, Difference, RowChange

        pairs = entry.rows[:MAX_SHOWN_ROWS]
        rows = tuple(RowChange(*(None if one is None else tuple(one) for one in pair)) for pair in pairs)
        found = Difference("", "", entry.sql, entry.table, entry.columns, (), entry.affected, rows)
        if self.rows is not None:
            self.rows.hide()
            self.rows.deleteLater()
        self.rows = DifferenceTable(found, self._host.theme)
        self.rows.setVisible(bool(rows))
        self._details_layout.addWidget(self.rows, 1)
        self.detailed.emit()

    # what the buttons do

    def _copy(self) -> None:
        chosen = [self._shown[self.list.indexOfTopLevelItem(item)] for item in self.list.selectedItems()]
        found = sorted(chosen, key=self._shown.index) or self._shown
        QGuiApplication.clipboard().setText(as_text(found))
        self._say(tr("Changes copied: {count}.").format(count=f"{len(found):,}"), "")

    def _save(self) -> None:
        filters = ";;".join((f"{tr('CSV files')} (*.csv)", f"{tr('Tab-separated text')} (*.txt)"))
        path = self._host.ask_save(tr("Save the log of changes"), "changes.csv", filters)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".csv")
        data_dir, address = self._host.data_dir, self._address
        self._in_background(
            lambda: save(path, changes(data_dir, address, limit=-1)), lambda count: self._saved(path, count)
        )

    def _saved(self, path: Path, count: int) -> None:
        self._say(tr("Changes saved to {path}: {count}.").format(path=path, count=f"{count:,}"), "")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(text))

    def _in_background(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def arrived(value: object) -> None:
            if not self._is_over:
                done(value)

        def failed(error: AppError) -> None:
            if not self._is_over:
                self._say(f"{tr_said(error.message)} {tr_said(error.hint)}".strip(), "failed")

        self._host.call(work, arrived, failed)

    def _leave(self) -> None:
        self._is_over = True


def _state(how: str) -> str:
    return {"done": tr("written"), "undone": tr("taken back")}.get(how, tr("not known"))


def _told(entry: WriteEntry) -> str:
    """Who did it where, and what is to be known of its state."""
    what = {
        "done": tr("It was written."),
        "undone": tr("The database refused it at the end; nothing was written."),
    }.get(entry.how, tr("The program or the connection ended just then: look in the database whether it was written."))
    who = tr("Entry {entry}, by {who}, in “{table}” of {address}.")
    return f"{who.format(entry=entry.id, who=entry.who, table=entry.table, address=entry.address)} {what}"
