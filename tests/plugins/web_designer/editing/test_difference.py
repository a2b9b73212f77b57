"""What changed: applying the changes to the old text gives the new one, and marks lie on what is other."""

from __future__ import annotations

import random
import time

import pytest

from plugins.web_designer.editing.difference import changes, counts


def rebuilt(old: str, new: str) -> str:
    """The old text with each change's new lines in its place."""
    before, after = old.split("\n"), new.split("\n")
    lines, at = [], 0
    for one in changes(old, new):
        lines += [*before[at : one.old_start], *after[one.new_start : one.new_end]]
        at = one.old_end
    return "\n".join([*lines, *before[at:]])


def test_words_are_marked_where_they_are_other() -> None:
    (one,) = changes("a\n<p>red wine</p>\nb", "a\n<p>white wine</p>\nb")
    assert (one.old_start, one.old_end, one.new_start, one.new_end) == (1, 2, 1, 2)
    assert (one.old_marks, one.new_marks) == ((((3, 6),),), (((3, 8),),))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("a\nb", "a\nb", (0, 0)), ("a\nb", "b", (1, 0)), ("b", "a\nb", (0, 1)), ("", "x", (1, 1))],
)
def test_lines_are_counted(old: str, new: str, expected: tuple[int, int]) -> None:
    assert counts(changes(old, new)) == expected


@pytest.mark.parametrize("seed", range(20))
def test_the_changes_lead_from_one_text_to_the_other(seed: int) -> None:
    dice = random.Random(seed)
    old = "\n".join(dice.choice(["<p>a</p>", "<b>c</b>", "", "x y z"]) for _ in range(40))
    lines = old.split("\n")
    for _ in range(dice.randrange(6)):
        lines[dice.randrange(len(lines)) : dice.randrange(len(lines))] = [dice.choice(["new", "<p>b</p>", "x y"])]
    new = "\n".join(lines)
    assert rebuilt(old, new) == new
    for one in changes(old, new):
        for line, marks in zip(new.split("\n")[one.new_start : one.new_end], one.new_marks, strict=False):
            assert all(0 <= low < high <= len(line) for low, high in marks)


def cards(seed: int, count: int) -> list[str]:
    dice = random.Random(seed)
    return [line for _ in range(count) for line in ("<div>", f"  <p>{dice.randrange(3000)}</p>", "</div>", "")]


@pytest.mark.parametrize("seed", range(6))
def test_pages_with_many_lines_that_are_alike_are_compared_in_a_moment(seed: int) -> None:
    dice = random.Random(seed)
    old = cards(seed, 800)
    other = "\n".join(cards(seed + 100, 800))
    new = list(old)
    for number in range(12):
        at = dice.randrange(len(new))
        new[at : at + dice.randrange(5)] = [f"<p>new {number}</p>"]
    before = time.process_time()
    found = changes("\n".join(old), "\n".join(new))
    assert rebuilt("\n".join(old), "\n".join(new)) == "\n".join(new)
    assert rebuilt("\n".join(old), other) == other
    assert time.process_time() - before < 2
    assert len(found) <= 13
    assert counts(found)[1] <= 12 * 5


def test_whole_words_and_single_chinese_signs_are_marked() -> None:
    (one,) = changes("<p>red wine</p>", "<p>reddish wine</p>")
    assert (one.old_marks, one.new_marks) == ((((3, 6),),), (((3, 10),),))
    (tea,) = changes("<p>今年的春茶很好</p>", "<p>今年的秋茶很好</p>")
    assert (tea.old_marks, tea.new_marks) == ((((6, 7),),), (((6, 7),),))


def test_a_word_in_a_long_line_is_marked() -> None:
    line = "<p>word</p>" * 5_000
    (one,) = changes(f"{line}red{line}", f"{line}blue{line}")
    assert one.new_marks == (((len(line), len(line) + 4),),)
