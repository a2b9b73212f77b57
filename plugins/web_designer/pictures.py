"""Pictures of the person's own, as they come into a page: inside it, as data."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.api import InputError, StorageError

MOST_BYTES = 400_000
MOST_PICTURES = 12
_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": "gif", ".svg": "svg+xml"}
_PLACE = re.compile(r"hero|logo|(?:about|gallery|team|menu|cases|features|testimonials|quote)-\d+")
_DATA = re.compile(r"data:image/(?:png|jpeg|webp|gif|avif|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_FOCUS = re.compile(r"[a-z0-9%. ]{1,30}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what it shows.

    Attributes:
        source: a ``data:image/…;base64,…`` address; nothing else comes into a page.
        alt: what a reader who does not see it is told; empty if it only decorates.
        focus: which part stays when the frame cuts, as CSS ``object-position``.

    Raises:
        ValueError: the source is no picture as data.
    """

    source: str
    alt: str = ""
    focus: str = "center"

    def __post_init__(self) -> None:
        if not _DATA.fullmatch(self.source):
            raise ValueError("a picture must be a data: address of an image")
        if not _FOCUS.fullmatch(self.focus):
            raise ValueError(f"{self.focus} is no object-position")


def own_pictures(given: str) -> Mapping[str, Picture]:
    """The person's pictures by their places on a page: a file, or the pictures of a folder in the order of their names.

    One that is called after a place (``logo.svg``, ``team-2.jpg``) goes there; of the others the first is the large one, the rest a
    gallery.

    Raises:
        InputError: there is no picture, or one is too heavy to stand in a page.
        StorageError: one cannot be read.
    """
    path = Path(given).expanduser()
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    files = [file for file in files if file.suffix.lower() in _TYPES][:MOST_PICTURES]
    if not files:
        raise InputError(
            f"{path.name} holds no picture that a page can show.",
            field="pictures",
            hint="Give PNG, JPEG, WebP, GIF or SVG.",
        )
    named = {file.stem.lower(): file for file in files if _PLACE.fullmatch(file.stem.lower())}
    others = iter([file for file in files if file.stem.lower() not in named])
    return {place: _read(file) for place, file in (*named.items(), *_placed(others, named))}


def _placed(files: Iterator[Path], taken: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    free = (place for place in ("hero", *(f"gallery-{n}" for n in range(1, MOST_PICTURES + 1))) if place not in taken)
    return zip(free, files, strict=False)


def _read(file: Path) -> Picture:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise StorageError(f"{file.name} cannot be read: {error.strerror}.") from error
    if len(body) > MOST_BYTES:
        raise InputError(
            f"{file.name} is larger than {MOST_BYTES // 1000} kB.",
            field="pictures",
            hint="Scale it down; the page carries it inside.",
        )
    kind = _TYPES[file.suffix.lower()]
    alt = "" if _PLACE.fullmatch(file.stem.lower()) else re.sub(r"[-_]+", " ", file.stem).strip()
    return Picture(f"data:image/{kind};base64,{base64.b64encode(body).decode()}", alt)
