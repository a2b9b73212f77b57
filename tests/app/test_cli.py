"""The command line as a person and as a script use it; only the engine is scripted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap, cli
from app.engines.scripted import Reply, ScriptedEngine
from app.errors import ConnectFailed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedEngine]:
    """Make every build of the program answer from a script on its local route."""

    def script(*replies: Reply, **kwargs: Any) -> ScriptedEngine:
        engine = ScriptedEngine(replies, kind="local", model="Script", **kwargs)
        real = bootstrap.build

        def build(**options: Any) -> bootstrap.Services:
            services = real(**options)
            services.engines.replace("local", engine)
            return services

        monkeypatch.setattr(cli, "build", build)
        return engine

    return script


def test_json_is_one_object_with_the_promised_keys(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers(r"\frac{a}{b}")
    assert cli.main(["run", "latex", "a over b", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"tool", "engine", "model", "status", "output", "problems", "attempts", "reason", "usage", "result"} <= set(
        shown
    )
    assert {"prompt_tokens", "completion_tokens", "ttft_s", "tokens_per_s"} <= set(shown["usage"])
    assert (shown["status"], shown["result"], shown["attempts"]) == ("verified", {"latex": r"\frac{a}{b}"}, 1)


def test_without_json_the_answer_alone_goes_to_stdout(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers("$x^2$")
    assert cli.main(["run", "latex", "x squared"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "x^2\n"
    assert "[verified] Script" in shown.err


def test_a_failed_answer_is_status_1_with_its_problems(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers(r"\foo")
    assert cli.main(["run", "latex", "foo", "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["status"], shown["attempts"]) == ("failed", 3)
    assert r"\foo is not a command" in shown["problems"][0]["message"]


def test_an_engine_error_is_status_1_with_a_hint(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers(ConnectFailed("The server is gone.", hint="Start it."))
    assert cli.main(["run", "latex", "x", "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["error"] == "ConnectFailed"
    assert "Start it." in shown.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["run", "nothing_such", "x"], "no tool “nothing_such”"),
        (["run", "latex", ""], "is empty"),
        (["run", "latex", "x", "--set", "colour=red"], "no field “colour”"),
        (["run", "latex", "x", "--set", "colour"], "has no “=”"),
        (["run", "latex", "--set", "words=@/nowhere.txt"], "cannot be read"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    answers("x")
    assert cli.main(argv) == 2
    assert words in capsys.readouterr().err


def test_a_field_can_come_from_a_file_and_the_result_go_to_one(
    answers: Callable[..., ScriptedEngine], tmp_path: Path
) -> None:
    engine = answers("x^{2}")
    (tmp_path / "words.txt").write_text("x squared", encoding="utf-8")
    out = tmp_path / "deep" / "formula.tex"
    assert cli.main(["run", "latex", "--set", f"words=@{tmp_path / 'words.txt'}", "--out", str(out)]) == 0
    assert engine.requests[0].messages[-1].content == "x squared"
    assert out.read_text(encoding="utf-8") == "x^{2}\n"
    assert cli.main(["run", "latex", "x squared", "--out", str(tmp_path / "f.svg")]) == 0
    assert (tmp_path / "f.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_tool_that_the_model_does_not_serve_says_what_to_do(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = answers("noise", serves=frozenset({"sql_assistant"}))
    assert cli.main(["run", "latex", "x"]) == 1
    shown = capsys.readouterr()
    assert "Script serves sql_assistant; not latex" in shown.err
    assert "Add a GGUF model" in shown.err
    assert engine.requests == []


def test_tools_and_models_are_listed(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers("x")
    assert cli.main(["tools", "--json"]) == 0
    assert {"latex", "sql_assistant"} <= {row["id"] for row in json.loads(capsys.readouterr().out)}
    assert cli.main(["models", "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)


def test_the_command_line_imports_no_qt() -> None:
    script = "import sys; from app.__main__ import main; main(['tools']); print(any(m.startswith('PySide6') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("False")
