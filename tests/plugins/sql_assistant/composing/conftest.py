"""What questions of rows of several tables are asked of."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.composing.questions import compose
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.spelled_out import spelled_out

NURSERY = """
CREATE TABLE growers (id INTEGER PRIMARY KEY, name TEXT, region TEXT);
CREATE TABLE plants (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, grower_id INTEGER REFERENCES growers(id),
                     price REAL, organic INTEGER);
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, town TEXT, phone TEXT, joined_on DATE);
CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT, boss_id INTEGER REFERENCES staff(id), wage REAL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), staff_id INTEGER REFERENCES staff(id),
                     order_date DATE, status TEXT);
CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), plant_id INTEGER REFERENCES plants(id),
                          quantity INTEGER);
CREATE TABLE reviews (id INTEGER PRIMARY KEY, plant_id INTEGER REFERENCES plants(id), customer_id INTEGER REFERENCES customers(id),
                      stars INTEGER);
CREATE TABLE notes (id INTEGER PRIMARY KEY, sender_id INTEGER REFERENCES staff(id), receiver_id INTEGER REFERENCES staff(id),
                    body TEXT, sent_on DATE);
CREATE TABLE beds (id INTEGER PRIMARY KEY, name TEXT, keeper_id INTEGER REFERENCES staff(id));
CREATE TABLE shifts (id INTEGER PRIMARY KEY, bed_id INTEGER REFERENCES beds(id), staff_id INTEGER REFERENCES staff(id), shift_date DATE);
CREATE TABLE runners (id INTEGER PRIMARY KEY, name TEXT, birth_date DATE, club_id INTEGER REFERENCES clubs(id));
CREATE TABLE clubs (id INTEGER PRIMARY KEY, name TEXT, town TEXT);
CREATE TABLE races (id INTEGER PRIMARY KEY, name TEXT, race_date DATE, host_club_id INTEGER REFERENCES clubs(id),
                    guest_club_id INTEGER REFERENCES clubs(id));
CREATE TABLE results (id INTEGER PRIMARY KEY, race_id INTEGER REFERENCES races(id), runner_id INTEGER REFERENCES runners(id),
                      finish_position INTEGER);
INSERT INTO runners VALUES (1, 'Tove Hauk', '1999-01-01', 1);
INSERT INTO clubs VALUES (1, 'Harriers', 'Dunn'), (2, 'Striders', 'Hexley');
INSERT INTO races VALUES (1, 'Hill Dash', '2024-02-02', 1, 2);
INSERT INTO results VALUES (1, 1, 1, 1);
INSERT INTO growers VALUES (1, 'Moorland', 'North'), (2, 'Sandhill', 'South');
INSERT INTO plants VALUES (1, 'Red Yarrow', 'shrub', 1, 4, 1), (2, 'Blue Iris', 'bulb', 2, 3, 0);
INSERT INTO customers VALUES (1, 'Ove Lind', 'Hexley', '1', '2020-01-01'), (2, 'Mia Tarr', 'Dunn', NULL, '2021-01-01');
INSERT INTO staff VALUES (1, 'Rita Vos', NULL, 20), (2, 'Jon Pell', 1, 15);
INSERT INTO orders VALUES (1, 1, 2, '2023-05-01', 'open'), (2, 2, 2, '2024-05-01', 'closed');
INSERT INTO order_lines VALUES (1, 1, 1, 2), (2, 2, 2, 4);
INSERT INTO reviews VALUES (1, 1, 2, 5);
INSERT INTO notes VALUES (1, 1, 2, 'water them', '2024-01-01');
INSERT INTO beds VALUES (1, 'Long Bed', 1), (2, 'Rockery', 2);
INSERT INTO shifts VALUES (1, 1, 2, '2024-01-01');
"""


def _asker(script: str, folder: Path) -> Callable[[str], str]:
    """What composes the query of a question about the tables of a script."""
    path = folder / "asked.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(script)
    source = open_source(str(path), folder, lambda _: None, lambda _: None)
    schema = with_inferred_keys(source.read_schema(Stop()))

    def ask(question: str) -> str:
        with source.session(schema, Limits(), Stop()) as session:
            links = find_links(question, schema.tables, session)
        return compose(question, schema.tables, schema.keys, links, spelled_out(schema, question))

    return ask


@pytest.fixture(scope="module")
def asked_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Callable[[str], str]]:
    """What composes the queries of questions about the tables of a script."""
    return lambda script: _asker(script, tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def of_the_nursery(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    return _asker(NURSERY, tmp_path_factory.mktemp("nursery"))
