"""What a question asks to see where it names no table first: a column, what something was done with, people whom a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from plugins.sql_assistant.deeds import Deed
from plugins.sql_assistant.linking import LEADS, WORD, Links, places_of, said_columns
from plugins.sql_assistant.people import asks_for_people, is_of_people, names_people
from plugins.sql_assistant.roles import way_of
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import is_a_name, labels, numbers_of_rows, says_a_part
from plugins.sql_assistant.words import parts, stem

Place = tuple[str, str]

_FOLLOWS_A_NOUN = frozenset(
    "of for in on at from by with where is are was were do does did has have had and or that who whose which to we you they i "
    "sorted ordered can could should will".split()
)
"""Words behind a noun that tell that it is not said of another one (title of, not title page)."""

_RANKS = re.compile(r"\b(?:first|last|top|most|least|best|worst|\w{3,}est|do|have)\b", re.IGNORECASE)
_WHAT_OF_ALL = re.compile(
    r"^\W*(?:(?:show|give|list|find|get|tell) (?:me |us )?)?(?:all )?(?:what(?:ever)?|anything|everything|something)\b",
    re.IGNORECASE,
)
_FROM_WE = re.compile(r"\b(?:do|did|does|have|has|had) (?:we|you|i|they)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:and|with|plus)\s+(?:also\s+)?(?:the|their|its|his|her)\s+(\w+)", re.IGNORECASE)
_ROUTES = frozenset("route routes connection connections journey journeys trip trips leg legs".split())
_TIMES = frozenset("date time day month year at on hour".split())
_KINDS = frozenset(
    "type kind category genre medium class sort style species breed profession occupation job role make process".split()
)
_STAFF = frozenset(
    "employee staff worker seller agent clerk assistant manager driver librarian salesperson consultant waiter".split()
)
_BY_STAFF = re.compile(
    r"\b(?:sold|sells?|lent|lends?|served|serves|taught|teach\w*|treat\w*|repair\w*|fix\w*)\b", re.IGNORECASE
)


def columns_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[Place]:
    """The columns that a question names first, after nothing but words like "show me all", as what it asks for."""
    words = [match.group() for match in WORD.finditer(question)]
    start = next((n for n, word in enumerate(words) if word.lower() not in LEADS), len(words))
    if start and _RANKS.search(" ".join(words[:start])):
        return frozenset()
    phrase = " ".join(words[start : start + 4])
    names = said_columns(phrase, tables, links.value_words)
    ends = {name: place.stop for name in names for place in places_of(name, phrase) if place.start == 0}
    size = max(ends.values(), default=0)
    is_table = any(place.start == 0 and place.stop >= size for t in tables for place in places_of(t.own_name, phrase))
    following = words[start + size].lower() if start + size < len(words) else ""
    if not size or is_table or (following not in {"", *_FOLLOWS_A_NOUN} and not following.endswith("ly")):
        return frozenset()
    if following == "by" and " ".join(words[start + size + 1 : start + size + 2]).lower() not in links.value_words:
        return frozenset()  # figures of each
    found = {(t.name, c.name) for t in tables for c in t.columns if ends.get(c.name) == size and not c.is_key}
    return _nearest(found - links.flags, links)


def _nearest(places: Iterable[Place], links: Links) -> frozenset[Place]:
    """Of columns of one name in several tables those in tables of which the question speaks most."""
    found = list(places)
    scores = {table: links.covered_by([table]) + (table in links.named) for table, _ in found}
    best = max(scores.values(), default=0)
    return frozenset(place for place in found if scores[place[0]] == best)


def tables_beside(question: str, tables: Sequence[Table], links: Links, heads: frozenset[str]) -> frozenset[str]:
    """The tables of a column that is asked for beside rows (members and the plans they had), where the rows have none of that name."""
    found = _BESIDE.search(question)
    names = said_columns(found[1], tables, links.table_words | links.value_words) if found and heads else []
    holders = frozenset(table.name for table in tables if any(table.column(name) for name in names))
    return frozenset() if holders & heads else holders


def people_in_texts(
    question: str, tables: Sequence[Table], links: Links, deeds: Sequence[Deed], keys: Sequence[ForeignKey]
) -> frozenset[Place]:
    """The only text that names people in the tables of which a question speaks that asks who; none where one names several."""
    if not asks_for_people(question):
        return frozenset()
    done = frozenset[str]().union(*(deed.tables for deed in deeds))
    spoken = done or links.named or frozenset[str]().union(*links.hints)
    people = {table.name for table in tables if is_of_people(table)}
    if people & spoken or any(key.table in spoken and key.parent in people for key in keys):
        return frozenset()
    found = [
        (table.name, column.name)
        for table in tables
        if table.name in spoken and not is_of_people(table)
        for column in table.columns
        if names_people(column)
    ]
    said = [place for place in found if says_a_part(question, place[1])]
    found = said or found
    return frozenset(found) if len(found) == 1 else frozenset()


def doers(
    question: str, tables: Sequence[Table], named: frozenset[str], deeds: Sequence[Deed], keys: Sequence[ForeignKey]
) -> frozenset[str]:
    """The tables of people to which what was done refers, and those that are named, where a question asks who; none where none is."""
    people = frozenset(table.name for table in tables if is_of_people(table))
    done = frozenset[str]().union(*(deed.tables for deed in deeds))
    found = frozenset(key.parent for key in keys if key.table in done and key.parent in people)
    if not found or not asks_for_people(question):
        return frozenset()
    staff = frozenset(name for name in found if name_words(name) & _STAFF)
    if staff and staff != found:
        found = staff if _BY_STAFF.search(question) else found - staff
    return found | (people & named)


def things_asked_for(
    question: str, tables: Sequence[Table], links: Links, deeds: Sequence[Deed], keys: Sequence[ForeignKey]
) -> frozenset[str]:
    """The table whose rows a question asks for by what is done with them or by whom they are (what did Anna borrow, anything by Moss)."""
    if not _WHAT_OF_ALL.search(question) or links.named or links.said:
        return frozenset()
    by_name = {table.name: table for table in tables}
    given = {t for t, column in links.values if column in labels(by_name[t])} if links.values else set[str]()
    done = frozenset[str]().union(*(deed.whole for deed in deeds))
    if not done and len(given) == 1:
        done = frozenset(key.table for key in keys if key.parent in given) - given
    if len(done) != 1 or not (given or _FROM_WE.search(question)) or done <= given:
        return frozenset()
    deed = by_name[min(done)]
    if any(is_a_name(c) for c in deed.columns) or numbers_of_rows(deed):
        return frozenset({deed.name})
    lines = {key.table for key in keys if key.parent == deed.name}
    things = _things_of({deed.name}, given, keys, by_name) or _things_of(lines, given | {deed.name}, keys, by_name)
    return frozenset(things) if len(things) == 1 else frozenset()


def _things_of(
    deeds: Iterable[str], given: Iterable[str], keys: Sequence[ForeignKey], tables: Mapping[str, Table]
) -> set[str]:
    """What is no person of the tables to which some tables refer."""
    others = {key.parent for key in keys if key.table in deeds}.difference(given)
    return {name for name in others if not is_of_people(tables[name])}


def rows_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """The table whose rows are asked for by another word than its name: by their kind, or as routes."""
    return kinds_asked_for(question, tables, links) or routes_asked_for(question, tables, links)


def routes_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """The only table whose rows start somewhere and end somewhere, where a question asks for routes and no table is called so."""
    words = [match.group().lower() for match in WORD.finditer(question)]
    start = next((n for n, word in enumerate(words) if word not in LEADS), len(words))
    if links.named or " ".join(words[start : start + 1]) not in _ROUTES:
        return frozenset()
    places = {t.name: [c for c in t.columns if not _TIMES & set(parts(c.name))] for t in tables}
    found = frozenset(name for name, own in places.items() if {"from", "to"} <= {way_of(c.name) for c in own})
    return found if len(found) == 1 else frozenset()


def kinds_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """The table whose rows are of a kind that a question names first (cut flowers from Moss Farm)."""
    words = [match.group() for match in WORD.finditer(question)]
    start = next((n for n, word in enumerate(words) if word.lower() not in LEADS), len(words))
    rest = " ".join(words[start:]).lower()
    following = words[start + 1].lower() if start + 1 < len(words) else ""
    if words[start:] and words[start].endswith("s") and _may_follow(following):
        flags = {table for table, column in links.flags if says_a_part(words[start], column)}
        if len(flags) == 1:
            return frozenset(flags)
    for (table, column), values in links.values.items():
        for value in values if set(parts(column)) & _KINDS else ():
            said = next((form for form in _plurals(value.lower()) if re.match(rf"{re.escape(form)}\b", rest)), "")
            behind = rest[len(said) :].split()
            if said and _may_follow(behind[0] if behind else ""):
                return frozenset({table})
    return frozenset()


def _may_follow(word: str) -> bool:
    """Whether a word may stand behind a noun that is said of no other one."""
    return (
        not word
        or word in _FOLLOWS_A_NOUN
        or word.endswith(("ly", "ed", "ing"))
        or word in ("shown", "made", "sold", "paid")
    )


def _plurals(value: str) -> tuple[str, ...]:
    return (f"{value}s", f"{value}es", value if stem(value) != value else f"{value}s")
