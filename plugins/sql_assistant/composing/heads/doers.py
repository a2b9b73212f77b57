"""Questions that ask who did something, or to whom rows belong, and what somebody did."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.others import Others
from plugins.sql_assistant.composing.filters.related import PREPOSITIONS, Object, Related, joined
from plugins.sql_assistant.composing.speech.relations import Keys, Relations
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table

_IN_HAND = frozenset("handle handles handled manage manages managed run runs ran did does do".split())
_AUXILIARIES = frozenset("has have had is are was were been ever did does do".split())


class Doers:
    """Reads them."""

    def __init__(self, said: Said, related: Related, relations: Relations, others: Others) -> None:
        self._said = said
        self._related = related
        self._relations = relations
        self._others = others

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._compared(at)
        if self._said.word(at) == "who":
            for start in self._said.behind(at + 1, _AUXILIARIES):
                yield from self._who(
                    start, is_passive=self._said.word(start - 1) in ("is", "are", "was", "were", "been")
                )
        elif self._said.word(at) == "what" and self._said.word(at + 1) in ("did", "has", "have", "does", "do"):
            yield from self._what(at + 2)

    def _compared(self, at: int) -> Iterator[Step]:
        """``who is older than Theo Marsh``, ``what costs more than Black Tea``: rows of the table of the row that is named."""
        if self._said.word(at) not in ("who", "what", "which", "everyone", "anyone", "everything"):
            return
        tables = [
            table
            for table in self._said.tables
            if self._said.names_of(table)
            and (self._said.word(at) in ("what", "which", "everything")) != is_of_people(table)
        ]
        found = [step for table in tables for step in self._others.at(at + 1, Draft(head=table))]
        if len({draft.head for _, draft in found}) == 1:
            yield from found

    def _who(self, at: int, *, is_passive: bool) -> Iterator[Step]:
        """``(who) translated order 1006``, ``(who has) viewed the flat``."""
        verb = self._said.word(at)
        if not verb.isalpha() or is_passive or self._said.is_plural_of_a_table(at):
            return
        preposition = self._said.word(at + 1) if self._said.word(at + 1) in PREPOSITIONS else ""
        for end, found in self._related.objects(at + 1 + bool(preposition), None):
            drafts = [
                draft
                for table in self._said.tables
                if (draft := self._doing(verb, preposition, table, found)) is not None
            ]
            if len(drafts) == 1:
                yield end, drafts[0]

    def _doing(self, verb: str, preposition: str, table: Table, found: Object) -> Draft | None:
        """Rows of a table as those who do something, if they may be."""
        if table == found.table or not self._said.names_of(table):
            return None
        if not (is_of_people(table) or self._relations.does(verb, table, found.table)):
            return None
        relation = self._relations.between(verb, preposition, table, found.table)
        if relation is None or not self._relations.may_do(verb, table, relation.keys):
            return None
        if (
            not relation.is_told
            and not self._relations.does(verb, table, found.table)
            and not self._is_in_hand(verb, table, found.table)
        ):
            return None
        return joined(Draft(head=table), found, self._relations.reaching(relation, table, found.table, found.tests))

    def _is_in_hand(self, verb: str, table: Table, of: Table) -> bool:
        """Whether rows belong to one of these people, and to nobody else (who handles the order)."""
        keys = [key for key in self._said.keys if key.table == of.name and is_of_people(self._said.by_name[key.parent])]
        staff = [key for key in keys if self._relations.may_do(verb, self._said.by_name[key.parent], [key])]
        return verb in _IN_HAND and len(staff) == 1 and staff[0].parent == table.name

    def _what(self, at: int) -> Iterator[Step]:
        """``(what has) Anneke Visser bought``: what the rows are of that belong to what is done."""
        for end, found in self._related.objects(at, None):
            for table in self._bought(self._said.word(end), found.table):
                yield from self._related.verb_behind(end, found, Draft(head=table), table)

    def _bought(self, verb: str, doer: Table) -> list[Table]:
        """The only things with names that are on the other side of what is done."""
        things = [
            table
            for table in self._said.tables
            if table != doer
            and self._said.names_of(table)
            and not is_of_people(table)
            and not self._said.is_a_line(table)
        ]
        keys = {table.name: self._keys(verb, table, doer) for table in things}
        told = [table for table in things if keys[table.name]]
        fewest = min((len(keys[table.name]) for table in told), default=0)
        near = [table for table in told if len(keys[table.name]) == fewest]
        return near if len(near) == 1 else []

    def _keys(self, verb: str, thing: Table, doer: Table) -> Keys:
        """The keys between a thing and the doer where what is done joins them, and nobody else."""
        found = self._relations.between(verb, "", thing, doer)
        if found is None or not found.is_told or found.deed == thing:
            return ()
        between = {name for key in found.keys for name in (key.table, key.parent)} - {doer.name}
        return () if any(is_of_people(self._said.by_name[name]) for name in between) else found.keys
