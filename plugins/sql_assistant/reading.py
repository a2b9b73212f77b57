"""One question read for its grammar: what it wants, what it measures, how it groups, whether all its words are accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plugins.sql_assistant.linking import STOP_WORDS, WORD, Links, named_tables, said_columns
from plugins.sql_assistant.literal_rules import has_free_text
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.synonyms import says_a_part, words_meant
from plugins.sql_assistant.wants import ANYTHING, Wanted, is_latin, wanted, with_age
from plugins.sql_assistant.words import parts

_MEASURED = re.compile(
    r"\b(?:averag\w+|mean|avg|total|sum|most|fewest|least|highest|lowest|largest|biggest|smallest|max(?:imum)?|min(?:imum)?)\s+"
    r"((?:(?:of|number|the)\s+)*\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
_GROUPS_BY = re.compile(r"\b(?:per|each|every)\s+(\w+(?:\s\w+)?)(?!\s*(?:,|\w*\s*and\b))", re.IGNORECASE)
_FIGURES = re.compile(r"\b(?:how many|number|count|averag\w+|mean|avg|total|sum|amount)\b", re.IGNORECASE)
_TRADE = frozenset("revenue turnover sales sold sell sells spent spend spends spending earned bought paid".split())
"""Words of what passed between several tables, whatever columns one of them has."""

_TELLS_NOTHING = frozenset(
    "first last average avg mean maximum minimum max min different distinct unique only sum top come comes coming called named live lives "
    "living located based alphabetically alphabetical ascending descending again together".split()
)
_MAY_BE_DONE = frozenset(
    "done open paid sold made won lost new old free first last best top high low long short total other none yes no book order name date "
    "time day home work play rent sale price cost staff self left used still male female left right in out on off".split()
)
"""Values of one word that questions also say of what was done to a row, or in passing."""

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
        is_narrow: it was read; else anything may be written.
    """

    question: str
    links: Links
    wants: Wanted = ANYTHING
    groups: frozenset[tuple[str, str]] = frozenset()
    measured: frozenset[str] = frozenset()
    is_narrow: bool = False

    def is_told_by(self, tables: Iterable[Table]) -> bool:
        """Whether each word that tells something means one of these tables, one of their columns, or a value."""
        if not self.is_narrow or not self.links.hints:
            return False
        columns = [column.name for table in tables for column in table.columns]
        known = {part for name in columns for part in parts(name)}
        return all(
            word.lower() not in _TRADE
            and (words_meant(word) & known or any(says_a_part(word, name) for name in columns))
            for word in self._telling_words()
        )

    @property
    def plain_values(self) -> tuple[frozenset[str], ...]:
        """For each value that the question plainly names, the tables that hold it."""
        found: dict[str, set[str]] = {}
        for (table, _), values in self.links.values.items():
            for value in filter(self.names_plainly, values):
                found.setdefault(value.lower(), set()).add(table)
        return tuple(map(frozenset, found.values()))

    def names_plainly(self, value: str) -> bool:
        """Whether a value of a column can hardly be meant as anything else: a name, or several words."""
        words = value.lower().split()
        if set(words) & self.links.table_words or len(value) < 3:
            return False
        is_name = value[:1].isupper() and any(value in part for part in self.question.split()[1:])
        return len(words) > 1 or is_name or not (value.lower() in _MAY_BE_DONE or value.lower().endswith("ed"))

    def _telling_words(self) -> list[str]:
        links, words = self.links, (match.group() for match in WORD.finditer(self.question))
        taken = (STOP_WORDS - {"order", "our"}) | _TELLS_NOTHING | links.table_words | links.value_words
        return [word for word in words if not word[0].isdigit() and word.lower() not in taken]


def read(question: str, tables: Sequence[Table], links: Links) -> Reading:
    """Read a question about ``tables``; of one in another script nothing is read."""
    if not is_latin(question):
        return Reading(question, links)
    names = {part for _, column in links.columns for part in parts(column)}
    wants = replace(wanted(question), has_text=has_free_text(question, links))
    if bool(names & _AGES) != bool(names & _BIRTHS):
        wants = with_age(wants, question, by_age=bool(names & _AGES))
    if wants.shows_figure and links.said:  # "how many pages has Moss": a column may be the figure
        wants = replace(wants, shows_figure=False)
    measured = _said(_MEASURED.findall(question), tables, links)
    groups = _groups(question, tables, links) if _FIGURES.search(question) else frozenset[tuple[str, str]]()
    return Reading(question, links, wants, groups, measured, is_narrow=True)


def _said(phrases: Iterable[str], tables: Sequence[Table], links: Links) -> frozenset[str]:
    return frozenset(name for phrase in phrases for name in said_columns(phrase, tables, links.value_words))


def _groups(question: str, tables: Sequence[Table], links: Links) -> frozenset[tuple[str, str]]:
    """Columns that stand after a word like per; none where a table is named there."""
    phrases = _GROUPS_BY.findall(question)
    if any(named_tables(phrase, tables) for phrase in phrases):
        return frozenset()
    names = _said(phrases, tables, links)
    return frozenset((table.name, name) for table in tables for name in names if table.column(name))
