"""Plain questions become the one query that they mean, and others none."""

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
CREATE TABLE makers (id INTEGER PRIMARY KEY, name TEXT, country TEXT, founded INTEGER);
CREATE TABLE tools (id INTEGER PRIMARY KEY, name TEXT, category TEXT, maker_id INTEGER REFERENCES makers(id),
                    daily_price REAL, weight_kg REAL, stock INTEGER, reorder_level INTEGER, is_electric INTEGER, bought_on DATE);
CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, town TEXT, email TEXT, joined_on DATE);
CREATE TABLE hires (id INTEGER PRIMARY KEY, tool_id INTEGER REFERENCES tools(id), customer_id INTEGER REFERENCES customers(id),
                    hire_date DATE, due_on DATE, returned_on DATE, days INTEGER, price REAL, status TEXT);
INSERT INTO makers VALUES (1, 'Brack', 'Germany', 1950), (2, 'Yoshi Tools', 'Japan', 1990);
INSERT INTO tools VALUES (1, 'floor sander', 'sander', 1, 25, 40, 2, 3, 1, '2021-03-01'),
                         (2, 'ladder', 'access', 2, 8, 12, 0, 1, 0, '2019-05-05'),
                         (3, 'edge sander', 'sander', 2, 15, 9, 4, 2, 1, '2023-02-11');
INSERT INTO customers VALUES (1, 'Ida', 'Moss', 'Hexley', NULL, '2022-01-09'),
                             (2, 'Ben', 'Okoro', 'Tarn', 'ben@mail.example', '2023-06-30');
INSERT INTO hires VALUES (1, 1, 1, '2024-03-08', '2024-03-09', '2024-03-10', 2, 50, 'closed'),
                         (2, 3, 2, '2024-04-01', '2024-04-04', NULL, 3, 45, 'open'),
                         (3, 1, 2, '2024-04-02', '2024-04-03', '2024-04-03', 1, 25, 'closed');
"""

_QUERIES = [
    ("how many tools do we have", "SELECT COUNT ( * ) FROM tools"),
    ("customers in Hexley", "SELECT first_name , last_name FROM customers WHERE town = 'Hexley'"),
    ("customers not from Tarn", "SELECT first_name , last_name FROM customers WHERE town != 'Tarn'"),
    ("open hires", "SELECT * FROM hires WHERE status = 'open'"),
    ("tools that weigh more than 10 kg", "SELECT name FROM tools WHERE weight_kg > 10"),
    ("which tools are heavier than 10 kg?", "SELECT name FROM tools WHERE weight_kg > 10"),
    ("tools costing between 10 and 20", "SELECT name FROM tools WHERE daily_price BETWEEN 10 AND 20"),
    ("hires over 1.5k euros", "SELECT * FROM hires WHERE price > 1500"),
    ("electric tools", "SELECT name FROM tools WHERE is_electric = 1"),
    ("tools that are not electric", "SELECT name FROM tools WHERE is_electric = 0"),
    ("what is out of stock", "SELECT name FROM tools WHERE stock = 0"),
    ("customers without an email", "SELECT first_name , last_name FROM customers WHERE email IS NULL"),
    ("hires returned after their due date", "SELECT * FROM hires WHERE returned_on > due_on"),
    ("hires that came back later than expected", "SELECT * FROM hires WHERE returned_on > due_on"),
    ("hires returned before they were due", "SELECT * FROM hires WHERE returned_on < due_on"),
    ("which hires were returned on time", "SELECT * FROM hires WHERE returned_on <= due_on"),
    ("hires not returned on time", ""),
    (
        "customers with hires worth more than 100 altogether",
        "SELECT customers . first_name , customers . last_name FROM customers JOIN hires ON hires . customer_id = customers . id "
        "GROUP BY customers . id HAVING SUM ( hires . price ) > 100",
    ),
    ("hires not returned yet", "SELECT * FROM hires WHERE returned_on IS NULL"),
    (
        "customers without hires in 2024",
        "SELECT first_name , last_name FROM customers WHERE id NOT IN ( SELECT customer_id FROM hires "
        "WHERE strftime ( '%Y' , hire_date ) = '2024' )",
    ),
    ("tools without any hires", "SELECT name FROM tools WHERE id NOT IN ( SELECT tool_id FROM hires )"),
    ("hires in april 2024", "SELECT * FROM hires WHERE strftime ( '%Y-%m' , hire_date ) = '2024-04'"),
    (
        "customers who joined after 2022",
        "SELECT first_name , last_name FROM customers WHERE strftime ( '%Y' , joined_on ) > '2022'",
    ),
    ("hires on 8 march 2024", "SELECT * FROM hires WHERE hire_date = '2024-03-08'"),
    ("average daily price", "SELECT AVG ( daily_price ) FROM tools"),
    ("number of tools per category", "SELECT category , COUNT ( * ) FROM tools GROUP BY category"),
    (
        "hires per customer",
        "SELECT customers . first_name , customers . last_name , COUNT ( * ) FROM customers JOIN hires "
        "ON hires . customer_id = customers . id GROUP BY customers . id",
    ),
    ("three heaviest tools", "SELECT name FROM tools ORDER BY weight_kg DESC LIMIT 3"),
    ("second heaviest tool", "SELECT name FROM tools ORDER BY weight_kg DESC LIMIT 1 OFFSET 1"),
    ("top 2 tools by stock", "SELECT name FROM tools ORDER BY stock DESC LIMIT 2"),
    ("tool with the highest daily price", "SELECT name FROM tools ORDER BY daily_price DESC LIMIT 1"),
    (
        "which tool has the most hires",
        "SELECT tools . name FROM tools JOIN hires ON hires . tool_id = tools . id GROUP BY tools . id ORDER BY COUNT ( * ) DESC LIMIT 1",
    ),
    (
        "customers with more than 1 hire",
        "SELECT customers . first_name , customers . last_name FROM customers JOIN hires ON hires . customer_id = customers . id "
        "GROUP BY customers . id HAVING COUNT ( * ) > 1",
    ),
    ("names and towns of all customers", "SELECT first_name , last_name , town FROM customers"),
    ("email of Ben Okoro", "SELECT email FROM customers WHERE first_name = 'Ben' AND last_name = 'Okoro'"),
    ("how much does the floor sander weigh", "SELECT weight_kg FROM tools WHERE name = 'floor sander'"),
    ("different categories", "SELECT DISTINCT category FROM tools"),
    ("sanders, cheapest first", "SELECT name FROM tools WHERE category = 'sander' ORDER BY daily_price ASC"),
    ("tools sorted by weight descending", "SELECT name FROM tools ORDER BY weight_kg DESC"),
    ("tools heavier than average", "SELECT name FROM tools WHERE weight_kg > ( SELECT AVG ( weight_kg ) FROM tools )"),
    (
        "tools made in Japan",
        "SELECT tools . name FROM tools JOIN makers ON tools . maker_id = makers . id WHERE makers . country = 'Japan'",
    ),
    (
        "what percentage of tools is electric",
        "SELECT 100.0 * COUNT ( * ) / ( SELECT COUNT ( * ) FROM tools ) FROM tools WHERE is_electric = 1",
    ),
    ("date of the last hire", "SELECT MAX ( hire_date ) FROM hires"),
    ("tools with stock below the reorder level", "SELECT name FROM tools WHERE stock < reorder_level"),
    ("tools at or below reorder level", "SELECT name FROM tools WHERE stock <= reorder_level"),
    ("hires that were returned late", "SELECT * FROM hires WHERE returned_on > due_on"),
    ("when was the ladder bought", "SELECT bought_on FROM tools WHERE name = 'ladder'"),
    ("which categories do we rent", "SELECT DISTINCT category FROM tools"),
    (
        "customers with more than 1 open hire",
        "SELECT customers . first_name , customers . last_name FROM customers JOIN hires ON hires . customer_id = customers . id "
        "WHERE hires . status = 'open' GROUP BY customers . id HAVING COUNT ( * ) > 1",
    ),
    ("tools whose name ends with sander", "SELECT name FROM tools WHERE name LIKE '%sander'"),
]

_NOT_PLAIN = [
    "how long was the floor sander out",
    "what did Ida Moss hire before she moved",
    "tools that nobody wanted",
    "customers who hired at least one sander but never a ladder",
    "best customers",
    "customers who have not joined in 2023",
    "delete customers in Hexley",
    "hires that took longer than they should",
    "average of the three heaviest tools",
    "哪些工具没有库存",
    "SELECT",
    "",
]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder: Path = tmp_path_factory.mktemp("hire")
    path = folder / "hire.sqlite"
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
def test_a_plain_question_is_composed(composed: Callable[[str], str], question: str, query: str) -> None:
    assert composed(question) == query


@pytest.mark.parametrize("question", _NOT_PLAIN)
def test_what_is_not_understood_word_by_word_is_left_to_the_model(
    composed: Callable[[str], str], question: str
) -> None:
    assert composed(question) == ""
