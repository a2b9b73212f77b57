"""Comparisons with another row, and what is shown beside the rows that are asked for."""

from collections.abc import Callable

import pytest

_QUERIES = [
    (
        "plants pricier than Blue Iris",
        "SELECT name FROM plants WHERE price > ( SELECT price FROM plants WHERE name = 'Blue Iris' )",
    ),
    (
        "which plants are cheaper than Red Yarrow",
        "SELECT name FROM plants WHERE price < ( SELECT price FROM plants WHERE name = 'Red Yarrow' )",
    ),
    (
        "who earns more than Jon Pell",
        "SELECT name FROM staff WHERE wage > ( SELECT wage FROM staff WHERE name = 'Jon Pell' )",
    ),
    (
        "customers from the same town as Mia Tarr",
        "SELECT name FROM customers WHERE town = ( SELECT town FROM customers WHERE name = 'Mia Tarr' )",
    ),
    (
        "plants of the same grower as Blue Iris",
        "SELECT name FROM plants WHERE grower_id = ( SELECT grower_id FROM plants WHERE name = 'Blue Iris' )",
    ),
    (
        "customers who joined before Mia Tarr",
        "SELECT name FROM customers WHERE joined_on < ( SELECT joined_on FROM customers WHERE name = 'Mia Tarr' )",
    ),
    (
        "who reports to Rita Vos",
        "SELECT name FROM staff WHERE boss_id = ( SELECT id FROM staff WHERE name = 'Rita Vos' )",
    ),
    ("Jon Pell's boss", "SELECT name FROM staff WHERE id = ( SELECT boss_id FROM staff WHERE name = 'Jon Pell' )"),
    ("staff without a boss", "SELECT name FROM staff WHERE boss_id IS NULL"),
    (
        "plants with their grower",
        "SELECT plants . name , growers . name FROM plants JOIN growers ON plants . grower_id = growers . id",
    ),
    (
        "plants with the region of their grower",
        "SELECT plants . name , growers . region FROM plants JOIN growers ON plants . grower_id = growers . id",
    ),
    (
        "growers and their plants",
        "SELECT growers . name , plants . name FROM growers JOIN plants ON plants . grower_id = growers . id",
    ),
    (
        "name, price and grower of every plant",
        "SELECT plants . name , plants . price , growers . name FROM plants JOIN growers ON plants . grower_id = growers . id",
    ),
    ("customers from Dunn and when they joined", "SELECT name , joined_on FROM customers WHERE town = 'Dunn'"),
    (
        "who bought Red Yarrow and when",
        "SELECT customers . name , orders . order_date FROM customers JOIN orders ON orders . customer_id = customers . id "
        "JOIN order_lines ON order_lines . order_id = orders . id JOIN plants ON order_lines . plant_id = plants . id "
        "WHERE plants . name = 'Red Yarrow'",
    ),
    (
        "sender of note 1",
        "SELECT DISTINCT staff . name FROM staff JOIN notes ON notes . sender_id = staff . id WHERE notes . id = 1",
    ),
]

_NOT_SURE = [
    "plants twice as expensive as Blue Iris",
    "plants 2 euros pricier than Blue Iris",
    "plants as expensive as Blue Iris",
    "staff who earn more than their boss",
    "staff and their bosses",
    "customers older than Mia Tarr",
    "plants from another grower than Blue Iris",
    "notes with sender and receiver",
    "who works for Rita Vos",
]


@pytest.mark.parametrize(("question", "query"), _QUERIES)
def test_a_comparison_with_another_row_is_composed_and_what_is_shown_beside(
    of_the_nursery: Callable[[str], str], question: str, query: str
) -> None:
    assert of_the_nursery(question) == query


@pytest.mark.parametrize("question", _NOT_SURE)
def test_a_comparison_that_is_not_understood_is_left_to_the_model(
    of_the_nursery: Callable[[str], str], question: str
) -> None:
    assert of_the_nursery(question) == ""
