"""Long runs are shown as marks and come back letter for letter; places are the same on both sides; what is alike is left alone."""

from __future__ import annotations

import pytest

from plugins.web_designer.folding import Folds, changed_middle, places_of
from plugins.web_designer.units import Units

RUN = "iVBORw0KGgo" * 2_000


def test_the_bytes_of_a_picture_are_folded_and_come_back() -> None:
    folds, page = Folds(), f'<p>🌰</p><img src="data:image/png;base64,{RUN}"><img src="data:image/png;base64,{RUN}x">'
    shown = folds.folded(page)
    assert len(shown) < 250
    assert shown.count("⟦1: 21 KB⟧") == shown.count("⟦2: 21 KB⟧") == 1
    assert folds.whole(shown) == page
    assert folds.folded(page) == shown, "the same run keeps its mark"


def test_text_and_code_are_not_folded() -> None:
    page = "<p>" + "words and words " * 500 + "</p><script>" + "a.b(c);" * 500
    assert Folds().folded(page) == page


def test_a_text_that_looks_like_a_mark_is_no_mark() -> None:
    folds, page = Folds(), f"⟦1: 21 KB⟧ {RUN}"
    shown = folds.folded(page)
    assert folds.whole(shown) == page
    assert folds.whole("⟦7: 3 KB⟧") == "⟦7: 3 KB⟧"


def test_places_go_to_and_fro_around_wide_letters_and_marks() -> None:
    folds, page = Folds(), f'a🌰b "{RUN}" c🌰d'
    shown = folds.folded(page)
    places, units = places_of(shown, folds), Units(shown)
    for letter in ("a", "🌰b", "c🌰", "d"):
        place = units.of(shown.index(letter))
        assert places.to_whole(place) == page.index(letter)
        assert places.to_shown(page.index(letter)) == place
    assert places.to_shown(len(page)) == units.of(len(shown))
    assert places.to_shown(500) == places.to_shown(600), "inside the run there is but its mark"


def test_units_count_wide_letters_twice() -> None:
    units = Units("a🌰b🌰")
    assert [units.of(place) for place in range(5)] == [0, 1, 3, 4, 6]
    assert [units.letters(place) for place in range(7)] == [0, 1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("abcdef", "abXdef", (2, 3, "X")),
        ("abc", "abc", (3, 3, "")),
        ("", "abc", (0, 0, "abc")),
        ("abc", "", (0, 3, "")),
        ("aaa", "aaaa", (3, 3, "a")),
        ("xaax", "xax", (2, 3, "")),
    ],
)
def test_only_the_middle_that_differs_is_replaced(before: str, after: str, changed: tuple[int, int, str]) -> None:
    assert changed_middle(before, after) == changed
    start, end, text = changed
    assert before[:start] + text + before[end:] == after
