"""In which order, and how high, cards and lanes stand in the columns of a diagram.

The order is that of barycentres in sweeps to and fro (Sugiyama, Tagawa and Toda 1981), then neighbours change places while that saves
crossings. The heights make lines short and lanes straight: least squares under the order, column by column, by pooling adjacent
violators.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP_Y = 24.0
_LANE_GAP, _LANES_GAP = 16.0, 10.0
"""Between a lane and a card, between two lanes."""

_SWEEPS, _SWAPS, _SETTLING = 16, 8, 16
_LANE_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between neighbouring columns: names at both ends, and where on them, from their tops."""

    left: str
    left_y: float
    right: str
    right_y: float


@dataclass(slots=True)
class Columns:
    """Cards and lanes in columns; ``segments`` has the lines between each column and the next. ``ordered`` changes the order."""

    names: list[list[str]]
    heights: Mapping[str, float]
    segments: Sequence[Sequence[Segment]]
    lanes: frozenset[str]

    def gap(self, upper: str, lower: str) -> float:
        """The least space between two neighbours of a column."""
        count = (upper in self.lanes) + (lower in self.lanes)
        return (GAP_Y, _LANE_GAP, _LANES_GAP)[count]


# the order


def ordered(columns: Columns) -> None:
    """Put each column into an order that has few crossings."""
    best, least = [list(column) for column in columns.names], _cost(columns)
    for sweep in range(_SWEEPS):
        _sweep(columns, is_forth=sweep % 2 == 0)
        if (cost := _cost(columns)) < least:
            best, least = [list(column) for column in columns.names], cost
    columns.names = best
    for _ in range(_SWAPS):
        if not sum(_swap(columns, number) for number in range(len(columns.names))):
            return


def _cost(columns: Columns) -> tuple[int, float]:
    """Crossings, and how far from level the lines are."""
    slant = 0.0
    for number, segments in enumerate(columns.segments):
        left, right = columns.names[number], columns.names[number + 1]
        left_rank, right_rank = _ranks(left), _ranks(right)
        shift = (len(left) - len(right)) / 2
        slant += sum(abs(left_rank[line.left] - right_rank[line.right] - shift) for line in segments)
    return crossings(columns), slant


def crossings(columns: Columns) -> int:
    """How many pairs of lines cross between neighbouring columns."""
    total = 0
    for number, segments in enumerate(columns.segments):
        left, right = _ranks(columns.names[number]), _ranks(columns.names[number + 1])
        lines = sorted((left[s.left], s.left_y, right[s.right], s.right_y) for s in segments)
        seen: list[tuple[float, float]] = []
        for _, _, rank, y in lines:
            total += len(seen) - bisect_right(seen, (rank, y))
            insort(seen, (rank, y))
    return total


def _ranks(column: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(column)}


def _sweep(columns: Columns, *, is_forth: bool) -> None:
    """Order each column by the one before it, forth from the left or back from the right."""
    count = len(columns.names)
    for number in range(1, count) if is_forth else range(count - 2, -1, -1):
        near = _neighbours(columns, number, is_left=is_forth)
        own = _ranks(columns.names[number])
        middle = {name: _mean(near[name], own[name]) for name in own}
        columns.names[number].sort(key=lambda name, middle=middle, own=own: (middle[name], own[name]))  # type: ignore[misc]


def _neighbours(columns: Columns, number: int, *, is_left: bool) -> dict[str, list[float]]:
    """Where the lines of each name of a column end in the next one: rank, and how far down the card."""
    beside = number - 1 if is_left else number + 1
    if not 0 <= beside < len(columns.names):
        return defaultdict(list)
    rank, found = _ranks(columns.names[beside]), defaultdict(list)
    for line in columns.segments[min(number, beside)]:
        own, other, y = (line.right, line.left, line.left_y) if is_left else (line.left, line.right, line.right_y)
        found[own].append(rank[other] + y / (columns.heights[other] + 1))
    return found


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _swap(columns: Columns, number: int) -> bool:
    """Let neighbours of a column change places where that saves crossings; whether any did."""
    column, has_changed = columns.names[number], False
    sides = [_neighbours(columns, number, is_left=is_left) for is_left in (True, False)]
    for place in range(len(column) - 1):
        upper, lower = column[place], column[place + 1]
        now = sum(_above(side[lower], side[upper]) for side in sides)
        then = sum(_above(side[upper], side[lower]) for side in sides)
        if then < now:
            column[place], column[place + 1] = lower, upper
            has_changed = True
    return has_changed


def _above(ones: Sequence[float], others: Sequence[float]) -> int:
    """How many pairs have the one above the other."""
    return sum(one < other for one in ones for other in others)


# the heights


def tops(columns: Columns) -> dict[str, float]:
    """The upper edge of every card and the height of every lane, from 0 on."""
    found: dict[str, float] = {}
    for column in columns.names:
        y = -sum(columns.heights[name] + GAP_Y for name in column) / 2
        for name in column:
            found[name] = y
            y += columns.heights[name] + GAP_Y
    ties = _ties(columns)
    for turn in range(_SETTLING):
        for column in columns.names if turn % 2 == 0 else reversed(columns.names):
            _settle(column, columns, ties, found)
    highest = min(found.values())
    return {name: y - highest for name, y in found.items()}


def _ties(columns: Columns) -> Mapping[str, list[tuple[str, float, float]]]:
    """For each name the others that lines tie it to: by how much the other should be lower, and how much that matters."""
    found = defaultdict(list)
    for line in (line for segments in columns.segments for line in segments):
        weight = _LANE_WEIGHT ** ((line.left in columns.lanes) + (line.right in columns.lanes))
        shift = line.left_y - line.right_y
        found[line.left].append((line.right, -shift, weight))
        found[line.right].append((line.left, shift, weight))
    return found


def _settle(
    column: Sequence[str],
    columns: Columns,
    ties: Mapping[str, list[tuple[str, float, float]]],
    found: dict[str, float],
) -> None:
    """Move what stands in a column to where its lines are shortest, in its order and with room between."""
    pools: list[tuple[float, float, int]] = []
    offsets, offset = [], 0.0
    for place, name in enumerate(column):
        if place:
            offset += columns.heights[column[place - 1]] + columns.gap(column[place - 1], name)
        offsets.append(offset)
        weight = sum((weight for _, _, weight in ties[name]), 0.0)
        wanted = sum((weight * (found[other] + shift) for other, shift, weight in ties[name]), 0.0)
        pool = (wanted / weight - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            y, heavy, count = pools.pop()
            total = heavy + pool[1]
            pool = ((y * heavy + pool[0] * pool[1]) / total, total, count + pool[2])
        pools.append(pool)
    heights = [y for y, _, count in pools for _ in range(count)]
    for name, y, shift in zip(column, heights, offsets, strict=True):
        found[name] = y + shift
