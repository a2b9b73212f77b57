"""Pictures that need no file and no network: SVG drawn from the colours of the page.

The same seed gives the same picture. A picture fills its frame (``slice``), so that a frame may cut its edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from plugins.web_designer import forms
from plugins.web_designer.backdrops import Canvas
from plugins.web_designer.dice import Dice
from plugins.web_designer.scenes import mark, scene
from plugins.web_designer.shapes import Inks
from plugins.web_designer.styles import Style

SHAPES: Mapping[str, Canvas] = {
    "wide": Canvas(1200, 580),
    "cover": Canvas(1240, 640, 0.76),
    "landscape": Canvas(800, 600),
    "square": Canvas(720, 720),
    "tall": Canvas(640, 800),
}


def picture(
    style: Style, motifs: Sequence[str], seed: str, inks: Inks, *, label: str = "", shape: str = "landscape"
) -> Markup:
    """An ``<svg>`` of the things named, or of nothing; with a ``label`` it is an image for screen readers, else decoration."""
    dice = Dice(seed + " ".join(motifs))
    canvas = SHAPES[shape]
    if motifs:
        body = scene(style.backdrop, style.pen, motifs, dice, inks, canvas)
    else:
        body = forms.FORMS[style.forms[dice.pick(len(style.forms))]](dice, inks)
        canvas = Canvas(forms.WIDTH, forms.HEIGHT)
    meaning = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704  # every part is drawn here, and the label is escaped
        f'<svg class="art" viewBox="0 0 {canvas.width} {canvas.height}" preserveAspectRatio="xMidYMid slice" {meaning}>{body}</svg>'
    )


def varied(inks: Inks, number: int) -> Inks:
    """The same five colours, ground and light changed for every other picture of those that stand side by side."""
    ground, light, middle, bright, dark = inks
    return (light, ground, middle, bright, dark) if number % 2 else inks


def monogram(name: str, seed: str, inks: Inks) -> Markup:
    """A round stand-in for a portrait: initials over two shapes."""
    dice = Dice(seed + name)
    x, y = dice.between(0, 100), dice.between(0, 100)
    return Markup(  # noqa: S704  # the name is escaped
        f'<svg class="portrait" viewBox="0 0 100 100" aria-hidden="true"><rect width="100" height="100" fill="{inks[0]}"/>'
        f'<circle cx="{x}" cy="{y}" r="52" fill="{inks[1]}"/><circle cx="50" cy="50" r="29" fill="{inks[2]}"/>'
        f'<text x="50" y="59" text-anchor="middle" font-size="25">{escape(initials(name))}</text></svg>'
    )


def initials(name: str) -> str:
    """Two letters of a name; one sign for a name in Chinese characters."""
    words = [word for word in name.replace(",", " ").split() if word[0].isalnum()]
    if not words:
        return "·"
    if ord(words[0][0]) > 0x2E80:
        return words[0][0]
    return "".join(word[0] for word in (words if len(words) == 1 else (words[0], words[-1]))).upper()


def icon(number: int, inks: Inks) -> Markup:
    """A small geometric sign; ``number`` picks one of eight."""
    first, second = inks[0], inks[1]
    shapes = (
        f'<circle cx="20" cy="28" r="14" fill="{first}"/><circle cx="31" cy="19" r="11" fill="{second}"/>',
        f'<path d="M6 42V24a18 18 0 0 1 36 0v18z" fill="{first}"/><path d="M17 42V28a7 7 0 0 1 14 0v14z" fill="{second}"/>',
        f'<path d="M6 42A36 36 0 0 1 42 6v36z" fill="{first}"/><circle cx="15" cy="15" r="9" fill="{second}"/>',
        f'<path d="M24 5l19 19-19 19L5 24z" fill="{first}"/><circle cx="24" cy="24" r="7" fill="{second}"/>',
        f'<path d="M6 30c6-10 12-10 18 0s12 10 18 0v12H6z" fill="{first}"/><circle cx="33" cy="14" r="8" fill="{second}"/>',
        f'<rect x="6" y="6" width="16" height="36" fill="{first}"/><path d="M26 6h16v16a16 16 0 0 1-16-16z" fill="{second}"/>'
        f'<circle cx="34" cy="34" r="8" fill="{second}"/>',
        f'<path d="M24 42C8 36 6 20 8 8c14 0 24 8 16 34z" fill="{first}"/>'
        f'<path d="M24 42c2-16 8-22 17-23 1 12-4 20-17 23z" fill="{second}"/>',
        f'<path d="M24 4l5.500 13.500L43 18l-10.500 9L36 41l-12-7.500L12 41l3.500-14L5 18l13.500-.5z" fill="{first}"/>'
        f'<circle cx="24" cy="24" r="5" fill="{second}"/>',
    )
    return Markup(f'<svg class="icon" viewBox="0 0 48 48" aria-hidden="true">{shapes[number % len(shapes)]}</svg>')  # noqa: S704


def thing(motif: str, pen: str, inks: Inks) -> Markup:
    """A small sign that shows a thing."""
    return Markup(f'<svg class="icon" viewBox="0 0 200 200" aria-hidden="true">{mark(motif, pen, inks)}</svg>')  # noqa: S704


def street_map(seed: str, inks: Inks) -> Markup:
    """Streets, a park, a river and a pin: the idea of a map, of no real place."""
    dice = Dice(seed)
    width, height = 800, 600
    parts = [f'<rect width="{width}" height="{height}" fill="{inks[0]}"/>']
    bend = dice.between(120, 420)
    parts.append(
        f'<path d="M-20 {bend:.0f}C200 {bend - 160:.0f} 420 {bend + 220:.0f} 840 {bend + 40:.0f}" '
        f'fill="none" stroke="{inks[1]}" stroke-width="74" opacity=".8"/>'
    )
    park_x, park_y = dice.between(60, 240), dice.between(330, 420)
    parts.append(
        f'<rect x="{park_x:.0f}" y="{park_y:.0f}" width="190" height="130" rx="18" fill="{inks[2]}" opacity=".35"/>'
    )
    streets = "".join(f"M{x:.0f} -20L{x + dice.between(-90, 90):.0f} 620" for x in (110, 250, 400, 540, 690))
    streets += "".join(f"M-20 {y:.0f}L820 {y + dice.between(-70, 70):.0f}" for y in (90, 200, 320, 440, 540))
    ground = inks[5] if len(inks) > 5 else "#ffffff"
    parts.append(f'<path d="{streets}" fill="none" stroke="{ground}" stroke-width="13"/>')
    parts.append(
        f'<path d="M-20 {dice.between(420, 560):.0f}L820 {dice.between(60, 180):.0f}" fill="none" stroke="{ground}" stroke-width="26"/>'
    )
    pin = mark("pin", "flat", (ground, ground, inks[2], inks[3], inks[4]))
    parts.append(
        f'<ellipse cx="400" cy="322" rx="34" ry="9" fill="{inks[4]}" opacity=".35"/><g transform="translate(335 184) scale(.7)">{pin}</g>'
    )
    return Markup(  # noqa: S704
        f'<svg class="art" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{"".join(parts)}</svg>'
    )
