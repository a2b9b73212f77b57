"""Words that ask for nothing are taken off a question, and no others."""

import pytest

from plugins.sql_assistant.fillers import without_fillers
from plugins.sql_assistant.schema import Column, Table


def table(name: str, *columns: str) -> Table:
    return Table(name, tuple(Column(column, "TEXT") for column in columns))


GUESTS = (table("guests", "id", "name", "city"),)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("how many guests do we have on the books at the moment, please?", "how many guests do we have?"),
        ("Hello there, which guests live in Hull", "which guests live in Hull"),
        ("guests without a phone number on record", "guests without a phone number"),
        ("Just curious: who is our oldest guest, thanks!", "who is our oldest guest"),
        ("what has Ann Berg ordered so far", "what has Ann Berg ordered"),
        ("which guests paid in full overall?", "which guests paid in full?"),
        ("Are there guests without a phone number? Which?", "which guests without a phone number?"),
        ("did any guests leave early? if so, who", "which guests leave early"),
        ("Do any guests come from Hull? Who are they?", "which guests come from Hull?"),
    ],
)
def test_greetings_thanks_and_words_for_the_database_are_left_out(question: str, plain: str) -> None:
    assert without_fillers(question, GUESTS) == plain


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("what do the fees of all paid lessons add up to?", "total fees of all paid lessons?"),
        ("How heavy is a parcel on average, by country", "average weight of parcel by country"),
        ("rooms not cleaned yet, closed ones left out", "rooms not cleaned yet that are not closed"),
        ("which towns do our guests come from, each once", "which towns do our guests come from without duplicates"),
        (
            "what towns do our guests come from? no duplicates please",
            "what towns do our guests come from without duplicates",
        ),
        ("the top 3 guests by spending", "which 3 guests spent the most"),
        ("top 3 guests by age", "top 3 guests by age"),
        ("what does a room come with?", "what does a room come with?"),
    ],
)
def test_idioms_are_said_plainly(question: str, plain: str) -> None:
    assert without_fillers(question, GUESTS) == plain


@pytest.mark.parametrize(
    "question",
    [
        "which guests are on the list of 2024",
        "guests that are still waiting",
        "so many guests",
        "well paid guests",
        "please",
        "how many guests are there in all rooms",
    ],
)
def test_words_that_tell_something_stay(question: str) -> None:
    assert without_fillers(question, GUESTS) == question


def test_a_place_that_the_schema_knows_is_no_filler() -> None:
    assert (
        without_fillers("products in the catalogue", (table("catalogue", "id", "product"),))
        == "products in the catalogue"
    )
    assert without_fillers("songs on the records", (table("songs", "id", "record_id"),)) == "songs on the records"
