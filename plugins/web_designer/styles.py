"""Styles: what a page looks like, apart from what it says and from its hues.

A style is a recipe that turns a palette into a full set of colours, together with type, pictures, and the layouts that suit it; its
shapes and spacing stand in ``templates/css/<style>.css``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.web_designer import fonts

Ground = str
"""On what a part of the page stands: ``plain``, ``tint``, ``deep`` or ``accent``."""


@dataclass(frozen=True, slots=True)
class Tone:
    """Lightness and chroma of a role in OKLCH; the hue is the palette's unless ``hue`` fixes it."""

    lightness: float
    chroma: float
    hue: float | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A recipe.

    Attributes:
        ground: of the page; ``surface`` of cards; ``tint`` of a light band; ``deep`` of the strong band.
        art: five tones of the pictures, from background to detail; each a tone over hue, second, hue, third, second.
        backdrop: before what the things in its pictures stand; ``pen`` draws them; ``forms`` are its pictures of nothing.
        heroes: layouts of the first screen, the most typical first; ``hero_shape`` is the canvas of the most typical.
        rhythm: grounds of the sections, in turn.
        grounds: of bar, hero, band and footer.
        layouts: where a kind of section may not take all of its layouts.
        is_numbered: whether sections carry a number.
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
    backdrop: str
    pen: str
    forms: tuple[str, ...]
    heroes: tuple[str, ...]
    hero_shape: str
    display: str
    body: str
    label: str
    rhythm: tuple[Ground, ...] = ("plain",)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    layouts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_numbered: bool = False


STYLES: Mapping[str, Style] = {
    "editorial": Style(
        summary="a printed magazine: serif headlines, hairlines, wide margins; calm, literary, refined",
        ground=Tone(0.975, 0.008),
        surface=Tone(0.99, 0.004),
        tint=Tone(0.945, 0.014),
        deep=Tone(0.27, 0.035),
        text=Tone(0.22, 0.015),
        muted=Tone(0.45, 0.02),
        line=Tone(0.8, 0.012),
        accent=Tone(0.46, 0.11),
        art=(Tone(0.9, 0.035), Tone(0.8, 0.07), Tone(0.52, 0.09), Tone(0.66, 0.12), Tone(0.33, 0.05)),
        backdrop="table",
        pen="flat",
        forms=("still_life", "hills", "arches"),
        heroes=("signature", "split", "cover"),
        hero_shape="wide",
        display=fonts.OLD_SERIF,
        body=fonts.OLD_SERIF,
        label=fonts.GROTESK,
        layouts={
            "features": ("cards", "rows"),
            "menu": ("list", "leaders"),
            "team": ("roster", "people"),
            "testimonials": ("quotes", "voices"),
        },
        is_numbered=True,
    ),
    "swiss": Style(
        summary="Swiss modernism: strict grid, big grotesque type, black rules, one loud colour; precise, confident",
        ground=Tone(0.995, 0.0),
        surface=Tone(0.965, 0.002),
        tint=Tone(0.955, 0.004),
        deep=Tone(0.17, 0.01),
        text=Tone(0.16, 0.005),
        muted=Tone(0.42, 0.005),
        line=Tone(0.16, 0.005),
        accent=Tone(0.545, 0.21),
        art=(Tone(0.95, 0.01), Tone(0.58, 0.21), Tone(0.2, 0.02), Tone(0.82, 0.13), Tone(0.2, 0.02)),
        backdrop="grid",
        pen="flat",
        forms=("tiles",),
        heroes=("signature", "split"),
        hero_shape="wide",
        display=fonts.GROTESK,
        body=fonts.GROTESK,
        label=fonts.GROTESK,
        grounds={"band": "accent"},
        layouts={
            "features": ("cards", "rows"),
            "testimonials": ("voices", "quotes"),
            "stats": ("figures",),
            "gallery": ("grid", "mosaic"),
        },
        is_numbered=True,
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
        art=(Tone(0.92, 0.05), Tone(0.83, 0.1), Tone(0.62, 0.13), Tone(0.74, 0.14), Tone(0.42, 0.1)),
        backdrop="blobs",
        pen="flat",
        forms=("blobs",),
        heroes=("signature", "split"),
        hero_shape="wide",
        display=fonts.ROUND,
        body=fonts.ROUND,
        label=fonts.ROUND,
        rhythm=("tint", "plain"),
        layouts={"stats": ("figures",), "quote": ("large",), "testimonials": ("quotes",)},
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
        art=(Tone(0.2, 0.04), Tone(0.5, 0.19), Tone(0.8, 0.15), Tone(0.76, 0.17), Tone(0.4, 0.12)),
        backdrop="orbit",
        pen="glow",
        forms=("orbits", "waves"),
        heroes=("signature", "stack"),
        hero_shape="square",
        display=fonts.SYSTEM,
        body=fonts.SYSTEM,
        label=fonts.MONO,
        grounds={"foot": "plain"},
        layouts={"features": ("cards", "bento"), "testimonials": ("quotes",)},
        is_numbered=True,
    ),
    "craft": Style(
        summary="made by hand: warm paper, slab type, arches, dashed rules; earthy, for food, workshops, gardens",
        ground=Tone(0.962, 0.02, 82),
        surface=Tone(0.985, 0.012, 82),
        tint=Tone(0.92, 0.036, 80),
        deep=Tone(0.34, 0.062),
        text=Tone(0.27, 0.04),
        muted=Tone(0.43, 0.04),
        line=Tone(0.77, 0.045, 78),
        accent=Tone(0.5, 0.13),
        art=(Tone(0.9, 0.05), Tone(0.8, 0.11), Tone(0.5, 0.1), Tone(0.62, 0.13), Tone(0.33, 0.07)),
        backdrop="arch",
        pen="flat",
        forms=("hills", "arches", "still_life"),
        heroes=("signature", "stack"),
        hero_shape="tall",
        display=fonts.SLAB,
        body=fonts.HUMANIST,
        label=fonts.HUMANIST,
        rhythm=("plain", "tint", "plain", "deep"),
        grounds={"hero": "tint"},
        layouts={"features": ("cards", "rows"), "gallery": ("grid", "mosaic")},
    ),
    "poster": Style(
        summary="a poster: heavy capitals, flat blocks of colour, thick borders, hard shadows; loud, for events, shops, the young",
        ground=Tone(0.975, 0.022),
        surface=Tone(0.995, 0.004),
        tint=Tone(0.87, 0.13),
        deep=Tone(0.19, 0.03),
        text=Tone(0.17, 0.02),
        muted=Tone(0.36, 0.03),
        line=Tone(0.17, 0.02),
        accent=Tone(0.62, 0.22),
        art=(Tone(0.9, 0.11), Tone(0.78, 0.17), Tone(0.68, 0.2), Tone(0.74, 0.17), Tone(0.19, 0.03)),
        backdrop="rays",
        pen="bold",
        forms=("burst", "tiles"),
        heroes=("signature", "stack"),
        hero_shape="square",
        display=fonts.HEAVY,
        body=fonts.GROTESK,
        label=fonts.HEAVY,
        rhythm=("plain", "tint", "plain", "deep"),
        grounds={"hero": "accent", "band": "accent"},
        layouts={"about": ("split",), "testimonials": ("quotes",)},
    ),
    "botanical": Style(
        summary="botanical: organic shapes, leaves, airy serif, green calm; for gardens, wellness, natural products",
        ground=Tone(0.98, 0.012, 110),
        surface=Tone(0.995, 0.006, 110),
        tint=Tone(0.94, 0.03),
        deep=Tone(0.33, 0.06),
        text=Tone(0.28, 0.035),
        muted=Tone(0.45, 0.035),
        line=Tone(0.86, 0.03),
        accent=Tone(0.44, 0.085),
        art=(Tone(0.945, 0.025), Tone(0.86, 0.07), Tone(0.56, 0.1), Tone(0.72, 0.11), Tone(0.37, 0.07)),
        backdrop="leaves",
        pen="flat",
        forms=("arches", "hills"),
        heroes=("signature", "stack"),
        hero_shape="tall",
        display=fonts.BOOK_SERIF,
        body=fonts.HUMANIST,
        label=fonts.HUMANIST,
        rhythm=("plain", "tint", "plain", "plain"),
        layouts={"features": ("cards", "rows"), "stats": ("figures",), "logos": ("row",)},
    ),
    "luxe": Style(
        summary="luxury, minimal: thin high-contrast serif, wide-set small capitals, much white, fine frames; quiet and precious",
        ground=Tone(0.985, 0.004, 80),
        surface=Tone(1.0, 0.0),
        tint=Tone(0.955, 0.01, 75),
        deep=Tone(0.2, 0.015),
        text=Tone(0.22, 0.012),
        muted=Tone(0.45, 0.012),
        line=Tone(0.84, 0.015, 75),
        accent=Tone(0.38, 0.06),
        art=(Tone(0.985, 0.006), Tone(0.93, 0.03), Tone(0.8, 0.05), Tone(0.85, 0.07, 72), Tone(0.33, 0.04)),
        backdrop="plain",
        pen="line",
        forms=("arches",),
        heroes=("signature", "cover"),
        hero_shape="tall",
        display=fonts.FINE_SERIF,
        body=fonts.GEOMETRIC,
        label=fonts.GEOMETRIC,
        rhythm=("plain", "plain", "tint"),
        grounds={"foot": "deep"},
        layouts={
            "features": ("rows", "cards"),
            "gallery": ("grid",),
            "about": ("split", "letter"),
            "menu": ("leaders",),
            "faq": ("open", "answers"),
            "logos": ("row",),
            "testimonials": ("voices",),
        },
    ),
    "retro": Style(
        summary="retro print: old label and menu card, double frames, ornaments, misregistered ink on cream; for taverns, sweets, travel",
        ground=Tone(0.95, 0.032, 88),
        surface=Tone(0.97, 0.024, 90),
        tint=Tone(0.9, 0.055, 85),
        deep=Tone(0.32, 0.075),
        text=Tone(0.27, 0.045),
        muted=Tone(0.41, 0.045),
        line=Tone(0.4, 0.07),
        accent=Tone(0.5, 0.16),
        art=(Tone(0.94, 0.04), Tone(0.82, 0.1), Tone(0.52, 0.14), Tone(0.7, 0.14), Tone(0.36, 0.09)),
        backdrop="sunrise",
        pen="print",
        forms=("hills", "burst"),
        heroes=("signature", "split"),
        hero_shape="wide",
        display=fonts.OLD_PRINT,
        body=fonts.OLD_SERIF,
        label=fonts.NARROW,
        rhythm=("plain", "tint", "plain", "deep"),
        layouts={
            "features": ("cards",),
            "menu": ("leaders", "list"),
            "stats": ("figures",),
            "quote": ("large",),
            "about": ("split",),
        },
    ),
    "terminal": Style(
        summary="terminal: monospaced throughout, boxes with titles in their frames, a prompt; for developers and tools",
        ground=Tone(0.975, 0.006),
        surface=Tone(0.995, 0.002),
        tint=Tone(0.945, 0.012),
        deep=Tone(0.2, 0.025),
        text=Tone(0.2, 0.02),
        muted=Tone(0.42, 0.02),
        line=Tone(0.62, 0.02),
        accent=Tone(0.47, 0.16),
        art=(Tone(0.2, 0.025), Tone(0.3, 0.04), Tone(0.82, 0.16), Tone(0.8, 0.15), Tone(0.38, 0.05)),
        backdrop="screen",
        pen="glow",
        forms=("waves",),
        heroes=("signature", "split"),
        hero_shape="landscape",
        display=fonts.MONO,
        body=fonts.MONO,
        label=fonts.MONO,
        layouts={
            "features": ("cards", "rows"),
            "specs": ("table",),
            "steps": ("stair", "path"),
            "testimonials": ("voices",),
            "gallery": ("grid",),
            "logos": ("wall",),
        },
    ),
    "playful": Style(
        summary="playful: chunky rounded shapes, bright blocks, waves and confetti, thick outlines; for children and fun",
        ground=Tone(0.985, 0.022, 95),
        surface=Tone(1.0, 0.0),
        tint=Tone(0.93, 0.07),
        deep=Tone(0.36, 0.12),
        text=Tone(0.27, 0.06),
        muted=Tone(0.43, 0.05),
        line=Tone(0.27, 0.06),
        accent=Tone(0.66, 0.2),
        art=(Tone(0.92, 0.06), Tone(0.85, 0.13), Tone(0.7, 0.17), Tone(0.72, 0.18), Tone(0.28, 0.07)),
        backdrop="confetti",
        pen="bold",
        forms=("blobs", "burst"),
        heroes=("signature", "stack"),
        hero_shape="square",
        display=fonts.CHUNKY,
        body=fonts.ROUND,
        label=fonts.CHUNKY,
        rhythm=("plain", "tint", "plain", "accent"),
        grounds={"hero": "tint", "bar": "tint"},
        layouts={"features": ("cards", "bento"), "about": ("split",), "stats": ("figures",), "schedule": ("hours",)},
    ),
    "glass": Style(
        summary="glass: light from behind, translucent panels, floating pill bar, centred headline; for apps and new products",
        ground=Tone(0.985, 0.008),
        surface=Tone(1.0, 0.0),
        tint=Tone(0.962, 0.018),
        deep=Tone(0.26, 0.07),
        text=Tone(0.24, 0.03),
        muted=Tone(0.46, 0.03),
        line=Tone(0.9, 0.018),
        accent=Tone(0.52, 0.19),
        art=(Tone(0.93, 0.035), Tone(0.74, 0.14), Tone(0.6, 0.18), Tone(0.78, 0.14), Tone(0.36, 0.1)),
        backdrop="aurora",
        pen="flat",
        forms=("waves", "blobs"),
        heroes=("signature", "split"),
        hero_shape="wide",
        display=fonts.SYSTEM,
        body=fonts.SYSTEM,
        label=fonts.SYSTEM,
        layouts={"features": ("bento", "cards"), "about": ("split",), "testimonials": ("quotes",), "logos": ("row",)},
    ),
    "scroll": Style(
        summary="East Asian calm: ink on paper, vertical title, a red seal, mist and moon, much left empty; for tea, books, culture",
        ground=Tone(0.965, 0.012, 90),
        surface=Tone(0.98, 0.008, 90),
        tint=Tone(0.935, 0.018, 88),
        deep=Tone(0.27, 0.03),
        text=Tone(0.24, 0.015),
        muted=Tone(0.44, 0.018),
        line=Tone(0.76, 0.02, 85),
        accent=Tone(0.5, 0.15, 30),
        art=(Tone(0.94, 0.015), Tone(0.8, 0.035), Tone(0.5, 0.055), Tone(0.6, 0.13), Tone(0.3, 0.03)),
        backdrop="moon",
        pen="wash",
        forms=("hills",),
        heroes=("signature", "cover"),
        hero_shape="wide",
        display=fonts.SONG,
        body=fonts.SONG,
        label=fonts.KAI,
        layouts={
            "features": ("rows", "cards"),
            "about": ("split", "letter"),
            "menu": ("leaders", "list"),
            "steps": ("stair", "path"),
            "stats": ("ledger",),
            "faq": ("open",),
            "testimonials": ("voices",),
            "logos": ("row",),
        },
    ),
}
