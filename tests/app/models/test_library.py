from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import threading
from pathlib import Path

import pytest

from app.core.paths import Paths, find_paths
from app.core.settings import LocalSettings, Settings
from app.errors import StorageError
from app.models import library as library_module
from app.models.library import KnownModel, Library, find_called, find_models
from app.models.stores import sidecar_of
from tests.helpers import model_stores, tiny_gguf


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
    for seed, name in enumerate(
        ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf", "mmproj-big.gguf", "note-of-mine.gguf")
    ):
        tiny_gguf.make(folder / name, name="", seed=seed)

    models = find_models(tmp_path / "none.gguf", [tmp_path / "nowhere", folder])

    assert [model.path.name for model in models] == ["big-00001-of-00002.gguf", "note-of-mine.gguf"]


def test_a_row_is_plain_data(folder: Path) -> None:
    tiny_gguf.make(folder / "a.gguf", tools="sql_assistant")
    tiny_gguf.not_gguf(folder / "b.gguf")

    rows = [model.row() for model in find_models(folder / "none.gguf", [folder])]

    assert json.loads(json.dumps(rows)) == rows
    assert {row["path"]: row["serves"] for row in rows}[str(folder / "a.gguf")] == ["sql_assistant"]
    assert ["web page" in str(row["error"]) for row in rows] == [True, False]


@pytest.fixture
def user(home: Path) -> Path:
    """The person's home: ``home``, the program's, is set beside it."""
    assert home
    return Path.home()


@pytest.fixture
def paths(home: Path, tmp_path: Path) -> Paths:
    found = find_paths({"POLYMATH_HOME": str(home)})
    found.user_models.mkdir(parents=True)
    return dataclasses.replace(found, resources=tmp_path / "resources")


def _library(paths: Paths, user: Path, *folders: Path, **environ: str) -> Library:
    settings = Settings(local=LocalSettings(model_folders=tuple(map(str, folders))))
    return Library(paths, lambda: settings, {"HOME": str(user), **environ}, stall_limit_s=1.0)


def _models(library: Library) -> dict[str, KnownModel]:
    return {model.name: model for model in library.scan().models}


def test_models_of_other_programs_are_found_where_they_lie(tmp_path: Path, paths: Paths, user: Path) -> None:
    made = tiny_gguf.make(tmp_path / "m.gguf", name="m", seed=1)
    model_stores.ollama(user / ".ollama" / "models", "llama3.2:1b", made, licence="\nMIT License\n\nCopyright")
    places = {
        "lmstudio": user / ".lmstudio" / "models" / "org" / "repo" / "a.gguf",
        "jan": user / ".local" / "share" / "Jan" / "data" / "llamacpp" / "models" / "Jan-v3" / "model.gguf",
        "gpt4all": user / ".local" / "share" / "nomic.ai" / "GPT4All" / "b.gguf",
        "llamacpp": user / ".cache" / "llama.cpp" / "c.gguf",
    }
    for seed, (kind, path) in enumerate(places.items(), 2):
        path.parent.mkdir(parents=True)
        tiny_gguf.make(path, name=kind, seed=seed)
    cached = tiny_gguf.make(tmp_path / "h.gguf", name="hub", seed=9)
    model_stores.hugging_face(user / ".cache" / "huggingface" / "hub", "org/repo", "rev1", q4=cached)

    listing = _library(paths, user).scan()

    assert {model.name: model.place.kind for model in listing.models} == {
        "llama3.2:1b": "ollama", "lmstudio": "lmstudio", "Jan-v3": "jan", "gpt4all": "gpt4all", "llamacpp": "llamacpp",
        "hub": "huggingface",
    }  # fmt: skip
    ollama = next(model for model in listing.models if model.place.kind == "ollama")
    assert ollama.sha256 == hashlib.sha256(made.read_bytes()).hexdigest()
    assert ollama.licence == "CC0-1.0"
    assert [report.models for report in listing.places] == [1] * 6


def test_lm_studio_may_have_moved_its_home_and_its_models(tmp_path: Path, paths: Paths, user: Path) -> None:
    moved, elsewhere = tmp_path / "moved", tmp_path / "elsewhere"
    (moved / "models").mkdir(parents=True)
    elsewhere.mkdir()
    (user / ".lmstudio-home-pointer").write_text(f"{moved}\n", encoding="utf-8")
    (moved / "settings.json").write_text(json.dumps({"downloadsFolder": str(elsewhere)}), encoding="utf-8")
    tiny_gguf.make(moved / "models" / "a.gguf", name="a", seed=1)
    tiny_gguf.make(elsewhere / "b.gguf", name="b", seed=2)

    assert {name: model.place.kind for name, model in _models(_library(paths, user)).items()} == {
        "a": "lmstudio",
        "b": "lmstudio",
    }


def test_variables_of_other_programs_are_followed(tmp_path: Path, paths: Paths, user: Path) -> None:
    made = tiny_gguf.make(tmp_path / "m.gguf", seed=1)
    model_stores.ollama(tmp_path / "o", "m:latest", made, host="hf.co/org")
    other = tiny_gguf.make(tmp_path / "n.gguf", name="n", seed=2)
    model_stores.hugging_face(tmp_path / "h" / "hub", "org/repo", "rev1", q4=other)

    found = _models(_library(paths, user, OLLAMA_MODELS=str(tmp_path / "o"), HF_HOME=str(tmp_path / "h")))

    assert set(found) == {"hf.co/org/m:latest", "n"}
    assert found["hf.co/org/m:latest"].is_called("hf.co/org/m")


def test_a_model_that_several_programs_keep_is_one_row(tmp_path: Path, paths: Paths, user: Path) -> None:
    made = tiny_gguf.make(tmp_path / "m.gguf", name="Same", seed=1)
    blob = model_stores.ollama(user / ".ollama" / "models", "same:1b", made)
    cached = model_stores.hugging_face(user / ".cache" / "huggingface" / "hub", "org/repo", "rev1", q4=made)["q4"]
    copied = user / ".lmstudio" / "models" / "copy.gguf"
    copied.parent.mkdir(parents=True)
    copied.write_bytes(made.read_bytes())
    linked = paths.user_models / "hard.gguf"
    linked.hardlink_to(copied)

    (model,) = _library(paths, user).scan().models

    assert model.path == linked
    assert set(model.also_at) == {copied, cached, blob}
    assert (model.name, model.aliases) == ("Same", ("same:1b",))
    assert model.sha256 == hashlib.sha256(made.read_bytes()).hexdigest()


def test_models_of_one_size_that_differ_stand_apart(paths: Paths, user: Path) -> None:
    for seed in (1, 2):
        tiny_gguf.make(paths.user_models / f"{seed}.gguf", name="Twin", seed=seed)

    assert len(_library(paths, user).scan().models) == 2


def test_broken_links_link_loops_and_revisions_of_one_blob_do_no_harm(tmp_path: Path, paths: Paths, user: Path) -> None:
    hub = user / ".cache" / "huggingface" / "hub"
    made = tiny_gguf.make(tmp_path / "m.gguf", name="m")
    model_stores.hugging_face(hub, "org/repo", "old", q4=made)
    new = model_stores.hugging_face(hub, "org/repo", "new", q4=made)["q4"]
    (new.parent / "gone.gguf").symlink_to("../../blobs/gone")
    (paths.user_models / "loop").symlink_to(paths.user_models, target_is_directory=True)
    (paths.user_models / "self.gguf").symlink_to(paths.user_models / "self.gguf")

    listing = _library(paths, user).scan()

    assert [model.path for model in listing.models] == [new]
    assert all(not report.problems for report in listing.places)


def test_a_split_model_is_one_row_and_a_missing_part_is_said(paths: Paths, user: Path) -> None:
    whole = model_stores.split(paths.user_models, "whole")
    model_stores.split(paths.user_models, "half")[2].unlink()

    listing = _library(paths, user).scan().models

    good, bad = sorted(listing, key=lambda model: model.error is not None)
    assert (good.name, good.parts, good.size_bytes) == ("Big", 3, sum(part.stat().st_size for part in whole))
    assert bad.error is not None
    assert "Part 3 of 3" in bad.error.message


def test_ollama_models_that_cannot_be_used_are_named_or_passed_over(paths: Paths, user: Path) -> None:
    store = user / ".ollama" / "models"
    digest = "sha256:" + "a" * 64
    kind = "application/vnd.ollama.image."
    model_stores.write_manifest(store, "tensors:latest", [{"mediaType": kind + "tensor", "digest": digest}])
    model_stores.write_manifest(store, "gone:1b", [{"mediaType": kind + "model", "digest": digest}])
    layers = [{"mediaType": kind + part, "digest": digest} for part in ("model", "adapter")]
    model_stores.write_manifest(store, "tuned:1b", layers)
    model_stores.write_manifest(store, "evil:1b", [{"mediaType": kind + "model", "digest": "sha256:../../x"}])
    (store / "manifests" / "registry.ollama.ai" / "library" / "gone" / "odd").write_bytes(b"\xff{not json")

    listing = _library(paths, user).scan()

    assert listing.models == ()
    (report,) = listing.places
    assert [said.split(" of ")[0] for said in report.problems] == ["evil:1b", "gone:1b", "tuned:1b"]


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, paths: Paths, user: Path) -> None:
    impossible = tmp_path / ("x" * 300)

    (report,) = _library(paths, user, impossible).scan().places

    assert report.place.folder == impossible
    assert "cannot be read" in report.problems[0]


def test_a_place_that_does_not_answer_is_left_out_and_the_rest_is_listed(
    paths: Paths, user: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_gguf.make(folder / "a.gguf", name="a")
    answers = threading.Event()
    entries = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path) == paths.user_models:
            answers.wait(30)
        return entries(path)

    monkeypatch.setattr(os, "scandir", scandir)
    library = _library(paths, user, folder)
    try:
        first, second = library.scan(), library.scan()
    finally:
        answers.set()

    for listing in (first, second):
        assert [model.name for model in listing.models] == ["a"]
        assert "does not answer" in listing.places[0].problems[0]
    assert library.scan().models[0].name == "a"


def test_a_second_look_reads_only_what_changed(paths: Paths, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_gguf.make(paths.user_models / "a.gguf", name="a", seed=1)
    library = _library(paths, user)
    library.scan()
    read: list[Path] = []
    described = library_module.describe
    monkeypatch.setattr(library_module, "describe", lambda path, **rest: read.append(path) or described(path, **rest))

    library.scan()
    assert read == []
    tiny_gguf.make(paths.user_models / "a.gguf", name="other", seed=2, width=32)
    assert [model.name for model in library.scan().models] == ["other"]


def test_a_dropped_file_is_a_model_and_remembered_once(paths: Paths, user: Path, tmp_path: Path) -> None:
    path = tiny_gguf.make(tmp_path / "a.gguf", name="Mine")
    library = _library(paths, user)

    taken = library.take_in(path)
    now = taken.apply(taken.apply(Settings()))

    assert (taken.kind, taken.message) == ("model", "Mine is a model.")
    assert now.local.model_folders == (str(path),)
    assert [m.name for m in Library(paths, lambda: now, {"HOME": str(user)}).scan().models] == ["Mine"]
    assert Library(paths, lambda: now, {"HOME": str(user)}).take_in(path).remember == ""


def test_any_part_of_a_split_model_stands_for_the_whole(paths: Paths, user: Path, folder: Path) -> None:
    parts = model_stores.split(folder)

    taken = _library(paths, user).take_in(parts[2])

    assert (taken.kind, taken.path) == ("model", parts[0])


def test_a_dropped_folder_says_how_many_models_it_holds(paths: Paths, user: Path, folder: Path) -> None:
    for seed in (1, 2):
        tiny_gguf.make(folder / f"{seed}.gguf", seed=seed)

    taken = _library(paths, user).take_in(folder)

    assert (taken.kind, len(taken.models), taken.message) == ("folder", 2, f"{folder} holds 2 models.")
    assert taken.apply(Settings()).local.model_folders == (str(folder),)
    assert _library(paths, user, folder).take_in(folder / "1.gguf").apply(Settings()) == Settings()


def test_a_dropped_ollama_store_is_understood(paths: Paths, user: Path, folder: Path, tmp_path: Path) -> None:
    model_stores.ollama(folder, "m:1b", tiny_gguf.make(tmp_path / "m.gguf"))

    assert [model.name for model in _library(paths, user).take_in(folder).models] == ["m:1b"]


def test_what_is_no_model_is_said_with_the_reason(paths: Paths, user: Path, folder: Path) -> None:
    (folder / "a.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{}")
    library = _library(paths, user)

    for path, words in (
        (folder / "a.safetensors", "safetensors"),
        (folder / "deep", "no GGUF model"),
        (folder / "none.gguf", "does not exist"),
        (tiny_gguf.truncated(folder / "half.gguf"), "cut off"),
    ):
        taken = library.take_in(path)
        assert (taken.kind, taken.models, taken.remember) == ("nothing", (), "")
        assert words in taken.message
        assert taken.hint


def test_only_what_the_program_downloaded_itself_is_deleted(paths: Paths, user: Path, folder: Path) -> None:
    own = paths.user_models / "org" / "repo"
    own.mkdir(parents=True)
    parts = model_stores.split(own)
    sidecar_of(parts[0]).write_text("{}", encoding="utf-8")
    put_there = tiny_gguf.make(paths.user_models / "mine.gguf", name="mine", seed=1)
    elsewhere = tiny_gguf.make(folder / "b.gguf", name="b", seed=2)
    sidecar_of(elsewhere).write_text("{}", encoding="utf-8")
    library = _library(paths, user, folder)
    found = _models(library)

    assert {name for name, model in found.items() if library.can_delete(model)} == {"Big"}
    for name in ("mine", "b"):
        with pytest.raises(StorageError, match="not downloaded by this program"):
            library.delete(found[name])
    library.delete(found["Big"])

    assert put_there.exists()
    assert elsewhere.exists()
    assert not own.parent.exists()
    assert paths.user_models.exists()


def test_a_model_is_found_by_any_part_of_its_name_that_no_other_has(tmp_path: Path) -> None:
    for name in ("Qwen 4B", "Qwen 8B", "Gemma"):
        tiny_gguf.make(tmp_path / f"{name}.gguf", name=name)
    models = find_models(tmp_path / "none.gguf", [tmp_path])
    assert (found := find_called(models, "gem")) is not None
    assert found.name == "Gemma"
    assert find_called(models, "qwen 8b") is not None
    assert find_called(models, "qwen") is None
    assert find_called(models, "llama") is None
