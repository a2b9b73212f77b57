"""What is asked while it is measured: a tool's prompt with a long constant part, and an edit that keeps most of a text."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.bench.vocabulary import vocabulary
from app.core.messages import Message

_EXAMPLES = 4
_QUESTION_WORDS = 12
_RUNS = (1, 1, 1, 2, 1, 5, 1, 3, 1, 1, 8, 2, 1, 1, 12)
"""Tokens of one change after the other, in the proportions of a hand's changes: most are a word, few are a passage."""


def made_up_words(count: int, seed: int) -> list[str]:
    """Different words of the measured models' language."""
    known = vocabulary(32_768).words
    return random.Random(seed).sample(known, count)  # noqa: S311 — reproducible on purpose


def tool_prompt(constant: str, question: int, schema_words: int) -> tuple[Message, ...]:
    """A tool's request: system line, examples and a schema, which stay the same, and a short question.

    Args:
        constant: names the constant part; another name gives another text from its first word on.
        question: number of the question.
        schema_words: length of the schema, by which the whole is brought to its length.
    """
    seed = sum(map(ord, constant)) * 1000
    turns = [Message.system(f"{constant}: You write SQL. Answer with one query and nothing else.")]
    for example in range(_EXAMPLES):
        turns.append(Message.user(" ".join(made_up_words(_QUESTION_WORDS, seed + example))))
        turns.append(Message.assistant("select " + " ".join(made_up_words(20, seed + example + 100))))
    schema = " ".join(made_up_words(schema_words, seed))
    asked = " ".join(made_up_words(_QUESTION_WORDS, question))
    return (*turns, Message.user(f"{schema}\n\n{asked}?"))


def short_prompt(question: int) -> tuple[Message, ...]:
    """A request of a few dozen tokens."""
    asked = " ".join(made_up_words(_QUESTION_WORDS, question))
    return (Message.system("You write SQL."), Message.user(f"{asked}?"))


def fitting_schema(tokens: int, with_10: int, with_110: int) -> int:
    """How many words of a schema make ``tool_prompt`` about ``tokens`` tokens long.

    Args:
        with_10, with_110: what it counts with so many words.
    """
    return min(max(10, 10 + round((tokens - with_10) / max(0.1, (with_110 - with_10) / 100))), 9000)


def edited(text: Sequence[str], share: float, seed: int) -> list[str]:
    """``text`` before it was edited: this share of its words is changed, in places all over it.

    A change replaces a run of words by as many others, leaves it out, or puts others in, in turn.
    """
    source = random.Random(seed)  # noqa: S311 — reproducible on purpose
    others = iter([word for word in made_up_words(len(text) * 2, seed) if word not in set(text)])
    changed = max(1, round(len(text) * share))
    runs: list[int] = []
    while sum(runs) < changed:
        runs.append(min(_RUNS[len(runs) % len(_RUNS)], changed - sum(runs)))
    words, step = list(text), len(text) // len(runs)
    for number, run in reversed(list(enumerate(runs))):
        start = number * step + source.randrange(max(1, step - run))
        new = [] if number % 3 == 1 else [next(others) for _ in range(run)]
        words[start : start + (0 if number % 3 == 2 else run)] = new
    return words
