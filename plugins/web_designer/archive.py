"""A page as a ZIP for a web host: ``index.html``, its style sheets and its pictures as files of their own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from plugins.web_designer.importing.sheet_files import KINDS
from plugins.web_designer.policy import without_policy

_SUFFIXES: Mapping[str, str] = MappingProxyType({kind: suffix for suffix, kind in KINDS.items()})
_STYLE = re.compile(r"<style(?P<given>[^>]*)>(?P<css>.*?)</style>\n?", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(
    r"""(?P<quote>["'])data:(?P<kind>[\w+./-]+)(?P<more>(?:;[\w=-]+)*?)(?P<coded>;base64)?,(?P<body>.*?)(?P=quote)""",
    re.DOTALL,
)
_TIME = (2020, 1, 1, 0, 0, 0)
SMALL_BYTES = 2_000
"""Below this a picture stays in the page: a file of its own would only be another request."""


def zip_of(html: str) -> bytes:
    """The archive. The same page gives the same bytes."""
    files: dict[str, bytes] = {}
    page = _sheets_out(without_policy(html), files)
    page = _DATA.sub(lambda found: _picture_out(found, files, "pictures/"), page)
    files["index.html"] = page.encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _TIME), files[name], zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _sheets_out(html: str, files: dict[str, bytes]) -> str:
    """Each ``style`` element becomes a sheet that is linked where the element stood, so that the cascade stays."""

    def out(found: re.Match[str]) -> str:
        number = sum(name.endswith(".css") for name in files) + 1
        name = "style.css" if number == 1 else f"style-{number}.css"
        sheet = _DATA.sub(lambda picture: _picture_out(picture, files, "pictures/"), found.group("css").strip())
        files[name] = f"{sheet}\n".encode()
        return f'<link rel="stylesheet" href="{name}"{found.group("given")}>\n'

    return _STYLE.sub(out, html)


def _picture_out(found: re.Match[str], files: dict[str, bytes], folder: str) -> str:
    suffix = _SUFFIXES.get(found.group("kind").lower())
    body = _bytes(found)
    if suffix is None or body is None or len(body) < SMALL_BYTES:
        return found.group(0)
    name = f"{folder}{hashlib.sha256(body).hexdigest()[:12]}{suffix}"
    files[name] = body
    return f"{found.group('quote')}{name}{found.group('quote')}"


def _bytes(found: re.Match[str]) -> bytes | None:
    try:
        if found.group("coded"):
            return base64.b64decode(found.group("body"), validate=True)
    except binascii.Error:
        return None
    return unquote_to_bytes(found.group("body"))
