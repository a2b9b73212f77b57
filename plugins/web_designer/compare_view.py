"""Two versions next to each other: as pages, and line by line."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.web_designer.difference_text_view import DifferenceText
from plugins.web_designer.project.comparison import Comparison, compare

BESIDE_FROM_PX = 720
"""Where there is less room the two sources stand in one column."""

PAGES, LINES = 0, 1


class CompareView(QWidget):
    """Shows what is other between two pages.

    Signals:
        closed: the person has seen enough.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._comparison = compare("", "")
        self._at = -1
        self.kind = QTabBar()
        self.kind.setAccessibleName(tr("Compare"))
        self.kind.setDrawBase(False)
        self.kind.addTab(tr("Page"))
        self.kind.addTab(tr("Source code"))
        self.summary = QLabel()
        self.summary.setProperty("role", "secondary")
        self.before = DifferenceText(theme, tr("Before"))
        self.after = DifferenceText(theme, tr("After"))
        self.both = DifferenceText(theme, tr("Before and after"))
        self.pictures = (_Picture(tr("Before")), _Picture(tr("After")))
        self.whole = _tool(tr("Show the whole source"))
        self.whole.setCheckable(True)
        self.back = _tool(tr("Change before"), "Shift+F7")
        self.on = _tool(tr("Next change"), "F7")
        self.close_button = _tool(tr("Close"), "Esc")
        self._titles = (_title(), _title())
        self._lay_out()
        self.set_pages(*self.pictures)
        self._connect()
        self.retheme(theme)
        self._show()

    @property
    def is_beside(self) -> bool:
        """Whether the sources stand side by side."""
        return self._texts.currentIndex() == 0

    def show_sources(self, titles: Sequence[str], old: str, new: str) -> None:
        """Show what is other; ``titles`` of the older and the newer. Large pages that are all other take a moment:
        ``compare`` can be called elsewhere, and ``show_comparison`` here.
        """
        self.show_comparison(titles, compare(old, new))

    def show_comparison(self, titles: Sequence[str], comparison: Comparison) -> None:
        """Show what ``compare`` found."""
        for label, words, title in zip(self._titles, (tr("Before"), tr("After")), titles, strict=True):
            label.setText(f"{words}: {title}")
            label.setToolTip(title)
        for picture in self.pictures:
            picture.wait()
        self._comparison, self._at = comparison, -1
        self._show()

    def show_picture(self, side: int, picture: QPixmap | None) -> None:
        """A page's picture has come, 0 for the older; None if there is none to be had."""
        self.pictures[side].show_picture(picture)

    def set_pages(self, left: QWidget, right: QWidget) -> None:
        """Show these as the pages, in place of pictures; what scrolls in them scrolls together."""
        while item := self._pages.takeAt(0):
            if (widget := item.widget()) not in (None, left, right):
                widget.setParent(None)
        for widget in (left, right):
            self._pages.addWidget(widget, 1)
        first, second = _scrolled(left), _scrolled(right)
        if first and second:
            _scroll_together(first, second)

    def step(self, by: int) -> None:
        """Go to another change; the last is followed by the first."""
        count = len(self._comparison.found)
        if not count:
            return
        self.kind.setCurrentIndex(LINES)
        self._at = (self._at + by) % count if self._at >= 0 or by > 0 else count - 1
        self._go_to_change()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for button, icon in (
            (self.back, "mdi6.arrow-up"),
            (self.on, "mdi6.arrow-down"),
            (self.whole, "mdi6.unfold-more-horizontal"),
            (self.close_button, "mdi6.close"),
        ):
            button.setIcon(qtawesome.icon(icon, color=theme.text, color_disabled=theme.line))
        for text in (self.before, self.after, self.both):
            text.retheme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = self.width() >= BESIDE_FROM_PX
        if is_beside != self.is_beside:
            self._texts.setCurrentIndex(0 if is_beside else 1)
            self._show_lines()

    # what is shown

    def _show(self) -> None:
        has_changes = bool(self._comparison.found)
        for button in (self.back, self.on):
            button.setEnabled(has_changes)
        self._show_lines()

    def _show_lines(self) -> None:
        """Write the lines anew, as there is room and as much as is wanted."""
        is_whole = self.whole.isChecked()
        if self.is_beside:
            for text, column in zip((self.before, self.after), self._comparison.beside(is_whole=is_whole), strict=True):
                text.show_column(column)
        else:
            self.both.show_column(self._comparison.below(is_whole=is_whole))
        self._go_to_change()

    def _go_to_change(self) -> None:
        self.summary.setText(" · ".join(self._words()))
        if self._at >= 0:
            for text in (self.before, self.after) if self.is_beside else (self.both,):
                text.go_to_change(self._at)

    def _words(self) -> list[str]:
        """How much is other, and at which change one is; where there is little room, one of the two."""
        count = len(self._comparison.found)
        if not count:
            return [tr("Both are the same.")]
        counts = tr("Lines gone: {n}, come: {m}").format(n=self._comparison.gone, m=self._comparison.come)
        place = tr("Change {n} of {m}").format(n=self._at + 1, m=count) if self._at >= 0 else ""
        return [words for words in (place, counts if self.is_beside or not place else "") if words]

    # how it is built

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.kind)
        bar.addStretch(1)
        bar.addWidget(self.summary)
        for button in (self.whole, self.back, self.on, self.close_button):
            bar.addWidget(button)
        titles = QHBoxLayout()
        titles.setSpacing(self._theme.grid)
        for label in self._titles:
            titles.addWidget(label, 1)
        pages, self._pages = _beside()
        texts, row = _beside()
        for text in (self.before, self.after):
            row.addWidget(text, 1)
        self._texts = QStackedWidget()
        self._texts.addWidget(texts)
        self._texts.addWidget(self.both)
        self._views = QStackedWidget()
        self._views.addWidget(pages)
        self._views.addWidget(self._texts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.gap)
        box.addLayout(bar)
        box.addLayout(titles)
        box.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.kind.currentChanged.connect(self._views.setCurrentIndex)
        self.kind.currentChanged.connect(lambda tab: self.whole.setVisible(tab == LINES))
        self.whole.setVisible(False)
        self.whole.toggled.connect(self._show_lines)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.closed)
        _scroll_together(self.before, self.after)
        for keys, button in (("F7", self.on), ("Shift+F7", self.back), ("Esc", self.close_button)):
            inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(button.click)


class _Picture(QScrollArea):
    """A page's picture, as wide as there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setWordWrap(True)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def wait(self) -> None:
        self._picture = None
        self._label.setPixmap(QPixmap())
        self._label.setText(tr("Drawing the page …"))

    def show_picture(self, picture: QPixmap | None) -> None:
        self._picture = picture
        if picture is None:
            self._label.setText(tr("There is no picture of this page."))
        else:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture is not None:
            ratio = self.devicePixelRatioF()
            width = max(round((self.viewport().width() - 2) * ratio), 1)
            scaled = self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            scaled.setDevicePixelRatio(ratio)
            self._label.setPixmap(scaled)


def _scrolled(widget: QWidget) -> QAbstractScrollArea | None:
    """What scrolls in a widget, if anything does."""
    if isinstance(widget, QAbstractScrollArea):
        return widget
    found: QAbstractScrollArea | None = widget.findChild(QAbstractScrollArea)
    return found


def _scroll_together(first: QAbstractScrollArea, second: QAbstractScrollArea) -> None:
    for one, other in ((first, second), (second, first)):
        one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)


def _beside() -> tuple[QWidget, QHBoxLayout]:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    return made, box


def _title() -> QLabel:
    made = QLabel()
    made.setProperty("role", "strong")
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setMinimumWidth(1)
    return made


def _tool(words: str, keys: str = "") -> QToolButton:
    made = QToolButton()
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{words} ({shown})" if keys else words)
    made.setAccessibleName(words)
    return made
