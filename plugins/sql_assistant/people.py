"""Tables whose rows are people, and questions that ask for some."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words

WHO = re.compile(
    r"^\W*(?:and |so |ok )?(?:who|whose|whom|by whom)\b(?!['’]?s? (?:\w+ ){1,3}(?:number|count|total))", re.IGNORECASE
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
_NAMED_IN_TEXTS = frozenset("winner captain leader president founder champion chair speaker holder".split())


def is_of_people(table: Table) -> bool:
    """Whether its rows are people, as far as names tell."""
    called = {word for column in table.columns for word in name_words(column.name)}
    return bool(called & _OF_A_PERSON or name_words(table.own_name) & _PEOPLE) and bool(
        called & {"name", "surname", "fullname"}
    )


def people_asked_for(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """The tables of people where a question asks who; none where a text of a table that it speaks of may name them (author, winner)."""
    if not WHO.search(question):
        return frozenset()
    people = {table.name for table in tables if is_of_people(table)}
    spoken = links.named.union(*links.hints) - people
    texts = (column.name for table in tables if table.name in spoken for column in table.columns if column.is_text)
    return frozenset() if any(name_words(name) & (_PEOPLE | _NAMED_IN_TEXTS) for name in texts) else frozenset(people)
