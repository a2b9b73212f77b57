"""The web page designer: a brief becomes a page plan that is drawn here, or a whole document; the gate looks at both.

With ``page`` (a file) in place of a description the gate looks at a page that exists, and no model is asked; with both, the page is changed
as the description says, in ``element`` alone where one is named, and never in ``locks``. ``reference`` is a page whose looks the new one
takes over. Mode ``css`` writes rules for one element alone: of the page, or of a sample. ``pictures`` are the person's own.

The result, JSON-shaped: ``html``, ``report`` (findings: ``severity``, ``check``, ``message``, ``selector``, ``width`` and more), ``mode``,
``plan`` (where the page was drawn from one), ``mended``, ``css`` (in that mode), ``reference`` (its measured looks); of a change ``of`` (a
digest of the page before it) and ``what`` (what was asked).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.api import Context, EngineInfo, InputError, Inputs, Message, Outcome, OutputSpec, Plugin, Verification
from plugins.web_designer.browser.client import shared_browser
from plugins.web_designer.changing import change_messages, judged_change, read_page, request_of
from plugins.web_designer.editing.request import Request
from plugins.web_designer.finding import Finding
from plugins.web_designer.fulfilment import fulfilled
from plugins.web_designer.grounding import grounded
from plugins.web_designer.naming import named_as_told
from plugins.web_designer.own_words import in_own_words
from plugins.web_designer.pages import Page, page_as_edited, page_from_html, page_from_plan
from plugins.web_designer.pictures import Picture, own_pictures
from plugins.web_designer.plan import PlanError, plan_from_json, plan_from_text, plan_schema
from plugins.web_designer.prompts import free_messages, plan_messages
from plugins.web_designer.told import keeping
from plugins.web_designer.trade_said import with_trade_said
from plugins.web_designer.wishes import needed_kinds

if TYPE_CHECKING:
    from plugins.web_designer.reference.measured import Measured

Mode = Literal["plan", "free", "css", "change"]
PLAN_MAX_TOKENS = 900
CSS_MAX_TOKENS = 900
LARGE_BILLIONS = 8.0
_BILLIONS = re.compile(r"(?<![\d.])(?:(\d+)x)?(\d+(?:\.\d+)?)\s?[bB](?![a-zA-Z])")


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
        match self._mode(inputs, context):
            case "change":
                return change_messages(self._request(inputs, context), brief, by_css=inputs.get("mode") == "css")
            case "css":
                from plugins.web_designer.styling import css_messages, sample_for  # seldom needed

                return css_messages(brief, sample_for(brief))
            case "free":
                return _with_outline(free_messages(_with_pictures(brief, inputs), style), inputs)
            case _:
                return _with_outline(plan_messages(brief, style, is_small=_is_small(context)), inputs)

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        mode = self._mode(inputs, context)
        if mode == "plan":
            asked = needed_kinds(str(inputs["description"])) if context.engine.is_specialist else ()
            return OutputSpec.json(plan_schema(style=_style(inputs), is_small=_is_small(context), asked=asked))
        if mode == "change" and inputs.get("mode") != "css":
            return OutputSpec.text()
        return OutputSpec.code("html" if mode == "free" else "css")

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        mode, wish = self._mode(inputs, context), str(inputs["description"])
        if mode == "css":
            return await context.in_thread(_judged_css, str(answer), wish)
        if mode == "change":
            told = f"```css\n{answer}\n```" if inputs.get("mode") == "css" else str(answer)
            request = self._request(inputs, context)
            return await context.in_thread(judged_change, request, told, wish, shared_browser())
        page = await context.in_thread(_judged, answer, wish, inputs, context.engine.is_specialist)
        written = None if page.plan else page.html or None  # a plan stays a plan while it is repaired
        looks = {"reference": inputs["measured"]} if "measured" in inputs else {}
        return Verification(page.problems(), {**page.result(), **looks}, page.evidence, output=written)

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        if _changes(inputs):
            ready_inputs = {**inputs, "request": await context.in_thread(self._request, inputs, context)}
            return await self._solved(ready_inputs, context)
        if ready := await self._from_plan_text(inputs, context):
            return ready
        if given := str(inputs.get("pictures") or "").strip():
            inputs = {**inputs, "own": await context.in_thread(own_pictures, given)}
        return await self._solved(await self._with_reference(inputs, context), context)

    async def _solved(self, inputs: Inputs, context: Context) -> Outcome:
        mode = self._mode(inputs, context)
        context.report(_DOING[mode])

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, inputs, context)

        outcome = await context.solve(
            self.build(inputs, context),
            self.answer(inputs, context),
            verify,
            max_tokens=self._max_tokens(mode, context),
        )
        if mode == "css":
            return outcome
        return replace(outcome, output=outcome.result.get("html") or outcome.output)

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """A page that exists needs no model to be checked, nor does a prompt that is a page plan."""
        if _changes(inputs):
            return None
        if given := str(inputs.get("page") or "").strip():
            context.report("Looking at the page")
            return await context.in_thread(_checked, given)
        return await self._from_plan_text(inputs, context)

    def _request(self, inputs: Inputs, context: Context) -> Request:
        """What is to be changed; read once for a run."""
        if "request" in inputs:
            ready: Request = inputs["request"]
            return ready
        return request_of(inputs, context.engine.context_tokens, self.manifest.engine.max_tokens)

    async def _with_reference(self, inputs: Inputs, context: Context) -> Inputs:
        given = str(inputs.get("reference") or "").strip()
        if not given:
            return inputs
        from plugins.web_designer.reference.outline import outline  # seldom needed
        from plugins.web_designer.reference.reading import measure

        context.report("Measuring the page that it is to look like")
        measured = await context.in_thread(measure, given, shared_browser())
        return {**inputs, "measured": measured.to_json(), "looks": measured, "outline": outline(measured)}

    async def _from_plan_text(self, inputs: Inputs, context: Context) -> Outcome | None:
        try:
            plan = plan_from_text(str(inputs["description"]))
        except PlanError as error:
            raise InputError(f"This page plan cannot be drawn: {error}.", field="description") from error
        if plan is None:
            return None
        page = await context.in_thread(page_from_plan, plan, "", shared_browser())
        return outcome_of(page, "Drawn from a page plan, with no model.")

    def _max_tokens(self, mode: Mode, context: Context) -> int:
        if mode == "css":
            return CSS_MAX_TOKENS
        return PLAN_MAX_TOKENS if mode == "plan" and _is_small(context) else self.manifest.engine.max_tokens

    def _mode(self, inputs: Inputs, context: Context) -> Mode:
        if _changes(inputs):
            return "change"
        match inputs.get("mode", "auto"):
            case "plan":
                return "plan"
            case "free":
                return "free"
            case "css":
                return "css"
            case _:
                return mode_for(context.engine)


def outcome_of(page: Page, how: str) -> Outcome:
    """What a page that no model wrote comes to; ``how`` says where it is from."""
    return Outcome(
        status="failed" if page.has_errors else "verified",
        output=page.html,
        result=page.result(),
        problems=page.problems(),
        evidence=(how, *page.evidence),
    )


def _checked(given: str) -> Outcome:
    """The gate's word on a page of a file, with what was saved beside it."""
    html, notes = read_page(given)
    page = page_as_edited(html, shared_browser())
    return outcome_of(page, " ".join((f"Read from {Path(given).name}.", *notes)))


def _judged(answer: str | Mapping[str, Any], brief: str, inputs: Inputs, knows_few_words: bool) -> Page:
    own: Mapping[str, Picture] = inputs.get("own") or {}
    if isinstance(answer, str):
        for place, picture in own.items():
            answer = answer.replace(f"own:{place}", picture.source)
        return page_from_html(answer, shared_browser())
    try:
        plan = plan_from_json(answer)
    except PlanError as error:
        return Page("", (Finding("error", "plan", f"The plan is not right: {error}."),), ("The plan was read.",))
    looks: Measured | None = inputs.get("looks")
    if looks is not None:
        from plugins.web_designer.reference.dress import dressed  # seldom needed

        plan = dressed(plan, looks)
    first_title = plan.title
    if knows_few_words:
        plan = grounded(named_as_told(plan, brief, is_rough=True), brief)
    plan, notes = keeping(plan, brief, is_rough=knows_few_words, first_title=first_title)
    if knows_few_words:
        plan = with_trade_said(fulfilled(in_own_words(plan, brief), brief), brief)
    page = page_from_plan(plan, brief, shared_browser(), own)
    return replace(page, mended=notes, evidence=(*page.evidence, *notes))


def _judged_css(css: str, wish: str) -> Verification:
    """Rules for one element, looked at by themselves and on a sample."""
    from plugins.web_designer.styling import sample_page, scope_findings  # seldom needed

    html = sample_page(css, wish)
    sample = page_as_edited(html, shared_browser())
    page = replace(sample, findings=(*scope_findings(css), *sample.findings))
    return Verification(page.problems(), {**page.result(), "css": css, "mode": "css"}, page.evidence)


def _with_outline(messages: Sequence[Message], inputs: Inputs) -> Sequence[Message]:
    """The conversation, with the looks that the page is to take over."""
    outline = inputs.get("outline")
    if not outline:
        return messages
    *before, last = messages
    wish = "Make it look like a page with these measured looks, with none of its text"
    return (*before, Message.user(f"{last.content}\n\n{wish}:\n{outline}"))


def _with_pictures(brief: str, inputs: Inputs) -> str:
    """The wish, with the names under which the person's pictures stand until they are put in."""
    own: Mapping[str, Picture] = inputs.get("own") or {}
    if not own:
        return brief
    lines = [f'<img src="own:{place}" alt="…">: {picture.alt or place}' for place, picture in own.items()]
    return "\n".join((brief, "", "Pictures at hand, use each once with these addresses:", *lines))


def _changes(inputs: Inputs) -> bool:
    """Whether a page that exists is to be changed by words; rules alone change an element of it, or are tried on a sample."""
    is_given = str(inputs.get("page") or "").strip() and str(inputs.get("description") or "").strip()
    return bool(is_given) and (inputs.get("mode") != "css" or bool(str(inputs.get("element") or "").strip()))


def _is_small(context: Context) -> bool:
    """Whether a plan is asked of a model that does better with short bounds."""
    return mode_for(context.engine) == "plan"


def _style(inputs: Inputs) -> str:
    """The style that the person chose; empty where the model may choose."""
    chosen = str(inputs.get("style") or "auto")
    return "" if chosen == "auto" else chosen


_DOING: Mapping[Mode, str] = {
    "plan": "Planning the page",
    "free": "Writing the page",
    "css": "Writing the style",
    "change": "Changing the page",
}
