"""Conditions on rows of other tables, and what the rows that are asked for have to do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.speech.meanings import nearest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS
from plugins.sql_assistant.composing.speech.relations import Keys, Relation, Relations
from plugins.sql_assistant.composing.speech.rows_named import RowsNamed
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table

_BEFORE_VERBS = frozenset(
    "who that which was were is are has have had been be being did do does , we our ever already".split()
)
PREPOSITIONS = frozenset("by in at for with to on from of into under during as via through".split())
_DETERMINERS = DETERMINERS - {"each", "every"} | {"their", "its", "some"}
_SUBJECTS = frozenset(("who", "that", "which"))
_PEOPLE = frozenset("people someone somebody anyone anybody those colleagues folks".split())
_WITH_UP = frozenset(("signed", "sign", "signs"))
_AS = ("as the", "as their", "as its", "as a", "as", "the", "a")
_OF = frozenset(("of", "for", "on", "at", "in"))
_LONGEST = 4
_PASSED_BY = frozenset(("so", "far"))


@dataclass(frozen=True, slots=True)
class Object:
    """Rows that a condition is on: conditions on a table."""

    table: Table
    tests: tuple[Test, ...]
    keys: Keys = ()


class Related:
    """Reads them.

    Args:
        own: conditions that are on rows of a draft's table.
    """

    def __init__(self, said: Said, relations: Relations, own: Callable[[int, Draft], Iterator[Step]]) -> None:
        self._said = said
        self._relations = relations
        self.named = RowsNamed(said)
        self._own = own

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``viewed by Bea Sands``, ``who bought organic food``, ``with a confirmed booking``, ``that Ada Kone takes``."""
        head = draft.head
        if head is None or draft.counted:
            return
        for start in self._said.behind(at, _BEFORE_VERBS):
            yield from self._with_preposition(start, draft, head)
            yield from self._with_verb(start, start > at and self._said.word(start - 1) in _SUBJECTS, draft, head)
            yield from self.subject_first(start, draft, head)

    def _with_preposition(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``of Spanish customers``, ``with a confirmed booking``, ``to Oslo``."""
        word = self._said.word(at)
        if word not in PREPOSITIONS:
            return
        for end, found in self.objects(at + 1, head):
            relation = (
                Relation(found.keys, head, is_told=True)
                if found.keys
                else self._relations.between("", word, head, found.table)
            )
            if relation and self._is_near(found, relation, draft):
                yield end, joined(draft, found, self._relations.reaching(relation, head, found.table, found.tests))

    def _with_verb(self, at: int, is_active: bool, draft: Draft, head: Table) -> Iterator[Step]:
        verb = self._said.word(at)
        if not verb.isalpha() or verb in PREPOSITIONS or verb in _BEFORE_VERBS - {"has", "have", "had"}:
            return
        if self._said.is_plural_of_a_table(at) and not is_active:
            return
        at += verb in _WITH_UP and self._said.word(at + 1) == "up"
        preposition = self._said.word(at + 1) if self._said.word(at + 1) in PREPOSITIONS else ""
        for end, found in self.objects(at + 1 + bool(preposition), head):
            relation = self._relations.between(verb, preposition, head, found.table)
            doer = found.table if preposition == "by" else head if is_active and not preposition else None
            if not relation or not self._is_near(found, relation, draft):
                continue
            if doer is None or self._relations.may_do(verb, doer, relation.keys):
                yield end, joined(draft, found, self._relations.reaching(relation, head, found.table, found.tests))

    def subject_first(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``(boats) Niamh Kelly raced with``, ``(subjects) does Ada Kone take``."""
        for end, found in self.objects(at, head):
            yield from self.verb_behind(end, found, draft, head)
            yield from self._role_behind(end, found, draft, head)

    def _role_behind(self, at: int, found: Object, draft: Draft, head: Table) -> Iterator[Step]:
        """``(shows) is Ada Kone the host of``, ``(who has) Ada Kone as named nurse``."""
        start = next(iter([end for end, _ in self._said.one_of(at, _AS)]), at)
        is_as = start > at and self._said.word(at) == "as"
        told = self._relations.as_what(start, head, found.table) if start > at else None
        if told is None:
            return
        end, key = told
        if is_as or self._said.word(end) in _OF:
            yield end + (not is_as), joined(draft, found, Relation((key,), is_told=True))

    def verb_behind(self, end: int, found: Object, draft: Draft, head: Table) -> Iterator[Step]:
        """A verb behind who does it."""
        for start in self._said.behind(end, frozenset(("has", "have", "had", "ever", "already"))):
            verb = self._said.word(start)
            if not verb.isalpha() or verb in PREPOSITIONS or self._said.is_plural_of_a_table(start):
                continue
            start += verb in _WITH_UP and self._said.word(start + 1) == "up"
            preposition = self._said.word(start + 1) if self._said.word(start + 1) in PREPOSITIONS else ""
            relation = self._relations.between(verb, preposition, head, found.table)
            if not relation or relation.deed == found.table or not self._is_near(found, relation, draft):
                continue
            if self._relations.may_do(verb, found.table, relation.keys):
                behind = start + 1 + bool(preposition)
                while self._said.word(behind) in _PASSED_BY:
                    behind += 1
                yield behind, joined(draft, found, self._relations.reaching(relation, head, found.table, found.tests))

    def _is_near(self, found: Object, relation: Relation, draft: Draft) -> bool:
        """Whether no table that is nearer has the values too, where only a preposition joins the rows."""
        if relation.is_told:
            return True
        return all(
            nearest(self._said, places, draft) in (None, test.place)
            for test in found.tests
            if (places := self._said.places_with(test.text))
        )

    def objects(self, at: int, head: Table | None) -> Iterator[tuple[int, Object]]:
        """Rows of other tables that are named, or described."""
        for start in self._said.behind(at + 2 * (self._said.begins(at, "one of") > 0), _DETERMINERS):
            yield from self._in_a_role(start, head)
            for end, table, tests in self.named.at(start):
                if table != head:
                    yield end, Object(table, tests)
            yield from self._described(start, head)

    def _in_a_role(self, at: int, head: Table | None) -> Iterator[tuple[int, Object]]:
        """``captain Rolf Nyman``: a row that a key calls otherwise than its table."""
        for after, key in self._relations.roles_at(at):
            for end, table, tests in self.named.at(after):
                if head and (key.table, key.parent) == (head.name, table.name):
                    yield end, Object(table, tests, (key,))

    def _described(self, at: int, head: Table | None) -> Iterator[tuple[int, Object]]:
        """``dutch artists``, ``a confirmed booking``, ``customers from Spain``."""
        for place in range(at, min(at + _LONGEST, len(self._said))):
            for end, table in (*self._said.tables_at(place), *self._people_at(place)):
                if table == head:
                    continue
                for draft in self._until(at, place, Draft(head=table)):
                    if draft.tests:
                        yield end, Object(table, draft.tests)
                    for behind, more in self._own(end, draft):
                        if all(self._is_of(test.place.table, table) for test in more.tests):
                            yield behind, Object(table, more.tests)

    def _people_at(self, at: int) -> Iterator[tuple[int, Table]]:
        """``people from Sales``, ``someone in Leeds``: rows of each table of people."""
        if self._said.word(at) in _PEOPLE:
            yield from ((at + 1, table) for table in self._said.tables if is_of_people(table))

    def _is_of(self, one: Table, table: Table) -> bool:
        """Whether a condition on one table says something of each row of another."""
        return one == table or self._said.belongs(table, one, far=True)

    def _until(self, at: int, end: int, draft: Draft) -> Iterator[Draft]:
        """Conditions one after another from one place to another."""
        if at == end:
            yield draft
            return
        for behind, more in self._own(at, draft):
            is_of_nothing = "NOT IN ( SELECT" in more.tests[-1].text  # never booked a workshop
            if at < behind <= end and not is_of_nothing and all(t.place.table == draft.head for t in more.tests):
                yield from self._until(behind, end, more)


def joined(draft: Draft, found: Object, relation: Relation | None) -> Draft:
    """The draft with conditions on the rows of another table; as a list where another key joins that table already."""
    if relation is None:
        return Draft()
    if rivals := [
        key for key in draft.joined for new in relation.keys if key != new and key.joins(new.table, new.parent)
    ]:
        return _listed(draft, found, relation) if len(relation.keys) == len(rivals) == 1 else Draft()
    keys = (*draft.joined, *(key for key in relation.keys if key not in draft.joined))
    return replace(draft, tests=(*draft.tests, *found.tests), joined=keys, deed=relation.deed or draft.deed)


def _listed(draft: Draft, found: Object, relation: Relation) -> Draft:
    """The draft with ``destination IN ( SELECT code FROM airports WHERE … )``; none where it cannot be said so."""
    key = relation.keys[0]
    head = draft.head
    column, own = (head.column(key.column), found.table.column(key.parent_column)) if head else (None, None)
    if head is None or head.name != key.table or column is None or own is None:
        return Draft()
    if any(test.place.table != found.table for test in found.tests):
        return Draft()
    return replace(
        draft,
        tests=(*draft.tests, Test(Place(head, column), "{c} IN {inner}", inner=(Place(found.table, own), found.tests))),
    )
