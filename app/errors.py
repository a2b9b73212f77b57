"""Errors that a person can do something about.

The tree::

    AppError                    .hint (what the user can do)   .retryable
     ├ SettingsError
     ├ KeyMissing
     ├ StorageError
     ├ DownloadError(reason, retry_after_s)
     ├ PluginError
     │  ├ ManifestError(path, line)
     │  ├ PluginImportError
     │  ├ InputError(field)
     │  └ OutputFormatError(text, expected)
     └ EngineError
        ├ NoEngine                     nothing may or can answer this tool
        ├ ConnectFailed
        ├ EngineTimeout(after_s)
        ├ AuthenticationFailed
        ├ RateLimited(retry_after_s)
        ├ QuotaExceeded
        ├ ContextOverflow(prompt_tokens, limit_tokens)
        ├ ContentRefused
        ├ ProtocolError(line)
        ├ SpendingLimitReached
        ├ PrivateData
        ├ NotConfirmed
        ├ ModelLoadError(path, reason)
        └ WorkerTerminated(exit_code, stderr_tail)

An AppError is known: it is shown with its hint and a button. Anything else is a bug and goes to the crash dialog. Cancelling is
not an error. Exceptions of libraries are mapped to this tree once, at the edge where the library is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self


class AppError(Exception):
    """A known failure, with words for the user.

    Attributes:
        message: one sentence that says what is wrong.
        hint: one sentence that says what the user can do; may be empty.
        retryable: whether the same request may succeed if it is sent again.
    """

    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(AppError):
    """The settings file cannot be read or holds a value that makes no sense."""


class KeyMissing(AppError):
    """An API key is needed and none is stored."""


class StorageError(AppError):
    """A file or database of the program cannot be read or written (disk full, read-only, corrupt)."""


class DownloadError(AppError):
    """A model could not be looked up or fetched. What has arrived is kept, unless the message says otherwise.

    Attributes:
        reason: one of ``offline unreachable stalled not_found not_allowed busy server changed damaged disk_full storage in_use wrong``.
        retry_after_s: how long the server asks to wait.
    """

    def __init__(
        self, message: str, *, reason: str, hint: str = "", retryable: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason
        self.retryable = retryable
        self.retry_after_s = retry_after_s


class PluginError(AppError):
    """A tool failed in a way that its author or its input explains."""


class ManifestError(PluginError):
    """A plugin's manifest cannot be used."""

    def __init__(self, message: str, *, path: Path, line: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line


class PluginImportError(PluginError):
    """A plugin's Python code cannot be imported."""


class InputError(PluginError):
    """A field of a tool's input is missing or wrong."""

    def __init__(self, message: str, *, field: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


class OutputFormatError(PluginError):
    """A model's answer does not have the form that the tool asked for."""

    def __init__(self, message: str, *, text: str, expected: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.expected = expected


class EngineError(AppError):
    """A model could not be reached, loaded or run.

    Attributes:
        may_cost: whether a provider may charge for the request that failed; False where it surely did not reach a model.
    """

    may_cost = True

    def free(self) -> Self:
        """Say of a request that it surely did not reach a model."""
        self.may_cost = False
        return self


class NoEngine(EngineError):
    """No engine may, or can, answer this tool under the present policy."""

    may_cost = False


class ConnectFailed(EngineError):
    """The server cannot be reached, or the connection broke."""

    retryable = True


class EngineTimeout(EngineError):
    """The engine did not answer in time."""

    retryable = True

    def __init__(self, message: str, *, after_s: float, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.after_s = after_s


class AuthenticationFailed(EngineError):
    """The server does not accept the key."""


class RateLimited(EngineError):
    """The server asks to slow down."""

    retryable = True

    def __init__(self, message: str, *, retry_after_s: float | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class QuotaExceeded(EngineError):
    """The account behind the key has no credit left."""


class ContextOverflow(EngineError):
    """The prompt is longer than the model's context; counted before sending, never cut silently."""

    def __init__(
        self, message: str, *, prompt_tokens: int | None = None, limit_tokens: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.prompt_tokens = prompt_tokens
        self.limit_tokens = limit_tokens


class ContentRefused(EngineError):
    """The provider refuses to answer this content."""


class ProtocolError(EngineError):
    """The peer sent something that is not in the protocol."""

    def __init__(self, message: str, *, line: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line


class SpendingLimitReached(EngineError):
    """The person's spending limit does not allow this request, or it cannot be told whether it does. Nothing was sent."""

    may_cost = False


class PrivateData(EngineError):
    """What would be sent is private, so nothing was sent."""

    may_cost = False


class NotConfirmed(EngineError):
    """The person wants to see what is sent before it is sent, and nobody can be asked. Nothing was sent."""

    may_cost = False


class ModelLoadError(EngineError):
    """A model file cannot be loaded.

    Attributes:
        path: the file.
        reason: one of ``missing not_gguf truncated vocab_only unsupported out_of_memory quarantined other``.
    """

    def __init__(self, message: str, *, path: Path, reason: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.reason = reason


class WorkerTerminated(EngineError):
    """The worker process ended while it was needed.

    Attributes:
        exit_code: negative signal number where a signal ended it; None if unknown.
        stderr_tail: the last lines that it printed.
    """

    retryable = True

    def __init__(self, message: str, *, exit_code: int | None, stderr_tail: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.exit_code = exit_code
        self.stderr_tail = stderr_tail


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The exceptions behind one, the nearest first."""
    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
