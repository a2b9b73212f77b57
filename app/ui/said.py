"""Sentences that other parts of the program have put together, in the window's language.

Errors, notices and evidence are written in English where they arise, far below the window, with names and numbers filled in. The table of
translations holds them with ``{names}`` for what was filled in; here a finished sentence is matched with those, and what was filled in
goes into the translation. What is not in the table stays English: a sentence is never half translated, but for the words of others that it
quotes.

A place takes any text that is one sentence at most, and whole sentences where it quotes; ``{name:w}`` takes a word, ``{name:n}`` a number.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"“(A-Z0-9])")
_QUOTES = re.compile(rf"{_SENTENCE_END.pattern}|: ")
"""A place that quotes nothing holds no sentence, and nothing that begins one and quotes the rest."""
_QUOTING = (":", "“", "(", '"')
_SHAPES = {"w": r"\S+?", "n": r"[-+−]?[\d.,]+?"}
_VERBATIM = frozenset({"account", "file", "folder", "name", "path", "text"})
"""Places for what people and other programs have named: it stays as it is, though it be a word of the window."""
_LEAST_LITERAL = 4
_DEEPEST = 6
_MOST_SENTENCES = 16
"""Nothing that the program says is longer, and what others say is not to be taken apart for ever."""


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
        whole = all(name in self.quoting or not _QUOTES.search(part) for name, part in parts.items())
        return parts if whole else None


@dataclass(frozen=True, slots=True)
class _Said:
    """A translation. ``is_whole``: no foreign sentence stands in it, where the pattern may have taken more than one of them."""

    text: str
    is_whole: bool = True


class Sentences:
    """Matches sentences with a table English = translation."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._patterns: tuple[_Pattern, ...] | None = None

    def translated(self, text: str) -> str | None:
        """A text of one or more sentences; None if any of them is not in the table."""
        said = self._text(text, 0)
        return None if said is None else said.text

    def _text(self, text: str, depth: int) -> _Said | None:
        """As one sentence, if that leaves nothing foreign; else cut into as few as can be; else as a list of phrases."""
        cuts = [end.span() for end in _SENTENCE_END.finditer(text)]
        if len(cuts) >= _MOST_SENTENCES:
            return self._one(text, depth)
        rests: dict[int, _Said] = {}
        for start in (*(end for _, end in reversed(cuts)), 0):
            said = self._from(text, start, cuts, rests, depth)
            if said is not None:
                rests[start] = said
        return rests.get(0) or self._list(text.split("; "), depth)

    def _list(self, phrases: Sequence[str], depth: int) -> _Said | None:
        said = [self._one(phrase, depth) for phrase in phrases] if len(phrases) > 1 else []
        known = [one.text for one in said if one is not None]
        return _Said("；".join(known)) if said and len(known) == len(said) else None

    def _from(
        self, text: str, start: int, cuts: Sequence[tuple[int, int]], rests: Mapping[int, _Said], depth: int
    ) -> _Said | None:
        """The end of a text, where ``rests`` holds all that come after it."""
        whole = self._one(text[start:], depth)
        if whole is not None and whole.is_whole:
            return whole
        for stop, following in reversed(cuts):
            if following > start and following in rests:
                head, rest = self._one(text[start:stop], depth), rests[following]
                if head is not None:
                    gap = "" if ord(head.text[-1]) > 0x2E7F else " "
                    return _Said(f"{head.text}{gap}{rest.text}")
        return whole

    def _one(self, text: str, depth: int) -> _Said | None:
        if text in self._table:
            return _Said(self._table[text])
        for pattern in self._all_patterns():
            parts = pattern.parts(text)
            if parts is not None:
                return self._filled(pattern, parts, depth)
        return None

    def _filled(self, pattern: _Pattern, parts: Mapping[str, str], depth: int) -> _Said:
        """What was filled in may be words of the program itself."""
        own = {name: self._text(part, depth + 1) for name, part in parts.items() if self._may_be_own(name, depth)}
        filled = {name: said.text for name, said in own.items() if said is not None}
        foreign = (part for name, part in parts.items() if name not in filled)
        pieces = _PLACEHOLDER.split(pattern.translation)
        texts = (
            filled.get(piece, parts.get(piece, "")) if at % 3 == 1 else piece
            for at, piece in enumerate(pieces)
            if at % 3 < 2
        )
        return _Said(functools.reduce(_joined, texts), not any(_SENTENCE_END.search(part) for part in foreign))

    def _may_be_own(self, name: str, depth: int) -> bool:
        return depth < _DEEPEST and name not in _VERBATIM

    def _all_patterns(self) -> tuple[_Pattern, ...]:
        """Made when the first sentence comes, the ones with most words of their own first."""
        if self._patterns is None:
            self._patterns = tuple(sorted(_patterns(self._table), key=lambda pattern: -pattern.weight))
        return self._patterns


def _joined(before: str, after: str) -> str:
    """With a blank between Chinese and other words, and none between Chinese and Chinese: what is filled in may be either."""
    left, right = before.rstrip(" "), after.lstrip(" ")
    if not (left and right and left[-1].isalnum() and right[0].isalnum()):
        return before + after
    is_chinese = (_is_chinese(left[-1]), _is_chinese(right[0]))
    return left + right if all(is_chinese) else f"{left} {right}" if any(is_chinese) else before + after


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _patterns(table: Mapping[str, str]) -> Iterator[_Pattern]:
    for source, translation in table.items():
        literals, names, shapes = (_PLACEHOLDER.split(source)[at::3] for at in range(3))
        weight = sum(len(literal) for literal in literals)
        if not names or weight < _LEAST_LITERAL:
            continue
        groups = [
            f"(?P<{name}>{_SHAPES.get(shape, '.+?')})" if name not in names[:at] else f"(?P={name})"
            for at, (name, shape) in enumerate(zip(names, shapes, strict=True))
        ]
        body = "".join(re.escape(literal) + group for literal, group in zip(literals, [*groups, ""], strict=True))
        quoting = frozenset(
            name for name, before in zip(names, literals, strict=False) if before.rstrip().endswith(_QUOTING)
        )
        yield _Pattern(re.compile(body, re.DOTALL), max(literals, key=len), quoting, translation, weight)
