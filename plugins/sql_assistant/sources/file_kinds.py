"""The kinds of files that can be asked like a database, by suffix and by their first bytes."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from app.api import InputError
from plugins.sql_assistant.sources.sqlite_files import MAGIC as SQLITE_MAGIC

Kind = Literal["sqlite", "duckdb", "parquet", "xlsx", "json", "text"]
MAX_FILES = 500
BETWEEN = "\n"
"""Stands between the paths of an address."""

SEPARATORS = (BETWEEN, os.pathsep)
"""What may stand between paths that a person gives."""

_FIELD = "database"
_HEAD_BYTES = 4096

SUFFIXES: dict[str, Kind] = {
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".db3": "sqlite",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".csv": "text",
    ".tsv": "text",
    ".tab": "text",
    ".txt": "text",
    ".psv": "text",
    ".dat": "text",
}
PACKED = ".gz"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOOK_BYTES = 2**20
_LOOK_FILES = 1_000
_SAVE_AS = "Save it as .xlsx or .csv, and open that."
_KNOWN_BUT_UNREADABLE = (
    (_OLE, "an Excel file of the old form (.xls), or an encrypted one", _SAVE_AS),
    (b"PK\x03\x04", "a packed file (.zip)", "Unpack it, and open the files or their folder."),
    (b"Rar!", "a packed file (.rar)", "Unpack it, and open the files or their folder."),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (.7z)", "Unpack it, and open the files or their folder."),
    (b"BZh", "a packed file (.bz2)", "Unpack it, and open the files or their folder."),
    (b"\xfd7zXZ\x00", "a packed file (.xz)", "Unpack it, and open the files or their folder."),
    (b"\x28\xb5\x2f\xfd", "a packed file (.zst)", "Unpack it, and open the files or their folder."),
    (b"%PDF", "a PDF", "Copy its tables into a spreadsheet, save that as .csv, and open it."),
    (b"ARROW1", "an Arrow file", "Save it as .parquet, and open that."),
    (b"ORC", "an ORC file", "Save it as .parquet, and open that."),
    (b"Obj\x01", "an Avro file", "Save it as .parquet, and open that."),
    (b"\x89PNG", "a picture", "Choose a file with rows and columns."),
    (b"\xff\xd8\xff", "a picture", "Choose a file with rows and columns."),
)
_UNREADABLE_SUFFIXES = {
    ".numbers": ("a Numbers spreadsheet", _SAVE_AS),
    ".ods": ("an OpenDocument spreadsheet", _SAVE_AS),
    ".xlsb": ("a binary Excel file (.xlsb)", _SAVE_AS),
    ".docx": ("a Word document", "Copy its tables into a spreadsheet, save that as .csv, and open it."),
    ".accdb": ("an Access database", "Export its tables as .csv, and open their folder."),
    ".mdb": ("an Access database", "Export its tables as .csv, and open their folder."),
    ".sav": ("an SPSS file", "Save it as .csv, and open that."),
    ".dta": ("a Stata file", "Save it as .csv, and open that."),
}
_CHOOSE = "Choose a .sqlite, .duckdb, .csv, .tsv, .xlsx, .json or .parquet file, or a folder of them."


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that can be asked, and what it is."""

    path: Path
    kind: Kind
    is_packed: bool = False

    @property
    def stem(self) -> str:
        """The name without its suffixes."""
        name = self.path.name[: -len(PACKED)] if self.is_packed else self.path.name
        return Path(name).stem or name


def kind_of(path: Path) -> GivenFile:
    """What a file is: by its first bytes where they tell, else by its suffix.

    Raises:
        InputError: it is missing, empty, may not be read, or is nothing that can be asked.
    """
    head = _head(path)
    suffix, is_packed = _suffix(path)
    if head.startswith(SQLITE_MAGIC):
        return GivenFile(path, "sqlite")
    if head[8:12] == b"DUCK":
        return GivenFile(path, "duckdb")
    if head.startswith(b"PAR1"):
        return GivenFile(path, "parquet")
    kind = SUFFIXES.get(suffix)
    if kind == "xlsx" and head.startswith(b"PK"):
        return GivenFile(path, "xlsx")
    if is_packed and head.startswith(b"\x1f\x8b") and kind in ("text", "json"):
        return GivenFile(path, kind, is_packed=True)
    _refuse_known(path, head, suffix)
    if kind not in ("text", "json", "sqlite") or is_packed:
        raise InputError(f"“{path.name}” is no file that can be asked.", field=_FIELD, hint=_CHOOSE)
    return GivenFile(path, kind)


def starts_like_sqlite(path: Path) -> bool:
    """Whether a file holds a SQLite database, whatever its name; False where it cannot be read."""
    return _start(path).startswith(SQLITE_MAGIC)


def starts_like_duckdb(path: Path) -> bool:
    """Whether a file holds a DuckDB database, whatever its name; False where it cannot be read."""
    return _start(path)[8:12] == b"DUCK"


def _start(path: Path) -> bytes:
    if not path.is_file():  # a pipe would wait for someone to write
        return b""
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError:
        return b""


def _suffix(path: Path) -> tuple[str, bool]:
    suffix = path.suffix.lower()
    if suffix != PACKED:
        return suffix, False
    return Path(path.stem).suffix.lower(), True


def _head(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise InputError(f"“{path.name}” is no file that can be asked.", field=_FIELD, hint=_CHOOSE)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise InputError(f"There is no file “{path}”.", field=_FIELD, hint=_CHOOSE) from None
    except PermissionError:
        raise InputError(
            f"“{path.name}” may not be read.", field=_FIELD, hint="Ask its owner for the right to read it, or copy it."
        ) from None
    except OSError as error:
        raise InputError(f"“{path.name}” cannot be read: {error.strerror}.", field=_FIELD, hint=_CHOOSE) from error
    if not head:
        raise InputError(f"“{path.name}” is empty.", field=_FIELD, hint=_CHOOSE)
    return head


def _refuse_known(path: Path, head: bytes, suffix: str) -> None:
    """Raises for what is known and cannot be read, with what to do about it."""
    if head.startswith(_OLE) and _has_password(path):
        raise InputError(
            f"“{path.name}” is protected by a password.",
            field=_FIELD,
            hint="Open it in a spreadsheet program, and save it without the password.",
        )
    found = _UNREADABLE_SUFFIXES.get(suffix)
    if found is None:
        found = next(((what, hint) for magic, what, hint in _KNOWN_BUT_UNREADABLE if head.startswith(magic)), None)
    if found is not None:
        what, hint = found
        raise InputError(f"“{path.name}” is {what}, which cannot be asked.", field=_FIELD, hint=hint)


def _has_password(path: Path) -> bool:
    """Whether a file of Microsoft's compound form holds an encrypted workbook; its names stand in the first or the last part."""
    try:
        with path.open("rb") as file:
            first = file.read(_LOOK_BYTES)
            file.seek(max(0, path.stat().st_size - _LOOK_BYTES))
            return _ENCRYPTED in first or _ENCRYPTED in file.read()
    except OSError:
        return False


def files_of(paths: tuple[Path, ...]) -> tuple[GivenFile, ...]:
    """The files that paths name; a folder stands for the files in it that can be asked, without those of its own folders.

    Raises:
        InputError: a named file cannot be asked, or a folder holds none that can.
    """
    return tuple(file for path in paths for file in (_in_folder(path) if path.is_dir() else (kind_of(path),)))


def _in_folder(folder: Path) -> tuple[GivenFile, ...]:
    try:
        names = sorted(path for path in folder.iterdir() if path.is_file())
    except PermissionError:
        raise InputError(
            f"“{folder.name}” may not be read.",
            field=_FIELD,
            hint="Ask its owner for the right to read it, or copy it.",
        ) from None
    found = tuple(_usable(names))
    if not found:
        raise InputError(f"There is no file in “{folder.name}” that can be asked.", field=_FIELD, hint=_CHOOSE)
    if len(found) > MAX_FILES:
        raise InputError(
            f"There are {len(found)} files in “{folder.name}”, which is more than {MAX_FILES}.",
            field=_FIELD,
            hint="Open some of them, or put them into folders.",
        )
    return found


def is_offered(path: Path) -> bool:
    """Whether a file in a folder is of a kind that is imported, by its name; a database file in a folder is opened by itself."""
    suffix, _ = _suffix(path)
    is_hidden = path.name.startswith((".", "~$"))
    kind = None if is_hidden or suffix == ".txt" else SUFFIXES.get(suffix)
    return kind not in (None, "sqlite", "duckdb") and not path.is_dir()


def _usable(paths: list[Path]) -> Iterator[GivenFile]:
    """Those that can be read."""
    for path in paths:
        if is_offered(path):
            try:
                file = kind_of(path)
            except InputError:
                continue
            if file.kind not in ("sqlite", "duckdb"):
                yield file


def can_take(path: Path) -> bool:
    """Whether a dropped file or folder is one to open here. What is known and cannot be read counts too, so that its reason is said; a
    .txt, which can be anything, does not.
    """
    if path.is_dir():
        with contextlib.suppress(OSError):
            return any(_is_of_known_suffix(inner) for inner in islice(path.iterdir(), _LOOK_FILES))
        return False
    suffix, _ = _suffix(path)
    known = suffix in _UNREADABLE_SUFFIXES or suffix == ".xls" or (_is_of_known_suffix(path) and suffix != ".txt")
    return path.is_file() and (known or starts_like_sqlite(path) or starts_like_duckdb(path))


def _is_of_known_suffix(path: Path) -> bool:
    suffix, is_packed = _suffix(path)
    return suffix in SUFFIXES and (not is_packed or SUFFIXES[suffix] in ("text", "json"))


def dialog_filters() -> tuple[tuple[str, str], ...]:
    """Names and patterns for the open dialog; the names are English and go through ``tr``."""
    groups: dict[str, tuple[Kind, ...]] = {
        "Databases and files": ("sqlite", "duckdb", "text", "json", "xlsx", "parquet"),
        "SQLite databases": ("sqlite",),
        "DuckDB databases": ("duckdb",),
        "CSV and other text": ("text",),
        "Excel workbooks": ("xlsx",),
        "JSON": ("json",),
        "Parquet": ("parquet",),
    }
    return tuple((name, _patterns(kinds)) for name, kinds in groups.items())


def _patterns(kinds: tuple[Kind, ...]) -> str:
    plain = [suffix for suffix, kind in SUFFIXES.items() if kind in kinds]
    packed = [suffix + PACKED for suffix, kind in SUFFIXES.items() if kind in kinds and kind in ("text", "json")]
    return " ".join(f"*{suffix}" for suffix in plain + packed)


def table_name(text: str, taken: set[str], reserved: frozenset[str] = frozenset()) -> str:
    """A plain and unique name of a table: small letters, digits and underscores, of any script. It is added to ``taken``."""
    plain = re.sub(r"\W+", "_", text.strip().lower()).strip("_") or "table"
    if plain[0].isdigit():
        plain = f"t_{plain}"
    if plain in reserved:
        plain = f"{plain}_table"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name)
    return name
