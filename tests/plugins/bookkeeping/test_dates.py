"""Days as people write them, seen from Friday 20 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.dates import find_dates
from plugins.bookkeeping.lines import pointers

TODAY = date(2026, 3, 20)
DAYS = [
    ("paper 2026-03-05", "2026-03-05", "2026-03-05"),
    ("paper 2026/3/5", "2026/3/5", "2026-03-05"),
    ("paper on 3/14 cash", "3/14", "2026-03-14"),
    ("paper 3/14/2025", "3/14/2025", "2025-03-14"),
    ("paper 3/14/25", "3/14/25", "2025-03-14"),
    ("paper 2-26-2019", "2-26-2019", "2019-02-26"),
    ("paper 13/8", "13/8", "2025-08-13"),
    ("paper 14.3.2026", "14.3.2026", "2026-03-14"),
    ("March 3 paper", "March 3", "2026-03-03"),
    ("march 3rd, 2025 paper", "march 3rd, 2025", "2025-03-03"),
    ("mar. 3 paper", "mar. 3", "2026-03-03"),
    ("paper 3 mar 2026", "3 mar 2026", "2026-03-03"),
    ("paper 3 March", "3 March", "2026-03-03"),
    ("the 3rd of March paper", "the 3rd of March", "2026-03-03"),
    ("27th of feb, bank loan", "27th of feb", "2026-02-27"),
    ("April the 5th tickets", "April the 5th", "2026-04-05"),
    ("Sept 9 paper", "Sept 9", "2025-09-09"),
    ("December 12 paper", "December 12", "2025-12-12"),
    ("April 10 invoice", "April 10", "2026-04-10"),
    ("May 5 paper", "May 5", "2025-05-05"),
    ("on the 18th paper", "the 18th", "2026-03-18"),
    ("on the 25th paper", "the 25th", "2026-02-25"),
    ("the 31st paper", "the 31st", "2026-01-31"),
    ("yesterday paper", "yesterday", "2026-03-19"),
    ("Today paper", "Today", "2026-03-20"),
    ("this morning coffee", "this morning", "2026-03-20"),
    ("last night dinner", "last night", "2026-03-19"),
    ("the day before yesterday paper", "the day before yesterday", "2026-03-18"),
    ("day before yesterday paper", "day before yesterday", "2026-03-18"),
    ("two days ago paper", "two days ago", "2026-03-18"),
    ("paper 3 days ago", "3 days ago", "2026-03-17"),
    ("a week ago paper", "a week ago", "2026-03-13"),
    ("two weeks ago paper", "two weeks ago", "2026-03-06"),
    ("a month ago paper", "a month ago", "2026-02-20"),
    ("last Monday paper", "last Monday", "2026-03-16"),
    ("last Friday paper", "last Friday", "2026-03-13"),
    ("last tues. paper", "last tues", "2026-03-17"),
    ("paper on Monday", "Monday", "2026-03-16"),
    ("dinner 48 eur fri mastercard", "fri", "2026-03-13"),
    ("sat, snapchat ads", "sat", "2026-03-14"),
    ("this wednesday paper", "this wednesday", "2026-03-18"),
    ("昨天打车", "昨天", "2026-03-19"),
    ("前天打车", "前天", "2026-03-18"),
    ("大前天打车", "大前天", "2026-03-17"),
    ("今日打车", "今日", "2026-03-20"),
    ("3月5日打车", "3月5日", "2026-03-05"),
    ("3月5号打车", "3月5号", "2026-03-05"),
    ("12月5日打车", "12月5日", "2025-12-05"),
    ("三月十五日打车", "三月十五日", "2026-03-15"),
    ("2025年3月5日打车", "2025年3月5日", "2025-03-05"),
    ("去年3月5日打车", "去年3月5日", "2025-03-05"),
    ("2026.3.5打车", "2026.3.5", "2026-03-05"),
    ("5号打车", "5号", "2026-03-05"),
    ("上个月5号打车", "上个月5号", "2026-02-05"),
    ("上周三打车", "上周三", "2026-03-11"),
    ("周三打车", "周三", "2026-03-18"),
    ("周日打车", "周日", "2026-03-15"),
    ("上上周一打车", "上上周一", "2026-03-02"),
    ("上礼拜天打车", "上礼拜天", "2026-03-15"),
    ("5天前打车", "5天前", "2026-03-15"),
    ("三天前打车", "三天前", "2026-03-17"),
    ("两周前打车", "两周前", "2026-03-06"),
    ("3/17付保险1,060元", "3/17", "2026-03-17"),
    ("付现，2021-12-14", "2021-12-14", "2021-12-14"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words", "day"), DAYS)
def test_a_day_is_found_and_lies_near_today(line: str, words: str, day: str) -> None:
    found = [span for span in find_dates(line, TODAY) if span.is_sure]
    assert [(span.text, span.value.isoformat()) for span in found] == [(words, day)]


@pytest.mark.parametrize(
    "line",
    ["rent 1200", "may i buy this", "monday.com 12.00", "march of dimes 20", "2.5万元", "February 2 grand", "sun screen 12", "31 February",
     "room 3-14b", "24/7 support 30"],
)  # fmt: skip
def test_what_is_no_day_is_not_taken_for_one(line: str) -> None:
    assert not [day for day in pointers(line, TODAY).days if day.is_sure and not line.startswith("31")]


def test_29_february_is_that_of_the_last_leap_year() -> None:
    assert find_dates("february 29 rent", TODAY)[0].value == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("line", "amount", "day"),
    [
        ("lunch 14.10 on 6.10.", "14.10", "6.10."),
        ("on 27.5. collected 1177 for massage", "1177", "27.5."),
        ("3.16，4652.86 高铁", "4652.86", "3.16"),
        ("12/12 dinner 12.12", "12.12", "12/12"),
        ("certification exam cost 61.49$ 9-28", "61.49$", "9-28"),
    ],
)
def test_of_two_numbers_the_one_that_can_be_a_day_is_the_day(line: str, amount: str, day: str) -> None:
    found = pointers(line, TODAY)
    assert ([span.text for span in found.amounts], [span.text for span in found.days]) == ([amount], [day])


def test_a_number_alone_is_the_amount_even_if_it_could_be_a_day() -> None:
    found = pointers("lunch 6.10.", TODAY)
    assert ([span.text for span in found.amounts], found.days) == (["6.10"], ())


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("yestrday rope 18", "2027-01-05"), ("yesturday rope 18", "2027-01-05"), ("yest rope 18", "2027-01-05"),
        ("day before yestarday rope 18", "2027-01-04"), ("tues last week rope 18", "2026-12-29"),
        ("last week tuesday rope 18", "2026-12-29"), ("wensday rope 18", "2026-12-30"), ("rope 18 thrusday", "2026-12-31"),
        ("rope 18 a fortnight ago", "2026-12-23"), ("rope 18 23 dec", "2026-12-23"), ("rope 18 on the 3rd", "2027-01-03"),
        ("昨儿绳子18", "2027-01-05"), ("昨儿个晚上绳子18", "2027-01-05"), ("前儿绳子18", "2027-01-04"), ("大前儿绳子18", "2027-01-03"),
        ("上礼拜三绳子18", "2026-12-30"), ("三号绳子18", "2027-01-03"), ("二十号绳子18", "2026-12-20"), ("元旦那天绳子18", "2027-01-01"),
    ],
)  # fmt: skip
def test_days_as_they_are_said_and_mistyped(line: str, day: str) -> None:
    assert [span.value.isoformat() for span in pointers(line, date(2027, 1, 6)).days] == [day]


@pytest.mark.parametrize("line", ["yeasty buns 18", "五号电池18", "三号楼水费40", "第三号柜租金40", "给他100 找零23.5"])
def test_a_number_of_a_place_and_a_like_word_are_no_day(line: str) -> None:
    assert pointers(line, date(2027, 1, 6)).days == ()
