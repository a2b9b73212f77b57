"""What rows are called by."""

import pytest

from plugins.sql_assistant.composing.speech.naming import own_names
from plugins.sql_assistant.schema import Column, Schema, Table
from plugins.sql_assistant.wording import wording_of


def names(table: str, *columns: str) -> list[str]:
    made = Table(table, tuple(Column(column, "TEXT", is_key=column.endswith("id")) for column in columns))
    return [column.name for column in own_names(made, wording_of(Schema((made,), ())))]


@pytest.mark.parametrize(
    ("table", "columns", "called"),
    [
        ("flats", ("id", "landlord_name", "address", "rent"), ["address"]),
        ("kennels", ("id", "keeper_name", "size"), []),  # the keeper's name is no kennel's
        ("houses", ("id", "name", "address"), ["name"]),
        ("owners", ("id", "owner_name", "address"), ["owner_name"]),
        ("pupils", ("id", "last_name", "first_name"), ["first_name", "last_name"]),
        ("lorries", ("id", "plate", "driver_name"), ["plate"]),
        ("tours", ("id", "group_name", "held_on"), []),  # who came, not what it is called
        ("meetings", ("id", "address", "held_on"), []),  # where it was, not what it is called
    ],
)
def test_rows_are_called_by_their_own_names(table: str, columns: tuple[str, ...], called: list[str]) -> None:
    assert names(table, *columns) == called
