"""Wishes in Chinese: a noun with what stands before it, then clauses."""

from __future__ import annotations

import random
import re

from training.generators.book_vocabulary import Split
from training.generators.css_traits import ANY, Asked, kinds
from training.generators.css_words import one_of, put, wording
from training.generators.web_lexicon import side

_BLANKS = re.compile(r"(?<=[\u3400-\u9fff，。；、：]) +(?=[\u3400-\u9fff，。；、：])|(?<=[，。；、：]) +")
_TWICE = re.compile(r"的的|色色")
_SHORT_COLOUR = re.compile(r"(?<=[红橙黄绿青蓝紫粉棕灰黑白金银])色(?=[字底边线])")
SHORT_SHARE = 0.4
_FORMS = ("thing", "it", "list")
_MOST_BEFORE = 2


def chinese(rng: random.Random, kind: str, wished: list[Asked], split: Split) -> str:
    """The words of a wish."""
    form = rng.choice(("it", "it", "list")) if kind == ANY else rng.choices(_FORMS, (58, 22, 20))[0]
    name = "" if kind == ANY else kinds()[kind].names["chinese"].pick(rng, side(rng, split))
    if form == "thing":
        text = _thing(rng, name, wished, split)
    elif form == "it":
        text = _about_it(rng, name[2:], wished, split)
    else:
        parts = [_any(rng, one, split) for one in wished]
        text = one_of(rng, "zh", "list").join([name[rng.choice((0, 2, 2)) :], *parts] if name else parts)
    if rng.random() < SHORT_SHARE:
        text = _SHORT_COLOUR.sub("", text)
    text += one_of(rng, "zh", "end")
    return _BLANKS.sub("", _TWICE.sub(lambda found: found[0][0], text)).replace("，，", "，").strip("，、； ")


def _any(rng: random.Random, one: Asked, split: Split) -> str:
    has_short = "za" in one.trait.words
    return wording(rng, one, "za" if has_short and rng.random() < 0.3 else "zh", split)


def _thing(rng: random.Random, name: str, wished: list[Asked], split: Split) -> str:
    """`一张带柔和阴影的白色卡片，圆角 16px`."""
    before: list[str] = []
    after: list[str] = []
    for one in wished:
        if len(before) < _MOST_BEFORE and "za" in one.trait.words and rng.random() < 0.7:
            before.append(wording(rng, one, "za", split))
        elif len(before) < _MOST_BEFORE and rng.random() < 0.3:
            before.append(wording(rng, one, "zh", split))
        else:
            after.append(wording(rng, one, "zh", split))
    thing = name[:2] + _attributes(rng, before) + name[2:]
    text = put(one_of(rng, "zh", "open", split), thing=thing)
    if rng.random() < 0.12:
        text = put(one_of(rng, "zh", "open", split), thing=_attributes(rng, before) + name[2:])
    return one_of(rng, "zh", "marks").join([text, *after])


def _attributes(rng: random.Random, before: list[str]) -> str:
    """What stands before a noun; a short last word may do without 的."""
    if not before:
        return ""
    text = rng.choice(("的", "、", "", "，")).join(before) if len(before) > 1 else before[0]
    is_short = len(before[-1]) <= 4 and rng.random() < 0.5
    return text if is_short or text.endswith("的") else f"{text}的"


def _about_it(rng: random.Random, noun: str, wished: list[Asked], split: Split) -> str:
    parts = [_any(rng, one, split) for one in wished]
    if noun:
        head = rng.choice(("{noun}", "这个{noun}", "{noun}，", "{noun}：", "把{noun}改一下，", "让{noun}", "给{noun}"))
        head = head.replace("{noun}", noun)
    else:
        head = one_of(rng, "zh", "start")
    return head + one_of(rng, "zh", "marks").join(parts)
