"""Lines as strangers write them: account names by part, quantities beside the amount, size and date, in or out, entry or none."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.direction import cannot_be, money_comes_in
from plugins.bookkeeping.habits import puts_day_first
from plugins.bookkeeping.intent import is_none, may_be_none
from plugins.bookkeeping.lines import Line, pointers
from plugins.bookkeeping.reading import Question, grammar, question_of
from tests.helpers.gbnf_matcher import accepts

TODAY = date(2026, 3, 20)
SHOP = parse_chart(
    "Class fees\nPot sales\nClay\nRent\nTools\nTide NatWest (payment)\nBiscuit tin (payment)\nLowes card (payment)\nCompany Visa (payment)"
)
ZH = parse_chart(
    "学费收入\n教材销售\n教材\n工资\n房租\n招商银行卡 (payment)\n建行对公户 (payment)\n支付宝 (payment)\n现金 (payment)"
)


def asked(line: str, chart: Chart = SHOP, *, day_first: bool = False) -> Question:
    return question_of(Line(1, line), chart, TODAY, day_first=day_first)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("rope 18 natwest", "Tide NatWest"), ("natwest 18 rope", "Tide NatWest"), ("came out of natwest, rope 18",
        "Tide NatWest"),
        ("3 bowls 40 in the tin", "Biscuit tin"), ("milk 2.10 out of the tin", "Biscuit tin"), ("milk 2 tin",
        "Biscuit tin"),
        ("screws 7.15 lowes card", "Lowes card"), ("screws 7.15 on the lowes", "Lowes card"),
        ("screws back to lowes, 7.15 went back on that card", "Lowes card"), ("hotel 90 visa", "Company Visa"),
        ("hotel 90 on the company visa tues", "Company Visa"), ("rent 400 bank transfer", "Tide NatWest"),
    ],
)  # fmt: skip
def test_a_part_of_a_payment_accounts_name_is_enough(line: str, name: str) -> None:
    assert [account.name for account in asked(line).payments] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "screws at lowes 7.15",
        "tin of paint 22",
        "airport transfer 40",
        "gift card 25",
        "postcards 12",
        "2 x 64gb cards 31.98",
        "tide pods 9",
    ],
)
def test_the_same_word_in_the_name_of_what_was_bought_is_no_way_of_paying(line: str) -> None:
    assert asked(line).named == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [("房租 3000 建行", "建行对公户"), ("房租3000 对公", "建行对公户"), ("教材 80 招行", "招商银行卡"), ("教材 80 支付保", "支付宝"),
     ("工资 4千 招行卡 5号", "招商银行卡"), ("教材 80 现金", "现金")],
)  # fmt: skip
def test_chinese_accounts_are_known_by_their_short_names(line: str, name: str) -> None:
    assert name in [account.name for account in asked(line, ZH).named]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("flyers 250 A6 from the printer 41.5", "41.50"), ("400 nos paper cups 620", "620.00"), ("x4 chairs 96",
        "96.00"),
        ("glaze 6 tubs 54", "54.00"), ("3 big bowls and a jug 74 in the tin", "74.00"), ("sand 2.5t no 26-00981 88",
        "88.00"),
        ("job at 14 Elm Road they paid me 165", "165.00"), ("clay 25kg x 4 bags 96.80", "96.80"), ("Rs 1,450/- gas",
        "1450.00"),
        ("salary 7000/- cash", "7000.00"), ("rent 9.5k", "9500.00"), ("twenty quid taxi", "20.00"),
        ("lunch for crew of 4 47.80", "47.80"),
        ("tyres 4 @ 90 = 360", "360.00"), ("eggs 10 trays x 3.50 = 35", "35.00"), ("7-eleven snacks 13", "13.00"),
        ("wages wk 37 1,240.00", "1240.00"), ("invoice 2026-044, stage 2, 3,200.00", "3200.00"), ("dues 2026 - 85",
        "85.00"),
        ("phone 35/mo", "35.00"), ("seats for 2, 130 total", "130.00"), ("ref 35 cash", "35.00"),
        ("curry for 5 after work 88 lidl", "88.00"),
        ("class for 12, 96.00", "96.00"),
    ],
)  # fmt: skip
def test_a_quantity_a_size_or_a_label_is_never_the_amount(line: str, value: str) -> None:
    assert [str(amount.value) for amount in asked(line).pointers.amounts] == [value]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("豆浆89块4", "89.40"), ("修水管 四百五 现金", "450.00"), ("课本 两百八", "280.00"), ("货款一万八",
        "18000.00"), ("房租1.2万", "12000.00"),
        ("课本10节课用 2000 支付宝", "2000.00"), ("镜头 二手 3450 支付宝", "3450.00"), ("316钢管 2.5吨 18,400",
        "18400.00"),
        ("手套100双 纸盒20个 共265块", "265.00"), ("外协3000件 单价0.8 合计2400", "2400.00"), ("一家4口吃饭 ￥356",
        "356.00"),
        ("地铁6块 车票2块 共8块", "8.00"),
        ("双11买衣服 699", "699.00"),
        ("A4纸5包 228.5 支付宝", "228.50"), ("每人68 吃饭", "68.00"), ("酒店3晚 1260",
        "1260.00"),
    ],
)  # fmt: skip
def test_chinese_amounts_stand_beside_units_and_sums(line: str, value: str) -> None:
    assert [str(amount.value) for amount in asked(line, ZH).pointers.amounts] == [value]


def test_two_numbers_of_which_nothing_tells_are_left_to_the_model() -> None:
    assert len(asked("diesel 45, snacks 32").pointers.amounts) == 2


def test_a_number_that_seems_to_count_things_is_none_beside_one_that_does_not() -> None:
    assert [str(span.value) for span in asked("200 business cards printer 32").pointers.amounts] == ["32.00"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("rope 18 tues", "2026-03-17"), ("rope 18 sat", "2026-03-14"), ("18.00 sat rope", "2026-03-14"),
        ("day before yesterday rope 18", "2026-03-18"),
        ("yesterdays rope 18", "2026-03-19"), ("rope 18 on the 14th", "2026-03-14"), ("rope 18 9 march", "2026-03-09"),
        ("mar 3 rope 18", "2026-03-03"), ("rope 18 natwest 15th", "2026-03-15"),
        ("rope 18 on 12th", "2026-03-12"), ("绳子 18 上周五", "2026-03-13"), ("绳子 18 前天", "2026-03-18"),
        ("绳子 18 3号", "2026-03-03"),
    ],
)  # fmt: skip
def test_days_in_few_letters_are_known(line: str, day: str) -> None:
    assert [span.value.isoformat() for span in pointers(line, TODAY).days] == [day]


@pytest.mark.parametrize(
    "line",
    [
        "250ft 12/2 romex 148.22",
        "3/4 pvc elbows 6.20",
        "and 1/2 inch brushes 9",
        "sun cream 8",
        "sat nav 90",
        "钢板 2.5吨 900",
    ],
)
def test_a_size_is_no_date(line: str) -> None:
    assert pointers(line, TODAY).days == ()


@pytest.mark.parametrize(
    ("lines", "chart", "currency", "expected"),
    [
        (["rope £18 3/1"], SHOP, "", True), (["rope $18 3/1"], SHOP, "", False), (["rope 18 3/1",
        "milk 2 15/2"], SHOP, "", True),
        (["rope £18 3/1", "milk 2 2/15"], SHOP, "", False), (["rope 18 3/1"], SHOP, "INR", True),
        (["rope 18 3/1"], SHOP, "USD", False),
        (["rope 18 3/1"], parse_chart("Truck fuel\nChase checking"), "", False),
        (["rope 18 3/1"], parse_chart("Diesel\nMonzo (payment)"), "", True),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_follows_dates_money_and_names(
    lines: list[str], chart: Chart, currency: str, expected: bool
) -> None:
    assert puts_day_first(lines, chart, currency) is expected


def test_the_day_can_stand_first() -> None:
    assert pointers("rope 18 3/1", TODAY, day_first=True).days[0].value == date(2026, 1, 3)
    assert pointers("rope 18 3/1", TODAY).days[0].value == date(2026, 3, 1)
    assert pointers("rope 18 15/02", TODAY).days[0].value == date(2026, 2, 15)


@pytest.mark.parametrize(
    ("text", "income"),
    [
        ("Lesson fees\nBook sales\nBank fees\nRent", ["Lesson fees", "Book sales"]),
        ("Subs\nDonations received\nHall hire", ["Subs", "Donations received"]),
        ("Concert takings\nHall hire", ["Concert takings"]), ("Curry sales\nParty orders\nRice", ["Curry sales",
        "Party orders"]),
        ("门店销售\n进货\n房租", ["门店销售"]), ("工资奖金\n红包收入\n买菜\n房贷", ["工资奖金", "红包收入"]),
        ("摊位收入\n摊位费", ["摊位收入"]),
        ("Rent\nStudent finance", ["Student finance"]), ("Client work\nHosting", ["Client work"]),
        ("Taxi fares\nRent", []), ("City fares\nCash jobs\nFuel", ["City fares", "Cash jobs"]),
    ],
)  # fmt: skip
def test_income_is_told_by_name_and_by_place(text: str, income: list[str]) -> None:
    assert [account.name for account in parse_chart(text).accounts if account.type == "income"] == income


def test_a_name_that_may_be_either_is_left_open() -> None:
    chart = parse_chart("Subs\nGrants received\nHall hire\nLeague fees\nCash")
    account = chart.find("Subs")
    assert account is not None
    assert account.is_open
    assert money_comes_in("subs from Ann 35", account)
    assert not money_comes_in("paid subs to the county 35", account)
    assert not [one for one in chart.accounts if one.is_open and one != account]


def test_a_comma_is_part_of_the_one_name_that_holds_it() -> None:
    names = [account.name for account in parse_chart("Sales\nRice, dal & flour\nRent\nRepairs\nCash").accounts]
    assert names == ["Sales", "Rice, dal & flour", "Rent", "Repairs", "Cash"]


@pytest.mark.parametrize(
    ("line", "ruled_out"),
    [
        ("90.00 in last Saturday", "expense"), ("recd 450 from Mr Shah", "expense"), ("took £310 on the door",
        "expense"),
        ("aunt May sent 50", "expense"), ("got ₹900 in the bank", "expense"), ("grant of 200 arrived today", "expense"),
        ("invoice 12, settled 650.00 into AIB", "expense"), ("rope 43.98, came out of starling", "income"),
        ("garage charged me 80", "income"),
        ("server 12 paid with revolut", "income"), ("铁屑卖了 150", "expense"), ("师傅修好收了三百", "income"),
        ("美团打款 1,800", "expense"),
        ("shop refunded the coat, 28 back to monzo", "income"), ("钱退了120到微信", "income"),
    ],
)  # fmt: skip
def test_words_say_whether_money_comes_in(line: str, ruled_out: str) -> None:
    assert cannot_be(line) == ruled_out


@pytest.mark.parametrize(
    "line", ["my wife paid the deposit 200", "mum paid the balance 85", "our treasurer settled the invoice 40"]
)
def test_who_keeps_the_books_with_one_is_no_customer(line: str) -> None:
    assert cannot_be(line) != "expense"


def test_a_word_of_an_income_accounts_name_keeps_it_open() -> None:
    assert "Class fees" in [account.name for account in asked("saturday class Ann 45").categories]
    assert "Pot sales" not in [account.name for account in asked("saturday rope 45 visa").categories]


@pytest.mark.parametrize(
    "line",
    [
        "should I get the 300 dollar drill", "remember to pay Ann 80 on friday",
        "quote for the roof came in at 900, too dear, said no",
        "bid for the school 12,000, still waiting", "aiming for 10k this spring",
        "hall may put us up to 40 a night, to discuss",
        "they want 50 lunches @ 95, will decide next week", "need to find 400 by may", "do we split the 60 licence?",
        "Sam owes me 22 for pizza",
        "call the inspector back before 8 about permit 12", "打算换个3000的冰箱", "装修报价2.8万 太贵再看看",
        "还没付物业费1200", "明天要交900",
        "客户询价500件 报3.2一件", "房东说下个月涨到6500", "想买那款4999的 再等等",
    ],
)  # fmt: skip
def test_plans_questions_and_quotes_are_no_entries(line: str) -> None:
    assert is_none(line)


@pytest.mark.parametrize(
    "line",
    [
        "paid the quote from March 480", "budget hotel 80", "reminder fee 12.50", "had to pay 2.40 for parking",
        "sold at auction 90",
        "wanted poster 15", "ordered seeds we need, 30 paid", "estimate from may paid 200", "报价单打印 20",
        "提醒了三次终于付了500", "预算软件 30",
        "will writing solicitor 300", "下周一的车票 553", "who's on first tickets 40",
    ],
)  # fmt: skip
def test_entries_that_only_look_like_plans_stay(line: str) -> None:
    assert not is_none(line)


def test_the_model_may_refuse_only_where_words_leave_it_open() -> None:
    assert may_be_none("rope 18 maybe")
    assert accepts(grammar(asked("rope 18 maybe"), narrow=True), "?")
    assert not accepts(grammar(asked("paid 18 for rope"), narrow=True), "?")
    assert accepts(grammar(asked("paid 18 for rope")), "?")


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("banked 400 from the tin", ("Biscuit tin", "Tide NatWest")), ("withdrew 60 at the atm", ("Tide NatWest",
        "Biscuit tin")),
        ("moved 50 to the tin", ("Tide NatWest", "Biscuit tin")), ("paid off the visa 610", ("Tide NatWest",
        "Company Visa")),
        ("paid 180 into natwest from the tin", ("Biscuit tin", "Tide NatWest")),
    ],
)  # fmt: skip
def test_money_moves_between_two_accounts(line: str, sides: tuple[str, str]) -> None:
    question = asked(line)
    assert question.sides is not None
    assert (question.sides[0].name, question.sides[1].name) == sides


@pytest.mark.parametrize(
    "line", ["deposit for the coach 145", "12 top up for the phone", "took £80 at the fair", "put it on the visa, rope 18",
             "refund put back on the visa 30",
             "withdrew 200 for myself"],
)  # fmt: skip
def test_other_lines_move_no_money_between_accounts(line: str) -> None:
    assert asked(line).sides is None


STABLES = parse_chart(
    "Livery fees\nRiding lessons\nTack sold\nArena hire\nFeed\nFarrier\nMachinery hire\nRelief grooms\nShows and clinics\nBarclays\nCash"
)


@pytest.mark.parametrize(
    ("line", "ruled_out"),
    [
        ("Jo mucked out all week so I paid her 90", "income"), ("Ted did the hay run for us, gave him 40", "income"),
        ("painted the tack room for Mrs Orr 140", "expense"), ("mowed the Fallons 35 cash", "expense"),
        ("the agency took 18.20", "income"), ("refunded Mrs Orr 30 for the lesson", "expense"),
        ("gave the client her 30 back", "expense"), ("退给客人 80", "expense"), ("供应商退给我75", "income"), ("收她300", "expense"),
        ("小店货款提到工行 890", "expense"),
    ],
)  # fmt: skip
def test_people_are_paid_pay_and_get_back(line: str, ruled_out: str) -> None:
    assert cannot_be(line) == ruled_out


def test_names_of_what_is_sold_let_and_hired_are_told_apart() -> None:
    types = {account.name: (account.type, account.is_open) for account in STABLES.accounts}
    assert types["Tack sold"][0] == "income"
    assert types["Arena hire"][0] == "income" or types["Arena hire"][1]
    assert types["Machinery hire"] == ("expense", False)
    assert types["Shows and clinics"][0] == "expense"
