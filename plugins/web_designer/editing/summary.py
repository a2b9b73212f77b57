"""What an edit changed, in one sentence."""

from __future__ import annotations

from plugins.web_designer.editing.common_ends import shared_end, shared_start
from plugins.web_designer.editing.difference import changes, counts
from plugins.web_designer.editing.source import Source
from plugins.web_designer.editing.titles import title_of


def summary(before: Source, after: Source) -> str:
    """How many lines changed, and in what."""
    went, came = counts(changes(before.html, after.html))
    title = _where(before, after)
    if not came and not went:
        return "Nothing is other than before."
    if not went:
        return f"Lines that came into {title}: {came}."
    if not came:
        return f"Lines that went from {title}: {went}."
    return f"Lines changed in {title}: {went}." if went == came else f"Lines changed in {title}: {went}, now {came}."


def _where(before: Source, after: Source) -> str:
    """The innermost element around all that changed, as it is called now."""
    start = shared_start(before.html, after.html)
    tail = min(shared_end(before.html, after.html), len(before.html) - start, len(after.html) - start)
    around = _around(after, start, tail)
    around = around[: len(_around(before, start, tail))]
    if not around or after.node(around[-1]).tag in ("html", "head", "body"):
        return "the page"
    return title_of(after, around[-1])


def _around(source: Source, start: int, tail: int) -> list[int]:
    """The elements, from outside in, that hold all from an offset to another, counted from the end."""
    innermost = source.at(start)
    end = max(len(source.html) - tail, start)
    return [n for n in source.path(innermost) if source.node(n).end >= end] if innermost >= 0 else []
