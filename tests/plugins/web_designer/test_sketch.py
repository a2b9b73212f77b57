"""A plan that is still being written is drawn as far as it goes."""

from __future__ import annotations

import json

import pytest

from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.sketch import page_so_far, plan_so_far
from tests.helpers.web_pages import briefs

PLANS = {name: json.dumps(brief["plan"], ensure_ascii=False) for name, brief in briefs()}


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
def test_every_beginning_of_a_plan_is_a_page_or_nothing_and_sections_only_come(text: str) -> None:
    counts = []
    for end in range(0, len(text) + 1, 37):
        plan = plan_so_far(text[:end])
        counts.append(len(plan.sections) if plan else 0)
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert plan_so_far(text) == plan_from_json(json.loads(text))


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"title": "x"', '{"sections": [{"kind": 3}]}', "I think {a} plan", '{"a": "\\"']
)
def test_what_is_no_plan_is_not_drawn(text: str) -> None:
    assert page_so_far(text) == ""


def test_braces_and_quotes_in_the_copy_end_nothing() -> None:
    told = json.loads(PLANS["bakery"])
    told["sections"][0]["text"] = 'A "brace" } ] and \\ more {'
    text = json.dumps(told)
    at = text.index('"kind"', text.index("more {") + 10)
    plan = plan_so_far(text[:at])
    assert plan is not None
    assert plan.sections[0].text == told["sections"][0]["text"]
