"""Joins what is clicked, typed and chosen about an element to the desk: inspector, outline, preview and source are of one mind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from shiboken6 import Shiboken

from app.api_qt import PanelHost, tr
from plugins.web_designer.desk_view import NOTHING, Desk
from plugins.web_designer.editing.colours import page_colours
from plugins.web_designer.editing.hand import ACTS, Edited, set_alt, set_attribute, set_picture, set_style, set_words
from plugins.web_designer.editing.outline import outline
from plugins.web_designer.editing.source import Source
from plugins.web_designer.editing.subject import Subject
from plugins.web_designer.picked import Picked
from plugins.web_designer.workspace_view import ELEMENT, SOURCE, Workspace


class Hand(QObject):
    """What a person does to the page by hand."""

    def __init__(self, host: PanelHost, desk: Desk, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._host, self._desk, self._views = host, desk, workspace
        self._has_live = False
        self._connect_inspector()
        workspace.outline.element_wanted.connect(self.pick)
        workspace.outline.act_wanted.connect(self.act)
        workspace.source.edited.connect(lambda: desk.type_source(workspace.source.text))
        workspace.source.cursor_offset_changed.connect(self._follow_cursor)
        workspace.picking_wanted.connect(self._set_picking)
        workspace.tabs.currentChanged.connect(self._show_in_source)
        workspace.preview.shown.connect(self._begin)
        desk.picked.connect(self._show_subject)

    def show_text(self, html: str) -> None:
        """Show the page's source and its parts."""
        self._views.source.set_text(html)
        self._views.outline.show_parts(outline(self._desk.source), self._desk.locked)

    def go_to_line(self, line: int) -> None:
        """Show a line of the source, from 1."""
        self._views.tabs.setCurrentIndex(SOURCE)
        self._views.source.show_line(line)

    def pick(self, number: int) -> None:
        """Choose an element."""
        live = self._views.preview.live
        if live is not None and self._views.preview.is_showing_page:
            live.select(number)
        else:
            self._desk.pick(number, {})

    def act(self, name: str) -> None:
        """Do something with the place of the picked element, or lock it."""
        if name == "lock":
            self._desk.toggle_lock()
            self._views.outline.show_parts(outline(self._desk.source), self._desk.locked)
        else:
            self._edit(ACTS[name])

    def show_picture(self, path: Path) -> None:
        """Show a picture out of a file in the picked element."""
        from plugins.web_designer.picture_view import picture_from  # seldom needed

        self._host.call(
            lambda: picture_from(path),
            lambda picture: self._edit(lambda source, number: set_picture(source, number, picture)),
        )

    def _connect_inspector(self) -> None:
        inspector, edit = self._views.inspector, self._edit
        inspector.text_wanted.connect(lambda text: edit(lambda source, number: set_words(source, number, text)))
        inspector.style_wanted.connect(
            lambda name, value: edit(lambda source, number: set_style(source, number, name, value))
        )
        inspector.attribute_wanted.connect(self._set_attribute)
        inspector.picture_wanted.connect(self._choose_picture)
        inspector.act_wanted.connect(self.act)
        inspector.element_wanted.connect(self.pick)

    def _edit(self, change: Callable[[Source, int], Edited]) -> None:
        """Edit by hand, after what is being typed in the source."""
        self._views.source.flush()
        self._desk.edit(change)

    def _set_attribute(self, name: str, value: str) -> None:
        if name == "alt":
            self._edit(lambda source, number: set_alt(source, number, value))
        else:
            self._edit(lambda source, number: set_attribute(source, number, name, value))

    def _choose_picture(self) -> None:
        from plugins.web_designer.picture_view import FILTERS  # seldom needed

        path = self._host.ask_open(tr("Choose a picture"), FILTERS)
        if path is not None:
            self.show_picture(path)

    def _begin(self) -> None:
        """A page stands in the preview: from now on it can be clicked."""
        live = self._views.preview.live
        if live is None or self._has_live:
            return
        self._has_live = True
        live.picked.connect(self._on_picked)
        live.edit_wanted.connect(self._on_edit_wanted)
        live.set_picking(self._views.pick_button.isChecked())

    def _set_picking(self, on: bool) -> None:
        if self._views.preview.live is not None:
            self._views.preview.live.set_picking(on)
        if not on:
            self._desk.pick(NOTHING, {})

    def _on_picked(self, picked: Picked | None) -> None:
        if not Shiboken.isValid(self._desk):  # a page can still say something while the window around it goes
            return
        if picked is None:
            self._desk.pick(NOTHING, {})
            return
        if picked.number != self._desk.number:
            self._views.side_tabs.setCurrentIndex(ELEMENT)
        self._desk.pick(picked.number, picked.styles)

    def _on_edit_wanted(self, _number: int) -> None:
        self._views.side_tabs.setCurrentIndex(ELEMENT)
        self._views.inspector.edit_text()

    def _show_subject(self, subject: Subject | None) -> None:
        views = self._views
        views.inspector.show_subject(subject, page_colours(self._desk.source) if subject else ())
        number, acts = (subject.number, subject.acts) if subject else (NOTHING, frozenset[str]())
        views.outline.show_picked(number, acts if subject and not subject.is_locked else frozenset())
        views.show_aims(has_page=bool(self._desk.html), has_element=subject is not None and not subject.is_locked)
        if subject and views.tabs.currentIndex() == SOURCE and not views.source.edit.hasFocus():
            self._select_source(subject.number)

    def _select_source(self, number: int) -> None:
        node = self._desk.source.node(number)
        self._views.source.select_range(node.start, node.end)

    def _show_in_source(self, tab: int) -> None:
        """Turn the source to the picked element as it comes to the front."""
        if tab == SOURCE and (subject := self._desk.subject):
            self._select_source(subject.number)

    def _follow_cursor(self, offset: int) -> None:
        """The element that the source's cursor stands in is the one that is picked."""
        number = self._desk.source.at(offset)
        if number >= 0 and number != self._desk.number:
            self.pick(number)
