"""The style of one element: a wish as people type it, and the rules for the class `it`.

Colours, lengths and times are copied from the wish or come from a fixed palette; whatever is not wished is left alone but for a small base
for each kind of element. `python -m training.generators.css` prints samples.
"""

from __future__ import annotations

import random

from training.generators.base import Sample, command_line
from training.generators.book_vocabulary import Language, Split
from training.generators.css_chinese import chinese
from training.generators.css_english import english
from training.generators.css_rules import Unreadable, css_for, is_short
from training.generators.css_traits import ANY, asked, chosen
from training.generators.css_words import together

TOOL = "css"
CHINESE_SHARE = 0.5
_KINDS: dict[str, int] = {
    ANY: 18, "button": 17, "card": 11, "heading": 8, "link": 8, "field": 7, "table": 7, "list": 7, "badge": 5, "quote": 5,
    "loader": 5, "switch": 3, "box": 4, "image": 5, "nav": 4, "paragraph": 4, "avatar": 2, "hero": 2, "footer": 1, "notice": 2,
    "code": 1, "tooltip": 1, "divider": 2, "modal": 1, "gallery": 2,
}  # fmt: skip
_COUNTS = (1, 2, 3, 4)
_COUNT_WEIGHTS = (18, 32, 32, 18)


def sample(rng: random.Random, split: Split = "train") -> Sample:
    """One wish with its rules."""
    kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
    while True:
        count = rng.choices(_COUNTS, _COUNT_WEIGHTS)[0]
        language: Language = "chinese" if rng.random() < CHINESE_SHARE else "english"
        wished = [asked(rng, trait, kind, language) for trait in chosen(rng, kind, count)]
        try:
            answer = css_for(kind, wished)
        except Unreadable:
            continue
        if is_short(answer):
            say = chinese if language == "chinese" else english
            return Sample(TOOL, "", say(rng, kind, together(rng, wished, language, split), split), answer)


def sample_many(rng: random.Random, split: Split = "train") -> list[Sample]:
    """One wish: an element has no context that others could share."""
    return [sample(rng, split)]


if __name__ == "__main__":
    command_line(sample)
