"""Charts as people write them."""

from __future__ import annotations

import pytest

from app.api import InputError
from plugins.bookkeeping.accounts import infer, parse_chart


@pytest.mark.parametrize(
    ("name", "type_", "is_payment"),
    [
        ("Rent", "expense", False), ("Office Supplies", "expense", False),
        ("Bank Fees", "expense", False), ("Sales Tax", "expense", False),
        ("Cost of Goods Sold", "expense", False), ("Liability Insurance", "expense", False), ("Sales & Marketing", "expense", False),
        ("Sales", "income", False), ("Consulting Income", "income", False), ("Interest Earned", "income", False),
        ("Revenue", "income", False), ("Owner's Draw", "equity", False), ("Drawings", "equity", False),
        ("Paid-in Capital", "equity", False),
        ("Bank Loan", "liability", False), ("Accounts Payable", "liability", False), ("Accounts Receivable", "asset", False),
        ("Equipment", "asset", False), ("Loan from parents", "liability", False), ("Receivables from customers", "asset", False),
        ("Inventory", "asset", False), ("Cash", "asset", True), ("Checking", "asset", True),
        ("Savings", "asset", True), ("PayPal", "asset", True), ("Credit Card", "liability", True), ("Amex Gold", "liability", True),
        ("Debit Card", "asset", True), ("Assets:Cash", "asset", True), ("Liabilities:Visa", "liability", True),
        ("Expenses:Rent", "expense", False), ("Income:Sales", "income", False), ("6110 Office Supplies", "expense", False),
        ("2100 Credit Card", "liability", True), ("1000 - Checking Account", "asset", True), ("库存现金", "asset", True),
        ("银行存款", "asset", True), ("微信", "asset", True), ("支付宝", "asset", True), ("信用卡", "liability", True),
        ("管理费用:办公费", "expense", False),
        ("主营业务收入", "income", False), ("实收资本", "equity", False),
        ("应付账款", "liability", False),
        ("短期借款", "liability", False), ("固定资产", "asset", False), ("银行手续费", "expense", False), ("租金收入", "income", False),
    ],
)  # fmt: skip
def test_an_accounts_type_is_told_by_its_name(name: str, type_: str, is_payment: bool) -> None:
    assert infer(name) == (type_, is_payment)


def test_types_can_be_said_in_three_ways() -> None:
    chart = parse_chart("Van (asset)\nincome: Garden\nEquity: Mine, Yours\nWallet (payment)\nexpenses:\nMystery")
    assert [(a.name, a.type, a.is_payment) for a in chart.accounts] == [
        ("Van", "asset", False), ("Garden", "income", False), ("Mine", "equity", False), ("Yours", "equity", False),
        ("Wallet", "asset", True), ("Mystery", "expense", False),
    ]  # fmt: skip


def test_headings_say_what_is_a_category_and_what_pays() -> None:
    chart = parse_chart("accounts:\nRent\nSavings\npaid with:\nSafe ; Oddbank")
    assert [a.name for a in chart.categories] == ["Rent", "Savings"]
    assert [a.name for a in chart.payments] == ["Safe", "Oddbank"]


def test_accounts_may_share_a_line() -> None:
    assert [a.name for a in parse_chart("Rent, Fuel; Cash").accounts] == ["Rent", "Fuel", "Cash"]
    assert [a.name for a in parse_chart("办公费、差旅费，现金").accounts] == ["办公费", "差旅费", "现金"]


def test_cash_is_added_where_nothing_pays_and_that_is_said() -> None:
    chart = parse_chart("Rent\nFuel")
    assert ([a.name for a in chart.payments], len(chart.notes)) == (["Cash"], 1)
    assert parse_chart("办公费").payments[0].name == "现金"


@pytest.mark.parametrize(
    ("text", "words"),
    [("Rent\nFuel\nrent", "Line 3.*line 1 already"), ("Rent\na|b", "Line 2"), ("Rent\n6110", "Line 2"), ("Cash", "spent on"),
     ("", "spent on")],
)  # fmt: skip
def test_a_chart_that_cannot_be_used_says_where(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_chart(text)
