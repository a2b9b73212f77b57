"""Names of businesses, people and made-up trades, without end."""

from __future__ import annotations

import random

from plugins.web_designer.trades import trade_of
from training.generators.base import is_held_out
from training.generators.book_vocabulary import Language, Split
from training.generators.web_lexicon import Trade, one, words

MAX_NAME = 40
_CHINESE_ENDINGS = {
    "food": "坊 铺 记 家 食坊 斋 堂",
    "eatery": "馆 小馆 居 食堂 记 家 楼 轩 小厨",
    "shop": "店 铺 屋 社 小店 家 集 生活",
    "craft": "坊 工作室 工坊 社 造物 手作 斋",
    "repair": "修 车行 服务 工坊 快修",
    "home": "家政 服务 到家 家装 工程",
    "clinic": "诊所 堂 医疗 健康",
    "beauty": "美学 沙龙 养生 会所 坊",
    "lesson": "学堂 教室 课堂 学社 教育 馆",
    "club": "社 会 俱乐部 团 联盟",
    "event": "节 大会 之夜 盛会 季",
    "software": "助手 云 笔记 通 宝 管家",
    "charity": "公益 行动 之家 基金会 联盟",
    "person": "工作室 影像 日记 手记 创作",
    "lodging": "民宿 小院 山居 客栈 别院 居",
    "rental": "租赁 出行 租 共享",
    "office": "事务所 咨询 顾问 设计 策划",
    "venue": "馆 空间 中心 艺术馆",
    "tour": "旅行 之旅 户外 假期",
    "care": "之家 乐园 园 家园",
}


def _word(rng: random.Random) -> str:
    """A word that does not exist."""
    parts = [one(rng, words("english", "starts")) for _ in range(rng.choice((1, 1, 2)))]
    return "".join([*parts, one(rng, words("english", "ends"))]).capitalize()


def _pick(rng: random.Random, group: str) -> str:
    word = one(rng, words("english", group))
    return word.capitalize() if group in ("noun", "adjective") else word


def _person(rng: random.Random) -> str:
    last = _pick(rng, "last") if rng.random() < 0.7 else _word(rng)
    return f"{_pick(rng, 'first')} {last}"


def _owner_name(rng: random.Random, trade: str) -> str:
    first, last = _pick(rng, "first"), _pick(rng, "last") if rng.random() < 0.7 else _word(rng)
    last_word = trade.split()[-1].capitalize()
    forms = (
        f"{first}'s {_pick(rng, 'noun')}",
        f"{first}'s {last_word}",
        f"{last} {one(rng, words('english', 'after'))}",
        f"{last}'s",
        f"{last} & {_pick(rng, 'last')}",
        f"{last} {last_word}",
        f"{one(rng, words('english', 'before'))} {first}",
        f"{first} & {_pick(rng, 'first')}",
        f"{first[0]}. {last}",
        f"Studio {last}",
        f"{first} {last}",
        f"{last} {trade.title()}",
    )
    return one(rng, forms)


def _thing_name(rng: random.Random, trade: str) -> str:
    noun, other, quality = _pick(rng, "noun"), _pick(rng, "noun"), _pick(rng, "adjective")
    last_word = trade.split()[-1].capitalize()
    forms = (
        f"{quality} {noun}",
        f"The {quality} {noun}",
        f"{noun} & {other}",
        f"{noun} and {other}",
        f"{noun}{other.lower()}",
        f"{noun} {last_word}",
        f"{quality} {last_word}",
        f"{noun} {one(rng, words('english', 'after'))}",
        f"{noun} {trade.title()}",
        f"{one(rng, words('english', 'before'))} {noun}",
        f"{_word(rng)} {last_word}",
        f"The {noun}",
        _word(rng),
        f"{_word(rng)} {noun}",
        f"No. {rng.randint(2, 99)} {noun}",
        f"{noun.upper()}",
        f"{noun.lower()}{other.lower()}",
        f"{_pick(rng, 'places')} {last_word}",
    )
    return one(rng, forms)


def _software_name(rng: random.Random) -> str:
    noun, other = _pick(rng, "noun"), _pick(rng, "noun")
    forms = (
        noun.lower(),
        noun,
        f"{noun}{other}",
        f"{noun.lower()}{other.lower()}",
        _word(rng),
        f"{_word(rng)}.io",
        f"{noun}ly",
        f"{noun} {one(rng, ('App', 'Cloud', 'Desk', 'Flow', 'Notes', 'Base', 'Hub', 'Track'))}",
        f"Get{noun}",
        f"{noun.lower()}-{other.lower()}",
    )
    return one(rng, forms)


def person(rng: random.Random, language: Language) -> str:
    """A person's whole name."""
    if language == "english":
        return _person(rng)
    return one(rng, words("chinese", "surnames")) + one(rng, words("chinese", "given"))


def _chinese_core(rng: random.Random) -> str:
    """Two or three signs that a name is made of."""
    if rng.random() < 0.3:
        return one(rng, words("chinese", "pairs"))
    chars = words("chinese", "chars")
    return "".join(one(rng, chars) for _ in range(rng.choice((2, 2, 2, 3))))


def _chinese_name(rng: random.Random, trade: Trade, word: str) -> str:
    core, surname = _chinese_core(rng), one(rng, words("chinese", "surnames"))
    ending = one(rng, tuple(_CHINESE_ENDINGS[trade.family].split()))
    forms = (
        core + ending,
        core + ending,
        core + ending,
        core,
        core + word,
        core + word,
        surname + "记",
        "老" + surname + word,
        surname + "氏" + ending,
        core + core[-1] + ending,
        one(rng, words("chinese", "places")) + core,
        _word(rng),
        f"{_word(rng)} {ending}",
        surname + one(rng, words("chinese", "given")) + ending,
        "小" + surname + word,
    )
    return one(rng, forms)


def _any_name(rng: random.Random, trade: Trade, word: str, language: Language) -> str:
    if trade.family == "person" and rng.random() < 0.6:
        return person(rng, language)
    if language == "chinese":
        return _chinese_name(rng, trade, word)
    if trade.family == "software" and rng.random() < 0.8:
        return _software_name(rng)
    return _owner_name(rng, word) if rng.random() < 0.45 else _thing_name(rng, word)


def business_name(rng: random.Random, trade: Trade, word: str, language: Language, split: Split) -> str:
    """A name for a business of `trade`, which people call `word`; a name is on one side only."""
    while True:
        name = _any_name(rng, trade, word, language)
        if len(name) <= MAX_NAME and is_held_out(name) == (split == "test"):
            return name


def strange_trade(rng: random.Random, language: Language, split: Split) -> Trade:
    """A trade that the lexicon does not know: its family is told by the last word, its first word can be anything."""
    while True:
        family, _, heads = one(rng, words(language, "heads")).partition("=")
        made_up = rng.random() < 0.3
        if language == "english":
            first = _word(rng).lower() if made_up else one(rng, words("english", "things"))
        else:
            first = _chinese_core(rng) if made_up else one(rng, words("chinese", "things"))
        head = one(rng, tuple(heads.split(",")))
        name = f"{first} {head}" if language == "english" else first + head
        if is_held_out(first) == (split == "test"):
            return Trade(family, trade_of(name), (name,))
