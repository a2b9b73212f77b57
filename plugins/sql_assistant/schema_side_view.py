"""The left side of a connection: what it holds, and the queries that were asked of it."""

from __future__ import annotations

import qtawesome
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.api_qt import PanelHost, Theme, tr
from plugins.sql_assistant.queries_view import QueriesView
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.tree_view import SchemaTree

_MIN_WIDTH = 180


class SchemaSide(QWidget):
    """Two pages, tables and queries, with the buttons that concern the whole connection above them.

    ``open_button`` is the panel's to fill, ``diagram_button`` the workspace's to connect.
    """

    def __init__(self, host: PanelHost, log: QueryLog) -> None:
        super().__init__()
        self.tree = SchemaTree(host)
        self.queries = QueriesView(host, log)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Schema and queries"))
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages = QStackedWidget()
        for name, page in ((tr("Tables"), self.tree), (tr("Queries"), self.queries)):
            self.tabs.addTab(name)
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
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

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.tree.retheme(theme)
        self.queries.retheme()
        self.diagram_button.setIcon(qtawesome.icon("mdi6.sitemap-outline", color=theme.text))
