from __future__ import annotations

import pytest

from plugins.web_designer.naming import candidates, named_as_told, right_name
from plugins.web_designer.plan import Item, PagePlan, Section

BREAD = PagePlan("Bakery", "en", "", "craft", "clay", "", (Section("hero", "Bakery bread", "From the Bakery."),))


@pytest.mark.parametrize(
    ("brief", "title", "name"),
    [
        ("A bakery in Hull called Rook & Rye, open daily.", "Bakery", "Rook & Rye"),
        ("we need a site for our bakery called rook and rye in Hull", "bakery", "rook and rye"),
        ("Homepage for “Rook & Rye”, a bakery.", "Rock & Rye", "Rook & Rye"),
        ("bakery 'Rook & Rye', Hull", "Bakery", "Rook & Rye"),
        ("At Maya's Loaves we bake rye bread and want a page.", "we bake rye bread", "Maya's Loaves"),
        ("Bakery: Rook & Rye. One page please.", "Bakery", "Rook & Rye"),
        ("Page for the charity Northern Loaves Trust. It gives bread away.", "Loaves Trust", "Northern Loaves Trust"),
        ("We sell bread in Hull. Our shop is The Old Oven, 9 Mill Lane.", "We sell bread", "The Old Oven"),
        ("I am a baker, Dr. Ida Storm, and want a calm page.", "I am a baker", "Dr. Ida Storm"),
        ("给我家的面馆做个网页，店名叫“老灶头”。", "面馆", "老灶头"),
        ("半日闲是一家茶馆，在成都。", "茶馆的网页", "半日闲"),
        ("我开了家书店，名字是云上书屋，周末有读书会", "我开了家书店", "云上书屋"),
        ("花艺课 半山花坊 五个人 每课120元", "五个人", "半山花坊"),
        ("宠物医院康宝，24小时急诊", "24小时急诊", "宠物医院康宝"),
        ("website for my dental practice pls, brightside smiles, in hull", "pls", "brightside smiles"),
        (
            "A one-pager for evening Dutch courses at Casa Tulipan. Teachers: Ana Roe.",
            "Evening Dutch courses",
            "Casa Tulipan",
        ),
        ("Sail loft in Hull, Old Harbour. The loft: Marlinspike. Cloth 7 oz.", "Old Harbour", "Marlinspike"),
        ("Software for cemeteries. Product name Yewtree. Plans: Parish, Town.", "Plot maps", "Yewtree"),
        ("Two Hulls is a boat yard.", "Boat yard", "Two Hulls"),
        ("Foraging walks, lunch cooked on the beach - Saltmarsh", "Foraging walks", "Saltmarsh"),
        ("learn to row at ailsa rock rowing club. 90 members", "learn to row at ailsa", "ailsa rock rowing club"),
        ('Business name: Sturdy. Clients said: "I can lift again" (Ruth).', "I can lift again", "Sturdy"),
        ("bookkeeper for farmers, tax returns, ledgerwise, 45 a month", "bookkeeper for farmers", "ledgerwise"),
        ("做奶茶的,Nook,在厦门", "奶茶", "Nook"),
        ("跟拍团队 Two Larks 影像，全天3800元", "Two Larks", "Two Larks 影像"),
        ("My name is Jan Hradil and I mend clocks. The workshop is Old Time, 9 Mill Street.", "Jan Hradil", "Old Time"),
        ("成人游泳课,蓝格泳社。每周二19:30", "成人游泳课", "蓝格泳社"),
        ("打药队,队名是飞鸟,每亩8元", "打药队", "飞鸟"),
        ("手語翻譯社,叫做「掌心」,在台北", "做「掌心", "掌心"),
        ("劳动律师,白无咎律师,杭州", "劳动", "白无咎律师"),
        ("Site for poet R. T. Ellwood. Her second book, The Reed Hour, is out.", "The Reed Hour", "R. T. Ellwood"),
        ("A page for Dr. K. M. Osei, midwife in Leeds", "Dr. K", "Dr. K. M. Osei"),
        ("Page for Larkspur, a puzzle app.", "Puz app Larkspur", "Larkspur"),
        (
            "Fern Camp teaches children to row on the lake, ages 9 to 12",
            "Fern Camp teaches children to row on",
            "Fern Camp",
        ),
        ("Cello teacher Ida Storm, lessons for all", "Cello teacher Ida Storm", "Ida Storm"),
        ("我是诗人何小舟，新书《渡口》五月出版", "渡口", "何小舟"),
        ("钢琴老师林溪的主页", "钢琴老师林溪", "林溪"),
        ("私房菜 半日闲 苏州平江路 提前一天订", "苏州平江路", "半日闲"),
    ],
)
def test_a_title_that_is_not_the_brief_s_name_gives_way_to_it(brief: str, title: str, name: str) -> None:
    assert right_name(title, brief, is_rough=True) == name


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ("A bakery in Hull called Rook & Rye.", "Rook & Rye"),
        ("A bakery in Hull called Rook & Rye.", "Rook & Rye Bakery"),
        ("Marta Okafor runs Blue Kettle, a café in Leith.", "Blue Kettle"),
        ("Rook & Rye, a bakery in Old Town. “Best loaf in Hull”, says the Hull Post.", "Rook & Rye"),
        ("a bakery in hull", "A bakery"),
        ("bread for Hull", "Fresh bread"),
        ("kleine bäckerei am markt", "Bäckerei am Markt"),
        ("茶馆，在成都", "茶馆"),
        ("知白，社区书店，在老街", "知白"),
        ("A bakery. Open Monday 7 to 2.", "A bakery"),
        ("dog walking for busy people, cheap, in leeds", "dog walking for busy people"),
        ("", "Bakery"),
    ],
)
def test_a_title_that_may_be_the_name_stands(brief: str, title: str) -> None:
    assert right_name(title, brief, is_rough=True) in ("", title)


def test_a_long_title_is_read_at_once() -> None:
    title = "Oak restaurant with a garden and rooms in the old harbour of Hull"
    assert right_name(title, "Oak, a restaurant in Hull", is_rough=True) in ("", "Oak")


def test_the_old_name_goes_from_the_copy_too() -> None:
    named = named_as_told(BREAD, "A bakery called Rook & Rye.")
    assert named.title == "Rook & Rye"
    assert named.sections == (Section("hero", "Rook & Rye bread", "From the Rook & Rye."),)


def test_places_and_days_are_unlikelier_than_what_a_page_is_for() -> None:
    names = [one.name for one in candidates("A website for Corelli Violins near Mill Street, open every Monday.")]
    assert names[0] == "Corelli Violins"


def test_a_plan_that_is_named_rightly_is_left_alone() -> None:
    plan = PagePlan("Rook & Rye", "en", "", "craft", "clay", "", (Section("menu", "Bread", "", (Item("Rye"),)),))
    assert named_as_told(plan, "Rook & Rye, a bakery") is plan


@pytest.mark.parametrize(
    ("title", "name"),
    [("Sturdy. Coach", "Sturdy"), ("Clutch Point —", "Clutch Point"), ("Dr. Ida Storm", "Dr. Ida Storm")],
)
def test_a_title_ends_with_its_first_clause(title: str, name: str) -> None:
    plan = PagePlan(title, "en", "", "craft", "clay", "", ())
    assert named_as_told(plan, f"{name}, in Hull", is_rough=True).title == name


@pytest.mark.parametrize("title", ["Wham! Bakery", "Rook & Rye of Hull"])
def test_a_larger_model_s_title_is_not_cut(title: str) -> None:
    plan = PagePlan(title, "en", "", "craft", "clay", "", ())
    assert named_as_told(plan, f"A bakery called {title.split(' of ')[0]}.").title == title


@pytest.mark.parametrize(
    ("title", "brief", "name"),
    [
        ("dog trimmer Wet Nose", "page for dog trimmer Wet Nose in Hull", "Wet Nose"),
        ("Called Hasp & Hinge", "Locksmith. Called Hasp & Hinge, at 3 Kiln Lane, Hull.", "Hasp & Hinge"),
        ("Ines Roca", "A fair of bells, ChimeFest 2028, in Ghent. Speakers: Ines Roca, Bo Lund.", "ChimeFest 2028"),
        ("Drills Monday 6", "For the Orrell Rope Band. Drills Monday 6 pm in the barn.", "Orrell Rope Band"),
        ("w walks on stilts", "we run slow walks on stilts, Haute Marche. From Easter on.", "Haute Marche"),
    ],
)
def test_a_small_model_s_title_gives_way_to_the_name(title: str, brief: str, name: str) -> None:
    plan = PagePlan(title, "en", "", "craft", "clay", "", (Section("hero", "Welcome"),))
    assert named_as_told(plan, brief, is_rough=True).title == name
