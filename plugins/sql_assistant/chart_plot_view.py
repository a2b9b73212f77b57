"""Draws with pyqtgraph, which is slow to load: only ``chart_view`` imports this, when the first chart is drawn."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QLabel

from app.api_qt import Theme, tr
from plugins.sql_assistant.results.chart_data import MAX_BARS, Drawing, Series, first_bars
from plugins.sql_assistant.results.chart_roles import Grain
from plugins.sql_assistant.results.chart_ticks import number_text, tick_text, time_text, time_ticks

PALETTES = {
    "light": ("#0072B2", "#C25400", "#00855F", "#B0558A", "#A06A00", "#2E8FC9", "#6A5ACD", "#6E6E68"),
    "dark": ("#56B4E9", "#F0843E", "#2FC79A", "#E39CC4", "#E8B33B", "#9CB8FF", "#F0E442", "#B5B5AE"),
}
"""After Okabe and Ito (2008): told apart with any colour vision; darkened or lightened to stand out from the ground."""

_SYMBOLS = ("o", "s", "t", "d", "+", "x", "star", "p")
_MARKED_POINTS = 60
_LABEL_CHARS = 22
_LEGEND_CHARS = 28
_NEAR_PX = 40.0
_PIXELS_PER_TICK = 96
_AROUND_PX = 100
_END_PX = 12
_FEWEST_BARS = 3
_GROUP_WIDTH = 0.76


class _NumberAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """An axis of numbers with their thousands apart."""

    def boundingRect(self) -> QRectF:
        """WORKAROUND: an axis with a grid leaves out what stands at its very ends, which is where bars have their zero."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-_END_PX, -_END_PX, _END_PX, _END_PX)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [tick_text(value, spacing) for value in values]


class _TimeAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """An axis of times, with ticks at round ones."""

    def __init__(self, grain: Grain) -> None:
        super().__init__("bottom")
        self._grain = grain
        self._texts: dict[float, str] = {}

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        ticks = time_ticks(low, high, max(2, int(size / _PIXELS_PER_TICK)), self._grain)
        self._texts = dict(ticks)
        return [(1.0, list(self._texts))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._texts.get(value, "") for value in values]


class ChartPlot(pyqtgraph.GraphicsLayoutWidget):  # type: ignore[misc]
    """One drawing with title and legend; tells the value under the pointer.

    Signals:
        redrawn: in another size more or fewer bars have room.
    """

    redrawn = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._whole: Drawing | None = None
        self._drawing: Drawing | None = None
        self._title = ""
        self._lies = False
        self._plot: Any = None
        self.hint = QLabel(self)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()
        self.setAntialiasing(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.scene().sigMouseMoved.connect(self._point_at)

    @property
    def colours(self) -> Sequence[str]:
        """Of the series; a single one has the theme's accent."""
        several = self._drawing is not None and self._drawing.has_legend
        return PALETTES["dark" if self.theme.is_dark else "light"] if several else (self.theme.accent,)

    @property
    def drawing(self) -> Drawing:
        """What is drawn now.

        Raises:
            ValueError: nothing was drawn yet.
        """
        if self._drawing is None:
            raise ValueError("nothing was drawn yet")
        return self._drawing

    def draw(self, drawing: Drawing, title: str) -> None:
        """Draw anew; of bars, those that have room."""
        self._whole, self._title = drawing, title
        self._lies = self._must_lie(drawing)
        drawing = self._drawing = first_bars(drawing, self._room_for_bars())
        self.clear()
        self.hint.hide()
        self.setBackground(self.theme.surface)
        self.hint.setStyleSheet(
            f"background: {self.theme.ground}; color: {self.theme.text}; border: 1px solid {self.theme.line}; "
            f"border-radius: {self.theme.radius}px; padding: 4px 8px;"
        )
        self.addLabel(
            html.escape(title), row=0, col=0, color=self.theme.text, size=f"{self.theme.font_px}px", bold=True
        )
        if drawing.has_legend:
            self.addLabel(self._legend(drawing), row=1, col=0, size=f"{self.theme.small_px}px")
        self._plot = self.addPlot(row=2, col=0, axisItems=self._axes(drawing), enableMenu=False)
        self._set_up_plot(drawing)
        painters: dict[str, Callable[[Drawing], None]] = {
            "line": self._lines, "scatter": self._dots, "bar": self._bars, "histogram": self._bins
        }  # fmt: skip
        painters[drawing.kind](drawing)
        self._plot.autoRange(padding=0.04)
        self._set_range(drawing)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        whole = getattr(self, "_whole", None)  # pyqtgraph resizes the widget before it is made
        if whole is None or whole.kind != "bar":
            return
        if self._must_lie(whole) != self._lies or len(self.drawing.categories) != self._room_for_bars(whole):
            self.draw(whole, self._title)
            self.redrawn.emit()

    # axes

    def _axes(self, drawing: Drawing) -> dict[str, Any]:
        bottom = _TimeAxis(drawing.grain) if drawing.grain else _NumberAxis("bottom")
        axes = {"bottom": bottom, "left": _NumberAxis("left")}
        if drawing.kind == "bar":
            ticks = [(place, _middle_short(name)) for place, name in enumerate(drawing.categories)]
            axes["left" if self._lies else "bottom"].setTicks([ticks])
        return axes

    def _set_up_plot(self, drawing: Drawing) -> None:
        plot = self._plot
        font = QFont(self.font())
        font.setPixelSize(self.theme.small_px - 1)
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(self.theme.line))
            axis.setTextPen(pyqtgraph.mkPen(self.theme.secondary))
            axis.setTickFont(font)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(
                tickLength=0, hideOverlappingLabels=side == "bottom", autoExpandTextSpace=True, maxTickLevel=0
            )
            axis.setZValue(-1)  # the grid is the axis's, and lies behind what is measured
        across, up = drawing.x_label, drawing.y_label or (tr("Rows") if drawing.kind == "histogram" else "")
        if self._lies:
            across, up = up, across
        style = {"color": self.theme.secondary, "font-size": f"{self.theme.small_px}px"}
        for side, label in (("bottom", across), ("left", up)):
            if label:
                plot.getAxis(side).setLabel(html.escape(_short(label, 60)), **style)
        plot.hideButtons()
        plot.setMouseEnabled(x=drawing.kind in ("line", "scatter"), y=False)
        plot.showGrid(x=self._lies or drawing.kind == "scatter", y=not self._lies, alpha=0.6)

    def _set_range(self, drawing: Drawing) -> None:
        """Bars stand on zero, and have room above."""
        if drawing.kind not in ("bar", "histogram"):
            return
        heights = [y for one in drawing.series for y in one.ys if not math.isnan(y)] or [0.0, 1.0]
        low, high = min(0.0, *heights), max(0.0, *heights)
        room = (high - low or 1.0) * 0.05
        low, high = low - room * (low < 0), high + room * (high > 0 or low == high)
        if self._lies:
            self._plot.setXRange(low, high, padding=0)
            self._plot.getViewBox().invertY(True)
        else:
            self._plot.setYRange(low, high, padding=0)

    def _must_lie(self, drawing: Drawing) -> bool:
        """Whether the names of the bars need lines of their own beside them."""
        if drawing.kind != "bar":
            return False
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(_middle_short(name)) for name in drawing.categories), default=0)
        room = int(self.width()) - 10 * self.theme.grid
        return (widest + self.theme.grid) * len(drawing.categories) > room

    def _room_for_bars(self, drawing: Drawing | None = None) -> int:
        """How many groups have room; those that stand always do."""
        count = len(drawing.categories) if drawing else MAX_BARS
        if not self._lies:
            return count
        room = (int(self.height()) - _AROUND_PX) // (self.theme.small_px + self.theme.gap)
        return max(_FEWEST_BARS, min(count, room))

    # marks

    def _lines(self, drawing: Drawing) -> None:
        for number, one in enumerate(drawing.series):
            colour = self.colours[number % len(self.colours)]
            marked = len(one.xs) <= _MARKED_POINTS
            self._plot.plot(
                list(one.xs),
                list(one.ys),
                pen=pyqtgraph.mkPen(colour, width=2),
                connect="finite",
                symbol=_SYMBOLS[number % len(_SYMBOLS)] if marked else None,
                symbolSize=6,
                useCache=False,
                symbolBrush=colour,
                symbolPen=None if number % len(_SYMBOLS) not in (4, 5) else pyqtgraph.mkPen(colour),
            )

    def _dots(self, drawing: Drawing) -> None:
        for number, one in enumerate(drawing.series):
            colour = QColor(self.colours[number % len(self.colours)])
            colour.setAlpha(220 if len(one.xs) <= 200 else 130)
            symbol = _SYMBOLS[number % len(_SYMBOLS)]
            item = pyqtgraph.ScatterPlotItem(
                list(one.xs),
                list(one.ys),
                size=8,
                useCache=False,
                symbol=symbol,
                brush=colour,
                pen=pyqtgraph.mkPen(self.theme.surface, width=0.5),
            )
            self._plot.addItem(item)

    def _bars(self, drawing: Drawing) -> None:
        thickness = _GROUP_WIDTH / len(drawing.series)
        for number, one in enumerate(drawing.series):
            colour = self.colours[number % len(self.colours)]
            shift = (number - (len(drawing.series) - 1) / 2) * thickness
            kept = [(x + shift, y) for x, y in zip(one.xs, one.ys, strict=True) if not math.isnan(y)]
            places, heights = [x for x, _ in kept], [y for _, y in kept]
            inner = thickness * (0.94 if len(drawing.series) > 1 else 1.0)
            shape: dict[str, Any] = {"x": places, "height": heights, "width": inner, "y0": 0}
            if self._lies:
                shape = {"y": places, "width": heights, "height": inner, "x0": 0}
            if kept:
                self._plot.addItem(pyqtgraph.BarGraphItem(brush=colour, pen=None, **shape))

    def _bins(self, drawing: Drawing) -> None:
        one, colour = drawing.series[0], self.colours[0]
        gap = pyqtgraph.mkPen(self.theme.surface, width=1)
        bars = pyqtgraph.BarGraphItem(
            x0=list(one.xs), width=drawing.bin_width, height=list(one.ys), y0=0, brush=colour, pen=gap
        )
        self._plot.addItem(bars)

    def _legend(self, drawing: Drawing) -> str:
        marks = zip(drawing.series, self.colours, strict=False)
        return "&nbsp;&nbsp;&nbsp; ".join(
            f'<span style="color:{colour}">■</span>&nbsp;'
            f'<span style="color:{self.theme.secondary}">{html.escape(_short(one.name, _LEGEND_CHARS))}</span>'
            for one, colour in marks
        )

    # the value under the pointer

    def _point_at(self, at: QPointF) -> None:
        text = self.value_at(at)
        self.hint.setVisible(bool(text))
        if text:
            self.hint.setText(text)
            self.hint.adjustSize()
            place = self.mapFromScene(at)
            gap = 2 * self.theme.grid
            x = place.x() + gap
            if x + self.hint.width() > self.width():
                x = place.x() - gap - self.hint.width()
            y = max(0, min(place.y() - self.hint.height() // 2, self.height() - self.hint.height()))
            self.hint.move(max(0, x), y)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.hint.hide()

    def value_at(self, at: QPointF) -> str:
        """What stands under a place of the scene; empty where nothing does."""
        drawing = self._drawing
        if drawing is None or self._plot is None or not self._plot.sceneBoundingRect().contains(at):
            return ""
        box = self._plot.getViewBox()
        where = box.mapSceneToView(at)
        if drawing.kind in ("bar", "histogram"):
            return self._bar_text(drawing, where.y() if self._lies else where.x())
        near = self._nearest(drawing, at, box)
        if near is None:
            return ""
        one, place = near
        x, y = one.xs[place], one.ys[place]
        across = time_text(x, drawing.grain) if drawing.grain else number_text(x)
        name = f"{_short(one.name, _LEGEND_CHARS)}\n" if drawing.has_legend else ""
        return f"{name}{drawing.x_label}: {across}\n{drawing.y_label or one.name}: {number_text(y)}"

    def _nearest(self, drawing: Drawing, at: QPointF, box: Any) -> tuple[Series, int] | None:
        best, found = _NEAR_PX**2, None
        origin, unit = box.mapViewToScene(QPointF(0, 0)), box.mapViewToScene(QPointF(1, 1))
        across, up = unit.x() - origin.x(), unit.y() - origin.y()
        for one in drawing.series:
            for place, (x, y) in enumerate(zip(one.xs, one.ys, strict=True)):
                away = (origin.x() + x * across - at.x()) ** 2 + (origin.y() + y * up - at.y()) ** 2
                if away < best:
                    best, found = away, (one, place)
        return found

    def _bar_text(self, drawing: Drawing, where: float) -> str:
        if drawing.kind == "histogram":
            return self._bin_text(drawing, where)
        place = round(where)
        if not 0 <= place < len(drawing.categories):
            return ""
        values = [
            f"{_short(one.name, _LEGEND_CHARS)}: {number_text(one.ys[place])}"
            for one in drawing.series
            if not math.isnan(one.ys[place])
        ]
        return "\n".join((drawing.categories[place][:200], *values))

    def _bin_text(self, drawing: Drawing, where: float) -> str:
        one = drawing.series[0]
        place = math.floor((where - one.xs[0]) / drawing.bin_width)
        if not 0 <= place < len(one.xs):
            return ""
        low, count = one.xs[place], tr("Rows: {count}").format(count=f"{one.ys[place]:,.0f}")
        if drawing.bin_width == 1 and low % 1 == 0.5:
            return f"{number_text(low + 0.5)}\n{count}"
        return f"{number_text(low)} – {number_text(low + drawing.bin_width)}\n{count}"

    # pictures

    def picture(self, scale: float = 2.0) -> QImage:
        """The drawing as an image, sharp enough for print."""
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32)
        image.fill(QColor(self.theme.surface))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.render(painter, QRectF(image.rect()), self.rect())
        painter.end()
        return image

    def write_svg(self, path: Path) -> bool:
        """Write the drawing as an SVG; False if the file cannot be written."""
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(QSize(self.width(), self.height()))
        generator.setViewBox(self.rect())
        generator.setResolution(self.logicalDpiX())
        generator.setTitle(self._title)
        painter = QPainter()
        if not painter.begin(generator):
            return False
        self.render(painter, QRectF(self.rect()), self.rect())
        return painter.end()


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _middle_short(name: str) -> str:
    """A name without its middle: what tells names apart often stands at their end."""
    if len(name) <= _LABEL_CHARS:
        return name
    half = _LABEL_CHARS // 2
    return f"{name[:half].rstrip()}…{name[1 - half :].lstrip()}"
