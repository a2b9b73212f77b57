"""A page's versions: each knows the one it was made from, so that a change after an undo begins a branch and nothing is lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from plugins.web_designer.project.delta import Delta, delta_of, patched

Maker = Literal["hand", "model", "plan", "import", "source"]
NONE = 0
MAX_VERSIONS = 500
THINNED_BY = 50
JOINED_S = 2.0
WHOLE_EVERY = 40
"""So many steps at most lead to a page that is kept whole."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the page.

    Attributes:
        id: from 1, in the order of making.
        parent: what it was made from; ``NONE`` for a beginning.
        what: what was done, in words.
        by: who did it.
        made_at: seconds since 1970.
        name: given by the person; empty for most.
        plan: what it was drawn from, JSON-shaped.
        locks: what may not change, JSON-shaped.
        merge_key: two edits of one key soon after each other are one.
        body: how its page comes from its parent's.
        depth: how many steps lead back to a page that is kept whole.
    """

    id: int
    parent: int
    what: str
    by: Maker
    made_at: float
    name: str = ""
    plan: Mapping[str, Any] | None = None
    locks: tuple[Any, ...] = ()
    merge_key: str = ""
    body: Delta = field(default_factory=Delta)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a step made of a project, for the file: versions that are new or other, ids that are gone, where it stands."""

    kept: tuple[Version, ...] = ()
    gone: tuple[int, ...] = ()
    current: int = NONE


class Project:
    """The tree of versions and the place in it. ``changed`` hears of every step."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._versions: dict[int, Version] = {}
        self._current = NONE
        self._ahead: dict[int, int] = {}
        self._page: tuple[int, str] = (NONE, "")
        self._next = 1
        self.changed: Callable[[Change], None] = lambda change: None

    # looking

    def __len__(self) -> int:
        return len(self._versions)

    def __iter__(self) -> Iterator[Version]:
        """All versions, the oldest first."""
        return iter(sorted(self._versions.values(), key=lambda one: one.id))

    @property
    def current(self) -> Version | None:
        """The version that is worked on; None while there is none."""
        return self._versions.get(self._current)

    def version(self, id: int) -> Version:
        """A version.

        Raises:
            KeyError: there is none of that id.
        """
        return self._versions[id]

    def html(self, id: int | None = None) -> str:
        """A version's page; the current one's by default; empty while there is none."""
        wanted = self._current if id is None else id
        if wanted == NONE:
            return ""
        if self._page[0] != wanted:
            self._page = (wanted, self._built(wanted))
        return self._page[1]

    def children(self, id: int) -> tuple[Version, ...]:
        """What was made from a version, the oldest first."""
        return tuple(one for one in self if one.parent == id)

    @property
    def previous(self) -> Version | None:
        """Where undo leads."""
        current = self.current
        return self._versions.get(current.parent) if current else None

    @property
    def following(self) -> Version | None:
        """Where redo leads: along the branch that was walked last."""
        return self._versions.get(self._ahead.get(self._current, NONE))

    # changing

    def add(
        self,
        html: str,
        what: str,
        by: Maker,
        *,
        plan: Mapping[str, Any] | None = None,
        merge_key: str = "",
        locks: Sequence[Any] | None = None,
        is_new: bool = False,
    ) -> Version:
        """Make a version of the current one; ``is_new`` begins another tree. The same page again changes nothing."""
        parent = None if is_new else self.current
        if parent and html == self.html() and plan == parent.plan:
            return parent
        kept_locks = tuple(locks) if locks is not None else parent.locks if parent else ()
        if parent and self._joins(parent, merge_key):
            return self._put(replace(parent, what=what, made_at=self._clock(), locks=kept_locks), html)
        made = Version(
            self._next, parent.id if parent else NONE, what, by, self._clock(), "", plan, kept_locks, merge_key
        )
        self._next += 1
        thinned = self._thin() if len(self) >= MAX_VERSIONS else ((), ())
        return self._put(made, html, *thinned)

    def undo(self) -> Version | None:
        """Go back one step; None at the beginning."""
        return self.go(self.previous.id) if self.previous else None

    def redo(self) -> Version | None:
        """Go the step again that was undone; None where there is none."""
        return self.go(self.following.id) if self.following else None

    def go(self, id: int) -> Version:
        """Take a version up again.

        Raises:
            KeyError: there is none of that id.
        """
        version = self._versions[id]
        self._current = id
        self._walk_to(version)
        self.changed(Change(current=id))
        return version

    def rename(self, id: int, name: str) -> None:
        """Give a version a name; an empty one takes it away."""
        self._keep(replace(self._versions[id], name=" ".join(name.split())))

    def lock(self, locks: Sequence[Any]) -> None:
        """What may not change from now on."""
        if self.current:
            self._keep(replace(self.current, locks=tuple(locks)))

    def can_forget(self, id: int) -> bool:
        """Whether nothing was made from a version, it has no name and is not worked on."""
        return id != self._current and not self._versions[id].name and not self.children(id)

    def forget(self, id: int) -> None:
        """Throw a version away.

        Raises:
            ValueError: something needs it.
        """
        if not self.can_forget(id):
            raise ValueError("this version is still needed")
        del self._versions[id]
        self._ahead = {above: below for above, below in self._ahead.items() if below != id}
        self.changed(Change(gone=(id,), current=self._current))

    def load(self, versions: Sequence[Version], current: int) -> None:
        """Take up what a file held; what has lost its parent begins a tree only if it is kept whole."""
        for version in sorted(versions, key=lambda one: one.id):
            if version.parent in self._versions or version.parent == NONE or version.body.is_whole:
                whole = version if version.parent in self._versions else replace(version, parent=NONE)
                self._versions[version.id] = whole
                self._ahead[whole.parent] = version.id
        self._next = max(self._versions, default=0) + 1
        self._current = current if current in self._versions else max(self._versions, default=NONE)
        if self.current:
            self._walk_to(self.current)

    # how it is kept

    def _joins(self, parent: Version, merge_key: str) -> bool:
        """Whether an edit goes on with the last one, from which nothing else was made."""
        is_soon = self._clock() - parent.made_at <= JOINED_S
        return (
            bool(merge_key)
            and merge_key == parent.merge_key
            and is_soon
            and not parent.name
            and not self.children(parent.id)
        )

    def _put(self, version: Version, html: str, thinned: Sequence[Version] = (), gone: Sequence[int] = ()) -> Version:
        above = self._versions.get(version.parent)
        is_whole = above is None or above.depth + 1 >= WHOLE_EVERY
        body = delta_of("" if is_whole else self.html(version.parent), html, is_whole=is_whole)
        made = replace(version, body=body, depth=0 if is_whole or above is None else above.depth + 1)
        self._versions[made.id] = made
        self._current = made.id
        self._page = (made.id, html)
        self._walk_to(made)
        self.changed(Change((*thinned, made), tuple(gone), made.id))
        return made

    def _keep(self, version: Version) -> None:
        self._versions[version.id] = version
        self.changed(Change((version,), current=self._current))

    def _walk_to(self, version: Version) -> None:
        """Redo follows the way that led here."""
        self._ahead[version.parent] = version.id
        while version.parent != NONE:
            version = self._versions[version.parent]
            self._ahead[version.parent] = version.id

    def _built(self, id: int) -> str:
        way = []
        version: Version | None = self._versions[id]
        while version is not None:
            way.append(version)
            version = None if version.body.is_whole else self._versions[version.parent]
        html = ""
        for one in reversed(way):
            html = patched(html, one.body)
        return html

    def _thin(self) -> tuple[tuple[Version, ...], tuple[int, ...]]:
        """Take out the oldest versions that only lie between two others, have no name and are not worked on.

        The first that stays after a run of them is kept whole, so that it needs none of the run.
        """
        below = self._only_children()
        gone = [one for one in self if self._only_leads_on(one, below)][:THINNED_BY]
        ids = {one.id for one in gone}
        heirs = [self._heir(below[one.id], ids) for one in gone if below[one.id].id not in ids]
        self._ahead = {
            above: _first_kept(ahead, ids, below) for above, ahead in self._ahead.items() if above not in ids
        }
        for id in ids:
            del self._versions[id]
        self._versions.update({one.id: one for one in heirs})
        return tuple(heirs), tuple(ids)

    def _only_children(self) -> Mapping[int, Version]:
        """The one version that was made from another, by the other's id."""
        counts = Counter(one.parent for one in self._versions.values())
        return {one.parent: one for one in self._versions.values() if counts[one.parent] == 1}

    def _only_leads_on(self, version: Version, below: Mapping[int, Version]) -> bool:
        is_needed = version.parent == NONE or version.name or version.id == self._current
        return not is_needed and version.id in below

    def _heir(self, version: Version, gone: Set[int]) -> Version:
        """A version as it stands without those before it."""
        parent = version.parent
        while parent in gone:
            parent = self._versions[parent].parent
        return replace(version, parent=parent, body=delta_of("", self._built(version.id), is_whole=True), depth=0)


def _first_kept(id: int, gone: Set[int], below: Mapping[int, Version]) -> int:
    while id in gone:
        id = below[id].id
    return id
