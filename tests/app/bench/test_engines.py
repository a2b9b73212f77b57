from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.bench import engines, llama_bench
from app.bench.measures import QUICK, Subject, load_plan, lookup
from app.bench.models import copying_model
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import AppError
from tests.helpers import tiny_gguf
from tests.helpers.streams import run
from tests.helpers.tiny_shape import TINY

WANTED = (
    "decode_vs_raw",
    "prompt_vs_raw",
    "warm_first_token_vs_cold",
    "restart_first_token_vs_cold",
    "restart_with_load_vs_cold_with_load",
    "lookup_speedup",
    "cancel_ms",
    "cancel_prompt_ms",
    "gui_stall_ms",
    "worker_peak_rss_mib",
)
LITTLE = replace(QUICK, shorts=1, decode_tokens=16, edit_tokens=60, cancels=2, prompt_cancels=(0.1,))


@pytest.fixture
def tiny_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command, with a tiny model in place of the real shapes, little effort, and no window."""
    monkeypatch.setattr(engines, "SHAPES", {engines.QUICK_SHAPE: replace(TINY, name=engines.QUICK_SHAPE)})
    monkeypatch.setattr(engines, "QUICK", LITTLE)
    monkeypatch.setattr(engines, "gui_stall", lambda model: {"longest_stall_ms": 1.0, "model": model})


@pytest.mark.usefixtures("tiny_shapes")
def test_the_whole_way_compares_with_others_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    speeds = (llama_bench.Speeds(100.0, 10.0), llama_bench.Speeds(200.0, 5.0))
    monkeypatch.setattr(llama_bench, "run", lambda *_: speeds)
    monkeypatch.setattr(
        engines, "QUICK", replace(LITTLE, with_others=True, one_file=False, cancels=0, prompt_cancels=())
    )

    assert cli.main(["bench", "engines", "--quick", "--json", "--threads", "1"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["prompt_vs_llama_bench"] == pytest.approx(2 * found["prompt_vs_llama_bench_auto"], rel=0.01)
    assert found["decode_vs_llama_bench"] == pytest.approx(found["decode_vs_llama_bench_auto"] / 2, rel=0.01)
    assert found["memory_vs_raw"] > 0
    assert found["decode_vs_raw_process"] > 0
    assert found["lookup_speedup"] > 0
    assert found["cancel_ms"] is None


@pytest.mark.usefixtures("tiny_shapes")
def test_quick_prints_one_json_object_with_every_figure_and_leaves_no_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, home: Path
) -> None:
    assert cli.main(["bench", "engines", "--quick", "--json", "--threads", "1", "--out", str(tmp_path / "out")]) == 0

    printed = capsys.readouterr().out
    found: dict[str, Any] = json.loads(printed)
    assert printed.count("\n") == 1
    for name in WANTED:
        assert math.isfinite(found[name]), name
        assert found[name] > 0, name
    assert 900 <= found["prompt_tokens"] <= 1100
    assert found["gui_stall_engine"] == "local"
    assert json.loads((tmp_path / "out" / "engines.json").read_text(encoding="utf-8")) == found
    assert "decode_vs_raw" in (tmp_path / "out" / "engines.txt").read_text(encoding="utf-8")
    assert list((home / "cache" / "bench").iterdir()) == []


def test_quick_measures_everything_at_least_once() -> None:
    assert min(QUICK.starts, QUICK.shorts, QUICK.edits, len(QUICK.prompt_cancels)) >= 1
    assert QUICK.cancels >= 10


def test_a_shape_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "engines", "--shapes", "9b"]) == 2
    assert "There is no shape 9b." in capsys.readouterr().err


def test_an_edit_that_comes_out_otherwise_is_an_error(tmp_path: Path) -> None:
    model, before, after = copying_model(tmp_path, TINY, 40)
    settings = LocalSettings(threads=1)
    subject = Subject(model, LITTLE, load_plan(model, settings), settings, model, before, after + " more")
    engine = LocalEngine(model, settings)

    with pytest.raises(AppError, match="otherwise"):
        run(engine, lookup(subject, engine))


def test_llama_bench_is_told_what_the_worker_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "llama-bench"
    script.write_text(
        '#!/bin/sh\necho "$@" >> "$0.log"\necho \'[{"avg_ts": 12.5}, {"avg_ts": 14}]\'\n', encoding="utf-8"
    )
    script.chmod(0o755)
    monkeypatch.setattr(llama_bench.sys, "prefix", str(tmp_path))
    model = tiny_gguf.make(tmp_path / "tiny.gguf")

    found = llama_bench.run(model, load_plan(model, LocalSettings(threads=3)), "plain", 100, 20)

    assert found == (llama_bench.Speeds(12.5, 12.5), llama_bench.Speeds(14.0, 14.0))
    prompt, decode = (tmp_path / "llama-bench.log").read_text(encoding="utf-8").splitlines()
    assert "-t 3 -b 512 -ub 512 -ngl -1 -fa off,auto" in prompt
    assert prompt.endswith("-p 100 -n 0")
    assert decode.endswith("-p 0 -n 20 -d 100")


def test_llama_bench_that_is_not_there_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama_bench.sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    model = tiny_gguf.make(tmp_path / "tiny.gguf")

    assert llama_bench.run(model, load_plan(model, LocalSettings()), "flash", 100, 20) is None


def test_llama_bench_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "llama-bench"
    script.write_text("#!/bin/sh\necho out of luck >&2\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(llama_bench.sys, "prefix", str(tmp_path))
    model = tiny_gguf.make(tmp_path / "tiny.gguf")

    with pytest.raises(AppError, match="did not run") as caught:
        llama_bench.run(model, load_plan(model, LocalSettings()), "flash", 100, 20)
    assert caught.value.hint == "out of luck"
