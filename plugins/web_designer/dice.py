"""Numbers that look thrown and depend on a text alone."""

from __future__ import annotations

import hashlib


class Dice:
    """The same seed gives the same throws, on every machine; not for secrets."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "big")

    def between(self, low: float, high: float) -> float:
        """A number in ``low``–``high``, two decimals."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return round(low + (high - low) * (self._state >> 33) / 2**31, 2)

    def pick(self, count: int) -> int:
        """An index below ``count``."""
        return min(int(self.between(0, count)), count - 1)
