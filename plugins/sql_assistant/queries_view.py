"""Queries to come back to: those that ran, and those that were given a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import qtawesome
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QKeySequence, QPainter, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import PanelHost, Theme, tr
from plugins.sql_assistant.query_log import PastQuery, QueryLog, SavedQuery

Query = PastQuery | SavedQuery
_QUERY = Qt.ItemDataRole.UserRole
_WAIT_MS = 150
_MARKS = {
    "verified": ("mdi6.check-circle-outline", "verified"),
    "repaired": ("mdi6.auto-fix", "repaired"),
    "unverified": ("mdi6.help-circle-outline", "unverified"),
    "failed": ("mdi6.alert-circle-outline", "failed"),
    "stopped": ("mdi6.stop-circle-outline", "secondary"),
}


class QueriesView(QWidget):
    """Two lists, past and saved queries of the connection in front, with a search above them.

    Signals:
        query_picked: a query is to be put into the editor.
        run_requested: a query is to be put into the editor and run.
        saved_changed: a query was saved, renamed or deleted.
    """

    query_picked = Signal(str)
    run_requested = Signal(str)
    saved_changed = Signal()

    def __init__(self, host: PanelHost, log: QueryLog) -> None:
        super().__init__()
        self.host = host
        self.log = log
        self._address: str | None = None
        self._is_stale = False
        self._asked = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search queries"))
        self.search.setAccessibleName(tr("Search queries"))
        self.search.setClearButtonEnabled(True)
        self.history = _QueryList(host.theme, tr("Past queries"))
        self.saved = _QueryList(host.theme, tr("Saved queries"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.history, tr("History"))
        self.tabs.addTab(self.saved, tr("Saved"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(host.theme.grid, host.theme.gap, host.theme.grid, host.theme.grid)
        layout.setSpacing(host.theme.grid)
        layout.addWidget(self.search)
        layout.addWidget(self.tabs, 1)
        self._connect_signals()

    def show_address(self, address: str) -> None:
        """Show the queries of a connection."""
        if address != self._address:
            self._address = address
            self.refresh()

    def refresh(self) -> None:
        """Read the queries anew, now or as soon as they are seen."""
        self._is_stale = True
        if self.isVisible():
            self._read()

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        for one in (self.history, self.saved):
            one.retheme(self.host.theme)

    def ask_to_save(self, sql: str, question: str = "") -> None:
        """Ask for a name and keep a query under it; one of that name is replaced after a question."""
        address = self._address
        if address is None or not sql.strip():
            return
        name, agreed = self._ask_name(tr("Save query"), " ".join(question.split())[:80])
        if not agreed:
            return
        known = [one.name for one in self.saved.all if isinstance(one, SavedQuery)]
        if name.casefold() in (one.casefold() for one in known) and not self.host.confirm(
            tr("Replace the saved query?"),
            tr("There is a query “{name}” already. It is replaced by this one.").format(name=name),
            tr("Replace the query"),
        ):
            return
        self._change(lambda: self.log.save(address, name, sql, question), tr("Saved as “{name}”.").format(name=name))

    # parts

    def _connect_signals(self) -> None:
        self._wait.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._wait.start())
        for one in (self.history, self.saved):
            one.list.itemActivated.connect(lambda item: self.query_picked.emit(item.data(_QUERY).sql))
            one.list.customContextMenuRequested.connect(lambda place, one=one: self._menu(one, place))
            for keys, act in (
                (QKeySequence.StandardKey.Delete, self.delete),
                (QKeySequence.StandardKey.Copy, self.copy),
                ("F2", self.rename),
            ):
                shortcut = QShortcut(QKeySequence(keys), one.list)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(act)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        self._asked += 1
        address, text, asked = self._address, self.search.text().strip(), self._asked
        if address is None:
            self._show([], [], "")
            return

        def work() -> tuple[list[PastQuery], list[SavedQuery]]:
            return self.log.recent(address, text), self.log.saved(address, text)

        def done(found: tuple[list[PastQuery], list[SavedQuery]]) -> None:
            if asked == self._asked:
                self._show(*found, text)

        self.host.call(work, done)

    def _show(self, past: Sequence[PastQuery], saved: Sequence[SavedQuery], text: str) -> None:
        nothing = tr("No query has “{text}” in it.").format(text=text)
        empty = tr("Nothing has run here yet. Every query that runs is kept, on this machine; its rows are not.")
        self.history.show_queries(past, nothing if text else empty)
        empty = tr("No query is saved yet. Save one from the history, and it is here by its name.")
        self.saved.show_queries(saved, nothing if text else empty)

    # acting on a query

    @property
    def chosen(self) -> Query | None:
        """The query that is marked in the list in front."""
        front = self.tabs.currentWidget()
        item = front.list.currentItem() if isinstance(front, _QueryList) else None
        return item.data(_QUERY) if item else None

    def _menu(self, where: _QueryList, place: QPoint) -> None:
        item = where.list.itemAt(place)
        if item is None:
            return
        where.list.setCurrentItem(item)
        menu = self.menu_for(item.data(_QUERY))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where.list.viewport().mapToGlobal(place))

    def menu_for(self, query: Query) -> QMenu:
        """What can be done with a query."""
        menu = QMenu(self)
        entries: list[tuple[str, str, Callable[[], None]] | None] = [
            (tr("Put into the editor"), "mdi6.pencil-outline", lambda: self.query_picked.emit(query.sql)),
            (tr("Run"), "mdi6.play", lambda: self.run_requested.emit(query.sql)),
            (tr("Copy"), "mdi6.content-copy", self.copy),
            None,
        ]
        if isinstance(query, PastQuery):
            entries.append(
                (tr("Save as…"), "mdi6.bookmark-outline", lambda: self.ask_to_save(query.sql, query.question))
            )
            entries.append((tr("Delete"), "mdi6.delete-outline", self.delete))
            entries.append((tr("Clear the history…"), "mdi6.delete-sweep-outline", self.clear_history))
        else:
            entries.append((tr("Rename…"), "mdi6.rename-outline", self.rename))
            entries.append((tr("Delete…"), "mdi6.delete-outline", self.delete))
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            text, icon, act = entry
            action = menu.addAction(qtawesome.icon(icon, color=self.host.theme.text), text)
            action.triggered.connect(lambda _=False, act=act: act())
        return menu

    def copy(self) -> None:
        """Put the marked query on the clipboard."""
        if query := self.chosen:
            QGuiApplication.clipboard().setText(query.sql)

    def rename(self) -> None:
        """Ask for another name of the marked saved query."""
        query = self.chosen
        if not isinstance(query, SavedQuery):
            return
        name, agreed = self._ask_name(tr("Rename query"), query.name)
        if agreed and name != query.name:
            self._change(lambda: self.log.rename(query.id, name))

    def delete(self) -> None:
        """Delete the marked query; a saved one after a question."""
        match self.chosen:
            case PastQuery(id=past):
                self._change(lambda: self.log.forget(past))
            case SavedQuery(id=saved, name=name):
                text = tr("The saved query “{name}” is removed. This cannot be undone.").format(name=name)
                if self.host.confirm(tr("Delete the saved query?"), text, tr("Delete the query")):
                    self._change(lambda: self.log.delete(saved))

    def clear_history(self) -> None:
        """Delete all past queries of the connection, after a question."""
        address = self._address
        if address is None:
            return
        text = tr("All past queries of this connection are removed; saved ones stay. This cannot be undone.")
        if self.host.confirm(tr("Clear the history?"), text, tr("Clear the history")):
            self._change(lambda: self.log.clear(address))

    def _change(self, work: Callable[[], object], said: str = "") -> None:
        def done(_: object) -> None:
            if said:
                self.host.say(said)
            self.refresh()
            self.saved_changed.emit()

        self.host.call(work, done)

    def _ask_name(self, title: str, name: str) -> tuple[str, bool]:
        given, agreed = QInputDialog.getText(self, title, tr("Name"), text=name)
        return " ".join(given.split()), agreed and bool(given.strip())


class _QueryList(QStackedWidget):
    """A list of queries, or a sentence where there are none."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.all: tuple[Query, ...] = ()
        self.empty = QLabel()
        self.empty.setProperty("role", "secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.empty.setContentsMargins(*(theme.grid,) * 4)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setProperty("role", "rows")
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self._delegate = _QueryDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.addWidget(self.empty)
        self.addWidget(self.list)

    def show_queries(self, queries: Sequence[Query], empty: str) -> None:
        """Show queries; the one that was marked stays so."""
        marked = self.list.currentItem()
        key = _key(marked.data(_QUERY)) if marked else None
        self.all = tuple(queries)
        self.list.clear()
        for query in queries:
            item = QListWidgetItem(_heading(query))
            item.setData(_QUERY, query)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_heading(query)}. {_details(query)}")
            item.setToolTip(query.sql[:2000])
            self.list.addItem(item)
            if _key(query) == key:
                self.list.setCurrentItem(item)
        self.empty.setText(empty)
        self.setCurrentWidget(self.list if queries else self.empty)

    def retheme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._delegate.theme = theme
        self.list.viewport().update()


class _QueryDelegate(QStyledItemDelegate):
    """Draws a query in two lines: what it answers with its mark, and what is known about it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._code.setPixelSize(theme.small_px)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, 2 * self.theme.row_height - self.theme.gap)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        query: Query = index.data(_QUERY)
        style = option.widget.style()
        self.initStyleOption(option, index)
        option.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        theme, room = (
            self.theme,
            option.rect.adjusted(self.theme.grid, self.theme.gap, -self.theme.grid, -self.theme.gap),
        )
        painter.save()
        icon = self._icon(query)
        icon.paint(painter, QRect(room.left(), room.top() + 3, 16, 16))
        room.setLeft(room.left() + 16 + theme.grid)
        half = room.height() // 2
        upper, lower = QRect(room.left(), room.top(), room.width(), half), room.adjusted(0, half, 0, 0)
        is_text = isinstance(query, SavedQuery) or bool(query.question)
        self._line(painter, upper, _heading(query), theme.text, option.font if is_text else self._code)
        small = QFont(option.font)
        small.setPixelSize(theme.small_px)
        self._line(
            painter, lower, _details(query), theme.secondary, self._code if isinstance(query, SavedQuery) else small
        )
        painter.restore()

    def _icon(self, query: Query) -> qtawesome.QtGui.QIcon:
        if isinstance(query, SavedQuery):
            return qtawesome.icon("mdi6.bookmark-outline", color=self.theme.accent)
        name, ink = _MARKS.get(query.status, _MARKS["unverified"])
        return qtawesome.icon(name, color=getattr(self.theme, ink))

    def _line(self, painter: QPainter, room: QRect, text: str, colour: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _key(query: Query) -> tuple[type, int]:
    return type(query), query.id


def _heading(query: Query) -> str:
    if isinstance(query, SavedQuery):
        return query.name
    return _one_line(query.question or query.sql)


def _details(query: Query) -> str:
    if isinstance(query, SavedQuery):
        return _one_line(query.sql)
    words = {"failed": tr("failed"), "stopped": tr("stopped")}
    parts = [_when(query.at)]
    if query.status in words:
        parts.append(words[query.status])
    elif query.row_count is not None:
        rows = tr("1 row") if query.row_count == 1 else tr("{count} rows").format(count=f"{query.row_count:,}")
        parts.append(rows)
    if query.elapsed_s is not None:
        parts.append(_duration(query.elapsed_s))
    return " · ".join(parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"


def _when(at: float) -> str:
    """The time of today, else the date and time."""
    moment = datetime.fromtimestamp(at).astimezone()
    is_today = moment.date() == datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")
