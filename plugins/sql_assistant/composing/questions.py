"""Plain questions read word by word into the one query that they can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging
from plugins.sql_assistant.composing.amounts.each import Each
from plugins.sql_assistant.composing.amounts.figures import Figures
from plugins.sql_assistant.composing.amounts.having import Having
from plugins.sql_assistant.composing.amounts.kinds import Kinds
from plugins.sql_assistant.composing.amounts.kinds_of_ours import KindsOfOurs
from plugins.sql_assistant.composing.amounts.leaders import Leaders
from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.amounts.months import Months
from plugins.sql_assistant.composing.amounts.owed import Owed
from plugins.sql_assistant.composing.amounts.received import Received
from plugins.sql_assistant.composing.amounts.spending import Spending
from plugins.sql_assistant.composing.amounts.tails import Tails
from plugins.sql_assistant.composing.amounts.trade import Trade
from plugins.sql_assistant.composing.amounts.typical import Typical
from plugins.sql_assistant.composing.amounts.worth import Worth
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.filters.within import Within
from plugins.sql_assistant.composing.heads.anybody import Anybody
from plugins.sql_assistant.composing.heads.behind import Behind
from plugins.sql_assistant.composing.heads.columns import Columns
from plugins.sql_assistant.composing.heads.doers import Doers
from plugins.sql_assistant.composing.heads.of_one import OfOne
from plugins.sql_assistant.composing.heads.rankings import Rankings
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.heads.superlatives import Superlatives
from plugins.sql_assistant.composing.heads.winners import Winners
from plugins.sql_assistant.composing.reordered import reordered
from plugins.sql_assistant.composing.speech.ours import Ours
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, ENDS, LEADS, LINKS, WHOLES, WHOLLY
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.composing.speech.times import times_at
from plugins.sql_assistant.composing.writer import NotClear, Writer
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.wants import is_latin, spelt
from plugins.sql_assistant.wording import Wording

MOST_SKIPPED = 2
_TELLING = re.compile(
    r"begin\w*|start\w*|end\w*|contain\w*|like|letters?|out|no|not|never|nobody|without|only|\w+n't|than|most|least|more|less"
    r"|average|per|each|every|top|first|last|still|yet|\w+est|same|other|or|between|total|sum|max\w*|min\w*|above|below|over|under|after|before|since|until|both|except|again|twice|once|percent\w*|years?|months?|weeks?|quarters?|across|counts?|numbers?|amount|full|details?|everything|whole|entire|today|yesterday|tomorrow|this|now|current|reverse\w*|descending|ascending|desc|asc|share|ratio|how|many|much|when|days?"
    r"|delete\w*|remove\w*|update\w*|insert\w*|add\w*|change\w*|set|drop|create|rename|increase|decrease|raise|lower|replace|why|how|if"
    r"|high|low|big|small|new|old|long|short|cheap|late|early|up|down|own|others?|together|once|already|ever"
    r"|outside|near\w*|around|beyond|beside|besides|against|opposite|unlike|instead|minus|excluding|apart|neither|nor|both|half|double"
    r"|longer|shorter|\w+er|late|revenue|income|takings|profit|spent|all|un\w+"
)
_WHO = frozenset(("who", "who's", "whos", "whose"))
_LISTS = frozenset(", and or their its by per each every without having whose".split())
"""What comes before a thing that is asked for."""

_NAMED = frozenset(
    "date day time year price cost fee fees rate number name address amount status type kind code level total count id".split()
)
"""Words for columns that mean another one with another word before them."""

_KINDS = re.compile(
    r"\s*(?:which|what) (?:different |other |\w+ )?(?:kinds|types|sorts|varieties|categories|brands|sizes|colou?rs)\b",
    re.IGNORECASE,
)

LONGEST = 24
_MOST_STEPS = 4_000
_MOST_LEADS = 7


def compose(question: str, tables: Sequence[Table], keys: Sequence[ForeignKey], links: Links, wording: Wording) -> str:
    """The query that a plain question means, in the form that models of ours write; empty where a word is not understood, or where the
    words may mean several queries.
    """
    if not is_latin(question):
        return ""
    said = Said(spelt(reordered(question)), tables, keys, links, wording)
    if not 1 < len(said) <= LONGEST:
        return ""
    writer = Writer(tables, keys, wording)
    may_skip = MOST_SKIPPED if links.is_searched else 0  # a word may be a value that was not looked for to the end
    for skipped in range(may_skip + 1):
        found = dict.fromkeys(Questions(said, writer, skipped).queries())
        if found:
            return _each_kind(_only(list(found)), question)
    return ""


def _each_kind(query: str, question: str) -> str:
    """The query with each of the kinds shown once that a question asks for by that word (which kinds of honey)."""
    shown = re.match(r"SELECT (\w+(?: \. \w+)?) FROM (?!.*GROUP BY)", query)
    return f"SELECT DISTINCT {query.removeprefix('SELECT ')}" if shown and _KINDS.match(question) else query


def _only(queries: Sequence[str]) -> str:
    """The only query; of two that differ in nothing else the one that shows each kind once; empty where they mean different things."""
    plain = {query.replace("SELECT DISTINCT ", "SELECT ", 1) for query in queries}
    if len(plain) > 1:
        return ""
    return next((query for query in queries if query.startswith("SELECT DISTINCT ")), queries[0])


class Questions:
    """All readings of one question.

    Args:
        skipped: so many words are passed over that tell nothing.
    """

    def __init__(self, said: Said, writer: Writer, skipped: int = 0) -> None:
        self._said = said
        self._writer = writer
        self._skipped = skipped
        self._steps = 0
        conditions = Conditions(said, writer)
        self._relations = conditions.relations
        self._rows = Rows(said, conditions)
        self._doers = Doers(said, conditions.related, conditions.relations, conditions.others)
        self._others = conditions.others
        self._anybody = Anybody(said, conditions)
        self._of_one = OfOne(said, conditions)
        self._winners = Winners(said, conditions.related)
        money = Money(said)
        self._figures = Figures(said, conditions, self._rows, money)
        self._trade, self._worth = Trade(said, conditions, money), Worth(said, conditions, self._rows, money)
        self._received = Received(said, conditions, self._rows, money)
        self._kinds, self._owed, self._ours = Kinds(said), Owed(said, money), Ours(said)
        self._kinds_of_ours = KindsOfOurs(said, conditions, self._rows)
        self._columns = Columns(said, conditions, self._rows)
        belonging = Belonging(said, self._rows, money)
        self._spending = Spending(said, conditions, self._rows, belonging, money)
        self._months = Months(said, conditions, self._rows, money)
        self._each, self._tails = Each(said, self._rows, belonging), Tails(said, self._rows)
        self._rankings = Rankings(said, self._rows, belonging)
        self._behind = Behind(said, conditions, self._rankings)
        self._typical = Typical(said, conditions, self._rows, self._rankings, money)
        self._superlatives = Superlatives(said, conditions, self._rankings)
        self._leaders, self._having = Leaders(said, belonging), Having(said, belonging)

    def queries(self) -> Iterator[str]:
        """The queries of all readings that come to the end."""
        for start in self._behind_leads():
            asks_who = any(word in _WHO for word in self._said.lower[:start])
            for at, draft in self._people(start) if asks_who else self._beginnings(start):
                for done in self._whole(at, draft, self._skipped, has_skipped=False):
                    if (self._said.names_itself and not done.is_of_itself) or self._tells_nothing(done):
                        continue
                    try:
                        yield self._writer.sql(done, self._relations.told)
                    except NotClear:
                        continue

    def _tells_nothing(self, draft: Draft) -> bool:
        """Whether only what rows are called by is shown of rows that are called so, or kinds of which rows have no others."""
        names = self._said.names_of(draft.head)
        if self._is_of_whole_kinds(draft):
            return True
        equal = {test.place for test in draft.tests if test.text.startswith("{c} = ")}
        return (
            bool(names) and equal >= set(names) and not (draft.shown or draft.beside or draft.figure or draft.counted)
        )

    def _is_of_whole_kinds(self, draft: Draft) -> bool:
        """Whether kinds are asked for of which something was never done (which genres were never lent), so with none of their rows."""
        kinds = [place for place in draft.shown if not self._said.is_a_name(place)]
        is_never = any("NOT IN ( SELECT" in test.text for test in draft.tests)
        named = any(table == draft.head for at in range(len(self._said)) for _, table in self._said.tables_at(at))
        return bool(kinds) and is_never and not named

    def _people(self, at: int) -> Iterator[Step]:
        """Behind "who is": rows, or a text that names people (the warden of …)."""
        for end, draft in self._rows.of(at, Draft()):
            if draft.head and (is_of_people(draft.head) or self._said.names_of(draft.head)):
                yield end, draft
        yield from self._rankings.at(at)
        yield from ((end, found) for end, found in self._anybody.at(at - 1) if at and end > at)
        if self._said.word(at) == "the":
            for end, draft in self._columns.at(at):
                if draft.shown and all(place.column.is_text and not self._said.is_date(place) for place in draft.shown):
                    yield end, draft

    def _behind_leads(self) -> Iterator[int]:
        yield 0
        for at in range(_MOST_LEADS):
            if self._said.word(at) not in LEADS | _WHO | {","}:
                return
            yield at + 1

    def _beginnings(self, at: int) -> Iterator[Step]:
        yield from self._figures.at(at)
        yield from self._trade.at(at)
        yield from self._spending.at(at)
        yield from self._worth.at(at)
        yield from self._received.at(at)
        yield from self._typical.at(at)
        yield from self._owed.at(at)
        yield from self._months.at(at)
        yield from self._each.at(at)
        yield from self._few(at)
        yield from self._rankings.at(at)
        yield from self._columns.at(at)
        yield from self._kinds_of_ours.at(at)
        yield from self._kinds.at(at)
        yield from self._rows.of(at, Draft())
        yield from self._rows.of_a_kind(at)
        yield from self._rows.by_name(at)
        yield from Within(self._said).of_all(at)
        yield from self._rows.none_left(at)
        yield from self._rows.who(at)
        yield from self._superlatives.who(at)
        yield from self._anybody.at(at)
        yield from self._doers.at(at)
        yield from self._others.above(at)
        yield from self._of_one.at(at)
        yield from self._winners.at(at)

    def _few(self, at: int) -> Iterator[Step]:
        """``the five works with the highest value``, ``which 3 customers spent the most``: a number before what is ranked."""
        for start in self._said.behind(at, DETERMINERS):
            number = self._said.number(start)
            for end, draft in self._rows.of(start + 1, Draft()) if number else ():
                for after, ranked in (
                    *self._leaders.at(end, draft, is_many=True),
                    *self._behind.ranked(end, draft, is_many=True),
                    *self._superlatives.at(end, draft, is_many=True),
                ):
                    if ranked.limit == "1":
                        yield after, replace(ranked, limit=number)

    def _whole(self, at: int, draft: Draft, skips: int, *, has_skipped: bool) -> Iterator[Draft]:
        """Drafts that come to the end of the question; the last word that tells something is none that was passed over."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        if all(word in ENDS for word in self._said.lower[at:]):
            if not skips and not has_skipped and not self._lacks_a_figure(at, draft) and not _is_begun(draft):
                yield draft
            return
        seen: set[Step] = set()
        for step in self._behind_it(at, draft):
            if step not in seen and step[0] > at:
                seen.add(step)
                yield from self._whole(*step, skips, has_skipped=False)
        if skips and not seen and self._may_skip(at) and not self._joins(at, draft):
            is_link = self._said.word(at) in LINKS
            yield from self._whole(
                at + 1, draft, skips if is_link else skips - 1, has_skipped=has_skipped or not is_link
            )

    def _behind_it(self, at: int, draft: Draft) -> Iterator[Step]:
        yield from self._behind.at(at, draft)
        yield from self._leaders.at(at, draft)
        yield from self._leaders.behind_figures(at, draft)
        yield from self._superlatives.at(at, draft)
        yield from self._having.at(at, draft)
        yield from self._tails.at(at, draft)
        yield from self._ours.at(at, draft)

    def _lacks_a_figure(self, at: int, draft: Draft) -> bool:
        places = range(at, len(self._said))
        is_of_all = any(any(self._said.one_of(place, WHOLLY)) for place in places)
        return not draft.figure and (is_of_all or any(word in WHOLES for word in self._said.lower[at:]))

    def _joins(self, at: int, draft: Draft) -> bool:
        """Whether a word may say what rows have to do with those of another table that are named behind it."""
        if self._said.word(at) in LINKS:
            return False
        return any(
            m.place.table != draft.head
            for start in self._said.behind(at + 1, LINKS)
            for _, meant in self._said.values_at(start)
            for m in meant
        )

    def _may_skip(self, at: int) -> bool:
        """Whether a word may be passed over: it tells nothing that code knows of."""
        said, word = self._said, self._said.word(at)
        if times_at(said, at + 2) or said.word(at + 1) in _NAMED:  # what was done then; which date it is
            return False
        is_a_thing = said.word(at - 1) in _LISTS or (bool(said.tables_at(at - 1)) and said.stems[at] != word)
        if (
            is_a_thing
            or said.is_a_deed(at)
            or self._relations.tells(word)
            or not word.isalpha()
            or _TELLING.fullmatch(word)
            or said.number(at)
        ):
            return False
        if any(said.stems[at] in name_words(place.column.name) for place in said.places):
            return False
        return not any((*said.tables_at(at), *said.values_at(at), *said.columns_at(at)))


def _is_begun(draft: Draft) -> bool:
    """Whether a kind is asked for of which nothing is said yet."""
    return draft.group is not None and not draft.figure and not draft.having
