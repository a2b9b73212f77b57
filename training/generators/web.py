"""Web pages: a brief as people type it, and the page plan that it means.

Names, prices, hours and whatever else is a fact is copied from the brief; the rest is phrases of the trade. A third of the briefs have a
trade that the lexicon does not know, and some only say what is done: these words are copied into phrases that fit any.
`python -m training.generators.web` prints samples.
"""

from __future__ import annotations

import random

from training.generators.base import Sample, command_line
from training.generators.book_vocabulary import Language, Split
from training.generators.web_brief import brief, fits, subject
from training.generators.web_plan import plan

TOOL = "web"
CHINESE_SHARE = 0.5


def sample(rng: random.Random, split: Split = "train") -> Sample:
    """One brief with its plan."""
    language: Language = "chinese" if rng.random() < CHINESE_SHARE else "english"
    while True:
        about, kinds = subject(rng, language, split)
        question = brief(rng, about, kinds, split)
        if fits(question, language):
            return Sample(TOOL, "", question, plan(rng, about))


def sample_many(rng: random.Random, split: Split = "train") -> list[Sample]:
    """One brief: a page has no context that others could share."""
    return [sample(rng, split)]


if __name__ == "__main__":
    command_line(sample)
