"""Web pages: a brief as people type it, and the page plan that it means.

Names, prices, hours and whatever else is a fact is copied from the brief; the rest is phrases of the trade. A third of the briefs have a
trade that the lexicon does not know: its words are copied into phrases that fit any. `python -m training.generators.web` prints samples.
"""

from __future__ import annotations

import argparse
import random
import time

from training.generators.base import Sample
from training.generators.book_vocabulary import Split
from training.generators.web_brief import brief, fits, subject
from training.generators.web_plan import plan

TOOL = "web"
CHINESE_SHARE = 0.5


def sample(rng: random.Random, split: Split = "train") -> Sample:
    """One brief with its plan."""
    language = "chinese" if rng.random() < CHINESE_SHARE else "english"
    while True:
        about, kinds = subject(rng, language, split)
        question = brief(rng, about, kinds, split)
        if fits(question, language):
            return Sample(TOOL, "", question, plan(rng, about))


def sample_many(rng: random.Random, split: Split = "train") -> list[Sample]:
    """One brief: a page has no context that others could share."""
    return [sample(rng, split)]


def main() -> None:
    """Prints samples or measures the speed."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--show", type=int, default=20, metavar="N")
    parser.add_argument("--split", choices=("train", "test"), default="train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time", action="store_true", help="measure samples a second instead")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    if options.time:
        started = time.perf_counter()
        for _ in range(3000):
            sample(rng, options.split)
        print(f"{3000 / (time.perf_counter() - started):.0f} samples/s")
        return
    for _ in range(options.show):
        one = sample(rng, options.split)
        print(f"{one.question}\n    {one.answer}\n")


if __name__ == "__main__":
    main()
