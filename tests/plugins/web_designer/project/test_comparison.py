"""Two sources as rows: nothing is lost, what belongs together stands side by side, and what is the same is left out."""

from __future__ import annotations

import random

import pytest

from plugins.web_designer.project.comparison import Column, Comparison, Line, compare


def texts(column: Column, *kinds: str) -> list[str]:
    return [line.text for line in column.lines if line.kind in kinds]


def random_pair(seed: int) -> tuple[str, str]:
    dice = random.Random(seed)
    old = [dice.choice(("<p>a</p>", "<b>c</b>", "", "x y z")) for _ in range(60)]
    new = list(old)
    for _ in range(dice.randrange(5)):
        at = dice.randrange(len(new))
        new[at : at + dice.randrange(4)] = [dice.choice(("new", "<p>b</p>", "x y")) for _ in range(dice.randrange(3))]
    return "\n".join(old), "\n".join(new)


@pytest.mark.parametrize("seed", range(15))
def test_the_whole_of_both_can_be_read_off_either_way(seed: int) -> None:
    old, new = random_pair(seed)
    found = compare(old, new)
    left, right = found.beside(is_whole=True)
    below = found.below(is_whole=True)
    assert "\n".join(texts(left, "same", "gone")) == old
    assert "\n".join(texts(right, "same", "come")) == new
    assert "\n".join(texts(below, "same", "gone")) == old
    assert "\n".join(texts(below, "same", "come")) == new


@pytest.mark.parametrize("seed", range(15))
def test_both_columns_have_as_many_rows_and_the_same_changes(seed: int) -> None:
    found = compare(*random_pair(seed))
    for is_whole in (True, False):
        left, right = found.beside(is_whole=is_whole)
        assert len(left.lines) == len(right.lines)
        assert left.spans == right.spans
        for one, other in zip(left.lines, right.lines, strict=True):
            assert (one.kind, other.kind) in {
                ("same", "same"), ("gap", "gap"), ("gone", "come"), ("gone", "none"), ("none", "come"),
            }  # fmt: skip
            if one.kind in ("same", "gap"):
                assert (one.text, one.hidden) == (other.text, other.hidden)


def numbered(count: int) -> list[str]:
    return [f"line {number}" for number in range(1, count + 1)]


def test_far_from_a_change_lines_are_left_out_and_counted() -> None:
    old = numbered(30)
    new = [*old[:14], "other 15", *old[15:]]
    left, right = compare("\n".join(old), "\n".join(new)).beside(is_whole=False)
    assert [(line.kind, line.number, line.hidden) for line in left.lines] == [
        ("gap", 0, 11), ("same", 12, 0), ("same", 13, 0), ("same", 14, 0), ("gone", 15, 0), ("same", 16, 0), ("same", 17, 0),
        ("same", 18, 0), ("gap", 0, 12),
    ]  # fmt: skip
    assert right.lines[4] == Line("come", "other 15", 15, ((0, 5),))
    assert left.spans == ((4, 5),)


def test_a_gap_of_one_line_is_no_gap() -> None:
    old = numbered(9)
    new = ["first", *old[1:8], "last"]
    left, _right = compare("\n".join(old), "\n".join(new)).beside(is_whole=False)
    assert "gap" not in {line.kind for line in left.lines}


def test_in_one_column_what_came_stands_below_what_went() -> None:
    column = compare("a\nb\nc\nd", "a\nx\ny\nd").below(is_whole=False)
    assert [(line.kind, line.text, line.number) for line in column.lines] == [
        ("same", "a", 1), ("gone", "b", 2), ("gone", "c", 3), ("come", "x", 2), ("come", "y", 3), ("same", "d", 4),
    ]  # fmt: skip
    assert column.spans == ((1, 5),)


def test_the_same_source_twice_has_no_change() -> None:
    found = compare("a\nb", "a\nb")
    assert (found.found, found.gone, found.come) == ((), 0, 0)
    assert found.beside(is_whole=False)[0].spans == ()


def test_the_bytes_of_a_picture_are_a_short_mark_and_another_picture_is_a_change() -> None:
    page = '<img src="data:image/png;base64,{}">\n<p>a</p>'
    same: Comparison = compare(page.format("A" * 300_000), page.format("A" * 300_000))
    assert same.found == ()
    other = compare(page.format("A" * 300_000), page.format("A" * 299_999 + "B"))
    assert (other.gone, other.come) == (1, 1)
    assert max(map(len, other.old + other.new)) < 100
