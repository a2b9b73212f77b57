"""Layouts: which a section takes, and that every one of them holds any content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.web_designer.checks import check_page
from plugins.web_designer.layouts import LAYOUTS, layout_of
from plugins.web_designer.plan import KINDS, Item, PagePlan, Section
from plugins.web_designer.render import render_page
from plugins.web_designer.styles import STYLES
from tests.plugins.web_designer.test_render import make_plan

LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajüte"
EXTREMES = {
    "one": (Item("Only this", "And no more."),),
    "twelve": tuple(Item(f"Number {n}", f"It is the {n}th.", f"£{n},250.00") for n in range(12)),
    "bare": tuple(Item(f"Title {n}") for n in range(4)),
    "notes": tuple(Item("", "", f"{n} h") for n in range(3)),
    "long": tuple(Item(LONG, f"{LONG} {n}", "from £1,250.00 / month") for n in range(3)),
    "chinese": tuple(Item("没有空格的很长的标题" * 3, f"第{n}条，没有空格的文字", "每月¥128起") for n in range(5)),
}


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("content", EXTREMES)
def test_every_layout_draws_any_content(shift: int, content: str) -> None:
    style = list(STYLES)[(list(EXTREMES).index(content) * 3 + shift) % len(STYLES)]
    sections = tuple(Section(kind, f"About {kind}", f"Some words about {kind}.", EXTREMES[content]) for kind in KINDS)
    plan = PagePlan("Name", "en", "", style, "ink", "Go", sections, layout=shift)
    assert check_page(render_page(plan)).errors == ()


def test_every_layout_is_taken_by_some_content() -> None:
    free = replace(STYLES["swiss"], layouts={})
    taken: set[tuple[str, str]] = set()
    contents = [*EXTREMES.values(), *(EXTREMES["twelve"][:n] for n in (3, 4)), (Item("A", "Some words " * 4, "1"),) * 4]
    for kind in LAYOUTS:
        for items in contents:
            section = Section(
                kind, "Heading", "A text that is long enough to be set as a letter, or so one hopes.", items
            )
            taken |= {(kind, layout_of(section, free, "seed", shift)) for shift in range(4)}
    assert taken == {(kind, layout) for kind, layouts in LAYOUTS.items() for layout in layouts}


def test_styles_ask_only_for_layouts_that_there_are() -> None:
    for style in STYLES.values():
        for kind, layouts in style.layouts.items():
            assert set(layouts) <= set(LAYOUTS[kind])


def test_content_decides_before_taste() -> None:
    ten = Section("pricing", "Prices", "", EXTREMES["twelve"][:10])
    assert {layout_of(ten, STYLES["soft"], "x", shift) for shift in range(4)} == {"rates"}


@pytest.mark.parametrize(("language", "is_rtl"), [("ar", True), ("he", True), ("en", False), ("zh", False)])
def test_a_page_runs_in_the_direction_of_its_language(language: str, is_rtl: bool) -> None:
    assert ('dir="rtl"' in render_page(make_plan("soft", "hero", "features", language=language))) is is_rtl


def test_only_the_rules_of_what_is_there_are_written() -> None:
    html = render_page(make_plan("editorial", "hero", "menu"))
    assert ".skip" in html
    for unused in (".sign", ".mosaic", ".wordmarks", ":lang(zh)"):
        assert unused not in html
    assert ":lang(zh)" in render_page(make_plan("editorial", "hero", "menu", language="zh"))
