"""Follow-ups that code answers by changing the last query, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.prompt import Before
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from plugins.sql_assistant.thread import Changed, changed, one_question
from plugins.sql_assistant.thread_words import follows

ORDERS = "SELECT COUNT(*) FROM orders"
JOINED = "SELECT o.id, c.city FROM orders AS o JOIN customers AS c ON o.customer_id = c.id"
GROUPED = "SELECT status, COUNT(*) AS n FROM orders GROUP BY status"

Change = Callable[..., Changed | None]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Schema]]:
    from plugins.sql_assistant.sample_db import sample_database

    source = SqliteSource(sample_database(tmp_path_factory.mktemp("shop")))
    schema = with_inferred_keys(source.read_schema())
    with source.session(schema, Limits(), Stop()) as session:
        yield session, schema


@pytest.fixture
def change(asked: tuple[Session, Schema]) -> Change:
    session, schema = asked
    return lambda question, query: changed(question, Before("", query), schema, "sqlite", session)


def sql(found: Changed | None) -> str:
    assert found is not None
    return " ".join(found.sql.split())


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("only 2023", ORDERS, f"{ORDERS} WHERE STRFTIME('%Y', order_date) = '2023'"),
        ("since 2022", ORDERS, f"{ORDERS} WHERE STRFTIME('%Y', order_date) >= '2022'"),
        ("and in 2024?", ORDERS, f"{ORDERS} WHERE STRFTIME('%Y', order_date) = '2024'"),
        (
            "per month",
            ORDERS,
            "SELECT STRFTIME('%Y-%m', order_date) AS month, COUNT(*) FROM orders GROUP BY STRFTIME('%Y-%m', order_date) "
            "ORDER BY STRFTIME('%Y-%m', order_date) ASC",
        ),
        (
            "and by city?",
            JOINED,
            "SELECT c.city, COUNT(*) FROM orders AS o JOIN customers AS c ON o.customer_id = c.id GROUP BY c.city ORDER BY c.city ASC",
        ),
        ("without Lisbon", JOINED, f"{JOINED} WHERE NOT c.city = 'Lisbon'"),
        ("only cancelled", ORDERS, f"{ORDERS} WHERE status = 'cancelled'"),
        ("top 3", GROUPED, f"{GROUPED} ORDER BY n DESC LIMIT 3"),
        ("first five", JOINED, f"{JOINED} LIMIT 5"),
        ("sort by city", JOINED, f"{JOINED} ORDER BY c.city ASC"),
        ("sort them by status descending", GROUPED, f"{GROUPED} ORDER BY status DESC"),
        ("how many?", JOINED, f"SELECT COUNT(*) FROM ( {JOINED} ) AS counted"),
    ],
)
def test_a_plain_follow_up_changes_the_query_that_stands(
    change: Change, question: str, before: str, after: str
) -> None:
    found = change(question, before)
    assert sql(found) == after
    assert found is not None
    assert found.evidence[-1] == "Everything else was taken from the query before."


PRICED = "SELECT name, price FROM products"
ALL = "SELECT * FROM orders"
FROM_LISBON = (
    "SELECT orders.* FROM orders JOIN customers ON orders.customer_id = customers.id WHERE customers.city = 'Lisbon'"
)
PEOPLE = "SELECT first_name FROM customers"


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("only the ones from March 2023", ALL, f"{ALL} WHERE STRFTIME('%Y-%m', order_date) = '2023-03'"),
        ("just the shipped ones please", ALL, f"{ALL} WHERE status = 'shipped'"),
        ("which of them are cancelled?", ORDERS, f"{ORDERS} WHERE status = 'cancelled'"),
        ("leave out the cancelled ones", ALL, f"{ALL} WHERE status <> 'cancelled'"),
        ("the 2023 ones only", ALL, f"{ALL} WHERE STRFTIME('%Y', order_date) = '2023'"),
        ("only the ones under 50 euros", PRICED, f"{PRICED} WHERE price < 50"),
        ("now sort by price, highest first", PRICED, f"{PRICED} ORDER BY price DESC"),
        ("put the cheapest first", PRICED, f"{PRICED} ORDER BY price ASC"),
        ("only the ones placed by customers from Lisbon", ALL, FROM_LISBON),
        ("newest first", ALL, f"{ALL} ORDER BY order_date DESC"),
        ("just the most expensive one", PRICED, f"{PRICED} ORDER BY price DESC LIMIT 1"),
        ("only the three cheapest", PRICED, f"{PRICED} ORDER BY price ASC LIMIT 3"),
        ("with their emails", PEOPLE, "SELECT first_name, email FROM customers"),
        ("only the names", PRICED, "SELECT name FROM products"),
        ("and how many is that?", PEOPLE, f"SELECT COUNT(*) FROM ( {PEOPLE} ) AS counted"),
        ("what is the total?", PRICED, "SELECT SUM(price) FROM products"),
        ("and what do they come to altogether?", "SELECT * FROM products", "SELECT SUM(price) FROM products"),
        (
            "only from customers in Lisbon",
            ALL,
            FROM_LISBON,
        ),
    ],
)
def test_a_follow_up_is_read_as_a_whole_question_is(change: Change, question: str, before: str, after: str) -> None:
    found = change(question, before)
    assert sql(found) == after
    assert found is not None
    assert found.evidence[-1] == "Everything else was taken from the query before."
    assert follows(question)


def test_what_is_said_again_takes_the_place_of_what_was_said(change: Change) -> None:
    shipped = sql(change("just the shipped ones", ALL))
    assert sql(change("just the cancelled ones", shipped)) == f"{ALL} WHERE status = 'cancelled'"
    march = sql(change("only the ones from March 2023", ALL))
    assert sql(change("only those from May 2023", march)) == f"{ALL} WHERE STRFTIME('%Y-%m', order_date) = '2023-05'"


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("only the ones under 50 euros", ALL),  # orders have no price of their own
        ("add the price", PRICED),  # it is shown already
        ("with their emails", ORDERS),  # beside a figure
        ("cheapest first", f"{PRICED} ORDER BY name LIMIT 5"),  # of these five, or of all?
        ("only the shipped ones", f"{PEOPLE} WHERE NOT id IN (SELECT customer_id FROM orders)"),  # whose condition?
        ("what is the total?", "SELECT name, price, stock FROM products"),  # of which number?
        ("only the ones with a blue ribbon", ALL),
    ],
)
def test_a_follow_up_that_may_mean_several_things_is_left_alone(change: Change, question: str, before: str) -> None:
    assert change(question, before) is None


def test_another_year_or_city_takes_the_place_of_the_last_one(change: Change) -> None:
    in_2023 = sql(change("only 2023", ORDERS))
    assert sql(change("and 2022?", in_2023)) == f"{ORDERS} WHERE STRFTIME('%Y', order_date) = '2022'"
    in_lisbon = sql(change("only Lisbon", JOINED))
    assert sql(change("what about Porto?", in_lisbon)) == f"{JOINED} WHERE c.city = 'Porto'"


def test_an_edit_by_hand_is_kept(change: Change) -> None:
    edited = "SELECT COUNT(DISTINCT customer_id) FROM orders WHERE status <> 'cancelled'"
    assert sql(change("only 2023", edited)) == f"{edited} AND STRFTIME('%Y', order_date) = '2023'"


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("only Atlantis", JOINED),  # no row holds it
        ("per planet", JOINED),
        ("sort by colour", JOINED),
        ("how many?", ORDERS),
        ("per customer", ORDERS),  # by a number that nobody wants to see
        ("only 2023", "SELECT name FROM products"),  # no date
        ("only 2023", "SELECT 1 UNION SELECT 2"),
        ("only 2023", "DELETE FROM orders"),
        ("only 2023", "no query at all"),
        ("which customers have never ordered anything but books", ORDERS),
    ],
)
def test_what_code_does_not_understand_it_leaves_alone(change: Change, question: str, before: str) -> None:
    assert change(question, before) is None


@pytest.mark.parametrize(
    "question",
    [
        "only 2023",
        "per month",
        "and by city?",
        "without Lisbon",
        "top 3",
        "sort by name",
        "how many?",
        "which of them pay late?",
        "newest first",
        "and how many is that?",
        "leave out the cancelled ones",
        "from March 2023",
    ],
)
def test_follow_ups_are_known_by_their_form(question: str) -> None:
    assert follows(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many customers are there?",
        "top 3 customers by total sales",
        "first names of all customers",
        "In 2023 how many orders were placed?",
        "List the products that cost more than 100",
    ],
)
def test_whole_questions_follow_nothing(question: str) -> None:
    assert not follows(question)


def test_both_questions_become_one() -> None:
    assert (
        one_question("only the big ones", Before("Orders per city?", "SELECT 1"))
        == "Orders per city, only the big ones"
    )
    assert one_question("per month", Before("", "SELECT 1")) == "per month"


LISTED = "SELECT * FROM orders WHERE STRFTIME('%Y', order_date) = '2023'"


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        (
            "how many of them were cancelled?",
            LISTED,
            "SELECT COUNT(*) FROM orders WHERE STRFTIME('%Y', order_date) = '2023' AND status = 'cancelled'",
        ),
        (
            "how many of those were cancelled?",
            ORDERS,
            f"{ORDERS} WHERE status = 'cancelled'",
        ),
        ("only from July", LISTED, f"{LISTED} AND STRFTIME('%m', order_date) = '07'"),
        (
            "and in August?",
            "SELECT * FROM orders WHERE STRFTIME('%Y-%m', order_date) = '2023-07'",
            "SELECT * FROM orders WHERE STRFTIME('%Y-%m', order_date) = '2023-08'",
        ),
        ("sort that by date, newest first", LISTED, f"{LISTED} ORDER BY order_date DESC"),
        ("which of them cost more than 20?", PRICED, f"{PRICED} WHERE price > 20"),
        ("and the average price?", PRICED, "SELECT AVG(price) FROM products"),
        (
            "with the customer's city",
            LISTED,
            "SELECT orders.*, customers.city FROM orders LEFT JOIN customers ON orders.customer_id = customers.id"
            " WHERE STRFTIME('%Y', orders.order_date) = '2023'",
        ),
    ],
)
def test_a_follow_up_counts_dates_and_adds(change: Change, question: str, before: str, after: str) -> None:
    assert sql(change(question, before)) == after


def test_a_month_beside_an_open_span_is_left_to_the_model(change: Change) -> None:
    assert change("and in August?", "SELECT * FROM orders WHERE order_date >= '2023-07-01'") is None
