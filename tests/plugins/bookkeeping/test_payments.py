"""Which payment accounts a line names."""

from __future__ import annotations

import pytest

from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.payments import named_payments

ENGLISH = parse_chart("Rent\nChecking\nCredit Card\nCash\nPayPal\nSavings")
CHINESE = parse_chart("房租\n银行存款\n库存现金\n微信\n支付宝\n信用卡")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("paper $5 on the credit card", ["Credit Card"]), ("paper $5, card", ["Credit Card"]), ("paper $5 visa", ["Credit Card"]),
        ("paper $5 cash", ["Cash"]), ("paid cash for paper 5", ["Cash"]), ("paper 5 out of petty cash", ["Cash"]),
        ("paper 5 via paypal", ["PayPal"]), ("paper 5 by bank transfer", ["Checking"]), ("rent by check #204 900", ["Checking"]),
        ("paper 5", []), ("cash register paper 5", []), ("credit card fee 5", []), ("gift card for Ann 50", []),
        ("business cards 30", []), ("bank charges 12", []), ("birthday card 4", []),
        ("moved 300 from checking to savings", ["Checking", "Savings"]),
    ],
)  # fmt: skip
def test_english_words_of_payment_are_known_where_they_are_meant(line: str, names: list[str]) -> None:
    assert sorted(account.name for account in named_payments(line, ENGLISH)) == sorted(names)


@pytest.mark.parametrize(
    ("line", "names"),
    [("打车86元，微信付", ["微信"]), ("微信转账 86 打车", ["微信"]), ("付现金86打车", ["库存现金"]), ("刷卡 86 打车", ["信用卡"]),
     ("银行转账房租900", ["银行存款"]), ("支付宝手续费 2", []), ("银行手续费 2", []), ("打车86元", [])],
)  # fmt: skip
def test_chinese_words_of_payment_are_known(line: str, names: list[str]) -> None:
    assert [account.name for account in named_payments(line, CHINESE)] == names


def test_a_word_for_two_accounts_leaves_both_open() -> None:
    chart = parse_chart("Rent\nVisa\nAmex")
    assert [account.name for account in named_payments("paper 5 by card", chart)] == ["Visa", "Amex"]
    assert [account.name for account in named_payments("paper 5 on the amex", chart)] == ["Amex"]
