"""Makes the folders of other programs as they lie on a disk: Ollama's store, the Hugging Face cache, a split model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import gguf
import numpy as np


def ollama(root: Path, name: str, model: Path, *, licence: str = "", host: str = "registry.ollama.ai/library") -> Path:
    """Put a model into a store; returns the blob of its weights."""
    blob = _blob(root, model.read_bytes())
    layers = [_layer("model", blob)]
    if licence:
        layers.append(_layer("license", _blob(root, licence.encode())))
    write_manifest(root, name, layers, host=host)
    return blob


def write_manifest(
    root: Path, name: str, layers: list[dict[str, object]], *, host: str = "registry.ollama.ai/library"
) -> Path:
    """A manifest with any layers."""
    model, _, tag = name.partition(":")
    path = root / "manifests" / host / model / tag
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / "blobs").mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"schemaVersion": 2, "layers": layers}), encoding="utf-8")
    return path


def hugging_face(root: Path, repo: str, revision: str, **files: Path) -> dict[str, Path]:
    """Put files (name without ``.gguf`` → content) into a cache; returns where the snapshot has them."""
    folder = root / f"models--{repo.replace('/', '--')}"
    snapshot = folder / "snapshots" / revision
    snapshot.mkdir(parents=True, exist_ok=True)
    (folder / "refs").mkdir(exist_ok=True)
    (folder / "refs" / "main").write_text(revision, encoding="utf-8")
    (folder / "blobs").mkdir(exist_ok=True)
    made = {}
    for name, model in files.items():
        data = model.read_bytes()
        blob = folder / "blobs" / hashlib.sha256(data).hexdigest()
        blob.write_bytes(data)
        made[name] = snapshot / f"{name}.gguf"
        made[name].symlink_to(Path("../../blobs") / blob.name)
    return made


def split(folder: Path, stem: str = "big", *, parts: int = 3, first_is_empty: bool = False) -> list[Path]:
    """A model in several files as ``llama-gguf-split`` makes it: only the first says what it is."""
    made = []
    for number in range(parts):
        path = folder / f"{stem}-{number + 1:05}-of-{parts:05}.gguf"
        writer = gguf.GGUFWriter(path, "llama")
        if number == 0:
            writer.add_name("Big")
            writer.add_context_length(256)
        else:
            writer.kv_data[0].pop("general.architecture")
        writer.add_uint16("split.no", number)
        writer.add_uint16("split.count", parts)
        writer.add_int32("split.tensors.count", parts)
        if number or not first_is_empty:
            writer.add_tensor(f"blk.{number}.w", np.full((8, 8), number, np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        made.append(path)
    return made


def _blob(root: Path, data: bytes) -> Path:
    path = root / "blobs" / f"sha256-{hashlib.sha256(data).hexdigest()}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _layer(kind: str, blob: Path) -> dict[str, object]:
    digest = blob.name.replace("-", ":", 1)
    return {"mediaType": f"application/vnd.ollama.image.{kind}", "digest": digest, "size": blob.stat().st_size}
