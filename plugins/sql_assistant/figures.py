"""Which figure a question asks for where its words leave no doubt: kilos added up, takings, the last time that something was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from plugins.sql_assistant.comparing import is_money
from plugins.sql_assistant.deeds import Deed
from plugins.sql_assistant.flags import is_called_flag
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.wants import words
from plugins.sql_assistant.words import parts, stem

Place = tuple[str, str]

_FILLERS = r"(?:(?:of|number|amount|the|all|our|their|its|many|much)\s+)*"
_TOTALS = words(r"altogether|all together|in total|in all|total|sum|combined|overall")
_ADDED = re.compile(
    rf"\b(?:total|sum|how many|how much|number of|combined)\s+{_FILLERS}([^\W\d_]+(?:\s+[^\W\d_]+)?)", re.IGNORECASE
)
_FIRST = re.compile(r"^\W*(?:(?:the|all|show|give|me|list)\s+)*([^\W\d_]+(?:\s+[^\W\d_]+)?)", re.IGNORECASE)
_TRADED = words(
    r"sold|bought|ordered|purchased|shipped|booked|rented|delivered|returned|sent back|came back|used|produced|made"
)
_OWED = words(r"owed|owes?|due|outstanding|charged|paid|unpaid|collected|taken|earned|received|billed|invoiced")
_EACH = words(r"per|each|every|by|across")
_RANKS = words(r"(?:(?!interest|guest|test|rest|forest)\w{3,}est|most|least|best|worst|top)(?! (?:\w+ )?first| on top)")
_OTHER_FIGURES = words(
    r"averag\w*|avg|mean|highest|lowest|max\w*|min|minimum|percent\w*|share|times|more than|less than|fewer than|at least"
)
_NO_SUM = words(r"more|less|fewer|over|under|above|below|exceed\w*|between|than")

_UNITS: tuple[tuple[str, str], ...] = (
    ("kilo|kg|kilogram|kilogramme", "kg kilo kilogram weight"),
    ("gram|gramme", "g gram"),
    ("ton|tonne", "t ton tonne tonnage"),
    ("litre|liter", "l litre liter volume"),
    ("km|kilometre|kilometer", "km kilometre kilometer"),
    ("mile", "mile mileage mi"),
    ("metre|meter", "m metre meter"),
    ("minute|min", "min minute mins"),
    ("second|sec", "sec second"),
    ("hour|hr", "hour hr"),
)
UNIT_PARTS = {word: frozenset(names.split()) for said, names in _UNITS for word in said.split("|")}
GOODS = frozenset("unit copy piece bottle box crate bag item stem pack case ticket seat".split())
"""What is counted by a quantity where it is traded."""

_QUANTITIES = frozenset(
    "quantity qty unit bag bottle box copy crate day item night piece seat ticket pack case amount number count hour".split()
)
_COUNTING = frozenset("num no nr of n number count total".split())
_PRICES = frozenset("price prc fare rate fee cost".split())
_WHOLE_AMOUNTS = frozenset("total amount amt revenue turnover subtotal value sum".split())
_LINES = frozenset(
    "order sale booking item line detail invoice purchase rental ticket transaction reservation receipt hire".split()
)
_TAKINGS = words(
    r"revenues?|turnover|takings|proceeds|income|turn(?:ed)? over|br(?:ing|ings|ought)(?: \w+)? in|how much money (?:did|have|has|do|does)"
    r"|t(?:ake|ook|aken) in|spent"
)  # fmt: skip
_SAYS_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|jan\w*|feb\w*|march|april|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|monthly|yearly|annual\w*"
    r"|(?:per|each|every|by|this|last|next) (?:day|week|month|quarter|year)|today|yesterday)\b",
    re.IGNORECASE,
)
_TOTAL_DONE = re.compile(
    r"\btotal (?:amount |sum )?(invoiced|billed|donated|refunded|claimed|pledged|paid)\b", re.IGNORECASE
)
_LAST_TIME = re.compile(
    r"\bwhen (?:did|was|were|has|have|had)\b.*\b(?:last|most recently)\b|\b(?:the )?last time\b|\bwhen\b.*\bmost recently\b",
    re.IGNORECASE,
)
_FIRST_TIME = re.compile(r"\bwhen (?:did|was|were|has|have)\b.*\bfirst\b|\b(?:the )?first time\b", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:^|[,;]|\band)\s*(?:tell me |please |so )*(?:when|(?:on )?(?:which|what) (?:day|date)s?)\s+"
    r"(?:do|does|did|is|are|was|were|has|have|will)\b",
    re.IGNORECASE,
)


def asks_for_takings(question: str) -> bool:
    """Whether a question asks what was taken in."""
    return bool(_TAKINGS.search(question))


_SELLS_MOST = words(
    r"(?:best|top|worst)[- ]?sell(?:ing|ers?)|by (?:copies|units|quantity|volume|number sold)|sold the most|most sold|sells the most"
    r"|most (?:copies|units|pieces|items) sold"
)
_COUNTS = words(r"revenue|money|value|turnover|orders|customers|how often|times")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is added up, or the first or last of some days.

    Attributes:
        columns: one of them is meant; with ``times`` the first factor.
        times: what it is multiplied with.
        is_shown: the question asks to see it, and does not only rank by it.
        dated: tables one of which tells when that was; empty where no time is said, or the columns' own table tells it.
    """

    name: Literal["SUM", "MIN", "MAX"]
    columns: frozenset[Place]
    times: Place | None = None
    is_shown: bool = True
    dated: frozenset[str] = frozenset()

    def holders(self) -> Iterable[frozenset[str]]:
        """The tables that a query must read one of, for each factor."""
        yield frozenset(table for table, _ in self.columns)
        if self.times:
            yield frozenset({self.times[0]})
        if self.dated:
            yield self.dated


class Figures:
    """Looks for the figure of one question.

    Args:
        tables: all that may be read.
        keys: between them.
    """

    def __init__(
        self, question: str, tables: Sequence[Table], links: Links, deeds: Sequence[Deed], keys: Sequence[ForeignKey]
    ) -> None:
        self._question = question
        self._tables = tables
        self._links = links
        self._keys = keys
        self._done = frozenset[str]().union(*(deed.tables for deed in deeds))
        taken = links.value_words | {word for value in links.inside.values() for word in value}
        self._said = [w.lower() for w in re.findall(r"[^\W\d_]+", question) if w.lower() not in taken]
        self._stems = {stem(word) for word in self._said}

    def found(self) -> Figure | None:
        """The figure; None where the words leave it open."""
        found = self._takings() or self._invoiced() or self._added() or self._ranked() or self._first_or_last()
        return replace(found, dated=self._dated(found)) if found and found.name == "SUM" else found

    def _dated(self, found: Figure) -> frozenset[str]:
        """Where a time is said, the tables whose rows the lines of a figure are of, if those alone have days."""
        tables = {table for table, _ in found.columns}
        lines = [t for t in self._tables if t.name in tables and _LINES & name_words(t.own_name)]
        if not _SAYS_TIME.search(self._question) or len(lines) != 1 or _has_days(lines[0]):
            return frozenset()
        parents = {key.parent for key in self._keys if key.table == lines[0].name}
        others = [t for t in self._tables if t.name in parents and _LINES & name_words(t.own_name) and _has_days(t)]
        return frozenset(table.name for table in others)

    def _invoiced(self) -> Figure | None:
        """A total of what was done, which the only money of a table that is called so tells (total invoiced)."""
        said = _TOTAL_DONE.search(self._question)
        if not said or _NO_SUM.search(self._question) or _OTHER_FIGURES.search(self._question):
            return None
        tables = [t for t in self._tables if any(_alike(said[1].lower(), word) for word in name_words(t.own_name))]
        money = [(t.name, c.name) for t in tables for c in self._numbers(t) if is_money(c)]
        return Figure("SUM", frozenset(money)) if len(money) == 1 else None

    def _ranked(self) -> Figure | None:
        """What was traded most, by how much of it was."""
        if not _SELLS_MOST.search(self._question) or _COUNTS.search(self._question):
            return None
        columns = self._likeliest(found) if (found := self._traded("unit")) else frozenset()
        return Figure("SUM", columns, is_shown=False) if len(columns) == 1 else None

    def _takings(self) -> Figure | None:
        """What was taken in: the only amount of what was traded, or, where no column tells one, a quantity times a price."""
        rest = _TAKINGS.sub(" ", self._question)
        if rest == self._question or _NO_SUM.search(rest) or _OTHER_FIGURES.search(rest):
            return None
        whole = [
            (t, c)
            for t in self._tables
            for c in self._numbers(t)
            if _WHOLE_AMOUNTS & set(parts(c.name)) and not _is_price(c)
        ]
        if whole:
            (table, column), *others = whole
            has_lines = any(key.parent == table.name and _LINES & name_words(key.table) for key in self._keys)
            is_line = not others and not has_lines and _LINES & name_words(table.own_name)
            place, is_shown = (table.name, column.name), not _RANKS.search(self._question)
            return Figure("SUM", frozenset({place}), is_shown=is_shown) if is_line else None
        found = [pair for table in self._tables if _LINES & name_words(table.own_name) for pair in self._factors(table)]
        if len(found) != 1:
            return None
        (quantity, price), is_shown = found[0], not _RANKS.search(self._question)
        return Figure("SUM", frozenset({quantity}), price, is_shown)

    def _factors(self, table: Table) -> list[tuple[Place, Place]]:
        """A line's quantity and the price of one: its own, or of the only thing that it refers to which has one."""
        quantities = [c for c in self._numbers(table) if set(parts(c.name)) <= _QUANTITIES | _COUNTING]
        if len(quantities) != 1:
            return []
        quantity = (table.name, quantities[0].name)
        own = [(table.name, c.name) for c in self._numbers(table) if _is_price(c)]
        parents = {key.parent for key in self._keys if key.table == table.name}
        others = [(t.name, c.name) for t in self._tables if t.name in parents for c in self._numbers(t) if _is_price(c)]
        prices = own or others
        return [(quantity, prices[0])] if len(prices) == 1 else []

    def _added(self) -> Figure | None:
        """What is added up: a unit that is said, goods that were traded, a column with a word for a total."""
        if _NO_SUM.search(self._question) or _OTHER_FIGURES.search(self._question) or _RANKS.search(self._question):
            return None
        phrases = [found[1] for found in _ADDED.finditer(self._question)]
        if start := _FIRST.match(self._question):
            phrases.append(start[1])
        for phrase in phrases:
            said = [word for word in phrase.lower().split() if word not in self._links.value_words]
            if columns := self._meant(said):
                return Figure("SUM", columns)
        return None

    def _meant(self, said: Sequence[str]) -> frozenset[Place]:
        """The columns that a word behind "how many", or at the beginning, tells for certain."""
        for word in map(stem, said[:2]):
            unit = UNIT_PARTS.get(word)
            if unit and (found := self._called(unit)):
                return self._likeliest(found)
            if {word, f"{word}s"} & self._links.table_words:
                return frozenset()
            traded = bool(_TRADED.search(self._question))
            if traded and word in GOODS and (found := self._traded(word)):
                return self._likeliest(found)
            owed = bool(_OWED.search(self._question)) and len(word) > 2
            if (owed or _TOTALS.search(self._question)) and (found := self._called({word})):
                money = [place for place in found if self._is_money(place)]
                if not owed or money:
                    return self._likeliest(money or found)
        return frozenset()

    def _called(self, names: Iterable[str]) -> list[Place]:
        """Numbers of such a name; what one unit costs is no number of units."""
        wanted = set(names)
        return [
            (t.name, c.name)
            for t in self._tables
            for c in self._numbers(t)
            if wanted & name_words(c.name) and not ("per" in parts(c.name) or (_is_price(c) and wanted & GOODS))
        ]

    def _traded(self, word: str) -> list[Place]:
        """Quantities of what was traded: a column of that name, or of any quantity, in a table that refers to another one."""
        children = {key.table for key in self._keys}
        lines = [
            t for t in self._tables if t.name in children and (_LINES & name_words(t.own_name) or t.name in self._done)
        ]
        counted = [(t, c) for t in lines for c in self._numbers(t) if set(parts(c.name)) <= _QUANTITIES | _COUNTING]
        own = [(t.name, c.name) for t, c in counted if word in name_words(c.name)]
        return own or [(t.name, c.name) for t, c in counted]

    def _likeliest(self, places: Iterable[Place]) -> frozenset[Place]:
        """Those of whose names, then of whose tables, most is said."""
        scores = {place: self._score(place) for place in places}
        return frozenset(place for place, score in scores.items() if score == max(scores.values()))

    def _score(self, place: Place) -> tuple[int, int]:
        table, name = place
        own = set(parts(name))
        said = sum(any(_alike(word, part) for word in self._stems) for part in own)
        said += bool(own & _STOCKED and _IN_STOCK.search(self._question))
        return said, (table in self._links.named) + (table in self._done) + self._links.covered_by([table])

    def _first_or_last(self) -> Figure | None:
        last, first = _LAST_TIME.search(self._question), _FIRST_TIME.search(self._question)
        if bool(last) == bool(first) or {"last", "first"} & self._links.value_words or _EACH.search(self._question):
            return None
        columns = self.days()
        return Figure("MAX" if last else "MIN", columns) if columns else None

    def days(self) -> frozenset[Place]:
        """The columns of days that a question means which asks when."""
        dates = [(t.name, c.name) for t in self._tables for c in t.columns if "date" in kinds_of(c) and not c.is_key]
        births = words(r"born|birthdays?|birth").search(self._question) is not None
        dates = [(table, name) for table, name in dates if births or not name_words(name) & _BIRTHS]
        spoken = self._done or self._links.named or frozenset[str]().union(*self._links.hints)
        told = [place for place in dates if self._score(place)[0]]
        near = (
            [place for place in told if place[0] in spoken] or told or [place for place in dates if place[0] in spoken]
        )
        return self._likeliest(near) if near else frozenset()

    @property
    def asks_when(self) -> bool:
        """Whether days are asked for."""
        return bool(_WHEN.search(self._question))

    def _numbers(self, table: Table) -> list[Column]:
        flags = self._links.flags
        joining = {key.column for key in self._keys if key.table == table.name}
        return [
            c
            for c in table.columns
            if "number" in kinds_of(c) and not c.is_text and not c.is_key and c.name not in joining
            and (table.name, c.name) not in flags and not is_called_flag(c)
        ]  # fmt: skip

    def _is_money(self, place: Place) -> bool:
        return any(t.name == place[0] and (c := t.column(place[1])) is not None and is_money(c) for t in self._tables)


_STOCKED = frozenset("stock inventory hand available".split())
_IN_STOCK = words(r"in stock|on hand|in store|available|left|in the warehouse")
_BIRTHS = frozenset("birth born birthday dob birthdate".split())


def _has_days(table: Table) -> bool:
    return any("date" in kinds_of(column) and not column.is_key for column in table.columns)


def _is_price(column: Column) -> bool:
    own = set(parts(column.name))
    return bool(_PRICES & own) and not own & {"discount", "delivery", "shipping", "tax", "cost"}


def _alike(word: str, part: str) -> bool:
    """Whether a word of a question and a part of a name are of one family (roast: roasted)."""
    return word == part or (
        len(word) > 3 < len(part)
        and (word[:-1] == part[: len(word) - 1] or part.startswith(word))
        and abs(len(word) - len(part)) < 4
    )
