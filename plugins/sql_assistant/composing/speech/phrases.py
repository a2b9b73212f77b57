"""Words of plain questions, as ``phrases.toml`` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.sql_assistant.words import stem

_LISTS: Mapping[str, Any] = MappingProxyType(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
)


def _set(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name])


def _stems(name: str) -> frozenset[str]:
    """A list as the parts of names are compared: without plurals."""
    return frozenset(map(stem, _LISTS[name]))


def _meaning(name: str) -> Mapping[str, str]:
    """Phrase → what it stands for."""
    return MappingProxyType({phrase: meant for meant, phrases in _LISTS[name].items() for phrase in phrases})


def _much(name: str) -> Mapping[str, bool]:
    """Phrase → whether much is meant, and not little."""
    return MappingProxyType({phrase: meant == "much" for phrase, meant in _meaning(name).items()})


def _columns(name: str) -> Mapping[str, frozenset[str]]:
    """Word → parts of the names of the columns that it means."""
    return MappingProxyType(
        {word: frozenset(names.split()) for words, names in _LISTS[name].items() for word in words.split()}
    )


STATES: Mapping[str, tuple[frozenset[str], bool]] = MappingProxyType(
    {said: (frozenset(names.split()), is_empty) for phrases, names, is_empty in _LISTS["states"] for said in phrases}
)
"""Phrase → parts of the names of the dates that tell of it, and whether they are empty then."""

Degree = tuple[frozenset[str], bool]
"""Parts of the names of the columns that an adjective measures, and whether it means much of it."""

_STEMS = {"heavy": "heavi", "big": "bigg", "thin": "thinn"}
_PRICED = frozenset("price cost fee fare rate rent amount".split())


def _degrees(ending: str) -> Iterator[tuple[str, Degree]]:
    for adjectives, names, is_much in _LISTS["degrees"]:
        for word in adjectives.split():
            if word.endswith(("est", "er")):
                form = word if word.endswith(ending) else ""
            else:
                form = _STEMS.get(word, word).removesuffix("e") + ending
            if form:
                yield form, (frozenset(names.split()), is_much)


def _phrases() -> Iterator[tuple[str, Degree]]:
    """Superlatives of several words, as they stand."""
    for phrases, names, is_much in _LISTS["superlatives"]:
        yield from ((phrase, (frozenset(names.split()), is_much)) for phrase in phrases)


LEADS, DETERMINERS, LINKS = _set("leads"), _set("determiners"), _set("links")
ENDS, WHOLES = _set("ends"), _set("wholes")
TAKINGS, QUANTITIES, PRICES, STOCKS = _set("takings"), _stems("quantities"), _set("prices"), _set("stocks")
BARE_AMOUNTS, OTHER_AMOUNTS, UNMEASURED = _set("bare_amounts"), _set("other_amounts"), _set("unmeasured")
BESIDE_COLUMNS, IS_MISSING, NOT_HAVING = (
    tuple(_LISTS[name]) for name in ("beside_columns", "is_missing", "not_having")
)
NOBODY, HANDLING = tuple(_LISTS["nobody"]), _set("handling")
MEASURED: Mapping[str, frozenset[str]] = MappingProxyType(
    {phrase: frozenset(names.split()) for names, phrases in _LISTS["measured"].items() for phrase in phrases}
)
LEFT = tuple(_LISTS["left"])
GOODS, TRADED = _set("goods"), _set("traded")
AMOUNTS, RATES, OUTLAYS = _set("amounts"), _set("rates"), _set("outlays")
SPENDERS, MONIES = _set("spenders"), _set("monies")
DOINGS, ADDED_UP = _set("doings"), _stems("added_up")
SPENDINGS, WHOLLY = tuple(_LISTS["spendings"]), tuple(_LISTS["wholly"])
COUNTS, PERCENT, EACH = tuple(_LISTS["counts"]), tuple(_LISTS["percent"]), tuple(_LISTS["each"])
NOT, NEVER, WITHOUT, NONE_LEFT = (tuple(_LISTS[name]) for name in ("not", "never", "without", "none_left"))
BEGINS, ENDING, HOLDS = (tuple(_LISTS[name]) for name in ("begins", "ending", "holds"))
ORDERS, FALLING, RISING, FIRST = (tuple(_LISTS[name]) for name in ("orders", "falling", "rising", "first"))
BROUGHT, TIMES = tuple(_LISTS["brought"]), tuple(_LISTS["times"])
DENIED, EXCEPT, HAVING = (tuple(_LISTS[name]) for name in ("denied", "except", "having"))
FIGURES, SIGNS, AFTERWARDS, DATE_SIGNS = (_meaning(name) for name in ("figures", "signs", "afterwards", "date_signs"))
MOST_OF, OFTEN, COMMONEST, SELLING = (_much(name) for name in ("most_of", "often", "commonest", "selling"))
ABOVE_AVERAGE, MORE_OF = _meaning("above_average"), _meaning("more_of")
CROWDS = _set("crowds")
BY_SOLD = tuple(_LISTS["by_sold"])
CAME_IN, EARNED = tuple(_LISTS["came_in"]), tuple(_LISTS["earned"])
KEEPING, IN_ALL = tuple(_LISTS["keeping"]), tuple(_LISTS["in_all"])
HOWLONG, SINCE = _meaning("howlong"), _columns("since")
HIGHEST, NEWEST, BUSIEST = (_much(name) for name in ("highest", "newest", "busiest"))
VERBS, UNITS, DATES, DOERS = (_columns(name) for name in ("verbs", "units", "dates", "doers"))
RUNNING_OUT = tuple(_LISTS["running_out"])
DONE_THEN, BESIDE_DEEDS = _set("done_then"), tuple(_LISTS["beside_deeds"])
NOW: Mapping[str, str] = MappingProxyType(dict(_LISTS["now"]))
MOST: Mapping[str, Degree] = MappingProxyType(
    {
        **dict(_degrees("est")),
        "most expensive": (_PRICED, True),
        "least expensive": (_PRICED, False),
        **dict(_phrases()),
    }
)
MORE: Mapping[str, Degree] = MappingProxyType(
    {
        **{f"{word} than": meant for word, meant in _degrees("er")},
        "more expensive than": (_PRICED, True),
        "less expensive than": (_PRICED, False),
    }
)
