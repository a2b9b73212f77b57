import pytest

from training.cases_css import CssCase, css_cases, css_marks
from training.outcomes_more import css_outcome
from training.program import Ran

WISHES = {case.wish: case for case in css_cases()}
GOOD = {
    "a red button with round corners": ".it { background: #c62828; color: #fff; border-radius: 12px }",
    "green button, white text, gets darker when you hover": ".it { background: #15803d; color: white }\n.it:hover { background: #14532d }",
    "a card with a soft shadow and a thin grey border": ".it { border: 1px solid #ccc; box-shadow: 0 4px 12px rgb(0 0 0 / 20%) }",
    "link without underline, underlined on hover": ".it { text-decoration: none }\n.it:hover { text-decoration: underline }",
    "input field with blue border when focused": ".it { border: 1px solid #999 }\n.it:focus-visible { border-color: #1d4ed8 }",
    "spinning loader, blue": (
        ".it { border: 4px solid #ddd; border-top-color: #2563eb; border-radius: 50%; animation: turn 1s linear infinite }\n"
        "@keyframes turn { to { transform: rotate(360deg) } }\n"
        "@media (prefers-reduced-motion: reduce) { .it { animation: none } }"
    ),
    "table with striped rows": ".it tr:nth-child(even) { background: #f1f1f1 }",
    "a gradient button from pink to orange": ".it { background: linear-gradient(90deg, #ff5fa2, #ff9a3c) }",
    "box max 400px wide, centred on the page": ".it { max-width: 400px; margin: 0 auto }",
    "neon sign heading, glowing cyan": ".it { --glow: #00e5ff; color: var(--glow); text-shadow: 0 0 8px var(--glow) }",
    "按钮要扁平，不要阴影": ".it { background: #eee; box-shadow: none; border: 0 }",
    "黑底白字的徽章": ".it { background: #111; color: #fff; padding: 2px 8px }",
    "列表横着排，中间隔开": ".it { display: flex; gap: 16px }",
}
WRONG = {
    "a red button with round corners": ".it { background: #1d4ed8; color: #fff; border-radius: 12px }",
    "green button, white text, gets darker when you hover": ".it { background: #15803d; color: white }",
    "a card with a soft shadow and a thin grey border": ".it { border: 1px solid #ccc; box-shadow: none }",
    "link without underline, underlined on hover": ".it { text-decoration: underline }",
    "input field with blue border when focused": ".it { border: 1px solid blue }",
    "spinning loader, blue": ".it { border: 4px solid #2563eb; border-radius: 50% }",
    "table with striped rows": ".it tr { background: #f1f1f1 }",
    "a gradient button from pink to orange": ".it { background: #ff9a3c }",
    "box max 400px wide, centred on the page": ".it { max-width: 500px; margin: 0 auto }",
    "neon sign heading, glowing cyan": ".it { color: #ff0000; text-shadow: 0 0 8px #ff0000 }",
    "按钮要扁平，不要阴影": ".it { background: #eee; box-shadow: 0 2px 4px #000 }",
    "黑底白字的徽章": ".it { background: #fff; color: #111 }",
    "列表横着排，中间隔开": ".it { display: block }",
}


@pytest.mark.parametrize("wish", GOOD)
def test_rules_that_do_what_was_wished_are_right(wish: str) -> None:
    marks = css_marks(WISHES[wish], GOOD[wish])
    assert marks.all_right, marks


@pytest.mark.parametrize("wish", WRONG)
def test_rules_that_do_something_else_are_wrong(wish: str) -> None:
    marks = css_marks(WISHES[wish], WRONG[wish])
    assert marks.is_valid, marks.why
    assert marks.missing


@pytest.mark.parametrize(
    "css", ["", "body { color: red }", ".it { colour: red }", ".it { background: redd }", "<b>red</b>"]
)
def test_what_the_program_refuses_is_not_valid(css: str) -> None:
    marks = css_marks(WISHES["a red button with round corners"], css)
    assert not marks.is_valid
    assert not marks.all_right


def test_rules_for_still_motion_do_not_count() -> None:
    css = ".it { background: blue }\n@media (prefers-reduced-motion: reduce) { .it { background: red; border-radius: 9px } }"
    assert css_marks(WISHES["a red button with round corners"], css).missing


def test_the_wishes_are_sixty_in_two_languages() -> None:
    assert len(WISHES) >= 60
    assert {case.language for case in WISHES.values()} == {"en", "zh"}
    assert all(case.expected for case in WISHES.values())


def test_a_run_for_a_style_is_judged_by_its_rules() -> None:
    wish = "黑底白字的徽章"
    case: CssCase = WISHES[wish]
    assert css_outcome(case, Ran("verified", result={"css": GOOD[wish]})).right
    assert not css_outcome(case, Ran("verified", result={"css": WRONG[wish]})).right
