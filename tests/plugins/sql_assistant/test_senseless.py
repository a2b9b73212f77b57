"""What no question means."""

import pytest
import sqlglot

from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.senseless import sense_doubts

HALLS = Table(
    "halls",
    (
        Column("id", "INTEGER", is_key=True),
        Column("district", "TEXT"),
        Column("seats", "INTEGER"),
        Column("owner_id", "INTEGER"),
        Column("opened_on", "TEXT"),
    ),
)


def doubts(sql: str) -> list[str]:
    return list(sense_doubts(sqlglot.parse_one(sql, read="sqlite"), (HALLS,)))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT district FROM halls WHERE seats > (SELECT seats FROM halls)",
        "SELECT district FROM halls WHERE district > (SELECT MAX(district) FROM halls)",
        "SELECT AVG(owner_id) FROM halls",
        "SELECT SUM(id) FROM halls",
    ],
)
def test_what_has_no_sense_is_doubted(sql: str) -> None:
    assert doubts(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT district FROM halls WHERE seats > (SELECT AVG(seats) FROM halls)",
        "SELECT district FROM halls WHERE seats > (SELECT seats FROM halls WHERE district = 'West')",
        "SELECT district FROM halls WHERE opened_on > '2020-01-01'",
        "SELECT SUM(seats), COUNT(owner_id) FROM halls",
    ],
)
def test_plain_comparisons_and_figures_are_not(sql: str) -> None:
    assert doubts(sql) == []
