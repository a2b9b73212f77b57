"""The phrases that the starter was taught for web pages, as the designer reads them: by them it tells a slip of the model from a phrase.

`python -m training.web_phrases` writes them for the designer; run it when the phrases change.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "plugins" / "web_designer" / "templates" / "phrases.txt"
_PHRASES = Path(__file__).parent / "generators"
_THINGS_AT = 3
"""What stands before it in a line of a trade is its family, its looks and what people call it."""
_PARTS = re.compile(r"\s*[|｜]\s*")


def web_phrases() -> str:
    """A phrase a line, in order; what is copied from a brief stands in braces."""
    found: set[str] = set()
    for language in ("en", "zh"):
        trades = _read(f"web_trades_{language}").values()
        for text in (
            *_texts(_read(f"web_families_{language}")),
            *(part for line in trades for part in line[_THINGS_AT:]),
        ):
            found.update(_phrases(text))
    return "".join(f"{phrase}\n" for phrase in sorted(found))


def _phrases(text: str) -> Iterator[str]:
    """A list of things with a few words each is as many titles and texts."""
    for part in _PARTS.split(text):
        title, sign, words = part.replace("：", ":").partition(":")
        yield from (piece.strip() for piece in (title, words if sign else "") if piece.strip())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_PHRASES / f"{name}.toml").read_text(encoding="utf-8"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


if __name__ == "__main__":
    OUT.write_text(web_phrases(), encoding="utf-8")
