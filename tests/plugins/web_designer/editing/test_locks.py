"""Locks: a locked element stays to the letter wherever it goes, and the outline names the parts of a page."""

from __future__ import annotations

import pytest

from plugins.web_designer.editing.hand import delete, duplicate, move, set_hidden, set_style, set_words
from plugins.web_designer.editing.locks import broken_locks, followed, is_locked, lock_from, lock_of, locked_numbers
from plugins.web_designer.editing.outline import outline
from plugins.web_designer.editing.source import read_source

HTML = "<main><section id='a'><h2>One</h2><p>x</p></section><section id='b'><h2>Two</h2><p>x</p></section></main>"
SOURCE = read_source(HTML)
A, HEADING, X, B, TWO, X2 = range(1, 7)


def test_a_lock_holds_what_stands_in_the_element_too() -> None:
    locks = [lock_of(SOURCE, A)]
    assert [is_locked(SOURCE, number, locks) for number in (A, HEADING, X, B, TWO)] == [True, True, True, False, False]


def test_of_two_that_are_alike_the_one_that_was_locked_is_locked() -> None:
    assert locked_numbers(SOURCE, [lock_of(SOURCE, X2)]) == {X2}
    assert lock_from(lock_of(SOURCE, X2).to_json()) == lock_of(SOURCE, X2)


@pytest.mark.parametrize(
    "after",
    [
        set_words(SOURCE, HEADING, "Won").html,
        set_style(SOURCE, A, "color", "red").html,
        set_hidden(SOURCE, X, True).html,
        delete(SOURCE, A).html,
        HTML.replace("id='a'", "id=a"),
    ],
)
def test_an_edit_of_a_locked_element_or_in_it_is_named(after: str) -> None:
    assert broken_locks(SOURCE, read_source(after), [lock_of(SOURCE, A)]) == ("section “One”",)


@pytest.mark.parametrize(
    "after",
    [set_words(SOURCE, TWO, "Too").html, delete(SOURCE, B).html, duplicate(SOURCE, A).html, move(SOURCE, A, 1).html],
)
def test_what_happens_beside_a_locked_element_is_free(after: str) -> None:
    assert broken_locks(SOURCE, read_source(after), [lock_of(SOURCE, A)]) == ()


def test_a_lock_follows_its_element() -> None:
    locks = (lock_of(SOURCE, X2),)
    after = read_source(delete(SOURCE, X).html)
    assert locked_numbers(after, followed(SOURCE, after, locks)) == {X2 - 1}
    longer = read_source(HTML.replace("<h2>One</h2>", "<h2>One</h2><p>x</p>"))
    assert locked_numbers(longer, followed(SOURCE, longer, locks)) == {X2 + 1}
    assert followed(SOURCE, read_source("<main></main>"), locks) == ()


def test_the_outline_names_the_parts_in_their_order() -> None:
    html = f"<body><header><nav aria-label='Main'></nav></header>{HTML}<footer hidden><p>end</p></footer></body>"
    assert [part.label for part in outline(read_source(html))] == ["header", "nav", "One", "Two", "footer"]
    found = [(part.title, part.depth, part.is_hidden) for part in outline(read_source(html))]
    assert found == [
        ("header", 0, False),
        ("nav “Main”", 1, False),
        ("section “One”", 0, False),
        ("section “Two”", 0, False),
        ("footer", 0, True),
    ]


def test_a_page_without_parts_has_its_top_as_outline() -> None:
    html = "<html><head><title>t</title></head><body><h1>Hello</h1><div><p>a</p></div></body></html>"
    assert [part.title for part in outline(read_source(html))] == ["h1 “Hello”", "div"]


def test_an_unlocked_twin_does_not_stand_in_for_one_that_is_taken_away() -> None:
    assert broken_locks(SOURCE, read_source(delete(SOURCE, X2).html), [lock_of(SOURCE, X2)]) == ("p “x”",)
    assert broken_locks(SOURCE, read_source(delete(SOURCE, X).html), [lock_of(SOURCE, X2)]) == ()


def test_of_twins_side_by_side_it_does_not_matter_which_one_goes() -> None:
    twins = read_source("<ul><li>x</li><li>x</li><li>x</li></ul>")
    for number in (1, 2, 3):
        assert broken_locks(twins, read_source(delete(twins, 2).html), [lock_of(twins, number)]) == ()
    every = [lock_of(twins, number) for number in (1, 2, 3)]
    assert len(broken_locks(twins, read_source(delete(twins, 2).html), every)) == 3
