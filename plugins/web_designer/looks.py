"""Styles and palettes: what a page looks like, apart from what it says.

A palette is two or three hues. A style is a recipe that turns hues into a full set of colours, together with type and pictures; its
shapes and spacing stand in ``templates/css/<style>.css``. Every pair that carries text is made readable by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from plugins.web_designer.colour import oklch, readable


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
}


@dataclass(frozen=True, slots=True)
class Tone:
    """Lightness and chroma of a role; the hue is the palette's unless ``hue`` fixes it."""

    lightness: float
    chroma: float
    hue: float | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A recipe.

    Attributes:
        ground: of the page; ``surface`` of cards; ``tint`` of a light band; ``deep`` of the strong band.
        art: five tones of the pictures, from background to detail; each a tone over hue, second, hue, third, second.
        hero_art: family of the large picture, ``small_art`` of the small ones.
    """

    summary: str
    ground: Tone
    surface: Tone
    tint: Tone
    deep: Tone
    text: Tone
    muted: Tone
    line: Tone
    accent: Tone
    art: tuple[Tone, Tone, Tone, Tone, Tone]
    hero_art: str
    small_art: tuple[str, ...]
    display: str
    body: str
    label: str


_CJK_SERIF = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun'
_CJK_SANS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"'
_SERIF = f'"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, {_CJK_SERIF}, Georgia, serif'
_GROTESK = f'"Helvetica Neue", Helvetica, Inter, "Segoe UI", {_CJK_SANS}, Arial, sans-serif'
_HUMANIST = f'Seravek, "Gill Sans Nova", Candara, Calibri, "Source Sans 3", {_CJK_SANS}, sans-serif'
_ROUND = (
    f'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Nunito, Quicksand, "Segoe UI", {_CJK_SANS}, sans-serif'
)
_SYSTEM = f'-apple-system, "Segoe UI Variable Display", "Segoe UI", Inter, Roboto, {_CJK_SANS}, sans-serif'
_SLAB = f'Rockwell, "Rockwell Nova", "Roboto Slab", "Zilla Slab", "Sitka Heading", {_CJK_SERIF}, "DejaVu Serif", serif'
_HEAVY = f'"Arial Black", "Avenir Next", "Segoe UI Black", "Archivo Black", {_CJK_SANS}, Impact, sans-serif'
_MONO = f'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", {_CJK_SANS}, monospace'

STYLES: Mapping[str, Style] = {
    "editorial": Style(
        summary="a printed magazine: serif headlines, hairlines, wide margins; calm, literary, refined",
        ground=Tone(0.975, 0.008),
        surface=Tone(0.99, 0.004),
        tint=Tone(0.945, 0.014),
        deep=Tone(0.27, 0.035),
        text=Tone(0.22, 0.015),
        muted=Tone(0.47, 0.02),
        line=Tone(0.85, 0.012),
        accent=Tone(0.46, 0.11),
        art=(Tone(0.9, 0.035), Tone(0.8, 0.07), Tone(0.52, 0.09), Tone(0.66, 0.12), Tone(0.33, 0.05)),
        hero_art="still_life",
        small_art=("still_life", "hills", "arches"),
        display=_SERIF,
        body=_SERIF,
        label=_GROTESK,
    ),
    "swiss": Style(
        summary="Swiss modernism: strict grid, big grotesque type, black rules, one loud colour; precise, confident",
        ground=Tone(0.995, 0.0),
        surface=Tone(0.97, 0.002),
        tint=Tone(0.955, 0.004),
        deep=Tone(0.17, 0.01),
        text=Tone(0.16, 0.005),
        muted=Tone(0.45, 0.005),
        line=Tone(0.16, 0.005),
        accent=Tone(0.545, 0.21),
        art=(Tone(0.95, 0.01), Tone(0.58, 0.21), Tone(0.2, 0.02), Tone(0.82, 0.13), Tone(0.72, 0.1)),
        hero_art="tiles",
        small_art=("tiles",),
        display=_GROTESK,
        body=_GROTESK,
        label=_GROTESK,
    ),
    "soft": Style(
        summary="soft and friendly: rounded type and cards, pastel bands, floating shapes; warm, caring, for families and services",
        ground=Tone(0.985, 0.012),
        surface=Tone(1.0, 0.0),
        tint=Tone(0.945, 0.035),
        deep=Tone(0.4, 0.1),
        text=Tone(0.28, 0.04),
        muted=Tone(0.47, 0.04),
        line=Tone(0.91, 0.025),
        accent=Tone(0.54, 0.16),
        art=(Tone(0.92, 0.05), Tone(0.82, 0.1), Tone(0.72, 0.13), Tone(0.85, 0.11), Tone(0.6, 0.15)),
        hero_art="blobs",
        small_art=("blobs",),
        display=_ROUND,
        body=_ROUND,
        label=_ROUND,
    ),
    "night": Style(
        summary="night: dark ground, fine glowing lines, monospaced labels; technical, modern, for software and music",
        ground=Tone(0.165, 0.018),
        surface=Tone(0.205, 0.022),
        tint=Tone(0.19, 0.024),
        deep=Tone(0.245, 0.05),
        text=Tone(0.95, 0.008),
        muted=Tone(0.74, 0.02),
        line=Tone(0.31, 0.025),
        accent=Tone(0.8, 0.15),
        art=(Tone(0.2, 0.04), Tone(0.5, 0.19), Tone(0.8, 0.15), Tone(0.74, 0.17), Tone(0.36, 0.12)),
        hero_art="orbits",
        small_art=("orbits", "waves"),
        display=_SYSTEM,
        body=_SYSTEM,
        label=_MONO,
    ),
    "craft": Style(
        summary="made by hand: warm paper, slab type, arches, dashed rules; earthy, for food, workshops, gardens",
        ground=Tone(0.962, 0.02, 82),
        surface=Tone(0.985, 0.012, 82),
        tint=Tone(0.92, 0.036, 80),
        deep=Tone(0.34, 0.062),
        text=Tone(0.27, 0.04),
        muted=Tone(0.45, 0.04),
        line=Tone(0.77, 0.045, 78),
        accent=Tone(0.5, 0.13),
        art=(Tone(0.88, 0.06), Tone(0.76, 0.12), Tone(0.5, 0.1), Tone(0.62, 0.13), Tone(0.36, 0.07)),
        hero_art="hills",
        small_art=("arches", "hills", "still_life"),
        display=_SLAB,
        body=_HUMANIST,
        label=_HUMANIST,
    ),
    "poster": Style(
        summary="a poster: heavy capitals, flat blocks of colour, thick borders, hard shadows; loud, for events, shops, the young",
        ground=Tone(0.975, 0.022),
        surface=Tone(0.995, 0.004),
        tint=Tone(0.86, 0.14),
        deep=Tone(0.19, 0.03),
        text=Tone(0.17, 0.02),
        muted=Tone(0.38, 0.03),
        line=Tone(0.17, 0.02),
        accent=Tone(0.62, 0.22),
        art=(Tone(0.84, 0.15), Tone(0.68, 0.2), Tone(0.19, 0.03), Tone(0.78, 0.16), Tone(0.97, 0.02)),
        hero_art="burst",
        small_art=("burst", "tiles"),
        display=_HEAVY,
        body=_GROTESK,
        label=_HEAVY,
    ),
}


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


def colours(style: Style, palette: Palette) -> Colours:
    """The recipe applied: every colour that carries text reads on its grounds at 4.5:1 or better."""
    hues = (palette.hue, palette.second, palette.hue, palette.third, palette.second)
    ground, surface, tint, deep = (_plain(t, palette) for t in (style.ground, style.surface, style.tint, style.deep))
    is_loud = 0.6 < style.accent.lightness < 0.7
    accent = _plain(replace(style.accent, lightness=style.accent.lightness + palette.lift * is_loud), palette)
    art = tuple(oklch(t.lightness, t.chroma * palette.vivid, h) for t, h in zip(style.art, hues, strict=True))
    dark = style.accent
    return Colours(
        ground=ground,
        surface=surface,
        tint=tint,
        deep=deep,
        text=_on(style.text, palette, ground, surface, tint),
        muted=_on(style.muted, palette, ground, surface, tint),
        line=_plain(style.line, palette),
        accent=accent,
        on_accent=_black_or_white(accent),
        accent_text=readable(dark.lightness, dark.chroma * palette.vivid, palette.hue, ground, surface),
        tint_text=readable(dark.lightness, dark.chroma * palette.vivid, palette.hue, tint),
        on_deep=readable(0.97, 0.01, palette.hue, deep, ratio=7),
        deep_muted=readable(0.84, 0.025, palette.hue, deep),
        deep_accent=readable(0.82, 0.13 * palette.vivid, palette.hue, deep),
        art_1=art[0],
        art_2=art[1],
        art_3=art[2],
        art_4=art[3],
        art_5=art[4],
    )


def _plain(tone: Tone, palette: Palette) -> str:
    return oklch(tone.lightness, tone.chroma * palette.vivid, _hue(tone, palette))


def _on(tone: Tone, palette: Palette, *grounds: str) -> str:
    return readable(tone.lightness, tone.chroma * palette.vivid, _hue(tone, palette), *grounds)


def _hue(tone: Tone, palette: Palette) -> float:
    return palette.hue if tone.hue is None else tone.hue


def _black_or_white(ground: str) -> str:
    """Text on a filled button: nearly white where that reads, else nearly black (one of the two always does)."""
    light = readable(0.995, 0.0, 0, ground)
    return light if light == "#fdfdfd" else readable(0.15, 0.01, 0, ground)
