"""The text of an element as people read it, and the smallest edits that make it read otherwise: markup within it stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape, unescape

from plugins.web_designer.editing.source import Node, Source
from plugins.web_designer.splices import Edit

_INLINE = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time u var wbr".split()
)
_OPAQUE = frozenset("svg math img picture input canvas video audio object iframe select meter progress".split())
"""What stands among words and is none itself; it stays where it is."""

_NO_TEXT = frozenset("html head body script style template table tbody thead tfoot tr ul ol dl select svg".split())
_VERBATIM = frozenset(("pre", "textarea"))
_TOKEN = re.compile(r"<!--.*?(?:--!?>|\Z)|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.", re.DOTALL)
_SPACE = " \t\r\n\f"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A character as people read it, and where it stands in the source; ``text`` may be longer for a rare reference."""

    text: str
    start: int
    end: int


def words_of(source: Source, number: int) -> str | None:
    """An element's text, a line break for each ``br``; None where it holds more than words."""
    return _text(_pieces(source, number)) if has_words(source, number) else None


def has_words(source: Source, number: int) -> bool:
    """Whether an element holds words, with nothing but the markup of words among them."""
    node = source.node(number)
    if node.is_void or node.tag in _NO_TEXT or node.tag in _OPAQUE:
        return False
    inside = list(_visible(source, number))
    if any(one.tag not in _INLINE and one.tag not in _OPAQUE for one in inside):
        return False
    return bool(_pieces(source, number)) or all(one.tag not in _OPAQUE for one in inside)


def words_edits(source: Source, number: int, text: str) -> list[Edit]:
    """Edits that make an element read ``text``; what stays the same is not touched.

    Raises:
        ValueError: the element holds more than words.
    """
    if not has_words(source, number):
        raise ValueError("this element holds more than words")
    node = source.node(number)
    wanted = (
        text
        if node.tag in _VERBATIM
        else _collapsed(text if _takes_breaks(source, number) else text.replace("\n", " "))
    )
    pieces = _pieces(source, number)
    edits: list[Edit] = []
    for _kind, low, high, new_low, new_high in _changes([one.text for one in pieces], wanted):
        edits += _replaced(pieces, low, high, _written(wanted[new_low:new_high], node), node)
    return edits


def _takes_breaks(source: Source, number: int) -> bool:
    return all(source.node(one).tag not in ("svg", "option", "title") for one in source.path(number))


def _changes(old: list[str], new: str) -> Iterator[tuple[str, int, int, int, int]]:
    for change in SequenceMatcher(None, old, list(new), autojunk=False).get_opcodes():
        if change[0] != "equal":
            yield change


def _replaced(pieces: list[_Piece], low: int, high: int, written: str, node: Node) -> Iterator[Edit]:
    """New words take the place of the first that goes; they join the words before them where none does."""
    if low == high:
        at = pieces[low - 1].end if low else pieces[0].start if pieces else node.open_end
        yield Edit(at, at, written, "")
        return
    first, *others = pieces[low:high]
    yield Edit(first.start, first.end, written, "")
    for piece in others:
        yield Edit(piece.start, piece.end, "", "")


def _written(text: str, node: Node) -> str:
    kept = escape(text, quote=False).replace("\xa0", "&nbsp;")
    return kept if node.tag in _VERBATIM else kept.replace("\n", "<br>")


def _collapsed(text: str) -> str:
    lines = (re.sub(rf"[{_SPACE}]+", " ", line).strip(_SPACE) for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def _text(pieces: list[_Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _visible(source: Source, number: int) -> Iterator[Node]:
    """What stands in an element, without the inside of pictures."""
    beyond = 0
    for node in source.inside(number):
        if node.start >= beyond:
            yield node
            if node.tag in _OPAQUE:
                beyond = node.end


def _pieces(source: Source, number: int) -> list[_Piece]:
    node = source.node(number)
    found = list(_characters(source, number))
    return found if node.tag in _VERBATIM else list(_without_extra_space(found))


def _characters(source: Source, number: int) -> Iterator[_Piece]:
    node = source.node(number)
    at = node.open_end
    for start, end, is_break in _tags(source, number):
        yield from _plain(source.html, at, start)
        if is_break:
            yield _Piece("\n", start, end)
        at = end
    yield from _plain(source.html, at, node.close_start)


def _tags(source: Source, number: int) -> list[tuple[int, int, bool]]:
    """Places of the tags within an element, and whether each is a line break."""
    found = []
    for node in _visible(source, number):
        if node.tag in _OPAQUE or node.is_void:
            found.append((node.start, node.end, node.tag == "br"))
        else:
            found += [(node.start, node.open_end, False), (node.close_start, node.end, False)]
    return sorted(found)


def _plain(html: str, start: int, end: int) -> Iterator[_Piece]:
    for token in _TOKEN.finditer(html, start, end):
        if not token[0].startswith("<!--"):
            yield _Piece(unescape(token[0]), token.start(), token.end())


def _without_extra_space(pieces: list[_Piece]) -> Iterator[_Piece]:
    """As browsers read white space: one blank for a run of it, none at the ends of a line."""
    waiting: _Piece | None = None
    is_at_start = True
    for piece in pieces:
        is_break = piece.text == "\n" and piece.end - piece.start > 1
        if piece.text in _SPACE and not is_break:
            waiting = waiting or piece
            if waiting is not piece and waiting.end == piece.start:
                waiting = _Piece(" ", waiting.start, piece.end)
            continue
        if waiting and not is_at_start and not is_break:
            yield _Piece(" ", waiting.start, waiting.end)
        yield piece
        waiting, is_at_start = None, is_break
