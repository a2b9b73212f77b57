"""Prompt-lookup decoding: what an answer will say next, guessed from a text that it mostly repeats.

The guess costs nothing and changes nothing: the model checks all guessed tokens in one step and keeps those that it would have
written itself (A. Saxena, "Prompt Lookup Decoding", 2023; the check is that of speculative decoding, https://arxiv.org/abs/2211.17192,
without a second model).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

_LONGEST_MATCH = 4
_NEAR = 64
_DRAFT, _TRIAL_DRAFT = 15, 3
"""With the token that is known, four or sixteen: on a processor four take hardly longer than one, for the weights are read once, and
sixteen less than three times as long; the share of what is written in vain makes longer drafts no gain.
"""

_PATIENCE = 24
"""Tokens without a trace of the text after which guessing pauses as long again: the answer has left the text."""


class Drafter:
    """Follows an answer through the text that it repeats.

    Args:
        text: tokens of the text.
    """

    def __init__(self, text: Sequence[int]) -> None:
        self._text = tuple(text)
        self._places = _places(self._text)
        self._written: list[int] = []
        self._cursor = 0
        self._on_track = True
        self._lost = 0

    def after(self, token: int) -> list[int]:
        """The tokens that probably follow ``token``, with which the answer goes on; none where there is no good guess."""
        self.follow([token])
        if self._lost > _PATIENCE and self._lost % _PATIENCE:
            return []
        length = _DRAFT if self._on_track else _TRIAL_DRAFT
        return list(self._text[self._cursor : self._cursor + length])

    def follow(self, tokens: Sequence[int]) -> None:
        """The answer goes on with ``tokens``."""
        for token in tokens:
            self._written.append(token)
            if self._cursor < len(self._text) and self._text[self._cursor] == token:
                self._cursor += 1
                self._on_track = True
                self._lost = 0
            else:
                self._find_again()

    def _find_again(self) -> None:
        """The answer said something else: look for what it said last in the text, the longest match first, then the nearest."""
        for size in range(min(_LONGEST_MATCH, len(self._written)), 0, -1):
            places = self._places[size].get(tuple(self._written[-size:]), ())
            here = [place for place in places if self._is_good(place, size)]
            if here:
                self._cursor = min(here, key=lambda place: abs(place - self._cursor))
                self._on_track = size > 1
                self._lost = 0
                return
        # One token may have been put in another's place: the text may go on after it.
        self._cursor = min(self._cursor + 1, len(self._text))
        self._on_track = False
        self._lost += 1

    def _is_good(self, place: int, size: int) -> bool:
        """A single token says little: it counts only just ahead of where the answer was."""
        return size > 1 or 0 <= place - self._cursor <= _NEAR


def _places(text: tuple[int, ...]) -> dict[int, dict[tuple[int, ...], list[int]]]:
    """For each length up to the longest: a run of tokens → the places after it."""
    found: dict[int, dict[tuple[int, ...], list[int]]] = {}
    for size in range(1, _LONGEST_MATCH + 1):
        places: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for start in range(len(text) - size + 1):
            places[text[start : start + size]].append(start + size)
        found[size] = dict(places)
    return found
