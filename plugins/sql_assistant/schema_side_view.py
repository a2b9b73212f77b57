"""The left side of a connection: what it holds, and the queries that were asked of it."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.api_qt import PanelHost, Theme, tr
from plugins.sql_assistant.queries_view import QueriesView
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.tree_view import SchemaTree

_MIN_WIDTH = 180


class SchemaSide(QWidget):
    """Two pages, tables and queries, with the buttons that concern the whole connection above them.

    ``open_button`` is the panel's to fill, ``diagram_button`` the workspace's to connect. The queries are made when they are first wanted.

    Signals:
        query_picked: a query is to be put into the editor.
        run_requested: a query is to be put into the editor and run.
    """

    query_picked = Signal(str)
    run_requested = Signal(str)

    def __init__(self, host: PanelHost, log: QueryLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host, self._log = host, log
        self._address = ""
        self._queries: QueriesView | None = None
        self.pages = QStackedWidget(self)
        self.tree = SchemaTree(host, self.pages)
        self.pages.addWidget(self.tree)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Schema and queries"))
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(tr("Tables"))
        self.tabs.addTab(tr("Queries"))
        self.tabs.currentChanged.connect(lambda page: self.pages.setCurrentWidget(self.queries if page else self.tree))
        self.diagram_button = QToolButton()
        self.diagram_button.setCheckable(True)
        self.diagram_button.setToolTip(tr("Show how the tables are tied"))
        self.diagram_button.setAccessibleName(tr("Diagram"))
        self.open_button = QToolButton()
        self.open_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.write_mark = QLabel(tr("Writing is allowed"))
        self.write_mark.setProperty("tone", "unverified")
        self.write_mark.setToolTip(tr("Each change is tried out, shown, and made only if you say so."))
        self.write_mark.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.diagram_button)
        head.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(host.theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.write_mark)
        layout.addWidget(self.pages, 1)
        self.setMinimumWidth(_MIN_WIDTH)
        self.retheme(host.theme)

    @property
    def queries(self) -> QueriesView:
        """The queries of this connection."""
        if self._queries is None:
            made = self._queries = QueriesView(self._host, self._log)
            made.query_picked.connect(self.query_picked)
            made.run_requested.connect(self.run_requested)
            made.show_address(self._address)
            self.pages.addWidget(made)
        return self._queries

    def show_address(self, address: str) -> None:
        """Show the queries of a connection."""
        self._address = address
        if self._queries is not None:
            self._queries.show_address(address)

    def refresh_queries(self) -> None:
        """Another query ran."""
        if self._queries is not None:
            self._queries.refresh()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.tree.retheme(theme)
        if self._queries is not None:
            self._queries.retheme()
        self.diagram_button.setIcon(qtawesome.icon("mdi6.sitemap-outline", color=theme.text))
