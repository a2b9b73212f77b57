"""What is asked of a row that is named, of roles, of winners."""

from collections.abc import Callable

import pytest

_ORDERED = "orders JOIN customers ON orders . customer_id = customers . id WHERE customers . name = 'Ove Lind'"
_SOLD = (
    "plants JOIN order_lines ON order_lines . plant_id = plants . id JOIN orders ON order_lines . order_id = orders . id "
    "JOIN customers ON orders . customer_id = customers . id WHERE customers . name = 'Ove Lind'"
)

_QUERIES = [
    ("Ove Lind's phone number", "SELECT phone FROM customers WHERE name = 'Ove Lind'"),
    ("what is Jon Pell's wage", "SELECT wage FROM staff WHERE name = 'Jon Pell'"),
    ("names and birthdays of the runners", "SELECT name , birth_date FROM runners"),
    ("when did Ove Lind last order something", f"SELECT MAX ( orders . order_date ) FROM {_ORDERED}"),
    ("when did Ove Lind order", f"SELECT orders . order_date FROM {_ORDERED}"),
    ("how many different plants did Ove Lind buy", f"SELECT COUNT ( DISTINCT plants . id ) FROM {_SOLD}"),
    (
        "who won the Hill Dash in 2024",
        "SELECT DISTINCT runners . name FROM runners JOIN results ON results . runner_id = runners . id "
        "JOIN races ON results . race_id = races . id WHERE races . name = 'Hill Dash' AND results . finish_position = 1 "
        "AND strftime ( '%Y' , races . race_date ) = '2024'",
    ),
    (
        "host club of the Hill Dash",
        "SELECT DISTINCT clubs . name FROM clubs JOIN races ON races . host_club_id = clubs . id WHERE races . name = 'Hill Dash'",
    ),
    (
        "who runs for the Harriers",
        "SELECT runners . name FROM runners JOIN clubs ON runners . club_id = clubs . id WHERE clubs . name = 'Harriers'",
    ),
]

_KINDS = [
    ("which towns do our customers live in", "SELECT DISTINCT town FROM customers"),
    ("list plant kinds", "SELECT DISTINCT kind FROM plants"),
    (
        "who handles order 1",
        "SELECT DISTINCT staff . name FROM staff JOIN orders ON orders . staff_id = staff . id WHERE orders . id = 1",
    ),
]

_NOT_SURE = [
    "races of the Harriers",  # as hosts or as guests
    "how many plants did Ove Lind buy",  # each once, or as often as bought
    "when did Ove Lind buy shrubs",
    "who won against the Harriers",
]


@pytest.mark.parametrize(("question", "query"), [*_QUERIES, *_KINDS])
def test_what_is_asked_of_a_row_is_composed(of_the_nursery: Callable[[str], str], question: str, query: str) -> None:
    assert of_the_nursery(question) == query


@pytest.mark.parametrize("question", _NOT_SURE)
def test_what_may_be_meant_in_two_ways_is_left_to_the_model(
    of_the_nursery: Callable[[str], str], question: str
) -> None:
    assert of_the_nursery(question) == ""
