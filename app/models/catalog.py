"""The short list of recommended models that ships with the program: ``resources/catalog.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from app.errors import DownloadError, StorageError
from app.models.hub_data import RemoteModel, RemotePart, check_names

Level = Literal["basic", "fair", "good"]
_SCHEMA = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REINSTALL = "Install the program again."
_ID = re.compile(r"[a-z0-9][a-z0-9.\-]*")


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One recommended model.

    Attributes:
        file: path in the repository.
        revision: ``main`` where none is pinned.
        size_bytes: 0 where the hub has to be asked.
        sha256: empty where the hub has to be asked.
        licence: SPDX identifier, or the name of the maker's own terms.
        parameters_b: in billions, as the maker rounds them.
        languages: codes; ``*`` stands for many more.
        suits: id of a tool → what may be expected; tools that are not named are not suited.
        text, text_zh: one sentence for people.
    """

    id: str
    name: str
    maker: str
    repo: str
    file: str
    licence: str
    parameters_b: float
    quantization: str
    context_tokens: int
    languages: tuple[str, ...]
    suits: Mapping[str, Level]
    text: str
    text_zh: str
    revision: str = "main"
    size_bytes: int = 0
    sha256: str = ""

    def remote(self) -> RemoteModel:
        """What to download. Where size and hash are unknown here, the hub tells them then."""
        part = RemotePart(self.file, self.size_bytes, self.sha256)
        return RemoteModel(self.repo, self.revision, (part,), self.licence, is_pinned=bool(self.sha256))


def read_catalog(path: Path) -> tuple[CatalogEntry, ...]:
    """All entries in the order of the file.

    Raises:
        StorageError: the file cannot be read, or says something that makes no sense; the entry and the field are named.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StorageError(f"The model catalogue {path} cannot be read: {error}.", hint=_REINSTALL) from error
    if data.get("schema") != _SCHEMA:
        raise StorageError(f"The model catalogue {path} is of a form that this program does not know.", hint=_REINSTALL)
    entries = tuple(_entry(row, path) for row in data.get("model", ()))
    if len({entry.id for entry in entries}) != len(entries):
        raise StorageError(f"The model catalogue {path} holds an id twice.", hint=_REINSTALL)
    return entries


def _entry(row: Mapping[str, Any], path: Path) -> CatalogEntry:
    try:
        entry = CatalogEntry(
            **{
                **row,
                "languages": tuple(row["languages"]),
                "suits": MappingProxyType(dict(row["suits"])),
                "parameters_b": float(row["parameters_b"]),
            }
        )
        check_names(entry.repo, entry.file, entry.revision)
        _check(entry)
    except (KeyError, TypeError, ValueError, DownloadError) as error:
        name = row.get("id", "without an id") if isinstance(row, Mapping) else row
        raise StorageError(
            f"The entry {name} of the model catalogue {path} makes no sense: {error}.", hint=_REINSTALL
        ) from error
    return entry


def _check(entry: CatalogEntry) -> None:
    texts = ("id", "name", "maker", "repo", "file", "licence", "quantization", "text", "text_zh", "revision")
    checks = {
        **{name: isinstance(getattr(entry, name), str) and bool(getattr(entry, name)) for name in texts},
        "id": bool(_ID.fullmatch(entry.id)),
        "parameters_b": entry.parameters_b > 0,
        "context_tokens": isinstance(entry.context_tokens, int) and entry.context_tokens >= 512,
        "size_bytes": isinstance(entry.size_bytes, int) and entry.size_bytes >= 0,
        "sha256": entry.sha256 == "" or bool(_SHA256.fullmatch(entry.sha256)),
        "languages": bool(entry.languages) and all(isinstance(language, str) for language in entry.languages),
        "suits": bool(entry.suits) and set(entry.suits.values()) <= set(get_args(Level)),
    }
    wrong = [name for name, is_right in checks.items() if not is_right]
    if wrong:
        raise ValueError(f"wrong {', '.join(wrong)}")
