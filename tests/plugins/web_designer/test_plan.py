"""Reading page plans: what is one, what is not, and what is said about it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from plugins.web_designer.library import shipped_plans
from plugins.web_designer.plan import KINDS, PlanError, plan_from_json, plan_from_text, plan_schema

PLAN: dict[str, Any] = {
    "title": "Hazel",
    "language": "en",
    "audience": "Gardeners",
    "style": "craft",
    "palette": "forest",
    "action": "Visit",
    "sections": [{"kind": "hero", "heading": "Plant now", "text": "", "items": []}, {"kind": "cta", "heading": "Come"}],
}


def test_a_plan_survives_the_way_to_json_and_back() -> None:
    plan = plan_from_json(PLAN)
    assert plan_from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize(
    ("change", "place"),
    [({"style": "gothic"}, "style"), ({"sections": []}, "sections"), ({"title": 3}, "title"), ({"x": 1}, "the plan")],
)
def test_what_is_wrong_with_a_plan_is_said_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(PlanError, match=f"^{place}"):
        plan_from_json({**PLAN, **change})


@pytest.mark.parametrize("text", ["A page for a bakery", "{not json", '{"a": 1}', "", "[1, 2]"])
def test_a_brief_is_not_taken_for_a_plan(text: str) -> None:
    assert plan_from_text(text) is None


def test_a_broken_plan_is_not_taken_for_a_brief() -> None:
    with pytest.raises(PlanError, match="not valid JSON"):
        plan_from_text('{"title": "x", "sections": [')


def test_the_schema_for_a_model_is_a_schema_and_offers_every_kind() -> None:
    schema = plan_schema(is_small=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    section = schema["properties"]["sections"]["items"]
    assert tuple(section["properties"]["kind"]["enum"]) == KINDS
    assert len(KINDS) >= 8
    assert plan_schema(style="swiss")["properties"]["style"]["enum"] == ["swiss"]


def test_the_shipped_plans_are_plans_in_two_languages() -> None:
    plans = [plan_from_text(sample.path.read_text(encoding="utf-8")) for sample in shipped_plans()]
    assert [plan.language for plan in plans if plan] == ["en", "en", "zh"]
    assert len({plan.style for plan in plans if plan}) == 3
