from __future__ import annotations

import pytest

from plugins.web_designer.plan import Item, PagePlan, Section
from plugins.web_designer.told import Told, keeping, told

CONTACT = Section("contact", "Come by", "", (Item("Where", "In Leeds"),))
PLAN = PagePlan("Rook & Rye", "en", "", "craft", "clay", "Visit", (Section("hero", "Bread"), CONTACT))


@pytest.mark.parametrize(
    ("brief", "facts"),
    [
        (
            "A page for Rook & Rye, a bakery. Rye loaf 5 pounds, open 7 to 2, Tuesday to Sunday.",
            Told(hours="7 to 2, Tuesday to Sunday", prices=(Item("Rye loaf", "", "5 pounds"),)),
        ),
        (
            "we fix bikes, call 0161 496 0123 or mail bo@bikes.example",
            Told(email="bo@bikes.example", phone="0161 496 0123"),
        ),
        (
            "barber shop, cuts from £18 and beard trim £9. Mon-Sat 9am-6pm, closed sundays",
            Told(
                hours="Mon-Sat 9am-6pm, closed sundays",
                prices=(Item("Cuts", "", "£18"), Item("Beard trim", "", "£9")),
            ),
        ),
        (
            "茶馆，龙井68元一杯，每天上午10点到晚上9点营业，电话13800138000",
            Told(phone="13800138000", hours="每天上午10点到晚上9点营业", prices=(Item("龙井", "", "68元一杯"),)),
        ),
        ("牛肉面18元，营业时间：早7点到晚8点", Told(hours="早7点到晚8点", prices=(Item("牛肉面", "", "18元"),))),
        (
            "bath 35, bath + trim 60, nails only 15 (all dollars)",
            Told(
                prices=(
                    Item("Bath", "", "35 dollars"),
                    Item("Bath + trim", "", "60 dollars"),
                    Item("Nails", "", "15 dollars"),
                )
            ),
        ),
        (
            "A full service costs 75 pounds and a puncture 12. 14 Tanner Street",
            Told(
                address="14 Tanner Street",
                prices=(Item("Full service", "", "75 pounds"), Item("Puncture", "", "12 pounds")),
            ),
        ),
        (
            "Plans: Parish $40/month, Town $120/month",
            Told(prices=(Item("Parish", "", "$40/month"), Item("Town", "", "$120/month"))),
        ),
        (
            "快洗30 精洗80，渭滨区经二路41号",
            Told(address="渭滨区经二路41号", prices=(Item("快洗", "", "30元"), Item("精洗", "", "80元"))),
        ),
        (
            "Tomato soup 6, noodles 9, toast 4 (all euros)",
            Told(
                prices=(
                    Item("Tomato soup", "", "6 euros"),
                    Item("Noodles", "", "9 euros"),
                    Item("Toast", "", "4 euros"),
                )
            ),
        ),
        ("We pay in euros. Groups of 12, table 7 and room 40.", Told()),
        ("A bakery since 1978 with 12 tables, opened by two brothers.", Told()),
        ("三间房，2018年开业", Told()),
        ("学员200，教练15，志愿者40", Told()),
    ],
)
def test_what_a_brief_tells_in_plain_signs_is_found(brief: str, facts: Told) -> None:
    assert told(brief) == facts


def test_what_the_plan_dropped_is_added_where_it_belongs() -> None:
    brief = (
        "Rook & Rye, a bakery. Rye loaf £5. Open 7 to 2, Tuesday to Sunday. Call 0113 496 0123 or hello@rook.example."
    )
    plan, notes = keeping(PLAN, brief)
    assert (plan.phone, plan.email) == ("0113 496 0123", "hello@rook.example")
    assert plan.hours == "7 to 2, Tuesday to Sunday"
    assert plan.sections == (PLAN.sections[0], Section("pricing", "Prices", "", (Item("Rye loaf", "", "£5"),)), CONTACT)
    assert notes == ("What the brief tells of prices, hours or ways to reach you was added.",)


def test_a_price_goes_to_the_thing_that_it_is_for_and_else_to_the_list_of_prices() -> None:
    menu = Section("menu", "On the shelf", "", (Item("Rye loaf", "Dark."), Item("Bun", "", "£1")))
    plan, _ = keeping(PagePlan("B", "en", "", "craft", "clay", "", (menu,)), "Rye loaf £5, white loaf £4")
    assert plan.sections[0].items == (
        Item("Rye loaf", "Dark.", "£5"),
        Item("Bun", "", "£1"),
        Item("White loaf", "", "£4"),
    )


def test_a_plan_that_says_it_all_is_left_alone() -> None:
    brief = "Rook & Rye: rye loaf £5, Tuesday to Sunday 7 to 2, call 0113 496 0123"
    said = Section(
        "menu", "Rye loaf", "7 to 2, Tuesday to Sunday", (Item("Rye loaf", "", "£5"), Item("Call", "0113 496 0123"))
    )
    plan = PagePlan("Rook & Rye", "en", "", "craft", "clay", "", (said,))
    assert keeping(plan, brief) == (plan, ())


def test_prices_are_told_also_where_a_word_of_raising_money_stands() -> None:
    found = told("A café with fundraising evenings. Coffee £3, cake £4").prices
    assert [(item.title, item.note) for item in found] == [("Coffee", "£3"), ("Cake", "£4")]


def test_a_very_long_brief_is_read_from_its_beginning() -> None:
    assert told("A bakery. Rye loaf £5. " + "Nothing more to say. " * 5_000).prices[0].note == "£5"


@pytest.mark.parametrize(
    ("brief", "prices"),
    [
        ("Cave tours, 28 € per person.", (Item("Per person", "", "28 €"),)),
        ("19 euros a night, second dog 8.", (Item("A night", "", "19 euros"), Item("Second dog", "", "8 euros"))),
        ("A maze. 60 per team.", (Item("Per team", "", "60"),)),
        ("Harp lessons, thirty-five pounds per hour.", (Item("Per hour", "", "thirty-five pounds"),)),
        ("Jars with five pounds of plums.", ()),
        (
            "big kite 30, small kite 18, string 4",
            (Item("Big kite", "", "30"), Item("Small kite", "", "18"), Item("String", "", "4")),
        ),
        ("begun 1911, moved 1920, closed 1950", ()),
        ("at most 6 per class", ()),
        ("标准版和加强版（每月45元）", (Item("加强版", "", "每月45元"),)),
    ],
)
def test_prices_are_read_as_people_tell_them(brief: str, prices: tuple[Item, ...]) -> None:
    assert told(brief).prices == prices
