"""What could follow, in a list below the cursor; the editor keeps the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.api_qt import Theme, tr
from plugins.sql_assistant.completion import Offer

ROWS = 9
WIDTH = 380
_OFFER = Qt.ItemDataRole.UserRole
_ICONS = {
    "table": "mdi6.table",
    "view": "mdi6.table-eye",
    "join": "mdi6.link-variant",
    "function": "mdi6.function",
    "keyword": "mdi6.text",
}


class _Row(QStyledItemDelegate):
    """Icon and text on the left, what it is on the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, offer = self.theme, index.data(_OFFER)
        rect: QRect = option.rect
        chosen = index.row() == self._current(option)
        painter.save()
        painter.fillRect(rect, QColor(theme.selected if chosen else theme.surface))
        inner = rect.adjusted(theme.grid, 0, -theme.grid, 0)
        icon: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        icon.paint(painter, QRect(inner.left(), inner.top(), 14, inner.height()))
        inner.setLeft(inner.left() + 14 + theme.grid)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(theme.text))
        written = metrics.elidedText(offer.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, written)
        room = inner.width() - metrics.horizontalAdvance(written) - 2 * theme.grid
        painter.setPen(QColor(theme.secondary))
        detail = metrics.elidedText(offer.detail, Qt.TextElideMode.ElideRight, room) if room > 5 * theme.grid else ""
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        painter.restore()

    def _current(self, option: QStyleOptionViewItem) -> int:
        view = option.widget
        return view.currentRow() if isinstance(view, QListWidget) else -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH, self.theme.row_height - self.theme.gap)


class OfferPopup(QListWidget):
    """The list. It lies in the window of the editor, so that it is where the window is.

    Signals:
        picked: an offer was clicked.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._row = _Row(theme)
        self.setItemDelegate(self._row)
        self.setAccessibleName(tr("What could follow"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemClicked.connect(lambda item: self.picked.emit(item.data(_OFFER)))
        self.retheme(theme)
        self.hide()

    @property
    def offer(self) -> Offer | None:
        """The one that is marked."""
        item = self.currentItem()
        return item.data(_OFFER) if item and self.isVisible() else None

    def offers(self) -> list[Offer]:
        """All that are shown, best first."""
        return [self.item(row).data(_OFFER) for row in range(self.count())]

    def show_offers(self, offers: Sequence[Offer], beside: QWidget, cursor: QRect) -> None:
        """Show offers below ``cursor``, a rectangle of ``beside``, or above it where there is no room below."""
        self.clear()
        for offer in offers:
            item = QListWidgetItem(offer.text)
            item.setData(_OFFER, offer)
            item.setIcon(self._icons.get(offer.kind, QIcon()))
            self.addItem(item)
        self.setCurrentRow(0)
        window = beside.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = min(self.count(), ROWS) * self._row.sizeHint(QStyleOptionViewItem(), QModelIndex()).height() + 2
        at = beside.mapTo(window, cursor.bottomLeft()) + QPoint(0, 2)
        if at.y() + height > window.height():
            at.setY(max(beside.mapTo(window, cursor.topLeft()).y() - height - 2, 0))
        at.setX(max(min(at.x(), window.width() - WIDTH), 0))
        self.setGeometry(at.x(), at.y(), min(WIDTH, window.width()), height)
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        """Mark another one; behind the last comes the first."""
        self.setCurrentRow((self.currentRow() + rows) % max(self.count(), 1))

    def retheme(self, theme: Theme) -> None:
        """Take colours and icons of the theme."""
        self._row.theme = theme
        self._icons = {kind: qtawesome.icon(name, color=theme.secondary) for kind, name in _ICONS.items()}
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        self.setPalette(palette)
        self.viewport().update()
