"""Opens databases in the background, says how far that is, and remembers what was opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.api import AppError, InputError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.activity_view import ActivityStrip
from plugins.sql_assistant.connections import Connection, without_secrets
from plugins.sql_assistant.keeping import keep_typed
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.schema import ForeignKey, Schema
from plugins.sql_assistant.sources.base import QueryStopped, Source, Stop
from plugins.sql_assistant.sources.file_kinds import BETWEEN, SUFFIXES, can_take, dialog_filters, kind_of
from plugins.sql_assistant.sources.opening import open_source

MAX_RECENT = 8
_Read = tuple[Source, Schema, tuple[ForeignKey, ...], tuple[str, ...], bool]
_DATABASES = ("sqlite", "duckdb")


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is open.

    Attributes:
        given: what opens it again; empty for the sample shop. Never holds a password.
        keys: those of the schema, and those that only its names tell.
        notes: what people should know of how its files were read.
        has_files: whether it was read from files.
        is_last: whether nothing was asked for after it.
    """

    given: str
    source: Source
    schema: Schema
    keys: tuple[ForeignKey, ...]
    notes: tuple[str, ...]
    has_files: bool
    is_last: bool


class Openings(QObject):
    """The openings that run, one line that says how far they are, and the menu of recent databases.

    Signals:
        began: an opening has begun.
        opened: a database is open (``Opened``).
        failed: one could not be opened: what was given, the error, whether it is only to be noted.
    """

    began = Signal()
    opened = Signal(object)
    failed = Signal(str, object, bool)

    def __init__(self, host: PanelHost, activity: ActivityStrip, menu: QMenu, sample: QAction) -> None:
        super().__init__(activity)
        self._host = host
        self._activity = activity
        self._menu, self._sample = menu, sample
        self._asked = 0
        self._running: dict[int, Stop] = {}
        self.recent: list[str] = []
        running = self._running
        activity.stop_wanted.connect(lambda: _stop(running))
        activity.destroyed.connect(lambda: _stop(running))

    def open(self, given: str, *, quietly: bool = False) -> None:
        """Open a database, or the sample shop for an empty name.

        Args:
            quietly: a person did not ask for it just now.
        """
        self._asked += 1
        number, host, report = self._asked, self._host, self._activity.report
        stop = self._running[number] = Stop()
        self._activity.begin(tr("Opening {name}…").format(name=title_of(given)))
        self.began.emit()

        def read() -> _Read | None:
            from plugins.sql_assistant.sources.file_source import FilesSource  # with all that reads files

            with contextlib.suppress(QueryStopped):
                source = open_source(given, host.data_dir, lambda what, done: report(tr_said(what), done), host.secret)
                schema = source.read_schema(stop)
                keep_typed(host, host.data_dir, given)
                keys = with_inferred_keys(schema).keys
                if isinstance(source, FilesSource):
                    return source, schema, keys, source.notes(stop), True
                return source, schema, keys, (), False
            return None

        def failed(error: AppError) -> None:
            self._ended(number)
            self.forget(given)
            self.failed.emit(given, error, quietly)

        def done(found: _Read | None) -> None:
            self._ended(number)
            if found is None:
                host.say(tr("{name} was not opened.").format(name=title_of(given)))
                return
            kept = without_secrets(given)
            if kept:
                self._remember(kept)
            self.opened.emit(Opened(kept, *found, is_last=number == self._asked))

        host.call(read, done, failed)

    def show_recent(self, given: Iterable[object]) -> None:
        """Take up what was opened before."""
        self.recent = [str(one) for one in given if isinstance(one, str)][:MAX_RECENT]
        self._fill()

    def forget(self, given: str) -> None:
        """Take a database that is gone off the menu."""
        kept = without_secrets(given)
        if kept in self.recent:
            self.recent.remove(kept)
            self._fill()

    def _ended(self, number: int) -> None:
        self._running.pop(number, None)
        if not self._running:
            self._activity.end()

    def _remember(self, given: str) -> None:
        self.recent = [given, *(one for one in self.recent if one != given)][:MAX_RECENT]
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        for given in self.recent:
            action = self._menu.addAction(title_of(given))
            action.setToolTip(given)
            action.triggered.connect(lambda _=False, given=given: self.open(given))
        if self.recent:
            self._menu.addSeparator()
        self._menu.addAction(self._sample)


def _stop(running: Mapping[int, Stop]) -> None:
    for stop in running.values():
        stop.ask()


def title_of(given: str | Connection) -> str:
    """What people call what is opened, before it is open; of an address, never the part that may hold a password."""
    if not given:
        return tr("Sample shop")
    text = given if isinstance(given, str) else given.name or given.address
    if "://" in text:
        return text.rpartition("@")[2] or text
    first, *more = text.split(BETWEEN)
    return f"{Path(first).name} +{len(more)}" if more else Path(first).name


def open_filters() -> str:
    """What can be opened, for the open dialog."""
    kinds = [f"{tr(name)} ({patterns})" for name, patterns in dialog_filters()]
    return ";;".join((*kinds, f"{tr('All files')} (*)"))


def takes(path: Path) -> bool:
    """Whether a dropped file or folder is one to open here."""
    return can_take(path)


def groups(paths: Sequence[Path]) -> list[str]:
    """What dropped files mean: each database is one connection, all other files together are one."""
    databases = [path for path in paths if not path.is_dir() and _is_database(path)]
    others = [str(path) for path in paths if path not in databases]
    return [*map(str, databases), *([BETWEEN.join(others)] if others else [])]


def _is_database(path: Path) -> bool:
    try:
        return kind_of(path).kind in _DATABASES
    except InputError:
        return SUFFIXES.get(path.suffix.lower()) in _DATABASES
