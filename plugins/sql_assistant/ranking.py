"""Which tables a question is about, in a schema of any size: an index that is built once, and a ranking that takes milliseconds.

Words count by how rare they are in the schema (inverse document frequency). Names count most, then the owner's comments and the person's
notes, then columns and values. Tables are taken one by one: what the tables before them cover counts less, so that no single word of the
question fills the list; neighbours along keys, and tables between two good ones, are lifted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.sql_assistant.linking import ORDERING, STOP_WORDS
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.synonyms import words_meant
from plugins.sql_assistant.vocabulary import CHINESE, SAME, SHORT
from plugins.sql_assistant.words import parts, stem

NAME, COMMENT, NOTE, COLUMN, COLUMN_COMMENT, VALUE = 3.0, 2.0, 2.5, 1.0, 0.7, 2.5
SYNONYM, HINTED, SHORTENED, INSIDE = 0.7, 0.35, 0.8, 0.6
LIKELY, TAKEN_ONE_BY_ONE = 200, 25
_COVERED = 0.55
_NEAR, _BETWEEN = 0.3, 0.5
_OLD_COPY = 0.3
_VIEW = 0.5
_OLD = frozenset(
    """
    archive archived arch arc archiv hist history historic bak backup old tmp temp stg staging stage log audit copy snapshot
    snap test dev deprecated obsolete legacy raw import load v1 v2 v3 dup bkp
    """.split()
)
_ALWAYS_SAID = frozenset(
    """
    last next this past year month week day today yesterday quarter date time one two three four five six seven eight nine ten
    first total sum average mean amount value number high highest low lowest most least biggest largest smallest best worst
    still never against versus
    """.split()
)
_SAID_WEIGHT = 0.35
_STOPPED = STOP_WORDS - {"order"}
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+|\d+")
_VOWELS = re.compile(r"(?<!^)[aeiou]")
_VERB = re.compile(r"(?:ing|ed|er|ion|ation|al|ly)$")


@dataclass(frozen=True, slots=True)
class Term:
    """One idea of a question: the words that may stand for it in a schema, each with how surely."""

    said: str
    words: Mapping[str, float]


@dataclass(slots=True)
class Index:
    """The words of a schema and where they stand.

    Attributes:
        schema: what was indexed.
        places: word → number of a table → how much the word counts there.
    """

    schema: Schema
    places: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    _near: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _old: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def of(cls, schema: Schema, notes: Mapping[str, str] | None = None) -> Index:
        """Index a schema.

        Args:
            notes: what the person wrote about a table, by the table's name.
        """
        index = cls(schema)
        for number, table in enumerate(schema.tables):
            index._old.append(frozenset(_raw(table.own_name)) & _OLD | _years(table.own_name))
            for word, weight in _words_of(table, (notes or {}).get(table.name, "")):
                own = index.places[word]
                own[number] = max(own.get(number, 0.0), weight)
        numbers = {table.name.lower(): number for number, table in enumerate(schema.tables)}
        for key in schema.keys:
            child, parent = numbers.get(key.table.lower()), numbers.get(key.parent.lower())
            if child is not None and parent is not None and child != parent:
                index._near[child].add(parent)
                index._near[parent].add(child)
        return index

    def rank(self, question: str, values: Iterable[tuple[str, str]] = ()) -> list[Table]:
        """All tables, those that the question is about first; ties stay in the schema's order.

        Args:
            values: (table, column) in which a value of the question was found.
        """
        return [self.schema.tables[number] for number in _Ranking(self, question, values).order()]

    def copies(self, question: str) -> frozenset[str]:
        """Names of tables that are old copies of another one (orders_archive, stg_orders) and are not asked for."""
        asked = frozenset(_raw(question)) | _years(question)
        originals = {_bare(table.own_name) for table, old in zip(self.schema.tables, self._old, strict=True) if not old}
        return frozenset(
            table.name
            for table, old in zip(self.schema.tables, self._old, strict=True)
            if old - asked and _bare(table.own_name) in originals
        )

    def knows(self, term: Term) -> bool:
        """Whether a word of the schema stands for what a term says."""
        return any(True for _ in self._matching(term))

    def hits(self, term: Term) -> dict[int, float]:
        """Number of a table → how well a term fits it."""
        found: dict[int, float] = {}
        for word, sureness in self._matching(term):
            for number, weight in self.places[word].items():
                found[number] = max(found.get(number, 0.0), weight * sureness)
        return found

    def _matching(self, term: Term) -> Iterator[tuple[str, float]]:
        for word, sureness in term.words.items():
            if word in self.places:
                yield word, sureness
        if term.said not in self.places:
            for word in self.places:
                if sureness := _alike(term.said, word):
                    yield word, sureness


class _Ranking:
    """One question against an index."""

    def __init__(self, index: Index, question: str, values: Iterable[tuple[str, str]]) -> None:
        self._index = index
        self._tables = index.schema.tables
        self._asked = frozenset(_raw(question)) | _years(question)
        said = terms(question)
        by_value = self._of_values(values)
        count = len(self._tables)
        self._terms = [index.hits(term) for term in said] + by_value
        importance = [_SAID_WEIGHT if term.said in _ALWAYS_SAID else 1.0 for term in said] + [1.0] * len(by_value)
        self._weights = [
            weight * math.log(1 + count / len(hits)) if hits else 0.0
            for weight, hits in zip(importance, self._terms, strict=True)
        ]
        self._covered = [1.0] * len(self._terms)
        self._fit = self._fits()
        self._of = self._by_table()

    def order(self) -> list[int]:
        taken: list[int] = []
        own = {number: self._gain(number) for number in self._of}
        likely = sorted(own, key=lambda number: (-own[number], number))[:LIKELY]
        for _ in range(min(TAKEN_ONE_BY_ONE, len(self._tables))):
            best = self._best(own, likely, taken)
            if best is None:
                break
            taken.append(best)
            self._cover(best)
        rest = [number for number in range(len(self._tables)) if number not in taken]
        return taken + sorted(rest, key=lambda number: -own.get(number, 0.0))

    def _best(self, own: Mapping[int, float], likely: list[int], taken: list[int]) -> int | None:
        lifted = self._lifted(own, taken)
        scores = {number: self._gain(number) + lifted.get(number, 0.0) for number in {*likely, *lifted}}
        left = [number for number in scores if number not in taken and scores[number] > 0]
        return min(left, key=lambda number: (-scores[number], number), default=None)

    def _lifted(self, own: Mapping[int, float], taken: list[int]) -> dict[int, float]:
        """What tables gain by the ones that were taken: beside one of them, or between two."""
        beside: dict[int, list[float]] = defaultdict(list)
        for at, number in enumerate(taken[:8]):
            for near in self._index._near.get(number, ()):
                beside[near].append(own.get(number, 0.0) / (1 + 0.15 * at))
        found = {}
        for number, scores in beside.items():
            first, *others = sorted(scores, reverse=True)
            degree = math.log2(2 + len(self._index._near[number]))
            lift = _NEAR * first / degree + (_BETWEEN * others[0] if others else 0.0) / math.sqrt(degree)
            found[number] = lift * self._standing(number)
        return found

    def _gain(self, number: int) -> float:
        return sum(self._covered[term] * score for term, score in self._of.get(number, ()))

    def _cover(self, number: int) -> None:
        for term, score in self._of.get(number, ()):
            if score >= 0.5 * self._tops[term]:
                self._covered[term] *= _COVERED

    def _by_table(self) -> dict[int, list[tuple[int, float]]]:
        found: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for term, hits in enumerate(self._terms):
            for number, match in hits.items():
                found[number].append((term, match * self._weights[term] * self._fit[number] * self._standing(number)))
        self._tops = [0.0] * len(self._terms)
        for own in found.values():
            for term, score in own:
                self._tops[term] = max(self._tops[term], score)
        return found

    def _fits(self) -> dict[int, float]:
        """A little more for a table whose name says nothing but what is asked for."""
        named: dict[int, int] = defaultdict(int)
        for hits in self._terms:
            for number, match in hits.items():
                named[number] += match >= NAME * INSIDE
        lengths = {number: max(len(_raw(self._tables[number].own_name)), 1) for number in named}
        return {number: 0.8 + 0.4 * min(count / lengths[number], 1.0) for number, count in named.items()}

    def _standing(self, number: int) -> float:
        """Less for old copies that are not asked for, and for views."""
        is_unasked = bool(self._index._old[number] - self._asked)
        return (_OLD_COPY if is_unasked else 1.0) * (_VIEW if self._tables[number].kind == "view" else 1.0)

    def _of_values(self, values: Iterable[tuple[str, str]]) -> list[dict[int, float]]:
        numbers = {table.name: number for number, table in enumerate(self._tables)}
        hits = {numbers[table]: VALUE for table, _ in values if table in numbers}
        return [hits] if hits else []


def overlap(question: str, text: str) -> float:
    """How much of a question's ideas a text holds, and the other way round: 0 to 1 (Dice)."""
    asked, given = terms(question), terms(text.replace("_", " "))
    if not asked or not given:
        return 0.0
    forms = [{*term.words, term.said} for term in given]
    shared = sum(any(_surely(term) & other for other in forms) for term in asked)
    return 2 * shared / (len(asked) + len(given))


def _surely(term: Term) -> set[str]:
    return {term.said, *(word for word, sureness in term.words.items() if sureness >= SYNONYM)}


def terms(question: str) -> list[Term]:
    """The ideas of a question, each once, in their order."""
    found: dict[str, Term] = {}
    for word in _LATIN.findall(ORDERING.sub(" ", question)):
        for part in _split(word):
            lower = part.lower()
            if lower not in _STOPPED and (len(lower) > 1 or lower.isdigit()):
                found.setdefault(stem(lower), _term(lower))
    for run in _CJK.findall(question):
        for said, words in _chinese(run):
            found.setdefault(said, Term(said, words))
    return list(found.values())


def _term(lower: str) -> Term:
    said = stem(lower)
    words = dict.fromkeys(_forms(lower), 1.0)
    for form in _forms(lower):
        for other in SAME.get(form, ()):
            words.setdefault(other, SYNONYM)
        for other in SHORT.get(form, ()):
            words.setdefault(other, SHORTENED)
    for hinted in words_meant(lower):
        words.setdefault(hinted, HINTED)
    return Term(said, words)


@lru_cache(maxsize=20_000)
def _forms(lower: str) -> frozenset[str]:
    """A word, singular, and without the ending of a verb (shipped: ship) where that leaves enough."""
    bases = {lower, stem(lower)}
    bare = {_VERB.sub("", base) for base in bases}
    doubled = {word[:-1] for word in bare if len(word) > 3 and word[-1] == word[-2]}
    return frozenset(bases | {word for word in bare | doubled | {word + "e" for word in bare} if len(word) >= 4})


def _chinese(run: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Pairs of characters, and the English names of the words that are known."""
    for at in range(len(run) - 1):
        yield run[at : at + 2], {run[at : at + 2]: 1.0}
    for word, english in CHINESE.items():
        if word in run:
            words = dict.fromkeys(english, 1.0)
            for name in english:
                words.update((other, SYNONYM) for other in SAME.get(name, ()) if other not in words)
            yield f"={word}", words


def _words_of(table: Table, note: str) -> Iterator[tuple[str, float]]:
    yield from _weighed(table.name, NAME)
    yield from _weighed(table.comment, COMMENT)
    yield from _weighed(note, NOTE)
    for column in table.columns:
        yield from _weighed(column.name, COLUMN)
        yield from _weighed(column.comment, COLUMN_COMMENT)


def _weighed(text: str, weight: float) -> Iterator[tuple[str, float]]:
    for word, sureness in _indexed(text):
        yield word, weight * sureness


@lru_cache(maxsize=50_000)
def _indexed(text: str) -> tuple[tuple[str, float], ...]:
    """The words of a name or comment with what they are short for."""
    found: dict[str, float] = {}
    for word in _raw(text):
        for form in _forms(word):
            found[form] = 1.0
        for long in SHORT.get(word, ()):
            found.setdefault(stem(long), SHORTENED)
    for run in _CJK.findall(text):
        found.update((run[at : at + 2], 1.0) for at in range(len(run) - 1))
    return tuple(found.items())


def _raw(text: str) -> list[str]:
    return [part for word in _LATIN.findall(text) for part in _split(word)]


@lru_cache(maxsize=50_000)
def _split(word: str) -> tuple[str, ...]:
    return tuple(parts(word)) if word.isascii() or not word.islower() else (word,)


def _bare(name: str) -> str:
    """A name without what says that it is a copy."""
    return "".join(word for word in _raw(name) if word not in _OLD and not _years(word))


def _years(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _alike(said: str, word: str) -> float:
    """How surely a word of the schema that is not the said one means it: its beginning, its consonants, or a part of it."""
    if len(word) < 2 or len(said) < 4 or not said.isascii() or word == said:
        return 0.0
    if len(word) >= 3 and said.startswith(word):
        return SHORTENED if len(word) >= 4 else INSIDE
    if len(word) >= 3 and _VOWELS.sub("", said) == word:
        return SHORTENED
    return INSIDE if len(said) >= 5 and said in word else 0.0
