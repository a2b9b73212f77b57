"""One question read for its grammar: what it wants, how it groups, whose rows it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plugins.sql_assistant.linking import Links, find_links, said_columns
from plugins.sql_assistant.literal_rules import has_free_text
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.shape import ANYTHING, Figure, Wanted, is_latin, wanted, with_age
from plugins.sql_assistant.words import parts

_FOR_EACH = re.compile(r"\b(?:per|each|every)\b", re.IGNORECASE)
_SUPERLATIVES = re.compile(r"\b(?:\w+est|(?:most|least) \w+|top|best|worst)(?= (\w+))", re.IGNORECASE)
_GROUPS_BY = re.compile(r"\b(?:per|each|every|by|across)\s+(\w+(?:\s\w+)?)", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:than|at least|at most|over|exactly|only)\s+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+(\w+)",
    re.IGNORECASE,
)
_AGES = frozenset(("age", "years"))
_BIRTHS = frozenset(("birth", "born", "dob", "birthday", "birthdate", "date", "year", "founded", "built"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What code found out about a question before the model is asked.

    Attributes:
        question: as asked.
        links: tables, columns and values that it names.
        wants: the shape of query that it asks for.
        groups: (table, column) that it groups by.
        subject: the table whose rows it is about; empty where it does not say.
        meant: (table, column) that its words may mean.
        is_narrow: only what is spoken of may be written; else anything.
    """

    question: str
    links: Links
    wants: Wanted = ANYTHING
    groups: frozenset[tuple[str, str]] = frozenset()
    subject: str = ""
    meant: frozenset[tuple[str, str]] = frozenset()
    is_narrow: bool = False

    def is_about(self, table: Table) -> bool:
        """Whether the rows of a table may be what is asked for."""
        return not self.is_narrow or self.subject in ("", table.name)


def read(question: str, tables: Sequence[Table], links: Links) -> Reading:
    """Read a question about ``tables``; of one in another script nothing is read."""
    if not is_latin(question):
        return Reading(question, links)
    names = {part for _, column in links.columns for part in parts(column)}
    wants = wanted(question)
    if names & _AGES != names & _BIRTHS:
        wants = with_age(wants, question, by_age=bool(names & _AGES))
    groups, is_for_each = _said_groups(question, tables, links), bool(_FOR_EACH.search(question))
    figures = wants.figures
    if figures and _ranks_rows(question, links):
        figures = figures - {"MAX", "MIN"} or frozenset[Figure](("COUNT",))
    counts_rows = _counts_rows(question, links)
    wants = replace(
        wants,
        figures=figures,
        bounds_number=wants.bounds_number and not counts_rows,
        groups_by=bool(groups),
        counts_rows=counts_rows,
        is_single=wants.shows_figure and not groups and not is_for_each,
        looks_up=wants.looks_up and not is_for_each,
        lacks_rows=wants.lacks and len(links.named) > 1,
        has_text=_has_text(question, tables, links),
    )
    if figures & {"SUM", "AVG"}:
        links = _with_figures(links, tables)
    subject = _table_after_each(question, tables) or links.subject
    return Reading(question, links, wants, groups, subject, links.columns, is_narrow=True)


def _table_after_each(question: str, tables: Sequence[Table]) -> str:
    """The table whose rows each get a figure: the one named behind per, each or every."""
    for found in _GROUPS_BY.finditer(question):
        named = find_links(found.group(1), tables).subject
        if named and _FOR_EACH.match(found.group()):
            return named
    return ""


def _has_text(question: str, tables: Sequence[Table], links: Links) -> bool:
    flags = {c.name for table in tables for c in table.columns if "flag" in kinds_of(c) and c.type}
    return has_free_text(question, links) and not flags & links.said


def _said_groups(question: str, tables: Sequence[Table], links: Links) -> frozenset[tuple[str, str]]:
    """Columns that stand after a word like per, that no table is named by."""
    phrases = [found.group(1) for found in _GROUPS_BY.finditer(question)]
    return frozenset(
        (table.name, name)
        for phrase in phrases
        for table in tables
        for name in said_columns(phrase, [table], links.table_words)
    )


def _counts_rows(question: str, links: Links) -> bool:
    counted = [found.group(1).lower() for found in _COUNTED.finditer(question)]
    return len(links.named) > 1 and any(word in links.table_words for word in counted)


def _ranks_rows(question: str, links: Links) -> bool:
    """Whether a superlative stands before a table's name: the row is asked for, not its figure."""
    followed = [found.group(1).lower() for found in _SUPERLATIVES.finditer(question)]
    return any(word in links.table_words for word in followed)


def _with_figures(links: Links, tables: Sequence[Table]) -> Links:
    """With the tables hinted at that hold a number which is meant: it is added up or averaged."""
    own = {column.name for table in tables for column in table.columns if "number" in kinds_of(column)}
    where = frozenset(table for table, column in links.columns if column in own)
    return replace(links, hints=(*links.hints, where)) if where else links
