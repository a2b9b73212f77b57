"""SEARCH/REPLACE blocks as models write them: the one place that is meant is found, or nothing is done."""

from __future__ import annotations

import time

import pytest

from plugins.web_designer.editing.patches import MAX_PATCHES, Patch, apply_patches, read_patches

PAGE = """<section>
  <h2>Tea &mdash; and cake</h2>
  <p class="lead">“Fresh”&nbsp;&amp; warm<br/>every day…</p>
  <ul>
    <li>One</li>
    <li>Two</li>
  </ul>
</section>
"""


def done(*pairs: tuple[str, str], text: str = PAGE) -> str:
    made = apply_patches(text, [Patch(*pair) for pair in pairs])
    assert made.problems == ()
    return made.text


@pytest.mark.parametrize(
    "marks",
    [
        "<<<<<<< SEARCH\n{}\n=======\n{}\n>>>>>>> REPLACE",
        "<<<<<<<\n{}\n=======\n{}\n>>>>>>>",
        "<<<<< search\n{}\n=====\n{}\n>>>>> replace",
        "<<<SEARCH\n{}\n===\n{}\n>>>REPLACE",
        "  <<<<<<<<< ORIGINAL (page.html)\n{}\n  ========= \n{}\n  >>>>>>>>> UPDATED",
        "------- SEARCH\n{}\n=======\n{}\n+++++++ REPLACE",
        "<<<<<<< SEARCH>\n{}\n======= REPLACE\n{}\n>>>>>>> END",
        "Sure!\n```html\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> new\n```\nDone.",
        "<<<<<<< SEARCH\n```html\n{}\n```\n=======\n```html\n{}\n```\n>>>>>>> REPLACE",
    ],
)
def test_marks_may_be_of_another_length_and_name(marks: str) -> None:
    assert read_patches(marks.format("<li>a</li>", "<li>b</li>")).patches == (Patch("<li>a</li>", "<li>b</li>"),)
    assert read_patches(marks.format("a\n  b", "").replace("\n", "\r\n")).patches == (Patch("a\n  b", ""),)


def test_a_next_block_ends_the_one_before_it_and_the_same_block_counts_once() -> None:
    block = "<<<<<<< SEARCH\na\n=======\nb\n"
    assert read_patches(block + block + ">>>>>>> REPLACE").patches == (Patch("a", "b"),)


@pytest.mark.parametrize(
    "answer",
    [
        "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n<<<<<<< SEARCH\nc\n=======\nd",
        "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n<<<<<<< SEARCH\nc",
        "<<<<<<< SEARCH\na\n>>>>>>> REPLACE",
        "<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE",
        "".join(f"<<<<<<< SEARCH\n{n}\n=======\nb\n>>>>>>> REPLACE\n" for n in range(MAX_PATCHES + 1)),
    ],
)
def test_an_answer_of_which_a_part_is_broken_is_not_half_taken(answer: str) -> None:
    blocks = read_patches(answer)
    assert blocks.patches == ()
    assert blocks.problems


@pytest.mark.parametrize("line", ["--- old things", "+++ new things", "a ======= b", "=> ==", "<!-- <<< SEARCH -->"])
def test_lines_that_look_a_little_like_marks_are_text(line: str) -> None:
    answer = f"<<<<<<< SEARCH\n{line}\n=======\n{line}!\n>>>>>>> REPLACE"
    assert read_patches(answer).patches == (Patch(line, f"{line}!"),)


@pytest.mark.parametrize(
    "search",
    [
        "<h2>Tea — and cake</h2>",
        "<h2>Tea - and cake</h2>",
        "<H2>Tea &#8212; and cake</H2>",
        "\t<h2>\n\tTea &mdash;\n\tand cake\n\t</h2>",
    ],
)
def test_dashes_references_case_and_spaces_may_differ(search: str) -> None:
    assert done((search, "<h2>Tea</h2>")) == PAGE.replace("<h2>Tea &mdash; and cake</h2>", "<h2>Tea</h2>")


@pytest.mark.parametrize(
    "search",
    [
        '<p class="lead">"Fresh" & warm<br>every day...</p>',
        "<p class='lead'>“Fresh” &amp; warm<br />every day&hellip;</p>",
        '<p class="lead">&ldquo;Fresh&rdquo;\xa0&#38; warm<br/>\n  every day…</p>',
    ],
)
def test_quotes_and_void_ends_may_differ(search: str) -> None:
    old = PAGE.split("\n")[2].strip()
    assert done((search, "<p>x</p>")) == PAGE.replace(old, "<p>x</p>")


def test_a_reference_for_a_bracket_is_no_bracket() -> None:
    made = apply_patches("<p>&lt;b&gt;</p>", [Patch("<p><b></p>", "x")])
    assert made.text == "<p>&lt;b&gt;</p>"
    assert made.problems


def test_what_is_written_otherwise_is_never_cut_in_two() -> None:
    assert apply_patches("<p>wait…</p>", [Patch("wait.", "x")]).problems
    assert apply_patches("<p>wait…</p>", [Patch("it...</p>", "x</p>")]).text == "<p>wax</p>"


def test_two_lines_can_change_places() -> None:
    one, two = "<li>One</li>", "<li>Two</li>"
    assert done((one, two), (two, one)) == PAGE.replace("One", "x").replace("Two", "One").replace("x", "Two")


def test_a_block_may_build_on_the_one_before_it() -> None:
    assert done(("One", "Uno"), ("<li>Uno", "<li>Eins")) == PAGE.replace("One", "Eins")


def test_a_block_that_changes_nothing_does_no_harm() -> None:
    assert done(("<li>", "<li>"), ("One", "Uno")) == PAGE.replace("One", "Uno")


def test_what_goes_takes_its_line_with_it() -> None:
    assert done(("<li>One</li>", "")) == PAGE.replace("    <li>One</li>\n", "")
    assert done((" and cake", "")) == PAGE.replace(" and cake", "")


def test_indentation_of_the_page_is_kept_where_the_answer_has_another() -> None:
    made = done(("<ul>\n  <li>One</li>", "<ul>\n  <li>Nought</li>\n  <li>One</li>"))
    assert made == PAGE.replace("<ul>\n", "<ul>\n    <li>Nought</li>\n")
    tabs = PAGE.replace("  ", "\t")
    assert done(("  <li>One</li>", "  <li>One</li>\n  <li>More</li>"), text=tabs) == tabs.replace(
        "\t\t<li>One</li>\n", "\t\t<li>One</li>\n\t\t<li>More</li>\n"
    )


def test_windows_lines_are_kept() -> None:
    windows = PAGE.replace("\n", "\r\n")
    made = done(("    <li>One</li>\n    <li>Two</li>", "    <li>1</li>\n    <li>2</li>\n    <li>3</li>"), text=windows)
    assert made == windows.replace("<li>One</li>\r\n    <li>Two</li>", "<li>1</li>\r\n    <li>2</li>\r\n    <li>3</li>")


def test_nothing_is_done_where_one_of_several_finds_no_place() -> None:
    made = apply_patches(PAGE, [Patch("One", "Uno"), Patch("Three", "Tres"), Patch("<li>", "<li class>")])
    assert made.text == PAGE
    assert ["block 2" in made.problems[0].message, "block 3" in made.problems[1].message] == [True, True]


def test_a_passage_like_it_is_quoted_and_one_elsewhere_is_said() -> None:
    made = apply_patches(PAGE, [Patch("<ul>\n<li>One</li>\n<li>Three</li>", "")])
    assert "“<ul>\n<li>One</li>\n<li>Two</li>”" in made.problems[0].hint
    start = PAGE.index("<ul>")
    assert "elsewhere" in apply_patches(PAGE, [Patch("Tea", "Wine")], start, len(PAGE)).problems[0].hint


def test_a_large_page_is_searched_quickly() -> None:
    page = "".join(f'  <p class="c{n}">Line &amp; “word” {n}</p>\n' for n in range(5_000))
    start = time.perf_counter()
    made = apply_patches(page, [Patch('<p class="c4321">Line & "word"  4321</p>', "<p>x</p>")])
    missing = apply_patches(page, [Patch('<p class="c4321">Lime & "ward"  4321</p>', "<p>x</p>")])
    assert time.perf_counter() - start < 5
    assert made.text.count("<p>x</p>") == 1
    assert "c4321" in missing.problems[0].hint
