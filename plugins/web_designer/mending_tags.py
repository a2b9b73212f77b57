"""Tags that do not fit: elements that stay open are closed, end tags that close nothing go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.web_designer.markup import VOID, Scan, scan
from plugins.web_designer.source_tags import tag_at
from plugins.web_designer.splices import Edit, spliced

_IMPLIED = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot caption colgroup rt rp html head body".split()
)
"""Elements whose end tag may be left out."""

_RAW = frozenset("script style textarea title xmp noembed noframes iframe".split())
_FOREIGN = frozenset(("svg", "math"))
_CLOSES_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup hr main menu nav ol p pre search section table ul".split()
)
_SIBLINGS = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option",)),
    "optgroup": frozenset(("option", "optgroup")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset("thead tbody tfoot tr td th caption colgroup".split())),
    "tr": frozenset(("tr", "td", "th")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
}
_NEXT = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)|<[!?][^>]*>", re.DOTALL)


def tag_edits(html: str, page: Scan) -> Iterator[Edit]:
    """Edits that close and remove tags; none if they would not leave fewer parse errors."""
    if not page.faults:
        return
    edits = list(_Walk(html).edits())
    if edits and len(scan(spliced(html, edits)[0]).faults) < len(page.faults):
        yield from edits


@dataclass(slots=True)
class _Walk:
    """Goes through the tags of a source with a stack of what is open."""

    html: str
    stack: list[str] = field(default_factory=list)

    def edits(self) -> Iterator[Edit]:
        at = 0
        while found := _NEXT.search(self.html, at):
            at = found.end()
            if not found[2]:
                continue
            name = found[2].lower()
            if found[1]:
                at = self.html.find(">", at) + 1 or len(self.html)
                yield from self._end(name, found.start(), at)
            else:
                tag = tag_at(self.html, found.start())
                if tag is None:
                    return  # a tag too odd to be judged: leave all behind it alone
                at = tag.end
                is_value = any(one.end == at - 1 for one in tag.attributes)
                yield from self._start(name, at, closes_itself=self.html[at - 2] == "/" and not is_value)
                if name in _RAW and not self._is_foreign():
                    at = self._behind_raw(name, at)
        yield from self._at_end()

    def _is_foreign(self) -> bool:
        return any(name in _FOREIGN for name in self.stack)

    def _start(self, name: str, end: int, *, closes_itself: bool) -> Iterator[Edit]:
        if self._is_foreign() or name in _FOREIGN:
            if not closes_itself:
                self.stack.append(name)
            return
        self._imply(name)
        if name in VOID:
            return
        if closes_itself:
            yield Edit(end - 2, end, f"></{name}>", f"<{name}/> stayed open and was closed.")
        else:
            self.stack.append(name)

    def _imply(self, name: str) -> None:
        """Close what a start tag closes by itself."""
        if name in _CLOSES_P and self.stack and self.stack[-1] == "p":
            self.stack.pop()
        siblings = _SIBLINGS.get(name, frozenset())
        while self.stack and self.stack[-1] in (*siblings, *(("p",) if siblings else ())):
            self.stack.pop()

    def _behind_raw(self, name: str, at: int) -> int:
        end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.html, at)
        self.stack.pop()
        return end.end() if end else len(self.html)

    def _end(self, name: str, start: int, end: int) -> Iterator[Edit]:
        if name not in self.stack:
            if name not in ("br", "html", "body", "head"):
                yield Edit(start, end, "", f"</{name}>, which closed nothing, was removed.")
            return
        inner: list[str] = []
        while (top := self.stack.pop()) != name:
            inner.append(top)
        yield from self._closed(inner, start)

    def _closed(self, inner: list[str], at: int) -> Iterator[Edit]:
        names = [name for name in inner if name not in _IMPLIED]
        if names:
            tags = "".join(f"</{name}>" for name in names)
            shown = ", ".join(f"<{name}>" for name in names)
            yield Edit(at, at, tags, f"{shown} stayed open and was closed.")

    def _at_end(self) -> Iterator[Edit]:
        yield from self._closed(list(reversed(self.stack)), len(self.html))
