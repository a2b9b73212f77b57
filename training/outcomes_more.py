"""Web pages, styles and chess moves asked of a model through the program, and judged."""

import json
from collections.abc import Iterator
from typing import Any

from training.cases_chess import ChessCase, chess_cases
from training.cases_css import CssCase, css_cases, css_marks
from training.cases_web import WebCase, dev_web_cases, later_web_cases, plan_marks, web_cases
from training.outcome import Choice, Outcome, group_of, outcome
from training.program import Program, Ran
from training.sets import DEV, FRESH, LATER

RIGHT_CP = 50
"""A move that gives away less is a good one."""


def web_outcomes(run: Program, choice: Choice) -> Iterator[Outcome]:
    """The plan that the web page designer draws from each brief."""
    for case in choice.of({DEV: dev_web_cases, LATER: later_web_cases, FRESH: web_cases}):
        yield web_outcome(case, run("web", description=case.brief, mode="plan"))


def web_outcome(case: WebCase, ran: Ran) -> Outcome:
    """What a run of the web page designer is worth."""
    plan: Any = ran.result.get("plan")
    marks = plan_marks(case, plan)
    shares = {
        "valid": marks.is_valid,
        "name": marks.name,
        "trade": marks.trade,
        "language": marks.language,
        "sections": marks.sections,
        "nothing invented": marks.has_plan and not marks.invented,
        "passes the gate": ran.status in ("verified", "repaired"),
    }
    means = {} if marks.facts is None else {"facts kept, in 100": marks.facts}
    answer = json.dumps(plan, ensure_ascii=False)
    group = group_of("web", case.which, case.language)
    return outcome(group, case.brief, answer, marks.all_right, ran, shares=shares, means=means)


def css_outcomes(run: Program, choice: Choice) -> Iterator[Outcome]:
    """The rules that the web page designer writes for each wish."""
    for case in choice.of({FRESH: css_cases}):
        yield css_outcome(case, run("css", description=case.wish, mode="css"))


def css_outcome(case: CssCase, ran: Ran) -> Outcome:
    """What a run for a style is worth."""
    css = str(ran.result.get("css") or ran.output)
    marks = css_marks(case, css)
    shares = {"valid": marks.is_valid, "as wished": not marks.missing}
    group = group_of("css", FRESH, case.language)
    return outcome(group, case.wish, css, marks.all_right, ran, shares=shares)


def chess_outcomes(run: Program, choice: Choice) -> Iterator[Outcome]:
    """The move that is chosen in each position."""
    for case in choice.of({FRESH: chess_cases}):
        yield chess_outcome(case, run("chess", fen=case.fen))


def chess_outcome(case: ChessCase, ran: Ran) -> Outcome:
    """What a chosen move is worth; it is right if it gives away less than half a pawn. What is not legal has no loss."""
    loss = case.loss(ran.output)
    shares = {"legal": loss is not None, "better than random": loss is not None and loss < case.random_loss}
    means = {} if loss is None else {"loss in centipawns": float(loss), "random move's loss": case.random_loss}
    right = loss is not None and loss < RIGHT_CP
    return outcome(
        group_of("chess", FRESH), f"{case.name}: {case.fen}", ran.output, right, ran, shares=shares, means=means
    )
