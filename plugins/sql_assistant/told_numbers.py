"""Beside which columns each number of a question may stand: those whose unit or name stands beside it (250 kg, grade 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.sql_assistant.comparing import is_money
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.linking import Links, named_tables
from plugins.sql_assistant.literal_rules import numbers_said
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.said_numbers import Mention, expanded, mentions, plain
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import says_a_part
from plugins.sql_assistant.told_times import signs_of
from plugins.sql_assistant.vocabulary import pairs
from plugins.sql_assistant.words import parts, stem

Place = tuple[str, str]

_UNITS = pairs(
    "kg kg kilo kilogram; kilo kg kilo kilogram; kilogram kg kilo kilogram; gram g gram; g g gram; tonne t"
    " ton tonne; ton t ton tonne;"
    " lb lb pound; km km kilometre kilometer; kilometre km kilometre; kilometer km kilometer; mile mile mi;"
    " m m metre meter;"
    " metre m metre meter; meter m metre meter; cm cm centimetre; mm mm; ft ft foot feet; litre l litre"
    " liter; liter l litre liter;"
    " ml ml; minute min minute mins; min min minute mins; second sec second s; sec sec second s; hour hour"
    " hr h; hr hour hr h; day day;"
    " week week; month month; year year yr; percent percent pct percentage; page page"
)
"""Units behind a number, and how the names of columns write them."""

_MEASURES = pairs(
    "kg weight mass load; kilo weight mass load; kilogram weight mass load; gram weight mass; g weight mass;"
    " tonne weight mass load tonnage;"
    " ton weight mass load; lb weight mass; km distance length mileage; kilometre distance length mileage;"
    " kilometer distance length mileage;"
    " mile distance length mileage; m altitude height depth length elevation width; metre altitude height"
    " depth length elevation width;"
    " meter altitude height depth length elevation width; cm height length width depth size; mm size"
    " diameter length width; ft altitude height"
    " length depth; litre volume capacity; liter volume capacity; ml volume; minute duration length runtime"
    " time delay; min duration length"
    " runtime time delay; second duration length runtime time; sec duration length runtime time; hour"
    " duration length runtime time hourly;"
    " hr duration length time; day duration length period term; week duration length period term; month"
    " duration length period term; year age"
    " experience duration term; percent rate discount share tax margin; page page"
)
"""What columns measured in them are called where the unit is not in the name."""

_SPANS = frozenset("day week month year".split())
_NO_UNITS = frozenset("in on at the a an of and or to by s".split())
_PLAIN_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")
_DATES_BEFORE = re.compile(
    r"\b(?:in|since|after|before|during|from|of|by|until|till|year|and|to|between|through|around|for|earlier than|later than|older than"
    r"|newer than|younger than|prior to|early|late|mid|spring|summer|autumn|winter|fall|or|,)\s*$|^\s*$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[£$€]\s*$")
_MONEY_BEHIND = re.compile(r"^\s*(?:[£$€]|(?:euros?|pounds?|dollars?|quid|bucks|gbp|usd|eur)\b)", re.IGNORECASE)
_RATE = re.compile(
    r"^\s*[£$€]?\s*(?:\w+\s+)?(?:an?|per|each|/)\s*(hour|night|day|week|month|year|kilo|kg|km|mile|piece|word)\b",
    re.IGNORECASE,
)
_WORD_BEHIND = re.compile(r"^\s*-?\s*(%|[^\W\d_]+)")
_SIGN_WORDS = re.compile(
    r"(?:\s*\b(?:is|are|was|were|of|at|to|a|an|the|with|than|over|under|above|below|more|less|fewer|least|most|no|not|up|exceeding|exceeds|only"
    r"|between|from|exactly|equals?|equal|greater|higher|lower|bigger|larger|smaller|number|nr|no|level|around|about|minimum|maximum|min|max)\b"
    r"|\s*[=<>:#£$€]+)*\s*$",
    re.IGNORECASE,
)
_WORDS_BEFORE = re.compile(r"([^\W\d_]+(?:['’]\w+)?)(?:\s+([^\W\d_]+))?\s*$")
_VERBS = pairs(
    "earn salary wage pay income; earning salary wage pay income; earns salary wage pay income; earned"
    " salary wage pay income; paid salary"
    " wage pay; weigh weight kg mass; weighing weight kg mass; weighs weight kg mass; cheaper price fee fare"
    " rent; costing price cost fee fare"
    " rent rate; costs price cost fee fare rent rate; cost price cost fee fare rent rate; priced price cost"
    " fee fare; heavier weight kg mass;"
    " lighter weight kg mass; taller height; aged age; lasting duration length minute min runtime; scored"
    " score point; scoring score point;"
    " rated rating star; seating seat capacity; delayed delay; dearer price cost fee"
)
"""Words before a number, and what the columns that they mean are called."""

_DONE = re.compile(
    r"^\s*(?:(?:were|was|are|is|got|have been|had been|has been)\s+)?(?:(\w+ed|sold|lost|broken)|((?:came|sent|brought|given) back))\b",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(
    r"\b([^\W\d_]+)\s+(?:in|since|after|before|by|until|during|between|from|earlier than|later than)\s+(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
_BORN = {"born": "birth"}
_NEGATED = re.compile(r"\b(?:not|never|except|or|nor|\w+n['’]t)\b", re.IGNORECASE)
_RANKED_BEFORE = re.compile(r"\b(?:top|first|last|best|worst|bottom)\s*$", re.IGNORECASE)
_RANKED_BEHIND = re.compile(
    r"^\s*(?:(?!interest|guest|test|rest|forest)\w{3,}est|most|least|best|worst)\b", re.IGNORECASE
)
_RANKS = re.compile(r"\b(?:(?!interest|guest|test|rest|forest)\w{3,}est|most|best|worst)\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|or|and|&|/|,\s*(?:or|and))\s*")
_AGGREGATES = re.compile(
    r"\b(?:total\w*|altogether|sum|combined|averag\w*|avg|mean|overall|per|each|every|times|half|double|twice|first|top|last|booked|sold"
    r"|percent\w*|share|proportion|ratio)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number, or both ends of a range.

    Attributes:
        numbers: as SQL writes them.
        test: what stands behind the column; empty where the sign is open.
        columns: (table, column) beside which alone it may stand; None where that is open.
        is_needed: the query must compare it.
    """

    numbers: tuple[str, ...]
    test: str = ""
    columns: frozenset[Place] | None = None
    is_needed: bool = False


def told_numbers(question: str, tables: Sequence[Table], links: Links) -> tuple[ToldNumber, ...]:
    """The numbers of a question that a condition may hold."""
    return tuple(_Telling(question, tables, links).told())


class _Telling:
    def __init__(self, question: str, tables: Sequence[Table], links: Links) -> None:
        self._tables = tables
        self._links = links
        self._places = [
            ((t.name, c.name), c) for t in tables for c in t.columns if "number" in kinds_of(c) and not _is_key(c)
        ]
        self._has_dates = any("date" in kinds_of(c) and "number" not in kinds_of(c) for t in tables for c in t.columns)
        counted = {part for place, column in self._places if place not in links.flags for part in parts(column.name)}
        self._text = self._without_values(plain(question, counted))
        self._question = question

    def told(self) -> Iterator[ToldNumber]:
        before: ToldNumber | None = None
        behind, said = 0, set[str]()
        for mention in mentions(self._text):
            found = self._one(mention)
            is_listed = before and before.columns and _LISTED.fullmatch(self._text[behind : mention.start])
            if is_listed and before and found.columns is None and not found.test:
                found = replace(found, columns=before.columns)
            yield found
            before, behind = found, mention.end
            said |= set(mention.numbers)
        figures = set(re.findall(r"\d+(?:\.\d+)?", expanded(self._question)))
        yield from (ToldNumber((number,)) for number in sorted(numbers_said(self._question) - figures - said))

    def _without_values(self, text: str) -> str:
        """Without values that hold more than a number (ATR 72)."""
        for values in self._links.values.values():
            for value in values:
                if not value.isdigit():
                    text = re.sub(
                        rf"(?<!\w){re.escape(value)}", lambda found: " " * len(found.group()), text, flags=re.IGNORECASE
                    )
        return text

    def _one(self, mention: Mention) -> ToldNumber:
        before, behind = self._text[: mention.start], self._text[mention.end :]
        told = ToldNumber(mention.numbers, mention.test)
        if self._is_year(mention, before, behind):
            return self._year(told, before, behind)
        if self._is_of_rows(mention, before, behind):
            return replace(told, columns=self._counted(behind))
        said = self._said_before(before)
        unit = self._of_unit(before, behind)
        columns = said & unit if said and unit and said & unit else unit if unit is not None else said or None
        if columns and not said and unit is None:
            columns = None
        sign = mention.test or (
            f"= {mention.numbers[0]}" if said and len(mention.numbers) == 1 and self._is_beside(before) else ""
        )
        needed = bool(columns and sign) and self._is_plain(columns or frozenset(), behind, is_said=bool(said))
        return ToldNumber(mention.numbers, sign, columns, needed)

    def _year(self, told: ToldNumber, before: str, behind: str) -> ToldNumber:
        """A year, beside the columns of years that may be meant; needed where a verb says which (made before 1900)."""
        years, verb = self._years(), _VERB_BEFORE.search(before)
        said = frozenset(
            place for place in years if verb and says_a_part(_BORN.get(verb[1].lower(), verb[1]), place[1])
        )
        signs = signs_of(before, behind) if len(told.numbers) == 1 else ()
        if said and (told.test or len(signs) == 1):
            test = told.test or f"{signs[0]} {told.numbers[0]}"
            needed = len({table for table, _ in said}) == 1 and not _AGGREGATES.search(self._text)
            return ToldNumber(
                told.numbers,
                "" if _NEGATED.search(self._text) else test,
                said,
                needed and not _NEGATED.search(self._text),
            )
        return replace(told, columns=years) if self._has_dates or years else told

    def _years(self) -> frozenset[Place]:
        """Columns of years; where there are dates too, those that the question speaks of, or whose rows it names."""
        years = self._where(lambda column: is_year(column.name))
        spoken = (p for p in years if p[0] in self._links.named or speaks_of(self._question, p[1]))
        return frozenset(spoken) if self._has_dates else years

    def _is_of_rows(self, mention: Mention, before: str, behind: str) -> bool:
        """Whether the number says how many rows are shown (the 3 longest), or counted (more than two orders)."""
        word = _WORD_BEHIND.match(behind)
        if mention.sign:
            return bool(word and named_tables(word[1], self._tables))
        if _RANKED_BEFORE.search(before) or _RANKED_BEHIND.match(behind):
            return True
        return bool(word and named_tables(word[1], self._tables) and _RANKS.search(self._text))

    def _counted(self, behind: str) -> frozenset[Place]:
        """Columns called after the rows that are counted."""
        word = _WORD_BEHIND.match(behind)
        return self._where(lambda column: stem(word[1].lower()) in name_words(column.name)) if word else frozenset()

    def _is_year(self, mention: Mention, before: str, behind: str) -> bool:
        is_one = all(map(_PLAIN_YEAR.fullmatch, mention.numbers)) and mention.sign in ("", "BETWEEN")
        unit = _WORD_BEHIND.match(behind)
        has_unit = bool(_MONEY_BEFORE.search(before) or _MONEY_BEHIND.match(behind)) or bool(
            unit and stem(unit[1].lower()) in _UNITS
        )
        return is_one and not has_unit and bool(mention.sign or _DATES_BEFORE.search(before))

    def _of_unit(self, before: str, behind: str) -> frozenset[Place] | None:
        """Columns that are counted in what stands behind the number; None where nothing is told."""
        rate = _RATE.match(behind)
        if _MONEY_BEFORE.search(before) or _MONEY_BEHIND.match(behind) or rate:
            money = self._where(is_money)
            if rate and (
                timely := self._where(lambda c: bool(set(parts(c.name)) & {rate[1].lower(), f"{rate[1].lower()}ly"}))
            ):
                return timely & money or timely
            if money or not rate:
                return money or None
        found = _WORD_BEHIND.match(behind)
        word = "percent" if found and found[1] == "%" else stem(found[1].lower()) if found else ""
        if word in ("", *_NO_UNITS) or (found and named_tables(found[1], self._tables)):
            return None
        if (done := _DONE.match(behind)) and (columns := self._done(done)):
            return columns
        if word in _UNITS:
            columns = self._by_table(frozenset(_UNITS[word]), frozenset(_MEASURES.get(word, ())))
            return columns or (frozenset() if word in _SPANS and self._has_dates else None)
        return self._where(lambda column: word in name_words(column.name)) or None

    def _done(self, found: re.Match[str]) -> frozenset[Place]:
        """Columns of what was done with so many (more than 10 were returned)."""
        verb = "returned" if found[2] else found[1]
        return self._where(lambda column: says_a_part(verb, column.name))

    def _by_table(self, units: frozenset[str], measures: frozenset[str]) -> frozenset[Place]:
        """In each table the columns that name the unit, else those that name what it measures."""
        found: set[Place] = set()
        for table in self._tables:
            own = [
                (place, column) for place, column in self._places if place[0] == table.name and not is_year(column.name)
            ]
            strict = {place for place, column in own if units & _own_words(column)}
            found |= strict or {place for place, column in own if measures & _own_words(column)}
        return frozenset(found)

    def _said_before(self, before: str) -> frozenset[Place]:
        """Columns of which the words before the number, and before its sign, tell."""
        words = _WORDS_BEFORE.search(_SIGN_WORDS.sub("", before))
        if not words:
            return frozenset()
        last = words[2] or words[1]
        verb = _VERBS.get(last.lower(), ())
        if words[2] and (both := self._called((words[1], words[2]))):
            return both
        if verb:
            return self._meant_by(frozenset(verb), words[1] if words[2] else "")
        return (
            frozenset() if named_tables(last, self._tables) and not self._is_beside(before) else self._called((last,))
        )

    def _meant_by(self, names: frozenset[str], subject: str) -> frozenset[Place]:
        """Columns of such names, of the table whose rows the words are said of where it is named; prices before costs."""
        found = self._where(lambda column: bool(names & _own_words(column)))
        own = frozenset(place for place in found if place[0] in named_tables(subject, self._tables))
        prices = frozenset(
            place for place in own or found if "price" in name_words(place[1]) and "cost" not in name_words(place[1])
        )
        return prices or own or found

    def _called(self, words: Iterable[str]) -> frozenset[Place]:
        asked = {stem(word.lower()) for word in words}
        if asked <= _NO_UNITS:
            return frozenset()
        return self._where(lambda column: asked <= _own_words(column))

    def _is_beside(self, before: str) -> bool:
        """Whether the number stands right behind a word, as a name does (grade 9)."""
        found = _WORDS_BEFORE.search(before)
        return bool(found and self._called((found[2] or found[1],)))

    def _where(self, fits: Callable[[Column], bool]) -> frozenset[Place]:
        return frozenset(place for place, column in self._places if place not in self._links.flags and fits(column))

    def _is_plain(self, columns: frozenset[Place], behind: str, *, is_said: bool) -> bool:
        """Whether such a condition must be there: rows are asked for, and the number is of each of them."""
        found = _WORD_BEHIND.match(behind)
        has_unit = bool(found and stem(found[1].lower()) in _UNITS)
        tables = {table for table, _ in columns}
        return (is_said or has_unit) and len(tables) == 1 and not _AGGREGATES.search(self._text)


def _is_key(column: Column) -> bool:
    return column.is_key or "id" in parts(column.name)[1:]


def _own_words(column: Column) -> frozenset[str]:
    return frozenset(name_words(column.name) - {"id"})
