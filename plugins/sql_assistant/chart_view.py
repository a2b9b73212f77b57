"""The chart of a result: drawn by rule, and otherwise where the person wants it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api import StorageError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.results.chart_rule import SAMPLE_ROWS, Chart, Choice, Kind, Row, choices, choose, fitted

if TYPE_CHECKING:
    from plugins.sql_assistant.chart_plot_view import ChartPlot

_ICONS: dict[Kind, str] = {
    "line": "mdi6.chart-line",
    "bar": "mdi6.chart-bar",
    "histogram": "mdi6.chart-histogram",
    "scatter": "mdi6.chart-scatter-plot",
}
_BUTTONS = {"copy": "mdi6.content-copy", "save": "mdi6.content-save-outline"}
_ICON_PX = 16
_COMBO_CHARS = 14


class ChartView(QWidget):
    """A chart with what it is made of above it, and what it leaves out below.

    Nothing is drawn before it is seen, and pyqtgraph is loaded with the first chart.
    """

    def __init__(self, host: PanelHost) -> None:
        super().__init__()
        self.host = host
        self.chart: Chart | None = None
        self.plot: ChartPlot | None = None
        self._columns: Sequence[str] = ()
        self._rows: Sequence[Row] = ()
        self._row_count = 0
        self._reason = ""
        self._choices: tuple[Choice, ...] = ()
        self._is_drawn = True
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self.clear()

    def show_rows(self, columns: Sequence[str], rows: Sequence[Row], row_count: int | None = None) -> None:
        """Draw a result by rule.

        Args:
            rows: the first ones; more than ``SAMPLE_ROWS`` are not drawn.
            row_count: of the whole result, where there are more.
        """
        self._columns, self._rows = tuple(columns), rows[:SAMPLE_ROWS]
        self._row_count = len(rows) if row_count is None else row_count
        found = choose(columns, self._rows, self._row_count)
        self._choices = choices(columns, self._rows)
        self.chart = found if isinstance(found, Chart) else None
        self._reason = "" if isinstance(found, Chart) else found.reason
        self._fill_choices()
        self._draw_when_seen()

    def clear(self) -> None:
        """Show that there is no result."""
        self._columns, self._rows, self._row_count = (), (), 0
        self._choices, self.chart = (), None
        self._reason = ""
        self._fill_choices()
        self._draw_when_seen()

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        theme = self.host.theme
        for place in range(self.kinds.count()):
            kind: Kind = self.kinds.itemData(place)
            if kind:
                self.kinds.setItemIcon(place, qtawesome.icon(_ICONS[kind], color=theme.text))
        for button, name in ((self.copy_button, "copy"), (self.save_button, "save")):
            button.setIcon(qtawesome.icon(_BUTTONS[name], color=theme.text))
        self._empty_icon.setPixmap(qtawesome.icon(_ICONS["bar"], color=theme.line).pixmap(QSize(48, 48)))
        self.ys.setIcon(qtawesome.icon("mdi6.chevron-down", color=theme.secondary))
        if self.plot:
            self.plot.theme = theme
        self._draw_when_seen()

    # parts

    def _lay_out(self) -> None:
        theme = self.host.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self._head())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_state())
        layout.addWidget(self._stack, 1)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(theme.grid, 0, theme.grid, theme.gap)
        layout.addWidget(self.note)

    def _head(self) -> QWidget:
        self.head = QWidget()
        self.kinds = self._combo(tr("Kind of chart"))
        self.xs = self._combo(tr("Across"))
        self.splits = self._combo(tr("Split by"))
        self.ys = QPushButton()
        self.ys.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.ys.setAccessibleName(tr("Values"))
        self.ys_menu = QMenu(self.ys)
        self.ys.setMenu(self.ys_menu)
        self.copy_button = self._button(tr("Copy as picture"))
        self.save_button = self._button(tr("Save as picture…"))
        self._across_label, self._values_label, self._split_label = (
            _caption(tr("Across")), _caption(tr("Values")), _caption(tr("Split by"))
        )  # fmt: skip
        row = QHBoxLayout(self.head)
        row.setContentsMargins(*(self.host.theme.gap,) * 4)
        row.setSpacing(self.host.theme.grid)
        for part in (
            self.kinds,
            self._across_label,
            self.xs,
            self._values_label,
            self.ys,
            self._split_label,
            self.splits,
        ):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        return self.head

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setIconSize(QSize(_ICON_PX, _ICON_PX))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(180)
        return combo

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _empty_state(self) -> QWidget:
        place = QWidget()
        self._empty_icon = QLabel()
        self._empty_icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty = QLabel()
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        layout = QVBoxLayout(place)
        layout.addStretch(1)
        layout.addWidget(self._empty_icon)
        layout.addWidget(self.empty)
        layout.addStretch(2)
        return place

    def _connect_signals(self) -> None:
        self.kinds.activated.connect(self._kind_chosen)
        self.xs.activated.connect(lambda _: self._take(x=self.xs.currentData()))
        self.splits.activated.connect(lambda _: self._take(series=self.splits.currentData(), is_split=True))
        self.copy_button.clicked.connect(self.copy_picture)
        self.save_button.clicked.connect(self.save_picture)

    # what is chosen

    @property
    def _choice(self) -> Choice | None:
        return next((one for one in self._choices if self.chart and one.kind == self.chart.kind), None)

    def _kind_chosen(self, _place: int) -> None:
        kind = self.kinds.currentData()
        choice = next((one for one in self._choices if one.kind == kind), None)
        if choice:
            self.set_chart(fitted(choice, self.chart or Chart(choice.kind, choice.xs[0])))

    def _take(
        self,
        x: int | None = None,
        ys: tuple[int, ...] | None = None,
        series: int | None = None,
        *,
        is_split: bool = False,
    ) -> None:
        choice, chart = self._choice, self.chart
        if not choice or not chart:
            return
        ys = chart.ys if ys is None else ys
        series = series if is_split else (None if len(ys) > 1 else chart.series)
        self.set_chart(fitted(choice, Chart(chart.kind, chart.x if x is None else x, ys, series)))

    def set_chart(self, chart: Chart) -> None:
        """Draw the rows in another way."""
        self.chart = chart
        self._fill_choices()
        self._draw_when_seen()

    def _fill_choices(self) -> None:
        self.head.setVisible(bool(self._choices))
        self.kinds.clear()
        names = {"line": tr("Line"), "bar": tr("Bars"), "histogram": tr("Histogram"), "scatter": tr("Points")}
        if not self.chart:
            self.kinds.addItem(tr("Draw as…"), "")
        for one in self._choices:
            self.kinds.addItem(qtawesome.icon(_ICONS[one.kind], color=self.host.theme.text), names[one.kind], one.kind)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(self.chart.kind if self.chart else "")))
        choice, chart = self._choice, self.chart
        self._fill_combo(self.xs, self._across_label, choice.xs if choice else (), chart.x if chart else None)
        self._fill_ys(choice, chart)
        splits: tuple[int, ...] = (
            tuple(place for place in choice.series if chart and place != chart.x) if choice else ()
        )
        self._fill_combo(self.splits, self._split_label, splits, chart.series if chart else None, nothing=tr("Nothing"))

    def _fill_combo(
        self, combo: QComboBox, label: QLabel, places: Sequence[int], chosen: int | None, nothing: str = ""
    ) -> None:
        combo.clear()
        if nothing:
            combo.addItem(nothing, None)
        for place in places:
            combo.addItem(self._columns[place], place)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        for part in (combo, label):
            part.setVisible(bool(places))

    def _fill_ys(self, choice: Choice | None, chart: Chart | None) -> None:
        self.ys_menu.clear()
        places = [place for place in choice.ys if chart and place != chart.x] if choice else []
        for part in (self.ys, self._values_label):
            part.setVisible(bool(places))
        for place in places:
            action = QAction(self._columns[place].replace("&", "&&"), self.ys_menu)
            action.setCheckable(True)
            action.setChecked(bool(chart and place in chart.ys))
            action.triggered.connect(lambda checked, place=place: self._toggle(place, checked))
            self.ys_menu.addAction(action)
        text = ", ".join(self._columns[place] for place in chart.ys) if chart else ""
        self.ys.setText(text if len(text) <= 2 * _COMBO_CHARS else f"{text[: 2 * _COMBO_CHARS - 1]}…")

    def _toggle(self, place: int, checked: bool) -> None:
        """One more measure, or one less; points have one at a time."""
        ys = self.chart.ys if self.chart else ()
        if checked:
            only_one = self.chart is not None and (self.chart.kind == "scatter" or self.chart.series is not None)
            ys = (place,) if only_one else (*ys, place)
        elif len(ys) > 1:
            ys = tuple(one for one in ys if one != place)
        self._take(ys=ys)

    # drawing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_drawn:
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._draw_when_seen()

    def _draw_when_seen(self) -> None:
        self._is_drawn = False
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        self._is_drawn = True
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self.chart is not None)
        if self.chart is None:
            self.empty.setText(tr_said(self._reason) or tr("Run a query, and its rows are drawn here."))
            self.note.hide()
            self._stack.setCurrentIndex(0)
            return
        from plugins.sql_assistant.results.chart_data import draw

        drawing = draw(self.chart, self._columns, self._rows)
        plot = self._made_plot()
        self._stack.setCurrentWidget(plot)
        title = self.title
        plot.draw(drawing, title)
        plot.setAccessibleName(tr("Chart"))
        plot.setAccessibleDescription(title)
        self._say_note()

    def _made_plot(self) -> ChartPlot:
        if self.plot is None:
            from plugins.sql_assistant.chart_plot_view import ChartPlot

            self.plot = ChartPlot(self.host.theme)
            self.plot.redrawn.connect(self._say_note)
            self._stack.addWidget(self.plot)
        return self.plot

    @property
    def title(self) -> str:
        """What is drawn, in the names of its columns."""
        if self.chart is None:
            return ""
        x = self._columns[self.chart.x]
        if self.chart.kind == "histogram":
            return tr("Distribution of {x}").format(x=x)
        ys = ", ".join(self._columns[place] for place in self.chart.ys)
        if self.chart.series is None:
            return tr("{y} by {x}").format(y=ys, x=x)
        return tr("{y} by {x} and {series}").format(y=ys, x=x, series=self._columns[self.chart.series])

    def _say_note(self) -> None:
        said = [] if self.plot is None else self._left_out(self.plot)
        if self._row_count > len(self._rows):
            sentence = tr("Drawn from the first {count} of {all} rows.")
            said.append(sentence.format(count=f"{len(self._rows):,}", all=f"{self._row_count:,}"))
        self.note.setText(" · ".join(said))
        self.note.setVisible(bool(said))

    def _left_out(self, plot: ChartPlot) -> list[str]:
        """Sentences about what the drawing does not show."""
        drawing, said = plot.drawing, []
        if drawing.more_bars:
            said.append(tr("… and {count} more").format(count=f"{drawing.more_bars:,}"))
        if drawing.more_series:
            said.append(tr("{count} more series are not drawn.").format(count=f"{drawing.more_series:,}"))
        if drawing.left_out:
            said.append(tr("Rows without a value to draw: {count}.").format(count=f"{drawing.left_out:,}"))
        return said

    # pictures

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.plot and self.chart:
            QGuiApplication.clipboard().setImage(self.plot.picture())
            self.host.say(tr("The chart is on the clipboard."))

    def save_picture(self) -> None:
        """Ask for a file and write the chart there, as a PNG or an SVG."""
        if not self.plot or not self.chart:
            return
        path = self.host.ask_save(
            tr("Save chart"), "chart.png", f"{tr('PNG picture')} (*.png);;{tr('SVG drawing')} (*.svg)"
        )
        if path is None:
            return
        path = path if path.suffix.lower() in (".png", ".svg") else path.with_name(f"{path.name}.png")
        writers: dict[str, Callable[[Path], bool]] = {
            ".svg": self.plot.write_svg,
            ".png": lambda path: self.plot is not None and self.plot.picture().save(str(path)),
        }
        if writers[path.suffix.lower()](path):
            self.host.say(tr("Chart saved to {path}.").format(path=path))
        else:
            self.host.show_error(StorageError(f"{path.name} cannot be written.", hint="Choose another folder."))


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "small")
    return label
