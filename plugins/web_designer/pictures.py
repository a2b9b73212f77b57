"""Pictures of the person's own, as they come into a page: inside it, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
