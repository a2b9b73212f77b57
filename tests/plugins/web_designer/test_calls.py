"""A call to action asks for what the brief wants."""

from __future__ import annotations

import pytest

from plugins.web_designer.calls import with_call
from plugins.web_designer.plan import Item, Section

GIFT = Section("cta", "Give what you can", "Your donation counts.", (Item("Ask us"),))


@pytest.mark.parametrize(
    ("brief", "language", "heading"),
    [
        ("A barber in Cork. Make it easy to book online.", "en", "Book with us"),
        ("Roof tiles and gutters, people can ask for a quote.", "en", "Ask for an offer"),
        ("A ledger for bands. Start a free trial.", "en", "Try it first"),
        ("A rowing crew. We want new members.", "en", "Join us"),
        ("We look for volunteers who read aloud.", "en", "Become a volunteer"),
        ("口琴社，欢迎大家加入。", "zh", "加入我们"),
        ("修笔铺，可以预约。", "zh", "预约一下"),
    ],
)
def test_a_gift_that_nobody_asks_for_gives_way(brief: str, language: str, heading: str) -> None:
    found = with_call(GIFT, brief, language)
    assert (found.kind, found.heading, found.items) == ("cta", heading, ())


@pytest.mark.parametrize("brief", ["A seal rescue. Please donate.", "A barber in Cork."])
def test_a_call_that_is_wanted_or_that_nothing_replaces_stands(brief: str) -> None:
    assert with_call(GIFT, brief, "en") == GIFT


def test_other_sections_call_for_nothing() -> None:
    about = Section("about", "About us", "We cut hair.")
    assert with_call(about, "A barber. Book online.", "en") == about
