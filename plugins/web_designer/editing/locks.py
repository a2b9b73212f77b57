"""Elements that no edit may change. A locked element stays as it is to the letter, so its own source is its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.web_designer.editing.common_ends import shared_end, shared_start
from plugins.web_designer.editing.source import Source
from plugins.web_designer.editing.titles import title_of


@dataclass(frozen=True, slots=True)
class Lock:
    """``nth``, from 0, tells one of several elements with the same source."""

    text: str
    nth: int = 0

    def to_json(self) -> Mapping[str, Any]:
        """As a project's file keeps it."""
        return {"text": self.text, "nth": self.nth}


def lock_from(told: Mapping[str, Any]) -> Lock:
    """What ``to_json`` gave."""
    return Lock(str(told["text"]), int(told.get("nth", 0)))


def lock_of(source: Source, number: int) -> Lock:
    """The lock that an element gets."""
    text = source.text_of(number)
    return Lock(text, sum(source.text_of(node.number) == text for node in source.nodes[:number]))


def locked_numbers(source: Source, locks: Iterable[Lock]) -> frozenset[int]:
    """The elements that locks stand for; their insides are locked with them."""
    wanted = set(locks)
    if not wanted:
        return frozenset()
    texts = {lock.text for lock in wanted}
    seen: Counter[str] = Counter()
    found = []
    for node in source.nodes:
        text = source.text_of(node.number)
        if text in texts:
            if Lock(text, seen[text]) in wanted:
                found.append(node.number)
            seen[text] += 1
    return frozenset(found)


def is_locked(source: Source, number: int, locks: Iterable[Lock]) -> bool:
    """Whether an element, or one around it, is locked."""
    return not locked_numbers(source, locks).isdisjoint(source.path(number))


def broken_locks(before: Source, after: Source, locks: Sequence[Lock]) -> tuple[str, ...]:
    """Titles of the locked elements that an edit has changed or taken away.

    A locked element is held if it stands in what both pages begin or end with. Otherwise as many of its source must stand in
    between as were locked there, so that an unlocked twin elsewhere does not stand in for it.
    """
    if not locks:
        return ()
    numbers = sorted(locked_numbers(before, locks))
    head = shared_start(before.html, after.html)
    tail = shared_end(before.html, after.html)
    loose = [n for n in numbers if before.node(n).end > head and before.node(n).start < len(before.html) - tail]
    wanted = Counter(before.text_of(n) for n in loose)
    rest = Counter(before.text_of(n) for n in numbers)
    between: Counter[str] = Counter()
    stand: Counter[str] = Counter()
    for node in after.nodes:
        if (text := after.text_of(node.number)) in rest:
            stand[text] += 1
            between[text] += node.end > head and node.start < len(after.html) - tail
    broken = {text for text in rest if stand[text] < rest[text] or between[text] < wanted[text]}
    return tuple(title_of(before, n) for n in numbers if before.text_of(n) in broken)


def followed(before: Source, after: Source, locks: Sequence[Lock]) -> tuple[Lock, ...]:
    """The locks as they stand after an edit: twins that came or went before an element change its count."""
    made: list[Lock] = []
    for lock in locks:
        old = [node.start for node in before.nodes if before.text_of(node.number) == lock.text]
        new = [node.number for node in after.nodes if after.text_of(node.number) == lock.text]
        if not new:
            continue
        start = old[lock.nth] if lock.nth < len(old) else 0
        moved = len(after.html) - len(before.html)
        nearest = min(
            new, key=lambda n: min(abs(after.node(n).start - start), abs(after.node(n).start - start - moved))
        )
        made.append(lock_of(after, nearest))
    return tuple(dict.fromkeys(made))
