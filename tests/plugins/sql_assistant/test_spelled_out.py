"""Names that are short for something, and what a model is shown in their place."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.short import is_short_for, name_words
from plugins.sql_assistant.spelled_out import spelled_out

CLIENT = Table(
    "tbl_clnt", (Column("clnt_id", "INTEGER", is_key=True), Column("clnt_nm", "TEXT"), Column("ctry", "TEXT"))
)
TRIP = Table(
    "trip",
    (
        Column("trip_id", "INTEGER", is_key=True),
        Column("clnt_id", "INTEGER"),
        Column("dep_dt", "TEXT"),
        Column("lengthNm", "REAL"),
        Column("wshf", "INTEGER"),
    ),
)
SCHEMA = Schema((CLIENT, TRIP), (ForeignKey("trip", "clnt_id", "tbl_clnt", "clnt_id"),))


def test_names_are_spelled_out_and_found_again() -> None:
    wording = spelled_out(SCHEMA)
    assert wording.table("tbl_clnt") == "clients"
    assert [wording.column("tbl_clnt", c.name) for c in CLIENT.columns] == ["client_id", "client_name", "country"]
    assert wording.real_table(SCHEMA, "clients") is CLIENT
    assert wording.real_column(CLIENT, "client_name") == "clnt_nm"


def test_a_key_is_called_alike_in_both_tables() -> None:
    assert spelled_out(SCHEMA).column("trip", "clnt_id") == "client_id"


def test_two_columns_are_never_called_alike() -> None:
    trip = Table("trip", (Column("clnt_id", "INTEGER"), Column("client_id", "INTEGER")))
    wording = spelled_out(Schema((CLIENT, trip), (ForeignKey("trip", "clnt_id", "tbl_clnt", "clnt_id"),)))
    shown = wording.column("trip", "clnt_id")
    assert shown != "client_id"
    assert wording.real_column(trip, shown) == "clnt_id"


def test_names_in_full_stay_as_they_are_and_miles_are_no_names() -> None:
    wording = spelled_out(SCHEMA)
    assert wording.table("trip") == "trip"
    assert wording.column("trip", "trip_id") == "trip_id"
    assert wording.column("trip", "lengthNm") == "lengthNm"


def test_the_question_tells_what_a_part_is_short_for() -> None:
    assert spelled_out(SCHEMA, "trips by number of wayfarers").column("trip", "wshf") == "wshf"
    assert spelled_out(SCHEMA, "trips with more than two washerfolk").column("trip", "wshf") == "washerfolk"


def test_letters_of_the_table_are_short_for_its_name() -> None:
    table = Table("transl", (Column("tr_id", "INTEGER", is_key=True), Column("tr_nm", "TEXT")))
    wording = spelled_out(Schema((table,), ()))
    assert [wording.column("transl", c.name) for c in table.columns] == ["translator_id", "translator_name"]


@pytest.mark.parametrize(("part", "word"), [("bkg", "bookings"), ("flr", "floor"), ("prsn", "persons")])
def test_consonants_stand_for_a_word(part: str, word: str) -> None:
    assert is_short_for(part, word)


@pytest.mark.parametrize(("part", "word"), [("bkg", "bags"), ("art", "artist"), ("nt", "nights"), ("flr", "roof")])
def test_other_parts_do_not(part: str, word: str) -> None:
    assert not is_short_for(part, word)


def test_a_name_has_the_words_that_it_is_short_for() -> None:
    assert {"order", "date"} <= name_words("ord_dt")
    assert {"price", "night"} <= name_words("price_nt")
