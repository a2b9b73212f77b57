"""What a business does, as the people themselves say it and as others do."""

from __future__ import annotations

import random
import re

from training.generators.book_vocabulary import Language
from training.generators.web_lexicon import Trade

_SEVERAL_DEEDS_SHARE = 0.45


def deeds_of(rng: random.Random, trade: Trade) -> tuple[str, ...]:
    """What a business does: one thing, or several of a trade that the lexicon knows."""
    is_several = trade.things and len(trade.deeds) > 1 and rng.random() < _SEVERAL_DEEDS_SHARE
    return tuple(rng.sample(trade.deeds, min(len(trade.deeds), rng.choice((2, 3))) if is_several else 1))


def row(deeds: tuple[str, ...], language: Language) -> str:
    """Deeds one after the other, as a sentence has them."""
    if language == "chinese":
        return "、".join(deeds)
    return ", ".join(deeds[:-1]) + " and " + deeds[-1] if len(deeds) > 1 else deeds[0]


def others_words(deeds: tuple[str, ...]) -> str:
    """What others do, in English: “mend clocks” → “mends clocks”; empty where a second verb may follow."""
    if not deeds or any(re.search(r" and (?!\w+s$)", deed) for deed in deeds):
        return ""
    return row(tuple(_of_one(*deed.partition(" ")) for deed in deeds), "english")


def _of_one(verb: str, *rest: str) -> str:
    """A verb and what follows it, after he or she."""
    if verb.endswith(("ch", "sh", "x", "z", "o")):
        verb += "es"
    else:
        verb = f"{verb[:-1]}ies" if re.search("[^aeiou]y$", verb) else f"{verb}s"
    return "".join((verb, *rest))
