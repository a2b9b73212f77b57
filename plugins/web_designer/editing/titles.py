"""What people call an element: its tag and a word of what it says."""

from __future__ import annotations

import re
from html import unescape

from plugins.web_designer.editing.source import Node, Source

MAX_WORDS = 28
_TAG = re.compile(r"<!--.*?-->|<(script|style|template)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def title_of(source: Source, number: int) -> str:
    """Such as ``h2 “Fresh bread”``; only its tag where it says nothing."""
    tag, words = source.node(number).tag, words_for(source, number)
    return f"{tag} “{words}”" if words else tag


def words_for(source: Source, number: int) -> str:
    """What an element says, or what it is named, in few words; empty if nothing."""
    node = source.node(number)
    named = node.attributes.get("alt") or node.attributes.get("aria-label") or ""
    said = named or (_heading(source, node) if node.tag in _ROOMS else _plain(source.content_of(node.number)))
    said = said or node.attributes.get("id") or next(iter(node.attributes.get("class", "").split()), "")
    return said if len(said) <= MAX_WORDS else f"{said[: MAX_WORDS - 1].rstrip()}…"


_ROOMS = frozenset("header main section footer nav aside article div form body html head".split())


def _heading(source: Source, node: Node) -> str:
    """A room is called by the heading in it."""
    for below in source.inside(node.number):
        if re.fullmatch(r"h[1-6]", below.tag):
            return _plain(source.content_of(below.number))
    return ""


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html[:2000])).split())
