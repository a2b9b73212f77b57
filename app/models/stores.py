"""Finds model files in a place, whatever its layout: plain folders, Ollama's store of blobs, the Hugging Face cache.

Only names and small notes are read here; what the models say of themselves is read by ``app.models.library``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.models.places import Place
from app.models.split import part_number

SIDECAR_SUFFIX = ".polymath.json"
"""Stands beside a model that this program downloaded: where it came from, and its SHA-256."""
_DEEPEST = 12
_MOST_ENTRIES = 100_000
_OLLAMA_DEFAULT = ("registry.ollama.ai", "library")
_OLLAMA_MODEL = "application/vnd.ollama.image.model"
_OLLAMA_ADAPTER = "application/vnd.ollama.image.adapter"
_OLLAMA_LICENCE = "application/vnd.ollama.image.license"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOTE_LIMIT_BYTES = 1 << 20

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A model file as its place describes it.

    Attributes:
        path: to be loaded: the only file, or the first part.
        name: what its place calls it, where that says more than the file's own names; empty else.
        sha256: where the place knows it; of a file that is not split.
        licence: the first line of the licence that its place keeps beside it.
    """

    path: Path
    name: str = ""
    sha256: str = ""
    licence: str = ""


def find_in(place: Place, tell: Tell, beat: Callable[[], None] = lambda: None) -> Iterator[Found]:
    """Look through a place.

    Args:
        place: missing ones hold nothing.
        tell: called with a sentence for each thing that could not be read.
        beat: called at each step, so that whoever waits can tell a slow disk from a dead one.
    """
    try:
        layout = _layout(place)
    except OSError as error:
        tell(f"The folder {place.folder} cannot be read: {error.strerror}.")
        return
    beat()
    if layout == "file":
        yield Found(place.folder)
    elif layout == "ollama":
        yield from _ollama(place.folder, tell, beat)
    elif layout == "huggingface":
        yield from _hugging_face(place.folder, tell, beat)
    elif layout == "folder":
        for path in gguf_files(place.folder, tell, beat):
            yield _described(path, place)
        if place.kind == "jan":
            yield from _linked_by_jan(place.folder, tell, beat)


def is_model_name(name: str) -> bool:
    """Whether a file of this name can be loaded by itself: later parts of a split model and projectors cannot."""
    return name.lower().endswith(".gguf") and part_number(name) < 2 and not name.lower().startswith("mmproj")


def gguf_files(folder: Path, tell: Tell, beat: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Models in a folder and its subfolders. Links are followed, each folder is entered once, broken links are passed over."""
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, 0)]
    left = _MOST_ENTRIES
    while waiting:
        here, depth = waiting.pop()
        beat()
        entries = _entries(here, seen, tell)
        left -= len(entries)
        if left < 0:
            tell(f"{folder} holds more than {_MOST_ENTRIES:,} files; the rest of it was not looked at.")
            return
        for entry in entries:
            if is_model_name(entry.name) and _is_file(entry):
                yield Path(entry.path)
        if depth < _DEEPEST:
            waiting += [(Path(entry.path), depth + 1) for entry in reversed(entries) if _is_dir(entry)]


def read_note(path: Path) -> Mapping[str, Any] | None:
    """A small JSON object; None if there is none that can be read."""
    try:
        with path.open("rb") as file:
            read = json.loads(file.read(_NOTE_LIMIT_BYTES))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def sidecar_of(path: Path) -> Path:
    """Where the program's note about a download stands."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _layout(place: Place) -> str:
    """The person may add the folder of an Ollama store or of a Hugging Face cache like any other: it is known by what it holds."""
    folder = place.folder
    if folder.is_file():
        return "file"
    if not folder.is_dir():
        return ""
    if (folder / "manifests").is_dir() and (folder / "blobs").is_dir():
        return "ollama"
    if place.kind == "huggingface" or (place.kind == "folder" and any(folder.glob("models--*/snapshots"))):
        return "huggingface"
    return "folder" if place.kind != "ollama" else ""


def _described(path: Path, place: Place) -> Found:
    if place.kind == "jan":  # Jan calls every file model.gguf
        return Found(path, name=path.parent.name if path.stem == "model" else "")
    if place.kind == "own":
        note = read_note(sidecar_of(path)) or {}
        return Found(path, sha256=str(note.get("sha256", "")), licence=str(note.get("licence", "")))
    return Found(path)


def _linked_by_jan(folder: Path, tell: Tell, beat: Callable[[], None]) -> Iterator[Found]:
    """Files that the person imported into Jan stay where they are; a line of ``model.yml`` names them."""
    for note in _files(folder, tell, beat, lambda name: name == "model.yml"):
        match = re.search(r"^model_path:\s*[\"']?(.+?)[\"']?\s*$", _text(note), re.MULTILINE)
        path = Path(match[1]) if match else None
        if path and path.is_absolute() and is_model_name(path.name) and path.is_file():
            yield Found(path, name=note.parent.name if path.stem == "model" else "")


def _ollama(folder: Path, tell: Tell, beat: Callable[[], None]) -> Iterator[Found]:
    manifests = folder / "manifests"
    for manifest in _files(manifests, tell, beat, lambda name: not name.startswith(".")):
        name = ollama_name(manifest.relative_to(manifests).parts)
        layers = (read_note(manifest) or {}).get("layers")
        if not name or not isinstance(layers, list):
            continue
        digests = {str(layer.get("mediaType")): str(layer.get("digest")) for layer in layers if isinstance(layer, dict)}
        if _OLLAMA_MODEL not in digests:  # held in a format of Ollama's own
            continue
        if _OLLAMA_ADAPTER in digests:
            tell(f"{name} of Ollama is a model with an adapter, which this program does not load.")
            continue
        blob = _blob(folder, digests[_OLLAMA_MODEL])
        if blob is None or not blob.is_file():
            tell(f"{name} of Ollama is incomplete: its weights are not in {folder / 'blobs'}.")
            continue
        licence = _blob(folder, digests.get(_OLLAMA_LICENCE, ""))
        yield Found(blob, name, digests[_OLLAMA_MODEL].partition(":")[2], _first_line(licence) if licence else "")


def ollama_name(parts: tuple[str, ...]) -> str:
    """``llama3.2:1b`` from the path of its manifest: host, namespace, model, tag; host and namespace are left out where they are usual."""
    if len(parts) < 3:
        return ""
    *where, model, tag = parts
    if tuple(where) == _OLLAMA_DEFAULT:
        where = []
    elif where[:1] == [_OLLAMA_DEFAULT[0]]:
        where = where[1:]
    return "/".join([*where, f"{model}:{tag}"])


def _blob(folder: Path, digest: str) -> Path | None:
    kind, _, number = digest.partition(":")
    if kind != "sha256" or not _SHA256.fullmatch(number):
        return None
    old_form = folder / "blobs" / digest
    return old_form if os.name == "posix" and old_form.is_file() else folder / "blobs" / f"sha256-{number}"


def _hugging_face(folder: Path, tell: Tell, beat: Callable[[], None]) -> Iterator[Found]:
    for repo in _entries(folder, set(), tell):
        if not repo.name.startswith("models--"):
            continue
        beat()
        main = _text(Path(repo.path) / "refs" / "main").strip()
        revisions = _entries(Path(repo.path) / "snapshots", set(), tell, missing_is_fine=True)
        for revision in sorted(revisions, key=lambda entry: entry.name != main):
            for path in gguf_files(Path(revision.path), tell, beat):
                blob = path.resolve().name if path.is_symlink() else ""
                yield Found(path, sha256=blob if _SHA256.fullmatch(blob) else "")


def _files(folder: Path, tell: Tell, beat: Callable[[], None], wanted: Callable[[str], bool]) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        beat()
        entries = _entries(here, seen, tell, missing_is_fine=True)
        yield from (Path(entry.path) for entry in entries if wanted(entry.name) and _is_file(entry))
        if depth < _DEEPEST:
            waiting += [(Path(entry.path), depth + 1) for entry in reversed(entries) if _is_dir(entry)]


def _entries(
    folder: Path, seen: set[tuple[int, int]], tell: Tell, *, missing_is_fine: bool = False
) -> list[os.DirEntry[str]]:
    """What a folder holds, by name; nothing for one that was seen before or cannot be read."""
    try:
        state = folder.stat()
        if (state.st_dev, state.st_ino) in seen:
            return []
        seen.add((state.st_dev, state.st_ino))
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        if not missing_is_fine:
            tell(f"The folder {folder} does not exist.")
    except OSError as error:
        tell(f"The folder {folder} cannot be read: {error.strerror}.")
    return []


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_NOTE_LIMIT_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _first_line(path: Path) -> str:
    return next((line.strip() for line in _text(path).splitlines() if line.strip()), "")[:80]
