"""Positions of elements: an independent parser is of the same opinion, and the numbered copy is the same page."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from plugins.web_designer.editing.source import read_source
from plugins.web_designer.markup import scan
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.render import render_page
from tests.helpers.web_pages import briefs

REFERENCES = Path(__file__).parents[3] / "data" / "web" / "references"


def pages() -> dict[str, str]:
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(REFERENCES.glob("*.html"))}
    return found | {f"brief {name}": render_page(plan_from_json(brief["plan"])) for name, brief in briefs()}


PAGES = pages()
OMITTED = {
    "items": "<ul><li>a<li>b <b>c</b><ul><li>d</ul><li>e</ul><p>f",
    "paragraphs": "<p>a<p>b<div>c<p>d</div><h2>e</h2><p>f<section>g</section>",
    "terms": "<dl><dt>a<dd>b<dd>c<dt>d</dl>",
    "table": "<table><caption>x<thead><tr><th>a<th>b<tbody><tr><td>c<p>d<td>e<tr><td>f</table><p>g",
    "options": "<select><option>a<option>b<optgroup label=x><option>c<optgroup label=y><option>d</select><p>e",
    "head": "<!DOCTYPE html><html><head><title>a</title><body><p>b",
    "bare": "<title>a</title><h1>b</h1>",
    "button": "<p>a <button>b <p>c</button> d<p>e",
    "headings": "<h1>a<h2>b</h2>",
}
TRICKY = {
    "comment": "<p>a<!-- <b>no</b> --><i>b</i></p><!--><b>c</b><!-- x --!><u>d</u>",
    "script": "<script>if (a<b) x = '<p>'; // </p></script><p>a</p>",
    "style": "<style>p::after { content: '<b>' }</style><p>a</p>",
    "title": "<title><b>no</b></title><textarea><i>no</i></textarea><p>a</p>",
    "quotes": "<p title='a > b' data-x=\"<b>\">c</p><a href=x/>d</a>",
    "svg": "<p>a<svg viewBox='0 0 1 1'><title>t</title><g><path d='M0 0'/><circle r=1 /></g></svg>b</p>",
    "cdata": "<svg><text><![CDATA[<b>no</b>]]></text></svg><p>a</p>",
    "void": "<p>a<br>b<img alt='' src=x>c<hr>d<input/>e",
    "case": "<DIV CLASS=A><P>a</P></DIV>",
    "stray": "<p>a</b></p></p></section><p>b",
    "less": "<p>1 < 2 and 3 <4 </ p></p><p>a",
    "cut": "<p>a<b>c</b><a href='x",
}


@pytest.mark.parametrize(
    "html", [*PAGES.values(), *OMITTED.values(), *TRICKY.values()], ids=[*PAGES, *OMITTED, *TRICKY]
)
def test_elements_and_what_they_stand_in_are_those_of_html5lib(html: str) -> None:
    source = read_source(html)
    scanned = sorted((e for e in scan(html).elements if e.end >= 0), key=lambda e: e.end)
    numbers = {id(element): number for number, element in enumerate(scanned)}
    assert [node.tag for node in source.nodes] == [element.tag.lower() for element in scanned]
    assert [node.open_end for node in source.nodes] == [element.end for element in scanned]
    around = [next((numbers[id(a)] for a in e.ancestors if id(a) in numbers), -1) for e in scanned]
    assert [node.parent for node in source.nodes] == around
    for node, element in zip(source.nodes, scanned, strict=True):
        assert dict(node.attributes) == {name.lower(): value for name, value in element.attributes.items()}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_an_element_s_source_stands_by_itself(html: str) -> None:
    source = read_source(html)
    for node in source.nodes:
        text = source.text_of(node.number)
        assert text.startswith("<")
        assert text.endswith(">")
        assert source.content_of(node.number) in text
        alone = read_source(text)
        inner = [below.tag for below in source.inside(node.number)]
        if node.tag not in ("html", "head", "body"):
            assert [one.tag for one in alone.nodes] == [node.tag, *inner]


@pytest.mark.parametrize(
    "html", [*PAGES.values(), *OMITTED.values(), *TRICKY.values()], ids=[*PAGES, *OMITTED, *TRICKY]
)
def test_the_numbered_copy_is_the_same_page_with_numbers(html: str) -> None:
    source = read_source(html)
    numbered = read_source(source.numbered())
    assert [node.attributes["data-pm"] for node in numbered.nodes] == [str(node.number) for node in source.nodes]
    shorter = source.numbered()
    for node in source.nodes:
        shorter = shorter.replace(f' data-pm="{node.number}"', "", 1)
    assert shorter == html


def test_a_template_s_end_tag_ends_what_is_open_in_it() -> None:
    assert [node.parent for node in read_source("<template><p>a</template><p>b").nodes] == [-1, 0, -1]


def test_the_innermost_element_at_a_place() -> None:
    html = "<p>a <b>c</b> d</p>e"
    source = read_source(html)
    found = [source.at(html.index(letter)) for letter in "acde"]
    assert found == [0, 1, 0, -1]


def test_no_text_makes_it_fail() -> None:
    dice = random.Random(7)
    pieces = [
        *TRICKY.values(),
        *OMITTED.values(),
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "'",
        '"',
        "=",
        "/",
        "\r\n",
        "\0",
        "é",
        "<svg>",
        "</svg>",
        "<![CDATA[",
    ]
    for _ in range(400):
        html = "".join(dice.choice(pieces)[dice.randrange(3) :] for _ in range(dice.randrange(1, 12)))
        source = read_source(html)
        for node in source.nodes:
            assert 0 <= node.start < node.open_end <= node.close_start <= node.end <= len(html)
            assert node.parent < node.number
