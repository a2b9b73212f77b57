"""Questions for money that came in: when it was paid, what it was paid for, from whom."""

from collections.abc import Callable

import pytest

_SCRIPT = """
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, town TEXT);
CREATE TABLE courts (id INTEGER PRIMARY KEY, name TEXT, surface TEXT);
CREATE TABLE bookings (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES members(id), court_id INTEGER REFERENCES courts(id),
                       played_on TEXT, price REAL);
CREATE TABLE invoices (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES members(id), amount REAL, issued_on TEXT, paid_on TEXT);
INSERT INTO members VALUES (1, 'Ada Kent', 'junior', 'Hull'), (2, 'Bo Lind', 'senior', 'Leeds');
INSERT INTO courts VALUES (1, 'Court A', 'clay'), (2, 'Court B', 'grass');
INSERT INTO bookings VALUES (1, 1, 1, '2026-03-01', 24), (2, 2, 2, '2026-03-02', 15);
INSERT INTO invoices VALUES (1, 1, 40, '2026-02-01', '2026-03-03'), (2, 2, 60, '2026-02-01', NULL);
"""

_QUERIES = [
    (
        "how much did we take in March 2026",
        "SELECT SUM ( amount ) FROM invoices WHERE strftime ( '%Y-%m' , paid_on ) = '2026-03'",
    ),
    (
        "how much money came in during 2026",
        "SELECT SUM ( amount ) FROM invoices WHERE strftime ( '%Y' , paid_on ) = '2026'",
    ),
    ("how much have members paid us so far", "SELECT SUM ( amount ) FROM invoices WHERE paid_on IS NOT NULL"),
    (
        "how much came in per year",
        "SELECT strftime ( '%Y' , paid_on ) , SUM ( amount ) FROM invoices WHERE paid_on IS NOT NULL GROUP BY strftime ( '%Y' , paid_on )",
    ),
    (
        "how much did we take in invoices in 2026",
        "SELECT SUM ( amount ) FROM invoices WHERE strftime ( '%Y' , paid_on ) = '2026'",
    ),
    (
        "booking income by surface",
        "SELECT courts . surface , SUM ( bookings . price ) FROM courts JOIN bookings ON bookings . court_id = courts . id "
        "GROUP BY courts . surface",
    ),
    (
        "what have we earned in bookings from each junior",
        "SELECT members . name , SUM ( bookings . price ) FROM members JOIN bookings ON bookings . member_id = members . id "
        "WHERE members . kind = 'junior' GROUP BY members . id",
    ),
]

_BILLS = """
CREATE TABLE barns (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE repairs (id INTEGER PRIMARY KEY, barn_id INTEGER REFERENCES barns(id), amount REAL, issued_on TEXT, paid_on TEXT);
CREATE TABLE buyers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE cheeses (id INTEGER PRIMARY KEY, name TEXT, price REAL);
CREATE TABLE sales (id INTEGER PRIMARY KEY, buyer_id INTEGER REFERENCES buyers(id), cheese_id INTEGER REFERENCES cheeses(id),
                    sold_on TEXT, quantity INTEGER, takings REAL);
INSERT INTO sales VALUES (1, 1, 1, '2026-03-01', 2, 9);
"""


@pytest.mark.parametrize(("question", "query"), _QUERIES)
def test_what_came_in_is_composed(asked_of: Callable[[str], Callable[[str], str]], question: str, query: str) -> None:
    assert asked_of(_SCRIPT)(question) == query


def test_what_a_row_came_to_is_added_up_before_quantities_and_prices(
    asked_of: Callable[[str], Callable[[str], str]],
) -> None:
    composed = asked_of(_BILLS)
    assert "SUM ( takings )" in composed("how much did we take in March 2026")


_SHOP = """
CREATE TABLE teas (id INTEGER PRIMARY KEY, title TEXT, origin TEXT, stock_kg REAL, yearly_cost REAL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, order_no TEXT, ordered_on TEXT, channel TEXT, state TEXT);
CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), tea_id INTEGER REFERENCES teas(id),
                          quantity INTEGER, unit_price REAL);
CREATE TABLE depots (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE trips (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), start_depot_id INTEGER REFERENCES depots(id),
                    end_depot_id INTEGER REFERENCES depots(id));
CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT, job_title TEXT, depot_id INTEGER REFERENCES depots(id));
INSERT INTO teas VALUES (1, 'Assam', 'India', 100, 9), (2, 'Sencha', 'Japan', 4, 8);
INSERT INTO orders VALUES (1, 'A1', '2026-01-02', 'phone', 'shipped'), (2, 'A2', '2026-02-02', 'web', 'cancelled');
INSERT INTO order_lines VALUES (1, 1, 1, 5, 20);
INSERT INTO crew VALUES (1, 'Al Fox', 'driver', 1), (2, 'Bo Ray', 'packer', 2);
"""

_SHOP_QUERIES = [
    (
        "total value of each order",
        "SELECT orders . order_no , SUM ( order_lines . quantity * order_lines . unit_price ) FROM orders JOIN order_lines "
        "ON order_lines . order_id = orders . id GROUP BY orders . id",
    ),
    (
        "total value of all phone orders in 2026, cancelled ones included",
        "SELECT SUM ( order_lines . quantity * order_lines . unit_price ) FROM order_lines JOIN orders "
        "ON order_lines . order_id = orders . id WHERE orders . channel = 'phone' AND strftime ( '%Y' , orders . ordered_on ) = '2026'",
    ),
    ("how many kilos of Assam do we have in stock", "SELECT SUM ( stock_kg ) FROM teas WHERE title = 'Assam'"),
    ("dearest tea per year", "SELECT title FROM teas ORDER BY yearly_cost DESC LIMIT 1"),
    (
        "number of orders per channel, cancelled ones included",
        "SELECT channel , COUNT ( * ) FROM orders GROUP BY channel",
    ),
    (
        "number of drivers at each depot",
        "SELECT depots . name , COUNT ( * ) FROM depots JOIN crew ON crew . depot_id = depots . id WHERE crew . job_title = 'driver' "
        "GROUP BY depots . id",
    ),
    (
        "number of trips per start depot",
        "SELECT depots . name , COUNT ( * ) FROM depots JOIN trips ON trips . start_depot_id = depots . id GROUP BY depots . id",
    ),
    ("different phone states", "SELECT DISTINCT state FROM orders WHERE channel = 'phone'"),
]


@pytest.mark.parametrize(("question", "query"), _SHOP_QUERIES)
def test_what_is_sold_and_kept_is_composed(
    asked_of: Callable[[str], Callable[[str], str]], question: str, query: str
) -> None:
    assert asked_of(_SHOP)(question) == query


def test_income_of_an_open_day_is_left_to_the_model(asked_of: Callable[[str], Callable[[str], str]]) -> None:
    assert asked_of(_SCRIPT)("invoice income in 2026") == ""


def test_bills_that_nobody_pays_us_are_no_income(asked_of: Callable[[str], Callable[[str], str]]) -> None:
    assert "repairs" not in asked_of(_BILLS)("how much money came in so far")
