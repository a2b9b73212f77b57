"""The versions of the page as a list, the newest first, with a slim graph of their branches."""

from __future__ import annotations

import time
from collections.abc import Callable

import qtawesome
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.web_designer.project.versions import NONE, Project, Version
from plugins.web_designer.version_rows_view import VersionDelegate, VersionRows, heading

MINUTE_MS = 60_000


class VersionsView(QWidget):
    """Shows versions; goes to one, one step back or on, names one, compares two.

    Signals:
        version_wanted: a version is to be taken up; its id.
        name_wanted: a version gets a name; its id and the name.
        forget_wanted: a version is to be thrown away; its id.
        compare_wanted: two versions are to be shown next to each other; the older first.
    """

    version_wanted = Signal(int)
    name_wanted = Signal(int, str)
    forget_wanted = Signal(int)
    compare_wanted = Signal(int, int)

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._project = Project()
        self.list = _List()
        self.rows = VersionRows(clock, self.list)
        self.list.setModel(self.rows)
        self._delegate = VersionDelegate(theme, self.rows, self.list)
        self.list.setItemDelegate(self._delegate)
        self.empty = QLabel(tr("Every change of the page will be kept here."))
        self.empty.setProperty("role", "secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.undo, self.redo, self.compare, self.rename = (QToolButton() for _ in range(4))
        self.compare.setAccessibleName(tr("Compare"))
        self.compare.setToolTip(tr("Compare with the page as it is, or two that are chosen"))
        self.rename.setAccessibleName(tr("Name"))
        self.rename.setToolTip(tr("Give the version a name (F2)"))
        self._tick = QTimer(self, interval=MINUTE_MS)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.retheme(theme)
        self.show_project(self._project)

    def show_project(self, project: Project) -> None:
        """Show a project's versions as they are now. The choice follows the work, unless other versions are chosen."""
        chosen, was = self.chosen(), self.rows.current
        self._project = project
        self.rows.show_project(project)
        if self.rows.current != was and set(chosen) <= {was}:
            self._choose(self.rows.current)
        elif self.chosen() != chosen:
            self._choose(*chosen)
        self._stack.setCurrentIndex(1 if self.rows.rows else 0)
        self._offer_steps()
        self._offer()

    def chosen(self) -> list[int]:
        """Ids of the versions that are chosen, the oldest first."""
        return sorted(self.rows.rows[index.row()].version.id for index in self.list.selectedIndexes())

    def edit_name(self) -> None:
        """Let the person type a name for the version that has the keyboard."""
        if self.list.currentIndex().isValid():
            self.list.edit(self.list.currentIndex())

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._delegate.theme = theme
        for button, icon in (
            (self.undo, "mdi6.undo"),
            (self.redo, "mdi6.redo"),
            (self.compare, "mdi6.compare"),
            (self.rename, "mdi6.pencil-outline"),
        ):
            button.setIcon(qtawesome.icon(icon, color=theme.text, color_disabled=theme.line))
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    # how it is built

    def _make_actions(self) -> None:
        """What can be done with a version: the context menu, and the keys of the list."""
        self.go_action = QAction(tr("Go to this version"), self.list)
        self.name_action = QAction(tr("Name…"), self.list)
        self.compare_action = QAction(tr("Compare"), self.list)
        self.forget_action = QAction(tr("Delete"), self.list)
        self.name_action.setShortcut(QKeySequence("F2"))
        self.forget_action.setShortcut(QKeySequence.StandardKey.Delete)
        for action in (self.go_action, self.name_action, self.compare_action, self.forget_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.list.addAction(action)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for button in (self.undo, self.redo, None, self.compare, self.rename):
            if button is None:
                bar.addStretch(1)
            else:
                bar.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(bar)
        box.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.list.doubleClicked.connect(lambda _index: self._go())
        self.list.entered_version.connect(self._go)
        self.list.selectionModel().selectionChanged.connect(lambda _new, _old: self._offer())
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._offer())
        self.go_action.triggered.connect(self._go)
        self.name_action.triggered.connect(self.edit_name)
        self.compare_action.triggered.connect(self._compare)
        self.forget_action.triggered.connect(self._forget)
        self._delegate.named.connect(self.name_wanted)
        self.undo.clicked.connect(lambda: self._step_to(self._project.previous))
        self.redo.clicked.connect(lambda: self._step_to(self._project.following))
        self.compare.clicked.connect(self._compare)
        self.rename.clicked.connect(self.edit_name)
        self._tick.timeout.connect(self.list.viewport().update)

    # what can be done now

    def _offer_steps(self) -> None:
        """Say what going back would undo, and going on would do again."""
        undone = self._project.current if self._project.previous else None
        _name_step(self.undo, tr("Undo"), tr("Nothing to undo"), undone)
        _name_step(self.redo, tr("Redo"), tr("Nothing to redo"), self._project.following)

    def _offer(self) -> None:
        id = self._at()
        can_compare = self._pair() is not None
        self.compare.setEnabled(can_compare)
        self.compare_action.setEnabled(can_compare)
        self.rename.setEnabled(id != NONE)
        self.go_action.setEnabled(id not in (NONE, self.rows.current))
        self.forget_action.setEnabled(id != NONE and self._project.can_forget(id))

    def _at(self) -> int:
        """The version that has the keyboard."""
        row = self.list.currentIndex().row()
        return self.rows.rows[row].version.id if 0 <= row < len(self.rows.rows) else NONE

    def _pair(self) -> tuple[int, int] | None:
        """Which two a comparison is of: those that are chosen, or the one and the page as it is, or that and what it was made from."""
        chosen, current = self.chosen(), self._project.current
        if len(chosen) == 1 and current and chosen[0] != current.id:
            chosen = sorted((*chosen, current.id))
        elif len(chosen) == 1 and current and current.parent:
            chosen = [current.parent, current.id]
        return (chosen[0], chosen[1]) if len(chosen) == 2 else None

    # what is wanted

    def _choose(self, *ids: int) -> None:
        """Choose versions, the last with the keyboard; those that are gone are passed over."""
        self.list.clearSelection()
        for row in (self.rows.row_of(id) for id in ids):
            if row >= 0:
                index = self.rows.index(row)
                self.list.selectionModel().setCurrentIndex(index, self.list.selectionModel().SelectionFlag.Select)
                self.list.scrollTo(index)

    def _go(self) -> None:
        if self.go_action.isEnabled():
            self.version_wanted.emit(self._at())

    def _step_to(self, version: Version | None) -> None:
        if version is not None:
            self.version_wanted.emit(version.id)

    def _compare(self) -> None:
        if pair := self._pair():
            self.compare_wanted.emit(*pair)

    def _forget(self) -> None:
        self.forget_wanted.emit(self._at())


class _List(QListView):
    """The list itself.

    Signals:
        entered_version: Enter was pressed.
    """

    entered_version = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rows")
        self.setAccessibleName(tr("Versions"))
        self.setAccessibleDescription(tr("Enter goes to a version, F2 names it."))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_version.emit()
        else:
            super().keyPressEvent(event)


def _name_step(button: QToolButton, words: str, without: str, version: Version | None) -> None:
    button.setEnabled(version is not None)
    button.setAccessibleName(words)
    what = f"{words}: {heading(version)}" if version is not None else without
    button.setToolTip(what)
    button.setAccessibleDescription(what)
