"""The look in numbers: the only place with colours and sizes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens of one theme. Colours are ``#RRGGBB``; sizes are device-independent pixels."""

    name: str
    ground: str
    surface: str
    line: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    verified: str
    repaired: str
    unverified: str
    failed: str
    grid: int = 8
    gap: int = 4
    radius: int = 6
    radius_large: int = 10
    control_height: int = 32
    row_height: int = 28
    font_px: int = 13
    heading_px: int = 15
    title_px: int = 20
    code_px: float = 12.5

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    ground="#FAFAF9",
    surface="#FFFFFF",
    line="#E4E4E0",
    text="#1C1C1A",
    secondary="#5F5F5A",
    accent="#2F6F5E",
    on_accent="#FFFFFF",
    verified="#2A6F4B",
    repaired="#2B5FA8",
    unverified="#8A5A00",
    failed="#B3322B",
)
DARK = Theme(
    name="dark",
    ground="#171716",
    surface="#1F1F1D",
    line="#33332F",
    text="#ECECE8",
    secondary="#A5A59E",
    accent="#6FBFA6",
    on_accent="#12211C",
    verified="#7CC79B",
    repaired="#8FB8EE",
    unverified="#E0B35C",
    failed="#F08A82",
)
