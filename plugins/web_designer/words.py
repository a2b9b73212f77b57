"""Words of the page's frame, by language: what no plan says, and every page needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("templates") / "words.toml"


def words_of(language: str) -> Mapping[str, str]:
    """The words of a language; English for one that is not known."""
    return _languages().get(language.split("-")[0].lower(), _languages()["en"])


@cache
def _languages() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
