"""Pages whose style sheets say what must be measured, and plans in their looks."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from app.errors import InputError, StorageError
from plugins.web_designer.browser.client import shared_browser
from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.plan import PagePlan, plan_from_json
from plugins.web_designer.reference.dress import dressed, look_of, style_like
from plugins.web_designer.reference.measured import Measured, first_family
from plugins.web_designer.reference.outline import outline
from plugins.web_designer.reference.reading import measure
from plugins.web_designer.render import render_page
from tests.plugins.web_designer.test_plan import PLAN

pytest.importorskip("PySide6.QtWebEngineWidgets")

PAGES = Path(__file__).parents[2] / "data" / "web" / "references"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))


def measured(name: str) -> Measured:
    return measure(str(PAGES / f"{name}.html"), shared_browser())


def plan() -> PagePlan:
    return plan_from_json(PLAN)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_the_style_sheet_says_is_measured(name: str) -> None:
    page = measured(name)
    found = {
        "ground": page.ground,
        "surface": page.surface,
        "text": page.text,
        "accent": page.accent,
        "display": first_family(page.display.family),
        "body": first_family(page.body.family),
        "h1": page.scale["h1"],
        "radius": page.radius_px,
        "padding": page.padding_px,
        "gap": page.gap_px,
        "width": page.width_px,
        "bar": page.bar,
        "parts": [part.kind for part in page.parts],
    }
    wanted = EXPECTED[name]
    assert {key: found[key] for key in wanted} == wanted


def test_no_text_of_the_page_is_in_what_a_model_is_told() -> None:
    told = outline(measured("saas"))
    assert "hero" in told
    assert "3 things in 3 columns" in told
    for words in ("Flow", "Work without", "Thing", "Start free"):
        assert words not in told


@pytest.mark.parametrize("name", ["night", "rounded", "teahouse"])
def test_a_plan_in_the_looks_of_a_reference_passes_the_gate(name: str) -> None:
    page = measured(name)
    html = render_page(dressed(plan(), page))
    assert inspect_page(html, shared_browser()).errors == ()
    assert page.accent in html
    assert first_family(page.display.family) in html


def test_sections_come_in_the_order_of_the_reference_and_none_is_lost() -> None:
    saas = measured("saas")
    mixed = replace(plan(), sections=tuple(reversed(plan().sections)))
    kinds = [section.kind for section in dressed(mixed, saas).sections]
    assert sorted(kinds) == sorted(section.kind for section in mixed.sections)
    shared = [kind for kind in kinds if kind in ("hero", "features", "pricing", "faq", "footer")]
    assert shared == sorted(shared, key=["hero", "features", "pricing", "faq", "footer"].index)


def test_looks_keep_within_what_a_page_can_bear() -> None:
    page = measured("rounded")
    assert look_of(page).radius_px == 28
    assert look_of(replace(page, padding_px=2000.0)).spacing == 1.6
    assert look_of(replace(page, body=replace(page.body, size_px=9.0))).size_px == 0


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("magazine", "editorial"),
        ("night", "night"),
        ("rounded", "soft"),
        ("brutal", "poster"),
        ("terminal", "terminal"),
    ],
)
def test_the_nearest_style_lends_its_grid(name: str, style: str) -> None:
    assert style_like(measured(name)) == style


class Site(BaseHTTPRequestHandler):
    """A page with a sheet, one that leads elsewhere, one that never ends."""

    def do_GET(self) -> None:
        pages: dict[str, tuple[str, bytes]] = {
            "/": ("text/html; charset=utf-8", b"<link rel=stylesheet href=/s.css><main><h1>Hi</h1><p>text</p></main>"),
            "/s.css": ("text/css", b"body { background: #123456; color: #fefefe }"),
            "/data": ("application/json", b"{}"),
        }
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        kind, body = pages.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Any:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, name="site")
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/", "/moved"])
def test_an_address_is_fetched_with_its_sheets(site: str, path: str) -> None:
    assert measure(site + path, shared_browser()).ground == "#123456"


def test_what_cannot_be_fetched_says_why(site: str) -> None:
    with pytest.raises(StorageError, match="answers with 404"):
        measure(f"{site}/none", shared_browser())
    with pytest.raises(InputError, match="is no web page"):
        measure(f"{site}/data", shared_browser())
    with pytest.raises(StorageError, match="cannot be reached"):
        measure("http://127.0.0.1:9/", shared_browser())
