"""What a page must have, and what may stand where (https://html.spec.whatwg.org/multipage/dom.html#content-models)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from plugins.web_designer.css.near import nearest
from plugins.web_designer.finding import Finding
from plugins.web_designer.html_names import BLOCKS, ELEMENTS, HEADINGS, OBSOLETE, SOLID_ROLES, TEXT_ONLY, TRANSPARENT
from plugins.web_designer.markup import Element, Scan

_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8}|[ix])(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
"""https://www.rfc-editor.org/rfc/rfc5646, without its registry."""

_INTERACTIVE = frozenset("button select textarea details iframe".split())
_LISTS = frozenset("ul ol menu".split())
_HELPERS = frozenset("script template".split())


def structure_findings(page: Scan) -> Iterator[Finding]:
    """Remarks on the document and its elements."""
    elements = [e for e in page.elements if not _is_in_template(e)]
    yield from _document_findings(page)
    yield from _heading_findings(elements)
    yield from _id_findings(elements)
    yield from _target_findings(page, elements)
    for element in elements:
        if element.kind == "html":
            yield from _element_findings(element)


def _is_in_template(element: Element) -> bool:
    return any(above.tag == "template" for above in element.ancestors)


def _document_findings(page: Scan) -> Iterator[Finding]:
    language = page.root.get("lang").strip()
    if not language:
        yield _found("error", "The page does not say its language.", "Write <html lang=…>.", page.root)
    elif not _LANGUAGE.fullmatch(language):
        hint = "Write a code as en, zh-CN or pt-BR."
        yield _found("error", f"“{language[:40]}” is no language.", hint, page.root)
    titles = [e for e in page.all("title") if not _is_in_template(e)]
    if not page.title.strip():
        yield _found("error", "The page has no title.", "Write a <title> in the head.", page.first("head"))
    for extra in titles[1:]:
        yield _found("warning", "There is a second title; browsers show the first.", "Keep one.", extra)
    yield from _meta_findings(page)
    yield from _main_findings(page)


def _meta_findings(page: Scan) -> Iterator[Finding]:
    metas = page.all("meta")
    if not any(meta.get("name").lower() == "viewport" for meta in metas):
        hint = 'Write <meta name="viewport" content="width=device-width, initial-scale=1">.'
        yield _found("error", "The page has no viewport.", hint, page.first("head"))
    has_charset = any("charset" in m.attributes or m.get("http-equiv").lower() == "content-type" for m in metas)
    if not has_charset:
        hint = 'Write <meta charset="utf-8"> first in the head.'
        yield _found("warning", "The page does not say its encoding.", hint, page.first("head"))


def _main_findings(page: Scan) -> Iterator[Finding]:
    mains = [e for e in page.elements if e.tag == "main" or e.get("role") == "main"]
    shown = [e for e in mains if "hidden" not in e.attributes and not _is_in_template(e)]
    if not shown:
        yield _found("warning", "The page has no main part.", "Put its own content into <main>.", page.first("body"))
    for extra in shown[1:]:
        yield _found("warning", "There is more than one main part.", "Keep one <main>.", extra)


def _heading_findings(elements: Sequence[Element]) -> Iterator[Finding]:
    headings = [e for e in elements if e.tag in HEADINGS]
    tops = [h for h in headings if h.tag == "h1"]
    if not tops:
        yield _found("error", "The page has no h1.", "Make the main headline an <h1>.")
    for extra in tops[1:]:
        yield _found("warning", "There is more than one h1.", "Keep one headline.", extra)
    for before, after in itertools.pairwise(headings):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield _found("warning", f"{after.tag} follows {before.tag}: a level is skipped.", "", after)


def _id_findings(elements: Sequence[Element]) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    for element in elements:
        name = element.get("id")
        counts[name] += 1
        if name and counts[name] > 1:
            yield _found("error", f"The id “{name}” is there twice.", "Every id must be unique.", element)
        if name and re.search(r"\s", name):
            yield _found("error", f"The id “{name}” holds a space.", "Write it without.", element)


def _target_findings(page: Scan, elements: Sequence[Element]) -> Iterator[Finding]:
    """Links to parts of the page that are not there."""
    targets = {e.get("id") for e in page.elements} | {e.get("name") for e in page.all("a")}
    for element in elements:
        address = element.get("href")
        part = address[1:]
        is_link = element.tag in ("a", "area") and address.startswith("#") and len(address) > 1
        if is_link and part.lower() != "top" and not part.startswith((":~:", "/", "!")) and _plain(part) not in targets:
            message = f"A link leads to “{address[:60]}”, which is not in the page."
            yield _found("warning", message, "Give the target that id.", element)


def _plain(part: str) -> str:
    from urllib.parse import unquote

    return unquote(part)


def _element_findings(element: Element) -> Iterator[Finding]:
    yield from _name_findings(element)
    yield from _list_findings(element)
    yield from _nesting_findings(element)
    yield from _part_findings(element)


def _name_findings(element: Element) -> Iterator[Finding]:
    tag = element.tag
    if tag in OBSOLETE and tag not in ("param", "rb", "rtc"):
        yield _found("warning", f"<{tag}> is no element of today's HTML.", "Use CSS.", element)
    elif tag not in ELEMENTS and tag not in OBSOLETE and "-" not in tag:
        near = nearest(tag, ELEMENTS)
        hint = f"Did you mean <{near}>?" if near else "Use <div> or <span>."
        yield _found("warning", f"There is no element <{tag[:40]}>.", hint, element)


def _list_findings(element: Element) -> Iterator[Finding]:
    parent = element.parent
    if parent is None or parent.kind != "html":
        return
    role, around = element.get("role"), parent.get("role")
    if element.tag == "li" and parent.tag not in _LISTS and around != "list" and not role:
        yield _found("error", "A list item stands outside of a list.", "Put <li> into <ul> or <ol>.", element)
    if (
        parent.tag in _LISTS
        and not around
        and element.tag != "li"
        and element.tag not in _HELPERS
        and role != "listitem"
    ):
        yield _found("error", f"A list holds <{element.tag}> without an item.", "Put it into <li>.", parent)
    if element.tag in ("dt", "dd") and not role:
        group = parent.parent if parent.tag == "div" else parent
        if group is None or group.tag != "dl":
            yield _found("error", f"<{element.tag}> stands outside of <dl>.", "Put it into <dl>.", element)
    if parent.tag == "dl" and not around and element.tag not in ("dt", "dd", "div", *_HELPERS):
        yield _found("error", f"<dl> holds <{element.tag}>.", "Only <dt>, <dd> and <div> belong there.", parent)


def _nesting_findings(element: Element) -> Iterator[Finding]:
    if is_interactive(element):
        outer = next((e for e in element.ancestors if _is_solid(e)), None)
        if outer is not None:
            message = f"<{element.tag}> stands in <{outer.tag}>: one cannot be used without the other."
            yield _found("error", message, "Take one out of the other.", outer)
    if element.tag in BLOCKS:
        outer = next((e for e in element.ancestors if e.tag not in TRANSPARENT), None)
        if outer is not None and outer.kind == "html" and outer.tag in TEXT_ONLY:
            message = f"<{element.tag}> stands in <{outer.tag}>, which is for text alone."
            yield _found("warning", message, "Use <span>, or make the outer element a <div>.", element)


def _is_solid(element: Element) -> bool:
    """Whether nothing in an element can be used by itself."""
    if role := element.get("role"):
        return role in SOLID_ROLES
    return element.tag == "button" or (element.tag == "a" and "href" in element.attributes)


def is_interactive(element: Element) -> bool:
    """Whether an element can be used by itself."""
    if element.tag == "input":
        return element.get("type").lower() != "hidden"
    if element.tag in ("audio", "video"):
        return "controls" in element.attributes
    return element.tag in _INTERACTIVE or (element.tag == "a" and "href" in element.attributes)


def _part_findings(element: Element) -> Iterator[Finding]:
    """What an element cannot do without, or should not have."""
    match element.tag:
        case "img" if not element.get("src").strip() and not element.get("srcset").strip():
            yield _found("error", "A picture has no source.", "Give it src, or leave it out.", element)
        case "details" if not any(child.tag == "summary" for child in element.children):
            yield _found("warning", "<details> has no <summary>.", "Write one: it is what is clicked.", element)
        case "audio" | "video" if "autoplay" in element.attributes and "muted" not in element.attributes:
            yield _found(
                "warning", "Something plays by itself, with sound.", "Add muted, or leave autoplay out.", element
            )
        case "a" if element.get("target") == "_blank" and not _is_safe_rel(element):
            message = "A link opens a new window that can reach back into this one."
            yield _found("warning", message, 'Add rel="noopener".', element)


def _is_safe_rel(element: Element) -> bool:
    words = element.get("rel").lower().split()
    return "noopener" in words or "noreferrer" in words or not element.get("href").strip()


def _found(
    severity: Literal["error", "warning"], message: str, hint: str = "", element: Element | None = None
) -> Finding:
    selector = element.selector if element else ""
    return Finding(severity, "structure", message, selector, element.line if element else 0, hint)
