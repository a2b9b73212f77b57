"""A style sheet with what it loads put into it: imported sheets in their place, pictures and fonts as data. All else stays as written."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

MAX_DEPTH = 5
Load = Callable[[str], bytes | None]
"""Gives the bytes at an address, or None where they cannot be had."""

KINDS = MappingProxyType(
    {
        ".avif": "image/avif",
        ".css": "text/css",
        ".gif": "image/gif",
        ".ico": "image/x-icon",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".mp3": "audio/mpeg",
        ".mp4": "video/mp4",
        ".otf": "font/otf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".ttf": "font/ttf",
        ".webm": "video/webm",
        ".webp": "image/webp",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
    }
)
"""Content types of what a page may hold, by suffix."""

_PIECES = re.compile(
    r"""/\*.*?\*/
    | (?P<imported>@import\s+(?:url\(\s*)?(?P<import_address>"[^"]*"|'[^']*'|[^\s"');]+)\s*\)?(?P<condition>[^;]*);)
    | (?P<url>(?<![\w-])url\(\s*(?P<address>"[^"]*"|'[^']*'|[^"')]*?)\s*\))
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@dataclass(slots=True)
class Files:
    """What a page loads, read through ``load``.

    Attributes:
        missing: addresses that could not be had, each once, in the order in which they were met.
        room: bytes that may still be put into the page.
    """

    load: Load
    room: int
    missing: list[str] = field(default_factory=list)

    def data(self, address: str) -> str:
        """The file as a ``data:`` address; empty where it cannot be had or there is no room."""
        kind = KINDS.get(PurePosixPath(urlsplit(address).path).suffix.lower(), "")
        found = self.read(address) if kind else None
        if found is None:
            self.miss(address)
            return ""
        coded = base64.b64encode(found).decode()
        return f"data:{kind};base64,{coded}"

    def read(self, address: str) -> bytes | None:
        """The bytes of a file, if there is room for them."""
        found = self.load(address)
        if found is None or len(found) > self.room:
            return None
        self.room -= len(found)
        return found

    def miss(self, address: str) -> None:
        """Note what the page will be without."""
        if address not in self.missing:
            self.missing.append(address)


def is_inside(address: str) -> bool:
    """Whether an address needs no file: it is data, or a place in the page."""
    return address.startswith(("data:", "#", "about:")) or not address.strip()


def whole_sheet(css: str, base: str, files: Files, depth: int = 0) -> str:
    """The sheet with its files put in.

    Args:
        base: the address that its own addresses are relative to.
    """

    def put(found: re.Match[str]) -> str:
        if found.group("imported"):
            return _imported(found, base, files, depth)
        if not found.group("url"):
            return found.group(0)
        address = _unquoted(found.group("address"))
        if is_inside(address):
            return found.group(0)
        return f'url("{files.data(urljoin(base, address))}")'

    return _PIECES.sub(put, css)


def _imported(found: re.Match[str], base: str, files: Files, depth: int) -> str:
    address = urljoin(base, _unquoted(found.group("import_address")))
    body = files.read(address) if depth < MAX_DEPTH else None
    if body is None:
        files.miss(address)
        return ""
    inner = whole_sheet(body.decode("utf-8-sig", errors="replace"), address, files, depth + 1)
    condition = found.group("condition").strip()
    return f"@media {condition} {{\n{inner}\n}}" if condition else inner


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'").strip()
