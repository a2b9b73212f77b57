"""How people name the sections of a page, by kind: ``templates/wishes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("templates") / "wishes.toml"
_REQUEST = "request"


@cache
def wordings() -> tuple[tuple[str, str], ...]:
    """Each kind with an expression for words that ask for it wherever they stand."""
    return tuple((kind, _joined(lines)) for kind, lines in _file().items() if kind != _REQUEST)


@cache
def request_nouns() -> tuple[tuple[str, str], ...]:
    """Each kind with an expression for nouns that name it where something is asked for."""
    return tuple((kind, _joined(lines)) for kind, lines in _file()[_REQUEST].items())


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _joined(lines: str) -> str:
    return "|".join(lines.split("\n")[:-1])
