"""What was paid where a line tells a price for one, parts, a discount or change; and lines that leave it open."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.lines import Line, Pointers, pointers
from plugins.bookkeeping.reading import question_of, read_answer
from plugins.bookkeeping.sums import NO_COUNT, ON_TOP, PARTLY, REDUCED, SEVERAL

TODAY = date(2026, 5, 14)


def found(line: str) -> Pointers:
    return pointers(line, TODAY)


@pytest.mark.parametrize(
    ("line", "working"),
    [
        ("6 inner tubes at 4.75 each, cash", "6 × 4.75 = 28.50"), ("two shelves 38 each visa", "2 × 38.00 = 76.00"),
        ("five bags of cement, 6.20 a bag", "5 × 6.20 = 31.00"), ("piano lessons 4 @ 35", "4 × 35.00 = 140.00"),
        ("inner tubes 4.75 each x6", "6 × 4.75 = 28.50"), ("3 nights 88 a night", "3 × 88.00 = 264.00"),
        ("sam 6.5 hours at 14/hr", "6.5 × 14.00 = 91.00"), ("10kg flour at 1.10/kg", "10 × 1.10 = 11.00"),
        ("2 bags 25kg cement 7 each", "2 × 7.00 = 14.00"), ("4 months rent at 450 a month", "4 × 450.00 = 1800.00"),
        ("lunch for 5 at 12 a head", "5 × 12.00 = 60.00"), ("catering for 30 people 9.50pp", "30 × 9.50 = 285.00"),
        ("paint 12.50 x 4", "4 × 12.50 = 50.00"), ("6x 8ft planks at 11.50 each", "6 × 11.50 = 69.00"),
        ("room 4 two nights 75 a night", "2 × 75.00 = 150.00"), ("cleaner 2 1/2 hrs @ 16", "2.5 × 16.00 = 40.00"),
        ("hourly rate 25, worked 8 hours", "8 × 25.00 = 200.00"), ("3 pens at 45p each", "3 × 0.45 = 1.35"),
        ("8 chairs 35 each, 280, visa", "8 × 35.00 = 280.00"), ("20 flyers £4 each", "20 × 4.00 = 80.00"),
        ("买了6个灯泡 每个8块5", "6 × 8.50 = 51.00"), ("灯泡6个 8.5元/个", "6 × 8.50 = 51.00"),
        ("请小工2天，一天180", "2 × 180.00 = 360.00"), ("收客户3个房间 每间280", "3 × 280.00 = 840.00"),
        ("卖了15碗面，12一碗", "15 × 12.00 = 180.00"), ("30块一位，8位", "8 × 30.00 = 240.00"),
        ("12寸蛋糕2个 每个168", "2 × 168.00 = 336.00"), ("矿泉水24瓶装 3箱 每箱30", "3 × 30.00 = 90.00"),
        ("两个店各转500", "2 × 500.00 = 1000.00"), ("1.5公斤排骨 32一公斤", "1.5 × 32.00 = 48.00"),
        ("lunch 40 + 5 tip", "40.00 + 5.00 = 45.00"), ("taxi 12 and 3 tip", "12.00 + 3.00 = 15.00"),
        ("货款1200 另加运费30", "1200.00 + 30.00 = 1230.00"), ("买菜35加买肉62", "35.00 + 62.00 = 97.00"),
        ("gave him 50, 12.40 change, paint", "50.00 − 12.40 = 37.60"), ("给他100 找零23.5", "100.00 − 23.50 = 76.50"),
    ],
)  # fmt: skip
def test_what_is_plain_is_worked_out(line: str, working: str) -> None:
    amounts = found(line)
    assert not amounts.unclear
    assert [(one.working, f"{one.value:.2f}") for one in amounts.amounts] == [(working, working.split("= ")[1])]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("rent 450 a month", "450.00"), ("phone 18/mo", "18.00"), ("gym 25 pcm", "25.00"), ("coffee @ 3.20", "3.20"),
        ("8 chairs 35 each less 20 discount = 260", "260.00"), ("sacks at 6.50 each, paid 340", "340.00"),
        ("split the taxi 3 ways, 8 each", "8.00"), ("dub-ber 2 pax 186.44", "186.44"), ("2 x tickets £30", "30.00"),
        ("timber 2x4 8.50", "8.50"), ("3 for 2 on shampoo 12.98", "12.98"), ("materials 240 inc 40 VAT", "240.00"),
        ("materials 200 plus vat = 240", "240.00"), ("deposit 50 of 200 for the hall", "50.00"),
        ("paid 50 deposit on the 200 marquee", "50.00"), ("50 towards the 200 he lent me", "50.00"),
        ("paid half the rent, 475", "475.00"), ("deposit 100, balance 300 to follow", "100.00"),
        ("paid 100, 300 still owed", "100.00"), ("drill was 80 now 59.99", "59.99"), ("10% off jacket, paid 72", "72.00"),
        ("coffee 3.20 out of a 20", "3.20"), ("48.02 out of the till for fuel", "48.02"), ("oil change 89.99", "89.99"),
        ("paint 32, gave a 50, 18 change", "32.00"), ("EUR 120 = £102 workshop", "102.00"), ("pens 60p", "0.60"),
        ("sold bike 120 asked 150", "120.00"), ("打车一天160", "160.00"), ("房租每月3000", "3000.00"),
        ("6个人吃饭 AA 每人68", "68.00"), ("衬衫30件，45一件，优惠50，实付1300", "1300.00"), ("晚饭一家4口 ￥356", "356.00"),
        ("定金500，尾款1500完工付", "500.00"), ("付了定金500 还差1500", "500.00"), ("原价299 现价199 鞋", "199.00"),
    ],
)  # fmt: skip
def test_what_the_line_tells_as_paid_stands(line: str, value: str) -> None:
    amounts = found(line)
    assert not amounts.unclear
    assert [f"{one.value:.2f}" for one in amounts.amounts] == [value]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("cement 6.20 a bag", NO_COUNT), ("2 rooms for 3 nights at 88 a night", NO_COUNT), ("3 shirts at 45", NO_COUNT),
        ("dinner with 3 mates 20 each", NO_COUNT), ("a pair of tyres 90 each", NO_COUNT), ("tickets 15 each", NO_COUNT),
        ("2 dozen eggs at 0.25 each", NO_COUNT), ("two hundred flyers at 0.05 each", NO_COUNT),
        ("38.2 litres at 1.459", NO_COUNT), ("8 chairs 35 each, 10% off", REDUCED), ("8 chairs at 35 each plus vat", ON_TOP),
        ("8 chairs 35 each and 2 desks 90 each", SEVERAL), ("materials 200 + VAT", ON_TOP), ("materials 80 +20%", ON_TOP),
        ("hotel 120 ex VAT", ON_TOP), ("invoice 400, paid half", PARTLY), ("50% deposit on 900 kitchen", PARTLY),
        ("jacket 80 with 10% off", REDUCED), ("haircut 22, tip 3", SEVERAL), ("paint 45, brushes 32", SEVERAL),
        ("$120 (£95) hosting", SEVERAL), ("灯泡8块5一个", NO_COUNT), ("2箱苹果每箱20斤，每斤5块", NO_COUNT),
        ("A4纸 22*5", NO_COUNT), ("鞋299打8折", REDUCED), ("材料费800不含税", ON_TOP), ("货款2000，先付一半", PARTLY),
        ("ordered 10 got 8 at 4.50 each", SEVERAL), ("gave each of the 4 helpers 25", NO_COUNT),
        ("cab there 12 and back 14", SEVERAL), ("10箱苹果每箱65，少收50", SEVERAL), ("押一付三，每月3000", PARTLY),
        ("took 10 off the 50 for cash", PARTLY), ("买菜35，买肉62", SEVERAL), ("押金200，退了150", SEVERAL),
    ],
)  # fmt: skip
def test_what_is_open_is_asked(line: str, reason: str) -> None:
    assert found(line).unclear == reason


def test_an_entry_says_how_its_amount_was_worked_out() -> None:
    chart = parse_chart("Materials\nRent\nCash")
    question = question_of(Line(1, "6 planks at 11.50 each"), chart, TODAY)
    reading = read_answer("Materials | Cash | 11.50 | - | planks", question, "GBP")
    assert reading.entry is not None
    assert str(reading.entry.amount) == "69.00"
    assert reading.notes == ("6 × 11.50 = 69.00.",)
