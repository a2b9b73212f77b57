"""What every generator yields, and the one rule that keeps test material out of training."""

import zlib
from dataclasses import dataclass

HELD_OUT_PERCENT = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with its only right answer.

    `context` is what the question is asked about (a schema, an account list) and is empty where a tool needs none.
    """

    tool: str
    context: str
    question: str
    answer: str


def is_held_out(text: str) -> bool:
    """Whether `text` (a name, a template, an item) belongs to the test split and must never be trained on.

    The decision depends on the text alone, so it stays the same in every process and every version of a generator.
    """
    return zlib.crc32(text.encode("utf-8")) % 100 < HELD_OUT_PERCENT
