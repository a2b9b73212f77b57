"""The trade is said in the copy of any page."""

from __future__ import annotations

import pytest

from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.trade_said import trades_told, with_trade_said


def hero(title: str, brief: str, text: str = "Come in.") -> str:
    plan = PagePlan(
        title, "en", "", "craft", "clay", "", (Section("hero", "Welcome", text), Section("contact", "Find us"))
    )
    return with_trade_said(plan, brief).sections[0].text.removesuffix(text).strip()


@pytest.mark.parametrize(
    ("title", "brief", "said"),
    [
        ("Rye & Co", "website for my bakery Rye & Co", "Rye & Co is a bakery."),
        ("Ann Roe", "a page for a farrier, Ann Roe", "Ann Roe is a farrier."),
        ("Tern Singers", "Tern Singers are a village choir", "A village choir."),
        ("Oxbow", "make us a site for our bouldering hall Oxbow in Hull", "Bouldering hall."),
        ("Quay Lamps", "lamp shop called Quay Lamps, need a page", "Quay Lamps is a lamp shop."),
        ("L. K. Ferris", "Site for thatcher L. K. Ferris. Include photos.", "L. K. Ferris is a thatcher."),
        ("Nib", "Nib, a note-taking app for nurses", "Nib is a note-taking app."),
        ("Sparrow Tree Nursery", "landing page: Sparrow Tree Nursery", "Tree nursery."),
        ("Silver Edge Framing", "site for Silver Edge Framing", "Framing."),
        ("R. Okoye Photography", "site for R. Okoye Photography, weddings", "Photography."),
        ("Personal trainer", "Personal trainer site", "A personal trainer."),
        ("老灶头牛肉面", "帮我做个面馆网站，店名老灶头牛肉面", "老灶头牛肉面，一家面馆。"),
        ("青禾", "给我的陶瓷店做网站，名字叫青禾", "青禾，一家陶瓷店。"),
        ("老吴修车", "做个网页，老吴修车", "我们做修车。"),
        ("王舟", "击剑教练王舟的个人网站", "击剑教练。"),
        ("一寸", "缂丝工作室，取名一寸，在苏州", "一寸，一家缂丝工作室。"),
    ],
)
def test_what_the_brief_calls_the_business_is_said(title: str, brief: str, said: str) -> None:
    assert hero(title, brief) == said


@pytest.mark.parametrize(
    ("title", "brief", "text"),
    [
        ("Rye & Co", "website for my bakery Rye & Co", "A small bakery with a big oven."),
        ("Pip", "dog walker Pip", "Walks with your dog."),
        ("青禾", "给我的陶瓷店做网站，名字叫青禾", "一家陶瓷店。"),
        ("Swarm Brothers", "If bees sit in your wall we take them out. The name is Swarm Brothers.", "Come in."),
        ("Bow & Peg", "landing page: Bow & Peg", "Come in."),
        ("Old Bakery", "Old Bakery, in Hull since 1900. Roses and tulips.", "Come in."),
        ("Bow", "The van says BOW. It keeps birds away, my sister and I run it.", "Come in."),
        ("百衲", "碗碎了寄给“百衲”", "请进。"),
    ],
)
def test_nothing_is_said_twice_or_guessed(title: str, brief: str, text: str) -> None:
    assert hero(title, brief, text) == ""


def test_what_the_page_is_asked_to_show_is_no_trade() -> None:
    assert trades_told("Show our numbers and our teachers, make a page with our price list", "Bow") == ()
