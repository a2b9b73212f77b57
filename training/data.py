"""Samples to packed rows of tokens, with the loss on the answers only."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

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
_RENAMED_SHARE = 0.4
_FORM = (
    "TABLE FK ( ) , . * = != < > <= >= + - / || ; _ ' SELECT DISTINCT COUNT SUM AVG MIN MAX FROM JOIN LEFT ON WHERE AND OR NOT IN LIKE "
    "BETWEEN IS NULL GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS CASE WHEN THEN ELSE END UNION ALL EXCEPT EXISTS ROUND CAST REAL "
    "strftime julianday date length lower upper '%Y' '%m' '%Y-%m' '%d' %w 0 1 2 3 4 5 6 7 8 9 \n"
)
"""What stands for itself in a query and in a schema, and is no name."""

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


Shares = Mapping[str, float]
"""Parts of the documents by tool, of any sum."""


def document(
    generator: random.Random, split: str = "train", tool: str | None = None, shares: Shares | None = None
) -> list[Sample]:
    """A tool's samples about one context, the tool drawn by its share (by `shares` where given) unless it is named."""
    if tool is None:
        parts = shares or {name: source.share for name, source in SOURCES.items()}
        tool = generator.choices(list(parts), list(parts.values()))[0]
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


@cache
def _ordinary(tokenizer: Tokenizer) -> tuple[frozenset[int], tuple[int, ...]]:
    """The tokens of the form of queries, and all that may stand in names."""
    form = frozenset(tokenizer.encode(_FORM).ids) | frozenset(tokenizer.encode(_FORM.replace(" ", "")).ids)
    special = {tokenizer.token_to_id(token) for token in SPECIAL_TOKENS}
    return form, tuple(sorted(set(range(tokenizer.get_vocab_size())) - form - special))


@cache
def _spaced(tokenizer: Tokenizer) -> dict[int, int]:
    """Tokens, and the same with a blank before them: one name has both, behind a full stop and in a table."""
    form, ordinary = _ordinary(tokenizer)
    bare = {token: tokenizer.token_to_id((tokenizer.id_to_token(token) or "").removeprefix("Ġ")) for token in ordinary}
    return {own: token for token, own in bare.items() if own is not None and own != token and own not in form}


def _names(sample: Sample, tokenizer: Tokenizer) -> set[int]:
    """The tokens of what is named: tables and columns, or the title of a page as far as the brief has it."""
    if sample.tool == "sql":
        return set(tokenizer.encode(sample.context).ids)
    if sample.tool == "web":
        title = sample.answer.removeprefix('{"title":"').split('"')[0]
        return set(tokenizer.encode(title).ids) & set(tokenizer.encode(sample.question).ids)
    return set()


def renamed(
    tokens: list[int], targets: list[int], samples: list[Sample], tokenizer: Tokenizer, generator: random.Random
) -> tuple[list[int], list[int]]:
    """The same document with tokens of its names changed for any others, everywhere alike.

    Names that nobody ever wrote can only be copied: a model that has seen every name of the generators knows them by heart, and
    writes one of those where it meets another.
    """
    form, ordinary = _ordinary(tokenizer)
    names = _names(samples[0], tokenizer) - form
    if not names or not tokens:
        return tokens, targets
    spaced = _spaced(tokenizer)
    both = sorted(bare for bare, token in spaced.items() if bare in names or token in names)
    alone = sorted(names - set(both) - {spaced[bare] for bare in both})
    others = dict(zip(alone, generator.sample(ordinary, len(alone)), strict=True))
    for bare, other in zip(both, generator.sample(tuple(spaced), len(both)), strict=True):
        others[bare], others[spaced[bare]] = other, spaced[other]
    begin = tokens.index(tokenizer.token_to_id(QUESTION))
    learned = [IGNORED] * begin + [others.get(token, token) for token in targets[begin:]]
    return [others.get(token, token) for token in tokens], learned


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


def pack(
    documents: Iterator[list[Sample]], tokenizer: Tokenizer, row_tokens: int, generator: random.Random | None = None
) -> Iterator[Row]:
    """Rows of `row_tokens` + 1 tokens and as many targets, padded at the end; documents are never cut in two.

    Each document goes into the fullest of a few open rows that still has room: a fifth fewer tokens are wasted on padding than
    with one open row. With a `generator`, some documents are `renamed`.
    """
    size, pad = row_tokens + 1, tokenizer.token_to_id(PAD)
    open_rows: list[tuple[list[int], list[int]]] = []
    for samples in documents:
        tokens, targets = encode(samples, tokenizer, row_tokens)
        if generator and generator.random() < _RENAMED_SHARE:
            tokens, targets = renamed(tokens, targets, samples, tokenizer, generator)
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


def rows(tokenizer: Tokenizer, seed: int, row_tokens: int, shares: Shares | None = None) -> Iterator[Row]:
    """An endless stream of training rows, always the same for one seed; tools by `shares` in place of their own."""
    generator = random.Random(seed)

    def documents() -> Iterator[list[Sample]]:
        while True:
            yield document(generator, shares=shares)

    return pack(documents(), tokenizer, row_tokens, generator)
