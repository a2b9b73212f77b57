"""Wishes in English: a noun with its adjectives, a list of words, or sentences about "it"."""

from __future__ import annotations

import random
import re
from functools import cache

from training.generators.book_marks import slipped
from training.generators.book_vocabulary import Split
from training.generators.css_traits import ANY, Asked, kinds, traits
from training.generators.css_words import one_of, put, wording
from training.generators.web_lexicon import side

_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio]|un[^i]|up|ul)")
_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_SPACE = re.compile(r"[ ]+(?=[ ,.;!?)]|$)")
_MOST_ADJECTIVES = 3
_FORMS = ("thing", "it", "list", "both")
_PLURALS = "text"


def third(phrase: str) -> str:
    """A verb phrase spoken of one thing: `grow on hover` becomes `grows on hover`."""
    if " and " in phrase:
        first, _, second = phrase.partition(" and ")
        return f"{third(first)} and {third(second)}" if second.split()[0] in _verbs() else _third(phrase)
    return _third(phrase)


@cache
def _verbs() -> frozenset[str]:
    """The first words of all verb phrases."""
    pools = (trait.words["does"] for kind in (ANY, *kinds()) for trait in traits(kind)[0] if "does" in trait.words)
    return frozenset(text.split()[0] for words in pools for text in (*words.train, *words.test))


def _third(phrase: str) -> str:
    verb, _, rest = phrase.partition(" ")
    if verb in _IRREGULAR:
        verb = _IRREGULAR[verb]
    elif verb.endswith(("s", "sh", "ch", "x")):
        verb += "es"
    elif verb.endswith("y") and verb[-2] not in "aeo":
        verb = verb[:-1] + "ies"
    else:
        verb += "s"
    return f"{verb} {rest}" if rest else verb


def english(rng: random.Random, kind: str, wished: list[Asked], split: Split) -> str:
    """The words of a wish."""
    form = rng.choice(("it", "it", "list")) if kind == ANY else rng.choices(_FORMS, (46, 22, 18, 14))[0]
    name = "" if kind == ANY else kinds()[kind].names["english"].pick(rng, side(rng, split))
    if form == "list":
        text = _listed(rng, name, wished, split)
    elif form == "it":
        text = _sentences(rng, name, wished, split)
    else:
        text = _thing(rng, name, wished, split, is_both=form == "both")
    return _typed(rng, text + one_of(rng, "en", "end"))


def _typed(rng: random.Random, text: str) -> str:
    text = _SPACE.sub("", " ".join(part.strip() for part in text.split(" ") if part) if "\n" not in text else text)
    text = _ARTICLE.sub(r"\1n ", text)
    if rng.random() < 0.5:
        text = text.replace("colour", "color").replace("centre", "center")
    if "#" not in text and rng.random() < 0.07:
        text = slipped(rng, text)
    roll = rng.random()
    if roll < 0.4:
        return text[:1].upper() + text[1:]
    return text if roll < 0.9 or "#" in text else text.lower()


def _joined(rng: random.Random, parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    *first, last = parts
    return f"{', '.join(first)}{rng.choice((' and ', ' and ', ', ', ', and '))}{last}"


def _thing(rng: random.Random, name: str, wished: list[Asked], split: Split, *, is_both: bool) -> str:
    """`a round green button with a soft shadow that grows on hover`."""
    before: list[str] = []
    having: list[str] = []
    doing: list[str] = []
    later: list[Asked] = []
    for one in wished:
        if "adj" in one.trait.words and len(before) < _MOST_ADJECTIVES and rng.random() < 0.75:
            before.append(wording(rng, one, "adj", split))
        elif is_both:
            later.append(one)
        elif "does" in one.trait.words and rng.random() < 0.7:
            doing.append(wording(rng, one, "does", split))
        elif "with" in one.trait.words and rng.random() < 0.85:
            having.append(wording(rng, one, "with", split))
        else:
            later.append(one)
    article = "" if name.split()[0] == _PLURALS else "a "
    thing = article + rng.choice((" ", " ", ", ")).join([*before, ""]).replace(",  ", " ").rstrip(", ") + f" {name}"
    thing += f" with {_joined(rng, having)}" if having else ""
    thing += _doing(rng, doing, bool(having)) if doing else ""
    text = put(one_of(rng, "en", "open", split), thing=thing)
    if not later:
        return text
    if is_both:
        return text + rng.choice((". ", ", ", ": ", "; ")) + _sentences(rng, "", later, split)
    return ", ".join([text, *(_any(rng, one, split) for one in later)])


def _doing(rng: random.Random, doing: list[str], has_parts: bool) -> str:
    head = one_of(rng, "en", "that")
    verbs = [verb if head.endswith(("should", "will")) else third(verb) for verb in doing]
    mark = ", " if head.startswith(("it", "and")) or (has_parts and rng.random() < 0.5) else " "
    return f"{mark}{head} {_joined(rng, verbs)}"


def _any(rng: random.Random, one: Asked, split: Split) -> str:
    """A trait in whatever words it has."""
    mode = rng.choice([mode for mode in ("adj", "with", "does", "say") if mode in one.trait.words])
    return wording(rng, one, mode, split)


def _listed(rng: random.Random, name: str, wished: list[Asked], split: Split) -> str:
    mark = one_of(rng, "en", "list")
    parts = [_any(rng, one, split) for one in wished]
    if name and rng.random() < 0.5 and "adj" in wished[0].trait.words:
        parts[0] = f"{wording(rng, wished[0], 'adj', split)} {name}"
    elif name:
        parts.insert(0 if rng.random() < 0.8 else len(parts), name)
    return mark.replace("\\n", "\n").join(parts)


_HEADS = {"adj": "be", "with": "have", "does": "do"}


def _sentences(rng: random.Random, name: str, wished: list[Asked], split: Split) -> str:
    """`make it round, give it a soft shadow and let it grow on hover`."""
    parts = []
    for at, one in enumerate(wished):
        mode = rng.choice([mode for mode in ("adj", "with", "does", "say", "say") if mode in one.trait.words])
        text = wording(rng, one, mode, split)
        it = one_of(rng, "en", "named").replace("{kind}", name) if name and not at else "it"
        head = one_of(rng, "en", _HEADS[mode], split) if mode in _HEADS else "{x}"
        if it != "it" and "{it}" not in head:
            head = "{it}" + rng.choice((": ", ", ", " - ")) + head
        parts.append(put(head, it=it, x=text))
    mark = one_of(rng, "en", "marks")
    return mark.replace("\\n", "\n").join(parts)
