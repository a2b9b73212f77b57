"""The name that somebody meant."""

from __future__ import annotations

from collections.abc import Iterable

_SAME: dict[str, str] = {"colour": "color", "grey": "gray", "centre": "center"}
"""British spellings, which CSS does not know."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The one known name that is a slip of the pen away; empty if there is none, or if two are as near."""
    american = name
    for british, spelling in _SAME.items():
        american = american.replace(british, spelling)
    known = frozenset(known)
    if american in known:
        return american
    limit = 1 if len(name) < 5 else 2
    near = sorted((_distance(american, other, limit), other) for other in known if _may_be_near(american, other, limit))
    near = [entry for entry in near if entry[0] <= limit]
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return ""
    return near[0][1]


def _may_be_near(one: str, other: str, limit: int) -> bool:
    return abs(len(one) - len(other)) <= limit and (
        one[:1] == other[:1] or one[1:2] == other[1:2] or one[:1] == other[1:2]
    )


def _distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add, drop or swap with their neighbour (optimal string alignment)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (char != wanted))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before_last[column - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
        before_last, last = last, line
    return last[-1]
