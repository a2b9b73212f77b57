"""Units that numbers are said in, and whether a column is counted in another one (2 kg beside weight_g)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from plugins.sql_assistant.words import parts

_UNITS: tuple[tuple[str, ...], ...] = (
    # units of one kind, each with its other names
    ("kg kilo kilogram", "g gram gramme", "t ton tonne", "lb lbs", "oz ounce", "mg milligram"),
    ("km kilometer kilometre", "m meter metre", "cm centimeter centimetre", "mm millimeter millimetre", "mile mi", "ft feet foot", "nm"),
    ("second sec", "minute min", "hour hr", "day", "week", "month", "year yr"),
    ("liter litre l", "ml milliliter millilitre", "gallon"),
)  # fmt: skip
_KNOWN = {word: (kind, unit) for kind, units in enumerate(_UNITS) for unit in units for word in unit.split()}


SOLID_UNITS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("cubic metre", "cubic meter"), frozenset(("3", "cbm"))),
        **dict.fromkeys(("square metre", "square meter"), frozenset(("2", "sqm"))),
    }
)
"""Units of two words, and what columns that are counted by them are called."""


def alike(word: str) -> frozenset[str]:
    """Other words for a unit (kilo: kg)."""
    return frozenset(next((units for kind in _UNITS for units in kind if word in units.split()), "").split())


_SIZES: tuple[tuple[str, str, float], ...] = (
    # a kind of unit, names of a unit, how much of the kind's base one is
    ("g", "t ton tonne", 1e6), ("g", "kg kilo kilogram", 1e3), ("g", "g gram gramme", 1), ("g", "mg milligram", 1e-3),
    ("m", "km kilometer kilometre", 1e3), ("m", "m meter metre", 1), ("m", "cm centimeter centimetre", 1e-2),
    ("m", "mm millimeter millimetre", 1e-3), ("s", "hour hr h", 3600), ("s", "minute min", 60), ("s", "second sec", 1),
    ("l", "liter litre l", 1), ("l", "ml milliliter millilitre", 1e-3),
)  # fmt: skip
_IN_BASE = {word: (base, size) for base, words, size in _SIZES for word in words.split()}
"""Units of which people count one in the other."""


def converted(number: str, said: str, name: str) -> str:
    """A number that is said in one unit as the column counts it (20 tonnes: 20000 kg); empty where its name tells no such unit."""
    unit = next((_IN_BASE[part] for part in parts(said) if part in _IN_BASE), None)
    own = {_IN_BASE[part] for part in parts(name) if part in _IN_BASE}
    if unit is None or len(own) != 1 or (found := own.pop())[0] != unit[0]:
        return ""
    exact = Decimal(number) * Decimal(str(unit[1])) / Decimal(str(found[1]))
    return f"{exact.normalize():f}"


def is_counted_in(said: str, name: str) -> bool:
    """Whether a column's name tells the unit that is said."""
    return bool({_KNOWN.get(part) for part in parts(said)} & {_KNOWN[part] for part in parts(name) if part in _KNOWN})


def is_in_another(said: str, name: str) -> bool:
    """Whether a column's name tells another unit than the one that is said, so that the numbers cannot be compared."""
    unit = next((_KNOWN[part] for part in parts(said) if part in _KNOWN), None)
    own = [_KNOWN[part] for part in parts(name) if part in _KNOWN]
    alike = [known for known in own if unit and known[0] == unit[0]]
    return bool(alike) and unit not in alike
