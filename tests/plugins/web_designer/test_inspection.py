"""The gate with a browser: real Chromium in a process of its own, real axe-core."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtGui import QImage

from plugins.web_designer.browser.client import WIDTHS_PX, Browser, BrowserFailed, shared_browser
from plugins.web_designer.finding import Finding
from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.library import open_page, shipped_plans

pytest.importorskip("PySide6.QtWebEngineWidgets")

RULES = Path("axe-core") / "test" / "integration" / "rules"


@pytest.fixture(scope="module")
def browser() -> Browser:
    return shared_browser()


@pytest.fixture
def hasty() -> Iterator[Browser]:
    made = Browser(deadline_s=3.0)
    yield made
    made.close()


def page(body: str, head: str = "") -> str:
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{viewport}<title>A page</title>{head}</head>'
        f"<body><main><h1>A page</h1>{body}</main></body></html>"
    )


def errors(html: str, browser: Browser) -> list[Finding]:
    return list(inspect_page(html, browser).errors)


def only(found: list[Finding]) -> Finding:
    (one,) = found
    return one


@pytest.mark.parametrize("number", range(3))
def test_our_own_pages_pass_at_every_width(browser: Browser, number: int) -> None:
    report = inspect_page(open_page(shipped_plans()[number].path).html, browser)
    assert report.errors == ()
    assert report.drawn[0].startswith("Drawn in Chromium at 375, 768, 1280 px: 0 remarks")


def test_what_is_too_wide_for_a_phone_is_found_there_and_named(browser: Browser) -> None:
    found = only(errors(page('<div id="wide" style="width: 600px">wide</div>'), browser))
    assert (found.check, found.selector, found.width) == ("layout", "#wide", 375)


def test_what_scrolls_in_a_box_of_its_own_is_no_fault(browser: Browser) -> None:
    body = '<div style="overflow-x: auto" tabindex="0"><pre style="width: 3000px">wide</pre></div>'
    assert errors(page(body), browser) == []


def test_texts_that_lie_over_each_other_are_found(browser: Browser) -> None:
    body = '<p id="a">The first line of text</p><p style="margin-top: -30px">Another line on top of it</p>'
    found = only(errors(page(body), browser))
    assert (found.check, found.width) == ("layout", 0)
    assert "lie over each other" in found.message


def test_a_picture_behind_text_and_a_badge_on_a_picture_are_no_fault(browser: Browser) -> None:
    square = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='200' height='80'/%3E"
    body = (
        f'<figure style="position: relative"><img alt="A square" src="{square}" width="200" height="80">'
        '<figcaption style="position: absolute; top: 4px">New</figcaption></figure>'
    )
    assert errors(page(body), browser) == []


def test_faint_text_is_told_with_both_colours(browser: Browser) -> None:
    found = only(errors(page('<p style="color: #bbbbbb">faint</p>'), browser))
    assert found.check == "accessibility"
    assert found.place == "axe-core: color-contrast"
    assert "#bbbbbb on #ffffff" in found.message
    assert found.width == 0


def test_a_missing_alt_is_told_once(browser: Browser) -> None:
    body = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">'
    found = only(errors(page(body), browser))
    assert found.place == "axe-core: image-alt"


def test_a_script_that_fails_and_one_that_reaches_out_are_told(browser: Browser) -> None:
    found = errors(
        page("<script>new Image().src = 'ht' + 'tps://evil.example/x'; throw new Error('no')</script>"), browser
    )
    assert {one.check for one in found} == {"console", "address"}
    assert any("https://evil.example/x" in one.message for one in found)


def test_a_page_without_end_is_given_up_and_the_next_one_is_drawn(hasty: Browser) -> None:
    found = errors(page("<script>while (true) {}</script>"), hasty)
    assert "without end" in only(found).message
    assert errors(page("<p>quiet</p>"), hasty) == []


def test_a_browser_that_is_killed_is_told_and_comes_again(hasty: Browser) -> None:
    assert hasty.run(page(""), "document.title") == "A page"
    helper = hasty.helper
    assert helper is not None
    os.kill(helper.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(helper.pid)], timeout=10)
    assert hasty.run(page(""), "innerWidth", 768) == 768


def test_a_page_that_is_too_heavy_says_so(hasty: Browser) -> None:
    with pytest.raises(BrowserFailed, match="too heavy"):
        hasty.run(page("x" * 1_600_000), "1")


def test_pictures_show_the_whole_page_at_its_width(browser: Browser) -> None:
    html = page('<div style="height: 3000px"></div>')
    for width, body in browser.pictures(html, (375, 768)).items():
        assert body.startswith(b"\x89PNG")
        assert int.from_bytes(body[16:20], "big") == width
        assert int.from_bytes(body[20:24], "big") > 3000


def test_a_picture_shows_the_end_of_a_long_page_too(browser: Browser) -> None:
    ends = (
        "<div style='height: 5000px; background: #ffffff'></div><div style='height: 100px; background: #0000ff'></div>"
    )
    for body in browser.pictures(page(ends), (375, 1280)).values():
        image = QImage.fromData(body)
        bottom = {image.pixelColor(x, image.height() - 50).name() for x in range(20, image.width() - 20, 50)}
        assert bottom == {"#0000ff"}


def test_a_pdf_is_one(browser: Browser) -> None:
    assert browser.pdf(page("<p>print me</p>")).startswith(b"%PDF")


def test_the_widths_are_those_that_the_gate_promises(browser: Browser) -> None:
    assert [view.width for view in browser.look(page("<p>x</p>")).views] == list(WIDTHS_PX)


def integration(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Rule, page and selectors of the elements that axe-core's own tests say are wrong."""
    for file in sorted(folder.glob("*/*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        page_file = file.with_suffix(".html")
        if isinstance(told, dict) and told.get("violations") and page_file.is_file():
            yield told["rule"], page_file.read_text(encoding="utf-8"), [" ".join(one) for one in told["violations"]]


@pytest.mark.shared
def test_the_gate_finds_what_axe_core_finds_in_its_own_pages(browser: Browser, shared: Path) -> None:
    wanted = found = 0
    missed: list[str] = []
    for rule, fragment, selectors in integration(shared / "data" / "web" / RULES):
        look = browser.look(page(fragment), (1280,))
        violations: list[Any] = [one for one in look.views[0].violations if one["id"] == rule]
        nodes = sum(len(one["nodes"]) for one in violations)
        wanted += len(selectors)
        found += min(nodes, len(selectors))
        if nodes < len(selectors):
            missed.append(f"{rule}: {nodes} of {len(selectors)}")
    assert wanted > 300
    assert found / wanted >= 0.95, missed


def test_a_page_of_ours_is_looked_at_in_a_moment(browser: Browser) -> None:
    html = open_page(shipped_plans()[0].path).html
    browser.look(html)
    began = time.monotonic()
    browser.look(html)
    assert time.monotonic() - began < 15
