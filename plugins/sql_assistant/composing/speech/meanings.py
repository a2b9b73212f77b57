"""Which of several columns is meant: the surest, the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plugins.sql_assistant.composing.draft import Draft
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.synonyms import is_a_name
from plugins.sql_assistant.words import parts


def is_kind(place: Place) -> bool:
    """Whether a column of texts says what kind rows are of, or where."""
    is_job = set(parts(place.column.name)) == {"job", "title"}
    return place.column.is_text and (is_job or not is_a_name(place.column)) and "date" not in kinds_of(place.column)


def surest(meant: Sequence[Meant]) -> Place | None:
    """The only place that is meant most surely."""
    found = surest_each(meant)
    return found[0] if len(found) == 1 else None


def surest_each(meant: Sequence[Meant]) -> list[Place]:
    """The places that are meant most surely."""
    best = max((m.strength for m in meant), default=0)
    return list(dict.fromkeys(m.place for m in meant if m.strength == best))


def all_of(listed: Sequence[Sequence[Meant]], table: Table) -> tuple[Place, ...]:
    """The columns that are listed, all of one table; none where one of them is not there, or not clear."""
    found: list[Place] = []
    for meant in listed:
        own = surest_each([m for m in meant if m.place.table == table])
        if not own or (len(own) > 1 and not all(is_a_name(place.column) for place in own)):
            return ()
        found += own
    return tuple(found)


def one_table(listed: Sequence[Sequence[Meant]]) -> Iterator[tuple[Place, ...]]:
    """The columns of the only table that has them all."""
    tables = list(dict.fromkeys(m.place.table.name for meant in listed for m in meant))
    by_name = {m.place.table.name: m.place.table for meant in listed for m in meant}
    found = [places for name in tables if (places := all_of(listed, by_name[name]))]
    if len(found) == 1:
        yield found[0]


def nearest(said: Said, meant: Iterable[Meant], draft: Draft) -> Place | None:
    """The only place that words may mean: of the table that is asked for, else of one that is close to it."""
    places = {m.place for m in meant}
    for tables in _rings(said, draft):
        near = [place for place in places if place.table in tables]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _rings(said: Said, draft: Draft) -> Iterator[list[Table]]:
    head = draft.head
    if head is None:
        return
    yield [head]
    keys = [key for key in said.keys if head.name in (key.table, key.parent)]
    yield [t for t in said.tables if t != head and any(t.name in (key.table, key.parent) for key in keys)]
    yield [t for t in said.tables if t != head and not any(t.name in (key.table, key.parent) for key in keys)]


def column_of(said: Said, meant: Iterable[Meant], draft: Draft) -> Place | None:
    """The column that is most surely meant, in the nearest table that has one."""
    found = list(meant)
    for strength in (3, 2, 1):
        if alike := [m for m in found if m.strength == strength]:
            return nearest(said, alike, draft)
    return None


def one_column(said: Said, at: int) -> Iterator[tuple[int, Place]]:
    """(place behind it, column) for columns that stand at a place and that no other is called like."""
    for end, meant in said.columns_at(at):
        if place := surest(meant):
            yield end, place
