"""The words of a question one by one, and what each run of them may mean in the schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar, cast

from plugins.sql_assistant.composing.speech.naming import number_of_rows, own_names
from plugins.sql_assistant.composing.speech.phrases import LINKS
from plugins.sql_assistant.flags import is_called_flag
from plugins.sql_assistant.linking import WORD, Links, said_otherwise, with_rates
from plugins.sql_assistant.literal_rules import number_of
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.said_numbers import MONTH
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import long_words, name_words
from plugins.sql_assistant.values import folded, repr_sql
from plugins.sql_assistant.vocabulary import SAME
from plugins.sql_assistant.wording import Wording
from plugins.sql_assistant.words import parts, stem

Found = TypeVar("Found")
WHOLE, PART, OTHER = 3, 2, 1
"""How surely words mean a column: its whole name, a part of it, another word for one."""

_MOST_FAR, _MOST_LINKS = 3, 4
_ALIKE = 5
"""Letters that words of one family begin with alike."""

_TOKEN = re.compile(rf"{WORD.pattern}|[<>]=?|!=|[=,%]")
_IS = re.compile(r"\b(what|who|where|which|when|how|that)['’]s\b", re.IGNORECASE)
_SHORT = re.compile(r"\bw/o\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGNS = re.compile(r"[$€£¥](?=\d)")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)([km])")
_DONE = frozenset("born built made sold bought died founded written sent paid lent left begun".split())
_MONTH = re.compile(MONTH)
_BEFORE_MONTHS = frozenset("in during since before after until till this last next every each between".split())
"""What stands before a month, where the word may be a name as well (in May)."""

_SCALES = {"k": 1_000, "m": 1_000_000}
_LONGEST_NAME = 3
_LONGEST_VALUE = 6
_NO_ROWS = frozenset("type kind detail line item info data log history list record entry name status category".split())
"""Last words of tables' names that say too little by themselves."""

_KINDS = frozenset(("kind", "type", "sort", "category", "class"))
_OF_KEYS = frozenset("id code no nr number key fk ref".split())
OF_TRADE = frozenset("revenue taking turnover income proceed earning money".split())
_UNITS = frozenset(
    "kg g km m cm mm min mins minute hour hr hrs pct percent eur usd gbp ft lb litre liter nm at on in of".split()
)
_NO_FIGURES = frozenset("third half once twice thrice couple pair double".split())
_BIRTHS = frozenset("birth birthday birthdate dob born".split())
_WITH_NUMBERS = {
    "phone": "number",
    "telephone": "number",
    "mobile": "number",
    "email": "address",
    "licence": "number",
    "license": "number",
}
"""Words that often stand behind the name of a column, and mean the same."""

_ASKED = frozenset("sell selling sale retail list asking".split())
_DAYS, _NOUN = frozenset(("date", "day")), 4
_TOO_COMMON = frozenset(
    "id name type date time number no code key value total count order year first last amount level".split()
)
"""Parts of names that mean a column only with the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a table."""

    table: Table
    column: Column

    def __repr__(self) -> str:
        return f"{self.table.name}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What words may mean: a place, how surely, and the value if any."""

    place: Place
    strength: int = WHOLE
    value: str = ""


class Said:
    """A question's words with their readings; places are counted in words.

    Args:
        tables: all that a query may read.
        keys: between them.
    """

    def __init__(
        self, question: str, tables: Sequence[Table], keys: Sequence[ForeignKey], links: Links, wording: Wording
    ) -> None:
        self._wording = wording
        self._found: dict[tuple[str, int], Sequence[object]] = {}
        plain = _IS.sub(r"\1 is", _SHORT.sub("without", question.replace("# of", "number of")))
        plain = with_rates(plain, tables)
        plain = _SIGNS.sub("", _THOUSANDS.sub("", plain))
        self.words = [match.group() for match in _TOKEN.finditer(plain)]
        self.lower = [word.lower() for word in self.words]
        self.stems = [stem(word) for word in self.lower]
        self.tables = tables
        self.keys = keys
        self.links = links
        self.places = [Place(table, column) for table in tables for column in table.columns]
        self._key_columns = {(key.table, key.column) for key in keys}
        self.by_name = {table.name: table for table in tables}

    def _known(self, what: str, at: int, find: Callable[[int], Iterable[Found]]) -> Sequence[Found]:
        """What ``find`` finds at a place, looked for once."""
        key = (what, at)
        if key not in self._found:
            self._found[key] = tuple(find(at))
        return cast("Sequence[Found]", self._found[key])

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """The lower-case word at a place; empty behind the last."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def begins(self, at: int, phrase: str) -> int:
        """The place behind a phrase that stands at ``at``; -1 where it does not."""
        own = phrase.split()
        return at + len(own) if self.lower[at : at + len(own)] == own else -1

    def one_of(self, at: int, phrases: Sequence[str]) -> Iterator[tuple[int, str]]:
        """(place behind it, phrase) for the phrases that stand at ``at``, the longest first."""
        found = [(end, phrase) for phrase in phrases if (end := self.begins(at, phrase)) > 0]
        yield from sorted(found, key=lambda pair: -pair[0])

    def number(self, at: int) -> str:
        """The number that a word says; empty for none."""
        word = self.word(at)
        if scaled := _SCALED.fullmatch(word):
            return _written(float(scaled[1]) * _SCALES[scaled[2]])
        found = number_of(word) if word and word not in _NO_FIGURES else None
        return "" if found is None else _written(found)

    @cached_property
    def _table_names(self) -> list[tuple[list[str], Table]]:
        return [(_called(self._wording.tables.get(table.name, table.own_name)), table) for table in self.tables]

    @cached_property
    def _roles(self) -> dict[str, Table]:
        """What keys call the tables that they refer to (captain: pilots), where no other key is called so or joins the same tables."""
        pairs = Counter((key.table, key.parent) for key in self.keys)
        found: dict[str, list[Table]] = {}
        for key in self.keys:
            own = [part for part in parts(key.column) if part not in _OF_KEYS]
            if len(own) == 1 and pairs[key.table, key.parent] == 1 and key.parent in self.by_name:
                found.setdefault(own[0], []).append(self.by_name[key.parent])
        known = {name[-1] for name, _ in self._table_names} | {p.column.name.lower() for p in self.places}
        return {role: tables[0] for role, tables in found.items() if len(tables) == 1 and role not in known}

    def tables_at(self, at: int) -> Sequence[tuple[int, Table]]:
        """(place behind it, table) for tables that are named at ``at``; the longest name alone."""
        return self._known("tables_at", at, self._tables_at)

    def _tables_at(self, at: int) -> Iterator[tuple[int, Table]]:
        for length in range(_LONGEST_NAME, 0, -1):
            own = self.stems[at : at + length]
            found = [table for name, table in self._table_names if len(own) == length == len(name) and own == name]
            if not found and length == 1 == len(own) and "-" in own[0]:
                found = [table for name, table in self._table_names if name == own[0].split("-")]
            if not found and length == 1 == len(own) and own[0] not in OF_TRADE:
                found = [self._roles[own[0]]] if own[0] in self._roles else self._other_words(own[0])
            if found:
                yield from ((at + length, table) for table in found if len(found) == 1)
                return

    def _other_words(self, word: str) -> list[Table]:
        """Tables by another word for their name, or by the last word of a longer one (orders: customer orders)."""
        ending = [table for name, table in self._table_names if len(name) > 1 and name[-1] == word]
        is_of_columns = any(_called(p.column.name)[-1:] == [word] for p in self.places)
        if len(ending) == 1 and word not in _NO_ROWS and not is_of_columns:
            return ending
        return [table for name, table in self._table_names if len(name) == 1 and word in SAME.get(name[0], ())]

    @cached_property
    def names_itself(self) -> bool:
        """Whether a word names a key between rows of the same table (whose manager is …)."""
        keys = [key for key in self.keys if key.table == key.parent]
        own = {part for key in keys for part in parts(key.column)} - _OF_KEYS - LINKS
        return bool(own & set(self.stems))

    def is_a_deed(self, at: int) -> bool:
        """Whether a word begins as the name of a table does (commented: comments)."""
        word = self.word(at)
        names = [part for name, _ in self._table_names for part in name if len(part) >= _ALIKE]
        return len(word) >= _ALIKE and any(part[:_ALIKE] == word[:_ALIKE] for part in names)

    def is_plural_of_a_table(self, at: int) -> bool:
        """Whether a word names rows (purchases), and is no verb (purchased)."""
        return bool(self.tables_at(at)) and self.stems[at] != self.lower[at]

    def places_of(self, table: Table) -> list[Place]:
        """The columns of a table."""
        return [place for place in self.places if place.table == table]

    @property
    def tells_paid(self) -> bool:
        """Whether a column says what was paid, and when."""
        names = {"paid", "payment", "unpaid"}
        return any(names & set(parts(p.column.name)) and (self.is_flag(p) or self.is_date(p)) for p in self.places)

    def names_a_table(self, at: int) -> bool:
        """Whether a word is the name of a table, and not another word for one."""
        return any([self.stems[at]] == name for name, _ in self._table_names)

    def columns_at(self, at: int) -> Sequence[tuple[int, list[Meant]]]:
        """(place behind it, what may be meant) for runs of words that name columns, the longest first."""
        return self._known("columns_at", at, self._columns_at)

    def _columns_at(self, at: int) -> Iterator[tuple[int, list[Meant]]]:
        for length in range(_LONGEST_NAME, 0, -1):
            own = self.stems[at : at + length]
            is_done = own[-1:] and (own[-1].endswith("ed") or own[-1] in _DONE)  # authors born in Spain
            if len(own) == length and (found := list(self._named(own, is_owned=not is_done))):
                yield at + length, found
                if own[-1] in _WITH_NUMBERS and self.stems[at + length : at + length + 1] == [_WITH_NUMBERS[own[-1]]]:
                    yield at + length + 1, found
            if len(own) == length == 2 and own[1] in _DAYS and not found:  # admission date: admitted_on
                dated = list(self._dated(own[0]))
                yield from [(at + length, dated)] if dated else []
            if len(own) == length == 2 and own[0] in _ASKED and own[1] == "price" and not found:
                prices = list(self._asked_prices())
                yield from [(at + length, prices)] if prices else []
            if len(own) == length == _LONGEST_NAME and own[1] == "of":  # date of birth, years of experience
                both = [
                    m
                    for pair in ([own[0], own[2]], [own[2], own[0]])
                    for m in self._named(pair, is_owned=own[0] in _KINDS)
                ]
                if both:
                    yield at + length, both

    def last_words_at(self, at: int) -> Iterator[tuple[int, list[Meant]]]:
        """(place behind it, columns) for a common word that names of columns end with (year: release year), in a list of columns."""
        word = self.stems[at] if at < len(self.stems) else ""
        if word in _TOO_COMMON and word not in _OF_KEYS:
            own = [p for p in self.places if not self.is_key(p) and _called(p.column.name)[-1:] == [word]]
            yield at + 1, [Meant(place, PART) for place in own]

    def _dated(self, word: str) -> Iterator[Meant]:
        """Dates that are called by a verb whose noun a word is."""
        for place in self.places:
            own = parts(self._wording.column(place.table.name, place.column.name))
            is_called = word in own or (len(word) > _NOUN and any(part[:_NOUN] == word[:_NOUN] for part in own))
            if is_called and self.is_date(place):
                yield Meant(place, PART)

    def _asked_prices(self) -> Iterator[Meant]:
        """Prices that things are sold at: those that say so, else the plain ones."""
        own = {place: set(parts(place.column.name)) for place in self.places if "price" in parts(place.column.name)}
        told = [place for place, words in own.items() if words & _ASKED]
        yield from (
            Meant(place, PART) for place in told or [p for p, words in own.items() if words <= {"price", "unit"}]
        )

    def _named(self, own: list[str], *, is_owned: bool = True) -> Iterator[Meant]:
        for place in self.places:
            if strength := self._strength(place, own, is_owned=is_owned):
                yield Meant(place, strength)

    def _strength(self, place: Place, own: list[str], *, is_owned: bool = True) -> int:
        if (place.table.name, place.column.name) in self._key_columns or place.column.is_key:
            return 0
        name = _called(self._wording.column(place.table.name, place.column.name))
        owner = _called(self._wording.tables.get(place.table.name, place.table.own_name))
        bare = [part for part in name if part not in owner] or name
        for known in (name, bare, *([[*owner, *bare]] if is_owned else [])):
            if len(known) == len(own) and all(map(_is_same, own, known)):
                return WHOLE
        if len(own) > 1 or own[0] in _TOO_COMMON or [own[0]] in [name for name, _ in self._table_names]:
            return 0
        if own[0] in _BIRTHS and _BIRTHS & set(bare):
            return WHOLE
        telling = [part for part in bare if not (part in _TOO_COMMON or part in _UNITS or part.isdigit())] or bare
        if _is_same(own[0], telling[-1]):
            return PART
        return OTHER if len(bare) == 1 and own[0] in SAME.get(telling[-1], ()) else 0

    @cached_property
    def _values(self) -> dict[str, list[Meant]]:
        found: dict[str, list[Meant]] = {}
        for (table, column), values in self.links.values.items():
            owner = self.by_name.get(table)
            if owner is not None and (own := owner.column(column)):
                for value in values:
                    for said in (_plain(value), *self._otherwise(column, folded(value))):
                        found.setdefault(said, []).append(Meant(Place(owner, own), WHOLE, value))
        return found

    def _otherwise(self, column: str, value: str) -> Iterator[str]:
        """Words of the question that mean a value which is written otherwise (French: France, women: f)."""
        phrases = dict.fromkeys((*self.lower, *map(" ".join, pairwise(self.lower))), range(1))
        for phrase, place in phrases.items() if phrases.get(value) is None else ():
            if value in said_otherwise(column, {phrase: place}):
                yield phrase

    def values_at(self, at: int) -> Sequence[tuple[int, list[Meant]]]:
        """(place behind it, columns with the value) for runs of words that are values, the longest first."""
        return self._known("values_at", at, self._values_at)

    def _values_at(self, at: int) -> Iterator[tuple[int, list[Meant]]]:
        for length in range(_LONGEST_VALUE, 0, -1):
            if at + length > len(self.words):
                continue
            text = _plain(" ".join(self.words[at : at + length]))
            singular = " ".join([*text.split()[:-1], stem(text.split()[-1])]) if text.split() else text
            is_month = length == 1 and self.word(at - 1) in _BEFORE_MONTHS and bool(_MONTH.fullmatch(self.word(at)))
            if not is_month and (found := self._values.get(text) or self._values.get(singular)):
                yield at + length, found

    def places_with(self, test: str) -> list[Meant]:
        """Where the first value stands that a condition compares with."""
        return [m for meant in self._values.values() for m in meant if repr_sql(m.value) in test]

    def is_flag(self, place: Place) -> bool:
        """Whether a column holds yes or no."""
        return (place.table.name, place.column.name) in self.links.flags or is_called_flag(place.column)

    def is_number(self, place: Place) -> bool:
        """Whether a column holds numbers that can be compared."""
        return "number" in kinds_of(place.column) and "text" not in kinds_of(place.column) and not self.is_flag(place)

    def is_date(self, place: Place) -> bool:
        """Whether a column holds dates."""
        return "date" in kinds_of(place.column) and "number" not in kinds_of(place.column)

    def is_measure(self, place: Place) -> bool:
        """Whether a column holds numbers that can be added up."""
        return self.is_number(place) and not self.is_key(place) and not is_year(place.column.name)

    def belongs(self, child: Table, parent: Table, *, far: bool = False) -> bool:
        """Whether rows of one table belong to rows of another, ``far`` through others too."""
        names = {child.name}
        for _ in range(_MOST_FAR if far else 1):
            names |= {key.parent for key in self.keys if key.table in names}
        return parent.name in names - {child.name}

    def is_called(self, at: int) -> bool:
        """Whether a word is the whole name of a column or of a table."""
        is_column = any(m.strength == WHOLE for _, meant in self.columns_at(at) for m in meant)
        return is_column or self.names_a_table(at)

    def behind(self, at: int, words: frozenset[str]) -> Iterator[int]:
        """The place itself, and those behind words of a set."""
        yield at
        while self.word(at) in words:
            at += 1
            yield at

    def behind_links(self, at: int) -> Iterator[int]:
        """Where a condition may begin, behind words that tell nothing."""
        yield at
        for place in range(at, at + _MOST_LINKS):
            if self.word(place) not in LINKS and self.word(place) != ",":
                return
            yield place + 1

    def name_of(self, place: Place) -> str:
        """What a column is called where its name is spelled out."""
        return self._wording.column(place.table.name, place.column.name)

    def number_of(self, table: Table) -> Place | None:
        """The column with the numbers of a table's rows: its own numbers where it has some, else its key."""
        column = number_of_rows(table, self._wording)
        return Place(table, column) if column else None

    def called(self, table: Table) -> list[str]:
        """The words of a table's name where it is spelled out."""
        return _called(self._wording.tables.get(table.name, table.own_name))

    def is_a_name(self, place: Place) -> bool:
        """Whether rows are called by a column."""
        return place.column in own_names(place.table, self._wording)

    def is_a_line(self, table: Table) -> bool:
        """Whether rows of a table only say which rows of others belong together."""
        keys = [key for key in self.keys if key.table == table.name]
        return len(keys) > 1 and not any(key.parent == table.name for key in self.keys)

    def named_by(self, at: int, place: Place) -> list[int]:
        """Places behind words that name a column, or a part of its name."""
        found = [end for end, meant in self.columns_at(at) for m in meant if m.place == place]
        is_part = self.stems[at : at + 1] and self.stems[at] in name_words(place.column.name)
        return list(dict.fromkeys([*found, *([at + 1] if is_part else [])]))

    def names_of(self, table: Table | None) -> list[Place]:
        """What the rows of a table are called by."""
        return [Place(table, column) for column in own_names(table, self._wording)] if table else []

    def is_key(self, place: Place) -> bool:
        """Whether a column only joins rows."""
        return place.column.is_key or (place.table.name, place.column.name) in self._key_columns


def _called(name: str) -> list[str]:
    own = parts(name)
    if len(own) > 1 and own[0] in ("is", "has", "tbl"):
        own = own[1:]
    return own


def _is_same(said: str, part: str) -> bool:
    return said in (part, f"{part}ment") or said in map(stem, long_words(part))


def _plain(text: str) -> str:
    return " ".join(match.group() for match in _TOKEN.finditer(folded(text)))


def _written(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)
