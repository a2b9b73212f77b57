"""Rendered pages: every style with every kind of section passes the gate, and reads at AA contrast."""

from __future__ import annotations

import itertools
import time

import html5lib
import pytest

from plugins.web_designer.checks import check_page
from plugins.web_designer.colour import AA_TEXT, contrast
from plugins.web_designer.looks import PALETTES, colours
from plugins.web_designer.plan import KINDS, Item, PagePlan, Section
from plugins.web_designer.policy import PLAN_POLICY
from plugins.web_designer.render import render_page
from plugins.web_designer.styles import STYLES

ITEMS = (
    Item("Check", "Brakes and gears set.", "£35"),
    Item("Service", "All of that, and the wheels.", "£75"),
    Item("Overhaul", "", "£160"),
    Item("Words only", "With a sentence.", ""),
)
PAIRS = (
    ("text", "ground surface tint"),
    ("muted", "ground surface tint"),
    ("accent_text", "ground surface"),
    ("tint_text", "tint"),
    ("on_accent", "accent"),
    ("on_deep", "deep"),
    ("deep_muted", "deep"),
    ("deep_accent", "deep"),
)


def make_plan(style: str, *kinds: str, palette: str = "forest", language: str = "en") -> PagePlan:
    """A plan with the sections asked for, each with copy of its own."""
    sections = tuple(Section(kind, f"About {kind} {n}", f"A word on {kind}.", ITEMS) for n, kind in enumerate(kinds))
    return PagePlan("Spoke & <Gear>", language, "Riders", style, palette, "Book", sections)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_alone_passes_the_gate(kind: str) -> None:
    style = list(STYLES)[KINDS.index(kind) % len(STYLES)]
    assert check_page(render_page(make_plan(style, kind))).findings == ()


@pytest.mark.parametrize("style", STYLES)
def test_a_page_of_all_kinds_twice_has_no_finding(style: str) -> None:
    assert check_page(render_page(make_plan(style, *KINDS, *KINDS))).findings == ()


@pytest.mark.parametrize("kind", KINDS)
def test_sections_without_items_or_text_still_render(kind: str) -> None:
    plan = PagePlan("A", "en", "", "swiss", "ink", "", (Section(kind, "Heading"), Section(kind, "", "", (Item("x"),))))
    assert check_page(render_page(plan)).errors == ()


@pytest.mark.parametrize(("style", "palette"), list(itertools.product(STYLES, PALETTES)))
def test_every_pair_of_text_and_ground_reads(style: str, palette: str) -> None:
    inks = colours(STYLES[style], PALETTES[palette])
    for text, grounds in PAIRS:
        for ground in grounds.split():
            ratio = contrast(getattr(inks, text), getattr(inks, ground))
            assert ratio >= AA_TEXT, f"{text} on {ground}: {ratio:.2f}"


def test_styles_differ_in_type_colour_and_shape() -> None:
    pages = {style: render_page(make_plan(style, "hero")) for style in STYLES}
    assert len(STYLES) >= 10
    assert len(set(pages.values())) == len(STYLES)
    assert len({(s.display, s.body) for s in STYLES.values()}) >= 10
    assert len({(s.backdrop, s.pen) for s in STYLES.values()}) == len(STYLES)


def test_copy_is_escaped_everywhere() -> None:
    evil = '"><script>alert(1)</script>'
    items = (Item(evil, evil, evil),) * 2
    plan = PagePlan(evil, "en", evil, "soft", "rose", evil, tuple(Section(k, evil, evil, items) for k in KINDS))
    tree = html5lib.parse(render_page(plan), namespaceHTMLElements=False)
    assert list(tree.iter("script")) == []


def test_the_page_is_self_contained_and_says_so() -> None:
    html = render_page(make_plan("night", *KINDS))
    assert PLAN_POLICY in html
    for sign in ("http://", "https://", "url(", "@import", "<script", "<img", "<link"):
        assert sign not in html
    assert len(html) < 120_000


def test_the_same_plan_gives_the_same_page() -> None:
    plan = make_plan("poster", *KINDS)
    assert render_page(plan) == render_page(plan)


def test_a_plan_becomes_a_page_within_twenty_milliseconds() -> None:
    plan = make_plan("botanical", "hero", "features", "about", "gallery", "pricing", "faq", "contact")
    render_page(plan)
    spent = []
    for _ in range(5):
        began = time.process_time()
        render_page(plan)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.02


def test_hero_and_footer_are_there_even_if_the_plan_forgot_them() -> None:
    tree = html5lib.parse(render_page(make_plan("craft", "features")), namespaceHTMLElements=False)
    assert [e.text for e in tree.iter("h1")] == ["Spoke & <Gear>"]
    assert len(list(tree.iter("footer"))) == 1


def test_words_of_the_frame_follow_the_language() -> None:
    assert "跳到正文" in render_page(make_plan("soft", "hero", language="zh-CN"))
    assert "Zum Inhalt" in render_page(make_plan("soft", "hero", language="de"))
