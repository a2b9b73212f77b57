"""Files as a source: they are read into a DuckDB file of our own once, and that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Report, Session, Stop, silent
from plugins.sql_assistant.sources.child import POOL
from plugins.sql_assistant.sources.duckdb_errors import too_slow
from plugins.sql_assistant.sources.duckdb_source import read_schema
from plugins.sql_assistant.sources.file_cache import Place, place_of, publish, sweep, workshop
from plugins.sql_assistant.sources.file_import import Importer
from plugins.sql_assistant.sources.file_kinds import BETWEEN, files_of
from plugins.sql_assistant.sources.file_options import Options, options_for
from plugins.sql_assistant.sources.query_process import ProcessSession


@dataclass(frozen=True, slots=True)
class FilesSource:
    """Files, or folders of files.

    Attributes:
        paths: files and folders, in the order that they were given.
        data_dir: the tool's own folder.
        report: told how far an import is; called on the importing thread and a helper of it.
    """

    paths: tuple[Path, ...]
    data_dir: Path
    report: Report = silent
    dialect: str = "duckdb"
    product: str = "DuckDB"
    sees_everything: bool = False

    @property
    def title(self) -> str:
        first = self.paths[0].absolute().name
        return first if len(self.paths) == 1 else f"{first} +{len(self.paths) - 1}"

    @property
    def address(self) -> str:
        return BETWEEN.join(str(path) for path in self.paths)

    def read_schema(self, stop: Stop | None = None) -> Schema:
        stop = stop or Stop()
        POOL.warm("duckdb")
        return read_schema(self._imported(stop).database, stop)

    def session(self, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return ProcessSession("duckdb", self._imported(stop).database, frozenset(), limits, stop, too_slow)

    def notes(self, stop: Stop | None = None) -> tuple[str, ...]:
        """What people should know of the import: rows that could not be read, columns that stay text, files that became one table.

        Raises:
            InputError: as ``read_schema``.
            StorageError: as ``read_schema``.
        """
        return self._imported(stop or Stop()).read_notes()

    def _imported(self, stop: Stop) -> Place:
        """Where the files lie as they are now; reads them first where that has not been done."""
        files = files_of(self.paths)
        wanted = [(file, options_for(file.path, self.data_dir) if file.kind == "text" else Options()) for file in files]
        place = place_of(wanted, self.data_dir)
        if not place.is_there():
            with workshop(place, files) as folder:
                importer = Importer(folder, stop, self.report)
                publish(importer.build(wanted), importer.notes, place)
            sweep(place)
        return place


def paths_in(given: str, separators: Sequence[str]) -> tuple[Path, ...]:
    """The paths that an address names. A text that is a path as it stands is one, whatever it holds."""
    if Path(given).expanduser().exists():
        return (Path(given).expanduser(),)
    parts = [given]
    for separator in separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    return tuple(Path(part.strip()).expanduser() for part in parts if part.strip())
