"""The icons that the program uses are in its own short list; a tool that does not ship may use any other of the family.

``python -m tests.app.ui.test_icons`` writes the list anew.
"""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.ui.icons import IconSet
from app.ui.theme import LIGHT

ROOT = Path(__file__).resolve().parents[3]
GLYPHS = ROOT / "resources" / "icons" / "glyphs.json"


def family() -> dict[str, str]:
    spec = importlib.util.find_spec("qtawesome")
    assert spec is not None
    folder = Path(next(iter(spec.submodule_search_locations or ())))
    found: dict[str, str] = json.loads(
        next(folder.glob("fonts/materialdesignicons6*.json")).read_text(encoding="utf-8")
    )
    return found


def used() -> dict[str, str]:
    """Every quoted word of code and manifests that is the name of an icon; a few are words of another meaning, which costs nothing."""
    all_icons = family()
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "plugins").rglob("*.py"), *(ROOT / "plugins").rglob("*.toml")]
    words = re.findall(r'"(?:mdi6\.)?([a-z0-9]+(?:-[a-z0-9]+)*)"', "\n".join(file.read_text("utf-8") for file in files))
    return {name: all_icons[name] for name in sorted({"puzzle-outline", *words}) if name in all_icons}


def test_every_icon_that_is_used_is_in_the_list() -> None:
    listed = json.loads(GLYPHS.read_text(encoding="utf-8"))
    assert {name: code for name, code in used().items() if listed.get(name) != code} == {}


def test_an_icon_that_is_not_in_the_list_is_found_in_the_family_and_an_unknown_one_is_a_puzzle_piece(
    qtbot: QtBot,
) -> None:
    icons = IconSet(LIGHT, GLYPHS)
    rare = next(name for name in family() if name not in used())
    assert icons._code(rare) == family()[rare]
    assert icons._code("no-such-icon") == family()["puzzle-outline"]
    assert not icons.icon("mdi6.no-such-icon").isNull()


if __name__ == "__main__":
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(code)}" for name, code in used().items())
    GLYPHS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
