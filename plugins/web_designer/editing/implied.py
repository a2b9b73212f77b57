"""Which elements end without an end tag (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
"""Elements whose content is text whatever it looks like."""

BOUNDARIES = frozenset("html table td th caption template object marquee applet button".split())
"""What an end tag inside cannot reach beyond."""

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = (
    frozenset(
        "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup hr "
        "li main menu nav ol p pre search section summary table ul".split()
    )
    | _HEADINGS
)
_PARTS = frozenset("thead tbody tfoot".split())
_HOLDS_ITEMS = (_BLOCKS | BOUNDARIES | _PARTS | frozenset("body select tr".split())) - frozenset(
    "address div p".split()
)
"""Beyond what an item of a list does not end another: the "special" elements of the specification."""
_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), _HOLDS_ITEMS - {"li"}),
    "dt": (frozenset(("dt", "dd")), _HOLDS_ITEMS - {"dt", "dd"}),
    "dd": (frozenset(("dt", "dd")), _HOLDS_ITEMS - {"dt", "dd"}),
    "option": (frozenset(("option",)), frozenset(("select", "datalist", "optgroup"))),
    "optgroup": (frozenset(("option", "optgroup")), frozenset(("select",))),
    "rt": (frozenset(("rt", "rp")), frozenset(("ruby",))),
    "rp": (frozenset(("rt", "rp")), frozenset(("ruby",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr", "caption", "colgroup")), _PARTS | {"table"}),
    **{part: (_PARTS | {"caption", "colgroup"}, frozenset(("table",))) for part in _PARTS},
    "a": (frozenset(("a",)), BOUNDARIES),
    "button": (frozenset(("button",)), BOUNDARIES - {"button"}),
    "body": (frozenset(("head",)), frozenset()),
}
"""By the name of a start tag: what it ends, and beyond what it looks no further."""


def closed_by(name: str, open_names: Sequence[str]) -> int:
    """How many of the open elements, from the innermost, a start tag of this name ends."""
    if name in _ENDS:
        ends, limits = _ENDS[name]
        if depth := _outermost(open_names, ends, limits):
            return depth
    if name in _HEADINGS and open_names and open_names[-1] in _HEADINGS:
        return 1
    return _depth(open_names, frozenset(("p",)), BOUNDARIES) if name in _BLOCKS else 0


def _depth(open_names: Sequence[str], ends: frozenset[str], limits: frozenset[str]) -> int:
    for depth, name in enumerate(reversed(open_names), 1):
        if name in ends:
            return depth
        if name in limits:
            return 0
    return 0


def _outermost(open_names: Sequence[str], ends: frozenset[str], limits: frozenset[str]) -> int:
    """As far out as elements that it ends stand in each other: a part of a table ends its row and its cell."""
    reach = 0
    for depth, name in enumerate(reversed(open_names), 1):
        if name in limits:
            break
        if name in ends:
            reach = depth
    return reach
