"""The composition root: the only place where services are constructed. No Qt.

Order: paths → logs → settings → keys → offline guard → history, plugins → engines → router → runs. What cannot be opened leaves a
warning in ``Services.warnings`` and a stand-in, so that the program always starts.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.accounts import Accounts
from app.core.history import History
from app.core.keys import KeyStore, Redactor, is_loopback, provider_of
from app.core.logs import start_logging, stop_logging
from app.core.loop import LoopThread
from app.core.offline import SocketGuard
from app.core.paths import Paths, find_paths, prepare
from app.core.providers import DEFAULT_BASE_URL, ProviderSettings
from app.core.registry import Registry
from app.core.router import Router
from app.core.run import Runs
from app.core.settings import CloudSettings, LocalSettings, Settings, SettingsStore
from app.core.tool_secrets import SERVICE, ToolSecrets
from app.engines.base import Engine, EngineInfo
from app.engines.hardware import Hardware
from app.errors import AppError, SettingsError, StorageError

if TYPE_CHECKING:
    from app.core.ledger import Ledger
    from app.core.prices import PriceBook
    from app.engines.cloud import CloudEngine
    from app.models.downloads import Downloads
    from app.models.hub import Hub
    from app.models.library import KnownModel, Library

_STOP_LIMIT_S = 15.0  # a worker that does not obey is killed after 5 s
FROM_ENVIRONMENT = "environment"
"""Name of the provider that ``OPENAI_BASE_URL`` adds for one start."""


class Engines:
    """The local route and one engine per provider of the cloud, built anew when the settings that they were built from change.

    ``replace`` puts another engine in a route's place: the seam for tests and the scripted tour. ``local`` and ``cloud`` may be called
    from any thread: the window asks what is at hand while a run's route is planned.
    """

    def __init__(
        self,
        settings: SettingsStore,
        keys: KeyStore,
        paths: Paths,
        loop: LoopThread,
        hardware: Hardware,
        accounts: Accounts,
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self._keys = keys
        self._paths = paths
        self._hardware = hardware
        self._loop = loop
        self._local: tuple[LocalSettings, Engine] | None = None
        self._clouds: dict[str, tuple[ProviderSettings, Engine]] = {}
        self._replaced: dict[str, Engine] = {}
        self._retired: list[Engine] = []
        self._lock = threading.Lock()

    def local(self) -> Engine | None:
        """The local engine; None if there is no model file at all."""
        if "local" in self._replaced:
            return self._replaced["local"]
        # Where models are looked for does not concern the one that is loaded.
        wanted = dataclasses.replace(self._settings.current.local, model_folders=())
        with self._lock:
            if self._local is None or self._local[0] != wanted:
                self._retire(self._local)
                engine = self._new_local(wanted)
                self._local = (wanted, engine) if engine else None
            return self._local[1] if self._local else None

    def cloud(self, name: str = "") -> Engine | None:
        """The engine of a provider, ready or not; of the one in force without a name. None if there is no provider of that name."""
        settings = self._settings.current
        name = name or settings.cloud.provider
        if (other := self._in_place_of(name, settings)) is not None:
            return other
        wanted = settings.provider(name)
        with self._lock:
            held = self._clouds.get(name)
            if held is None or held[0] != wanted:
                self._retire(self._clouds.pop(name, None))
                if wanted is None:
                    return None
                self._clouds[name] = (wanted, self._new_cloud(name, wanted))
            return self._clouds[name][1]

    def server(self, name: str = "") -> CloudEngine | None:
        """The engine of a provider without the accounts around it, to be asked what models it has; None if another is in its place."""
        from app.engines.cloud import CloudEngine
        from app.engines.metered import MeteredEngine

        engine = self.cloud(name)
        inner = engine.inner if isinstance(engine, MeteredEngine) else engine
        return inner if isinstance(inner, CloudEngine) else None

    def cloud_ready(self, name: str = "") -> bool:
        """Whether a provider (without a name, the one in force) could answer: a key is there, or the server is on this machine.

        Raises:
            StorageError: the key file is there and cannot be read.
        """
        settings = self._settings.current
        if self._in_place_of(name or settings.cloud.provider, settings) is not None:
            return True
        provider = settings.provider(name)
        if provider is None:
            return False
        return is_loopback(provider.base_url) or self._keys.get(provider_of(provider.base_url)) is not None

    def replace(self, kind: str, engine: Engine) -> None:
        """Put ``engine`` in the place of a route (``local``, ``cloud`` for the provider in force, or a provider's name); it is closed
        with the others.
        """
        self._replaced[kind] = engine

    def local_info(self) -> EngineInfo | None:
        """What the local route has at hand now; cheap."""
        engine = self.local()
        return engine.info if engine else None

    async def close(self) -> None:
        held = [pair[1] for pair in (self._local, *self._clouds.values()) if pair]
        for engine in (*held, *self._replaced.values(), *self._retired):
            await engine.close()

    def _new_local(self, wanted: LocalSettings) -> Engine | None:
        starter = self._paths.starter_model
        path = Path(wanted.model) if wanted.model else starter
        if not wanted.model and not starter.exists():
            return None
        from app.engines.local import LocalEngine  # the window stands before an engine is asked for

        return LocalEngine(
            path,
            wanted,
            is_starter=path == starter,
            state_dir=self._paths.engine_state,
            calibration=self._hardware.calibration,
        )

    def _in_place_of(self, name: str, settings: Settings) -> Engine | None:
        """What ``replace`` put where a provider's engine would be."""
        in_force = self._replaced.get("cloud") if name == settings.cloud.provider else None
        return self._replaced.get(name, in_force)

    def _new_cloud(self, name: str, wanted: ProviderSettings) -> Engine:
        host = provider_of(wanted.base_url)
        from app.engines.cloud import CloudEngine  # as above
        from app.engines.dialect_memory import DialectMemory
        from app.engines.metered import MeteredEngine

        engine = CloudEngine(
            wanted,
            lambda: self._keys.get(host),
            name=name,
            memory=DialectMemory(self._paths.dialects_file),
            # The engine asks for the lock too: the guard does not see a connection that is open already.
            offline=lambda: self._settings.current.offline,
        )
        return MeteredEngine(engine, self._accounts, engine.model)

    def _retire(self, held: tuple[object, Engine] | None) -> None:
        if held:
            # A run that still uses it may load it once more between two rounds, so it is closed again at the end.
            self._retired.append(held[1])
            self._loop.submit(held[1].close())


class ModelServices:
    """What has to do with model files, each made when it is first asked for: no start waits for it. Safe from any thread."""

    def __init__(self, settings: SettingsStore, paths: Paths, environ: Mapping[str, str], loop: LoopThread) -> None:
        self._settings = settings
        self._paths = paths
        self._environ = environ
        self._loop = loop
        self._lock = threading.RLock()
        self._library: Library | None = None
        self._hub: Hub | None = None
        self._downloads: Downloads | None = None

    @property
    def library(self) -> Library:
        from app.models.library import Library

        with self._lock:
            if self._library is None:
                self._library = Library(self._paths, lambda: self._settings.current, self._environ)
            return self._library

    @property
    def hub(self) -> Hub:
        from app.models.hub import Hub

        with self._lock:
            if self._hub is None:
                self._hub = Hub(lambda: self._settings.current, self._environ)
            return self._hub

    def downloads(self, *, only_new: bool = False) -> Downloads:
        """The queue; ``only_new`` counts for the first call: see ``Downloads``."""
        from app.models.downloads import Downloads

        with self._lock:
            if self._downloads is None:
                models, state = self._paths.user_models, self._paths.data / "downloads"
                self._downloads = Downloads(self.hub, self._loop, models, state, only_new=only_new)
            return self._downloads

    async def close(self) -> None:
        if self._downloads:
            await self._downloads.close()
        if self._hub:
            await self._hub.close()


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a front (window, command line) works with."""

    paths: Paths
    settings: SettingsStore
    keys: KeyStore
    secrets: ToolSecrets
    redact: Callable[[str], str]
    guard: SocketGuard
    history: History | None
    engines: Engines
    router: Router
    registry: Registry
    runs: Runs
    loop: LoopThread
    model_services: ModelServices
    hardware: Hardware
    accounts: Accounts
    warnings: tuple[AppError, ...] = ()

    @property
    def library(self) -> Library:
        """The models that are on this machine."""
        return self.model_services.library

    @property
    def hub(self) -> Hub:
        """Where models can be looked up; its methods run on ``loop``."""
        return self.model_services.hub

    @property
    def downloads(self) -> Downloads:
        """The queue of downloads. What was left unfinished goes on with ``start``."""
        return self.model_services.downloads()

    def models(self) -> list[KnownModel]:
        """All models that are on this machine, wherever they lie. Reads headers; slow: not for the GUI thread."""
        return list(self.library.scan().models)

    def close(self) -> None:
        """Cancel what runs and keep what it has, stop engines and threads. Safe to call twice."""
        if self.loop.is_closed:
            return
        with contextlib.suppress(TimeoutError):
            self.loop.submit(self._stop()).result(_STOP_LIMIT_S)
        self.loop.close()
        self.guard.set_locked(False)
        if self.history:
            self.history.close()
        self.accounts.close()
        stop_logging()

    async def _stop(self) -> None:
        await self.runs.stop()
        await self.hardware.close()
        await self.model_services.close()
        await self.engines.close()


def build(
    environ: Mapping[str, str] = os.environ,
    *,
    plugins: Path | None = None,
    settings: Callable[[Settings], Settings] | None = None,
    keeps_history: bool = True,
) -> Services:
    """Construct the program.

    Args:
        environ: where ``POLYMATH_HOME`` and keys are looked up.
        plugins: a folder to use in place of the bundled plugins.
        settings: a change to the settings for this start alone; never written.
        keeps_history: whether runs are written into the history; a measurement's are not.
    """
    warnings: list[AppError] = []
    paths, trouble = prepare(find_paths(environ))
    warnings += [trouble] if trouble else []
    store = _settings(paths, warnings)
    store.overlay(lambda now: _with_environment(now, environ))
    if settings:
        store.overlay(settings)
    keys = KeyStore(paths.keys_file, environ)
    secrets = ToolSecrets(KeyStore(paths.secrets_file, {}, service=SERVICE, exact=True))
    redact = Redactor(keys.secrets, secrets.seen)
    start_logging(paths.logs, redact)
    guard = _guard(store)
    loop = LoopThread()
    opening = loop.in_thread(lambda: _history(paths, redact, warnings))  # the disk works while manifests are read
    registry = Registry(
        plugins or paths.bundled_plugins,
        paths.user_plugins,
        is_trusted=lambda tool: tool in store.current.trusted_plugins,
    )
    history = opening.result()
    accounts = _accounts(paths, history, store)
    hardware = Hardware(lambda: store.current.local, paths.memory_file)
    engines = Engines(store, keys, paths, loop, hardware, accounts)
    router = Router(engines.local, engines.cloud, lambda: store.current, engines.cloud_ready)
    runs = Runs(loop, registry, router, history if keeps_history else None, store, paths, accounts, secrets)
    models = ModelServices(store, paths, environ, loop)
    return Services(
        paths,
        store,
        keys,
        secrets,
        redact,
        guard,
        history,
        engines,
        router,
        registry,
        runs,
        loop,
        models,
        hardware,
        accounts,
        tuple(warnings),
    )


def _with_environment(now: Settings, environ: Mapping[str, str]) -> Settings:
    """``OPENAI_BASE_URL``, which the SDK and other programs honour, is the provider in force where that would be OpenAI itself."""
    base_url = environ.get("OPENAI_BASE_URL", "").strip()
    in_force = now.provider()
    if not base_url or in_force is None or in_force.base_url != DEFAULT_BASE_URL:
        return now
    return in_force_for_now(now, FROM_ENVIRONMENT, dataclasses.replace(in_force, base_url=base_url))


def in_force_for_now(now: Settings, name: str, provider: ProviderSettings) -> Settings:
    """A change of settings for one start: a provider more, which is the one in force."""
    return dataclasses.replace(now, cloud=CloudSettings(provider=name), providers={**now.providers, name: provider})


def _settings(paths: Paths, warnings: list[AppError]) -> SettingsStore:
    try:
        return SettingsStore(paths.settings_file)
    except SettingsError as error:
        warnings.append(error)
        try:
            aside = SettingsStore.set_aside(paths.settings_file)
        except OSError:  # it cannot be read and cannot be moved: it stays as it is, and nothing is written over it
            error.hint = f"{error.hint} The program starts with its defaults and keeps no changes."
            return SettingsStore(paths.settings_file, untouched=True)
        error.hint = f"{error.hint} The program starts with its defaults; your file is kept as {aside}."
        store = SettingsStore(paths.settings_file)
        _keep_closed(store, aside, warnings)
        return store


def _keep_closed(store: SettingsStore, aside: Path, warnings: list[AppError]) -> None:
    """Take over from a broken file what closed something: the offline lock, private marks, limits."""
    from app.core.safeguards import kept  # hardly any start needs it

    try:
        text = aside.read_text(encoding="utf-8", errors="replace")
        store.update(lambda now: kept(text, now))
    except OSError:  # it cannot be read, which was said
        return
    except StorageError as error:
        warnings.append(error)


def _guard(store: SettingsStore) -> SocketGuard:
    guard = SocketGuard()
    guard.install()
    guard.set_locked(store.current.offline)
    store.on_change(lambda now: guard.set_locked(now.offline))
    return guard


def _history(paths: Paths, redact: Callable[[str], str], warnings: list[AppError]) -> History | None:
    try:
        return History(paths.history_file, redact=redact)
    except StorageError as error:
        warnings.append(error)
        return None


def _accounts(paths: Paths, history: History | None, store: SettingsStore) -> Accounts:
    """Without a ledger where there is no history, or a stand-in for it that does not know what was spent: no limit could be kept."""

    def ledger() -> Ledger | None:
        from app.core.ledger import Ledger  # not needed to start

        return Ledger(paths.history_file) if history is not None and paths.read_only is None else None

    def prices() -> PriceBook:
        from app.core.prices import PriceBook  # as above

        return PriceBook(paths.resources / "prices.toml", paths.prices_file)

    return Accounts(ledger, prices, lambda: store.current.spending)


def with_model(path: str) -> Callable[[Settings], Settings]:
    """A change of settings: use this model file on the local route."""
    return lambda now: dataclasses.replace(now, local=dataclasses.replace(now.local, model=path))
