"""Palettes and looks: the colours of a page, whatever it says.

A palette is two or three hues that a style's recipe turns into a full set of colours. A look is a set that was measured elsewhere, or
chosen by hand, and takes the recipe's place. Every pair that carries text is made readable by construction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from plugins.web_designer.colour import contrast, mixed, oklch, readable, to_oklch
from plugins.web_designer.styles import Style, Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """Hues in degrees of OKLCH; ``vivid`` scales chroma; ``lift`` is added to the lightness of a loud accent (yellow is light)."""

    hue: float
    second: float
    third: float
    vivid: float = 1.0
    lift: float = 0.0


PALETTES: Mapping[str, Palette] = {
    "forest": Palette(158, 92, 40, 0.85),
    "ocean": Palette(235, 190, 60),
    "clay": Palette(42, 82, 150, 0.95),
    "plum": Palette(335, 290, 70, 0.9),
    "sun": Palette(80, 38, 235, 1.15, 0.2),
    "rose": Palette(14, 32, 95),
    "ink": Palette(262, 240, 45, 0.75),
    "violet": Palette(292, 330, 190, 1.1),
    "teal": Palette(195, 155, 55),
    "berry": Palette(358, 20, 280, 1.05),
    "mono": Palette(75, 75, 75, 0.12),
}


_FONT_STACK = re.compile(r"[\w \-.,'\"]{1,300}", re.UNICODE)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, type and shapes that were measured on a page or chosen by hand, and override the style's own.

    Colours are wishes: what carries text is moved until it reads. What is empty or zero stays the style's.

    Attributes:
        ground: of the page, ``#rrggbb``; ``surface`` of cards; ``text``; ``accent`` of buttons and links.
        display: font stack of headings as CSS writes it; ``body`` of everything else.
        radius_px: of cards and pictures; negative leaves it to the style.
        spacing: factor of the space between sections, 1 is the style's.
        size_px: of running text.
    """

    ground: str = ""
    surface: str = ""
    text: str = ""
    accent: str = ""
    display: str = ""
    body: str = ""
    radius_px: float = -1
    spacing: float = 1.0
    size_px: float = 0

    def __post_init__(self) -> None:
        for name in ("ground", "surface", "text", "accent"):
            if (value := getattr(self, name)) and not _HEX.fullmatch(value):
                raise ValueError(f"{name} of a look must be #rrggbb, not {value}")
        for name in ("display", "body"):
            if (value := getattr(self, name)) and not _FONT_STACK.fullmatch(value):
                raise ValueError(f"{name} of a look must be a list of fonts, not {value}")

    def css(self) -> str:
        """Custom properties that override a style's, but for the colours."""
        parts = [f"--display: {self.display};" if self.display else "", f"--body: {self.body};" if self.body else ""]
        if self.body:
            parts.append(f"--label: {self.body};")
        if self.radius_px >= 0:
            parts.append(f"--radius: {min(self.radius_px, 48):g}px; --radius-small: {min(self.radius_px, 999):g}px;")
        if self.spacing != 1.0:
            factor = min(max(self.spacing, 0.5), 1.8)
            parts.append(f"--space: clamp({3.5 * factor:.2f}rem, {7.5 * factor:.2f}vw, {7 * factor:.2f}rem);")
        if self.size_px:
            parts.append(f"--size: {min(max(self.size_px, 14), 24) / 16:g}rem;")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one page, ``#rrggbb``; names are those of the CSS custom properties."""

    ground: str
    surface: str
    tint: str
    deep: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    accent_text: str
    tint_text: str
    on_deep: str
    deep_muted: str
    deep_accent: str
    deep_surface: str
    deep_line: str
    art_1: str
    art_2: str
    art_3: str
    art_4: str
    art_5: str

    @property
    def art(self) -> tuple[str, str, str, str, str]:
        """The five colours of the pictures, from background to detail."""
        return (self.art_1, self.art_2, self.art_3, self.art_4, self.art_5)

    def css(self) -> str:
        """As declarations of custom properties."""
        return " ".join(f"--{f.name.replace('_', '-')}: {getattr(self, f.name)};" for f in fields(self))


def colours(style: Style, palette: Palette, look: Look | None = None) -> Colours:
    """The recipe applied: every colour that carries text reads on its grounds at 4.5:1 or better."""
    roles = _roles(style, palette)
    if look is not None:
        palette, roles = _as_measured(style, palette, look, roles)
    hues = (palette.hue, palette.second, palette.hue, palette.third, palette.second)
    art = tuple(_plain(t, replace(palette, hue=h)) for t, h in zip(style.art, hues, strict=True))
    return _finished(roles, art)


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the recipe or the look wishes; text colours are not yet made readable."""

    ground: str
    surface: str
    tint: str
    deep: str
    text: str
    muted: str
    line: str
    accent: str


def _roles(style: Style, palette: Palette) -> _Roles:
    is_loud = 0.6 < style.accent.lightness < 0.7
    accent = replace(style.accent, lightness=style.accent.lightness + palette.lift * is_loud)
    tones = (style.ground, style.surface, style.tint, style.deep, style.text, style.muted, style.line, accent)
    return _Roles(*(_plain(tone, palette) for tone in tones))


def _as_measured(style: Style, palette: Palette, look: Look, roles: _Roles) -> tuple[Palette, _Roles]:
    """The look's colours in the recipe's roles; what the look does not say is mixed of what it says."""
    ground, accent = look.ground or roles.ground, look.accent or roles.accent
    text = look.text or readable(*to_oklch(roles.text), ground)
    is_ruled = abs(style.line.lightness - style.text.lightness) < 0.05
    measured = _Roles(
        ground=ground,
        surface=look.surface or mixed(ground, "#ffffff" if contrast(ground, "#000000") > 4.5 else text, 0.08),
        tint=mixed(ground, accent, 0.09),
        deep=_darkened(accent if to_oklch(accent)[1] > 0.02 else text),
        text=text,
        muted=mixed(text, ground, 0.28),
        line=text if is_ruled else mixed(ground, text, 0.17),
        accent=accent,
    )
    _, chroma, hue = to_oklch(accent)
    vivid = min(max(chroma / 0.15, 0.12), 1.2)
    turned = Palette(hue, (hue + palette.second - palette.hue) % 360, (hue + palette.third - palette.hue) % 360, vivid)
    return (turned if look.accent else palette), measured


def _darkened(colour: str) -> str:
    lightness, chroma, hue = to_oklch(colour)
    return oklch(min(lightness, 0.27), min(chroma, 0.07), hue)


def _finished(roles: _Roles, art: tuple[str, ...]) -> Colours:
    grounds = (roles.ground, roles.surface, roles.tint)
    deep_lightness, deep_chroma, hue = to_oklch(roles.deep)
    deep_surface = oklch(deep_lightness + 0.045, deep_chroma, hue)
    deeps = (roles.deep, deep_surface)
    accent = to_oklch(roles.accent)
    text, muted = to_oklch(roles.text), to_oklch(roles.muted)
    accent_hue = accent[2]
    return Colours(
        ground=roles.ground,
        surface=roles.surface,
        tint=roles.tint,
        deep=roles.deep,
        text=readable(*text, *grounds),
        muted=readable(*muted, *grounds),
        line=roles.line,
        accent=roles.accent,
        on_accent=_black_or_white(roles.accent),
        accent_text=readable(*accent, roles.ground, roles.surface),
        tint_text=readable(*accent, roles.tint),
        on_deep=readable(0.97, 0.01, accent_hue, *deeps, ratio=7),
        deep_muted=readable(0.84, 0.025, accent_hue, *deeps),
        deep_accent=readable(0.84, min(accent[1], 0.13), accent_hue, *deeps),
        deep_surface=deep_surface,
        deep_line=oklch(deep_lightness + 0.16, deep_chroma, hue),
        art_1=art[0],
        art_2=art[1],
        art_3=art[2],
        art_4=art[3],
        art_5=art[4],
    )


def _plain(tone: Tone, palette: Palette) -> str:
    return oklch(tone.lightness, tone.chroma * palette.vivid, palette.hue if tone.hue is None else tone.hue)


def _black_or_white(ground: str) -> str:
    """Text on a filled button: nearly white where that reads, else nearly black (one of the two always does)."""
    light = readable(0.995, 0.0, 0, ground)
    return light if light == "#fdfdfd" else readable(0.15, 0.01, 0, ground)
