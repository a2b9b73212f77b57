"""Thirteen trades, their plans written by hand: each becomes a page that passes the whole gate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import build
from app.core.run import RunRequest
from app.engines.scripted import ScriptedEngine
from plugins.web_designer.browser.client import Browser, shared_browser
from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.pages import page_from_plan
from plugins.web_designer.plan import PagePlan, Section, plan_from_json
from plugins.web_designer.render import render_page
from plugins.web_designer.styles import STYLES
from plugins.web_designer.subject import subject_of
from plugins.web_designer.variants import variants
from tests.helpers.web_pages import briefs
from tests.plugins.web_designer.test_render import ITEMS

BRIEFS = dict(briefs())
PLANS = {name: plan_from_json(brief["plan"]) for name, brief in BRIEFS.items()}


@pytest.fixture(scope="module")
def browser() -> Browser:
    pytest.importorskip("PySide6.QtWebEngineWidgets")
    return shared_browser()


@pytest.fixture(params=list(PLANS))
def plan(request: pytest.FixtureRequest) -> PagePlan:
    return PLANS[request.param]


def test_there_are_a_dozen_trades_in_two_languages_and_every_style_is_used() -> None:
    assert len(BRIEFS) >= 12
    assert sum(plan.language == "zh" for plan in PLANS.values()) >= 4
    assert {plan.style for plan in PLANS.values()} == set(STYLES)


@pytest.mark.parametrize("name", list(PLANS))
def test_the_text_of_a_page_passes_the_gate_without_a_remark(name: str) -> None:
    assert page_from_plan(PLANS[name], BRIEFS[name]["brief"]).findings == ()


@pytest.mark.parametrize("name", list(PLANS))
def test_a_drawn_page_passes_the_gate_at_three_widths(name: str, browser: Browser) -> None:
    assert inspect_page(render_page(PLANS[name]), browser).findings == ()


@pytest.mark.parametrize("style", ["retro", "poster", "playful"])
def test_prices_read_on_the_strong_ground_too(style: str, browser: Browser) -> None:
    before = STYLES[style].rhythm.index("accent" if "accent" in STYLES[style].rhythm else "deep")
    kinds = ("quote",) * before + ("pricing",)
    assert inspect_page(render_page(_with_three(style, kinds)), browser).errors == ()


def test_an_engine_that_answers_with_the_plans_gives_verified_pages(home: Path) -> None:
    services = build({"POLYMATH_HOME": str(home)})
    try:
        for name in ("bakery", "tea_house"):
            answer = json.dumps(BRIEFS[name]["plan"], ensure_ascii=False)
            services.engines.replace("local", ScriptedEngine((answer,), kind="local", model="llama-3.3-70B"))
            request = RunRequest("web_designer", {"description": BRIEFS[name]["brief"], "mode": "plan"})
            outcome = services.loop.submit(services.runs.run(request, lambda _event: None)).result(60).outcome
            assert outcome.status == "verified", outcome.problems
    finally:
        services.close()


def test_a_trade_is_told_by_the_copy(plan: PagePlan) -> None:
    assert subject_of(plan) != ""


def test_three_variants_differ_in_style_and_colour_and_say_the_same(plan: PagePlan) -> None:
    chosen = variants(plan)
    assert chosen[0] == plan
    assert len({one.style for one in chosen}) == len({one.palette for one in chosen}) == len(chosen) == 3
    assert {one.sections for one in chosen} == {plan.sections}
    assert page_from_plan(chosen[1]).findings == page_from_plan(chosen[2]).findings == ()


def test_variants_go_on_until_styles_run_out(plan: PagePlan) -> None:
    assert len({one.style for one in variants(plan, len(STYLES))}) == len(STYLES)


def _with_three(style: str, kinds: tuple[str, ...]) -> PagePlan:
    """A plan whose sections have three items each, so that the middle one is set off."""
    sections = tuple(Section(kind, f"About {kind} {n}", "A word.", ITEMS[:3]) for n, kind in enumerate(kinds))
    return PagePlan("Spoke", "en", "Riders", style, "forest", "Book", sections)


def _kinds_of_things(html: str) -> Iterator[str]:
    yield from (part.split('"')[0] for part in html.split('<section class="section ')[1:])


def test_two_pages_of_one_style_differ_in_their_layouts(plan: PagePlan) -> None:
    first, second = variants(plan)[0], variants(plan)[1]
    other = render_page(PagePlan(**{**_fields(first), "layout": second.layout}))
    assert list(_kinds_of_things(render_page(first))) != list(_kinds_of_things(other))


def _fields(plan: PagePlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in PagePlan.__dataclass_fields__}
