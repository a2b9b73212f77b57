"""Units that numbers are said in, and whether a column is counted in another one (2 kg beside weight_g)."""

from __future__ import annotations

from plugins.sql_assistant.words import parts

_UNITS: tuple[tuple[str, ...], ...] = (
    # units of one kind, each with its other names
    ("kg kilo kilogram", "g gram gramme", "t ton tonne", "lb lbs", "oz ounce", "mg milligram"),
    ("km kilometer kilometre", "m meter metre", "cm centimeter centimetre", "mm millimeter millimetre", "mile mi", "ft feet foot", "nm"),
    ("second sec", "minute min", "hour hr", "day", "week", "month", "year yr"),
    ("liter litre l", "ml milliliter millilitre", "gallon"),
)  # fmt: skip
_KNOWN = {word: (kind, unit) for kind, units in enumerate(_UNITS) for unit in units for word in unit.split()}


def is_in_another(said: str, name: str) -> bool:
    """Whether a column's name tells another unit than the one that is said, so that the numbers cannot be compared."""
    unit = next((_KNOWN[part] for part in parts(said) if part in _KNOWN), None)
    own = [_KNOWN[part] for part in parts(name) if part in _KNOWN]
    alike = [known for known in own if unit and known[0] == unit[0]]
    return bool(alike) and unit not in alike
