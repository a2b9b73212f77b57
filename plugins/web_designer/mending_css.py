"""Declarations that browsers drop: put right where there is one way to, taken out where there is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from plugins.web_designer.addresses import is_safe
from plugins.web_designer.css.declarations import end_of_value
from plugins.web_designer.css.sheet import Mark, Sheet, read_attribute, read_sheet
from plugins.web_designer.markup import Scan
from plugins.web_designer.source_tags import tag_of
from plugins.web_designer.splices import Edit

_LINE_END = re.compile(r"\r\n|\r|\n|\f")
_HEAD = re.compile(r"([-\w]+)(\s*:\s*)")
_NUMBER = re.compile(r"(?<![\w.#%-])([+-]?(?:\d+\.?\d*|\.\d+))(?![\w.%])")
_IMPORT = re.compile(r"@import\s*(?:url\([^)]*\)|\"[^\"]*\"|'[^']*')[^;{}]*;?(?:\r\n|\s)?", re.IGNORECASE)
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}(?:\r\n|\s)?", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
_KINDS = ("property", "value", "unit")


def css_edits(html: str, page: Scan) -> Iterator[Edit]:
    """Edits of ``style`` elements and attributes."""
    for raw in page.raw_texts:
        end = html.find("</", raw.start)
        if raw.tag == "style" and end >= 0:
            css = html[raw.start : end]
            yield from _sheet_edits(css, raw.start, read_sheet(css))
            yield from _loading_edits(css, raw.start)
    for element in page.elements:
        if element.get("style"):
            tag = tag_of(html, element)
            place = tag.get("style") if tag else None
            if place is not None and place.value_start >= 0:
                css = html[place.value_start : place.value_end]
                if "&" not in css:
                    yield from _sheet_edits(css, place.value_start, read_attribute(css))


def _sheet_edits(css: str, start: int, sheet: Sheet) -> Iterator[Edit]:
    starts = [0, *(found.end() for found in _LINE_END.finditer(css))]
    for mark in sheet.marks:
        if mark.fault.kind in _KINDS and mark.fault.severity == "error":
            at = starts[mark.line - 1] + mark.column - 1
            if edit := _declaration_edit(css, at, mark):
                yield Edit(edit.start + start, edit.end + start, edit.text, edit.note)


def _declaration_edit(css: str, at: int, mark: Mark) -> Edit | None:
    head = _HEAD.match(css, at)
    if head is None:
        return None
    end = end_of_value(css, head.end())
    value = css[head.end() : end]
    fault, written = mark.fault, f"{head[1]}: {' '.join(value.split())}"[:80]
    if fault.kind == "property" and fault.better:
        return Edit(head.start(1), head.end(1), fault.better, f"“{head[1]}” in CSS was corrected to “{fault.better}”.")
    is_plain = not re.search(r"[\"'()/!]", value)
    if fault.kind == "unit" and fault.better and is_plain:
        return Edit(head.end(), end, _with_px(value), f"The unit px was added to “{written}”.")
    if fault.kind == "value" and fault.better and is_plain:
        text = fault.better + value[len(value.rstrip()) :]
        return Edit(head.end(), end, text, f"“{written}” was corrected to “{head[1]}: {fault.better}”.")
    return _without(css, at, end, f"“{written}”, which browsers drop, was removed.")


def _without(css: str, at: int, end: int, note: str) -> Edit:
    """Take a declaration out with its semicolon, and with its line if nothing else stands there."""
    if end < len(css) and css[end] == ";":
        end += 1
    line_start = css.rfind("\n", 0, at) + 1
    line_end = css.find("\n", end)
    is_alone = line_end >= 0 and not css[line_start:at].strip() and not css[end:line_end].strip()
    if is_alone and line_start:
        return Edit(line_start, line_end + 1, "", note)
    while end < len(css) and css[end] == " " and at and css[at - 1] in " {;":
        end += 1
    return Edit(at, end, "", note)


def _with_px(value: str) -> str:
    return _NUMBER.sub(lambda found: found[0] if float(found[1]) == 0 else f"{found[1]}px", value)


def _loading_edits(css: str, start: int) -> Iterator[Edit]:
    """Sheets and fonts from elsewhere only decorate; comments are left alone."""
    comments = [found.span() for found in re.finditer(r"/\*.*?(?:\*/|\Z)", css, re.DOTALL)]
    for found in _IMPORT.finditer(css):
        if not _is_in(found.start(), comments):
            note = "@import of a sheet from elsewhere was removed: the page must work by itself."
            yield Edit(start + found.start(), start + found.end(), "", note)
    for found in _FACE.finditer(css):
        addresses = _URL.findall(found[0])
        if addresses and not any(map(is_safe, addresses)) and not _is_in(found.start(), comments):
            note = f"A font from {addresses[0][:80]} was removed: the page must work by itself."
            yield Edit(start + found.start(), start + found.end(), "", note)


def _is_in(at: int, spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (at, len(spans) and 10**9)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]
