"""Few-shot prompts and the tools made of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from app.core.fewshot import Example, FewShotPrompt
from app.core.manifest import load_manifest
from app.core.messages import Message
from app.core.plugin import Context, FewShotPlugin

PROMPT = FewShotPrompt("You translate.", (Example("one", "eins"), Example("two", "zwei")))
CONTEXT = cast(Context, SimpleNamespace(settings={}))


def _plugin(folder: Path, extra: str = "") -> FewShotPlugin:
    path = folder / "t.toml"
    path.write_text(
        f'id = "tt"\ntitle = "T"\nsystem = "S"\n{extra}\n[[examples]]\ninput = "a"\noutput = "b"\n', encoding="utf-8"
    )
    return FewShotPlugin(load_manifest(path))


def test_examples_come_as_turns_between_the_system_line_and_the_question() -> None:
    assert PROMPT.messages("three") == (
        Message.system("You translate."),
        Message.user("one"),
        Message.assistant("eins"),
        Message.user("two"),
        Message.assistant("zwei"),
        Message.user("three"),
    )


def test_one_example_can_be_left_out_to_test_it() -> None:
    assert PROMPT.without(0).examples == (Example("two", "zwei"),)


def test_examples_on_trial_win_over_kept_ones_and_these_over_the_manifests(tmp_path: Path) -> None:
    plugin = _plugin(tmp_path)
    kept = cast(Context, SimpleNamespace(settings={"examples": [{"input": "k", "output": "K"}]}))
    trial: dict[str, Any] = {"prompt": "q", "examples": [{"input": "x", "output": "y"}]}
    assert [m.content for m in plugin.build(trial, kept)] == ["S", "x", "y", "q"]
    assert [m.content for m in plugin.build({"prompt": "q"}, kept)] == ["S", "k", "K", "q"]
    assert [m.content for m in plugin.build({"prompt": "q"}, CONTEXT)] == ["S", "a", "b", "q"]
    assert plugin.manifest.check_inputs(trial)["examples"] == trial["examples"]


def test_further_fields_stand_before_the_prompt(tmp_path: Path) -> None:
    plugin = _plugin(tmp_path, '[[fields]]\nname = "text"\nprompt = true\n[[fields]]\nname = "tone"\nlabel = "Tone"')
    assert plugin.build({"text": "hi", "tone": "warm"}, CONTEXT)[-1].content == "Tone: warm\n\nhi"


def test_a_choice_is_its_own_check_and_text_is_not(tmp_path: Path) -> None:
    plugin = _plugin(tmp_path, '[output]\nkind = "choice"\nchoices = ["yes", "no"]')
    assert asyncio.run(plugin.verify("yes", {}, CONTEXT)).checked
