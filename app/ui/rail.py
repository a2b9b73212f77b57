"""The rail at the left: one mark per tool, history and settings at its foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QSizePolicy, QWidget

from app.api_qt import tr, tr_said
from app.core.registry import PluginRecord
from app.ui.desk import Desk
from app.ui.widgets import column, filled

ITEM_PX = 40
PULSE_MS = 1400


@dataclass(frozen=True, slots=True)
class RailMark:
    """How one tool stands in the rail. ``trouble`` is why it is dimmed; empty where it is not."""

    tool_id: str
    title: str
    icon: str
    trouble: str = ""
    is_broken: bool = False


def row_id(record: PluginRecord) -> str:
    """What tells the rows of the rail apart: a broken plugin may have the name of one that works, but never its place."""
    return record.id if record.error is None else str(record.path)


def mark_of(record: PluginRecord) -> RailMark:
    """The mark of a plugin as it was found."""
    if record.manifest is None or record.error is not None:
        trouble = tr_said(record.error.message) if record.error else tr("This tool is broken.")
        return RailMark(row_id(record), record.id, "alert-circle-outline", trouble, is_broken=True)
    return RailMark(record.id, tr(record.manifest.title), record.manifest.icon)


class RailButton(QAbstractButton):
    """A mark: icon, in the wide state with its name; filled when chosen, pulsing when its tool runs, dimmed when it cannot answer."""

    def __init__(self, desk: Desk, icon: str, title: str) -> None:
        super().__init__()
        self._desk = desk
        self._icon = icon
        self._trouble = ""
        self._wide = False
        self._strength = 0.0
        self._hint = title
        self.setText(title)
        self.setAccessibleName(title)
        self.setFixedHeight(ITEM_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._pulse = QVariantAnimation(self)
        self._pulse.setStartValue(1.0)
        self._pulse.setKeyValueAt(0.5, 0.3)
        self._pulse.setEndValue(1.0)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setLoopCount(-1)
        self._pulse.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._pulse.valueChanged.connect(self._beat)
        self.set_hint("")

    @property
    def trouble(self) -> str:
        return self._trouble

    def set_hint(self, shortcut: str) -> None:
        """Name the shortcut on hover."""
        self._hint = f"{self.text()}  {shortcut}".strip()
        self.set_trouble(self._trouble)

    def set_trouble(self, trouble: str) -> None:
        """Dim the mark and say why on hover; empty lights it."""
        self._trouble = trouble
        self.setToolTip(f"{self._hint}\n{trouble}" if trouble else self._hint)
        self.setAccessibleDescription(trouble)
        self.update()

    def set_wide(self, wide: bool) -> None:
        """Show the name beside the icon."""
        self._wide = wide
        self.update()

    def set_running(self, running: bool) -> None:
        """Pulse while the tool runs."""
        if running == (self._strength > 0):
            return
        self._strength = 1.0 if running else 0.0
        if running:
            self._pulse.start()
        else:
            self._pulse.stop()
        self.update()

    def _beat(self, value: object) -> None:
        if self._strength > 0 and isinstance(value, float):
            self._strength = value
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(ITEM_PX, ITEM_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._desk.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        ground = theme.selected if self.isChecked() else theme.hover if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(area, theme.radius, theme.radius)
        if self._trouble:
            painter.setOpacity(0.5)
        self._paint_face(painter)
        painter.setOpacity(1.0)
        self._paint_marks(painter, area)
        painter.end()

    def _paint_face(self, painter: QPainter) -> None:
        theme = self._desk.theme
        ink = "accent" if self.isChecked() else "secondary"
        side = theme.icon_px + 4
        place = QRect((ITEM_PX - side) // 2, (ITEM_PX - side) // 2, side, side)
        painter.drawPixmap(place, self._desk.icons.pixmap(self._icon, ink, side))  # type: ignore[arg-type]  # both are inks
        if self._wide:
            painter.setPen(QColor(theme.text if self.isChecked() else theme.secondary))
            space = self.rect().adjusted(ITEM_PX + theme.gap, 0, -theme.grid, 0)
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, space.width())
            painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        theme = self._desk.theme
        accent = QColor(theme.accent)
        if self._strength > 0:
            painter.setOpacity(self._strength)
            painter.setPen(QPen(QColor(theme.surface), 2))
            painter.setBrush(accent)
            painter.drawEllipse(QRectF(ITEM_PX - 15, 6, 9, 9))
            painter.setOpacity(1.0)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, theme.focus_px))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.radius, theme.radius)


class Rail(QFrame):
    """Marks of all tools.

    Signals:
        tool_picked: a tool's mark was clicked; its id.
        width_toggled: the wide state was switched; whether it is wide.
    """

    tool_picked = Signal(str)
    width_toggled = Signal(bool)

    def __init__(self, desk: Desk, marks: Iterable[RailMark], actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(tr("Tools"))
        self._desk = desk
        self._wide = desk.settings.ui.rail_wide
        self._group = QButtonGroup(self)
        self._tools: dict[str, RailButton] = {}
        self._menu = RailButton(desk, "menu", tr("Widen the rail"))
        for mark in marks:
            self._add_tool(mark)
        self._feet = [
            self._foot(actions[name]) for name in ("tools.add", "model.manage", "view.history", "app.settings")
        ]
        self._lay_out()
        self._connect_signals()
        self._apply_width()

    def select(self, tool_id: str) -> None:
        """Mark a tool as the chosen one."""
        if mark := self._tools.get(tool_id):
            mark.setChecked(True)

    def select_none(self) -> None:
        """No tool is shown: something else stands in its place."""
        self._group.setExclusive(False)
        for mark in self._tools.values():
            mark.setChecked(False)
        self._group.setExclusive(True)

    def mark(self, tool_id: str) -> RailButton | None:
        """The button of a tool."""
        return self._tools.get(tool_id)

    def set_trouble(self, tool_id: str, trouble: str) -> None:
        """Dim a tool, or light it again with an empty reason."""
        if mark := self._tools.get(tool_id):
            mark.set_trouble(trouble)

    def set_running(self, running: frozenset[str]) -> None:
        """Let exactly these tools pulse."""
        for tool_id, mark in self._tools.items():
            mark.set_running(tool_id in running)

    def _add_tool(self, mark: RailMark) -> None:
        made = RailButton(self._desk, mark.icon, mark.title)
        made.setCheckable(True)
        if mark.trouble:
            made.set_trouble(mark.trouble)
        if len(self._tools) < 9:
            made.set_hint(f"Ctrl+{len(self._tools) + 1}")
        self._tools[mark.tool_id] = made
        self._group.addButton(made)

    def _foot(self, action: QAction) -> RailButton:
        made = RailButton(self._desk, str(action.property("icon_name")), action.text().replace("&", "").rstrip("…"))
        made.set_hint(action.shortcut().toString())
        made.setCheckable(action.isCheckable())
        made.clicked.connect(action.trigger)
        if action.isCheckable():
            action.toggled.connect(made.setChecked)
        return made

    def _lay_out(self) -> None:
        tools = QWidget()
        tools.setProperty("role", "scrolled")
        filled(tools, column(*self._tools.values(), self._feet[0], None, spacing=4))
        scroll = QScrollArea()
        scroll.setWidget(tools)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = column(self._menu, 4, scroll, *self._feet[1:], margins=(8, 4, 7, 4), spacing=4)
        box.setStretchFactor(scroll, 1)
        filled(self, box)

    def _connect_signals(self) -> None:
        self._menu.clicked.connect(self._toggle_width)
        for tool_id, mark in self._tools.items():
            mark.clicked.connect(lambda _checked=False, tool=tool_id: self.tool_picked.emit(tool))

    def _toggle_width(self) -> None:
        self._wide = not self._wide
        self._apply_width()
        self.width_toggled.emit(self._wide)

    def _apply_width(self) -> None:
        theme = self._desk.theme
        self.setFixedWidth(theme.rail_wide_px if self._wide else theme.rail_px)
        for mark in (*self._tools.values(), *self._feet, self._menu):
            mark.set_wide(self._wide)
