"""The CSS of a page: what browsers would not understand, and what it would load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.web_designer.addresses import is_safe
from plugins.web_designer.css.sheet import Sheet, read_attribute, read_sheet
from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import Scan


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the sheets and style attributes of a page gave."""

    findings: tuple[Finding, ...]
    declarations: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a piece of CSS begins in the page, and under which name it is shown."""

    line: int
    name: str
    selector: str = ""


def sheet_findings(page: Scan) -> Sheets:
    """Check every ``style`` element and attribute."""
    read = list(_read(page))
    findings = [finding for sheet, place in read for finding in _findings(sheet, place)]
    return Sheets(tuple(findings), sum(sheet.declarations for sheet, _ in read))


def css_findings(css: str) -> Sheets:
    """Check a style sheet that stands alone."""
    sheet = read_sheet(css)
    return Sheets(tuple(_findings(sheet, _Place(1, ""))), sheet.declarations)


def _read(page: Scan) -> Iterator[tuple[Sheet, _Place]]:
    for raw in page.raw_texts:
        if raw.tag == "style":
            yield read_sheet(raw.text), _Place(raw.line, "style")
    for element in page.elements:
        if style := element.get("style"):
            yield read_attribute(style), _Place(element.line, "style attribute", element.selector)


def _findings(sheet: Sheet, place: _Place) -> Iterator[Finding]:
    for mark in sheet.marks:
        line, where = _whereabouts(place, mark.line)
        fault = mark.fault
        yield Finding(fault.severity, "css", fault.message, place.selector, line, fault.hint, place=where)
    for load in sheet.loads:
        line, where = _whereabouts(place, load.line)
        if load.is_import:
            hint = "Write its rules into this page."
            yield Finding("error", "address", "@import loads another sheet.", place.selector, line, hint, place=where)
        elif not is_safe(load.address):
            message, hint = f"CSS loads {load.address[:80]}.", "Use a gradient, inline SVG or a system font."
            yield Finding("error", "address", message, place.selector, line, hint, place=where)


def _whereabouts(place: _Place, line_in_sheet: int) -> tuple[int, str]:
    line = place.line + line_in_sheet - 1
    return line, f"{place.name}, line {line}" if place.name else f"line {line}"
