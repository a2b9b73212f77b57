"""Small parts of GBNF grammars: literals, word lists that share their beginnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


def literal(text: str) -> str:
    """Text as a GBNF literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words_of(words: Mapping[str, str] | Iterable[str]) -> str:
    """One expression for a list of words, none of them empty; a word may be followed by a rule of its own (the mapping's value).

    Words share their beginnings, which keeps the choices at each character few.
    """
    return _expression(tuple((words if isinstance(words, Mapping) else dict.fromkeys(words, "")).items()))


@lru_cache(maxsize=20_000)
def _expression(words: tuple[tuple[str, str], ...]) -> str:
    root = _Trie()
    for word, after in words:
        root.add(word, after)
    return root.gbnf()


@dataclass(slots=True)
class _Trie:
    children: dict[str, _Trie] = field(default_factory=dict)
    is_word: bool = False
    after: str = ""

    def add(self, word: str, after: str) -> None:
        node = self
        for char in word:
            node = node.children.setdefault(char, _Trie())
        node.is_word = True
        node.after = node.after or after

    def gbnf(self) -> str:
        choices = [_branch(char, child) for char, child in sorted(self.children.items())]
        if self.is_word:
            choices.append(self.after or '""')
        return choices[0] if len(choices) == 1 else "( " + " | ".join(choices) + " )"


def _branch(char: str, node: _Trie) -> str:
    text = char
    while not node.is_word and len(node.children) == 1:
        char, node = next(iter(node.children.items()))
        text += char
    if node.is_word and not node.children:
        return f"{literal(text)} {node.after}".rstrip()
    return f"{literal(text)} {node.gbnf()}"
