from __future__ import annotations

import pytest

from plugins.web_designer.alone import name_alone
from plugins.web_designer.naming import candidates, named_as_told, right_name
from plugins.web_designer.plan import PagePlan, Section


@pytest.mark.parametrize(
    ("brief", "name"),
    [
        ("We run a rowing school, Heron Reach Rowing, for grown-ups.", "Heron Reach Rowing"),
        ("Dance studio in Ghent, Red Heel Dance. Two rooms.", "Red Heel Dance"),
        ("Kites sewn by hand, not NYLON. Paper Gale, Whitby. From £30.", "Paper Gale"),
        ("Old Pear Cidery, Hereford. Tours at noon.", "Old Pear Cidery"),
        ("Hats for horses. Mane & Brim Co. Made to measure.", "Mane & Brim Co."),
        ("owls for barns, mice be gone. lend-an-owl fenland. 30 a week", "lend-an-owl fenland"),
        ("lime plaster only. moss and lintel, kendal. 90 a metre", "moss and lintel"),
        ("我们是一家画室，青瓦画室，教大人画画。", "青瓦画室"),
        ("眼镜店网站，明湖光学，配镜299元。", "明湖光学"),
        ("修琴的，只修古琴。七弦工作室，每张800元。", "七弦工作室"),
        ("海边的民宿，五间房，望潮民宿，一晚320元。", "望潮民宿"),
        ("我们是阿贵车行，补胎25元。", "阿贵车行"),
    ],
)
def test_a_name_is_found_by_where_it_stands(brief: str, name: str) -> None:
    assert name_alone(brief) == name
    assert right_name("Something", brief, is_rough=True) == name


@pytest.mark.parametrize(
    "brief",
    [
        "",
        "We tune pianos, Bechstein and Bluthner, in Hull.",
        "Piano tuner, New York City. Forty years of it.",
        "A choir, St Anne's Church, Thursdays 8 pm.",
        "Roofs and gutters. Serving Concord NH",
        "Bread in Hull. Rook & Rye. Thorn & Loaf.",
        "plumber, leaks-and-more services. call us",
        "tea room. scones and jams, devon. open daily",
        "做蛋糕的，生日蛋糕，婚礼蛋糕。",
        "民宿网站，大理古城，有院子。",
        "面馆网站，四川菜，人均60。",
        "知白，社区书店，在老街",
    ],
)
def test_towns_products_and_trades_are_left_to_the_model(brief: str) -> None:
    assert name_alone(brief) == ""


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ("Old Pear Cidery, Hereford. Tours at noon.", "Old Pear Cidery"),
        ("Our shop is called Quill. Paper Gale, Whitby.", "Quill"),
        ("刻字的，手工凿。石上书工作室，一个字80元。", "石上书"),
    ],
)
def test_a_title_that_is_told_as_well_stands(brief: str, title: str) -> None:
    assert right_name(title, brief, is_rough=True) in ("", title)


def test_a_larger_model_s_title_is_not_replaced_by_a_name_alone() -> None:
    assert right_name("青瓦", "我们是一家画室，青瓦画室，教大人画画。") == ""


def test_a_thing_that_is_called_for_is_no_name() -> None:
    assert not candidates("老柴磨刀，十分钟一把，随叫随到。")


def test_an_abbreviation_is_no_likely_name() -> None:
    names = {one.name: one.score for one in candidates("Lamps, not LED - real glass. CALX - lamps. Lamp House, Ghent.")}
    assert names["LED"] < names["Lamp House"]


def test_a_shortened_company_keeps_its_full_stop() -> None:
    plan = PagePlan("Hasp & Hinge Co", "en", "", "craft", "clay", "", (Section("hero", "Welcome"),))
    assert named_as_told(plan, "Hasp & Hinge Co. in Hull, locks.", is_rough=True).title == "Hasp & Hinge Co."


@pytest.mark.parametrize(
    ("title", "brief", "name"),
    [
        ("何叶", "我叫何叶，给人剪影，工作室叫何叶剪影，每张60元。", "何叶剪影"),
        ("开了家饼店叫三更饼", "开了家饼店叫三更饼，在泉州。", "三更饼"),
        ("做糖的", "做糖的，阿Lu糖铺，在厦门。", "阿Lu糖铺"),
        ("The app", "The company's name is Wattle. Typical job $90.", "Wattle"),
        ("gym", "gym page. Name Copper Gym. 5am to 11pm", "Copper Gym"),
    ],
)
def test_words_around_a_name_are_not_taken_with_it(title: str, brief: str, name: str) -> None:
    assert right_name(title, brief, is_rough=True) == name
