"""An OpenAI-compatible server on loopback that misbehaves as told: a real socket, a real stream, no model."""

from __future__ import annotations

import json
import select
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class Exchange:
    """One request and the means to answer it, well or badly."""

    def __init__(self, handler: BaseHTTPRequestHandler, received: Received, stopping: threading.Event) -> None:
        self.received = received
        self._handler = handler
        self._stopping = stopping

    def answer(self, status: int, body: bytes, content_type: str, headers: Mapping[str, str]) -> None:
        self._handler.send_response_only(status)  # Without a date of its own: tests send theirs.
        self._handler.send_header("Content-Type", content_type)
        self._handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def begin(self) -> None:
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Transfer-Encoding", "chunked")
        self._handler.end_headers()

    def write(self, text: str) -> None:
        data = text.encode()
        self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self._handler.wfile.flush()

    def event(self, obj: Any) -> None:
        self.write(f"data: {json.dumps(obj)}\n\n")

    def piece(self, text: str) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})

    def end(self) -> None:
        self._handler.wfile.write(b"0\r\n\r\n")

    def cut(self) -> None:
        """End the connection without ending the answer."""
        self._handler.close_connection = True

    def wait_until_client_leaves(self) -> bool:
        """Whether it left before the server was stopped."""
        connection = self._handler.connection
        while not self._stopping.is_set():
            readable, _, _ = select.select([connection], [], [], 0.02)
            if readable:
                return True
        return False


Reply = Callable[[Exchange], None]


def answer(
    *pieces: str,
    finish: str | None = "stop",
    usage: Mapping[str, int] | None = None,
    done: bool = True,
    first: Sequence[Mapping[str, Any]] = (),
) -> Reply:
    """A good answer: a role, pieces of text, a finish reason, usage if asked for, ``[DONE]``."""

    def reply(exchange: Exchange) -> None:
        exchange.begin()
        exchange.event({"choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]})
        for obj in first:
            exchange.event(obj)
        for text in pieces:
            exchange.piece(text)
        if finish is not None:
            exchange.event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        if usage is not None and "stream_options" in exchange.received.body:
            exchange.event({"choices": [], "usage": dict(usage)})
        if done:
            exchange.write("data: [DONE]\n\n")
        exchange.end()

    return reply


def error(
    status: int,
    message: str = "boom",
    *,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    **fields: Any,
) -> Reply:
    """An error in OpenAI's form; ``fields`` are ``code``, ``type``, ``param`` and what else a maker adds; ``body`` replaces it all."""

    def reply(exchange: Exchange) -> None:
        data = body if body is not None else {"error": {"message": message, **fields}}
        exchange.answer(status, json.dumps(data).encode(), "application/json", headers or {})

    return reply


def refusing(field_name: str, value_type: str | None = None, *, status: int = 400, then: Reply) -> Reply:
    """Refuses requests that hold a field (for ``response_format``: of a type) and answers the others."""

    def reply(exchange: Exchange) -> None:
        value = exchange.received.body.get(field_name)
        if value is None or (value_type is not None and value.get("type") != value_type):
            then(exchange)
        else:
            error(status, f"Unsupported parameter: '{field_name}' is not supported.", param=field_name)(exchange)

    return reply


def page(status: int = 200) -> Reply:
    """A web page, as a wrong address gives it."""
    return lambda exchange: exchange.answer(status, b"<!doctype html><title>Hello</title>", "text/html", {})


def cut_off(*pieces: str) -> Reply:
    """Some pieces, then the connection is gone."""

    def reply(exchange: Exchange) -> None:
        exchange.begin()
        for text in pieces:
            exchange.piece(text)
        exchange.cut()

    return reply


def events(*lines: str) -> Reply:
    """Raw lines in place of events."""

    def reply(exchange: Exchange) -> None:
        exchange.begin()
        for line in lines:
            exchange.write(line + "\n\n")
        exchange.end()

    return reply


@dataclass
class Hang:
    """Sends pieces, then nothing. ``left`` is set when the client closes the connection."""

    pieces: Sequence[str] = ()
    begins: bool = True
    started: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> None:
        if self.begins:
            exchange.begin()
            for text in self.pieces:
                exchange.piece(text)
        self.started.set()
        if exchange.wait_until_client_leaves():
            self.left.set()
        exchange.cut()


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in mid-answer is what many tests are about; it is no news."""


class OpenAIServer:
    """Plays replies in order, the last one again and again; keeps what it received.

    Args:
        replies: to ``POST …/chat/completions``.
        models: what ``GET …/models`` lists; a reply in place of it, for a server that cannot.
    """

    def __init__(self, *replies: Reply, models: Sequence[str] | Reply = ("test-model",)) -> None:
        self._replies = list(replies)
        self._models = models
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.received: list[Received] = []
        self.listings = 0
        self._server = _QuietServer(("127.0.0.1", 0), self._handler_class())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [one.body for one in self.received]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler_class(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                outer._list_models(Exchange(self, Received(self.path, dict(self.headers), {}), outer._stopping))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                received = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                outer._take(Exchange(self, received, outer._stopping))

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

    def _list_models(self, exchange: Exchange) -> None:
        self.listings += 1
        if callable(self._models):
            self._models(exchange)
            return
        rows = [{"id": name, "object": "model"} for name in self._models]
        exchange.answer(200, json.dumps({"object": "list", "data": rows}).encode(), "application/json", {})

    def _take(self, exchange: Exchange) -> None:
        with self._lock:
            reply = self._replies[min(len(self.received), len(self._replies) - 1)]
            self.received.append(exchange.received)
        reply(exchange)
