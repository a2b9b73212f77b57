"""One step of a plan in plain words; the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "scan", "whole index", "index", "own index", "key", "named", "join", "product", "sort", "first", "group", "total", "distinct",
    "limit", "window", "union", "filter", "inside", "inside each", "keep", "nothing", "other",
]  # fmt: skip

READING = frozenset(("scan", "whole index", "index", "own index", "key"))
"""Kinds of steps that take rows from a table."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an engine does at one place of its plan.

    Attributes:
        depth: how deep it stands; what a step works on stands below it, one deeper.
        kind: ``scan`` reads all rows, ``whole index`` an index from end to end, ``index`` and ``key`` look rows up, ``own index`` through
            one that is built for the query alone, ``named`` reads what a query inside gave, ``first`` sorts and keeps the first.
        table: as the schema names it, where the step is about one.
        index: its name.
        rows: that the engine expects from it; None where it does not say.
        detail: conditions and columns, as the engine writes them; of ``other``, what it calls the step.
        is_avoidable: whether an index on the table's columns would spare reading all of it (not where the engine has one and leaves it).
    """

    depth: int
    kind: Kind
    table: str = ""
    index: str = ""
    rows: int | None = None
    detail: str = ""
    is_avoidable: bool = True

    @property
    def what(self) -> str:
        """The step as a sentence."""
        return _reading(self) if self.kind in READING else _working(self)


def _reading(step: Step) -> str:
    match step.kind:
        case "scan":
            return f"Reads all rows of {step.table}."
        case "whole index":
            return f"Reads the whole index {step.index} of {step.table}."
        case "index":
            return f"Looks up rows of {step.table} by the index {step.index}."
        case "own index":
            return f"Builds an index of {step.table} for this query alone, and looks up rows by it."
    return f"Looks up rows of {step.table} by its key."


def _working(step: Step) -> str:
    match step.kind:
        case "named":
            return f"Reads the rows of {step.table}." if step.table else "Reads the rows of a query inside."
        case "keep":
            return f"Keeps the rows of {step.table} for later." if step.table else "Keeps rows for later."
        case "other":
            return step.detail
    return _SENTENCES[step.kind]


_SENTENCES = {
    "join": "Joins the rows that belong together.",
    "product": "Combines every row with every row.",
    "sort": "Sorts the rows.",
    "first": "Sorts the rows and keeps the first.",
    "group": "Groups the rows.",
    "total": "Computes totals.",
    "distinct": "Takes equal rows once.",
    "limit": "Takes the first rows only.",
    "window": "Computes a value over neighbouring rows.",
    "union": "Puts the rows of several queries together.",
    "filter": "Leaves out rows that do not fit.",
    "inside": "Runs a query inside.",
    "inside each": "Runs a query inside again for each row.",
    "nothing": "Reads no table.",
}


def nested(found: Iterable[tuple[int, Step | None]]) -> Iterator[Step]:
    """Steps with their depth by the indents at which they were found; a step that is None is left out, and what is below it moves up."""
    above: list[tuple[int, bool]] = []
    for indent, step in found:
        while above and above[-1][0] >= indent:
            above.pop()
        depth = sum(is_shown for _, is_shown in above)
        above.append((indent, step is not None))
        if step is not None:
            yield Step(depth, step.kind, step.table, step.index, step.rows, step.detail, step.is_avoidable)
