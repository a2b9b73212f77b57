"""Two versions next to each other: as pages, and line by line."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QResizeEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.web_designer.editing.difference import Change, Mark, changes, counts

AROUND = 3
"""Lines that are the same and are shown around a change."""

_GAP = "⋯"


class CompareView(QWidget):
    """Shows what is other between two pages.

    Signals:
        closed: the person has seen enough.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._starts: tuple[int, ...] = ()
        self._at = -1
        self.summary = QLabel()
        self.summary.setProperty("role", "strong")
        self.kind = QTabBar()
        self.kind.setDrawBase(False)
        self.kind.addTab(tr("Page"))
        self.kind.addTab(tr("Source"))
        self.before, self.after = _lines(tr("Before")), _lines(tr("After"))
        self.pictures = (_Picture(tr("Before")), _Picture(tr("After")))
        self.back, self.on, self.close_button = _tool(tr("Change before")), _tool(tr("Next change")), _tool(tr("Close"))
        self._titles = (QLabel(), QLabel())
        self._lay_out()
        self._connect()
        self.retheme(theme)

    def show_sources(self, titles: Sequence[str], old: str, new: str) -> None:
        """Show what is other; ``titles`` of the older and the newer."""
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)
        for picture in self.pictures:
            picture.wait()
        found = changes(old, new)
        went, came = counts(found)
        self.summary.setText(
            tr("{n} lines went, {m} came").format(n=went, m=came) if found else tr("Both are the same.")
        )
        left, right = _columns(old.split("\n"), new.split("\n"), found)
        self._starts = tuple(at for at, (_text, kind, _marks) in enumerate(left) if kind == "start")
        self._write(self.before, left, self._theme.failed)
        self._write(self.after, right, self._theme.verified)
        self._at = -1
        self.back.setEnabled(bool(found))
        self.on.setEnabled(bool(found))

    def show_picture(self, side: int, picture: QPixmap | None) -> None:
        """A page's picture has come, 0 for the older; None if there is none to be had."""
        self.pictures[side].show_picture(picture)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for button, icon in (
            (self.back, "mdi6.arrow-up"),
            (self.on, "mdi6.arrow-down"),
            (self.close_button, "mdi6.close"),
        ):
            button.setIcon(qtawesome.icon(icon, color=theme.text, color_disabled=theme.line))

    def step(self, by: int) -> None:
        """Go to another change; the last is followed by the first."""
        if not self._starts:
            return
        self.kind.setCurrentIndex(1)
        self._at = (self._at + by) % len(self._starts) if self._at >= 0 or by > 0 else len(self._starts) - 1
        for edit in (self.before, self.after):
            edit.setTextCursor(QTextCursor(edit.document().findBlockByNumber(self._starts[self._at])))
            edit.centerCursor()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.kind)
        bar.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignHCenter)
        for button in (self.back, self.on, self.close_button):
            bar.addWidget(button)
        titles = QHBoxLayout()
        for label in self._titles:
            label.setProperty("role", "secondary")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
            titles.addWidget(label, 1)
        self._views = QStackedWidget()
        self._views.addWidget(_beside(*self.pictures))
        self._views.addWidget(_beside(self.before, self.after))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(bar)
        box.addLayout(titles)
        box.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.kind.currentChanged.connect(self._views.setCurrentIndex)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.closed)
        for one, other in ((self.before, self.after), (self.after, self.before)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
        first, second = self.pictures
        first.verticalScrollBar().valueChanged.connect(second.verticalScrollBar().setValue)
        second.verticalScrollBar().valueChanged.connect(first.verticalScrollBar().setValue)

    def _write(self, edit: QPlainTextEdit, rows: Sequence[_Line], colour: str) -> None:
        edit.setPlainText("\n".join(text for text, _kind, _marks in rows))
        selections = []
        for at, (_text, kind, marks) in enumerate(rows):
            if kind in ("start", "changed"):
                selections.append(_line_mark(edit, at, colour))
                selections += [_word_mark(edit, at, low, high, colour) for low, high in marks]
        edit.setExtraSelections(selections)


_Line = tuple[str, str, tuple[Mark, ...]]
"""A line's text, its kind (``same``, ``start`` of a change, ``changed``, ``gap``), and what is other in it."""


def _columns(old: Sequence[str], new: Sequence[str], found: Sequence[Change]) -> tuple[list[_Line], list[_Line]]:
    """Two columns of as many lines, what belongs together side by side; long stretches that are the same are left out."""
    left: list[_Line] = []
    right: list[_Line] = []
    old_at = new_at = 0
    for one in found:
        _add_same(left, old[old_at : one.old_start], is_first=not old_at and not left)
        _add_same(right, new[new_at : one.new_start], is_first=not new_at and not right)
        height = max(one.old_end - one.old_start, one.new_end - one.new_start)
        left += _changed(old[one.old_start : one.old_end], one.old_marks, height)
        right += _changed(new[one.new_start : one.new_end], one.new_marks, height)
        old_at, new_at = one.old_end, one.new_end
    _add_same(left, old[old_at:], is_last=True)
    _add_same(right, new[new_at:], is_last=True)
    return left, right


def _add_same(column: list[_Line], lines: Sequence[str], *, is_first: bool = False, is_last: bool = False) -> None:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        column += [(line, "same", ()) for line in lines]
        return
    column += [(line, "same", ()) for line in lines[:head]]
    column.append((_GAP, "gap", ()))
    column += [(line, "same", ()) for line in lines[len(lines) - tail :]]


def _changed(lines: Sequence[str], marks: Sequence[tuple[Mark, ...]], height: int) -> list[_Line]:
    made: list[_Line] = []
    for at in range(height):
        text = lines[at] if at < len(lines) else ""
        kind = "start" if not at else "changed" if at < len(lines) else "filler"
        made.append((text, kind, marks[at] if at < len(marks) else ()))
    return made


class _Picture(QScrollArea):
    """A page's picture, as wide as there is room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
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
            width = max(self.viewport().width() - 2, 1)
            self._label.setPixmap(self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))


def _lines(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setProperty("role", "code")
    made.setReadOnly(True)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setAccessibleName(name)
    font = made.font()
    font.setFamilies(["monospace"])
    made.setFont(font)
    return made


def _line_mark(edit: QPlainTextEdit, at: int, colour: str) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = QTextCursor(edit.document().findBlockByNumber(at))
    shade = QColor(colour)
    shade.setAlpha(28)
    look = QTextCharFormat()
    look.setBackground(shade)
    look.setProperty(QTextFormat.Property.FullWidthSelection, True)
    mark.format = look
    return mark


def _word_mark(edit: QPlainTextEdit, at: int, low: int, high: int, colour: str) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    cursor = QTextCursor(edit.document().findBlockByNumber(at))
    start = cursor.position()
    cursor.setPosition(start + low)
    cursor.setPosition(start + high, QTextCursor.MoveMode.KeepAnchor)
    shade = QColor(colour)
    shade.setAlpha(80)
    look = QTextCharFormat()
    look.setBackground(shade)
    mark.cursor, mark.format = cursor, look
    return mark


def _beside(left: QWidget, right: QWidget) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    box.addWidget(left, 1)
    box.addWidget(right, 1)
    return made


def _tool(words: str) -> QToolButton:
    made = QToolButton()
    made.setToolTip(words)
    made.setAccessibleName(words)
    return made
