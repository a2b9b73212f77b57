"""The tables and the keys between them as a picture: all of a small schema, of a large one those around a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import qtawesome
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFont, QShowEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.api import StorageError
from app.api_qt import PanelHost, tr
from plugins.sql_assistant.diagram_canvas_view import Canvas
from plugins.sql_assistant.diagram_items_view import Card, Edge, Face, Measure
from plugins.sql_assistant.diagram_layout import Layout, Link, around, layout
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.schema import ForeignKey, Schema, Table
from plugins.sql_assistant.sources.base import Stop

WHOLE_UP_TO = 100
"""Tables of a schema that can be shown whole."""

NEIGHBOURS = 25
_CHOOSER_FROM = 12
_WHOLE_COLUMNS_UP_TO = 12
_ZOOM = 1.2


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be drawn: all tables or those around one; all columns, those of keys, or (None) what suits the number of tables."""

    schema: Schema
    centre: str
    only_keys: bool | None
    font: QFont


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn, put together off the GUI thread."""

    centre: str
    only_keys: bool
    faces: Mapping[str, Face]
    layout: Layout
    keys: Sequence[ForeignKey]


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
        self._only_keys: bool | None = None
        self._is_stale = False
        self._life = Stop()
        self.canvas = Canvas()
        self._make_bar()
        self._lay_out()
        self._connect_signals()
        self.retheme()

    @property
    def cards(self) -> Mapping[str, Card]:
        """The tables that are shown."""
        return self.canvas.cards

    @property
    def edges(self) -> Sequence[Edge]:
        """The keys that are shown."""
        return self.canvas.edges

    # parts

    def _make_bar(self) -> None:
        self.centre = QComboBox()
        self.centre.setAccessibleName(tr("Tables around"))
        self.centre.setEditable(True)
        self.centre.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.centre.setMaxVisibleItems(20)
        self.centre.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.centre.setMinimumContentsLength(14)
        completer = self.centre.completer() or QCompleter(self.centre.model(), self.centre)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.around_label = QLabel(tr("Tables around"))
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setIndent(self._host.theme.grid)
        self.note.setWordWrap(True)
        self.keys_button = self._button(tr("Only the columns of keys"), lambda: None)
        self.keys_button.setCheckable(True)
        self._buttons = {
            "mdi6.key-variant": self.keys_button,
            "mdi6.magnify-minus-outline": self._button(tr("Smaller"), lambda: self.canvas.zoom(1 / _ZOOM)),
            "mdi6.magnify-plus-outline": self._button(tr("Larger"), lambda: self.canvas.zoom(_ZOOM)),
            "mdi6.fit-to-screen-outline": self._button(tr("Show all"), self.canvas.fit),
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
        bar.addStretch(1)
        for button in self._buttons.values():
            bar.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.gap)
        whole.addLayout(bar)
        whole.addWidget(self.canvas, 1)
        whole.addWidget(self.note)
        self.setFocusProxy(self.canvas)

    def _connect_signals(self) -> None:
        self.centre.activated.connect(lambda _row: self._draw())
        self.keys_button.clicked.connect(self._choose_columns)
        self.canvas.picked.connect(self.table_picked)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.destroyed.connect(self._life.ask)

    # what is shown

    def show_schema(self, schema: Schema) -> None:
        """Show a schema, as soon as the diagram is seen."""
        self._schema = schema
        chosen, names = self._chosen, sorted((table.name for table in schema.tables), key=str.casefold)
        self.centre.clear()
        if self._can_be_whole:
            self.centre.addItem(tr("All tables"), "")
        for name in names:
            self.centre.addItem(name, name)
        self.centre.setCurrentIndex(max(self.centre.findData(chosen), 0 if self._can_be_whole else -1))
        for part in (self.around_label, self.centre):
            part.setVisible(len(names) > _CHOOSER_FROM)
        self._is_stale = True
        if self.isVisible():
            self._draw()

    def clear(self) -> None:
        """Show nothing."""
        self.show_schema(Schema(()))

    def go_to(self, table: str) -> None:
        """Show a table among those around it; where all are shown, go to it, as soon as it is drawn."""
        if self._can_be_whole and not self._chosen:
            if table in self.cards and not self._is_stale:
                self.canvas.choose(table)
            else:
                self.canvas.chosen = table
            return
        self.show_around(table)

    def show_around(self, table: str) -> None:
        """Show a table and those that it is tied to."""
        self.centre.setCurrentIndex(self.centre.findData(table))
        if self.isVisible():
            self._draw()

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        theme = self._host.theme
        for name, button in self._buttons.items():
            button.setIcon(qtawesome.icon(name, color=theme.text))
        self.canvas.scene().setBackgroundBrush(QColor(theme.ground))
        if self._drawing is not None:
            self._put(self._drawing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._draw()

    @property
    def _can_be_whole(self) -> bool:
        return len(self._schema.tables) <= WHOLE_UP_TO

    @property
    def _chosen(self) -> str:
        """The table whose neighbours are wanted; empty for all, or where none was chosen yet."""
        row = self.centre.findText(self.centre.currentText())
        return str(self.centre.itemData(row) or "") if row >= 0 else ""

    def _choose_columns(self, only_keys: bool) -> None:
        self._only_keys = only_keys
        self._draw()

    def _open_menu(self, table: str, place: QPoint) -> None:
        menu = self.menu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self, table: str) -> QMenu:
        """What can be done with a table."""
        menu = QMenu(self)
        menu.addAction(tr("Show in the list of tables"), lambda: self.table_picked.emit(table))
        menu.addAction(tr("Show the tables around it"), lambda: self.show_around(table))
        return menu

    # drawing

    def _draw(self) -> None:
        self._is_stale = False
        wanted = _Wanted(self._schema, self._chosen, self._only_keys, self.font())

        def done(drawing: _Drawing) -> None:
            if not self._life.is_asked and wanted.schema is self._schema:
                self._put(drawing)
                self.canvas.fit_readably(drawing.centre or self.canvas.chosen)

        self._host.call(lambda: _drawn(wanted), done)

    def _put(self, drawing: _Drawing) -> None:
        theme, measure = self._host.theme, Measure(self.font())
        self._drawing = drawing
        self.keys_button.setChecked(drawing.only_keys)
        if drawing.centre and drawing.centre != self._chosen:
            self.centre.setCurrentIndex(self.centre.findData(drawing.centre))
        places, routes = drawing.layout.places, drawing.layout.routes
        cards = {name: Card(face, places[name], measure, theme) for name, face in drawing.faces.items()}
        if drawing.centre in cards:
            cards[drawing.centre].is_centre = True
        edges = [
            Edge(key, (cards[key.table], cards[key.parent]), routes.get((key.table, key.parent), ()), theme)
            for key in drawing.keys
        ]
        self.canvas.put(cards, edges)
        self.note.setText(self._said(drawing))

    def _said(self, drawing: _Drawing) -> str:
        if not drawing.keys:
            alone = tr("{name} refers to no table, and none refers to it.").format(name=drawing.centre)
            return alone if drawing.centre else tr("No table refers to another.")
        words = tr("{count} of {all} tables").format(
            count=f"{len(drawing.faces):,}", all=f"{len(self._schema.tables):,}"
        )
        marks = f"● {tr('primary key')} · ○ {tr('refers to another table')}"
        is_guessed = any(not key.is_declared for key in drawing.keys)
        return " · ".join((words, marks, tr("dashed: by the names alone")) if is_guessed else (words, marks))

    def save(self) -> None:
        """Ask for a file and write the picture there."""
        filters = f"{tr('PNG pictures')} (*.png);;{tr('SVG drawings')} (*.svg)"
        if path := self._host.ask_save(tr("Save the picture"), "diagram.png", filters):
            try:
                self.canvas.write(path)
            except StorageError as error:
                self._host.show_error(error)
            else:
                self._host.say(tr("The picture is in {path}.").format(path=path))


def _drawn(wanted: _Wanted) -> _Drawing:
    """Which tables are shown, and where."""
    whole = with_inferred_keys(wanted.schema)
    centre, tables = _shown(whole, wanted.centre)
    names = {table.name for table in tables}
    keys = [key for key in whole.keys if {key.table, key.parent} <= names]
    tied = {name for key in keys for name in (key.table, key.parent)}
    only_keys = len(tied) > _WHOLE_COLUMNS_UP_TO if wanted.only_keys is None else wanted.only_keys
    measure = Measure(wanted.font)
    faces = {
        table.name: Face.bare(table) if keys and table.name not in tied else Face.of(table, keys, only_keys=only_keys)
        for table in tables
    }
    sizes = {name: measure.size(face) for name, face in faces.items()}
    links = [_link(key, faces, measure) for key in keys]
    return _Drawing(centre, only_keys, faces, layout(sizes, links), keys)


def _shown(schema: Schema, centre: str) -> tuple[str, Sequence[Table]]:
    """The table in the middle, if there is one, and all that are shown."""
    if not centre:
        if len(schema.tables) <= WHOLE_UP_TO:
            return "", schema.tables
        centre = _hub(schema)
    near = set(around(centre, [(key.table, key.parent) for key in schema.keys], NEIGHBOURS))
    return centre, [table for table in schema.tables if table.name in near]


def _hub(schema: Schema) -> str:
    """The table that most keys lead to or from; the first where there are no keys."""
    count = Counter(name for key in schema.keys for name in (key.table, key.parent))
    return max((table.name for table in schema.tables), key=lambda name: count[name], default="")


def _link(key: ForeignKey, faces: Mapping[str, Face], measure: Measure) -> Link:
    return Link(
        key.table,
        key.parent,
        measure.middle(faces[key.table].line_of(key.column)),
        measure.middle(faces[key.parent].line_of(key.parent_column)),
    )
