"""What the program asks is what the starter was trained on: each plugin's own messages, through the chat template."""

from pathlib import Path

import chess
import pytest

pytest.importorskip("tokenizers")

from app.core.messages import Message
from app.worker.template import ChatTemplate
from plugins.chess_moves.briefing import briefing, told
from plugins.chess_moves.plugin import SYSTEM as CHESS_SYSTEM
from plugins.sql_assistant.prompt import messages as sql_messages
from plugins.web_designer.prompts import plan_messages
from plugins.web_designer.styling import css_messages, sample_for
from training.data import prompt
from training.generators.base import Sample

SOURCE = Path(__file__).parents[2] / "training" / "template.jinja"


def rendered(sent: list[Message]) -> str:
    template = ChatTemplate(SOURCE.read_text(encoding="utf-8").rstrip("\n"), bos="</s>", eos="</s>")
    return template.render([{"role": one.role, "content": one.content} for one in sent])


def test_a_question_about_a_schema() -> None:
    schema = "TABLE a ( id , name )\nTABLE b ( id , a_id )\nFK b.a_id = a.id"
    sent = sql_messages(schema, "How many a?", is_starter=True)
    assert rendered(sent) == prompt(Sample("sql", schema, "How many a?", ""))


@pytest.mark.parametrize("brief", ["a page for a bakery called Ovenbird in Leeds", "杭州的茶馆“半盏”，要一个主页。"])
def test_a_brief_of_a_page(brief: str) -> None:
    assert rendered(list(plan_messages(brief, ""))) == prompt(Sample("web", "", brief, ""))


def test_a_brief_in_paragraphs_is_read_as_one_and_a_page_to_resemble_is_left_out() -> None:
    sent = list(plan_messages("A page for Ovenbird.\n\nBread since 1990.", "", "hero\nmenu"))
    assert rendered(sent) == prompt(Sample("web", "", "A page for Ovenbird. Bread since 1990.", ""))


def test_a_wish_for_one_element() -> None:
    wish = "a red button with round corners"
    assert rendered(list(css_messages(wish, sample_for(wish)))) == prompt(Sample("css", "", wish, ""))
    inside = list(css_messages(wish, "<b class=it>x</b>", {"color": "red"}))
    assert rendered(inside) == prompt(Sample("css", "", wish, ""))


def test_a_position() -> None:
    board = chess.Board("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1")
    text = "\n".join([f"FEN: {board.fen()}", "White is to move.", *briefing(board)])
    sent = [Message.system(CHESS_SYSTEM), Message.user(f"{text}\n\nSuggest a move.")]
    assert rendered(sent) == prompt(Sample("chess", "\n".join(told(board)), "", ""))
