"""The tool's page: a tab for each open connection, and what they share. Everything slow goes through ``PanelHost.call``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QTabBar, QVBoxLayout

from app.api import AppError, Outcome, PluginManifest
from app.api_qt import (
    AttemptStarted,
    Panel,
    PanelHost,
    Progressed,
    RouteChosen,
    RunEvent,
    RunFinished,
    TextStreamed,
    tr,
    tr_said,
)
from plugins.sql_assistant.activity_view import ActivityStrip
from plugins.sql_assistant.building_view import PageBuilder
from plugins.sql_assistant.change_words import asks_for_change
from plugins.sql_assistant.dialogs_view import Dialogs
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.opening_view import Opened, Openings, groups, open_filters, takes, title_of
from plugins.sql_assistant.query_log import QUERY_LOG, QueryLog
from plugins.sql_assistant.tree_view import SchemaTree
from plugins.sql_assistant.workspace_view import Answer, Workspace


class SqlPanel(Panel):
    """The connections that are open."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._is_fixing = False
        self._filled: str | None = None
        self._kept: list[RunEvent] = []
        self._asked: Workspace | None = None
        self._is_new = False
        """Whether the run that is shown goes on now; an old one tells no progress."""
        self._log = QueryLog(host.data_dir / QUERY_LOG)
        self._restored: Mapping[str, Any] = {}
        self._without_sample = False
        self._make_actions()
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self.openings.open("")

    # what the host asks

    @property
    def workspace(self) -> Workspace | None:
        """The connection in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Workspace) else None

    @property
    def workspaces(self) -> list[Workspace]:
        """The open connections, in the order of their tabs."""
        shown = [self._stack.widget(number) for number in range(self._stack.count())]
        return [widget for widget in shown if isinstance(widget, Workspace)]

    def inputs(self) -> dict[str, Any]:
        """The connection in front, and the query that a question may follow: as it stands, edits by hand with it."""
        front = self.workspace
        if self._filled is not None:
            return {"database": self._filled}
        if front is None:
            return {"database": ""}
        if self._is_fixing and front.editor.sql:
            return {"database": front.given, "query": front.editor.to_run, "fix": True}
        before = {"previous_question": front.question, "previous_query": front.editor.sql} if front.editor.sql else {}
        return {"database": front.given, **before, **front.changes.inputs(self.host.prompt)}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        """Open the database of an old run; what that run says waits until it is open."""
        given = str(inputs.get("database") or "")
        if "database" in inputs and (
            self.workspace is None or given not in (self.workspace.given, self.workspace.source.address)
        ):
            self._filled = given
            self.openings.open(given)

    def subject(self) -> str:
        return self.workspace.source.title if self.workspace else ""

    def state(self) -> dict[str, Any]:
        open_ones = self.workspaces
        front = self.workspace
        return {
            "open": [workspace.given for workspace in open_ones],
            "front": open_ones.index(front) if front else 0,
            "recent": self.openings.recent,
            **(front.state() if front else {}),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.openings.show_recent(state.get("recent", ()))
        self._restored = state
        if self.workspace:
            self.workspace.restore(state)
        opened = state.get("open") or [state.get("database")]
        kept = [given for given in opened if isinstance(given, str)] if isinstance(opened, list) else []
        front = state.get("front", 0)
        last = kept[front] if type(front) is int and 0 <= front < len(kept) else ""
        self._without_sample = any(kept) and "" not in kept
        for given in [*(one for one in kept if one and one != last), *([last] if any(kept) else [])]:
            self.openings.open(given, quietly=True)

    def actions_for_header(self) -> Sequence[QAction]:
        return (
            self.open_action,
            self.connect_action,
            self.recent_action,
            self.sample_action,
            self.connections_action,
            self.run_action,
            self.explain_action,
            self.export_action,
            self.save_action,
            self.translate_action,
            self.notes_action,
            self.files_action,
            self.allowed_action,
            self.changes_action,
        )

    def take_file(self, path: Path) -> bool:
        return not self.take_files([path])

    def take_files(self, paths: Sequence[Path]) -> Sequence[Path]:
        taken = [path for path in paths if takes(path)]
        for given in groups(taken):
            self.dialogs.look_first(given)
        return [path for path in paths if path not in taken]

    def retheme(self) -> None:
        for workspace in self.workspaces:
            workspace.retheme()
        self.builder.retheme()
        self.activity.retheme(self.host.theme)
        for action, name in self._icons:
            action.setIcon(qtawesome.icon(name, color=self.host.theme.text))

    def present(self, event: RunEvent) -> None:
        if self._filled is not None:
            self._kept.append(event)
            return
        if isinstance(event, RouteChosen) or self._asked is None:
            self._asked, self._is_new = self.workspace, False
        workspace = self._asked
        if workspace is None:
            return
        match event:
            case Progressed():
                self._is_new = True
            case AttemptStarted():
                workspace.begin_answer()
            case TextStreamed(text=text):
                workspace.editor.append(text)
            case RunFinished(result=result):
                self._take(workspace, result.outcome)
                self._asked, self._is_new = None, False
            case _:
                return

    def _take(self, workspace: Workspace, outcome: Outcome) -> None:
        if outcome.result.get("answerable") is False or not outcome.output:
            workspace.say_problem(
                "\n".join(f"{tr_said(p.message)} {tr_said(p.hint)}".strip() for p in outcome.problems)
            )
            return
        question = str(outcome.result.get("question") or "")
        if "write" in outcome.result:
            workspace.take_change(str(outcome.result["sql"]), is_new=self._is_new)
            return
        workspace.take_answer(Answer(question, outcome.output, outcome.status, outcome.result))
        if self._is_new and asks_for_change(question or self.host.prompt):
            workspace.say_switched_off()

    # parts

    def _make_actions(self) -> None:
        self.open_action = QAction(tr("Open database…"), self)
        self.open_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Open))
        self.recent_action = QAction(tr("Recent databases"), self)
        self.recent_menu = QMenu(self)
        self.recent_action.setMenu(self.recent_menu)
        self.connect_action = QAction(tr("Connect to a server…"), self)
        self.connections_action = QAction(tr("Saved connections…"), self)
        self.allowed_action = QAction(tr("What is allowed…"), self)
        self.changes_action = QAction(tr("Changes made…"), self)
        self.sample_action = QAction(tr("Sample shop"), self)
        self.run_action = QAction(tr("Run query"), self)
        self.run_action.setShortcut(QKeySequence(Qt.Key.Key_F5))
        self.explain_action = QAction(tr("Explain the plan"), self)
        self.explain_action.setShortcut(QKeySequence("Shift+F5"))
        self.export_action = QAction(tr("Export rows…"), self)
        self.export_action.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self.export_action.setEnabled(False)
        self.translate_action = QAction(tr("Write it for another engine"), self)
        self.translate_menu = QMenu(self)
        self.translate_action.setMenu(self.translate_menu)
        self.notes_action = QAction(tr("Notes for the model…"), self)
        self.files_action = QAction(tr("How files are read…"), self)
        self.save_action = QAction(tr("Save query…"), self)
        self.save_action.setShortcut(QKeySequence("Ctrl+Shift+S"))
        self.recent_action.setPriority(QAction.Priority.LowPriority)
        # Each of these has a button where its work is, or is seldom needed.
        for action in (
            self.sample_action,
            self.connections_action,
            self.allowed_action,
            self.changes_action,
            self.run_action,
            self.explain_action,
            self.export_action,
            self.save_action,
            self.translate_action,
            self.notes_action,
            self.files_action,
        ):
            action.setProperty("place", "menu")
        self.addActions([self.open_action, self.run_action, self.explain_action, self.export_action, self.save_action])
        self._icons = (
            (self.open_action, "mdi6.folder-open-outline"),
            (self.recent_action, "mdi6.history"),
            (self.connect_action, "mdi6.server-network"),
            (self.connections_action, "mdi6.format-list-bulleted"),
            (self.allowed_action, "mdi6.shield-lock-outline"),
            (self.changes_action, "mdi6.text-box-outline"),
            (self.sample_action, "mdi6.storefront-outline"),
            (self.run_action, "mdi6.play"),
            (self.explain_action, "mdi6.sitemap-outline"),
            (self.export_action, "mdi6.file-export-outline"),
            (self.save_action, "mdi6.content-save-outline"),
            (self.translate_action, "mdi6.translate"),
            (self.notes_action, "mdi6.note-edit-outline"),
            (self.files_action, "mdi6.file-cog-outline"),
        )

    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Open databases"))
        self.tabs.setTabsClosable(True)
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.hide()
        self._stack = QStackedWidget()
        self._waiting = QLabel(tr("Opening…"))
        self._waiting.setProperty("role", "secondary")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._waiting)
        self.builder = PageBuilder(self.host, self._log, self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.host.theme.gap)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.activity = ActivityStrip(self.host.theme)
        layout.addWidget(self.activity)
        self.dialogs = Dialogs(self.host, self)
        self.openings = Openings(self.host, self.activity, self.recent_menu, self.sample_action)

    def _connect_signals(self) -> None:
        self.open_action.triggered.connect(self._ask_open)
        self.sample_action.triggered.connect(lambda: self.openings.open(""))
        self.run_action.triggered.connect(lambda: self._front.run_query())
        self.explain_action.triggered.connect(lambda: self._front.explain_query())
        self.export_action.triggered.connect(lambda: self._front.export())
        self.save_action.triggered.connect(lambda: self._front.save_query())
        self.notes_action.triggered.connect(lambda: self.dialogs.edit_notes(self._front))
        self.files_action.triggered.connect(lambda: self.dialogs.show_files(self._front))
        self.connect_action.triggered.connect(lambda: self.dialogs.connect_to_server())
        self.connections_action.triggered.connect(self.dialogs.show_connections)
        self.allowed_action.triggered.connect(lambda: self.dialogs.show_allowed(self._front))
        self.changes_action.triggered.connect(lambda: self.dialogs.show_changes(self._front))
        self.dialogs.open_wanted.connect(self.openings.open)
        self.dialogs.allowed.connect(lambda _connection: self._look_at_rights())
        self.translate_menu.aboutToShow.connect(self._fill_dialects)
        self.openings.began.connect(self.builder.begin)
        self.openings.opened.connect(self._opened)
        self.openings.failed.connect(self._opened_not)
        self.tabs.currentChanged.connect(self._show)
        self.tabs.tabCloseRequested.connect(self.close_tab)

    def _fix(self) -> None:
        """Let the tool mend the query in the editor."""
        self._is_fixing = True
        try:
            self.host.run()
        finally:
            self._is_fixing = False

    def _fill_dialects(self) -> None:
        """The engines that a query can be written for; their list comes with the parser, which is slow to load."""
        if self.translate_menu.isEmpty():
            from plugins.sql_assistant.translate import DIALECTS

            for dialect, title in DIALECTS.items():
                act = self.translate_menu.addAction(title)
                act.triggered.connect(lambda _=False, given=(dialect, title): self._front.translate_query(*given))

    # opening

    def _ask_open(self) -> None:
        if path := self.host.ask_open(tr("Open a database"), open_filters()):
            self.dialogs.look_first(str(path))

    def _opened(self, found: Opened) -> None:
        """Show what is open: at once if it came at once, else a piece at a time."""
        known = self._of(found)
        if known or not self.builder.has_begun:
            if known:
                self.builder.call_off()
            (known or self._add(found)).refresh(found.source, found.schema, found.keys)
            self._came(found)
            return

        def fill() -> None:
            if workspace := self._of(found):
                workspace.refresh(found.source, found.schema, found.keys)

        def add() -> None:
            if self._of(found):
                self.builder.call_off()
            else:
                self._add(found)

        self.builder.then(add, fill, lambda: self._came(found))

    def _of(self, found: Opened) -> Workspace | None:
        return next((w for w in self.workspaces if w.source.address == found.source.address), None)

    def _came(self, found: Opened) -> None:
        """A connection's page is whole, unless it was closed meanwhile."""
        if workspace := self._of(found):
            workspace.say_notes(found.notes, has_files=found.has_files)
            if found.given:
                self._leave_sample()
            if found.is_last or len(self.workspaces) == 1:
                self.tabs.setCurrentIndex(self.workspaces.index(workspace))
                self._show(self.tabs.currentIndex())
        if found.given == self._filled:
            self._play_kept()

    def _opened_not(self, given: str, error: AppError, is_quiet: bool) -> None:
        self.builder.call_off()
        if is_quiet:
            self.host.say(tr("{name} could not be opened again.").format(name=title_of(given)))
        else:
            self.host.show_error(error)
        if given == self._filled:
            self._play_kept()

    def _play_kept(self) -> None:
        """Show the events of an old run that waited for its database."""
        self._filled = None
        kept, self._kept = self._kept, []
        for event in kept:
            self.present(event)

    def _add(self, found: Opened) -> Workspace:
        workspace = self.builder.take()
        workspace.hold(found.given, found.source, found.schema)
        if not self.workspaces:
            self._stack.removeWidget(self._waiting)
        workspace.side.open_button.setDefaultAction(self.open_action)
        workspace.side.open_button.setMenu(self.recent_menu)
        workspace.result_changed.connect(self._look_at_result)
        workspace.fix_wanted.connect(self._fix)
        workspace.allow_wanted.connect(lambda: self.dialogs.show_allowed(workspace))
        workspace.changed.connect(lambda: self.openings.open(workspace.given))
        workspace.tree.notes_wanted.connect(lambda table: self.dialogs.edit_notes(workspace, table))
        workspace.restore({key: value for key, value in self._restored.items() if key != "query"})
        self._stack.addWidget(workspace)
        self.tabs.addTab(workspace.source.title)
        self.tabs.setTabToolTip(self.tabs.count() - 1, workspace.source.address)
        self.tabs.setVisible(len(self.workspaces) > 1)
        return workspace

    def _leave_sample(self) -> None:
        """The sample shop is open at every start; a person who had closed it does not see it again."""
        if self._without_sample and not self.workspaces[0].given:
            self.close_tab(0)
        self._without_sample = False

    def close_tab(self, index: int) -> None:
        """Close a connection; the last one stays."""
        if len(self.workspaces) == 1:
            return
        workspace = self.workspaces[index]
        workspace.close_down()
        self._stack.removeWidget(workspace)
        self.tabs.removeTab(index)
        workspace.deleteLater()
        self.tabs.setVisible(len(self.workspaces) > 1)
        self._show(self.tabs.currentIndex())

    def _show(self, index: int) -> None:
        if 0 <= index < len(self.workspaces):
            self._stack.setCurrentWidget(self.workspaces[index])
            self._look_at_result()
            self.subject_changed.emit()

    def _look_at_rights(self) -> None:
        for workspace in self.workspaces:
            workspace.changes.look(workspace.source.address)

    def _look_at_result(self) -> None:
        front = self.workspace
        self.export_action.setEnabled(front is not None and front.has_rows)
        self.files_action.setEnabled(front is not None and front.has_files)

    # the parts of the connection in front, for those who look from outside

    @property
    def tree(self) -> SchemaTree:
        return self._front.tree

    @property
    def editor(self) -> QueryEditor:
        return self._front.editor

    @property
    def grid(self) -> ResultGrid:
        return self._front.grid

    @property
    def problem(self) -> QLabel:
        return self._front.problem

    @property
    def _front(self) -> Workspace:
        if self.workspace is None:
            raise RuntimeError("no connection is open yet")
        return self.workspace
