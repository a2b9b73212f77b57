"""How much a line says the words of an account's own name, and that people were paid for work."""

from __future__ import annotations

import pytest

from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.fields import token_weights
from plugins.bookkeeping.likeness import own_points

CHART = parse_chart("Riding lessons\nArena hire\nFeed and hay\nBook repairs\nRelief staff\nBank fees\nCash")
ZH = parse_chart("垂钓收入\n银行手续费\n鱼苗饲料\n帮工\n现金")


def best(line: str, chart: object = CHART) -> str:
    accounts = [one for one in chart.accounts if not one.is_payment]  # type: ignore[attr-defined]
    points = own_points(line, accounts)
    return accounts[points.index(max(points))].name if max(points) > 0 else ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("hired the arena for the clinic 60", "Arena hire"), ("hay for the ponies 48", "Feed and hay"),
        ("repaired the spine of a ledger 35", "Book repairs"), ("Jess 3 days 180", "Relief staff"),
        ("my cousin helped, paid her 40", "Relief staff"), ("petrol 30", ""),
    ],
)  # fmt: skip
def test_the_words_of_a_name_count_whatever_their_ending(line: str, name: str) -> None:
    assert best(line) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [("两人钓了一天 160", "垂钓收入"), ("云盘续费 98", ""), ("小陈3天 360", "帮工"), ("饲料 75", "鱼苗饲料")],
)
def test_signs_of_a_chinese_name_count(line: str, name: str) -> None:
    assert best(line, ZH) == name


def test_a_word_before_a_noun_and_one_of_the_purpose_count_less() -> None:
    weights = token_weights("camera workshop for the studio 40")
    assert weights["workshop"] == 1.0
    assert weights["camera"] < 1.0
    assert weights["studio"] < 1.0
