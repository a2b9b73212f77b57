from __future__ import annotations

import pytest

from plugins.web_designer.inventions import without_inventions
from plugins.web_designer.plan import Item, PagePlan, Section

BRIEF = "Rook & Rye, a bakery. Rye loaf 5 pounds, open seven to 2 pm, since 1,987."


def plan(*items: Item, text: str = "") -> PagePlan:
    return PagePlan("Rook & Rye", "en", "", "craft", "clay", "", (Section("menu", "Bread", text, items),))


@pytest.mark.parametrize(
    "item",
    [Item("Rye loaf", "", "£5"), Item("Open", "7:00 to 14:00"), Item("Since", "", "1987"), Item("Bun", "Soft.", "")],
)
def test_what_the_brief_tells_stays(item: Item) -> None:
    assert without_inventions(plan(item), BRIEF).sections[0].items == (item,)


def test_made_up_figures_go_and_what_they_stood_beside_stays() -> None:
    made = without_inventions(plan(Item("Bun", "Soft.", "£3"), Item("Call 555 0142", ""), text="Since 1950."), BRIEF)
    assert made.sections[0] == Section("menu", "Bread", "", (Item("Bun", "Soft."),))


def test_a_plan_without_figures_is_the_same() -> None:
    assert without_inventions(plan(Item("Bun", "Soft.")), BRIEF) == plan(Item("Bun", "Soft."))
