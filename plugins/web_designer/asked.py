"""What a prompt is about: a new page, the page that stands there, or one element of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from plugins.web_designer.library import write_page

Aim = Literal["new", "page", "element"]
FOLDER = "asked"
KEPT = 30


def digest_of(html: str) -> str:
    """Tells one page from another."""
    return hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def remember_page(folder: Path, html: str) -> Path:
    """Put a page where a run finds it, and finds it again when it is repeated; the oldest of many go.

    Raises:
        StorageError: it cannot be written.
    """
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{digest_of(html)}.html"
    if not path.exists():
        write_page(path, html)
        for old in sorted(home.glob("*.html"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
            with suppress(OSError):
                old.unlink()
    return path


def inputs_for(aim: Aim, path: Path, number: int, locked: Iterable[int]) -> Mapping[str, Any]:
    """The tool's fields that say what is to be changed."""
    if aim == "new":
        return {}
    element = {"element": name_of(number)} if aim == "element" and number >= 0 else {}
    kept = " ".join(name_of(one) for one in sorted(locked))
    return {"page": str(path), **element, **({"locks": kept} if kept else {})}


def name_of(number: int) -> str:
    """An element by its place in the source, as the tool's fields take it."""
    return f"@{number}"
