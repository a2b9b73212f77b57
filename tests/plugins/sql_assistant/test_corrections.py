"""What code puts right of a query by its doubts, and what it leaves as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from plugins.sql_assistant.corrections import Corrected, corrected, once_each
from plugins.sql_assistant.doubts import doubts
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource

SCRIPT = """
CREATE TABLE growers (id INTEGER PRIMARY KEY, name TEXT, village TEXT, is_organic INTEGER, joined_on TEXT);
CREATE TABLE crates (id INTEGER PRIMARY KEY, grower_id INTEGER REFERENCES growers(id), fruit TEXT, kilos REAL, state TEXT, packed_on TEXT,
    promised_for TEXT);
INSERT INTO growers VALUES (1, 'Ida Holm', 'Lund', 1, '2020-01-02'), (2, 'Per Dahl', 'Ystad', 0, '2021-02-03'),
    (3, 'Eva Lind', 'Lund', 0, NULL);
INSERT INTO crates VALUES (1, 1, 'plum', 8.5, 'spoiled', '2024-05-06', '2024-05-01'),
    (2, 1, 'pear', 9.0, 'sold', '2024-06-07', '2024-06-01'),
    (3, 2, 'plum', 7.5, 'packed', '2025-07-08', '2025-07-01');
"""

Correct = Callable[[str, str], "Corrected | None"]


@pytest.fixture(scope="module")
def correct(tmp_path_factory: pytest.TempPathFactory) -> Correct:
    path = tmp_path_factory.mktemp("fruit") / "fruit.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    source = SqliteSource(path)
    schema = with_inferred_keys(source.read_schema())

    def by_code(question: str, sql: str) -> Corrected | None:
        with source.session(schema, Limits(), Stop()) as session:
            links = find_links(question, schema.tables, session)
        return corrected(
            sql,
            question,
            schema,
            schema.tables,
            links,
            "sqlite",
            lambda query: doubts(query, question, links, schema.tables),
        )

    return by_code


@pytest.mark.parametrize(
    ("question", "sql", "right"),
    [
        (
            "growers from Lund",
            "SELECT name FROM growers WHERE village = 'Lund' AND is_organic = 1",
            "SELECT name FROM growers WHERE village = 'Lund'",
        ),
        (
            "how many crates were marked as spoiled in 2024",
            "SELECT COUNT(*) FROM crates WHERE STRFTIME('%Y', packed_on) = '2024'",
            "SELECT COUNT(*) FROM crates WHERE STRFTIME('%Y', packed_on) = '2024' AND state = 'spoiled'",
        ),
        (
            "crates with plum from Lund",
            "SELECT * FROM crates WHERE fruit = 'plum'",
            "SELECT crates.* FROM crates JOIN growers ON crates.grower_id = growers.id "
            "WHERE crates.fruit = 'plum' AND growers.village = 'Lund'",
        ),
        (
            "growers that are not organic",
            "SELECT name FROM growers WHERE is_organic = 1",
            "SELECT name FROM growers WHERE is_organic = 0",
        ),
        (
            "average kilos of plum crates",
            "SELECT state, AVG(kilos) FROM crates WHERE fruit = 'plum'",
            "SELECT AVG(kilos) FROM crates WHERE fruit = 'plum'",
        ),
        (
            "growers that never packed a plum",
            "SELECT name FROM growers WHERE NOT id IN (SELECT grower_id FROM crates WHERE fruit = 'plum' AND state = 'Which')",
            "SELECT name FROM growers WHERE NOT id IN (SELECT grower_id FROM crates WHERE fruit = 'plum')",
        ),
        (
            "total kilos of plum crates",
            "SELECT SUM(kilos * kilos) FROM crates WHERE fruit = 'plum'",
            "SELECT SUM(kilos) FROM crates WHERE fruit = 'plum'",
        ),
        (
            "which growers have a place in Lund",
            "SELECT name FROM growers WHERE village = 'Lund' AND name LIKE '%Place%'",
            "SELECT name FROM growers WHERE village = 'Lund'",
        ),
        (
            "crates packed in 2024, the spoiled ones left out",
            "SELECT * FROM crates WHERE STRFTIME('%Y', packed_on) = '2024' AND state = 'spoiled'",
            "SELECT * FROM crates WHERE STRFTIME('%Y', packed_on) = '2024' AND state <> 'spoiled'",
        ),
        (
            "growers with more than two crates",
            "SELECT growers.name FROM growers JOIN crates ON crates.grower_id = growers.id GROUP BY growers.id HAVING COUNT(*) >= 2",
            "SELECT growers.name FROM growers JOIN crates ON crates.grower_id = growers.id GROUP BY growers.id HAVING COUNT(*) > 2",
        ),
        (
            "crates of 8 kilos or more",
            "SELECT * FROM crates WHERE kilos > 8",
            "SELECT * FROM crates WHERE kilos >= 8",
        ),
        (
            "growers who have joined",
            "SELECT name FROM growers WHERE joined_on IS NULL",
            "SELECT name FROM growers WHERE NOT joined_on IS NULL",
        ),
        (
            "crates that were promised before May 2024",
            "SELECT * FROM crates WHERE packed_on < '2024-05-01'",
            "SELECT * FROM crates WHERE promised_for < '2024-05-01'",
        ),
        (
            "growers who joined in 2021",
            "SELECT growers.name FROM growers WHERE STRFTIME('%Y', joined_on) = '2021' AND village IS NULL",
            "SELECT growers.name FROM growers WHERE STRFTIME('%Y', joined_on) = '2021'",
        ),
    ],
)
def test_what_no_word_asks_for_is_taken_out_and_what_is_named_put_in(
    correct: Correct, question: str, sql: str, right: str
) -> None:
    found = correct(question, sql)
    assert found is not None
    assert found.sql.lower() == right.lower()
    assert found.told


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("growers from Lund", "SELECT name FROM growers WHERE village = 'Lund'"),  # nothing speaks against it
        (
            "total kilos packed per fruit",
            "SELECT fruit, SUM(kilos) FROM crates GROUP BY fruit",
        ),  # it tells what was done
        ("growers by planet", "SELECT name FROM growers"),  # no change makes it better
    ],
)
def test_a_query_that_no_change_makes_better_stays(correct: Correct, question: str, sql: str) -> None:
    assert correct(question, sql) is None


def test_rows_that_repeat_are_shown_once() -> None:
    found = once_each("SELECT fruit FROM crates ORDER BY fruit", "sqlite")
    assert found is not None
    assert found.sql == "SELECT DISTINCT fruit FROM crates ORDER BY fruit"
