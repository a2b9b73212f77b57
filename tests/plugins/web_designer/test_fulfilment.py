"""What a brief asks for stands on the page, and no page is thin."""

from __future__ import annotations

import pytest

from plugins.web_designer.copy_checks import plan_findings
from plugins.web_designer.fulfilment import fulfilled
from plugins.web_designer.plan import Item, PagePlan, Section


def made(brief: str, *sections: Section, language: str = "en") -> PagePlan:
    first, last = Section("hero", "Welcome", "Come in."), Section("contact", "Find us")
    return fulfilled(PagePlan("Bow", language, "", "craft", "clay", "Go", (first, *sections, last)), brief)


def kinds(plan: PagePlan) -> list[str]:
    return [section.kind for section in plan.sections]


def test_an_asked_section_that_the_model_left_out_is_there_before_the_contact() -> None:
    plan = made(
        "Violins. Include photos, client quotes, a price list, the team, FAQ, a map, dates and a sign up button."
    )
    wanted = ["hero", "gallery", "pricing", "schedule", "testimonials", "team", "faq", "location", "cta", "contact"]
    assert kinds(plan) == wanted
    assert not list(plan_findings(plan))


def test_nobody_is_quoted_and_no_price_is_named_where_the_brief_tells_none() -> None:
    plan = made("Violins. Include client quotes, prices and the team.")
    assert not any(item.note or any(sign.isdigit() for sign in item.text) for s in plan.sections for item in s.items)


def test_what_the_brief_tells_fills_the_section() -> None:
    plan = made("Violins mended £40, bows rehaired £70. With a price list.")
    assert [item.note for s in plan.sections if s.kind == "pricing" for item in s.items] == ["£40", "£70"]


@pytest.mark.parametrize(
    ("brief", "action"),
    [
        ("End with a download button", "Download"),
        ("sign up button please", "Sign up"),
        ("with a big “Buy now” button", "Buy now"),
        ("wishlist button", "Add to wishlist"),
        ("最后放一个购买按钮", "立即购买"),
        ("要有愿望单按钮", "加入愿望单"),
        ("button shop in Hull", "Go"),
    ],
)
def test_the_button_says_what_the_brief_wants(brief: str, action: str) -> None:
    assert made(brief).action == action


def test_a_call_to_action_speaks_of_its_button() -> None:
    volunteer = Section("cta", "Become a volunteer", "An hour helps.")
    plan = made("85 volunteers take people sailing. Donate button.", volunteer)
    assert next(s.heading for s in plan.sections if s.kind == "cta") == "Your gift helps"


def test_a_page_of_one_line_has_three_sections_below_the_first_screen() -> None:
    assert kinds(made("Violins")) == ["hero", "steps", "faq", "contact"]
    assert kinds(made("提琴", language="zh")) == ["hero", "steps", "faq", "contact"]
    assert not list(plan_findings(made("提琴", language="zh")))


def test_a_film_that_is_asked_for_has_its_place() -> None:
    plan = made("A puzzle game. Trailer spot, screenshots.")
    assert next(item.title for s in plan.sections if s.kind == "gallery" for item in s.items) == "Trailer"


def test_two_plans_that_are_to_be_compared_stand_side_by_side() -> None:
    rows = Section("comparison", "Compare", "", (Item("Compare free"), Item("End")))
    plan = made("Compare free and pro, pro is $3 a month.", rows)
    assert [item.title for s in plan.sections if s.kind == "comparison" for item in s.items] == ["Free", "Pro"]
