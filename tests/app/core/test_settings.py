"""The settings file: written, read, broken, newer."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
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
        ("[local]\nthreads = -2", "local.threads is -2; it must be at least 0"),
        ("[cloud]\ntimeout_s = nan", "providers.openai.timeout_s is nan; it must be at least 1"),
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


def test_what_a_person_wrote_between_the_lines_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\nfuture = 7\n[ui]\n# dark at night\ntheme = "light"\n', encoding="utf-8")
    store = SettingsStore(path)
    store.update(lambda now: dataclasses.replace(now, offline=True, policies={"x": "cloud_only"}))
    store.update(lambda now: dataclasses.replace(now, ui=dataclasses.replace(now.ui, theme="dark"), policies={}))
    text = path.read_text(encoding="utf-8")
    assert "# mine\nfuture = 7\n" in text
    assert '# dark at night\ntheme = "dark"' in text
    again = SettingsStore(path).current
    assert (again.offline, again.ui.theme, dict(again.policies)) == (True, "dark", {})


def test_two_windows_do_not_undo_each_others_changes(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    one, other = SettingsStore(path), SettingsStore(path)
    one.update(lambda now: dataclasses.replace(now, offline=True))
    other.set_tool("sql_assistant", last="shop.sqlite")
    again = SettingsStore(path).current
    assert again.offline
    assert again.for_tool("sql_assistant") == {"last": "shop.sqlite"}


def test_changes_from_many_threads_all_reach_the_file(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.toml")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.set_tool(f"tool_{n}", n=n), range(24)))
    assert len(SettingsStore(tmp_path / "settings.toml").current.tools) == 24
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_a_settings_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("", encoding="utf-8")
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    SettingsStore(link).set_tool("x", a=1)
    assert link.is_symlink()
    assert SettingsStore(real).current.for_tool("x") == {"a": 1}


def test_chains_are_read_and_written_and_none_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    SettingsStore(path).update(lambda now: dataclasses.replace(now, chains={"sql": ("local", "team")}))
    assert SettingsStore(path).current.chains == {"sql": ("local", "team")}
    path.write_text("[chains]\nsql = []", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"chains\.sql"):
        SettingsStore(path)
