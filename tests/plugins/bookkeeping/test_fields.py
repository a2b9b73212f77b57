"""Accounts that no kind of the lexicon is called after: understood by their own words, and by what is done."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.direction import money_comes_in
from plugins.bookkeeping.fields import fields, fields_of
from plugins.bookkeeping.lines import Line
from plugins.bookkeeping.reading import Question, question_of

TODAY = date(2026, 5, 20)
CIDER = parse_chart(
    "Tasting room sales\nTrade sales\nApples and fruit\nBottles and labels\nPress equipment\nPress repairs\nMachine hire\nLinen\n"
    "Market stalls\nPermits\nStaff training\nWages\nInsurance\nCurrent Account (payment)\nTill (payment)\nTrade Card (payment)"
)
TEA = parse_chart(
    "营业收入\n茶叶\n水果\n乳品\n设备\n设备维修\n杯子和包装\n装裱\n员工工资\n微信 (payment)\n现金 (payment)"
)


def asked(line: str, chart: Chart = CIDER) -> Question:
    return question_of(Line(1, line), chart, TODAY)


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("6 bath towels and a tablecloth 84", "Linen"),
        ("two crates of pears 41.50", "Apples and fruit"),
        ("swing tops, 300, from the glassworks 129.00", "Bottles and labels"),
        ("pitch at the Ludlow craft fair 60", "Market stalls"),
        ("temporary event notice 21 trade card", "Permits"),
        ("food safety course for Bea 95", "Staff training"),
        ("rented a mini digger for the yard 140", "Machine hire"),
        ("the press leaked, technician called out 115", "Press repairs"),
    ],
)
def test_a_narrow_name_is_known_by_the_things_that_belong_to_it(line: str, account: str) -> None:
    assert asked(line).pointed[0].name == account


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("铁观音3斤 540", "茶叶"),
        ("火龙果两箱 130 现金", "水果"),
        ("淡奶6盒 96", "乳品"),
        ("买了一台开水机 1280", "设备"),
        ("冰柜不制冷，师傅上门 260", "设备维修"),
        ("打包袋和吸管 88.5", "杯子和包装"),
    ],
)
def test_so_are_chinese_names(line: str, account: str) -> None:
    assert asked(line, TEA).pointed[0].name == account


def test_words_that_say_how_it_was_paid_point_to_no_account() -> None:
    assert asked("apples 40 on the trade card").pointed[0].name == "Apples and fruit"


def test_a_noun_of_a_name_covers_the_shorter_ones_in_it() -> None:
    known = fields_of([("car", "tyre"), ("car wash", "foam"), ("!repairs", "mended")])
    [wash] = [account for account in parse_chart("Car wash\nCash").accounts if not account.is_payment]
    assert set(known.of(wash)) == {1}


def test_a_name_in_two_scripts_is_read_in_both() -> None:
    known = fields_of([("茶叶", "红茶"), ("tea", "chai")])
    [tea] = parse_chart("茶叶 Tea\nCash").categories
    assert set(known.of(tea)) == {0, 1}


def test_what_is_done_tells_more_than_the_thing_it_is_done_to() -> None:
    known = fields_of([("pump", "pump"), ("!repairs", "mended")])
    pumps, repairs = parse_chart("Pumps\nPump repairs\nCash").categories
    assert known.points("mended the pump", [pumps, repairs]) == [1.0, 1.5]
    assert known.points("a pump", [pumps, repairs]) == [1.0, 0.5]


def test_the_lists_are_long_enough() -> None:
    assert len(fields().weights) > 370


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("LPG 7.4 kg at the depot 655", "655.00"),
        ("oak 3.6 m at the yard 48", "48.00"),
        ("2.5 hours of welding 130", "130.00"),
        ("gravel 1.2 tonnes 88", "88.00"),
        ("cable 12.5 metres 31", "31.00"),
        ("data 1.5 gb 19", "19.00"),
        ("carrier bags 500 36.20", "36.20"),
        ("dental lab 2 porcelain veneers 390 inv# K-10442", "390.00"),
        ("red onions 400 72", "72.00"),
        ("71.80 for 44.5 litres of derv", "71.80"),
        ("job for the week 96", "96.00"),
        ("红糖2.5公斤 40", "40.00"),
        ("跑腿4单 36", "36.00"),
        ("1.5 hour lesson 40", "40.00"),
        ("apples 45.20 M&S", "45.20"),
        ("netflix 9.99 month", "9.99"),
        ("45 kids aprons", "45.00"),
    ],
)
def test_what_measures_is_no_amount(line: str, amount: str) -> None:
    assert [str(span.value) for span in asked(line).pointers.amounts] == [amount]


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("Mrs Okoro paid 48 for her case of perry, into the till", "Tasting room sales"),
        ("The Plough paid us 320 for four kegs", "Trade sales"),
        ("Corner Deli settled invoice 77, 145.00", "Trade sales"),
    ],
)
def test_somebody_else_who_pays_brings_income(line: str, account: str) -> None:
    question = asked(line)
    assert all(one.type == "income" for one in question.pointed)
    assert account in [one.name for one in question.pointed or question.categories]


@pytest.mark.parametrize("line", ["bottle stand made 214.60", "王女士订了两杯奶茶 转了36", "客户付了尾款 900"])
def test_so_does_an_event_that_made_money(line: str) -> None:
    chart = CIDER if line.isascii() else TEA
    assert any(one.type == "income" for one in asked(line, chart).categories)
    assert not any(one.type == "expense" for one in asked(line, chart).categories)


@pytest.mark.parametrize(
    "line",
    [
        "paid Mr Lowe 200 for pruning",
        "hotel paid by card 90",
        "给王女士转了80",
        "Kofi 6 hours 72",
        "council tax paid in full 1200",
        "phone bill settled in full 60",
        "dipped into petty cash for stamps 12",
        "陪客户喝茶付了300",
        "视频会员续费25",
        "停车场收10元",
    ],
)
def test_who_is_paid_is_no_income(line: str) -> None:
    chart = CIDER if line.isascii() else TEA
    assert any(one.type == "expense" for one in asked(line, chart).categories)


@pytest.mark.parametrize(
    ("line", "account", "chart"),
    [
        ("took 3 duvet covers back to the shop, refund 54", "Linen", CIDER),
        ("sent two boxes of labels back, credit note 23.10", "Bottles and labels", CIDER),
        ("纸杯退掉，退回42块到微信", "杯子和包装", TEA),
    ],
)
def test_a_refund_belongs_to_what_went_back(line: str, account: str, chart: Chart) -> None:
    question = asked(line, chart)
    assert question.pointed[0].name == account
    assert money_comes_in(line, question.pointed[0])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("sundays tasting room takings 402", date(2026, 5, 17)),
        ("11th, trade card, corks 18", date(2026, 5, 11)),
        ("30 april apples 52", date(2026, 4, 30)),
    ],
)
def test_days_at_the_start_and_weekdays_with_an_s(line: str, day: date) -> None:
    assert [span.value for span in asked(line).pointers.days] == [day]


@pytest.mark.parametrize("line", ["1st-class stamps 8", "3rd-party insurance 200", "TGI Fridays 34.50"])
def test_a_class_and_a_restaurant_are_no_days(line: str) -> None:
    assert asked(line).pointers.days == ()


@pytest.mark.parametrize(
    "line",
    [
        "took a cab back to the hotel 18.50",
        "sent the parcel back, postage 5.40",
        "returned from Leeds taxi 40",
        "linen bought with store credit 40",
    ],
)
def test_not_everything_that_goes_back_is_refunded(line: str) -> None:
    [linen] = [account for account in CIDER.categories if account.name == "Linen"]
    assert not money_comes_in(line, linen)


def test_cents_are_a_price() -> None:
    assert not asked("parking 0.50").may_be_none


def test_a_bare_number_before_an_invoice_is_no_reason_to_refuse() -> None:
    assert not asked("Hobbs 3 oak barrels 447 inv# G-20").may_be_none


def test_the_noun_of_a_name_counts_more_than_what_tells_more_of_it() -> None:
    known = fields_of([("stable, stables", "horse"), ("heating", "oil")])
    stables, heating = parse_chart("Stables\nStable heating\nCash").categories
    points = known.points("horse", [stables, heating])
    assert points[0] > points[1] > 0
    assert known.points("oil", [stables, heating]) == [0.0, 1.0]
