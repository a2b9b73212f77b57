"""Which dates a question speaks of: those that a verb means (hired, expire before), those of what was done, or of the rows it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.reading import Reading
from plugins.sql_assistant.said_numbers import DAY, MONTH, YEAR
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts, stem

Place = tuple[str, str]

_VERBS: tuple[tuple[str, str], ...] = (
    # words of a question, parts of the names of dates that they mean
    (r"expir\w*|run(?:s|ning)? out|ran out|valid|lapse[sd]?|renew\w*", "expire expires expiry expiration exp valid until renewal due"),
    (r"hired|joined|employed|started work\w*|recruited|taken on", "hire hired join joined start employed since employment"),
    (r"born|birthdays?", "birth born dob birthday birthdate"),
    (r"returned|(?:brought|handed|gave|given|came|sent) back", "return returned back"),
    (r"due|deadlines?", "due deadline"),
    (r"shipp?\w*|sent out|dispatch\w*", "ship shipped shipping dispatch dispatched sent"),
    (r"deliver\w*", "deliver delivered delivery"),
    (r"releas\w*|c[ao]me out|coming out", "release released published"),
    (r"publish\w*", "publish published publication release pub"),
    (r"sign(?:ed|ing|s)?", "sign signed signing"),
    (r"paid|settled|pay(?:s|ing)?", "pay paid payment settled"),
    (r"(?:start|begin)(?:s|ed|ing|ning)?|began|begun", "start begin begins starts from"),
    (r"end(?:s|ed|ing)?|finish\w*", "end ends finish finished until"),
    (r"ordered|bought|placed|purchased", "order ordered purchase purchased bought"),
    (r"died|deaths?|passed away", "death died deceased"),
    (r"cancel\w*", "cancel cancelled canceled cancellation"),
    (r"arriv\w*|check(?:ed|ing)? in|check-?in", "arrive arrival arrived checkin in"),
    (r"depart\w*|left|leav\w*|check(?:ed|ing)? out|check-?out", "depart departure departed checkout out"),
    (r"opened|opening", "open opened opening"),
    (r"clos(?:ed|ing|es)", "close closed closing"),
)  # fmt: skip
_SAID = tuple(
    (re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE), frozenset(map(stem, names.split()))) for verbs, names in _VERBS
)
_TIMES = frozenset("date time day year month week on at timestamp datetime ts dt in until since from to".split())
"""Parts of names that say only that it is a time."""

_BESIDE = re.compile(
    rf"(?:\s+(?:in|on|at|since|before|after|during|between|from|by|until|till|the|of|to|end|year|or|prior|earlier|later|than|for|was|is|back))*\s+"
    rf"(?:{YEAR}|{MONTH}\b|{DAY}\b|last|this|next|today|yesterday|within)",
    re.IGNORECASE,
)
_PLACES = frozenset(
    "stop station city town place point location address port airport street code name no number note reason".split()
)
_OF_LIVES = frozenset("birth birthday dob born death died".split())
_ENDING = re.compile(r"(?:ing|ed|es|e|s|y|ies|ment|ion|al)$")


def dates_meant(reading: Reading, tables: Sequence[Table]) -> frozenset[Place]:
    """(table, column) of the dates that conditions may be on; empty where that is open."""
    if not reading.is_narrow:
        return frozenset()
    dates = [(table, column) for table in tables for column in table.columns if is_date(column)]
    told = {(table.name, column.name): ends for table, column in dates if (ends := list(_told(reading, column)))}
    beside = frozenset(place for place, ends in told.items() if any(_is_beside(end, reading.question) for end in ends))
    of_things = [(table, c) for table, c in dates if not is_of_people(table) and not set(parts(c.name)) & _OF_LIVES]
    return beside or frozenset(told) | _of_rows(reading, of_things)


def is_date(column: Column) -> bool:
    """Whether a column holds dates or times and nothing else."""
    kinds = kinds_of(column)
    return "date" in kinds and "number" not in kinds and not name_words(column.name) & _PLACES


def _told(reading: Reading, column: Column) -> Iterator[int]:
    """Where words end that name no table and tell of this date and not of all."""
    own = {_bare(part) for part in name_words(column.name) - _TIMES if len(part) > 2}
    taken = reading.links.table_words | reading.links.value_words
    for match in re.finditer(r"[^\W\d_]{3,}", reading.question):
        if match.group().lower() not in taken and _bare(match.group().lower()) in own:
            yield match.end()
    for said, names in _SAID:
        for match in said.finditer(reading.question) if set(parts(column.name)) & names else ():
            if not taken & set(match.group().lower().split()):
                yield match.end()


def _is_beside(end: int, question: str) -> bool:
    """Whether a time follows, but for little words."""
    return bool(_BESIDE.match(question[end:]))


def _bare(word: str) -> str:
    bare = _ENDING.sub("", stem(word))
    bare = bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare
    return bare if len(bare) > 2 else word


def _of_rows(reading: Reading, dates: Sequence[tuple[Table, Column]]) -> frozenset[Place]:
    """The dates of what was done, else those of the tables that the question names, or of which it names values; of people's none."""
    done = frozenset[str]().union(*(deed.whole for deed in reading.deeds))
    held = frozenset(table for table, _ in reading.links.values)
    for names in (done | held if done else done, reading.links.named, held):
        if found := frozenset(_own(names, dates)):
            return found
    return frozenset()


def _own(names: frozenset[str], dates: Sequence[tuple[Table, Column]]) -> Iterator[Place]:
    """Of each table its only date, else the one that is called after its rows, else all."""
    for name in sorted(names):
        own = [(table, column) for table, column in dates if table.name == name]
        called = [
            (table, column)
            for table, column in own
            if set(map(_bare, parts(column.name))) <= set(map(_bare, {*parts(table.own_name), *_TIMES}))
        ]
        yield from ((table.name, column.name) for table, column in called if len(called) == 1)
        yield from ((table.name, column.name) for table, column in own if len(called) != 1)
