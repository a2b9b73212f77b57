"""Settings: one TOML file, a schema number, ordered migrations, frozen dataclasses.

Readers get a frozen ``Settings``; only ``SettingsStore`` writes. A value that makes no sense is named with its key; the file that
held it is kept beside the new one, so that nothing is lost.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import os
import threading
import tomllib
import typing
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, fields, is_dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from app.core.manifest import Policy
from app.core.money import CURRENCIES
from app.core.providers import DEFAULT_PROVIDER, ProviderSettings, name_trouble, one_server_to_providers
from app.errors import SettingsError, StorageError

SCHEMA = 2
Theme = Literal["system", "light", "dark"]
Language = Literal["system", "en", "zh_CN"]
KvType = Literal["f16", "q8_0"]


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """The local route.

    Attributes:
        model: path of a GGUF file; empty for the starter.
        context_tokens: 0 chooses by model and memory.
        threads: 0 chooses by machine.
        gpu_layers: -1 for all that fit, 0 for none.
        kv_type: how keys and values of the context are kept: ``q8_0`` takes half the memory of ``f16``.
        prefix_disk_mib: how much evaluated state of constant prompts is kept on disk; 0 keeps none there.
        idle_unload_min: minutes without a run after which the model gives its memory back; 0 never.
    """

    model: str = ""
    context_tokens: int = 0
    threads: int = 0
    gpu_layers: int = -1
    kv_type: KvType = "f16"
    prefix_disk_mib: int = 1024
    idle_unload_min: int = 30
    model_folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Where models are downloaded from. ``endpoint`` is empty for ``HF_ENDPOINT`` or the hub itself, else a mirror's address."""

    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class CloudSettings:
    """The cloud route. ``provider`` names the one in force: what “the cloud” means in policies, chains and ``--engine cloud``."""

    provider: str = DEFAULT_PROVIDER


@dataclass(frozen=True, slots=True)
class SpendingSettings:
    """Limits of spending: amounts per currency; a currency that is missing has no limit.

    ``allow_unknown_price``: whether a request may go out whose price is not known while there is a limit.
    """

    per_day: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    per_month: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    allow_unknown_price: bool = False

    @property
    def has_limit(self) -> bool:
        return bool(self.per_day or self.per_month)


@dataclass(frozen=True, slots=True)
class UiSettings:
    """What the window remembers."""

    theme: Theme = "system"
    language: Language = "system"
    rail_wide: bool = False
    last_tool: str = ""
    welcomed: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it.

    Attributes:
        offline: the global lock.
        providers: servers of the cloud route, by name.
        policies: what the person chose per tool.
        chains: per tool, engines in the order in which they are asked: ``local``, a provider's name, or ``cloud`` for the provider in
            force. A chain wins over a policy.
        private_paths: files and folders whose content goes to no cloud.
        private_tools: tools whose runs go to no cloud.
        ask_before_sending: tools that show each request before it goes to the cloud, and wait for a yes.
    """

    schema: int = SCHEMA
    offline: bool = False
    local: LocalSettings = LocalSettings()
    cloud: CloudSettings = CloudSettings()
    providers: Mapping[str, ProviderSettings] = field(
        default_factory=lambda: MappingProxyType({DEFAULT_PROVIDER: ProviderSettings()})
    )
    spending: SpendingSettings = SpendingSettings()
    hub: HubSettings = HubSettings()
    ui: UiSettings = UiSettings()
    policies: Mapping[str, Policy] = field(default_factory=lambda: MappingProxyType({}))
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    private_paths: tuple[str, ...] = ()
    private_tools: tuple[str, ...] = ()
    ask_before_sending: tuple[str, ...] = ()
    trusted_plugins: tuple[str, ...] = ()
    tools: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    def for_tool(self, tool_id: str) -> Mapping[str, Any]:
        """The section of one tool."""
        return self.tools.get(tool_id, MappingProxyType({}))

    def provider(self, name: str = "") -> ProviderSettings | None:
        """The provider of a name, the one in force without a name; None if there is none of that name."""
        return self.providers.get(name or self.cloud.provider)

    def with_provider(self, name: str = "", **changes: Any) -> Settings:
        """These settings with a provider changed or added; without a name, the one in force."""
        name = name or self.cloud.provider
        present = self.providers.get(name, ProviderSettings())
        return dataclasses.replace(self, providers={**self.providers, name: dataclasses.replace(present, **changes)})


_LEAST: Mapping[str, float] = MappingProxyType(
    {
        "local.context_tokens": 0,
        "local.threads": 0,
        "local.gpu_layers": -1,
        "local.prefix_disk_mib": 0,
        "local.idle_unload_min": 0,
        "providers.*.timeout_s": 1,
        "providers.*.max_retries": 0,
        "spending.per_day.*": 0,
        "spending.per_month.*": 0,
    }
)
"""Patterns of keys, and the least value that makes sense."""

MIGRATIONS: tuple[Callable[[MutableMapping[str, Any]], MutableMapping[str, Any]], ...] = (one_server_to_providers,)
"""``MIGRATIONS[n]`` turns a file of schema n+1 into one of schema n+2. Each is harmless to a file that has the new form already: one
without a number, as a person writes it, goes through all of them."""


class SettingsStore:
    """Reads and writes the settings file; tells listeners of each change. Safe to call from any thread."""

    def __init__(self, path: Path, *, untouched: bool = False) -> None:
        """Read ``path``; defaults if it does not exist. ``untouched``: neither read nor ever write it.

        Raises:
            SettingsError: the file cannot be read or understood. ``SettingsStore.set_aside`` moves it out of the way.
        """
        self._path = path
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._listeners: list[Callable[[Settings], None]] = []
        self._overlay: Callable[[Settings], Settings] = lambda now: now
        self._untouched = untouched
        self._current = Settings() if untouched else _read(path)
        self._kept = self._current

    @property
    def current(self) -> Settings:
        return self._overlay(self._current)

    @property
    def stored(self) -> Settings:
        """What is, or will be, in the file: without the changes of this start alone."""
        return self._current

    @property
    def path(self) -> Path:
        return self._path

    def on_change(self, listener: Callable[[Settings], None]) -> Callable[[], None]:
        """Call ``listener`` after each change, on the changing thread. Returns a function that ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def overlay(self, change: Callable[[Settings], Settings]) -> None:
        """Lay a change over what readers see (a command line's options), on top of earlier ones; it is never written."""
        before = self._overlay
        self._overlay = lambda now: change(before(now))

    def update(self, change: Callable[[Settings], Settings]) -> Settings:
        """Apply a change and write it.

        Raises:
            StorageError: the file cannot be written; the change holds for this run of the program all the same.
        """
        with self._lock:
            self._current = change(self._current)
        for listener in list(self._listeners):
            listener(self.current)
        if not self._untouched:
            with self._write_lock:  # the newest state, whichever thread comes last
                now = self._current
                _write(self._path, now, self._kept)
                self._kept = now
        return self.current

    def set_tool(self, tool_id: str, **values: Any) -> Settings:
        """Change values in the section of one tool; see ``update``."""

        def change(now: Settings) -> Settings:
            section = {**now.for_tool(tool_id), **values}
            return dataclasses.replace(now, tools={**now.tools, tool_id: section})

        return self.update(change)

    @staticmethod
    def set_aside(path: Path) -> Path:
        """Rename a broken settings file to ``….broken`` so that the program can start; returns where it is now."""
        aside = path.with_suffix(".toml.broken")
        path.replace(aside)
        return aside


def _read(path: Path) -> Settings:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error}.", hint="Check its permissions."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The settings file {path} is not valid TOML: {error}.",
            hint="Mend the line, or delete the file to start anew.",
        ) from error
    present = _migrated(data, path)
    return _consistent(_settings(Settings, present, ""), present)


def _migrated(data: MutableMapping[str, Any], path: Path) -> MutableMapping[str, Any]:
    schema = data.get("schema", 1)
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise SettingsError(
            f"The settings file {path} is of schema {schema}; this program reads up to {SCHEMA}.",
            hint="It was written by a newer version: install that, or delete the file.",
        )
    for step in MIGRATIONS[schema - 1 :]:
        data = step(data)
    data["schema"] = SCHEMA
    return data


def _consistent(read: Settings, data: Mapping[str, Any]) -> Settings:
    """Check what concerns more than one value; a file that names no provider in force takes its first."""
    for name in read.providers:
        if trouble := name_trouble(name):
            raise SettingsError(
                f"The setting providers.{name} has no good name. {trouble}", hint="Change it in the settings file."
            )
    for tool, chain in read.chains.items():
        if not chain:
            raise _nonsense(f"chains.{tool}", [], "a list with at least one engine")
    for currency in {**read.spending.per_day, **read.spending.per_month}:
        if currency not in CURRENCIES:
            raise _nonsense("spending", currency, f"one of {', '.join(CURRENCIES)}")
    if read.cloud.provider in read.providers:
        return read
    if "provider" in data.get("cloud", {}) or not read.providers:
        raise _nonsense("cloud.provider", read.cloud.provider, f"one of {', '.join(read.providers) or 'none'}")
    return dataclasses.replace(read, cloud=dataclasses.replace(read.cloud, provider=next(iter(read.providers))))


def _settings(kind: type[Any], data: Mapping[str, Any], prefix: str) -> Any:
    hints = typing.get_type_hints(kind)
    known = {f.name for f in fields(kind)}
    values = {k: _value(hints[k], v, f"{prefix}{k}") for k, v in data.items() if k in known}
    return kind(**values)


def _value(hint: Any, value: Any, key: str) -> Any:
    origin = typing.get_origin(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _settings(hint, _expect(value, dict, key), f"{key}.")
    if origin is Literal:
        if value not in typing.get_args(hint):
            raise _nonsense(key, value, f"one of {', '.join(typing.get_args(hint))}")
        return value
    if origin is tuple:
        return tuple(_expect(item, str, key) for item in _expect(value, list, key))
    if origin is not None:
        return _mapping(typing.get_args(hint)[1], value, key)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    value = _expect(value, hint, key)
    least = next((number for pattern, number in _LEAST.items() if fnmatchcase(key, pattern)), None)
    if least is not None and not least <= value < math.inf:
        raise _nonsense(key, value, f"at least {least}")
    return value


def _mapping(kind: Any, value: Any, key: str) -> Mapping[str, Any]:
    table = _expect(value, dict, key)
    if kind is Any:
        return typing.cast(Mapping[str, Any], table)
    return MappingProxyType({name: _value(kind, item, f"{key}.{name}") for name, item in table.items()})


def _expect(value: Any, kind: type, key: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _nonsense(key, value, f"of type {kind.__name__}")
    return value


def _nonsense(key: str, value: Any, wanted: str) -> SettingsError:
    return SettingsError(
        f"The setting {key} is {value!r}; it must be {wanted}.", hint="Change it in the settings file."
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _document(path: Path) -> Any:
    """The file as it is, for what a person wrote between the lines; an empty one where there is none that can be read."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError, TOMLKitError):
        return tomlkit.document()


def _brought_up(document: Any, path: Path) -> Any:
    """The document in the present form; as it is where a newer version wrote it in the meantime."""
    with contextlib.suppress(SettingsError):
        return _migrated(document, path)
    return document


def _merge(document: Any, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Put into ``document`` what changed. Comments stay, and keys that this version does not know, and what another window wrote."""
    for key, value in values.items():
        if key in before and value == before[key]:
            continue
        old = document.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            known = before.get(key)
            _merge(old, value, known if isinstance(known, Mapping) else {})
        elif old != value:
            document[key] = value
    for key in before.keys() - values.keys():
        document.pop(key, None)


def _write(path: Path, settings: Settings, before: Settings) -> None:
    import shutil  # these two are only needed to write

    import tomlkit

    path = path.resolve()  # a link, as people who keep their settings elsewhere make it, stays one
    draft = path.with_suffix(f".toml.new-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        document = _document(path)
        if document and document.get("schema") != settings.schema:
            shutil.copyfile(path, path.with_suffix(f".toml.schema-{document.get('schema', 1)}"))
            document = _brought_up(document, path)
        _merge(document, _plain(settings), _plain(before) if document.get("schema") == settings.schema else {})
        with draft.open("w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise StorageError(
            f"The settings cannot be saved to {path}: {error.strerror}.",
            hint="Free some space or make the folder writable.",
        ) from error
