"""``asyncio``, imported when a name of it is first used: the window stands before anything runs, and the import takes a tenth of that time.

``if TYPE_CHECKING: import asyncio`` ``else: from app.core import aio as asyncio`` keeps the types.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    import asyncio

    return getattr(asyncio, name)
