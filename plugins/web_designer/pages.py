"""A page with what the gate says of it, however it came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.api import Problem
from plugins.web_designer.browser.client import Browser
from plugins.web_designer.checks import Report
from plugins.web_designer.copy_checks import plan_findings
from plugins.web_designer.documents import close_document, looks_like_document
from plugins.web_designer.finding import Finding
from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.mending import mend
from plugins.web_designer.pictures import Picture
from plugins.web_designer.plan import PagePlan
from plugins.web_designer.render import render_page

MOST_OF_A_KIND = 8
"""Problems of one kind that a model is told: it drowns in a hundred."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what the gate says of it.

    Attributes:
        html: the document.
        findings: errors first.
        evidence: what was checked, in words.
        plan: what it was drawn from; None for a document that was written whole.
        is_drawn: whether it was looked at as it is drawn, too.
        mended: what was put right without a model, in words.
    """

    html: str
    findings: tuple[Finding, ...]
    evidence: tuple[str, ...]
    plan: PagePlan | None = None
    is_drawn: bool = False
    mended: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def problems(self) -> tuple[Problem, ...]:
        """The findings as the run loop takes them."""
        return tuple(Problem(f.message, f.hint, f.severity, f.whereabouts) for f in _few(self.findings))

    def result(self) -> dict[str, Any]:
        """The tool's own result: ``html``, ``report``, ``plan``, ``mode``, ``mended``."""
        return {
            "html": self.html,
            "report": [asdict(f) for f in self.findings],
            "plan": self.plan.to_json() if self.plan else None,
            "mode": "plan" if self.plan else "free",
            "mended": list(self.mended),
        }


def page_from_plan(
    plan: PagePlan,
    brief: str = "",
    browser: Browser | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> Page:
    """Draw a plan and look at it. With a browser, here and below, the page is looked at as it is drawn."""
    html = render_page(plan, pictures)
    return _page(html, inspect_page(html, browser), tuple(plan_findings(plan, brief)), plan)


def page_from_html(text: str, browser: Browser | None = None) -> Page:
    """Take a document as a model wrote it: close it, mend simple faults, and look at it."""
    if not looks_like_document(text):
        none = Finding("error", "parse", "The answer holds no HTML document.", hint="Begin with <!DOCTYPE html>.")
        return Page("", (none,), ("No document was found.",))
    closed = close_document(text)
    mended = mend(closed.html)
    notes = tuple(Finding("warning", "cut_off", note) for note in closed.notes)
    page = _page(mended.html, inspect_page(mended.html, browser), notes)
    return replace(page, mended=mended.notes, evidence=(*page.evidence, *_told(mended.notes)))


def page_as_edited(html: str, browser: Browser | None = None) -> Page:
    """Look at a document as a person has it in the editor; nothing is added to it."""
    return _page(html, inspect_page(html, browser), ())


def _page(html: str, report: Report, first: tuple[Finding, ...], plan: PagePlan | None = None) -> Page:
    findings = sorted((*first, *report.findings), key=lambda finding: finding.severity != "error")
    return Page(html, tuple(findings), report.evidence(), plan, bool(report.drawn))


def _told(notes: tuple[str, ...]) -> tuple[str, ...]:
    """How much was mended, as evidence; what it was stands in the result."""
    return (f"Mended without a model: {len(notes)}.",) if notes else ()


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        counts[finding.check, finding.severity] += 1
        if counts[finding.check, finding.severity] <= MOST_OF_A_KIND:
            yield finding
