"""A home with models as a person may have them, and a hub with repositories: what the pictures of the model page show.

The files have the names, shapes and sizes of real models and no weights: they are holes on the disk. Pass this module to
``python -m app.ui.screenshots --stage``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from gguf import LlamaFileType

from app.core.paths import ROOT
from app.models.catalog import read_catalog
from app.models.download_store import DownloadStore, Entry
from app.models.hub_data import RemoteModel
from app.models.part import Part, write_json
from app.models.stores import sidecar_of
from app.models.transfer import target_of
from tests.helpers import model_stores, tiny_gguf
from tests.helpers.hub_server import COMMIT, HubServer
from tests.helpers.shape_gguf import GEMMA3_4B, LLAMA3_8B, LLAMA3_70B, QWEN3_30B, QWEN_05B, TINYLLAMA, make

SHA = "5" * 64
REPOS: tuple[dict[str, Any], ...] = (
    {"id": "Qwen/Qwen3-8B-GGUF", "downloads": 412_300, "likes": 318, "licence": "apache-2.0", "gated": False},
    {"id": "unsloth/Qwen3-14B-GGUF", "downloads": 188_400, "likes": 97, "licence": "apache-2.0", "gated": False},
    {"id": "bartowski/Qwen_Qwen3-30B-A3B-GGUF", "downloads": 96_200, "likes": 64, "licence": "apache-2.0", "gated": False},
    {"id": "lmstudio-community/Qwen3-4B-GGUF", "downloads": 71_900, "likes": 22, "licence": "apache-2.0", "gated": False},
    {"id": "example-lab/Qwen3-8B-Medical-GGUF", "downloads": 5_130, "likes": 11, "licence": "other", "gated": "manual"},
)  # fmt: skip
FILES: Mapping[str, float] = {
    "Qwen3-8B-Q2_K.gguf": 3.28, "Qwen3-8B-Q3_K_M.gguf": 4.12, "Qwen3-8B-Q4_K_M.gguf": 5.03, "Qwen3-8B-Q5_K_M.gguf": 5.85,
    "Qwen3-8B-Q6_K.gguf": 6.73, "Qwen3-8B-Q8_0.gguf": 8.71, "Qwen3-8B-F16.gguf": 16.39,
}  # fmt: skip
_SLOW_PIECE = bytes(1 << 20)
_PIECE_EVERY_S = 0.12


@contextmanager
def furnish(home: Path) -> Iterator[Mapping[str, str]]:
    """Put models into other programs' folders and a half-finished download into the queue; gives the variables of the environment."""
    person = home / "person"
    _models(person)
    _own_model(home / "data" / "models")
    _queue(home / "data")
    settings = home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    with HubServer() as hub:
        hub.override = _answer
        folders = json.dumps([str(person / "models")])
        settings.write_text(
            f'schema = 2\n[hub]\nendpoint = "{hub.endpoint}"\n[local]\nmodel_folders = {folders}\n', encoding="utf-8"
        )
        yield {"HOME": str(person), "USERPROFILE": str(person)}


def _models(person: Path) -> None:
    studio = person / ".lmstudio" / "models" / "lmstudio-community"
    _make(studio / "gemma-3-4b-it-GGUF" / "gemma-3-4b-it-Q4_0.gguf", GEMMA3_4B, "Gemma 3 4B It", "gemma")
    _make(studio / "Qwen3-30B-A3B-GGUF" / "Qwen3-30B-A3B-Q4_K_M.gguf", QWEN3_30B, "Qwen3 30B A3B", "apache-2.0")
    cache = (
        person
        / ".cache"
        / "huggingface"
        / "hub"
        / "models--TheBloke--TinyLlama-1.1B-Chat-v1.0-GGUF"
        / "snapshots"
        / "52e7"
    )
    _make(cache / "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf", TINYLLAMA, "TinyLlama 1.1B Chat", "apache-2.0")
    _ollama(person / ".ollama" / "models")
    own = person / "models"
    _make(own / "Llama-3.3-70B-Instruct-Q4_K_M.gguf", LLAMA3_70B, "Llama 3.3 70B Instruct", "llama3.3")
    tiny_gguf.not_gguf(own / "mistral-7b-instruct.gguf")


def _ollama(root: Path) -> None:
    digest = "6" * 64
    blob = root / "blobs" / f"sha256-{digest}"
    _make(blob, LLAMA3_8B, "Meta Llama 3.1 8B Instruct", "")
    licence = root / "blobs" / f"sha256-{'7' * 64}"
    licence.write_text("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n", encoding="utf-8")
    layers = [
        {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}", "size": blob.stat().st_size},
        {"mediaType": "application/vnd.ollama.image.license", "digest": f"sha256:{'7' * 64}", "size": 38},
    ]
    model_stores.write_manifest(root, "llama3.1:8b", layers)


def _own_model(models: Path) -> None:
    path = models / "Qwen" / "Qwen2.5-0.5B-Instruct-GGUF" / "qwen2.5-0.5b-instruct-q4_0.gguf"
    _make(path, QWEN_05B, "Qwen2.5 0.5B Instruct", "apache-2.0")
    write_json(sidecar_of(path), {"sha256": "8" * 64, "licence": "apache-2.0"})


def _queue(data: Path) -> None:
    catalogue = {entry.id: entry.remote() for entry in read_catalog(ROOT / "resources" / "catalog.toml")}
    running, paused = catalogue["qwen3-1.7b"], catalogue["smollm3-3b"]
    store = DownloadStore(data / "downloads")
    for place, (model, state, share) in enumerate(((running, "queued", 0.42), (paused, "paused", 0.18))):
        store.save(Entry(f"show{place}", model, state, float(place)))  # type: ignore[arg-type]  # both are states
        _begun(data / "models", model, round(model.size_bytes * share))


def _begun(models: Path, model: RemoteModel, size_bytes: int) -> None:
    part = Part(target_of(models, model))
    part.open()
    part.write_note(etag=model.parts[0].sha256, body_etag="")
    with part.path.open("r+b") as file:
        file.truncate(size_bytes)
    part.close()


def _make(path: Path, shape: Any, name: str, licence: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = LlamaFileType.MOSTLY_Q4_0 if "q4_0" in path.name.lower() else LlamaFileType.MOSTLY_Q4_K_M
    make(path, shape, name=name, licence=licence, template=tiny_gguf.TEMPLATE, file_type=kind)


def _answer(handler: Any) -> bool:
    """The hub: a search, one repository, and a file that comes slowly."""
    split = urlsplit(handler.path)
    path = unquote(split.path)
    if path == "/api/models":
        _json(handler, _found(parse_qs(split.query)["search"][0]))
    elif path.startswith("/api/models/"):
        _json(handler, _described("/".join(path.split("/")[3:5])))
    elif handler.command == "HEAD":
        _head(handler, path)
    else:
        _trickle(handler)
    return True


def _found(words: str) -> list[dict[str, Any]]:
    return [
        {**repo, "tags": ["gguf", f"license:{repo['licence']}"], "lastModified": "2025-07-26T03:44:17.000Z"}
        for repo in REPOS
        if words.lower() in repo["id"].lower()
    ]


def _described(repo: str) -> dict[str, Any]:
    row = next((one for one in REPOS if one["id"] == repo), REPOS[0])
    siblings = [
        {"rfilename": name, "size": round(size * 1e9), "lfs": {"sha256": SHA, "size": round(size * 1e9)}}
        for name, size in FILES.items()
    ]
    return {
        "id": repo, "sha": COMMIT, "gated": row["gated"], "downloads": row["downloads"], "siblings": siblings,
        "cardData": {"license": row["licence"], "base_model": "Qwen/Qwen3-8B", "language": ["en", "zh"]},
        "gguf": {"total": 8_190_735_360, "context_length": 40_960},
    }  # fmt: skip


def _head(handler: Any, path: str) -> None:
    known = {entry.file: entry for entry in read_catalog(ROOT / "resources" / "catalog.toml")}
    entry = known.get(path.rpartition("/")[2])
    handler.send_response_only(200)
    handler.send_header("X-Repo-Commit", COMMIT)
    handler.send_header("X-Linked-Etag", f'"{entry.sha256 if entry else SHA}"')
    handler.send_header("X-Linked-Size", str(entry.size_bytes if entry else 1 << 30))
    handler.send_header("Content-Length", str(entry.size_bytes if entry else 1 << 30))
    handler.end_headers()


def _trickle(handler: Any) -> None:
    start = int(handler.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
    known = {entry.file: entry.size_bytes for entry in read_catalog(ROOT / "resources" / "catalog.toml")}
    total = known.get(unquote(urlsplit(handler.path).path).rpartition("/")[2], 1 << 30)
    handler.send_response_only(206)
    handler.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
    handler.send_header("Content-Length", str(total - start))
    handler.end_headers()
    handler.close_connection = True
    for _ in range(2000):
        try:
            handler.wfile.write(_SLOW_PIECE)
        except OSError:  # the pictures are taken
            return
        time.sleep(_PIECE_EVERY_S)


def _json(handler: Any, value: Any) -> None:
    body = json.dumps(value).encode()
    handler.send_response_only(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
