"""The versions of the page as a list, the newest first, with a slim graph of their branches."""

from __future__ import annotations

import time
from collections.abc import Callable

import qtawesome
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said
from plugins.web_designer.project.graph import Row, rows_of
from plugins.web_designer.project.versions import Maker, Project, Version

ROW, IS_CURRENT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
LANE_PX, ROW_PX, DOT_PX, MOST_LANES = 12, 44, 4, 5
MINUTE_MS = 60_000
_ICONS: dict[Maker, str] = {
    "hand": "mdi6.cursor-default-click-outline",
    "model": "mdi6.creation-outline",
    "plan": "mdi6.creation-outline",
    "import": "mdi6.folder-open-outline",
    "source": "mdi6.code-tags",
}


class VersionsView(QWidget):
    """Shows versions; goes to one, names it, compares two.

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
        self._theme, self._clock = theme, clock
        self._project: Project | None = None
        self.list = _List()
        self.list.setProperty("role", "rows")
        self.list.setAccessibleName(tr("Versions"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._delegate = _Delegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.empty = QLabel(tr("Every change of the page will be kept here."))
        self.empty.setProperty("role", "secondary")
        self.empty.setWordWrap(True)
        self.compare = QToolButton()
        self.compare.setAccessibleName(tr("Compare"))
        self.compare.setToolTip(tr("Compare with the page as it is, or two that are chosen"))
        self.rename = QToolButton()
        self.rename.setAccessibleName(tr("Name"))
        self.rename.setToolTip(tr("Give the version a name (F2)"))
        self._lay_out()
        self._connect()
        self._tick = QTimer(self, interval=MINUTE_MS)
        self._tick.timeout.connect(self._say_times)
        self._tick.start()
        self.retheme(theme)
        self.show_project(Project())

    def show_project(self, project: Project) -> None:
        """Show a project's versions as they are now."""
        self._project = project
        current = project.current
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows_of(project):
            item = QListWidgetItem()
            item.setData(ROW, row)
            item.setData(IS_CURRENT, current is not None and row.version.id == current.id)
            self.list.addItem(item)
            if item.data(IS_CURRENT):
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._say_times()
        self.empty.setVisible(not len(project))
        self.list.setVisible(bool(len(project)))
        self._offer()

    def edit_name(self) -> None:
        """Let the person type a name for the chosen version."""
        if item := self.list.currentItem():
            self.list.editItem(item)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._delegate.theme = theme
        self.compare.setIcon(qtawesome.icon("mdi6.compare", color=theme.text, color_disabled=theme.line))
        self.rename.setIcon(qtawesome.icon("mdi6.pencil-outline", color=theme.text, color_disabled=theme.line))
        self.list.viewport().update()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(0)
        bar.addWidget(self.compare)
        bar.addWidget(self.rename)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(bar)
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.list.itemActivated.connect(lambda item: self.version_wanted.emit(_version(item).id))
        self.list.itemDoubleClicked.connect(lambda item: self.version_wanted.emit(_version(item).id))
        self.list.itemSelectionChanged.connect(self._offer)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.rename_wanted.connect(self.edit_name)
        self.list.delete_wanted.connect(self._forget)
        self._delegate.named.connect(self.name_wanted)
        self.compare.clicked.connect(self._compare)
        self.rename.clicked.connect(self.edit_name)

    def _chosen(self) -> list[int]:
        return sorted(_version(item).id for item in self.list.selectedItems())

    def _pair(self) -> tuple[int, int] | None:
        """Which two a comparison is of: those that are chosen, or the one and the page as it is."""
        chosen = self._chosen()
        current = self._project.current if self._project else None
        if len(chosen) == 1 and current and chosen[0] != current.id:
            chosen = sorted((*chosen, current.id))
        if len(chosen) == 1 and current and current.parent:
            chosen = [current.parent, current.id]
        return (chosen[0], chosen[1]) if len(chosen) == 2 else None

    def _offer(self) -> None:
        self.compare.setEnabled(self._pair() is not None)
        self.rename.setEnabled(self.list.currentItem() is not None)

    def _compare(self) -> None:
        if pair := self._pair():
            self.compare_wanted.emit(*pair)

    def _forget(self) -> None:
        item = self.list.currentItem()
        if item is not None and self._project and self._project.can_forget(_version(item).id):
            self.forget_wanted.emit(_version(item).id)

    def menu_for(self, item: QListWidgetItem) -> QMenu:
        """What can be done with a version."""
        version = _version(item)
        menu = QMenu(self)
        menu.addAction(tr("Go to this version")).triggered.connect(lambda: self.version_wanted.emit(version.id))
        menu.addAction(tr("Name…")).triggered.connect(self.edit_name)
        compare = menu.addAction(tr("Compare"))
        compare.triggered.connect(self._compare)
        compare.setEnabled(self._pair() is not None)
        forget = menu.addAction(tr("Delete"))
        forget.triggered.connect(self._forget)
        forget.setEnabled(self._project is not None and self._project.can_forget(version.id))
        return menu

    def _show_menu(self, place: QPoint) -> None:
        if item := self.list.currentItem():
            self.menu_for(item).popup(place)

    def _say_times(self) -> None:
        """What each row says, for the eye and for a screen reader."""
        now = self._clock()
        for number in range(self.list.count()):
            item = self.list.item(number)
            version = _version(item)
            head = version.name or tr_said(version.what)
            when = ago(now - version.made_at)
            words = [head, *((tr_said(version.what),) if version.name else ()), _by(version.by), when]
            if item.data(IS_CURRENT):
                words.append(tr("the page as it is"))
            item.setText(f"{head}\n{_by(version.by)} · {when}")
            item.setToolTip("\n".join((head, tr_said(version.what), when)) if version.name else head)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)


class _List(QListWidget):
    """Keys and the context menu of the list."""

    menu_wanted = Signal(QPoint)
    rename_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())


class _Delegate(QStyledItemDelegate):
    """Draws the graph and two lines of words; edits the name."""

    named = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        is_current = bool(index.data(IS_CURRENT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self.theme.selected))
        self._draw_graph(painter, rect, row, is_current=is_current)
        self._draw_words(painter, rect, row, index.data(Qt.ItemDataRole.DisplayRole).split("\n"), is_current=is_current)
        painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("Name of the version"))
        editor.setPlaceholderText(tr("Name of the version"))
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(ROW).version.name)

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            self.named.emit(index.data(ROW).version.id, editor.text())

    def _draw_graph(self, painter: QPainter, rect: QRect, row: Row, *, is_current: bool) -> None:
        middle = rect.center().y()
        painter.setPen(QPen(QColor(self.theme.secondary), 1.5))
        for lane in row.above:
            end = (_x(rect, row.lane), middle) if lane in row.joins else (_x(rect, lane), middle)
            painter.drawLine(_x(rect, lane), rect.top(), *end)
        for lane in row.below:
            painter.drawLine(_x(rect, lane), middle, _x(rect, lane), rect.bottom() + 1)
        painter.setPen(QPen(QColor(self.theme.accent if is_current else self.theme.secondary), 1.5))
        painter.setBrush(QColor(self.theme.accent if is_current else self.theme.ground))
        painter.drawEllipse(QPoint(_x(rect, row.lane), middle), DOT_PX, DOT_PX)

    def _draw_words(self, painter: QPainter, rect: QRect, row: Row, words: list[str], *, is_current: bool) -> None:
        lanes = min(max((row.lane, *row.above, *row.below)) + 1, MOST_LANES)
        room = rect.adjusted(lanes * LANE_PX + 12, 4, -6, -4)
        font = painter.font()
        font.setBold(is_current or bool(row.version.name))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        _draw_line(painter, QRect(room.left(), room.top(), room.width(), room.height() // 2), words[0])
        font.setBold(False)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        below = QRect(room.left(), room.top() + room.height() // 2, room.width(), room.height() // 2)
        icon = qtawesome.icon(_ICONS[row.version.by], color=self.theme.secondary).pixmap(14, 14)
        painter.drawPixmap(below.left(), below.center().y() - 6, icon)
        _draw_line(painter, below.adjusted(18, 0, 0, 0), words[-1])


def ago(seconds: float) -> str:
    """How long ago, in words."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return tr("{n} min ago").format(n=minutes)
    if minutes < 60 * 24:
        return tr("{n} h ago").format(n=minutes // 60)
    return tr("{n} d ago").format(n=minutes // (60 * 24))


def _by(maker: Maker) -> str:
    words = {
        "hand": tr("by hand"),
        "model": tr("by a model"),
        "plan": tr("from a plan"),
        "import": tr("from a file"),
        "source": tr("in the source"),
    }
    return words[maker]


def _version(item: QListWidgetItem) -> Version:
    row: Row = item.data(ROW)
    return row.version


def _x(rect: QRect, lane: int) -> int:
    return rect.left() + 10 + min(lane, MOST_LANES - 1) * LANE_PX


def _draw_line(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
