from pathlib import Path

import jinja2
import pytest

from app.errors import ContentRefused
from app.worker.template import ChatTemplate

SOURCE = Path(__file__).parents[2] / "training" / "template.jinja"


def render(*messages: tuple[str, str]) -> str:
    template = ChatTemplate(SOURCE.read_text(encoding="utf-8").rstrip("\n"), bos="</s>", eos="</s>")
    return template.render([{"role": role, "content": content} for role, content in messages])


def test_the_last_blank_line_parts_context_from_question() -> None:
    text = render(("system", "You write one SQL query."), ("user", "TABLE a ( id )\nTABLE b ( id )\n\nhow many a?"))
    assert text == "<sql>TABLE a ( id )\nTABLE b ( id )<q>how many a?<a>"


def test_latex_needs_no_context() -> None:
    assert render(("system", "Answer with LaTeX only."), ("user", "a over b")) == "<tex><q>a over b<a>"


def test_a_journal_line_comes_after_its_accounts() -> None:
    text = render(("system", "You keep the journal."), ("user", "accounts : Rent\npaid with : Cash\n\nrent 900"))
    assert text == "<book>accounts : Rent\npaid with : Cash<q>rent 900<a>"


def test_examples_before_the_question_are_left_out() -> None:
    examples = [("user", "a over b"), ("assistant", r"\frac{a}{b}")]
    assert render(("system", "LaTeX"), *examples, ("user", "x squared")) == "<tex><q>x squared<a>"


def test_a_repair_round_asks_the_original_question_again() -> None:
    repair = [("assistant", "SELECT x"), ("user", "The answer was checked and is wrong:\n\n- no such column: x")]
    text = render(("system", "SQL"), ("user", "TABLE a ( id )\n\nhow many?"), *repair)
    assert text == "<sql>TABLE a ( id )<q>how many?<a>"


def test_a_tool_that_it_was_not_trained_for_is_refused() -> None:
    with pytest.raises(ContentRefused):
        render(("system", "You design web pages."), ("user", "a page for a bakery"))


def test_the_template_is_plain_jinja() -> None:
    jinja2.Environment(autoescape=True).parse(SOURCE.read_text(encoding="utf-8"))
