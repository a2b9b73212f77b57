from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from app.bench import models
from app.errors import AppError
from tests.helpers.tiny_shape import TINY


def test_models_are_gone_after_the_run_unless_they_are_kept(tmp_path: Path) -> None:
    with models.model_folder(tmp_path, keep=False) as folder:
        models.random_model(folder, TINY)
    assert not folder.exists()

    with models.model_folder(tmp_path, keep=True) as folder:
        made = models.random_model(folder, TINY)
    with models.model_folder(tmp_path, keep=True) as again:
        before = made.stat().st_ino
        assert models.random_model(again, TINY).stat().st_ino == before


def test_a_termination_signal_leaves_no_model_behind(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended, models.model_folder(tmp_path, keep=False) as folder:
        signal.raise_signal(signal.SIGTERM)

    assert ended.value.code == 143
    assert not folder.exists()


def test_what_a_killed_run_left_is_removed_a_day_later(tmp_path: Path) -> None:
    old, fresh = tmp_path / "run-old", tmp_path / "run-fresh"
    old.mkdir()
    fresh.mkdir()
    os.utime(old, (0, time.time() - 90_000))

    with models.model_folder(tmp_path, keep=False):
        pass

    assert (old.exists(), fresh.exists()) == (False, True)


def test_kept_models_stay_within_a_limit_and_the_least_used_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "KEPT_LIMIT_BYTES", 2 * TINY.size_bytes)
    for age, name in enumerate(("new", "old")):
        (tmp_path / f"{name}.gguf").write_bytes(bytes(TINY.size_bytes * 2 // 3))
        os.utime(tmp_path / f"{name}.gguf", (0, time.time() - 100 * age))

    models.random_model(tmp_path, TINY)

    assert sorted(path.stem for path in tmp_path.iterdir()) == ["new", "tiny"]


def test_a_disk_without_room_is_named_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_SPARE_BYTES", 1 << 60)

    with pytest.raises(AppError, match="MiB left"):
        models.random_model(tmp_path, TINY)
    assert list(tmp_path.iterdir()) == []


def test_the_cache_lies_in_the_programs_home(tmp_path: Path) -> None:
    assert models.cache_folder({"POLYMATH_HOME": str(tmp_path)}) == tmp_path / "cache" / "bench"
    assert models.cache_folder({}).parts[-2:] == ("polymath", "bench")
