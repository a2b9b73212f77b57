"""What of a page is to be changed, and what a model is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.web_designer.editing.abridged import Abridged, abridged
from plugins.web_designer.editing.locks import Lock
from plugins.web_designer.editing.source import Source

MOST_CHARS = 24_000


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be changed.

    Attributes:
        number: the element; -1 for anywhere in the page.
        locks: what may not change.
        most_chars: how much of the page a model can be shown.
    """

    source: Source
    number: int = -1
    locks: tuple[Lock, ...] = ()
    most_chars: int = MOST_CHARS

    @property
    def shown(self) -> Abridged:
        """What the model is shown, with signs for what it need not see."""
        if self.number < 0:
            return abridged(self.source.html, self.most_chars)
        is_drawing = any(self.source.node(one).tag == "svg" for one in self.source.path(self.number))
        return abridged(self.source.text_of(self.number), self.most_chars, keeps_drawing=is_drawing)
