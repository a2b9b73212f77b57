"""The right side of the model page: what is known of one model, in facts, a table of its memory, and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QWidget,
)

from app.api_qt import tr
from app.models.fit import GPU_RESERVE_BYTES, HOST_RESERVE_BYTES, Fit
from app.models.needs import DeviceNeed, HostNeed
from app.ui.desk import Desk
from app.ui.model_list import PillLabel
from app.ui.model_words import fit_pill, fit_sentence, memory_size
from app.ui.stylesheet import code_font
from app.ui.widgets import ElidedLabel, button, clear, column, filled, frame, label, row, rule

NAME_PX = 150
TEXT_MAX_PX = 680
_PARTS = 3
FOLD_PX = 180
LIST_MIN_PX = 240
LIST_SHARE, DETAILS_SHARE = 4, 7
NARROW_PX = 680


class DetailsPane(QScrollArea):
    """Holds parts one below the other and scrolls them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shown: object = None
        self._inner = QWidget()
        self._inner.setProperty("role", "scrolled")
        self._box = column(margins=(16, 4, 16, 16), spacing=12)
        filled(self._inner, self._box)
        self.setWidget(self._inner)

    def show_parts(self, parts: Sequence[QWidget], shown: object) -> None:
        """Replace what is shown, unless it is what is shown already.

        Args:
            shown: equal for parts that would look the same.
        """
        if shown == self.shown:
            return
        at = self.verticalScrollBar().value() if _key_of(shown) == _key_of(self.shown) else 0
        self.shown = shown
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None and self.isAncestorOf(focused) else ""
        clear(self._box)
        for part in parts:
            self._box.addWidget(part)
            part.show()
        self._box.addStretch(1)
        self._inner.adjustSize()
        self.verticalScrollBar().setValue(at)
        if name:
            self._give_focus(parts, name)

    def _give_focus(self, parts: Sequence[QWidget], name: str) -> None:
        """The keyboard stays where it was: on the button of that name, or on the first that can be pressed."""
        found = [button for part in parts for button in part.findChildren(QAbstractButton) if button.isEnabled()]
        best = next((button for button in found if button.accessibleName() == name), found[0] if found else None)
        if best is not None:
            best.setFocus(Qt.FocusReason.OtherFocusReason)


def _key_of(shown: object) -> object:
    return shown[0] if isinstance(shown, tuple) and shown else shown


def heading(text: str) -> QLabel:
    """The name of a group of facts."""
    made = label(text, "heading")
    made.setContentsMargins(0, 8, 0, 0)
    return made


def title(text: str, line: str) -> QWidget:
    """A model's name and a line below it."""
    name = label(text, "display", wrap=True, selectable=True)
    below = label(line, "secondary", wrap=True)
    below.setVisible(bool(line))
    return filled(QWidget(), column(name, below, spacing=2))


def buttons(*parts: QWidget | None) -> QWidget:
    """Buttons side by side, those that there are."""
    return filled(QWidget(), row(*(part for part in parts if part is not None), None))


def sentence(text: str, tone: str = "") -> QLabel:
    """Running text."""
    made = label(text, "" if tone else "secondary", wrap=True, selectable=True)
    made.setMaximumWidth(TEXT_MAX_PX)
    if tone:
        made.setProperty("tone", tone)
    return made


def fit_line(desk: Desk, fit: Fit) -> QWidget:
    """The pill and the sentence that belongs to it."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(10)
    box.addWidget(PillLabel(desk, fit_pill(fit)), 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(sentence(fit_sentence(fit)), 1)
    return filled(QWidget(), box)


def facts(pairs: Iterable[tuple[str, str | Path]]) -> QWidget:
    """Names and values; what is not known is left out. A path is one line, shortened in its middle, with all of it on hover."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, NAME_PX)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate((name, value) for name, value in pairs if value):
        grid.addWidget(label(name, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(name, value), place, 1)
    return filled(QWidget(), grid)


def _value(name: str, value: str | Path) -> QLabel:
    if isinstance(value, Path):
        made: QLabel = ElidedLabel(display_path(value), "", Qt.TextElideMode.ElideMiddle)
    else:
        made = label(value, wrap=True, selectable=True)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    made.setAccessibleName(f"{name}: {value}")
    return made


def display_path(path: Path) -> str:
    """A path with the home folder shortened."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)


class Panes(QSplitter):
    """A list at the left and details at the right; the details go below where that is too narrow."""

    def __init__(self, left: QWidget, details: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        left.setMinimumWidth(LIST_MIN_PX)
        self.addWidget(left)
        self.addWidget(details)
        self.setStretchFactor(0, LIST_SHARE)
        self.setStretchFactor(1, DETAILS_SHARE)
        self._is_moved = False
        self.splitterMoved.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wanted = Qt.Orientation.Vertical if event.size().width() < NARROW_PX else Qt.Orientation.Horizontal
        if wanted is not self.orientation():
            self.setOrientation(wanted)
        super().resizeEvent(event)
        if not self._is_moved:  # all views are parted at the same place, whatever they hold
            self.setSizes([100 * LIST_SHARE, 100 * DETAILS_SHARE])

    def _moved(self, _at: int, _which: int) -> None:
        self._is_moved = True


class Fold(QWidget):
    """A long text that is hidden until it is asked for."""

    def __init__(self, desk: Desk, name: str, text: str) -> None:
        super().__init__()
        self._name = name
        self.button = button(tr("Show {name}").format(name=name), "link")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setFont(code_font(desk.theme))
        self.text.setProperty("role", "code")
        self.text.setAccessibleName(name)
        self.text.setFixedHeight(FOLD_PX)
        self.text.hide()
        self.button.clicked.connect(self._toggle)
        filled(self, column(row(self.button, None), self.text, spacing=4))

    def _toggle(self) -> None:
        shown = self.text.isHidden()
        self.text.setVisible(shown)
        self.button.setText((tr("Hide {name}") if shown else tr("Show {name}")).format(name=self._name))


def memory_table(fit: Fit, *, is_corrected: bool = False) -> QFrame:
    """The plan: what lies where, what is kept in reserve, what is free."""
    columns = [(tr("Main memory"), _host_cells(fit.need.host, fit.free_bytes))]
    for device in fit.need.devices:
        name = device.gpu.description or device.gpu.name
        columns.append((name, _device_cells(device)))
    names = (tr("Weights"), tr("Context"), tr("Working memory"), tr("Needed"), tr("Kept in reserve"), tr("Free now"))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(5)
    for place, (head, _cells) in enumerate(columns, 1):
        grid.addWidget(_number(head, "secondary"), 0, place)
    for line, name in enumerate(names, 1):
        is_sum = name in (tr("Needed"), tr("Free now"))
        at = line + (line > _PARTS)
        if line == _PARTS + 1:
            grid.addWidget(rule(), line, 0, 1, len(columns) + 1)
        grid.addWidget(label(name, "strong" if is_sum else ""), at, 0)
        for place, (head, cells) in enumerate(columns, 1):
            number = _number(cells[line - 1], "strong" if is_sum else "")
            number.setAccessibleName(f"{name}, {head}: {cells[line - 1]}")
            grid.addWidget(number, at, place)
    grid.setColumnStretch(0, 1)
    source = _source_words(fit, is_corrected=is_corrected)
    made = frame("surface")
    made.setMaximumWidth(TEXT_MAX_PX)
    made.setAccessibleName(tr("Memory"))
    made.setLayout(column(grid, label(source, "small"), margins=(14, 10, 14, 10), spacing=8))
    return made


def _source_words(fit: Fit, *, is_corrected: bool) -> str:
    """Where the figures come from."""
    if fit.is_estimate:
        return tr("Estimated from the size alone.")
    return tr("Corrected by what earlier loads here really took.") if is_corrected else tr("Estimated from the file.")


def _number(text: str, role: str) -> QLabel:
    made = label(text, role)  # type: ignore[arg-type]  # the roles above
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _host_cells(need: HostNeed, free_bytes: int) -> tuple[str, ...]:
    work = need.compute + need.output + need.overhead
    return _cells(need.mapped + need.repacked, need.kv, work, need.held, HOST_RESERVE_BYTES, free_bytes)


def _device_cells(need: DeviceNeed) -> tuple[str, ...]:
    return _cells(need.weights, need.kv, need.compute, need.total, GPU_RESERVE_BYTES, need.gpu.free_bytes)


def _cells(*sizes: int) -> tuple[str, ...]:
    return tuple(memory_size(size) for size in sizes)
