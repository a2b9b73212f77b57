from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.models.library import find_models
from tests.helpers import tiny_gguf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "models"
    (made / "deep").mkdir(parents=True)
    return made


def test_the_starter_stands_first_and_the_others_by_name(tmp_path: Path, folder: Path) -> None:
    starter = tiny_gguf.make(tmp_path / "starter.gguf", name="Zero", tools="latex")
    tiny_gguf.make(folder / "1.gguf", name="beta")
    tiny_gguf.make(folder / "deep" / "2.gguf", name="Alpha")

    models = find_models(starter, [folder])

    assert [(model.name, model.is_starter) for model in models] == [("Zero", True), ("Alpha", False), ("beta", False)]
    assert models[0].header is not None
    assert models[0].header.serves == {"latex"}


def test_a_broken_file_is_listed_with_its_error(tmp_path: Path, folder: Path) -> None:
    tiny_gguf.truncated(folder / "half.gguf")

    (model,) = find_models(tmp_path / "none.gguf", [folder])

    assert model.name == "half"
    assert model.size_bytes > 0
    assert model.error is not None
    assert model.error.reason == "truncated"


def test_a_file_that_is_reached_twice_stands_once(tmp_path: Path, folder: Path) -> None:
    starter = tiny_gguf.make(folder / "starter.gguf")
    (folder / "link.gguf").symlink_to(starter)

    assert len(find_models(starter, [folder, folder / "deep", folder])) == 1


def test_missing_folders_later_parts_and_projectors_are_passed_over(tmp_path: Path, folder: Path) -> None:
    for name in ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf", "mmproj-big.gguf", "note-of-mine.gguf"):
        tiny_gguf.make(folder / name, name="")

    models = find_models(tmp_path / "none.gguf", [tmp_path / "nowhere", folder])

    assert [model.path.name for model in models] == ["big-00001-of-00002.gguf", "note-of-mine.gguf"]


def test_a_row_is_plain_data(folder: Path) -> None:
    tiny_gguf.make(folder / "a.gguf", tools="sql_assistant")
    tiny_gguf.not_gguf(folder / "b.gguf")

    rows = [model.row() for model in find_models(folder / "none.gguf", [folder])]

    assert json.loads(json.dumps(rows)) == rows
    assert {row["path"]: row["serves"] for row in rows}[str(folder / "a.gguf")] == ["sql_assistant"]
    assert ["web page" in str(row["error"]) for row in rows] == [True, False]
