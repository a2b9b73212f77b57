"""SVG shapes as text; every number is rounded, so that files stay small."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from plugins.web_designer.dice import Dice

Inks = Sequence[str]


def rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    """A rectangle."""
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{ink}"/>'


def circle(x: float, y: float, radius: float, ink: str, more: str = "") -> str:
    """A disc, or a ring where ``ink`` is ``none`` and ``more`` has a stroke."""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{ink}" {more}/>'


def path(data: str, ink: str, more: str = "") -> str:
    """A path."""
    return f'<path d="{data}" fill="{ink}" {more}/>'


def disc_path(x: float, foot: float, radius: float, ink: str) -> str:
    """A round-headed window that stands on ``foot``."""
    rise = radius * 0.75
    return path(
        f"M{x - radius:.0f} {foot:.0f}v{-rise:.0f}a{radius:.0f} {radius:.0f} 0 0 1 {2 * radius:.0f} 0v{rise:.0f}z", ink
    )


def ridge(dice: Dice, width: float, height: float, base: float, swing: float) -> str:
    """A smooth skyline, closed at the bottom, as path data."""
    points = [(x, base + dice.between(-swing, swing)) for x in range(-100, int(width) + 201, 180)]
    curve = f"M{points[0][0]} {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        curve += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1} {y1:.0f}"
    return f"{curve}V{height:.0f}H-100z"


def star(x: float, y: float, outer: float, inner: float, points: int) -> str:
    """A star as path data."""
    corners = []
    for number in range(points * 2):
        radius = inner if number % 2 else outer
        angle = math.pi * number / points - math.pi / 2
        corners.append(f"{x + radius * math.cos(angle):.0f} {y + radius * math.sin(angle):.0f}")
    return "M" + "L".join(corners) + "z"
