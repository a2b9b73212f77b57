"""What the actions of the window do. Dialogs and views are imported when they are first asked for."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.api_qt import tr, tr_said
from app.core.history import HistoryRow
from app.core.plugin import Plugin
from app.core.result import RunResult
from app.errors import AppError, PluginError, StorageError
from app.ui.error_view import CardText
from app.ui.rail import row_id

if TYPE_CHECKING:
    from app.models.gpu_advice import Advice
    from app.models.library import TakenIn
    from app.ui.command_palette import Entry
    from app.ui.history_view import HistoryView
    from app.ui.main_window import MainWindow
    from app.ui.model_commands import ModelCommands
    from app.ui.model_manager import ModelManager, ViewName
    from app.ui.settings_dialog import SettingsDialog
    from app.ui.tool_page import ToolPage

TOOL_KEYS = 9


class Commands(QObject):
    """The verbs of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._settings: SettingsDialog | None = None
        self._models: ModelCommands | None = None
        self._manager: ModelManager | None = None
        self._looked_at = ""

    def connect_actions(self) -> None:
        """Join every action with what it does."""
        actions = self._window.actions_by_name
        for name, act in (
            ("file.open", self.open_file),
            ("file.export", self.export_result),
            ("file.data", lambda: self._show_folder(self._desk.services.paths.data)),
            ("help.logs", lambda: self._show_folder(self._desk.services.paths.logs)),
            ("app.quit", self._window.close),
            ("app.settings", self.open_settings),
            ("app.settings.api", lambda: self.open_settings("api")),
            ("app.settings.local", lambda: self.open_settings("local")),
            ("app.settings.spending", lambda: self.open_settings("spending")),
            ("app.settings.privacy", lambda: self.open_settings("privacy")),
            ("run.chain", self.edit_chain),
            ("tools.add", lambda: self.open_settings("plugins")),
            ("run.start", lambda: self._on_page("run")),
            ("run.again", lambda: self._on_page("run_again")),
            ("run.local", lambda: self._run_once("local")),
            ("run.cloud", lambda: self._run_once("cloud")),
            ("run.stop", self.stop),
            ("run.evidence", self.show_evidence),
            ("run.sent", self.show_sent),
            ("model.add", self.add_model),
            ("edit.clear_prompt", lambda: self._on_page("clear_prompt")),
            ("view.prompt", lambda: self._on_page("take_focus")),
            ("view.palette", self.open_palette),
            ("view.light", lambda: self.choose_theme("light")),
            ("view.dark", lambda: self.choose_theme("dark")),
            ("view.system", lambda: self.choose_theme("system")),
            ("help.welcome", self.show_welcome),
            ("help.shortcuts", self.show_shortcuts),
            ("help.about", self.show_about),
        ):
            actions[name].triggered.connect(lambda _checked=False, do=act: do())
        actions["model.offline"].triggered.connect(self.set_offline)
        actions["model.manage"].triggered.connect(lambda _on: self.toggle_models())
        actions["view.history"].triggered.connect(self.toggle_history)
        actions["view.fullscreen"].triggered.connect(self._full_screen)
        for name in ("undo", "redo", "cut", "copy", "paste"):
            actions[f"edit.{name}"].triggered.connect(lambda _checked=False, verb=name: _edit(verb))
        self._connect_digits()

    def _connect_digits(self) -> None:
        for number, record in enumerate(self._window.records[:TOOL_KEYS], 1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self._window)
            keys.activated.connect(functools.partial(self._window.visit, row_id(record)))

    def remedy(self, remedy: str) -> None:
        """What a card's button asks of the window."""
        match remedy:
            case "online":
                self.set_offline(False)
            case "model":
                self.open_models()
            case "add_model":
                self._add_offered()
            case "api" | "plugins" | "spending" | "privacy":
                self.open_settings(remedy)

    def set_offline(self, offline: bool) -> None:
        """Switch the offline lock."""
        self._desk.change(lambda now: dataclasses.replace(now, offline=offline))
        self._window.settings_changed()

    def choose_theme(self, choice: str) -> None:
        """Follow the system, or be light or dark."""
        self._desk.change_ui(theme=choice)
        self._desk.look.choose(self._desk.settings.ui.theme)

    def stop(self) -> None:
        """Stop the run of the page; with none, close the side panel."""
        page = self._window.page
        if page is not None and page.is_running:
            page.stop()
        elif self._window.side.view is not None:
            self._window.side.close_view()

    def open_file(self) -> None:
        """Hand a file to the tool."""
        page = self._window.page
        if page is None:
            return
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(self._window, tr("Open a file in this tool"))
        if chosen:
            page.take_file(Path(chosen))

    def export_result(self) -> None:
        """Write the result of the page to a file, in a format of the tool."""
        page = self._window.page
        result = page.result if page else None
        if page is None or result is None:
            return
        plugin = self._desk.services.registry.plugin(page.manifest.id)
        suffixes = plugin.export_suffixes
        filters = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in suffixes)
        name = f"{page.manifest.id}{suffixes[0]}"
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Export the result"), name, filters)
        if chosen:
            path = Path(chosen)
            self._desk.bridge.call(
                page,
                lambda: _export(plugin, result, path),
                lambda _none: page.say(tr("Exported to {path}.").format(path=path)),
                page.show_error,
            )

    @property
    def models(self) -> ModelCommands:
        """What can be done with models; made when it is first needed."""
        if self._models is None:
            from app.ui.model_commands import ModelCommands

            self._models = made = ModelCommands(self._desk, self._window)
            made.chosen.connect(self._window.settings_changed)
            made.library_changed.connect(self._window.look_for_models)
            made.queue_changed.connect(lambda queue: self._window.engine_bar.show_downloads(queue, made.seen))
        return self._models

    @property
    def manager(self) -> ModelManager | None:
        """The model page, if it was ever opened."""
        return self._manager

    def open_models(self, view: ViewName = "here") -> None:
        """Show the model page."""
        from app.ui.model_manager import ModelManager

        if self._manager is None:
            self._manager = made = ModelManager(self._desk, self.models)
            made.closed.connect(self.close_models)
            made.look_requested.connect(self._window.look_for_models)
            made.online_requested.connect(lambda: self.set_offline(False))
        self._window.show_other(self._manager, tr("Models"))
        self._window.actions_by_name["model.manage"].setChecked(True)
        self._manager.show_view(view)

    def look_at_hardware(self) -> None:
        """After the first load of a model: does it use the GPU that there is?"""
        info = self._desk.services.engines.local_info()
        if info is None or not info.memory_bytes or info.location == self._looked_at:
            return
        self._looked_at = info.location
        build = self._desk.services.hardware.build()
        self._desk.bridge.await_(self, build, lambda _build: self._window.look_for_models(), self._desk.report)

    def show_advice(self, advice: Advice) -> None:
        """Why a GPU lies idle, and the command that mends it."""
        hint = tr("Run this in a terminal: {command}").format(command=advice.command) if advice.command else ""
        text = CardText(tr("A GPU lies idle"), tr_said(advice.words), hint, details=advice.command, tone="unverified")
        self._window.cards.show_text(text)

    def _models_from_settings(self) -> None:
        if self._settings is not None:
            self._settings.close()
        self.open_models()

    def close_models(self) -> None:
        """Back to the tool."""
        self._window.visit_last()

    def toggle_models(self) -> None:
        """Show the model page, or go back to the tool."""
        if self._manager is not None and self._window.pages.currentWidget() is self._manager:
            self.close_models()
        else:
            self.open_models()

    def add_model(self) -> None:
        """Choose a GGUF file for the local route."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Add a GGUF file"), str(Path.home()), tr("GGUF models") + " (*.gguf)"
        )
        if chosen:
            self.models.take_in(Path(chosen), self._use_taken, self._window.show_error)

    def offer_model(self, path: Path) -> None:
        """A file or folder was dropped that the tool has no use for: it may be a model."""
        self.models.offer(path, self._window.cards.show_text, self._window.show_error)

    def look_for_downloads(self) -> None:
        """Go on with what an earlier start left in the queue, if there is anything."""
        queue = self._desk.services.paths.data / "downloads"
        self._desk.bridge.call(
            self, lambda: any(queue.glob("*.json")), lambda left: self._go_on() if left else None, self._desk.report
        )

    def _go_on(self) -> None:
        self.models.look_for_downloads(go_on=not self._desk.settings.offline)

    def _use_taken(self, found: TakenIn) -> None:
        if found.models:
            self.models.use(str(found.models[0].path))
        else:
            text = CardText(tr("This is no model"), tr_said(found.message), tr_said(found.hint), tone="unverified")
            self._window.cards.show_text(text)

    def _add_offered(self) -> None:
        self._window.cards.clear()
        found = self.models.accept_offer()
        if found is not None and found.models:
            self.open_models()
            if self._manager is not None:
                self._manager.here.show_model(found.models[0].path)

    def open_settings(self, page: str = "general") -> None:
        """Show the settings."""
        from app.ui.settings_dialog import SettingsDialog  # not needed to start

        if self._settings is None:
            self._settings = SettingsDialog(self._desk, self._window)
            self._settings.applied.connect(self._window.settings_changed)
            self._settings.applied.connect(self._window.look_for_models)
            self._settings.history_cleared.connect(self.history_changed)
            self._settings.language_chosen.connect(self._window.language_chosen)
            self._settings.trust_changed.connect(self._rebuild_page)
            self._settings.models_requested.connect(self._models_from_settings)
        self._settings.show_page(page)

    def edit_chain(self) -> None:
        """Which engines the page's tool asks, and in which order."""
        from app.ui.chain_dialog import ChainDialog

        page = self._window.page
        if page is not None:
            dialog = ChainDialog(self._desk, page.manifest, self._window)
            dialog.chosen.connect(self._window.settings_changed)
            dialog.show()

    def show_evidence(self) -> None:
        """How the page's result was checked."""
        from app.ui.evidence_view import EvidenceView

        page = self._window.page
        if page is not None and page.result is not None:
            self._open_side(EvidenceView(self._desk, page.result), tr("How this was checked"))

    def show_sent(self) -> None:
        """What the next run of the page would send."""
        from app.core.preview import preview
        from app.core.run import RunRequest
        from app.ui.sent_view import SentView

        page = self._window.page
        if page is None:
            return
        view = SentView(self._desk)
        self._open_side(view, tr("What is sent"))
        services = self._desk.services
        try:
            work = preview(
                RunRequest(page.manifest.id, page.inputs(), private=page.private),
                loop=services.loop,
                registry=services.registry,
                router=services.router,
                settings=services.settings,
                data=services.paths,
                accounts=services.accounts,
                secrets=services.secrets,
            )
        except AppError as error:
            view.show_error(error)
            return
        self._desk.bridge.await_(view, work, view.show_preview, view.show_error)

    def toggle_history(self) -> None:
        """Slide the history in or out."""
        from app.ui.history_view import HistoryView

        if isinstance(self._window.side.view, HistoryView):
            self._window.side.close_view()
            return
        view = HistoryView(self._desk)
        view.opened.connect(self._open_old)
        view.rerun_requested.connect(self._rerun)
        self._open_side(view, tr("History"))
        view.reload()
        self._window.actions_by_name["view.history"].setChecked(True)

    def side_closed(self) -> None:
        """The side panel is gone."""
        self._window.actions_by_name["view.history"].setChecked(False)
        self.update_stop()

    def update_stop(self) -> None:
        """Stop can be pressed while the page's tool runs or the side panel is open; else its key belongs to whoever has the focus."""
        page = self._window.page
        running = page is not None and page.manifest.id in self._desk.bridge.running_tools
        self._window.actions_by_name["run.stop"].setEnabled(running or self._window.side.view is not None)

    def history_changed(self) -> None:
        """A run began or is over, however it ended, or all runs were deleted."""
        if view := self._history():
            view.reload()

    def open_palette(self) -> None:
        """Find any action by its words."""
        from app.ui.command_palette import CommandPalette

        palette = CommandPalette(self._desk, self._window, self._palette_entries())
        palette.open_centred()

    def show_welcome(self) -> None:
        """The card of the first start."""
        from app.ui.welcome import Welcome

        if any(card.isVisible() for card in self._window.findChildren(Welcome)):
            return
        welcome = Welcome(self._desk, self._window)
        welcome.settings_requested.connect(self.open_settings)
        welcome.model_requested.connect(lambda: self.open_models("recommended"))
        welcome.dismissed.connect(lambda: self._on_page("take_focus"))
        welcome.open_over()

    def show_shortcuts(self) -> None:
        """All shortcuts in a list."""
        from app.ui.about import ShortcutsDialog

        ShortcutsDialog(self._window.actions_by_name, self._window).open()

    def show_about(self) -> None:
        """Version, licence, where things live."""
        from app.ui.about import AboutDialog

        AboutDialog(self._desk, self._window).open()

    def _palette_entries(self) -> list[Entry]:
        window = self._window
        from app.ui.command_palette import Entry

        entries: list[Entry] = []
        for number, record in enumerate(window.records, 1):
            title = tr(record.manifest.title) if record.manifest else record.id
            icon = record.manifest.icon if record.manifest else "alert-circle-outline"
            keys = f"Ctrl+{number}" if number <= TOOL_KEYS else ""
            entries.append(Entry(title, keys, icon, functools.partial(window.visit, row_id(record))))
        panel_actions = window.page.panel.actions_for_header() if window.page else ()
        for action in (*panel_actions, *window.actions_by_name.as_dict().values()):
            if action.isEnabled() and action.objectName() != "view.palette":
                words = action.text().replace("&", "")
                icon = str(action.property("icon_name") or "puzzle-outline")
                entries.append(Entry(words, action.shortcut().toString(), icon, action.trigger))
        return entries

    def _rebuild_page(self, tool_id: str) -> None:
        """A plugin's code may run now, or no more."""
        pages = self._window.pages
        shown = pages.currentWidget() is pages.get(tool_id)
        pages.forget(tool_id)
        if shown:
            self._window.visit(tool_id)

    def _on_page(self, verb: str) -> None:
        page = self._window.page
        if page is not None:
            getattr(page, verb)()

    def _run_once(self, kind: str) -> None:
        page = self._window.page
        if page is not None:
            page.run("cloud" if kind == "cloud" else "local")

    def _open_side(self, view: QWidget, title: str) -> None:
        self._window.side.open_view(view, title)
        self._window.actions_by_name["view.history"].setChecked(False)
        self.update_stop()

    def _history(self) -> HistoryView | None:
        from app.ui.history_view import HistoryView

        view = self._window.side.view
        return view if isinstance(view, HistoryView) else None

    def _open_old(self, old: HistoryRow) -> ToolPage | None:
        """The page of the run; None, and a card that says so, where its tool is gone or broken."""
        self._window.visit(old.tool)
        page = self._window.page
        if page is not None and page.manifest.id == old.tool:
            page.show_old(old)
            return page
        self._window.show_error(
            PluginError(
                tr("The tool of this run, “{tool}”, cannot be used here.").format(tool=old.tool),
                hint=tr("See Settings → Plugins for what is wrong with it."),
            )
        )
        return None

    def _rerun(self, old: HistoryRow) -> None:
        if page := self._open_old(old):
            page.run_again()

    def _full_screen(self, on: bool) -> None:
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def _show_folder(self, folder: Path) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _edit(verb: str) -> None:
    target = QApplication.focusWidget()
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

    if isinstance(target, QLineEdit | QPlainTextEdit | QTextEdit):
        getattr(target, verb)()


def _export(plugin: Plugin, result: RunResult, path: Path) -> None:
    try:
        plugin.export(result.outcome, path)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}.", hint="Choose another folder, or free some space."
        ) from error
