"""Whole sheets: rules, selectors and nesting; places of faults; the conformance cases; speed."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import pytest

from plugins.web_designer.css.sheet import Mark, read_attribute, read_sheet
from plugins.web_designer.sheets import css_findings
from tests.plugins.web_designer.css_oracle import in_chromium

WRITTEN: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "css" / "rules.toml").read_text(encoding="utf-8")
)
OWN = sorted((Path(__file__).parents[3] / "plugins" / "web_designer").rglob("*.css"))


@pytest.mark.parametrize("rule", WRITTEN["good"])
def test_what_is_right_passes(rule: str) -> None:
    assert read_sheet(rule).marks == []


@pytest.mark.parametrize("rule", WRITTEN["bad"])
def test_what_is_wrong_is_found(rule: str) -> None:
    assert read_sheet(rule).marks


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_our_own_styles_pass(file: Path) -> None:
    sheet = read_sheet(file.read_text(encoding="utf-8"))
    assert sheet.declarations
    assert sheet.marks == []


def test_a_mark_has_the_place_where_its_declaration_begins() -> None:
    (mark,) = read_sheet("a {\n  margin: 0;\n  colour: red;\n}").marks
    assert (mark.line, mark.column) == (3, 3)


SELECTORS = (
    "a:hover|::before|:is(a,b)|a:nth-child(2 of .x)|*|[a=b i]|a::part(x):hover|::slotted(a)|:host(a)|:has(> a)|"
    ":lang(en)|:dir(ltr)|&|& a|:state(x)|::highlight(x)|::cue|::view-transition|::view-transition-new(*)|"
    ":nth-child(-n+3)|:nth-child(+3n-2)|a#b.c[d]:empty|.\\:x|é|#-a|#--a|._a|"
    ":root:root|:where(a,:foo)|:is(:foo)|a:not(b,c)|::marker|::file-selector-button|::target-text|::backdrop|:popover-open|:modal|:open|"
    ":user-valid|:autofill|:checked|:target|:defined|:scope|:fullscreen|:any-link|::scroll-marker|::scroll-button(left)|::column|::checkmark|"
    "::picker(select)|::details-content|a::first-line|a:first-line|::selection|a:hover:active|[a^=x i]|:focus-visible|::-webkit-scrollbar"
).split("|")


def test_every_selector_that_chromium_takes_passes() -> None:
    taken = in_chromium("", f"{json.dumps(SELECTORS)}.map(s => CSS.supports('selector(' + s + ')'))")
    assert [s for s, is_taken in zip(SELECTORS, taken, strict=True) if is_taken and read_sheet(s + "{}").marks] == []
    assert sum(taken) > 0.9 * len(SELECTORS)


def test_what_stands_deep_in_nested_rules_is_judged() -> None:
    css = "@layer a { @media (width > 1px) { @supports (display: grid) { b { & c { colour: red } } } } }"
    assert [mark.fault.better for mark in read_sheet(css).marks] == ["color"]


def test_a_thousand_levels_end_without_harm() -> None:
    assert read_sheet("a {" * 1000).declarations == 0


def test_important_in_keyframes_is_a_warning() -> None:
    (mark,) = read_sheet("@keyframes k { to { color: red !important } }").marks
    assert mark.fault.severity == "warning"


def test_sheets_that_stand_alone_give_findings() -> None:
    found = css_findings("a { colour: red }\nb { background: url(https://e.example/x) }").findings
    assert [(f.check, f.line, f.place) for f in found] == [("css", 1, "line 1"), ("address", 2, "line 2")]


def unreadable(marks: list[Mark]) -> bool:
    return any("cannot be read" in mark.fault.message for mark in marks)


@pytest.mark.shared
@pytest.mark.parametrize(("file", "read"), [("stylesheet", read_sheet), ("declaration_list", read_attribute)])
def test_the_conformance_cases_are_read_as_they_should_be(shared: Path, file: str, read: type) -> None:
    """A case that gives an error is unreadable, and no other is: their made-up names are other faults.

    Left out are lists whose errors nesting has made into rules since, and comments of HTML before a selector.
    """
    cases = json.loads((shared / "data" / "web" / "css-parsing-tests" / f"{file}.json").read_text(encoding="utf-8"))
    wrong = []
    for css, expected in zip(cases[::2], cases[1::2], strict=True):
        has_error = any(entry[0] == "error" for entry in expected)
        if unreadable(read(css).marks) != has_error and not css.startswith("@ media"):
            wrong.append(css)
    assert wrong == []


def test_a_page_of_a_thousand_declarations_is_read_at_once() -> None:
    css = "\n".join(file.read_text(encoding="utf-8") for file in OWN)
    declarations = read_sheet(css).declarations
    assert declarations >= 1000
    begin = time.perf_counter()
    read_sheet(css + "\n")
    warm_s = time.perf_counter() - begin
    assert warm_s * 1000 / declarations < 0.6, f"{warm_s * 1000:.0f} ms for {declarations} declarations"
