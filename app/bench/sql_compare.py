"""Whether two results say the same: bags of rows under some permutation of the columns; in order only where the query asks for one.

This is execution accuracy as in Spider's test suites (Zhong, Yu, Klein 2020), made a little wider: numbers are the same within one part in
a million, so that a float that was summed in another order is no fault.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

Row = Sequence[Any]
_SIGNIFICANT_DIGITS = 6
_MAX_TRIES = 2_000


def same_result(wanted: Sequence[Row], given: Sequence[Row], *, in_order: bool) -> bool:
    """Whether ``given`` holds the rows of ``wanted``, its columns in any order."""
    left, right = _normal(wanted), _normal(given)
    if len(left) != len(right):
        return False
    if not left:
        return True
    if len(left[0]) != len(right[0]):
        return False
    return (
        any(_moved(right, order) == left for order in _orders(left, right)) if in_order else any(_orders(left, right))
    )


def _orders(left: list[tuple[Any, ...]], right: list[tuple[Any, ...]]) -> Iterator[tuple[int, ...]]:
    """Orders of the right columns under which both sides are the same bag of rows; a search that grows too large is given up."""
    wanted = [Counter(column) for column in zip(*left, strict=True)]
    given = [Counter(column) for column in zip(*right, strict=True)]
    fitting = [[number for number, values in enumerate(given) if values == place] for place in wanted]
    if not all(fitting):
        return
    prefixes = [Counter(row[:count] for row in left) for count in range(1, len(wanted) + 1)]
    tried = itertools.count(1)

    def extend(chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(chosen) == len(fitting):
            yield chosen
            return
        for number in fitting[len(chosen)]:
            longer = (*chosen, number)
            if number in chosen or next(tried) > _MAX_TRIES:
                continue
            if Counter(_moved(right, longer)) == prefixes[len(chosen)]:
                yield from extend(longer)

    yield from extend(())


def _moved(rows: list[tuple[Any, ...]], order: Sequence[int]) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in order) for row in rows]


def _normal(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    return [tuple(_value(value) for value in row) for row in rows]


def _value(value: Any) -> Any:
    """A value as it is compared: booleans and whole floats are numbers, numbers in texts too, other texts as they are."""
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value.strip()
        if not math.isfinite(number) or _is_code(value):
            return value.strip()
        value = number
    if isinstance(value, bool | int | float):
        return float(f"{float(value):.{_SIGNIFICANT_DIGITS}g}") + 0.0
    return value


def _is_code(text: str) -> bool:
    """Whether digits are a name, not an amount: ``007``."""
    digits = text.strip().lstrip("+-")
    return digits.startswith("0") and len(digits) > 1 and not digits.startswith("0.")
