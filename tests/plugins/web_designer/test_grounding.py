from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.web_designer.grounding import grounded
from plugins.web_designer.plan import Item, PagePlan, Section

HERO, ABOUT, CONTACT = (
    Section("hero", "Welcome", "Come in."),
    Section("about", "About us"),
    Section("contact", "Find us"),
)


def plan(*sections: Section) -> PagePlan:
    return PagePlan("Bow", "en", "", "craft", "clay", "", (HERO, ABOUT, *sections, CONTACT))


def sections_of(made: PagePlan) -> dict[str, Section]:
    return {section.kind: section for section in made.sections}


def test_the_brief_s_people_and_prices_take_the_place_of_phrases() -> None:
    team = Section("team", "Who we are", "", (Item("The hands", "They do the work."), Item("Onna", "", "with rope")))
    prices = Section("pricing", "Prices", "", (Item("Single", "", "$20"), Item("Coats", "", "$9")))
    brief = "Artists: Ona (fine line), Rui (colour). A small piece $90, a sleeve $400."
    made = sections_of(grounded(plan(team, prices), brief))
    assert made["team"].items == (Item("Ona", "", "fine line"), Item("Rui", "", "colour"))
    assert made["pricing"].items == (Item("Small piece", "", "$90"), Item("Sleeve", "", "$400"))


def test_a_dish_keeps_what_was_said_of_it() -> None:
    menu = Section("menu", "Food", "", (Item("Scone", "Made this morning."), Item("Soup", "")))
    made = sections_of(grounded(plan(menu), "The menu: scone £3, soup £6."))
    assert made["menu"].items == (Item("Scone", "Made this morning.", "£3"), Item("Soup", "", "£6"))


def test_a_price_that_the_brief_tells_of_another_thing_goes() -> None:
    prices = Section("pricing", "Prices", "", (Item("Wreaths", "", "€40"), Item("Workshops", "", "€40")))
    made = sections_of(grounded(plan(prices), "Price list please. Wreaths from €40, workshops on Thursdays."))
    assert made["pricing"].items == (Item("Wreaths", "", "€40"), Item("Workshops"))


def test_notes_that_are_not_the_brief_s_go_and_nothing_stands_twice() -> None:
    features = Section(
        "features", "Work", "", (Item("Repairs", "", "daily washing"), Item("Repairs", "Again."), Item("Bows"))
    )
    made = sections_of(grounded(plan(features), "We do repairs of bows."))
    assert made["features"].items == (Item("Repairs"), Item("Bows"))


@pytest.mark.parametrize(
    ("item", "stays"),
    [
        (Item("Open", "Monday to Friday, 9 to 5"), True),
        (Item("Phone", "0113 496 0142"), True),
        (Item("Address", "9 Mill Lane"), True),
        (Item("Open", "4 bucks each"), False),
        (Item("Phone", "9 to 5"), False),
        (Item("Address", "4 bucks"), False),
        (Item("E-mail", "bo@bow"), False),
    ],
)
def test_a_line_of_the_contact_says_what_its_label_promises(item: Item, stays: bool) -> None:
    brief = "Open Monday to Friday, 9 to 5. 9 Mill Lane, 0113 496 0142, bo@bow.example. Buns 4 bucks each."
    contact = Section("contact", "Find us", "", (item,))
    made = grounded(PagePlan("Bow", "en", "", "craft", "clay", "", (HERO, ABOUT, contact)), brief)
    assert sections_of(made)["contact"].items == ((item,) if stays else ())


def test_a_section_of_facts_that_nothing_told_belongs_into_is_left_out() -> None:
    cases = Section("cases", "What we did", "", (Item("Everyquiries", "Of us."), Item("Ask around", "They know.")))
    features = Section("features", "Work", "", (Item("Bows"), Item("Violins")))
    made = grounded(plan(features, cases), "We make bows and violins.")
    assert [section.kind for section in made.sections] == ["hero", "about", "features", "contact"]


def test_a_page_is_never_left_without_sections() -> None:
    alone = PagePlan("Bow", "en", "", "craft", "clay", "", (Section("stats", "In numbers", "", (Item("Bows"),)),))
    assert grounded(alone, "We make bows.").sections == alone.sections


def test_an_asked_section_stays_whatever_it_holds() -> None:
    steps = Section("steps", "How it works", "", (Item("Plan", "See."), Item("Visit", "Come.")))
    made = grounded(plan(steps, replace_heading(steps)), "Explain how it works.")
    assert [section.heading for section in made.sections if section.kind == "steps"] == ["How it works"]


def replace_heading(section: Section) -> Section:
    return Section(section.kind, "In other words", "", section.items)


@pytest.mark.parametrize(
    ("brief", "things"),
    [
        ("I'm a plumber. Burst pipes, boilers, bathrooms; I cover Hull.", ["Burst pipes", "Boilers", "Bathrooms"]),
        ("修老钟的铺子，座钟、挂钟、怀表都修。", ["座钟", "挂钟", "怀表"]),
    ],
)
def test_what_it_offers_is_what_the_brief_lists(brief: str, things: list[str]) -> None:
    features = Section("features", "What we do", "", (Item("Lighting", "In the right place."), Item("Dresses")))
    assert [item.title for item in sections_of(grounded(plan(features), brief))["features"].items] == things


def test_the_button_books_nothing_where_nothing_is_booked() -> None:
    made = grounded(replace(plan(), action="Book a table"), "A pizza truck. We take no reservations.")
    assert made.action == "Come by"
    assert grounded(replace(plan(), action="Book a table"), "A pizzeria in Hull.").action == "Book a table"
    made = grounded(replace(plan(), action="Book a table"), "A pizza truck. You don’t need to book.")
    assert made.action == "Come by"
    assert grounded(replace(plan(), action="立即预约"), "理发店，不用预约，来了就剪。").action == "来店看看"


@pytest.mark.parametrize(
    ("audience", "brief", "kept"),
    [
        ("People in Hull", "a bakery in Hull", "People in Hull"),
        ("People in Karen", "Karen and Inge run a guesthouse in Skagen", ""),
        ("People in horm", "dorm bed 24 euros", ""),
        ("Patients of every age", "a dentist", "Patients of every age"),
    ],
)
def test_a_page_speaks_to_people_of_places_that_the_brief_names(audience: str, brief: str, kept: str) -> None:
    assert grounded(replace(plan(), audience=audience), brief).audience == kept


def test_words_of_the_brief_that_came_out_cut_are_not_shown() -> None:
    hero = Section("hero", "Your bookskeeping", "Our bookskeeping. Come in.")
    features = Section("features", "Work", "", (Item("Redung bells"), Item("Bells"), Item("Evening courses")))
    brief = "Bookkeeping and evening courses for people who have rehung bells."
    made = grounded(PagePlan("Bow", "en", "", "craft", "clay", "", (hero, ABOUT, features, CONTACT)), brief)
    assert made.sections[0] == Section("hero", "Welcome to Bow", "Come in.")
    assert [item.title for item in sections_of(made)["features"].items] == ["Bells", "Evening courses"]


def test_an_item_with_a_wide_gap_after_its_stop_stays() -> None:
    features = Section("features", "Work", "", (Item("Bows.  Rehaired"), Item("Violins")))
    made = grounded(plan(features), "Bows rehaired, violins mended.")
    assert [item.title for item in sections_of(made)["features"].items] == ["Bows.  Rehaired", "Violins"]


def test_opening_hours_are_no_class_times() -> None:
    contact = Section("contact", "Find us", "", (Item("Open", "Mondays at 6 pm"),))
    made = grounded(PagePlan("Bow", "en", "", "craft", "clay", "", (HERO, ABOUT, contact)), "Hatha on Mondays at 6 pm.")
    assert sections_of(made)["contact"].items == ()


def test_facts_stand_under_a_heading_that_fits_them() -> None:
    team = Section("team", "How to find us", "", (Item("The hosts"), Item("The hands")))
    made = sections_of(grounded(plan(team), "Teachers are Aino Lahti and Petri Salo."))
    assert made["team"].heading == "Who you meet"


def test_an_entry_of_a_price_list_that_is_no_price_is_left_out() -> None:
    menu = Section("menu", "Food", "", (Item("Tacos", "", "4 euros"), Item("Parked", "", "from 11 to 3")))
    made = sections_of(grounded(plan(menu), "The menu: tacos 4 euros. Parked from 11 to 3."))
    assert made["menu"].items == (Item("Tacos", "", "4 euros"),)


def test_what_a_model_says_that_lost_its_way_is_left_out() -> None:
    things = (
        Item("Stilts stilts stilts stilts"),
        Item("Walks", "Out titletitletitle."),
        Item("Hire", "Take your time."),
    )
    made = sections_of(grounded(plan(Section("features", "What we do", "", things)), "Stilts: walks and hire in Ayr."))
    assert made["features"].items == (Item("Walks"), Item("Hire", "Take your time."))


def test_people_are_not_what_is_offered() -> None:
    things = (Item("Ona"), Item("Rui"), Item("Tattoos"), Item("Drawings"))
    brief = "Artists: Ona, Rui. Tattoos and drawings."
    made = sections_of(grounded(plan(Section("features", "What we do", "", things)), brief))
    assert [item.title for item in made["features"].items] == ["Tattoos", "Drawings"]


def test_things_that_a_brief_counts_get_a_section() -> None:
    made = sections_of(grounded(plan(), "A maze with three halls: Cold Loft, The Well and Ivy. Come by."))
    assert [item.title for item in made["features"].items] == ["Cold Loft", "The Well", "Ivy"]


def test_an_faq_asks_questions() -> None:
    rows = (Item("Someone who was here", "Every week."), Item("Ask around", "People know us."))
    made = sections_of(grounded(plan(Section("faq", "Our history", "", rows)), "Stilt walks in Ayr, with an FAQ."))
    assert made["faq"].heading == "Questions"
    assert all(item.title.endswith("?") for item in made["faq"].items)
    asked = Section(
        "faq",
        "Questions",
        "",
        (Item("What if it rains?", "We decide together."), Item("How do I get there?", "Ask us.")),
    )
    assert sections_of(grounded(plan(asked), "Stilt walks in Ayr, with an FAQ."))["faq"] == asked
