"""The route of a tool: the four policies, the providers, and a chain of one's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from app.api_qt import tr
from app.core.manifest import POLICIES, PluginManifest, Policy
from app.core.router import CLOUD, LOCAL, StepName, chain_of
from app.core.settings import Settings


def policy_words(policy: Policy) -> str:
    """A policy in words."""
    return {
        "local_only": tr("Local only"),
        "cloud_only": tr("Cloud only"),
        "local_then_cloud": tr("Local, then cloud"),
        "cloud_then_local": tr("Cloud, then local"),
    }[policy]


def policy_of(settings: Settings, manifest: PluginManifest) -> Policy:
    """The policy of a tool: what the person chose, else local only. A chain, if there is one, wins over it."""
    return settings.policies.get(manifest.id, "local_only")


def step_words(name: StepName) -> str:
    """An engine of a chain in words; a provider keeps its name."""
    return {LOCAL: tr("local model"), CLOUD: tr("the cloud")}.get(name, name)


def route_words(settings: Settings, manifest: PluginManifest) -> str:
    """The route in force, for the bar."""
    chain = settings.chains.get(manifest.id)
    if not chain:
        return policy_words(policy_of(settings, manifest))
    return (
        tr("{name} only").format(name=step_words(chain[0])) if len(chain) == 1 else " → ".join(map(step_words, chain))
    )


def first_step(settings: Settings, manifest: PluginManifest | None) -> StepName:
    """The engine that a run would ask first."""
    return chain_of(settings, manifest.id)[0] if manifest else LOCAL


def with_route(now: Settings, tool: str, route: Policy | tuple[StepName, ...]) -> Settings:
    """Settings in which a tool has a policy, or a chain."""
    if isinstance(route, tuple):
        return dataclasses.replace(now, chains={**now.chains, tool: route})
    chains = {name: chain for name, chain in now.chains.items() if name != tool}
    return dataclasses.replace(now, policies={**now.policies, tool: route}, chains=chains)


def fill_routes(
    menu: QMenu,
    settings: Settings,
    manifest: PluginManifest,
    choose: Callable[[Policy | tuple[StepName, ...]], None],
    edit: Callable[[], None],
) -> None:
    """Offer the routes of a tool; the one in force is checked."""
    menu.clear()
    chain = settings.chains.get(manifest.id, ())
    for policy in POLICIES:
        is_present = not chain and policy == policy_of(settings, manifest)
        _entry(menu, policy_words(policy), partial(choose, policy), is_present=is_present)
    if len(settings.providers) > 1:
        menu.addSeparator()
        for name in settings.providers:
            words = tr("{name} only").format(name=name)
            _entry(menu, words, partial(choose, (name,)), is_present=chain == (name,))
    menu.addSeparator()
    if len(chain) > 1:
        _entry(menu, route_words(settings, manifest), edit, is_present=True)
    menu.addAction(tr("Edit the chain…")).triggered.connect(lambda _on=False: edit())


def _entry(menu: QMenu, text: str, act: Callable[[], None], *, is_present: bool) -> None:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_present)
    action.triggered.connect(lambda _on=False: act())
