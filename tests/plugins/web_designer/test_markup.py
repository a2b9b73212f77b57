"""A page's tree: what browsers make of the source, where its start tags end, and selectors that find one element."""

from __future__ import annotations

import json

import pytest

from plugins.web_designer.markup import Element, escape, scan
from tests.plugins.web_designer.css_oracle import in_chromium

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>T</title></head><body>
<table><tr><td>a<td id="x:1">b</table>
<p id="twice">1</p><p id="twice">2</p><p>3</p>
<svg viewBox="0 0 1 1"><linearGradient/><use xlink:href="#g"/></svg>
<div><template><i>t</i></template><b>bold</b></div>
</body></html>"""


def one(html: str, tag: str) -> Element:
    return next(e for e in scan(html).elements if e.tag == tag)


def test_every_element_has_a_selector_of_its_own() -> None:
    selectors = [e.selector for e in scan(PAGE).elements]
    assert len(set(selectors)) == len(selectors)
    assert {"html", "head", "body", "#x\\:1", "body > p:nth-of-type(2)"} <= set(selectors)


@pytest.mark.parametrize(
    "html",
    [
        PAGE,
        "<p>a<div>b</p><b><i>c</b>d</i><table><tr><td>e<div>f</table>",
        "<title>t</title><ul><li>a<li>b<ul><li>c</ul></ul><select><option>x<option>y</select>",
        '<svg><foreignObject><p id="1a:b.c">x</p></foreignObject><a><text>y</text></a></svg><math><mi>z</mi></math>',
        "<a href=#>x<p>y<a href=#>z</a></a><my-own><x-y>q</x-y></my-own><dl><dt>a<dd>b<dt>c</dl>",
    ],
)
def test_chromium_finds_each_element_by_its_selector_and_no_other(html: str) -> None:
    elements = [e for e in scan(html).elements if not any(above.tag == "template" for above in e.ancestors)]
    selectors = json.dumps([e.selector for e in elements])
    found = in_chromium(html, f"{selectors}.map(s => [...document.querySelectorAll(s)].map(e => e.localName))")
    assert found == [[e.tag] for e in elements]


def test_elements_that_the_parser_implies_are_on_the_way() -> None:
    cell = one(PAGE, "td")
    assert cell.selector == "body > table > tbody > tr > td:nth-of-type(1)"
    assert (one(PAGE, "tbody").line, one(PAGE, "tbody").end) == (0, -1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_end_of_each_start_tag_is_known(line_end: str) -> None:
    html = PAGE.replace("\n", line_end)
    ends = [(e.tag, html[: e.end]) for e in scan(html).elements if e.end >= 0]
    assert len(ends) == 18
    assert all(before.endswith(">") and f"<{tag}" in before for tag, before in ends)


def test_drawings_keep_their_case_and_their_prefixes() -> None:
    gradient = one(PAGE, "linearGradient")
    assert gradient.kind == "svg"
    assert one(PAGE, "use").get("xlink:href") == "#g"


def test_text_is_what_is_read() -> None:
    assert one(PAGE, "div").text == "bold"
    assert one(PAGE, "table").text == "ab"
    assert scan(PAGE).title == "T"


def test_a_deep_page_is_read() -> None:
    assert len(scan("<div>" * 3000).elements) > 3000


@pytest.mark.parametrize(
    ("name", "escaped"),
    [("a-b", "a-b"), ("1a", "\\31 a"), ("-", "\\-"), ("a.b", "a\\.b"), ("茶", "茶"), ("-1", "-\\31 ")],
)
def test_names_are_escaped_as_css_wants(name: str, escaped: str) -> None:
    assert escape(name) == escaped
