from __future__ import annotations

import jsonschema
import pytest

from app.worker.grammar import schema_grammar
from plugins.web_designer.plan import plan_schema
from plugins.web_designer.wishes import asked_kinds, needed_kinds


@pytest.mark.parametrize(
    ("brief", "kinds"),
    [
        ("A bakery page with a FAQ and reviews", ("testimonials", "faq")),
        ("Please put our weekly timetable on it", ("schedule",)),
        ("a page with a price list, and how to find us", ("pricing", "location")),
        ("put the menu and the prices on it", ("menu",)),
        ("introduce our two teachers", ("team",)),
        ("show our work in a gallery, newsletter too", ("gallery", "newsletter")),
        ("tell our history and compare both plans", ("timeline", "comparison")),
        ("要有课程表和价格", ("pricing", "schedule")),
        ("请列出技术参数，介绍一下三位老师", ("specs", "team")),
        ("把历史写成年表，写清三个步骤，常见问题也要", ("steps", "timeline", "faq")),
        ("Show how we work, in steps. Answer what owners always ask.", ("steps", "faq")),
        ("We write a letter every month, people should be able to subscribe", ("newsletter",)),
        ("people should sign up by phone", ()),
        ("tell our story by years", ("timeline",)),
        ("the cloth data please, and start with photographs", ("gallery", "specs")),
        ("两种套餐有什么区别要写清楚，还有从车站怎么走", ("comparison", "location")),
        ("想让客人留下邮箱，每季寄一封信；客人的话放几句", ("testimonials", "newsletter")),
        ("把菜单、海报做成盲文", ()),
        ("Please introduce our bakery. I am a baker who works alone.", ()),
        ("Show who teaches what.", ("team",)),
        ("Show what is on the menu.", ("menu",)),
        ("讲讲做琴的几道工序，家长常问的也写上", ("steps", "faq")),
        ("a bakery in Hull", ()),
        ("Include a price table, client quotes and a buy button", ("pricing", "testimonials", "cta")),
        ("A knitting app. Screenshots, press reviews, download button.", ("gallery", "testimonials", "cta")),
        ("Say what it can do and end with an order button", ("features", "cta")),
        ("She needs a short bio, her poems, critics' quotes and event dates", ("about", "schedule", "testimonials")),
        ("a kite shop with prices, opening hours and reviews from members", ("pricing", "testimonials")),
        ("A clip studio, clips, trailers and showreels", ()),
        ("Map shop in Hull, maps and globes", ()),
        ("We want a map, no reviews, without a gallery", ("location",)),
        ("Sofas from £900, free quote from a photo", ()),
        ("需要截图、买家评价和下载按钮", ("gallery", "testimonials", "cta")),
        ("要列出卖点，再放参数表，还有老客的留言", ("features", "specs", "testimonials")),
        ("地图店，地图和地球仪", ()),
        ("We map old rivers. Photographer wanted. No newsletter please.", ()),
        ("不要价格", ()),
    ],
)
def test_sections_that_a_brief_names_are_known(brief: str, kinds: tuple[str, ...]) -> None:
    assert asked_kinds(brief) == kinds


def plan(*kinds: str) -> dict[str, object]:
    items = [{"title": "One"}, {"title": "Two"}]
    looks = {"style": "craft", "palette": "clay", "action": "Go", "audience": "All", "title": "Bow", "language": "en"}
    return {**looks, "sections": [{"kind": kind, "heading": "H", "text": "", "items": items} for kind in kinds]}


def test_asked_sections_must_stand_in_the_plan() -> None:
    schema = plan_schema(is_small=True, asked=("menu", "faq"))
    jsonschema.validate(plan("hero", "about", "menu", "faq", "contact"), schema)
    for wrong in (("hero", "about", "menu", "contact"), ("hero", "about", "faq", "menu", "contact"), ("hero",)):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(plan(*wrong), schema)


def test_a_page_with_many_asked_sections_has_no_free_one() -> None:
    asked = ("steps", "gallery", "pricing", "team", "faq")
    schema = plan_schema(is_small=True, asked=asked)
    jsonschema.validate(plan("hero", *asked, "contact"), schema)


def test_a_page_that_asks_for_all_free_kinds_has_no_free_section() -> None:
    schema = plan_schema(is_small=True, asked=("features", "about"))
    jsonschema.validate(plan("hero", "features", "about", "contact"), schema)


def test_the_free_section_tells_what_any_business_can() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan("hero", "cases", "menu", "contact"), plan_schema(is_small=True, asked=("menu",)))


def test_an_asked_section_that_shows_items_has_some() -> None:
    made = plan("hero", "about", "menu", "contact")
    made["sections"][2]["items"] = []  # type: ignore[index]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, plan_schema(is_small=True, asked=("menu",)))


def test_the_grammar_of_a_plan_fixes_the_order_of_what_was_asked() -> None:
    grammar = schema_grammar(plan_schema(is_small=True, asked=("menu", "faq")))
    assert "sections-tuple-2" in grammar
    assert '"\\"menu\\""' in grammar.replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("brief", "kinds"),
    [
        ("Rye loaf £5, white loaf £4", ("pricing",)),
        ("a menu with rye loaf £5 and white loaf £4", ("menu",)),
        ("founded 1926, moved 1958, rebuilt 2004", ("timeline",)),
        ("beginners Monday 18:00, choir on Friday at 20:00", ("schedule",)),
        ("周三晚上7点棋局，周六上午9点比赛", ("schedule",)),
        ("open Monday 9 to 5 and Saturday 10 to 2", ()),
        ("Open Monday 7 to 2. Pottery class Mon 18:00, glazing Thu 19:30.", ("schedule",)),
        ("Boat yard, founded 1921, moved to the quay in 1957.", ("timeline",)),
        ("bath 35, trim 60, nails 15 (all dollars)", ("pricing",)),
        ("we ask for gifts: £9,000 is the goal, £4,000 is in", ("cta",)),
        ("Teachers are Aino Lahti and Petri Salo.", ("team",)),
        ("两位老师：阿芒、小石。周三晚7点拉坯，周六下午2点上釉", ("schedule", "team")),
        ("Sam and Lou, barbers in Hull", ()),
        ("since 1926, one loaf £5", ()),
    ],
)
def test_what_a_brief_tells_needs_a_section_of_its_own(brief: str, kinds: tuple[str, ...]) -> None:
    assert needed_kinds(brief) == kinds


@pytest.mark.parametrize(
    ("brief", "kinds"),
    [
        ("Say how an order goes.", ("steps",)),
        ("Explain what to do when a pipe bursts.", ("steps",)),
        ("Show what there is to see and the way to get there.", ("features", "location")),
        ("A portfolio for a cutler.", ("gallery",)),
        ("Add a little about her.", ("about",)),
        ("History of the team: begun 1911.", ()),
        ("Start a free trial.", ("cta",)),
        ("Make it easy to book.", ("cta",)),
        ("客人要能在线预约，也讲讲品牌故事", ("about", "cta")),
    ],
)
def test_sections_that_are_asked_for_in_other_words(brief: str, kinds: tuple[str, ...]) -> None:
    assert asked_kinds(brief) == kinds
