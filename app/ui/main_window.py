"""The window: places children that were built elsewhere and joins their signals. No business of its own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from app.api_qt import tr, tr_said
from app.core.registry import PluginRecord
from app.core.result import Progressed, RouteChosen, RunResult
from app.errors import AppError, NoEngine
from app.ui.actions import Actions
from app.ui.commands import Commands
from app.ui.desk import Desk
from app.ui.engine_bar import EngineBar
from app.ui.error_view import CardArea, card_of
from app.ui.pages import Pages
from app.ui.rail import Rail, mark_of, row_id
from app.ui.side_panel import SidePanel
from app.ui.theme import Theme
from app.ui.trouble import Troubles, find_troubles
from app.ui.widgets import column, filled, local_paths, row

if TYPE_CHECKING:
    from app.ui.model_shelf import Shelf
    from app.ui.tool_page import ToolPage

SIZE_PX = (1280, 800)
SMALLEST_PX = (800, 560)


class MainWindow(QMainWindow):
    """Rail, page, side panel, engine bar.

    Signals:
        language_chosen: the window must be built anew in another language.
        closed: the window is gone.
    """

    language_chosen = Signal()
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.records: tuple[PluginRecord, ...] = tuple(desk.services.registry.records())
        self.setWindowTitle("Polymath")
        self.setMinimumSize(*SMALLEST_PX)
        self.setAcceptDrops(True)
        self.actions_by_name = Actions(self, desk.icons)
        self.actions_by_name.fill(self.menuBar())
        self.rail = Rail(desk, [mark_of(record) for record in self.records], self.actions_by_name.as_dict())
        self.cards = CardArea(desk)
        self.pages = Pages(desk, self.actions_by_name)
        self.side = SidePanel(desk)
        self.engine_bar = EngineBar(desk)
        self.commands = Commands(self)
        self._looks = itertools.count(1)
        self._shown_look = 0
        self._lay_out()
        self._connect_signals()
        self._restore()

    @property
    def page(self) -> ToolPage | None:
        """The tool's page that is shown."""
        return self.pages.current

    def visit(self, tool_id: str) -> None:
        """Show a tool."""
        record = next((one for one in self.records if row_id(one) == tool_id), None)
        if record is None:
            return
        self.pages.visit(record)
        self.actions_by_name["model.manage"].setChecked(False)
        self.rail.select(tool_id)
        self.desk.state.put("last_tool", tool_id)
        self._show_engine()
        self.commands.update_stop()
        if self.page is not None:
            self.page.take_focus()
        self.setWindowTitle(f"{tr(record.manifest.title)} – Polymath" if record.manifest else "Polymath")

    def show_other(self, page: QWidget, title: str) -> None:
        """Show something that is no tool's page."""
        self.pages.visit_other(page)
        self.rail.select_none()
        self._show_engine()
        self.commands.update_stop()
        self.setWindowTitle(f"{title} – Polymath")

    def visit_last(self) -> None:
        """Show the tool that was shown last, else the first."""
        usable = [row_id(record) for record in self.records]
        last = self.desk.state.get("last_tool")
        self.visit(last if last in usable else next(iter(usable), ""))

    def show_error(self, error: AppError) -> None:
        """Show an error that belongs to no page."""
        self.cards.show_text(card_of(error, offline=self.desk.settings.offline))

    def look_for_troubles(self) -> None:
        """Find out, off the GUI thread, which tools no model serves."""
        services = self.desk.services
        self.desk.bridge.call(
            self, lambda: find_troubles(services.registry, services.router), self._show_troubles, self.show_error
        )

    def look_for_models(self) -> None:
        """Find out, off the GUI thread, which models there are and whether they fit."""
        services, number = self.desk.services, next(self._looks)

        def look() -> Shelf:
            from app.ui.model_shelf import look  # needed when the window stands

            return look(services)

        self.desk.bridge.call(self, look, lambda shelf: self._show_shelf(number, shelf), self.show_error)

    def settings_changed(self) -> None:
        """Settings are different ones now."""
        self.actions_by_name["model.offline"].setChecked(self.desk.settings.offline)
        self._show_engine()
        for page in self.pages:
            page.show_private()
        if manager := self.commands.manager:
            manager.refresh()
        self.look_for_troubles()

    def keep_state(self) -> None:
        """Remember everything that is found again after a restart."""
        self.desk.state.put("geometry", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        for page in self.pages:
            page.keep_state()
        self.desk.state.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_state()
        super().closeEvent(event)
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped beside the page: on the rail, the engine bar."""
        event.acceptProposedAction()
        paths = local_paths(event.mimeData())
        if self.page:
            self.page.take_files(paths)
            return
        for path in paths:
            self.commands.offer_model(path)

    def _show_shelf(self, number: int, shelf: Shelf) -> None:
        """Looks run side by side: what one saw earlier does not take the place of what a later one found."""
        if number < self._shown_look:
            return
        self._shown_look = number
        self.engine_bar.show_shelf(shelf)
        if manager := self.commands.manager:
            manager.show_shelf(shelf)

    def _show_troubles(self, troubles: Troubles) -> None:
        for record in self.records:
            if record.error is None:
                found = troubles.get(record.id)
                self.rail.set_trouble(record.id, tr_said(found.message) if found else "")
        self.pages.set_troubles({tool: error for tool, error in troubles.items() if isinstance(error, NoEngine)})

    def _show_engine(self, seen: RouteChosen | RunResult | None = None) -> None:
        page = self.page
        result = page.result if page else None
        answering = seen or result
        self.engine_bar.show_tool(
            page.manifest if page else None,
            result.usage if result else None,
            answering.engine if answering else None,
            answering.provider if answering else "",
        )

    def _page_built(self, page: ToolPage) -> None:
        page.route_seen.connect(lambda event, at=page: self._route_seen(at, event))
        page.finished.connect(lambda result, at=page: self._finished(at, result))
        page.remedy_chosen.connect(self.commands.remedy)
        page.file_refused.connect(self.commands.offer_model)
        page.progressed.connect(lambda event, at=page: self._progressed(at, event))
        page.evidence_requested.connect(self.commands.show_evidence)
        page.sent_requested.connect(self.commands.show_sent)

    def _route_seen(self, page: ToolPage, event: RouteChosen) -> None:
        if page is self.page:
            self._show_engine(event)
        self.commands.history_changed()

    def _progressed(self, page: ToolPage, event: Progressed | None) -> None:
        if page is self.page:
            self.engine_bar.show_progress(event)

    def _finished(self, page: ToolPage, result: RunResult) -> None:
        if page is self.page:
            self._show_engine(result)
        self.commands.look_at_hardware()

    def _rethemed(self, _theme: Theme) -> None:
        self.engine_bar.refresh()
        for page in self.pages:
            page.retheme()

    def _runs_changed(self) -> None:
        self.rail.set_running(self.desk.bridge.running_tools)
        self.commands.update_stop()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        above = QWidget()
        filled(above, column(self.cards, margins=(16, 0, 16, 0)))
        work = row(column(above, self.pages, spacing=0), self.side, spacing=0)
        work.setStretch(0, 1)
        right = column(work, self.engine_bar, spacing=0)
        right.setStretch(0, 1)
        box = row(self.rail, right, spacing=0)
        box.setStretch(1, 1)
        self.setCentralWidget(filled(content, box))

    def _connect_signals(self) -> None:
        self.rail.tool_picked.connect(self.visit)
        self.rail.width_toggled.connect(lambda wide: self.desk.change_ui(rail_wide=wide))
        self.cards.remedy_chosen.connect(self.commands.remedy)
        self.pages.page_built.connect(self._page_built)
        self.pages.remedy_chosen.connect(self.commands.remedy)
        self.engine_bar.add_model_requested.connect(self.commands.add_model)
        self.engine_bar.settings_requested.connect(self.commands.open_settings)
        self.engine_bar.models_requested.connect(self.commands.open_models)
        self.engine_bar.advice_requested.connect(self.commands.show_advice)
        self.engine_bar.offline_toggled.connect(self.commands.set_offline)
        self.engine_bar.chosen.connect(self.settings_changed)
        self.engine_bar.chain_requested.connect(self.commands.edit_chain)
        self.side.closed.connect(self.commands.side_closed)
        self.desk.bridge.run_started.connect(self._runs_changed)
        self.desk.bridge.run_ended.connect(self._runs_changed)
        self.desk.bridge.run_ended.connect(self.commands.history_changed)
        self.desk.look.changed.connect(self._rethemed)
        self.commands.connect_actions()
        self.commands.update_stop()

    def _restore(self) -> None:
        self.resize(*SIZE_PX)
        kept = self.desk.state.get("geometry")
        if isinstance(kept, str):
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii")))
        self.actions_by_name["model.offline"].setChecked(self.desk.settings.offline)
