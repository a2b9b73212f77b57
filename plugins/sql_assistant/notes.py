"""What the person wrote about a database and its tables, told to models: one JSON file for each connection."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.api import StorageError

MAX_CHARS = 2_000
"""Of one note; more would leave no room for the schema."""

_FOLDER = "notes"
_log = logging.getLogger("polymath.tool.sql_assistant.notes")


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one connection. A note that is empty is none.

    Attributes:
        address: of the connection (``Source.address``).
        for_connection: what is true of all of it.
        tables: name of a table in lower case → its note.
    """

    address: str
    for_connection: str = ""
    tables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def load(cls, data_dir: Path, address: str) -> Notes:
        """The notes that were saved; none where there are none. A file that cannot be understood is set aside, beside its place.

        Raises:
            StorageError: the file is there and cannot be read.
        """
        path = _path(data_dir, address)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return cls(address)
        except UnicodeDecodeError:
            return _set_aside(path, address)
        except OSError as error:
            raise StorageError(
                f"The notes in {path} cannot be read: {error.strerror}.",
                hint="Check the disk and the rights of the file.",
            ) from error
        try:
            return _read(json.loads(text), address)
        except (ValueError, TypeError, RecursionError):
            return _set_aside(path, address)

    def for_table(self, name: str) -> str:
        """The note of a table, whatever the case of its name; empty if it has none."""
        return self.tables.get(name.lower(), "")

    def with_note(self, text: str, table: str = "") -> Notes:
        """The notes with one replaced: that of a table, or of the connection where no table is named. An empty text takes it away."""
        note = text.strip()[:MAX_CHARS]
        if not table:
            return replace(self, for_connection=note)
        others = {name: own for name, own in self.tables.items() if name != table.lower()}
        return replace(self, tables=MappingProxyType({**others, table.lower(): note} if note else others))

    def save(self, data_dir: Path) -> None:
        """Write the notes, whole or not at all.

        Raises:
            StorageError: they cannot be written.
        """
        path = _path(data_dir, self.address)
        kept = {"address": self.address, "connection": self.for_connection, "tables": dict(self.tables)}
        unfinished = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(unfinished, path)
        except OSError as error:
            raise StorageError(
                f"The notes cannot be written to {path}: {error.strerror}.",
                hint="Free some space or allow writing there.",
            ) from error


def _path(data_dir: Path, address: str) -> Path:
    import hashlib  # no start needs it

    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    return data_dir / _FOLDER / f"{digest[:24]}.json"


def _read(kept: Any, address: str) -> Notes:
    """Notes from what a file holds.

    Raises:
        TypeError: it is of another form.
    """
    if not isinstance(kept, dict) or not isinstance(kept.get("tables", {}), dict):
        raise TypeError("notes are an object with an object of tables")
    tables = {str(name).lower(): note for name, note in kept.get("tables", {}).items() if isinstance(note, str)}
    own = kept.get("connection", "")
    return Notes(address, own if isinstance(own, str) else "", MappingProxyType(tables))


def _set_aside(path: Path, address: str) -> Notes:
    aside = path.with_suffix(".broken")
    try:
        os.replace(path, aside)
    except OSError as error:
        raise StorageError(
            f"The notes in {path} are damaged and cannot be set aside: {error.strerror}.",
            hint="Move or delete the file by hand.",
        ) from error
    _log.warning("notes that could not be read were set aside: %s", aside)
    return Notes(address)
