"""What stands behind a figure or a kind and only says again of what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, TIMES
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.words import parts

_HELPERS = frozenset("do does are did have has is".split())
_VERBS = frozenset(
    "come live work belong have play use speak offer sell need stand sit stay be exist appear study cover represent".split()
)
_ENDINGS = frozenset("from in to with at for on out of based located there".split())
_ONCE = (
    "without duplicates",
    "without any duplicates",
    "no duplicates",
    "without repeats",
    "without repetition",
    "only once",
    "each once",
    "each just once",
    "each only once",
    "each of them once",
    "each of them only once",
    "just once",
    "once each",
    "no repeats",
    "without repeating any",
)
_WITH_US = ("from us", "with us", "at home", "at our place", "from our shop", "in our shop")
"""Behind what was done: with those who ask, or where they who have it live."""

_UNITS = {
    "hour": ("hourly",), "day": ("daily",), "night": ("nightly",), "week": ("weekly",), "month": ("monthly",), "year": ("yearly", "annual"),
    "person": (), "head": (), "kilo": ("kg",), "kg": (), "metre": ("m",), "hectare": ("ha",),
}  # fmt: skip
_WHOLE = frozenset(("whole", "entire", "complete"))


class Tails:
    """Reads it."""

    def __init__(self, said: Said, rows: Rows) -> None:
        self._said = said
        self._rows = rows

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        if draft.is_distinct and not draft.group_rows:
            yield from self._of_whom(at, draft)
        if draft.figure:
            yield from self._over_all(at, draft)
            yield from self._formula(at, draft)
        if draft.deed and not draft.figure:
            yield from ((end, draft) for end, _ in self._said.one_of(at, _WITH_US))
        yield from self._once(at, draft)
        yield from self._of_any_state(at, draft)
        yield from self._rate(at, draft)

    def _of_whom(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(how many different towns) do our students come from``: the rows that have them."""
        if self._said.word(at) not in _HELPERS or draft.head is None:
            return
        bare = replace(draft, head=None)
        for end, found in self._rows.of(at + 1, bare):
            if found.head != draft.head:
                continue
            behind = end
            while self._said.word(behind) in _VERBS | _ENDINGS:
                behind += 1
            if behind > end or end == len(self._said):
                yield behind, found

    def _over_all(self, at: int, draft: Draft) -> Iterator[Step]:
        """``of all sales``, ``over all bookings``, ``of the whole collection``, ``(per country) of the guest``."""
        if self._said.word(at) not in ("of", "over", "across", "for", "from", "in"):
            return
        told = [
            draft.head,
            draft.group.table if draft.group else None,
            *(p.table for p in (draft.figure or ("", ()))[1]),
        ]
        for start in self._said.behind(at + 1, DETERMINERS):
            yield from ((end, draft) for end, table in self._said.tables_at(start) if table in told)
            for end, table in self._said.tables_at(start) if draft.head else ():
                if self._is_whole_of(table, draft):
                    yield end, draft
        whole = at + 1 + (self._said.word(at + 1) in ("the", "our"))
        if self._said.word(whole) in _WHOLE and not draft.tests and not self._tells(whole + 1):
            yield whole + 2, draft

    def _is_whole_of(self, table: Table, draft: Draft) -> bool:
        """Whether rows are of what was done, of which the head's are the lines (sales: items)."""
        is_parent = any(draft.head and k.table == draft.head.name and k.parent == table.name for k in self._said.keys)
        return is_parent and not self._said.names_of(table) and (draft.figure or ("COUNT", ()))[0] != "COUNT"

    def _formula(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(words times price)``: the two that are multiplied, said again."""
        places = draft.figure[1] if draft.figure else ()
        if len(places) != 2:
            return
        for first, second in (places, places[::-1]):
            for after in self._said.named_by(at, first):
                for begin, _ in self._said.one_of(after, TIMES):
                    yield from ((end, draft) for end in self._said.named_by(begin, second))

    def _of_any_state(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(how many orders), cancelled ones included``, ``cancelled or not``: all, whatever their state is."""
        start = at + (self._said.word(at) == ",")
        begin = start + (self._said.word(start) == "including")
        for end, meant in self._said.values_at(begin):
            told = [draft.head, *(test.place.table for test in draft.tests)]
            own = [m.place for m in meant if m.place.table in told]
            if not own or any(test.place in own for test in draft.tests):
                continue
            behind = end + (self._said.word(end) in ("ones", "too"))
            if begin > start and (behind > end or behind == len(self._said)):
                yield behind, draft
            for after, _ in self._said.one_of(behind, ("included", "or not")) if begin == start else ():
                yield after, draft

    def _rate(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(cheapest car) per day``: what a number is of is said by its name already."""
        told = [*((draft.figure or ("", ()))[1]), *([draft.order[0]] if draft.order and draft.order[0] else [])]
        unit = self._said.word(at + 1)
        is_rate = self._said.word(at) in ("per", "a", "an") and len(told) == 1 and unit in _UNITS
        if is_rate and {unit, *_UNITS[unit]} & set(parts(told[0].column.name)):
            yield at + 2, draft

    def _tells(self, at: int) -> bool:
        """Whether a word is known in the schema, or is missing."""
        said = self._said
        return at >= len(said) or bool(said.tables_at(at) or said.columns_at(at) or said.values_at(at))

    def _once(self, at: int, draft: Draft) -> Iterator[Step]:
        """``without duplicates``."""
        for start in (at, at + 1) if self._said.word(at) == "," else (at,):
            for end, _ in self._said.one_of(start, _ONCE):
                if len(draft.shown) == 1 and not draft.beside and not draft.figure:
                    yield end, replace(draft, is_distinct=True)
