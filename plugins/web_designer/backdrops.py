"""Backdrops of pictures: where things stand, in the manner of a style."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.web_designer.dice import Dice
from plugins.web_designer.shapes import Inks, circle, disc_path, path, rect, ridge, star


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size of a drawing; the frame that shows it may cut its edges. ``focus`` is where things stand, as a share of the width."""

    width: int
    height: int
    focus: float = 0.5

    @property
    def middle(self) -> float:
        """Where things stand."""
        return self.width * self.focus


@dataclass(frozen=True, slots=True)
class Stage:
    """A backdrop and where things stand before it: x of the middle, y of the foot, side of the box."""

    drawn: str
    places: tuple[tuple[float, float, float], ...]


Backdrop = Callable[[Dice, Inks, Canvas, int], Stage]


def _side_places(
    canvas: Canvas, foot: float, side: float, count: int, centre: float | None = None
) -> tuple[tuple[float, float, float], ...]:
    """One thing in the middle, others at its sides, smaller and a little before it."""
    x = canvas.middle if centre is None else centre
    shift = side * 0.78
    if count == 1:
        return ((x, foot, side),)
    if count == 2:
        return ((x - side * 0.22, foot, side), (x + shift * 0.72, foot + side * 0.07, side * 0.6))
    return ((x, foot, side), (x - shift, foot + side * 0.05, side * 0.6), (x + shift, foot + side * 0.07, side * 0.62))


def _table(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, side = canvas.height, canvas.height * 0.54
    edge = high * dice.between(0.66, 0.7)
    sun = canvas.middle + dice.between(-0.1, 0.1) * canvas.width
    drawn = (
        rect(0, 0, canvas.width, high, inks[0])
        + circle(sun, high * 0.43, high * 0.31, inks[1])
        + rect(0, edge, canvas.width, high - edge, inks[1])
        + rect(0, edge, canvas.width, 5, inks[4])
    )
    return Stage(drawn, _side_places(canvas, edge + high * 0.09, side, count))


def _arch(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, x = canvas.height, canvas.middle
    radius = min(high * 0.4, canvas.width * 0.36)
    foot = high * 0.84
    arches = "".join(
        disc_path(x, foot, radius * scale, ink) for scale, ink in ((1.18, inks[2]), (1.05, inks[0]), (0.95, inks[1]))
    )
    drawn = rect(0, 0, canvas.width, high, inks[0]) + arches + rect(0, foot, canvas.width, high - foot, inks[4])
    return Stage(drawn, _side_places(canvas, foot + 2, radius * 1.25, count))


def _leaves(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, wide = canvas.height, canvas.width
    drawn = rect(0, 0, wide, high, inks[0]) + circle(canvas.middle, high * 0.5, high * 0.36, inks[1])
    fronds = "".join(
        _frond(dice, x, y, turn, size, ink)
        for x, y, turn, size, ink in (
            (wide * 0.02, high * 1.02, 28, high * 0.78, inks[2]),
            (wide * 0.98, high * 1.02, -30, high * 0.8, inks[4]),
            (wide * 0.0, high * 0.1, 128, high * 0.5, inks[4]),
            (wide * 1.0, high * 0.02, -140, high * 0.5, inks[2]),
        )
    )
    return Stage(drawn + fronds, _side_places(canvas, high * 0.8, high * 0.56, min(count, 1)))


def _frond(dice: Dice, x: float, y: float, turn: float, size: float, ink: str) -> str:
    leaves = []
    count = 7
    for number in range(count):
        at = -size * (0.16 + 0.82 * number / count)
        length = size * (0.3 - 0.026 * number)
        half = length / 2
        for lean in (-1, 1):
            angle = lean * (58 - number * 3 + dice.between(-4, 4))
            leaves.append(
                f'<path d="M0 {at:.0f}q{half * 0.32:.0f} {-half:.0f} 0 {-length:.0f}q{-half * 0.32:.0f} {half:.0f} 0 {length:.0f}z" '
                f'transform="rotate({angle:.0f} 0 {at:.0f})"/>'
            )
    stem = f'<path d="M0 0V{-size:.0f}" stroke="{ink}" stroke-width="4"/>'
    return f'<g transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})" fill="{ink}">{stem}{"".join(leaves)}</g>'


def _grid(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """Big shapes on a grid: one block carries the thing, the others are pure form."""
    cell = canvas.height / 4
    drawn = [rect(0, 0, canvas.width, canvas.height, inks[0])]
    columns = math.ceil(canvas.width / cell)
    first = max((columns - 3) // 2 + dice.pick(2), 0)
    for column in range(columns):
        for row in range(4):
            if first <= column < first + 3 and row > 0:
                continue
            drawn.append(_grid_cell(dice, column * cell, row * cell, cell, inks))
    drawn.append(rect(first * cell, cell, cell * 3, cell * 3, inks[1]))
    return Stage("".join(drawn), (((first + 1.5) * cell, canvas.height - cell * 0.3, cell * 2.3),))


def _grid_cell(dice: Dice, x: float, y: float, cell: float, inks: Inks) -> str:
    ink = inks[(1, 3, 4, 2, 4)[dice.pick(5)]]
    match dice.pick(6):
        case 0:
            return path(f"M{x:.0f} {y:.0f}h{cell:.0f}a{cell:.0f} {cell:.0f} 0 0 1 {-cell:.0f} {cell:.0f}z", ink)
        case 1:
            return circle(x + cell / 2, y + cell / 2, cell / 2, ink)
        case 2:
            return path(f"M{x:.0f} {y:.0f}l{cell:.0f} {cell:.0f}h{-cell:.0f}z", ink)
        case 3:
            return rect(x, y, cell, cell, ink)
        case 4:
            return path(f"M{x:.0f} {y + cell:.0f}a{cell / 2:.0f} {cell / 2:.0f} 0 0 1 {cell:.0f} 0z", ink)
        case _:
            return ""


def _blobs(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, x = canvas.height, canvas.middle
    drawn = (
        rect(0, 0, canvas.width, high, inks[0])
        + path(blob(dice, x, high * 0.52, high * 0.46), inks[1])
        + path(blob(dice, x - canvas.width * 0.36, high * 0.2, high * 0.17), inks[3])
        + path(blob(dice, x + canvas.width * 0.36, high * 0.76, high * 0.2), inks[2])
        + circle(x + canvas.width * 0.3, high * 0.16, high * 0.05, inks[4])
        + circle(x - canvas.width * 0.33, high * 0.82, high * 0.035, inks[4])
    )
    return Stage(drawn, _side_places(canvas, high * 0.82, high * 0.56, count))


def blob(dice: Dice, x: float, y: float, radius: float) -> str:
    """A soft closed shape as path data."""
    count = 7
    points = [
        (x + r * math.cos(2 * math.pi * n / count), y + r * math.sin(2 * math.pi * n / count))
        for n in range(count)
        for r in (radius * dice.between(0.84, 1.14),)
    ]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, points[1:] + points[:1], strict=True)]
    data = f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}"
    for point, middle in zip(points, middles, strict=True):
        data += f"Q{point[0]:.0f} {point[1]:.0f} {middle[0]:.0f} {middle[1]:.0f}"
    return data + "z"


def _orbit(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, x = canvas.height, canvas.middle
    y = high * 0.5
    drawn = [rect(0, 0, canvas.width, high, inks[0]), mesh(inks[4], canvas)]
    drawn += [circle(x, y, high * r, inks[1], f'opacity="{o}"') for r, o in ((0.46, 0.1), (0.38, 0.12), (0.3, 0.16))]
    for number, radius in enumerate((0.34, 0.42, 0.5, 0.6)):
        dash = ' stroke-dasharray="3 8"' if number % 2 else ""
        drawn.append(circle(x, y, high * radius, "none", f'stroke="{inks[4]}" stroke-width="1.5"{dash}'))
        angle = math.radians(dice.between(0, 360))
        at_x, at_y = x + high * radius * math.cos(angle), y + high * radius * math.sin(angle)
        drawn += [circle(at_x, at_y, 14, inks[2], 'opacity=".2"'), circle(at_x, at_y, 5, inks[3 - number % 2])]
    return Stage("".join(drawn), ((x, y + high * 0.2, high * 0.4),))


def mesh(ink: str, canvas: Canvas) -> str:
    """A fine square grid."""
    lines = "".join(f"M{x} 0V{canvas.height}" for x in range(40, canvas.width, 40))
    lines += "".join(f"M0 {y}H{canvas.width}" for y in range(40, canvas.height, 40))
    return path(lines, "none", f'stroke="{ink}" stroke-width=".7" opacity=".5"')


def _rays(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, x = canvas.height, canvas.middle
    y = high * 0.52
    rays = "".join(_ray(x, y, 2 * math.pi * number / 24, 0.13) for number in range(24))
    edge = f'stroke="{inks[4]}" stroke-width="8" stroke-linejoin="round"'
    shape = (
        path(star(x, y, high * 0.45, high * 0.38, 18), inks[1], edge)
        if dice.pick(2)
        else circle(x, y, high * 0.4, inks[1], edge)
    )
    drawn = rect(0, 0, canvas.width, high, inks[0]) + path(rays, inks[3], 'opacity=".5"') + shape
    return Stage(drawn, ((x, y + high * 0.28, high * 0.58),))


def _ray(x: float, y: float, angle: float, breadth: float) -> str:
    """A wedge of light that leaves the canvas, as path data."""
    far = [f"L{x + 1400 * math.cos(a):.0f} {y + 1400 * math.sin(a):.0f}" for a in (angle, angle + breadth)]
    return f"M{x:.0f} {y:.0f}{''.join(far)}z"


def _confetti(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    high, wide = canvas.height, canvas.width
    drawn = [rect(0, 0, wide, high, inks[0]), rect(0, high * 0.74, wide, high * 0.26, inks[1])]
    for number in range(14):
        x = wide * (number + 0.5) / 14 + dice.between(-20, 20)
        y = high * dice.between(0.08, 0.56)
        ink = inks[(2, 3, 1, 4)[number % 4]]
        drawn.append(_scrap(dice, x, y, high * dice.between(0.018, 0.032), ink))
    return Stage("".join(drawn), _side_places(canvas, high * 0.86, high * 0.62, count))


def _scrap(dice: Dice, x: float, y: float, size: float, ink: str) -> str:
    turn = f'transform="rotate({dice.between(0, 180):.0f} {x:.0f} {y:.0f})"'
    match dice.pick(4):
        case 0:
            return circle(x, y, size, ink)
        case 1:
            return path(star(x, y, size * 1.6, size * 0.7, 5), ink, turn)
        case 2:
            wave = f"M{x - size * 2:.0f} {y:.0f}q{size:.0f} {-size * 2:.0f} {size * 2:.0f} 0t{size * 2:.0f} 0"
            return path(wave, "none", f'stroke="{ink}" stroke-width="7" stroke-linecap="round" {turn}')
        case _:
            return path(
                f"M{x - size:.0f} {y + size:.0f}h{size * 2.2:.0f}l{-size * 1.1:.0f} {-size * 2:.0f}z", ink, turn
            )


def _moon(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """Mist, ridges and a red or pale disc, with much left empty."""
    high, wide = canvas.height, canvas.width
    is_aside = canvas.focus != 0.5
    moon = wide * dice.between(0.6, 0.74)
    drawn = [rect(0, 0, wide, high, inks[0]), circle(moon, high * 0.27, high * 0.12, inks[3])]
    for base, ink, opacity in ((0.5, inks[1], 0.5), (0.62, inks[1], 0.8), (0.76, inks[2], 0.5)):
        drawn.append(f'<g opacity="{opacity}">{path(ridge(dice, wide, high, high * base, high * 0.09), ink)}</g>')
    drawn.append(path(ridge(dice, wide, high, high * 0.9, high * 0.02), inks[0], 'opacity=".85"'))
    return Stage("".join(drawn), ((canvas.middle if is_aside else wide * 0.36, high * 0.9, high * 0.46),))


def _sunrise(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """Half circles that rise behind a striped ground, as on a label of the thirties."""
    high, wide, x = canvas.height, canvas.width, canvas.middle
    line = high * 0.74
    rings = "".join(
        path(f"M{x - r:.0f} {line:.0f}a{r:.0f} {r:.0f} 0 0 1 {2 * r:.0f} 0z", ink)
        for r, ink in ((high * 0.66, inks[1]), (high * 0.56, inks[0]), (high * 0.49, inks[3]), (high * 0.4, inks[1]))
    )
    rays = "".join(_ray(x, line, -math.pi * number / 14, -0.09) for number in range(14))
    bands = "".join(rect(0, line + high * 0.03 * n * 1.6, wide, high * 0.024, inks[0]) for n in range(1, 6))
    drawn = (
        rect(0, 0, wide, high, inks[0])
        + path(rays, inks[1], 'opacity=".45"')
        + rings
        + rect(0, line, wide, high - line, inks[4])
        + bands
    )
    return Stage(drawn, _side_places(canvas, line + high * 0.1, high * 0.54, min(count, 1)))


def _screen(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """Scan lines, a field of signs, corner marks."""
    high, wide = canvas.height, canvas.width
    lines = "".join(f"M0 {y}H{wide}" for y in range(4, high, 8))
    drawn = [rect(0, 0, wide, high, inks[0]), path(lines, "none", f'stroke="{inks[4]}" stroke-width="1" opacity=".5"')]
    for row in range(7):
        bits = "".join("01·/+<>"[dice.pick(7)] + " " for _ in range(wide // 26))
        drawn.append(
            f'<text x="24" y="{60 + row * (high - 90) / 6:.0f}" font-family="monospace" font-size="22" '
            f'textLength="{wide - 48}" fill="{inks[4]}">{_escaped(bits)}</text>'
        )
    side = high * 0.56
    x, y = canvas.middle - side / 2 - 24, (high - side) / 2 - 24
    box = side + 48
    drawn.append(rect(x, y, box, box, inks[0]))
    corners = "".join(_corner(x + dx * box, y + dy * box, 40 - 80 * dx, 40 - 80 * dy) for dx in (0, 1) for dy in (0, 1))
    drawn.append(path(corners, "none", f'stroke="{inks[2]}" stroke-width="3"'))
    return Stage("".join(drawn), ((canvas.middle, (high + side) / 2, side),))


def _corner(x: float, y: float, across: float, down: float) -> str:
    return f"M{x:.0f} {y + down:.0f}V{y:.0f}H{x + across:.0f}"


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _aurora(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """Soft light in three colours, and a pane of glass that carries the thing."""
    high, wide, x = canvas.height, canvas.width, canvas.middle
    name = f"l{dice.between(0, 9999):.2f}{dice.between(0, 9999):.2f}".replace(".", "")
    lights = ((0.12, 0.15, 0.85, inks[1]), (0.9, 0.25, 0.8, inks[3]), (0.5, 1.05, 0.8, inks[2]))
    drawn = [rect(0, 0, wide, high, inks[0])]
    for number, (at, up, reach, ink) in enumerate(lights):
        stops = f'<stop offset="0" stop-color="{ink}" stop-opacity=".95"/><stop offset="1" stop-color="{ink}" stop-opacity="0"/>'
        drawn.append(f'<radialGradient id="{name}{number}">{stops}</radialGradient>')
        drawn.append(circle(wide * at, high * up, high * reach, f"url(#{name}{number})"))
    pane = high * 0.62
    left, top = x - pane * 0.66, (high - pane) / 2
    drawn += [
        _pane(left + pane * shift, top - pane * shift, pane, opacity) for shift, opacity in ((0.1, 0.3), (0, 0.62))
    ]
    return Stage("".join(drawn), ((x, top + pane * 0.86, pane * 0.72),))


def _pane(x: float, y: float, side: float, opacity: float) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{side * 1.32:.0f}" height="{side:.0f}" rx="28" fill="#ffffff" '
        f'fill-opacity="{opacity}" stroke="#ffffff" stroke-width="2"/>'
    )


def _plain(dice: Dice, inks: Inks, canvas: Canvas, count: int) -> Stage:
    """A quiet ground, a tall niche, one fine frame."""
    high, wide, x = canvas.height, canvas.width, canvas.middle
    radius = min(high * 0.3, wide * 0.3)
    foot = high * 0.86
    edge = f'stroke="{inks[4]}" stroke-width="1.5" fill="none"'
    niche = f"M{x - radius:.0f} {foot:.0f}V{high * 0.14 + radius:.0f}a{radius:.0f} {radius:.0f} 0 0 1 {2 * radius:.0f} 0V{foot:.0f}z"
    frame = f'<rect x="22" y="22" width="{wide - 44}" height="{high - 44}" {edge} opacity=".5"/>'
    drawn = (
        rect(0, 0, wide, high, inks[1])
        + path(niche, inks[0])
        + path(f"M0 {foot:.0f}H{wide}", "none", edge.replace(' fill="none"', ""))
        + frame
    )
    return Stage(drawn, ((x, foot - high * 0.05, radius * 1.72),))


BACKDROPS: Mapping[str, Backdrop] = {
    "table": _table,
    "arch": _arch,
    "leaves": _leaves,
    "grid": _grid,
    "blobs": _blobs,
    "orbit": _orbit,
    "rays": _rays,
    "confetti": _confetti,
    "moon": _moon,
    "sunrise": _sunrise,
    "screen": _screen,
    "aurora": _aurora,
    "plain": _plain,
}
