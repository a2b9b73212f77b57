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
    hover: str
    selected: str
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
    small_px: int = 12
    line_height: float = 1.45
    icon_px: int = 18
    rail_px: int = 56
    rail_wide_px: int = 200
    header_px: int = 48
    engine_bar_px: int = 32
    side_panel_px: int = 320
    focus_px: int = 2

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def status_colour(self, status: str) -> str:
        """The semantic colour of a result's status; the secondary text colour for an unknown one."""
        return {
            "verified": self.verified,
            "repaired": self.repaired,
            "unverified": self.unverified,
            "failed": self.failed,
        }.get(status, self.secondary)


LIGHT = Theme(
    name="light",
    ground="#FAFAF9",
    surface="#FFFFFF",
    line="#E4E4E0",
    hover="#F1F1EE",
    selected="#E4EFEB",
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
    hover="#292927",
    selected="#22342E",
    text="#ECECE8",
    secondary="#A5A59E",
    accent="#6FBFA6",
    on_accent="#12211C",
    verified="#7CC79B",
    repaired="#8FB8EE",
    unverified="#E0B35C",
    failed="#F08A82",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (ink, ground)
        for ink in ("text", "secondary", "accent")
        for ground in ("ground", "surface", "hover", "selected")
    ),
    *((ink, ground) for ink in ("verified", "repaired", "unverified", "failed") for ground in ("ground", "surface")),
    ("on_accent", "accent"),
)
"""Every pair of ink and ground that the window uses; each is held to a contrast of 4.5:1."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1–21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
