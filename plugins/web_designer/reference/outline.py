"""A measured page in a few lines, for a model and for people."""

from __future__ import annotations

from plugins.web_designer.reference.measured import Measured, first_family
from plugins.web_designer.reference.parts import Part


def outline(page: Measured) -> str:
    """The looks and the order of the parts; about ten lines."""
    scale = ", ".join(f"{level} {size:g}px" for level, size in page.scale.items())
    case = ", capitals" if page.display.is_upper else ""
    return "\n".join(
        (
            f"Colours: ground {page.ground}, surface {page.surface}, text {page.text}, accent {page.accent}"
            f" ({'dark' if page.is_dark else 'light'} page).",
            f"Type: headings {first_family(page.display.family)} {page.display.weight}{case}; "
            f"text {first_family(page.body.family)} {page.body.weight}. Sizes: {scale}.",
            f"Shape: radius {_radius(page.radius_px)}, {'shadows' if page.has_shadows else 'no shadows'}, "
            f"padding of parts {page.padding_px:g}px, gap {page.gap_px:g}px, content {page.width_px:g}px wide.",
            f"Bar: {page.bar or 'none'}.",
            "Parts, top to bottom:",
            *(f"{number}. {_part(part)}" for number, part in enumerate(page.parts, 1)),
        )
    )


def order(page: Measured) -> tuple[str, ...]:
    """The kinds of the parts in their order, each once."""
    return tuple(dict.fromkeys(part.kind for part in page.parts))


def _radius(radius_px: float) -> str:
    return "round" if radius_px >= 999 else f"{radius_px:g}px"


def _part(part: Part) -> str:
    said = [part.kind]
    if part.items >= 2:
        said.append(f"{part.items} things in {part.columns} columns" if part.columns > 1 else f"{part.items} rows")
    if part.picture:
        said.append(
            {"full": "picture across", "middle": "picture in the middle"}.get(part.picture, f"picture {part.picture}")
        )
    if part.align == "center":
        said.append("centred")
    return ", ".join((*said, f"on {part.ground}"))
