"""Proof that an edit of one element left everything around it as it was.

Four things are asked of a page after the edit: its source is the same to the letter before and behind the element; the tree that browsers
build of it (https://html.spec.whatwg.org/multipage/parsing.html, as html5lib follows it) is the same around the element, so that no tag
left open, form, link or stray cell reaches out of it; the element holds no new style, script or other part that acts on the whole page;
and what it held of these is as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from app.api import Problem
from plugins.web_designer.editing.source import NUMBER, Node, Source, read_source
from plugins.web_designer.editing.titles import title_of

_FOR_ALL = frozenset("base link meta script style".split())
"""What acts on the whole page wherever it stands."""
_ROOTS = frozenset("html head body style script".split())
"""What may be asked for itself, and acts on the whole page then."""
_TO_CLOSE = frozenset("a b big button code em font i nobr plaintext s select small strike strong template tt u".split())
"""What goes on behind the element where it is left open; parsers differ in how far."""
_HERE = "\0"


def beyond(before: Source, number: int, html: str) -> Problem | None:
    """How a page differs from another outside of an element; None if it does nowhere."""
    if not is_only_inside(before, number, html):
        return Problem(
            f"The change reaches beyond {title_of(before, number)}.",
            hint="Change this element alone, and close every tag that is opened in it.",
        )
    after = read_source(html)
    if name := _acting_on_all(before, number, after):
        return Problem(
            f"The change puts <{name}> into {title_of(before, number)}, which acts on the whole page.",
            hint="Leave it out; what a style attribute cannot say goes into a css block whose selectors begin with .it.",
        )
    return None


def is_only_inside(before: Source, number: int, html: str) -> bool:
    """Whether a page differs from another only within an element: to the letter, and as browsers read it."""
    if changed_text(before, number, html) is None:
        return False
    node, after = before.node(number), read_source(html)
    end = len(html) - (len(before.html) - node.end)
    if not _is_same_around(before, node, after, end):
        return False
    kept, made = _around(before, node.start, node.end), _around(after, node.start, end)
    return made in (kept, kept.replace(_HERE, ""))


def changed_text(before: Source, number: int, html: str) -> str | None:
    """An element's new source, out of a whole page that is the same to the letter before and behind it; None if it is not."""
    node = before.node(number)
    end = len(html) - (len(before.html) - node.end)
    if end < node.start or html[: node.start] != before.html[: node.start] or html[end:] != before.html[node.end :]:
        return None
    return html[node.start : end]


def _acting_on_all(before: Source, number: int, after: Source) -> str:
    """The name of what is new in an element and acts on the whole page; empty if nothing."""
    node = before.node(number)
    if node.tag in _ROOTS:
        return ""
    end = len(after.html) - (len(before.html) - node.end)
    old = Counter(before.text_of(one.number) for one in before.nodes[number:] if one.start < node.end)
    for one in after.nodes:
        if node.start <= one.start < end and one.tag in _FOR_ALL:
            old[after.text_of(one.number)] -= 1
            if old[after.text_of(one.number)] < 0:
                return one.tag
    return ""


def _is_same_around(before: Source, node: Node, after: Source, end: int) -> bool:
    """Whether the elements around one begin and end where they did; html5lib does not know what a ``template`` holds fast."""
    shift = end - node.end

    def moved(offset: int) -> int:
        return offset if offset <= node.start else offset + shift

    kept = {
        (one.tag, moved(one.start), moved(one.open_end), moved(one.close_start), moved(one.end))
        for one in before.nodes
        if not node.start <= one.start < node.end
    }
    made = {
        (one.tag, one.start, one.open_end, one.close_start, one.end)
        for one in after.nodes
        if not node.start <= one.start < end
    }
    old = before.nodes[node.number : node.number + 1 + sum(1 for _ in before.inside(node.number))]
    new = [one for one in after.nodes if node.start <= one.start < end]
    return made == kept and all(one.end <= end for one in new) and _left_open(new) <= _left_open(old)


def _left_open(nodes: Sequence[Node]) -> Counter[str]:
    return Counter(one.tag for one in nodes if one.tag in _TO_CLOSE and one.close_start == one.end)


def _around(source: Source, start: int, end: int) -> str:
    """The tree of a page as text, with one sign in place of all that begins between two offsets."""
    import html5lib  # it takes a while to load

    tree = html5lib.parse(_marked(source, start, end), treebuilder="etree", namespaceHTMLElements=False)
    return re.sub(rf"{_HERE}(?:\s*{_HERE})*", _HERE, "".join(_told(tree)))


def _marked(source: Source, start: int, end: int) -> str:
    """The page with the mark of ``NUMBER`` on every element that begins between two offsets, without text of its own between them."""
    parts = [source.html[:start]]
    at = start
    for node in source.nodes:
        if not start <= node.start < end:
            continue
        name_end = source.tag_of(node.number).start + 1 + len(node.tag)
        parts += [
            _gap(source.html, at, node.start, is_inside=at != start),
            source.html[node.start : name_end],
            f' {NUMBER}=""',
        ]
        at = name_end
    return "".join([*parts, source.html[at:]])


def _gap(html: str, at: int, to: int, *, is_inside: bool) -> str:
    return html[at:to] if is_inside or "<" in html[at:to] else ""


def _told(tree: Any) -> Iterator[str]:
    """A tree's tags and texts in their order; one sign for what carries the mark."""
    left: list[Any] = [tree]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif not isinstance(one.tag, str):
            yield f"<!--{one.text}-->"
        elif NUMBER in one.attrib:
            yield _HERE
        else:
            yield f"<{one.tag} {sorted(one.attrib.items(), key=str)}>{one.text or ''}"
            left.append(f"</{one.tag}>")
            left += [part for child in reversed(one) for part in (child.tail or "", child)]
