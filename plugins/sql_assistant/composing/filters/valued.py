"""Conditions on texts that rows hold: in Leeds, neither red nor blue, of the boat Blue Heron, job 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.meanings import nearest
from plugins.sql_assistant.composing.speech.phrases import DENIED, DETERMINERS, DONE_THEN, EXCEPT, NOT
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.linking import said_otherwise
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.vocabulary import NATIONS
from plugins.sql_assistant.words import parts

_IS, _IS_NOT = "{c} =", "{c} !="
_LISTING = ("or", "and", ",", "nor")
_BETWEEN = frozenset("in from by of at to on with for or and the a an either".split())
"""What may stand between a negation, or the links of a list, and a value."""

_OF_OTHERS = frozenset("of by to with for from under at on against as than".split())
_DONE = ("ed", "en", "id", "ade", "old", "wn", "ilt")
_PARTICIPLES = ("ed", "paid", "sold", "sent", "bought", "made", "taken", "given")
_HOW = frozenset(("by", "via", "through", "with", "on", "over", "using", "at"))
_BY = frozenset(("by", "with", "via", "in", "using", "from", "over", "on", "through"))
_THE = frozenset(("the", "a", "an", "either"))
_ALIKE = 4
_OUT = ("left out", "excluded", "not included", "not counted", "excepted")
_IN = ("included", "counted too", "too", "as well", "counted as well")
_WAYS = frozenset("channel method medium source via platform".split())
_FAMILY = 5
_TOWARDS = frozenset(("to", "in", "for", "on", "with", "against"))
_AT_GROUP = frozenset(("in", "of", "on", "for", "from", "at", "with"))
_GROUPS = frozenset(("group", "level", "no", "number"))
_GROUPED = 3
"""Digits of a number that tells groups apart, and no year."""
_LEAST_NUMBER = 2
"""Letters of the name before the number of a row."""


class Values:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._value(at, draft)
        yield from self._named_value(at, draft)
        yield from self._owned(at, draft)
        yield from self._numbered(at, draft)
        yield from self._done_by(at, draft)
        yield from self._inclined_to(at, draft)
        yield from self._left_out(at, draft)
        yield from self._in_group(at, draft)

    def but(self, at: int, draft: Draft) -> Iterator[Step]:
        """Behind "but" that stands for "except": a value that rows have not."""
        for start in self._said.behind(at, _BETWEEN):
            for end, meant in self._said.values_at(start):
                place = nearest(self._said, meant, draft)
                if place and place.table == draft.head:
                    yield from self._values(start, end, place, _IS_NOT, draft)

    def own(self, at: int, draft: Draft) -> Iterator[Step]:
        """A value by itself."""
        yield from self._value(at, draft)

    def _value(self, at: int, draft: Draft) -> Iterator[Step]:
        """``in Leeds``, ``not from Leeds``, ``Leeds or York``, ``the Dairy category``."""
        for start, sign in self._perhaps_not(at):
            for end, meant in self._said.values_at(start):
                place = nearest(self._said, self._of_what_follows(end, meant, draft), draft)
                if place is None or self._is_of_a_nation(start, end, place, draft):
                    continue
                if not self._is_a_deed(end, place, draft) and not self._is_of_it(start, place, draft):
                    yield from self._values(start, end, place, sign, draft)

    def _of_what_follows(self, end: int, meant: Sequence[Meant], draft: Draft) -> Sequence[Meant]:
        """Of the columns with a value those of what stands behind it (patients with a planned infusion)."""
        behind = [table for _, table in self._said.tables_at(end)]
        behind += [m.place.table for _, values in self._said.values_at(end) for m in values]
        own = [m for m in meant if m.place.table in behind]
        return own if own and draft.head not in behind else meant

    def _is_of_a_nation(self, start: int, end: int, place: Place, draft: Draft) -> bool:
        """Whether a language of rows beside is said as well of the people of a land (German authors, of books in German)."""
        texts = [p for p in self._said.places if p.table == draft.head and p.column.is_text]
        said = " ".join(self._said.lower[start:end])
        is_told = (
            any(said_otherwise(text.column.name, {said: range(1)}) for text in texts) if said in NATIONS else False
        )
        return is_told and place.table != draft.head

    def _is_of_it(self, at: int, place: Place, draft: Draft) -> bool:
        """Whether a preposition stands before what a row of the head is called by: others belong to it (the staff of Anna Berg)."""
        is_name = place.table == draft.head and self._said.is_a_name(place)
        is_of_row = bool(draft.shown or draft.beside or (draft.figure and draft.figure[1]))
        while self._said.word(at - 1) in DETERMINERS - {"of"}:
            at -= 1
        return is_name and not is_of_row and self._said.word(at - 1) in _OF_OTHERS

    def _is_a_deed(self, end: int, place: Place, draft: Draft) -> bool:
        """Whether a value is said as what somebody did (the dishes that Mia ordered), and not of the rows that have it."""
        is_of_rows = any(
            table == place.table for _, table in (*self._said.tables_at(end), *self._said.tables_at(end - 2))
        )
        is_of_rows |= any(m.place.table == place.table for _, values in self._said.values_at(end) for m in values)
        is_done = self._said.word(end - 1).endswith(_PARTICIPLES)
        if is_done and self._said.word(end) in _HOW and any(self._value_behind(end + 1)):
            return True  # booked on the web
        return is_done and not is_of_rows and not self._is_of_row(place, draft)

    def _value_behind(self, at: int) -> Iterator[bool]:
        yield from (
            bool(self._said.values_at(start)) for start in self._said.behind(at, _THE) if self._said.values_at(start)
        )

    def _named_value(self, at: int, draft: Draft) -> Iterator[Step]:
        """``status is open``, ``whose city is Leeds``: the column stands beside its value."""
        for first, denied in self._perhaps_not(at):
            is_told = (
                denied == _IS or self._said.word(first - 1) in _BETWEEN
            )  # not in class E; not paid by card is more
            for after, meant in self._said.columns_at(first) if is_told else ():
                for start in self._said.behind_links(after):
                    for begin, sign in self._perhaps_not(start):
                        for end, values in self._said.values_at(begin):
                            places = {m.place for m in meant} & {m.place for m in values}
                            if len(places) == 1 and _IS in (denied, sign):
                                is_not = _IS_NOT in (denied, sign)
                                yield from self._values(begin, end, places.pop(), _IS_NOT if is_not else _IS, draft)

    def _owned(self, at: int, draft: Draft) -> Iterator[Step]:
        """``the boat Blue Heron``: a value behind the name of its table."""
        for start, sign in self._perhaps_not(at):
            for begin, table in self._said.tables_at(start):
                for end, values in self._said.values_at(begin) if table != draft.head else ():
                    places = {m.place for m in values if m.place.table == table}
                    if len(places) == 1:
                        yield from self._values(begin, end, places.pop(), sign, draft)

    def _done_by(self, at: int, draft: Draft) -> Iterator[Step]:
        """``paid by card``, ``supplied by Brack``: a deed that the column, or its table, is called after."""
        verb = self._said.word(at)
        if verb.endswith(_DONE) and self._said.word(at + 1) in _BY:
            for start in self._said.behind(at + 2, _THE):
                for end, meant in self._said.values_at(start):
                    place = nearest(self._said, meant, draft)
                    is_told = place and (self._tells(verb, place) or self._is_a_way(verb, place, draft))
                    if place and is_told and self._is_of_row(place, draft):
                        yield from self._values(start, end, place, _IS, draft)

    def _inclined_to(self, at: int, draft: Draft) -> Iterator[Step]:
        """``allergic to nuts``, ``specialising in tax``: a word of the family of a text's name before its value."""
        word = self._said.word(at)
        if len(word) < _FAMILY or self._said.word(at + 1) not in _TOWARDS:
            return
        for start in self._said.behind(at + 2, _THE):
            for end, meant in self._said.values_at(start):
                own = {m.place for m in meant if m.place.table == draft.head}
                places = [p for p in own if any(n[:_FAMILY] == word[:_FAMILY] for n in name_words(p.column.name))]
                if len(places) == 1:
                    yield from self._values(start, end, places[0], _IS, draft)

    def _in_group(self, at: int, draft: Draft) -> Iterator[Step]:
        """``in year 4``, ``on floor 2``: a number behind what a number's column is called by, alone or with "group" or the like."""
        word, number = self._said.word(at), self._said.word(at + 1)
        if not number.isdigit() or len(number) > _GROUPED or self._said.word(at - 1) not in _AT_GROUP:
            return
        places = [
            place
            for place in self._said.places
            if self._said.is_measure(place)
            and (own := parts(self._said.name_of(place)))[0] == word
            and (own[1:] or ["no"])[0] in _GROUPS
            and len(own) <= _LEAST_NUMBER
        ]
        if (place := nearest(self._said, [Meant(p) for p in places], draft)) and self._is_of_row(place, draft):
            yield at + 2, draft.with_test(place, f"{_IS} {number}")

    def _left_out(self, at: int, draft: Draft) -> Iterator[Step]:
        """``, cancelled ones left out``; ``cancelled ones included``, which is no condition."""
        for end, meant in self._said.values_at(at):
            start = end + (self._said.word(end) == "ones")
            own = {
                (m.place, m.value) for m in meant if m.place.table == draft.head and not self._said.is_a_name(m.place)
            }
            for behind, _ in self._said.one_of(start, _OUT) if len(own) == 1 else ():
                place, value = next(iter(own))
                yield behind, draft.with_test(place, f"{_IS_NOT} {repr_sql(value)}")
            if own and start > end:
                yield from ((behind, draft) for behind, _ in self._said.one_of(start, _IN))

    def _is_a_way(self, verb: str, place: Place, draft: Draft) -> bool:
        """Whether a value says in which way a row came about (booked by phone)."""
        is_way = bool(name_words(place.column.name) & _WAYS)
        return place.table == draft.head and (is_way or verb in DONE_THEN)

    def _tells(self, verb: str, place: Place) -> bool:
        called = name_words(place.table.own_name)
        return speaks_of(verb, place.column.name) or any(name[:_ALIKE] == verb[:_ALIKE] for name in called)

    def _numbered(self, at: int, draft: Draft) -> Iterator[Step]:
        """``job 2``: the number of a row behind the name of its table."""
        starts = [(end, table) for end, table in self._said.tables_at(at) if table != draft.head]
        if draft.head and (at, draft.head) in self._said.tables_at(at - 1):
            starts.append((at, draft.head))
        for start, table in starts:
            begin = start + (self._said.word(start) in ("number", "no", "nr", "id"))
            is_one = len(self._said.word(start - 1)) > _LEAST_NUMBER and self._is_singular(start - 1)
            place = self._said.number_of(table) if is_one and self._said.word(begin).isdigit() else None
            if place and not place.column.is_text and not self._said.values_at(begin):
                yield begin + 1, draft.with_test(place, f"{_IS} {self._said.word(begin)}")

    def _is_singular(self, at: int) -> bool:
        return self._said.stems[at : at + 1] == self._said.lower[at : at + 1]

    def _values(self, start: int, end: int, place: Place, sign: str, draft: Draft) -> Iterator[Step]:
        own = {m.value for m in self._meant(start, end) if m.place == place}
        is_not, is_own = sign == _IS_NOT, self._is_of_row(place, draft)
        if len(own) != 1 or (is_not and not (is_own and self._ends(end, place))):
            return
        listed = [next(iter(own))]
        yield from self._named_behind(end, place, draft.with_test(place, f"{sign} {repr_sql(listed[0])}"))
        while self._said.word(end) in _LISTING:
            is_open = "and" in (self._said.word(end), self._said.word(end + 1))
            found = next(self._next(end + 1, place), None)
            if found is None or (is_open and not is_not and (draft.figure or not is_own)):
                return  # of each, or of those that have both
            end, value = found
            listed.append(value)
            values = " , ".join(map(repr_sql, listed))
            tested = draft.with_test(place, f"{{c}} {'NOT IN' if is_not else 'IN'} ( {values} )")
            yield from self._named_behind(end, place, tested)

    def _next(self, at: int, place: Place) -> Iterator[tuple[int, str]]:
        """The next value of a list of values of one column."""
        for start in self._said.behind(at, _BETWEEN):
            for end, meant in self._said.values_at(start):
                yield from ((end, m.value) for m in meant if m.place == place)

    def _named_behind(self, end: int, place: Place, draft: Draft) -> Iterator[Step]:
        """``Dairy``, ``Dairy category``, ``Dutch artists``, ``red ones``: what a value is of may stand behind it."""
        yield end, draft
        for behind, table in self._said.tables_at(end):
            if table == place.table != draft.head:
                yield behind, draft
        for behind, meant in self._said.columns_at(end):
            if any(m.place == place for m in meant) and not self._said.values_at(end):
                yield behind, draft
        if self._said.word(end) == "ones":
            yield end + 1, draft

    def _meant(self, start: int, end: int) -> Iterator[Meant]:
        return (m for e, meant in self._said.values_at(start) if e == end for m in meant)

    def _is_of_row(self, place: Place, draft: Draft) -> bool:
        """Whether each row that is asked for has but one value there."""
        head = draft.head
        return head is not None and (place.table == head or self._said.belongs(head, place.table, far=True))

    def _ends(self, end: int, place: Place) -> bool:
        """Whether a value is no part of a name of several columns, of which a negation could not be said one by one."""
        return not any(m.place.table == place.table and m.place != place for m in self._behind(end))

    def _behind(self, end: int) -> Iterator[Meant]:
        return (m for _, meant in self._said.values_at(end) for m in meant)

    def _perhaps_not(self, at: int) -> Iterator[tuple[int, str]]:
        yield at, _IS
        if self._said.word(at) in ("still", "only", "either"):
            yield at + 1, _IS
        for end, _ in self._said.one_of(at, (*NOT, *EXCEPT, *DENIED)):
            yield from ((start, _IS_NOT) for start in self._said.behind(end, _BETWEEN))
