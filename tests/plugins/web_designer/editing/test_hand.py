"""Edits by hand: what was asked for changes, the rest stays to the letter, and it is valid HTML as before."""

from __future__ import annotations

import random
from html import unescape

import pytest

from app.api import InputError
from plugins.web_designer.editing.hand import (
    ACTS,
    Edited,
    acts_of,
    delete,
    duplicate,
    is_hidden,
    move,
    set_alt,
    set_attribute,
    set_hidden,
    set_picture,
    set_style,
    set_words,
)
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.editing.subject import subject_of
from plugins.web_designer.editing.words import has_words, words_of
from plugins.web_designer.markup import scan
from plugins.web_designer.pictures import Picture
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.render import render_page
from tests.helpers.web_pages import briefs

PAGES = {name: render_page(plan_from_json(brief["plan"])) for name, brief in briefs()}
PIXEL = Picture("data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "A pixel")


def first(html: str, tag: str) -> tuple[Source, int]:
    source = read_source(html)
    return source, next(node.number for node in source.nodes if node.tag == tag)


def words(html: str, tag: str, text: str) -> str:
    source, number = first(html, tag)
    edited = set_words(source, number, text)
    read = read_source(edited.html)
    assert words_of(read, number) == " ".join(text.split(" ")).strip()
    return edited.html


# words


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("<p>Hello world</p>", "Hello there", "<p>Hello there</p>"),
        ("<p>Hello <b>big</b> world</p>", "Hallo big earth", "<p>Hallo <b>big</b> earth</p>"),
        ("<p>Hello <b>big</b> world</p>", "Hello bigger world", "<p>Hello <b>bigger</b> world</p>"),
        ("<p>Hello <b>big</b> world</p>", "Hello world", "<p>Hello <b></b>world</p>"),
        ("<p>\n  Two\n  lines\n</p>", "Two more lines", "<p>\n  Two more\n  lines\n</p>"),
        ("<p>A &amp; B</p>", "A & B & C", "<p>A &amp; B &amp; C</p>"),
        ("<p>A &amp; B</p>", "A < B", "<p>A &lt; B</p>"),
        ("<p>one<br>two</p>", "one\ntwo\nthree", "<p>one<br>two<br>three</p>"),
        ("<p>one<br>two</p>", "onetwo", "<p>onetwo</p>"),
        ("<p></p>", "new", "<p>new</p>"),
        ("<p>old</p>", "", "<p></p>"),
        ("<p>a<!-- kept -->b</p>", "ab!", "<p>a<!-- kept -->b!</p>"),
        ("<pre>a\n  b</pre>", "a\n  c", "<pre>a\n  c</pre>"),
        ("<p>半山茶舍</p>", "半山小茶舍", "<p>半山小茶舍</p>"),
        ("<a><svg><g/><text>no</text></svg> Go</a>", "Go on", "<a><svg><g/><text>no</text></svg> Go on</a>"),
        ("<li>one<li>two", "won", "<li>won<li>two"),
    ],
)  # fmt: skip
def test_words_change_where_they_stand(before: str, text: str, after: str) -> None:
    tag = before[1 : before.index(">")].split(" ")[0]
    source, number = first(before, tag)
    assert set_words(source, number, text).html == after


@pytest.mark.parametrize(
    "html", ["<div><p>a</p></div>", "<ul><li>a</li></ul>", "<table><tr><td>a</table>", "<img alt=''>"]
)
def test_what_holds_more_than_words_is_not_changed_as_words(html: str) -> None:
    source = read_source(html)
    assert words_of(source, 0) is None
    with pytest.raises(InputError, match="more than words"):
        set_words(source, 0, "x")


def test_random_words_are_read_as_they_were_written() -> None:
    dice = random.Random(3)
    letters = "ab <&>\"'é茶\n.  "
    tried = 0
    for html in PAGES.values():
        source = read_source(html)
        editable = [node.number for node in source.nodes if has_words(source, node.number) and node.tag != "title"]
        for number in dice.sample(editable, 25):
            old = words_of(source, number) or ""
            at, by = dice.randrange(len(old) + 1), dice.randrange(6)
            is_drawn = any(source.node(one).tag in ("svg", "option") for one in source.path(number))
            text = old[:at] + "".join(dice.choice(letters) for _ in range(dice.randrange(6))) + old[at + by :]
            text = text.replace("\n", " ") if is_drawn else text
            wanted = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")
            edited = set_words(source, number, text)
            assert words_of(read_source(edited.html), number) == wanted
            assert_only_changed(source, number, edited)
            tried += 1
    assert tried == 25 * len(PAGES)


def assert_only_changed(source: Source, number: int, edited: Edited) -> None:
    """What stands before and behind an element is the same, to the letter."""
    node = source.node(number)
    assert edited.html.startswith(source.html[: node.start])
    assert edited.html.endswith(source.html[node.end :])


# styles


@pytest.mark.parametrize(
    ("before", "name", "value", "after"),
    [
        ("<p>a</p>", "color", "#111111", '<p style="color: #111111">a</p>'),
        ("<p class=x>a</p>", "color", "red", '<p class=x style="color: red">a</p>'),
        ('<p style="color: red">a</p>', "color", "blue", '<p style="color: blue">a</p>'),
        ('<p style="color: red;">a</p>', "margin-top", "4px", '<p style="color: red; margin-top: 4px">a</p>'),
        ("<p style='color:red'>a</p>", "color", "blue", '<p style="color:blue">a</p>'),
        ("<p style=color:red>a</p>", "color", "blue", '<p style="color:blue">a</p>'),
        ('<p style="color: red; margin: 0">a</p>', "color", "", '<p style="margin: 0">a</p>'),
        ('<p style="color: red">a</p>', "color", "", "<p>a</p>"),
        ('<p style="margin-top: 3px; margin: 0">a</p>', "margin-top", "4px", '<p style="margin: 0; margin-top: 4px">a</p>'),
        ('<p style="padding-top: 3px">a</p>', "padding", "4px", '<p style="padding: 4px">a</p>'),
        ('<p style="font-family: &quot;A B&quot;">a</p>', "color", "red", '<p style="font-family: &quot;A B&quot;; color: red">a</p>'),
        ("<br>", "color", "red", '<br style="color: red">'),
        ("<br/>", "color", "red", '<br style="color: red"/>'),
    ],
)  # fmt: skip
def test_a_style_is_that_of_the_element_alone(before: str, name: str, value: str, after: str) -> None:
    assert set_style(read_source(before), 0, name, value).html == after


@pytest.mark.parametrize("value", ["red; position: fixed", "red}", "</style>", "red/*", "'"])
def test_a_value_cannot_leave_its_declaration(value: str) -> None:
    with pytest.raises(InputError):
        set_style(read_source("<p>a</p>"), 0, "color", value)


# attributes and pictures


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " vbscript:x", "JaVaScRiPt:x"])
def test_a_link_cannot_run_a_script(address: str) -> None:
    with pytest.raises(InputError, match="no address"):
        set_attribute(read_source("<a href='#x'>a</a>"), 0, "href", address)


@pytest.mark.parametrize(
    "address", ["#menu", "mailto:a@b.c", "tel:+351", "https://example.org/?a=1&b=2", "menu.html", "/menu", "../x", ""]
)
def test_a_link_leads_where_it_is_told(address: str) -> None:
    edited = set_attribute(read_source("<a href='#x'>a</a>"), 0, "href", address)
    assert read_source(edited.html).node(0).attributes["href"] == address


def test_a_picture_takes_the_place_of_another_and_of_all_its_sizes() -> None:
    html = '<picture><source srcset="data:x"><img src="data:y" srcset="data:z 2x" class="wide" alt="Bread"></picture>'
    source, number = first(html, "img")
    edited = set_picture(source, number, PIXEL)
    assert edited.html == f'<picture><img src="{PIXEL.source}" class="wide" alt="A pixel"></picture>'


def test_a_picture_takes_the_place_of_a_drawing_in_its_dress() -> None:
    source, number = first('<figure><svg class="art" viewBox="0 0 1 1" aria-label="Bread"><g/></svg></figure>', "svg")
    image = read_source(set_picture(source, number, PIXEL).html).node(1)
    assert image.tag == "img"
    assert image.attributes["class"] == "art"
    assert image.attributes["alt"] == "A pixel"


def test_a_drawing_says_what_it_shows_or_is_decoration() -> None:
    source, number = first('<svg aria-hidden="true"><g/></svg>', "svg")
    told = set_alt(source, number, "A loaf")
    assert told.html == '<svg role="img" aria-label="A loaf"><g/></svg>'
    assert set_alt(read_source(told.html), 0, "").html == '<svg aria-hidden="true"><g/></svg>'


# places


def test_neighbours_change_places_with_what_stands_between_them_kept() -> None:
    html = "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"
    source = read_source(html)
    down = move(source, 1, 1)
    assert down.html == "<ul>\n  <li>b</li>\n  <li>a</li>\n</ul>"
    assert down.number == 2
    assert move(read_source(down.html), 2, -1).html == html
    with pytest.raises(InputError):
        move(source, 1, -1)


def test_a_copy_has_ids_of_its_own_and_refers_to_itself() -> None:
    html = '<form>\n  <p><label for="name">Name</label> <input id="name"> <a href="#name">x</a></p>\n</form>'
    source, number = first(html, "p")
    edited = duplicate(source, number)
    assert edited.html == (
        '<form>\n  <p><label for="name">Name</label> <input id="name"> <a href="#name">x</a></p>\n'
        '  <p><label for="name-2">Name</label> <input id="name-2"> <a href="#name-2">x</a></p>\n</form>'
    )
    assert read_source(edited.html).node(edited.number).tag == "p"


def test_what_is_hidden_is_shown_again_as_it_was() -> None:
    html = '<p style="display: flex">a</p>'
    away = set_hidden(read_source(html), 0, True)
    assert is_hidden(read_source(away.html), 0)
    back = set_hidden(read_source(away.html), 0, False)
    assert back.html == html
    assert set_hidden(read_source("<p hidden>a</p>"), 0, False).html == "<p>a</p>"


def test_an_element_goes_with_its_line() -> None:
    source = read_source("<div>\n  <p>a</p>\n  <p>b</p>\n</div>")
    assert delete(source, 1).html == "<div>\n  <p>b</p>\n</div>"
    assert delete(read_source("<p>a <b>c</b> d</p>"), 1).html == "<p>a  d</p>"


def test_the_page_s_own_parts_stay() -> None:
    source = read_source("<html><head><title>a</title></head><body><p>b</p></body></html>")
    assert [sorted(acts_of(source, number)) for number in range(5)] == [[], [], [], [], ["delete", "duplicate", "hide"]]
    for number in (0, 1, 2, 3):
        with pytest.raises(InputError):
            delete(source, number)


@pytest.mark.parametrize("name", list(PAGES))
def test_every_act_on_any_element_leaves_a_page_without_new_faults(name: str) -> None:
    html = PAGES[name]
    source = read_source(html)
    dice = random.Random(name)
    faults = len(scan(html).faults)
    for node in dice.sample(source.nodes, 5):
        for act in sorted(acts_of(source, node.number)):
            edited = ACTS[act](source, node.number)
            assert len(scan(edited.html).faults) == faults
            parent = source.node(node.parent)
            assert edited.html.startswith(source.html[: parent.open_end])
            assert edited.html.endswith(source.html[parent.close_start :])
            if act != "delete":
                assert read_source(edited.html).node(edited.number).tag == node.tag


# what the inspector is told


def test_the_inspector_is_told_what_an_element_is() -> None:
    html = "<body><section id='menu'><h2>Our <em>bread</em></h2><a href='#x'>Book</a><img src='data:,' alt='Loaf'></section></body>"
    source = read_source(html)
    section, heading, link, image = (subject_of(source, number, {}) for number in (1, 2, 4, 5))
    assert section.title == "section “Our bread”"
    assert section.text is None
    assert (heading.text, heading.link, heading.alt) == ("Our bread", None, None)
    assert (link.link, image.alt) == ("#x", "Loaf")
    assert [title for _number, title in link.path] == ["body “Our bread”", "section “Our bread”", "a “Book”"]
    assert unescape(image.title) == "img “Loaf”"
