"""Rows, or kinds of them, that have the most of something: rows that belong to them, or what is added up over those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging, chosen_by, is_deed, is_plain, is_spender
from plugins.sql_assistant.composing.amounts.often import Often
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import (
    DATE_SIGNS,
    GOODS,
    HIGHEST,
    MOST_OF,
    OFTEN,
    SPENDINGS,
    STOCKS,
    TAKINGS,
    TRADED,
)
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.short import name_words

_USED = frozenset("used booked chosen picked requested rented hired borrowed".split())
_BEHIND_VERBS = frozenset(("", *DATE_SIGNS, "between", "so", "overall", "altogether", "per", "by", "for", ",", "and"))
"""What may stand behind a verb that has no object."""

_BEEN = ("was", "were", "is", "has been", "have been", "gets", "got")


class Leaders:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said, belonging: Belonging) -> None:
        self._said = said
        self._belonging = belonging
        self._often = Often(said)

    def at(self, at: int, draft: Draft, *, is_many: bool = False) -> Iterator[Step]:
        """``which driver carried the most parcels``, ``which owner has spent the most``."""
        if not is_plain(draft) or (self._said.is_plural_of_a_table(at - 1) and not is_many):
            return  # of several, or the first of them
        yield from self._of_one_kind(at, draft)
        for start, verb_at in self._belonging.behind_verbs(at):
            for after, phrase in self._said.one_of(start, tuple(MOST_OF)):
                for end, found in (*self._most(after, draft, verb_at), *self._sold(after, draft, verb_at)):
                    yield end, _first(found, draft, falls=MOST_OF[phrase])
                yield from self._own(after, draft, verb_at, falls=MOST_OF[phrase])
            if verb_at < 0:
                yield from self._with_figure(start, draft)
        yield from self._spent(at, draft)
        yield from self._done_to(at, draft)
        yield from self._by_us(at, draft)

    def _sold(self, at: int, draft: Draft, verb_at: int) -> Iterator[Step]:
        """``sold the most copies``."""
        verb = self._said.word(verb_at) if verb_at >= 0 else ""
        if self._said.word(at) in GOODS and verb in {"", *TRADED} and not any(self._said.columns_at(at)):
            yield from ((at + 1, found) for found in self._belonging.sold(draft))

    def _of_one_kind(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(which city) do most customers come from``."""
        if not draft.group or self._said.word(at) not in ("do", "did", "have"):
            return
        for after, _ in self._said.one_of(at + 1, ("the most", "most")):
            for end, found in self._belonging.counts(after, draft):
                if found.head == draft.head and self._said.word(end) in ("come", "live", "work", "have", "belong"):
                    behind = end + 1 + (self._said.word(end + 1) in ("from", "in", "to", "at"))
                    yield behind, _first(found, draft, falls=True)

    def behind_figures(self, at: int, draft: Draft) -> Iterator[Step]:
        """``made``, ``sold`` behind a figure: the verb says no more, though it may be a value as well."""
        if self._said.tables_at(at) or self._said.columns_at(at) or self._said.word(at + 1) not in _BEHIND_VERBS:
            return
        is_of_trade = self._said.word(at) in TRADED
        if draft.figure and draft.head and (is_of_trade or self._belonging.says_no_more(at, draft.head)):
            yield at + 1, draft

    def _most(self, at: int, draft: Draft, verb_at: int) -> Iterator[Step]:
        belonging = self._belonging
        for end, found in (*belonging.counts(at, draft), *belonging.sums(at, draft), *belonging.money(at, draft)):
            told = belonging.by_verb(verb_at, found)
            if told or (found.figure == ("COUNT", ()) and self._often.told_by_whom(verb_at, found, draft)):
                yield end, self._often.by_whom(verb_at, told or found, draft)
            yield from self._passive(end, found, draft, verb_at)
            if told and found.head and found.figure == ("COUNT", ()) and name_words(found.head.own_name) & TAKINGS:
                yield from belonging.takings(end, draft)  # most sales: so many, or so much

    def _passive(self, end: int, found: Draft, draft: Draft, verb_at: int) -> Iterator[Step]:
        """``(who has had the most tickets) assigned to them``."""
        is_of_them = self._said.word(end + 1) in ("to", "by", "for") and self._said.word(end + 2) in (
            "them",
            "him",
            "her",
        )
        is_bare = verb_at < 0 or self._said.word(verb_at) in ("had", "has", "have", "got")
        if is_of_them and is_bare and self._often.told_by_whom(end, found, draft):
            yield end + 3, self._often.by_whom(end, found, draft)

    def _own(self, at: int, draft: Draft, verb_at: int, *, falls: bool) -> Iterator[Step]:
        """``(which player) scored the most goals``: a number that rows have themselves."""
        if draft.group or not draft.head or not self._belonging.says_no_more(verb_at, draft.head):
            return
        for end, meant in self._said.columns_at(at):
            own = [m for m in meant if m.place.table == draft.head and self._belonging.is_added_up(m.place)]
            if place := surest(own):
                yield end, replace(draft, order=(place, falls), limit="1")

    def _with_figure(self, at: int, draft: Draft) -> Iterator[Step]:
        """``with the highest average mark``, ``with the lowest revenue``."""
        for start in self._said.behind(at, frozenset(("the", "a"))):
            for after, phrase in self._said.one_of(start, tuple(HIGHEST)):
                for end, found in self._belonging.named(after, draft):
                    yield end, _first(found, draft, falls=HIGHEST[phrase])

    def _spent(self, at: int, draft: Draft) -> Iterator[Step]:
        """``has spent the most``: money in rows that belong to those that are asked for."""
        start = at + (self._said.word(at) in ("that", "who"))
        start += self._said.word(start) in ("has", "have", "had")
        for after, verb in self._said.one_of(start, SPENDINGS):
            if verb.startswith(("pa", "sp")) and not (draft.head and is_spender(draft.head)):
                continue
            if verb.startswith("pa") and self._said.tells_paid:
                continue  # some is not paid yet
            for end, phrase in self._said.one_of(after, tuple(MOST_OF)):
                if not phrase.endswith("of"):
                    behind = end + (self._said.word(end) == "money")
                    for stop, found in self._belonging.spent(behind, draft):
                        yield stop, _first(found, draft, falls=MOST_OF[phrase])
                        if self._said.word(stop) in ("on", "in", "for"):
                            named = [e for e, table in self._said.tables_at(stop + 1) if table == found.head]
                            yield from ((e, _first(found, draft, falls=MOST_OF[phrase])) for e in named)

    def _by_us(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(which tea) have we sold the most of``, ``do we have the most of in stock``."""
        if self._said.word(at + 1) != "we" or self._said.word(at) not in ("have", "do", "did"):
            return
        verb = self._said.word(at + 2)
        for after, phrase in self._said.one_of(at + 3, tuple(MOST_OF)):
            begin = after + (self._said.word(after) in GOODS)
            begin = after if phrase.endswith("of") else begin + (self._said.word(begin) == "of")
            if verb in ("sold", "sell") and (begin > after or phrase.endswith("of")):
                yield from (
                    (begin, _first(found, draft, falls=MOST_OF[phrase])) for found in self._belonging.sold(draft)
                )
            own = [p for p in self._said.places if p.table == draft.head and self._said.is_measure(p)]
            stocks = [place for place in own if name_words(place.column.name) & STOCKS]
            if verb in ("have", "hold", "stock") and len(stocks) == 1 and not draft.group:
                for end, _ in self._said.one_of(begin, ("in stock", "on hand", "left")):
                    yield end, replace(draft, order=(stocks[0], MOST_OF[phrase]), limit="1")

    def _done_to(self, at: int, draft: Draft) -> Iterator[Step]:
        """``which tool was hired the most``: rows of the table that is called after what is done."""
        start = next((end for end, _ in self._said.one_of(at, _BEEN)), at)
        verb = self._said.word(start)
        children = [
            t for t in self._said.tables if draft.head and t != draft.head and self._said.belongs(t, draft.head)
        ]
        called = [table for table in children if is_deed(verb, table)]
        if not called and verb in _USED and len(children) == 1:
            called = children
        is_traded = any(map(self._belonging.is_quantity, self._said.places_of(called[0]))) if called else False
        if len(called) == 1 and not is_traded and not list(self._said.values_at(start)) and not draft.group:
            for end, phrase in self._said.one_of(start + 1, tuple(OFTEN)):
                found = Draft(head=called[0], figure=("COUNT", ()))
                yield end, _first(found, draft, falls=OFTEN[phrase])


def _first(found: Draft, draft: Draft, *, falls: bool) -> Draft:
    return replace(chosen_by(found, draft), order=(None, falls), limit="1")
