"""What the preview tells of an element that was clicked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picked:
    """An element of the page as it stands there.

    Attributes:
        number: of the element in the source.
        styles: its computed styles by property.
        box: left, top, width and height in CSS px of the window.
        path: numbers of the elements that hold it, from outside in, its own last.
    """

    number: int
    styles: Mapping[str, str]
    box: tuple[int, int, int, int]
    path: tuple[int, ...]
