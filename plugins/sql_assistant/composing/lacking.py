"""Conditions of what is not there: nothing in a column, no rows of another table."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.dated import is_plain_time
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.meanings import column_of
from plugins.sql_assistant.composing.phrases import NEVER, NOT, WITHOUT
from plugins.sql_assistant.composing.said import Place, Said
from plugins.sql_assistant.composing.writer import NotClear, Writer
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.words import parts

_ALIKE = 4
_AND_SO_ON = frozenset("anything with us here before at all yet".split())


class Lacking:
    """Reads them."""

    def __init__(self, said: Said, writer: Writer) -> None:
        self._said = said
        self._writer = writer

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``without an email``, ``not yet returned``, ``with no orders``, ``who never ordered``."""
        for start, _ in self._said.one_of(at, WITHOUT):
            for end, meant in self._said.columns_at(start):
                for m in meant:
                    if m.place.table == draft.head and self._said.is_flag(m.place):
                        yield end, draft.with_test(m.place, "{c} = 0")
                own = [m for m in meant if m.place.table == draft.head and not self._said.is_flag(m.place)]
                place = column_of(self._said, own, draft) if own else None
                if place and not list(self._said.tables_at(start)):
                    yield end + (self._said.word(end) == "yet"), draft.with_test(place, "{c} IS NULL")
            for end, table in self._said.tables_at(start):
                behind = end + (self._said.word(end) == "yet")
                yield from self._not_in(behind, table, draft)
                yield from self._no_parent(behind, table, draft)
        yield from self._never(at, draft)
        for start, phrase in self._said.one_of(at, NOT):
            word = self._said.word(start)
            if not word.endswith(("ed", "en", "id", "ld", "nt", "wn", "ck")):
                continue
            own_places = [
                p for p in self._said.places
                if p.table == draft.head and self._said.is_date(p) and speaks_of(word, p.column.name) and not is_plain_time(p)
            ]  # fmt: skip
            if len(own_places) == 1 and "never" not in phrase:
                yield start + 1 + (self._said.word(start + 1) == "yet"), draft.with_test(own_places[0], "{c} IS NULL")

    def _never(self, at: int, draft: Draft) -> Iterator[Step]:
        """``who never placed an order``, ``that we have not got a single bean from``, ``who never gave us an email``."""
        for start, _ in self._said.one_of(at, NEVER):
            yield from self._never_did(start, draft)
            if not self._said.word(start).isalpha():
                continue
            after = start + 1
            while self._said.word(after) in ("us", "a", "an", "any", "single", "the", "their", "one", "out", "in"):
                after += 1
            for end, table in self._said.tables_at(after):
                behind = end + (self._said.word(end) in ("from", "to", "with", "for", "in", "on", "of", "at"))
                yield from self._not_in(behind, table, draft)
            for end, meant in self._said.columns_at(after) if after > start + 1 else ():
                own = [m for m in meant if m.place.table == draft.head and not self._said.is_flag(m.place)]
                if (place := column_of(self._said, own, draft)) and not list(self._said.tables_at(after)):
                    yield end + (self._said.word(end) == "address"), draft.with_test(place, "{c} IS NULL")

    def _never_did(self, at: int, draft: Draft) -> Iterator[Step]:
        """``never stayed``: no rows of the table that is called after what is done."""
        verb = self._said.word(at)
        for table in self._said.tables:
            names = parts(table.own_name)
            if (
                len(names) == 1
                and len(verb) > _ALIKE
                and names[0][:_ALIKE] == verb[:_ALIKE]
                and verb.endswith(("ed", "d", "t", "en"))
            ):
                behind = at + 1
                while self._said.word(behind) in _AND_SO_ON:
                    behind += 1
                yield from self._not_in(behind, table, draft)

    def _no_parent(self, end: int, parent: Table, draft: Draft) -> Iterator[Step]:
        """Rows that belong to none of another table."""
        head = draft.head
        keys = [key for key in self._said.keys if head and key.table == head.name and key.parent == parent.name]
        column = head.column(keys[0].column) if head and len(keys) == 1 else None
        if head and column:
            yield end, draft.with_test(Place(head, column), "{c} IS NULL")

    def _not_in(self, end: int, child: Table, draft: Draft) -> Iterator[Step]:
        head = draft.head
        if head is None:
            return
        key = [column for column in head.columns if column.is_key]
        try:
            inner = self._writer.key_query(head, child)
        except NotClear:
            return
        if len(key) == 1:
            yield end, draft.with_test(Place(head, key[0]), f"{{c}} NOT IN {inner}")
