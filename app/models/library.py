"""The models that are on this machine, read in place and listed once each, whoever put them there.

A model that two programs keep is one row: files are taken for the same if they are one file (a link, a hard link), if both are known by
the same SHA-256, or if their size and their ``fingerprint`` agree. What is not the program's own is never written, moved or deleted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.core.paths import Paths
from app.core.settings import Settings
from app.errors import ModelLoadError, StorageError
from app.models.fingerprint import fingerprint
from app.models.gguf import GgufHeader
from app.models.places import Place, find_places
from app.models.split import part_paths, read_model
from app.models.stores import Found, find_in, sidecar_of

_MIB = 1 << 20
_STALL_LIMIT_S = 8.0
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model: a file, or the first of several parts. Exactly one of ``header`` and ``error`` is set.

    Attributes:
        name: for people: what its place calls it (``llama3.2:1b``), else what the header says, else the file's own name.
        size_bytes: of all parts; 0 if even that cannot be read.
        place: where it comes from.
        also_at: other files with the same content.
        aliases: other names that places give it.
        sha256: of the file, where a place knows it; empty else.
        licence: what the header says, else what its place keeps beside it.
        parts: number of files.
    """

    path: Path
    name: str
    size_bytes: int
    is_starter: bool = False
    header: GgufHeader | None = None
    error: ModelLoadError | None = None
    place: Place = Place("folder", Path())
    also_at: tuple[Path, ...] = ()
    aliases: tuple[str, ...] = ()
    sha256: str = ""
    licence: str = ""
    parts: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called by."""
        return (self.name, *self.aliases, self.path.name, self.path.stem)

    def is_called(self, name: str) -> bool:
        """Whether that is one of its names; capitals do not count."""
        known = {one.casefold() for one in self.names}
        return name.casefold() in known or f"{name.casefold()}:latest" in known

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
            "licence": self.licence,
            "serves": sorted(header.serves) if header and header.serves is not None else None,
            "starter": "starter" if self.is_starter else "",
            "path": str(self.path),
            "error": self.error.message if self.error else "",
            "place": self.place.kind,
            "also_at": [str(path) for path in self.also_at],
            "aliases": list(self.aliases),
            "sha256": self.sha256,
            "parts": self.parts,
        }


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """How looking into a place went.

    Attributes:
        models: how many it holds, those that stand elsewhere too included.
        problems: sentences; what could not be read.
    """

    place: Place
    models: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All models, the starter first and the others by name, and the places that hold some or could not be read."""

    models: tuple[KnownModel, ...]
    places: tuple[PlaceReport, ...]


class Library:
    """Looks for models and deletes those that may be deleted. Safe from any thread; slow: not for the GUI thread.

    Args:
        paths: of the program.
        settings: gives the present settings.
        environ: where other programs' variables are looked up.
        stall_limit_s: how long a place may stay without a sign of life (a dead network drive) before it is left out.
    """

    def __init__(
        self,
        paths: Paths,
        settings: Callable[[], Settings],
        environ: Mapping[str, str] = os.environ,
        *,
        stall_limit_s: float = _STALL_LIMIT_S,
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._environ = environ
        self._stall_limit_s = stall_limit_s
        self._cache: dict[object, KnownModel] = {}
        self._searches: dict[Place, _Search] = {}
        self._lock = threading.Lock()

    def scan(self) -> Listing:
        """Look everywhere, one place after the other. Files that have not changed since the last time are not read again."""
        with self._lock:
            found: list[KnownModel] = []
            reports = []
            if self._paths.starter_model.is_file():
                place = Place("starter", self._paths.starter_model.parent)
                found.append(self._described(Found(self._paths.starter_model), place, is_starter=True))
            for place in find_places(self._paths, self._settings().local, self._environ):
                models, problems = self._searched(place)
                found += models
                if models or problems:
                    reports.append(PlaceReport(place, len(models), tuple(problems)))
        return Listing(tuple(_in_order(merged(found))), tuple(reports))

    def take_in(self, path: Path) -> TakenIn:
        """Say what a dropped path is: a ``model``, a ``folder`` with models, or ``nothing`` that can be used. Nothing is changed by that.

        Args:
            path: a file, or a folder, which may be another program's store. Of a split model any part.
        """
        path = Path(os.path.expanduser(path)).absolute()
        taken = _take_folder(path) if path.is_dir() else _take_file(part_paths(path)[0])
        if taken.kind == "nothing":
            return taken
        searched = [place.folder for place in find_places(self._paths, self._settings().local, self._environ)]
        if any(taken.path.is_relative_to(folder) for folder in searched):
            return taken
        return dataclasses.replace(taken, remember=str(taken.path))

    def can_delete(self, model: KnownModel) -> bool:
        """Whether this program downloaded the model into its own folder. All others are read-only."""
        try:
            inside = model.path.resolve().is_relative_to(self._paths.user_models.resolve())
            return inside and not model.path.is_symlink() and sidecar_of(model.path).is_file()
        except OSError:
            return False

    def delete(self, model: KnownModel) -> None:
        """Delete a model with all its parts and the note about it. Whether it is loaded now is for the caller to find out first.

        Raises:
            StorageError: it is not the program's own, or cannot be deleted.
        """
        if not self.can_delete(model):
            raise StorageError(
                f"{model.name} was not downloaded by this program and is left as it is.",
                hint=f"It belongs to: {model.place.title}. Delete it there.",
            )
        try:
            for path in (*part_paths(model.path), sidecar_of(model.path)):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                f"{model.path} cannot be deleted: {error.strerror}.",
                hint="Close whatever uses it, or check its permissions.",
            ) from error
        _remove_empty(model.path.parent, self._paths.user_models)

    def _searched(self, place: Place) -> tuple[list[KnownModel], list[str]]:
        """A place in a thread of its own: a read from a dead mount cannot be interrupted, only left behind."""
        search = self._searches.get(place)
        if search is None or search.is_done:
            search = _Search(place, self._described)
            self._searches[place] = search
            search.start()
        while not search.wait(_LOOK_EVERY_S):
            if search.idle_s > self._stall_limit_s:
                return [], [f"{place.folder} does not answer and was left out: is it a drive that is not connected?"]
        del self._searches[place]
        return search.result()

    def _described(self, found: Found, place: Place, *, is_starter: bool = False) -> KnownModel:
        key = (found, place, _state(found.path))
        model = self._cache.get(key)
        if model is None:
            model = self._cache[key] = describe(found.path, is_starter=is_starter, place=place, found=found)
        return model


class _Search:
    """Looks into one place."""

    def __init__(self, place: Place, describe_one: Callable[[Found, Place], KnownModel]) -> None:
        self._place = place
        self._describe = describe_one
        self._thread = threading.Thread(target=self._run, name=f"polymath-scan-{place.kind}", daemon=True)
        self._last_sign_s = time.monotonic()
        self._models: list[KnownModel] = []
        self._problems: list[str] = []
        self._error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    @property
    def idle_s(self) -> float:
        return time.monotonic() - self._last_sign_s

    def start(self) -> None:
        self._thread.start()

    def wait(self, limit_s: float) -> bool:
        self._thread.join(limit_s)
        return self.is_done

    def result(self) -> tuple[list[KnownModel], list[str]]:
        if self._error:
            raise self._error
        return self._models, self._problems

    def _beat(self) -> None:
        self._last_sign_s = time.monotonic()

    def _run(self) -> None:
        try:
            for found in find_in(self._place, self._problems.append, self._beat):
                self._models.append(self._describe(found, self._place))
                self._beat()
        except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
            self._error = error


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a path is that the person dropped or typed.

    Attributes:
        models: what was found; empty for ``nothing``.
        message: a sentence that says what it is, or why it is nothing.
        hint: what may help.
        remember: what the settings have to keep so that it is found again; empty if it is found already.
    """

    kind: Literal["model", "folder", "nothing"]
    path: Path
    models: tuple[KnownModel, ...]
    message: str
    hint: str = ""
    remember: str = ""

    def apply(self, now: Settings) -> Settings:
        """The settings that find it again. Nothing is copied: the model is read where it lies."""
        if not self.remember:
            return now
        folders = tuple(dict.fromkeys((*now.local.model_folders, self.remember)))
        return dataclasses.replace(now, local=dataclasses.replace(now.local, model_folders=folders))


def _take_folder(path: Path) -> TakenIn:
    problems: list[str] = []
    place = Place("folder", path)
    models = merged([describe(found.path, place=place, found=found) for found in find_in(place, problems.append)])
    if not models:
        hint = " ".join(problems) or "Choose a folder that holds files that end in .gguf."
        return TakenIn("nothing", path, (), f"There is no GGUF model in {path}.", hint)
    said = f"{path} holds one model." if len(models) == 1 else f"{path} holds {len(models)} models."
    return TakenIn("folder", path, tuple(_in_order(models)), said, " ".join(problems))


def _take_file(path: Path) -> TakenIn:
    model = describe(path, place=Place("folder", path))
    if model.error:
        return TakenIn("nothing", path, (), model.error.message, model.error.hint)
    return TakenIn("model", path, (model,), f"{model.name} is a model.")


def find_called(models: Iterable[KnownModel], name: str) -> KnownModel | None:
    """The model that a person means: the one of that name, else the only one in whose names it stands."""
    candidates = list(models)
    if exact := next((model for model in candidates if model.is_called(name)), None):
        return exact
    part = name.casefold()
    holding = [model for model in candidates if any(part in one.casefold() for one in model.names)]
    return holding[0] if len(holding) == 1 else None


def find_models(starter: Path, folders: Iterable[Path] = ()) -> list[KnownModel]:
    """The starter first, then the models in ``folders`` and their subfolders by name; nothing else is looked at. See ``Library.scan``."""
    found = [describe(starter, is_starter=True)] if starter.is_file() else []
    for folder in folders:
        place = Place("folder", folder)
        found += [describe(one.path, place=place, found=one) for one in find_in(place, lambda _said: None)]
    return _in_order(merged(found))


def describe(
    path: Path, *, is_starter: bool = False, place: Place | None = None, found: Found | None = None
) -> KnownModel:
    """Read one file, or all parts of a split model; what is wrong with it stands in ``error``."""
    place = place or Place("starter" if is_starter else "folder", path.parent)
    found = found or Found(path)
    parts = part_paths(path)
    try:
        header = read_model(path)
    except ModelLoadError as error:
        size_bytes = sum(_size_bytes(part) for part in parts)
        name = found.name or path.stem
        return KnownModel(path, name, size_bytes, is_starter, error=error, place=place, licence=found.licence)
    return KnownModel(
        path,
        found.name or header.name,
        header.size_bytes,
        is_starter,
        header=header,
        place=place,
        sha256=found.sha256 if header.parts == 1 else "",
        licence=header.license or found.licence,
        parts=header.parts,
    )


def merged(models: Sequence[KnownModel]) -> list[KnownModel]:
    """One row for what is the same, the first of them with the others in ``also_at`` and ``aliases``; the order is kept."""
    rows: list[KnownModel] = []
    by_file: dict[object, int] = {}
    by_size: dict[tuple[int, int], list[int]] = {}
    prints: dict[Path, str] = {}
    for model in models:
        identity = _identity(model.path)
        twin = by_file.get(identity)
        if twin is None:
            alike = by_size.setdefault((model.size_bytes, model.parts), [])
            twin = next((row for row in alike if _same_content(rows[row], model, prints)), None)
            if twin is None:
                twin = len(rows)
                alike.append(twin)
                rows.append(model)
            by_file[identity] = twin
        rows[twin] = _joined(rows[twin], model)
    return rows


def _joined(row: KnownModel, other: KnownModel) -> KnownModel:
    if other is row:
        return row
    paths = (other.path,) if other.path not in (row.path, *row.also_at) else ()
    names = (other.name,) if other.name not in (row.name, *row.aliases) else ()
    return dataclasses.replace(
        row,
        also_at=(*row.also_at, *paths),
        aliases=(*row.aliases, *names),
        sha256=row.sha256 or other.sha256,
        licence=row.licence or other.licence,
    )


def _same_content(one: KnownModel, other: KnownModel, prints: dict[Path, str]) -> bool:
    if one.error or other.error:  # what is broken is shown wherever it lies
        return False
    if one.sha256 and other.sha256:
        return one.sha256 == other.sha256
    try:
        for path in (one.path, other.path):
            if path not in prints:
                prints[path] = fingerprint(path)
    except OSError:
        return False
    return prints[one.path] == prints[other.path]


def _identity(path: Path) -> object:
    """Equal for names of one file: links are followed, hard links recognised."""
    try:
        state = path.stat()
    except OSError:
        return path
    return (state.st_dev, state.st_ino) if state.st_ino else path.resolve()


def _state(path: Path) -> object:
    """Changes when a file or one of its parts does."""
    states = []
    for part in part_paths(path):
        with contextlib.suppress(OSError):
            state = part.stat()
            states.append((part.name, state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns))
    return tuple(states)


def _in_order(models: Sequence[KnownModel]) -> list[KnownModel]:
    return sorted(models, key=lambda model: (not model.is_starter, model.name.casefold(), model.path))


def _remove_empty(folder: Path, root: Path) -> None:
    """Folders that a deletion left empty, up to ``root``."""
    with contextlib.suppress(OSError):  # one that is not empty ends it
        while folder != root and folder.is_relative_to(root):
            folder.rmdir()
            folder = folder.parent


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
