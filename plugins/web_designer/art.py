"""Pictures that need no file and no network: SVG compositions drawn from the colours of the page.

The same seed gives the same picture. A picture fills its frame (``slice``), so that one drawing serves every aspect ratio.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 800, 640
Inks = Sequence[str]


class Dice:
    """Numbers that depend on a text alone; not for secrets."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "big")

    def between(self, low: float, high: float) -> float:
        """A number in ``low``–``high``, one decimal."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return round(low + (high - low) * (self._state >> 33) / 2**31, 1)

    def pick(self, count: int) -> int:
        """An index below ``count``."""
        return min(int(self.between(0, count)), count - 1)


def picture(family: str, seed: str, inks: Inks, label: str = "") -> Markup:
    """An ``<svg>``; with a ``label`` it is an image for screen readers, without one it is decoration."""
    dice = Dice(family + seed)
    drawn = FAMILIES[family](dice, inks)
    body = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{drawn}</g>' if dice.pick(2) else drawn
    meaning = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704  # every part is drawn here, and the label is escaped
        f'<svg class="art" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" {meaning}>{body}</svg>'
    )


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


def _rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{ink}"/>'


def _circle(x: float, y: float, radius: float, ink: str, more: str = "") -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{ink}" {more}/>'


def _path(data: str, ink: str, more: str = "") -> str:
    return f'<path d="{data}" fill="{ink}" {more}/>'


def _stroke(ink: str, width: float) -> str:
    return f'stroke="{ink}" stroke-width="{width:g}" stroke-linecap="round"'


def _hills(dice: Dice, inks: Inks) -> str:
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0])]
    sun_x, sun_y, sun = dice.between(180, 620), dice.between(150, 240), dice.between(70, 120)
    parts += [_circle(sun_x, sun_y, sun * 1.5, inks[1], 'opacity=".45"'), _circle(sun_x, sun_y, sun, inks[1])]
    layers = ((330, inks[3]), (420, inks[2]), (560, inks[4]))
    parts += [_path(_ridge(dice, base, 40), ink) for base, ink in layers]
    for number in range(9):
        x = 40 + number * 90 + dice.between(-20, 20)
        parts.append(_tree(x, 590 + dice.between(-20, 20), dice.between(40, 90), inks[4], inks[4]))
    return "".join(parts)


def _ridge(dice: Dice, base: float, swing: float) -> str:
    """A smooth skyline, closed at the bottom."""
    points = [(x, base + dice.between(-swing, swing)) for x in range(-100, WIDTH + 201, 180)]
    curve = f"M{points[0][0]} {points[0][1]:g}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        curve += f"C{middle:g} {y0:g} {middle:g} {y1:g} {x1} {y1:g}"
    return f"{curve}V{HEIGHT}H-100z"


def _tree(x: float, foot: float, height: float, crown: str, trunk: str) -> str:
    stem = f'<path d="M{x:g} {foot:g}v{-height:g}" {_stroke(trunk, 3)}/>'
    return (
        stem
        + f'<ellipse cx="{x:g}" cy="{foot - height:g}" rx="{height * 0.2:g}" ry="{height * 0.42:g}" fill="{crown}"/>'
    )


def _still_life(dice: Dice, inks: Inks) -> str:
    table = dice.between(415, 445)
    sun_x = dice.between(220, 580)
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0]), _circle(sun_x, 250, dice.between(150, 190), inks[1])]
    parts.append(_rect(0, table, WIDTH, HEIGHT - table, inks[2]))
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
    return stems + _path(body, ink)


def _stem(dice: Dice, x: float, y: float, side: int, leaf: str, line: str) -> str:
    end_x, end_y = x + side * dice.between(50, 90), y - dice.between(110, 190)
    bend = f"M{x:g} {y:g}Q{x + side * 10:g} {(y + end_y) / 2:g} {end_x:g} {end_y:g}"
    parts = [_path(bend, "none", _stroke(line, 3.5))]
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
    fruit = "".join(_circle(x + shift, rim - 8, 33, inks[3] if shift else inks[1]) for shift in (-42, 42, 0))
    curve = f"a{width:g} 88 0 0 1 {-width * 0.7:g} "
    bowl = f"M{x - width:g} {rim:g}h{2 * width:g}{curve}82h{-width * 0.6:g}{curve}-82z"
    return fruit + _path(bowl, ink)


def _bottle(dice: Dice, x: float, foot: float, ink: str, _inks: Inks) -> str:
    height = dice.between(240, 300)
    top = foot - height
    return _path(
        f"M{x - 13:g} {top:g}h26v{height * 0.3:g}c0 24 23 30 23 62v{height * 0.7 - 62:g}h-72v{-(height * 0.7 - 62):g}c0 -32 23 -38 23 -62z",
        ink,
    )


def _cup(dice: Dice, x: float, foot: float, ink: str, inks: Inks) -> str:
    width = dice.between(52, 64)
    top = foot - 100
    handle = _path(f"M{x + width - 6:g} {top + 24:g}c48 -14 48 52 -4 44", "none", _stroke(ink, 11))
    saucer = f'<ellipse cx="{x:g}" cy="{foot:g}" rx="{width * 1.7:g}" ry="13" fill="{inks[0]}"/>'
    slope, left = width * 0.7, x - width
    body = f"M{left:g} {top:g}h{2 * width:g}c0 60 -18 98 {-slope:g} 98h{-0.6 * width:g}c{18 - slope:g} 0 {-slope:g} -38 {-slope:g} -98z"
    return saucer + handle + _path(body, ink)


_OBJECTS = (_vase, _bowl, _bottle, _cup)


def _arches(dice: Dice, inks: Inks) -> str:
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0])]
    centre, foot = dice.between(300, 500), 600
    parts += [
        _arch(centre, foot, radius, ink)
        for radius, ink in ((270, inks[1]), (205, inks[3]), (140, inks[2]), (75, inks[0]))
    ]
    for side in (-1, 1):
        x = centre + side * dice.between(290, 330)
        parts.append(_stem(dice, x, foot, side, inks[2], inks[4]))
        parts.append(_arch(x, foot, dice.between(50, 80), inks[4] if side > 0 else inks[3]))
    parts += [_circle(centre, foot - 360, 38, inks[3]), _rect(0, foot - 14, WIDTH, HEIGHT, inks[4])]
    return "".join(parts)


def _arch(x: float, foot: float, radius: float, ink: str) -> str:
    rise = radius * 0.75
    return _path(f"M{x - radius:g} {foot:g}v{-rise:g}a{radius:g} {radius:g} 0 0 1 {2 * radius:g} 0v{rise:g}z", ink)


def _tiles(dice: Dice, inks: Inks) -> str:
    size = 160
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0])]
    for row in range(HEIGHT // size):
        for column in range(WIDTH // size):
            order = dice.pick(4)
            ground = (inks[0], inks[0], inks[1], inks[2])[order]
            choices = [ink for ink in inks[1:] if ink != ground]
            x, y = column * size, row * size
            parts += [_rect(x, y, size, size, ground), _tile(dice, x, y, size, choices[dice.pick(len(choices))])]
    return "".join(parts)


def _tile(dice: Dice, x: float, y: float, size: float, ink: str) -> str:
    half = size / 2
    turn = f'transform="rotate({90 * dice.pick(4)} {x + half:g} {y + half:g})"'
    match dice.pick(6):
        case 0:
            return _path(f"M{x:g} {y:g}h{size:g}a{size:g} {size:g} 0 0 1 {-size:g} {size:g}z", ink, turn)
        case 1:
            return _path(f"M{x:g} {y:g}h{size:g}a{half:g} {half:g} 0 0 1 {-size:g} 0z", ink, turn)
        case 2:
            return _circle(x + half, y + half, half * 0.62, ink)
        case 3:
            bars = "".join(f"M{x:g} {y + size * (0.1 + 0.2 * n):g}h{size:g}" for n in range(5))
            return _path(bars, "none", f'stroke="{ink}" stroke-width="{size * 0.09:g}" {turn}')
        case 4:
            return _path(f"M{x:g} {y:g}l{size:g} {size:g}h{-size:g}z", ink, turn)
        case _:
            return _path(f"M{x:g} {y:g}h{half:g}a{half:g} {half:g} 0 0 1 0 {size:g}h{-half:g}z", ink, turn)


def _blobs(dice: Dice, inks: Inks) -> str:
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0])]
    spots = ((210, 430, 230), (610, 180, 210), (520, 500, 190), (220, 150, 130))
    turn = dice.pick(3)
    order = [inks[1 + (number + turn) % 3] for number in range(3)]
    for (x, y, radius), ink in zip(spots, (*order, order[1]), strict=True):
        parts.append(
            _path(
                _blob(dice, x + dice.between(-90, 90), y + dice.between(-60, 60), radius * dice.between(0.7, 1.15)), ink
            )
        )
    parts.append(_dots(dice.between(80, 420), dice.between(60, 320), 6, 5, 26, inks[4]))
    parts.append(_stem(dice, dice.between(300, 420), 560, 1, inks[4], inks[4]))
    parts.append(_circle(dice.between(600, 720), dice.between(400, 540), 44, inks[4]))
    parts.append(_circle(dice.between(80, 160), dice.between(80, 200), 24, inks[2]))
    return "".join(parts)


def _blob(dice: Dice, x: float, y: float, radius: float) -> str:
    count = 7
    points = [
        (x + r * math.cos(2 * math.pi * n / count), y + r * math.sin(2 * math.pi * n / count))
        for n in range(count)
        for r in (radius * dice.between(0.7, 1.1),)
    ]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, points[1:] + points[:1], strict=True)]
    data = f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}"
    for point, middle in zip(points, middles, strict=True):
        data += f"Q{point[0]:.0f} {point[1]:.0f} {middle[0]:.0f} {middle[1]:.0f}"
    return data + "z"


def _dots(x: float, y: float, columns: int, rows: int, gap: float, ink: str) -> str:
    return "".join(_circle(x + c * gap, y + r * gap, 4, ink) for r in range(rows) for c in range(columns))


def _orbits(dice: Dice, inks: Inks) -> str:
    x, y = dice.between(320, 560), dice.between(240, 400)
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0]), _mesh(inks[4])]
    parts += [
        _circle(x, y, radius, inks[1], f'opacity="{0.07 + 0.03 * n:g}"')
        for n, radius in enumerate((300, 230, 160, 100))
    ]
    for number, radius in enumerate((90, 150, 215, 285, 360)):
        more = f'stroke="{inks[(2, 4, 3, 4, 2)[number]]}" stroke-width="1.5" stroke-dasharray="{(0, 3, 0, 8, 2)[number]} 7"'
        parts.append(_circle(x, y, radius, "none", more if number % 2 else more.split(" stroke-dash")[0]))
        angle = math.radians(dice.between(0, 360))
        at_x, at_y = x + radius * math.cos(angle), y + radius * math.sin(angle)
        parts += [_circle(at_x, at_y, 15, inks[2], 'opacity=".22"'), _circle(at_x, at_y, 5, inks[2 + number % 2])]
    parts += [_circle(x, y, 46, inks[1]), _circle(x - 12, y - 12, 22, inks[2], 'opacity=".85"')]
    return "".join(parts)


def _mesh(ink: str) -> str:
    lines = "".join(f"M{x} 0V{HEIGHT}" for x in range(40, WIDTH, 40)) + "".join(
        f"M0 {y}H{WIDTH}" for y in range(40, HEIGHT, 40)
    )
    return _path(lines, "none", f'stroke="{ink}" stroke-width=".6" opacity=".55"')


def _waves(dice: Dice, inks: Inks) -> str:
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0]), _mesh(inks[4])]
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
    parts = [_rect(0, 0, WIDTH, HEIGHT, inks[0]), _path(rays, inks[1])]
    parts.append(_path(_star(x, y, 235, 190, 20), inks[3], edge))
    parts.append(_circle(x, y, 130, inks[4], edge))
    match dice.pick(3):
        case 0:
            parts.append(_path(_star(x, y, 100, 44, 5), inks[1], edge))
        case 1:
            parts.append(_path(f"M{x - 34:g} {y + 74:g}l22 -62h-46l66 -88l-18 62h48z", inks[0], edge))
        case _:
            eyes = _circle(x - 40, y - 28, 16, inks[2]) + _circle(x + 40, y - 28, 16, inks[2])
            parts.append(eyes + _path(f"M{x - 62:g} {y + 18:g}a62 58 0 0 0 124 0z", inks[1], edge))
    return "".join(parts)


def _far(x: float, y: float, angle: float) -> str:
    return f"{x + 900 * math.cos(angle):.0f} {y + 900 * math.sin(angle):.0f}"


def _star(x: float, y: float, outer: float, inner: float, points: int) -> str:
    corners = []
    for number in range(points * 2):
        radius = inner if number % 2 else outer
        angle = math.pi * number / points - math.pi / 2
        corners.append(f"{x + radius * math.cos(angle):.0f} {y + radius * math.sin(angle):.0f}")
    return "M" + "L".join(corners) + "z"


FAMILIES: Mapping[str, Callable[[Dice, Inks], str]] = {
    "hills": _hills,
    "still_life": _still_life,
    "arches": _arches,
    "tiles": _tiles,
    "blobs": _blobs,
    "orbits": _orbits,
    "waves": _waves,
    "burst": _burst,
}
