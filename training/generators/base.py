"""What every generator yields, and the one rule that keeps test material out of training."""

import argparse
import random
import time
import zlib
from collections.abc import Callable
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


def command_line(sample: Callable[..., Sample]) -> None:
    """What each generator does when it is run: print samples, or measure the speed of `sample(generator, split)`."""
    parser = argparse.ArgumentParser(description="Prints samples or measures the speed.")
    parser.add_argument("--show", type=int, default=20, metavar="N")
    parser.add_argument("--split", choices=("train", "test"), default="train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--brief", action="store_true", help="leave the contexts out")
    parser.add_argument("--time", action="store_true", help="measure samples a second instead")
    options = parser.parse_args()
    generator = random.Random(options.seed)
    if options.time:
        started = time.perf_counter()
        for _ in range(3000):
            sample(generator, options.split)
        print(f"{3000 / (time.perf_counter() - started):.0f} samples/s")
        return
    for _ in range(options.show):
        one = sample(generator, options.split)
        context = f"{one.context}\n" if one.context and not options.brief else ""
        print(f"{context}  {one.question}\n    {one.answer}")
