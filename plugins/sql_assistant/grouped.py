"""What figures are asked for each of: columns behind per, each, by; and whether rows are sorted by those figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.linking import Links, named_tables, places_of, said_columns
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.synonyms import is_a_name
from plugins.sql_assistant.wants import words

Place = tuple[str, str]

_EACH = re.compile(r"\b(?:per|each|every)\s+((?:[^\W\d_]+\s*){1,3})", re.IGNORECASE)
_BY = re.compile(r"(?:(\w+)\s+)?\bby\s+(?:each |the )?((?:[^\W\d_]+\s*){1,3})", re.IGNORECASE)
_NOT_BEFORE_BY = re.compile(
    r"(?!need|seed|feed|breed|speed|weed)\w+ed|sort|order|rank|arrange|written|taught|sold|made|given|done|taken|owned|bought|led|paid|drawn|sung|won",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:,\s*\w+\s+and|and|&|\+|/)\s+(?:by\s+|per\s+|each\s+)?(\w+(?:\s+\w+)?)", re.IGNORECASE)
_ALL_BY = re.compile(r"^\W*(?:[^\W\d_]+\s+){1,3}(?:per|by)\s+(?:[^\W\d_]+\s*){1,2}\W*$", re.IGNORECASE)
_LISTS = words(
    r"best|top|worst|most|least|\w{3,}est|show|list|give|all|sort\w*|order(?:ed)? by|rank\w*|every|which|what|who|find|get"
    r"|\w{3,}(?:ed|en|wn) by|made by|sold by|taught by"
)
BEST = words(r"(?:best|top|strongest)(?: (?!first)\w+)? (?:first|on top|at the top)")
_SORTED_SO = words(
    r"(?:highest|lowest|most|least|fewest|best|worst|biggest|largest|smallest|busiest|top|strongest|weakest|priciest|dearest|cheapest|costliest"
    r"|longest|shortest|most \w+|least \w+)(?: (?!first)\w+)? (?:first|on top|at the top)"
)


def grouped_by(question: str, tables: Sequence[Table], links: Links) -> frozenset[Place]:
    """The columns of one whole name behind such a word; none where a table is named there, a value, or two things are."""
    phrases = [(found[1], found.end(1)) for found in _EACH.finditer(question)]
    phrases += [
        (found[2], found.end(2)) for found in _BY.finditer(question) if not _NOT_BEFORE_BY.fullmatch(found[1] or "")
    ]
    places = [_named(phrase, question[end:], tables, links) for phrase, end in phrases]
    found = [place for place in places if place]
    return found[0] if len(found) == 1 else frozenset()


def _named(phrase: str, after: str, tables: Sequence[Table], links: Links) -> frozenset[Place]:
    first = phrase.split()[0].lower()
    named = [
        place.stop for name in named_tables(phrase, tables) for place in places_of(name, phrase) if place.start == 0
    ]
    size = {
        name: max((place.stop for place in places_of(name, phrase) if place.start == 0), default=0)
        for name in said_columns(phrase, tables, links.value_words)
    }
    longest = max(size.values(), default=0)
    rest = " ".join(phrase.split()[longest:])
    joined = _MORE.match(f"{' ' + rest if rest else ''}{after}")
    if (
        longest <= max(named, default=0)
        or first in links.value_words
        or (joined and said_columns(joined[1], tables, frozenset()))
    ):
        return frozenset()
    names = {name for name, length in size.items() if length == longest}
    return frozenset((t.name, name) for t in tables for name in names if t.column(name))


def counted_by(question: str, tables: Sequence[Table], links: Links) -> frozenset[Place]:
    """The texts by which rows are counted, where a few words and what they are parted by are all that is said (open tickets by town)."""
    if not _ALL_BY.search(question) or _LISTS.search(question):
        return frozenset()
    texts = {
        (table.name, column.name)
        for table in tables
        for column in table.columns
        if column.is_text and not is_a_name(column)
    }
    return frozenset(grouped_by(question, tables, links) & texts)


def sorts_by_figure(question: str) -> bool:
    """Whether the figures are what rows are sorted by (best first, busiest on top)."""
    return bool(_SORTED_SO.search(question))
