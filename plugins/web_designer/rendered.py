"""What is wrong with a page as it was drawn: accessibility (axe-core), layout at each width, the console, what it tried to reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from plugins.web_designer.browser.client import Look, View
from plugins.web_designer.finding import Finding

_LAW = frozenset(("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
"""Tags of axe-core's rules that a standard asks for; the others are good practice."""

_NAMED = re.compile(r"(?:the \w+|to) '((?:https?|wss?|file|ftp):[^']+)'")
_ONLY_REMARKS = frozenset(("target-size", "link-in-text-block", "scrollable-region-focusable"))
"""Rules of a standard that a good page may break with reason."""


def rendered_findings(look: Look) -> Iterator[Finding]:
    """The findings; one that shows at every width is told once, without a width."""
    yield from _over_widths(look, _accessibility)
    yield from _over_widths(look, _layout)
    for complaint in look.console:
        yield Finding(
            "error", "console", f"A script fails: {_line(complaint)}", hint="Mend the script, or leave it out."
        )
    for what in dict.fromkeys(_address(what) for what in look.refused):
        hint = "The page must work with the network off."
        yield Finding("error", "address", f"The page tried to reach what lies outside it: {what}", hint=hint)


def _over_widths(look: Look, kind: Any) -> Iterator[Finding]:
    found: dict[tuple[str, str, str], list[tuple[int, Finding]]] = {}
    for view in look.views:
        for finding in kind(view):
            found.setdefault((finding.message, finding.selector, finding.place), []).append((view.width, finding))
    for seen in found.values():
        width, finding = seen[0]
        if len(seen) == len(look.views) or (kind is _accessibility and width == look.views[0].width):
            yield _at(finding, 0)
        else:
            yield _at(finding, width)


def _at(finding: Finding, width: int) -> Finding:
    return Finding(
        finding.severity,
        finding.check,
        finding.message,
        finding.selector,
        finding.line,
        finding.hint,
        width,
        finding.place,
    )


def _accessibility(view: View) -> Iterator[Finding]:
    for rule in view.violations:
        tags = set(rule["tags"])
        is_law = bool(_LAW & tags) and "experimental" not in tags and rule["id"] not in _ONLY_REMARKS
        severity: Literal["error", "warning"] = "error" if is_law else "warning"
        for node in rule["nodes"]:
            message, hint = _words(rule, node)
            yield Finding(
                severity, "accessibility", message, node["target"], hint=hint, place=f"axe-core: {rule['id']}"
            )


def _words(rule: Mapping[str, Any], node: Mapping[str, Any]) -> tuple[str, str]:
    data = node.get("data")
    if rule["id"] == "color-contrast" and isinstance(data, Mapping) and data.get("contrastRatio"):
        ratio, needed = data["contrastRatio"], str(data.get("expectedContrastRatio", "4.5:1")).split(":")[0]
        message = (
            f"Text {data.get('fgColor')} on {data.get('bgColor')} has a contrast of {ratio} to 1; {needed} is needed."
        )
        return message, "Make the text darker or its ground lighter, or the other way round."
    why = [line.strip() for line in str(node.get("why", "")).splitlines()[1:] if line.strip()]
    return f"{rule['help'].rstrip('.')}.", why[0] if why else ""


def _layout(view: View) -> Iterator[Finding]:
    for one in view.overflow:
        hint = (
            f"It is {one['by']} px too wide. Let it shrink or wrap: max-width: 100%, overflow-wrap, a grid that breaks."
        )
        yield _layout_fault(one, "This sticks out of the page, so that it scrolls sideways.", hint)
    for one in view.overlaps:
        message = f"The texts “{one['text']}” and “{one['over']}” lie over each other."
        yield _layout_fault(one, message, "Give them room of their own.")
    for one in view.pictures:
        yield _layout_fault(one, "A picture cannot be drawn.", "Use a picture that is in the page.")
    for one in view.cut:
        yield _remark(one, f"The text “{one['text']}” is cut off.", "Give it room, or end it with an ellipsis.")
    for one in view.small:
        yield _remark(one, "This text is too small to be read.", "Set it at 12 px or more.")


def _layout_fault(one: Mapping[str, Any], message: str, hint: str) -> Finding:
    return Finding("error", "layout", message, str(one["selector"]), hint=hint)


def _remark(one: Mapping[str, Any], message: str, hint: str) -> Finding:
    return Finding("warning", "layout", message, str(one["selector"]), hint=hint)


def _address(refused: str) -> str:
    """The address in what the engine says of a refusal, else all of it."""
    found = _NAMED.search(refused)
    return found.group(1) if found else _line(refused)


def _line(text: str) -> str:
    return " ".join(text.split())[:160]


def without_twins(static: Iterable[Finding], rendered: Iterable[Finding]) -> list[Finding]:
    """All findings; what both ways found about one element is told once, by the browser."""
    read, drawn = list(static), list(rendered)
    known = " ".join(one.message for one in read if one.check == "address")
    drawn = [one for one in drawn if one.check != "address" or one.message.split(": ", 1)[-1][:80] not in known]
    places = {(one.selector, _family(one)) for one in drawn}
    families = {_family(one) for one in drawn}
    kept = [one for one in read if not _family(one) or not _is_twin(one, places, families)]
    return [*kept, *drawn]


def _is_twin(finding: Finding, places: set[tuple[str, str]], families: set[str]) -> bool:
    """Whether the browser found the same: about the same element, or about the whole page."""
    family = _family(finding)
    return (finding.selector, family) in places or (family in families and family in _OF_THE_PAGE)


_OF_THE_PAGE = frozenset(("language", "title", "h1", "viewport", "main"))
_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("alt", ("image-alt", "no alt text", "input-image-alt", "area-alt")),
    ("language", ("html-has-lang", "say its language", "html-lang-valid")),
    ("title", ("document-title", "no title")),
    ("h1", ("page-has-heading-one", "no h1")),
    ("heading", ("heading-order", "a level is skipped")),
    ("label", ("axe-core: label", "select-name", "has no label")),
    ("button", ("button-name", "A button has no words")),
    ("link", ("link-name", "A link has no words")),
    ("viewport", ("meta-viewport", "cannot be made larger")),
    ("frame", ("frame-title", "A frame has no title")),
    ("drawing", ("svg-img-alt", "A drawing that is a picture")),
    ("empty heading", ("empty-heading", "A heading is empty")),
    ("list", ("axe-core: list", "A list item stands outside", "A list holds")),
    ("definitions", ("axe-core: dlitem", "axe-core: definition-list", "<dl>")),
    ("main", ("landmark-one-main", "landmark-no-duplicate-main", "main part")),
    ("role", ("aria-roles", "There is no role")),
    ("aria", ("aria-valid-attr", "There is no attribute", "which is not in the page")),
    ("nested", ("nested-interactive", "cannot be used without the other")),
    ("order", ("axe-core: tabindex", "in the order of the keyboard")),
    ("sound", ("no-autoplay-audio", "plays by itself")),
)


def _family(finding: Finding) -> str:
    """What a finding is about, so far as both ways can find it; empty for all else."""
    if finding.check not in ("structure", "accessibility"):
        return ""
    text = f"{finding.place} {finding.message}"
    return next((name for name, signs in _FAMILIES if any(sign in text for sign in signs)), "")
