"""Colour arithmetic: OKLCH to sRGB, and contrast as WCAG 2 defines it.

OKLCH keeps lightness apart from hue, so one recipe gives even results for every palette. https://bottosson.github.io/posts/oklab/
"""

from __future__ import annotations

import math
from functools import lru_cache

AA_TEXT = 4.5
"""Contrast that WCAG 2 AA asks of body text."""


@lru_cache(maxsize=4096)
def oklch(lightness: float, chroma: float, hue: float) -> str:
    """``#RRGGBB`` of a colour; chroma is lowered until the colour exists in sRGB.

    Args:
        lightness: 0–1.
        chroma: 0 is grey, 0.3 is as vivid as a screen can.
        hue: degrees.
    """
    lightness = min(max(lightness, 0.0), 1.0)
    while chroma > 0:
        linear = _linear(lightness, chroma, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in linear):
            return _hex(linear)
        chroma -= 0.004
    return _hex(_linear(lightness, 0.0, hue))


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue of ``#RRGGBB``: what ``oklch`` takes."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def mixed(first: str, second: str, share: float) -> str:
    """``first`` with ``share`` (0-1) of ``second`` in it, channel by channel."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1–21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def readable(lightness: float, chroma: float, hue: float, *grounds: str, ratio: float = AA_TEXT) -> str:
    """The colour nearest to the wish that reads on all ``grounds`` with at least ``ratio``."""
    darker = sum(_luminance(ground) for ground in grounds) / len(grounds) > 0.18
    step = -0.01 if darker else 0.01
    while 0 < lightness < 1:
        colour = oklch(lightness, chroma, hue)
        if all(contrast(colour, ground) >= ratio for ground in grounds):
            return colour
        lightness += step
    return "#000000" if darker else "#ffffff"


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _hex(linear: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(_encoded(channel) * 255):02x}" for channel in linear)


def _encoded(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * math.pow(channel, 1 / 2.4) - 0.055


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
