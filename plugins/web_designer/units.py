"""Places in a text as an editor's document counts them: in UTF-16 units, where a letter outside the basic plane is two."""

from __future__ import annotations

import re
from bisect import bisect_left

_WIDE = re.compile(r"[\U00010000-\U0010ffff]")


class Units:
    """Goes between the places of one text and those of its document."""

    def __init__(self, text: str) -> None:
        self._wide = () if text.isascii() else tuple(found.start() for found in _WIDE.finditer(text))
        self._wide_units = tuple(place + number for number, place in enumerate(self._wide))

    def of(self, place: int) -> int:
        """Units before a place of the text."""
        return place + bisect_left(self._wide, place)

    def letters(self, units: int) -> int:
        """The place of the text at so many units; inside a letter its start."""
        return units - bisect_left(self._wide_units, units)
