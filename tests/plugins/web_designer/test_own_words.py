from __future__ import annotations

import pytest

from plugins.web_designer.own_words import in_own_words
from plugins.web_designer.plan import Item, PagePlan, Section


def plan(title: str, *sections: Section, language: str = "en") -> PagePlan:
    hero = Section("hero", "Welcome", "Come in.")
    return PagePlan(title, language, "", "craft", "clay", "", (hero, *sections, Section("contact", "Find us")))


@pytest.mark.parametrize(
    ("title", "brief", "hero"),
    [
        ("Luna Nails", "Luna Nails, manicure studio in Tampa", "Manicure studio in Tampa."),
        ("Bow & Peg", "A website for a violin workshop called Bow & Peg.", "A violin workshop."),
        ("Ann Roe", "Landing page for Ann Roe, tax adviser. Include an FAQ.", "Tax adviser."),
        ("DJ Salt", "wedding dj page. name is DJ Salt", "Wedding dj."),
        ("Two Oars", "Hi! We need a site for our kayak rental, Two Oars. Show the prices.", "Kayak rental."),
        ("Old Rink", "In 1926 my aunt opened the Old Rink, please tell it.", "In 1926 my aunt opened the Old Rink."),
        ("码上学", "少儿编程班“码上学”，请做一个主页", "少儿编程班。"),
        ("逐浪", "请设计一个皮划艇租赁的页面，店名“逐浪”", "皮划艇租赁。"),
        ("老灶头", "给我家的面馆做个网页，店名叫老灶头", "面馆。"),
        ("陈一鸣", "我叫陈一鸣，是插画师，想要一个个人网站", "插画师。"),
    ],
)
def test_what_the_business_is_stands_on_the_first_screen(title: str, brief: str, hero: str) -> None:
    assert in_own_words(plan(title), brief).sections[0].text.removesuffix("Come in.").strip() == hero


def test_what_else_is_told_stands_under_about_us() -> None:
    brief = "Bow & Peg, violin workshop. We mend cracks and rehair bows. Since 1987 in Cork. Please make it look calm."
    made = in_own_words(plan("Bow & Peg"), brief)
    assert made.sections[1] == Section("about", "About us", "We mend cracks and rehair bows. Since 1987 in Cork.")


def test_an_about_section_that_is_there_tells_it_instead_of_phrases() -> None:
    about = Section("about", "Our story", "We know our trade.")
    made = in_own_words(plan("Bow & Peg", about), "Bow & Peg is a violin workshop. We rehair bows in 24 hours.")
    assert [section.text for section in made.sections if section.kind == "about"] == ["We rehair bows in 24 hours."]


def test_what_the_copy_says_already_is_not_said_twice() -> None:
    menu = Section("menu", "Violin workshop", "We mend cracks.", (Item("Cracks mended"),))
    made = in_own_words(plan("Bow & Peg", menu), "Bow & Peg, a violin workshop. We mend cracks.")
    assert made.sections == plan("Bow & Peg", menu).sections


@pytest.mark.parametrize("brief", ["make a page please", "A website", "请做一个网页", ""])
def test_a_brief_that_only_asks_adds_nothing(brief: str) -> None:
    assert in_own_words(plan("Bow"), brief).sections == plan("Bow").sections


def test_the_page_is_in_the_language_of_the_brief() -> None:
    assert in_own_words(plan("Bow", language="es"), "Bow, a violin workshop").language == "en"
    assert in_own_words(plan("码上学"), "少儿编程班码上学").language == "zh"


def test_a_sentence_that_stands_twice_is_said_once() -> None:
    twice = (Item("Tours", "Walk with someone who knows."), Item("More tours", "Walk with someone who knows."))
    made = in_own_words(plan("Bow", Section("features", "To do", "", twice)), "Bow, a museum")
    assert made.sections[1].items == (twice[0], Item("More tours", ""))
