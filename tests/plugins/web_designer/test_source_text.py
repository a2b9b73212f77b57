"""Pairs, comments and indents of a source that is being written, broken as it may be."""

from __future__ import annotations

import pytest

from plugins.web_designer.source_text import (
    Language,
    bracket_pair,
    comments_toggled,
    indent_of_next,
    indented,
    open_element,
    tag_pair,
)

PAGE = '<ul>\n<li>a <b>x</b>\n<li>c\n</ul><!-- <p> --><p title="a>b">zoo<br></p><svg><path d="m"/></svg>'


@pytest.mark.parametrize(
    ("at", "pair"),
    [
        ("<ul", ["<ul>", "</ul>"]),
        ("/ul", ["<ul>", "</ul>"]),
        ("<li>c", ["<li>"]),
        ("</b", ["<b>", "</b>"]),
        ("title", ['<p title="a>b">', "</p>"]),
        ("<br", ["<br>"]),
        ("<path", ['<path d="m"/>']),
        ("oo<", []),
    ],
)
def test_a_tag_is_marked_with_its_partner(at: str, pair: list[str]) -> None:
    found = tag_pair(PAGE, PAGE.index(at) + (1 if at[0] == "<" else 0))
    assert [PAGE[start:end] for start, end in found] == pair


def test_an_end_tag_belongs_to_the_nearest_start_that_is_open() -> None:
    page = "<div><div>a</div>b</div>"
    assert tag_pair(page, len(page) - 2) == ((0, 5), (18, 24))
    assert tag_pair(page, 12) == ((5, 10), (11, 17))


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("<div><ul><li>a<li>", "li"),
        ("<div><p>a</p>", "div"),
        ("<p>a<div>", "div"),
        ("<main><br><img alt=''>", "main"),
        ("<svg><path/>", "svg"),
        ("<body><script>var a = '<p>'", "script"),
        ("<body><!-- <p>", "body"),
        ("</div>", ""),
        ("", ""),
    ],
)
def test_the_element_that_is_open_is_the_innermost_without_an_end(before: str, name: str) -> None:
    assert open_element(before) == name


def test_an_element_far_above_is_found_too() -> None:
    assert open_element("<main>" + "<p>a</p>" * 20_000) == "main"


@pytest.mark.parametrize(
    ("text", "language", "pair"),
    [
        ("a‸{ b: (c) }", "css", ((1, 2), (10, 11))),
        ('a { content: "}" }‸', "css", ((2, 3), (17, 18))),
        ("f‸(')' /* ) */)", "js", ((1, 2), (13, 14))),
        ("<style>a{}</style><script>f‸()</script>", "js", ((27, 28), (28, 29))),
        ("<p>(‸)", "html", ()),
        ("a b‸", "css", ()),
    ],
)
def test_brackets_of_styles_and_scripts_are_marked_in_pairs(
    text: str, language: Language, pair: tuple[tuple[int, int], ...]
) -> None:
    assert bracket_pair(text.replace("‸", ""), text.index("‸"), language) == pair


def toggled(text: str, language: Language) -> str:
    edit = comments_toggled(text, 0, len(text), language)
    return text[: edit.start] + edit.text + text[edit.end :]


@pytest.mark.parametrize(
    ("text", "language", "comment"),
    [
        ("  <p>a</p>", "html", "  <!-- <p>a</p> -->"),
        ("  a { b: c }\n  d {}", "css", "  /* a { b: c }\n  d {} */"),
        ("  a();\n    b();", "js", "  // a();\n  //   b();"),
    ],
)
def test_a_comment_is_made_and_unmade_in_the_language_of_the_place(text: str, language: Language, comment: str) -> None:
    assert toggled(text, language) == comment
    assert toggled(comment, language) == text


def test_lines_that_hold_a_comment_are_left_alone_for_it_would_end_too_soon() -> None:
    text = "<p>a</p><!-- b --><p>"
    assert toggled(text, "html") == text


def test_lines_are_indented_and_brought_back() -> None:
    text = "a\n\n  b\nc"
    edit = indented(text, 0, len(text), back=False)
    assert edit.text == "  a\n\n    b\n  c"
    assert indented(edit.text, 0, len(edit.text), back=True).text == text
    assert indented("a\nb", 0, 2, back=False).text == "  a", "a line of which nothing is chosen stays"


@pytest.mark.parametrize(
    ("line", "indent"),
    [("  <div>", "    "), ("  <p>a</p>", "  "), ("  <br>", "  "), ("a {", "  "), ("\tx", "\t"), ("", "")],
)
def test_a_new_line_begins_where_one_would_write(line: str, indent: str) -> None:
    assert indent_of_next(line) == indent
