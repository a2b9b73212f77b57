"""The pages of all tools: each is built when it is first visited; a tool that cannot be built is a card, never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.api_qt import Panel, tr
from app.core.registry import PluginRecord
from app.errors import AppError, ManifestError, NoEngine
from app.ui.actions import Actions
from app.ui.desk import Desk
from app.ui.error_view import CardArea, card_of
from app.ui.page_header import PageHeader
from app.ui.rail import row_id
from app.ui.widgets import column, filled

if TYPE_CHECKING:
    from app.ui.tool_page import ToolPage


class BrokenPage(QWidget):
    """Stands where a tool's page would be: says what is wrong with it.

    Signals:
        remedy_chosen: the card's button was pressed; the remedy.
    """

    remedy_chosen = Signal(str)

    def __init__(self, desk: Desk, title: str, error: AppError, place: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.cards = CardArea(desk)
        self.cards.show_text(card_of(error), closable=False)
        self.cards.remedy_chosen.connect(self.remedy_chosen)
        body = column(self.cards, None, margins=(16, 16, 16, 16))
        filled(self, column(PageHeader(desk, title, place, (), lambda: None), body, spacing=0))


class Pages(QStackedWidget):
    """One page per tool.

    Signals:
        page_built: a tool's page was built; ``ToolPage``.
        remedy_chosen: a broken page's button was pressed; the remedy.
    """

    page_built = Signal(object)
    remedy_chosen = Signal(str)

    def __init__(self, desk: Desk, actions: Actions) -> None:
        super().__init__()
        self._desk = desk
        self._actions = actions
        self._built: dict[str, ToolPage | BrokenPage] = {}
        self._troubles: dict[str, NoEngine] = {}

    @property
    def current(self) -> ToolPage | None:
        """The page that is shown; None where it is a broken tool's."""
        page = self.currentWidget()
        return next((one for one in self if one is page), None)

    def __iter__(self) -> Iterator[ToolPage]:
        return (page for page in self._built.values() if not isinstance(page, BrokenPage))

    def get(self, tool_id: str) -> QWidget | None:
        """A tool's page, if it was visited."""
        return self._built.get(tool_id)

    def visit(self, record: PluginRecord) -> None:
        """Show a tool's page."""
        page = self._built.get(row_id(record))
        if page is None:
            page = self._build(record)
            self._built[row_id(record)] = page
            self.addWidget(page)
            if not isinstance(page, BrokenPage):
                page.set_trouble(self._troubles.get(record.id))
                self.page_built.emit(page)
        self.setCurrentWidget(page)

    def visit_other(self, page: QWidget) -> None:
        """Show something that is no tool's page."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)

    def forget(self, tool_id: str) -> None:
        """Build a tool's page anew on the next visit (its code may run now)."""
        if page := self._built.pop(tool_id, None):
            self.removeWidget(page)
            page.deleteLater()

    def set_troubles(self, troubles: dict[str, NoEngine]) -> None:
        """Which tools no model serves now."""
        self._troubles = troubles
        for page in self:
            page.set_trouble(troubles.get(page.manifest.id))

    def _build(self, record: PluginRecord) -> ToolPage | BrokenPage:
        try:
            return self._tool_page(record)
        except AppError as error:
            title = tr(record.manifest.title) if record.manifest else record.id
            page = BrokenPage(self._desk, title, error, str(record.path))
            page.remedy_chosen.connect(self.remedy_chosen)
            return page

    def _tool_page(self, record: PluginRecord) -> ToolPage:
        if record.manifest is None or record.error is not None:
            raise record.error or ManifestError(tr("This tool is broken."), path=record.path)
        found = self._desk.services.registry.panel_class(record.id, Panel)
        if found is None:
            from app.ui.few_shot_panel import make_data_panel  # most tools bring a panel of their own

            found = make_data_panel(self._desk)
        from app.ui.tool_page import ToolPage  # the window stands before its first page is built

        return ToolPage(self._desk, record.manifest, found, self._actions)
