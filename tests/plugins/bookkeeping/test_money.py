"""Amounts as people write them, and numbers that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plugins.bookkeeping.money import find_amounts, likely_amounts, number_value

AMOUNTS = [
    ("paper $45.20", "$45.20", "45.20", "USD"),
    ("rent 1,200", "1,200", "1200", ""),
    ("laptop 1.2k", "1.2k", "1200", ""),
    ("laptop $1.2k", "$1.2k", "1200", "USD"),
    ("van 12 grand", "12 grand", "12000", ""),
    ("lunch 45 dollars", "45 dollars", "45", "USD"),
    ("EUR 30 cab", "EUR 30", "30", "EUR"),
    ("cab 30 eur", "30 eur", "30", "EUR"),
    ("cab 30€", "30€", "30", "EUR"),
    ("cab 30 €", "30 €", "30", "EUR"),
    ("workers comp 250 € 7-18 cash", "250 €", "250", "EUR"),
    ("tea $ 272.2; cash", "$ 272.2", "272.20", "USD"),
    ("US$ 15.00 domain", "US$ 15.00", "15", "USD"),
    ("christmas bonus $ 2,620.00", "$ 2,620.00", "2620", "USD"),
    ("c$1380 desk", "c$1380", "1380", "CAD"),
    ("A$20 book", "A$20", "20", "AUD"),
    ("HK$99.5 ferry", "HK$99.5", "99.50", "HKD"),
    ("£9.99 cable", "£9.99", "9.99", "GBP"),
    ("25.27 chf interest", "25.27 chf", "25.27", "CHF"),
    ("20 bucks for tape", "20 bucks", "20", "USD"),
    ("5 quid parking", "5 quid", "5", "GBP"),
    ("493.00 pounds for ads", "493.00 pounds", "493", "GBP"),
    ("sixty-five bucks lunch", "sixty-five bucks", "65", "USD"),
    ("twelve dollars and 50 cents for coffee", "twelve dollars and 50 cents", "12.50", "USD"),
    ("two hundred and five dollars", "two hundred and five dollars", "205", "USD"),
    ("one thousand two hundred euros", "one thousand two hundred euros", "1200", "EUR"),
    ("spent a hundred on stamps", "a hundred", "100", ""),
    ("just paid fifty-five for cash handling", "fifty-five", "55", ""),
    ("copy 50 cents", "50 cents", "0.50", "USD"),
    ("gum .50", ".50", "0.50", ""),
    ("hotel 1.234,56 €", "1.234,56 €", "1234.56", "EUR"),
    ("45,20 euro", "45,20 euro", "45.20", "EUR"),
    ("hotel 1'250.00 CHF", "1'250.00 CHF", "1250", "CHF"),
    ("rent 1,00,000 rs", "1,00,000 rs", "100000", "INR"),
    ("36.5元 咖啡", "36.5元", "36.50", "CNY"),
    ("咖啡36.5 元", "36.5 元", "36.50", "CNY"),
    ("¥86打车", "¥86", "86", "CNY"),
    ("￥1,103 租金", "￥1,103", "1103", "CNY"),
    ("打车三百块", "三百块", "300", "CNY"),
    ("设备5万", "5万", "50000", ""),
    ("设备1.5万元", "1.5万元", "15000", "CNY"),
    ("房租三千两百元", "三千两百元", "3200", "CNY"),
    ("房租两万零五十元", "两万零五十元", "20050", "CNY"),
    ("一共花了三百五", "三百五", "350", ""),
    ("房租一千二", "一千二", "1200", ""),
    ("午饭36块5", "36块5", "36.50", "CNY"),
    ("停车3元5角2分", "3元5角2分", "3.52", "CNY"),
    ("会费6毛钱", "6毛钱", "0.60", "CNY"),
    ("RMB 60.14 奖金", "RMB 60.14", "60.14", "CNY"),
    ("137.00人民币 洗车", "137.00人民币", "137", "CNY"),
    ("软件26元AI会员", "26元", "26", "CNY"),
    ("1.2千块 年费", "1.2千块", "1200", "CNY"),
    ("服务器 30美元", "30美元", "30", "USD"),
    ("信用卡还款4591块3，现金", "4591块3", "4591.30", "CNY"),
    ("十五点五元 茶", "十五点五元", "15.50", "CNY"),
    # a number that is something else stands beside the amount
    ("2 boxes of paper $12", "$12", "12", "USD"),
    ("room 12 hotel 200", "200", "200", ""),
    ("invoice #334 1200", "1200", "1200", ""),
    ("10:30 cab 15", "15", "15", ""),
    ("5pm dinner 80", "80", "80", ""),
    ("15% tip 20", "20", "20", ""),
    ("500gb drive 60", "60", "60", ""),
    ("flight 447 to Rome 310", "310", "310", ""),
    ("3 months of hosting 36", "36", "36", ""),
    ("iphone 15 case 39", "39", "39", ""),
    ("paid March 2026 taxes 900", "900", "900", ""),
    ("3箱水 45", "45", "45", ""),
    ("第12号发票 450", "450", "450", ""),
    ("5 pounds of coffee 32", "32", "32", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words", "value", "currency"), AMOUNTS)
def test_the_likeliest_amount_is_the_one_that_is_meant(line: str, words: str, value: str, currency: str) -> None:
    found = likely_amounts(find_amounts(line))
    assert (found[0].text, found[0].value, found[0].currency) == (
        words,
        Decimal(value).quantize(Decimal("0.01")),
        currency,
    )
    assert line[found[0].start : found[0].end] == words


@pytest.mark.parametrize(
    "line",
    ["how are you", "2 boxes of paper", "room 12", "at 10:30", "20% off", "A4 paper", "发票INV-30已付", "3箱水", "meet at 5pm",
     "call 555-1234", "$0.00 fee"],
)  # fmt: skip
def test_a_line_without_an_amount_has_none(line: str) -> None:
    assert likely_amounts(find_amounts(line)) == ()


def test_two_amounts_that_could_both_be_meant_are_both_given() -> None:
    found = likely_amounts(find_amounts("petrol 60, lunch 20"))
    assert [span.text for span in found] == ["60", "20"]


def test_a_total_wins_over_the_price_of_one() -> None:
    found = likely_amounts(find_amounts("3 chairs at $20 each, 60 total"))
    assert [span.text for span in found] == ["60"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.56", "1234.56"), ("1.234,56", "1234.56"), ("1,200", "1200"), ("1.200", "1200"), ("0.459", "0.459"), ("45,2", "45.2"),
     ("1.234.567", "1234567"), ("7", "7")],
)  # fmt: skip
def test_separators_are_read_by_what_follows_them(text: str, value: str) -> None:
    assert number_value(text) == Decimal(value)
