"""What a question says about the schema, found by code: tables that it names, values that stand in their columns.

A small model mixes up tables easily; what can be looked up it should not have to guess.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.sql_assistant.flags import find_flags
from plugins.sql_assistant.inside import asked_as_parts, values_inside
from plugins.sql_assistant.lookups import values_among
from plugins.sql_assistant.missing import missing_in
from plugins.sql_assistant.peoples import lands_of, peoples_of
from plugins.sql_assistant.roles import meant_as_keys, placed
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import is_short_for, long_words
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.synonyms import meant_columns
from plugins.sql_assistant.value_senses import meant_as_values
from plugins.sql_assistant.values import folded
from plugins.sql_assistant.vocabulary import GENDERS, SPELT
from plugins.sql_assistant.words import parts, pieces, stem

MAX_PHRASE_WORDS = 6
LOOKUP_S = 0.3
MAX_COLUMNS = 60
MAX_LOOKED_UP = 20
WORD = re.compile(r"\+?[^\W_]+(?:(?!['’]s\b)[.@&+'’/_-]+[^\W_]+)*")
"""A word of a question; the ``'s`` of a possessive is none of it."""

STOP_WORDS = frozenset(
    "a about all also an and any are as at be been between both but by can could did do does each either else ever every find for from "
    "get give had has have having her his how i if in into is it its know least less like list many me more most much my name names "
    "need never no not number of on or order our out over per please show since sorted tell than that the their them there these they "
    "this those to total under up want was we were what when where which who whose why will with without you your".split()
)
_OFTEN_NO_COLUMN = frozenset(
    ("id", "total", "count", "number", "order", "name", "key", "value", "date", "year", "type")
)
"""Column names that are also words of most questions."""
_NATION_PARTS = frozenset("country ctry nation nationality origin home from".split())
_ES = ("ses", "zes", "oes", "xes", "ches", "shes")
_STATE_PARTS = frozenset("status state result outcome decision verdict".split())
_PLACE_PARTS = frozenset("region state province county continent".split())
_ENDING = re.compile(r"(?:ing|ed|er)$")
ORDERING = re.compile(
    r"\b(?:in|by)\s+(?:\w+\s+)?order\b|(?<!est )(?<!most )(?<!last )(?<!first )(?<!each )(?<!every )(?<!per )"
    r"(?<!an )\border(?:ed)?\s+(?:by|of)\b",
    re.IGNORECASE,
)


_RATE = re.compile(r"\b([^\W\d_]+) (?:per|an?) ([^\W\d_]+)\b", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
"""Between the words of one (step-free), which names write apart."""

PAID_WAGES = re.compile(
    r"\bpaid(?= (?:(?:more|less) than (?:[£$€]?\d|the average)|above|below|(?:at (?:least|most)|between) [£$€]?\d|the (?:most|least)))",
    re.IGNORECASE,
)
"""Paid as people are, and not as bills are."""

_SAID_OF_ROWS = re.compile(
    r"['’]s?(?!\w)|\b(?:most|least|best|worst|highest|lowest)[- ]+(?:often |frequently )?\w+(?:ed|ing|ght|old|ent|wn)\b",
    re.IGNORECASE,
)
"""What may stand before a table whose rows are asked for: whose they are (Tom's orders), the most that is done with them (most sold)."""

LEADS = frozenset(
    "show me list give find get all the every any which what are is please can could you i we want to see display our my us need tell "
    "do have and only just there a an top first last most expensive cheapest oldest newest youngest best worst largest biggest smallest "
    "highest lowest longest shortest latest".split()
)
"""Words before the table whose rows are asked for."""


@dataclass(frozen=True, slots=True)
class Links:
    """What was found.

    Attributes:
        named: names of tables that the question names.
        hints: for each hint in the question the tables that it may mean.
        values: (table, column) → values of that column that the question names, as the rows write them.
        value_words: lower-case words of the question that are part of such a value.
        table_words: lower-case words of the question that name a table.
        said: names of columns whose words stand in the question next to each other.
        flags: (table, column) of columns whose rows say only yes or no.
        inside: (table, column) → names in the question that stand inside longer values of that column.
        columns: (table, column) of columns that a word of the question may mean, or one of whose values it names.
        missing: (table, column) of columns of which it says that rows have nothing there, and of which some have none.
        is_searched: all columns of text were looked through for values.
    """

    named: frozenset[str] = frozenset()
    hints: tuple[frozenset[str], ...] = ()
    values: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    value_words: frozenset[str] = frozenset()
    table_words: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    said: frozenset[str] = frozenset()
    flags: frozenset[tuple[str, str]] = frozenset()
    inside: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    missing: frozenset[tuple[str, str]] = frozenset()
    is_searched: bool = False

    def covered_by(self, tables: Iterable[str]) -> int:
        """How many hints a set of tables answers to."""
        given = frozenset(tables)
        return sum(bool(hint & given) for hint in self.hints)


def find_links(question: str, tables: Sequence[Table], session: Session | None = None) -> Links:
    """Look for tables and, where a session is given, values that the question names."""
    parted = with_rates(_HYPHEN.sub(" ", question), tables)
    words = [match.group() for match in WORD.finditer(ORDERING.sub(" ", parted))]
    forms = [_forms(word) for word in words]
    named = _named_tables(forms, tables)
    hints = [frozenset({name}) for name in named]
    table_words = frozenset(words[n].lower() for places in named.values() for place in places for n in place)
    values, value_words, is_searched = _values(question, tables, session) if session else ({}, frozenset(), False)
    keys_said = meant_as_keys(question, tables, value_words)
    values = placed(question, {p: left for p, v in values.items() if (left := _without(v, keys_said))})
    values = meant_as_values(question, values, tables)
    in_names = _words_of_names(question, tables, values)
    values = {place: left for place, found in values.items() if (left := _without(found, in_names))}
    value_words -= keys_said | in_names
    inside = values_inside(question, tables, value_words | table_words, session, value_words) if session else {}
    asked_inside = asked_as_parts(question, values)
    values = {p: left for p, v in values.items() if (left := tuple(x for x in v if x not in asked_inside.get(p, ())))}
    inside = {
        p: tuple(dict.fromkeys((*inside.get(p, ()), *asked_inside.get(p, ())))) for p in {**inside, **asked_inside}
    }
    values = _not_inside(values, [text for texts in inside.values() for text in texts])
    by_value: dict[str, set[str]] = {}
    for (table, _), found in values.items():
        for value in found:
            by_value.setdefault(folded(value), set()).add(table)
    hints += [frozenset(where) for where in by_value.values()]
    said = said_columns(PAID_WAGES.sub(" ", parted), tables, table_words | value_words)
    for name in said:
        hints.append(frozenset(table.name for table in tables if table.column(name)))
    columns = frozenset(values) | meant_columns(question, tables, value_words)
    flags = find_flags(tables, session) if session else frozenset[tuple[str, str]]()
    if inside:
        hints.append(frozenset(table for table, _ in inside))
    columns |= frozenset(inside)
    told = frozenset(named), tuple(hints), values, value_words, table_words, columns, frozenset(said)
    spoken = {name: frozenset(words[n].lower() for place in places for n in place) for name, places in named.items()}
    missing = missing_in(question, tables, spoken, flags, session) if session else frozenset[tuple[str, str]]()
    return Links(*told, flags=flags, inside=inside, missing=missing, is_searched=is_searched)


def _words_of_names(
    question: str, tables: Sequence[Table], values: Mapping[tuple[str, str], tuple[str, ...]]
) -> frozenset[str]:
    """Values of one word that are said as a part of a column's longer name (a lead cert: has_lead_cert)."""
    alone = {value.lower() for found in values.values() for value in found if value.isalpha()}
    said = [match.group().lower() for match in WORD.finditer(question)]
    names = dict.fromkeys(column.name for table in tables for column in table.columns) if alone else ()
    places = [place for name in names for place in places_of(name, question) if len(place) > 1]
    return frozenset(said[n] for place in places for n in place if said[n] in alone)


def _not_inside(
    values: Mapping[tuple[str, str], tuple[str, ...]], texts: Sequence[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Values without those that are a word of a longer name (Kids Club)."""
    longer = {word for text in texts if " " in text for word in text.lower().split()}
    left = {place: tuple(value for value in found if folded(value) not in longer) for place, found in values.items()}
    return {place: found for place, found in left.items() if found}


def _without(values: Sequence[str], words: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value.lower() not in words)


def said_columns(question: str, tables: Sequence[Table], taken: frozenset[str]) -> list[str]:
    """Names of columns whose words stand in the question next to each other; words in ``taken`` (lower case) mean something else there."""
    forms = [_forms(match.group()) for match in WORD.finditer(question) if match.group().lower() not in taken]
    names = dict.fromkeys(column.name for table in tables for column in table.columns)
    asked = frozenset[str]().union(*forms)
    places = {
        name: {place for place in _places(forms, _name_forms(name, asked)) if not _is_a_rate(place, forms)}
        for name in names
        if name.lower() not in _OFTEN_NO_COLUMN
    }
    longest = {place for found in places.values() for place in found}
    return [
        name
        for name, found in places.items()
        if any(not any(set(place) < set(other) for other in longest) for place in found)
    ]


def with_rates(question: str, tables: Sequence[Table]) -> str:
    """The question with ``price night`` for "price per night" where a column is called so."""
    return _RATE.sub(
        lambda found: f"{found[1]} {found[2]}" if _are_one_name(found[1], found[2], tables) else found.group(), question
    )


def _are_one_name(first: str, second: str, tables: Sequence[Table]) -> bool:
    forms = [_forms(first), _forms(second)]
    asked = frozenset[str]().union(*forms)
    names = (_name_forms(column.name, asked) for table in tables for column in table.columns)
    return any(len(name) == len(forms) and next(_places(forms, name), None) is not None for name in names)


def _is_a_rate(place: range, forms: Sequence[frozenset[str]]) -> bool:
    """Whether a lone word is what something is counted by (100 a night), or is that little word itself."""
    before = forms[place.start - 1] if place.start else frozenset[str]()
    is_of_number = place.start > 1 and any(form.isdigit() for form in forms[place.start - 2])
    is_rate = "per" in before or (is_of_number and bool(before & {"a", "an"}))
    return len(place) == 1 and (is_rate or "per" in forms[place.start])


def named_tables(phrase: str, tables: Sequence[Table]) -> frozenset[str]:
    """Names of the tables that a phrase names."""
    return frozenset(_named_tables([_forms(match.group()) for match in WORD.finditer(phrase)], tables))


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """A word as it may stand in a name: without plural, and without the ending of a verb or its agent (teaches, teacher)."""
    lower = word.lower()
    bases = {lower, stem(lower), lower[:-2] if len(lower) > 4 and lower.endswith(_ES) else lower}
    bases |= {SPELT[base] for base in bases if base in SPELT}
    return frozenset(bases | {bare for base in bases if len(bare := _ENDING.sub("", base)) >= 3})


def _name_forms(name: str, asked: frozenset[str]) -> list[frozenset[str]]:
    own = pieces(name)
    if len(own) > 1 and own[0].lower() in ("is", "has"):
        own = own[1:]
    own = [piece for piece in own if piece.lower() not in ("tbl", "t", "the")]
    return [_piece_forms(piece.lower(), asked) for piece in own]


@lru_cache(maxsize=20_000)
def _piece_forms(piece: str, asked: frozenset[str]) -> frozenset[str]:
    """A part of a name, what it is short for, and the words of a question that it may be short for."""
    meant = (*long_words(piece), *(word for word in asked if is_short_for(piece, word)))
    return _forms(piece).union(*map(_forms, meant))


def _places(forms: Sequence[frozenset[str]], name: Sequence[frozenset[str]]) -> Iterator[range]:
    """Where the words of a name stand in the question, next to each other."""
    for start in range(len(forms) - len(name) + 1) if name else ():
        if all(forms[start + n] & part for n, part in enumerate(name)):
            yield range(start, start + len(name))


def places_of(name: str, phrase: str) -> list[range]:
    """Where all words of a name stand in a phrase, by numbers of words."""
    forms = [_forms(match.group()) for match in WORD.finditer(phrase)]
    return list(_places(forms, _name_forms(name, frozenset[str]().union(*forms))))


def _named_tables(forms: Sequence[frozenset[str]], tables: Sequence[Table]) -> dict[str, list[range]]:
    """Tables whose whole name stands in the question, and where; "order items" does not also name a table of orders."""
    asked = frozenset[str]().union(*forms)
    places = [(table.name, place) for table in tables for place in _places(forms, _name_forms(table.name, asked))]
    found: dict[str, list[range]] = {}
    for name, place in places:
        if not any(set(place) < set(other) for _, other in places):
            found.setdefault(name, []).append(place)
    return found


def heads_of(question: str, tables: Sequence[Table], value_words: frozenset[str]) -> frozenset[str]:
    """The tables whose rows a question asks to see: those that it names first, after nothing but words like "show me all"."""
    found, before = _first_named(question, tables)
    leads = {word.lower() for word in re.findall(r"[^\W\d_]+", _SAID_OF_ROWS.sub(" ", before))}
    parts_of_values = {part for word in value_words for part in re.findall(r"[^\W\d_]+", word)}
    return frozenset() if leads - parts_of_values - LEADS else found


def _first_named(question: str, tables: Sequence[Table]) -> tuple[frozenset[str], str]:
    """The tables that the question names first, and what it says before that."""
    asked = ORDERING.sub(" ", question)
    words = list(WORD.finditer(asked))
    named = _named_tables([_forms(match.group()) for match in words], tables)
    first = min((place.start for places in named.values() for place in places), default=None)
    if first is None:
        return frozenset(), question
    found = frozenset(name for name, places in named.items() if any(place.start == first for place in places))
    return found, asked[: words[first].start()]


def values_named(question: str, tables: Sequence[Table], session: Session, timeout_s: float) -> list[tuple[str, str]]:
    """(table, column) of columns of text that hold a value which the question names, as far as looking gets in the time."""
    phrases, until = _phrases(question), time.monotonic() + timeout_s
    found = []
    for table, column in (
        (t, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key
    ):
        if (left := until - time.monotonic()) <= 0:
            break
        if session.values(values_among(table, column, phrases, 1), min(left, LOOKUP_S)):
            found.append((table.name, column))
    return found


def _values(
    question: str, tables: Sequence[Table], session: Session
) -> tuple[dict[tuple[str, str], tuple[str, ...]], frozenset[str], bool]:
    phrases = _phrases(question)
    columns = [(t, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key]
    found: dict[tuple[str, str], list[str]] = {}
    is_searched = len(columns) <= MAX_COLUMNS
    places: dict[str, range] = {}
    exact: set[int] = set()
    other: set[tuple[str, str, str]] = set()
    for table, column in columns[:MAX_COLUMNS]:
        otherwise = said_otherwise(column, phrases)
        known = {**otherwise, **phrases}
        values = session.values(values_among(table, column, known, MAX_LOOKED_UP), LOOKUP_S)
        is_searched = is_searched and values is not None
        if texts := [value for value in values or [] if isinstance(value, str)]:
            found[table.name, column] = texts
            exact |= {known[folded(t)].start for t in texts if folded(t) in phrases}
            other |= {(table.name, column, t) for t in texts if folded(t) not in phrases}
            places |= {folded(text): known[folded(text)] for text in texts if folded(text) in known}
    for (
        table_name,
        column,
        text,
    ) in other:  # as the word stands it is a value elsewhere (German: a language, no country)
        if folded(text) in places and places[folded(text)].start in exact:
            found[table_name, column].remove(text)
    whole = _longest(places)
    kept = {place: tuple(v for v in values if folded(v) in whole) for place, values in found.items()}
    said = [match.group().lower() for match in WORD.finditer(question)]
    taken = frozenset(part for value in whole for n in places[value] for part in (said[n], *value.split()))
    return {place: values for place, values in kept.items() if values}, taken, is_searched


def said_otherwise(column: str, phrases: Mapping[str, range]) -> dict[str, range]:
    """Values that a column may write otherwise than people say them: Germany for German, F for female."""
    own = set(parts(column))
    if own & _NATION_PARTS:
        return {value: place for phrase, place in phrases.items() for value in (*lands_of(phrase), *peoples_of(phrase))}
    if own & _PLACE_PARTS:
        return {value: place for phrase, place in phrases.items() for value in lands_of(phrase)}
    if own & _STATE_PARTS:
        return {
            value: place for phrase, place in phrases.items() if len(place) == 1 for value in _other_endings(phrase)
        }
    ways = GENDERS if own & {"gender", "sex"} else {}
    return {value: place for phrase, place in phrases.items() for value in ways.get(phrase, ())}


def _singular(word: str) -> str:
    return word[:-1].lower() if re.fullmatch("[A-Z]{2,4}s", word) else stem(word.lower())


_LETTER = re.compile("[B-HJ-Z]")
"""A letter that may be a value (pontoon C); I and A are words."""


def _other_endings(word: str) -> Iterator[str]:
    """The forms that a state of this word may be written in: fail for failed, won for win, returned for return."""
    if word in _WON:
        yield _WON[word]
    elif len(word) >= _LEAST_STATE and word.endswith("ed") and word != "opened":  # what was opened may be closed by now
        bare = word.removesuffix("ed")
        yield from (bare, word[:-1], bare[:-1] if bare[-1:] == bare[-2:-1] else bare)


_WON = {
    "won": "win",
    "win": "won",
    "lost": "loss",
    "drawn": "draw",
    "drew": "draw",
    "passing": "pass",
    "failing": "fail",
}
_LEAST_STATE = 4


def _phrases(question: str) -> dict[str, range]:
    """Runs of words that may be a value, lower case, with their places; a lone small word is none."""
    matches = list(WORD.finditer(question))
    found: dict[str, range] = {}
    for start in range(len(matches)):
        for end in range(start + 1, min(start + MAX_PHRASE_WORDS, len(matches)) + 1):
            text = question[matches[start].start() : matches[end - 1].end()]
            alone = end == start + 1
            is_small = alone and (text.lower() in STOP_WORDS or (len(text) < 2 and not _LETTER.fullmatch(text)))
            if not is_small and "\n" not in text:
                found.setdefault(" ".join(text.lower().split()), range(start, end))
                found.setdefault(f"{' '.join(text.lower().split())}s", range(start, end))
                found.setdefault(
                    " ".join([*text.lower().split()[:-1], _singular(matches[end - 1].group())]), range(start, end)
                )
    return found


def _longest(places: Mapping[str, range]) -> set[str]:
    """Values that are not part of a longer one in the question (Sea of Sea View)."""
    spans = {value: set(place) for value, place in places.items()}
    return {value for value, span in spans.items() if not any(span < other for other in spans.values())}
