"""Pages that someone saved: a file with the folder beside it, a folder, a ZIP. What lies outside of them is never read."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from app.api import InputError, StorageError
from plugins.web_designer.importing.fetching import decoded
from plugins.web_designer.importing.sheet_files import Load

MAX_FILE_BYTES = 20_000_000
_PAGES = (".html", ".htm", ".xhtml")
_BASE = "file:///page/"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page before its files are put into it.

    Attributes:
        html: its markup.
        base: what its addresses are relative to.
        load: gives the files that were saved with it.
    """

    html: str
    base: str
    load: Load


def is_page_file(path: Path) -> bool:
    """Whether a path is one that ``read_saved`` takes."""
    return path.is_dir() or path.suffix.lower() in (*_PAGES, ".zip")


def read_saved(path: Path) -> Saved:
    """Read a page and find the files that belong to it.

    Raises:
        StorageError: it cannot be read.
        InputError: there is no page in it.
    """
    if path.suffix.lower() == ".zip":
        return _from_zip(path)
    page = _page_in(path) if path.is_dir() else path
    try:
        folder = page.resolve(strict=True).parent
    except OSError as error:
        raise StorageError(f"{path.name} cannot be read: {error.strerror}.") from error
    html = decoded(_bytes(page))
    return Saved(html, f"{_BASE}{page.name}", lambda address: _beside(folder, address))


def _page_in(folder: Path) -> Path:
    pages = sorted(one for one in folder.glob("*") if one.suffix.lower() in _PAGES)
    named = [one for one in pages if one.stem.lower() == "index"]
    if not pages:
        raise InputError(f"There is no HTML file in {folder.name}.", field="page", hint="Choose the page itself.")
    return (named or pages)[0]


def _beside(folder: Path, address: str) -> bytes | None:
    """A file of the page's folder; None for what lies outside, links included."""
    name = _relative(address)
    if name is None:
        return None
    try:
        found = (folder / name).resolve(strict=True)
        if not found.is_relative_to(folder) or not found.is_file() or found.stat().st_size > MAX_FILE_BYTES:
            return None
        return found.read_bytes()
    except (OSError, ValueError):
        return None


def _relative(address: str) -> str | None:
    """The path of an address below the page's folder; None if it does not lie there."""
    if not address.startswith(_BASE):
        return None
    return unquote(urlsplit(address).path).removeprefix(urlsplit(_BASE).path)


def _from_zip(path: Path) -> Saved:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one.filename for one in archive.infolist() if not one.is_dir()]
            page = _page_among(names, path)
            body = _member(path, page)
    except (OSError, zipfile.BadZipFile) as error:
        raise StorageError(f"{path.name} cannot be read: {error}.", hint="Choose a ZIP that holds a page.") from error
    if body is None:
        raise StorageError(f"{page} in {path.name} is too large.")
    return Saved(decoded(body), f"{_BASE}{page}", lambda address: _member(path, _relative(address) or ""))


def _page_among(names: list[str], path: Path) -> str:
    pages = [name for name in names if PurePosixPath(name).suffix.lower() in _PAGES and not name.startswith("__MACOSX")]
    if not pages:
        raise InputError(f"There is no HTML file in {path.name}.", field="page", hint="Choose a ZIP that holds a page.")
    return min(pages, key=lambda name: (name.count("/"), PurePosixPath(name).stem.lower() != "index", name))


def _member(path: Path, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > MAX_FILE_BYTES:
                return None
            return archive.read(name)
    except (KeyError, OSError, RuntimeError, zipfile.BadZipFile):
        return None


def _bytes(page: Path) -> bytes:
    try:
        if page.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{page.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.", field="page")
        return page.read_bytes()
    except OSError as error:
        raise StorageError(f"{page.name} cannot be read: {error.strerror}.") from error
