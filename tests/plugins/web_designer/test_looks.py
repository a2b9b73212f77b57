"""Looks that were measured or chosen, and palettes: whatever is wished, text reads."""

from __future__ import annotations

import itertools

import pytest

from plugins.web_designer.colour import AA_TEXT, contrast, mixed, oklch, to_oklch
from plugins.web_designer.looks import PALETTES, Look, colours
from plugins.web_designer.plan import PlanError, plan_from_json
from plugins.web_designer.render import render_page
from plugins.web_designer.styles import STYLES
from tests.plugins.web_designer.test_plan import PLAN
from tests.plugins.web_designer.test_render import PAIRS, make_plan

AWKWARD = ("#ffffff", "#000000", "#808080", "#ffff00", "#0a2a5a", "#ff3366")


@pytest.mark.parametrize(("ground", "accent"), list(itertools.product(AWKWARD, AWKWARD)))
def test_text_reads_on_whatever_colours_were_measured(ground: str, accent: str) -> None:
    look = Look(ground=ground, surface=accent, text="#777777", accent=accent)
    for style in ("editorial", "night", "poster"):
        inks = colours(STYLES[style], PALETTES["ink"], look)
        assert inks.ground == ground
        for text, grounds in PAIRS:
            for on in grounds.split():
                if {ground, accent} & {"#808080"} and on in ("surface", "tint"):
                    continue  # no colour reads on a white and a black ground at once
                ratio = contrast(getattr(inks, text), getattr(inks, on))
                wanted = AA_TEXT if _one_side(inks.ground, inks.surface, inks.tint) or on in ("deep", "accent") else 1
                assert ratio >= wanted, f"{text} on {on}: {ratio:.2f}"


def _one_side(*grounds: str) -> bool:
    """Whether one colour can read on all of them."""
    return any(all(contrast(ink, ground) >= AA_TEXT for ground in grounds) for ink in ("#000000", "#ffffff"))


def test_a_look_overrides_type_corners_and_spacing() -> None:
    look = Look(
        ground="#fdf6e3",
        accent="#cb4b16",
        display="Futura, sans-serif",
        body="Charter, serif",
        radius_px=12,
        spacing=0.8,
    )
    html = render_page(make_plan("swiss", "hero", "features"), look=look)
    for part in ("--ground: #fdf6e3", "--display: Futura, sans-serif", "--radius: 12px", "--space: clamp(2.80rem"):
        assert part in html


def test_a_look_can_stand_in_a_plan() -> None:
    plan = plan_from_json({**PLAN, "look": {"accent": "#cb4b16", "size_px": 18}})
    assert plan_from_json(plan.to_json()) == plan
    assert "--accent: #cb4b16" in render_page(plan)


@pytest.mark.parametrize("look", [{"display": "x; } body { color: red"}, {"accent": "red"}, {"body": "url(x)"}])
def test_a_look_brings_nothing_but_colours_and_fonts(look: dict[str, str]) -> None:
    with pytest.raises(PlanError, match="look"):
        plan_from_json({**PLAN, "look": look})


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#cb4b16", "#2f6f5e", "#123456"])
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    back = oklch(*to_oklch(colour))
    assert all(abs(int(colour[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 2 for i in (1, 3, 5))


def test_colours_mix() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
