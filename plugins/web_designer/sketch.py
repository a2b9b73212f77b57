"""The page while its plan is still being written: what is there already, drawn."""

from __future__ import annotations

import json
from typing import Any

from plugins.web_designer.plan import PagePlan, PlanError, plan_from_json


def plan_so_far(text: str) -> PagePlan | None:
    """The plan in a half-streamed answer, with the sections that are whole; None while there is not enough of it."""
    start = text.find("{")
    value = _read(text[start:]) if start >= 0 else None
    if not isinstance(value, dict) or not value.get("sections"):
        return None
    try:
        return plan_from_json(value)
    except PlanError:
        return None


def page_so_far(text: str) -> str:
    """The page of ``plan_so_far``; empty while there is none."""
    from plugins.web_designer.render import render_page  # it loads Jinja2

    plan = plan_so_far(text)
    return render_page(plan) if plan else ""


def _read(text: str) -> Any:
    """JSON that may break off: up to the last section that is whole."""
    depth, end, quoted, at = 0, -1, False, 0
    while at < len(text):
        char = text[at]
        if quoted:
            at += char == "\\"
            quoted = char != '"'
        elif char == '"':
            quoted = True
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return _loaded(text[: at + 1])
            if depth == 2 and char == "}":
                end = at + 1
        at += 1
    return _loaded(f"{text[:end]}]}}") if end > 0 else None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
