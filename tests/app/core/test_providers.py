"""Providers by name, and the first migration of the settings."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from app.core.providers import ProviderSettings, name_for, name_trouble
from app.core.settings import Settings, SettingsStore
from app.errors import SettingsError

OF_SCHEMA_1 = """
# mine
schema = 1
offline = true

[cloud]
# the one at work
base_url = "https://llm.example.com:8443/v1"
model = "qwen"
timeout_s = 90.0
max_retries = 1

[ui]
theme = "dark"
"""


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://api.deepseek.com/v1", "deepseek"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "aliyuncs"),
        ("https://llm.example.com:8443/v1", "example"),
        ("http://localhost:11434/v1", "localhost"),
        ("http://127.0.0.1:8080/v1", "localhost"),
        ("http://10.0.0.7:8000/v1", "server"),
        ("http://gpu-box:8000/v1", "gpu-box"),
        ("http://local:8000/v1", "server"),
        ("no address", "server"),
        ("", "server"),
    ],
)
def test_a_provider_is_named_after_its_host(base_url: str, name: str) -> None:
    assert name_for(base_url) == name
    assert name_trouble(name) == ""


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert name_for("https://api.openai.com/v1", {"openai", "openai-2"}) == "openai-3"


@pytest.mark.parametrize("name", ["", "Open AI", "3com", "local", "cloud", "x" * 33, "a.b", "é"])
def test_a_name_that_would_be_misread_is_refused(name: str) -> None:
    assert name_trouble(name)


def test_a_name_is_given_once() -> None:
    assert name_trouble("team", {"team"}) == "There is a provider “team” already."


def test_the_one_server_of_schema_1_becomes_a_provider_named_after_its_host(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(OF_SCHEMA_1, encoding="utf-8")
    read = SettingsStore(path).current
    assert read.cloud.provider == "example"
    assert read.provider() == ProviderSettings("https://llm.example.com:8443/v1", "qwen", 90.0, 1)
    assert (read.offline, read.ui.theme, read.schema) == (True, "dark", 2)
    assert path.read_text(encoding="utf-8") == OF_SCHEMA_1, "reading changes nothing"


def test_a_copy_of_the_old_file_is_kept_when_the_new_form_is_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(OF_SCHEMA_1, encoding="utf-8")
    SettingsStore(path).set_tool("x", a=1)
    assert (tmp_path / "settings.toml.schema-1").read_text(encoding="utf-8") == OF_SCHEMA_1
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert written["schema"] == 2
    assert written["cloud"] == {"provider": "example"}
    assert written["providers"]["example"]["base_url"] == "https://llm.example.com:8443/v1"
    assert "# mine" in path.read_text(encoding="utf-8")
    again = SettingsStore(path).current
    assert (again.offline, again.ui.theme, again.for_tool("x")) == (True, "dark", {"a": 1})


def test_a_provider_that_is_removed_first_thing_after_the_migration_stays_away(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(OF_SCHEMA_1, encoding="utf-8")

    def other(now: Settings) -> Settings:
        cloud = dataclasses.replace(now.cloud, provider="team")
        return dataclasses.replace(now, cloud=cloud, providers={"team": ProviderSettings("http://gpu:8000/v1")})

    SettingsStore(path).update(other)
    assert set(SettingsStore(path).current.providers) == {"team"}


def test_a_file_without_a_number_is_read_in_either_form(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[cloud]\nmodel = "gpt-x"\n', encoding="utf-8")
    assert SettingsStore(path).current.provider("openai") == ProviderSettings(model="gpt-x")
    path.write_text('[cloud]\nprovider = "team"\n[providers.team]\nbase_url = "http://gpu:8000/v1"\n', encoding="utf-8")
    assert SettingsStore(path).current.provider() == ProviderSettings("http://gpu:8000/v1")


def test_without_a_word_on_it_the_first_provider_is_in_force(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('schema = 2\n[providers.team]\nbase_url = "http://gpu:8000/v1"\n', encoding="utf-8")
    assert SettingsStore(path).current.cloud.provider == "team"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[cloud]\nprovider = "team"', "cloud.provider is 'team'; it must be one of openai"),
        ('[providers."Open AI"]\nmodel = "x"', "providers.Open AI has no good name"),
        ("[providers.local]\n", "providers.local has no good name"),
        ("[providers.team]\nmax_retries = -1", "providers.team.max_retries is -1; it must be at least 0"),
        ("[providers]\nteam = 3", "providers.team is 3"),
        ("schema = 0", "is of schema 0"),
    ],
)
def test_providers_that_make_no_sense_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        SettingsStore(path)


def test_a_change_is_of_the_provider_in_force_unless_it_names_one() -> None:
    now = Settings().with_provider(model="a").with_provider("team", base_url="http://gpu:8000/v1")
    assert now.providers == {"openai": ProviderSettings(model="a"), "team": ProviderSettings("http://gpu:8000/v1")}
    assert now.provider() == ProviderSettings(model="a")
    assert now.provider("nobody") is None
