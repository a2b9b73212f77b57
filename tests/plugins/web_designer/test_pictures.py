"""Pictures: the person's own, and those that are drawn."""

from __future__ import annotations

import re

import pytest

from plugins.web_designer import art
from plugins.web_designer.backdrops import BACKDROPS
from plugins.web_designer.checks import check_page
from plugins.web_designer.forms import FORMS
from plugins.web_designer.looks import PALETTES, colours
from plugins.web_designer.motifs import motifs
from plugins.web_designer.pictures import Picture
from plugins.web_designer.plan import KINDS
from plugins.web_designer.render import render_page
from plugins.web_designer.scenes import PENS
from plugins.web_designer.styles import STYLES
from plugins.web_designer.trades import motifs_for, trade, trade_of, trades
from tests.plugins.web_designer.test_render import make_plan

DOT = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        ("hero", "hero"),
        ("logo", "hero"),
        ("gallery-2", "gallery"),
        ("team-1", "team"),
        ("about-1", "about"),
        ("cases-3", "cases"),
    ],
)
def test_a_picture_of_the_persons_own_stands_at_its_place(place: str, kinds: str) -> None:
    html = render_page(make_plan("soft", kinds), {place: Picture(DOT, "Our oven", "20% 80%")})
    assert f'src="{DOT}"' in html
    assert "object-position: 20% 80%" in html
    assert ('alt="Our oven"' in html) is (place != "logo")
    assert check_page(html).errors == ()


@pytest.mark.parametrize(
    "source", ["https://e.example/a.png", "data:text/html;base64,AA==", 'data:image/png;base64,A"x', ""]
)
def test_only_an_image_as_data_is_a_picture(source: str) -> None:
    with pytest.raises(ValueError, match="data:"):
        Picture(source)


def test_a_focus_is_no_place_for_css() -> None:
    with pytest.raises(ValueError, match="object-position"):
        Picture(DOT, "", "center; color: red")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", art.SHAPES)
def test_a_drawing_is_small_and_always_the_same(style: str, shape: str) -> None:
    inks = colours(STYLES[style], PALETTES["clay"]).art
    for names in (["loaf"], ["bicycle", "gear", "wrench"], []):
        drawn = art.picture(STYLES[style], names, "seed", inks, label="A & B", shape=shape)
        assert drawn == art.picture(STYLES[style], names, "seed", inks, label="A & B", shape=shape)
        assert 'aria-label="A &amp; B"' in drawn
        assert len(drawn) < 16_000


def test_drawings_of_one_page_share_no_id() -> None:
    html = render_page(make_plan("glass", *KINDS, "gallery"))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_every_name_in_the_tables_is_there() -> None:
    for found in trades().values():
        assert set(found.motifs) <= set(motifs())
        assert set(found.styles) <= set(STYLES)
        assert set(found.palettes) <= set(PALETTES)
    for style in STYLES.values():
        assert style.backdrop in BACKDROPS
        assert style.pen in PENS
        assert set(style.forms) <= set(FORMS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A page for a bakery that bakes sourdough", "bread"),
        ("杭州的小茶馆，卖春茶", "tea"),
        ("Bicycle repairs within a day", "bicycle"),
        ("成都的瑜伽教室", "wellness"),
        ("Solicitors for employment law", "law"),
        ("一家律师事务所", "law"),
        ("Piano lessons and a choir", "music"),
        ("宠物医院，给狗和猫看病", "pets"),
        ("A vintage bookshop", "books"),
        ("Sailing trips to the islands", "travel"),
        ("健身房和篮球训练", "sport"),
        ("Quantum chromodynamics", ""),
    ],
)
def test_a_trade_is_known_by_its_words(text: str, name: str) -> None:
    assert trade_of(text) == name
    assert trade(name).styles


def test_a_thing_is_found_by_its_name_and_first_in_the_trade() -> None:
    assert motifs_for("Amphora, Attica")[0] == "amphora"
    assert motifs_for("a planet of its own")[0] == "planet"
    assert motifs_for("nothing of the kind") == ()
