"""The versions as rows of a graph: the newest first, each branch in a lane of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.web_designer.project.versions import NONE, Version


@dataclass(frozen=True, slots=True)
class Row:
    """One version in the graph.

    Attributes:
        lane: where its dot is, from 0.
        above: lanes with a line that comes from the row above.
        below: lanes with a line that goes on to the row below.
        joins: lanes whose line from above ends in this dot.
    """

    version: Version
    lane: int
    above: tuple[int, ...]
    below: tuple[int, ...]
    joins: tuple[int, ...]


def rows_of(versions: Iterable[Version]) -> tuple[Row, ...]:
    """Rows for versions in any order."""
    lanes: list[int] = []
    found: list[Row] = []
    for version in sorted(versions, key=lambda one: -one.id):
        above = tuple(lane for lane, wanted in enumerate(lanes) if wanted != NONE)
        joins = tuple(lane for lane in above if lanes[lane] == version.id)
        lane = joins[0] if joins else _free(lanes)
        for gone in joins:
            lanes[gone] = NONE
        if version.parent != NONE:
            _put(lanes, lane, version.parent)
        while lanes and lanes[-1] == NONE:
            lanes.pop()
        below = tuple(one for one, wanted in enumerate(lanes) if wanted != NONE)
        found.append(Row(version, lane, above, below, joins))
    return tuple(found)


def _free(lanes: list[int]) -> int:
    return next((lane for lane, wanted in enumerate(lanes) if wanted == NONE), len(lanes))


def _put(lanes: list[int], lane: int, wanted: int) -> None:
    while len(lanes) <= lane:
        lanes.append(NONE)
    lanes[lane] = wanted
