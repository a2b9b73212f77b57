"""What goes between the program and the process that runs its queries: a length, then marshalled plain values.

Marshal knows plain values only and builds no object of any class, unlike pickle; it is many times quicker than JSON, which a million rows
need. Both ends are the same program with the same interpreter.
"""

from __future__ import annotations

import marshal
import struct
from dataclasses import astuple, dataclass
from typing import IO, Any, Literal

from app.api import AppError, InputError, Problem, StorageError
from plugins.sql_assistant.sources.base import QueryFailed, QueryStopped

_LENGTH = struct.Struct(">Q")
NOT_OPEN = Problem("No database is open.")
OUT_OF_MEMORY = Problem(
    "The query needed more memory than it may have.",
    hint="Narrow the rows with a WHERE, or ask for fewer and shorter values.",
)

Kind = Literal["value", "stopped", "failed", "input", "storage", "bug"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    Attributes:
        kind: ``value``, or how it ended otherwise.
        value: of plain values; the parts of an error where it is one.
    """

    kind: Kind
    value: Any

    def taken(self) -> Any:
        """The value.

        Raises:
            QueryStopped: it was stopped.
            QueryFailed: the query failed.
            InputError: the file is no such database.
            StorageError: it cannot be read.
        """
        match self.kind:
            case "value":
                return self.value
            case "stopped":
                raise QueryStopped
            case "failed":
                raise QueryFailed(Problem(*self.value))
            case "input":
                message, field, hint = self.value
                raise InputError(message, field=field, hint=hint)
            case "storage":
                message, hint = self.value
                raise StorageError(message, hint=hint)
            case _:
                raise RuntimeError(self.value)


def error_answer(error: BaseException) -> Answer:
    """An exception as an answer."""
    match error:
        case QueryFailed(problem=problem):
            return Answer("failed", astuple(problem))
        case InputError():
            return Answer("input", (error.message, error.field, error.hint))
        case AppError():
            return Answer("storage", (error.message, error.hint))
        case MemoryError():
            return Answer("failed", astuple(OUT_OF_MEMORY))
    return Answer("bug", f"{type(error).__name__}: {error}")


def send(stream: IO[bytes], message: tuple[Any, ...]) -> None:
    """Write one message and let it go.

    Raises:
        OSError: nobody is there to read it.
        MemoryError: it is too large to be written.
    """
    body = marshal.dumps(message)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Any, ...] | None:
    """Read one message; None at the end of the stream."""
    try:
        head = stream.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        body = stream.read(length)
    except (OSError, ValueError):  # closed meanwhile
        return None
    if len(body) < length:
        return None
    found: tuple[Any, ...] = marshal.loads(body)  # noqa: S302 -- from our own child: plain values, no objects
    return found
