"""The gate: what it must find, and what it must let pass."""

from __future__ import annotations

import pytest

from plugins.web_designer.checks import MAX_FINDINGS_OF_A_KIND, TOO_HEAVY_BYTES, check_page
from plugins.web_designer.finding import Finding

GOOD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Good</title>
<style>
a:hover, a::before { color: red; }
@media (min-width: 40rem) { a:hover { color: blue; } .b { width: calc(100% - 2rem); --x: ; } }
@keyframes k { from { opacity: 0 } 50% { opacity: .5 } }
.nested { color: red; &:hover { color: blue; } .inner { margin: 0 } }
.pic { background: url("data:image/svg+xml,%3Csvg/%3E"), url(#g); }
</style></head>
<body><main>BODY<h1>Good</h1></main></body></html>"""


def page(body: str = "", head: str = "") -> str:
    return GOOD.replace("BODY", body).replace("</head>", f"{head}</head>")


def errors_of(html: str) -> list[Finding]:
    return list(check_page(html).errors)


def test_a_good_page_passes_without_a_remark() -> None:
    report = check_page(page())
    assert report.findings == ()
    assert report.declarations == 10
    assert "0 remarks" in report.evidence()[0]


OUTSIDE = {
    "picture": '<img alt="" src="https://e.example/a.png">',
    "protocol-relative picture": '<img alt="" src="//e.example/a.png">',
    "file beside it": '<img alt="" src="images/a.png">',
    "source set": '<img alt="" src="data:," srcset="data:,x 1x"><img alt="" srcset="https://e.example/a.png 2x">',
    "script": '<script src="https://e.example/a.js"></script>',
    "style sheet": '<link rel="stylesheet" href="https://e.example/a.css">',
    "font hint": '<link rel="preconnect" href="https://e.example">',
    "frame": '<iframe src="https://e.example"></iframe>',
    "form": '<form action="https://e.example/send"></form>',
    "button": '<button formaction="//e.example">x</button>',
    "svg use": '<svg aria-hidden="true"><use href="https://e.example/a.svg#x"></use></svg>',
    "refresh": '<meta http-equiv="refresh" content="0; url=https://e.example">',
    "base": '<base href="https://e.example/">',
    "import": "<style>@import url('https://e.example/a.css');</style>",
    "import of a string": "<style>@import 'a.css';</style>",
    "css url": "<style>b { background: url(https://e.example/a.png) }</style>",
    "css url in a query": "<style>@media print { b { background: url('//e.example/a') } }</style>",
    "css font": "<style>@font-face { font-family: x; src: local(x), url(//e.example/f.woff2) format('woff2') }</style>",
    "css image set": "<style>b { background: image-set('a.png' 1x) }</style>",
    "style attribute": '<p style="background: url(https://e.example/a)">x</p>',
    "fetch": "<script>fetch('/x')</script>",
    "script address": "<script>const a = 'https://e.example/x'</script>",
    "script link": '<a href="javascript:go()">x</a>',
    "poster": '<video poster="https://e.example/a.png"></video>',
}


@pytest.mark.parametrize("way", OUTSIDE)
def test_an_address_outside_the_page_is_an_error(way: str) -> None:
    assert [f.check for f in errors_of(page(OUTSIDE[way]))].count("address") >= 1


@pytest.mark.parametrize(
    "body",
    [
        '<a href="#x">x</a><a href="mailto:a@e.example">x</a><a href="tel:+44">x</a>',
        '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="x"><title>t</title></svg>',
        "<script>document.createElementNS('http://www.w3.org/2000/svg', 'g')</script>",
        "<form><input name='a' aria-label='a'></form>",
        "<p>See https://e.example in the text.</p>",
    ],
)
def test_what_stays_inside_is_no_error(body: str) -> None:
    assert errors_of(page(body)) == []


def test_a_link_that_a_person_may_follow_is_a_warning() -> None:
    (finding,) = check_page(page('<a href="https://e.example">x</a>')).findings
    assert (finding.severity, finding.check) == ("warning", "address")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (page("<div><p>x</div></p>"), "p"),
        (page("<p></span></p>"), "span"),
        (page('<img alt="" alt="x" src="data:,">'), "attribute"),
        (page("<table><div>x</div></table>"), "table"),
    ],
)
def test_real_breakage_is_an_error_with_its_place(html: str, words: str) -> None:
    finding = next(f for f in errors_of(html) if f.check == "parse")
    assert words in finding.message
    assert finding.line == 11
    assert finding.place.startswith("line 11, column")


def test_a_trifle_is_a_warning() -> None:
    found = check_page(page("<p>Fish &amp chips</p>")).findings
    assert {f.severity for f in found} == {"warning"}


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (GOOD.replace(' lang="en"', ""), "language"),
        (GOOD.replace("<title>Good</title>", ""), "title"),
        (GOOD.replace('name="viewport"', 'name="x"'), "viewport"),
        (GOOD.replace("h1>", "h2>"), "h1"),
        (page('<p id="a"></p><p id="a"></p>'), "“a”"),
    ],
)
def test_what_a_page_must_have_is_missed(html: str, words: str) -> None:
    assert [f.check for f in errors_of(html) if words in f.message] == ["structure"]


@pytest.mark.parametrize("css", ["b { color red; }", "b { color: ; }", "b { color: red", "b { : red }"])
def test_css_that_cannot_be_parsed_is_an_error(css: str) -> None:
    found = errors_of(page(head=f"<style>\n{css}\n</style>"))
    if css.endswith("red"):  # the end of the sheet closes a block: that is no error in CSS
        assert found == []
    else:
        assert [f.check for f in found] == ["css"]
        assert found[0].line == 11


def test_css_that_no_browser_knows_is_an_error_with_a_hint() -> None:
    (finding,) = errors_of(page(head="<style>\nb { colour: red }\n</style>"))
    assert (finding.check, finding.line, finding.hint) == ("css", 11, "Did you mean “color”?")


def test_css_in_an_attribute_is_checked_too() -> None:
    (finding,) = errors_of(page('<p class="x y" style="color red">x</p>'))
    assert (finding.check, finding.selector, finding.place) == ("css", "body > main > p", "style attribute, line 11")


def test_a_heavy_page_is_warned_of_and_a_huge_one_refused() -> None:
    assert [f.severity for f in check_page(page("x" * 600_000)).findings] == ["warning"]
    assert [f.check for f in errors_of(page("x" * TOO_HEAVY_BYTES))] == ["weight"]


def test_a_hundred_of_one_kind_are_told_a_few_times() -> None:
    body = "".join(f'<img src="data:,{n}" id="i{n}">' for n in range(100))
    assert len(check_page(page(body)).findings) == MAX_FINDINGS_OF_A_KIND


def test_errors_come_before_warnings() -> None:
    found = check_page(page('<a href="https://e.example">x</a><img src="data:,">')).findings
    assert [f.severity for f in found] == ["error", "warning"]


@pytest.mark.parametrize("text", ["", "   ", "<", "\x00", "<!DOCTYPE", "<style>", "<script>", "&#0;" * 9])
def test_no_text_breaks_the_gate(text: str) -> None:
    assert check_page(text).errors
