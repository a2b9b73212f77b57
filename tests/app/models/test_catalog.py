from __future__ import annotations

from pathlib import Path

import pytest

from app.core.paths import find_paths
from app.core.registry import Registry
from app.errors import StorageError
from app.models.catalog import read_catalog
from app.models.hub_data import RemoteModel, RemotePart

CATALOG = find_paths({}).resources / "catalog.toml"


def test_the_whole_catalogue_makes_sense() -> None:
    entries = read_catalog(CATALOG)

    assert 8 <= len(entries) <= 12
    assert entries[0].parameters_b < 1
    assert max(entry.parameters_b for entry in entries) > 30
    sizes = [entry.size_bytes for entry in entries]
    assert sizes == sorted(sizes)
    for entry in entries:
        file = RemoteModel(entry.repo, "main", (RemotePart(entry.file),))
        assert file.quantization == entry.quantization, entry.id
        # a file of so many parameters at 4 to 9 bits each, within reason
        bits = entry.size_bytes * 8 / (entry.parameters_b * 1e9)
        assert 4 < bits < 9, (entry.id, bits)
        assert bool(entry.sha256) == (entry.revision != "main"), f"{entry.id}: pinned by half"
        assert entry.text.endswith(".")
        assert entry.text_zh.endswith("。")


def test_the_tools_that_it_names_are_there(tmp_path: Path) -> None:
    paths = find_paths({})
    known = {record.id for record in Registry(paths.bundled_plugins, tmp_path, is_trusted=lambda _: False).records()}

    assert {tool for entry in read_catalog(CATALOG) for tool in entry.suits} <= known


def test_an_entry_becomes_a_download_with_its_hash_pinned() -> None:
    entry = next(entry for entry in read_catalog(CATALOG) if entry.id == "qwen3-4b")

    model = entry.remote()

    assert (model.repo, model.path, model.size_bytes) == (entry.repo, entry.file, entry.size_bytes)
    assert model.is_pinned
    assert model.parts[0].sha256 == entry.sha256


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (('id = "qwen3-0.6b"', 'id = "Qwen 3"'), "id"),
        (("size_bytes = 639446688", 'size_bytes = "639"'), "size_bytes"),
        (('sha256 = "9465', 'sha256 = "xx65'), "sha256"),
        (('"Qwen3-0.6B-Q8_0.gguf"', '"../x.gguf"'), "not a GGUF file"),
        (('latex = "basic"', 'latex = "superb"'), "suits"),
        (('name = "Qwen3 0.6B"', 'nmae = "x"'), "nmae"),
        (('licence = "Apache-2.0"', ""), "licence"),
        (('languages = ["en", "zh", "*"]', "languages = []"), "languages"),
        (('id = "qwen3-1.7b"', 'id = "qwen3-0.6b"'), "twice"),
        (("schema = 1", "schema = 2"), "form"),
        (("schema = 1", "schema ="), "cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: tuple[str, str], word: str) -> None:
    text = CATALOG.read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "catalog.toml"
    path.write_text(text.replace(change[0], change[1], 1), encoding="utf-8")

    with pytest.raises(StorageError, match=word):
        read_catalog(path)
