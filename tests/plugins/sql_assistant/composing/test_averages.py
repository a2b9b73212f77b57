"""Questions for what is above or below the average, for what has the most, and for what came in."""

from collections.abc import Callable

import pytest

_SCRIPT = """
CREATE TABLE shows (id INTEGER PRIMARY KEY, title TEXT, kind TEXT, ticket_price REAL, running_time INTEGER);
CREATE TABLE performances (id INTEGER PRIMARY KEY, show_id INTEGER REFERENCES shows(id), performed_on TEXT, attendance INTEGER,
                           takings REAL, status TEXT);
CREATE TABLE ushers (id INTEGER PRIMARY KEY, name TEXT, role TEXT, hourly_wage REAL, hired_on TEXT);
CREATE TABLE snacks (id INTEGER PRIMARY KEY, name TEXT, category TEXT, price REAL, cost_price REAL, stock INTEGER);
INSERT INTO shows VALUES (1, 'Night Walk', 'tour', 5, 45), (2, 'Bird Hour', 'talk', 12, 90);
INSERT INTO performances VALUES (1, 1, '2026-03-01', 120, 600, 'held'), (2, 2, '2026-04-01', 30, 360, 'cancelled');
INSERT INTO ushers VALUES (1, 'Lena Hart', 'usher', 22, '2012-01-01'), (2, 'Omar Reyes', 'cashier', 17, '2019-01-01');
INSERT INTO snacks VALUES (1, 'Salted nuts', 'nuts', 4, 2, 40), (2, 'Lemonade', 'drink', 3, 1, 0);
"""

_QUERIES = [
    (
        "performances with a bigger crowd than average",
        "SELECT * FROM performances WHERE attendance > ( SELECT AVG ( attendance ) FROM performances )",
    ),
    (
        "which performances drew fewer visitors than the average performance",
        "SELECT * FROM performances WHERE attendance < ( SELECT AVG ( attendance ) FROM performances )",
    ),
    (
        "drinks priced above the average drink",
        "SELECT name FROM snacks WHERE category = 'drink' AND price > ( SELECT AVG ( price ) FROM snacks WHERE category = 'drink' )",
    ),
    (
        "shows longer than our average show",
        "SELECT title FROM shows WHERE running_time > ( SELECT AVG ( running_time ) FROM shows )",
    ),
    (
        "shows with an above-average ticket price",
        "SELECT title FROM shows WHERE ticket_price > ( SELECT AVG ( ticket_price ) FROM shows )",
    ),
    (
        "ushers who earn more per hour than the average usher",
        "SELECT name FROM ushers WHERE hourly_wage > ( SELECT AVG ( hourly_wage ) FROM ushers )",
    ),
    (
        "snacks that sell for more than our average price",
        "SELECT name FROM snacks WHERE price > ( SELECT AVG ( price ) FROM snacks )",
    ),
    ("which performance had the largest audience", "SELECT * FROM performances ORDER BY attendance DESC LIMIT 1"),
    ("the two best attended performances", "SELECT * FROM performances ORDER BY attendance DESC LIMIT 2"),
    ("top 2 most expensive snacks", "SELECT name FROM snacks ORDER BY price DESC LIMIT 2"),
    ("the 2 cheapest snacks, cheapest first", "SELECT name FROM snacks ORDER BY price ASC LIMIT 2"),
    ("the cheapest drink we sell", "SELECT name FROM snacks WHERE category = 'drink' ORDER BY price ASC LIMIT 1"),
    ("longest show in our records", "SELECT title FROM shows ORDER BY running_time DESC LIMIT 1"),
    ("which snack costs the least", "SELECT name FROM snacks ORDER BY price ASC LIMIT 1"),
    ("which show runs the longest", "SELECT title FROM shows ORDER BY running_time DESC LIMIT 1"),
    ("who has worked here the longest", "SELECT name FROM ushers ORDER BY hired_on ASC LIMIT 1"),
    ("the 2 ushers who have been here longest, longest first", "SELECT name FROM ushers ORDER BY hired_on ASC LIMIT 2"),
    ("which usher was hired last", "SELECT name FROM ushers ORDER BY hired_on DESC LIMIT 1"),
    ("how many titles are there per kind", "SELECT kind , COUNT ( * ) FROM shows GROUP BY kind"),
    ("which titles cost over 6", "SELECT title FROM shows WHERE ticket_price > 6"),
    ("how long is the average show", "SELECT AVG ( running_time ) FROM shows"),
    ("on average, how long are our shows", "SELECT AVG ( running_time ) FROM shows"),
    ("what does a drink cost on average", "SELECT AVG ( price ) FROM snacks WHERE category = 'drink'"),
    ("average selling price per category", "SELECT category , AVG ( price ) FROM snacks GROUP BY category"),
    ("what do the ticket prices of all tours add up to", "SELECT SUM ( ticket_price ) FROM shows WHERE kind = 'tour'"),
    (
        "how many visitors came in March 2026",
        "SELECT SUM ( attendance ) FROM performances WHERE strftime ( '%Y-%m' , performed_on ) = '2026-03'",
    ),
    (
        "for each show, how many people came",
        "SELECT shows . title , SUM ( performances . attendance ) FROM shows JOIN performances ON performances . show_id = shows . id "
        "GROUP BY shows . id",
    ),
    ("which snack do we have the most of in stock", "SELECT name FROM snacks ORDER BY stock DESC LIMIT 1"),
    ("which show is the shortest", "SELECT title FROM shows ORDER BY running_time ASC LIMIT 1"),
]

_NOT_PLAIN = [
    "performances with takings below the average of 2026",
    "performances that drew more visitors than the average tour",
    "shows longer than average in march",
    "the 2 cheapest snacks, dearest first",
    "which show has been open the longest",
    "performances with the most visitors",
    "which usher is the oldest",
    "who paid the most",
    "ushers who paid more than 20",
    "what do our ushers earn in total",
    "what are our snacks worth in total",
    "how many people do we have",
    "how much do we charge for a tour",
]


@pytest.fixture(scope="module")
def composed(asked_of: Callable[[str], Callable[[str], str]]) -> Callable[[str], str]:
    return asked_of(_SCRIPT)


@pytest.mark.parametrize(("question", "query"), _QUERIES)
def test_what_is_above_average_is_composed(composed: Callable[[str], str], question: str, query: str) -> None:
    assert composed(question) == query


@pytest.mark.parametrize("question", _NOT_PLAIN)
def test_the_average_of_some_is_left_to_the_model(composed: Callable[[str], str], question: str) -> None:
    assert composed(question) == ""
