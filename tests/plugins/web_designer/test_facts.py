from __future__ import annotations

import pytest

from plugins.web_designer.facts import told_facts
from plugins.web_designer.plan import Item


@pytest.mark.parametrize(
    ("brief", "kind", "items"),
    [
        ("Teachers are Aino Lahti and Petri Salo.", "team", [("Aino Lahti", ""), ("Petri Salo", "")]),
        ("Artists: Ona (fine line), Rui (colour).", "team", [("Ona", "fine line"), ("Rui", "colour")]),
        ("Barbers: Sam does fades, Lou cuts long hair.", "team", [("Sam", "does fades"), ("Lou", "cuts long hair")]),
        ("dr hana vidal and dr pete orr, in leith", "team", [("Dr Hana Vidal", ""), ("Dr Pete Orr", "")]),
        ("两位老师:阿芒、小石。", "team", [("阿芒", ""), ("小石", "")]),
        ("三位教练，石楠教蛙泳，关山教跳水，免费停车", "team", [("石楠", "教蛙泳"), ("关山", "教跳水")]),
        ("Wheel Mon 18:00, glazing Thu 19:30", "schedule", [("Wheel", "Mon 18:00"), ("Glazing", "Thu 19:30")]),
        (
            "Wreaths, and workshops on the first Thursday of the month.",
            "schedule",
            [("Workshops", "on the first Thursday of the month")],
        ),
        ("Courses with our teachers Lucía, Marco and Inés.", "team", [("Lucía", ""), ("Marco", ""), ("Inés", "")]),
        ("写清楚寄来、报价、修补、寄回四步。", "steps", [("寄来", ""), ("报价", ""), ("修补", ""), ("寄回", "")]),
        ("How it works: call, we come, you pay.", "steps", [("Call", ""), ("We come", ""), ("You pay", "")]),
        ("concerts 12 june and 18 december", "schedule", [("Concerts", "12 june"), ("18 december", "")]),
        ("周三晚7点拉坯,周六下午2点上釉", "schedule", [("拉坯", "周三晚7点"), ("上釉", "周六下午2点")]),
        (
            "Founded 1921, moved to the quay in 1957, my sister took over in 2015.",
            "timeline",
            [("Founded", "1921"), ("Moved to the quay", "1957"), ("My sister took over", "2015")],
        ),
        ("1983年开张,1999年搬到河边", "timeline", [("开张", "1983"), ("搬到河边", "1999")]),
        ("1,340 dogs rehomed, 96% stay, 210 volunteers", "stats", [("Dogs", "1,340"), ("Volunteers", "210")]),
        ("救助过1260只猫,领养率83%,志愿者45人", "stats", [("救助", "1260只"), ("领养率", "83%"), ("志愿者", "45人")]),
        (
            "length 2.4 m, load 180 kg, range 60 km",
            "specs",
            [("Length", "2.4 m"), ("Load", "180 kg"), ("Range", "60 km")],
        ),
        ("We have rehung the bells of Wells and Saint Ann's.", "cases", [("Wells", ""), ("Saint Ann's", "")]),
        ("Airports at Knock and Inverness are past clients.", "cases", [("Knock", ""), ("Inverness", "")]),
        ("给市博物馆和青云寺修过壁画", "cases", [("市博物馆", ""), ("青云寺", "")]),
    ],
)
def test_what_a_brief_tells_of_a_section_is_found(brief: str, kind: str, items: list[tuple[str, str]]) -> None:
    assert [(item.title, item.note) for item in told_facts(brief)[kind]] == items


def test_what_customers_said_has_its_speaker() -> None:
    brief = 'Guests said: "Like my gran\'s kitchen" (Moira), "Best scones in Fife" (Tom P.).'
    told = (Item("Moira", "Like my gran's kitchen"), Item("Tom P.", "Best scones in Fife"))
    assert told_facts(brief) == {"testimonials": told}


@pytest.mark.parametrize(
    "brief",
    [
        "Flowers: Rose, Lily and Tulip all year.",
        "Open Monday 7 to 2, Saturday 8 to 1.",
        "since 1998, 3 people, 2 vans",
        "barber, mon to fri 8 to 5",
        "We have 5 separate rooms, 4 decorators and Marina 5 is near.",
        "书店，周二到周日12点到21点开",
        "Sacks of 5 kg £9, 10 kg £16, 25 kg £35",
        "面馆，周一到周日早上6点到下午2点营业。",
        "木匠，做了十年家具，在老街开店。",
        "",
    ],
)
def test_other_lists_and_figures_are_no_facts_of_a_section(brief: str) -> None:
    assert not told_facts(brief)


@pytest.mark.parametrize(
    ("brief", "kind", "items"),
    [
        (
            "We are three tailors, Ines Roca, Bo Lund and Pia Vass.",
            "team",
            [("Ines Roca", ""), ("Bo Lund", ""), ("Pia Vass", "")],
        ),
        (
            "Tuesday 19:00 floating, Friday 7:00 open water.",
            "schedule",
            [("Floating", "Tuesday 19:00"), ("Open water", "Friday 7:00")],
        ),
        ("安排：周一上午拼图，周四下午Scratch。", "schedule", [("拼图", "周一上午"), ("Scratch", "周四下午")]),
        ("周一周四晚八点练剑", "schedule", [("练剑", "周一周四晚八点")]),
        ("Who uses it: Alder Farm, Mill & Co.", "cases", [("Alder Farm", ""), ("Mill & Co", "")]),
        ("900 nests, 120 wardens, 4 islands", "stats", [("Nests", "900"), ("Wardens", "120"), ("Islands", "4")]),
        ("History of the club: begun 1911, first boat 1920", "timeline", [("Begun", "1911"), ("First boat", "1920")]),
        (
            "Data: 310 W, 19 % efficiency, 20 years warranty",
            "specs",
            [("Data", "310 W"), ("Efficiency", "19 %"), ("Warranty", "20 years")],
        ),
    ],
)
def test_rows_are_read_as_people_tell_them(brief: str, kind: str, items: list[tuple[str, str]]) -> None:
    assert [(item.title, item.note) for item in told_facts(brief).get(kind, ())] == items
