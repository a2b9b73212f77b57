"""Samples to packed rows of tokens, with the loss on the answers only."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.generators import bookkeeping, chess_positions, css, latex, sql, web
from training.generators.base import Sample
from training.tokenizer import ANSWER, BOOKKEEPING, CHESS, CSS, END, LATEX, PAD, QUESTION, SPECIAL_TOKENS, SQL, WEB

IGNORED = -1
"""Target where nothing is learned."""

KEY = "FK"
_OPEN_ROWS = 12

Row = tuple[NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Source:
    """One tool's generator and its share of the documents, not of the tokens."""

    share: float
    documents: Callable[[random.Random, str], list[Sample]]


SOURCES: dict[str, Source] = {
    "sql": Source(0.34, sql.sample_many),
    "latex": Source(0.28, latex.sample_many),
    "bookkeeping": Source(0.15, bookkeeping.sample_many),
    "web": Source(0.1, web.sample_many),
    "css": Source(0.09, css.sample_many),
    "chess": Source(0.04, chess_positions.sample_many),
}
PREFIX = {"sql": SQL, "latex": LATEX, "bookkeeping": BOOKKEEPING, "web": WEB, "css": CSS, "chess": CHESS}


def document(generator: random.Random, split: str = "train", tool: str | None = None) -> list[Sample]:
    """A tool's samples about one context, the tool drawn by its share unless it is named."""
    if tool is None:
        tool = generator.choices(list(SOURCES), [source.share for source in SOURCES.values()])[0]
    return SOURCES[tool].documents(generator, split)


def prompt(sample: Sample) -> str:
    """The text before the answer, as the chat template builds it when the program asks."""
    return f"{PREFIX[sample.tool]}{sample.context}{QUESTION}{sample.question}{ANSWER}"


def document_text(samples: list[Sample]) -> str:
    """A whole document without its special tokens: what the tokenizer learns from."""
    text = "\n".join([samples[0].context, *(part for sample in samples for part in (sample.question, sample.answer))])
    for token in SPECIAL_TOKENS:
        text = text.replace(token, "\n")
    return text


def encode(samples: list[Sample], tokenizer: Tokenizer, limit_tokens: int) -> tuple[list[int], list[int]]:
    """Tokens and targets of as many of a document's pairs as fit; the context stands once, before the first."""
    tokens: list[int] = []
    targets: list[int] = []
    end = tokenizer.token_to_id(END)
    for sample in samples:
        asked = prompt(sample) if not tokens else f"{QUESTION}{sample.question}{ANSWER}"
        question = tokenizer.encode(asked).ids
        answer = [*tokenizer.encode(sample.answer).ids, end]
        if len(tokens) + len(question) + len(answer) > limit_tokens:
            break
        tokens += question + answer
        targets += _key_targets(question, tokenizer) + answer
    return tokens, targets


def _key_targets(question: list[int], tokenizer: Tokenizer) -> list[int]:
    """Targets for a prompt: the foreign keys alone, whose names stand in the tables before them. They teach copying."""
    key, asked = tokenizer.token_to_id(KEY), tokenizer.token_to_id(QUESTION)
    newline = tokenizer.encode("\n").ids[0]
    targets, is_key = [], False
    for token in question:
        if token in (newline, asked):
            is_key = False
        targets.append(token if is_key else IGNORED)
        is_key = is_key or token == key
        if token == asked:
            key = IGNORED
    return targets


def pack(documents: Iterator[list[Sample]], tokenizer: Tokenizer, row_tokens: int) -> Iterator[Row]:
    """Rows of `row_tokens` + 1 tokens and as many targets, padded at the end; documents are never cut in two.

    Each document goes into the fullest of a few open rows that still has room: a fifth fewer tokens are wasted on padding than
    with one open row.
    """
    size, pad = row_tokens + 1, tokenizer.token_to_id(PAD)
    open_rows: list[tuple[list[int], list[int]]] = []
    for samples in documents:
        tokens, targets = encode(samples, tokenizer, row_tokens)
        fitting = [row for row in open_rows if len(row[0]) + len(tokens) <= size]
        if fitting:
            fullest = max(fitting, key=lambda row: len(row[0]))
            fullest[0].extend(tokens)
            fullest[1].extend(targets)
            continue
        if len(open_rows) == _OPEN_ROWS:
            full = max(open_rows, key=lambda row: len(row[0]))
            open_rows = [row for row in open_rows if row is not full]
            missing = size - len(full[0])
            yield np.array(full[0] + [pad] * missing, np.int32), np.array(full[1] + [IGNORED] * missing, np.int32)
        open_rows.append((tokens, targets))


def rows(tokenizer: Tokenizer, seed: int, row_tokens: int) -> Iterator[Row]:
    """An endless stream of training rows, always the same for one seed."""
    generator = random.Random(seed)

    def documents() -> Iterator[list[Sample]]:
        while True:
            yield document(generator)

    return pack(documents(), tokenizer, row_tokens)
