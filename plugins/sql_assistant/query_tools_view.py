"""What is told about a query without running it: its plan, its words, its text for another engine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.api import Problem
from app.api_qt import PanelHost, language
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import QueryStopped, Source, Stop
from plugins.sql_assistant.translation_view import TranslationDialog

if TYPE_CHECKING:
    from plugins.sql_assistant.plan import Plan
    from plugins.sql_assistant.translate import Translation


@dataclass(frozen=True, slots=True)
class Subject:
    """A query and the database that it is for."""

    sql: str
    source: Source
    schema: Schema


class QueryTools:
    """Asks in the background. The parser is slow to load, so each call loads it where it is needed.

    Args:
        page: that dialogs open over.
        life: ends what runs when the page is closed.
    """

    def __init__(self, host: PanelHost, page: QWidget, life: Stop) -> None:
        self._host = host
        self._page = page
        self._life = life
        self.translation: TranslationDialog | None = None

    def explain(self, asked: Subject, done: Callable[[Plan], None], failed: Callable[[Problem], None]) -> None:
        """How the engine would run the query."""
        stop = Stop(parent=self._life)

        def work() -> Plan | Problem | None:
            from plugins.sql_assistant.check import subject_of
            from plugins.sql_assistant.plan import explain

            with contextlib.suppress(QueryStopped):
                return explain(asked.sql, subject_of(asked.source, asked.schema), stop)
            return None

        def take(found: Plan | Problem | None) -> None:
            if isinstance(found, Problem):
                failed(found)
            elif found is not None:
                done(found)

        self._host.call(work, take)

    def tell(self, sql: str, dialect: str, done: Callable[[list[str]], None]) -> None:
        """The query in plain words, in the window's language."""
        spoken = language()

        def work() -> list[str]:
            from plugins.sql_assistant.restate import restate

            return restate(sql, dialect, "zh_CN" if spoken == "zh_CN" else "en")

        self._host.call(work, done)

    def translate(self, asked: Subject, dialect: str, title: str) -> None:
        """Show the query as another engine would have it.

        Args:
            title: what people call that engine.
        """

        def work() -> Translation:
            from plugins.sql_assistant.translate import translate

            return translate(asked.sql, asked.source.dialect, dialect, asked.schema)

        def done(found: Translation) -> None:
            self.translation = TranslationDialog(self._host, found, title, dialect, self._page)
            self.translation.open()

        self._host.call(work, done)
