"""Money that came in: the column that holds it, or a quantity and a price."""

from __future__ import annotations

from plugins.sql_assistant.composing.speech.phrases import (
    AMOUNTS,
    OUTLAYS,
    PRICES,
    QUANTITIES,
    RATES,
    SPENDERS,
    STOCKS,
    TRADED,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import is_a_name
from plugins.sql_assistant.words import parts

Factors = tuple[Place, ...]
"""A column, or two that are multiplied."""

_SPANS = frozenset("day hour night seat head number count".split())
"""Quantities beside which a price that does not say of what it is may be that of all."""

_PAID = frozenset("paid payment received settled".split())
_PAYMENTS = frozenset("payment receipt donation".split())
_PAYEES = frozenset(
    "supplier vendor employee staff worker teacher driver contractor landlord payroll wage salary expense creditor purchase".split()
)
_CURRENCIES = frozenset("eur euro usd dollar gbp pound chf cny rmb".split())
_OF_ONE = frozenset("unit per each rate daily nightly hourly single piece".split())
_ADDED = frozenset("tax vat discount exchange commission interest tip deposit".split())


class Money:
    """Finds it."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def takings(self) -> list[Factors]:
        """All that "revenue" may mean: more than one where the schema holds it in several ways."""
        amounts, pair = [place for place in self.amounts() if not self._is_owed(place.table)], self.pair()
        if pair and any(place.table == pair[0].table for place in amounts):
            pair = None  # what a row came to is in it already
        return [*((place,) for place in amounts), *([pair] if pair else [])]

    def _is_owed(self, table: Table) -> bool:
        """Whether rows tell when they were paid, and another day too: what was taken in is not what was asked for."""
        dates = [place for place in self._said.places_of(table) if self._said.is_date(place)]
        return len(dates) > 1 and any(_PAID & set(parts(place.column.name)) for place in dates)

    def received(self) -> list[tuple[Table, Place, Place]]:
        """Rows of what was paid to us, with the amount and the day of it."""
        found = []
        for table in self._said.tables:
            amounts = self._amounts_of(table) if self._is_of_payers(table) else []
            dates = [place for place in self._said.places_of(table) if self._said.is_date(place)]
            paid = [place for place in dates if _PAID & set(parts(place.column.name))]
            if not paid and is_of_payments(table) and len(dates) == 1:
                paid = dates
            if len(amounts) == len(paid) == 1:
                found.append((table, amounts[0], paid[0]))
        return found

    def _is_of_payers(self, table: Table) -> bool:
        """Whether rows belong to those who pay us, and to none whom we pay."""
        parents = [self._said.by_name[key.parent] for key in self._said.keys if key.table == table.name]
        words = {word for one in (table, *parents) for word in name_words(one.own_name)}
        payers = [t for t in self._said.tables if name_words(t.own_name) & SPENDERS]
        is_paid = any(self._said.belongs(table, payer, far=True) for payer in payers)
        return is_paid and not words & _PAYEES and not self._is_outlay(table)

    def amounts(self) -> list[Place]:
        """Columns of money in rows of what was done (a job's price, a visit's fee, an invoice's amount)."""
        events = [table for table in self._said.tables if self._is_event(table)]
        found = [place for table in events for place in self._amounts_of(table)]
        own = {place.table.name for place in found}
        others = [table for table in events if table.name not in own and self.measures(table, AMOUNTS, without=RATES)]
        return [] if others else found  # it may be that of other rows

    def _is_event(self, table: Table) -> bool:
        own = [place for place in self._said.places if place.table == table]
        is_child = any(key.table == table.name for key in self._said.keys)
        is_named = any(is_a_name(place.column) for place in own)
        return is_child and not is_named and any(map(self._said.is_date, own)) and not self._is_outlay(table)

    def _is_outlay(self, table: Table) -> bool:
        return bool(name_words(table.own_name) & OUTLAYS)

    def is_amount(self, place: Place) -> bool:
        """Whether a column holds money that came in."""
        return self._said.is_measure(place) and _is_amount(place)

    def _amounts_of(self, table: Table) -> list[Place]:
        return [place for place in self._said.places_of(table) if self.is_amount(place)]

    def pair(self) -> tuple[Place, Place] | None:
        """A quantity and a price: of the only table that has one of each, else of the only lines of things that have a price."""
        own = [pair for table in self._said.tables if (pair := self._factors(table, table))]
        others = [
            pair
            for key in self._said.keys
            if key.table != key.parent
            and (pair := self._factors(self._said.by_name[key.table], self._said.by_name[key.parent]))
        ]
        found = own or others
        return found[0] if len(found) == 1 else None

    def _factors(self, lines: Table, things: Table) -> tuple[Place, Place] | None:
        many = [p for p in self.measures(lines, QUANTITIES, without=PRICES | STOCKS) if not _is_amount(p)]
        sold = [place for place in many if name_words(place.column.name) & TRADED]
        many = sold if len(sold) == 1 else many
        much = self.measures(things, PRICES, without=_ADDED | frozenset(("cost",)))
        is_child = any(key.table == lines.name for key in self._said.keys)
        if len(many) != 1 or len(much) != 1 or not is_child or self._is_outlay(lines):
            return None
        is_of_all = lines == things and bool(_SPANS & name_words(many[0].column.name)) and not _is_of_one(much[0])
        return None if is_of_all else (many[0], much[0])

    def measures(self, table: Table, names: frozenset[str], *, without: frozenset[str]) -> list[Place]:
        """The numbers of a table whose names hold some words, and not others."""
        own = [place for place in self._said.places if place.table == table and self._said.is_measure(place)]
        words = {place: name_words(place.column.name) for place in own}
        return [place for place in own if words[place] & names and not words[place] & without]


def is_of_payments(table: Table) -> bool:
    """Whether rows are what was paid, and not what was asked for."""
    return bool(name_words(table.own_name) & _PAYMENTS)


def _is_of_one(price: Place) -> bool:
    """Whether a price says that it is that of one (unit price, price per word)."""
    bare = set(parts(price.column.name)) - set(parts(price.table.own_name))
    return bool(name_words(price.column.name) & _OF_ONE) or len(bare) > 1


def _is_amount(place: Place) -> bool:
    """Whether all words of a column's name, apart from its table's, are of money that came in (sale price, total amount)."""
    words = set(parts(place.column.name)) - set(parts(place.table.own_name))
    full = name_words(place.column.name)
    return (
        bool(full & AMOUNTS) and not full & RATES and all(name_words(word) & (AMOUNTS | _CURRENCIES) for word in words)
    )
