"""Rows that are asked for as the first of an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging, chosen_by
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import is_kind, one_column, surest
from plugins.sql_assistant.composing.speech.phrases import BY_SOLD, COUNTS, DETERMINERS, HIGHEST, MOST, NEWEST, SELLING
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

_SIZES = frozenset(("biggest", "largest", "smallest", "highest", "lowest"))
_ORDINALS = {"second": 1, "third": 2, "fourth": 3, "fifth": 4, "2nd": 1, "3rd": 2}


class Rankings:
    """Reads them."""

    def __init__(self, said: Said, rows: Rows, belonging: Belonging) -> None:
        self._said = said
        self._rows = rows
        self._belonging = belonging

    def at(self, at: int) -> Iterator[Step]:
        """``top 5 books by price``, ``the three oldest members``, ``cheapest room``."""
        for start in self._said.behind(at, DETERMINERS):
            number = self._said.number(start)
            for after, limit in ((start, ""), *(((start + 1, number),) if number else ())):
                yield from self._superlative(after, limit)
            if nth := _ORDINALS.get(self._said.word(start)):
                yield from self._superlative(start + 1, f"1 OFFSET {nth}")
            yield from self._selling(start, "1")
            if number:
                yield from self._selling(start + 1, number)
            if self._said.word(start) == "top":
                number = self._said.number(start + 1)
                yield from self._superlative(start + 2, number) if number else ()
                for end, draft in self._rows.of(start + 1 + bool(number), Draft(limit=number or "1")):
                    yield from self._by(end, draft, falls=True)

    def _selling(self, at: int, limit: str) -> Iterator[Step]:
        """``best selling product``: by how many were sold, unless another figure is named."""
        for after, phrase in self._said.one_of(at, tuple(SELLING)):
            begin, rows = (after + 1, n) if (n := self._said.number(after)) else (after, limit)
            kinds = [(end, Draft(head=p.table, group=p)) for end, p in one_column(self._said, begin) if is_kind(p)]
            for end, draft in (*self._rows.of(begin, Draft()), *kinds):
                is_many = self._said.stems[end - 1] != self._said.lower[end - 1]
                if is_many and rows == "1":
                    continue
                yield from self._by(end, replace(draft, limit=rows), falls=SELLING[phrase])
                for found in self._belonging.sold(draft) if self._said.word(end) != "by" else ():
                    yield end, replace(chosen_by(found, draft), order=(None, SELLING[phrase]), limit=rows)

    def degree(self, phrase: str, draft: Draft) -> tuple[Place, bool] | None:
        """The column that a superlative is of, and whether it falls; None where it may be another."""
        own = [place for place in self._said.places if place.table == draft.head and not self._said.is_key(place)]
        if phrase in NEWEST:
            own = [p for p in own if self._said.is_date(p) or is_year(p.column.name)]
            births = [p for p in own if name_words(p.column.name) & {"birth", "born", "dob", "birthday"}]
            if phrase in ("youngest", "oldest") and (births or (draft.head and is_of_people(draft.head))):
                own = births  # no age where the day of birth is not known
            return (own[0], NEWEST[phrase]) if len(own) == 1 else None
        names, falls = MOST[phrase]
        measures = [place for place in own if self._said.is_number(place)]
        found = [place for place in measures if name_words(place.column.name) & names]
        plain = [
            place for place in found if all(_is_plainer(place, other) for other in found)
        ]  # price, beside cost_price
        found = plain if len(plain) == 1 else found
        if not found and phrase in _SIZES and not any(map(self._belonging.is_quantity, measures)):
            found = self._belonging.amounts_of(draft.head)
        return (found[0], falls) if len(found) == 1 else None

    def _superlative(self, at: int, limit: str) -> Iterator[Step]:
        for after, phrase in self._said.one_of(at, (*MOST, *NEWEST, *HIGHEST)):
            begin, rows = after, limit
            if not rows and (number := self._said.number(after)):
                begin, rows = after + 1, number
            found = Draft(limit=rows or "1")
            for end, draft in (*self._rows.of(begin, found), *self._rows.of_this_kind(begin, found)):
                if not rows and self._said.stems[end - 1] != self._said.lower[end - 1]:
                    continue  # of several, or the first of them
                if (phrase in MOST or phrase in NEWEST) and (order := self.degree(phrase, draft)):
                    yield end, replace(draft, order=order)
                falls = HIGHEST.get(phrase, MOST[phrase][1] if phrase in MOST else True)
                if phrase not in NEWEST and phrase != "top":
                    yield from self._by(end, draft, falls=falls)

    def _by(self, at: int, draft: Draft, *, falls: bool) -> Iterator[Step]:
        """``by price`` behind what is ranked."""
        if self._said.word(at) != "by":
            return
        for after, _ in self._said.one_of(at + 1, COUNTS):
            for end, table in self._said.tables_at(after):
                if draft.head and self._said.belongs(table, draft.head):
                    yield end, replace(draft, counted=table, order=(None, falls))
            for end, meant in self._said.columns_at(after) if not draft.group else ():
                if place := surest(
                    [m for m in meant if m.place.table == draft.head and self._said.is_measure(m.place)]
                ):
                    yield end, replace(draft, order=(place, falls))
        for end, _ in self._said.one_of(at + 1, BY_SOLD):
            for found in self._belonging.sold(replace(draft, limit="")):
                yield end, replace(chosen_by(found, draft), order=(None, falls), limit=draft.limit)
        plain = replace(draft, limit="")
        for end, found in (*self._belonging.named(at + 1, plain), *self._belonging.sums(at + 1, plain)):
            yield end, replace(chosen_by(found, draft), order=(None, falls), limit=draft.limit)
        for end, meant in self._said.columns_at(at + 1):
            if place := surest([m for m in meant if m.place.table == draft.head and not self._said.is_flag(m.place)]):
                yield end, replace(draft, order=(place, falls))


def _is_plainer(place: Place, other: Place) -> bool:
    """Whether a column is called by one word, which the name of another one holds too."""
    own = parts(place.column.name)
    return len(own) == 1 and own[0] in parts(other.column.name)
