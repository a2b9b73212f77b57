"""The tool through the real run loop; only the engine is scripted."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.result import RunResult
from app.core.run import RunRequest
from app.engines.base import EngineInfo
from app.engines.scripted import ScriptedEngine
from app.errors import InputError, NoEngine
from plugins.web_designer.library import shipped_plans
from plugins.web_designer.plugin import PLAN_MAX_TOKENS, mode_for
from tests.plugins.web_designer.test_documents import WHOLE
from tests.plugins.web_designer.test_plan import PLAN

BRIEF = "A page for Hazel, a tree nursery in Kent."
Run = Callable[..., RunResult]


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    yield built
    built.close()


@pytest.fixture
def run(services: Services) -> Run:
    def go(engine: ScriptedEngine, description: str = BRIEF, **inputs: Any) -> RunResult:
        services.engines.replace("local", engine)
        request = RunRequest("web_designer", {"description": description, **inputs})
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)

    return go


def local(*replies: str, model: str = "small-3b", **more: Any) -> ScriptedEngine:
    return ScriptedEngine(replies, kind="local", model=model, **more)


def plan_text(**changes: Any) -> str:
    return json.dumps({**PLAN, **changes})


def test_a_small_model_fills_a_plan_that_becomes_a_checked_page(run: Run) -> None:
    engine = local(plan_text())
    outcome = run(engine).outcome
    assert outcome.status == "verified"
    assert outcome.output.startswith("<!DOCTYPE html>")
    assert outcome.output == outcome.result["html"]
    assert (outcome.result["mode"], outcome.result["report"]) == ("plan", [])
    assert outcome.result["plan"]["title"] == "Hazel"
    assert engine.requests[0].output.kind == "json"
    assert engine.requests[0].max_tokens == PLAN_MAX_TOKENS
    assert engine.requests[0].messages[-1].content == BRIEF
    json.dumps(dict(outcome.result))


def test_a_large_model_writes_the_page_itself(run: Run) -> None:
    engine = local(f"Here you are:\n```html\n{WHOLE}\n```\nEnjoy!", model="llama-3.3-70B")
    outcome = run(engine, style="swiss").outcome
    assert outcome.status == "verified"
    assert outcome.output == WHOLE
    assert (outcome.result["mode"], outcome.result["plan"]) == ("free", None)
    assert engine.requests[0].output.language == "html"
    assert engine.requests[0].max_tokens == 3000
    assert "Swiss" in engine.requests[0].messages[-1].content


def test_the_person_can_choose_how_and_in_which_style(run: Run) -> None:
    engine = local(WHOLE)
    assert run(engine, mode="free").outcome.result["mode"] == "free"
    engine = local(plan_text(style="night"), model="llama-3.3-70B")
    assert run(engine, mode="plan", style="night").outcome.result["plan"]["style"] == "night"
    schema = engine.requests[0].output.schema
    assert schema is not None
    assert schema["properties"]["style"]["enum"] == ["night"]


def test_an_outside_address_goes_back_to_the_model(run: Run) -> None:
    bad = WHOLE.replace("<h1>", '<img alt="" src="https://e.example/a.png"><h1>')
    engine = local(bad, WHOLE)
    outcome = run(engine, mode="free").outcome
    assert outcome.status == "repaired"
    assert outcome.output == WHOLE
    assert "https://e.example/a.png" in engine.requests[1].messages[-1].content


def test_what_is_never_mended_is_failed_and_still_shown(run: Run) -> None:
    bad = WHOLE.replace("<h1>", '<img src="https://e.example/a.png"><h1>')
    engine = local(bad)
    outcome = run(engine, mode="free").outcome
    assert outcome.status == "failed"
    assert len(engine.requests) == 3
    assert outcome.result["html"] == bad
    assert {f["check"] for f in outcome.result["report"] if f["severity"] == "error"} == {
        "address",
        "accessibility",
        "layout",
    }


def test_a_page_that_was_cut_off_is_closed_and_said(run: Run) -> None:
    outcome = run(local(WHOLE[: WHOLE.index("<p>end")]), mode="free").outcome
    assert outcome.status == "verified"
    assert outcome.output.endswith("</html>")
    assert [p.severity for p in outcome.problems] == ["warning"]
    assert "cut off" in outcome.problems[0].message


def test_talk_instead_of_a_page_is_sent_back(run: Run) -> None:
    outcome = run(local("I am sorry.", WHOLE), mode="free").outcome
    assert outcome.status == "repaired"


def test_filler_and_repetition_in_a_plan_are_sent_back_as_a_plan(run: Run) -> None:
    lazy = plan_text(sections=[{"kind": "hero", "heading": "Lorem ipsum"}, {"kind": "features", "heading": "More"}])
    engine = local(lazy, plan_text())
    outcome = run(engine).outcome
    assert outcome.status == "repaired"
    assert engine.requests[1].messages[-2].content == lazy
    asked = engine.requests[1].messages[-1].content
    assert "filler text" in asked
    assert "has no items" in asked


def test_copy_in_the_wrong_language_is_sent_back(run: Run) -> None:
    engine = local(plan_text(), plan_text(language="zh", title="榛子园", sections=_CHINESE))
    outcome = run(engine, "为一家苗圃做一个主页，卖果树苗。").outcome
    assert outcome.status == "repaired"
    assert "language of the brief" in engine.requests[1].messages[-1].content
    assert "半亩书屋" in engine.requests[0].messages[1].content


_CHINESE = [
    {"kind": "hero", "heading": "冬天种下一座果园", "text": "两年生的苗，当天起土。", "items": []},
    {"kind": "cta", "heading": "来园子里挑一棵", "text": "", "items": []},
]


def test_no_plan_at_all_is_failed_with_words(run: Run) -> None:
    outcome = run(local("no json here")).outcome
    assert outcome.status == "failed"
    assert "JSON" in outcome.problems[0].message


@pytest.mark.parametrize("number", range(3))
def test_a_plan_as_the_prompt_needs_no_model(run: Run, number: int) -> None:
    text = shipped_plans()[number].path.read_text(encoding="utf-8")
    unable = local("never asked", serves=frozenset())
    outcome = run(unable, text).outcome
    assert outcome.status == "verified"
    assert outcome.result["plan"]["title"] in outcome.output.replace("&amp;", "&")
    assert unable.requests == []


def test_a_plan_as_the_prompt_is_not_sent_to_a_model_that_is_there(run: Run) -> None:
    engine = local("never asked")
    assert run(engine, plan_text()).outcome.status == "verified"
    assert engine.requests == []


def test_a_plan_with_a_slip_says_what_is_wrong(run: Run) -> None:
    with pytest.raises(InputError, match="style"):
        run(local("never asked"), plan_text(style="gothic"))


def test_a_brief_without_a_model_is_refused(run: Run) -> None:
    with pytest.raises(NoEngine):
        run(local("never asked", serves=frozenset()))


@pytest.mark.parametrize(
    ("kind", "model", "mode"),
    [
        ("local", "Qwen2.5-3B-Instruct-Q4_K_M", "plan"),
        ("local", "starter", "plan"),
        ("local", "gemma-2-27b-it", "free"),
        ("local", "mixtral-8x7b", "free"),
        ("local", "Phi_3_8B", "plan"),
        ("cloud", "gpt-5", "free"),
        ("cloud", "qwen2.5:1.5b", "plan"),
        ("cloud", "llama-3.3-70b", "free"),
        ("scripted", "", "plan"),
    ],
)
def test_small_and_unknown_models_plan_and_large_ones_write(kind: Any, model: str, mode: str) -> None:
    assert mode_for(EngineInfo(kind=kind, model=model)) == mode


def test_a_page_that_exists_is_checked_without_a_model(services: Services, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(WHOLE.replace("<p>end</p>", '<div style="width: 600px">wide</div>'), encoding="utf-8")
    unasked = local("nothing")
    services.engines.replace("local", unasked)
    request = RunRequest("web_designer", {"page": str(page)})
    result = services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)
    assert unasked.requests == []
    assert result.outcome.status == "failed"
    (error,) = [one for one in result.outcome.result["report"] if one["severity"] == "error"]
    assert (error["check"], error["selector"], error["width"]) == ("layout", "body > main > div", 375)


def test_css_alone_is_tried_on_a_sample_and_kept_to_its_element(run: Run) -> None:
    wild = "```css\nbutton { color: red }\n```"
    good = "```css\n.it { background: #123f8a; color: #fff; padding: 12px 24px }\n```"
    engine = local(wild, good)
    outcome = run(engine, "a button like a sweet", mode="css").outcome
    assert outcome.status == "repaired"
    assert outcome.result["css"].startswith(".it {")
    assert '<button type="button" class="it">' in outcome.result["html"]
    assert "reaches beyond the element" in engine.requests[1].messages[-1].content
    assert engine.requests[0].output.language == "css"


def test_a_reference_is_measured_and_told_to_the_model(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "site.html"
    saved.write_text(
        "<!DOCTYPE html><html lang='en'><head><title>t</title><style>body { margin: 0; background: #0b1020; color: #eef; "
        "font-family: Georgia, serif } .b { background: #ffcc00; color: #111; padding: 12px 24px; border-radius: 8px; "
        "display: inline-block }</style></head><body><main><section><h1>Secret words</h1><p>More secret words here.</p>"
        "<a class='b' href='#x'>Go</a></section></main></body></html>"
    )
    engine = local(plan_text())
    outcome = run(engine, reference=str(saved)).outcome
    asked = engine.requests[0].messages[-1].content
    assert asked.startswith(BRIEF)
    assert "ground #0b1020" in asked
    assert "accent #ffcc00" in asked
    assert "Georgia" in asked
    assert "Secret" not in asked
    assert outcome.result["reference"]["radius_px"] == 8


def test_a_reference_that_is_none_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("no page")
    with pytest.raises(InputError, match="is no saved page"):
        run(local(plan_text()), reference=str(tmp_path / "x.txt"))


def test_pictures_of_the_person_stand_in_the_page_in_both_ways(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my pictures"
    folder.mkdir()
    pixel = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
    for name in ("Our_shop-front.gif", "logo.gif", "notes.txt"):
        (folder / name).write_bytes(pixel)
    planned = run(local(plan_text()), pictures=str(folder)).outcome
    assert planned.output.count("data:image/gif;base64,") == 3, "the sign stands at the top and at the end"
    assert 'alt="Our shop front"' in planned.output
    written = local(WHOLE.replace("<p>end</p>", '<img src="own:hero" alt="The shop">'))
    whole = run(written, pictures=str(folder), mode="free").outcome
    assert "own:hero" in written.requests[0].messages[-1].content
    assert "base64" not in written.requests[0].messages[-1].content
    assert 'src="data:image/gif;base64,R0lGOD' in whole.output


@pytest.mark.parametrize(("name", "size", "why"), [("a.txt", 10, "no picture"), ("a.png", 500_000, "larger than")])
def test_what_is_no_picture_for_a_page_says_so(run: Run, tmp_path: Path, name: str, size: int, why: str) -> None:
    (tmp_path / name).write_bytes(b"x" * size)
    with pytest.raises(InputError, match=why):
        run(local(plan_text()), pictures=str(tmp_path / name))
