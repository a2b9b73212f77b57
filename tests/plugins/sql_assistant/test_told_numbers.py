"""Beside which columns the numbers of a question may stand, and how they are compared."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.said_numbers import days_said, expanded, mentions, plain
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.told_numbers import ToldNumber, told_numbers

HIKE = Table(
    "hike",
    (
        Column("id", "INTEGER", is_key=True),
        Column("name", "TEXT"),
        Column("length_km", "REAL"),
        Column("climb_m", "INTEGER"),
        Column("hours", "REAL"),
        Column("grade", "INTEGER"),
        Column("walked_on", "DATE"),
        Column("fee", "REAL"),
    ),
)
GUIDE = Table(
    "guide",
    (Column("id", "INTEGER", is_key=True), Column("name", "TEXT"), Column("salary", "REAL"), Column("born", "INTEGER")),
)


def told(question: str, links: Links | None = None) -> list[ToldNumber]:
    tables = (HIKE, GUIDE)
    return list(told_numbers(question, tables, links or find_links(question, tables)))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("wages above 35k", "wages above 35000"),
        ("sales over £2.5m", "sales over £2500000"),
        ("half of 3 million", "half of 3000000"),
        ("12,500 visitors", "12500 visitors"),
        ("walls of 2.5 m", "walls of 2.5 m"),
    ],
)
def test_shortened_figures_are_written_out(question: str, figures: str) -> None:
    assert expanded(question) == figures


@pytest.mark.parametrize(
    "question", ["trains to BX44", "meetings on 5 June 2022", "at 10:30", "since 2022-06-05", "class 9C", "June 3rd"]
)
def test_digits_of_codes_and_dates_are_no_numbers(question: str) -> None:
    assert mentions(plain(question)) == []


def test_a_letter_and_a_digit_are_a_number_where_a_column_counts_such() -> None:
    assert [one.numbers for one in mentions(plain("sales in Q2", ["quarter"]))] == [("2",)]


def test_whole_dates_are_read_in_either_order() -> None:
    assert days_said("between 5 June 2022 and June 9th, 2022") == ["2022-06-05", "2022-06-09"]


@pytest.mark.parametrize(
    ("question", "test", "columns"),
    [
        ("hikes of more than 20 km", "> 20", {("hike", "length_km")}),
        ("hikes with 900 m or more", ">= 900", {("hike", "climb_m")}),
        ("hikes between 2 and 4 hours", "BETWEEN 2 AND 4", {("hike", "hours")}),
        ("grade 3 hikes", "= 3", {("hike", "grade")}),
        ("guides earning at least 30k", ">= 30000", {("guide", "salary")}),
        ("hikes that cost less than £15", "< 15", None),
    ],
)
def test_a_number_goes_with_its_unit_or_name(question: str, test: str, columns: set[tuple[str, str]] | None) -> None:
    found = told(question)[0]
    assert found.test == test
    assert columns is None or found.columns == columns


def test_such_a_number_must_be_compared_where_rows_are_asked_for() -> None:
    assert told("hikes of more than 20 km")[0].is_needed
    assert not told("total fee of hikes of more than 20 km")[0].is_needed


def test_numbers_of_rows_are_compared_with_no_column() -> None:
    assert told("the 5 longest hikes")[0].columns == frozenset()
    assert told("guides with more than 3 hikes")[0].columns == frozenset()


def test_a_year_is_left_to_dates_and_to_columns_of_years() -> None:
    assert told("hikes in 2021")[0].columns == frozenset()
    assert told("guides born after 1980")[0].columns == {("guide", "born")}


def test_numbers_inside_values_are_none() -> None:
    links = Links(values={("hike", "name"): ("Route 66",)})
    assert told("who walked route 66", links) == []


def test_numbers_of_a_list_go_together() -> None:
    assert [one.columns for one in told("hikes of grade 2 or 3")] == [{("hike", "grade")}] * 2
