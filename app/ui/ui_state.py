"""What the window finds again after a restart: geometry, splitters, drafts, last tool. One JSON file, written a moment after a change."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

FILE_NAME = "ui_state.json"
WRITE_AFTER_MS = 600
_log = logging.getLogger("polymath.ui.state")


class UiState(QObject):
    """A dictionary on disk. Losing it costs comfort, not work: a file that cannot be read or written is logged, never an error."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values = _read(path)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def get(self, key: str, default: Any = None) -> Any:
        """A JSON-shaped value."""
        return self._values.get(key, default)

    def put(self, key: str, value: Any) -> None:
        """Keep a JSON-shaped value; it is on disk soon after."""
        if self._values.get(key) != value:
            self._values[key] = value
            self._timer.start()

    def tool(self, tool_id: str) -> Mapping[str, Any]:
        """What is kept of one tool's page."""
        kept = self.get("tools", {})
        found = kept.get(tool_id) if isinstance(kept, dict) else None
        return found if isinstance(found, dict) else {}

    def put_tool(self, tool_id: str, **values: Any) -> None:
        """Keep values of one tool's page."""
        tools = self.get("tools", {})
        tools = tools if isinstance(tools, dict) else {}
        self.put("tools", {**tools, tool_id: {**self.tool(tool_id), **values}})

    def flush(self) -> None:
        """Write now what waits to be written."""
        self._timer.stop()
        draft = self._path.with_suffix(".json.new")
        try:
            draft.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(draft, self._path)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._path, error)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read: %s", path, error)
        return {}
    return values if isinstance(values, dict) else {}
