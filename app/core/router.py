"""Which engine answers a tool, and why; what is refused, and why.

Two rules that all others yield to: nothing goes to the cloud unless the person chose that, for this tool or for this run; and what is
private goes to no cloud at all, whoever chose it. A server on this machine counts as cloud here: what it does with a prompt is not ours
to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.core.manifest import PluginManifest, Policy
from app.core.settings import Settings
from app.engines.base import Engine
from app.errors import AppError, NoEngine, StorageError

StepName = str
"""``local``, a provider's name, or ``cloud`` for the provider in force."""

LOCAL, CLOUD = "local", "cloud"
_CHAINS: Mapping[Policy, tuple[StepName, ...]] = MappingProxyType(
    {
        "local_only": (LOCAL,),
        "cloud_only": (CLOUD,),
        "local_then_cloud": (LOCAL, CLOUD),
        "cloud_then_local": (CLOUD, LOCAL),
    }
)
_KIND_WORDS: Mapping[StepName, str] = MappingProxyType({LOCAL: "the local model", CLOUD: "the cloud"})


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
        private: why nothing of this run may go to the cloud; empty if it may.
    """

    steps: tuple[RouteStep, ...]
    refused: tuple[str, ...] = ()
    private: str = ""

    @property
    def reason(self) -> str:
        """Why the first step answers."""
        return self.steps[0].reason


def chain_of(settings: Settings, tool_id: str) -> tuple[StepName, ...]:
    """What the person chose for a tool: a chain, else a policy, else the local model alone."""
    if chain := settings.chains.get(tool_id):
        return chain
    return _CHAINS[settings.policies.get(tool_id, "local_only")]


def chain_words(chain: tuple[StepName, ...]) -> str:
    """A chain as it is said: “local, then team”, “cloud only”."""
    return f"{chain[0]} only" if len(chain) == 1 else ", then ".join(chain)


def private_tool_reason(settings: Settings, manifest: PluginManifest) -> str:
    """Why all that a tool works on is private; empty if it is not."""
    return f"You marked {manifest.title} as private." if manifest.id in settings.private_tools else ""


def fallback_reason(failed: RouteStep, error: AppError, step: RouteStep) -> str:
    """Why ``step`` answers after ``failed`` did not."""
    return f"{failed.engine.info.model or failed.engine.info.kind} failed: {_sentence(error.message)} {step.reason}"


class Router:
    """Makes routes. Asks for engines and settings anew each time, so that a change holds from the next run on.

    Args:
        local: gives the local engine; None if there is no model.
        cloud: gives the engine of a provider; None if there is none of that name.
        settings: gives the present settings.
        cloud_ready: whether a provider could be asked: a key is stored, or the server is on this machine.
    """

    def __init__(
        self,
        local: Callable[[], Engine | None],
        cloud: Callable[[str], Engine | None],
        settings: Callable[[], Settings],
        cloud_ready: Callable[[str], bool],
    ) -> None:
        self._local = local
        self._cloud = cloud
        self._settings = settings
        self._cloud_ready = cloud_ready

    def plan(self, manifest: PluginManifest, override: StepName | None = None, *, private: str = "") -> Route:
        """The route of one run.

        Args:
            manifest: of the tool.
            override: what the person asked for this run alone; it wins over settings and wishes, not over the offline lock, and never
                over what is private.
            private: why nothing of this run may go to the cloud, in a sentence; empty if it may. A tool that the person marked as
                private needs no reason.

        Raises:
            NoEngine: no engine may or can answer; the message says why, the hint what can be done.
        """
        private = private or private_tool_reason(self._settings(), manifest)
        chain, why = self._chain(manifest, override)
        steps: list[RouteStep] = []
        refused: dict[str, str] = {}  # sentence → hint; what refuses several steps is said once
        for name in chain:
            try:
                engine = self._usable(name, manifest, private)
            except _RefusedError as no:
                refused[no.sentence] = no.hint
            else:
                steps.append(RouteStep(engine, _reason(name, why, is_first=name == chain[0], refused=tuple(refused))))
        sentences = (*refused, *self._left_out(manifest, override))
        if not steps:
            ways = self._other_way(manifest, chain, private)
            raise NoEngine(
                f"No model can answer for {manifest.title}. {' '.join(sentences)}",
                hint=" ".join([*dict.fromkeys(refused.values()), *ways]),
            )
        return Route(tuple(steps), sentences, private)

    def _chain(self, manifest: PluginManifest, override: StepName | None) -> tuple[tuple[StepName, ...], str]:
        """Names of what is asked in order, none twice, and why."""
        if override is not None:
            return (override,), f"you asked for {_words(override)} in this run"
        settings = self._settings()
        if not settings.chains.get(manifest.id) and manifest.id not in settings.policies:
            return (LOCAL,), f"{manifest.title} stays on this machine unless you allow the cloud"
        chosen = chain_of(settings, manifest.id)
        seen: dict[str, StepName] = {}
        for name in chosen:
            seen.setdefault(settings.cloud.provider if name == CLOUD else name, name)
        return tuple(seen.values()), f"you chose “{chain_words(chosen)}” for {manifest.title}"

    def _usable(self, name: StepName, manifest: PluginManifest, private: str) -> Engine:
        engine = self._local() if name == LOCAL else self._of_provider(name, manifest, private)
        if engine is None:
            raise _RefusedError("There is no local model.", "Add a GGUF model in the model manager.")
        if not engine.info.serves_tool(manifest.id):
            raise _RefusedError(
                f"{engine.info.model} was made for other tools and does not serve {manifest.title}.",
                f"Add a GGUF model that can do {manifest.title}.",
            )
        return engine

    def _of_provider(self, name: StepName, manifest: PluginManifest, private: str) -> Engine:
        settings = self._settings()
        if private:
            raise _RefusedError(
                f"{private} So nothing of this goes to the cloud.",
                f"Use a local model for {manifest.title}, or take the mark off under Settings → Privacy.",
            )
        if settings.offline:
            raise _RefusedError("The offline lock is on, so nothing goes to the cloud.", "Turn off the offline lock.")
        provider = "" if name == CLOUD else name
        if provider and provider not in settings.providers:
            raise _RefusedError(
                f"There is no provider “{provider}”.",
                f"Add it in the settings, or change the chain of {manifest.title}.",
            )
        self._check_key(provider)
        engine = self._cloud(provider)
        if engine is None:
            raise _RefusedError("No cloud server is set up.", "Enter a base URL in the settings.")
        return engine

    def _check_key(self, provider: str) -> None:
        try:
            ready = self._cloud_ready(provider)
        except StorageError as error:  # the local model may still answer
            raise _RefusedError(error.message, error.hint) from error
        if not ready:
            who = _capital(_words(provider or CLOUD))
            raise _RefusedError(f"{who} has no API key.", "Add an API key in the settings.")

    def _left_out(self, manifest: PluginManifest, override: StepName | None) -> list[str]:
        settings, wish = self._settings(), _CHAINS[manifest.engine.policy]
        is_chosen = manifest.id in settings.policies or settings.chains.get(manifest.id)
        if override is not None or is_chosen or CLOUD not in wish:
            return []
        return [f"{manifest.title} would like “{chain_words(wish)}”; the cloud stays closed until you choose it."]

    def _other_way(self, manifest: PluginManifest, chain: tuple[StepName, ...], private: str) -> list[str]:
        """What can be done beyond mending the refused steps: opening the road that was not in the chain."""
        if all(name == LOCAL for name in chain) and not private:
            return [_opening(manifest.title, has_key=self._has_key(), locked=self._settings().offline)]
        if LOCAL not in chain and not private:
            return [f"Or choose a local policy for {manifest.title}."]
        return []

    def _has_key(self) -> bool:
        try:
            self._check_key("")
        except _RefusedError:
            return False
        return True


class _RefusedError(Exception):
    """Why an engine is not taken, and what helps."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


def _opening(title: str, *, has_key: bool, locked: bool) -> str:
    """How the cloud would be opened to a tool."""
    if locked:
        return (
            f"Or turn off the offline lock, choose a cloud policy for {title}."
            if has_key
            else f"Or turn off the offline lock, add an API key and choose a cloud policy for {title}."
        )
    return (
        f"Or choose a cloud policy for {title}."
        if has_key
        else f"Or add an API key and choose a cloud policy for {title}."
    )


def _words(name: StepName) -> str:
    return _KIND_WORDS.get(name, f"“{name}”")


def _reason(name: StepName, why: str, *, is_first: bool, refused: tuple[str, ...]) -> str:
    if refused:  # An earlier engine would have answered.
        return f"{' '.join(refused)} So {_words(name)} answers: {why}."
    if not is_first:
        return f"So {_words(name)} answers: {why}."
    return f"{_capital(_words(name))} answers: {why}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
