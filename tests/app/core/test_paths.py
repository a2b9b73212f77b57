"""Folders: where they are, and what happens when they cannot be."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from app.core.paths import find_paths, prepare


def test_polymath_home_moves_everything(tmp_path: Path) -> None:
    paths, trouble = prepare(find_paths({"POLYMATH_HOME": str(tmp_path / "here")}))
    assert trouble is None
    for place in (paths.settings_file, paths.history_file, paths.keys_file, paths.logs, paths.user_models):
        assert place.is_relative_to(tmp_path / "here")
    assert paths.tool_data("sql_assistant").is_dir()


def test_a_home_that_cannot_be_written_gives_a_stand_in_and_says_so(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("no folder", encoding="utf-8")
    paths, trouble = prepare(find_paths({"POLYMATH_HOME": str(blocker / "home")}))
    assert trouble is not None
    assert str(blocker) in trouble.message
    assert paths.data.is_dir()
    assert "POLYMATH_HOME" in trouble.hint


def test_the_starter_ships_inside() -> None:
    assert find_paths({"POLYMATH_HOME": "/x"}).starter_model.parent.name == "models"


def test_what_holds_in_a_home_that_cannot_be_written_holds_in_its_stand_in(tmp_path: Path) -> None:
    home = find_paths({"POLYMATH_HOME": str(tmp_path)})
    home.config.mkdir()
    home.settings_file.write_text("offline = true", encoding="utf-8")
    home.data.write_text("a file where a folder should be", encoding="utf-8")
    paths, trouble = prepare(home)
    assert trouble is not None
    assert paths.settings_file != home.settings_file
    assert paths.settings_file.read_text(encoding="utf-8") == "offline = true"
    assert (paths.keys_file, paths.user_models, paths.user_plugins) == (
        home.keys_file,
        home.user_models,
        home.user_plugins,
    )
    assert not paths.history_file.is_relative_to(tmp_path)


def _no_space(*_args: Any, **_options: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("module", "function"), [(tempfile, "mkdtemp"), (shutil, "copyfile")])
def test_where_no_place_at_all_can_be_written_the_home_is_read_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, function: str
) -> None:
    monkeypatch.setattr(module, function, _no_space)
    home = find_paths({"POLYMATH_HOME": str(tmp_path)})
    home.config.mkdir()
    home.settings_file.write_text("offline = true", encoding="utf-8")
    home.data.write_text("a file where a folder should be", encoding="utf-8")

    paths, trouble = prepare(home)

    assert paths == home
    assert trouble is not None
    assert "are not kept" in trouble.message
    assert not list(home.config.glob(".write-test*"))
