"""Mends simple faults of a page without a model, by the smallest edits; whatever is not mended stays as it is, to the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plugins.web_designer.markup import Scan, scan
from plugins.web_designer.mending_css import css_edits
from plugins.web_designer.mending_document import document_edits
from plugins.web_designer.mending_elements import element_edits
from plugins.web_designer.mending_tags import tag_edits
from plugins.web_designer.splices import Edit, spliced

MAX_ROUNDS = 6
MAX_BYTES = 3_000_000

Way = Callable[[str, Scan], Iterable[Edit]]
_WAYS: Sequence[Way] = (tag_edits, document_edits, element_edits, css_edits)


@dataclass(frozen=True, slots=True)
class Mended:
    """A page after mending, and a sentence for each thing that was done; empty if nothing was."""

    html: str
    notes: tuple[str, ...] = ()


def mend(html: str) -> Mended:
    """Mend what can be mended for certain. Mending again changes nothing more."""
    if not html.strip() or len(html) > MAX_BYTES:
        return Mended(html)
    notes: list[str] = []
    page = scan(html)
    for _ in range(MAX_ROUNDS):
        before = html
        for way in _WAYS:
            mended, said = spliced(html, way(html, page))
            notes += said
            if mended != html:
                html, page = mended, scan(mended)
        if html == before:
            break
    return Mended(html, tuple(dict.fromkeys(notes)))
