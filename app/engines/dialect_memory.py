"""What servers refused, remembered over restarts: a file in the data folder, per address and model.

A server changes, and so does this program: what was learned is forgotten after 30 days, by another version, and when the person tests the
server. A file that cannot be read is as good as none.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app import __version__
from app.engines.dialect import Dialect, known_features

KEPT_S = 30 * 24 * 3600.0
_log = logging.getLogger("polymath.dialect")


class DialectMemory:
    """Remembers dialects. Methods block for a moment; safe to call from any thread.

    Args:
        path: of the file; need not exist.
        clock: seconds since the epoch.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()

    def recall(self, base_url: str, model: str) -> Dialect:
        """What is known of a model of a server; an empty dialect if nothing is."""
        row = self._rows().get(_key(base_url, model))
        return Dialect(frozenset(row["refused"]) & known_features()) if row else Dialect()

    def learn(self, base_url: str, model: str, dialect: Dialect) -> None:
        """Keep a dialect. A file that cannot be written costs some refusals after the next start, and no more."""
        with self._lock:
            rows = self._rows()
            row = {"refused": sorted(dialect.refused), "at": self._clock(), "program": __version__}
            self._write({**rows, _key(base_url, model): row})

    def forget(self, base_url: str) -> None:
        """Forget every model of a server."""
        with self._lock:
            rows = self._rows()
            kept = {key: row for key, row in rows.items() if key.split(" ")[0] != _address(base_url)}
            if len(kept) != len(rows):
                self._write(kept)

    def _rows(self) -> dict[str, Any]:
        """Rows that are well formed, young enough, and of this version."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        rows = data if isinstance(data, dict) else {}
        return {key: row for key, row in rows.items() if self._holds(row)}

    def _holds(self, row: Any) -> bool:
        if not isinstance(row, Mapping) or not isinstance(row.get("refused"), list):
            return False
        learned = row.get("at")
        is_young = isinstance(learned, int | float) and 0 <= self._clock() - learned < KEPT_S
        return is_young and row.get("program") == __version__ and all(isinstance(one, str) for one in row["refused"])

    def _write(self, rows: Mapping[str, Any]) -> None:
        draft = self._path.with_suffix(f".json.new-{os.getpid()}")
        try:
            draft.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            os.replace(draft, self._path)
        except OSError as error:
            _log.warning("what a server refuses cannot be remembered: %s", error)


def _key(base_url: str, model: str) -> str:
    return f"{_address(base_url)} {model}"


def _address(base_url: str) -> str:
    """The address without what may be a secret: a password before the host, a query after the path."""
    try:
        parts = urlsplit(base_url)
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".replace(" ", "%20")
