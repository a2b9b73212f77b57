"""Which tools cannot be answered now, and why."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.registry import Registry
from app.core.router import Router
from app.errors import NoEngine

Troubles = Mapping[str, NoEngine]


def find_troubles(registry: Registry, router: Router) -> Troubles:
    """The tools that no engine serves under their policy, each with the router's words. May wait for a keyring: not for the GUI thread."""
    found: dict[str, NoEngine] = {}
    for record in registry.records():
        if record.manifest is None or record.manifest.engine.optional:
            continue
        try:
            router.plan(record.manifest)
        except NoEngine as error:
            found[record.id] = error
    return found
