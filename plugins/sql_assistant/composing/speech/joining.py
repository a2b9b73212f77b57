"""The keys that join the tables of a query, where they can be joined in one way alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from plugins.sql_assistant.composing.speech.relations import is_by_role
from plugins.sql_assistant.schema import ForeignKey
from plugins.sql_assistant.words import parts

_MOST_JOINED, _MOST_WAYS = 5, 500
Keys = frozenset[ForeignKey]


class NotClear(Exception):
    """The tables of a draft cannot be joined in one way alone, or rows would be counted several times."""


class Joining:
    """Finds them.

    Args:
        keys: between tables that a query may read.
    """

    def __init__(self, keys: Sequence[ForeignKey]) -> None:
        self._keys = [key for key in keys if key.table != key.parent]

    def path(self, head: str, names: Collection[str], joined: Sequence[ForeignKey], told: Keys) -> list[ForeignKey]:
        """The keys, with further tables between the named ones where need be.

        Args:
            joined: keys that are among them.
            told: keys of which the question speaks.

        Raises:
            NotClear: there is none, or there are several.
        """
        ends = frozenset(name for key in joined for name in (key.table, key.parent))
        if any(_is_end(name, joined) and name not in names for name in ends):
            raise NotClear
        found, longer = self._ways(frozenset(names) | ends, frozenset(joined))
        if len(found) != 1:
            raise NotClear
        only = found[0]
        others = [keys for keys in longer if _ends(keys) <= frozenset(names) and not _is_other(keys - only, told)]
        if not joined and others and not _is_natural(only, head, told):
            raise NotClear
        return sorted(only, key=lambda key: (key.table, key.column))

    def _ways(self, names: frozenset[str], joined: Keys) -> tuple[list[Keys], list[Keys]]:
        """The shortest ways, and those that are longer by one key."""
        start = frozenset(name for key in joined for name in (key.table, key.parent)) or frozenset({min(names)})
        reached: dict[Keys, frozenset[str]] = {joined: start}
        found: list[Keys] = []
        for _ in range(_MOST_JOINED + 1):
            whole = [keys for keys, done in reached.items() if names <= done]
            if found:
                return found, [keys for keys in whole if not any(one < keys for one in found)]
            found = whole
            reached = {
                keys | {key}: done | {key.table, key.parent}
                for keys, done in reached.items()
                for key in self._keys
                if len(done & {key.table, key.parent}) == 1
            }
            if len(reached) > _MOST_WAYS and not found:
                raise NotClear
        return found, []


def _is_end(name: str, keys: Sequence[ForeignKey]) -> bool:
    return sum(name in (key.table, key.parent) for key in keys) == 1


def _ends(keys: Keys) -> frozenset[str]:
    """The tables at the ends of a way."""
    listed = tuple(keys)
    return frozenset(name for key in keys for name in (key.table, key.parent) if _is_end(name, listed))


def _is_other(keys: Keys, told: Keys) -> bool:
    """Whether a way says by a key's name that it is of something which the question does not speak of."""
    return any(is_by_role(key) and key not in told for key in keys)


def _is_natural(keys: Keys, head: str, told: Keys) -> bool:
    """Whether a longer way is hardly meant: each row has one on the other side, or has rows of its own, and no key is called otherwise."""
    if any(is_by_role(key) and key not in told for key in keys):
        return False
    return len(keys) == 1 or not multiplied(keys, head) or _is_by_lines(keys)


def _is_by_lines(keys: Keys) -> bool:
    """Whether two tables are joined by the only one between them, and this is called after one of them (order lines)."""
    children = {key.table for key in keys}
    parents = {part for key in keys for part in parts(key.parent)}
    return len(keys) == 2 and len(children) == 1 and not parents.isdisjoint(parts(next(iter(children))))


def multiplied(keys: Collection[ForeignKey], head: str) -> set[str]:
    """Tables with several rows for one of the head."""
    found, done = set[str](), {head}
    left = list(keys)
    while left:
        key = next(key for key in left if len(done & {key.table, key.parent}) == 1)
        new = key.parent if key.table in done else key.table
        came_from = key.table if key.table in done else key.parent
        if new == key.table or came_from in found:
            found.add(new)
        done.add(new)
        left.remove(key)
    return found
