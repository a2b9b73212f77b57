"""What the tool offers beside the page: other dresses of it, a page to look like, rules for one element on a sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.api_qt import PanelHost, tr
from plugins.web_designer.browser.client import Browser, BrowserFailed
from plugins.web_designer.desk_view import Desk
from plugins.web_designer.editing.answers import answered
from plugins.web_designer.editing.request import Request
from plugins.web_designer.finding import Finding
from plugins.web_designer.pages import Page, page_as_edited
from plugins.web_designer.plan import PagePlan, plan_from_json
from plugins.web_designer.workspace_view import PAGE, STYLE, VARIANTS, Workspace

PICTURE_PX = 1280


class Offers(QObject):
    """Joins variants, reference and rules to the desk. ``browser`` gives what draws and measures; without one there are no pictures."""

    def __init__(
        self, host: PanelHost, desk: Desk, workspace: Workspace, browser: Callable[[], Browser | None]
    ) -> None:
        super().__init__(workspace)
        self._host, self._desk, self._views = host, desk, workspace
        self._browser = browser
        self._plans: list[tuple[PagePlan, str]] = []
        self._number = 0
        self._wish = ""
        self._sample: Any = None
        workspace.variants.chosen.connect(self._take_variant)
        workspace.rules.edited.connect(self._try)
        workspace.rules.apply_wanted.connect(self._apply)
        desk.picked.connect(lambda subject: self._offer_element(subject is not None and not subject.is_locked))

    # dresses

    def show_variants(self) -> None:
        """Show the page's copy in three dresses."""
        from plugins.web_designer.render import render_page  # it loads Jinja2
        from plugins.web_designer.variants import variants

        if self._desk.plan is None:
            return
        plans = variants(plan_from_json(self._desk.plan), 3)
        self._plans = [(plan, render_page(plan)) for plan in plans]
        self._views.variants.show_variants([(tr(plan.style), tr(plan.palette)) for plan in plans])
        self._views.show_extra(VARIANTS)
        self._number += 1
        for place in range(len(self._plans)):
            self._draw(self._number, place)

    def _draw(self, number: int, place: int) -> None:
        html, browser = self._plans[place][1], self._browser()

        def drawn() -> tuple[bytes, str]:
            try:
                return (browser.pictures(html, (PICTURE_PX,))[PICTURE_PX] if browser else b""), ""
            except BrowserFailed as failed:
                return b"", failed.problem.message

        def show(found: tuple[bytes, str]) -> None:
            picture, why = found
            if number != self._number:
                return
            if picture:
                self._views.variants.set_picture(place, picture)
            else:
                self._views.variants.set_failed(place, why)

        self._host.call(drawn, show)

    def _take_variant(self, place: int) -> None:
        plan, html = self._plans[place]
        self._views.hide_extra(VARIANTS)
        self._views.tabs.setCurrentIndex(PAGE)
        self._desk.take_change(html, f"Another dress: {plan.style}.", "plan", plan=plan.to_json())

    # looks of another page

    def reference(self) -> Mapping[str, Any]:
        """The tool's field for the page that the next is to look like."""
        given = self._views.reference.given
        return {"reference": given} if given else {}

    def show_measured(self, told: Mapping[str, Any] | None) -> None:
        """What a run measured on it."""
        if told and self._views.reference.given:
            fonts = [str(told[part]["family"]) for part in ("display", "body") if told.get(part)]
            sections = [str(part["kind"]) for part in told.get("parts", ())]
            self._views.reference.show_measured(told.get("palette", ()), fonts, sections)

    # rules alone

    def show_rules(self, css: str, wish: str, findings: tuple[Finding, ...]) -> None:
        """Show rules for one element on a sample."""
        self._wish = wish
        self._views.rules.set_css(css)
        self._views.rules.show_findings(findings)
        self._views.show_extra(STYLE)
        self._show_sample(css)

    def _show_sample(self, css: str) -> None:
        from plugins.web_designer.styling import sample_page  # it loads Jinja2

        if self._sample is None:
            try:
                from plugins.web_designer.sandbox_view import Sandbox
            except ImportError:  # no QtWebEngine here: the rules can be used all the same
                return
            self._sample = Sandbox()
            self._sample.set_page_width(480)
            self._views.rules.set_preview(self._sample)
        self._sample.show_page(sample_page(css, self._wish))

    def _try(self, css: str) -> None:
        """A person changed the rules: try them, and look at them."""
        from plugins.web_designer.styling import sample_page, scope_findings

        self._show_sample(css)
        wish = self._wish

        def judged() -> Page:
            page = page_as_edited(sample_page(css, wish))
            return Page(page.html, (*scope_findings(css), *page.findings), page.evidence)

        def show(page: Page) -> None:
            if css == self._views.rules.css:
                self._views.rules.show_findings(page.findings)

        self._host.call(judged, show)

    def _apply(self, css: str) -> None:
        """Dress the picked element in the rules."""
        desk = self._desk
        if desk.number < 0:
            return
        done = answered(Request(desk.source, desk.number, desk.locks), f"```css\n{css}\n```")
        if done.problems:
            self._host.say(done.problems[0].message)
            return
        desk.take_change(done.html, "Rules used on an element.", "hand", number=desk.number)
        self._views.tabs.setCurrentIndex(PAGE)

    def _offer_element(self, can: bool) -> None:
        self._views.rules.set_can_apply(can, "" if can else tr("Choose an element in the page first."))
