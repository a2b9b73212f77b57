"""Accessibility, so far as the source alone shows it (https://www.w3.org/TR/WCAG22/); axe-core sees more in the drawn page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from plugins.web_designer.accessible_names import Names, is_hidden
from plugins.web_designer.css.near import nearest
from plugins.web_designer.finding import Finding
from plugins.web_designer.html_names import ARIA, HEADINGS, LABELABLE, REFERENCES, ROLES
from plugins.web_designer.markup import Element, Scan
from plugins.web_designer.structure_checks import is_interactive

_BUTTON_INPUTS = frozenset("button submit reset".split())
_NO_LABEL = _BUTTON_INPUTS | {"hidden", "image"}
_SCALE = re.compile(r"maximum-scale\s*=\s*([\d.]+)", re.IGNORECASE)
_NO_SCALE = re.compile(r"user-scalable\s*=\s*(?:no|0)\b", re.IGNORECASE)
_ENOUGH_SCALE = 2.0


def accessibility_findings(page: Scan) -> Iterator[Finding]:
    """Remarks on what somebody needs who does not see the page, or uses no mouse."""
    names = Names(page)
    for element in page.elements:
        if any(above.tag == "template" for above in element.ancestors):
            continue
        yield from _aria_findings(element, names)
        if element.tag == "meta":
            yield from _zoom_findings(element)
        elif not is_hidden(element):
            yield from _name_findings(element, names)
            yield from _key_findings(element)
        yield from _label_findings(element, names)


def _name_findings(element: Element, names: Names) -> Iterator[Finding]:
    if element.kind == "svg":
        yield from _drawing_findings(element, names)
        return
    match element.tag:
        case "img":
            yield from _picture_findings(element, names)
        case "a" if "href" in element.attributes and not names.of(element):
            yield _found("error", "A link has no words.", "Write what it leads to, or add aria-label.", element)
        case "button" if not _is_silenced(element) and not (names.of(element) or names.has_label(element)):
            yield _found("error", "A button has no words.", "Write what it does, or add aria-label.", element)
        case "area" if "href" in element.attributes and not names.given(element):
            yield _found("error", "A part of a picture that is a link has no alt text.", "Add alt=….", element)
        case "iframe" if not _has_no_role(element) and not (element.get("title").strip() or names.given(element)):
            yield _found("error", "A frame has no title.", "Add title=….", element)
        case "table":
            yield from _table_findings(element)
        case tag if tag in HEADINGS and not names.of(element):
            yield _found("warning", "A heading is empty.", "Write it, or leave it out.", element)
        case "input" | "select" | "textarea":
            yield from _control_findings(element, names)


def _picture_findings(element: Element, names: Names) -> Iterator[Finding]:
    lacks_alt = "alt" not in element.attributes or element.get("alt").isspace()
    if lacks_alt and not _has_no_role(element) and not names.of(element):
        yield _found("error", "A picture has no alt text.", "Add alt=… (empty if it only decorates).", element)


def _is_in_control(element: Element) -> bool:
    return any(above.tag in ("a", "button") for above in element.ancestors)


def _has_no_role(element: Element) -> bool:
    return element.get("role") in ("presentation", "none")


def _is_silenced(element: Element) -> bool:
    """Whether a control is out of use and has no role."""
    return _has_no_role(element) and "disabled" in element.attributes


def _drawing_findings(element: Element, names: Names) -> Iterator[Finding]:
    has_title = any(child.tag == "title" and child.text.strip() for child in element.children)
    if has_title or names.given(element) or element.get("title").strip():
        return
    if element.get("role").startswith(("img", "graphics-")):
        yield _found("error", "A drawing that is a picture has no name.", "Add aria-label.", element)
    elif element.tag == "svg" and not element.get("role") and not _is_in_control(element):
        hint = 'Add aria-hidden="true", or role="img" and aria-label.'
        yield _found("warning", "A drawing says nothing to a screen reader.", hint, element)


def _control_findings(element: Element, names: Names) -> Iterator[Finding]:
    kind = element.get("type").lower()
    if _is_silenced(element):
        return
    if element.tag == "input" and kind in _BUTTON_INPUTS:
        if not (names.button(element) or names.has_label(element)):
            yield _found("error", "A button has no words.", "Write what it does, or add aria-label.", element)
    elif element.tag == "input" and kind == "image":
        if not names.has_label(element):
            yield _found("error", "A picture that is a button has no alt text.", "Add alt=….", element)
    elif (element.tag != "input" or kind not in _NO_LABEL) and not names.has_label(element):
        yield _found("error", f"<{element.tag}> has no label.", "Write a <label for=…>, or add aria-label.", element)


def _label_findings(element: Element, names: Names) -> Iterator[Finding]:
    if element.tag != "label":
        return
    wanted = element.get("for")
    target = names.by_id.get(wanted)
    if wanted and target is None:
        message = f"A label is for “{wanted[:40]}”, which is not in the page."
        yield _found("error", message, "Give the field that id.", element)
    elif wanted and target is not None and target.tag not in LABELABLE and "-" not in target.tag:
        message = f"A label is for <{target.tag}>, which takes none."
        yield _found("warning", message, "Point it at a field.", element)
    for inner in element.inside:
        if inner.tag in HEADINGS:
            yield _found("warning", f"<{inner.tag}> stands in a label.", "Put the heading before it.", inner)
    fields = [e for e in element.inside if is_interactive(e) and e.tag in LABELABLE]
    for extra in fields[1:]:
        yield _found("warning", "A label holds two fields; it names the first.", "Write a label for each.", extra)


def _table_findings(element: Element) -> Iterator[Finding]:
    if _has_no_role(element):
        return
    rows = [e for e in element.inside if e.tag == "tr"]
    has_heads = any(e.tag == "th" or e.get("role") in ("columnheader", "rowheader") for e in element.inside)
    is_data = len(rows) > 1 and any(len(list(row.children)) > 1 for row in rows)
    if is_data and not has_heads:
        yield _found("warning", "A table has no head cells.", "Make the cells that name rows or columns <th>.", element)


def _aria_findings(element: Element, names: Names) -> Iterator[Finding]:
    for role in element.get("role").split():
        if role.lower() not in ROLES and not role.startswith("doc-"):
            near = nearest(role.lower(), ROLES)
            hint = f"Did you mean “{near}”?" if near else "Leave it out."
            yield _found("error", f"There is no role “{role[:40]}”.", hint, element)
    for name, value in element.attributes.items():
        if not name.startswith("aria-"):
            continue
        if name not in ARIA:
            near = nearest(name, ARIA)
            hint = f"Did you mean “{near}”?" if near else "Leave it out."
            yield _found("error", f"There is no attribute “{name[:40]}”.", hint, element)
        elif name in REFERENCES:
            yield from _reference_findings(element, name, value, names)


def _reference_findings(element: Element, name: str, value: str, names: Names) -> Iterator[Finding]:
    wanted = value.split()
    lost = [word for word in wanted if word not in names.by_id]
    is_waiting = name == "aria-errormessage" and element.get("aria-invalid").lower() in ("", "false")
    if lost and not is_waiting:
        is_nameless = name == "aria-labelledby" and len(lost) == len(wanted)
        severity: Literal["error", "warning"] = "error" if is_nameless else "warning"
        message = f"{name} names “{lost[0][:40]}”, which is not in the page."
        yield _found(severity, message, "Give an element that id, or leave it out.", element)


def _key_findings(element: Element) -> Iterator[Finding]:
    tabindex = element.get("tabindex").strip()
    if tabindex.isdecimal() and int(tabindex) > 0:
        message = "An element pushes itself forward in the order of the keyboard."
        yield _found("warning", message, 'Write tabindex="0", and put it where its turn is.', element)


def _zoom_findings(element: Element) -> Iterator[Finding]:
    if element.get("name").lower() != "viewport":
        return
    content = element.get("content")
    limit = _SCALE.search(content)
    if _NO_SCALE.search(content) or (limit and float(limit[1].rstrip(".") or 1) < _ENOUGH_SCALE):
        hint = "Leave user-scalable and maximum-scale out."
        yield _found("error", "The page cannot be made larger.", hint, element)


def _found(severity: Literal["error", "warning"], message: str, hint: str, element: Element) -> Finding:
    return Finding(severity, "accessibility", message, element.selector, element.line, hint)
