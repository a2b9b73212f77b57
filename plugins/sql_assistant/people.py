"""Tables whose rows are people, and questions that ask for some."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import names_of_rows
from plugins.sql_assistant.words import parts

WHO = re.compile(
    r"^\W*(?:and |so |ok )?(?:who|whose|whom|by whom)\b(?!['’]?s? (?:\w+ ){1,3}(?:number|count|total))", re.IGNORECASE
)
_PEOPLE_WHO = re.compile(
    r"^\W*(?:(?:show|give|list|find|get|tell|me|us|all|the|every|which|what|are|names?|of|grade|\d+)\s+)*"
    r"(?:people|persons?|kids|children|folks|everyone|everybody|anyone|anybody|those)\s+(?:who|that|whose|with|without|from|in|living)\b",
    re.IGNORECASE,
)
_OF_A_PERSON = frozenset(
    "first last surname given family full forename birth born birthday dob gender sex salary wage hired joined hire join phone "
    "mobile email nationality age profession".split()
)
_PEOPLE = frozenset(
    "person people customer client member student pupil teacher instructor professor driver guest artist author writer employee "
    "staff worker patient doctor nurse vet owner player athlete coach trainer user buyer seller agent actor director singer "
    "musician passenger pilot visitor candidate applicant consultant manager mechanic chef cook waiter translator volunteer donor "
    "tenant landlord subscriber reader borrower judge lawyer engineer developer contact supplier contractor guide curator "
    "librarian skipper sailor rider runner walker keeper breeder groomer tutor reviewer speaker host dancer photographer model "
    "stylist barber therapist dentist".split()
)
_IN_TEXTS = (_PEOPLE | frozenset("winner captain leader president founder champion chair speaker holder".split())) - {
    "model",
    "guide",
}


def is_of_people(table: Table) -> bool:
    """Whether its rows are people, as far as names tell."""
    called = {word for column in table.columns for word in name_words(column.name)}
    return bool(called & _OF_A_PERSON or name_words(table.own_name) & _PEOPLE) and bool(
        called & {"name", "surname", "fullname"}
    )


def own_names(table: Table) -> frozenset[str]:
    """What its rows are called by; a person who has to do with them (owner_name of pets) is no name of theirs."""
    called = names_of_rows(table)
    return frozenset(name for name in called if not names_another(table, name)) or called


def names_another(table: Table, name: str) -> bool:
    """Whether a column of names is of a person who has to do with the rows (landlord_name of flats), and not of the rows themselves."""
    own = name_words(table.own_name)
    return bool(set(parts(name)[:-1]) & ((_PEOPLE | {f"{word}er" for word in own}) - own))


def asks_for_people(question: str) -> bool:
    """Whether a question asks who, or for people of whom it says something."""
    return bool(WHO.search(question) or _PEOPLE_WHO.search(question))


def names_people(column: Column) -> bool:
    """Whether it is a text that names people (author, winner)."""
    return column.is_text and not column.is_key and bool(name_words(column.name) & _IN_TEXTS)


def people_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """The tables of people where a question asks who; none where a text of a table that it speaks of may name them (author, winner)."""
    if not asks_for_people(question):
        return frozenset()
    people = {table.name for table in tables if is_of_people(table)}
    spoken = links.named.union(*links.hints) - people
    texts = (column for table in tables if table.name in spoken for column in table.columns)
    return frozenset() if any(map(names_people, texts)) else frozenset(people)
