"""The tables and the keys between them as a picture: all of a small schema, of a large one those around a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import qtawesome
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api import StorageError
from app.api_qt import PanelHost, tr
from plugins.sql_assistant.diagram_items_view import Card, Edge, Face, Measure
from plugins.sql_assistant.diagram_layout import Place, around, layout
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.schema import ForeignKey, Schema

WHOLE_UP_TO = 60
"""Tables of a schema that is shown whole."""

NEIGHBOURS = 25
_STEP = 1.2
_SMALLEST, _LARGEST = 0.1, 3.0
_MARGIN = 24.0
_PICTURE_SCALE = 2


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is to be drawn, put together off the GUI thread."""

    faces: Mapping[str, Face]
    places: Mapping[str, Place]
    keys: Sequence[ForeignKey]


class _Canvas(QGraphicsView):
    """Zooms with Ctrl and the wheel, pans with the mouse."""

    def __init__(self, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName(tr("Diagram of the foreign keys"))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)

    def zoom(self, factor: float) -> None:
        """Make everything larger or smaller, within reason."""
        if _SMALLEST <= self.transform().m11() * factor <= _LARGEST:
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)


class DiagramView(QWidget):
    """The diagram with its bar. Nothing is laid out before it is seen.

    Signals:
        table_picked: a table was double-clicked; its name.
        closed: the person is done with the diagram.
    """

    table_picked = Signal(str)
    closed = Signal()

    def __init__(self, host: PanelHost) -> None:
        super().__init__()
        self._host = host
        self._schema = Schema(())
        self._drawing: _Drawing | None = None
        self._is_stale = False
        self.cards: dict[str, Card] = {}
        self.edges: list[Edge] = []
        self.scene = QGraphicsScene(self)
        self.canvas = _Canvas(self.scene)
        self._make_bar()
        self._lay_out()
        self.retheme()

    # parts

    def _make_bar(self) -> None:
        self.centre = QComboBox()
        self.centre.setAccessibleName(tr("Tables around"))
        self.centre.setEditable(True)
        self.centre.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.centre.setMaxVisibleItems(20)
        self.centre.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.centre.setMinimumContentsLength(22)
        completer = self.centre.completer() or QCompleter(self.centre.model(), self.centre)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.centre.activated.connect(lambda _row: self._draw())
        self.around_label = QLabel(tr("Tables around"))
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self._buttons = {
            "mdi6.magnify-minus-outline": self._button(tr("Smaller"), lambda: self.canvas.zoom(1 / _STEP)),
            "mdi6.magnify-plus-outline": self._button(tr("Larger"), lambda: self.canvas.zoom(_STEP)),
            "mdi6.fit-to-screen-outline": self._button(tr("Show all"), self.fit),
            "mdi6.content-save-outline": self._button(tr("Save the picture…"), self.save),
            "mdi6.close": self._button(tr("Back to the query"), self.closed.emit),
        }

    def _button(self, words: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked: act())
        return button

    def _lay_out(self) -> None:
        theme = self._host.theme
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.gap, 0, 0, 0)
        bar.setSpacing(theme.gap)
        for part in (self.around_label, self.centre):
            bar.addWidget(part)
        bar.addWidget(self.note, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        layout_ = QVBoxLayout(self)
        layout_.setContentsMargins(0, 0, 0, 0)
        layout_.setSpacing(theme.gap)
        layout_.addLayout(bar)
        layout_.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)

    # what is shown

    def show_schema(self, schema: Schema) -> None:
        """Show a schema, as soon as the diagram is seen."""
        self._schema = schema
        chosen = self.centre.currentText()
        names = [table.name for table in schema.tables]
        self.centre.clear()
        self.centre.addItems(names)
        self.centre.setCurrentIndex(max(self.centre.findText(chosen), 0))
        for part in (self.around_label, self.centre):
            part.setVisible(len(names) > WHOLE_UP_TO)
        self._is_stale = True
        if self.isVisible():
            self._draw()

    def go_to(self, table: str) -> None:
        """Show a table among those around it."""
        self.centre.setCurrentIndex(self.centre.findText(table))
        if table in self.cards and len(self._schema.tables) <= WHOLE_UP_TO and not self._is_stale:
            self._mark(table)
            self.canvas.centerOn(self.cards[table])
        elif self.isVisible():
            self._draw()

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        theme = self._host.theme
        for name, button in self._buttons.items():
            button.setIcon(qtawesome.icon(name, color=theme.text))
        self.scene.setBackgroundBrush(QColor(theme.ground))
        if self._drawing is not None:
            self._put(self._drawing)

    def fit(self) -> None:
        """Show the whole picture, or as much of it as can be read."""
        self.canvas.resetTransform()
        self.canvas.fitInView(self.scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        size = self.canvas.transform().m11()
        if size > 1:
            self.canvas.scale(1 / size, 1 / size)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._draw()

    # drawing

    def _draw(self) -> None:
        self._is_stale = False
        schema, measure, centre = self._schema, Measure(self.font()), self.centre.currentText()

        def work() -> _Drawing:
            return _drawing(schema, centre, measure)

        def done(drawing: _Drawing) -> None:
            if schema is self._schema:
                self._put(drawing)
                self.fit()

        self._host.call(work, done)

    def _put(self, drawing: _Drawing) -> None:
        theme, measure = self._host.theme, Measure(self.font())
        self._drawing = drawing
        self.scene.clear()
        self.cards, self.edges = {}, []
        for name, face in drawing.faces.items():
            card = self.cards[name] = Card(face, drawing.places[name], measure, theme)
            card.more_words = tr("{count} more").format(count=face.more)
            card.hovered, card.picked = self._mark, self.table_picked.emit
            self.scene.addItem(card)
        for key in drawing.keys:
            edge = Edge(key, self.cards[key.table], self.cards[key.parent], theme)
            self.edges.append(edge)
            self.scene.addItem(edge)
        self.scene.setSceneRect(self.scene.itemsBoundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.note.setText(self._said(drawing))
        self._mark(self.centre.currentText() if len(self._schema.tables) > WHOLE_UP_TO else "")

    def _said(self, drawing: _Drawing) -> str:
        if not drawing.keys:
            return tr("No table refers to another.")
        words = tr("{count} of {all} tables").format(
            count=f"{len(drawing.faces):,}", all=f"{len(self._schema.tables):,}"
        )
        is_guessed = any(not key.is_declared for key in drawing.keys)
        return f"{words} · {tr('dashed: by the names alone')}" if is_guessed else words

    def _mark(self, name: str) -> None:
        """Set off a table with its keys and those that they lead to."""
        near = {name}
        for edge in self.edges:
            is_meant = name in (edge.key.table, edge.key.parent)
            edge.mark(is_marked=is_meant)
            near |= {edge.key.table, edge.key.parent} if is_meant else set()
        for card in self.cards.values():
            card.mark(bool(name) and card.face.table.name in near)

    # saving

    def save(self) -> None:
        """Ask for a file and write the picture there."""
        filters = f"{tr('PNG pictures')} (*.png);;{tr('SVG drawings')} (*.svg)"
        if path := self._host.ask_save(tr("Save the picture"), "diagram.png", filters):
            try:
                _write(self.scene, path)
            except StorageError as error:
                self._host.show_error(error)
            else:
                self._host.say(tr("The picture is in {path}.").format(path=path))


def _drawing(schema: Schema, centre: str, measure: Measure) -> _Drawing:
    """Which tables are shown, and where."""
    whole = with_inferred_keys(schema)
    links = [(key.table, key.parent) for key in whole.keys]
    tables = whole.tables
    if len(tables) > WHOLE_UP_TO:
        near = set(around(centre, links, NEIGHBOURS))
        tables = tuple(table for table in tables if table.name in near)
    names = {table.name for table in tables}
    keys = [key for key in whole.keys if {key.table, key.parent} <= names]
    own = defaultdict(list)
    for key in keys:
        own[key.table].append(key)
    faces = {table.name: Face.of(table, own[table.name]) for table in tables}
    sizes = {name: measure.size(face) for name, face in faces.items()}
    return _Drawing(faces, layout(sizes, links), keys)


def _write(scene: QGraphicsScene, path: Path) -> None:
    """Raises: StorageError: the file cannot be written."""
    area = scene.sceneRect()
    if path.suffix.lower() == ".svg":
        from PySide6.QtSvg import QSvgGenerator  # only for this

        drawing = QSvgGenerator()
        drawing.setFileName(str(path))
        drawing.setSize(area.size().toSize())
        drawing.setViewBox(QRectF(0, 0, area.width(), area.height()))
        painter = QPainter()
        is_written = painter.begin(drawing)
        if is_written:
            scene.render(painter)
            painter.end()
    else:
        image = QImage(area.size().toSize() * _PICTURE_SCALE, QImage.Format.Format_ARGB32)
        image.fill(scene.backgroundBrush().color())
        painter = QPainter(image)
        scene.render(painter)
        painter.end()
        is_written = image.save(str(path if path.suffix else path.with_suffix(".png")))
    if not is_written:
        raise StorageError(f"{path.name} cannot be written.", hint="Choose another folder or name.")
