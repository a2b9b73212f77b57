"""A plan in the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.plan import Plan, explain
from plugins.sql_assistant.plan_view import PlanView
from plugins.sql_assistant.sources.base import Stop
from tests.helpers.panels import FakeHost


@pytest.fixture
def plan(subject: Subject) -> Plan:
    found = explain("SELECT city, (SELECT MAX(total) FROM invoice) FROM customer, invoice ORDER BY 1", subject, Stop())
    assert isinstance(found, Plan)
    return found


@pytest.fixture
def view(qtbot: QtBot, tmp_path: Path) -> PlanView:
    made = PlanView(FakeHost(tmp_path))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_words_stand_above_the_steps_and_the_engines_text_behind_a_fold(view: PlanView, plan: Plan) -> None:
    assert view.empty.isVisible()
    view.show_plan(plan)
    assert view.summary.text() == " ".join(plan.summary)
    tops = [view.steps.topLevelItem(row).text(0) for row in range(view.steps.topLevelItemCount())]
    assert tops == [step.what for step in plan.steps if step.depth == 0]
    assert not view.own_text.isVisible()
    view.fold_button.setChecked(True)
    assert view.own_text.isVisible()
    assert view.own_text.toPlainText() == "\n".join(plan.lines)


def test_steps_that_rest_on_others_hold_them(view: PlanView, plan: Plan) -> None:
    view.show_plan(plan)
    inside = next(
        item
        for row in range(view.steps.topLevelItemCount())
        if (item := view.steps.topLevelItem(row)) and item.text(0) == "Runs a query inside."
    )
    assert inside.childCount() == 1


def test_an_engine_without_words_shows_its_own_text_at_once(view: PlanView, plan: Plan) -> None:
    view.show_plan(replace(plan, steps=(), warnings=()))
    assert view.own_text.isVisible()
    assert not view.steps.isVisible()


def test_it_takes_another_theme_and_can_be_emptied(view: PlanView, plan: Plan) -> None:
    view.show_plan(plan)
    view._host.theme = DARK
    view.retheme()
    view.clear()
    assert view.plan is None
    assert view.empty.isVisible()
