"""The gate: what a page must hold before it is called finished. Pure functions over the HTML text; no browser.

Parsing follows https://html.spec.whatwg.org/multipage/parsing.html (html5lib), CSS https://www.w3.org/TR/css-syntax-3/ (tinycss2).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from plugins.web_designer.addresses import address_findings
from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import Element, ParseFault, Scan, scan
from plugins.web_designer.sheets import sheet_findings

HEAVY_BYTES = 500_000
TOO_HEAVY_BYTES = 1_400_000
MAX_FINDINGS_OF_A_KIND = 8

_TRIFLES = frozenset(
    "expected-doctype-but-got-start-tag expected-doctype-but-got-chars unknown-doctype non-void-element-with-trailing-solidus "
    "named-entity-without-semicolon expected-named-entity numeric-entity-without-semicolon expected-closing-tag-but-got-eof "
    "invalid-codepoint deprecated-tag attributes-in-end-tag self-closing-flag-on-end-tag illegal-windows-1252-entity "
    "unexpected-char-after-body incorrectly-placed-solidus unexpected-end-tag-after-body expected-eof-but-got-end-tag".split()
)
"""Codes of html5lib that every browser mends in the same way without a change to what is seen."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the gate found and measured; ``drawn`` says what was looked at in the drawn page."""

    findings: tuple[Finding, ...]
    size_bytes: int
    declarations: int
    drawn: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    def evidence(self) -> tuple[str, ...]:
        """What was checked, in words."""
        counts = Counter(f.check for f in self.findings)
        return (
            f"Parsed by the HTML standard's algorithm: {counts['parse']} remarks.",
            f"Addresses outside the page: {counts['address']}.",
            f"CSS: {self.declarations} declarations parsed, {counts['css']} not understood.",
            f"Structure and accessibility (title, language, viewport, headings, alternatives, ids): {counts['structure']} remarks.",
            f"Weight: {self.size_bytes / 1000:.0f} kB in one file.",
            *self.drawn,
        )

    def to_json(self) -> list[dict[str, Any]]:
        """The findings as JSON-shaped values, errors first."""
        return [asdict(f) for f in self.findings]


def check_page(html: str) -> Report:
    """Check a whole document."""
    page = scan(html)
    sheets = sheet_findings(page)
    found = [
        *_parse_findings(page, html),
        *address_findings(page),
        *sheets.findings,
        *_structure_findings(page),
        *_weight_findings(html),
    ]
    ordered = sorted(_few(found), key=lambda f: (f.severity != "error", f.line))
    return Report(tuple(ordered), len(html.encode()), sheets.declarations)


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once, and of one kind only the first few: a model drowns in a hundred."""
    seen: set[tuple[str, str]] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        key = (finding.message, finding.whereabouts)
        kind = (finding.check, finding.severity)
        if key in seen or counts[kind] >= MAX_FINDINGS_OF_A_KIND:
            continue
        seen.add(key)
        counts[kind] += 1
        yield finding


def _parse_findings(page: Scan, html: str) -> Iterator[Finding]:
    if not html.strip():
        yield Finding("error", "parse", "The page is empty.")
        return
    for fault in page.faults:
        severity: Literal["error", "warning"] = "warning" if fault.code in _TRIFLES else "error"
        place = f"line {fault.line}, column {fault.column}"
        yield Finding(severity, "parse", _parse_message(fault), line=fault.line, place=place)


def _parse_message(fault: ParseFault) -> str:
    from html5lib.constants import E

    code = fault.code
    try:
        text = E[code] % fault.values
    except (KeyError, TypeError, ValueError):
        text = code.replace("-", " ")
    return text.rstrip(".") + "."


def _structure_findings(page: Scan) -> Iterator[Finding]:
    yield from _document_findings(page)
    yield from _heading_findings(page.elements)
    yield from _picture_findings(page.elements)
    yield from _id_findings(page.elements)


def _document_findings(page: Scan) -> Iterator[Finding]:
    root = page.first("html")
    if root is None or not (root.attributes.get("lang") or "").strip():
        yield _structure("error", "The page does not say its language.", "Write <html lang=…>.", root)
    if not page.title.strip():
        yield _structure("error", "The page has no title.", "Write a <title> in the head.", page.first("head"))
    metas = [e.attributes for e in page.elements if e.tag == "meta"]
    if not any((meta.get("name") or "").lower() == "viewport" for meta in metas):
        hint = 'Write <meta name="viewport" content="width=device-width, initial-scale=1">.'
        yield _structure("error", "The page has no viewport.", hint, page.first("head"))


def _heading_findings(elements: Sequence[Element]) -> Iterator[Finding]:
    headings = [e for e in elements if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    tops = [h for h in headings if h.tag == "h1"]
    if not tops:
        yield _structure("error", "The page has no h1.", "Make the main headline an <h1>.")
    for extra in tops[1:]:
        yield _structure("warning", "There is more than one h1.", "Keep one headline.", extra)
    for before, after in itertools.pairwise(headings):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield _structure("warning", f"{after.tag} follows {before.tag}: a level is skipped.", "", after)


def _picture_findings(elements: Sequence[Element]) -> Iterator[Finding]:
    for element in elements:
        named = element.attributes
        if element.tag == "img" and named.get("alt") is None:
            yield _structure("error", "A picture has no alt text.", "Add alt=… (empty if it only decorates).", element)
        if element.tag == "svg" and not (named.get("role") or named.get("aria-hidden") or named.get("aria-label")):
            hint = 'Add aria-hidden="true", or role="img" and aria-label.'
            yield _structure("warning", "A drawing says nothing to a screen reader.", hint, element)


def _id_findings(elements: Sequence[Element]) -> Iterator[Finding]:
    seen: set[str] = set()
    for element in elements:
        name = element.attributes.get("id")
        if name and name in seen:
            yield _structure("error", f"The id “{name}” is there twice.", "Every id must be unique.", element)
        if name:
            seen.add(name)


def _structure(
    severity: Literal["error", "warning"], message: str, hint: str = "", element: Element | None = None
) -> Finding:
    selector = element.selector if element else ""
    return Finding(severity, "structure", message, selector, element.line if element else 0, hint)


def _weight_findings(html: str) -> Iterator[Finding]:
    size_bytes = len(html.encode())
    weight = f"The page weighs {size_bytes / 1000:.0f} kB."
    if size_bytes > TOO_HEAVY_BYTES:
        yield Finding("error", "weight", weight, hint=f"It must stay under {TOO_HEAVY_BYTES // 1000} kB.")
    elif size_bytes > HEAVY_BYTES:
        yield Finding("warning", "weight", weight, hint="Smaller pictures would help.")
