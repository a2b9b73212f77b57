from dataclasses import replace
from typing import Any

import pytest

from training.cases_web import WebCase, dev_web_cases, invented, plan_marks, web_cases
from training.outcomes_more import web_outcome
from training.program import Ran
from training.sets import DEV

CASE = WebCase(
    brief="A page for Rook & Rye, a bakery in Leeds. Rye loaf 5 pounds, open 7 to 2, Tuesday to Sunday.",
    trade="bakery",
    name="Rook & Rye",
    language="en",
    words=("bread", "loaf", "bake"),
    needs=(("menu", "pricing"), ("contact", "location")),
    facts=(("£5", "5 pounds"), ("Tuesday",)),
    never=("wedding cake",),
)


def plan(**changes: Any) -> dict[str, Any]:
    sections = [
        {"kind": "hero", "heading": "Loaves worth getting up for", "text": "Baked while Leeds sleeps."},
        {
            "kind": "menu",
            "heading": "On the shelf",
            "items": [{"title": "Rye loaf", "text": "Dark and sour.", "note": "£5"}],
        },
        {
            "kind": "contact",
            "heading": "Come by",
            "items": [{"title": "Open", "text": "Tuesday to Sunday", "note": "7:00–14:00"}],
        },
    ]
    looks = {"style": "craft", "palette": "clay", "action": "Visit us", "audience": "Leeds"}
    return {"title": "Rook & Rye", "language": "en", **looks, "sections": sections, **changes}


def changed(at: int, **changes: Any) -> dict[str, Any]:
    made = plan()
    made["sections"][at] |= changes
    return made


def test_a_plan_that_answers_its_brief_is_right() -> None:
    marks = plan_marks(CASE, plan())
    assert marks.all_right, marks
    assert marks.facts == 100


@pytest.mark.parametrize(
    "value", [None, "a page", {}, {"title": "Rook & Rye"}, plan(style="none of ours"), plan(more=1)]
)
def test_what_is_no_plan_has_no_marks(value: Any) -> None:
    marks = plan_marks(CASE, value)
    assert not any((marks.has_plan, marks.is_valid, marks.name, marks.all_right))
    assert marks.why


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (plan(title="The Bakery"), "name"),
        (plan(language="de"), "language"),
        (changed(1, kind="about"), "sections"),
        (changed(1, items=[]), "is_valid"),
        (changed(0, text="Lorem ipsum dolor."), "is_valid"),
        (changed(2, heading="On the shelf"), "is_valid"),
    ],
)
def test_each_part_of_a_plan_is_marked_by_itself(value: dict[str, Any], wrong: str) -> None:
    marks = plan_marks(CASE, value)
    assert [part for part in ("is_valid", "name", "trade", "language", "sections") if not getattr(marks, part)] == [
        wrong
    ]
    assert not marks.all_right


def test_the_name_in_the_hero_will_do_and_its_words_do_not_tell_the_trade() -> None:
    hero = changed(0, heading="Welcome to Rook & Rye") | {"title": "Leeds mornings"}
    assert plan_marks(CASE, hero).name
    vague = plan(
        sections=[
            {"kind": kind, "heading": f"Rook & Rye {kind}", "items": [{"title": "Good"}]}
            for kind in ("hero", "menu", "contact")
        ]
    )
    assert not plan_marks(CASE, vague).trade


def test_copy_in_another_language_than_the_brief_is_wrong() -> None:
    chinese = WebCase("给半亩书屋做个主页", "书店", "半亩书屋", "zh", ("书",), ())
    assert not plan_marks(chinese, plan(title="半亩书屋", language="zh")).language


def test_facts_that_are_left_out_are_counted() -> None:
    assert plan_marks(CASE, changed(1, items=[{"title": "Rye loaf"}])).facts == 50


@pytest.mark.parametrize(
    "text",
    ["£6 a loaf", "12.50 euros", "每个8元", "since 1987", "call 0113 496 0123", "hello@rook.test", "www.rook.test", "until 18:30",
     "at 9 am",
     "14 Mill Street", "中山路21号", "our wedding cakes"],
)  # fmt: skip
def test_what_no_brief_tells_is_invented(text: str) -> None:
    assert list(invented(text, CASE.brief, CASE.never))


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("£5 a loaf", CASE.brief),
        ("7:00 – 14:00", CASE.brief),
        ("open 7 am to 2 pm", CASE.brief),
        ("three loaves, two people, step 1", CASE.brief),
        ("1,400 € for half a day", "half day 1400"),
        ("营业时间 10:00–22:00", "上午十点到晚上十点"),
        ("6:30 开门", "早上六点半开门"),
        ("01482 555 019", "ring 01482 555 019"),
        ("Write to hello@okafor.test", "hello@okafor.test"),
        ("14–15 May 2027", "14 and 15 May 2027"),
        ("0 wedding cake", "no cakes"),
    ],
)
def test_what_the_brief_tells_is_not_invented(text: str, brief: str) -> None:
    assert not list(invented(text, brief))


def test_the_briefs_are_many_trades_in_two_languages() -> None:
    cases = web_cases()
    assert len({case.brief for case in cases}) == len(cases) >= 60
    assert len({case.trade for case in cases}) >= 40
    assert min(sum(case.language == language for case in cases) for language in ("en", "zh")) >= 30


@pytest.mark.parametrize("case", web_cases(), ids=lambda case: case.name)
def test_every_brief_tells_the_name_and_the_facts_that_are_asked_back(case: WebCase) -> None:
    assert case.name.casefold() in case.brief.casefold()
    told = plan_marks(
        case,
        plan(
            title=case.name,
            language=case.language,
            sections=[{"kind": "hero", "heading": case.name, "text": case.brief}],
        ),
    )
    assert told.facts in (None, 100), case.facts
    assert not told.invented


def test_a_run_of_the_designer_is_judged_by_its_plan() -> None:
    good = web_outcome(CASE, Ran("verified", result={"plan": plan()}))
    assert good.right
    assert good.group == "web, fresh, en"
    none = web_outcome(CASE, Ran("failed"))
    assert not none.right
    assert not any(none.shares.values())


def test_the_development_briefs_name_their_business_and_are_not_the_fresh_ones() -> None:
    cases = dev_web_cases()
    assert {case.language for case in cases} == {"en", "zh"}
    assert len(cases) >= 60
    assert all(case.which == DEV and case.name in case.brief for case in cases)
    assert not {case.brief for case in cases} & {case.brief for case in web_cases()}


def test_a_price_with_its_sign_is_a_fact_that_is_kept() -> None:
    case = replace(CASE, facts=(("$70",),))
    assert plan_marks(case, changed(0, text="A rehair costs $70.")).facts == 100
    assert plan_marks(case, changed(0, text="A rehair costs $700.")).facts == 0
