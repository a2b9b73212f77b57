"""The command line as a person and as a script use it; only the engine is scripted."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap, cli
from app.core.manifest import Field
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
        (["run", "latex", "x", "--engine", "nobody"], "There is no engine “nobody”"),
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


@pytest.mark.parametrize("address", ["postgresql://ann@db.example.org/sales", "mysql+pymysql://db/x"])
def test_an_address_in_a_field_for_a_file_stays_as_it_is(address: str) -> None:
    field = Field("database", "Database", "file")
    assert cli._value(address, field, []) == address
    assert cli._value("shop.db", field, []) == str(Path("shop.db").absolute())


def test_a_name_in_a_field_that_takes_names_stays_as_it_is_where_it_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    field = Field("database", "Database", "file", names=True)
    (tmp_path / "here").touch()
    assert cli._value("Sales v1.2", field, []) == "Sales v1.2"
    for path in ("here", "a/b", "@gone", "~"):
        assert Path(cli._value(path, field, [])).is_absolute()


def test_a_tool_that_the_model_does_not_serve_says_what_to_do(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = answers("noise", serves=frozenset({"sql_assistant"}))
    assert cli.main(["run", "latex", "x"]) == 1
    shown = capsys.readouterr()
    assert "Script was made for other tools and does not serve LaTeX from words" in shown.err
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


SLOW = """
import sys
from app import bootstrap, cli
from app.engines.scripted import ScriptedEngine
real = bootstrap.build
def build(**options):
    services = real(**options)
    services.engines.replace("local", ScriptedEngine([sys.argv[1]], kind="local", pause_s=float(sys.argv[2])))
    return services
cli.build = build
sys.exit(cli.main(sys.argv[3:]))
"""


def _process(answer: str, pause_s: float, *args: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SLOW, answer, str(pause_s), *args]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, **options)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal to one process is a thing of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_in_mid_answer_stops_the_run_and_keeps_its_row(home: Path, number: int, status: int) -> None:
    with _process("x ^ 2 and so on", 0.3, "run", "latex", "x squared") as program:
        assert program.stderr is not None
        assert "The local model answers" in program.stderr.readline()
        program.send_signal(number)
        _, said = program.communicate(timeout=30)
    assert program.returncode == status
    assert said.splitlines()[-1].startswith("polymath: stopped")
    assert "Traceback" not in said
    with closing(sqlite3.connect(home / "data" / "history.sqlite3")) as history:
        assert history.execute("SELECT state FROM runs").fetchall() == [("cancelled",)]


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with _process("x^2", 0, "run", "latex", "x squared", "--json") as program:
        assert program.stdout is not None
        program.stdout.close()
        assert program.stderr is not None
        said = program.stderr.read()
    assert program.returncode == 0
    assert "BrokenPipe" not in said


@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_a_closed_stream_is_no_bug(descriptor: int) -> None:
    command = [sys.executable, "-m", "app", "run", "latex", "-"]
    script = f"import os; os.close({descriptor}); os.execv({command[0]!r}, {command!r})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, input="", check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_out_that_cannot_be_written_is_said_before_the_model_works(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine = answers("x^2")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for out in (tmp_path, tmp_path / "file" / "x.tex"):
        assert cli.main(["run", "latex", "x squared", "--out", str(out)]) == 2
        assert str(out) in capsys.readouterr().err
    assert engine.requests == []


def test_an_answer_that_cannot_be_saved_is_printed_all_the_same(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers(r"\frac{x}")
    assert cli.main(["run", "latex", "x", "--out", str(tmp_path / "x.svg"), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["output"] == r"\frac{x}"
    assert "There is no picture of this answer" in shown.err


def test_a_model_that_there_is_not_names_those_that_there_are(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers("x")
    assert cli.main(["run", "latex", "x", "--model", "gpt-9", "--json"]) == 2
    shown = capsys.readouterr()
    assert "no model “gpt-9”" in json.loads(shown.out)["message"]
    assert "--engine cloud" in shown.err


def test_an_error_as_json_has_the_keys_of_a_result(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str]
) -> None:
    answers("x^2", ConnectFailed("gone"))
    assert cli.main(["run", "latex", "x squared", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    answers(ConnectFailed("gone"))
    assert cli.main(["run", "latex", "x squared", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)
    assert result.keys() - error.keys() == {"evidence", "seconds"}
    assert (error["status"], error["usage"].keys()) == ("failed", result["usage"].keys())


def test_what_could_not_be_opened_is_said(
    answers: Callable[..., ScriptedEngine],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("POLYMATH_HOME", str(tmp_path / "file" / "home"))
    answers("x^2")
    assert cli.main(["run", "latex", "x squared"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "x^2\n"
    assert "set POLYMATH_HOME to another folder" in shown.err


def test_rows_of_an_answer_are_shown_to_people(
    answers: Callable[..., ScriptedEngine], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    database = tmp_path / "~shop.db"
    with closing(sqlite3.connect(database)) as db:
        db.executescript(
            "CREATE TABLE items (name TEXT, price REAL); INSERT INTO items VALUES ('tea', 2.5), ('gold', 9e999)"
        )
    answers("SELECT name, price FROM items")
    command = ["run", "sql_assistant", "What is there?", "--set", f"database={database}"]
    assert cli.main(command) == 0
    assert "name  price\n----  -----\ntea   2.5\n" in capsys.readouterr().out
    assert cli.main([*command, "--json"]) == 0
    text = capsys.readouterr().out
    assert json.loads(text, parse_constant=pytest.fail)["result"]["rows"][0] == ["tea", 2.5]
