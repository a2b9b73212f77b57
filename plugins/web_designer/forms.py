"""Pictures of nothing: compositions of form and colour for pages whose trade is not known. Each is drawn on 800 × 640."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from plugins.web_designer.backdrops import Canvas, blob, mesh
from plugins.web_designer.dice import Dice
from plugins.web_designer.shapes import Inks, circle, disc_path, path, rect, ridge, star

WIDTH, HEIGHT = 800, 640


def _stroke(ink: str, width: float) -> str:
    return f'stroke="{ink}" stroke-width="{width:g}" stroke-linecap="round"'


def _hills(dice: Dice, inks: Inks) -> str:
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0])]
    sun_x, sun_y, sun = dice.between(180, 620), dice.between(150, 240), dice.between(70, 120)
    parts += [circle(sun_x, sun_y, sun * 1.5, inks[1], 'opacity=".45"'), circle(sun_x, sun_y, sun, inks[1])]
    layers = ((330, inks[3]), (420, inks[2]), (560, inks[4]))
    parts += [path(ridge(dice, WIDTH, HEIGHT, base, 40), ink) for base, ink in layers]
    for number in range(9):
        x = 40 + number * 90 + dice.between(-20, 20)
        parts.append(_tree(x, 590 + dice.between(-20, 20), dice.between(40, 90), inks[4], inks[4]))
    return "".join(parts)


def _tree(x: float, foot: float, height: float, crown: str, trunk: str) -> str:
    stem = f'<path d="M{x:g} {foot:g}v{-height:g}" {_stroke(trunk, 3)}/>'
    return (
        stem
        + f'<ellipse cx="{x:g}" cy="{foot - height:g}" rx="{height * 0.2:g}" ry="{height * 0.42:g}" fill="{crown}"/>'
    )


def _still_life(dice: Dice, inks: Inks) -> str:
    table = dice.between(415, 445)
    sun_x = dice.between(220, 580)
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0]), circle(sun_x, 250, dice.between(150, 190), inks[1])]
    parts.append(rect(0, table, WIDTH, HEIGHT - table, inks[2]))
    places = [150, 300, 460, 620]
    first = dice.pick(4)
    for number in range(4):
        x = places[number] + dice.between(-25, 25)
        ink = (inks[4], inks[3], inks[4], inks[2])[(number + first) % 4]
        parts.append(_OBJECTS[(number + first) % 4](dice, x, table + 40 + 12 * (number % 2), ink, inks))
    return "".join(parts)


def _vase(dice: Dice, x: float, foot: float, ink: str, inks: Inks) -> str:
    height, width = dice.between(170, 230), dice.between(48, 64)
    top = foot - height
    stems = "".join(_stem(dice, x, top + 10, side, inks[2], inks[4]) for side in (-1, 0, 1))
    neck = width * 0.32
    body = (
        f"M{x - neck:g} {top:g}h{2 * neck:g}c0 {height * 0.3:g} {width - neck:g} {height * 0.3:g} {width - neck:g} {height * 0.62:g}"
        f"c0 {height * 0.3:g} {-width * 0.4:g} {height * 0.38:g} {-width * 0.5:g} {height * 0.38:g}h{-width:g}"
        f"c{-width * 0.1:g} 0 {-width * 0.5:g} {-height * 0.08:g} {-width * 0.5:g} {-height * 0.38:g}"
        f"c0 {-height * 0.32:g} {width - neck:g} {-height * 0.32:g} {width - neck:g} {-height * 0.62:g}z"
    )
    return stems + path(body, ink)


def _stem(dice: Dice, x: float, y: float, side: int, leaf: str, line: str) -> str:
    end_x, end_y = x + side * dice.between(50, 90), y - dice.between(110, 190)
    bend = f"M{x:g} {y:g}Q{x + side * 10:g} {(y + end_y) / 2:g} {end_x:g} {end_y:g}"
    parts = [path(bend, "none", _stroke(line, 3.5))]
    for step in (0.35, 0.6, 0.85, 1.0):
        at_x, at_y = x + (end_x - x) * step**1.5, y + (end_y - y) * step
        turn = dice.between(-70, 70)
        parts.append(
            f'<ellipse cx="{at_x:g}" cy="{at_y - 14:g}" rx="8" ry="20" fill="{leaf}" transform="rotate({turn:g} {at_x:g} {at_y:g})"/>'
        )
    return "".join(parts)


def _bowl(dice: Dice, x: float, foot: float, ink: str, inks: Inks) -> str:
    width = dice.between(80, 104)
    rim = foot - 88
    fruit = "".join(circle(x + shift, rim - 8, 33, inks[3] if shift else inks[1]) for shift in (-42, 42, 0))
    curve = f"a{width:g} 88 0 0 1 {-width * 0.7:g} "
    bowl = f"M{x - width:g} {rim:g}h{2 * width:g}{curve}82h{-width * 0.6:g}{curve}-82z"
    return fruit + path(bowl, ink)


def _bottle(dice: Dice, x: float, foot: float, ink: str, _inks: Inks) -> str:
    height = dice.between(240, 300)
    top = foot - height
    return path(
        f"M{x - 13:g} {top:g}h26v{height * 0.3:g}c0 24 23 30 23 62v{height * 0.7 - 62:g}h-72v{-(height * 0.7 - 62):g}c0 -32 23 -38 23 -62z",
        ink,
    )


def _cup(dice: Dice, x: float, foot: float, ink: str, inks: Inks) -> str:
    width = dice.between(52, 64)
    top = foot - 100
    handle = path(f"M{x + width - 6:g} {top + 24:g}c48 -14 48 52 -4 44", "none", _stroke(ink, 11))
    saucer = f'<ellipse cx="{x:g}" cy="{foot:g}" rx="{width * 1.7:g}" ry="13" fill="{inks[0]}"/>'
    slope, left = width * 0.7, x - width
    body = f"M{left:g} {top:g}h{2 * width:g}c0 60 -18 98 {-slope:g} 98h{-0.6 * width:g}c{18 - slope:g} 0 {-slope:g} -38 {-slope:g} -98z"
    return saucer + handle + path(body, ink)


_OBJECTS = (_vase, _bowl, _bottle, _cup)


def _arches(dice: Dice, inks: Inks) -> str:
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0])]
    centre, foot = dice.between(300, 500), 600
    parts += [
        disc_path(centre, foot, radius, ink)
        for radius, ink in ((270, inks[1]), (205, inks[3]), (140, inks[2]), (75, inks[0]))
    ]
    for side in (-1, 1):
        x = centre + side * dice.between(290, 330)
        parts.append(_stem(dice, x, foot, side, inks[2], inks[4]))
        parts.append(disc_path(x, foot, dice.between(50, 80), inks[4] if side > 0 else inks[3]))
    parts += [circle(centre, foot - 360, 38, inks[3]), rect(0, foot - 14, WIDTH, HEIGHT, inks[4])]
    return "".join(parts)


def _tiles(dice: Dice, inks: Inks) -> str:
    size = 160
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0])]
    for row in range(HEIGHT // size):
        for column in range(WIDTH // size):
            order = dice.pick(4)
            ground = (inks[0], inks[0], inks[1], inks[2])[order]
            choices = [ink for ink in inks[1:] if ink != ground]
            x, y = column * size, row * size
            parts += [rect(x, y, size, size, ground), _tile(dice, x, y, size, choices[dice.pick(len(choices))])]
    return "".join(parts)


def _tile(dice: Dice, x: float, y: float, size: float, ink: str) -> str:
    half = size / 2
    turn = f'transform="rotate({90 * dice.pick(4)} {x + half:g} {y + half:g})"'
    match dice.pick(6):
        case 0:
            return path(f"M{x:g} {y:g}h{size:g}a{size:g} {size:g} 0 0 1 {-size:g} {size:g}z", ink, turn)
        case 1:
            return path(f"M{x:g} {y:g}h{size:g}a{half:g} {half:g} 0 0 1 {-size:g} 0z", ink, turn)
        case 2:
            return circle(x + half, y + half, half * 0.62, ink)
        case 3:
            bars = "".join(f"M{x:g} {y + size * (0.1 + 0.2 * n):g}h{size:g}" for n in range(5))
            return path(bars, "none", f'stroke="{ink}" stroke-width="{size * 0.09:g}" {turn}')
        case 4:
            return path(f"M{x:g} {y:g}l{size:g} {size:g}h{-size:g}z", ink, turn)
        case _:
            return path(f"M{x:g} {y:g}h{half:g}a{half:g} {half:g} 0 0 1 0 {size:g}h{-half:g}z", ink, turn)


def _blobs(dice: Dice, inks: Inks) -> str:
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0])]
    spots = ((210, 430, 230), (610, 180, 210), (520, 500, 190), (220, 150, 130))
    turn = dice.pick(3)
    order = [inks[1 + (number + turn) % 3] for number in range(3)]
    for (x, y, radius), ink in zip(spots, (*order, order[1]), strict=True):
        parts.append(
            path(
                blob(dice, x + dice.between(-90, 90), y + dice.between(-60, 60), radius * dice.between(0.7, 1.15)), ink
            )
        )
    parts.append(_dots(dice.between(80, 420), dice.between(60, 320), 6, 5, 26, inks[4]))
    parts.append(_stem(dice, dice.between(300, 420), 560, 1, inks[4], inks[4]))
    parts.append(circle(dice.between(600, 720), dice.between(400, 540), 44, inks[4]))
    parts.append(circle(dice.between(80, 160), dice.between(80, 200), 24, inks[2]))
    return "".join(parts)


def _dots(x: float, y: float, columns: int, rows: int, gap: float, ink: str) -> str:
    return "".join(circle(x + c * gap, y + r * gap, 4, ink) for r in range(rows) for c in range(columns))


def _orbits(dice: Dice, inks: Inks) -> str:
    x, y = dice.between(320, 560), dice.between(240, 400)
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0]), mesh(inks[4], Canvas(WIDTH, HEIGHT))]
    parts += [
        circle(x, y, radius, inks[1], f'opacity="{0.07 + 0.03 * n:g}"') for n, radius in enumerate((300, 230, 160, 100))
    ]
    for number, radius in enumerate((90, 150, 215, 285, 360)):
        more = f'stroke="{inks[(2, 4, 3, 4, 2)[number]]}" stroke-width="1.5" stroke-dasharray="{(0, 3, 0, 8, 2)[number]} 7"'
        parts.append(circle(x, y, radius, "none", more if number % 2 else more.split(" stroke-dash")[0]))
        angle = math.radians(dice.between(0, 360))
        at_x, at_y = x + radius * math.cos(angle), y + radius * math.sin(angle)
        parts += [circle(at_x, at_y, 15, inks[2], 'opacity=".22"'), circle(at_x, at_y, 5, inks[2 + number % 2])]
    parts += [circle(x, y, 46, inks[1]), circle(x - 12, y - 12, 22, inks[2], 'opacity=".85"')]
    return "".join(parts)


def _waves(dice: Dice, inks: Inks) -> str:
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0]), mesh(inks[4], Canvas(WIDTH, HEIGHT))]
    shift, swell = dice.between(0, 6), dice.between(60, 110)
    for number in range(16):
        points = " ".join(
            f"{x},{330 + (number - 8) * 15 + swell * math.sin(x / 150 + shift) * math.cos(number / 5 + x / 420):.0f}"
            for x in range(0, WIDTH + 1, 20)
        )
        ink = inks[2] if number % 5 == 2 else inks[1]
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2" opacity="{0.35 + number / 26:.2f}"/>'
        )
    return "".join(parts)


def _burst(dice: Dice, inks: Inks) -> str:
    x, y = dice.between(300, 500), dice.between(260, 380)
    angles = [2 * math.pi * number / 24 for number in range(24)]
    rays = "".join(f"M{x:g} {y:g}L{_far(x, y, angle)}L{_far(x, y, angle + 0.13)}z" for angle in angles)
    edge = f'stroke="{inks[2]}" stroke-width="10"'
    parts = [rect(0, 0, WIDTH, HEIGHT, inks[0]), path(rays, inks[1])]
    parts.append(path(star(x, y, 235, 190, 20), inks[3], edge))
    parts.append(circle(x, y, 130, inks[4], edge))
    match dice.pick(3):
        case 0:
            parts.append(path(star(x, y, 100, 44, 5), inks[1], edge))
        case 1:
            parts.append(path(f"M{x - 34:g} {y + 74:g}l22 -62h-46l66 -88l-18 62h48z", inks[0], edge))
        case _:
            eyes = circle(x - 40, y - 28, 16, inks[2]) + circle(x + 40, y - 28, 16, inks[2])
            parts.append(eyes + path(f"M{x - 62:g} {y + 18:g}a62 58 0 0 0 124 0z", inks[1], edge))
    return "".join(parts)


def _far(x: float, y: float, angle: float) -> str:
    return f"{x + 900 * math.cos(angle):.0f} {y + 900 * math.sin(angle):.0f}"


FORMS: Mapping[str, Callable[[Dice, Inks], str]] = {
    "hills": _hills,
    "still_life": _still_life,
    "arches": _arches,
    "tiles": _tiles,
    "blobs": _blobs,
    "orbits": _orbits,
    "waves": _waves,
    "burst": _burst,
}
