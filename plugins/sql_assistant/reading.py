"""One question read for its grammar: what it wants, what it measures, how it groups, whether all its words are accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.sql_assistant.asked import columns_asked_for, doers, people_in_texts, rows_asked_for, things_asked_for
from plugins.sql_assistant.deeds import Deed, deeds_of
from plugins.sql_assistant.figures import Figure, Figures
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.grouped import BEST, counted_by, grouped_by, sorts_by_figure
from plugins.sql_assistant.linking import (
    PAID_WAGES,
    STOP_WORDS,
    WORD,
    Links,
    heads_of,
    named_tables,
    said_columns,
    with_rates,
)
from plugins.sql_assistant.literal_rules import MEANS_A_NUMBER, has_free_text, has_parts, numbers_said, says_time
from plugins.sql_assistant.measures import measured_otherwise
from plugins.sql_assistant.people import people_asked_for
from plugins.sql_assistant.reasons import asks_for_lack
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import says_a_part, words_meant
from plugins.sql_assistant.vocabulary import SAME
from plugins.sql_assistant.wants import ANYTHING, Wanted, begins_with_figure, groups, is_latin, wanted, with_age
from plugins.sql_assistant.words import stem

_MEASURED = re.compile(
    r"\b(?:averag\w+|mean|avg|total|sum|most|fewest|least|highest|lowest|largest|biggest|smallest|max(?:imum)?|min(?:imum)?)\s+"
    r"((?:(?:of|number|the)\s+)*\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
_GROUPS_BY = re.compile(r"\b(?:per|each|every)\s+(\w+(?:\s\w+)?)(?!\s*(?:,|\w*\s*and\b))", re.IGNORECASE)
_FIGURES = re.compile(r"\b(?:how many|number|count|averag\w+|mean|avg|total|sum|amount)\b", re.IGNORECASE)
_COUNTS = re.compile(
    r"\b(?:how many|number|count|most|fewest|least|more than|fewer than|less than"
    r"|total|sum|average|often|times|popular|revenue|turnover)\b",
    re.IGNORECASE,
)  # fmt: skip
IN_PASSING = re.compile(r"\b(?:best|well|highest|better|worst|lowest)[- ](?:paid|rated|sold)\b", re.IGNORECASE)
_SPLITS = re.compile(
    r"\b(?:per|each|every|by|whether|versus|vs|or not|number of|most|share|percent\w*)\b", re.IGNORECASE
)
_HAS_BESIDE = re.compile(
    r",|\b(?:and|with(?!\W*$)|how|each|per|every|by|number|counts?|totals?|sum|average|times|most|least|fewest|top|much|many|worth|plus|including|years?"
    r"|months?|days?|weeks?|weekdays?|when)\b",
    re.IGNORECASE,
)
"""Words that may ask for a figure beside rows."""

_COUNT_REASONS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|zero|no|nothing|out of|sold out|empty|won|winn\w+"
    r"|with|has|have|still|open|first"
    r"|ow(?:e|es|ed)|due|un\w{3,}|only|any)\b",
    re.IGNORECASE,
)  # fmt: skip
MOST_CONDITIONS = 4
_TRADE = frozenset(
    "revenue turnover takings proceeds sales sold sell sells selling spent spend spends spending earned bought buy buys paid purchased "
    "purchases money".split()
)
"""Words of what passed between several tables, whatever columns one of them has."""

_TELLS_NOTHING = frozenset(
    "first last average avg mean maximum minimum max min different distinct unique only sum top come comes coming called named live lives "
    "living located based alphabetically alphabetical ascending descending again together s pls plz thanks moment "
    "run runs offer offers january february march "
    "april june july august september october november december".split()
)
_MAY_BE_DONE = frozenset(
    "done open paid sold made won lost new old free first last best top high low long short total other none yes no book order name date "
    "time day home work play rent sale price cost staff self left used still male female left right in out on off".split()
)
"""Values of one word that questions also say of what was done to a row, or in passing."""

_STATES = frozenset("done open paid sold won lost".split())
_OF_STATES = frozenset("status state stage outcome result phase condition progress".split())

_AGES = frozenset(("age",))
_BIRTHS = frozenset(("birth", "born", "dob", "birthday", "birthdate", "date", "year", "founded", "built"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What code found out about a question before the model is asked.

    Attributes:
        question: as asked.
        links: tables, columns and values that it names.
        wants: the forms that it leaves open.
        groups: (table, column) that it groups by.
        measured: names of columns behind a word like average or most.
        heads: names of tables whose rows are asked for; empty where that is not plain.
        asked: (table, column) of columns one of which is asked for; empty where that is not plain.
        deeds: what it says was done, where there are tables of such deeds.
        is_whole: what is asked for follows from all that is said, so that no other table is spoken of.
        figure: the figure that it asks for; None where that is not plain.
        is_narrow: it was read; else anything may be written.
    """

    question: str
    links: Links
    wants: Wanted = ANYTHING
    groups: frozenset[tuple[str, str]] = frozenset()
    measured: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    is_narrow: bool = False
    asked: frozenset[tuple[str, str]] = frozenset()
    deeds: tuple[Deed, ...] = ()
    figure: Figure | None = None
    is_whole: bool = False

    @property
    def speaks_of_trade(self) -> bool:
        """Whether a word means what passed between several tables."""
        words = {match.group().lower() for match in WORD.finditer(self.question)}
        return bool((words & _TRADE).difference(*(deed.words for deed in self.deeds)))

    @property
    def counts(self) -> bool:
        """Whether rows may be counted or added up."""
        return bool(_COUNTS.search(self.question))

    def is_told_by(self, tables: Sequence[Table], keys: Iterable[ForeignKey] = ()) -> bool:
        """Whether each word that tells something means one of these tables, one of their columns, or a value.

        Args:
            keys: of these tables; one that refers to another table is no column of theirs.
        """
        return self.is_narrow and bool(self.links.hints) and not self.untold(tables, keys)

    def untold(self, tables: Sequence[Table], keys: Iterable[ForeignKey] = ()) -> list[str]:
        """The words that tell something and mean none of these tables, none of their columns, and no value; ``keys`` as above."""
        names = {table.name for table in tables}
        away = {(key.table, key.column) for key in keys if key.parent not in names}
        columns = [c.name for table in tables for c in table.columns if (table.name, c.name) not in away]
        return [
            word
            for word in self.telling_words
            if word.lower() in _TRADE or not (any(tells(word, name) for name in columns) or _is_table(word, names))
        ]

    @property
    def plain_values(self) -> tuple[frozenset[str], ...]:
        """For each value that the question plainly names, the tables that hold it."""
        found: dict[str, set[str]] = {}
        for (table, _), values in self.links.values.items():
            for value in filter(self.names_plainly, values):
                found.setdefault(value.lower(), set()).add(table)
        return tuple(map(frozenset, found.values()))

    def needed_columns(self, tables: Sequence[Table]) -> Iterator[frozenset[str]]:
        """The tables that have the columns which are averaged or added up, and those which rows are grouped by."""
        measured = frozenset(t.name for t in tables if any(t.column(name) for name in self.measured))
        grouped = frozenset(table for table, _ in self.groups)
        yield from (found for found in (measured, grouped) if found)

    @property
    def said_flags(self) -> frozenset[tuple[str, str]]:
        """(table, column) of columns of yes and no that a condition must name: the question says them, and does not group by them."""
        if not self.is_narrow or _SPLITS.search(self.question) or IN_PASSING.search(self.question):
            return frozenset()
        passing = {"paid"} if PAID_WAGES.search(self.question) else set[str]()
        told = {
            word
            for word in {*self.telling_words} - passing
            if len([c for _, c in self.links.columns if says_a_part(word, c)]) == 1
        }
        return frozenset(
            (table, column)
            for table, column in self.links.flags
            if column in self.links.said or any(says_a_part(word, column) for word in told)
        )

    def conditions(self, *, is_told: bool) -> int:
        """How many conditions the question gives reason for, at most."""
        values = {value for found in self.links.values.values() for value in found}
        taken = {word for value in values for word in re.findall(r"\d+", value)}
        numbers = set(re.findall(r"\d+", self.question)) - taken
        free = (
            (self.wants.has_text or bool(self.links.inside)) + self.wants.has_date + ("omit" not in self.wants.without)
        )
        flags = sum(speaks_of(self.question, column) for _, column in self.links.flags)
        found = (
            len(values)
            + len(numbers)
            + free
            + min(flags, 2)
            + self.wants.may_bound
            + len(_COUNT_REASONS.findall(self.question))
        )
        return min(found + (0 if is_told or self.links.missing else 1), MOST_CONDITIONS)

    def names_plainly(self, value: str) -> bool:
        """Whether a value of a column can hardly be meant as anything else: a name, or several words."""
        words = value.lower().split()
        if set(words) & self.links.table_words or len(value) < 3:
            return False
        is_name = value[:1].isupper() and any(value in part for part in self.question.split()[1:])
        return len(words) > 1 or is_name or not is_passing(value) or self._is_state(value)

    @property
    def without_states(self) -> str:
        """The question without the states that it names as values (still open): what they say is said by the value."""
        states = [value for found in self.links.values.values() for value in found if self._is_state(value)]
        listed = "|".join(map(re.escape, states))
        return (
            re.sub(rf"\b(?:still\s+)?(?:{listed})\b", "so", self.question, flags=re.IGNORECASE)
            if states
            else self.question
        )

    def _is_state(self, value: str) -> bool:
        """Whether such a word is a state that rows are in, and no other column is called by it (paid_on, shipped_on)."""
        word = value.lower()
        if word not in _STATES and not word.endswith("ed"):
            return False
        holders = [column for (_, column), values in self.links.values.items() if value in values]
        others = (column for _, column in self.links.columns if column not in holders)
        return all(name_words(name) & _OF_STATES for name in holders) and not any(says_a_part(word, c) for c in others)

    @property
    def telling_words(self) -> list[str]:
        """The words that say something of a column or a table and are neither a table's name nor part of a value."""
        links, words = self.links, (match.group() for match in WORD.finditer(self.question))
        taken = (STOP_WORDS - {"order", "our"}) | _TELLS_NOTHING | links.table_words | links.value_words
        taken = taken.union(*(deed.words for deed in self.deeds))
        return [word for word in words if not word[0].isdigit() and word.lower() not in taken]


@lru_cache(maxsize=50_000)
def tells(word: str, name: str) -> bool:
    """Whether a word of a question may mean a column by its name."""
    return bool(words_meant(word) & name_words(name)) or says_a_part(word, name)


def _is_table(word: str, names: Iterable[str]) -> bool:
    """Whether a word means one of some tables by another name than its own (cars: vehicles)."""
    meant = {word.lower(), *SAME.get(stem(word.lower()), ())}
    return any(len(own := name_words(name)) > 0 and own <= meant for name in names)


def _has_number(question: str, tables: Sequence[Table], links: Links) -> bool:
    """Whether a condition may name a number: one is said, or none or one is meant, or a column that may say yes or no is named."""
    if numbers_said(question) or MEANS_A_NUMBER.search(question):
        return True
    said = [c for t in tables for c in t.columns if c.name in links.said and (t.name, c.name) not in links.flags]
    return any("INT" in column.type.upper() or not column.type for column in said)


def is_passing(value: str) -> bool:
    """Whether a value is a word that questions also say of what was done to a row, or in passing."""
    return value.lower() in _MAY_BE_DONE or value.lower().endswith("ed")


def read(question: str, tables: Sequence[Table], links: Links, keys: Sequence[ForeignKey] = ()) -> Reading:
    """Read a question about ``tables`` and the keys between them; of one in another script nothing is read."""
    if not is_latin(question):
        return Reading(question, links)
    names = {part for _, column in links.columns for part in name_words(column)}
    asked = with_rates(question, tables)
    wants = replace(wanted(Reading(asked, links).without_states), has_text=has_free_text(question, links))
    if bool(names & _AGES) != bool(names & _BIRTHS):
        wants = with_age(wants, question, by_age=bool(names & _AGES))
    if wants.shows_figure and links.said:  # "how many pages has Moss": a column may be the figure
        wants = replace(wants, shows_figure=False)
    wants = replace(wants, has_number=_has_number(question, tables, links), may_lack=asks_for_lack(question))
    if links.is_searched and not says_time(question):
        wants = replace(wants, has_date=False)
    if links.is_searched and not has_parts(question, links):
        wants = replace(wants, without=wants.without | {"like"})
    if links.inside:  # a part of a value is looked for
        wants = replace(wants, without=wants.without - {"like"})
    measured = _said(_MEASURED.findall(asked), tables, links) or measured_otherwise(asked, tables, links)
    groups = _groups(asked, tables, links) if _FIGURES.search(question) else frozenset[tuple[str, str]]()
    by_each = [
        found for found in _GROUPS_BY.finditer(asked) if found.group().split()[0].lower() not in links.value_words
    ]
    is_figure = bool(_FIGURES.search(question) or by_each)
    found = Reading(question, links, wants, groups, measured, is_narrow=True)
    return _with_aim(found, tables, keys, is_figure=is_figure)


def _with_aim(reading: Reading, tables: Sequence[Table], keys: Sequence[ForeignKey], *, is_figure: bool) -> Reading:
    """The reading with what is asked for: columns, or the rows of tables."""
    question, links = reading.question, reading.links
    deeds = deeds_of(question, tables, links.table_words | links.value_words)
    asked, heads, things = frozenset[tuple[str, str]](), frozenset[str](), frozenset[str]()
    if not is_figure:
        asked = columns_asked_for(question, tables, links) or people_in_texts(question, tables, links, deeds, keys)
        heads = heads_of(question, tables, links.value_words) or rows_asked_for(question, tables, links)
        things = frozenset() if heads else things_asked_for(question, tables, links, deeds, keys)
        heads = heads or things
    figures = Figures(question, tables, links, deeds, keys)
    reading = _with_figure(replace(reading, figure=figures.found()), tables)
    if reading.figure and reading.figure.is_shown:
        return replace(reading, deeds=deeds)
    if figures.asks_when and not is_figure:
        asked = figures.days() or asked
    heads = heads or doers(question, tables, links.named, deeds, keys) or people_asked_for(question, tables, links)
    heads = frozenset() if asked else heads
    shows_rows = bool(asked or heads) and not _HAS_BESIDE.search(question)
    wants = replace(reading.wants, shows_rows=shows_rows)
    if things and not wants.negates:
        wants = replace(wants, without=wants.without | {"null"})
    return replace(reading, wants=wants, asked=asked, heads=heads, deeds=deeds, is_whole=bool(things))


def _with_figure(reading: Reading, tables: Sequence[Table]) -> Reading:
    """The reading with how its figures are shown, grouped and sorted."""
    figure, wants = reading.figure, reading.wants
    if reading.links.missing:  # the condition that is needed says it
        noughts = wants.noughts if wants.says_number else ()
        wants = replace(wants, without=wants.without | {"null"}, looks_up=False, noughts=noughts)
    if figure:
        noughts = wants.noughts if wants.says_number else ()
        wants = replace(wants, without=wants.without - {"sum", "extreme"}, noughts=noughts)
    if figure and figure.is_shown:
        wants = replace(wants, shows_figure=True, is_lone=not groups(reading.question))
    shows_figure = wants.shows_figure or begins_with_figure(reading.question)
    groups_by = (grouped_by if shows_figure else counted_by)(reading.question, tables, reading.links)
    if groups_by:
        wants = replace(wants, shows_figure=True, groups_so=True, is_lone=False)
    if sorts_by_figure(reading.question) and (wants.shows_figure or groups_by):
        falls = "DESC" if wants.direction == "" and figure and BEST.search(reading.question) else wants.direction
        wants = replace(wants, sorts_figure=True, direction=falls, without=wants.without - {"order"})
    return replace(reading, wants=wants, groups=groups_by or reading.groups)


def _said(phrases: Iterable[str], tables: Sequence[Table], links: Links) -> frozenset[str]:
    return frozenset(name for phrase in phrases for name in said_columns(phrase, tables, links.value_words))


def _groups(question: str, tables: Sequence[Table], links: Links) -> frozenset[tuple[str, str]]:
    """Columns that stand after a word like per; none where a table is named there."""
    phrases = _GROUPS_BY.findall(question)
    if any(named_tables(phrase, tables) for phrase in phrases):
        return frozenset()
    names = _said(phrases, tables, links)
    return frozenset((table.name, name) for table in tables for name in names if table.column(name))
