"""How a text file is read: what was found, and what a person chose instead; kept by path so that the next opening knows."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.api import StorageError


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose; empty or None where the program should find it.

    Attributes:
        encoding: Python's name.
        delimiter: one character.
        has_header: whether the first row holds the names.
        types: by column, each one of ``file_types.TYPES``.
        is_seen: whether the person has seen how the file is read and let it be so.
    """

    encoding: str = ""
    delimiter: str = ""
    has_header: bool | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    is_seen: bool = False

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped, for keeping."""
        return {**asdict(self), "types": dict(self.types)}

    @classmethod
    def from_json(cls, kept: Any) -> Options:
        """What ``as_json`` gave; what has another shape is left out."""
        if not isinstance(kept, Mapping):
            return cls()
        header, types = kept.get("has_header"), kept.get("types")
        return cls(
            str(kept.get("encoding") or ""),
            str(kept.get("delimiter") or "")[:1],
            header if isinstance(header, bool) else None,
            {str(name): str(kind) for name, kind in types.items()} if isinstance(types, Mapping) else {},
            kept.get("is_seen") is True,
        )


def _file(data_dir: Path) -> Path:
    return data_dir / "file_options.json"


def _kept(data_dir: Path) -> dict[str, Any]:
    try:
        kept = json.loads(_file(data_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def options_for(path: Path, data_dir: Path) -> Options:
    """What a person chose for a file before."""
    return Options.from_json(_kept(data_dir).get(str(path.absolute())))


def keep_options(path: Path, options: Options, data_dir: Path) -> None:
    """Remember what a person chose for a file; ``Options()`` forgets it.

    Raises:
        StorageError: it cannot be written.
    """
    kept = _kept(data_dir)
    kept.pop(str(path.absolute()), None)
    if options != Options():
        kept[str(path.absolute())] = options.as_json()
    new = _file(data_dir).with_suffix(f".{os.getpid()}")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(_file(data_dir))
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise StorageError(
            f"How “{path.name}” is read cannot be kept: {error.strerror}.", hint="Free some space on the disk."
        ) from error
