"""Pictures of things: a motif that fits the trade, in the pen of the style, before the style's backdrop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plugins.web_designer.backdrops import BACKDROPS, Canvas
from plugins.web_designer.dice import Dice
from plugins.web_designer.motifs import motifs as drawn_motifs
from plugins.web_designer.shapes import Inks, circle, path

PEN_WIDTH = 6


Pen = Callable[[Sequence[str], Inks], str]


def scene(backdrop: str, pen: str, motifs: Sequence[str], dice: Dice, inks: Inks, canvas: Canvas) -> str:
    """The inside of an ``<svg>`` that shows ``motifs``, the first the largest."""
    stage = BACKDROPS[backdrop](dice, inks, canvas, len(motifs))
    things = [
        _placed(PENS[pen](drawn_motifs()[name], inks), x, foot, side)
        for name, (x, foot, side) in reversed(list(zip(motifs, stage.places, strict=False)))
    ]
    return stage.drawn + "".join(things)


def mark(motif: str, pen: str, inks: Inks) -> str:
    """A motif alone, for a small sign; its box is 200 × 200."""
    return PENS[pen](drawn_motifs()[motif], inks)


def _placed(drawn: str, x: float, foot: float, side: float) -> str:
    return f'<g transform="translate({x - side / 2:.0f} {foot - side:.0f}) scale({side / 200:.2f})">{drawn}</g>'


def _flat(lines: Sequence[str], inks: Inks) -> str:
    return "".join(_stroke(line, inks[int(line[1])], PEN_WIDTH) or _filled(line, inks[int(line[1])]) for line in lines)


def _bold(lines: Sequence[str], inks: Inks) -> str:
    edge = f'stroke="{inks[4]}" stroke-width="6" stroke-linejoin="round"'
    return "".join(_stroke(line, inks[int(line[1])], 8) or _filled(line, inks[int(line[1])], edge) for line in lines)


def _line(lines: Sequence[str], inks: Inks) -> str:
    edge = f'stroke="{inks[4]}" stroke-width="2.5" stroke-linejoin="round"'
    parts = []
    for line in lines:
        fill = inks[3] if line[1] == "3" and line[0] == "f" else inks[0]
        parts.append(_stroke(line, inks[4], 2.5) or _filled(line, fill, edge))
    return "".join(parts)


def _glow(lines: Sequence[str], inks: Inks) -> str:
    parts = []
    for line in lines:
        ink = inks[3] if line[1] == "3" else inks[2]
        edge = f'stroke="{ink}" stroke-width="3" stroke-linejoin="round"'
        parts.append(_stroke(line, ink, 3) or _filled(line, inks[0], edge))
    return "".join(parts)


def _print(lines: Sequence[str], inks: Inks) -> str:
    """Two plates that do not quite meet."""
    under = "".join(_filled(line, inks[3]) for line in lines if line[0] in "fc")
    return f'<g transform="translate(7 6)" opacity=".55">{under}</g>{_flat(lines, inks)}'


def _wash(lines: Sequence[str], inks: Inks) -> str:
    return f'<g opacity=".9">{_flat(lines, inks)}</g>'


def _stroke(line: str, ink: str, width: float) -> str:
    """A drawn line of a motif as SVG; empty for one that is filled."""
    if line[0] == "s":
        return path(line[3:], "none", f'stroke="{ink}" stroke-width="{width:g}" stroke-linecap="round"')
    if line[0] == "o":
        x, y, radius = line[3:].split()
        return circle(float(x), float(y), float(radius), "none", f'stroke="{ink}" stroke-width="{width:g}"')
    return ""


def _filled(line: str, ink: str, more: str = "") -> str:
    if line[0] == "c":
        x, y, radius = line[3:].split()
        return circle(float(x), float(y), float(radius), ink, more)
    return path(line[3:], ink, more)


PENS: Mapping[str, Pen] = {
    "flat": _flat,
    "bold": _bold,
    "line": _line,
    "glow": _glow,
    "print": _print,
    "wash": _wash,
}
