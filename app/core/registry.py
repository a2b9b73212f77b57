"""Finds plugins, reads their manifests without importing them, imports them when they are first used.

Sources, in this order: the bundled folder, the user's folder, the entry-point group ``polymath.plugins``. A plugin that cannot be used is
a record with its error, never a program that does not start.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, TypeVar

from app.core.manifest import PluginManifest, load_manifest
from app.core.plugin import FewShotPlugin, Plugin
from app.errors import ManifestError, PluginError, PluginImportError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
Origin = Literal["bundled", "user", "package"]
ENTRY_POINT_GROUP = "polymath.plugins"
_log = logging.getLogger("polymath.registry")


@dataclass(frozen=True, slots=True)
class PluginRecord:
    """One plugin as it was found: a manifest, or the error that stands in its place."""

    path: Path
    origin: Origin
    manifest: PluginManifest | None = None
    error: PluginError | None = None

    @property
    def id(self) -> str:
        """The tool's id; for a broken plugin the name of its file or folder."""
        if self.manifest:
            return self.manifest.id
        return self.path.parent.name if self.path.name == "plugin.toml" else self.path.stem


class Registry:
    """All plugins. Reading manifests happens on construction; ``plugin`` and ``panel_class`` import lazily.

    Args:
        is_trusted: whether Python code of a user's plugin, by id, may run.
    """

    def __init__(
        self,
        bundled: Path,
        user: Path | None = None,
        *,
        is_trusted: Callable[[str], bool] = lambda _id: False,
        packages: Iterable[EntryPoint] | None = None,
    ) -> None:
        self._is_trusted = is_trusted
        self._plugins: dict[str, Plugin] = {}
        found = [*_in_folder(bundled, "bundled"), *(_in_folder(user, "user") if user else [])]
        found += _in_packages(_installed() if packages is None else packages)
        self._records = _without_clashes(found)

    def records(self) -> Sequence[PluginRecord]:
        """Every plugin found, usable or not, in the order of the rail."""
        return self._records

    def get(self, tool_id: str) -> PluginManifest:
        """The manifest of a tool.

        Raises:
            PluginError: there is no such tool, or it is broken.
        """
        return self._usable(tool_id)[1]

    def plugin(self, tool_id: str) -> Plugin:
        """The tool itself; imported on first use (slow: call it off the GUI thread).

        Raises:
            PluginError: there is no such tool, it is broken, not trusted, or cannot be imported.
        """
        if tool_id not in self._plugins:
            record, manifest = self._usable(tool_id)
            kind = self._class(record, "plugin", Plugin) or FewShotPlugin
            self._plugins[tool_id] = _made(kind, manifest)
        return self._plugins[tool_id]

    def panel_class(self, tool_id: str, base: type) -> type | None:
        """The tool's panel, a subclass of ``base``; None where the host makes a form.

        Raises:
            PluginError: as ``plugin``.
        """
        return self._class(self._usable(tool_id)[0], "panel", base)

    def may_run(self, record: PluginRecord) -> bool:
        """Whether this plugin's code may run: bundled, data only, or trusted by the user."""
        data_only = record.manifest is not None and record.manifest.is_data_only
        return record.origin == "bundled" or data_only or self._is_trusted(record.id)

    def _usable(self, tool_id: str) -> tuple[PluginRecord, PluginManifest]:
        record = next((r for r in self._records if r.id == tool_id), None)
        if record is None:
            known = ", ".join(r.id for r in self._records if r.manifest)
            raise PluginError(f"There is no tool “{tool_id}”.", hint=f"There are: {known}.")
        if record.error or record.manifest is None:
            raise record.error or PluginError(f"The tool “{tool_id}” is broken.")
        return record, record.manifest

    def _class(self, record: PluginRecord, module: str, base: type[T]) -> type[T] | None:
        manifest = record.manifest
        if manifest is None or manifest.is_data_only or not (manifest.folder / f"{module}.py").exists():
            return None
        if not self.may_run(record):
            raise PluginError(
                f"The tool “{manifest.title}” contains Python code that you have not allowed to run.",
                hint="Allow it in Settings → Plugins if you trust its author: it then runs with your rights.",
            )
        return _subclass_in(_imported(record, manifest, module), base, manifest)


def _in_folder(folder: Path, origin: Origin) -> list[PluginRecord]:
    if not folder.is_dir():
        return []
    paths = [*folder.glob("*/plugin.toml"), *folder.glob("few_shot/*.toml")]
    paths += [p for p in folder.glob("*.toml") if origin == "user"]
    return [_record(path, origin) for path in sorted(paths)]


def _installed() -> Iterable[EntryPoint]:
    """Entry points of installed packages.

    ``importlib.metadata`` reads all that is installed, which takes as long as the window; so it is asked only where a file names the group.
    """
    if not any(f"[{ENTRY_POINT_GROUP}]" in text for text in _entry_point_files()):
        return ()
    from importlib.metadata import entry_points  # see above

    return entry_points(group=ENTRY_POINT_GROUP)


def _entry_point_files() -> Iterator[str]:
    """The texts of ``entry_points.txt`` of all installed packages. ``os`` in place of ``Path``: there are hundreds of folders."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:  # an archive, or a folder that is gone
            continue
        for name in names:
            if name.endswith("-info"):
                with (
                    contextlib.suppress(OSError),
                    open(f"{place}/{name}/entry_points.txt", encoding="utf-8", errors="replace") as file,
                ):
                    yield file.read()


def _in_packages(points: Iterable[EntryPoint]) -> list[PluginRecord]:
    records = []
    for point in points:
        spec = importlib.util.find_spec(point.module.partition(".")[0])
        places = list(spec.submodule_search_locations or []) if spec else []
        inner = point.module.split(".")[1:]
        records += [_record(Path(place, *inner, "plugin.toml"), "package") for place in places]
    return records


def _record(path: Path, origin: Origin) -> PluginRecord:
    try:
        return PluginRecord(path, origin, load_manifest(path))
    except ManifestError as error:
        _log.warning("%s: %s", path, error)
        return PluginRecord(path, origin, error=error)


def _without_clashes(found: Sequence[PluginRecord]) -> list[PluginRecord]:
    seen: dict[str, PluginRecord] = {}
    records = []
    for record in found:
        first = seen.setdefault(record.id, record)
        if first is not record and record.manifest:
            error = ManifestError(f"The id “{record.id}” is taken by {first.path}.", path=record.path)
            record = PluginRecord(record.path, record.origin, error=error)
        records.append(record)
    return sorted(records, key=lambda r: (r.manifest.order, r.id) if r.manifest else (1000, r.id))


def _made(kind: type[Plugin], manifest: PluginManifest) -> Plugin:
    try:
        return kind(manifest)
    except (Exception, SystemExit) as error:  # the plugin boundary
        raise _no_import(manifest, error) from error


def _no_import(manifest: PluginManifest, error: BaseException) -> PluginImportError:
    _log.error("plugin %s", manifest.id, exc_info=error)
    return PluginImportError(
        f"The tool “{manifest.title}” cannot be loaded: {type(error).__name__}: {error}.",
        hint=f"Its code is in {manifest.folder}.",
    )


def _imported(record: PluginRecord, manifest: PluginManifest, module: str) -> ModuleType:
    try:
        if record.origin == "bundled":
            return importlib.import_module(f"plugins.{manifest.folder.name}.{module}")
        return _import_folder(manifest, module)
    except (Exception, SystemExit) as error:
        raise _no_import(manifest, error) from error


def _import_folder(manifest: PluginManifest, module: str) -> ModuleType:
    """Import a module of a folder as a package of its own, so that it can import its neighbours."""
    package = f"polymath_plugin_{manifest.id}"
    if package not in sys.modules:
        spec = importlib.util.spec_from_loader(package, loader=None, is_package=True)
        if spec is None:
            raise ImportError(f"{manifest.folder} is no package")
        created = importlib.util.module_from_spec(spec)
        created.__path__ = [str(manifest.folder)]
        sys.modules[package] = created
    return importlib.import_module(f"{package}.{module}")


def _subclass_in(module: ModuleType, base: type[T], manifest: PluginManifest) -> type[T]:
    found = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, base) and value.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise PluginImportError(
            f"{module.__name__} must hold one subclass of {base.__name__}; it holds {len(found)}.",
            hint=f"See {manifest.folder}.",
        )
    kind: type[T] = found[0]
    return kind
