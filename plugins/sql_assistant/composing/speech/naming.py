"""What the rows of a table are called by where a question asks for them."""

from __future__ import annotations

from plugins.sql_assistant.people import is_of_people, names_another
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.synonyms import is_a_name, numbers_of_rows
from plugins.sql_assistant.wording import Wording
from plugins.sql_assistant.words import parts

_OF_A_ROW = frozenset(
    "number no nr num code registration reg plate reference ref isbn sku serial label license licence".split()
)
"""Words of columns that tell the rows of their table apart, with the table's own name or without."""

_GIVEN = frozenset(("first", "fst", "f", "given", "fore", "forename", "firstname", "fname", "givenname"))
_FAMILY = frozenset(("last", "lst", "l", "family", "sur", "surname", "lastname", "lname", "familyname"))
_OF_NAMES = (
    _GIVEN
    | _FAMILY
    | frozenset("name title middle full common brand trade business company firm display short long nick en".split())
)
"""What a name may be called beside the table's own name; one of another thing is no name of the row."""

_OF_OTHERS = frozenset(
    "ship shipping contact delivery billing bill owner manager user customer company file group team family party school parent host maker"
    " manufacturer publisher venue street branch".split()
)


_OF_A_STREET = frozenset(
    "property house flat apartment building home listing site premise unit bungalow cottage villa dwelling".split()
)
"""Things that are known by their address."""


def number_of_rows(table: Table, wording: Wording) -> Column | None:
    """The column with the numbers that a table's rows are told apart by; None where there are none, or several."""
    called = set(parts(wording.tables.get(table.name, table.own_name)))
    found = [
        column
        for column in numbers_of_rows(table)
        if set(parts(wording.column(table.name, column.name))) <= called | _OF_A_ROW and not column.is_key
    ] or [column for column in table.columns if column.is_key]
    return found[0] if len(found) == 1 else None


def own_names(table: Table, wording: Wording) -> list[Column]:
    """The columns that name a table's rows, a given name before the family's; else their numbers; none where they have neither."""
    called = set(parts(wording.tables.get(table.name, table.own_name)))
    words = {column.name: parts(wording.column(table.name, column.name)) for column in table.columns}
    given = [column for column in table.columns if _GIVEN & set(words[column.name])]
    family = [column for column in table.columns if _FAMILY & set(words[column.name])]
    if len(given) == len(family) == 1:
        return [*given, *family]
    names = [column for column in table.columns if is_a_name(column)]
    if is_of_people(table) and any(words[column.name][-1:] == ["name"] for column in names):
        names = [column for column in names if words[column.name] != ["title"]]  # Dr, or what they are
    own = [column for column in names if set(words[column.name][:-1]) <= called | _OF_NAMES]
    if not own and len(names) == 1 and not set(words[names[0].name]) & _OF_OTHERS:
        own = [name for name in names if not names_another(table, name.name)]
    if not own and called & _OF_A_STREET:
        own = [column for column in table.columns if words[column.name] == ["address"]]
    numbers = [column for column in numbers_of_rows(table) if set(words[column.name]) <= called | _OF_A_ROW]
    return own or numbers or [column for column in table.columns if words[column.name] == ["company"]]
