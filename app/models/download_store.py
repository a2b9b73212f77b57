"""Keeps the queue of downloads over restarts: one small JSON file for each, written atomically.

A file each, so that the window and a command do not write over each other's entries.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.errors import DownloadError
from app.models.hub_data import RemoteModel, RemotePart, check_names
from app.models.part import write_json
from app.models.stores import read_note

State = Literal["queued", "running", "paused", "failed", "done"]
_KEPT_STATES = frozenset({"queued", "running", "paused", "failed"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A download as it is kept.

    Attributes:
        position: its place in the queue; smaller comes first.
        finished: parts that are in place.
    """

    id: str
    model: RemoteModel
    state: State = "queued"
    position: float = 0.0
    finished: tuple[str, ...] = ()
    error: DownloadError | None = None


class DownloadStore:
    """A folder of entries. All methods block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> list[Entry]:
        """All entries in their order; a file that makes no sense is passed over and stays."""
        try:
            notes = [(path.stem, read_note(path)) for path in self._folder.glob("*.json")]
        except OSError:
            return []
        entries = [_entry(name, note) for name, note in notes if note is not None]
        return sorted((entry for entry in entries if entry), key=lambda entry: (entry.position, entry.id))

    def save(self, entry: Entry) -> None:
        """Keep an entry; one that is done is forgotten.

        Raises:
            OSError: it cannot be written.
        """
        path = self._folder / f"{entry.id}.json"
        if entry.state not in _KEPT_STATES:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        write_json(path, _note(entry))

    def forget(self, entry_id: str) -> None:
        """Remove an entry.

        Raises:
            OSError: it cannot be removed.
        """
        (self._folder / f"{entry_id}.json").unlink(missing_ok=True)


def _note(entry: Entry) -> dict[str, Any]:
    error = entry.error
    return {
        "model": dataclasses.asdict(entry.model),
        "state": entry.state,
        "position": entry.position,
        "finished": list(entry.finished),
        "error": {"message": error.message, "hint": error.hint, "reason": error.reason} if error else None,
    }


def _entry(entry_id: str, note: Mapping[str, Any]) -> Entry | None:
    try:
        model = _model(note["model"])
        error = note.get("error")
        return Entry(
            entry_id,
            model,
            note["state"] if note["state"] in _KEPT_STATES else "paused",
            float(note["position"]),
            tuple(str(path) for path in note["finished"]),
            DownloadError(str(error["message"]), reason=str(error["reason"]), hint=str(error["hint"]))
            if error
            else None,
        )
    except (KeyError, TypeError, ValueError, DownloadError):
        return None


def _model(note: Mapping[str, Any]) -> RemoteModel:
    parts = tuple(RemotePart(str(p["path"]), int(p["size_bytes"]), str(p["sha256"])) for p in note["parts"])
    for part in parts:  # the file may have been edited; its names become paths
        check_names(str(note["repo"]), part.path, str(note["revision"]))
    if not parts:
        raise ValueError("a model without files")
    return RemoteModel(str(note["repo"]), str(note["revision"]), parts, str(note["licence"]), bool(note["is_pinned"]))
