"""The inspector: what is changed by hand about the element that was picked. It knows nothing of the source; it says what a person wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import qtawesome
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.web_designer.editing.subject import Subject
from plugins.web_designer.fields_view import SETTLES_MS, ColourField, PxField, hex_of, row

TEXT_LINES = 4
_WEIGHTS = (
    ("300", "Light"),
    ("400", "Regular"),
    ("500", "Medium"),
    ("600", "Semibold"),
    ("700", "Bold"),
    ("900", "Black"),
)
_ALIGNS = (
    ("left", "mdi6.format-align-left", "Align left"),
    ("center", "mdi6.format-align-center", "Centre"),
    ("right", "mdi6.format-align-right", "Align right"),
)
_ACTS = (
    ("up", "mdi6.arrow-up", "Move up"),
    ("down", "mdi6.arrow-down", "Move down"),
    ("hide", "mdi6.eye-off-outline", "Hide"),
    ("duplicate", "mdi6.content-copy", "Duplicate"),
    ("delete", "mdi6.trash-can-outline", "Delete"),
)


class Inspector(QWidget):
    """Shows one element, or what to do to pick one.

    Signals:
        text_wanted: the element's text.
        style_wanted: a property and its value; an empty value takes it away.
        attribute_wanted: an attribute and its value.
        picture_wanted: another picture is to be chosen.
        act_wanted: ``up``, ``down``, ``hide``, ``duplicate``, ``delete`` or ``lock``.
        element_wanted: another element is to be picked; its number.
    """

    text_wanted = Signal(str)
    style_wanted = Signal(str, str)
    attribute_wanted = Signal(str, str)
    picture_wanted = Signal()
    act_wanted = Signal(str)
    element_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._subject: Subject | None = None
        self._make_controls()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._form())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self._connect()
        self.retheme(theme)

    @property
    def subject(self) -> Subject | None:
        """The element that is shown."""
        return self._subject

    def show_subject(self, subject: Subject | None, palette: Sequence[str] = ()) -> None:
        """Show an element; None shows how to pick one."""
        self._later.stop()
        self._subject = subject
        self._stack.setCurrentIndex(1 if subject else 0)
        if subject is None:
            return
        self.title.setText(subject.title)
        self.title.setToolTip(subject.title)
        self._show_path(subject)
        self._show_content(subject)
        self._show_styles(subject, palette)
        self._show_acts(subject)

    def edit_text(self) -> None:
        """Put the cursor into the element's text."""
        if self._subject and self._subject.text is not None:
            self.text.setFocus()
            self.text.selectAll()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for field in (self.colour, self.ground):
            field.retheme(theme)
        for name, icon, _words in _ACTS:
            self.acts[name].setIcon(qtawesome.icon(icon, color=theme.text))
        for name, icon, _words in _ALIGNS:
            self.aligns[name].setIcon(qtawesome.icon(icon, color=theme.text))
        self._show_lock()

    # parts

    def _make_controls(self) -> None:
        theme = self._theme
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.path = QComboBox()
        self.path.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.path.setMinimumContentsLength(6)
        self.path.setAccessibleName(tr("Elements around it"))
        self.path.setToolTip(tr("Choose an element around it"))
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * TEXT_LINES + 16)
        self.link = QLineEdit()
        self.link.setPlaceholderText("#contact, mailto:…")
        self.alt = QLineEdit()
        self.alt.setPlaceholderText(tr("What the picture shows"))
        self.picture = QPushButton(tr("Another picture…"))
        self.picture.setAutoDefault(False)
        self.colour = ColourField(tr("Text"), theme)
        self.ground = ColourField(tr("Background"), theme)
        self.font_size = PxField(tr("Size"), 300, 6)
        self.weight = QComboBox()
        for value, name in _WEIGHTS:
            self.weight.addItem(tr(name), value)
        self.aligns = {name: _tool(tr(words), is_checkable=True) for name, _icon, words in _ALIGNS}
        self.above = PxField(tr("Space above"), 400)
        self.below = PxField(tr("Space below"), 400)
        self.inner = PxField(tr("Padding"), 400)
        self.radius = PxField(tr("Corners"), 400)
        self.acts = {name: _tool(tr(words)) for name, _icon, words in _ACTS}
        self._later = QTimer(self, singleShot=True, interval=SETTLES_MS)

    def _form(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.lock)
        acts = QHBoxLayout()
        acts.setSpacing(0)
        for button in self.acts.values():
            acts.addWidget(button)
        acts.addStretch(1)
        self._text_row = self.text
        self._link_row = row(tr("Link"), self.link)
        self._alt_row = row(tr("Alt text"), self.alt)
        aligns = QWidget()
        across = QHBoxLayout(aligns)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        for button in self.aligns.values():
            across.addWidget(button)
        across.addStretch(1)
        aligns.setAccessibleName(tr("Alignment"))
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(self._theme.grid)
        box.addLayout(head)
        box.addWidget(self.path)
        box.addLayout(acts)
        box.addWidget(_rule())
        self._fields = QWidget()
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(self._theme.grid)
        for part in (
            self._text_row,
            self._link_row,
            self.picture,
            self._alt_row,
            _heading(tr("Type")),
            row(tr("Size"), self.font_size),
            row(tr("Weight"), self.weight),
            row(tr("Alignment"), aligns),
            _heading(tr("Colour")),
            row(tr("Text"), self.colour),
            row(tr("Background"), self.ground),
            _heading(tr("Space")),
            row(tr("Above, below"), self.above, self.below),
            row(tr("Padding"), self.inner),
            row(tr("Corners"), self.radius),
        ):
            inner.addWidget(part)
        box.addWidget(self._fields)
        box.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _empty(self) -> QWidget:
        words = QLabel(
            tr(
                "Click an element in the page to change its text, colour, size, space, picture, link or place, without any model. "
                "Or write below what is to change about it."
            )
        )
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        return words

    def _connect(self) -> None:
        self.text.textChanged.connect(self._later.start)
        self._later.timeout.connect(lambda: self.text_wanted.emit(self.text.toPlainText()))
        self.link.editingFinished.connect(lambda: self._said("href", self.link))
        self.alt.editingFinished.connect(lambda: self._said("alt", self.alt))
        self.picture.clicked.connect(self.picture_wanted)
        self.colour.chosen.connect(lambda value: self.style_wanted.emit("color", value))
        self.ground.chosen.connect(lambda value: self.style_wanted.emit("background-color", value))
        for field, name in (
            (self.font_size, "font-size"),
            (self.above, "margin-top"),
            (self.below, "margin-bottom"),
            (self.inner, "padding"),
            (self.radius, "border-radius"),
        ):
            field.settled.connect(lambda value, name=name: self.style_wanted.emit(name, value))
        self.weight.activated.connect(lambda _row: self.style_wanted.emit("font-weight", self.weight.currentData()))
        for name, button in self.aligns.items():
            button.clicked.connect(lambda on, name=name: self.style_wanted.emit("text-align", name if on else ""))
        for name, button in self.acts.items():
            button.clicked.connect(lambda _on=False, name=name: self.act_wanted.emit(name))
        self.lock.clicked.connect(lambda _on: self.act_wanted.emit("lock"))
        self.path.activated.connect(lambda _row: self.element_wanted.emit(int(self.path.currentData())))

    def _said(self, name: str, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self.attribute_wanted.emit(name, field.text().strip())

    def _show_path(self, subject: Subject) -> None:
        self.path.clear()
        for number, title in subject.path:
            self.path.addItem(title, number)
        self.path.setCurrentIndex(len(subject.path) - 1)

    def _show_content(self, subject: Subject) -> None:
        self._text_row.setVisible(subject.text is not None)
        is_typed = self.text.hasFocus() and _plain(self.text.toPlainText()) == _plain(subject.text or "")
        if subject.text is not None and subject.text != self.text.toPlainText() and not is_typed:
            self.text.blockSignals(True)
            self.text.setPlainText(subject.text)
            self.text.blockSignals(False)
        self._link_row.setVisible(subject.link is not None)
        self.link.setText(subject.link or "")
        self._alt_row.setVisible(subject.alt is not None)
        self.picture.setVisible(subject.alt is not None)
        self.alt.setText(subject.alt or "")

    def _show_styles(self, subject: Subject, palette: Sequence[str]) -> None:
        styles = subject.styles
        self.colour.show_colour(styles.get("color", ""), palette)
        self.ground.show_colour(styles.get("background-color", ""), palette)
        self.font_size.show_px(styles.get("font-size", ""))
        weight = styles.get("font-weight", "400")
        self.weight.setCurrentIndex(self.weight.findData(weight))
        align = {"start": "left", "end": "right"}.get(styles.get("text-align", ""), styles.get("text-align", ""))
        for name, button in self.aligns.items():
            button.setChecked(name == align)
        self.above.show_px(styles.get("margin-top", ""))
        self.below.show_px(styles.get("margin-bottom", ""))
        self.inner.show_px(styles.get("padding-top", ""))
        self.radius.show_px(styles.get("border-top-left-radius", ""))

    def _show_acts(self, subject: Subject) -> None:
        for name, button in self.acts.items():
            button.setEnabled(name in subject.acts and not subject.is_locked)
        shown = tr("Show") if subject.is_hidden else tr("Hide")
        self.acts["hide"].setToolTip(shown)
        self.acts["hide"].setAccessibleName(shown)
        self._fields.setEnabled(not subject.is_locked)
        self._show_lock()

    def _show_lock(self) -> None:
        is_locked = self._subject is not None and self._subject.is_locked
        self.lock.setChecked(is_locked)
        icon = "mdi6.lock-outline" if is_locked else "mdi6.lock-open-variant-outline"
        self.lock.setIcon(qtawesome.icon(icon, color=self._theme.accent if is_locked else self._theme.secondary))
        words = tr("Locked: nothing changes it") if is_locked else tr("Lock: nothing may change it")
        self.lock.setToolTip(words)
        self.lock.setAccessibleName(words)


def colours_of(styles: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The colours that computed styles name, each once."""
    names = ("color", "background-color", "border-top-color")
    found = (hex_of(style.get(name, "")) for style in styles for name in names)
    return tuple(dict.fromkeys(colour for colour in found if colour))


def _plain(text: str) -> str:
    """Without the white space that a page does not show: a blank that was just typed is not taken back."""
    return " ".join(text.split())


def _tool(words: str, *, is_checkable: bool = False) -> QToolButton:
    made = QToolButton()
    made.setCheckable(is_checkable)
    made.setToolTip(words)
    made.setAccessibleName(words)
    return made


def _heading(words: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", "strong")
    return made


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("role", "rule")
    return made
