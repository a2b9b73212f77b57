"""Documents that break off are closed; what streams is cut where a preview can show it."""

from __future__ import annotations

import pytest

from plugins.web_designer.checks import check_page
from plugins.web_designer.documents import close_document, document_so_far, is_chinese_or_japanese, looks_like_document

WHOLE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>T</title>
<style>body { margin: 0; } @media (min-width: 9rem) { p { color: maroon; } a { color: blue; } }</style></head>
<body><main><h1>T</h1><ul><li>one<li>two</ul><svg aria-hidden="true"><path d="M0 0"/></svg><p>end</p></main>
<script>let a = 1; if (a < 2) { a = 3; }</script></body></html>"""


def test_a_whole_document_is_left_as_it_is() -> None:
    closed = close_document(WHOLE)
    assert closed.html == WHOLE
    assert closed.notes == ()


@pytest.mark.parametrize("length", range(WHOLE.index("<style>") + 8, len(WHOLE) - 8, 7))
def test_a_document_that_breaks_off_anywhere_is_closed_without_breakage(length: int) -> None:
    closed = close_document(WHOLE[:length])
    assert closed.html.endswith("</html>")
    assert "cut off" in closed.notes[0]
    assert [f for f in check_page(closed.html).errors if f.check in ("parse", "css")] == []


def test_a_missing_doctype_is_added_and_said() -> None:
    closed = close_document(WHOLE.split("\n", 1)[1])
    assert closed.html.startswith("<!DOCTYPE html>")
    assert closed.notes == ("The doctype was missing and was added.",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Here is your page:", ""),
        ("Sure!\n```html\n<!DOCTYPE html><html><body><p>a</p", "<!DOCTYPE html><html><body><p>a"),
        ("<html><body><p>a<script>let x = 1", "<html><body><p>a"),
        ("<html><p>a</p></html>\n```\nEnjoy", "<html><p>a</p></html>\n"),
        ('<html><p class="', "<html>"),
    ],
)
def test_a_preview_gets_what_can_be_shown_so_far(text: str, shown: str) -> None:
    assert document_so_far(text) == shown


def test_a_page_is_told_from_talk() -> None:
    assert looks_like_document("```html\n<!DOCTYPE HTML>")
    assert not looks_like_document("I am sorry, I cannot do that.")


def test_chinese_is_told_from_english_with_a_name_in_it() -> None:
    assert is_chinese_or_japanese("为杭州的一家小茶馆做一个主页 (Tea)")
    assert not is_chinese_or_japanese("A page for the tea house 半山 in Hangzhou")
