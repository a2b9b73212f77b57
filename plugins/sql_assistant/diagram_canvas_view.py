"""Where the cards and lines of a diagram are: zoomed, moved, gone through by mouse or keys, saved as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

from app.api import StorageError
from app.api_qt import tr
from plugins.sql_assistant.diagram_items_view import Card, Edge
from plugins.sql_assistant.schema import ForeignKey

_STEP = 1.2
_SMALLEST, _LARGEST = 0.08, 3.0
_READABLE = 0.55
_MARGIN = 24.0
_PICTURE_SCALE = 2
_DIRECTIONS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class Canvas(QGraphicsView):
    """Zooms with Ctrl and the wheel or plus and minus, pans with the mouse; arrow keys go from card to card, Enter picks one.

    Signals:
        picked: a table was double-clicked, or Enter was pressed on it; its name.
        menu_wanted: the menu of a table; its name, and where on the screen.
    """

    picked = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.cards: dict[str, Card] = {}
        self.edges: list[Edge] = []
        self.chosen = ""
        self._shown_around: str | None = None
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setAccessibleName(tr("Diagram of the foreign keys"))
        self._keys: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self.zoom(_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / _STEP),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Return: lambda: self._pick(self.chosen),
            Qt.Key.Key_Enter: lambda: self._pick(self.chosen),
        }

    def put(self, cards: dict[str, Card], edges: list[Edge]) -> None:
        """Show these in place of what is shown."""
        scene = self.scene()
        scene.clear()
        self.cards, self.edges = cards, edges
        for card in cards.values():
            card.hovered = lambda is_on, name=card.name: self.mark({name} if is_on else set())  # type: ignore[misc]
            scene.addItem(card)
        for edge in edges:
            edge.hovered = lambda is_on, edge=edge: self._mark_edge(edge if is_on else None)  # type: ignore[misc]
            scene.addItem(edge)
        scene.setSceneRect(scene.itemsBoundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.choose(self.chosen if self.chosen in cards else "")

    # size

    def zoom(self, factor: float) -> None:
        """Make everything larger or smaller, within reason."""
        self._shown_around = None
        if _SMALLEST <= self.transform().m11() * factor <= _LARGEST:
            self.scale(factor, factor)

    def fit(self) -> None:
        """Show the whole picture, no larger than it is."""
        self._shown_around = None
        self.resetTransform()
        self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        if (size := self.transform().m11()) > 1:
            self.scale(1 / size, 1 / size)

    def fit_readably(self, name: str = "") -> None:
        """Show the whole picture; where it could not be read, a part of it: around a table, or where it begins."""
        self.fit()
        self._shown_around = name
        if (size := self.transform().m11()) < _READABLE:
            self.scale(_READABLE / size, _READABLE / size)
            if name in self.cards:
                self.centerOn(self.cards[name])
            else:
                for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
                    bar.setValue(bar.minimum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown_around is not None:
            self.fit_readably(self._shown_around)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    # what is meant

    def mark(self, names: set[str]) -> None:
        """Set off tables with their keys and those that these lead to; for none of them, what the keyboard is at."""
        names = names or {self.chosen} - {""}
        meant = [edge for edge in self.edges if names & {edge.key.table, edge.key.parent}]
        self._set_off({*names, *(name for edge in meant for name in (edge.key.table, edge.key.parent))}, meant)

    def _mark_edge(self, edge: Edge | None) -> None:
        if edge is None:
            self.mark(set())
        else:
            self._set_off({edge.key.table, edge.key.parent}, [edge])

    def _set_off(self, names: set[str], edges: list[Edge]) -> None:
        for card in self.cards.values():
            card.mark(is_marked=card.name in names, is_faint=bool(names) and card.name not in names)
        for edge in self.edges:
            edge.mark(is_marked=edge in edges, is_faint=bool(names) and edge not in edges)

    def choose(self, name: str) -> None:
        """Let the keyboard be at a table; empty for none."""
        self.chosen = name
        for card in self.cards.values():
            card.choose(is_chosen=card.name == name)
        self.mark(set())
        if name:
            self.ensureVisible(self.cards[name], 40, 40)
        self.setAccessibleDescription(_described(name, [edge.key for edge in self.edges]) if name else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if direction := _DIRECTIONS.get(Qt.Key(event.key())):
            self.choose(self._beside(direction))
        elif event.key() == Qt.Key.Key_Escape and self.chosen:
            self.choose("")
        elif act := self._keys.get(event.key()):
            act()
        else:
            super().keyPressEvent(event)

    def _beside(self, direction: QPointF) -> str:
        """The nearest card in a direction; the one that is chosen where there is none, the first where none is chosen."""
        here = self.cards.get(self.chosen)
        if here is None:
            return next(iter(self.cards), "")
        begin, found = here.sceneBoundingRect().center(), []
        for card in self.cards.values():
            way = card.sceneBoundingRect().center() - begin
            ahead = QPointF.dotProduct(way, direction)
            aside = abs(way.x() * direction.y()) + abs(way.y() * direction.x())
            if ahead > 1 and ahead * 2 > aside:
                found.append((ahead + 2 * aside, card.name))
        return min(found)[1] if found else self.chosen

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.choose("")

    # the mouse

    def _card_at(self, place: QPoint) -> str:
        found = [item for item in self.items(place) if isinstance(item, Card)]
        return found[0].name if found else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self._card_at(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pick(self._card_at(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.chosen:
            place = self.mapFromScene(self.cards[self.chosen].sceneBoundingRect().center())
            self.menu_wanted.emit(self.chosen, self.viewport().mapToGlobal(place))
        elif name := self._card_at(event.pos()):
            self.menu_wanted.emit(name, event.globalPos())

    def _pick(self, name: str) -> None:
        if name:
            self.picked.emit(name)

    # saving

    def write(self, path: Path) -> None:
        """Write the whole picture to a file, as SVG where its name says so, else as PNG.

        Raises:
            StorageError: the file cannot be written.
        """
        self.choose("")
        is_written = self._write_svg(path) if path.suffix.lower() == ".svg" else self._write_png(path)
        if not is_written:
            raise StorageError(f"{path.name} cannot be written.", hint="Choose another folder or name.")

    def _write_svg(self, path: Path) -> bool:
        from PySide6.QtSvg import QSvgGenerator  # only for this

        area, drawing, painter = self.sceneRect(), QSvgGenerator(), QPainter()
        drawing.setFileName(str(path))
        drawing.setTitle(tr("Diagram of the foreign keys"))
        drawing.setSize(area.size().toSize())
        drawing.setViewBox(QRectF(0, 0, area.width(), area.height()))
        if not painter.begin(drawing):
            return False
        self.scene().render(painter)
        painter.end()
        return True

    def _write_png(self, path: Path) -> bool:
        image = QImage(self.sceneRect().size().toSize() * _PICTURE_SCALE, QImage.Format.Format_ARGB32)
        image.fill(self.scene().backgroundBrush().color())
        painter = QPainter(image)
        self.scene().render(painter)
        painter.end()
        return image.save(str(path if path.suffix else path.with_suffix(".png")))


def _described(name: str, keys: list[ForeignKey]) -> str:
    """A table and its ties in words, for who cannot see them."""
    parts = [name]
    for words, names in (
        (tr("Refers to"), [key.parent for key in keys if key.table == name]),
        (tr("Referred to by"), [key.table for key in keys if key.parent == name]),
    ):
        if names:
            parts.append(f"{words}: {', '.join(dict.fromkeys(names))}")
    return ". ".join(parts)
