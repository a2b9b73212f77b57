"""Questions of what rows of several tables have to do with each other."""

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

_SCRIPT = """
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
_BOUGHT = (
    "customers JOIN orders ON orders . customer_id = customers . id JOIN order_lines ON order_lines . order_id = orders . id "
    "JOIN plants ON order_lines . plant_id = plants . id"
)
_SOLD = (
    "plants JOIN order_lines ON order_lines . plant_id = plants . id JOIN orders ON order_lines . order_id = orders . id "
    "JOIN customers ON orders . customer_id = customers . id"
)

_QUERIES = [
    ("who bought Red Yarrow", f"SELECT DISTINCT customers . name FROM {_BOUGHT} WHERE plants . name = 'Red Yarrow'"),
    (
        "customers who bought organic plants",
        f"SELECT DISTINCT customers . name FROM {_BOUGHT} WHERE plants . organic = 1",
    ),
    ("what did Ove Lind buy", f"SELECT DISTINCT plants . name FROM {_SOLD} WHERE customers . name = 'Ove Lind'"),
    (
        "which plants has Mia Tarr ordered",
        f"SELECT DISTINCT plants . name FROM {_SOLD} WHERE customers . name = 'Mia Tarr'",
    ),
    (
        "customers who bought Blue Iris in 2024",
        f"SELECT DISTINCT customers . name FROM {_BOUGHT} WHERE plants . name = 'Blue Iris' "
        "AND strftime ( '%Y' , orders . order_date ) = '2024'",
    ),
    (
        "plants reviewed by Mia Tarr",
        "SELECT DISTINCT plants . name FROM plants JOIN reviews ON reviews . plant_id = plants . id "
        "JOIN customers ON reviews . customer_id = customers . id WHERE customers . name = 'Mia Tarr'",
    ),
    (
        "Ove Lind's orders",
        "SELECT orders . * FROM orders JOIN customers ON orders . customer_id = customers . id WHERE customers . name = 'Ove Lind'",
    ),
    (
        "how many orders has Ove Lind placed",
        "SELECT COUNT ( * ) FROM orders JOIN customers ON orders . customer_id = customers . id WHERE customers . name = 'Ove Lind'",
    ),
    (
        "customers with an open order",
        "SELECT DISTINCT customers . name FROM customers JOIN orders ON orders . customer_id = customers . id "
        "WHERE orders . status = 'open'",
    ),
    (
        "orders of customers from Dunn",
        "SELECT orders . * FROM orders JOIN customers ON orders . customer_id = customers . id WHERE customers . town = 'Dunn'",
    ),
    ("status of order 2", "SELECT status FROM orders WHERE id = 2"),
    (
        "who placed order 1",
        "SELECT DISTINCT customers . name FROM customers JOIN orders ON orders . customer_id = customers . id WHERE orders . id = 1",
    ),
    (
        "plants grown by Moorland",
        "SELECT plants . name FROM plants JOIN growers ON plants . grower_id = growers . id WHERE growers . name = 'Moorland'",
    ),
    (
        "notes sent by Rita Vos",
        "SELECT notes . * FROM notes JOIN staff ON notes . sender_id = staff . id WHERE staff . name = 'Rita Vos'",
    ),
    (
        "notes to Jon Pell",
        "SELECT notes . * FROM notes JOIN staff ON notes . receiver_id = staff . id WHERE staff . name = 'Jon Pell'",
    ),
    (
        "beds kept by Rita Vos",
        "SELECT beds . name FROM beds JOIN staff ON beds . keeper_id = staff . id WHERE staff . name = 'Rita Vos'",
    ),
]

_NOT_SURE = [
    "plants of Mia Tarr",  # ordered or reviewed
    "notes of Rita Vos",  # to her or from her
    "beds of Jon Pell",  # kept, or worked in
    "who sold Red Yarrow to Rita Vos",
    "who stole Red Yarrow",
    "staff of Rita Vos",
    "who reports to Rita Vos",
    "customers who returned Red Yarrow",
    "customers who bought Red Yarrow and Blue Iris",
    "customers who never bought Red Yarrow",
    "what did Moorland buy",
]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder: Path = tmp_path_factory.mktemp("nursery")
    path = folder / "nursery.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_SCRIPT)
    source = open_source(str(path), folder, lambda _: None, lambda _: None)
    schema = with_inferred_keys(source.read_schema(Stop()))

    def ask(question: str) -> str:
        with source.session(schema, Limits(), Stop()) as session:
            links = find_links(question, schema.tables, session)
        return compose(question, schema.tables, schema.keys, links, spelled_out(schema, question))

    return ask


@pytest.mark.parametrize(("question", "query"), _QUERIES)
def test_what_rows_have_to_do_with_each_other_is_composed(
    composed: Callable[[str], str], question: str, query: str
) -> None:
    assert composed(question) == query


@pytest.mark.parametrize("question", _NOT_SURE)
def test_what_may_be_joined_in_several_ways_is_left_to_the_model(composed: Callable[[str], str], question: str) -> None:
    assert composed(question) == ""
