"""How a cell lies in the file: as itself where SQLite keeps it exactly, else as bytes with a letter before them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MIN_INT, MAX_INT = -(2**63), 2**63 - 1
_TRUE, _FALSE, _NOT_A_NUMBER = b"t", b"f", b"n"
_AS_THEY_ARE = frozenset((type(None), int, float, str))


@dataclass(slots=True)
class Kinds:
    """What a column has held so far.

    Attributes:
        types: of its values.
        is_plain: whether all of them lie in the file as themselves.
        is_ascii: whether SQLite's own comparison, which folds ASCII letters alone, is right for its texts.
        longest: characters of its longest text.
    """

    types: set[type] = field(default_factory=set)
    is_plain: bool = True
    is_ascii: bool = True
    longest: int = 0

    @property
    def is_number(self) -> bool:
        """Whether there are numbers and nothing else beside NULL."""
        held = self.types - {type(None)}
        return bool(held) and held <= {int, float}

    def take(self, column: Sequence[Any]) -> Sequence[Any]:
        """Note what a stretch of the column holds, and give it as it is stored."""
        types = set(map(type, column))
        self.types |= types
        if str in types:
            self.longest = max(self.longest, *(len(value) for value in column if type(value) is str))
        if types <= _AS_THEY_ARE and _fit(column, types):
            if str in types and self.is_ascii:
                text = "".join([value for value in column if type(value) is str])
                self.is_ascii = text.isascii() and "\0" not in text
            return column
        kept = [stored(value) for value in column]
        self.is_plain = self.is_plain and not any(type(value) is bytes for value in kept)
        self.is_ascii = False
        return kept


def _fit(column: Sequence[Any], types: set[type]) -> bool:
    """Whether SQLite can keep these values as themselves."""
    if int in types:
        whole = [value for value in column if type(value) is int]
        if min(whole) < MIN_INT or max(whole) > MAX_INT:
            return False
    if float in types and any(type(value) is float and math.isnan(value) for value in column):
        return False
    return str not in types or _encodes("".join([value for value in column if type(value) is str]))


def _encodes(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def stored(value: Any) -> Any:
    """A value as it is put into the file."""
    match value:
        case None:
            return None
        case bool():
            return _TRUE if value else _FALSE
        case int():
            return value if MIN_INT <= value <= MAX_INT else b"i" + _ordered(value)
        case float():
            return _NOT_A_NUMBER if math.isnan(value) else value
    text = str(value)
    return text if _encodes(text) else b"s" + text.encode("utf-8", "surrogatepass")


def loaded(kept: Any) -> Any:
    """The value that ``stored`` had put away."""
    if type(kept) is not bytes:
        return kept
    match kept[:1]:
        case b"t":
            return True
        case b"f":
            return False
        case b"i":
            return _unordered(kept[1:])
        case b"s":
            return kept[1:].decode("utf-8", "surrogatepass")
    return math.nan


def folded(kept: Any) -> Any:
    """What a stored value is sorted by: text without its case, everything else that counts as a number.

    Whole numbers beyond 64 bits are sorted by their nearest float, and then by their bytes.
    """
    value = loaded(kept)
    match value:
        case str():
            return value.casefold().encode("utf-8", "replace").decode()
        case bool():
            return int(value)
        case int() if type(kept) is bytes:
            return as_float(value)
        case float() if math.isnan(value):
            return None
    return value


def as_float(value: float) -> float:
    """The nearest float; infinity beyond the largest."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _ordered(value: int) -> bytes:
    """Bytes that are in the order of the numbers: sign, length, digits; of a negative number the complement of the latter two."""
    size = (abs(value).bit_length() + 7) // 8
    sign, length, digits = (1, size, value) if value >= 0 else (0, 2**32 - 1 - size, (1 << 8 * size) - 1 + value)
    return sign.to_bytes() + length.to_bytes(4) + digits.to_bytes(size)


def _unordered(kept: bytes) -> int:
    digits = int.from_bytes(kept[5:])
    return digits if kept[:1] == b"\1" else digits - (1 << 8 * (len(kept) - 5)) + 1
