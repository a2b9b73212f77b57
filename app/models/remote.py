"""Reads the header of a GGUF file that lies on a server, by requests for ranges of it."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from app.errors import DownloadError
from app.models.gguf import GgufHeader, read_header_from
from app.models.hub_errors import of_answer, of_transport

if TYPE_CHECKING:
    from app.models.hub import Hub, Resolved
    from app.models.hub_data import RemoteModel

_BLOCK_BYTES = 2 << 20
_LIMIT_BYTES = 128 << 20
_FETCH_LIMIT_S = 120.0


async def header_of(hub: Hub, model: RemoteModel) -> GgufHeader:
    """See ``Hub.remote_header``. Of a split model the first part is read; its size is that of all parts."""
    resolved = await hub.resolve(model.repo, model.path, model.revision)
    size_bytes = resolved.size_bytes or model.parts[0].size_bytes
    if not size_bytes:
        raise DownloadError(f"The server does not say how large {model.name} is.", reason="server")
    reader = _RangeReader(hub, model, resolved, size_bytes)
    # The reader of headers is the one for files, which waits: it runs in a thread and sends its requests back to this loop.
    header = await asyncio.to_thread(read_header_from, cast(BinaryIO, reader), Path(model.name), size_bytes)
    return dataclasses.replace(header, size_bytes=model.size_bytes or size_bytes)


class _RangeReader:
    """As much of a binary file as ``read_header_from`` uses: ``seek`` to the start, ``read``."""

    def __init__(self, hub: Hub, model: RemoteModel, resolved: Resolved, size_bytes: int) -> None:
        self._hub = hub
        self._model = model
        self._url = resolved.url
        self._size_bytes = size_bytes
        self._loop = asyncio.get_running_loop()
        self._data = bytearray()
        self._position = 0

    def seek(self, position: int) -> int:
        self._position = position
        return position

    def read(self, length: int) -> bytes:
        """At most ``length`` bytes, and at least one before the end; what is here already is not waited for."""
        if self._position >= len(self._data):
            stop = min(len(self._data) + _BLOCK_BYTES, self._size_bytes)
            if stop > _LIMIT_BYTES:
                raise DownloadError(f"The header of {self._model.name} is too large to look at.", reason="wrong")
            if stop > len(self._data):
                self._data += asyncio.run_coroutine_threadsafe(self._fetch(len(self._data), stop), self._loop).result(
                    _FETCH_LIMIT_S
                )
        start = self._position
        self._position = min(start + length, len(self._data))
        return bytes(self._data[start : self._position])

    async def _fetch(self, start: int, stop: int) -> bytes:
        import httpx2

        async with self._hub.open(self._url, {"Range": f"bytes={start}-{stop - 1}"}) as response:
            if response.status_code == 200:
                raise DownloadError(
                    f"{response.url.host} gives no parts of files, so {self._model.name} cannot be looked at in advance.",
                    reason="server",
                )
            if response.status_code != 206:
                raise of_answer(response, self._model.repo, self._model.path)
            try:
                return await response.aread()
            except httpx2.HTTPError as error:
                raise of_transport(error, response.url.host) from error
