"""A made-up language for models that are made for measuring: 10,000 words of two syllables, each a token when a space stands before it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

SPACE = "Ġ"
"""How a byte-level vocabulary writes a space."""
START, END, PAD = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}"
    "{{ '<|im_start|>assistant\n' }}"
)
_SYLLABLES = [a + b for a, b in itertools.product("bcdfghjklmnpqrstvwxz", "aeiou")]
_NORMAL, _CONTROL = 1, 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens of a byte-level BPE tokenizer.

    Attributes:
        merges: pairs that become one token, the earlier the sooner.
        words: the words that are one token each with the space before them; ``first_word`` is the first one's token.
    """

    tokens: Sequence[str]
    merges: Sequence[str]
    words: Sequence[str]
    first_word: int

    @property
    def kinds(self) -> list[int]:
        """llama.cpp's type of each token."""
        return [_NORMAL] * (len(self.tokens) - 3) + [_CONTROL] * 3

    @property
    def end(self) -> int:
        """The token that ends an answer."""
        return len(self.tokens) - 1


@lru_cache(maxsize=4)
def vocabulary(size: int) -> Vocabulary:
    """A vocabulary of ``size`` tokens: bytes, syllables, words without and with a space, longer words up to the size, control tokens.

    The longer words have merges too, for a vocabulary without them would load faster than a real one; texts do not use them.

    Args:
        size: 400 at least.
    """
    room = size - 256 - len(_SYLLABLES) - 3
    pairs = list(itertools.islice(itertools.product(_SYLLABLES, _SYLLABLES), room // 2))
    words = [a + b for a, b in pairs]
    room -= 2 * len(words)
    longer = list(itertools.islice(itertools.product(words, _SYLLABLES), room))
    tokens = [*byte_characters(), *_SYLLABLES, *words]
    first_word = len(tokens)
    tokens += [SPACE + word for word in words]
    tokens += [SPACE + word + syllable for word, syllable in longer]
    tokens += [f"unused{number}" for number in range(room - len(longer))]
    merges = [f"{syllable[0]} {syllable[1]}" for syllable in _SYLLABLES]
    merges += [f"{a} {b}" for a, b in pairs]
    merges += [f"{SPACE} {word}" for word in words]
    merges += [f"{SPACE}{word} {syllable}" for word, syllable in longer]
    return Vocabulary([*tokens, PAD, START, END], merges, words, first_word)


def byte_characters() -> list[str]:
    """The printable character that stands for each byte in a byte-level vocabulary (GPT-2's table)."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = itertools.count(256)
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]
