"""The log of changes as the window shows it and as it is copied and saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.sql_assistant.connections import Connections

if TYPE_CHECKING:
    from plugins.sql_assistant.writing.log import WriteEntry

MAX_SHOWN = 1_000
COLUMNS = ("entry", "time", "account", "connection", "address", "table", "statement", "rows", "state")
"""Of what is saved."""

STATES: Mapping[str, str] = {"done": "written", "undone": "taken back", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class Change:
    """One entry.

    Attributes:
        connection: the name that the connection was saved under; empty where it has none.
    """

    entry: WriteEntry
    connection: str

    @property
    def time(self) -> str:
        """When it was made, on the clock of this machine."""
        return datetime.fromtimestamp(self.entry.at).astimezone().isoformat(" ", "seconds")

    @property
    def line(self) -> tuple[int, str, str, str, str, str, str, int, str]:
        """The values of ``COLUMNS``."""
        one = self.entry
        where = one.address.replace("\n", ", ")
        return (one.id, self.time, one.who, self.connection, where, one.table, one.sql, one.affected, STATES[one.how])


def changes(data_dir: Path, address: str = "", limit: int = MAX_SHOWN) -> list[Change]:
    """Changes of one connection, or of all, newest first, without their rows; blocks.

    Args:
        limit: how many; -1 for all.

    Raises:
        StorageError: the log or the saved connections cannot be read.
    """
    from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog

    path = data_dir / WRITE_LOG
    if not path.exists():
        return []
    names = {one.address: one.name for one in Connections(data_dir).all()}
    with closing(WriteLog(path)) as log:
        return [Change(one, names.get(one.address, "")) for one in log.outlines(address, limit)]


def change(data_dir: Path, number: int) -> WriteEntry | None:
    """One entry with its rows before and after; blocks.

    Raises:
        StorageError: the log cannot be read.
    """
    from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog

    with closing(WriteLog(data_dir / WRITE_LOG)) as log:
        return log.entry(number)


def as_text(found: Iterable[Change]) -> str:
    """Lines for the clipboard, separated by tabs, as a spreadsheet takes them."""
    out = io.StringIO()
    writer = csv.writer(out, "excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(one.line for one in found)
    return out.getvalue()


def save(path: Path, found: Sequence[Change]) -> int:
    """Write entries to a file, in the format of its name; how many. Blocks.

    Raises:
        InputError: the name asks for no format that there is.
        StorageError: the file cannot be written.
    """
    from plugins.sql_assistant.results.export import write

    return write(path, COLUMNS, [[one.line for one in found]]).rows
