"""The looks of a page that was drawn: what ``measure.js`` read, weighed and named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from plugins.web_designer.colour import contrast
from plugins.web_designer.reference.parts import Part, read_parts

_GENERIC = frozenset("serif sans-serif monospace cursive fantasy system-ui ui-serif ui-sans-serif ui-monospace".split())
_GREY_SPREAD = 26
_MAX_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Type:
    """How a kind of text is set; sizes in px, ``line_height`` as a factor (0 where the browser chooses)."""

    family: str
    size_px: float
    weight: int
    line_height: float = 0.0
    letter_spacing_px: float = 0.0
    is_upper: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's looks without its text and pictures.

    Attributes:
        ground: of the page.
        surface: of cards and bands beside it; the ground where there are none.
        text: of most of the text; ``muted`` of what is said more quietly, ``line`` of rules (the text's where there are none).
        accent: what calls: buttons, else links; ``on_accent`` stands on it.
        palette: its colours by the room that they take, at most eight.
        display: of headings; ``body`` of running text.
        scale: sizes of h1, h2, h3 and p in px, as far as they occur.
        radius_px: of cards and buttons; 999 for round ones.
        padding_px: above and below a part; ``gap_px`` between the things in it; ``width_px`` of the column that holds the content.
        has_shadows: whether cards throw shadows.
        bar: how the bar at the top stays (``static``, ``sticky``, ``fixed``); empty if there is none.
        parts: top to bottom.
    """

    ground: str
    surface: str
    text: str
    muted: str
    accent: str
    on_accent: str
    line: str
    palette: tuple[str, ...]
    display: Type
    body: Type
    scale: Mapping[str, float]
    radius_px: float
    padding_px: float
    gap_px: float
    width_px: float
    has_shadows: bool
    bar: str
    parts: tuple[Part, ...]

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return contrast(self.ground, "#000000") < contrast(self.ground, "#ffffff")

    def to_json(self) -> dict[str, Any]:
        """As JSON-shaped values."""
        return {**asdict(self), "scale": dict(self.scale), "palette": list(self.palette)}


def read_measures(raw: Mapping[str, Any]) -> Measured:
    """Weigh what ``measure.js`` gave."""
    ground = str(raw["ground"])
    texts = [str(one["value"]) for one in raw["texts"]] or ["#000000"]
    text = texts[0]
    surface = next((c for c in _values(raw["grounds"]) if c != ground and _is_near(c, ground)), ground)
    accent = _accent(raw, ground, texts)
    muted = next((c for c in texts[1:] if c != accent and contrast(c, ground) < contrast(text, ground)), text)
    label = next(iter(_values(raw["labels"])), "") or max(("#ffffff", "#000000"), key=lambda c: contrast(c, accent))
    colours = [ground, surface, text, accent, *_values(raw["grounds"]), *_values(raw["buttons"]), *texts]
    return Measured(
        ground=ground,
        surface=surface,
        text=text,
        muted=muted,
        accent=accent,
        on_accent=label,
        line=next((c for c in _values(raw["lines"]) if c != text), text),
        palette=tuple(dict.fromkeys(colours))[:_MAX_COLOURS],
        display=_type(raw, "display", ("h1", "h2", "h3")),
        body=_type(raw, "body", ("p",)),
        scale={level: float(found[0]) for level, found in raw["sizes"].items() if found},
        radius_px=_radius(raw["radii"]),
        padding_px=_usual([max(map(float, one["padding"])) for one in raw["sections"]]),
        gap_px=float(next(iter(_values(raw["gaps"])), 0)),
        width_px=float(next(iter(_values(raw["widths"])), 0)),
        has_shadows=bool(raw["shadows"]),
        bar=str(raw["bar"]["position"]) if raw["bar"] else "",
        parts=read_parts(raw["sections"]),
    )


def first_family(stack: str) -> str:
    """The first name of a font stack, without quotes."""
    return stack.split(",")[0].strip().strip("\"'")


def is_generic(family: str) -> bool:
    """Whether a family is one that every browser has a font of its own for."""
    return family.lower() in _GENERIC


def _values(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(row["value"]) for row in rows if row["value"] != ""]


def _accent(raw: Mapping[str, Any], ground: str, texts: Sequence[str]) -> str:
    """The colour that calls: of buttons, else of links, else the most used lively one, else the text's."""
    calling = [c for c in (*_values(raw["buttons"]), *_values(raw["links"])) if c != ground]
    lively = [c for c in calling if not _is_grey(c)]
    others = [c for c in (*texts, *_values(raw["grounds"]), *_values(raw["lines"])) if not _is_grey(c)]
    return next(iter((*lively, *others, *calling)), texts[0])


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_grey(colour: str) -> bool:
    return max(_channels(colour)) - min(_channels(colour)) < _GREY_SPREAD


def _is_near(colour: str, ground: str) -> bool:
    """Whether text that reads on one reads on the other: a card on its page, not a strong band."""
    return contrast(colour, ground) < 1.6


def _type(raw: Mapping[str, Any], role: str, levels: Sequence[str]) -> Type:
    fonts = [one for one in raw["fonts"] if one["role"] == role] or raw["fonts"]
    family, weight = (str(fonts[0]["family"]), int(fonts[0]["heavy"])) if fonts else ("sans-serif", 400)
    size, line, transform, spacing = next(
        (raw["sizes"][level] for level in levels if raw["sizes"].get(level)), (raw["base"], 0, "none", 0)
    )
    factor = round(line / size, 2) if size and line else 0.0
    return Type(family, float(size), weight, factor, float(spacing), transform == "uppercase")


def _radius(rows: Sequence[Mapping[str, Any]]) -> float:
    for value in _values(rows):
        if value == "round":
            return 999.0
        if re.fullmatch(r"[\d.]+", value):
            return float(value)
    return 0.0


def _usual(values: Sequence[float]) -> float:
    """The middle of the values that are not zero."""
    found = sorted(value for value in values if value > 0)
    return found[len(found) // 2] if found else 0.0
