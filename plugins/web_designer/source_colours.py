"""What the words of a page's source are, line by line: tags, attributes, values, comments, rules of a style, words of a script.

A line is read on its own, from the state in which the line before ended, so that an editor colours again only what a change reaches.
The states follow the HTML tokenizer (https://html.spec.whatwg.org/multipage/parsing.html#tokenization) as far as colours need; work on one
line is bounded by ``MOST_STEPS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import Literal

Kind = Literal[
    "tag", "attribute", "value", "comment", "keyword", "function", "number", "string", "property", "selector", "entity"
]
"""What a token is; marks and plain text have none."""

MOST_STEPS = 2_000
"""Words of a line that are looked at; what stands behind them has no colours."""


class Mode(IntEnum):
    """What a line begins in."""

    TEXT = 0
    COMMENT = 1
    DECLARATION = 2
    TAG = 3
    DOUBLE = 4
    SINGLE = 5
    PLAIN = 6
    SCRIPT = 7
    SCRIPT_COMMENT = 8
    SCRIPT_TEMPLATE = 9
    SCRIPT_DOUBLE = 10
    SCRIPT_SINGLE = 11
    STYLE = 12
    STYLE_VALUE = 13
    STYLE_COMMENT = 14
    STYLE_DOUBLE = 15
    STYLE_SINGLE = 16
    STYLE_VALUE_COMMENT = 17


_SHIFT = 5
_HOLDERS = ("", "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is no markup; a state holds which of them is open, or is being opened."""

_WITHIN = {"script": Mode.SCRIPT, "style": Mode.STYLE}
_END = r"(?i)</{}(?=[\s/>]|$)"

_IN_TEXT = (
    r"(?P<comment><!--)|(?P<declaration><[!?])|(?P<close></[a-zA-Z][^\s/>]*)|(?P<open><[a-zA-Z][^\s/>]*)"
    r"|(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)"
)
_IN_TAG = (
    r"(?P<end>/?>)|(?P<double>\")|(?P<single>')|=\s*(?P<bare>[^\s\"'>=][^\s>]*)|(?P<attribute>[^\s\"'>/=]+)|[\s/=]+"
)
_IN_SCRIPT = (
    r"(?P<note>//.*)|(?P<comment>/\*)|(?P<template>`)|(?P<double>\")|(?P<single>')"
    r"|(?P<number>(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|\.\d+)n?)"
    r"|(?P<word>[A-Za-z_$\u0080-\uffff][\w$]*)|(?P<slash>/)|(?P<mark>[^\s\w])"
)
_REGEX = r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}/[a-z]*"
_BEFORE_REGEX = frozenset("(,=:[!&|?{};+-*%~^<>")
_BEFORE_REGEX_WORDS = frozenset(("return", "typeof", "case", "in", "of", "void", "delete", "yield", "await"))
_KEYWORDS = frozenset(
    (
        "async await break case catch class const continue debugger default delete do else export extends false finally for from function "
        "get "
        "if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void while with "
        "yield"
    ).split()
)
_IN_RULES = (
    r"(?P<comment>/\*)|(?P<at>@[\w-]+)|(?P<open>\{)|(?P<close>\})|(?P<end>;)|(?P<double>\")|(?P<single>')"
    r"|(?P<property>-?-?[\w-]+)(?=\s*:(?:\s[^{};]{0,1000}+$|[^{};]{0,1000}+(?:[;}]|(?<!,)$)))|(?P<selector>[^\s{};@\"'/,]+)|\S"
)
_IN_VALUE = (
    r"(?P<comment>/\*)|(?P<stop>[;{}])|(?P<double>\")|(?P<single>')|(?P<hex>\#[0-9a-fA-F]{3,8}\b)"
    r"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:%|[a-zA-Z]+)?)|(?P<url>url\([^\"')]*\)?)"
    r"|(?P<function>-?[a-zA-Z][\w-]*(?=\())|(?P<keyword>!\s*important)|(?P<word>-?-?[a-zA-Z_][\w-]*)|\S"
)
_STRING_ENDS = {'"': r'(?s)(?:[^"\\]|\\.)*(")?', "'": r"(?s)(?:[^'\\]|\\.)*(')?"}
_TEMPLATE_END = r"(?s)(?:[^`\\]|\\.)*(`)?"


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compiled when it is first needed: the window does not wait for it."""
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Coloured:
    """From ``start`` up to ``end`` of a line stands something of a kind."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a line, and the state in which it ends."""

    tokens: tuple[Coloured, ...]
    state: int


def coloured(text: str, state: int = 0) -> Line:
    """Read a line from a state; 0 is the top of a page, ``Mode.STYLE`` that of a style sheet of its own."""
    return _Reader(text, state).read()


def mode_of(state: int) -> Mode:
    """What a state is in."""
    return Mode(state & ((1 << _SHIFT) - 1))


@dataclass(slots=True)
class _Reader:
    """Goes through one line."""

    text: str
    state: int
    at: int = 0
    tokens: list[Coloured] = field(default_factory=list)
    mode: Mode = Mode.TEXT
    holder: str = ""
    limit: int = -1
    steps: int = 0
    before: str = ""
    """In a script, what stands before: whether a slash divides or begins a pattern."""

    def read(self) -> Line:
        self.mode, self.holder = mode_of(self.state), _HOLDERS[self.state >> _SHIFT]
        while self.at < len(self.text):
            self.steps += 1
            if self.steps > MOST_STEPS:
                self._skip()
                continue
            before = (self.at, self.mode)
            _STEPS[self.mode](self)
            if (self.at, self.mode) == before:
                self.at += 1
        self._end_line()
        return Line(tuple(self.tokens), int(self.mode) | _HOLDERS.index(self.holder) << _SHIFT)

    def _end_line(self) -> None:
        """A string of a script or style goes on only behind a backslash."""
        if not self.text.endswith("\\"):
            back = {Mode.SCRIPT_DOUBLE: Mode.SCRIPT, Mode.SCRIPT_SINGLE: Mode.SCRIPT}
            styles = {Mode.STYLE_DOUBLE: Mode.STYLE_VALUE, Mode.STYLE_SINGLE: Mode.STYLE_VALUE}
            self.mode = {**back, **styles}.get(self.mode, self.mode)

    def _skip(self) -> None:
        """Leave the rest of a line that holds too much without colours; its state at the end is read off the last marks in it."""
        if self.mode >= Mode.PLAIN:
            self.at = self._limit()
            self.mode = _WITHIN.get(self.holder, Mode.PLAIN) if self.holder else Mode.STYLE
            self._leave()
            return
        self.at, self.holder = len(self.text), ""
        self.mode = Mode.COMMENT if self.text.rfind("<!--") > self.text.rfind("-->") else Mode.TEXT

    def _limit(self) -> int:
        """Where the content of the element that is open ends in this line."""
        if self.limit < 0:
            found = _pattern(_END.format(self.holder)).search(self.text, self.at) if self.holder else None
            self.limit = found.start() if found else len(self.text)
        return self.limit

    def _add(self, start: int, end: int, kind: Kind) -> None:
        if end > start:
            self.tokens.append(Coloured(start, end, kind))

    # markup

    def in_text(self) -> None:
        found = _pattern(_IN_TEXT).search(self.text, self.at)
        if found is None:
            self.at = len(self.text)
            return
        self.at = found.end()
        match found.lastgroup:
            case "entity":
                self._add(*found.span(), "entity")
            case "comment":
                self._add(*found.span(), "comment")
                self.mode = Mode.COMMENT
            case "declaration":
                self._add(*found.span(), "comment")
                self.mode = Mode.DECLARATION
            case side:
                self._add(*found.span(), "tag")
                name = found[0].lstrip("</").lower()
                self.holder = name if side == "open" and name in _HOLDERS else ""
                self.mode = Mode.TAG

    def in_tag(self) -> None:
        found = _pattern(_IN_TAG).match(self.text, self.at)
        if found is None:
            self.at += 1
            return
        self.at = found.end()
        match found.lastgroup:
            case "end":
                self._add(*found.span(), "tag")
                self.mode = _WITHIN.get(self.holder, Mode.PLAIN) if self.holder else Mode.TEXT
                self.before = ""
            case "double" | "single":
                self._add(*found.span(), "value")
                self.mode = Mode.DOUBLE if found.lastgroup == "double" else Mode.SINGLE
            case "bare":
                self._add(*found.span("bare"), "value")
            case "attribute":
                self._add(*found.span(), "attribute")

    def in_quotes(self) -> None:
        self._until('"' if self.mode is Mode.DOUBLE else "'", "value", Mode.TAG)

    def in_comment(self) -> None:
        self._until("-->", "comment", Mode.TEXT)

    def in_declaration(self) -> None:
        self._until(">", "comment", Mode.TEXT)

    def _until(self, mark: str, kind: Kind, after: Mode) -> None:
        end = self.text.find(mark, self.at)
        stop = len(self.text) if end < 0 else end + len(mark)
        self._add(self.at, stop, kind)
        self.at = stop
        if end >= 0:
            self.mode = after

    def in_plain(self) -> None:
        self.at = self._limit()
        self._leave()

    def _leave(self) -> None:
        """At the end tag of an element whose content is no markup."""
        if self.at < len(self.text):
            self.mode, self.holder, self.limit = Mode.TEXT, "", -1

    # scripts

    def in_script(self) -> None:
        limit = self._limit()
        found = _pattern(_IN_SCRIPT).search(self.text, self.at, limit)
        if found is None:
            self.at = limit
            self._leave()
            return
        self.at = found.end()
        match found.lastgroup:
            case "note":
                self._add(*found.span(), "comment")
            case "comment":
                self.at, self.mode = found.start(), Mode.SCRIPT_COMMENT
            case "template" | "double" | "single" as quote:
                self._add(*found.span(), "string")
                self.mode = Mode[f"SCRIPT_{quote.upper()}"]
                self.before = "x"
            case "number":
                self._add(*found.span(), "number")
                self.before = "0"
            case "word":
                self._word(found)
            case "slash":
                self._slash(found.start(), limit)
            case _:
                self.before = found[0]

    def _word(self, found: re.Match[str]) -> None:
        word = found[0]
        if word in _KEYWORDS and self.before != ".":
            self._add(*found.span(), "keyword")
        elif self.text.startswith("(", found.end()):
            self._add(*found.span(), "function")
        self.before = word

    def _slash(self, start: int, limit: int) -> None:
        may_begin = not self.before or self.before in _BEFORE_REGEX or self.before in _BEFORE_REGEX_WORDS
        found = _pattern(_REGEX).match(self.text, start, limit) if may_begin else None
        if found:
            self._add(*found.span(), "string")
            self.at = found.end()
        self.before = "x" if found else "/"

    def in_script_string(self) -> None:
        ends = {Mode.SCRIPT_TEMPLATE: _TEMPLATE_END, Mode.SCRIPT_DOUBLE: _STRING_ENDS['"']}
        self._string(ends.get(self.mode, _STRING_ENDS["'"]), Mode.SCRIPT)

    def in_script_comment(self) -> None:
        self._note(Mode.SCRIPT)

    def _string(self, ending: str, after: Mode) -> None:
        limit = self._limit()
        found = _pattern(ending).match(self.text, self.at, limit)
        stop = found.end() if found else limit
        is_closed = bool(found and found[1])
        self._add(self.at, stop if is_closed else limit, "string")
        self.at = stop if is_closed else limit
        if is_closed:
            self.mode = after
        else:
            self._leave()

    def _note(self, after: Mode) -> None:
        limit = self._limit()
        begun = self.at + 2 if self.text.startswith("/*", self.at) else self.at
        end = self.text.find("*/", begun, limit)
        stop = limit if end < 0 else end + 2
        self._add(self.at, stop, "comment")
        self.at = stop
        if end >= 0:
            self.mode = after
        else:
            self._leave()

    # styles

    def in_style(self) -> None:
        limit = self._limit()
        found = _pattern(_IN_RULES).search(self.text, self.at, limit)
        if found is None:
            self.at = limit
            self._leave()
            return
        self.at = found.end()
        match found.lastgroup:
            case "comment":
                self.at, self.mode = found.start(), Mode.STYLE_COMMENT
            case "at":
                self._add(*found.span(), "keyword")
                self.mode = Mode.STYLE_VALUE
            case "property":
                self._add(*found.span(), "property")
                self.mode = Mode.STYLE_VALUE
            case "double" | "single" as quote:
                self._add(*found.span(), "string")
                self.mode = Mode[f"STYLE_{quote.upper()}"]
            case "selector":
                self._add(*found.span(), "selector")

    def in_style_value(self) -> None:
        limit = self._limit()
        found = _pattern(_IN_VALUE).search(self.text, self.at, limit)
        if found is None:
            self.at = limit
            self._leave()
            return
        self.at = found.end()
        match found.lastgroup:
            case "stop":
                self.mode = Mode.STYLE
            case "comment":
                self.at, self.mode = found.start(), Mode.STYLE_VALUE_COMMENT
            case "double" | "single" as quote:
                self._add(*found.span(), "string")
                self.mode = Mode[f"STYLE_{quote.upper()}"]
            case "number" | "hex":
                self._add(*found.span(), "number")
            case "url":
                self._add(*found.span(), "string")
            case "function" | "keyword" as kind:
                self._add(*found.span(), "function" if kind == "function" else "keyword")

    def in_style_string(self) -> None:
        self._string(_STRING_ENDS['"' if self.mode is Mode.STYLE_DOUBLE else "'"], Mode.STYLE_VALUE)

    def in_style_comment(self) -> None:
        self._note(Mode.STYLE if self.mode is Mode.STYLE_COMMENT else Mode.STYLE_VALUE)


_STEPS: dict[Mode, Callable[[_Reader], None]] = {
    Mode.TEXT: _Reader.in_text,
    Mode.COMMENT: _Reader.in_comment,
    Mode.DECLARATION: _Reader.in_declaration,
    Mode.TAG: _Reader.in_tag,
    Mode.DOUBLE: _Reader.in_quotes,
    Mode.SINGLE: _Reader.in_quotes,
    Mode.PLAIN: _Reader.in_plain,
    Mode.SCRIPT: _Reader.in_script,
    Mode.SCRIPT_COMMENT: _Reader.in_script_comment,
    Mode.SCRIPT_TEMPLATE: _Reader.in_script_string,
    Mode.SCRIPT_DOUBLE: _Reader.in_script_string,
    Mode.SCRIPT_SINGLE: _Reader.in_script_string,
    Mode.STYLE: _Reader.in_style,
    Mode.STYLE_VALUE: _Reader.in_style_value,
    Mode.STYLE_COMMENT: _Reader.in_style_comment,
    Mode.STYLE_VALUE_COMMENT: _Reader.in_style_comment,
    Mode.STYLE_DOUBLE: _Reader.in_style_string,
    Mode.STYLE_SINGLE: _Reader.in_style_string,
}
