"""Finds everything in a page that points outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import Element, RawText, Scan

_LOADING = frozenset(
    "src srcset poster data background action formaction href xlink:href manifest cite ping longdesc".split()
)
_LINKS = frozenset(("a", "area"))
_TELLING = frozenset("canonical alternate author license help next prev search me".split())
"""Kinds of <link> that load nothing."""

_SAFE = re.compile(r"^(?:#|data:|about:blank$|about:srcdoc$|mailto:|tel:|sms:|$)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//|^(?:https?|ftp|file|blob|javascript|ws|wss):", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"(?:https?|wss?|ftp):\\?/\\?/(?!www\.w3\.org/)[^\s'\"`<>)]*", re.IGNORECASE)
_SCRIPT_CALL = re.compile(
    r"\b(fetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|import\s*\(|RTCPeerConnection|window\.open)"
)
_REFRESH = re.compile(r"url\s*=", re.IGNORECASE)


def address_findings(page: Scan) -> Iterator[Finding]:
    """Addresses in attributes and scripts; those in CSS are found by ``sheets``."""
    for element in page.elements:
        yield from _attribute_findings(element)
        yield from _refresh_findings(element)
    for raw in page.raw_texts:
        if raw.tag == "script":
            yield from _script_findings(raw)


def is_safe(address: str) -> bool:
    """Whether an address stays inside the page."""
    return bool(_SAFE.match(address.strip()))


def _attribute_findings(element: Element) -> Iterator[Finding]:
    if element.tag == "link" and _TELLING & set(element.get("rel").lower().split()):
        return
    for name, value in element.attributes.items():
        if name not in _LOADING:
            continue
        for address in _addresses(name, value):
            if not is_safe(address):
                yield _finding(element, name, address)


def _addresses(name: str, value: str) -> list[str]:
    """``srcset`` holds several, each with a width; a data address may hold commas itself."""
    if name == "srcset" and "data:" not in value:
        return [part.split()[0] for part in value.split(",") if part.split()]
    return [value]


def _finding(element: Element, name: str, address: str) -> Finding:
    shown = address.strip()[:80]
    if element.tag in _LINKS and name in ("href", "xlink:href", "ping"):
        if address.strip().lower().startswith("javascript:"):
            return _error(element, f"A link runs a script: {shown}", "Use a <button> with a listener.")
        hint = "" if _OUTSIDE.match(address.strip()) else "Only this one file exists: link to a part of it with #id."
        return Finding(
            "warning", "address", f"A link leads outside the page: {shown}", element.selector, element.line, hint
        )
    if element.tag in ("form", "button", "input"):
        return _error(element, f"A form sends to {shown}.", "Leave action out, or use mailto:.")
    return _error(
        element, f"{element.tag} {name} loads from outside the page: {shown}", "Draw it as inline SVG or CSS."
    )


def _refresh_findings(element: Element) -> Iterator[Finding]:
    refreshes = element.tag == "meta" and element.get("http-equiv").lower() == "refresh"
    if refreshes and _REFRESH.search(element.get("content")):
        yield _error(element, "The page sends its reader to another address.", "Remove the refresh.")
    if element.tag == "base":
        yield _error(element, "<base> changes what addresses mean.", "Remove it.")


def _script_findings(raw: RawText) -> Iterator[Finding]:
    for pattern, words in (
        (_SCRIPT_ADDRESS, "names an address outside the page"),
        (_SCRIPT_CALL, "reaches for the network"),
    ):
        for found in pattern.finditer(raw.text):
            line = raw.line + raw.text.count("\n", 0, found.start())
            message = f"A script {words}: {found.group(0)[:60]}"
            hint = "The page must work with the network off."
            yield Finding("error", "address", message, line=line, hint=hint, place=f"script, line {line}")


def _error(element: Element, message: str, hint: str) -> Finding:
    return Finding("error", "address", message, element.selector, element.line, hint)
