"""Sentences that other parts of the program have put together, in the window's language.

Errors, notices and evidence are written in English where they arise, far below the window, with names and numbers filled in. The table of
translations holds them with ``{names}`` for what was filled in; here a finished sentence is matched with those, and what was filled in
goes into the translation. What is not in the table stays English: a sentence is never half translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"“(A-Z0-9])")
_QUOTING = (":", "“", "(", '"')
_LEAST_LITERAL = 4
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text of the table with places to fill.

    Attributes:
        mark: its longest piece between the places: a sentence without it is no match.
        quoting: the places that stand after a colon, a bracket or a quotation mark: whole sentences may have been filled in there.
        weight: how much of it is words of its own.
    """

    regex: re.Pattern[str]
    mark: str
    quoting: frozenset[str]
    translation: str
    weight: int

    def parts(self, text: str) -> dict[str, str] | None:
        """What was filled in; None if the text is none of these."""
        found = self.regex.fullmatch(text) if self.mark in text else None
        if found is None:
            return None
        parts = found.groupdict()
        whole = all(name in self.quoting or not _SENTENCE_END.search(part) for name, part in parts.items())
        return parts if whole else None


class Sentences:
    """Matches sentences with a table English = translation."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._patterns: tuple[_Pattern, ...] | None = None

    def translated(self, text: str) -> str | None:
        """A text of one or more sentences; None if any of them is not in the table."""
        return self._text(text, 0)

    def _text(self, text: str, depth: int) -> str | None:
        whole = self._one(text, depth)
        if whole is not None or depth == _DEEPEST:
            return whole
        for cut in reversed([end.span() for end in _SENTENCE_END.finditer(text)]):
            head = self._one(text[: cut[0]], depth)
            rest = self._text(text[cut[1] :], depth + 1) if head is not None else None
            if head is not None and rest is not None:
                return f"{head}{'' if ord(head[-1]) > 0x2E7F else ' '}{rest}"
        return None

    def _one(self, text: str, depth: int) -> str | None:
        if text in self._table:
            return self._table[text]
        for pattern in self._all_patterns():
            parts = pattern.parts(text)
            if parts is not None:
                filled = {name: self._part(part, depth) for name, part in parts.items()}
                return _PLACEHOLDER.sub(lambda place, parts=filled: parts.get(place[1], place[0]), pattern.translation)  # type: ignore[misc]
        return None

    def _part(self, text: str, depth: int) -> str:
        """What was filled in may be words of the program itself."""
        said = self._text(text, depth + 1) if depth < _DEEPEST else None
        return text if said is None else said

    def _all_patterns(self) -> tuple[_Pattern, ...]:
        """Made when the first sentence comes, the ones with most words of their own first."""
        if self._patterns is None:
            self._patterns = tuple(sorted(_patterns(self._table), key=lambda pattern: -pattern.weight))
        return self._patterns


def _patterns(table: Mapping[str, str]) -> Iterator[_Pattern]:
    for source, translation in table.items():
        pieces = _PLACEHOLDER.split(source)
        literals, names = pieces[::2], pieces[1::2]
        weight = sum(len(literal) for literal in literals)
        if not names or weight < _LEAST_LITERAL:
            continue
        groups = [f"(?P<{name}>.+?)" if name not in names[:at] else f"(?P={name})" for at, name in enumerate(names)]
        body = "".join(re.escape(literal) + group for literal, group in zip(literals, [*groups, ""], strict=True))
        quoting = frozenset(
            name for name, before in zip(names, literals, strict=False) if before.rstrip().endswith(_QUOTING)
        )
        yield _Pattern(re.compile(body, re.DOTALL), max(literals, key=len), quoting, translation, weight)
