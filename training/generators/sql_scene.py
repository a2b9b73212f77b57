"""One question in the making: random choices, wording, and the nouns that this question uses for its tables."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from training.generators.sql_catalog import FLAG_KINDS, NUMBER_KINDS, TIME_KINDS, catalog
from training.generators.sql_schema import Column, Schema, Table
from training.generators.sql_text import enumerate_words, phrase_book, plural
from training.generators.sql_values import column_value

Option = TypeVar("Option")
SYNONYM_SHARE = 0.14
NUMBER_WORDS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())
LIMITS = (2, 3, 3, 5, 5, 5, 10, 10, 4, 20, 7)
GRADED = frozenset(("score", "grade", "rating", "gpa"))
PROPER_KINDS = frozenset(("city", "country", "state", "first", "last", "pname"))


@dataclass(slots=True)
class Scene:
    """The state of one question over one schema.

    `planted` are (table, column, value) that make the answer non-empty in a test database; `proper` are the values that keep
    their capital letters in the query even when the question is typed in lower case.
    """

    rng: random.Random
    schema: Schema
    held_out: bool
    planted: list[tuple[str, str, object]] = field(default_factory=list)
    proper: set[str] = field(default_factory=set)
    _nouns: dict[str, str] = field(default_factory=dict)

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.rng.random() < probability

    def one_of(self, *options: Option) -> Option:
        """One of the options."""
        return options[int(self.rng.random() * len(options))]

    def pick(self, options: Sequence[Option]) -> Option:
        """One element of a sequence."""
        return options[int(self.rng.random() * len(options))]

    def say(self, family: str, slots: Mapping[str, object] | None = None, /, **more: object) -> str:
        """A wording of the family with the given slots."""
        return phrase_book().say(self.rng, family, {**(slots or {}), **more}, held_out=self.held_out)

    def say_words(self, words: str, **slots: object) -> str:
        """One of the words of a word list."""
        return phrase_book().word(self.rng, words, slots)

    # ------------------------------------------------------------------ nouns
    def noun(self, table: Table) -> str:
        """What this question calls one row of the table: its name or, sometimes, a synonym."""
        if table.entity not in self._nouns:
            self._nouns[table.entity] = self._choose_noun(table)
        return self._nouns[table.entity]

    def _choose_noun(self, table: Table) -> str:
        synonyms = catalog().synonyms.get(table.entity, ())
        if synonyms and self.chance(SYNONYM_SHARE):
            synonym = self.pick(synonyms)
            if all(other.singular != synonym for other in self.schema.tables):
                return synonym
        return table.singular

    def plural_noun(self, table: Table) -> str:
        """The plural of `noun`."""
        return plural(self.noun(table))

    def column_noun(self, column: Column) -> str:
        """A noun for the column, mostly the first of its nouns."""
        if column.kind in FLAG_KINDS:
            return column.nouns[0].removeprefix("a ") + " status"
        return column.nouns[0] if len(column.nouns) == 1 or self.chance(0.6) else self.pick(column.nouns)

    def column_nouns(self, columns: Sequence[Column], *, many: bool) -> str:
        """The nouns of several columns in one phrase."""
        nouns = [self.column_noun(column) for column in columns]
        if many:
            counted = [column.attribute is not None and column.meaning.counted for column in columns]
            nouns = [noun if is_counted else plural(noun) for noun, is_counted in zip(nouns, counted, strict=True)]
        return enumerate_words(nouns, oxford=self.chance(0.4))

    def display_noun(self, table: Table, *, many: bool = False) -> str:
        """A noun for the columns that name a row."""
        if len(table.display) == 2:
            noun = self.one_of("first and last name", "full name", "name", "name", "name")
            return plural(noun) if many else noun
        noun = self.column_noun(table.display[0]) if table.display else "record"
        return plural(noun) if many else noun

    def is_only_person(self, table: Table) -> bool:
        """Whether "who" can only mean a row of this table."""
        return table.is_person and sum(1 for other in self.schema.tables if other.is_person) == 1

    # ------------------------------------------------------------------ values
    def value(self, column: Column) -> str | int | float:
        """A random value of the column; names and places are remembered as proper."""
        value = column_value(self.rng, column.meaning, column.table.entity)
        is_make = column.kind == "company" or column.meaning.name == "make"
        if (column.kind in PROPER_KINDS or is_make) and isinstance(value, str):
            self.proper.add(value)
        return value

    def quoted(self, value: object) -> str:
        """The value as someone types it, sometimes in quotes."""
        text = str(value)
        roll = self.rng.random()
        if roll < 0.7 or not isinstance(value, str):
            return text
        if "'" in text:
            return f'"{text}"' if roll < 0.82 else text
        return f"'{text}'" if roll < 0.86 else f'"{text}"'

    def number_text(self, value: float) -> str:
        """The number as someone types it, sometimes in words, or with thousands separators."""
        if isinstance(value, int) and 0 < value <= 12 and self.chance(0.2):
            return NUMBER_WORDS[value]
        if isinstance(value, int) and value >= 10000 and self.chance(0.1):
            return f"{value:,}" if value % 1000 or self.chance(0.5) else f"{value // 1000}k"
        return str(value)

    def plant(self, column: Column, value: object) -> None:
        """Asks for a row with this value in the test database."""
        self.planted.append((column.table.name, column.name, value))

    # ------------------------------------------------------------------ tables and columns
    def table(self) -> Table | None:
        """A random table that is no junction."""
        tables = [table for table in self.schema.tables if table.junction is None]
        return self.pick(tables) if tables else None

    def displayed_table(self) -> Table | None:
        """A random table whose rows have names."""
        tables = [table for table in self.schema.tables if table.junction is None and table.display]
        return self.pick(tables) if tables else None

    def some_columns(self, table: Table, count: int = 0) -> list[Column]:
        """One to three columns to show, first name before last name; sometimes the key."""
        columns = table.printable
        if not columns:
            return []
        wanted = count or self.rng.choices((1, 2, 3), (45, 37, 18))[0]
        chosen = self.rng.sample(columns, min(wanted, len(columns)))
        if table.key and self.chance(0.05):
            chosen = [table.key, *chosen[1:]]
        if len(table.display) == 2 and all(column in chosen for column in table.display):
            first, second = sorted(chosen.index(column) for column in table.display)
            chosen[first], chosen[second] = table.display
        return chosen

    def superlative_column(self, table: Table) -> Column | None:
        """A number or a time by which rows can be ranked."""
        columns = table.numbers + table.times
        return self.pick(columns) if columns else None

    def limit(self) -> int:
        """How many rows a top list has."""
        return self.rng.randint(2, 30) if self.chance(0.08) else self.pick(LIMITS)

    def subject(self, table: Table) -> dict[str, object]:
        """The slots that speak of the table alone."""
        return {
            "E": self.plural_noun(table),
            "one": self.noun(table),
            "W": self.one_of("who", "who", "that") if table.is_person else self.one_of("that", "that", "which"),
            "its": "their" if table.is_person else self.one_of("its", "its", "their"),
            "what": ("who is" if table.is_person else self.one_of("what is", "what is", "which is", "what's")),
            "person": table.is_person,
            "thing": not table.is_person,
            "solo": self.is_only_person(table),
            "what_n": "what is",
        }


def kind_flags(column: Column) -> dict[str, object]:
    """Flags that choose the ways in which a column is sorted."""
    return {
        "time": column.kind in TIME_KINDS,
        "number": column.kind in NUMBER_KINDS,
        "text": column.kind in ("title", "first", "last", "pname", "cat", "city", "country"),
        "counted": column.attribute is not None and column.meaning.counted,
        "graded": column.attribute is not None and column.meaning.name in GRADED,
    }


def possessive_allowed(who: str) -> bool:
    """Whether "'s" can follow without a second apostrophe."""
    return not re.search(r"['\"]|s$", who)
