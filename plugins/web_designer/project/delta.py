"""A text by its difference to another: what they share at both ends is only counted."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 64_000_000
"""No page is longer; a few bytes can be made to unpack to any length."""


@dataclass(frozen=True, slots=True)
class Delta:
    """``head`` characters and ``tail`` characters of the other text stay; ``middle`` (deflated UTF-8) stands between them."""

    head: int = 0
    tail: int = 0
    middle: bytes = b""
    is_whole: bool = False


def delta_of(old: str, new: str, *, is_whole: bool = False) -> Delta:
    """How ``new`` comes from ``old``; one that is whole needs no ``old``."""
    if is_whole:
        return Delta(middle=_packed(new), is_whole=True)
    head = _longest(min(len(old), len(new)), lambda n: old[:n] == new[:n])
    most = min(len(old), len(new)) - head
    tail = _longest(most, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return Delta(head, tail, _packed(new[head : len(new) - tail]))


def patched(old: str, delta: Delta) -> str:
    """The text that a delta stands for.

    Raises:
        ValueError, zlib.error: what it holds is no text, or longer than a page can be.
    """
    middle = _unpacked(delta.middle) if delta.middle else ""
    return old[: delta.head] + middle + old[len(old) - delta.tail :] if not delta.is_whole else middle


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest length up to ``most`` for which it holds, as it does for every shorter one."""
    return bisect_left(range(1, most + 1), True, key=lambda n: not holds(n))


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6) if text else b""


def _unpacked(middle: bytes) -> str:
    inflating = zlib.decompressobj()
    text = inflating.decompress(middle, MAX_BYTES)
    if not inflating.eof:
        raise ValueError("the text is cut off, or longer than a page can be")
    return text.decode("utf-8", "surrogatepass")
