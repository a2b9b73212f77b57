"""The style sheet of one page: of our sheets only the rules that the page's own elements can meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("templates") / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOT = re.compile(r":not\([^()]*\)")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_CLASS_ATTRIBUTE = re.compile(r'\sclass="([^"]*)"')
_LANGUAGE = re.compile(r":lang\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, or an at-rule with rules inside; each selector with the classes and the language that it needs."""

    head: str
    body: str
    selectors: tuple[tuple[str, frozenset[str], str], ...] = ()
    inner: tuple[Rule, ...] = ()


def sheet_for(style: str, html: str, language: str) -> str:
    """The rules of base, sections and ``style`` that apply to ``html``."""
    used = frozenset(name for found in _CLASS_ATTRIBUTE.finditer(html) for name in found.group(1).split())
    base = language.split("-")[0]
    return "\n".join(line for part in ("base", "sections", style) for line in _kept(_rules(part), used, base))


def _kept(rules: tuple[Rule, ...], used: frozenset[str], language: str) -> Iterator[str]:
    for rule in rules:
        if rule.inner:
            inner = list(_kept(rule.inner, used, language))
            if inner:
                yield rule.head + " {\n" + "\n".join(inner) + "\n}"
            continue
        met = [text for text, classes, wanted in rule.selectors if classes <= used and wanted in ("", language)]
        if met:
            yield f"{', '.join(met)} {{ {rule.body} }}"


@cache
def _rules(part: str) -> tuple[Rule, ...]:
    text = (FOLDER / f"{part}.css").read_text(encoding="utf-8")
    return tuple(_parsed(_COMMENT.sub("", text)))


def _parsed(text: str) -> Iterator[Rule]:
    position = 0
    while (opened := text.find("{", position)) >= 0:
        head = " ".join(text[position:opened].split())
        closed = _closing(text, opened)
        body = text[opened + 1 : closed]
        position = closed + 1
        if "{" in body and not head.startswith("@keyframes"):
            yield Rule(head, "", inner=tuple(_parsed(body)))
        else:
            yield Rule(head, " ".join(body.split()), tuple(_selectors(head)))


def _selectors(head: str) -> Iterator[tuple[str, frozenset[str], str]]:
    for part in re.split(r",(?![^(]*\))", head):
        needed = frozenset(_CLASS.findall(_NOT.sub("", part)))
        language = _LANGUAGE.search(part)
        yield part.strip(), needed, language.group(1) if language else ""


def _closing(text: str, opened: int) -> int:
    depth = 0
    for position in range(opened, len(text)):
        depth += (text[position] == "{") - (text[position] == "}")
        if depth == 0:
            return position
    raise ValueError("a sheet has an open brace")
