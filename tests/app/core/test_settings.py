"""The settings file: written, read, broken, newer."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.settings import LocalSettings, Settings, SettingsStore
from app.errors import SettingsError, StorageError


def test_defaults_where_there_is_no_file(tmp_path: Path) -> None:
    assert SettingsStore(tmp_path / "settings.toml").current == Settings()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    store = SettingsStore(path)
    local = LocalSettings(model="/m.gguf", threads=3, model_folders=("/a", "/b"))
    store.update(
        lambda now: dataclasses.replace(now, offline=True, local=local, policies={"chess_moves": "cloud_only"})
    )
    store.set_tool("sql_assistant", last="shop.sqlite", sizes=[240, 600])
    again = SettingsStore(path).current
    assert again.offline
    assert again.local == local
    assert again.policies["chess_moves"] == "cloud_only"
    assert again.for_tool("sql_assistant") == {"last": "shop.sqlite", "sizes": [240, 600]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("offline = 3", "offline is 3; it must be of type bool"),
        ('[ui]\ntheme = "pink"', "ui.theme is 'pink'; it must be one of system, light, dark"),
        ('[policies]\nx = "maybe"', "policies.x"),
        ("[local]\nthreads = true", "local.threads"),
        ("oops", "not valid TOML"),
        ("schema = 99", "is of schema 99"),
    ],
)
def test_nonsense_is_named_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        SettingsStore(path)


def test_a_broken_file_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("oops", encoding="utf-8")
    aside = SettingsStore.set_aside(path)
    assert aside.read_text(encoding="utf-8") == "oops"
    assert SettingsStore(path).current == Settings()


def test_an_overlay_is_seen_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    store = SettingsStore(path)
    store.overlay(lambda now: dataclasses.replace(now, offline=True))
    store.set_tool("x", a=1)
    assert store.current.offline
    assert not SettingsStore(path).current.offline


def test_a_change_that_cannot_be_written_still_holds_and_says_so(tmp_path: Path) -> None:
    blocker = tmp_path / "blocked"
    blocker.write_text("a file where a folder should be", encoding="utf-8")
    store = SettingsStore(tmp_path / "settings.toml")
    store._path = blocker / "settings.toml"
    with pytest.raises(StorageError, match="cannot be saved"):
        store.update(lambda now: dataclasses.replace(now, offline=True))
    assert store.current.offline


def test_listeners_hear_changes_until_they_stop(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.toml")
    heard: list[bool] = []
    stop = store.on_change(lambda now: heard.append(now.offline))
    store.update(lambda now: dataclasses.replace(now, offline=True))
    stop()
    store.update(lambda now: dataclasses.replace(now, offline=False))
    assert heard == [True]
