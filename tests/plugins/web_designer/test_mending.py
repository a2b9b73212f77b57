"""Mending without a model: what is simple is put right, and not a letter besides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plugins.web_designer.checks import check_page
from plugins.web_designer.markup import scan
from plugins.web_designer.mending import mend
from plugins.web_designer.mending_document import language_of
from plugins.web_designer.source_tags import tag_of
from tests.plugins.web_designer.test_documents import WHOLE

HEAD = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>T</title>\n'
    "<style>\np { margin: 0;\n  color: red }\n</style></head>\n"
)
PAGE = f"{HEAD}<body><main><h1>T</h1>\nBODY\n</main></body></html>\n"
EXAMPLES = Path(__file__).parents[3] / "plugins" / "web_designer" / "samples"


def page(body: str) -> str:
    return PAGE.replace("BODY", body)


def styled(css: str) -> str:
    return page("x").replace("p { margin: 0;\n  color: red }", css)


MENDED = [
    # tags
    (page("<section><div><b>x</section>"), page("<section><div><b>x</b></div></section>")),
    (page("<div>x"), page("<div>x\n</div>").replace("\n</div>\n", "\n</div>")),
    (page("<p>x</p></span></i>"), page("<p>x</p>")),
    (page('<div class="a"/>'), page('<div class="a"></div>')),
    (page("<my-own/><div/>"), page("<my-own></my-own><div></div>")),
    # the document
    (page("x").replace("<!DOCTYPE html>\n", ""), page("x")),
    (page("x").replace('<meta charset="utf-8">', ""), page("x")),
    (page("x").replace("<title>T</title>", "<title></title>"), page("x")),
    (
        page("The bread of the town is for you.").replace(' lang="en"', ""),
        page("The bread of the town is for you."),
    ),
    (page('<meta http-equiv="refresh" content="1">x'), page("x")),
    (page("x").replace("<style>", '<base href="/"><style>'), page("x")),
    (page("x").replace("<style>", '<link rel="stylesheet" href="https://e.example/a.css"><style>'), page("x")),
    (page("x").replace("<style>", '<link rel=preconnect href="https://e.example"><style>'), page("x")),
    # elements
    (page('<a href="#"><img src="data:,"> home</a>'), page('<a href="#"><img alt="" src="data:,"> home</a>')),
    (
        page('<figure><IMG src="data:,"><figcaption>A dog</figcaption></figure>'),
        page('<figure><IMG alt="" src="data:,"><figcaption>A dog</figcaption></figure>'),
    ),
    (
        page('<a href="https://e.example" target="_blank">x</a>'),
        page('<a rel="noopener" href="https://e.example" target="_blank">x</a>'),
    ),
    (
        page('<a href="https://e.example" target="_blank" rel=nofollow>x</a>'),
        page('<a href="https://e.example" target="_blank" rel="noopener nofollow">x</a>'),
    ),
    (
        page('<p><label for="a">A</label><input id="a"></p><p><label for="a">B</label><input id=a></p>'),
        page('<p><label for="a">A</label><input id="a"></p><p><label for="a-2">B</label><input id=a-2></p>'),
    ),
    (page('<p id="a"></p><p id="a-2"></p><p id="a"></p>'), page('<p id="a"></p><p id="a-2"></p><p id="a-3"></p>')),
    # CSS
    (styled("p { colour: red; margin:0 }"), styled("p { color: red; margin:0 }")),
    (styled("p { width: 100 ; margin: 0 10 5 }"), styled("p { width: 100px ; margin: 0 10px 5px }")),
    (styled("p { display: felx; color: red }"), styled("p { display: flex; color: red }")),
    (styled("p { color: red; padding: -1px; }"), styled("p { color: red; }")),
    (styled("p{padding:-1px;color:red}"), styled("p{color:red}")),
    (styled("p {\n  padding: -1px;\n  color: red;\n}"), styled("p {\n  color: red;\n}")),
    (styled("@media (width > 1px) { p { colour: red } }"), styled("@media (width > 1px) { p { color: red } }")),
    (styled("p { colour: url('a;}') }"), styled("p { }")),
    (styled("@import 'https://e.example/a.css';\np { margin: 0 }"), styled("p { margin: 0 }")),
    (styled("@font-face { font-family: X; src: url(//e.example/x) }\np { margin: 0 }"), styled("p { margin: 0 }")),
    (page('<p style="colour: red; width: 10">x</p>'), page('<p style="color: red; width: 10px">x</p>')),
    (page("<p style='margin: 1px; padding: -1px'>x</p>"), page("<p style='margin: 1px; '>x</p>")),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "whole"), MENDED, ids=[str(n) for n in range(len(MENDED))])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_simple_fault_is_mended_and_nothing_else_changes(broken: str, whole: str, line_end: str) -> None:
    mended = mend(broken.replace("\n", line_end))
    assert mended.html == whole.replace("\n", line_end)
    assert mended.notes
    assert all(note.endswith(".") for note in mended.notes)
    assert mend(mended.html).html == mended.html


LEFT_ALONE = [
    page("x"),
    page("<p>one<p>two<ul><li>a<li>b</ul><table><tr><td>1<td>2</table>"),
    page('<img src="data:,">'),
    page("<h2>a</h2><h5>b</h5>"),
    page('<p id="a">1</p><p id="a">2</p><script>document.getElementById("a")</script>'),
    page('<p id="q">1</p><p id="q">2</p>').replace("p { margin", "#q { margin"),
    page("<svg aria-hidden=true><path d='M0 0'/><g/></svg><br/><img alt='' src='data:,'/>"),
    page("<textarea aria-label=x></span><div/></textarea><script>'</span>'</script>"),
    page("<a href=x/>y</a>"),
    styled("p { color: var(--x); width: -webkit-fill-available; -moz-dreams: 1 }"),
    styled("/* @import 'x.css'; p { colour: red } */ p { margin: 0 }"),
    page('<p style="content: &quot;x&quot;; colour: red">x</p>'),
    page('<a href="https://e.example">x</a>').replace(
        "<style>", '<link rel="canonical" href="https://e.example/"><style>'
    ),
    "",
    "   ",
    "just words",
    WHOLE,
]


@pytest.mark.parametrize("html", LEFT_ALONE, ids=range(len(LEFT_ALONE)))
def test_what_is_right_or_doubtful_is_left_alone(html: str) -> None:
    mended = mend(html)
    assert mended.html == html
    assert mended.notes == ()


def test_a_bare_page_gets_all_it_lacks_and_then_passes() -> None:
    mended = mend("<main><h1>Bread & butter</h1><p>We bake for you with the best of flour.</p></main>")
    assert mended.html.startswith('<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport"')
    assert "<title>Bread &amp; butter</title>" in mended.html
    assert [f for f in check_page(mended.html).findings if "character" not in f.message] == []
    assert mend(mended.html).notes == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bread of the town is for you", "en"), ("Das Brot und die Butter sind nicht für uns", "de"), ("半山茶舍的春茶", "zh-CN"),
        ("お茶をどうぞ", "ja"), ("차 한 잔", "ko"), ("Le pain et les vins de la maison", "fr"),
        ("O pão e as broas não são do mercado", "pt"),
        ("El pan y los vinos de la casa con su aceite", "es"), ("xyz", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_told_or_left_open(text: str, code: str) -> None:
    assert language_of(text) == code


FRAGMENTS = (
    "<div> </div> <p> </p> <b> </b> <li> <ul> </ul> <table> <td> <a_href=#> </a> <img> <br/> <div/> <svg> <g/> </svg> </span> "
    '<input_id=a> <label_for=a> <style> p{colour:red} p{width:3;} </style> <title> </title> <!--x--> <h1>T</h1> text &amp; < > " '
    "<option> <select> </select> <textarea> </textarea> <script> </script> <x-y/> <base> <p_style='width:4'> </body> <section> "
    "</section> <form> </form> <button> </button>"
).split()


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_mended_is_never_worse_and_mending_comes_to_an_end(seed: int) -> None:
    chance = random.Random(seed)
    html = " ".join(chance.choice(FRAGMENTS).replace("_", " ") for _ in range(chance.randint(3, 40)))
    mended = mend(html)
    assert mend(mended.html).html == mended.html
    assert len(scan(mended.html).faults) <= len(scan(html).faults)


@pytest.mark.parametrize("tag", ["<p>", "<P  Class = 'a>b'\n data-x=1 y>", '<p title="<p>">', "<p/a=b/>", "<p a=b/>"])
def test_the_place_of_every_start_tag_is_found(tag: str) -> None:
    html = page(f"<i>{tag}</i>")
    element = next(e for e in scan(html).elements if e.tag == "p")
    found = tag_of(html, element)
    assert found is not None
    assert html[found.start : found.end] == tag
    assert {a.name: html[a.value_start : a.value_end] for a in found.attributes if a.value_start >= 0} == {
        name: value for name, value in element.attributes.items() if value
    }
