"""Who gives and who receives, where a line moves money between payment accounts."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.lines import Line
from plugins.bookkeeping.reading import question_of, read_answer
from plugins.bookkeeping.transfers import sides

ENGLISH = parse_chart("Rent\nChecking\nCredit Card\nCash\nPayPal\nSavings")
CHINESE = parse_chart("房租\n银行存款\n库存现金\n微信\n支付宝\n信用卡")


@pytest.mark.parametrize(
    ("line", "chart", "giver", "receiver"),
    [
        ("moved 300 from checking to savings", ENGLISH, "Checking", "Savings"),
        ("500 to savings from checking", ENGLISH, "Checking", "Savings"),
        ("put 80 cash into checking", ENGLISH, "Cash", "Checking"),
        ("paid the credit card from checking 410", ENGLISH, "Checking", "Credit Card"),
        ("checking -> paypal 20", ENGLISH, "Checking", "PayPal"),
        ("从银行存款转到微信500", CHINESE, "银行存款", "微信"),
        ("用银行存款还信用卡2000", CHINESE, "银行存款", "信用卡"),
    ],
)
def test_the_words_around_two_accounts_say_which_gives(line: str, chart: Chart, giver: str, receiver: str) -> None:
    found = sides(line, chart)
    assert found
    assert [account.name for account in found] == [giver, receiver]


@pytest.mark.parametrize(
    "line", ["moved 300 to savings", "checking savings 300", "paper 5 on the credit card", "rent 900"]
)
def test_a_line_that_leaves_it_open_has_no_sides(line: str) -> None:
    assert sides(line, ENGLISH) is None


def test_what_the_line_says_wins_over_a_swapped_answer() -> None:
    question = question_of(Line(1, "moved 300 from checking to savings"), ENGLISH, date(2026, 3, 2))
    reading = read_answer("Checking | Savings | 300 | - | moved", question, "USD")
    assert reading.entry
    assert (reading.entry.debit, reading.entry.credit) == ("Savings", "Checking")
    assert reading.notes
