"""The journal on disk: one JSON file in the tool's folder, written whole and put in place at once."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.api import StorageError
from plugins.bookkeeping.books import Book

FILE = "journal.json"
_SCHEMA = 1
_MOST_RUNS = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: the book, and the runs whose entries it took, so that none is taken twice."""

    book: Book
    runs: tuple[str, ...] = ()


def load(folder: Path) -> Kept | None:
    """What ``save`` left; None if there is nothing.

    Raises:
        StorageError: the file cannot be read or is no journal; it is left as it is.
    """
    path = folder / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Kept(Book.from_json(data), tuple(str(run) for run in data.get("runs", ())))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StorageError(
            f"The journal in {path} cannot be read: {error}.", hint="Move the file away to start a new journal, or mend it."
        ) from error  # fmt: skip


def save(folder: Path, book: Book, runs: Sequence[str]) -> None:
    """Keep a book.

    Raises:
        StorageError: it cannot be written; what was kept before is still there.
    """
    path = folder / FILE
    text = json.dumps(
        {"schema": _SCHEMA, **book.as_json(), "runs": list(runs)[-_MOST_RUNS:]}, ensure_ascii=False, indent=1
    )
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(
            f"The journal cannot be written to {path}: {error.strerror}.", hint="Export it, then look at the disk."
        ) from error
