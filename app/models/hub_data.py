"""What a hub tells of repositories and their files, as plain values.

Whatever a server says is checked here before it becomes a name, a size or a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from app.errors import DownloadError
from app.models.split import part_names, part_number

_REPO = re.compile(r"[A-Za-z0-9][\w.\-]{0,95}/[A-Za-z0-9][\w.\-]{0,95}", re.ASCII)
_REVISION = re.compile(r"[\w.\-/]{1,200}", re.ASCII)
_ADDRESS = re.compile(
    r"(?:https?://[^/\s]+/|(?:huggingface\.co|hf\.co)/)(?P<repo>[^/\s?#]+/[^/\s?#]+)"
    r"(?:/(?:tree|blob|resolve)/(?P<revision>[^/\s?#]+)(?:/(?P<file>[^\s?#]+))?)?/?(?:[?#].*)?"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_QUANTIZATION = re.compile(
    r"(?:^|[-_.])((?:UD-)?(?:I?Q\d(?:_[A-Z0-9]+)*|TQ\d_\d|MXFP4(?:_MOE)?|NVFP4|BF16|F16|F32|FP16|FP32))(?=$|[-_.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundRepo:
    """One answer of a search.

    Attributes:
        gated: whether its makers want their terms to be accepted, with an account, before it can be downloaded.
        updated: ISO date; empty if unknown.
    """

    repo: str
    downloads: int = 0
    likes: int = 0
    gated: bool = False
    licence: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class RemotePart:
    """One file on the hub. ``size_bytes`` is 0 and ``sha256`` empty where the hub does not say."""

    path: str
    size_bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """One model on the hub: a file, or all parts of a split one.

    Attributes:
        revision: the commit if it is known, so that what is resumed tomorrow is what was begun today.
        parts: the first first.
        is_pinned: whether the hashes come from this program and not from the hub, so that another file is refused.
    """

    repo: str
    revision: str
    parts: tuple[RemotePart, ...]
    licence: str = ""
    is_pinned: bool = False

    @property
    def path(self) -> str:
        """Of the file, or of the first part, in the repository."""
        return self.parts[0].path

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def size_bytes(self) -> int:
        """Of all parts; 0 if one of them is unknown."""
        return sum(part.size_bytes for part in self.parts) if all(part.size_bytes for part in self.parts) else 0

    @property
    def quantization(self) -> str:
        """As the file's name has it (``Q4_K_M``); empty if it does not say."""
        found = _QUANTIZATION.findall(PurePosixPath(self.path).stem)
        return found[-1].upper() if found else ""


@dataclass(frozen=True, slots=True)
class RepoCard:
    """What a repository holds and says of itself."""

    repo: str
    revision: str
    models: tuple[RemoteModel, ...]
    licence: str = ""
    gated: bool = False
    base_model: str = ""
    languages: tuple[str, ...] = ()
    downloads: int = 0
    parameters: int = 0
    context_tokens: int = 0


def check_names(repo: str, file: str = "", revision: str = "main") -> None:
    """Refuse what is no name on a hub. Names become paths on the disk, so nothing that climbs out of a folder passes.

    Raises:
        DownloadError: ``reason`` is ``wrong``.
    """
    if not _REPO.fullmatch(repo) or ".." in repo:
        raise DownloadError(
            f"“{repo}” is not the name of a repository.", reason="wrong", hint="It has the form MAKER/NAME."
        )
    if not _REVISION.fullmatch(revision) or ".." in revision:
        raise DownloadError(f"“{revision}” is not the name of a revision.", reason="wrong")
    if not file:
        return
    steps = file.split("/")
    is_plain = all(step.strip(" .") and step.isprintable() and not set(step) & set('\\:*?"<>|') for step in steps)
    if not is_plain or not file.lower().endswith(".gguf"):
        raise DownloadError(
            f"“{file}” is not a GGUF file of a repository.", reason="wrong", hint="Its name ends in .gguf."
        )


def from_address(text: str) -> tuple[str, str, str]:
    """Repository, file and revision of what a person pastes: ``MAKER/NAME``, or the address of a page of the hub or of a mirror.

    File and revision are empty where the text does not name them. What is no address comes back as the repository.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        return text.strip(), "", ""
    return match["repo"], unquote(match["file"] or ""), unquote(match["revision"] or "")


def found_repo(row: Mapping[str, Any]) -> FoundRepo:
    """One row of ``/api/models``."""
    return FoundRepo(
        repo=str(row["id"]),
        downloads=_int(row.get("downloads")),
        likes=_int(row.get("likes")),
        gated=bool(row.get("gated")),
        licence=_licence({}, row.get("tags")),
        updated=str(row.get("lastModified") or "")[:10],
    )


def card_of(repo: str, revision: str, info: Mapping[str, Any], parts: Iterable[RemotePart]) -> RepoCard:
    """What ``/api/models/REPO`` says, and the files that were listed."""
    said = info.get("cardData")
    card: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    licence = _licence(card, info.get("tags"))
    found = info.get("gguf")
    gguf: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    return RepoCard(
        repo=repo,
        revision=revision,
        models=_models(repo, revision, parts, licence),
        licence=licence,
        gated=bool(info.get("gated")),
        base_model=(_words(card.get("base_model")) or ("",))[0],
        languages=_words(card.get("language")),
        downloads=_int(info.get("downloads")),
        parameters=_int(gguf.get("total")),
        context_tokens=_int(gguf.get("context_length")),
    )


def _models(repo: str, revision: str, parts: Iterable[RemotePart], licence: str) -> tuple[RemoteModel, ...]:
    """Files that can be loaded, split ones with all their parts; incomplete ones and projectors are passed over."""
    by_path = {part.path: part for part in parts if part.path.lower().endswith(".gguf") and _is_safe(repo, part.path)}
    models = []
    for path in sorted(by_path):
        where = PurePosixPath(path)
        if part_number(where.name) > 1 or where.name.lower().startswith("mmproj"):
            continue
        wanted = [str(where.with_name(name)) for name in part_names(where.name)]
        if all(one in by_path for one in wanted):
            models.append(RemoteModel(repo, revision, tuple(by_path[one] for one in wanted), licence))
    return tuple(models)


def _is_safe(repo: str, path: str) -> bool:
    try:
        check_names(repo, path)
    except DownloadError:
        return False
    return True


def of_sibling(row: Mapping[str, Any]) -> RemotePart:
    """One file as ``/api/models/REPO?blobs=true`` lists it."""
    lfs = row.get("lfs")
    sha256 = str(lfs.get("sha256", "")) if isinstance(lfs, Mapping) else ""
    return RemotePart(str(row.get("rfilename", "")), _int(row.get("size")), sha256 if _SHA256.fullmatch(sha256) else "")


def of_tree(row: Mapping[str, Any]) -> RemotePart:
    """One file as ``/api/models/REPO/tree/REVISION`` lists it."""
    lfs = row.get("lfs")
    sha256 = str(lfs.get("oid", "")).removeprefix("sha256:") if isinstance(lfs, Mapping) else ""
    return RemotePart(str(row.get("path", "")), _int(row.get("size")), sha256 if _SHA256.fullmatch(sha256) else "")


def _licence(card: Mapping[str, Any], tags: Any) -> str:
    named = str(card.get("license_name") or "") if card.get("license") in (None, "other") else ""
    said = named or str(card.get("license") or "")
    if said or not isinstance(tags, list):
        return said
    return next((str(tag).partition(":")[2] for tag in tags if str(tag).startswith("license:")), "")


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _int(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
