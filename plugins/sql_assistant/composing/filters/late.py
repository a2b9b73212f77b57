"""Two dates of a row that are compared: returned late, arrived later than expected, paid after their due date, delivered on time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.dated import is_plain_time
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.short import name_words

_DUE = frozenset("due deadline expected promised planned scheduled agreed target".split())
_DONE = frozenset(
    "return returned deliver delivered delivery paid payment finish finished arrival arrived complete completed done".split()
)
_LATE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("late", "too late", "past the due date", "past their due date", "behind schedule"), ">"),
        **dict.fromkeys(("early", "too early", "ahead of schedule"), "<"),
        **dict.fromkeys(("on time", "in time", "punctually"), "<="),
    }
)
_COMPARED: Mapping[str, str] = MappingProxyType(
    {"after": ">", "later than": ">", "before": "<", "earlier than": "<", "sooner than": "<"}
)
_BETWEEN = frozenset("the their its they it we was were is are had have been when".split())
_BACK = frozenset(("came", "come", "brought", "given", "handed", "sent", "taken"))


class Late:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        dates = [place for place in self._said.places if place.table == draft.head and self._said.is_date(place)]
        due = [place for place in dates if name_words(place.column.name) & _DUE]
        for start, done in self._done(at, [place for place in dates if place not in due]):
            for end, phrase in self._said.one_of(start, tuple(_LATE)) if len(due) == 1 else ():
                yield end, draft.with_test(done, f"{{c}} {_LATE[phrase]} {{d}}", due[0])
            for after, phrase in self._said.one_of(start, tuple(_COMPARED)):
                for end, place in self._other_date(after, dates, due):
                    if place != done:
                        yield end, draft.with_test(done, f"{{c}} {_COMPARED[phrase]} {{d}}", place)

    def _done(self, at: int, dates: list[Place]) -> Iterator[tuple[int, Place]]:
        """(place behind it, date) for the deed: by its verb, or the only one where none is said."""
        verb = self._said.word(at)
        is_back = verb in _BACK and self._said.word(at + 1) == "back"
        told = [p for p in dates if speaks_of("returned" if is_back else verb, p.column.name) and not is_plain_time(p)]
        if verb and len(told) == 1:
            yield at + 1 + (self._said.word(at + 1) == "back"), told[0]
        only = [place for place in dates if name_words(place.column.name) & _DONE]
        if len(only) == 1:
            yield at, only[0]

    def _other_date(self, at: int, dates: list[Place], due: list[Place]) -> Iterator[tuple[int, Place]]:
        """``expected``, ``their due date``, ``they were due``, ``the deadline``."""
        for start in self._said.behind(at, _BETWEEN):
            if self._said.word(start) in _DUE and len(due) == 1:
                yield from (
                    (end, due[0]) for end in (start + 1, start + 2) if self._said.word(end - 1) in _DUE | {"date"}
                )
            for end, meant in self._said.columns_at(start):
                own = [place for place in dates if any(m.place == place for m in meant)]
                if len(own) == 1 and self._said.word(end - 1) in ("date", "day", *_DUE):
                    yield end, own[0]
