"""Which engine answers a tool, and why; what is refused, and why.

The rule that all others yield to: nothing goes to the cloud unless the person chose that, for this tool or for this run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.core.manifest import PluginManifest, Policy
from app.core.settings import Settings
from app.engines.base import Engine
from app.errors import AppError, NoEngine, StorageError

RouteKind = Literal["local", "cloud"]
EngineProvider = Callable[[], Engine | None]

_ORDER: Mapping[Policy, tuple[RouteKind, ...]] = MappingProxyType(
    {
        "local_only": ("local",),
        "cloud_only": ("cloud",),
        "local_then_cloud": ("local", "cloud"),
        "cloud_then_local": ("cloud", "local"),
    }
)
_POLICY_WORDS: Mapping[Policy, str] = MappingProxyType(
    {
        "local_only": "local only",
        "cloud_only": "cloud only",
        "local_then_cloud": "local, then cloud",
        "cloud_then_local": "cloud, then local",
    }
)
_KIND_WORDS: Mapping[RouteKind, str] = MappingProxyType({"local": "the local model", "cloud": "the cloud"})


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One engine to try. ``reason`` says in a sentence why it stands at this place."""

    engine: Engine
    reason: str


@dataclass(frozen=True, slots=True)
class Route:
    """Engines in the order in which they are tried; at least one.

    Attributes:
        steps: the next is tried when one raises an ``EngineError`` or lacks its key; not when the person cancels or the input is wrong.
        refused: sentences that say why other engines were not taken.
    """

    steps: tuple[RouteStep, ...]
    refused: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the first step answers."""
        return self.steps[0].reason


def fallback_reason(failed: RouteStep, error: AppError, step: RouteStep) -> str:
    """Why ``step`` answers after ``failed`` did not."""
    return f"{failed.engine.info.model or failed.engine.info.kind} failed: {_sentence(error.message)} {step.reason}"


class Router:
    """Makes routes. Asks for engines and settings anew each time, so that a change holds from the next run on.

    Args:
        local: gives the local engine; None if there is no model.
        cloud: gives the cloud engine.
        settings: gives the present settings.
        cloud_ready: whether the cloud could be asked: a key is stored, or the server is on this machine.
    """

    def __init__(
        self,
        local: EngineProvider,
        cloud: EngineProvider,
        settings: Callable[[], Settings],
        cloud_ready: Callable[[], bool],
    ) -> None:
        self._providers: Mapping[RouteKind, EngineProvider] = {"local": local, "cloud": cloud}
        self._settings = settings
        self._cloud_ready = cloud_ready

    def plan(self, manifest: PluginManifest, override: RouteKind | None = None) -> Route:
        """The route of one run.

        Args:
            manifest: of the tool.
            override: what the person asked for this run alone; it wins over settings and wishes, not over the offline lock.

        Raises:
            NoEngine: no engine may or can answer; the message says why, the hint what can be done.
        """
        order, why = self._order(manifest, override)
        steps: list[RouteStep] = []
        refused: list[str] = []
        hints: list[str] = []
        for kind in order:
            try:
                engine = self._usable(kind, manifest)
            except _RefusedError as no:
                refused.append(no.sentence)
                hints.append(no.hint)
            else:
                steps.append(RouteStep(engine, _reason(kind, why, order, refused)))
        refused += self._left_out(manifest, override)
        if not steps:
            raise NoEngine(
                f"No model can answer for {manifest.title}. {' '.join(refused)}",
                hint=" ".join([*hints, *self._other_way(manifest, order)]),
            )
        return Route(tuple(steps), tuple(refused))

    def _order(self, manifest: PluginManifest, override: RouteKind | None) -> tuple[tuple[RouteKind, ...], str]:
        if override is not None:
            return (override,), f"you asked for {_KIND_WORDS[override]} in this run"
        chosen = self._settings().policies.get(manifest.id)
        if chosen is not None:
            return _ORDER[chosen], f"you chose “{_POLICY_WORDS[chosen]}” for {manifest.title}"
        return ("local",), f"{manifest.title} stays on this machine unless you allow the cloud"

    def _usable(self, kind: RouteKind, manifest: PluginManifest) -> Engine:
        if kind == "cloud" and self._settings().offline:
            raise _RefusedError("The offline lock is on, so nothing goes to the cloud.", "Turn off the offline lock.")
        if kind == "cloud":
            self._check_key()
        engine = self._providers[kind]()
        if engine is None:
            raise _none_there(kind)
        info = engine.info
        if not info.serves_tool(manifest.id):
            raise _RefusedError(
                f"{info.model} was made for other tools and does not serve {manifest.title}.",
                f"Add a GGUF model that can do {manifest.title}.",
            )
        return engine

    def _check_key(self) -> None:
        try:
            ready = self._cloud_ready()
        except StorageError as error:  # the local model may still answer
            raise _RefusedError(error.message, error.hint) from error
        if not ready:
            raise _RefusedError("The cloud has no API key.", "Add an API key in the settings.")

    def _left_out(self, manifest: PluginManifest, override: RouteKind | None) -> list[str]:
        wish = manifest.engine.policy
        if override is not None or manifest.id in self._settings().policies or "cloud" not in _ORDER[wish]:
            return []
        return [f"{manifest.title} would like “{_POLICY_WORDS[wish]}”; the cloud stays closed until you choose it."]

    def _other_way(self, manifest: PluginManifest, order: tuple[RouteKind, ...]) -> list[str]:
        """What can be done beyond mending the refused steps: opening the road that was not in the order."""
        if "cloud" not in order:
            key = "" if self._has_key() else "add an API key and "
            lock = "turn off the offline lock, " if self._settings().offline else ""
            return [f"Or {lock}{key}choose a cloud policy for {manifest.title}."]
        if "local" not in order:
            return [f"Or choose a local policy for {manifest.title}."]
        return []

    def _has_key(self) -> bool:
        try:
            self._check_key()
        except _RefusedError:
            return False
        return True


class _RefusedError(Exception):
    """Why a kind of engine is not taken, and what helps."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


def _none_there(kind: RouteKind) -> _RefusedError:
    if kind == "local":
        return _RefusedError("There is no local model.", "Add a GGUF model in the model manager.")
    return _RefusedError("No cloud server is set up.", "Enter a base URL in the settings.")


def _reason(kind: RouteKind, why: str, order: tuple[RouteKind, ...], refused: list[str]) -> str:
    if refused:  # An earlier kind would have answered.
        return f"{' '.join(refused)} So {_KIND_WORDS[kind]} answers: {why}."
    if order.index(kind) > 0:
        return f"So {_KIND_WORDS[kind]} answers: {why}."
    return f"{_KIND_WORDS[kind].capitalize()} answers: {why}."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
