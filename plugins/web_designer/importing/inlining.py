"""A saved or fetched page as one file: style sheets, pictures, fonts and local scripts are put into it; its own markup stays as written."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin

from plugins.web_designer.importing.fetching import decoded
from plugins.web_designer.importing.saved import Saved
from plugins.web_designer.importing.sheet_files import Files, is_inside, whole_sheet
from plugins.web_designer.policy import OWN_POLICIES

MAX_PUT_IN_BYTES = 6_000_000
_PICTURES = frozenset(
    {("img", "src"), ("video", "poster"), ("input", "src"), ("image", "href"), ("image", "xlink:href"), ("use", "href")}
)
_MEDIA = frozenset(
    {("video", "src"), ("audio", "src"), ("source", "src"), ("track", "src"), ("embed", "src"), ("object", "data")}
)
_ATTRIBUTE = r"""(\s{name}\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)"""
_SCRIPT_END = re.compile(r"</script[^>]*>", re.IGNORECASE)
_CLOSING = re.compile(r"</(style|script)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imported:
    """A page in one piece.

    Attributes:
        html: the page.
        notes: what it is without now, a sentence each.
    """

    html: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tag:
    """A start tag as written; ``inner`` is what stands in a ``style`` or ``script``."""

    name: str
    attributes: Mapping[str, str]
    start: int
    text: str
    inner: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text) + len(self.inner)


def import_page(saved: Saved, *, with_scripts: bool = True) -> Imported:
    """Put everything that a page loads into it.

    Args:
        with_scripts: keep its scripts; without them it cannot draw itself anew when its looks are measured.
    """
    files = Files(saved.load, MAX_PUT_IN_BYTES)
    base = _base(saved)
    pieces, at, dropped = [], 0, 0
    for tag in _tags(saved.html):
        new = _whole_tag(tag, base, files, with_scripts=with_scripts)
        if new is None:
            continue
        pieces += [saved.html[at : tag.start], new]
        at = tag.end
        if new == "" and tag.name == "script":
            dropped += 1
            closing = _SCRIPT_END.match(saved.html, at)
            at = closing.end() if closing else at
    html = "".join([*pieces, saved.html[at:]])
    return Imported(html, tuple(_notes(files, dropped)))


def _notes(files: Files, scripts: int) -> Iterator[str]:
    if files.missing:
        names = ", ".join(address.rsplit("/", 1)[-1][:40] or address for address in files.missing[:4])
        yield f"{len(files.missing)} files of the page could not be had and were left out: {names}."
    if scripts:
        yield f"{scripts} scripts were left out."


def _base(saved: Saved) -> str:
    """Where a ``base`` element says that addresses start, if it stays at the same place."""
    named = next((tag.attributes.get("href") for tag in _tags(saved.html) if tag.name == "base"), None)
    return urljoin(saved.base, named) if named else saved.base


def _whole_tag(tag: _Tag, base: str, files: Files, *, with_scripts: bool) -> str | None:
    """What stands in a tag's place; None if it stays."""
    match tag.name:
        case "base":
            return ""
        case "link":
            return _link(tag, base, files)
        case "style":
            return tag.text + whole_sheet(tag.inner, base, files)
        case "script":
            return _script(tag, base, files) if with_scripts else ""
        case "meta":
            refuses = tag.attributes.get("http-equiv", "").lower() in ("refresh", "content-security-policy")
            return "" if refuses and tag.attributes.get("content") not in OWN_POLICIES else None
        case _:
            return _attributes(tag, base, files)


def _link(tag: _Tag, base: str, files: Files) -> str:
    """A sheet becomes a ``style`` element, an icon becomes data; hints to the network go."""
    kinds = tag.attributes.get("rel", "").lower().split()
    address = tag.attributes.get("href", "")
    if "icon" in kinds:
        return _with(tag, "href", address if is_inside(address) else files.data(urljoin(base, address)))
    if "stylesheet" not in kinds or "alternate" in kinds:
        return ""
    whole = urljoin(base, address)
    body = files.read(whole)
    if body is None:
        files.miss(whole)
        return ""
    media = tag.attributes.get("media", "")
    opened = f'<style media="{entities.escape(media)}">' if media else "<style>"
    return f"{opened}\n{_CLOSING.sub(_escaped, whole_sheet(decoded(body), whole, files))}\n</style>"


def _script(tag: _Tag, base: str, files: Files) -> str | None:
    address = tag.attributes.get("src")
    if address is None:
        return None
    body = files.read(urljoin(base, address))
    if body is None:
        files.miss(urljoin(base, address))
        return ""
    kept = _without(_without(_without(tag.text, "src"), "integrity"), "crossorigin")
    return kept + _CLOSING.sub(_escaped, decoded(body))


def _escaped(found: re.Match[str]) -> str:
    return f"<\\/{found.group(1)}"


def _attributes(tag: _Tag, base: str, files: Files) -> str | None:
    text = tag.text
    for name in ("srcset", "imagesrcset", "integrity", "ping"):
        if name in tag.attributes:
            text = _without(text, name)
    for name, value in tag.attributes.items():
        if (tag.name, name) in _PICTURES | _MEDIA and not is_inside(value):
            text = _replaced(text, name, files.data(urljoin(base, value)))
        if name == "style" and "url(" in value.lower():
            text = _replaced(text, name, whole_sheet(value, base, files))
    return None if text == tag.text else text


def _with(tag: _Tag, name: str, value: str) -> str:
    return _replaced(tag.text, name, value) if value else ""


def _replaced(text: str, name: str, value: str) -> str:
    quoted = f'"{entities.escape(value)}"'
    pattern = re.compile(_ATTRIBUTE.format(name=re.escape(name)), re.IGNORECASE)
    return pattern.sub(lambda found: found.group(1) + quoted, text, count=1)


def _without(text: str, name: str) -> str:
    pattern = re.compile(_ATTRIBUTE.format(name=re.escape(name)), re.IGNORECASE)
    return pattern.sub("", text, count=1)


def _tags(html: str) -> list[_Tag]:
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.tags


class _Reader(HTMLParser):
    """Start tags with the places where they stand."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[_Tag] = []
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        text = self.get_starttag_text() or ""
        named = {name: value or "" for name, value in reversed(attrs)}
        self.tags.append(_Tag(tag, named, self._lines[line - 1] + column, text))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1].name in ("style", "script") and self.cdata_elem:
            last = self.tags[-1]
            self.tags[-1] = _Tag(last.name, last.attributes, last.start, last.text, last.inner + data)
