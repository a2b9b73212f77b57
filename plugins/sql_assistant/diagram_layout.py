"""Where the tables of a diagram stand: tied ones together, parents left of their children, nothing over anything else.

Layers by the longest chain of keys, the order in a layer by barycentres (Sugiyama, Tagawa and Toda 1981); groups and single tables are
packed into rows. The same schema always gives the same picture.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

GAP_X, GAP_Y = 90.0, 28.0
BETWEEN = 60.0
"""Between groups of tables."""

ASPECT = 1.6
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Upper left corner and size of a card, in pixels of the picture."""

    x: float
    y: float
    width: float
    height: float


Sizes = Mapping[str, tuple[float, float]]
Links = Collection[tuple[str, str]]
"""Child and parent."""


def layout(sizes: Sizes, links: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Places for cards.

    Args:
        sizes: width and height of each card, in the order that breaks ties.
        links: child and parent; what names no card, or the same twice, is left out.
    """
    known = sorted({(child, parent) for child, parent in links if child != parent and {child, parent} <= set(sizes)})
    groups = _groups(sizes, known)
    blocks = [_block([name for name in sizes if name in group], known, sizes) for group in groups if len(group) > 1]
    alone = [name for name in sizes for group in groups if group == {name}]
    if alone:
        blocks.append(_grid(alone, sizes))
    return _packed(blocks)


def around(name: str, links: Iterable[tuple[str, str]], limit: int) -> list[str]:
    """A table and those that it is tied to, nearest first, at most ``limit`` in all."""
    tied = defaultdict(set)
    for child, parent in links:
        tied[child].add(parent)
        tied[parent].add(child)
    found, reached = [name], [name]
    while reached and len(found) < limit:
        reached = sorted({other for one in reached for other in tied[one]} - set(found))
        found += reached[: limit - len(found)]
    return found


def _groups(names: Iterable[str], links: Links) -> list[set[str]]:
    """Tables that are tied, directly or by others; the largest first."""
    group = {name: {name} for name in names}
    for child, parent in links:
        if group[child] is not group[parent]:
            joined = group[child] | group[parent]
            for name in joined:
                group[name] = joined
    distinct = {id(one): one for one in group.values()}
    return sorted(distinct.values(), key=lambda one: (-len(one), min(one)))


def _block(names: Sequence[str], links: Links, sizes: Sizes) -> dict[str, Place]:
    """One group, in columns."""
    own = [link for link in links if link[0] in names and link[1] in names]
    columns = _ordered(_columns(names, own, sizes), own)
    height = max(_height(column, sizes) for column in columns)
    places, x = {}, 0.0
    for column in columns:
        y = (height - _height(column, sizes)) / 2
        for name in column:
            places[name] = Place(x, y, *sizes[name])
            y += sizes[name][1] + GAP_Y
        x += max(sizes[name][0] for name in column) + GAP_X
    return places


def _height(column: Sequence[str], sizes: Sizes) -> float:
    return sum(sizes[name][1] + GAP_Y for name in column) - GAP_Y


def _columns(names: Sequence[str], links: Links, sizes: Sizes) -> list[list[str]]:
    """Parents before children; a column that would be much taller than the group is wide becomes several."""
    layers: dict[int, list[str]] = defaultdict(list)
    for name, depth in _depths(names, links).items():
        layers[depth].append(name)
    area = sum((sizes[name][0] + GAP_X) * (sizes[name][1] + GAP_Y) for name in names)
    tallest = max(math.sqrt(area / ASPECT), *(sizes[name][1] for name in names))
    return [column for depth in sorted(layers) for column in _split(layers[depth], tallest, sizes)]


def _split(layer: Sequence[str], tallest: float, sizes: Sizes) -> list[list[str]]:
    parts = max(1, round(_height(layer, sizes) / tallest))
    each = math.ceil(len(layer) / parts)
    return [list(layer[at : at + each]) for at in range(0, len(layer), each)]


def _depths(names: Sequence[str], links: Links) -> dict[str, int]:
    """The longest chain of parents above each table; a chain that comes back to itself is cut where it does."""
    parents = defaultdict(list)
    for child, parent in links:
        parents[child].append(parent)
    depths: dict[str, int] = {}
    for name in names:
        _visit(name, parents, depths)
    return {name: depths[name] for name in names}


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


def _ordered(columns: list[list[str]], links: Links) -> list[list[str]]:
    """Each column in the order of the middle of what its tables are tied to, forth and back."""
    tied = defaultdict(list)
    for child, parent in links:
        tied[child].append(parent)
        tied[parent].append(child)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            rank = {name: place / max(len(one) - 1, 1) for one in columns for place, name in enumerate(one)}
            middle = {name: _mean([rank[other] for other in tied[name]], rank[name]) for name in column}
            column.sort(key=lambda name: (middle[name], name))
    return columns


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _grid(names: Sequence[str], sizes: Sizes) -> dict[str, Place]:
    """Tables that are tied to none, in rows."""
    return _rows([{name: Place(0, 0, *sizes[name])} for name in names], GAP_Y)


def _packed(blocks: Sequence[Mapping[str, Place]]) -> dict[str, Place]:
    return _rows(blocks, BETWEEN)


def _rows(blocks: Sequence[Mapping[str, Place]], gap: float) -> dict[str, Place]:
    """Blocks in rows, none wider than it must be for the whole to have a good shape."""
    extents = [_extent(block) for block in blocks]
    area = sum((width + gap) * (height + gap) for width, height in extents)
    widest = max([math.sqrt(area * ASPECT), *(width for width, _ in extents)], default=0.0)
    places: dict[str, Place] = {}
    x = y = tallest = 0.0
    for block, (width, height) in zip(blocks, extents, strict=True):
        if x and x + width > widest:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        places |= {name: Place(at.x + x, at.y + y, at.width, at.height) for name, at in block.items()}
        x, tallest = x + width + gap, max(tallest, height)
    return places


def _extent(block: Mapping[str, Place]) -> tuple[float, float]:
    return max(at.x + at.width for at in block.values()), max(at.y + at.height for at in block.values())
