"""The versions as rows of a graph: the newest first, each branch in a lane of its own."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from plugins.web_designer.project.versions import NONE, Version

NO_LANE = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One version in the graph.

    Attributes:
        lane: where its dot is, from 0.
        above: lanes with a line that comes from the row above.
        below: lanes with a line that goes on to the row below.
        joins: lanes whose line from above ends in this dot.
        is_on_way: whether it is the version that is worked on, or led to it.
        way_above, way_below: the lane of the line that leads there, if one comes from above or goes on below.
    """

    version: Version
    lane: int
    above: tuple[int, ...]
    below: tuple[int, ...]
    joins: tuple[int, ...]
    is_on_way: bool = False
    way_above: int = NO_LANE
    way_below: int = NO_LANE


def rows_of(versions: Iterable[Version], current: int = NONE) -> tuple[Row, ...]:
    """Rows for versions in any order; ``current`` is worked on."""
    newest_first = sorted(versions, key=lambda one: -one.id)
    way = _way_to(current, newest_first)
    lanes: list[int] = []
    found: list[Row] = []
    way_lane = NO_LANE
    for version in newest_first:
        above = _taken(lanes)
        joins = tuple(lane for lane in above if lanes[lane] == version.id)
        lane = joins[0] if joins else _free(lanes)
        _go_on(lanes, lane, joins, version.parent)
        way_above = way_lane
        if version.id in way:
            way_lane = lane if version.parent != NONE else NO_LANE
        found.append(Row(version, lane, above, _taken(lanes), joins, version.id in way, way_above, way_lane))
    return tuple(found)


def _way_to(current: int, newest_first: Iterable[Version]) -> Set[int]:
    """The version that is worked on, and those that led to it."""
    way = set()
    for version in newest_first:
        if version.id == current:
            way.add(current)
            current = version.parent
    return way


def _taken(lanes: list[int]) -> tuple[int, ...]:
    return tuple(lane for lane, wanted in enumerate(lanes) if wanted != NONE)


def _free(lanes: list[int]) -> int:
    return next((lane for lane, wanted in enumerate(lanes) if wanted == NONE), len(lanes))


def _go_on(lanes: list[int], lane: int, joins: tuple[int, ...], parent: int) -> None:
    """Lines that end in a dot leave their lanes; its own goes on to its parent."""
    for ended in joins:
        lanes[ended] = NONE
    if lane == len(lanes):
        lanes.append(NONE)
    lanes[lane] = parent
