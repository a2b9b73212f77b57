"""Questions of what was never done, of what belongs to nothing, and of what was done often."""

from collections.abc import Callable

import pytest

_QUERIES = [
    ("clubs that never hosted a race", "SELECT name FROM clubs WHERE id NOT IN ( SELECT host_club_id FROM races )"),
    ("staff who have never sent a note", "SELECT name FROM staff WHERE id NOT IN ( SELECT sender_id FROM notes )"),
    (
        "runners who never entered a race",
        "SELECT name FROM runners WHERE id NOT IN ( SELECT runner_id FROM results )",
    ),
    (
        "customers who never bought a plant",
        "SELECT name FROM customers WHERE id NOT IN ( SELECT customer_id FROM orders )",
    ),
    (
        "customers without orders on record",
        "SELECT name FROM customers WHERE id NOT IN ( SELECT customer_id FROM orders )",
    ),
    ("runners who don't belong to a club", "SELECT name FROM runners WHERE club_id IS NULL"),
    ("runners not in a club", "SELECT name FROM runners WHERE club_id IS NULL"),
    ("beds without a keeper", "SELECT name FROM beds WHERE keeper_id IS NULL"),
    ("orders nobody is responsible for", ""),
    ("beds nobody is assigned to", "SELECT name FROM beds WHERE keeper_id IS NULL"),
    (
        "clubs that have hosted more than one race",
        "SELECT clubs . name FROM clubs JOIN races ON races . host_club_id = clubs . id GROUP BY clubs . id HAVING COUNT ( * ) > 1",
    ),
    (
        "who has ordered from us more than twice",
        "SELECT customers . name FROM customers JOIN orders ON orders . customer_id = customers . id GROUP BY customers . id "
        "HAVING COUNT ( * ) > 2",
    ),
    (
        "customers who bought plants from Moorland",
        "SELECT DISTINCT customers . name FROM customers JOIN orders ON orders . customer_id = customers . id JOIN order_lines "
        "ON order_lines . order_id = orders . id JOIN plants ON order_lines . plant_id = plants . id JOIN growers "
        "ON plants . grower_id = growers . id WHERE growers . name = 'Moorland'",
    ),
    (
        "everybody who reviewed Red Yarrow",
        "SELECT DISTINCT customers . name FROM customers JOIN reviews ON reviews . customer_id = customers . id "
        "JOIN plants ON reviews . plant_id = plants . id WHERE plants . name = 'Red Yarrow'",
    ),
    (
        "growers we stock more than 4 plants from",
        "SELECT growers . name FROM growers JOIN plants ON plants . grower_id = growers . id GROUP BY growers . id HAVING COUNT ( * ) > 4",
    ),
    (
        "clubs with more than 3 members",
        "SELECT clubs . name FROM clubs JOIN runners ON runners . club_id = clubs . id GROUP BY clubs . id HAVING COUNT ( * ) > 3",
    ),
    (
        "staff who have been the keeper of at least two beds",
        "SELECT staff . name FROM staff JOIN beds ON beds . keeper_id = staff . id GROUP BY staff . id HAVING COUNT ( * ) >= 2",
    ),
    (
        "which beds is Rita Vos the keeper of",
        "SELECT beds . name FROM beds JOIN staff ON beds . keeper_id = staff . id WHERE staff . name = 'Rita Vos'",
    ),
    (
        "which races has Tove Hauk entered",
        "SELECT DISTINCT races . name FROM races JOIN results ON results . race_id = races . id JOIN runners "
        "ON results . runner_id = runners . id WHERE runners . name = 'Tove Hauk'",
    ),
    ("in which regions do we have growers", "SELECT DISTINCT region FROM growers"),
    (
        "which kinds has Mia Tarr reviewed",
        "SELECT DISTINCT plants . kind FROM plants JOIN reviews ON reviews . plant_id = plants . id JOIN customers "
        "ON reviews . customer_id = customers . id WHERE customers . name = 'Mia Tarr'",
    ),
    (
        "which towns have we sold plants to",
        "SELECT DISTINCT customers . town FROM orders JOIN customers ON orders . customer_id = customers . id",
    ),
    (
        "customers who reviewed Red Yarrow more than once",
        "SELECT customers . name FROM customers JOIN reviews ON reviews . customer_id = customers . id JOIN plants "
        "ON reviews . plant_id = plants . id WHERE plants . name = 'Red Yarrow' GROUP BY customers . id HAVING COUNT ( * ) > 1",
    ),
    (
        "number of orders per customer, closed ones included",
        "SELECT customers . name , COUNT ( * ) FROM customers JOIN orders ON orders . customer_id = customers . id GROUP BY customers . id",
    ),
    ("which kinds were never reviewed", ""),
    ("staff who managed Long Bed", ""),
    ("growers we buy more than 4 plants from", ""),
    ("customers with orders over 500 in all", ""),
    ("customers who have never cancelled an order", ""),
    ("customers who never paid for an order", ""),
    ("customers who bought more than two plants", ""),
    ("staff without notes", ""),
]


@pytest.mark.parametrize(("question", "sql"), _QUERIES)
def test_what_was_never_done_or_often_is_composed_and_what_may_mean_otherwise_is_not(
    question: str, sql: str, of_the_nursery: Callable[[str], str]
) -> None:
    assert of_the_nursery(question) == sql
