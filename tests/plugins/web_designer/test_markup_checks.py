"""HTML as browsers read it, its structure, and accessibility in the source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from html5lib.constants import E

from plugins.web_designer.accessibility_checks import accessibility_findings
from plugins.web_designer.checks import check_page
from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import ParseFault, scan
from plugins.web_designer.parse_errors import words_of
from plugins.web_designer.structure_checks import structure_findings


def found(body: str) -> list[Finding]:
    html = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>T</title>'
        f"</head>\n<body><main><h1>T</h1>\n{body}\n</main></body></html>"
    )
    return list(check_page(html).findings)


GOOD = [
    "<p>one<p>two <b>bold</b><ul><li>a<li>b</ul>",
    "<dl><dt>a<dd>b</dl><dl><div><dt>a<dd>b</div></dl>",
    "<table><tr><th>a<th>b<tr><td>1<td>2</table><table role=presentation><tr><td>1<td>2<tr><td>1<td>2</table>",
    '<label>Name <input></label><label for="a">A</label><input id="a"><input aria-label="b"><input type="hidden"><input type="submit">',
    '<label for="s">S</label><select id="s"><option>1<hr><option>2</select>',
    '<a href="#x">to <img alt="" src="data:,"></a><p id="x">x</p><a href="#">top</a><a href="#top">top</a>',
    '<a href="#x" aria-label="go"><svg aria-hidden="true"></svg></a><p id="x">x</p>',
    '<button><svg><title>close</title></svg></button><button aria-labelledby="n"></button><span id="n">name</span>',
    '<svg role="img" aria-label="map"></svg><svg aria-hidden="true"><path d="M0 0"/></svg>',
    "<details><summary>More <a href='#'>x</a></summary><p>text</p></details>",
    "<h2>a</h2><h3>b</h3><h2>c</h2><my-own><div>x</div></my-own>",
    '<a href="#"><div><h2>card</h2><p>text</p></div></a>',
    '<button>a <span>b</span></button><video muted autoplay></video><iframe title="x" srcdoc="x"></iframe>',
    '<div hidden><input><button></button><img src="data:,"></div><template><li>x</li><input></template>',
    '<dialog id="d" aria-labelledby="t"><h2 id="t">T</h2><form method="dialog"><button>ok</button></form></dialog>',
    '<div role="doc-chapter" aria-describedby="q">x</div><p id="q">q</p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>',
    '<search><form><label>q <input type="search"></label></form></search><a href="mailto:a@b.example" target="_blank" rel="noopener">m</a>',
    '<img src="data:," alt="x"><picture><source srcset="data:,"><img src="data:," alt=""></picture><img role="none" src="data:,">',
    "<fieldset><legend>L</legend><label><input type=radio name=r> a</label></fieldset><progress></progress><meter aria-label=m></meter>",
]


@pytest.mark.parametrize("body", GOOD)
def test_an_honest_page_is_not_blamed(body: str) -> None:
    assert found(body) == []


BAD = [
    ("<div><p>x</div></p>", "error", "parse", "</p> closes nothing", ""),
    ("<p></span></p>", "error", "parse", "</span> closes nothing", "body > main > p"),
    ('<p class="a" class="b">x</p>', "error", "parse", "same attribute twice", "body > main"),
    ("<section><div>x</section>", "error", "parse", "</section> comes while an element inside it", ""),
    ("<b><i>x</b></i>", "error", "parse", "crosses another element", ""),
    ("<div/>", "error", "parse", "<div/> closes nothing", "body > main > div"),
    ("<table><div>x</div></table>", "error", "parse", "stands in a table", ""),
    ('<a href="#">x<a href="#">y</a></a>', "error", "parse", "<a> inside <a>", ""),
    ("<form><form></form></form>", "error", "parse", "<form> may not stand here", "body > main > form"),
    ("<button>a<button>b</button></button>", "error", "parse", "<button> inside <button>", ""),
    ("<tr><td>x", "error", "parse", "<tr> may not stand here", ""),
    ("<p>Fish &amp chips</p>", "warning", "parse", "character reference", ""),
    ("<font>x</font>", "warning", "structure", "<font> is no element of today", "body > main > font"),
    ("<sectoin>x</sectoin>", "warning", "structure", "no element <sectoin>", "body > main > sectoin"),
    ("<li>x</li>", "error", "structure", "outside of a list", "body > main > li"),
    ("<ul><div>x</div></ul>", "error", "structure", "A list holds <div>", "body > main > ul"),
    ("<dt>x</dt>", "error", "structure", "outside of <dl>", "body > main > dt"),
    ("<dl><p>x</p></dl>", "error", "structure", "<dl> holds <p>", "body > main > dl"),
    ('<a href="#">x <button>y</button></a>', "error", "structure", "<button> stands in <a>", "body > main > a"),
    ('<button>x <input aria-label="y"></button>', "error", "structure", "<input> stands in <button>", "body > main > button"),
    ("<span><div>x</div></span>", "warning", "structure", "for text alone", "body > main > span > div"),
    ('<p id="a">1</p><p id="a">2</p>', "error", "structure", "“a” is there twice", "body > main > p:nth-of-type(2)"),
    ('<a href="#nowhere">x</a>', "warning", "structure", "“#nowhere”", "body > main > a"),
    ('<img alt="x">', "error", "structure", "no source", "body > main > img"),
    ("<details><p>x</p></details>", "warning", "structure", "no <summary>", "body > main > details"),
    ("<video autoplay></video>", "warning", "structure", "plays by itself", "body > main > video"),
    ('<a href="https://e.example" target="_blank">x</a>', "warning", "structure", "reach back", "body > main > a"),
    ("<main>x</main>", "warning", "structure", "more than one main", "body > main > main"),
    ("<h4>x</h4>", "warning", "structure", "a level is skipped", "body > main > h4"),
    ('<img src="data:,">', "error", "accessibility", "no alt text", "body > main > img"),
    ("<a href='#'></a>", "error", "accessibility", "A link has no words", "body > main > a"),
    ("<button><svg aria-hidden='true'></svg></button>", "error", "accessibility", "A button has no words", "body > main > button"),
    ("<input>", "error", "accessibility", "<input> has no label", "body > main > input"),
    ("<textarea></textarea>", "error", "accessibility", "<textarea> has no label", "body > main > textarea"),
    ("<label for='x'>a</label>", "error", "accessibility", "A label is for “x”", "body > main > label"),
    ("<label for='x'>a</label><p id='x'>b</p>", "warning", "accessibility", "takes none", "body > main > label"),
    ("<label>a <input> <input></label>", "warning", "accessibility", "two fields", "body > main > label > input:nth-of-type(2)"),
    ("<iframe srcdoc='x'></iframe>", "error", "accessibility", "A frame has no title", "body > main > iframe"),
    ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "warning", "accessibility", "no head cells", "body > main > table"),
    ("<div role='buton'>x</div>", "error", "accessibility", "no role “buton”", "body > main > div"),
    ("<div aria-lable='x'>x</div>", "error", "accessibility", "no attribute “aria-lable”", "body > main > div"),
    ("<div aria-labelledby='x'>x</div>", "error", "accessibility", "aria-labelledby names “x”", "body > main > div"),
    ("<div aria-controls='x'>x</div>", "warning", "accessibility", "aria-controls names “x”", "body > main > div"),
    ("<div tabindex='3'>x</div>", "warning", "accessibility", "order of the keyboard", "body > main > div"),
    ("<h2></h2>", "warning", "accessibility", "A heading is empty", "body > main > h2"),
    ("<svg role='img'></svg>", "error", "accessibility", "has no name", "body > main > svg"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "severity", "check", "words", "selector"), BAD, ids=[entry[0] for entry in BAD])
def test_a_fault_is_found_with_its_element(body: str, severity: str, check: str, words: str, selector: str) -> None:
    finding = next(f for f in found(body) if words in f.message)
    assert (finding.severity, finding.check) == (severity, check)
    assert selector in ("", finding.selector)
    assert finding.line


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<!DOCTYPE html><html lang="english language"><title>x</title>', "is no language"),
        (
            '<!DOCTYPE html><html lang="en"><title>x</title><meta name="viewport" content="width=device-width, user-scalable=no">',
            "made larger",
        ),
        (
            '<!DOCTYPE html><html lang="en"><title>x</title><meta name="viewport" content="maximum-scale=1.0">',
            "made larger",
        ),
        ('<!DOCTYPE html><html lang="en"><title>x</title><title>y</title>', "second title"),
        ("<!DOCTYPE html><p>x", "encoding"),
        ("<!DOCTYPE html><p>x", "no main part"),
        ("<p>x", "does not begin with <!DOCTYPE html>"),
        ("<!DOCTYPE html><div><section>", "<section> is not closed before the page ends"),
    ],
)
def test_what_a_document_lacks_is_found(html: str, words: str) -> None:
    assert any(words in f.message for f in check_page(html).findings)


@pytest.mark.parametrize("code", E)
def test_every_parse_error_has_words_of_its_own(code: str) -> None:
    names = {"name": "p", "startName": "p", "endName": "b", "originalName": "p", "newName": "b", "gotName": "p"}
    message, hint = words_of(ParseFault(code, {**names, "expectedName": "b"}, 1, 1))
    assert message.endswith(".")
    assert "…" not in message.replace("&…;", "")
    assert "%" not in message + hint


AXE = {
    "image-alt": "picture has no alt", "button-name": "button has no words", "link-name": "link has no words", "label": "has no label",
    "select-name": "has no label", "input-button-name": "button has no words", "input-image-alt": "picture that is a button",
    "area-alt": "part of a picture", "frame-title": "frame has no title", "tabindex": "order of the keyboard", "list": "A list holds",
    "listitem": "list item stands", "dlitem": "outside of <dl>", "definition-list": "<dl> holds", "aria-roles": "no role",
    "aria-valid-attr": "no attribute", "nested-interactive": "without the other", "empty-heading": "heading is empty",
    "svg-img-alt": "drawing that is a picture",
}  # fmt: skip
"""Rules of axe-core with the words of ours."""


@pytest.mark.shared
def test_no_element_that_axe_passes_is_blamed_and_most_that_it_blames_are_found(shared: Path) -> None:
    folder = shared / "data" / "web" / "axe-core" / "test" / "integration" / "rules"
    blamed: list[tuple[str, str]] = []
    hits = all_faults = 0
    for rule, words in AXE.items():
        cases = json.loads((folder / rule / f"{rule}.json").read_text(encoding="utf-8"))
        page = scan((folder / rule / f"{rule}.html").read_text(encoding="utf-8"))
        ours = {f.selector for f in (*accessibility_findings(page), *structure_findings(page)) if words in f.message}
        faults = {"".join(way) for way in cases.get("violations", ())}
        blamed += [(rule, selector) for way in cases.get("passes", ()) if (selector := "".join(way)) in ours]
        hits += len(faults & ours)
        all_faults += len(faults)
    assert blamed == []
    assert hits / all_faults > 0.7
