"""The whole gate: what the text of a page shows, and what shows when it is drawn."""

from __future__ import annotations

from dataclasses import replace

from plugins.web_designer.browser.client import Browser, BrowserFailed, Look
from plugins.web_designer.checks import Report, check_page
from plugins.web_designer.finding import Finding
from plugins.web_designer.rendered import rendered_findings, without_twins

AXE = "axe-core 4.14.1"


def inspect_page(html: str, browser: Browser | None = None) -> Report:
    """Check a whole document; with a browser it is drawn at three widths too. Blocks for a second or two then."""
    report = check_page(html)
    if browser is None or not html.strip():
        return report
    try:
        look = browser.look(html)
    except BrowserFailed as failed:
        problem = failed.problem
        if failed.is_missing:
            return replace(report, drawn=(f"Not drawn: {problem.message}",))
        fault = Finding("error", "layout", problem.message, hint=problem.hint)
        return replace(report, findings=(*report.findings, fault), drawn=("The page could not be drawn.",))
    found = without_twins(report.findings, rendered_findings(look))
    ordered = sorted(found, key=lambda one: (one.severity != "error", one.line == 0, one.line))
    return replace(report, findings=tuple(ordered), drawn=tuple(_evidence(look, ordered)))


def _evidence(look: Look, found: list[Finding]) -> list[str]:
    widths = ", ".join(str(view.width) for view in look.views)
    rules = sum(one.check == "accessibility" for one in found)
    layout = sum(one.check == "layout" for one in found)
    return [
        f"Drawn in Chromium at {widths} px: {layout} remarks on the layout, {len(look.console)} errors in the console.",
        f"Accessibility in the drawn page by {AXE}: {rules} remarks.",
    ]
