"""From the bytes of tokens to text that can be shown: whole characters only, and nothing of a stop string."""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class TextStream:
    """Turns token bytes into text piece by piece.

    A character whose bytes are spread over tokens is held back until it is whole; so is text that may yet become a stop string.

    Args:
        stop: strings that end the text and are not part of it.
    """

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(text for text in stop if text)
        self._held = ""
        self.stopped = False

    def push(self, piece: bytes) -> str:
        """Take the bytes of one token; returns what can be shown now. ``stopped`` says whether a stop string was met."""
        self._held += self._decoder.decode(piece)
        return self._release()

    def finish(self) -> str:
        """What was held back, once no more tokens come."""
        self._held += self._decoder.decode(b"", final=True)
        shown = self._release()
        rest, self._held = ("" if self.stopped else self._held), ""
        return shown + rest

    def _release(self) -> str:
        if self.stopped:
            return ""
        found = [place for place in (self._held.find(text) for text in self._stop) if place >= 0]
        if found:
            self.stopped = True
            return self._held[: min(found)]
        keep = self._held_back()
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def _held_back(self) -> int:
        """Length of the longest end of the text that is the start of a stop string."""
        return max((self._overlap(text) for text in self._stop), default=0)

    def _overlap(self, stop: str) -> int:
        longest = min(len(stop) - 1, len(self._held))
        return next((size for size in range(longest, 0, -1) if self._held.endswith(stop[:size])), 0)
