"""The web page designer: a brief becomes a page plan that is drawn here, or a whole document; the gate looks at both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from app.api import Context, EngineInfo, InputError, Inputs, Message, Outcome, OutputSpec, Plugin, Problem, Verification
from plugins.web_designer.checks import Report, check_page
from plugins.web_designer.copy_checks import plan_findings
from plugins.web_designer.documents import close_document, looks_like_document
from plugins.web_designer.finding import Finding
from plugins.web_designer.plan import PagePlan, PlanError, plan_from_json, plan_from_text, plan_schema
from plugins.web_designer.prompts import free_messages, plan_messages
from plugins.web_designer.render import render_page

Mode = Literal["plan", "free"]
PLAN_MAX_TOKENS = 900
LARGE_BILLIONS = 8.0
_BILLIONS = re.compile(r"(?<![\d.])(?:(\d+)x)?(\d+(?:\.\d+)?)\s?[bB](?![a-zA-Z])")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what the gate says of it.

    Attributes:
        html: the document.
        findings: errors first.
        evidence: what was checked, in words.
        plan: what it was drawn from; None for a document that was written whole.
    """

    html: str
    findings: tuple[Finding, ...]
    evidence: tuple[str, ...]
    plan: PagePlan | None = None

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def problems(self) -> tuple[Problem, ...]:
        """The findings as the run loop takes them."""
        return tuple(Problem(f.message, f.hint, f.severity, f.whereabouts) for f in self.findings)

    def result(self) -> dict[str, Any]:
        """The tool's own result: ``html``, ``report``, ``plan``, ``mode``."""
        return {
            "html": self.html,
            "report": [asdict(f) for f in self.findings],
            "plan": self.plan.to_json() if self.plan else None,
            "mode": "plan" if self.plan else "free",
        }


def page_from_plan(plan: PagePlan, brief: str = "") -> Page:
    """Draw a plan and look at it."""
    html = render_page(plan)
    return _page(html, check_page(html), tuple(plan_findings(plan, brief)), plan)


def page_from_html(text: str) -> Page:
    """Take a document as it was written, close it, and look at it."""
    if not looks_like_document(text):
        none = Finding("error", "parse", "The answer holds no HTML document.", hint="Begin with <!DOCTYPE html>.")
        return Page("", (none,), ("No document was found.",))
    closed = close_document(text)
    notes = tuple(Finding("warning", "cut_off", note) for note in closed.notes)
    return _page(closed.html, check_page(closed.html), notes)


def page_as_edited(html: str) -> Page:
    """Look at a document as a person has it in the editor; nothing is added to it."""
    return _page(html, check_page(html), ())


def _page(html: str, report: Report, first: tuple[Finding, ...], plan: PagePlan | None = None) -> Page:
    findings = sorted((*first, *report.findings), key=lambda finding: finding.severity != "error")
    return Page(html, tuple(findings), report.evidence(), plan)


def mode_for(engine: EngineInfo) -> Mode:
    """Small and unknown models fill a plan; large ones, and the cloud's, write the page."""
    billions = _billions(engine.model)
    if billions is not None:
        return "free" if billions > LARGE_BILLIONS else "plan"
    return "free" if engine.kind == "cloud" else "plan"


def _billions(model: str) -> float | None:
    """Size that a model's name gives (``Qwen2.5-7B``, ``mixtral-8x7b``), in billions of parameters."""
    found = _BILLIONS.search(model.replace("_", "-"))
    return float(found.group(1) or 1) * float(found.group(2)) if found else None


class WebDesigner(Plugin):
    """See ``docs`` of the manifest's fields: ``description``, ``mode``, ``style``."""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        return (".html",)

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        brief, style = str(inputs["description"]).strip(), _style(inputs)
        return plan_messages(brief, style) if self._mode(inputs, context) == "plan" else free_messages(brief, style)

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        if self._mode(inputs, context) == "free":
            return OutputSpec.code("html")
        return OutputSpec.json(plan_schema(style=_style(inputs), is_small=True))

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        page = await context.in_thread(_judged, answer, str(inputs["description"]))
        written = None if page.plan else page.html or None  # a plan stays a plan while it is repaired
        return Verification(page.problems(), page.result(), page.evidence, output=written)

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        if ready := await self._from_plan_text(inputs, context):
            return ready
        mode = self._mode(inputs, context)
        context.report("Planning the page" if mode == "plan" else "Writing the page")

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, inputs, context)

        max_tokens = PLAN_MAX_TOKENS if mode == "plan" else self.manifest.engine.max_tokens
        outcome = await context.solve(
            self.build(inputs, context), self.answer(inputs, context), verify, max_tokens=max_tokens
        )
        return replace(outcome, output=outcome.result.get("html") or outcome.output)

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """A prompt that is a page plan needs no model."""
        return await self._from_plan_text(inputs, context)

    async def _from_plan_text(self, inputs: Inputs, context: Context) -> Outcome | None:
        try:
            plan = plan_from_text(str(inputs["description"]))
        except PlanError as error:
            raise InputError(f"This page plan cannot be drawn: {error}.", field="description") from error
        if plan is None:
            return None
        page = await context.in_thread(page_from_plan, plan)
        return outcome_of(page)

    def _mode(self, inputs: Inputs, context: Context) -> Mode:
        match inputs.get("mode", "auto"):
            case "plan":
                return "plan"
            case "free":
                return "free"
            case _:
                return mode_for(context.engine)


def outcome_of(page: Page) -> Outcome:
    """What a page that no model wrote comes to."""
    return Outcome(
        status="failed" if page.has_errors else "verified",
        output=page.html,
        result=page.result(),
        problems=page.problems(),
        evidence=("Drawn from a page plan, with no model.", *page.evidence),
    )


def _judged(answer: str | Mapping[str, Any], brief: str) -> Page:
    if isinstance(answer, str):
        return page_from_html(answer)
    try:
        plan = plan_from_json(answer)
    except PlanError as error:
        return Page("", (Finding("error", "plan", f"The plan is not right: {error}."),), ("The plan was read.",))
    return page_from_plan(plan, brief)


def _style(inputs: Inputs) -> str:
    """The style that the person chose; empty where the model may choose."""
    chosen = str(inputs.get("style") or "auto")
    return "" if chosen == "auto" else chosen
