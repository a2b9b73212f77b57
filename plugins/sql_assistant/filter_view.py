"""A table's header with a box below each name, in which a person types what its cells must hold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from app.api_qt import Theme, tr
from plugins.sql_assistant.results.filters import Filter, parse_filter

_APPLY_MS = 350
_NO_ARROW = "QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }"
"""The model writes the arrow behind the name: Qt would draw it over a name that stands right."""


class FilterBox(QLineEdit):
    """One column's box.

    Signals:
        left: the person wants back to the rows (Escape, Down).
    """

    left = Signal()

    def __init__(self, parent: QWidget, column: str) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Filter"))
        self.setAccessibleName(tr("Filter {column}").format(column=column))
        self.setToolTip(tr("Text, or a test: =x  ≠x  <x  ≤x  >x  ≥x  null  !null"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterHeader(QHeaderView):
    """The names of the columns, with a row of boxes below them that can be shown.

    Signals:
        filtered: a person wants other filters; they are in ``filters``.
        left: a person wants from the boxes back to the rows.
    """

    filtered = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._row_height = theme.row_height
        self._boxes: dict[int, FilterBox] = {}
        self._filters: dict[int, Filter] = {}
        self._is_open = self._is_putting = False
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_APPLY_MS)
        self._waiting.timeout.connect(self.filtered)
        self.setSectionsClickable(True)
        self.setSortIndicatorClearable(True)
        self.setResizeContentsPrecision(0)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setStyleSheet(_NO_ARROW)
        self.sectionResized.connect(self._place)
        self.sectionCountChanged.connect(self._forget_boxes)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What the boxes ask for."""
        return tuple(self._filters[column] for column in sorted(self._filters))

    @property
    def is_open(self) -> bool:
        """Whether the boxes are shown."""
        return self._is_open

    def open_boxes(self, *, is_open: bool) -> None:
        """Show the boxes or hide them; hidden boxes filter nothing."""
        self._is_open = is_open
        if not is_open:
            self.clear()
        self.updateGeometries()
        self.geometriesChanged.emit()
        self._place()

    def focus_box(self, column: int) -> None:
        """Let a person type into a column's box."""
        if column in self._boxes:
            self._boxes[column].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._boxes[column].selectAll()

    def put(self, wanted: Filter) -> None:
        """Filter as if a person had typed it."""
        self._filters[wanted.column] = wanted
        self.open_boxes(is_open=True)
        if wanted.column in self._boxes:
            self._set_text(wanted.column, wanted.typed)
        self.filtered.emit()

    def clear(self) -> None:
        """Filter nothing."""
        for column in self._boxes:
            self._set_text(column, "")
        if self._filters:
            self._filters.clear()
            self.filtered.emit()

    def forget(self) -> None:
        """Begin anew for another result; nobody is told."""
        self._waiting.stop()
        self._filters.clear()
        self._forget_boxes()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self._row_height) if self._is_open else hint

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, self._row_height if self._is_open else 0)
        super().updateGeometries()
        self._place()

    def follow(self) -> None:
        """The rows were scrolled sideways."""
        self._place()

    def _place(self) -> None:
        """Put the boxes of the visible columns where the columns are."""
        shown = self._visible() if self._is_open else range(0)
        for column in shown:
            box = self._boxes.get(column) or self._make_box(column)
            box.setGeometry(
                self.sectionViewportPosition(column),
                self.height() - self._row_height,
                self.sectionSize(column),
                self._row_height,
            )
        for column, box in self._boxes.items():
            box.setVisible(column in shown)

    def _visible(self) -> range:
        if not self.count():
            return range(0)
        first, last = self.visualIndexAt(0), self.visualIndexAt(self.viewport().width() - 1)
        return range(max(first, 0), (self.count() if last < 0 else last + 1))

    def _make_box(self, column: int) -> FilterBox:
        name = str(self.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
        box = self._boxes[column] = FilterBox(self, name)
        if column in self._filters:
            box.setText(self._filters[column].typed)
        box.textChanged.connect(lambda text: self._typed(column, text))
        box.returnPressed.connect(self.apply)
        box.left.connect(self.left)
        return box

    def _set_text(self, column: int, text: str) -> None:
        self._is_putting = True
        self._boxes[column].setText(text)
        self._is_putting = False

    def _typed(self, column: int, text: str) -> None:
        if self._is_putting:
            return
        found = parse_filter(column, text)
        if found == self._filters.get(column):
            return
        if found is None:
            del self._filters[column]
        else:
            self._filters[column] = found
        self._waiting.start()

    def apply(self) -> None:
        """Filter now what was typed."""
        self._waiting.stop()
        self.filtered.emit()

    def _forget_boxes(self) -> None:
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        self._boxes.clear()
        self._place()
