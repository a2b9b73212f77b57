"""Plugins found, broken, untrusted, clashing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.core.plugin import FewShotPlugin, Plugin
from app.core.registry import Registry
from app.errors import ManifestError, PluginError, PluginImportError

CODE = (
    "from app.api import Plugin\nfrom polymath_plugin_pair.helper import WORD\n\nclass Tool(Plugin):\n    word = WORD\n"
)


def _plugin(folder: Path, tool: str, code: str | None = None, manifest: str | None = None) -> Path:
    home = folder / tool
    home.mkdir(parents=True)
    (home / "plugin.toml").write_text(manifest or f'id = "{tool}"\ntitle = "{tool}"\n', encoding="utf-8")
    if code is not None:
        (home / "plugin.py").write_text(code, encoding="utf-8")
    return home


def _registry(user: Path, *, trusted: bool = True) -> Registry:
    return Registry(user / "none", user, is_trusted=lambda _id: trusted, packages=())


def test_manifests_are_read_without_importing_code(tmp_path: Path) -> None:
    _plugin(tmp_path, "loud", "raise SystemExit('imported!')")
    registry = _registry(tmp_path)
    assert [r.id for r in registry.records()] == ["loud"]
    with pytest.raises(PluginImportError, match="imported!"):
        registry.plugin("loud")


def test_a_broken_manifest_is_a_row_with_its_error_and_the_others_work(tmp_path: Path) -> None:
    _plugin(tmp_path, "good", "from app.api import Plugin\nclass Good(Plugin): pass\n")
    _plugin(tmp_path, "bad", manifest="id = ")
    registry = _registry(tmp_path)
    bad = next(r for r in registry.records() if r.id == "bad")
    assert isinstance(bad.error, ManifestError)
    assert isinstance(registry.plugin("good"), Plugin)
    with pytest.raises(ManifestError):
        registry.plugin("bad")


def test_a_plugin_imports_its_neighbours(tmp_path: Path) -> None:
    home = _plugin(tmp_path, "pair", CODE)
    (home / "helper.py").write_text("WORD = 'hello'\n", encoding="utf-8")
    assert _registry(tmp_path).plugin("pair").word == "hello"  # type: ignore[attr-defined]
    assert "helper" not in sys.modules


def test_code_of_the_users_folder_stays_off_until_trusted(tmp_path: Path) -> None:
    _plugin(tmp_path, "stranger", "from app.api import Plugin\nclass S(Plugin): pass\n")
    with pytest.raises(PluginError, match="not allowed to run") as caught:
        _registry(tmp_path, trusted=False).plugin("stranger")
    assert "your rights" in caught.value.hint


def test_a_data_only_tool_needs_no_trust(tmp_path: Path) -> None:
    (tmp_path / "haiku.toml").write_text(
        'id = "haiku"\ntitle = "Haiku"\nsystem = "You write haiku."\n', encoding="utf-8"
    )
    assert isinstance(_registry(tmp_path, trusted=False).plugin("haiku"), FewShotPlugin)


def test_two_plugins_with_one_id_leave_the_first_usable(tmp_path: Path) -> None:
    _plugin(tmp_path, "one", manifest='id = "same"\ntitle = "First"\n')
    _plugin(tmp_path, "two", manifest='id = "same"\ntitle = "Second"\n')
    registry = _registry(tmp_path)
    assert registry.get("same").title == "First"
    assert [bool(r.error) for r in registry.records()].count(True) == 1


@pytest.mark.parametrize(
    "code", ["x = 1\n", "from app.api import Plugin\nclass A(Plugin): pass\nclass B(Plugin): pass\n"]
)
def test_none_or_two_classes_is_an_import_error(tmp_path: Path, code: str) -> None:
    _plugin(tmp_path, "odd_number", code)
    with pytest.raises(PluginImportError, match="one subclass of Plugin"):
        _registry(tmp_path).plugin("odd_number")


def test_an_unknown_tool_lists_what_there_is(tmp_path: Path) -> None:
    _plugin(tmp_path, "good")
    with pytest.raises(PluginError) as caught:
        _registry(tmp_path).get("goood")
    assert "good" in caught.value.hint


def test_a_tool_whose_making_fails_is_an_import_error(tmp_path: Path) -> None:
    _plugin(
        tmp_path,
        "stillborn",
        "from app.api import Plugin\nclass S(Plugin):\n    def __init__(self, manifest): raise SystemExit(2)\n",
    )
    with pytest.raises(PluginImportError, match="SystemExit"):
        _registry(tmp_path).plugin("stillborn")
