"""What the words of a line point to, with no model."""

from __future__ import annotations

import pytest

from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.lexicon import features, lexicon

CHART = parse_chart(
    "Cash, Checking, Office Supplies, Rent, Utilities, Vehicle & Fuel, Travel, Meals & Entertainment, Bank Fees, "
    "Repairs & Maintenance, Miscellaneous, Equipment, Consulting Income, Sales, 6110 Postage"
)
CHINESE = parse_chart("现金, 银行存款, 办公费, 差旅费, 水电费, 业务招待费, 职工薪酬, 主营业务收入")


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("filled up the tank 52", "Vehicle & Fuel"),
        ("replaced a flat tire on the delivery truck 130", "Vehicle & Fuel"),
        ("plane ticket to Berlin 320", "Travel"),
        ("water bill 33", "Utilities"),
        ("team dinner 210", "Meals & Entertainment"),
        ("sent a parcel to a customer 12.50", "6110 Postage"),
        ("new office chair 199", "Equipment"),
        ("window cleaner 40", "Repairs & Maintenance"),
        ("train ticket to Lyon 60, credit card", "Travel"),
        ("credit card fee 12", "Bank Fees"),
    ],
)
def test_plain_english_lines_point_to_one_account(line: str, account: str) -> None:
    assert [one.name for one in lexicon().likely(line, CHART.categories)] == [account]


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("打车去机场 86元", "差旅费"),
        ("交电费 210", "水电费"),
        ("给员工发工资 8000", "职工薪酬"),
        ("买打印纸", "办公费"),
    ],
)
def test_plain_chinese_lines_do_too(line: str, account: str) -> None:
    assert [one.name for one in lexicon().likely(line, CHINESE.categories)] == [account]


@pytest.mark.parametrize("line", ["xyzzy 20", "Alvarez 340", ""])
def test_words_that_say_nothing_leave_it_to_the_model(line: str) -> None:
    assert lexicon().likely(line, CHART.categories) == ()


def test_a_catch_all_account_is_never_what_words_point_to() -> None:
    chart = parse_chart("Cash, Other Expenses, Rent")
    assert all(one.name != "Other Expenses" for one in lexicon().likely("other things 5", chart.categories))


def test_words_are_counted_without_their_plural_and_chinese_in_twos_and_threes() -> None:
    assert features("two boxes of Pens")["pen"] == 1
    assert set(features("打印纸")) == {"打印", "印纸", "打印纸"}


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("poodle full groom 48", "Grooming fees"),
        ("organic shampoo 5l 31.20", "Shampoo & consumables"),
        ("supper tickets sold at the door 240", "Supper takings"),
        ("线切割外协 3360", "外协加工"),
    ],
)
def test_a_word_of_an_account_s_own_name_points_to_it(line: str, account: str) -> None:
    chart = parse_chart(
        "Cash, Grooming fees, Shampoo & consumables, Van diesel, Supper takings, 外协加工, 原材料, 办公费"
    )
    assert next(one.account.name for one in lexicon().rank(line, chart.categories)) == account


def test_a_word_that_stands_in_two_names_decides_nothing() -> None:
    chart = parse_chart("Cash, Van diesel, Van repairs, Rent")
    scores = {one.account.name: one.score for one in lexicon().rank("van 20", chart.categories)}
    assert abs(scores["Van diesel"] - scores["Van repairs"]) < 0.5


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("diesle for the delivery truck 61", "Vehicle & Fuel"),
        ("liabilty insurnace 90", "Insurance"),
        ("mcdonalds 12.40", "Meals & Entertainment"),
        ("leaking tap mended 80", "Repairs & Maintenance"),
    ],
)
def test_slips_and_other_forms_of_a_word_are_known(line: str, account: str) -> None:
    chart = [*CHART.categories, *parse_chart("Insurance").categories]
    assert lexicon().rank(line, chart)[0].account.name == account
