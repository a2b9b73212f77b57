"""Conditions of plain questions: values, flags and times."""

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
CREATE TABLE styles (style_id INTEGER PRIMARY KEY, style_name TEXT);
CREATE TABLE beers (beer_id INTEGER PRIMARY KEY, beer_name TEXT, style_id INTEGER REFERENCES styles(style_id), price REAL, abv REAL,
                    volume_l REAL,
                    stock INTEGER, colour TEXT, step_free INTEGER, brewed_on DATE, released_on DATE);
CREATE TABLE inns (inn_id INTEGER PRIMARY KEY, inn_name TEXT, town TEXT, country TEXT, phone TEXT, email TEXT, newsletter INTEGER,
                   garden_access INTEGER, licence_expiry DATE);
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, gender TEXT, born_on DATE, hired_on DATE);
CREATE TABLE deliveries (delivery_id INTEGER PRIMARY KEY, inn_id INTEGER REFERENCES inns(inn_id),
                         staff_id INTEGER REFERENCES staff(staff_id),
                         delivery_date DATE, paid_on DATE, total REAL, deposit REAL, state TEXT, payment TEXT, logged_at DATETIME);
CREATE TABLE barrels (delivery_id INTEGER REFERENCES deliveries(delivery_id), beer_id INTEGER REFERENCES beers(beer_id), quantity INTEGER);
INSERT INTO styles VALUES (1, 'Stout'), (2, 'Lager');
INSERT INTO beers VALUES (1, 'Old Hob', 1, 4, 5.5, 0.5, 3, 'black', 0, '2023-01-02', NULL),
                         (2, 'Pale Sun', 2, 3, 4.1, 0.5, 0, 'gold', 1, '2024-01-02', NULL),
                         (3, 'Ruby Fox', 1, 5, 6, 0.3, 9, 'red', 0, '2024-03-02', '2025-01-01');
INSERT INTO inns VALUES (1, 'The Heron', 'Wick', 'France', NULL, 'h@mail.example', 1, 1, '2025-01-01'),
                        (2, 'Kings Arms', 'Oxley', 'United Kingdom', '22', NULL, 0, 0, '2024-01-01');
INSERT INTO staff VALUES (1, 'Jo', 'Pike', 'F', '1990-02-02', '2015-01-01'), (2, 'Al', 'March', 'M', '1985-02-02', '2019-01-01');
INSERT INTO deliveries VALUES (1, 1, 1, '2023-03-04', '2023-04-01', 120, 10, 'dropped', 'card', '2023-03-04 10:00'),
                              (2, 2, 2, '2024-05-04', NULL, 80, 0, 'cancelled', 'cash', '2024-05-04 11:00');
INSERT INTO barrels VALUES (1, 1, 2), (1, 2, 1), (2, 3, 4);
"""
_INNS = "SELECT inn_name FROM inns WHERE "
_BEERS = "SELECT beer_name FROM beers WHERE "
_STAFF = "SELECT first_name , last_name FROM staff WHERE "
_DELIVERIES = "SELECT * FROM deliveries WHERE "

_QUERIES = [
    ("French inns", f"{_INNS}country = 'France'"),
    ("inns in the united kingdom or france", f"{_INNS}country IN ( 'United Kingdom' , 'France' )"),
    ("female staff", f"{_STAFF}gender = 'F'"),
    ("inns outside Wick", f"{_INNS}town != 'Wick'"),
    ("inns neither in Wick nor in Oxley", f"{_INNS}town NOT IN ( 'Wick' , 'Oxley' )"),
    ("beers other than the red ones", f"{_BEERS}colour != 'red'"),
    (
        "beers in the Stout style",
        "SELECT beers . beer_name FROM beers JOIN styles ON beers . style_id = styles . style_id WHERE styles . style_name = 'Stout'",
    ),
    (
        "deliveries to the inn Kings Arms",
        "SELECT deliveries . * FROM deliveries JOIN inns ON deliveries . inn_id = inns . inn_id WHERE inns . inn_name = 'Kings Arms'",
    ),
    ("total of delivery 2", "SELECT total FROM deliveries WHERE delivery_id = 2"),
    ("inns that get the newsletter", f"{_INNS}newsletter = 1"),
    ("inns which did not sign up for the newsletter", f"{_INNS}newsletter = 0"),
    ("step-free beers", f"{_BEERS}step_free = 1"),
    ("garden accessible inns", f"{_INNS}garden_access = 1"),
    ("staff born in 1985 or 1990", f"{_STAFF}strftime ( '%Y' , born_on ) IN ( '1985' , '1990' )"),
    ("staff born in the 1980s", f"{_STAFF}strftime ( '%Y' , born_on ) BETWEEN '1980' AND '1989'"),
    ("staff who started before 2016", f"{_STAFF}strftime ( '%Y' , hired_on ) < '2016'"),
    ("deliveries made in 2023", f"{_DELIVERIES}strftime ( '%Y' , delivery_date ) = '2023'"),
    (
        "deliveries between 1 March and 30 April 2024",
        f"{_DELIVERIES}delivery_date BETWEEN '2024-03-01' AND '2024-04-30'",
    ),
    ("deliveries in march", f"{_DELIVERIES}strftime ( '%m' , delivery_date ) = '03'"),
    ("deliveries in Q2 2024", f"{_DELIVERIES}strftime ( '%Y-%m' , delivery_date ) BETWEEN '2024-04' AND '2024-06'"),
    ("deliveries since the start of 2024", f"{_DELIVERIES}strftime ( '%Y' , delivery_date ) >= '2024'"),
    ("deliveries paid in 2024 or later", f"{_DELIVERIES}strftime ( '%Y' , paid_on ) >= '2024'"),
    ("deliveries this year", f"{_DELIVERIES}strftime ( '%Y' , delivery_date ) = strftime ( '%Y' , 'now' )"),
    ("deliveries logged on 4 May 2024", f"{_DELIVERIES}strftime ( '%Y-%m-%d' , logged_at ) = '2024-05-04'"),
    ("beers under 4", f"{_BEERS}price < 4"),
    ("deliveries over 100 paid by card or cash", f"{_DELIVERIES}total > 100 AND payment IN ( 'card' , 'cash' )"),
    ("beers we have less than 5 of in stock", f"{_BEERS}stock < 5"),
    ("beers in stock", f"{_BEERS}stock > 0"),
    ("inns we have no phone number for", f"{_INNS}phone IS NULL"),
    ("inns without phone or email", f"{_INNS}phone IS NULL AND email IS NULL"),
    ("inns with an email address", f"{_INNS}email IS NOT NULL"),
    ("inns in Wick whose phone is missing", f"{_INNS}town = 'Wick' AND phone IS NULL"),
    ("unpaid deliveries over 50", f"{_DELIVERIES}paid_on IS NULL AND total > 50"),
    ("paid deliveries", f"{_DELIVERIES}paid_on IS NOT NULL"),
    ("deliveries not paid by card", ""),
    ("inns that never got a delivery", f"{_INNS}inn_id NOT IN ( SELECT inn_id FROM deliveries )"),
    (
        "inns without deliveries in 2024",
        f"{_INNS}inn_id NOT IN ( SELECT inn_id FROM deliveries WHERE strftime ( '%Y' , delivery_date ) = '2024' )",
    ),
    (
        "staff who never did a cash delivery",
        f"{_STAFF}staff_id NOT IN ( SELECT staff_id FROM deliveries WHERE payment = 'cash' )",
    ),
    ("how many women do we have", "SELECT COUNT ( * ) FROM staff WHERE gender = 'F'"),
    ("all French inns please, thanks", f"{_INNS}country = 'France'"),
    ("beers with fox in the name", f"{_BEERS}beer_name LIKE '%fox%'"),
    ("everything with heron in the name", f"{_INNS}inn_name LIKE '%heron%'"),
    ("deliveries that were never paid", f"{_DELIVERIES}paid_on IS NULL"),
    (
        "inns that have never sent a delivery to anyone",
        "",
    ),
    (
        "inns without cash deliveries",
        f"{_INNS}inn_id NOT IN ( SELECT inn_id FROM deliveries WHERE payment = 'cash' )",
    ),
    ("beers of more than 0.4 litres", f"{_BEERS}volume_l > 0.4"),
    ("beers over 300 ml", ""),
    ("beers brewed before 2024", f"{_BEERS}strftime ( '%Y' , brewed_on ) < '2024'"),
    ("staff born before 1990", f"{_STAFF}strftime ( '%Y' , born_on ) < '1990'"),
    ("deliveries without a deposit", ""),
    ("beers in march", ""),
    ("staff born in Wick", ""),
    ("beers that are not released yet", ""),
    ("staff born in 1990", f"{_STAFF}strftime ( '%Y' , born_on ) = '1990'"),
    ("deliveries unpaid since 2023", ""),
    (
        "deliveries paid after 2022 and before 2024",
        f"{_DELIVERIES}strftime ( '%Y' , paid_on ) > '2022' AND strftime ( '%Y' , paid_on ) < '2024'",
    ),
    ("staff called March", f"{_STAFF}last_name = 'March'"),
    ("total of cancelled deliveries", ""),
    ("deliveries dropped by card", ""),
    (
        "deliveries over 100 logged on 4 May 2024",
        f"{_DELIVERIES}total > 100 AND strftime ( '%Y-%m-%d' , logged_at ) = '2024-05-04'",
    ),
    ("beers nobody ordered", ""),
    ("inns that never cancelled a delivery", ""),
    ("deliveries with more than 5", ""),
    ("inns with their phone numbers", "SELECT inn_name , phone FROM inns"),
    ("open deliveries", ""),
    ("inns with a licence expiring in 2024", ""),
    ("how many inns in Wick and Oxley", ""),
    (
        "inns with cancelled deliveries in 2024",
        "SELECT DISTINCT inns . inn_name FROM inns JOIN deliveries ON deliveries . inn_id = inns . inn_id "
        "WHERE deliveries . state = 'cancelled' AND strftime ( '%Y' , deliveries . delivery_date ) = '2024'",
    ),
    ("inns not paid by card", ""),
    ("deliveries not by Jo Pike", ""),
    ("staff in 2019", ""),
]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder: Path = tmp_path_factory.mktemp("inns")
    path = folder / "inns.sqlite"
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
def test_conditions_are_read_where_they_have_one_meaning(
    composed: Callable[[str], str], question: str, query: str
) -> None:
    assert composed(question) == query
