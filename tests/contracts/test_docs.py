"""What the documentation shows to authors really is a working tool."""

from __future__ import annotations

import re
from pathlib import Path

from app.plugin_check import check_plugin

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "writing-a-plugin.md"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_toml_tool_of_the_guide_lacks_only_its_translation(tmp_path: Path) -> None:
    path = tmp_path / "css.toml"
    path.write_text(_blocks("toml")[0], encoding="utf-8")
    assert check_plugin(path) == [
        "There is no zh_CN.toml and no [translations.zh_CN]: the window would show English among Chinese."
    ]


def test_the_python_tool_of_the_guide_keeps_the_contract(tmp_path: Path) -> None:
    manifest = """
id = "even_number"
title = "Even"
summary = "Say an even number."
[[fields]]
name = "question"
prompt = true
[[samples]]
title = "Any"
inputs = { question = "Say one." }
[translations.zh_CN]
"Even" = "偶数"
"""
    (tmp_path / "plugin.toml").write_text(manifest, encoding="utf-8")
    (tmp_path / "plugin.py").write_text(_blocks("python")[0], encoding="utf-8")
    assert check_plugin(tmp_path) == []
