"""Figures as a table for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WANTED: Mapping[str, tuple[str, float]] = {
    "decode_vs_raw": ("≥", 0.97),
    "prompt_vs_raw": ("≥", 0.95),
    "warm_first_token_vs_cold": ("≤", 0.10),
    "restart_first_token_vs_cold": ("≤", 0.25),
    "cancel_ms": ("≤", 100),
    "cancel_prompt_ms": ("≤", 2500),
    "gui_stall_ms": ("≤", 50),
}
"""What the program wants of itself. A noisy machine misses it for reasons of its own, so it is told and not enforced."""


def table(found: Mapping[str, Mapping[str, float | str | None]], machine: Mapping[str, Any]) -> str:
    """One column for each model, one line for each figure."""
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    head = ["", *found, "wanted"]
    rows = [[name, *(_cell(figures.get(name)) for figures in found.values()), _wanted(name)] for name in names]
    lines = [f"{name:<36} {value}" for name, value in machine.items()]
    return "\n".join([*lines, "", *_aligned([head, *rows])]) + "\n"


def _wanted(name: str) -> str:
    sign, limit = _WANTED.get(name, ("", 0.0))
    return f"{sign} {limit:g}" if sign else ""


def _cell(value: float | str | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:g}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
