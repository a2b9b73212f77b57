"""What every page must say of itself: doctype, language, encoding, viewport, title; and what sends its reader away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from plugins.web_designer.addresses import is_safe
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.markup import Element, Scan
from plugins.web_designer.source_tags import tag_of
from plugins.web_designer.splices import Edit

_DOCTYPE = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)
_LOADING = frozenset(
    "stylesheet preconnect dns-prefetch preload prefetch modulepreload icon apple-touch-icon manifest mask-icon".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_COMMON: dict[str, frozenset[str]] = {
    "en": frozenset("the and of to in with for our your from is are you we at by".split()),
    "de": frozenset("der die das und mit für von wir ihr sie ist ein eine nicht auf zu".split()),
    "fr": frozenset("le la les et de des une pour avec nous vous est dans sur du".split()),
    "es": frozenset("el los las y con para una nosotros es en del por su más".split()),
    "pt": frozenset("o os as e com para uma nós é em do da não mais você".split()),
    "it": frozenset("il gli e con per una noi è di della che nel più".split()),
    "nl": frozenset("de het een en van met voor wij is in op onze niet".split()),
}
"""Short words by which a language is known."""

_ENOUGH_WORDS = 3


def document_edits(html: str, page: Scan) -> Iterator[Edit]:
    """Edits of the head of a page."""
    if not any(e.end >= 0 for e in page.elements) and "<" not in html:
        return
    if any(fault.code.startswith("expected-doctype-but-got") for fault in page.faults):
        line_end = "\r\n" if "\r\n" in html else "\n"
        yield Edit(0, 0, f"<!DOCTYPE html>{line_end}", "The doctype was missing and was added.")
    yield from _language(html, page)
    yield from _head(html, page)
    yield from _senders(html, page)


def _language(html: str, page: Scan) -> Iterator[Edit]:
    if page.root.get("lang").strip():
        return
    language = language_of(page.root.text)
    if not language:
        return
    note = f"The page's language, {language}, was written down."
    tag = tag_of(html, page.root)
    if tag is None:
        if page.root.end < 0:
            at = _behind_doctype(html)
            yield Edit(at, at, f'<html lang="{language}">', note)
        return
    empty = tag.get("lang")
    if empty is not None:
        yield Edit(empty.start, empty.end, f'lang="{language}"', note)
    else:
        at = tag.start + len("<html")
        yield Edit(at, at, f' lang="{language}"', note)


def language_of(text: str) -> str:
    """The code of the language of a text; empty if it cannot be told."""
    if re.search(r"[\u3040-\u30ff]", text) and is_chinese_or_japanese(text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if is_chinese_or_japanese(text):
        return "zh-CN"
    words = [word.lower() for word in _WORD.findall(text)]
    counts = sorted((sum(word in common for word in words), code) for code, common in _COMMON.items())
    (second, _), (most, code) = counts[-2:]
    return code if most >= _ENOUGH_WORDS and most > second else ""


def _head(html: str, page: Scan) -> Iterator[Edit]:
    """Encoding, viewport and title, at the beginning of the head."""
    metas = page.all("meta")
    at = _head_start(html, page)
    if not any("charset" in m.attributes or m.get("http-equiv").lower() == "content-type" for m in metas):
        yield Edit(at, at, '<meta charset="utf-8">', "The encoding was written down.")
    if not any(m.get("name").lower() == "viewport" for m in metas):
        viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield Edit(at, at, viewport, "The viewport was set to the width of the screen.")
    headline = next((" ".join(e.text.split()) for e in page.all("h1") if e.text.strip()), "")
    if not page.title.strip() and headline:
        yield from _title(html, page, at, headline)


def _title(html: str, page: Scan, at: int, headline: str) -> Iterator[Edit]:
    note = f"The page's title was taken from its headline: “{headline[:60]}”."
    text = escape(headline, quote=False)
    empty = page.first("title")
    if empty is None:
        yield Edit(at, at, f"<title>{text}</title>", note)
    elif empty.end >= 0 and re.match(r"\s*</title", html[empty.end :], re.IGNORECASE):
        yield Edit(empty.end, empty.end, text, note)


def _head_start(html: str, page: Scan) -> int:
    head = page.first("head")
    if head is not None and head.end >= 0:
        return head.end
    return page.root.end if page.root.end >= 0 else _behind_doctype(html)


def _behind_doctype(html: str) -> int:
    found = _DOCTYPE.match(html)
    return found.end() if found else 0


def _senders(html: str, page: Scan) -> Iterator[Edit]:
    """What sends the reader elsewhere, and what only loads decoration from elsewhere."""
    for element in page.elements:
        if note := _why_removed(element):
            tag = tag_of(html, element)
            if tag is not None:
                yield Edit(tag.start, tag.end, "", note)


def _why_removed(element: Element) -> str:
    if element.tag == "meta" and element.get("http-equiv").lower() == "refresh":
        return "A refresh that sends the reader elsewhere was removed."
    if element.tag == "base":
        return "<base>, which changes what addresses mean, was removed."
    words = element.get("rel").lower().split()
    if element.tag == "link" and _LOADING & set(words) and not is_safe(element.get("href")):
        return f"A link to {element.get('href').strip()[:80]} was removed: the page must work by itself."
    return ""
