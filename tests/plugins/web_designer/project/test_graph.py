"""The graph of the versions: each line leads from a version to what it was made from, and none is lost on the way."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from plugins.web_designer.project.graph import NO_LANE, Row, rows_of
from plugins.web_designer.project.versions import NONE, Version


def tree(*parents: int) -> list[Version]:
    return [Version(id, parent, "", "hand", 0.0) for id, parent in enumerate(parents, 1)]


def drawn_parents(rows: tuple[Row, ...]) -> dict[int, int]:
    """Who is whose parent, read off the lines alone."""
    found: dict[int, int] = {}
    on_lane: dict[int, list[int]] = {}
    for row in rows:
        for lane in row.joins:
            found |= dict.fromkeys(on_lane.pop(lane), row.version.id)
        if row.lane in row.below:
            on_lane.setdefault(row.lane, []).append(row.version.id)
    return found


def test_versions_in_a_line_share_a_lane() -> None:
    rows = rows_of(tree(NONE, 1, 2))
    assert [(row.version.id, row.lane, row.above, row.below) for row in rows] == [
        (3, 0, (), (0,)), (2, 0, (0,), (0,)), (1, 0, (0,), ()),
    ]  # fmt: skip


def test_a_branch_has_a_lane_of_its_own_that_ends_where_it_began() -> None:
    rows = rows_of(tree(NONE, 1, 2, 1), current=3)
    assert [(row.version.id, row.lane, row.joins) for row in rows] == [
        (4, 0, ()),
        (3, 1, ()),
        (2, 1, (1,)),
        (1, 0, (0, 1)),
    ]
    assert [row.is_on_way for row in rows] == [False, True, True, True]
    assert [(row.way_above, row.way_below) for row in rows] == [(NO_LANE, NO_LANE), (NO_LANE, 1), (1, 1), (1, NO_LANE)]


@pytest.mark.parametrize("seed", range(25))
def test_the_lines_of_any_tree_lead_to_the_parents(seed: int) -> None:
    dice = random.Random(seed)
    versions = tree(*(dice.randrange(max(id - 8, 0), id) for id in range(1, 60)))
    current = dice.randrange(1, 60)
    rows = rows_of(dice.sample(versions, len(versions)), current)
    assert [row.version.id for row in rows] == list(range(59, 0, -1))
    assert drawn_parents(rows) == {one.id: one.parent for one in versions if one.parent != NONE}
    assert (rows[0].above, rows[-1].below) == ((), ())
    for upper, lower in pairwise(rows):
        assert upper.below == lower.above
        assert upper.way_below == lower.way_above
    for row in rows:
        assert row.way_above in (NO_LANE, *row.above)
        assert row.way_below in (NO_LANE, *row.below)
        assert (row.way_below == row.lane) == (row.is_on_way and row.version.parent != NONE)


def test_of_five_hundred_versions_in_a_line_one_lane_is_needed() -> None:
    assert {row.lane for row in rows_of(tree(*range(500)))} == {0}
