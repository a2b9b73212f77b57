"""Proof that an edit of one element left everything around it as it was."""

from __future__ import annotations

from plugins.web_designer.editing.source import Source, read_source


def is_only_inside(before: Source, number: int, html: str) -> bool:
    """Whether a page differs from another only within an element, to the letter, and no element around it reads otherwise.

    The second matters where a tag that was left open in the element would swallow what comes behind it.
    """
    node = before.node(number)
    tail = len(before.html) - node.end
    end = len(html) - tail
    if end < node.start or html[: node.start] != before.html[: node.start] or html[end:] != before.html[node.end :]:
        return False
    shift = len(html) - len(before.html)

    def moved(offset: int) -> int:
        return offset if offset <= node.start else offset + shift

    inside = {number, *(one.number for one in before.inside(number))}
    around = {
        (one.tag, moved(one.start), moved(one.open_end), moved(one.close_start), moved(one.end))
        for one in before.nodes
        if one.number not in inside
    }
    after = read_source(html)
    others = {
        (one.tag, one.start, one.open_end, one.close_start, one.end)
        for one in after.nodes
        if not node.start <= one.start < end
    }
    return others == around and all(one.end <= end for one in after.nodes if node.start <= one.start < end)


def changed_element(before: Source, number: int, html: str) -> str | None:
    """An element's new source, out of a whole page that differs nowhere else; None if it does."""
    if not is_only_inside(before, number, html):
        return None
    node = before.node(number)
    return html[node.start : len(html) - (len(before.html) - node.end)]
