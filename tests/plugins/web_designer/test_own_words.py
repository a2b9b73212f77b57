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
        (
            "Sparrow",
            "Sparrow, house cleaning. Explain how it works and answer questions (pets, keys).",
            "House cleaning.",
        ),
        ("Yewtree", "Plot maps for churches. Product name Yewtree.", "Plot maps for churches."),
        ("爪爪", "宠物医院开业啦!院名:爪爪。", "宠物医院开业啦。"),
        ("归途", "公益组织“归途”帮助走失的老人回家", "公益组织“归途”帮助走失的老人回家。"),
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


def test_a_phrase_around_a_picked_word_gives_way_to_the_brief_s_sentence() -> None:
    hero = Section("hero", "Welcome", "Our failed is open to everyone. Come in.")
    about = Section("about", "About our saturdays", "Our saturdays, made for people who care.")
    contact, work = Section("contact", "Find us"), Section("cta", "Come by")
    made = in_own_words(
        PagePlan("Bow", "en", "", "craft", "clay", "", (hero, about, work, contact)), "Podcast on failed bridges."
    )
    assert made.sections[0].text == "Podcast on failed bridges. Come in."
    assert "about" not in [section.kind for section in made.sections]


@pytest.mark.parametrize(
    "brief",
    [
        "A smithy in Ayr. Customers want to know how a gate is made, step by step.",
        "A smithy in Ayr. Show pictures of gates and how an order goes.",
        "A smithy in Ayr. Answers to questions please, like how long a gate lasts.",
        "A smithy in Ayr. Quiet, dignified.",
        "A smithy in Ayr. What guests say should be on there.",
    ],
)
def test_what_is_asked_of_the_page_is_not_said_on_it(brief: str) -> None:
    made = in_own_words(plan("Red Anvil"), brief)
    assert [section.kind for section in made.sections] == ["hero", "contact"]
    assert made.sections[0].text.startswith("A smithy in Ayr.")


def test_a_list_that_a_section_shows_is_not_told_again() -> None:
    talks = Section("team", "Who speaks", "", (Item("Ines Roca"), Item("Bo Lund")))
    made = in_own_words(plan("Chimes", talks), "A fair of bells. Speakers: Ines Roca, Bo Lund.")
    assert "about" not in [section.kind for section in made.sections]


def test_who_they_are_stands_under_about_us_where_it_is_asked_for() -> None:
    made = in_own_words(plan("Red Anvil"), "We are two smiths in Ayr. People should read who we are.")
    assert next(section.text for section in made.sections if section.kind == "about") == "We are two smiths in Ayr."


@pytest.mark.parametrize(
    ("brief", "kept"),
    [
        ("A smithy in Ayr. Photos, price list and a booking form.", "A smithy in Ayr."),
        ("A smithy in Ayr with prices, photos of gates and reviews from customers.", "A smithy in Ayr."),
        ("A smithy in Ayr. Include a map, press quotes and a sign up button.", "A smithy in Ayr."),
        ("A film studio in Ayr, clips, trailers and photos.", "A film studio in Ayr, clips, trailers and photos."),
    ],
)
def test_a_bare_list_of_sections_is_a_request_and_a_list_of_goods_is_none(brief: str, kept: str) -> None:
    made = in_own_words(plan("Red Anvil"), brief)
    assert made.sections[0].text.removesuffix("Come in.").strip() == kept
    assert "about" not in [section.kind for section in made.sections]


def test_a_first_screen_without_a_word_gets_what_the_brief_states() -> None:
    bare = PagePlan("Bow", "en", "", "craft", "clay", "", (Section("hero", "Welcome"), Section("contact", "Find us")))
    assert in_own_words(bare, "Violins mended in Ayr.").sections[0].text == "Violins mended in Ayr."
