"""From what a person names (a saved page, a folder, a ZIP, an address) to its measured looks."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from app.api import InputError
from plugins.web_designer.browser.client import Browser, BrowserFailed
from plugins.web_designer.importing.fetching import Fetcher, is_address
from plugins.web_designer.importing.inlining import import_page
from plugins.web_designer.importing.saved import Saved, is_page_file, read_saved
from plugins.web_designer.reference.measured import Measured, read_measures

_SHEETS = (".css", "")
"""Suffixes of what is fetched beside a page: its sheets. Its pictures and texts are of no use here."""


def measure(given: str, browser: Browser) -> Measured:
    """Draw a reference, without its scripts, and measure its looks. Blocks; an address is fetched.

    Raises:
        InputError: there is no page, or it cannot be drawn.
        StorageError: it cannot be read or reached.
    """
    html = import_page(_saved(given), with_scripts=False).html
    try:
        return read_measures(browser.run(html, _script()))
    except BrowserFailed as failed:
        raise InputError(failed.problem.message, field="reference", hint=failed.problem.hint) from failed


def _saved(given: str) -> Saved:
    if is_address(given):
        fetcher = Fetcher(given)
        html = fetcher.page()
        return Saved(html, fetcher.address, lambda address: fetcher.file(address) if _is_sheet(address) else None)
    path = Path(given).expanduser()
    if not is_page_file(path):
        raise InputError(
            f"{path.name} is no saved page.",
            field="reference",
            hint="Give an HTML file, its folder, a ZIP or an address.",
        )
    return read_saved(path)


def _is_sheet(address: str) -> bool:
    return PurePosixPath(urlsplit(address).path).suffix.lower() in _SHEETS


@cache
def _script() -> str:
    """An expression; what stands before it in the file is a comment."""
    return Path(__file__).with_name("measure.js").read_text(encoding="utf-8").strip().rstrip(";")
