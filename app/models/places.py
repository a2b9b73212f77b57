"""Where models lie: the program's own folder, the person's folders, and what other programs keep. Nothing here is ever written.

Sources: LM Studio's home and its pointer file, https://github.com/lmstudio-ai/lms; Ollama, https://docs.ollama.com/faq; the Hugging Face
cache, https://huggingface.co/docs/huggingface_hub/guides/manage-cache; Jan's data folder, https://github.com/janhq/jan
(``resolve_jan_data_folder``); GPT4All, https://docs.gpt4all.io; llama.cpp's cache (``fs_get_cache_directory``).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from app.core.paths import Paths
from app.core.settings import LocalSettings

PlaceKind = Literal["starter", "own", "folder", "lmstudio", "jan", "gpt4all", "llamacpp", "huggingface", "ollama"]
TITLES: Mapping[PlaceKind, str] = MappingProxyType(
    {
        "starter": "Built in",
        "own": "Downloaded here",
        "folder": "Your folder",
        "lmstudio": "LM Studio",
        "jan": "Jan",
        "gpt4all": "GPT4All",
        "llamacpp": "llama.cpp",
        "huggingface": "Hugging Face cache",
        "ollama": "Ollama",
    }
)
SYSTEM_OLLAMA = Path("/usr/share/ollama/.ollama/models")
"""Where Ollama keeps models when it runs as a service on Linux."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that models are looked for.

    Attributes:
        kind: what it is, and so how it is read.
        folder: a folder, or for ``folder`` also a single file that the person added.
    """

    kind: PlaceKind
    folder: Path

    @property
    def title(self) -> str:
        """In words, in English."""
        return TITLES[self.kind]


def find_places(paths: Paths, local: LocalSettings, environ: Mapping[str, str] = os.environ) -> tuple[Place, ...]:
    """Every place to look in, the program's own first; whether it is there is found out by looking. No place stands twice."""
    home = _home(environ)
    found = [Place("own", paths.user_models)]
    found += [Place("folder", Path(os.path.expanduser(folder))) for folder in local.model_folders]
    found += [Place("lmstudio", folder) for folder in _lm_studio(home)]
    found += [Place("jan", folder) for folder in _jan(home, environ)]
    found.append(Place("gpt4all", _local_data(home, environ) / "nomic.ai" / "GPT4All"))
    found.append(Place("llamacpp", _llama_cpp(home, environ)))
    found.append(Place("huggingface", _hugging_face(home, environ)))
    found += [Place("ollama", folder) for folder in _ollama(home, environ)]
    by_folder: dict[Path, Place] = {}
    for place in found:
        by_folder.setdefault(place.folder, place)
    return tuple(by_folder.values())


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("USERPROFILE" if sys.platform == "win32" else "HOME") or Path.home())


def _data(home: Path, environ: Mapping[str, str]) -> Path:
    """Where programs keep what they would like to follow the person (``XDG_DATA_HOME``)."""
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")


def _local_data(home: Path, environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    return _data(home, environ)


def _cache(home: Path, environ: Mapping[str, str]) -> Path:
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache")


def _lm_studio(home: Path) -> Iterator[Path]:
    pointer = _text(home / ".lmstudio-home-pointer").strip().splitlines()
    homes = [*(Path(line) for line in pointer[:1]), home / ".lmstudio", home / ".cache" / "lm-studio"]
    for folder in homes:
        moved = _json(folder / "settings.json").get("downloadsFolder")
        if isinstance(moved, str) and moved:
            yield home / moved.removeprefix("~/") if moved.startswith("~/") else Path(moved)
        yield folder / "models"


def _jan(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    data = _data(home, environ) / "Jan"
    moved = environ.get("JAN_DATA_FOLDER") or _json(data / "settings.json").get("data_folder")
    folders = [Path(moved)] if isinstance(moved, str) and moved else []
    for folder in (*folders, data / "data"):
        yield folder / "llamacpp" / "models"
        yield folder / "models"


def _llama_cpp(home: Path, environ: Mapping[str, str]) -> Path:
    if environ.get("LLAMA_CACHE"):
        return Path(environ["LLAMA_CACHE"])
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "llama.cpp"
    if sys.platform == "win32":
        return _local_data(home, environ) / "llama.cpp"
    return _cache(home, environ) / "llama.cpp"


def _hugging_face(home: Path, environ: Mapping[str, str]) -> Path:
    named = environ.get("HF_HUB_CACHE") or environ.get("HUGGINGFACE_HUB_CACHE")
    if named:
        return Path(os.path.expanduser(named))
    base = environ.get("HF_HOME")
    return (Path(os.path.expanduser(base)) if base else _cache(home, environ) / "huggingface") / "hub"


def _ollama(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    if environ.get("OLLAMA_MODELS"):
        yield Path(environ["OLLAMA_MODELS"])
    yield home / ".ollama" / "models"
    if sys.platform == "linux":
        yield SYSTEM_OLLAMA


def _text(path: Path) -> str:
    """Empty for what cannot be read: another program's notes are a help, never a condition."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _json(path: Path) -> Mapping[str, object]:
    try:
        read = json.loads(_text(path) or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
