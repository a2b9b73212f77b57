"""A host for panels under test: calls are made at once, dialogs answer what the test laid ready, the rest is kept to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.core.manifest import PluginManifest, load_manifest
from app.errors import AppError
from app.ui.theme import LIGHT, Theme

T = TypeVar("T")
PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


@dataclass
class FakeHost:
    """``PanelHost`` without a window. ``open_path`` and ``save_path`` are what the dialogs answer."""

    data_dir: Path
    theme: Theme = LIGHT
    settings: Mapping[str, Any] = field(default_factory=dict)
    open_path: Path | None = None
    save_path: Path | None = None
    private: str = ""
    prompt: str = ""
    agrees: bool = True
    errors: list[AppError] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    runs: int = 0
    secrets: dict[str, str] = field(default_factory=dict)

    def secret(self, name: str) -> str | None:
        return self.secrets.get(name)

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        self.secrets[name] = value
        return "It is kept in the keyring of the operating system."

    def forget_secret(self, name: str) -> None:
        self.secrets.pop(name, None)

    def save_settings(self, **values: Any) -> None:
        self.settings = {**self.settings, **values}

    def set_prompt(self, text: str) -> None:
        self.prompts.append(text)

    def run(self) -> None:
        self.runs += 1

    def call(
        self,
        function: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        try:
            value = function()
        except AppError as error:
            (failed or self.show_error)(error)
        else:
            done(value)

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask_open(self, caption: str, filters: str) -> Path | None:
        return self.open_path

    def ask_save(self, caption: str, name: str, filters: str) -> Path | None:
        return self.save_path

    def confirm(self, title: str, text: str, action: str) -> bool:
        return self.agrees


def manifest_of(tool: str) -> PluginManifest:
    """The manifest of a tool that ships."""
    return load_manifest(PLUGINS / tool / "plugin.toml")
