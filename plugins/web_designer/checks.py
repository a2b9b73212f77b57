"""The gate: what a page must hold before it is called finished. Pure functions over the HTML text; no browser.

Parsing follows https://html.spec.whatwg.org/multipage/parsing.html (html5lib), CSS https://www.w3.org/TR/css-syntax-3/ (tinycss2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from plugins.web_designer.finding import Finding

HEAVY_BYTES = 500_000
TOO_HEAVY_BYTES = 1_400_000
MAX_FINDINGS_OF_A_KIND = 8


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
            f"CSS against the specification: {self.declarations} declarations, {counts['css']} remarks.",
            f"Structure (title, language, headings, ids, what may stand where): {counts['structure']} remarks.",
            f"Accessibility in the source (names, labels, roles, references): {self._in_source()} remarks.",
            f"Weight: {self.size_bytes / 1000:.0f} kB in one file.",
            *self.drawn,
        )

    def _in_source(self) -> int:
        return sum(f.check == "accessibility" and not f.place for f in self.findings)

    def to_json(self) -> list[dict[str, Any]]:
        """The findings as JSON-shaped values, errors first."""
        return [asdict(f) for f in self.findings]


def check_page(html: str) -> Report:
    """Check a whole document. Its parts are loaded when the first page is checked, so that a window opens without them."""
    from plugins.web_designer.accessibility_checks import accessibility_findings
    from plugins.web_designer.addresses import address_findings
    from plugins.web_designer.markup import scan
    from plugins.web_designer.parse_errors import parse_findings
    from plugins.web_designer.sheets import sheet_findings
    from plugins.web_designer.structure_checks import structure_findings

    page = scan(html)
    sheets = sheet_findings(page)
    found = [
        *_emptiness(html),
        *parse_findings(page),
        *address_findings(page),
        *sheets.findings,
        *structure_findings(page),
        *accessibility_findings(page),
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


def _emptiness(html: str) -> Iterator[Finding]:
    if not html.strip():
        yield Finding("error", "parse", "The page is empty.")


def _weight_findings(html: str) -> Iterator[Finding]:
    size_bytes = len(html.encode())
    weight = f"The page weighs {size_bytes / 1000:.0f} kB."
    if size_bytes > TOO_HEAVY_BYTES:
        yield Finding("error", "weight", weight, hint=f"It must stay under {TOO_HEAVY_BYTES // 1000} kB.")
    elif size_bytes > HEAVY_BYTES:
        yield Finding("warning", "weight", weight, hint="Smaller pictures would help.")
