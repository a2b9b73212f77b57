"""Parts that a brief asks for, and what it tells of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from training.generators import web_facts
from training.generators.book_vocabulary import Language
from training.generators.web_lexicon import Trade, names_of, one, pieces, words

Row = tuple[str, str, str]
"""What an item of a part says: title, text and note, as the brief tells them."""

ACTIONS = ("donate", "volunteer", "join", "book", "inquiry", "trial")
_KIND = MappingProxyType({"prices": "pricing"} | dict.fromkeys(ACTIONS, "cta"))
_WEIGHTS = MappingProxyType({"prices": 3, "schedule": 4, "team": 4, "steps": 4, "faq": 3, "testimonials": 3, "menu": 3})
_USUAL_WEIGHT = 2
_ACTION_WEIGHT, _OWN_ACTION, _SELDOM = 0.8, 2.5, 0.1
_FOOD = ("food", "eatery")
_NO_FIGURES = ("food", "eatery", "clinic", "beauty", "care", "person")
_ACTS = MappingProxyType(
    {
        "donate": ("charity", "club", "venue", "event", "lesson"),
        "volunteer": ("charity", "club", "venue", "event", "lesson"),
        "join": ("charity", "club", "venue", "event", "lesson"),
        "book": ("eatery", "lodging", "beauty", "clinic", "lesson", "tour", "venue", "event", "care"),
        "inquiry": ("home", "repair", "craft", "office", "person", "rental"),
        "trial": ("software", "lesson"),
    }
)
"""Families of trades that ask their readers for an action; others seldom do."""
_CLASHES = (("prices", "menu"), ACTIONS)
_TOLD_SHARE = MappingProxyType(
    {"steps": 0.35, "faq": 0.3, "testimonials": 0.35, "team": 0.6, "schedule": 0.6, "prices": 0.45, "menu": 0.75}
)
_USUAL_TOLD_SHARE = 0.85
_MOST_TOLD = 2
_MOST_ALONE = 4


def kind_of(wish: str) -> str:
    """The kind of section that fulfils a wish."""
    return _KIND.get(wish, wish)


def wished(rng: random.Random, trade: Trade, language: Language) -> tuple[str, ...]:
    """One to three wishes that suit a trade and go together."""
    count = rng.choices((1, 2, 3), (50, 32, 18))[0]
    found: list[str] = []
    options = names_of(language, "wish")
    weights = [_weight(wish, trade) for wish in options]
    while len(found) < count:
        wish = rng.choices(options, weights)[0]
        if wish not in found and not any(wish in both and set(both) & set(found) for both in _CLASHES):
            found.append(wish)
    return tuple(found)


def _weight(wish: str, trade: Trade) -> float:
    if wish in ACTIONS:
        return _ACTION_WEIGHT * (_OWN_ACTION if trade.family in _ACTS[wish] else _SELDOM)
    if (wish == "menu" and trade.family not in _FOOD) or (wish == "specs" and trade.family in _NO_FIGURES):
        return 0
    return _WEIGHTS.get(wish, _USUAL_WEIGHT)


def told(
    rng: random.Random, wishes: tuple[str, ...], trade: Trade, language: Language
) -> dict[str, tuple[tuple[Row, ...], str]]:
    """What a brief tells of its wishes: the rows of the part, and the words of the brief."""
    found: dict[str, tuple[tuple[Row, ...], str]] = {}
    for wish in wishes:
        share = _TOLD_SHARE.get(wish, _USUAL_TOLD_SHARE)
        if wish in MAKERS and len(found) < _MOST_TOLD and rng.random() < share:
            most = _MOST_ALONE if len(wishes) == 1 else 2 if len(wishes) > 2 else 3
            found[wish] = MAKERS[wish](rng, trade, language, most)
    return found


def _count(rng: random.Random, most: int) -> int:
    return rng.choices((2, 3, 4), (40, 40, 20))[0] if most > 3 else rng.randint(2, most)


def _row(rng: random.Random, parts: list[str], language: Language) -> str:
    """Parts of a sentence one after the other."""
    if language == "chinese":
        return rng.choice(("，", "、", "，", "；")).join(parts)
    mark = rng.choice((", ", ", ", "; "))
    return mark.join(parts[:-1]) + rng.choice((mark, " and ", mark)) + parts[-1]


def _told_pairs(
    rng: random.Random, pairs: web_facts.Pairs, language: Language, kind: str
) -> tuple[tuple[Row, ...], str]:
    return tuple((name, "", beside) for name, beside in pairs), web_facts.paired(rng, pairs, language, kind)


def _prices(rng: random.Random, trade: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    return _told_pairs(rng, web_facts.prices(rng, trade, language)[:most], language, "prices")


def _menu(rng: random.Random, trade: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    if rng.random() < 0.55:
        return _prices(rng, trade, language, most)
    names = web_facts.goods(rng, trade, language, _count(rng, most))
    return tuple((name, "", "") for name in names), web_facts.listed(rng, names, language)


def _schedule(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    return _told_pairs(rng, web_facts.dates(rng, language)[:most], language, "dates")


def _team(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    people = web_facts.team(rng, language)[:most]
    if rng.random() < 0.35:
        names = tuple(name for name, _ in people)
        return tuple((name, "", "") for name in names), web_facts.listed(rng, names, language)
    return _told_pairs(rng, people, language, "team")


def _steps(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    names = one(rng, pieces(language, "sequences")).split("/")
    if language == "chinese":
        form = rng.choice(("、", "，", "→", "再", "，再", "——"))
        return tuple((name, "", "") for name in names), form.join(names)
    first, joint = rng.choice(
        (("", ", "), ("", ", "), ("first ", ", then "), ("", " -> "), ("", ", then "), ("you ", ", "))
    )
    return tuple((name, "", "") for name in names), first + joint.join(names)


def _praise(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    said = one(rng, words(language, "quotes"))
    return (("", said, ""),), said


def _questions(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    found = rng.sample(pieces(language, "questions"), _count(rng, min(most, 3)))
    return tuple((text, "", "") for text in found), ("" if language == "chinese" else " ").join(found)


def _timeline(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    count, first = _count(rng, most), rng.randint(1890, 2015)
    years = sorted(rng.sample(range(first, min(first + rng.choice((12, 40, 100)), 2026) + 1), count))
    events = rng.sample(pieces(language, rng.choice(("events", "events", "deeds"))), count)
    if language == "chinese":
        form = rng.choice(("{0}{1}", "{0}{1}", "{0}：{1}", "{0} {1}", "{1}（{0}）"))
        ending = "" if form in ("{0}：{1}", "{0} {1}") and rng.random() < 0.6 else "年"
    else:
        form, ending = rng.choice(("{0} {1}", "{0}: {1}", "{1} in {0}", "{1} ({0})", "in {0} {1}", "{0} - {1}")), ""
    rows = tuple((event, "", f"{year}{ending}") for event, year in zip(events, years, strict=True))
    return rows, _row(rng, [form.format(note, title) for title, _, note in rows], language)


def _number(rng: random.Random, language: Language) -> str:
    small, large = rng.randint(2, 99), rng.randint(1, 90) * 100
    grouped = f"{large:,}" if language == "english" else str(large)
    return rng.choice((str(small), str(small), str(rng.randint(100, 999)), str(large), grouped))


def _stats(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    rows, parts = [], []
    is_behind = rng.random() < 0.25
    for piece in rng.sample(pieces(language, "counts"), _count(rng, most)):
        unit, thing = piece.split(">", 1)
        number = str(rng.randint(5, 99)) if unit == "%" else _number(rng, language)
        note = number + unit.removesuffix(" of")
        rows.append((thing, "", note))
        between = "" if language == "chinese" else " "
        plain = f"{number}{unit}{between}{thing}"
        parts.append(f"{thing}{rng.choice((': ', ' ')) if between else ''}{note}" if is_behind else plain)
    return tuple(rows), _row(rng, parts, language)


def _measure(rng: random.Random, unit: str) -> str:
    number = rng.choice(
        (str(rng.randint(2, 99)), str(rng.randint(1, 40) * 10), f"{rng.randint(1, 9)}.{rng.randint(1, 9)}")
    )
    return f"{number}{unit}"


def _specs(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    rows: list[Row] = []
    count = _count(rng, most)
    substances = pieces(language, "substances")
    while len(rows) < count:
        name, value = one(rng, substances if rng.random() < 0.25 else pieces(language, "technical")).split(">", 1)
        if name not in {row[0] for row in rows}:
            is_plain = any(piece == f"{name}>{value}" for piece in substances)
            rows.append((name, "", value if is_plain else _measure(rng, value)))
    form = rng.choice(("{0}{1}", "{0}{1}", "{0}：{1}", "{0} {1}") if language == "chinese" else ("{0} {1}", "{0}: {1}"))
    return tuple(rows), _row(rng, [form.format(name, note) for name, _, note in rows], language)


def _comparison(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    roll = rng.random()
    if roll < 0.25:
        return _versus(rng, language, most)
    rows: list[Row]
    forms: tuple[str, ...]
    offers = one(rng, pieces(language, "offers")).split("/")[: min(most, rng.choice((2, 2, 3)))]
    traits = rng.sample(pieces(language, "properties"), len(offers))
    amounts = [web_facts.amount(rng, language) for _ in offers]
    if roll < 0.45:
        rows = [(offer, trait, "") for offer, trait in zip(offers, traits, strict=True)]
        forms = (
            ("{0}（{1}）", "{0}{1}", "{0}：{1}") if language == "chinese" else ("{0} ({1})", "{0}: {1}", "{0} - {1}")
        )
    elif roll < 0.65:
        rows = [(offer, "", amount) for offer, amount in zip(offers, amounts, strict=True)]
        forms = ("{0}{2}", "{0}：{2}") if language == "chinese" else ("{0} {2}", "{0}: {2}", "{0} ({2})")
    else:
        rows = list(zip(offers, traits, amounts, strict=True))
        forms = (
            ("{0}{2}（{1}）", "{0}：{2}，{1}", "{0}（{2}，{1}）")
            if language == "chinese"
            else ("{0} {2} ({1})", "{0}: {2}, {1}", "{0} ({2}, {1})", "{0} - {1}, {2}")
        )
    form = rng.choice(forms)
    joint = "；" if language == "chinese" else rng.choice(("; ", "; ", " and "))
    return tuple(rows), joint.join(form.format(*row) for row in rows)


def _versus(rng: random.Random, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    """Properties here and elsewhere."""
    rows = []
    for piece in rng.sample(pieces(language, "versus"), min(most, rng.choice((2, 2, 3)))):
        name, _, both = piece.partition(">")
        here, _, elsewhere = both.partition("/")
        rows.append((name, here, elsewhere))
    forms = (
        ("{0}我们{1}，别家{2}", "{0}：我们{1}，别处{2}")
        if language == "chinese"
        else (
            "{0}: {1} with us, {2} elsewhere",
            "{0} here {1}, elsewhere {2}",
            "{0} {1} instead of {2}",
        )
    )
    form = rng.choice(forms)
    return tuple(rows), ("；" if language == "chinese" else "; ").join(form.format(*row) for row in rows)


def _cases(rng: random.Random, _: Trade, language: Language, most: int) -> tuple[tuple[Row, ...], str]:
    count = min(most, rng.choice((1, 2, 2, 3)))
    names = {"last": one(rng, words(language, "surnames" if language == "chinese" else "last"))}
    if language == "english":
        names["first"] = one(rng, words("english", "first"))
    customers = [text.format(**names) for text in rng.sample(pieces(language, "customers"), count)]
    rows = [(who, what, "") for who, what in zip(customers, rng.sample(pieces(language, "done"), count), strict=True)]
    forms = (
        ("{0}的{1}", "{0}：{1}", "给{0}做的{1}", "{0}（{1}）")
        if language == "chinese"
        else ("{0}: {1}", "for {0} {1}", "{1} for {0}", "{0} ({1})")
    )
    form = rng.choice(forms)
    parts = [form.format(*row) for row in rows]
    return tuple(rows), _row(rng, parts, language) if count > 1 else parts[0]


MAKERS: Mapping[str, Callable[[random.Random, Trade, Language, int], tuple[tuple[Row, ...], str]]] = MappingProxyType(
    {
        "steps": _steps,
        "faq": _questions,
        "testimonials": _praise,
        "prices": _prices,
        "menu": _menu,
        "schedule": _schedule,
        "team": _team,
        "timeline": _timeline,
        "stats": _stats,
        "specs": _specs,
        "comparison": _comparison,
        "cases": _cases,
    }
)
