"""What closes something in a settings file that cannot be used as a whole: it goes on holding, for a slip of the pen must open nothing."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Mapping
from typing import Any

from app.core.money import CURRENCIES
from app.core.settings import Settings

_LISTS = ("private_paths", "private_tools", "ask_before_sending")
_LIMITS = ("per_day", "per_month")


def kept(text: str, now: Settings) -> Settings:
    """``now`` with the offline lock, the marks of what is private, and the spending limits that a broken file's text still says."""
    data = _readable(text)
    lists: dict[str, Any] = {name: tuple(data[name]) for name in _LISTS if _is_list_of_texts(data.get(name))}
    spending = data.get("spending")
    limits = {name: _amounts(spending.get(name)) for name in _LIMITS} if isinstance(spending, dict) else {}
    found: dict[str, Any] = {name: value for name, value in limits.items() if value}
    return dataclasses.replace(
        now,
        offline=now.offline or data.get("offline") is True,
        spending=dataclasses.replace(now.spending, **found),
        **lists,
    )


def _readable(text: str) -> dict[str, Any]:
    """The file as a table; where it is no TOML, the table of those of its sections, and lines at its top, that are."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        pass
    data: dict[str, Any] = {}
    top, *sections = f"\n{text}".split("\n[")
    for part in (*top.splitlines(), *(f"[{section}" for section in sections)):
        try:
            read = tomllib.loads(part)
        except tomllib.TOMLDecodeError:
            continue
        for name, value in read.items():
            old = data.get(name)
            data[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return data


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _amounts(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        return {}
    return {
        currency: float(amount)
        for currency, amount in value.items()
        if currency in CURRENCIES and isinstance(amount, int | float) and 0 <= amount < math.inf
    }
