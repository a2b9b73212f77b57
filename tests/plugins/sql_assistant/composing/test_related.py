"""Questions of what rows of several tables have to do with each other."""

from collections.abc import Callable

import pytest

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
    (
        "notes from Rita Vos to Jon Pell",
        "SELECT notes . * FROM notes JOIN staff ON notes . sender_id = staff . id WHERE staff . name = 'Rita Vos' "
        "AND notes . receiver_id IN ( SELECT id FROM staff WHERE name = 'Jon Pell' )",
    ),
    (
        "who reviewed Red Yarrow",
        "SELECT DISTINCT customers . name FROM customers JOIN reviews ON reviews . customer_id = customers . id "
        "JOIN plants ON reviews . plant_id = plants . id WHERE plants . name = 'Red Yarrow'",
    ),
    (
        "reviews of plants by Moorland",
        "SELECT reviews . * FROM reviews JOIN plants ON reviews . plant_id = plants . id JOIN growers ON plants . grower_id = growers . id "
        "WHERE growers . name = 'Moorland'",
    ),
]

_NOT_SURE = [
    "plants of Mia Tarr",  # ordered or reviewed
    "notes of Rita Vos",  # to her or from her
    "beds of Jon Pell",  # kept, or worked in
    "who sold Red Yarrow to Rita Vos",
    "who stole Red Yarrow",
    "staff of Rita Vos",
    "customers who returned Red Yarrow",
    "customers who bought Red Yarrow and Blue Iris",
    "customers who never bought Red Yarrow",
    "what did Moorland buy",
    "customers who bought more than 3 plants",  # and not reviewed
    "plants Ove Lind bought for more than 5",  # at the time, or as they cost now
    "customer Ove Lind",
    "staff without beds",  # that they keep, or where they have a shift
    "who stole from Moorland",
]


@pytest.mark.parametrize(("question", "query"), _QUERIES)
def test_what_rows_have_to_do_with_each_other_is_composed(
    of_the_nursery: Callable[[str], str], question: str, query: str
) -> None:
    assert of_the_nursery(question) == query


@pytest.mark.parametrize("question", _NOT_SURE)
def test_what_may_be_joined_in_several_ways_is_left_to_the_model(
    of_the_nursery: Callable[[str], str], question: str
) -> None:
    assert of_the_nursery(question) == ""
