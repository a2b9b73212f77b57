"""What the process that runs queries answers, and how errors come over."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Literal

from app.api import AppError, InputError, Problem, StorageError
from plugins.sql_assistant.sources.base import QueryFailed, QueryStopped

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
