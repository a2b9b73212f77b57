"""Who buys, who is paid and what serves where a line's words point to no account."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.direction import cannot_be
from plugins.bookkeeping.likeness import own_points
from plugins.bookkeeping.lines import lines_of, pointers
from plugins.bookkeeping.reading import question_of


@pytest.mark.parametrize(
    "line",
    [
        "two stools to a lady from Hull 64",
        "someone had the big rug 140",
        "a regular took three jars 18",
        "guy bought a second hand saddle for 90",
        "lent the marquee to the cubs for 45",
    ],
)
def test_what_somebody_had_from_us_is_income(line: str) -> None:
    chart = parse_chart("Sales\nMarquee hired out\nTimber\nSundry expenses\nBank (payment)")
    assert cannot_be(line, chart.categories) == "expense"


@pytest.mark.parametrize(
    "line",
    [
        "parcel to a customer 6.40",
        "two coffees to a client 7",
        "a gift to a neighbour 15",
        "lent 50 to Dave for lunch",
        "three samples to a buyer 12",
        "someone broke the window, glazier 90",
    ],
)
def test_what_goes_to_a_person_and_is_no_sale_is_not_taken_for_income(line: str) -> None:
    chart = parse_chart("Sales\nMarquee hired out\nTimber\nSundry expenses\nBank (payment)")
    assert cannot_be(line, chart.categories) != "expense"


def test_a_line_that_says_nothing_falls_to_the_general_account() -> None:
    chart = parse_chart("Sales\nTimber\nVan fuel\nSundry expenses\nBank (payment)")
    question = question_of(lines_of("quozzle 14.20")[0], chart, date(2026, 3, 2))
    assert question.pointed == ()
    assert [account.name for account in question.fallback] == ["Sundry expenses"]


def test_takings_that_say_nothing_fall_to_the_main_income() -> None:
    chart = parse_chart("Stool sales\nLessons income\nTimber\nSundry expenses\nBank (payment)")
    question = question_of(lines_of("brought in 212 yesterday")[0], chart, date(2026, 3, 2))
    assert [account.name for account in question.fallback] == ["Stool sales"]


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("poster boost for half term 50", "50"),
        ("tax, payment on account 1120", "1120"),
        ("season fee first half 900", "900"),
    ],
)
def test_half_term_and_on_account_are_no_labels(line: str, amount: str) -> None:
    found = pointers(line, date(2026, 3, 2))
    assert not found.unclear
    assert found.amounts[0].text == amount
    assert found.amounts[0].score >= 0.3


def test_a_first_name_and_a_deed_point_to_who_is_paid() -> None:
    chart = parse_chart("Sales\nTimber\nHelpers\nVan fuel\nBank (payment)")
    for line in ("Asif packed orders 40", "gave Nell for the stall 30", "Rhona three evenings 90"):
        points = own_points(line, chart.categories)
        assert chart.categories[points.index(max(points))].name == "Helpers", line
