"""Phrases of another trade leave the page."""

from __future__ import annotations

from plugins.web_designer.claims import without_claims
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
