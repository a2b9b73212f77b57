"""What a brief says, and how people type it: a first line, then facts and wishes in any order, tidy or hasty."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from training.generators import web_facts, web_wishes
from training.generators.book_marks import slipped
from training.generators.book_vocabulary import Language, Split
from training.generators.web_deeds import deeds_of, others_words, row
from training.generators.web_facts import Pairs
from training.generators.web_lexicon import Trade, frames, names_of, one, pieces, side, trades, wordings, words
from training.generators.web_names import business_name, is_agent, is_person, person, quoted, strange_trade

MAX_WORDS = 60
MAX_CHINESE = 110
STRANGE_SHARE = 0.33
NAMELESS_SHARE = 0.08
PLACE_SHARE = 0.65
_KINDS = tuple(
    "hours phone email address since audience prices goods extras dates team quote style palette action deed".split()
)
_WEIGHTS = (14, 8, 6, 9, 6, 6, 13, 9, 9, 7, 4, 3, 7, 5, 3, 11)
_TOGETHER = (
    ("hours", "address"),
    ("phone", "email"),
    ("hours", "address", "phone"),
    ("prices", "hours"),
    ("since", "address"),
    ("prices", "phone"),
    ("deed", "prices"),
    ("deed", "since"),
)
"""Facts that people tell in one go."""
_TOGETHER_SHARE = 0.22
_JOINT_SHARE = 0.6
_STREET_SHARE = 0.05
_DEED_ONLY_SHARE = 0.17
_SIZED_SHARE = 0.15
_TAIL_SHARE = 0.12
_OTHERS_SHARE = 0.35
_DEED_FIRST_SHARE = 0.45
_ALONE_SHARE = 0.7
_COSTS_SHARE = 0.25
_LATE_NAME_SHARE = 0.3
_LATE_PLACE_SHARE = 0.15
_TWICE_NAMED_SHARE = 0.05
_QUOTED_SHARE = 0.1
_PAIRED = ("prices", "dates", "team")
_LISTED = ("goods", "extras")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_VOWEL_HEARD = re.compile(r"[aeio]|umb|urb|und|hour", re.IGNORECASE)
_SLOT = re.compile(r"(\{\w+\})")
_TWICE_THE = re.compile(r"\bthe (the )", re.IGNORECASE)
_MANY = re.compile(r"\b(tours|trips|walks|rides|brokers|lessons|classes for beginners)$")
_TWO_STOPS = re.compile(r"\.\.(?=\s|$)")
_ENDS = "?!？！."
_LATE = ("name", "place", "again")
_CLASHES = {"prices": "goods", "goods": "prices"}
_WISHES_SHARE = 0.45
_SAID_PRAISE_SHARE = 0.25
_AT_THE_END_SHARE = 0.5
_OWN_SENTENCE_SHARE = 0.5
_SAID_BY_WISH = {
    "prices": ("prices", "goods"),
    "menu": ("prices", "goods"),
    "comparison": ("prices",),
    "schedule": ("dates",),
    "team": ("team",),
    "testimonials": ("quote",),
}
"""Facts that are not told beside a wish that tells the like."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What one brief says.

    Attributes:
        word: what the brief calls the trade.
        name: of the business, empty where the brief gives none.
        simple: facts of one piece by kind.
        paired: things with prices, dates with days, people with roles.
        listed: goods and good reasons.
        wishes: parts that are asked for.
        rows: what the brief tells of wished parts, and its words for that.
        style: asked for, or empty; likewise the palette.
        has_trade: whether the brief has a word for the trade, or only says what is done.
        is_alone: whether one person speaks.
        has_street: whether the first line tells the street, which is then the address.
    """

    language: Language
    trade: Trade
    word: str
    name: str
    place: str
    simple: dict[str, str] = field(default_factory=dict)
    paired: dict[str, Pairs] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    rows: dict[str, tuple[tuple[web_wishes.Row, ...], str]] = field(default_factory=dict)
    style: str = ""
    palette: str = ""
    has_trade: bool = True
    is_alone: bool = False
    has_street: bool = False

    @property
    def deeds(self) -> tuple[str, ...]:
        """What is done, one thing after the other."""
        return self.listed.get("deeds") or tuple(filter(None, (self.simple.get("deed", ""),)))


def _kinds(rng: random.Random, *, has_wishes: bool) -> list[str]:
    weights = (32, 34, 22, 12, 0, 0) if has_wishes else (13, 24, 28, 22, 10, 3)
    count = rng.choices((0, 1, 2, 3, 4, 5), weights)[0]
    found = list(rng.choice(_TOGETHER)) if count > 1 and rng.random() < _TOGETHER_SHARE else []
    rng.shuffle(found)
    for kind in rng.choices(_KINDS, _WEIGHTS, k=count * 2):
        if kind not in found and _CLASHES.get(kind) not in found and len(found) < count:
            found.append(kind)
    return found


def subject(rng: random.Random, language: Language, split: Split) -> tuple[Subject, list[str]]:
    """Something to make a page about, and the kinds of facts that are told of it."""
    is_strange = rng.random() < STRANGE_SHARE
    trade = strange_trade(rng, language, split) if is_strange else rng.choice(trades(language))
    word = one(rng, trade.names)
    name = "" if rng.random() < NAMELESS_SHARE else business_name(rng, trade, word, language, split)
    word = _sized(rng, word, language) if trade.things and rng.random() < _SIZED_SHARE else word
    place = one(rng, words(language, "places")) if rng.random() < PLACE_SHARE else ""
    wishes = web_wishes.wished(rng, trade, language) if rng.random() < _WISHES_SHARE else ()
    rows = web_wishes.told(rng, wishes, trade, language)
    beside = {fact for wish in wishes for fact in _SAID_BY_WISH.get(wish, ())} | (
        {"deed"} if not trade.deeds else set()
    )
    kinds = [kind for kind in _kinds(rng, has_wishes=bool(wishes)) if kind not in beside]
    if "testimonials" in wishes and "testimonials" not in rows and rng.random() < _SAID_PRAISE_SHARE:
        kinds.append("quote")
    has_trade = not (name and trade.deeds and rng.random() < _DEED_ONLY_SHARE)
    makers = {
        "prices": lambda: web_facts.prices(rng, trade, language),
        "dates": lambda: web_facts.dates(rng, language),
        "team": lambda: web_facts.team(rng, language),
    }
    has_street = bool(name) and has_trade and "address" not in kinds and rng.random() < _STREET_SHARE
    deeds = deeds_of(rng, trade) if "deed" in kinds or not has_trade else ()
    kinds = kinds if has_trade else [kind for kind in kinds if kind != "deed"]
    found = Subject(
        language,
        trade,
        word,
        name,
        place,
        {kind: web_facts.SIMPLE[kind](rng, language) for kind in kinds if kind in web_facts.SIMPLE}
        | ({"deed": row(deeds, language)} if deeds else {})
        | ({"address": web_facts.street(rng, language)} if has_street else {}),
        {kind: makers[kind]() for kind in kinds if kind in makers},
        {kind: _listed(rng, kind, trade, language) for kind in kinds if kind in _LISTED}
        | ({"deeds": deeds} if len(deeds) > 1 else {}),
        wishes,
        rows,
        one(rng, names_of(language, "style")) if "style" in kinds else "",
        one(rng, names_of(language, "palette")) if "palette" in kinds else "",
        has_trade,
        is_person(name, language) and is_agent(word, language) and rng.random() < _ALONE_SHARE,
        has_street,
    )
    return found, _with_wishes(rng, found, kinds)


def _sized(rng: random.Random, word: str, language: Language) -> str:
    """A trade with a word for its size or kind before it: “small bakery”."""
    size = one(rng, words(language, "sizes"))
    return f"{size} {word}" if language == "english" else size + word


def _with_tail(rng: random.Random, word: str, language: Language) -> str:
    """A trade with something about it that the page need not say: “bakery by the river”."""
    tail = one(rng, words(language, "tails"))
    return f"{word} {tail}" if language == "english" else tail + word


def _with_wishes(rng: random.Random, about: Subject, kinds: list[str]) -> list[str]:
    """The kinds of facts with the wishes among them, each in a sentence of its own or several in one."""
    asked = [f"told:{wish}" for wish in about.rows]
    plain = [wish for wish in about.wishes if wish not in about.rows]
    if plain and rng.random() < _OWN_SENTENCE_SHARE:
        asked += [f"ask:{wish}" for wish in plain]
    elif plain:
        asked.append("wishes")
    rng.shuffle(asked)
    at = len(kinds) if rng.random() < _AT_THE_END_SHARE else rng.randint(0, len(kinds))
    return kinds[:at] + asked + kinds[at:]


def _listed(rng: random.Random, kind: str, trade: Trade, language: Language) -> tuple[str, ...]:
    count = rng.choice((2, 2, 3))
    if kind == "goods":
        return web_facts.goods(rng, trade, language, count)
    return tuple(rng.sample(words(language, "extras"), count))


def _value(rng: random.Random, about: Subject, kind: str, split: Split) -> str:
    """A fact's words as they stand in the brief."""
    language = about.language
    if kind in about.simple:
        return about.simple[kind]
    if kind in about.paired:
        return web_facts.paired(rng, about.paired[kind], language, kind)
    if kind in about.listed:
        return web_facts.listed(rng, about.listed[kind], language)
    if kind == "wishes":
        plain = [wish for wish in about.wishes if wish not in about.rows]
        asked = (wordings(language, "wish", wish).pick(rng, side(rng, split)) for wish in plain)
        return web_facts.listed(rng, tuple(asked), language)
    asked_for = about.style if kind == "style" else about.palette
    return wordings(language, kind, asked_for).pick(rng, side(rng, split))


def with_article(word: str) -> str:
    """An English noun after "a" or "an", whichever it is spoken with; what cannot be one stands alone."""
    if _MANY.search(word) or word.split()[-1] in words("english", "activities"):
        return word
    return f"{'an' if _VOWEL_HEARD.match(word) else 'a'} {word}"


def _filled(template: str, values: dict[str, str]) -> str:
    text = _SLOT.sub(lambda match: values[match.group(1)[1:-1]], template)
    return _TWO_STOPS.sub(".", _TWICE_THE.sub(r"\1", text))


def _speaker(about: Subject, kind: str) -> str:
    """The group of templates: one person speaks for himself."""
    return f"{kind}_me" if about.is_alone else kind


def _is_deed_first(rng: random.Random, about: Subject, kinds: list[str]) -> bool:
    """Whether the first line tells the trade and what is done."""
    can_be = "deed" in kinds and about.name and about.has_trade and not about.is_alone and not about.has_street
    return bool(can_be) and rng.random() < _DEED_FIRST_SHARE


def _deed_frame(rng: random.Random, about: Subject) -> str:
    """The group of first lines that tell what is done, by the people themselves or by somebody else."""
    group = "with_deed" if about.has_trade else _speaker(about, "deeds")
    can_be_of_others = not about.is_alone and (about.language == "chinese" or bool(others_words(about.deeds)))
    return group.replace("deed", "others_deed") if can_be_of_others and rng.random() < _OTHERS_SHARE else group


def _frame_group(rng: random.Random, about: Subject, *, has_name: bool, is_deed_first: bool) -> str:
    if not about.has_trade or is_deed_first:
        return _deed_frame(rng, about)
    if about.has_street:
        return "street"
    if not has_name:
        return "nameless"
    return "me" if about.is_alone and rng.random() < 0.7 else "frames"


def _frame(rng: random.Random, about: Subject, split: Split, group: str, *, has_place: bool) -> str:
    template = frames(about.language, group).pick(rng, side(rng, split))
    return quoted(rng, _OPTIONAL.sub(r"\1" if has_place else "", template), about.name, about.language, _QUOTED_SHARE)


def _hasty(rng: random.Random, template: str, *, is_lower: bool, has_slip: bool) -> str:
    """A template typed in haste; what is to be copied stays as it is."""
    parts = _SLOT.split(template)
    for at in range(0, len(parts), 2):
        parts[at] = parts[at].lower() if is_lower else parts[at]
        if has_slip and rng.random() < 0.5:
            parts[at] = slipped(rng, parts[at])
    return "".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _groups(rng: random.Random, about: Subject, kinds: list[str]) -> list[str]:
    """Kinds of facts in the order in which they are told; some of them stand in one sentence."""
    told = list(kinds)
    for joint in sorted(names_of(about.language, "joint"), key=lambda _: rng.random()):
        parts = joint.split("_")
        if set(parts) <= set(told) and rng.random() < _JOINT_SHARE:
            told = [joint if kind == parts[0] else kind for kind in told if kind not in parts[1:]]
    return told


def _sentences(
    rng: random.Random, about: Subject, kinds: list[str], split: Split, late: list[str]
) -> list[tuple[str, dict[str, str]]]:
    """Templates of what follows the first line, with what fills them."""
    found = []
    told = _groups(rng, about, kinds)
    for kind in late:
        told.insert(rng.choice((len(told), len(told) // 2, rng.randint(0, len(told)))), kind)
    for kind in told:
        group, _, name = kind.rpartition(":")
        group = group or ("joint" if kind in names_of(about.language, "joint") else "sentence")
        name = _speaker(about, kind) if kind == "deed" else name
        template = wordings(about.language, group, name).pick(rng, side(rng, split))
        values = {"name": about.name, "place": about.place, "who": one(rng, pieces(about.language, "readers"))}
        if group == "joint":
            values |= {part: _value(rng, about, part, split) for part in kind.split("_")}
        elif group in ("ask", "told"):
            values["value"] = about.rows[name][1] if group == "told" else ""
        elif kind == "prices" and rng.random() < _COSTS_SHARE:
            template, values["value"] = "{value}", web_facts.costs(rng, about.paired[kind], about.language)
        elif kind not in _LATE:
            values["value"] = _value(rng, about, kind, split)
        found.append((quoted(rng, template, about.name, about.language, _QUOTED_SHARE), values))
    return found


def _late(rng: random.Random, about: Subject) -> list[str]:
    """What is told after the first line though most people begin with it, or is told again."""
    can_be_late = about.has_trade and about.name and not about.is_alone and not about.has_street
    late = ["name"] if can_be_late and rng.random() < _LATE_NAME_SHARE else []
    late += ["place"] if about.place and rng.random() < _LATE_PLACE_SHARE else []
    return late + (["again"] if about.name and rng.random() < _TWICE_NAMED_SHARE else [])


def _joined(rng: random.Random, parts: list[str], form: str, *, english: bool) -> str:
    if form == "lines" and len(parts) > 2:
        mark = rng.choice(("- ", "", "* "))
        return "\n".join([parts[0], *(mark + part for part in parts[1:])])
    if form == "sentences":
        stop = "." if english else "。"
        ended = [part if part[-1] in _ENDS else part + stop for part in parts]
        text = (" " if english else "").join(ended)
        return text if parts[-1][-1] in _ENDS or rng.random() < 0.8 else text[:-1]
    return (rng.choice((", ", ", ", "; ", " - ")) if english else rng.choice(("，", "，", " ", "；"))).join(parts)


def brief(rng: random.Random, about: Subject, kinds: list[str], split: Split) -> str:
    """The words that a person types about a subject."""
    english = about.language == "english"
    is_lower, has_slip = english and rng.random() < 0.3, english and rng.random() < 0.15
    form = rng.choices(("sentences", "run on", "lines"), (55, 33, 12))[0]
    is_deed_first = _is_deed_first(rng, about, kinds)
    kinds = [kind for kind in kinds if kind != "deed" or not is_deed_first]
    late = [] if is_deed_first else _late(rng, about)
    has_name, has_place = bool(about.name) and "name" not in late, bool(about.place) and "place" not in late
    word = _with_tail(rng, about.word, about.language) if rng.random() < _TAIL_SHARE else about.word
    first = {
        "name": about.name,
        "trade": word,
        "place": about.place,
        "a_trade": with_article(about.word) + word.removeprefix(about.word) if english else word,
        "do": about.simple.get("deed", ""),
        "does": row(about.deeds, "chinese") if not english else others_words(about.deeds),
        "owner": person(rng, about.language),
        "rival": business_name(rng, about.trade, about.word, about.language, "train"),
        "street": about.simple.get("address", ""),
    }
    group = _frame_group(rng, about, has_name=has_name, is_deed_first=is_deed_first)
    frame = _frame(rng, about, split, group, has_place=has_place)
    if has_place and "{place}" not in frame:
        late.append("place")
    parts: list[str] = []
    for template, values in [(frame, first), *_sentences(rng, about, kinds, split, late)]:
        text = _filled(_hasty(rng, template, is_lower=is_lower, has_slip=has_slip), values)
        is_copied = not parts and text.startswith(about.name or " ")
        has_capital = english and not is_lower and not is_copied and (form == "sentences" or not parts)
        parts.append(_capital(text) if has_capital else text)
    return _joined(rng, parts, form, english=english)


def fits(text: str, language: Language) -> bool:
    """Whether a brief is as short as those that people type."""
    return len(text) <= MAX_CHINESE if language == "chinese" else len(text.split()) <= MAX_WORDS
