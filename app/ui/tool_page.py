"""A tool's page: header, the tool's panel, cards, the status strip, the prompt box; and the life of one run after another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.api_qt import Panel, tr, tr_said
from app.core.gate import Consent
from app.core.history import HistoryRow
from app.core.manifest import PluginManifest, Sample
from app.core.result import (
    AttemptChecked,
    AttemptStarted,
    Progressed,
    RouteChosen,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    RunResult,
    SendAsked,
    Warned,
)
from app.core.router import StepName, private_tool_reason
from app.errors import AppError, NoEngine
from app.ui.actions import Actions
from app.ui.desk import Desk
from app.ui.error_view import CardArea, CardText, card_of, remedy_of
from app.ui.old_run import events_of
from app.ui.outgoing_view import QuestionArea
from app.ui.page_header import PageHeader
from app.ui.panel_host import PageHost, panel_boundary
from app.ui.prompt_box import PromptBox
from app.ui.status_strip import StatusStrip
from app.ui.stream_view import StreamBatcher
from app.ui.widgets import column, filled, local_paths, row

PAGE_MENU = ("file.export", "run.evidence", "run.sent", "run.again", "edit.clear_prompt")


class ToolPage(QWidget):
    """The page of one tool.

    Signals:
        route_seen: the engine of a run is known; ``RouteChosen``.
        finished: a run ended with a result; ``RunResult``.
        remedy_chosen: a card's button needs the window; the remedy.
        progressed: an engine says how far it is with something before it answers; ``Progressed``, None when that is over.
        file_refused: the tool has no use for a file or folder that may be a model; its path.
        evidence_requested, sent_requested.
    """

    route_seen = Signal(object)
    finished = Signal(object)
    remedy_chosen = Signal(str)
    progressed = Signal(object)
    file_refused = Signal(object)
    evidence_requested = Signal()
    sent_requested = Signal()

    def __init__(self, desk: Desk, manifest: PluginManifest, panel_class: type[Panel], actions: Actions) -> None:
        """Build the page.

        Raises:
            PluginError: the panel cannot be built.
        """
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.manifest = manifest
        self.result: RunResult | None = None
        self._desk = desk
        self._run_id = ""
        self._last_inputs: dict[str, Any] = {}
        self._last_override: StepName | None = None
        self._private = str(desk.state.tool(manifest.id).get("private", ""))
        self._is_progressing = False
        self._host = PageHost(desk, manifest, self)
        with panel_boundary(manifest):
            self.panel = panel_class(manifest, self._host)
            self.panel.restore(desk.state.tool(manifest.id).get("panel", {}))
            header_actions = list(self.panel.actions_for_header())
            subject = self.panel.subject()
        shared = [actions[name] for name in PAGE_MENU]
        self.header = PageHeader(desk, tr(manifest.title), tr(manifest.summary), shared, actions.draw)
        self.header.add_palette(actions["view.palette"])
        self.header.set_panel_actions(header_actions)
        self.header.set_subject(subject)
        self.cards = CardArea(desk)
        self.questions = QuestionArea(desk)
        self.strip = StatusStrip(desk, manifest)
        self.prompt = PromptBox(desk, manifest)
        self.prompt.set_text(str(desk.state.tool(manifest.id).get("draft", "")))
        self._batcher = StreamBatcher(self._present, self)
        self._lay_out()
        self._connect_signals()
        self.strip.show_idle(samples=not self.panel.shows_samples)
        self.show_private()

    @property
    def anchor(self) -> QWidget:
        return self

    @property
    def private(self) -> str:
        """Why what the page works on must stay on this machine; empty if it need not."""
        return self._private

    def set_private(self, reason: str) -> None:
        """Keep every run of the page on this machine for a reason, over a restart too; without one, no more."""
        self._private = reason
        self._desk.state.put_tool(self.manifest.id, private=reason)
        self.show_private()

    def show_private(self) -> None:
        """Show in the header what keeps the page's runs on this machine; settings may have changed."""
        reason = self._private or private_tool_reason(self._desk.settings, self.manifest)
        self.header.set_private(tr_said(reason) if reason else "", can_drop=bool(self._private))

    def opened(self, path: Path) -> None:
        """A file is read into the page: what it holds may be private, and nobody sees that in the inputs any more.

        A tool that names its file in a field is looked at anew in each run: there the path stands in the inputs.
        """
        names_its_file = any(field.kind == "file" for field in self.manifest.fields)
        if names_its_file or not self._desk.settings.private_paths:
            return
        from app.core.privacy import private_file_reason  # most people mark nothing

        if reason := private_file_reason(self._desk.settings, path):
            self.set_private(reason)

    @property
    def is_running(self) -> bool:
        return bool(self._run_id)

    def inputs(self) -> dict[str, Any]:
        """What a run would be given now.

        Raises:
            PluginError: the panel has a bug.
        """
        with panel_boundary(self.manifest):
            given = dict(self.panel.inputs())
        if self.manifest.prompt_field.name not in given or self.prompt.text.strip():
            given[self.manifest.prompt_field.name] = self.prompt.text
        return given

    def run(self, override: StepName | None = None) -> None:
        """As if Run had been pressed."""
        try:
            self._start(self.inputs(), override)
        except AppError as error:
            self.show_error(error)

    def run_again(self) -> None:
        """The last inputs once more, on the route that they were run on: what was asked of one engine alone goes to no other."""
        if self._last_inputs:
            self._start(self._last_inputs, self._last_override)
        else:
            self.run()

    def run_sample(self, sample: Sample) -> None:
        """Fill the form with a sample and run it."""
        self.take_up(sample.inputs)
        try:
            self._start({**self.inputs(), **sample.inputs})
        except AppError as error:
            self.show_error(error)

    def take_up(self, inputs: Mapping[str, Any]) -> None:
        """Put inputs where a person would have put them."""
        self.set_prompt(str(inputs.get(self.manifest.prompt_field.name, "")))
        self._guarded(lambda: self.panel.fill(inputs))

    def stop(self) -> None:
        """Stop the run, if there is one."""
        if self._run_id:
            self.strip.show_running(tr("Stopping …"))
            self._desk.bridge.cancel(self._run_id)

    def show_old(self, old: HistoryRow) -> None:
        """Show a run out of the history, with the text that is left of an unfinished one."""
        self._let_go()
        self.cards.clear()
        self.take_up(old.inputs)
        self._last_inputs, self._last_override = dict(old.inputs), None
        if old.private:
            self.set_private(old.private)
        for event in events_of(old):
            self._take(event)

    @property
    def prompt_text(self) -> str:
        return self.prompt.text

    def set_prompt(self, text: str) -> None:
        self.prompt.set_text(text)

    def clear_prompt(self) -> None:
        """Empty the prompt box."""
        self.set_prompt("")

    def take_focus(self) -> None:
        """Put the cursor into the prompt."""
        self.prompt.take_focus()

    def say(self, text: str) -> None:
        self.strip.say(text)

    def show_error(self, error: AppError, partial: str = "") -> None:
        self.cards.show_text(card_of(error, partial, offline=self._desk.settings.offline))

    def set_trouble(self, trouble: NoEngine | None) -> None:
        """Say in place that no model can answer here, and what to do; None takes that card away."""
        shown = self.cards.card
        if trouble is None:
            if shown is not None and shown.text.tone == "unverified":
                self.cards.clear()
        elif not self.is_running and self.result is None:
            remedy = remedy_of(trouble, offline=self._desk.settings.offline)
            title, message, hint = (
                tr("No model here serves this tool yet"),
                tr_said(trouble.message),
                tr_said(trouble.hint),
            )
            self.cards.show_text(CardText(title, message, hint, remedy, tone="unverified"))

    def keep_state(self) -> None:
        """Remember panel and draft."""
        if (kept := self._guarded(self._panel_state)) is not None:
            self._desk.state.put_tool(self.manifest.id, panel=kept)
        self._desk.state.put_tool(self.manifest.id, draft=self.prompt.text)

    def retheme(self) -> None:
        """Tell the panel that colours have changed."""
        self._guarded(self.panel.retheme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_files(local_paths(event.mimeData()))
        event.acceptProposedAction()

    def take_file(self, path: Path) -> None:
        """Offer a file to the panel; say so if it has no use for it."""
        self.take_files([path])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Offer files to the panel, together; say so for each that it has no use for."""
        for path in paths:
            self.opened(path)
        refused = self._guarded(lambda: self.panel.take_files(paths))
        for path in paths if refused is None else refused:
            self._refuse(path)

    def _refuse(self, path: Path) -> None:
        if path.suffix.lower() == ".gguf" or path.is_dir():
            self.file_refused.emit(path)
        else:
            self.say(tr("{tool} has no use for {name}.").format(tool=tr(self.manifest.title), name=path.name))

    def _panel_state(self) -> dict[str, Any]:
        kept = self.panel.state()
        json.dumps(kept)  # what cannot be written is the panel's mistake, and is said here, not when the window closes
        return kept

    def _start(self, inputs: Mapping[str, Any], override: StepName | None = None) -> None:
        if self._run_id:
            return
        self.cards.clear()
        self._batcher.drop()
        self._last_inputs, self._last_override = dict(inputs), override
        self.result = None
        self.prompt.set_running(True)
        self.strip.show_running(tr("Starting …"))
        self._run_id = self._desk.bridge.start(
            self.manifest.id, inputs, self._batcher.take, override, owner=self, private=self._private, asks=True
        )

    def _let_go(self) -> None:
        """Hear no more of the present run, and stop it."""
        if self._run_id:
            self._desk.bridge.cancel(self._run_id)
            self._desk.bridge.drop(self._run_id)
            self._over()
        self._batcher.drop()

    def _present(self, event: RunEvent) -> None:
        if event.run_id == self._run_id:
            self._take(event)

    def _take(self, event: RunEvent) -> None:
        self._guarded(lambda: self.panel.present(event))
        self._tell_progress(event)
        match event:
            case RouteChosen():
                self.route_seen.emit(event)
                self.strip.show_running(tr("Asking {model} …").format(model=event.model or tr("no model")))
            case Progressed():
                self.strip.show_running(tr_said(event.text), event.fraction)
            case AttemptStarted(number=number):
                if number > 1:
                    self.strip.show_running(tr("Repairing, round {n} …").format(n=number))
            case AttemptChecked(problems=problems):
                errors = sum(problem.severity == "error" for problem in problems)
                if errors:
                    self.strip.show_running(tr("Found {n} problems …").format(n=errors))
            case SendAsked(outgoing=outgoing):
                self.strip.show_running(tr("Waiting for your answer …"))
                self.questions.ask(outgoing)
            case Warned(error=error):
                self.show_error(error)
            case RunFinished(result=result):
                self._finish(result)
            case RunFailed(error=error, partial=partial):
                self._over()
                self.strip.show_stopped(tr("Not finished."))
                self.show_error(error, partial)
            case RunCancelled():
                self._over()
                self.strip.show_stopped(tr("Stopped. What came so far is kept."))

    def _tell_progress(self, event: RunEvent) -> None:
        """Loading and reading are over with whatever comes after them."""
        has_fraction = isinstance(event, Progressed) and event.fraction is not None
        if has_fraction or self._is_progressing:
            self._is_progressing = has_fraction
            self.progressed.emit(event if has_fraction else None)

    def _finish(self, result: RunResult) -> None:
        self._over()
        self.result = result
        self.strip.show_result(result)
        self.finished.emit(result)

    def _over(self) -> None:
        self._run_id = ""
        self.questions.clear()
        self.prompt.set_running(False)
        self.keep_state()

    def _guarded(self, action: Any) -> Any:
        try:
            with panel_boundary(self.manifest):
                return action()
        except AppError as error:
            self.show_error(error)
            return None

    def _remedy(self, remedy: str) -> None:
        if remedy == "retry":
            self._desk.forgive_model()
            self.run_again()
            return
        if remedy == "online":  # the card says what is no longer so
            self.cards.clear()
        self.remedy_chosen.emit(remedy)

    def _answered(self, consent: Consent) -> None:
        if self._run_id:
            self._desk.bridge.answer(self._run_id, consent)
            self.strip.show_running(tr("Stopping …") if consent == "decline" else tr("Sending …"))
            self.take_focus()

    def _subject_changed(self) -> None:
        self.header.set_subject(self._guarded(self.panel.subject) or "")
        self.keep_state()

    def _keep_draft(self) -> None:
        self._desk.state.put_tool(self.manifest.id, draft=self.prompt.text)

    def _lay_out(self) -> None:
        body = column(
            row(self.panel), self.cards, self.questions, self.strip, self.prompt, margins=(16, 12, 16, 12), spacing=0
        )
        body.setStretch(0, 1)
        box = column(self.header, body, spacing=0)
        box.setStretch(1, 1)
        filled(self, box)

    def _connect_signals(self) -> None:
        self.panel.run_requested.connect(lambda: self.run())
        self.panel.subject_changed.connect(self._subject_changed)
        self.prompt.run_requested.connect(lambda: self.run())
        self.prompt.edited.connect(self._keep_draft)
        self.strip.stop_requested.connect(self.stop)
        self.strip.sample_picked.connect(self.run_sample)
        self.strip.evidence_requested.connect(self.evidence_requested)
        self.strip.sent_requested.connect(self.sent_requested)
        self.cards.remedy_chosen.connect(self._remedy)
        self.questions.answered.connect(self._answered)
        self.header.private_dropped.connect(lambda: self.set_private(""))
        self.header.privacy_requested.connect(lambda: self.remedy_chosen.emit("privacy"))
