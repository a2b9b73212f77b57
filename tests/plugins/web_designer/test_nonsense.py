"""Slips of a small model leave the page."""

from __future__ import annotations

import pytest

from plugins.web_designer.nonsense import makes_sense, without_nonsense
from plugins.web_designer.phrases import is_phrase
from plugins.web_designer.plan import Item, PagePlan, Section
from training.web_phrases import OUT, web_phrases

BRIEF = "site for our chess club Rook Hall in Ayr, hedge laying and dry stone walling on sundays"


def hero(heading: str, text: str = "") -> Section:
    plan = PagePlan("Rook Hall", "en", "", "craft", "clay", "", (Section("hero", heading, text),))
    return without_nonsense(plan, BRIEF).sections[0]


def test_the_phrases_are_those_that_the_starter_is_taught() -> None:
    assert OUT.read_text(encoding="utf-8") == web_phrases()


@pytest.mark.parametrize(
    "text", ["We commion to you", "Wairs from nose to tread", "Our peral club lives", "Chess the of with"]
)
def test_words_that_are_none_or_follow_nobody_make_no_sense(text: str) -> None:
    assert not makes_sense(text, BRIEF.casefold())


@pytest.mark.parametrize(
    "text", ["Come in, look around, ask us anything.", "Taste our chess", "We meet in Ayr", "下棋"]
)
def test_phrases_and_words_of_the_brief_make_sense(text: str) -> None:
    assert makes_sense(text, BRIEF.casefold())


def test_a_heading_around_a_picked_word_gives_way_to_a_plain_one() -> None:
    assert hero("The world of laying").heading == "Welcome to Rook Hall"
    assert hero("Rook Hall, and we like it").heading == "Welcome to Rook Hall"
    assert hero("Your chess club").heading == "Your chess club"
    assert hero("Welcome to Rook Hall").heading == "Welcome to Rook Hall"


def test_a_sentence_that_makes_no_sense_goes_and_its_neighbour_stays() -> None:
    assert hero("Better together", "We meet the tralves. Come once and see if you like it.").text == (
        "Come once and see if you like it."
    )


def test_what_stands_below_a_thing_is_a_phrase_or_the_brief_s() -> None:
    items = (Item("Chess", "It and next."), Item("Beginners", "We show you how."), Item("Walling", "on sundays"))
    plan = PagePlan("Rook Hall", "en", "", "craft", "clay", "", (Section("features", "What we do", "", items),))
    assert [i.text for i in without_nonsense(plan, BRIEF).sections[0].items] == ["", "We show you how.", "on sundays"]


def test_a_phrase_is_known_whatever_its_stops() -> None:
    assert is_phrase("we show you how")
    assert is_phrase("慢慢来")
