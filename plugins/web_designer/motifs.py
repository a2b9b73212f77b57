"""Things that pictures show, as ``templates/motifs.toml`` draws them: strokes of one line, by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("templates") / "motifs.toml"


@cache
def motifs() -> Mapping[str, Sequence[str]]:
    """Every motif: a stroke is a letter for its kind, a digit for its ink, and its data."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
