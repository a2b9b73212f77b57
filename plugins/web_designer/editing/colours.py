"""The colours that a page is made of, for the palette of a colour field."""

from __future__ import annotations

import re
from collections import Counter

from plugins.web_designer.editing.source import Source

MOST = 12
_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-fA-F])")


def page_colours(source: Source) -> tuple[str, ...]:
    """``#rrggbb`` of the colours that its sheets name, those named most first."""
    sheets = (source.content_of(node.number) for node in source.nodes if node.tag == "style")
    counts = Counter(_long(found) for sheet in sheets for found in _HEX.findall(sheet))
    return tuple(colour for colour, _count in counts.most_common(MOST))


def _long(colour: str) -> str:
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
