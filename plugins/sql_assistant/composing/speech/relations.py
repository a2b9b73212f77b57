"""Which rows belong together: the keys by which a question joins two tables, where its words say what one has to do with the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from plugins.sql_assistant.composing.draft import Test
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.composing.speech.verbs import doers_of, fits, may_do
from plugins.sql_assistant.deeds import deeds_of
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.roles import way_of
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import long_words
from plugins.sql_assistant.words import parts, stem

_OF_KEYS = frozenset("id code no nr number key fk ref num cd".split())
_NEUTRAL = frozenset(
    "have has had got get gets do does did done take takes took taken use uses used involve involves involved contain contains appear "
    "appears appeared feature features featured include includes included belong belongs work works worked working kept keep keeps based "
    "located placed stored held found situated parked stationed standing hanging shown listed filed come comes came live lives lived "
    "living stay stays play plays played playing go goes went run runs ran handle handles handled given".split()
)
"""Verbs that tell no more than that rows belong together."""

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("departing departs depart departed leaving leaves leave left".split(), "from"),
        **dict.fromkeys("arriving arrives arrive arrived landing landed".split(), "to"),
    }
)
_GOING = frozenset(
    "flying flies fly flew going goes go went running runs run ran sailing sails sail sailed sent bound".split()
)
"""Verbs of moving; from where or to where the preposition tells."""

_OBTAINING = frozenset(
    "bought buy buys got get gets have has had ordered order orders booked book books placed made received owns own owned keeps keep "
    "kept".split()
)
"""What people do with things that are theirs then."""

_TAKING_PART = frozenset(
    "attend attended attends enter entered enters join joined joins raced competed signed enrolled "
    "trained studied danced practised".split()
)
"""What people do with what others do too."""

_LEAVING_OUT = frozenset("miss misses missed skip skips skipped".split())
_OPEN_AT_FIRST = frozenset(
    "paid settled returned due closed cancelled completed finished delivered received ended expired approved confirmed left".split()
)
"""What is done with rows that are there already: they may have no date of it."""

_MOST_FAR, _NOT_FAR = 4, 3
_BY_ITS_NAME = 4
Keys = tuple[ForeignKey, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How rows of two tables belong together.

    Attributes:
        keys: those that are meant; empty for the shortest way.
        deed: the table whose rows are what was done, if any.
        is_told: a word of the schema says so, and not only that there is no other way.
    """

    keys: Keys = ()
    deed: Table | None = None
    is_told: bool = False


class Relations:
    """Finds them."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._known: dict[tuple[str, str, str, str], Relation | None] = {}

    @cached_property
    def told(self) -> frozenset[ForeignKey]:
        """Keys that are called after who did something, of whom or of which the question speaks."""
        return frozenset(
            key for key in self._said.keys if any(fits(word, role) for word in self._said.lower for role in kernel(key))
        )

    def between(self, verb: str, preposition: str, head: Table, other: Table) -> Relation | None:
        """How rows belong together of which a verb says so (``""``: only a preposition does); None where that is not sure."""
        key = (verb, preposition, head.name, other.name)
        if key not in self._known:
            self._known[key] = self._between(*key[:2], head, other)
        return self._known[key]

    def _between(self, verb: str, preposition: str, head: Table, other: Table) -> Relation | None:
        if head == other or not verb.isalpha():
            return self._plain(preposition, head, other) if head != other and not verb else None
        role, dated = self._by_role(verb, preposition, head, other), self.dated_by(verb)
        if role and (not dated or any(key.table == dated[0].name for key in role.keys)):
            return role
        if dated:
            return self._through(dated[0], head, other)
        if self._is_called_after(verb, head, other) and preposition != "by":
            return Relation(is_told=True)
        if verb in _WAYS or (verb in _GOING and preposition):
            return self._plain(_WAYS.get(verb, preposition), head, other)
        deeds = self.deeds(verb)
        if any(self._says_whether(verb, table) for table in deeds):
            return None
        found = {relation for table in deeds if (relation := self._through(table, head, other))}
        if deeds or any(fits(verb, word) for key in self._said.keys for word in kernel(key)):
            return found.pop() if len(found) == 1 else None
        if verb in _OBTAINING and not preposition and (key := self._held_by(head, other)):
            return Relation((key,), other, is_told=True)
        if verb in _TAKING_PART and preposition != "by" and (link := self.linking(head, other)):
            return self._through(link, head, other)
        if verb in _LEAVING_OUT:
            return None
        if self.does(verb, head, other) or self.does(verb, other, head):
            return None if self._may_be_of_deeds(head, other) else Relation()
        if verb in _NEUTRAL and not self._tells_of_a_column(verb):
            return Relation()
        return None

    def _held_by(self, people: Table, things: Table) -> ForeignKey | None:
        """The only key by which things belong to people, and they to nobody else (tickets: visitors)."""
        keys = [key for key in self._said.keys if key.table == things.name]
        of_people = [
            key for key in keys if key.parent in self._said.by_name and is_of_people(self._said.by_name[key.parent])
        ]
        return of_people[0] if len(of_people) == 1 and of_people[0].parent == people.name else None

    def _may_be_of_deeds(self, one: Table, other: Table) -> bool:
        """Whether rows that a key joins are joined by rows of deeds as well (patients: their family doctor, and those of their visits)."""
        said = self._said
        is_direct = said.belongs(one, other) or said.belongs(other, one)
        return is_direct and any(said.belongs(table, one) and said.belongs(table, other) for table in said.tables)

    def _says_whether(self, verb: str, table: Table) -> bool:
        """Whether a flag of a deed says whether it was done (attended, of signups)."""
        flags = [place for place in self._said.places if place.table == table and self._said.is_flag(place)]
        return any(fits(verb, part) for place in flags for part in parts(place.column.name))

    def _is_called_after(self, verb: str, head: Table, other: Table) -> bool:
        """Whether rows of one of two tables that one key joins are called after what they do (players play for teams)."""
        keys = [key for key in self._said.keys if key.joins(head.name, other.name)]
        names = [name for table in (head, other) if is_of_people(table) for name in self._said.called(table)]
        return len(keys) == 1 and any(fits(verb, name) for name in names)

    def _plain(self, preposition: str, head: Table, other: Table) -> Relation | None:
        keys = [key for key in self._said.keys if (key.table, key.parent) == (head.name, other.name)]
        if len(keys) > 1:
            keys = [key for key in keys if preposition and way_of(key.column) == preposition.removeprefix("in")]
            return Relation((keys[0],), head, is_told=True) if len(keys) == 1 else None
        return Relation()

    def _by_role(self, verb: str, preposition: str, head: Table, other: Table) -> Relation | None:
        """By a key that is called after who did it (skippered: skipper_id); of several to the same rows after those who do so (raised)."""
        found: list[Keys] = []
        for key in self._said.keys:
            is_said = key.table != key.parent and any(fits(verb, word) for word in kernel(key))
            if not (is_said or self._does(verb, key)) or key.parent not in (head.name, other.name):
                continue
            far = other if key.parent == head.name else head
            if key.table == far.name:
                found.append((key,))
            else:
                found += [(key, way) for way in self._said.keys if (way.table, way.parent) == (key.table, far.name)]
        if len(found) != 1 or preposition in ("to", "for"):
            return None
        return Relation(found[0], self._said.by_name[found[0][0].table], is_told=True)

    def _does(self, verb: str, key: ForeignKey) -> bool:
        """Whether of several keys to the same rows one is called after those who do what a verb says."""
        rivals = [k for k in self._said.keys if (k.table, k.parent) == (key.table, key.parent)]
        return len(rivals) > 1 and bool(doers_of(verb) & kernel(key))

    def roles_at(self, at: int) -> Iterator[tuple[int, ForeignKey]]:
        """(place behind it, key) for words that tell one of several keys to a table from the others (home team, sender)."""
        for key in self._said.keys if at < len(self._said) else ():
            rivals = [k for k in self._said.keys if (k.table, k.parent) == (key.table, key.parent) and k != key]
            others = [kernel(rival) for rival in rivals]
            telling = kernel(key).difference(*others) if others else set()
            if len(telling) == 1 and self._said.stems[at] in _longer(telling):
                yield at + 1, key
            elif not others and self._said.stems[at] in kernel(key) - set(parts(key.parent)):
                named = [end for end, table in self._said.tables_at(at + 1) if table.name == key.parent]
                yield from ((end - 1, key) for end in named)

    def as_what(self, at: int, head: Table, other: Table) -> tuple[int, ForeignKey] | None:
        """(place behind it, key) for what one row is to another: ``teacher``, ``named nurse``; by a key, or their name."""
        keys = [key for key in self._said.keys if key.joins(head.name, other.name) and key.table != key.parent]
        roles = [key for key in keys if self._said.stems[at : at + 1] and self._said.stems[at] in kernel(key)]
        named = [end for end, table in self._said.tables_at(at + bool(roles)) if table == other]
        if len(roles) == 1:
            return (named[0] if named else at + 1), roles[0]
        return (named[0], keys[0]) if len(keys) == 1 and named else None

    def key_of(self, verb: str, parent: Table, child: Table) -> ForeignKey | None:
        """The key to those who do what a verb says: the only one, or the one that is called after them (raised: requester_id)."""
        keys = [key for key in self._said.keys if (key.table, key.parent) == (child.name, parent.name)]
        if len(keys) > 1:
            keys = [key for key in keys if any(fits(verb, role) or role in doers_of(verb) for role in kernel(key))]
        return keys[0] if len(keys) == 1 else None

    def is_called(self, verb: str, parent: Table, child: Table) -> bool:
        """Whether the only key that is called after a verb, or after those who do it, says whose rows these are."""
        keys = [key for key in self._said.keys if (key.table, key.parent) == (child.name, parent.name)]
        told = [
            key
            for key in keys
            if any(fits(verb, role) or role in doers_of(verb) for role in kernel(key) - set(parts(parent.name)))
        ]
        return len(told) == 1

    def linking(self, one: Table, other: Table) -> Table | None:
        """The only table whose rows say which rows of two others belong together; none where one of these has a key to the other."""
        said = self._said
        if one == other or said.belongs(one, other, far=True) or said.belongs(other, one, far=True):
            return None
        both = [t for t in said.tables if said.belongs(t, one, far=True) and said.belongs(t, other, far=True)]
        first = [t for t in both if not any(said.belongs(t, more, far=True) for more in both if more != t)]
        return first[0] if len(first) == 1 and said.belongs(first[0], one) else None

    def is_with(self, deed: Table, table: Table) -> bool:
        """Whether each deed is one with rows of another table, by its own key or by those of its lines."""
        lines = [line for line in self._said.tables if self._said.belongs(line, deed)]
        return any(self._said.belongs(one, table) for one in (deed, *lines))

    def deeds(self, verb: str) -> list[Table]:
        """The tables whose rows are what a verb says, or who does it."""
        called = [table for table in self._said.tables if (own := self._said.called(table)) and fits(verb, own[-1])]
        rows = [table for table in called if not is_of_people(table)]
        if rows:
            return rows
        names = frozenset[str]().union(*(deed.whole for deed in deeds_of(verb, self._said.tables, frozenset())))
        return [table for table in self._said.tables if table.name in names] or self.dated_by(verb) or called

    def dated_by(self, verb: str) -> list[Table]:
        """The only table of rows between others whose only date is called by the verb (climbed_on, of ascents), and may not be open."""
        said = self._said
        lines = [table for table in said.tables if said.is_a_line(table)] if verb not in _OPEN_AT_FIRST else []
        dates = {table.name: [p for p in said.places_of(table) if said.is_date(p)] for table in lines}
        found = [t for t in lines if len(dates[t.name]) == 1 and verb in parts(dates[t.name][0].column.name)[:-1]]
        return found if len(found) == 1 else []

    def _through(self, table: Table, head: Table, other: Table) -> Relation | None:
        """Through the rows that are what was done, or the only ones that belong to such."""
        if table in (head, other):
            keys = self.way(head, other)
            return Relation(keys, None if is_of_people(table) else table, is_told=True) if keys else None
        if is_of_people(table):
            return None
        first, second = self.way(head, table, {other.name}), self.way(table, other, {head.name})
        if first and second and not set(first) & set(second) and not self._is_above(table, first, second):
            return Relation((*first, *second), table, is_told=True)
        links = [
            (one, two)
            for one in self._said.keys
            for two in self._said.keys
            if one.table == two.table and (one.parent, two.parent) == (head.name, other.name)
            if any((key.table, key.parent) == (one.table, table.name) for key in self._said.keys)
        ]
        return Relation(links[0], self._said.by_name[links[0][0].table], is_told=True) if len(links) == 1 else None

    def _is_above(self, table: Table, first: Keys, second: Keys) -> bool:
        """Whether rows on both sides belong to rows of the table, which says nothing of the two."""
        return any(key.parent == table.name for key in first) and any(key.parent == table.name for key in second)

    def way(self, one: Table, other: Table, without: set[str] | None = None) -> Keys | None:
        """The shortest way between two tables, if it is the only one so short."""
        whole = self._ways(one, other, without or set())
        return whole[0] if len(whole) == 1 else None

    def _ways(self, one: Table, other: Table, without: set[str]) -> list[Keys]:
        """The shortest ways between two tables."""
        reached: list[tuple[Keys, tuple[str, ...]]] = [((), (one.name,))]
        for _ in range(_MOST_FAR):
            reached = [
                ((*keys, key), (*names, new))
                for keys, names in reached
                for key, new in self._steps(names[-1])
                if new not in names and new not in without
            ]
            whole = [keys for keys, names in reached if names[-1] == other.name]
            if whole:
                return whole
        return []

    def reaching(self, relation: Relation, head: Table, table: Table, tests: Sequence[Test]) -> Relation | None:
        """The relation with the keys to what conditions are on, where they are on rows that its table belongs to (plants from Moorland).

        None where the ways there are several, of which one may leave out the table.
        """
        far = {test.place.table.name: test.place.table for test in tests if test.place.table != table}
        if not far or any(test.place.table == table for test in tests):
            return relation
        first = relation.keys or self.way(head, table)
        way = self.way(table, next(iter(far.values()))) if len(far) == 1 else None
        if not first or not way:
            return None
        return replace(relation, keys=(*first, *(key for key in way if key not in first)))

    def is_another_way(self, one: Table, other: Table, without: Table) -> bool:
        """Whether two tables are joined without a third one too, and not by much longer ways (bought, beside reviewed)."""
        return any(len(way) <= _NOT_FAR for way in self._ways(one, other, {without.name}))

    def may_be_linked(self, parent: Table, child: Table) -> bool:
        """Whether rows may belong together by a table that links them, and not only by a key called otherwise (owners, members)."""
        keys = [key for key in self._said.keys if (key.table, key.parent) == (child.name, parent.name)]
        if not all(is_by_role(key) and key not in self.told for key in keys):
            return False
        links = [key for key in self._said.keys if key.parent == parent.name and not is_by_role(key)]
        return any((key.table, child.name) == (k.table, k.parent) for key in links for k in self._said.keys)

    def _steps(self, name: str) -> Iterator[tuple[ForeignKey, str]]:
        for key in self._said.keys:
            if key.table != key.parent and name in (key.table, key.parent):
                yield key, key.parent if key.table == name else key.table

    def may_do(self, verb: str, table: Table, keys: Sequence[ForeignKey]) -> bool:
        """Whether rows of a table may be those who do it: nothing that is known of verb and table speaks against."""
        roles = {word for key in keys if key.parent == table.name for word in kernel(key)}
        names = roles or {stem(word) for word in self._said.called(table)}
        return any(fits(verb, name) or may_do(name, verb) for name in names)

    def does(self, verb: str, table: Table, things: Table | None = None) -> bool:
        """Whether rows of a table are called after those who do it; of many who belong to one thing (staff of a branch) not all do it."""
        names = set(self._said.called(table))
        is_one_of_many = things is not None and self._said.belongs(table, things)
        return any(fits(verb, name) for name in names) or (bool(names & doers_of(verb)) and not is_one_of_many)

    def tells(self, word: str) -> bool:
        """Whether a word says what was done in words of the schema, or may."""
        return bool(
            doers_of(word)
            or self.deeds(word)
            or any(fits(word, role) for key in self._said.keys for role in kernel(key))
            or self._tells_of_a_column(word)
        )

    def _tells_of_a_column(self, word: str) -> bool:
        """Whether a time or a flag says when it was done, or whether it was, or a value of a status."""
        said = self._said
        told = [place for place in said.places if said.is_date(place) or said.is_flag(place)]
        return any(len(part) >= _BY_ITS_NAME and fits(word, part) for p in told for part in parts(p.column.name)) or (
            word.endswith("ed") and any(speaks_of(word, p.column.name) for p in told)
        )


def kernel(key: ForeignKey) -> set[str]:
    """What a key calls the row that it refers to."""
    return {part for part in parts(key.column) if part not in _OF_KEYS and len(part) > 1}


def _longer(names: set[str]) -> set[str]:
    """Words, and what they are short for."""
    return names.union(*(map(stem, long_words(name)) for name in names))


def is_by_role(key: ForeignKey) -> bool:
    """Whether a key calls the row otherwise than its table is called (captain_id, of pilots)."""
    own = kernel(key)
    return bool(own) and not any(
        part.startswith(word) or word.startswith(part) for part in parts(key.parent) for word in own
    )
