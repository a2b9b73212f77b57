"""The tool's page: preview in the middle with a width switch, source as a tab, the gate's findings at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QFontDatabase, QKeySequence, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
)

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
)
from plugins.web_designer.browser.client import Browser, shared_browser
from plugins.web_designer.documents import document_so_far
from plugins.web_designer.export_view import ExportMenu
from plugins.web_designer.finding import Finding
from plugins.web_designer.findings_view import FindingsView
from plugins.web_designer.importing.saved import is_page_file
from plugins.web_designer.library import file_name, open_page, shipped_plans, title_of, write_page
from plugins.web_designer.pages import Page, page_as_edited, page_from_html
from plugins.web_designer.policy import FREE_POLICY, with_policy
from plugins.web_designer.preview_view import DEFAULT_WIDTH, WIDTHS_PX, PreviewView

CHECK_AFTER_MS = 500
SIDE_PX = 280
LAST_PAGE = "last-page.html"
BROWSER_PAGE = "open-in-browser.html"
FILTERS = "HTML (*.html *.htm)"
_WIDTH_ICONS = {"phone": "mdi6.cellphone", "tablet": "mdi6.tablet", "desktop": "mdi6.monitor"}
_OF_THE_MAKING = frozenset(("plan", "cut_off"))
_CHOSEN = ("style", "mode")


class WebPanel(Panel):
    """One page, seen and read."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._html = ""
        self._title = ""
        self._streamed = ""
        self._check_number = 0
        self.browser: Browser | None = shared_browser()
        """Draws pages to look at them; None leaves it at what their text shows."""
        self._samples = shipped_plans()
        titles = [sample.title for sample in self._samples]
        self.preview = PreviewView(host.theme, tr(manifest.summary), titles)
        self.findings = FindingsView(host.theme)
        self.source = _source_editor()
        self.tabs = QTabBar()
        self.choices = {
            f.name: _choice_box(f.label, f.choices, f.default) for f in manifest.fields if f.name in _CHOSEN
        }
        self.width_buttons = {name: _width_button(name) for name in WIDTHS_PX}
        self._width_group = QButtonGroup(self)
        self._check_later = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self.save_action = self._action(tr("Save as HTML…"), "mdi6.content-save-outline", "Ctrl+Shift+S")
        self.browser_action = self._action(tr("Open in browser"), "mdi6.open-in-app", "Ctrl+B")
        self.export_action = self._action(tr("Export"), "mdi6.export-variant", "")
        self.export_menu = ExportMenu(host, lambda: (self._html, self._title), self)
        self.export_action.setMenu(self.export_menu)
        self._lay_out()
        self._connect_signals()
        self.retheme()

    # what the host asks

    def inputs(self) -> dict[str, Any]:
        return {name: box.currentData() for name, box in self.choices.items()}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(inputs.get(name) or "auto"), 0))

    def present(self, event: RunEvent) -> None:
        match event:
            case AttemptStarted():
                self._streamed = ""
            case TextStreamed(text=text):
                self._streamed += text
                self.preview.show_partial(document_so_far(self._streamed))
            case RunFinished(result=run):
                self._take_result(run.outcome.result, run.outcome.evidence)
            case RunFailed(partial=partial) | RunCancelled(partial=partial):
                self._take_partial(partial)

    def subject(self) -> str:
        return self._title

    def actions_for_header(self) -> Sequence[QAction]:
        return (self.save_action, self.export_action, self.browser_action)

    def state(self) -> dict[str, Any]:
        return {
            "has_page": bool(self._html),
            "width": self._width_name(),
            "split": self._split.sizes(),
            **self.inputs(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.fill(state)
        if state.get("width") in self.width_buttons:
            self.width_buttons[str(state["width"])].setChecked(True)
            self.preview.set_page_width(str(state["width"]))
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and any(sizes):
            self._split.setSizes([int(size) for size in sizes])
        last = self.host.data_dir / LAST_PAGE
        if state.get("has_page") and last.is_file():
            self.host.call(lambda: open_page(last), self.show_page, lambda _error: None)

    def retheme(self) -> None:
        theme = self.host.theme
        self.preview.retheme(theme)
        self.findings.retheme(theme)
        for name, button in self.width_buttons.items():
            button.setIcon(qtawesome.icon(_WIDTH_ICONS[name], color=theme.secondary))
        self.save_action.setIcon(qtawesome.icon("mdi6.content-save-outline", color=theme.secondary))
        self.export_action.setIcon(qtawesome.icon("mdi6.export-variant", color=theme.secondary))
        self.browser_action.setIcon(qtawesome.icon("mdi6.open-in-app", color=theme.secondary))

    def take_file(self, path: Path) -> bool:
        if path.suffix.lower() != ".json" and not is_page_file(path):
            return False
        self.host.call(lambda: open_page(path), self.show_page)
        return True

    # what happens on the page

    def show_page(self, page: Page) -> None:
        """Show a page in every view, and remember it for the next start."""
        self.findings.show_findings(page.findings, page.evidence)
        if not page.html:
            return
        self._adopt(page.html)
        self._check_later.stop()
        self.source.blockSignals(True)
        self.source.setPlainText(page.html)
        self.source.blockSignals(False)
        self.preview.show_page(page.html)
        self._remember()
        if not page.is_drawn:
            self._check_drawn(tuple(one for one in page.findings if one.check in _OF_THE_MAKING))

    def save(self) -> None:
        """Ask where, and write the page there."""
        path = self.host.ask_save(tr("Save as HTML"), file_name(self._title), FILTERS)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".html")
        html = self._html
        said = tr("Saved {name}.").format(name=str(target))
        self.host.call(lambda: write_page(target, html), lambda _none: self.host.say(said))

    def open_in_browser(self) -> None:
        """Show the page in the person's own browser; it keeps its walls there."""
        target = self.host.data_dir / BROWSER_PAGE
        html = with_policy(self._html, FREE_POLICY)
        self.host.call(lambda: write_page(target, html), lambda _none: self._open(target))

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _take_result(self, result: Mapping[str, Any], evidence: Sequence[str]) -> None:
        if "html" not in result:
            self.preview.reload()
            return
        findings = tuple(Finding(**finding) for finding in result.get("report", ()))
        self.show_page(Page(str(result["html"]), findings, tuple(evidence), is_drawn=True))
        if not result["html"]:
            self.preview.reload()

    def _take_partial(self, partial: str) -> None:
        """What came before the run ended is worth keeping, if it is a page."""
        if document_so_far(partial):
            self.host.call(lambda: page_from_html(partial), self.show_page)
        elif self._html:
            self.preview.reload()

    def _adopt(self, html: str) -> None:
        self._html = html
        self._title = title_of(html)
        for action in (self.save_action, self.export_action, self.browser_action):
            action.setEnabled(bool(html))
        self.subject_changed.emit()

    def _remember(self) -> None:
        target, html = self.host.data_dir / LAST_PAGE, self._html
        self.host.call(lambda: write_page(target, html), lambda _none: None)

    def _on_edited(self) -> None:
        self._adopt(self.source.toPlainText())
        self._check_later.start()

    def _check_edited(self) -> None:
        self.preview.show_page(self._html)
        self._check_drawn()
        self._remember()

    def _check_drawn(self, known: tuple[Finding, ...] = ()) -> None:
        """Look at the page as it is drawn, which takes a moment; it is shown meanwhile. ``known``: what only its making could tell."""
        self._check_number += 1
        number, html, browser = self._check_number, self._html, self.browser
        self.host.call(lambda: page_as_edited(html, browser), lambda page: self._take_check(number, page, known))

    def _take_check(self, number: int, page: Page, known: tuple[Finding, ...]) -> None:
        if number == self._check_number and page.html == self._html:
            self.findings.show_findings((*known, *page.findings), page.evidence)

    def _open_sample(self, number: int) -> None:
        path = self._samples[number].path
        self.host.call(lambda: open_page(path), self.show_page)

    def _go_to(self, finding: Finding) -> None:
        """Show what a finding is about: its line where the source is in front, else its element, at the width where it shows."""
        if self.tabs.currentIndex() == 1 or not (finding.selector and self.preview.is_showing_page):
            if finding.line:
                self._go_to_line(finding.line)
            return
        name = next((name for name, width in WIDTHS_PX.items() if width == finding.width), "")
        if name:
            self.width_buttons[name].setChecked(True)
            self.preview.set_page_width(name)
        self.preview.show_element(finding.selector)

    def _go_to_line(self, line: int) -> None:
        self.tabs.setCurrentIndex(1)
        block = self.source.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        self.source.setTextCursor(cursor)
        self.source.centerCursor()
        self.source.setFocus()

    def _width_name(self) -> str:
        return next((name for name, button in self.width_buttons.items() if button.isChecked()), DEFAULT_WIDTH)

    # how it is built

    def _lay_out(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(tr("Page"))
        self.tabs.addTab(tr("Source"))
        self._views = QStackedWidget()
        self._views.addWidget(self.preview)
        self._views.addWidget(self.source)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._views)
        self._split.addWidget(self.findings)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([1000, SIDE_PX])
        self.findings.setMinimumWidth(200)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(8)
        box.addLayout(self._bar())
        box.addWidget(self._split, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        for name, button in self.width_buttons.items():
            self._width_group.addButton(button)
            button.setChecked(name == DEFAULT_WIDTH)
            bar.addWidget(button)
        bar.addStretch(1)
        for name, box in self.choices.items():
            label = QLabel(tr(next(f.label for f in self.manifest.fields if f.name == name)))
            label.setProperty("role", "secondary")
            label.setBuddy(box)
            bar.addWidget(label)
            bar.addWidget(box)
        return bar

    def _connect_signals(self) -> None:
        self.tabs.currentChanged.connect(self._views.setCurrentIndex)
        for name, button in self.width_buttons.items():
            button.clicked.connect(lambda _checked=False, chosen=name: self.preview.set_page_width(chosen))
        self.source.textChanged.connect(self._on_edited)
        self._check_later.timeout.connect(self._check_edited)
        self.preview.sample_picked.connect(self._open_sample)
        self.findings.picked.connect(self._go_to)
        self.save_action.triggered.connect(self.save)
        self.browser_action.triggered.connect(self.open_in_browser)

    def _action(self, text: str, icon: str, shortcut: str) -> QAction:
        action = QAction(qtawesome.icon(icon, color=self.host.theme.secondary), text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.setEnabled(False)
        return action


def _source_editor() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setProperty("role", "code")
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setTabChangesFocus(False)
    made.setAccessibleName(tr("Source of the page"))
    made.setPlaceholderText(tr("The page's HTML will stand here; you can also paste a page."))
    return made


def _choice_box(label: str, choices: Sequence[str], default: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(tr(label))
    for choice in choices:
        made.addItem(tr(choice), choice)
    made.setCurrentIndex(max(made.findData(default), 0))
    return made


def _width_button(name: str) -> QToolButton:
    words = {"phone": tr("Phone"), "tablet": tr("Tablet"), "desktop": tr("Desktop")}[name]
    made = QToolButton()
    made.setCheckable(True)
    made.setIconSize(QSize(18, 18))
    made.setToolTip(f"{words}, {WIDTHS_PX[name]} px")
    made.setAccessibleName(f"{words}, {WIDTHS_PX[name]} px")
    return made
