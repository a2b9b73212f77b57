"""The models that are on this machine, read in place: the starter, and the GGUF files in given folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import ModelLoadError
from app.models.gguf import GgufHeader, read_header

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model file. Exactly one of ``header`` and ``error`` is set.

    Attributes:
        name: for people: what the header says, else the file's own name.
        size_bytes: 0 if even that cannot be read.
    """

    path: Path
    name: str
    size_bytes: int
    is_starter: bool = False
    header: GgufHeader | None = None
    error: ModelLoadError | None = None

    def row(self) -> dict[str, str | int | list[str] | None]:
        """Plain values for a listing; ``serves`` is None for a model that serves every tool."""
        header = self.header
        return {
            "name": self.name,
            "size_mib": round(self.size_bytes / _MIB),
            "architecture": header.architecture if header else "",
            "quantization": header.quantization if header else "",
            "parameters": header.parameters if header else None,
            "context_tokens": header.context_tokens if header else None,
            "licence": header.license if header else "",
            "serves": sorted(header.serves) if header and header.serves is not None else None,
            "starter": "starter" if self.is_starter else "",
            "path": str(self.path),
            "error": self.error.message if self.error else "",
        }


def find_models(starter: Path, folders: Iterable[Path] = ()) -> list[KnownModel]:
    """The starter first, then all others by name; a file that is reached on two ways stands once.

    Reads headers only, but slow disks make it slow: keep it off the GUI thread.

    Args:
        starter: the model that ships inside; passed over if it is not there.
        folders: each is searched with its subfolders; missing ones are passed over.
    """
    first = [describe(starter, is_starter=True)] if starter.is_file() else []
    seen = {starter.resolve()}
    others = []
    for path in (path for folder in folders for path in _gguf_files(folder)):
        if path.resolve() not in seen:
            seen.add(path.resolve())
            others.append(describe(path))
    return first + sorted(others, key=lambda model: (model.name.casefold(), model.path))


def describe(path: Path, *, is_starter: bool = False) -> KnownModel:
    """Read one file; what is wrong with it stands in ``error``."""
    try:
        header = read_header(path)
    except ModelLoadError as error:
        return KnownModel(path, path.stem, _size_bytes(path), is_starter, error=error)
    return KnownModel(path, header.name, header.size_bytes, is_starter, header=header)


def _gguf_files(folder: Path) -> Iterator[Path]:
    """Files that can be loaded by themselves: the later parts of a split model and projectors are passed over."""
    try:
        found = sorted(folder.rglob("*.gguf"))
    except OSError:
        return
    for path in found:
        if path.is_file() and not _is_later_part(path) and not path.name.startswith("mmproj"):
            yield path


def _is_later_part(path: Path) -> bool:
    """``name-00002-of-00003.gguf``: llama.cpp finds these by itself from the first."""
    head, of, _ = path.stem.rpartition("-of-")
    number = head.rpartition("-")[2]
    return bool(of) and number.isdigit() and int(number) != 1


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
