"""What the window says, it says in every language that ships."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.manifest import load_manifest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "zh_CN"


def spoken(folder: Path) -> Iterator[tuple[str, str]]:
    """(file:line, text) of every constant text that is handed to ``tr``."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or getattr(node.func, "id", "") != "tr":
                continue
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", text.value


def shared_table() -> set[str]:
    return set(tomllib.loads((ROOT / "resources" / "i18n" / f"{LANGUAGE}.toml").read_text(encoding="utf-8")))


def own_table(plugin: Path) -> set[str]:
    return set(load_manifest(plugin / "plugin.toml").words(LANGUAGE))


def test_every_word_of_the_window_is_translated() -> None:
    table = shared_table()
    assert [place for place in spoken(ROOT / "app") if place[1] not in table] == []


@pytest.mark.parametrize("plugin", sorted(p.parent.name for p in (ROOT / "plugins").glob("*/plugin.toml")))
def test_every_word_of_a_tool_is_translated(plugin: str) -> None:
    table = shared_table() | own_table(ROOT / "plugins" / plugin)
    assert [place for place in spoken(ROOT / "plugins" / plugin) if place[1] not in table] == []


def test_translations_keep_the_names_that_are_filled_in() -> None:
    own = [load_manifest(path).words(LANGUAGE) for path in (ROOT / "plugins").glob("*/*.toml") if path.stem != LANGUAGE]
    shared = tomllib.loads((ROOT / "resources" / "i18n" / f"{LANGUAGE}.toml").read_text(encoding="utf-8"))
    pairs = [pair for table in (shared, *own) for pair in table.items()]
    assert [text for text, own in pairs if names(text) != names(own) and text not in ("title", "summary")] == []


def names(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))
