"""Charts of households and small trades: sizes that are no amounts, who pays whom, whose card it was, and which account a thing means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.direction import cannot_be, money_comes_in
from plugins.bookkeeping.intent import is_none
from plugins.bookkeeping.lines import Line
from plugins.bookkeeping.reading import Question, question_of

TODAY = date(2026, 5, 20)
HOME = parse_chart(
    "Salary\nOther income\nGroceries\nEating out\nKids\nClothes\nGas & Electric\nTransport\nPresents\nHolidays\nGarden\nRepairs\nDog\n"
    "Joint Account (payment)\nVisa (payment)\nCash (payment)\nKim's Debit Card (payment)"
)
HAULIER = parse_chart(
    "Freight income\nDiesel\nTruck payment\nTruck repairs\nInsurance\nPermits & licences\nMeals\nCard machine fees\n"
    "Checking (payment)\nVenmo (payment)\nTill (payment)"
)
PHOTOS = parse_chart("Wedding shoots\nPortrait sessions\nPrint sales\nSoftware\nFonts & stock\nTravel\nBank (payment)")
ZH_SHOP = parse_chart(
    "堂食收入\n外卖收入\n原料采购\n包装材料\n电脑设备\n软件订阅\n字体图库\n设备维修\n对公账户 (payment)\n微信 (payment)\n现金 (payment)"
)
ZH_HOME = parse_chart(
    "工资\n理财利息\n买菜\n交通\n旅游\n养猫\n看病买药\n人情往来\n给爸妈\n衣服\n建行卡 (payment)\n老公的工行卡 (payment)\n微信 (payment)"
)


def asked(line: str, chart: Chart = HOME) -> Question:
    return question_of(Line(1, line), chart, TODAY)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("3 stools for the front room 84 visa", "84"), ("4K projector 615", "615"), ("5k charity run entry 18", "18"),
        ("5G router 72", "72"), ("256GB card reader 31", "31"), ("A3 sketch pads x4 22", "22"), ("2-ply kitchen roll 9", "9"),
        ("4.5 tog duvet 36", "36"), ("2 for 1 pizza 13", "13"), ("7-a-side pitch fee 35", "35"),
        ("garden chairs 40 off gumtree", "40"), ("rent 2k", "2000"), ("Ann gave us 3k for the shoot", "3000"),
        ("4K电视 3150", "3150"), ("1688拿了杯盖 420", "420"), ("火锅AA 每人85", "85"),
    ],
)  # fmt: skip
def test_a_size_is_no_amount_where_another_number_can_be_one(line: str, amount: str) -> None:
    assert [span.value for span in asked(line).pointers.amounts] == [Decimal(amount)]


def test_a_number_after_the_till_is_what_went_into_it() -> None:
    assert [span.value for span in asked("9 trims, till 153", HAULIER).pointers.amounts] == [Decimal(153)]


@pytest.mark.parametrize("line", ["flat 4 may rent 610", "unit 3 mar rent 610", "mums 30th, wine and card 28"])
def test_the_number_of_a_flat_and_a_birthday_are_no_days(line: str) -> None:
    assert asked(line).pointers.days == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("socks 12 on Kim's debit", "Kim's Debit Card"), ("socks 12 kims debit", "Kim's Debit Card"),
        ("socks 12 on kims card", "Kim's Debit Card"), ("cake for Kim's party 12", "Joint Account"),
        ("roses and a card for dad's 60th 21", "Joint Account"), ("gin and card, 33 cash", "Cash"),
    ],
)  # fmt: skip
def test_a_card_named_after_a_person_and_a_card_that_is_given(line: str, name: str) -> None:
    assert [account.name for account in asked(line).payments] == [name]


@pytest.mark.parametrize(
    ("line", "chart", "name"),
    [
        ("Ortiz load, they venmoed 900", HAULIER, "Venmo"),
        ("加油 300 老公卡", ZH_HOME, "老公的工行卡"),
        ("加油 300 老公的卡", ZH_HOME, "老公的工行卡"),
    ],
)
def test_other_ways_to_name_an_account(line: str, chart: Chart, name: str) -> None:
    assert [account.name for account in asked(line, chart).payments] == [name]


def test_fees_for_a_machine_are_no_account_to_pay_with() -> None:
    assert [account.name for account in HAULIER.payments] == ["Checking", "Venmo", "Till"]


@pytest.mark.parametrize(
    "line",
    [
        "craft evening on thursday, 8 ppl, took 160 in cash", "two framed prints to the Lodge, they payed 180",
        "final half, she sent 400", "a canvas for the Boyds, got 210", "plant stall made 96.50, banked",
        "理财利息到了 88.2", "4月退休金到了 3900",
    ],
)  # fmt: skip
def test_money_that_others_hand_over_comes_in(line: str) -> None:
    assert cannot_be(line) == "expense"


@pytest.mark.parametrize("line", ["deposit on a villa in Crete 250", "deposit for the new sofa 90", "表弟结婚 随 600"])
def test_a_deposit_on_what_one_books_goes_out(line: str) -> None:
    assert cannot_be(line) == "income"


def test_a_meal_that_is_brought_is_no_sale() -> None:
    assert cannot_be("麻辣烫外卖 41 微信") == "income"
    assert cannot_be("今天卖了 980 微信") == "expense"


def test_gifts_of_money_may_come_in_although_they_stand_among_expenses() -> None:
    chart = parse_chart("Plot rents\nSeed sales\nWater\nSkips\nDonations\nBank (payment)")
    line = "the Lions gave us 120"
    assert "Donations" in [account.name for account in asked(line, chart).categories]
    donations = chart.find("Donations")
    assert donations is not None
    assert money_comes_in(line, donations)


def test_an_account_of_goods_is_left_out_where_money_comes_in() -> None:
    chart = parse_chart("Event income\nStreet sales\nCoffee beans & milk\nWages\nBank (payment)")
    names = [account.name for account in asked("the school paid us 300 for sports day", chart).categories]
    assert "Coffee beans & milk" not in names


@pytest.mark.parametrize(
    ("line", "chart", "account"),
    [
        ("petrol esso 41.10", HOME, "Transport"), ("diesel 30 quid", HOME, "Transport"),
        ("gas bill 66", HOME, "Gas & Electric"), ("wagamama with the kids 51", HOME, "Eating out"),
        ("raincoat for the girls 38", HOME, "Clothes"), ("gran's 75th, wine and card 24", HOME, "Presents"),
        ("caravan deposit for august 120", HOME, "Holidays"), ("hedge cut at the back 45", HOME, "Garden"),
        ("flea drops 14", HOME, "Dog"), ("old cot sold on gumtree 35", HOME, "Other income"),
        ("kenworth payment 1,900", HAULIER, "Truck payment"), ("IFTA renewal 60", HAULIER, "Permits & licences"),
        ("insurance renewal 410", HAULIER, "Insurance"), ("load to Tulsa, CH Robinson paid 1,300", HAULIER, "Freight income"),
        ("family headshots, they sent 220", PHOTOS, "Portrait sessions"), ("16x20 canvas sold 140", PHOTOS, "Print sales"),
        ("icon set and two typefaces 49", PHOTOS, "Fonts & stock"),
        ("芒果2箱 每箱70 共140", ZH_SHOP, "原料采购"), ("美团打款 512", ZH_SHOP, "外卖收入"),
        ("汉仪字库商用授权 300", ZH_SHOP, "字体图库"), ("花盒30个 96", ZH_SHOP, "包装材料"),
        ("去大理的机票两张 1900 五一去玩", ZH_HOME, "旅游"), ("给咪咪打疫苗 120", ZH_HOME, "养猫"),
        ("给妈妈买外套 260", ZH_HOME, "给爸妈"), ("同学乔迁 随礼 400", ZH_HOME, "人情往来"),
    ],
)  # fmt: skip
def test_a_thing_means_the_account_of_its_field(line: str, chart: Chart, account: str) -> None:
    assert [one.name for one in asked(line, chart).pointed] == [account]


def test_what_a_broker_says_is_no_payment() -> None:
    assert is_none("dispatcher says 2.30 a mile to Boise, call back later")
