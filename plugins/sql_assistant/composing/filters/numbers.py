"""Conditions on numbers: a bound, a range, another number of the row."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.meanings import column_of
from plugins.sql_assistant.composing.speech.measured import converted, is_counted_in, is_in_another
from plugins.sql_assistant.composing.speech.phrases import AFTERWARDS, DETERMINERS, MORE, SIGNS, STOCKS, UNITS, VERBS
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

Told = list[list[Meant] | frozenset[str]]
"""What stands before a number: columns that may be meant, or words that their names hold."""
_AS_MUCH = ("as much as", "as many as", "the same as")
_TAKING = frozenset("run runs running ran take takes taking took".split())
_UNIT_BEHIND = 6
_ROOM_FOR = ("room for", "space for", "places for", "seats for", "seating for")
_ROOM = frozenset("capacity seat place participant people".split())
_RARE = frozenset("hour hours tonne tonnes ton tons mg mm".split())
"""Units that a column which tells none is seldom counted in."""
_LIMITS = frozenset("reorder minimum min threshold safety".split())


class Numbers:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``price over 20``, ``more than 20 pages``, ``costing less than 20``, ``between 1 and 2 hours``, ``over 2 tonnes``."""
        for start, own in self.before(at):
            for after, sign, names in self.signs(start):
                yield from self._with_number(after, sign, [*own, *([names] if names else [])], draft)
            yield from self._range(start, own, draft)

    def compared(self, at: int, draft: Draft) -> Iterator[Step]:
        """``stock below the reorder level``, ``more wins than losses``: two columns of a row."""
        for start, told in self.before(at):
            for after, sign, _ in self.signs(start):
                if sign == "=" and after == start:
                    continue
                for begin in self._said.behind(after, DETERMINERS | {"their", "its"}):
                    yield from self._with_other(begin, told, sign, draft)
        yield from self._more_than(at, draft)

    def _with_other(self, at: int, told: Told, sign: str, draft: Draft) -> Iterator[Step]:
        for end, meant in self._said.columns_at(at):
            other = column_of(self._said, [m for m in meant if self._said.is_measure(m.place)], draft)
            if other is None or other.table != draft.head:
                continue
            limits = not told and bool(name_words(other.column.name) & _LIMITS)
            places = [
                p
                for p in (self.agreed(told, draft) if told else self.called(STOCKS, draft) if limits else [])
                if p != other
            ]
            if len(places) == 1:
                yield end, draft.with_test(places[0], f"{{c}} {sign} {{d}}", other)

    def _more_than(self, at: int, draft: Draft) -> Iterator[Step]:
        for word, sign in (("more", ">"), ("fewer", "<"), ("less", "<")):
            if self._said.word(at) != word:
                continue
            for than, meant in self._said.columns_at(at + 1):
                place = column_of(self._said, [m for m in meant if self._said.is_measure(m.place)], draft)
                for end, others in self._said.columns_at(than + 1) if place and self._said.word(than) == "than" else ():
                    other = column_of(self._said, [m for m in others if self._said.is_measure(m.place)], draft)
                    if place and other and other != place and place.table == other.table == draft.head:
                        yield end, draft.with_test(place, f"{{c}} {sign} {{d}}", other)

    def measured_against(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, str]]:
        """(place behind it, column, sign) for ``pricier than``, ``weigh more than``, ``cost as much as``."""
        for start, told in self.before(at):
            for after, sign, names in self.signs(start):
                both = [*told, *([names] if names else [])]
                if (
                    sign != "="
                    and both
                    and len(places := self.agreed(both, draft)) == 1
                    and places[0].table == draft.head
                ):
                    yield after, places[0], sign
            for after, _ in self._said.one_of(start, _AS_MUCH) if told else ():
                if len(places := self.agreed(told, draft)) == 1 and places[0].table == draft.head:
                    yield after, places[0], "="

    def called(self, names: frozenset[str], draft: Draft) -> list[Place]:
        """The numbers of the head whose names hold one of these words."""
        return [
            place
            for place in self._said.places
            if place.table == draft.head
            and self._said.is_number(place)
            and not self._said.is_key(place)
            and name_words(place.column.name) & names
        ]

    def before(self, at: int) -> Iterator[tuple[int, Told]]:
        """What may stand before a comparison: nothing, a column, a verb that means one."""
        yield at, []
        word = self._said.word(at)
        is_verb = word in VERBS and self._said.word(at - 1) in ("that", "which", "who")
        for end, meant in self._said.columns_at(at) if not is_verb else ():
            for start in self._said.behind_links(end):
                yield start, [meant]
        if word in _TAKING and any(map(UNITS.get, self._said.lower[at + 2 : at + _UNIT_BEHIND])):
            yield at + 1, []  # the unit says what is measured
        for end, _ in self._said.one_of(at, _ROOM_FOR):
            yield end, [_ROOM]
        if word == "paid" and self._said.word(at - 1) in ("who", "that", "has", "have"):
            return  # what they paid, and not what they get
        if (names := VERBS.get(word)) or (word.endswith(("ed", "ing")) and (names := self._verbal(word))):
            yield at + 1, [names]

    def _verbal(self, word: str) -> frozenset[str]:
        """Words of columns that a verb is made of (delayed: delay)."""
        own = {part for place in self._said.places if self._said.is_number(place) for part in parts(place.column.name)}
        return frozenset(part for part in own if len(part) > 3 and word.startswith(part))

    def signs(self, at: int) -> Iterator[tuple[int, str, frozenset[str]]]:
        """(place behind it, sign, words of the columns that it is of) for comparisons, and for none."""
        for end, phrase in self._said.one_of(at, tuple(SIGNS)):
            yield end, SIGNS[phrase], frozenset()
        for end, phrase in self._said.one_of(at, tuple(MORE)):
            names, is_much = MORE[phrase]
            yield end, ">" if is_much else "<", names
        yield at, "=", frozenset()

    def _with_number(self, at: int, sign: str, told: Told, draft: Draft) -> Iterator[Step]:
        number = self._said.number(at)
        if not number:
            return
        end = at + 1
        for after, phrase in self._said.one_of(end, tuple(AFTERWARDS)):
            if sign == "=":
                end, sign = after, AFTERWARDS[phrase]
        for place, stop in self._measured(end, told, draft):
            own = self._in_its_unit(number, end, stop, place)
            told_after = [*self._said.one_of(stop, tuple(AFTERWARDS))] if sign == "=" and stop > end else []
            for after, phrase in told_after if own else ():
                yield after, draft.with_test(place, f"{{c}} {AFTERWARDS[phrase]} {own}")
            if own and not told_after:
                yield stop, draft.with_test(place, f"{{c}} {sign} {own}")

    def _range(self, at: int, told: Told, draft: Draft) -> Iterator[Step]:
        if self._said.word(at) not in ("between", "from"):
            return
        low, high = self._said.number(at + 1), self._said.number(at + 3)
        if not low or not high or self._said.word(at + 2) not in ("and", "to"):
            return
        for place, stop in self._measured(at + 4, told, draft):
            first, last = (self._in_its_unit(number, at + 4, stop, place) for number in (low, high))
            if first and last:
                yield stop, draft.with_test(place, f"{{c}} BETWEEN {first} AND {last}")

    def _measured(self, end: int, told: Told, draft: Draft) -> Iterator[tuple[Place, int]]:
        """The column that a number is of, by what stands before it (``told``) or behind it; and the place behind all."""
        units = UNITS.get(self._said.word(end))
        if told:
            places = self.agreed(told, draft)
            if units:
                is_named = all(not isinstance(one, frozenset) for one in told)
                narrowed = [place for place in places if name_words(place.column.name) & units]
                narrowed = narrowed or (places if is_named else [])  # longer than 90 minutes: no pages
                if len(narrowed) == 1:
                    yield narrowed[0], end + 1
            elif len(places) == 1:
                yield places[0], end
            return
        counted = [place for place in self.called(units or frozenset(), draft) if "per" not in parts(place.column.name)]
        if len(counted) == 1:
            yield counted[0], end + 1
        for stop, meant in self._said.columns_at(end):
            place = column_of(self._said, [m for m in meant if self._said.is_number(m.place)], draft)
            if place:
                yield place, stop

    def _in_its_unit(self, number: str, at: int, end: int, place: Place) -> str:
        """A number as its column counts it; empty where the unit that stands between two places cannot be counted so."""
        unit, name = self._said.word(at) if end > at else "", self._said.name_of(place)
        if unit and is_in_another(unit, name):
            return converted(number, unit, name)
        return "" if unit in _RARE and not is_counted_in(unit, name) else number

    def _is_year(self, place: Place) -> bool:
        return is_year(place.column.name) and not self._said.is_date(place)

    def agreed(self, told: Told, draft: Draft) -> list[Place]:
        """The columns that all that was told may mean."""
        found: list[Place] = []
        for one in told:
            if isinstance(one, frozenset):
                places = self.called(one, draft)
                plain = [place for place in places if parts(place.column.name) == ["price"]]  # beside a cost price
                is_told = any(parts(place.column.name) == ["cost"] for place in places)
                places = plain if one >= {"price", "cost"} and plain and not is_told else places
            else:
                numbers = [m for m in one if self._said.is_number(m.place) or self._is_year(m.place)]
                place = column_of(self._said, numbers, draft)
                places = [place] if place else []
            found = [place for place in found if place in places] if found else places
        return found
