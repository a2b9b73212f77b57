"""Every error of the ``openai`` SDK, and of the HTTP library under it, mapped once to the error tree.

Servers agree on status codes less than on words, so that the words are read first. What a server said is quoted without keys.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from app.core.keys import redact
from app.core.offline import caused_by_lock
from app.errors import (
    AuthenticationFailed,
    ConnectFailed,
    ContentRefused,
    ContextOverflow,
    EngineError,
    ProtocolError,
    QuotaExceeded,
    RateLimited,
    causes_of,
)

if TYPE_CHECKING:
    import openai

_SAID_LIMIT = 400
_CONTEXT = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context (?:window|size|length)"
    r"|(?:prompt|input) is too long|maximum number of tokens"
)
_QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|insufficient (?:balance|credit|fund)|billing_hard_limit|out of credit"
)
_REFUSED = re.compile(
    r"content_filter|content_policy|content policy|content management policy|responsibleai|data_inspection_failed|moderation"
)
_NO_MODEL = re.compile(r"model_not_found|model\b.{0,80}(?:not found|not exist|not available|unknown)|unknown model")
_BUSY = re.compile(r"server_error|overloaded|unavailable|internal error|timeout|timed out")
_LIMIT_TOKENS = (
    re.compile(r"(?:maximum context length|context (?:window|size|length))(?: (?:of|is))?\D{0,12}(\d+)"),
    re.compile(r"\d+ tokens > (\d+)"),
)
_PROMPT_TOKENS = (
    re.compile(r"(\d+) in the messages"),
    re.compile(r"(?:messages|prompt|input)\D{0,30}?(?:resulted in|contains|has|of) (\d+)"),
    re.compile(r"requested (?:tokens \()?(\d+)"),
    re.compile(r"request \((\d+) tokens\)"),
    re.compile(r"(\d+) tokens > \d+"),
    re.compile(r"(\d+) input tokens"),
)


_REFUSALS = frozenset({*range(400, 500)} - {408})
"""Statuses with which a server says no before a model has worked."""
_NEVER_CONNECTED = frozenset({"ConnectError", "ConnectTimeout", "UnsupportedProtocol", "PoolTimeout", "ProxyError"})


@dataclass(frozen=True, slots=True)
class Peer:
    """The server that is spoken with: its host, and the secrets that must not come out."""

    host: str
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A mapped error and what decides the next step.

    Attributes:
        error: to be raised if nothing helps.
        said: the server's words, without keys; empty if it said nothing.
        param: the field of the body that the server blames.
        is_refusal: the server understood the request and does not take its form: another form may do.
        is_transient: the same request may succeed soon.
        is_broken_connection: the server said nothing: it could not be reached, or went away.
        retry_after_s: how long the server asks to wait.
        no_model: the server does not have the model.
    """

    error: EngineError
    said: str = ""
    param: str | None = None
    is_refusal: bool = False
    is_transient: bool = False
    is_broken_connection: bool = False
    retry_after_s: float | None = None
    no_model: bool = False


def failure_of(error: Exception, peer: Peer) -> Failure:
    """Map what the SDK, or the parsing of an event, raised."""
    import openai  # here, not at the top: it takes a second to load, and is loaded already where there is an error of it

    if caused_by_lock(error):
        return Failure(offline_error().free())
    if isinstance(error, openai.APIConnectionError):
        return _of_connection(error, peer)
    if isinstance(error, openai.APIStatusError):
        failure = _of_answer(error, error.status_code, peer)
        if error.status_code in _REFUSALS:
            failure.error.free()
        return failure
    if isinstance(error, openai.APIError):  # An error event in the stream: a status, if any, stands in its code.
        code = error.code or ""
        return _of_answer(error, int(code) if code.isdecimal() else 0, peer)
    said = redact(str(error), peer.secrets, shapes=True)[:_SAID_LIMIT]
    return Failure(
        ProtocolError(
            f"{peer.host} sent something that is not in the protocol.",
            line=said,
            hint="Check that the base URL is that of an OpenAI-compatible server; most end in /v1.",
        ),
        said,
    )


def offline_error() -> EngineError:
    """What an engine raises that would need the network while the offline lock is on."""
    return EngineError(
        "The offline lock is on, so nothing is sent.", hint="Turn off the offline lock to use the cloud."
    )


def _of_connection(error: openai.APIConnectionError, peer: Peer) -> Failure:
    causes = list(causes_of(error))
    failure = _of_broken_connection(error, causes, peer)
    if any(type(cause).__name__ in _NEVER_CONNECTED for cause in causes):
        failure.error.free()
    return failure


def _of_broken_connection(error: Exception, causes: Sequence[BaseException], peer: Peer) -> Failure:
    import openai

    detail = redact(str(causes[-1]), peer.secrets, shapes=True).rstrip(".") if causes else ""
    if any(isinstance(cause, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes):
        return Failure(
            ConnectFailed(
                f"The secure connection to {peer.host} failed: {detail}.",
                hint="Check the date of this computer, the base URL, and any proxy in between.",
            )
        )
    if any(type(cause).__name__ == "UnsupportedProtocol" for cause in causes):
        return Failure(
            ConnectFailed(
                "The base URL is not usable.", hint="It must begin with https:// or http://, and name a host."
            )
        )
    why = "it did not answer in time" if isinstance(error, openai.APITimeoutError) else detail or "the connection broke"
    return Failure(
        ConnectFailed(
            f"{peer.host} cannot be reached: {why}.",
            hint="Check the base URL, the network, and whether the server is running.",
        ),
        is_transient=True,
        is_broken_connection=True,
    )


def _of_answer(error: openai.APIError, status: int, peer: Peer) -> Failure:
    said = redact(_words(error), peer.secrets, shapes=True)[:_SAID_LIMIT]
    text = f"{error.code} {error.type} {said}".lower()
    quoted = f"{peer.host} says: {said}" if said else f"{peer.host} answered with status {status}."
    if status == 401:
        return Failure(_not_accepted(quoted), said)
    if _CONTEXT.search(text):
        return Failure(_overflow(error, text, quoted), said)
    if status == 402 or _QUOTA.search(text):
        return Failure(
            QuotaExceeded(quoted, hint="Add credit to the account, or use another key or the local model."), said
        )
    if _REFUSED.search(text):
        return Failure(ContentRefused(quoted, hint="Word the prompt differently, or use another model."), said)
    if status == 403:
        return Failure(_not_accepted(quoted), said)
    if status == 429 or "rate_limit" in text:
        wait_s = _retry_after_s(error)
        limited = RateLimited(quoted, retry_after_s=wait_s, hint="Wait a little and run again, or use the local model.")
        return Failure(limited, said, is_transient=True, retry_after_s=wait_s)
    return _of_rest(error, status, said, text, quoted)


def _of_rest(error: openai.APIError, status: int, said: str, text: str, quoted: str) -> Failure:
    if _NO_MODEL.search(text):
        return Failure(EngineError(quoted, hint="Choose another model in the settings."), said, no_model=True)
    if status == 404:
        return Failure(EngineError(quoted, hint="Check the base URL in the settings; most end in /v1."), said)
    if status == 408 or status >= 500 or (status == 0 and _BUSY.search(text)):
        failed = ConnectFailed(
            quoted, hint="The server has a problem of its own: try again later, or use the local model."
        )
        # llama-cpp-python's server answers 500 to a body whose form it does not take.
        refusal = status == 500 and bool(said)
        return Failure(failed, said, is_refusal=refusal, is_transient=True, retry_after_s=_retry_after_s(error))
    return Failure(EngineError(quoted), said, param=error.param, is_refusal=status in {400, 422})


def _words(error: openai.APIError) -> str:
    """The message that a server meant for people, wherever its maker puts it."""
    body = error.body
    if isinstance(body, Mapping):
        for key in ("message", "detail", "error"):
            if body.get(key):
                return str(body[key])
    return str(body).strip() if body else ""


def _not_accepted(quoted: str) -> AuthenticationFailed:
    return AuthenticationFailed(
        quoted, hint="Check the API key in the settings, and that it belongs to this server and may use this model."
    )


def _overflow(error: openai.APIError, text: str, quoted: str) -> ContextOverflow:
    body: Mapping[str, Any] = error.body if isinstance(error.body, Mapping) else {}
    return ContextOverflow(
        quoted,
        prompt_tokens=_int(body.get("n_prompt_tokens")) or _number(_PROMPT_TOKENS, text),
        limit_tokens=_int(body.get("n_ctx")) or _number(_LIMIT_TOKENS, text),
        hint="Shorten the input, or choose a model with a larger context.",
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _number(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    found = next((m for m in (pattern.search(text) for pattern in patterns) if m), None)
    return int(found.group(1)) if found else None


def _retry_after_s(error: openai.APIError) -> float | None:
    """``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3), or the millisecond form that some servers add."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        return _until(headers["retry-after"], headers.get("date"))


def _until(when: str, server_now: str | None) -> float | None:
    """Seconds until a date; counted by the server's clock where it shows it, for ours may be wrong."""
    try:
        now = parsedate_to_datetime(server_now) if server_now else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(when) - now).total_seconds())
    except (ValueError, TypeError):
        return None
