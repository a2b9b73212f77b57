"""What reaches out of an element is seen, whatever browsers make of it."""

from __future__ import annotations

import pytest

from plugins.web_designer.editing.outside import beyond, is_only_inside
from plugins.web_designer.editing.source import Source, read_source

PAGE = """<!DOCTYPE html><html lang="en"><head><title>t</title><style>p { color: red }</style></head><body>
<main>
  <section id="s"><h2>One</h2><p>text</p><script>let a = "<p>";</script></section>
  <form><p id="f">ask</p><input></form>
  <a href="#s"><span id="a">go</span></a>
  <button><b id="b">go</b></button>
  <table><tbody><tr id="r"><td id="c">1</td></tr></tbody></table>
  <ul><li id="l">first<li>second</ul>
  <svg viewBox="0 0 1 1"><g id="g"><path d="M0 0"/></g></svg>
  <p id="p">end
  <p>last
</main></body></html>
"""
SOURCE = read_source(PAGE)


def number(id: str) -> int:
    return next(node.number for node in SOURCE.nodes if node.attributes.get("id") == id)


def changed(id: str, old: str, new: str) -> str:
    node = SOURCE.node(number(id))
    text = SOURCE.text_of(node.number)
    assert text.count(old) == 1
    return PAGE[: node.start] + text.replace(old, new) + PAGE[node.end :]


INSIDE = [
    ("s", "text", "other <b>text</b> &amp; <em>more</em>"),
    ("s", "<p>text</p>", ""),
    ("s", "<h2>One</h2>", "<h2>Two</h2>\n<ul><li>a<li>b</ul>"),
    ("s", "text", "</p></section><section><p>text"),
    ("f", "ask", "ask <label>x <input></label>"),
    ("a", "go", "<em>go</em>"),
    ("c", "1", "<div>1</div>"),
    ("c", '<td id="c">1</td>', "<td>1</td><td>2</td>"),
    ("r", '<tr id="r">', '<tr id="r" class="x">'),
    ("l", "first", "first<ul><li>in it</ul>"),
    ("g", "<path", '<circle r="1"/><path'),
    ("p", "end", "end<br>more"),
]
BEYOND = [
    ("s", "text", "</p></section></main><main><section><p>text"),
    ("s", "text", "<b>text"),
    ("s", "text", "<!-- text"),
    ("s", "text", "<textarea>"),
    ("s", "text", "<template>"),
    ("s", "text", "<plaintext>"),
    ("s", "<h2>One</h2>", '<h2>One</h2><body style="margin: 0">'),
    ("s", "<h2>One</h2>", '<h2>One</h2><html class="x">'),
    ("s", "text", "<select><option>a<h1>b<a href='#s'>c</h1></select>"),
    ("s", "text", "<select><option>a</selec>"),
    ("f", "ask", "<form>ask</form>"),
    ("f", "ask", "</form>ask"),
    ("a", "go", '<a href="#x">go</a>'),
    ("b", "go", "<button>go</button>"),
    ("r", "<td", "<div>x</div><td"),
    ("r", "<td", "</table><td"),
    ("c", "1", "</td></tr></table>1"),
    ("g", "<path", "<p>x</p><path"),
    ("p", "end", "end</main>"),
    ("s", "<h2>One</h2>", "<h2>One</h2><style>body { display: none }</style>"),
    ("s", "<h2>One</h2>", '<h2>One</h2><base href="/x">'),
    ("s", "<h2>One</h2>", "<h2>One</h2><script>document.title = 1</script>"),
    ("s", "let a", "let b"),
    ("g", "<path", "<style>p { color: blue }</style><path"),
]


@pytest.mark.parametrize(("id", "old", "new"), INSIDE)
def test_what_stays_in_the_element_is_free(id: str, old: str, new: str) -> None:
    assert beyond(SOURCE, number(id), changed(id, old, new)) is None


@pytest.mark.parametrize(("id", "old", "new"), BEYOND)
def test_what_reaches_out_of_it_is_named(id: str, old: str, new: str) -> None:
    problem = beyond(SOURCE, number(id), changed(id, old, new))
    assert problem is not None
    assert problem.hint


def test_a_letter_elsewhere_is_too_much() -> None:
    assert not is_only_inside(SOURCE, number("p"), PAGE.replace("<h2>One", "<h2>Ono"))
    assert not is_only_inside(SOURCE, number("s"), PAGE.replace("last", "lost"))
    assert not is_only_inside(SOURCE, number("s"), PAGE[:100])


def test_the_root_and_the_body_may_be_asked_for() -> None:
    for tag in ("html", "body"):
        one = next(node.number for node in SOURCE.nodes if node.tag == tag)
        assert beyond(SOURCE, one, PAGE.replace("let a", "let b")) is None


def test_a_page_nested_a_thousand_deep_is_read() -> None:
    deep: Source = read_source("<div>" * 1200 + "<p>x</p>")
    assert is_only_inside(deep, len(deep.nodes) - 1, deep.html.replace("x", "y"))


def test_what_was_open_before_may_stay_open() -> None:
    source = read_source("<main><p><b>bold<p>more</main>")
    assert is_only_inside(source, 1, "<main><p><b>bolder<p>more</main>")
    assert not is_only_inside(source, 1, "<main><p><b><b>bold<p>more</main>")
