"""A model hub on loopback, with a second server for the content, that misbehaves as told: real sockets, real ranges, no models."""

from __future__ import annotations

import hashlib
import json
import re
import select
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "c0ffee" + "0" * 34
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass(frozen=True)
class Request:
    """What came in: at the hub itself or at the host of the content."""

    server: str
    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Fault:
    """What goes wrong with one GET of a file's content.

    Attributes:
        status: answered in place of the content.
        cut_after: so many bytes are sent, then the connection ends.
        stall_after: so many bytes are sent, then nothing until the client leaves.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    stall_after: int | None = None


@dataclass
class HubFile:
    """A file of a repository and how it is served.

    Attributes:
        faults: used up one by one, each by one GET of the content; then all is well.
        head_faults: the same for HEAD.
        sends: what is sent in place of ``data``, for a file that is damaged on the way.
        names_sha: whether HEAD tells the hash and the size (``X-Linked-…``), as it does for large files.
        lists_sizes: whether the repository's description knows sizes and hashes.
        moved: whether the content lies on the other host.
    """

    data: bytes
    faults: list[Fault] = field(default_factory=list)
    head_faults: list[Fault] = field(default_factory=list)
    sends: bytes | None = None
    ranges: bool = True
    names_sha: bool = True
    gives_etag: bool = True
    lists_sizes: bool = True
    moved: bool = True
    encoding: str = ""
    gate: threading.Event | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in mid-answer is what many tests are about; it is no news."""


class HubServer:
    """Both servers. ``files`` maps ``repo/path`` to what is there."""

    def __init__(self) -> None:
        self.files: dict[str, HubFile] = {}
        self.requests: list[Request] = []
        self.gated: set[str] = set()
        self.token = ""
        self.public_endpoint = ""
        self.card: dict[str, Any] = {"license": "apache-2.0", "language": ["en", "zh"]}
        self.override: Callable[[Any], bool] | None = None
        self._stopping = threading.Event()
        self._hub = _QuietServer(("127.0.0.1", 0), self._handler("hub"))
        self._content = _QuietServer(("127.0.0.1", 0), self._handler("content"))
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            for server in (self._hub, self._content)
        ]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._hub.server_address[1]}"

    @property
    def content_endpoint(self) -> str:
        return f"http://127.0.0.1:{self._content.server_address[1]}"

    def add(self, repo: str, path: str, data: bytes, **how: Any) -> HubFile:
        self.files[f"{repo}/{path}"] = file = HubFile(data, **how)
        return file

    def gets(self, path: str = "") -> list[Request]:
        """The GETs of content so far."""
        return [one for one in self.requests if one.method == "GET" and "/api/" not in one.path and path in one.path]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for server in (self._hub, self._content):
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def _handler(self, name: str) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                self._serve()

            def do_HEAD(self) -> None:
                self._serve()

            def _serve(self) -> None:
                headers = {key.lower(): value for key, value in self.headers.items()}
                outer.requests.append(Request(name, self.command, self.path, headers))
                if outer.override and outer.override(self):
                    return
                outer._answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        split = urlsplit(handler.path)
        path = unquote(split.path)
        if path == "/api/models":
            self._search(handler, parse_qs(split.query))
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)/tree/(.+)", path):
            self._tree(handler, match[1], parse_qs(split.query))
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/(.+)", path):
            self._describe(handler, match[1], match[2])
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._resolve(handler, match[1], match[3])
        elif match := re.fullmatch(r"/content/([^/]+/[^/]+)/(.+)", path):
            self._send_content(handler, self.files[f"{match[1]}/{match[2]}"])
        else:
            _reply(handler, 404)

    def _search(self, handler: BaseHTTPRequestHandler, query: Mapping[str, list[str]]) -> None:
        words = query["search"][0].lower()
        repos = sorted({"/".join(name.split("/")[:2]) for name in self.files})
        rows = [
            {"id": repo, "downloads": 10, "likes": 3, "tags": ["gguf", "license:mit"], "gated": repo in self.gated}
            for repo in repos
            if words in repo.lower()
        ]
        _reply_json(handler, rows[: int(query["limit"][0])])

    def _describe(self, handler: BaseHTTPRequestHandler, repo: str, revision: str) -> None:
        names = [name for name in self.files if name.startswith(f"{repo}/")]
        if not names or revision not in ("main", COMMIT):
            code = "RepoNotFound" if not names else "RevisionNotFound"
            _reply(handler, 401 if not names else 404, {"X-Error-Code": code})
            return
        siblings = []
        for name in names:
            file, row = self.files[name], {"rfilename": name[len(repo) + 1 :]}
            if file.lists_sizes:
                row |= {"size": len(file.data), "lfs": {"sha256": file.sha256, "size": len(file.data)}}
            siblings.append(row)
        siblings.append({"rfilename": "README.md", "size": 12})
        gated = "manual" if repo in self.gated else False
        _reply_json(
            handler,
            {"id": repo, "sha": COMMIT, "gated": gated, "cardData": self.card, "siblings": siblings, "downloads": 7},
        )

    def _tree(self, handler: BaseHTTPRequestHandler, repo: str, query: Mapping[str, list[str]]) -> None:
        """Two files a page, to see that pages are followed."""
        names = sorted(name for name in self.files if name.startswith(f"{repo}/"))
        start = int(query.get("cursor", ["0"])[0])
        rows: list[dict[str, Any]] = [{"type": "directory", "path": "x", "size": 0}]
        for name in names[start : start + 2]:
            file = self.files[name]
            lfs = {"oid": file.sha256, "size": len(file.data), "pointerSize": 130}
            rows.append({"type": "file", "path": name[len(repo) + 1 :], "size": len(file.data), "lfs": lfs})
        headers = {}
        if start + 2 < len(names):
            following = f"{self.public_endpoint or self.endpoint}{urlsplit(handler.path).path}?recursive=true&cursor={start + 2}"
            headers["Link"] = f'<{following}>; rel="next"'
        _reply_json(handler, rows, headers)

    def _resolve(self, handler: BaseHTTPRequestHandler, repo: str, path: str) -> None:
        file = self.files.get(f"{repo}/{path}")
        is_allowed = bool(self.token) and handler.headers.get("Authorization") == f"Bearer {self.token}"
        if file is None:
            known = any(name.startswith(f"{repo}/") for name in self.files)
            _reply(handler, 404, {"X-Error-Code": "EntryNotFound" if known else "RepoNotFound"})
        elif repo in self.gated and not is_allowed:
            _reply(handler, 403 if "Authorization" in handler.headers else 401, {"X-Error-Code": "GatedRepo"})
        elif handler.command == "HEAD" and file.head_faults:
            fault = file.head_faults.pop(0)
            _reply(handler, fault.status, fault.headers)
        elif handler.command == "HEAD":
            self._head(handler, file, repo, path)
        else:
            self._send_content(handler, file)

    def _head(self, handler: BaseHTTPRequestHandler, file: HubFile, repo: str, path: str) -> None:
        headers = {"X-Repo-Commit": COMMIT}
        if file.names_sha:
            headers |= {"X-Linked-Etag": f'"{file.sha256}"', "X-Linked-Size": str(len(file.data))}
        elif file.gives_etag:
            headers["ETag"] = f'"{file.sha256[:16]}"'
        if file.moved:
            _reply(handler, 302, {**headers, "Location": f"{self.content_endpoint}/content/{repo}/{path}?signed=1"})
        else:
            _reply(handler, 200, headers, length=len(file.data))

    def _send_content(self, handler: BaseHTTPRequestHandler, file: HubFile) -> None:
        data = file.data if file.sends is None else file.sends
        fault = file.faults.pop(0) if file.faults else Fault()
        if fault.status:
            _reply(handler, fault.status, fault.headers)
            return
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        match = _RANGE.fullmatch(handler.headers.get("Range", ""))
        start, stop = 0, len(data)
        if match and file.ranges and handler.headers.get("If-Range", etag) == etag:
            start = int(match[1])
            stop = min(int(match[2]) + 1, len(data)) if match[2] else len(data)
            if start >= len(data):
                _reply(handler, 416, {"Content-Range": f"bytes */{len(data)}"})
                return
            handler.send_response_only(206)
            handler.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(data)}")
        else:
            handler.send_response_only(200)
        if file.gives_etag:
            handler.send_header("ETag", etag)
        if file.encoding:
            handler.send_header("Content-Encoding", file.encoding)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Length", str(stop - start))
        handler.end_headers()
        self._send_body(handler, data[start:stop], fault, file.gate)

    def _send_body(
        self, handler: BaseHTTPRequestHandler, body: bytes, fault: Fault, gate: threading.Event | None
    ) -> None:
        limit = fault.cut_after if fault.cut_after is not None else fault.stall_after
        if gate is not None:  # the second half waits for the test
            half = len(body) // 2
            handler.wfile.write(body[:half])
            handler.wfile.flush()
            while not gate.wait(0.02):
                if self._stopping.is_set() or _has_left(handler):
                    handler.close_connection = True
                    return
            body = body[half:]
        handler.wfile.write(body if limit is None else body[:limit])
        handler.wfile.flush()
        if limit is None:
            return
        handler.close_connection = True
        while fault.stall_after is not None and not self._stopping.is_set() and not _has_left(handler):
            pass


def _has_left(handler: BaseHTTPRequestHandler) -> bool:
    readable, _, _ = select.select([handler.connection], [], [], 0.02)
    return bool(readable)


def _reply(
    handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str] | None = None, *, length: int = 0
) -> None:
    handler.send_response_only(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()


def _reply_json(handler: BaseHTTPRequestHandler, value: Any, headers: Mapping[str, str] | None = None) -> None:
    body = json.dumps(value).encode()
    handler.send_response_only(200)
    handler.send_header("Content-Type", "application/json")
    for name, text in (headers or {}).items():
        handler.send_header(name, text)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
