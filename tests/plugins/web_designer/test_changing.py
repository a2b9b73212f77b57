"""A page that exists, changed by words through the real run loop; only the engine is scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.result import RunResult
from app.core.run import RunRequest
from app.engines.scripted import ScriptedEngine
from app.errors import InputError
from plugins.web_designer.asked import digest_of, remember_page
from plugins.web_designer.changing import element_of, new_findings, read_page, request_of
from plugins.web_designer.editing.abridged import abridged
from plugins.web_designer.editing.source import read_source
from plugins.web_designer.finding import Finding
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.render import render_page
from tests.helpers.web_pages import briefs

HTML = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bread</title>
<style>body { background: #ffffff; color: #222222 }</style></head>
<body>
<main>
<h1>Fresh bread</h1>
<p class="lead">Every day.</p>
<p class="price">4 euro</p>
</main>
</body>
</html>
"""
Run = Callable[..., RunResult]


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Iterator[Run]:
    services: Services = build({"POLYMATH_HOME": str(home)})
    page = tmp_path / "page.html"
    page.write_text(HTML, encoding="utf-8")

    def go(engine: ScriptedEngine, wish: str = "Make it warmer.", **inputs: Any) -> RunResult:
        services.engines.replace("local", engine)
        request = RunRequest("web_designer", {"description": wish, "page": str(page), **inputs})
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)

    yield go
    services.close()


def local(*replies: str) -> ScriptedEngine:
    return ScriptedEngine(replies, kind="local", model="small-3b")


def block(old: str, new: str) -> str:
    return f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE"


def test_a_patch_changes_the_element_and_the_gate_looks_at_the_page(run: Run) -> None:
    engine = local(block('<p class="lead">Every day.</p>', '<p class="lead">Every warm day.</p>'))
    outcome = run(engine, element=".lead").outcome
    assert outcome.status == "verified"
    assert outcome.output == outcome.result["html"] == HTML.replace("Every day", "Every warm day")
    assert outcome.result["mode"] == "change"
    assert outcome.result["of"] == digest_of(HTML)
    assert outcome.result["what"] == "Asked: Make it warmer."
    assert '<p class="price">' not in engine.requests[0].messages[-1].content
    assert any("to the letter" in line for line in outcome.evidence)


def test_a_patch_that_does_not_fit_is_sent_back_with_what_stands_there(run: Run) -> None:
    engine = local(
        block("<h1>Warm bread</h1>", "<h1>Hot bread</h1>"), block("<h1>Fresh bread</h1>", "<h1>Hot bread</h1>")
    )
    outcome = run(engine).outcome
    assert outcome.status == "repaired"
    assert outcome.output == HTML.replace("Fresh", "Hot")
    assert "<h1>Fresh bread</h1>" in engine.requests[1].messages[-1].content


def test_what_never_fits_leaves_the_page_as_it_was(run: Run) -> None:
    outcome = run(local(*["I would love to help."] * 6)).outcome
    assert outcome.status == "failed"
    assert "html" not in outcome.result


def test_locked_elements_are_named_to_the_model_and_kept(run: Run) -> None:
    engine = local(block("Fresh bread", "Hot bread"), block("Every day.", "Each day."))
    outcome = run(engine, locks="h1 .price").outcome
    assert outcome.output == HTML.replace("Every day", "Each day")
    assert "Locked, leave to the letter: h1 “Fresh bread”, p “4 euro”" in engine.requests[0].messages[-1].content
    assert "is locked" in engine.requests[1].messages[-1].content


def test_a_fault_that_a_change_brings_is_sent_back_and_one_that_was_there_is_not(run: Run, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.html"
    faulty.write_text(
        HTML.replace("</main>", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">\n</main>'), encoding="utf-8"
    )
    pale = block('<p class="lead">Every day.</p>', '<p class="lead" style="color: #eeeeee">Every day.</p>')
    good = block('<p class="lead">Every day.</p>', '<p class="lead" style="color: #7a2e00">Every day.</p>')
    engine = local(pale, good)
    outcome = run(engine, page=str(faulty)).outcome
    assert outcome.status == "repaired"
    assert "contrast" in engine.requests[1].messages[-1].content
    assert "alt" not in engine.requests[1].messages[-1].content.split("contrast")[0].split("\n")[-1]
    assert any(one["severity"] == "error" for one in outcome.result["report"])


def test_css_alone_dresses_an_element_of_the_page(run: Run) -> None:
    engine = local(".it { color: #7a2e00; padding: 4px }\n.it:hover { color: #000000 }")
    outcome = run(engine, "like a sweet", element=".price", mode="css").outcome
    assert outcome.status == "verified"
    assert '<p class="price it-1">4 euro</p>' in outcome.output
    assert ".it-1:hover { color: #000000 }" in outcome.output
    assert 'class="price it"' in engine.requests[0].messages[-1].content


@pytest.mark.parametrize("element", ["#none", "h7", "@99", "a b", ".x["])
def test_an_element_that_is_not_there_is_said(run: Run, element: str) -> None:
    with pytest.raises(InputError, match="no element"):
        run(local("x"), element=element)


def test_elements_are_named_by_tag_id_class_or_place() -> None:
    source = read_source("<main id='m'><p class='a b'></p><h1 class='b'></h1></main>")
    assert [element_of(source, one, "element") for one in ("main", "#m", ".b", "h1.b", ".a.b", "@2", "p")] == [
        0,
        0,
        1,
        2,
        1,
        2,
        1,
    ]


def test_new_findings_are_told_from_old_ones_by_count() -> None:
    one, other = Finding("error", "css", "a", "#x"), Finding("error", "css", "b", "#x")
    assert new_findings([one], [one, one, other]) == (one, other)


@pytest.mark.parametrize("name", [name for name, _brief in briefs()])
def test_an_abridged_page_comes_back_whole(name: str) -> None:
    html = render_page(plan_from_json(dict(briefs())[name]["plan"]))
    short = abridged(html, 5_000)
    assert len(short.text) < 0.7 * len(html)
    assert ":root" in short.text
    assert short.restored(short.text) == html


@pytest.mark.parametrize("name", [name for name, _brief in briefs()])
def test_a_page_of_ours_is_read_as_it_was_written(tmp_path: Path, name: str) -> None:
    html = render_page(plan_from_json(dict(briefs())[name]["plan"]))
    path = remember_page(tmp_path, html)
    assert read_page(str(path)) == (html, ())
    assert request_of({"page": str(path)}, None, 0).source.html == html


def test_what_a_page_loads_stays_where_it_is_while_the_page_is_changed(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "own.html"
    page.write_text(HTML.replace("</head>", '<link rel="stylesheet" href="own.css"></head>'), encoding="utf-8")
    outcome = run(local(block("Fresh bread", "Hot bread")), page=str(page)).outcome
    assert outcome.output == page.read_text(encoding="utf-8").replace("Fresh", "Hot")
