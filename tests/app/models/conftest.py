"""A hub on loopback, and settings that point at it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest

from app.core.settings import HubSettings, Settings
from app.models.hub import Hub
from tests.helpers.hub_server import HubServer

T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[HubServer]:
    with HubServer() as running:
        yield running


class Switch:
    """Settings that a test can change as it goes."""

    def __init__(self, endpoint: str) -> None:
        self.settings = Settings(hub=HubSettings(endpoint))

    def __call__(self) -> Settings:
        return self.settings


@pytest.fixture
def switch(server: HubServer) -> Switch:
    return Switch(server.endpoint)


@pytest.fixture
def ask(switch: Switch) -> Callable[..., Any]:
    """Run something with a hub of its own, and close it."""

    def run(work: Callable[[Hub], Awaitable[T]], stall_s: float = 5.0, **environ: str) -> T:
        async def go() -> T:
            hub = Hub(switch, environ, stall_s=stall_s)
            try:
                return await work(hub)
            finally:
                await hub.close()

        return asyncio.run(go())

    return run
