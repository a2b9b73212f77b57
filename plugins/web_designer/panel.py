"""The tool's page: preview in the middle with a width switch, its parts at the left, inspector and checks at the right, source as a tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QVBoxLayout

from app.api import PluginManifest
from app.api_qt import (
    AttemptStarted,
    Panel,
    PanelHost,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    TextStreamed,
    tr,
    tr_said,
)
from plugins.web_designer.asked import digest_of, inputs_for, remember_page
from plugins.web_designer.browser.client import Browser, shared_browser
from plugins.web_designer.desk_view import Desk
from plugins.web_designer.documents import document_so_far
from plugins.web_designer.editing.prompts import repair_wish
from plugins.web_designer.export_view import ExportMenu
from plugins.web_designer.finding import Finding
from plugins.web_designer.hand_view import Hand
from plugins.web_designer.importing.saved import is_page_file
from plugins.web_designer.library import file_name, open_page, shipped_plans, write_page
from plugins.web_designer.mending import Mended, mend
from plugins.web_designer.offers_view import Offers
from plugins.web_designer.pages import Page, page_as_edited, page_from_html
from plugins.web_designer.past_view import Past
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.policy import FREE_POLICY, with_policy
from plugins.web_designer.preview_view import WIDTHS_PX
from plugins.web_designer.project.store import SUFFIX
from plugins.web_designer.project.versions import Maker
from plugins.web_designer.stream_view import Stream
from plugins.web_designer.workspace_view import CHECKS, SOURCE, Workspace

CHECK_AFTER_MS = 500
BROWSER_PAGE = "open-in-browser.html"
FILTERS = "HTML (*.html *.htm)"
PROJECTS = f"Polymath (*{SUFFIX})"
PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"))
_OF_THE_MAKING = frozenset(("plan", "cut_off"))


class WebPanel(Panel):
    """One page, seen, read and changed."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._check_number = 0
        self._asked_of = 0
        self.browser: Browser | None = shared_browser()
        """Draws pages to look at them; None leaves it at what their text shows."""
        self._samples = shipped_plans()
        self.desk = Desk(host, self)
        self.workspace = Workspace(manifest, host.theme, [sample.title for sample in self._samples], host.ask_open)
        self._name_views()
        self.hand = Hand(host, self.desk, self.workspace)
        self.offers = Offers(host, self.desk, self.workspace, lambda: self.browser)
        self.past = Past(host, self.desk, self.workspace, lambda: self.browser)
        self.stream = Stream(host, self.preview, lambda: bool(self.offers.reference()))
        self._check_later = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._make_actions()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.workspace)
        self._connect_signals()
        self.retheme()

    # what the host asks

    def inputs(self) -> dict[str, Any]:
        self.source.flush()
        chosen = {name: box.currentData() for name, box in self.workspace.choices.items()}
        aim = self.workspace.wanted_aim
        if aim == "new" or not self.desk.html:
            return {**chosen, **self.offers.reference()}
        self._asked_of = self.desk.project.current.id if self.desk.project.current else 0
        path = remember_page(self.host.data_dir, self.desk.html)
        return {**chosen, **inputs_for(aim, path, self.desk.number, self.desk.locked)}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        for name, box in self.workspace.choices.items():
            box.setCurrentIndex(max(box.findData(inputs.get(name) or "auto"), 0))
        self.workspace.reference.show_chosen(str(inputs.get("reference") or ""))

    def present(self, event: RunEvent) -> None:
        match event:
            case AttemptStarted():
                self.stream.begin()
            case TextStreamed(text=text):
                self.stream.take(text)
            case RunFinished(result=run):
                self.stream.end()
                self._take_result(run.outcome.result, run.outcome.evidence)
            case RunFailed(partial=partial) | RunCancelled(partial=partial):
                self.stream.end()
                self._take_partial(partial)

    def subject(self) -> str:
        return self.desk.title

    def actions_for_header(self) -> Sequence[QAction]:
        return tuple(self.actions_by_name.values())

    def state(self) -> dict[str, Any]:
        self.desk.save_now()
        return {
            "project": str(self.desk.file.path),
            "width": self.workspace.width_name,
            "split": self.workspace.sizes(),
            "parts": self.workspace.parts_button.isChecked(),
            "style": self.workspace.choices["style"].currentData(),
            "mode": self.workspace.choices["mode"].currentData(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.fill(state)
        self.workspace.set_width_name(str(state.get("width", "")))
        if isinstance(sizes := state.get("split"), list):
            self.workspace.share([int(size) for size in sizes])
        if isinstance(parts := state.get("parts"), bool):
            self.workspace.show_parts(parts)
        project = Path(str(state.get("project") or ""))
        if project.suffix == SUFFIX and project.is_file() and project.parent != self.host.data_dir:
            self.desk.open_file(project)
        else:
            self.desk.open_own()

    def retheme(self) -> None:
        theme = self.host.theme
        self.workspace.retheme(theme)
        for name, (icon, _words, _keys) in _ACTIONS.items():
            self.actions_by_name[name].setIcon(qtawesome.icon(icon, color=theme.secondary))

    def take_file(self, path: Path) -> bool:
        if path.suffix.lower() == SUFFIX:
            self.desk.open_file(path)
        elif self.desk.number >= 0 and path.suffix.lower() in PICTURES:
            self.hand.show_picture(path)
        elif path.suffix.lower() == ".json" or is_page_file(path):
            self.host.call(lambda: open_page(path), lambda page: self.show_page(page, f"Opened {path.name}.", "import"))
        else:
            return False
        return True

    # what happens on the page

    def show_page(self, page: Page, what: str, by: Maker) -> None:
        """Show another page in every view, and keep it."""
        self._show_findings(page.findings, page.evidence)
        if not page.html:
            return
        self.workspace.side_tabs.setCurrentIndex(CHECKS)
        self.desk.show_page(page.html, what, by, page.plan.to_json() if page.plan else None)
        self._check_later.stop()
        if not page.is_drawn:
            self._check_drawn(tuple(one for one in page.findings if one.check in _OF_THE_MAKING))

    def save(self) -> None:
        """Ask where, and write the page there."""
        self.source.flush()
        path = self.host.ask_save(tr("Save as HTML"), file_name(self.desk.title), FILTERS)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".html")
        html = self.desk.html
        said = tr("Saved {name}.").format(name=str(target))
        self.host.call(lambda: write_page(target, html), lambda _none: self.host.say(said))

    def save_project(self) -> None:
        """Ask where, and keep the page with all its versions there from now on."""
        name = f"{Path(file_name(self.desk.title)).stem}{SUFFIX}"
        path = self.host.ask_save(tr("Save with versions"), name, PROJECTS)
        if path is not None:
            self.desk.save_as(path.with_suffix(SUFFIX))

    def open_in_browser(self) -> None:
        """Show the page in the person's own browser; it keeps its walls there."""
        target = self.host.data_dir / BROWSER_PAGE
        html = with_policy(self.desk.html, FREE_POLICY)
        self.host.call(lambda: write_page(target, html), lambda _none: self._open(target))

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _take_result(self, result: Mapping[str, Any], evidence: Sequence[str]) -> None:
        if "html" not in result:
            self.preview.reload()
            return
        findings = tuple(Finding(**finding) for finding in result.get("report", ()))
        self.findings.show_notes(tuple(result.get("mended", ())))
        self.offers.show_measured(result.get("reference"))
        if result.get("mode") == "css":
            self.offers.show_rules(str(result.get("css", "")), self.host.prompt, findings)
            return
        what = str(result.get("what") or "New page.")
        by: Maker = "plan" if result.get("plan") else "model"
        if result.get("of") and self._stand_where_it_was_asked(str(result["of"])):
            self.desk.take_change(str(result["html"]), what, "model")
            self._check_later.stop()
            self._show_findings(findings, evidence)
        else:
            plan = plan_from_json(result["plan"]) if result.get("plan") else None
            self.show_page(Page(str(result["html"]), findings, tuple(evidence), plan, is_drawn=True), what, by)
        if not result["html"]:
            self.preview.reload()

    def _stand_where_it_was_asked(self, digest: str) -> bool:
        """Whether a change is one of a page that is at hand; what was done meanwhile stays as a branch."""
        if digest_of(self.desk.html) == digest:
            return True
        versions = self.desk.project
        is_there = any(one.id == self._asked_of for one in versions)
        if is_there and digest_of(versions.html(self._asked_of)) == digest:
            self.desk.go(self._asked_of)
            return True
        return False

    def _take_partial(self, partial: str) -> None:
        """What came before the run ended is worth keeping, if it is a page."""
        if document_so_far(partial):
            self.host.call(lambda: page_from_html(partial), lambda page: self.show_page(page, "Broken off.", "model"))
        elif self.desk.html:
            self.preview.reload()

    # what the desk says

    def _show_desk(self) -> None:
        """Another page stands on the desk."""
        self.preview.show_page(self.desk.source.numbered())
        self._show_text()
        if self.desk.html:
            self._check_later.start()

    def _show_change(self) -> None:
        """The page is a little other than before."""
        self.preview.update_page(self.desk.source.numbered())
        self._show_text()
        if self.preview.live is not None and self.desk.number >= 0:
            self.preview.live.select(self.desk.number, reveal=False)
        else:
            self.desk.pick(self.desk.number, {})
        self._check_later.start()

    def _show_text(self) -> None:
        self.hand.show_text(self.desk.html)
        self.past.show()
        has_page = bool(self.desk.html)
        versions = self.desk.project
        for action in self.actions_by_name.values():
            action.setEnabled(has_page)
        self.actions_by_name["variants"].setEnabled(self.desk.plan is not None)
        self.actions_by_name["undo"].setEnabled(versions.previous is not None)
        self.actions_by_name["redo"].setEnabled(versions.following is not None)
        self.subject_changed.emit()

    def _check_drawn(self, known: tuple[Finding, ...] = ()) -> None:
        """Look at the page as it is drawn, which takes a moment; it is shown meanwhile. ``known``: what only its making could tell."""
        self._check_number += 1
        number, html, browser = self._check_number, self.desk.html, self.browser
        self.host.call(lambda: page_as_edited(html, browser), lambda page: self._take_check(number, page, known))

    def _take_check(self, number: int, page: Page, known: tuple[Finding, ...]) -> None:
        if number == self._check_number and page.html == self.desk.html:
            self._show_findings((*known, *page.findings), page.evidence)

    def _show_findings(self, findings: Sequence[Finding], evidence: Sequence[str]) -> None:
        self.findings.show_findings(findings, evidence)
        self.source.show_findings(findings)
        self.workspace.count_findings(len(findings))

    def _open_sample(self, number: int) -> None:
        sample = self._samples[number]
        self.host.call(
            lambda: open_page(sample.path), lambda page: self.show_page(page, "A page that is ready.", "plan")
        )

    def _ask_to_repair(self, findings: Sequence[Finding]) -> None:
        """Send findings to the model, as a change of the whole page; a run repairs its own answer a few times, not without end."""
        self.workspace.aim_at("page")
        self.host.set_prompt(repair_wish(findings))
        self.host.run()

    def _mend(self) -> None:
        """Put right what needs no model."""
        html = self.desk.html

        def show(mended: Mended) -> None:
            if self.desk.html != html:
                return
            self.findings.show_notes(mended.notes)
            if mended.notes:
                self.desk.take_change(mended.html, "Simple faults mended.", "hand")
            else:
                self.host.say(tr("There is nothing that can be mended without a model."))

        self.host.call(lambda: mend(html), show)

    def _go_to(self, finding: Finding) -> None:
        """Show what a finding is about: its line where the source is in front, else its element, at the width where it shows."""
        if self.tabs.currentIndex() == SOURCE or not (finding.selector and self.preview.is_showing_page):
            if finding.line:
                self.hand.go_to_line(finding.line)
            return
        name = next((name for name, width in WIDTHS_PX.items() if width == finding.width), "")
        if name:
            self.workspace.set_width_name(name)
        self.preview.show_element(finding.selector)

    # how it is built

    def _name_views(self) -> None:
        views = self.workspace
        self.preview, self.source, self.findings, self.tabs = views.preview, views.source, views.findings, views.tabs
        self.width_buttons, self.choices = views.width_buttons, views.choices

    def _make_actions(self) -> None:
        self.actions_by_name: dict[str, QAction] = {}
        for name, (_icon, words, keys) in _ACTIONS.items():
            action = QAction(tr(words), self)
            action.setShortcut(QKeySequence(keys))
            action.setEnabled(False)
            self.actions_by_name[name] = action
        for name in ("undo", "redo"):
            self.actions_by_name[name].setPriority(QAction.Priority.LowPriority)
        for name in ("project", "mend"):
            self.actions_by_name[name].setProperty("place", "menu")
        self.export_menu = ExportMenu(self.host, lambda: (self.desk.html, self.desk.title), self)
        self.actions_by_name["export"].setMenu(self.export_menu)

    def _connect_signals(self) -> None:
        self._check_later.timeout.connect(self._check_drawn)
        self.desk.shown.connect(self._show_desk)
        self.desk.changed.connect(self._show_change)
        self.desk.refused.connect(self.host.show_error)
        self.desk.said.connect(lambda text: self.host.say(tr_said(text)))
        self.preview.sample_picked.connect(self._open_sample)
        self.findings.picked.connect(self._go_to)
        self.findings.repair_wanted.connect(self._ask_to_repair)
        done = {
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "save": self.save,
            "project": self.save_project,
            "browser": self.open_in_browser,
            "variants": self.offers.show_variants,
            "mend": self._mend,
        }
        for name, act in done.items():
            self.actions_by_name[name].triggered.connect(lambda _on=False, act=act: act())


_ACTIONS: Mapping[str, tuple[str, str, str]] = {
    "undo": ("mdi6.undo", "Undo", "Ctrl+Z"),
    "redo": ("mdi6.redo", "Redo", "Ctrl+Shift+Z"),
    "variants": ("mdi6.view-column-outline", "Variants", ""),
    "save": ("mdi6.content-save-outline", "Save as HTML…", "Ctrl+Shift+S"),
    "export": ("mdi6.export-variant", "Export", ""),
    "browser": ("mdi6.open-in-app", "Open in browser", "Ctrl+B"),
    "mend": ("mdi6.auto-fix", "Mend simple faults", ""),
    "project": ("mdi6.source-branch", "Save with versions…", ""),
}
"""Icon, words and keys by name, in the order of the header."""
