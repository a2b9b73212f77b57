"""Every bundled tool keeps the contract that ``polymath plugin check`` shows to authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.plugin_check import check_plugin

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
BUNDLED = sorted([*PLUGINS.glob("*/plugin.toml"), *PLUGINS.glob("few_shot/*.toml")])


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.parent.name if p.name == "plugin.toml" else p.stem)
def test_a_bundled_tool_keeps_the_contract(path: Path) -> None:
    assert check_plugin(path) == []


def test_what_is_wrong_with_a_strangers_plugin_is_said(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text('id = "odd"\ntitle = "Odd"\n[[samples]]\ntitle = "s"\ninputs = { x = "1" }\n')
    (tmp_path / "plugin.py").write_text(
        "from app.api import Plugin\nclass Odd(Plugin):\n    def verify(self, a, b, c): pass\n"
    )
    found = " ".join(check_plugin(tmp_path))
    for words in ("no “summary”", "neither build() nor run()", "verify must be “async def”", "no field “x”"):
        assert words in found


def test_a_data_only_tool_in_one_file_can_be_checked(tmp_path: Path) -> None:
    text = (PLUGINS / "few_shot" / "latex.toml").read_text(encoding="utf-8").replace('id = "latex"', 'id = "my_latex"')
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert check_plugin(tmp_path / "mine.toml") == []
