"""Documents that a model wrote whole: taken as they come, closed where they were cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from plugins.web_designer.markup import VOID

_UNFINISHED_TAG = re.compile(r"<(?:[a-zA-Z!/][^<>]*)?\Z")
_IMPLIED_END = frozenset("p li dt dd option tr td th thead tbody tfoot colgroup optgroup".split())
_START = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Closed:
    """A whole document, and what had to be done to make it one; empty if nothing."""

    html: str
    notes: tuple[str, ...] = ()


def close_document(html: str) -> Closed:
    """Complete a document that breaks off, and give it the doctype if it lacks one."""
    notes: list[str] = []
    text = html.strip()
    if not re.search(r"</html\s*>\s*\Z", text, re.IGNORECASE):
        text, added = _closed(text)
        if added:
            notes.append(f"The answer was cut off; {len(added)} open elements were closed: {', '.join(added[:6])}.")
    if not re.match(r"<!doctype", text, re.IGNORECASE):
        text = "<!DOCTYPE html>\n" + text
        notes.append("The doctype was missing and was added.")
    return Closed(text, tuple(notes))


def looks_like_document(text: str) -> bool:
    """Whether there is a page in ``text`` at all."""
    return bool(_START.search(text))


def document_so_far(text: str) -> str:
    """The page inside a half-streamed answer, for a preview: from its doctype on, without scripts; empty if none began yet."""
    found = _START.search(text)
    if found is None:
        return ""
    body = text[found.start() :].split("```")[0]
    body = re.sub(r"<script\b.*?(?:</script>|\Z)", "", body, flags=re.DOTALL | re.IGNORECASE)
    return _UNFINISHED_TAG.sub("", body)


def is_chinese_or_japanese(text: str) -> bool:
    """Whether a noticeable part of the letters is Chinese or Japanese."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and len(_CJK.findall(text)) > 0.25 * len(letters)


def _closed(text: str) -> tuple[str, list[str]]:
    text = _UNFINISHED_TAG.sub("", text)
    reader = _Open()
    reader.feed(text)
    reader.close()
    if not reader.stack:
        return text, []
    inner = reader.stack[-1]
    if inner == "style":
        text = text[: max(text.rfind("}"), text.rfind(">")) + 1] + _open_braces(text)
    if inner == "script":
        text = text[: text.lower().rfind("<script")]
        reader.stack.pop()
    added = [tag for tag in reversed(reader.stack) if tag not in _IMPLIED_END]
    return text + "".join(f"</{tag}>" for tag in reversed(reader.stack)), added


def _open_braces(text: str) -> str:
    """Braces of the last style sheet that are still open after its last whole rule (a media query)."""
    sheet = text[text.lower().rfind("<style") : text.rfind("}") + 1]
    return "}" * max(sheet.count("{") - sheet.count("}"), 0)


class _Open(HTMLParser):
    """Keeps the elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _IMPLIED_END and self.stack and self.stack[-1] == tag:
            self.stack.pop()
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<path/>`` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass
