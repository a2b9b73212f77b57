"""The tokens of both themes can be read by everyone, and a change of theme reaches what is on the screen."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.ui import stylesheet
from app.ui.theme import DARK, LIGHT, TEXT_PAIRS, Theme, contrast
from tests.app.ui.conftest import Start

READABLE = 4.5
GROUNDS = ("ground", "surface", "hover", "selected")
INKS = ("text", "secondary", "accent", "verified", "repaired", "unverified", "failed")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_every_pair_of_text_and_ground_has_a_contrast_of_at_least_four_and_a_half(
    theme: Theme, ink: str, ground: str
) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= READABLE


@THEMES
def test_no_ink_is_unreadable_on_any_ground_so_that_no_new_pair_can_be(theme: Theme) -> None:
    pairs = {(ink, ground): contrast(getattr(theme, ink), getattr(theme, ground)) for ink in INKS for ground in GROUNDS}
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < READABLE} == {}


def test_every_colour_of_a_theme_is_held_to_the_contrast() -> None:
    colours = {name for name in LIGHT.__slots__ if str(getattr(LIGHT, name)).startswith("#")}
    named = {token for pair in TEXT_PAIRS for token in pair}
    assert colours - named == {"line"}, "a hairline is no text"


def test_the_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#2F6F5E", "#2F6F5E") == 1.0


@THEMES
def test_the_style_sheet_has_no_colour_that_is_not_a_token(theme: Theme, tmp_path: object) -> None:
    source = stylesheet._SHEET
    assert re.findall(r"#[0-9A-Fa-f]{6}\b|\brgba?\(", source) == []
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", stylesheet.stylesheet(theme, stylesheet.Path("/icons"))))
    assert used <= {str(getattr(theme, name)) for name in theme.__slots__}


def test_another_theme_re_dresses_the_window_and_is_kept(start: Start, qapp: QApplication) -> None:
    program = start("once upon a time", settings=None)
    window = program.window
    window.actions_by_name["view.light"].trigger()
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.ground
    light = window.grab().toImage()

    window.actions_by_name["view.dark"].trigger()

    assert program.front.desk.theme is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.ground
    assert DARK.surface in qapp.styleSheet()
    assert LIGHT.surface not in qapp.styleSheet()
    assert window.grab().toImage() != light
    assert program.services.settings.current.ui.theme == "dark"
    assert 'theme = "dark"' in program.services.settings.path.read_text(encoding="utf-8")


def test_a_badge_and_the_dot_of_the_engine_take_the_colours_of_the_new_theme(start: Start) -> None:
    program = start("once upon a time")
    program.window.actions_by_name["view.light"].trigger()
    program.ask("tell me")

    program.window.actions_by_name["view.dark"].trigger()

    assert DARK.unverified in program.page.strip.badge.styleSheet()
    assert DARK.verified in program.window.engine_bar.dot.styleSheet()


def test_the_panel_of_every_page_is_told_of_another_theme(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start("x")
    program.window.actions_by_name["view.light"].trigger()
    told: list[str] = []
    for tool in ("story", "latex"):
        panel = program.open(tool).panel
        monkeypatch.setattr(panel, "retheme", lambda tool=tool: told.append(tool))
    program.window.actions_by_name["view.dark"].trigger()
    assert sorted(told) == ["latex", "story"]
