"""Looks models up on the Hugging Face hub, or on a mirror that speaks like it.

The protocol is that of the hub's own client (``huggingface_hub``: ``hf_api.py``, ``file_download.py``): what a repository holds comes from
``/api/models``; a file from ``/{repo}/resolve/{revision}/{file}``, whose HEAD tells size, commit and, for large files, the SHA-256, and
redirects to another host. The token goes to the hub alone, never to the host that it redirects to.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from app import __version__
from app.core.keys import is_loopback
from app.core.settings import Settings
from app.errors import DownloadError
from app.models.hub_data import (
    FoundRepo,
    RemoteModel,
    RemotePart,
    RepoCard,
    card_of,
    check_names,
    found_repo,
    of_sibling,
    of_tree,
)
from app.models.hub_errors import bad_address, of_answer, of_transport, offline_error

if TYPE_CHECKING:
    import httpx2

    from app.models.gguf import GgufHeader

DEFAULT_ENDPOINT = "https://huggingface.co"
_CONNECT_TIMEOUT_S = 10.0
_ANSWER_TIMEOUT_S = 30.0
_MOST_REDIRECTS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a file is to be had now.

    Attributes:
        url: maybe on another host, signed, good for a short time.
        etag: the hub's name for the content; changes with it.
        size_bytes: None if the server does not say.
        sha256: of the content; empty if the server does not say.
        commit: of the repository; empty if the server does not say.
    """

    url: str
    etag: str
    size_bytes: int | None
    sha256: str
    commit: str


class Hub:
    """Speaks with one hub. Opens no socket before the first request; use it from one event loop only.

    Args:
        settings: gives the present settings; ``hub.endpoint`` and ``offline`` are looked at before each request.
        environ: where ``HF_ENDPOINT`` and ``HF_TOKEN`` are looked up.
        stall_s: how long an answer may stay without a further byte.
    """

    def __init__(
        self, settings: Callable[[], Settings], environ: Mapping[str, str] = os.environ, *, stall_s: float = 30.0
    ) -> None:
        self._settings = settings
        self._environ = environ
        self._stall_s = stall_s
        self._clients: dict[bool, httpx2.AsyncClient] = {}

    @property
    def endpoint(self) -> str:
        """The address of the hub or mirror, without a slash at its end."""
        chosen = self._settings().hub.endpoint.strip() or self._environ.get("HF_ENDPOINT", "").strip()
        return (chosen or DEFAULT_ENDPOINT).rstrip("/")

    @property
    def is_offline(self) -> bool:
        """Whether the offline lock is on."""
        return self._settings().offline

    async def search(self, words: str, *, limit: int = 30) -> tuple[FoundRepo, ...]:
        """Repositories with GGUF files whose names hold the words, the most downloaded first.

        Raises:
            DownloadError: the hub cannot be asked.
        """
        params = {"search": words, "filter": "gguf", "sort": "downloads", "direction": "-1", "limit": str(limit)}
        rows = await self._json("/api/models", params)
        if not isinstance(rows, list):
            raise self._nonsense()
        return tuple(found_repo(row) for row in rows if isinstance(row, Mapping) and row.get("id"))

    async def card(self, repo: str, revision: str = "main") -> RepoCard:
        """The models in a repository with sizes and hashes, its licence, and whether it is gated.

        Raises:
            DownloadError: there is no such repository, or the hub cannot be asked.
        """
        check_names(repo, revision=revision)
        path = f"/api/models/{repo}/revision/{quote(revision, safe='')}"
        info = await self._json(path, {"blobs": "true"}, repo)
        if not isinstance(info, Mapping):
            raise self._nonsense()
        commit = str(info.get("sha") or "")
        pinned = commit if _COMMIT.fullmatch(commit) else revision
        parts = [of_sibling(row) for row in info.get("siblings") or () if isinstance(row, Mapping)]
        if any(part.path.lower().endswith(".gguf") and not part.size_bytes for part in parts):
            parts = await self._tree(repo, pinned)
        return card_of(repo, pinned, info, parts)

    async def model(self, repo: str, file: str, revision: str = "main") -> RemoteModel:
        """One model of a repository by the path of its file; of a split one, of any part.

        Raises:
            DownloadError: there is no such file or repository, or the hub cannot be asked.
        """
        check_names(repo, file, revision)
        card = await self.card(repo, revision)
        for model in card.models:
            if file in {part.path for part in model.parts} or file == model.name:
                return model
        named = ", ".join(model.path for model in card.models[:8])
        raise DownloadError(
            f"{repo} has no model {file}.", reason="not_found", hint=f"It has: {named}." if named else ""
        )

    async def resolve(self, repo: str, file: str, revision: str = "main") -> Resolved:
        """Where a file is to be had, by a HEAD that follows no redirect away from the hub.

        Raises:
            DownloadError: it is not there, not allowed, or the hub cannot be asked.
        """
        check_names(repo, file, revision)
        url = f"{self._base()}/{repo}/resolve/{quote(revision, safe='')}/{quote(file)}"
        for _ in range(_MOST_REDIRECTS):
            response = await self._send("HEAD", url)
            if not (response.is_success or response.has_redirect_location):
                raise of_answer(response, repo, file)
            target = urljoin(url, response.headers.get("location", ""))
            if response.is_success or _origin(target) != _origin(url):
                return _resolved(response, target)
            url = target
        raise DownloadError(f"{self._host} sends {repo} in circles.", reason="server", hint="Check the hub's address.")

    async def remote_header(self, model: RemoteModel) -> GgufHeader:
        """The header of a model that is not downloaded yet, so that it can be planned whether it will fit: a few megabytes are read.

        Raises:
            DownloadError: it cannot be read, or the server gives no parts of files.
            ModelLoadError: it is no GGUF model.
        """
        from app.models.remote import header_of

        return await header_of(self, model)

    @contextlib.asynccontextmanager
    async def open(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[httpx2.Response]:
        """A GET whose body is streamed; redirects are followed, and each host is asked without what belongs to another.

        Errors of the body, and a status that is no success, are the caller's to map.

        Raises:
            DownloadError: no answer came.
        """
        response = await self._send("GET", url, headers=headers, stream=True)
        try:
            for _ in range(_MOST_REDIRECTS):
                if not response.has_redirect_location:
                    break
                target = urljoin(str(response.url), response.headers["location"])
                await response.aclose()
                response = await self._send("GET", target, headers=headers, stream=True)
            yield response
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close all connections."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    async def _tree(self, repo: str, revision: str) -> list[RemotePart]:
        """The files by the other listing, for mirrors whose first one does not know sizes."""
        parts: list[RemotePart] = []
        url = f"/api/models/{repo}/tree/{quote(revision, safe='')}?recursive=true"
        for _ in range(100):
            response = await self._answered(url, {}, repo)
            rows = _json_of(response)
            if not isinstance(rows, list):
                raise self._nonsense()
            parts += [of_tree(row) for row in rows if isinstance(row, Mapping) and row.get("type") == "file"]
            following = urlsplit(response.links.get("next", {}).get("url", ""))
            if not following.query:
                break
            url = f"{following.path}?{following.query}"  # of this hub: a mirror passes on addresses of the original
        return parts

    async def _json(self, path: str, params: Mapping[str, str], repo: str = "") -> Any:
        read = _json_of(await self._answered(path, params, repo))
        if read is None:
            raise self._nonsense()
        return read

    async def _answered(self, path: str, params: Mapping[str, str], repo: str) -> httpx2.Response:
        url = urljoin(f"{self._base()}/", path.lstrip("/"))
        for _ in range(_MOST_REDIRECTS):
            response = await self._send("GET", url, params=params)
            if response.is_success:
                return response
            target = urljoin(url, response.headers.get("location", ""))
            if not response.has_redirect_location or _origin(target) != _origin(url):
                raise of_answer(response, repo)
            url, params = target, {}
        raise self._nonsense()

    async def _send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        stream: bool = False,
    ) -> httpx2.Response:
        if self.is_offline:
            raise offline_error()
        import httpx2

        host = urlsplit(url).hostname or url
        try:
            client = await self._client(url)
            request = client.build_request(
                method, url, params=params or None, headers={**self._headers(url), **(headers or {})}
            )
            # What the pieces of a stream may take is bounded by the client's own timeout for reading.
            async with asyncio.timeout(None if stream else _ANSWER_TIMEOUT_S):
                return await client.send(request, stream=stream)
        except TimeoutError:
            raise of_transport(httpx2.ReadTimeout("no answer"), host) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
            raise of_transport(error, host) from error

    async def _client(self, url: str) -> httpx2.AsyncClient:
        here = is_loopback(url)
        if here not in self._clients:
            client = await asyncio.to_thread(_new_client, self._stall_s, trust_env=not here)
            if here in self._clients:  # another request was quicker
                await client.aclose()
            else:
                self._clients[here] = client
        return self._clients[here]

    def _headers(self, url: str) -> dict[str, str]:
        headers = {"User-Agent": f"polymath/{__version__}", "Accept-Encoding": "identity"}
        token = self._environ.get("HF_TOKEN", "").strip()
        is_safe = url.startswith("https:") or is_loopback(url)  # never in plain text over a network
        if token and token.isascii() and token.isprintable() and is_safe and _origin(url) == _origin(self.endpoint):
            headers["Authorization"] = f"Bearer {token}"
        return headers

    def _base(self) -> str:
        """The endpoint, once it is sure that it is an address at all.

        Raises:
            DownloadError: it is not.
        """
        try:
            split = urlsplit(self.endpoint)
            is_usable = split.scheme in ("http", "https") and bool(split.hostname) and split.port != 0
        except ValueError:
            is_usable = False
        if not is_usable:
            raise bad_address(self.endpoint)
        return self.endpoint

    @property
    def _host(self) -> str:
        return urlsplit(self.endpoint).hostname or self.endpoint

    def _nonsense(self) -> DownloadError:
        return DownloadError(
            f"{self._host} does not answer like a model hub.",
            reason="wrong",
            hint="Check the hub's address in Settings or in HF_ENDPOINT; a network with a sign-in page does this too.",
        )


def _new_client(stall_s: float, *, trust_env: bool) -> httpx2.AsyncClient:
    import httpx2

    timeout = httpx2.Timeout(stall_s, connect=min(_CONNECT_TIMEOUT_S, stall_s))
    return httpx2.AsyncClient(timeout=timeout, trust_env=trust_env, follow_redirects=False)


def _resolved(response: httpx2.Response, target: str) -> Resolved:
    headers = response.headers
    etag = normal_etag(headers.get("x-linked-etag") or headers.get("etag") or "")
    size = headers.get("x-linked-size") or (headers.get("content-length") if response.is_success else None)
    return Resolved(
        url=target if response.has_redirect_location else str(response.url),
        etag=etag,
        size_bytes=int(size) if size and size.isdecimal() else None,
        sha256=etag if _SHA256.fullmatch(etag) else "",
        commit=headers.get("x-repo-commit", ""),
    )


def normal_etag(etag: str) -> str:
    """Without the marks of weakness and the quotes."""
    return etag.removeprefix("W/").strip('"')


def _json_of(response: httpx2.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str, int | None]:
    split = urlsplit(url)
    return (split.scheme, (split.hostname or "").lower(), split.port or {"http": 80, "https": 443}.get(split.scheme))
