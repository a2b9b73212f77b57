"""Where the tables of a diagram stand: tied ones together, parents left of their children, nothing over anything else.

Each group of tied tables is drawn in columns by the longest chain of keys. A key that passes columns gets a lane between their cards, so
that no line runs behind a card; order and heights are found in ``diagram_order``. Groups and single tables are packed into rows. The
same schema always gives the same picture.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.sql_assistant.diagram_order import Columns, Segment, ordered, tops

GAP_X = 64.0
BETWEEN = 56.0
"""Between groups of tables."""

BETWEEN_SINGLE = 20.0
ASPECT = 1.5
_LANE_WIDTH = 5.0
_MOST_LANES = 16
"""Lines for which the gap between two columns is widened."""


@dataclass(frozen=True, slots=True)
class Place:
    """Upper left corner and size of a card, in pixels of the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A key from a child's table to its parent's; ``child_y`` and ``parent_y`` say where on the cards, from their tops."""

    child: str
    parent: str
    child_y: float = 0.0
    parent_y: float = 0.0


Point = tuple[float, float]
Route = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture.

    Attributes:
        places: of the cards.
        routes: by child and parent, the points that their lines pass on the way from the parent; pairs of the left and right end of a
            lane through a column.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    routes: Mapping[tuple[str, str], Route] = field(default_factory=dict)

    def moved(self, x: float, y: float) -> Layout:
        """The same picture elsewhere."""
        return Layout(
            {name: Place(at.x + x, at.y + y, at.width, at.height) for name, at in self.places.items()},
            {pair: tuple((left + x, top + y) for left, top in route) for pair, route in self.routes.items()},
        )

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, lanes included."""
        places = self.places.values()
        lowest = max((y for route in self.routes.values() for _, y in route), default=0.0)
        return max(at.x + at.width for at in places), max(lowest, *(at.y + at.height for at in places))


Sizes = Mapping[str, tuple[float, float]]


def layout(sizes: Sizes, links: Iterable[Link]) -> Layout:
    """Places for cards, and ways for the lines between them.

    Args:
        sizes: width and height of each card, in the order that breaks ties.
        links: what names no card is left out.
    """
    known = sorted(
        {link for link in links if link.child != link.parent and {link.child, link.parent} <= set(sizes)},
        key=lambda link: (link.child, link.parent, link.child_y, link.parent_y),
    )
    groups = _groups(sizes, known)
    blocks = []
    for group in groups:
        if len(group) > 1:
            own = [link for link in known if link.child in group]
            blocks.append(_block([name for name in sizes if name in group], own, sizes))
    alone = [name for name in sizes if {name} in groups]
    return _packed(blocks, [Layout({name: Place(0, 0, *sizes[name])}) for name in alone])


def around(name: str, links: Iterable[tuple[str, str]], limit: int, steps: int = 2) -> list[str]:
    """A table and those that it is tied to over few steps, nearest first, at most ``limit`` in all."""
    tied = defaultdict(set)
    for child, parent in links:
        tied[child].add(parent)
        tied[parent].add(child)
    found, reached = [name], [name]
    for _ in range(steps):
        reached = sorted({other for one in reached for other in tied[one]} - set(found))
        found += reached[: limit - len(found)]
    return found


def _groups(names: Iterable[str], links: Iterable[Link]) -> list[set[str]]:
    """Tables that are tied, directly or by others; the largest first."""
    group = {name: {name} for name in names}
    for link in links:
        one, other = group[link.child], group[link.parent]
        if one is not other:
            joined = one | other
            for name in joined:
                group[name] = joined
    distinct = {id(one): one for one in group.values()}
    return sorted(distinct.values(), key=lambda one: (-len(one), min(one)))


# one group


def _block(names: Sequence[str], links: Sequence[Link], sizes: Sizes) -> Layout:
    """One group, in columns."""
    cards = _columns(names, links, sizes)
    columns = _with_lanes(cards, links, sizes)
    ordered(columns)
    y_of = tops(columns)
    left, x_of = 0.0, []
    for number, column in enumerate(cards):
        x_of.append(left)
        lines = len(columns.segments[number]) if number < len(columns.segments) else 0
        left += max(sizes[name][0] for name in column) + GAP_X + _LANE_WIDTH * min(lines, _MOST_LANES)
    widths = [max(sizes[name][0] for name in column) for column in cards]
    places = {
        name: Place(x_of[number], y_of[name], *sizes[name]) for number, column in enumerate(cards) for name in column
    }
    column_of = {name: number for number, column in enumerate(cards) for name in column}
    routes: dict[tuple[str, str], Route] = {}
    for link in links:
        route: list[Point] = []
        is_forward = column_of[link.parent] < column_of[link.child]
        for number in _between(column_of[link.parent], column_of[link.child]):
            y = y_of[_lane(link.parent, number)]
            ends = [(x_of[number], y), (x_of[number] + widths[number], y)]
            route += ends if is_forward else reversed(ends)
        routes[link.child, link.parent] = tuple(route)
    return Layout(places, routes)


def _between(one: int, other: int) -> range:
    """The columns that a line passes, in its order."""
    return range(one + 1, other) if one < other else range(one - 1, other, -1)


def _lane(parent: str, column: int) -> str:
    """The name of the lane through a column that the lines to one parent share."""
    return f"\0{column}\0{parent}"


def _with_lanes(cards: Sequence[Sequence[str]], links: Iterable[Link], sizes: Sizes) -> Columns:
    """The columns with a lane wherever a line passes one, and what is tied between neighbouring columns."""
    column_of = {name: number for number, column in enumerate(cards) for name in column}
    columns = [list(column) for column in cards]
    segments: list[dict[Segment, None]] = [{} for _ in cards[1:]]
    for link in links:
        begin, end = column_of[link.parent], column_of[link.child]
        stops = [(link.parent, link.parent_y), *((_lane(link.parent, n), 0.0) for n in _between(begin, end))]
        stops.append((link.child, link.child_y))
        for number, (name, _) in zip(_between(begin, end), stops[1:-1], strict=True):
            if name not in columns[number]:
                columns[number].insert(len(columns[number]) // 2, name)
        step = 1 if begin < end else -1
        for offset, (one, other) in enumerate(itertools.pairwise(stops)):
            at = begin + step * offset
            left, right = (one, other) if step > 0 else (other, one)
            segments[min(at, at + step)][Segment(*left, *right)] = None
    heights = {name: sizes[name][1] if name in sizes else 0.0 for column in columns for name in column}
    return Columns(columns, heights, [list(one) for one in segments], lanes=frozenset(heights) - set(sizes))


def _columns(names: Sequence[str], links: Sequence[Link], sizes: Sizes) -> list[list[str]]:
    """Parents before children; a column that would be much taller than the group is wide becomes several."""
    layers: dict[int, list[str]] = defaultdict(list)
    for name, depth in _depths(names, links).items():
        layers[depth].append(name)
    area = sum((sizes[name][0] + 1.5 * GAP_X) * (sizes[name][1] + BETWEEN_SINGLE) for name in names)
    tallest = max(math.sqrt(area / ASPECT), *(sizes[name][1] for name in names))
    has_children = {link.parent for link in links}
    return [
        column
        for depth in sorted(layers)
        for column in _split(sorted(layers[depth], key=lambda name: name in has_children), tallest, sizes)
    ]


def _split(layer: Sequence[str], tallest: float, sizes: Sizes) -> list[list[str]]:
    parts = max(1, round(sum(sizes[name][1] + BETWEEN_SINGLE for name in layer) / tallest))
    each = math.ceil(len(layer) / parts)
    return [list(layer[at : at + each]) for at in range(0, len(layer), each)]


def _depths(names: Sequence[str], links: Iterable[Link]) -> dict[str, int]:
    """The longest chain of parents above each table; a chain that comes back to itself is cut where it does.

    A table that more keys lead to than from stands as near to its children as it can.
    """
    parents, children = defaultdict(list), defaultdict(list)
    for link in links:
        parents[link.child].append(link.parent)
        children[link.parent].append(link.child)
    depths: dict[str, int] = {}
    for name in names:
        _visit(name, parents, depths)
    for name in sorted(names, key=lambda one: -depths[one]):
        below = [depths[child] for child in children[name] if depths[child] > depths[name]]
        if len(below) > len(parents[name]):
            depths[name] = max(depths[name], min(below) - 1)
    rank = {depth: number for number, depth in enumerate(sorted(set(depths.values())))}
    return {name: rank[depths[name]] for name in names}


def _visit(first: str, parents: Mapping[str, Sequence[str]], depths: dict[str, int]) -> None:
    """Depth first, without recursion: a schema may be a long chain."""
    path, on_path = [first], {first}
    while path:
        name = path[-1]
        waiting = next((one for one in parents.get(name, ()) if one not in depths and one not in on_path), None)
        if waiting is not None and name not in depths:
            path.append(waiting)
            on_path.add(waiting)
            continue
        known = [depths[one] for one in parents.get(name, ()) if one in depths]
        depths.setdefault(name, max(known, default=-1) + 1)
        on_path.discard(path.pop())


# all groups


def _packed(blocks: Sequence[Layout], single: Sequence[Layout]) -> Layout:
    """The groups in rows, the tables that are tied to none below them in a grid."""
    parts = [*blocks, *single]
    area = sum((width + BETWEEN_SINGLE) * (height + BETWEEN_SINGLE) for width, height in (one.size for one in parts))
    widest = max([math.sqrt(area * ASPECT), *(one.size[0] for one in parts)], default=0.0)
    tied = _rows(blocks, widest, BETWEEN)
    cell = max((one.size[0] for one in single), default=0.0)
    grid = _rows(single, widest, BETWEEN_SINGLE, cell=cell)
    below = tied.size[1] + BETWEEN if tied.places else 0.0
    grid = grid.moved(0, below)
    return Layout({**tied.places, **grid.places}, tied.routes)


def _rows(blocks: Sequence[Layout], widest: float, gap: float, *, cell: float = 0.0) -> Layout:
    """Blocks side by side, in rows that are no wider than ``widest``; each takes at least the width of a ``cell``."""
    places: dict[str, Place] = {}
    routes: dict[tuple[str, str], Route] = {}
    x = y = tallest = 0.0
    for block in blocks:
        width, height = max(block.size[0], cell), block.size[1]
        if x and x + width > widest:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        moved = block.moved(x, y)
        places |= moved.places
        routes |= moved.routes
        x, tallest = x + width + gap, max(tallest, height)
    return Layout(places, routes)
