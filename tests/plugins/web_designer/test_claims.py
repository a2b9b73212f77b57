"""Phrases of another trade leave the page."""

from __future__ import annotations

import pytest

from plugins.web_designer.claims import is_of_another_thing, without_claims
from plugins.web_designer.plan import Item, PagePlan, Section

KAYAKS = "Osprey Kayaks in Leith. We rent kayaks by the hour."


def plan(*sections: Section, action: str = "Ask for a room") -> PagePlan:
    return PagePlan("Osprey Kayaks", "en", "", "retro", "sea", action, sections)


def test_a_bed_at_a_hirer_of_kayaks_gives_way() -> None:
    hero = Section("hero", "A bed and a warm welcome", "Kayaks in Leith. Come, put your bags down.")
    found = without_claims(plan(hero), KAYAKS, "en")
    assert found.action == "Get in touch"
    assert found.sections == (Section("hero", "Welcome to Osprey Kayaks", "Kayaks in Leith."),)


def test_a_guest_house_keeps_its_rooms() -> None:
    rooms = plan(Section("features", "Your stay", "", (Item("Rooms", "A bed with a view."),)))
    assert without_claims(rooms, "A guest house in Leith with six rooms", "en") == rooms


def test_items_that_claim_what_nobody_told_go() -> None:
    found = without_claims(
        plan(Section("features", "我做什么", "", (Item("作品"), Item("茶"))), action="看看作品"), "茶舍，在苏州", "zh"
    )
    assert found.sections[0].items == (Item("茶"),)
    assert found.action == "联系我们"


def test_a_firm_does_not_speak_as_one_person() -> None:
    hero, about = (
        Section("hero", "My work, in short", "Plasterers in Ayr. I like clear ideas."),
        Section("about", "About me"),
    )
    found = without_claims(plan(hero, about, action="See my work"), "Plasterers in Ayr, three brothers.", "en")
    assert found.action == "Get in touch"
    assert [(section.heading, section.text) for section in found.sections] == [
        ("Welcome to Osprey Kayaks", "Plasterers in Ayr."),
        ("About us", ""),
    ]


def test_a_question_of_a_reader_stands() -> None:
    asked = plan(Section("faq", "Questions", "", (Item("Must I bring my boots?", "No."),)), action="Come by")
    assert without_claims(asked, "Stilt walks in Ayr.", "en") == asked


@pytest.mark.parametrize(
    ("text", "brief", "is_other"),
    [
        ("The world of rice", "An escape room in Ayr", True),
        ("The world of stilts", "Stilt walks in Ayr", False),
        ("Tent is what we do", "A bowling alley", True),
        ("Dog owners", "A bakery", False),
        ("Stilt walks for all", "A bakery", False),
        ("对窰好奇的人", "宠物寄养", True),
        ("我们只做煲汤", "煲汤小店", False),
        ("", "", False),
    ],
)
def test_a_phrase_around_a_word_of_elsewhere_is_told_apart(text: str, brief: str, is_other: bool) -> None:
    assert is_of_another_thing(text, brief) == is_other


def test_steps_do_not_stand_under_the_heading_of_figures() -> None:
    found = without_claims(plan(Section("steps", "What adds up"), action="Come by"), "Stilt walks.", "en")
    assert found.sections[0].heading == "How it works"
