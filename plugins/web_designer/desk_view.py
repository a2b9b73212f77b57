"""The page that is worked on: its versions, its source with the place of every element, the element that was picked. It draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.api import AppError, InputError
from app.api_qt import PanelHost
from plugins.web_designer.editing.hand import Edited
from plugins.web_designer.editing.locks import (
    Lock,
    broken_locks,
    followed,
    is_locked,
    lock_from,
    lock_of,
    locked_numbers,
)
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.editing.subject import Subject, subject_of
from plugins.web_designer.editing.titles import title_of
from plugins.web_designer.project.store import SUFFIX, Opened, ProjectFile, claim, open_project, release
from plugins.web_designer.project.versions import Maker, Project

OWN_FILE = f"page{SUFFIX}"
SAVE_AFTER_MS = 400
NOTHING = -1


class Desk(QObject):
    """What the views show, and what their wishes come to.

    Signals:
        shown: another page stands here.
        changed: the page was changed a little.
        picked: the element that was picked, or the same one as it is now (``Subject``), or None.
        refused: a wish that cannot be met (``AppError``).
        said: a sentence about the project's file.
    """

    shown = Signal()
    changed = Signal()
    picked = Signal(object)
    refused = Signal(object)
    said = Signal(str)

    def __init__(self, host: PanelHost, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self.project = Project()
        self.file = ProjectFile(host.data_dir / OWN_FILE)
        self.source: Source = read_source("")
        self.number = NOTHING
        self._styles: Mapping[str, str] = {}
        self._save_later = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._save_later.timeout.connect(self.save)
        self._listen()

    # looking

    @property
    def html(self) -> str:
        """The page; empty while there is none."""
        return self.source.html

    @property
    def title(self) -> str:
        """The page's title."""
        found = next((node.number for node in self.source.nodes if node.tag == "title"), NOTHING)
        return " ".join(unescape(self.source.content_of(found)).split()) if found >= 0 else ""

    @property
    def plan(self) -> Mapping[str, Any] | None:
        """What the page was drawn from, as long as it is just that."""
        return self.project.current.plan if self.project.current else None

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What may not change."""
        current = self.project.current
        return tuple(lock_from(told) for told in current.locks) if current else ()

    @property
    def locked(self) -> frozenset[int]:
        """Numbers of the elements that are locked."""
        return locked_numbers(self.source, self.locks)

    @property
    def subject(self) -> Subject | None:
        """The element that is picked."""
        if not 0 <= self.number < len(self.source.nodes):
            return None
        held = is_locked(self.source, self.number, self.locks)
        return subject_of(self.source, self.number, self._styles, is_locked=held)

    # pages

    def show_page(self, html: str, what: str, by: Maker, plan: Mapping[str, Any] | None = None) -> None:
        """Put another page here; the one that stood here stays among the versions. Lines end in line feeds from here on."""
        html = html.replace("\r\n", "\n")
        self.project.add(html, what, by, plan=plan, is_new=True, locks=())
        self._put(html)

    def take_change(
        self,
        html: str,
        what: str,
        by: Maker,
        merge_key: str = "",
        number: int | None = None,
        plan: Mapping[str, Any] | None = None,
    ) -> None:
        """A change of the page that stands here; locks follow their elements."""
        self._take(read_source(html.replace("\r\n", "\n")), what, by, merge_key, number, plan)

    def _take(
        self,
        after: Source,
        what: str,
        by: Maker,
        merge_key: str,
        number: int | None,
        plan: Mapping[str, Any] | None = None,
    ) -> None:
        locks = followed(self.source, after, self.locks)
        self.project.add(after.html, what, by, plan=plan, merge_key=merge_key, locks=[lock.to_json() for lock in locks])
        self.number = self._same(after) if number is None else number
        self.source = after
        self.changed.emit()

    def edit(self, change: Callable[[Source, int], Edited]) -> None:
        """Change the picked element by hand."""
        if self.number == NOTHING:
            return
        try:
            if is_locked(self.source, self.number, self.locks):
                raise _locked(title_of(self.source, self.number))
            edited = change(self.source, self.number)
            after = read_source(edited.html)
            if broken := broken_locks(self.source, after, self.locks):
                raise _locked(broken[0])
        except InputError as error:
            self.refused.emit(error)
            self.picked.emit(self.subject)
            return
        if edited.html != self.html:
            self._take(after, edited.what, "hand", f"{edited.kind} {self.number}", edited.number)

    def type_source(self, html: str) -> None:
        """The source as a person typed it."""
        if html != self.html:
            self.take_change(html, "Source edited.", "source", "source")

    # versions

    def undo(self) -> None:
        """Go back one step."""
        if self.project.undo():
            self._follow()

    def redo(self) -> None:
        """Go the step again."""
        if self.project.redo():
            self._follow()

    def go(self, id: int) -> None:
        """Take a version up again."""
        self.project.go(id)
        self._follow()

    # the element

    def pick(self, number: int, styles: Mapping[str, str]) -> None:
        """An element was picked, or its styles are known anew; ``NOTHING`` picks none."""
        self.number, self._styles = number, styles
        self.picked.emit(self.subject)

    def toggle_lock(self) -> None:
        """Lock the picked element, or unlock it; one that is locked by what stands around it is unlocked there."""
        if not 0 <= self.number < len(self.source.nodes):
            return
        path = set(self.source.path(self.number))
        held = {lock_of(self.source, number) for number in self.locked & path}
        locks = (
            [lock for lock in self.locks if lock not in held]
            if held
            else [*self.locks, lock_of(self.source, self.number)]
        )
        self.project.lock([lock.to_json() for lock in locks])
        self.picked.emit(self.subject)

    # the file

    def open_own(self) -> None:
        """Take up the page of the last time, if there is one."""
        folder = self._host.data_dir

        def opened() -> Opened:
            path = _own(folder)
            return open_project(path) if path.exists() else Opened(Project(), ProjectFile(path))

        self._host.call(opened, self._take_up, self._on_unsaved)

    def open_file(self, path: Path) -> None:
        """Work on a project's file from now on; on a copy where another program has it."""
        held = self.file

        def opened() -> Opened:
            held.save()
            return _opened(path, held)

        self._host.call(opened, self._take_up)

    def save_as(self, path: Path) -> None:
        """Keep the project in another file from now on."""
        self._save_later.stop()
        file, left = self.file, self.file.path

        def move() -> None:
            if not claim(path):
                raise InputError(f"{path.name} is open in another program.", field="page", hint="Choose another name.")
            file.move_to(path)
            if left != path:
                release(left)

        self._host.call(move, lambda _none: None)

    def save(self) -> None:
        """Write what has happened since the last time."""
        self._save_later.stop()
        self._host.call(self.file.save, lambda _none: None, self._on_unsaved)

    def save_now(self) -> None:
        """The same at once, as the program ends."""
        self._save_later.stop()
        try:
            self.file.save()
        except AppError as error:
            self._on_unsaved(error)

    def _on_unsaved(self, error: AppError) -> None:
        self.said.emit(error.message)

    def _take_up(self, opened: Opened) -> None:
        left = self.file
        self.project, self.file = opened.project, opened.file
        self._listen()
        if left.path != self.file.path:
            self._host.call(lambda: _leave(left), lambda _none: None, self._on_unsaved)
        self._put(self.project.html())
        if opened.note:
            self.said.emit(opened.note)

    def _listen(self) -> None:
        def note(change: Any) -> None:
            self.file.note(change)
            self._save_later.start()

        self.project.changed = note

    def _put(self, html: str) -> None:
        self.source = read_source(html)
        self.number, self._styles = NOTHING, {}
        self.shown.emit()
        self.picked.emit(None)

    def _follow(self) -> None:
        """Show the version that is current now."""
        after = read_source(self.project.html())
        self.number = self._same(after)
        self.source = after
        self.changed.emit()

    def _same(self, after: Source) -> int:
        """The picked element in another source of the page, as far as its place tells."""
        if not 0 <= self.number < len(self.source.nodes) or self.number >= len(after.nodes):
            return NOTHING
        return self.number if after.node(self.number).tag == self.source.node(self.number).tag else NOTHING


def _locked(title: str) -> InputError:
    return InputError(f"{title} is locked.", field="page", hint="Unlock it to change it.")


def _leave(file: ProjectFile) -> None:
    """Write what is still to be written, and let other programs have the file."""
    file.save()
    release(file.path)


def _own(folder: Path) -> Path:
    """The file that is kept for the person, unasked; each program that runs has one."""
    names = (OWN_FILE, *(f"page-{number}{SUFFIX}" for number in range(2, 20)))
    return next((path for name in names if claim(path := folder / name)), folder / OWN_FILE)


def _opened(path: Path, present: ProjectFile) -> Opened:
    """Open a file and claim it; a copy beside the tool's own where another program has it."""
    opened = open_project(path)
    if path == present.path or claim(path):
        return opened
    copy = present.path.with_name(f"{path.stem} (copy){SUFFIX}")
    opened.file.write_whole(opened.project, copy)
    note = f"{path.name} is open in another program, so this is a copy of it."
    return Opened(opened.project, ProjectFile(copy), note)
