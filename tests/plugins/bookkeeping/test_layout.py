"""Where a chart keeps its income, by the names around an unsure one."""

from __future__ import annotations

import pytest

from plugins.bookkeeping.accounts import AccountType, parse_chart
from plugins.bookkeeping.layout import income_group


def _types(*names: str) -> dict[str, AccountType]:
    return {account.name: account.type for account in parse_chart("\n".join([*names, "Bank (payment)"])).accounts}


EXPENSES = ("Whetstones and belts", "Workshop rent", "Van fuel", "Insurance", "Phone", "Postage")


def test_a_name_between_names_of_income_is_income() -> None:
    types = _types("Knife sales", "Scissor mornings", "Collections made and paid", "Tuition income", *EXPENSES)
    assert [types[name] for name in ("Scissor mornings", "Tuition income")] == ["income", "income"]
    assert {types[name] for name in EXPENSES} == {"expense"}


def test_income_may_close_the_chart() -> None:
    types = _types(*EXPENSES, "Sharpening rounds", "Knife sales")
    assert types["Sharpening rounds"] == "income"
    assert types["Postage"] == "expense"


def test_a_chart_opens_with_its_income_where_no_name_says_so() -> None:
    types = _types("Harbour tours", "Seal visits", "School parties", *EXPENSES)
    assert [types[name] for name in ("Harbour tours", "Seal visits", "School parties")] == ["income"] * 3
    assert types["Whetstones and belts"] == "expense"


def test_what_is_bought_ends_the_income() -> None:
    types = _types("Lesson income", "Guided rides", "Saddlery gear", "Software subscriptions", *EXPENSES)
    assert types["Guided rides"] == "income"
    assert (types["Saddlery gear"], types["Software subscriptions"]) == ("expense", "expense")


def test_a_list_of_expenses_alone_gets_no_income() -> None:
    assert set(_types("Entertainment", "Groceries", "Rent", "Electricity", "Clothes", "Pets").values()) == {
        "expense",
        "asset",
    }


@pytest.mark.parametrize("name", ["Tent hired out", "Drinks sold", "Weekly payouts", "Delivery app pay"])
def test_what_is_sold_let_or_paid_out_is_income(name: str) -> None:
    assert _types("Fuel", name)[name] == "income"


def test_land_is_no_asset_where_it_tells_more_of_a_deed() -> None:
    types = _types("Land surveys", "Roof inspections", "Boundary visits", *EXPENSES, "Land")
    assert (types["Land surveys"], types["Land"]) == ("income", "asset")


def test_too_few_accounts_show_no_group() -> None:
    assert not income_group([1.0, -1.0])
    assert not income_group([])


def test_names_before_the_first_sure_income_are_income_where_they_open_the_chart() -> None:
    types = _types("Pubs and hotels", "Salon scissors", "Knife sales", "Belts and grit", *EXPENSES)
    assert [types[name] for name in ("Pubs and hotels", "Salon scissors")] == ["income", "income"]
    assert types["Belts and grit"] == "expense"


def test_a_start_of_expenses_is_no_income() -> None:
    types = _types("Fuel", "Gear", "Postage", "Cakes sold")
    assert [types[name] for name in ("Fuel", "Gear", "Postage")] == ["expense"] * 3
