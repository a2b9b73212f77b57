"""Names of businesses, people and made-up trades, without end."""

from __future__ import annotations

import random
import re

from plugins.web_designer.trades import trade_of
from training.generators.base import is_held_out
from training.generators.book_vocabulary import Language, Split
from training.generators.web_lexicon import Trade, one, words

MAX_NAME = 40
_PERSON_FAMILIES = tuple("craft repair home clinic beauty lesson office tour care".split())
_PERSON_NAME_SHARE = 0.35
_JOINTS = {"venue": "of"} | dict.fromkeys(("repair", "shop", "craft", "lesson", "club", "software"), "for")
_BEHIND_SHARE = 0.25
_AGENT = re.compile(r"(?<!cent)er$|(or|ist|ian|smith|wright|coach|guide|sweep|DJ|cook|vet|midwife|poet|solicitor)$")
_NO_AGENTS = ("outfitter", "tracker", "planner", "printer", "folder", "app maker")
_AGENT_ZH = re.compile(r"(师|人|员|手|匠|作家|艺术家|收藏家|医生|老师|顾问|导游|向导|教练|博主|开发者)$")
_QUOTES = {
    "english": ("“{}”", '"{}"', "'{}'", "‘{}’", "«{}»", "*{}*", "„{}“", "({})", "<<{}>>", "`{}`"),
    "chinese": ("“{}”", "「{}」", "『{}』", "《{}》", '"{}"', "【{}】", "‘{}’", "〈{}〉"),
}
_QUOTED = re.compile(r"[\"“'‘«「『《]\{name\}[\"”'’»」』》]")
_MASS = frozenset(
    "garlic lace ink juggling moss seaweed tinsel wool origami dice chess cheese bonsai hemp honey felt driftwood bamboo silk linen paper "
    "rice kombucha kimchi miso clay glass pottery jewellery furniture salt bread soap ice rain hair gin tea coffee jam granite slate "
    "porcelain knitwear stationery vinyl denim leather timber gravel cider butter grain sand ivy oak pine sage thyme".split()
)
_SOFT = re.compile(r"(s|x|ch|sh)$")
_NUMBERS = "Two Three Four Five Six Seven Eight Nine Ten Twelve".split()
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


def _foreign_name(rng: random.Random) -> str:
    """A name as they are given in other languages."""
    language, _, rest = one(rng, words("english", "foreign")).partition("=")
    heads, tails = (part.split("/") for part in rest.split(">"))
    head, tail = rng.choice(heads), rng.choice(tails)
    if language == "glued":
        return head + tail
    return f"{head}{tail}" if head.endswith(("'", "-")) else f"{head} {tail}"


def _odd_name(rng: random.Random, trade: str, word: str) -> str:
    """Names with figures and signs, names like phrases, names like the trade."""
    noun, other, quality = _pick(rng, "noun"), _pick(rng, "noun"), _pick(rng, "adjective")
    first, last = _pick(rng, "first"), _pick(rng, "last")
    verb, verb_2 = one(rng, words("english", "verbs")), one(rng, words("english", "verbs"))
    number, title = rng.randint(2, 99), trade.title()
    forms = (
        f"{one(rng, ('Studio', 'Room', 'Bar', 'Gate', 'Hall', 'Unit', 'Floor', 'Platform', 'House', 'Route'))} {number}",
        f"{number} {_plural(noun)}",
        f"{rng.choice(_NUMBERS)} {_plural(noun)}",
        f"{number} {last} {one(rng, words('english', 'streets'))}",
        f"{noun}{number}",
        f"O'{last}'s",
        f"{rng.choice('DL')}'{first if first[0] in 'AEIO' else 'Atelier ' + last}",
        f"St. {first}",
        f"Dr. {last}",
        f"Mr. {noun}",
        f"{first[0]}. & {last[0]}. {_pick(rng, 'last')}",
        f"{noun} + {other}",
        f"{noun} 'n' {other}",
        f"{last}-{_pick(rng, 'last')}",
        f"{noun}-{other}",
        f"{verb} & {verb_2}",
        f"{verb} the {noun}",
        f"{verb} {quality}",
        f"The {trade.split()[0].title()} {word}",
        f"The {title}",
        f"{_pick(rng, 'places')} {title}",
        f"{quality} {title}",
        f"The {noun} on the {other}",
        f"{noun} of {_pick(rng, 'places')}",
        f"{quality} {noun} {word}",
        f"{quality} & {_pick(rng, 'adjective')}",
        f"{first} and the {_plural(noun)}",
        f"{one(rng, words('english', 'gerunds'))} {noun}",
        f"{first} {one(rng, words('english', 'gerunds'))}",
        f"{trade.split()[0].title()}{one(rng, ('worx', 'ology', 'ery', 'land', 'ista', '4U', ' 2 Go', 'Plus', 'Hub'))}",
        f"{first[0]}{last[0]}{_pick(rng, 'noun')[0]} {word}",
        one(rng, words("english", "sayings")),
        one(rng, words("english", "sayings")),
        f"{_word(rng)} {_word(rng)}",
        f"{one(rng, ('Old', 'New', 'Upper', 'Lower', 'North', 'East'))} {noun} {word}",
        f"{_plural(noun)} and {_plural(other)}",
        f"{last} {trade.split()[0].title()} {word}",
        f"Friends of the {noun}",
        f"{first}, {_pick(rng, 'first')} & Co.",
    )
    return rng.choice(forms)


def _plural(thing: str) -> str:
    """More than one of a thing; what cannot be counted stays."""
    if thing.split()[-1].lower() in _MASS:
        return thing
    if _SOFT.search(thing):
        return thing + "es"
    if thing.endswith("f") and not thing.endswith("ff"):
        return thing[:-1] + "ves"
    return thing[:-1] + "ies" if re.search(r"[^aeiou]y$", thing) else thing + "s"


def is_person(name: str, language: Language) -> bool:
    """Whether a name is a person's."""
    if language == "chinese":
        return name[:1] in words("chinese", "surnames") and name[1:] in words("chinese", "given")
    parts = name.split()
    return len(parts) == 2 and parts[0] in words("english", "first") and bool(re.fullmatch(r"[A-Z][a-z]+", parts[1]))


def is_agent(word: str, language: Language) -> bool:
    """Whether a trade's word can be said of one person."""
    if language == "chinese":
        return bool(_AGENT_ZH.search(word))
    return bool(_AGENT.search(word)) and not word.endswith(_NO_AGENTS)


def quoted(rng: random.Random, template: str, name: str, language: Language, share: float) -> str:
    """A template whose name stands in any kind of quotes: where it has some, and sometimes where it has none."""
    marks = rng.choice(_QUOTES[language])
    if "'" in name and "'" in marks:
        marks = _QUOTES[language][0]
    marked = marks.format("{name}")
    if _QUOTED.search(template):
        return _QUOTED.sub(marked, template)
    if "{name}'" in template or rng.random() >= share:
        return template
    return template.replace("{name}", marked, 1)


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
    return one(rng, forms) if rng.random() < 0.5 else _odd_chinese_name(rng, word, core, ending)


def _odd_chinese_name(rng: random.Random, word: str, core: str, ending: str) -> str:
    """Names with figures, signs and Latin letters, names like phrases, names like the trade."""
    surname, char, other = (one(rng, words("chinese", group)) for group in ("surnames", "chars", "chars"))
    place, pair, counted = (one(rng, words("chinese", group)) for group in ("places", "pairs", "counted"))
    number = rng.randint(2, 99)
    latin = rng.choice((_word(rng), _thing_name(rng, "studio"), _pick(rng, "noun").upper(), _foreign_name(rng)))
    forms = (
        f"{surname}{one(rng, words('chinese', 'calls'))}{word}",
        f"{surname}{one(rng, words('chinese', 'calls'))}",
        f"{one(rng, words('chinese', 'calls'))}的{ending}",
        f"阿{char}{word}",
        f"阿{char}的{ending}",
        f"{rng.choice('一二两三四五六七八九十半')}{counted}",
        f"{rng.choice('一二两三四五六七八九十半')}{counted}{word}",
        f"{pair}·{ending}",
        f"{char}与{other}",
        f"{char}和{other}的{ending}",
        f"{number}号{ending}",
        f"{rng.choice('一二三四五六七八九')}号{ending}",
        f"No.{number} {ending}",
        f"{number}{rng.choice(('度', '分', '℃', '平米', '公里', '巷'))}",
        one(rng, words("chinese", "sayings")),
        one(rng, words("chinese", "sayings")),
        one(rng, words("chinese", "sayings")) + ending,
        f"{place}{word}",
        f"{place}{pair}{word}",
        f"{core}{pair}",
        f"{char}{char}{ending}",
        f"{char}{char}家",
        f"大{char}小{other}",
        f"遇见{pair}",
        f"在{char}{other}",
        f"{core}{word}",
        f"{pair}{word}",
        latin,
        latin,
        f"{latin}{word}",
        f"{core}{latin}",
        f"{latin}·{core}",
        f"{core}（{place}店）" if len(core) > 1 else core,
        f"{surname}家{word}",
        f"{surname}氏{word}",
        f"{core}+",
        f"{rng.choice('ABCDEFGKMQXYZ')}{rng.choice(('&', '+', ''))}{rng.choice('ABCDEFGKMQXYZ')}{word}",
    )
    return rng.choice(forms)


def _any_name(rng: random.Random, trade: Trade, word: str, language: Language) -> str:
    is_one = trade.family in _PERSON_FAMILIES and is_agent(word, language) and rng.random() < _PERSON_NAME_SHARE
    if is_one or (trade.family == "person" and rng.random() < 0.6):
        return person(rng, language)
    if language == "chinese":
        return _chinese_name(rng, trade, word)
    if trade.family == "software" and rng.random() < 0.8:
        return _software_name(rng)
    last_word = word.split()[-1].capitalize()
    roll = rng.random()
    if roll < 0.45:
        name = _odd_name(rng, word, last_word) if roll > 0.13 else _foreign_name(rng)
    else:
        name = _owner_name(rng, word) if roll < 0.7 else _thing_name(rng, word)
    return _cased(rng, name)


def _cased(rng: random.Random, name: str) -> str:
    """A name that is written in capitals or without any, as some are."""
    roll = rng.random()
    return name.upper() if roll < 0.05 else name.lower() if roll < 0.11 else name


def business_name(rng: random.Random, trade: Trade, word: str, language: Language, split: Split) -> str:
    """A name for a business of `trade`, which people call `word`; a name is on one side only."""
    while True:
        name = _any_name(rng, trade, word, language)
        if len(name) <= MAX_NAME and is_held_out(name) == (split == "test"):
            return name


def _thing(rng: random.Random, language: Language, *, is_activity: bool) -> str:
    """What a made-up trade is about: a thing, one of a special kind, a word that does not exist, or something done with it."""
    roll, joint = rng.random(), " " if language == "english" else ""
    if roll < (0.08 if is_activity else 0.18):
        thing = _word(rng).lower() if language == "english" else _chinese_core(rng)
    else:
        thing = one(rng, words(language, "things"))
        thing = one(rng, words(language, "sorts")) + joint + thing if roll > 0.72 and not is_activity else thing
    return thing + joint + one(rng, words(language, "activities")) if is_activity else thing


def _of_family(language: Language, group: str, family: str) -> tuple[str, ...]:
    """What a list of `family=word,word` has for a family."""
    found = dict(line.split("=") for line in words(language, group))
    return tuple(found.get(family, "").split(",")) if family in found else ()


def _trade_name(rng: random.Random, thing: str, done_to: str, head: str, family: str) -> str:
    """“lamp museum”, or “museum of lamps” and “workshop for lamps” where people say so."""
    joint = _JOINTS.get(family, "")
    is_behind = joint and head and thing != done_to and " " not in head and rng.random() < _BEHIND_SHARE
    return f"{head} {joint} {done_to}" if is_behind else f"{thing} {head}".strip()


def strange_trade(rng: random.Random, language: Language, split: Split) -> Trade:
    """A trade that the lexicon does not know: its family is told by the last word, what stands before can be anything."""
    while True:
        is_activity = rng.random() < 0.3
        family, _, heads = one(rng, words(language, "activity_heads" if is_activity else "heads")).partition("=")
        thing, head = _thing(rng, language, is_activity=is_activity), one(rng, tuple(heads.split(",")))
        if is_held_out(thing) != (split == "test"):
            continue
        done_to = thing if is_activity or language == "chinese" else _plural(thing)
        name = _trade_name(rng, thing, done_to, head, family) if language == "english" else thing + head
        verbs = _of_family(language, "activity_deeds" if is_activity else "deeds", family)
        deeds = tuple(verb.replace("{}", done_to) for verb in verbs)
        return Trade(family, trade_of(name), (name,), deeds=deeds, thing=thing, object=done_to if deeds else "")
