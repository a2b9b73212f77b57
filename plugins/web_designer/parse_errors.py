"""What a parse error means for the person who wrote the page, by html5lib's codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from plugins.web_designer.finding import Finding
from plugins.web_designer.markup import ParseFault, Scan

_NEW_IN_SELECT = frozenset("hr button selectedcontent div span img svg legend noscript".split())
"""Elements that today's HTML allows in ``select``, which html5lib does not know."""

_DOCTYPE = ("The page does not begin with <!DOCTYPE html>.", "Without it browsers draw it by the rules of 1998.")
_ENTITY = ("A character reference (&…;) is not right.", "Write &amp; where a plain & is meant.")
_COMMENT = ("A comment is not written as HTML wants.", "Write <!-- … -->.")
_CUT_OFF = ("The page ends in the middle of a tag.", "Write the tag to its end.")
_ATTRIBUTE = ("An attribute is not written as HTML wants.", 'Write name="value", with a space between attributes.')
_TAG = ("A tag is not written as HTML wants.", "Write &lt; where a plain < is meant.")
_FRAMES = ("Frame sets are not part of HTML any more.", "Write a page without them.")
_TABLE = (
    "Something stands in a table where only cells may hold it; browsers move it before the table.",
    "Put it in a <td>.",
)
_SELECT = (
    "Something stands in a <select> that browsers leave out.",
    "Only <option>, <optgroup> and <hr> belong there.",
)
_AFTER = ("Something stands behind the end of the page.", "Put it before </body>.")
_FOREIGN = ("An HTML element stands in a drawing; browsers end the drawing before it.", "Put HTML in <foreignObject>.")

_WORDS: dict[str, tuple[str, str]] = {
    "null-character": ("There is a character with the number nought.", "Remove it."),
    "invalid-codepoint": ("There is a control character that no page may hold.", "Remove it."),
    "XXX-undefined-error": ("The parser found a fault that has no name.", ""),
    "incorrectly-placed-solidus": ("A / stands in the middle of a tag.", "Remove it."),
    **dict.fromkeys(
        "incorrect-cr-newline-entity illegal-windows-1252-entity cant-convert-numeric-entity illegal-codepoint-for-numeric-entity "
        "numeric-entity-without-semicolon expected-numeric-entity-but-got-eof expected-numeric-entity named-entity-without-semicolon "
        "expected-named-entity".split(),
        _ENTITY,
    ),
    "attributes-in-end-tag": ("An end tag has attributes; browsers drop them.", "Move them to the start tag."),
    "self-closing-flag-on-end-tag": ("An end tag ends in />.", "Write </name>."),
    **dict.fromkeys(
        "expected-tag-name-but-got-right-bracket expected-tag-name-but-got-question-mark expected-tag-name "
        "expected-closing-tag-but-got-right-bracket expected-closing-tag-but-got-char expected-dashes-or-doctype "
        "unexpected-character-after-solidus-in-tag".split(),
        _TAG,
    ),
    **dict.fromkeys(
        "eof-in-tag-name expected-attribute-name-but-got-eof eof-in-attribute-name expected-end-of-tag-name-but-got-eof "
        "expected-attribute-value-but-got-eof eof-in-attribute-value-double-quote eof-in-attribute-value-single-quote "
        "eof-in-attribute-value-no-quotes unexpected-EOF-after-solidus-in-tag".split(),
        _CUT_OFF,
    ),
    **dict.fromkeys(
        "invalid-character-in-attribute-name expected-attribute-value-but-got-right-bracket equals-in-unquoted-attribute-value "
        "unexpected-character-in-unquoted-attribute-value invalid-character-after-attribute-name "
        "unexpected-character-after-attribute-value".split(),
        _ATTRIBUTE,
    ),
    "duplicate-attribute": ("A tag has the same attribute twice; browsers take the first.", "Keep one."),
    **dict.fromkeys(
        "unexpected-bang-after-double-dash-in-comment unexpected-space-after-double-dash-in-comment incorrect-comment eof-in-comment "
        "eof-in-comment-end-dash unexpected-dash-after-double-dash-in-comment eof-in-comment-double-dash eof-in-comment-end-space-state "
        "eof-in-comment-end-bang-state unexpected-char-in-comment".split(),
        _COMMENT,
    ),
    **dict.fromkeys(
        "need-space-after-doctype expected-doctype-name-but-got-right-bracket expected-doctype-name-but-got-eof eof-in-doctype-name "
        "eof-in-doctype expected-space-or-right-bracket-in-doctype unexpected-end-of-doctype unexpected-char-in-doctype unknown-doctype "
        "expected-doctype-but-got-eof expected-doctype-but-got-chars expected-doctype-but-got-start-tag "
        "expected-doctype-but-got-end-tag".split(),
        _DOCTYPE,
    ),
    "unexpected-doctype": ("There is a second doctype; browsers drop it.", "Remove it."),
    "non-html-root": ("<html> stands inside the page.", "Write it once, at the beginning."),
    **dict.fromkeys(
        "end-tag-after-implied-root unexpected-end-tag unexpected-end-tag-before-html end-tag-too-early-ignored "
        "unexpected-end-tag-in-frameset".split(),
        ("</{name}> closes nothing; browsers drop it.", "Remove it, or open the element before."),
    ),
    "expected-named-closing-tag-but-got-eof": ("<{name}> is not closed before the page ends.", "Write </{name}>."),
    "expected-closing-tag-but-got-eof": (
        "<{name}> is not closed before the page ends.",
        "Write </{name}> where it ends.",
    ),
    "two-heads-are-not-better-than-one": ("There are two heads; browsers drop the second.", "Keep one <head>."),
    "unexpected-start-tag-out-of-my-head": (
        "<{name}> stands behind the head; browsers move it.",
        "Put it into <head>.",
    ),
    **dict.fromkeys(
        "unexpected-start-tag unexpected-start-tag-ignored".split(),
        ("<{name}> may not stand here; browsers drop it.", "Put it where it belongs, or remove it."),
    ),
    **dict.fromkeys(
        "missing-end-tag missing-end-tags no-end-tag".split(),
        ("<{name}> is not closed.", "Write </{name}> where it ends."),
    ),
    "unexpected-start-tag-implies-end-tag": (
        "<{startName}> inside <{endName}>: browsers close the outer one before it.",
        "Close the outer one, or take it out.",
    ),
    "unexpected-start-tag-treated-as": ("<{originalName}> is read as <{newName}>.", "Write <{newName}>."),
    "unexpected-end-tag-treated-as": ("</{originalName}> is read as <{newName}>.", "Write <{newName}>."),
    "deprecated-tag": ("<{name}> is no element of today's HTML.", "Use CSS."),
    "expected-one-end-tag-but-got-another": (
        "</{gotName}> comes while <{expectedName}> is still open.",
        "Close the inner element first.",
    ),
    "end-tag-too-early": (
        "</{name}> comes while an element inside it is still open.",
        "Close the inner element first.",
    ),
    "end-tag-too-early-named": (
        "</{gotName}> comes while <{expectedName}> is still open.",
        "Close the inner element first.",
    ),
    **dict.fromkeys(
        "adoption-agency-1.1 adoption-agency-1.2 adoption-agency-1.3 adoption-agency-4.4".split(),
        ("</{name}> crosses another element; browsers nest them anew.", "Close the inner element first."),
    ),
    **dict.fromkeys(
        "unexpected-implied-end-tag-in-table unexpected-implied-end-tag-in-table-body unexpected-char-implies-table-voodoo "
        "unexpected-hidden-input-in-table unexpected-form-in-table unexpected-start-tag-implies-table-voodoo "
        "unexpected-end-tag-implies-table-voodoo unexpected-cell-in-table-body unexpected-cell-end-tag "
        "unexpected-end-tag-in-table-body unexpected-implied-end-tag-in-table-row unexpected-end-tag-in-table-row".split(),
        _TABLE,
    ),
    **dict.fromkeys(
        "unexpected-select-in-select unexpected-input-in-select unexpected-start-tag-in-select unexpected-end-tag-in-select "
        "unexpected-table-element-start-tag-in-select-in-table unexpected-table-element-end-tag-in-select-in-table".split(),
        _SELECT,
    ),
    **dict.fromkeys(
        "unexpected-char-after-body unexpected-start-tag-after-body unexpected-end-tag-after-body "
        "unexpected-end-tag-after-body-innerhtml expected-eof-but-got-char expected-eof-but-got-start-tag "
        "expected-eof-but-got-end-tag".split(),
        _AFTER,
    ),
    **dict.fromkeys(
        "unexpected-char-in-frameset unexpected-start-tag-in-frameset unexpected-frameset-in-frameset-innerhtml "
        "unexpected-char-after-frameset unexpected-start-tag-after-frameset unexpected-end-tag-after-frameset eof-in-frameset".split(),
        _FRAMES,
    ),
    **dict.fromkeys(
        "eof-in-innerhtml eof-in-table eof-in-select eof-in-script-in-script eof-in-foreign-lands eof-in-head-noscript".split(),
        ("The page ends while an element is still open.", "Close what is open."),
    ),
    "non-void-element-with-trailing-solidus": (
        "<{name}/> closes nothing: the element stays open.",
        "Write <{name}></{name}>.",
    ),
    "unexpected-html-element-in-foreign-content": _FOREIGN,
    **dict.fromkeys(
        "unexpected-inhead-noscript-tag char-in-head-noscript".split(),
        ("Something stands in the head's <noscript> that cannot be there.", "Put it into <body>."),
    ),
}
"""Message and hint by code; names of tags are filled in."""

_HARMLESS = frozenset(
    "invalid-codepoint incorrectly-placed-solidus incorrect-cr-newline-entity illegal-windows-1252-entity numeric-entity-without-semicolon "
    "named-entity-without-semicolon expected-named-entity expected-numeric-entity attributes-in-end-tag self-closing-flag-on-end-tag "
    "deprecated-tag unexpected-char-after-body unexpected-end-tag-after-body expected-eof-but-got-end-tag unexpected-doctype "
    "unexpected-bang-after-double-dash-in-comment unexpected-space-after-double-dash-in-comment "
    "unexpected-dash-after-double-dash-in-comment unexpected-char-in-comment need-space-after-doctype unknown-doctype "
    "expected-doctype-but-got-start-tag expected-doctype-but-got-chars expected-doctype-but-got-end-tag "
    "unexpected-hidden-input-in-table null-character".split()
)
"""Codes after which every browser shows what was meant."""


def parse_findings(page: Scan) -> Iterator[Finding]:
    """The parse errors of a page in words."""
    for fault in page.faults:
        if not _is_allowed_today(fault):
            severity: Literal["error", "warning"] = "warning" if fault.code in _HARMLESS else "error"
            message, hint = words_of(fault)
            place = f"line {fault.line}, column {fault.column}"
            selector = fault.element.selector if fault.element else ""
            yield Finding(severity, "parse", message, selector, fault.line, hint, place=place)


def words_of(fault: ParseFault) -> tuple[str, str]:
    """Message and hint."""
    message, hint = _WORDS.get(fault.code, _WORDS["XXX-undefined-error"])
    names = _Names({key: str(value) for key, value in fault.values.items()})
    return message.format_map(names), hint.format_map(names)


class _Names(dict[str, str]):
    """What the parser knows of the tags; a dash for the rest."""

    def __missing__(self, key: str) -> str:
        return "…"


def _is_allowed_today(fault: ParseFault) -> bool:
    return (
        fault.code
        in (
            "unexpected-start-tag-in-select",
            "unexpected-end-tag-in-select",
        )
        and fault.values.get("name") in _NEW_IN_SELECT
    )
