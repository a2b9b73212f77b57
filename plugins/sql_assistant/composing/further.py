"""What a short follow-up adds to rows that are known: conditions, an order, further columns, read as a whole question is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import Belonging
from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.behind import Behind
from plugins.sql_assistant.composing.heads.rankings import Rankings
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, FIRST, LINKS, MOST, NEWEST, NOT, VERBS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.writer import Writer
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.said_numbers import MONTH
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.wants import is_latin, spelt
from plugins.sql_assistant.wording import Wording

_LEAD = re.compile(
    r"^(?:(?:and|but|now|then|ok|okay|please|just|only|also|put|what about|how about|give me|make it|keep|leave|show me|show|list|same"
    r"|actually"
    r"|can you|could you|which(?: ones?)?(?: (?:of|among) (?:them|those|these))?"
    r"|who (?:of|among) (?:them|those|these))\b(?! out\b)[\s,]*)+",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"^(?:(?:the|those|these|them|it|this|ones|one|that|which|who|rows|results|entries|rest|list)\b[\s,]*)+"
    r"|\b(?:ones?|of them|of those|of these|please|too|as well|instead|only)$",
    re.IGNORECASE,
)
_SORTS = re.compile(
    r"^(?:re-?)?(?:sort|order|rank|arrange)(?:ed)?(?: (?:them|it|this|these|those|that|the list|the rows|the results))?\s*(?:by\b|,|$)\s*",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(
    r"^(?:without|excluding|exclude|except(?: for)?|leave out|leaving out|remove|drop|omit|hide|but not)\s+(?:the|those|any|all)?\s*",
    re.IGNORECASE,
)
_FROM_MONTH = re.compile(rf"^(?:(?:from|for) )?(?={MONTH}$)", re.IGNORECASE)
_BARE_YEAR = re.compile(r"^(?=(?:19|20)\d\d\b)")
_SORTED_BY = re.compile(r"^by (?=.* (?:first|(?:de|a)scending)$)", re.IGNORECASE)
_COMMA = re.compile(r",\s*(?=[\w ]+ first$|(?:de|a)scending$|(?:high|low|from)\b)", re.IGNORECASE)
_ADDS = re.compile(
    r"(?:\b(?:with|add|adding|include|including|plus)|\band (?:the|their|its|his|her)|\b(?:too|also|as well)$)\b",
    re.IGNORECASE,
)
_ADDING = frozenset("with add adding include including and plus , the their its his her".split())
_MUCH = frozenset("highest largest biggest most".split())
_LITTLE = frozenset("lowest smallest least".split())
_STANDS_ALONE = re.compile(r"alphabetical|in alphabetical|(?:\w+est|most|least|best|worst)\b.* first$", re.IGNORECASE)
_BEHIND_DONE = frozenset("by in from at to with via on through".split())
_LONGEST = 12
_MOST_STEPS = 500


def plain_follow_up(question: str) -> str:
    """The words of a follow-up that say something: “now only the ones from 2025, please” → “from 2025”."""
    text = _COMMA.sub(" ", question.strip().rstrip("?.! "))
    text = _LEAVES_OUT.sub("not ", _LEAD.sub("", text))
    while text != (less := _ROWS.sub("", _LEAD.sub("", text)).strip(" ,")):
        text = less
    return _SORTED_BY.sub("sorted by ", _BARE_YEAR.sub("from ", _FROM_MONTH.sub("in ", text)))


def added(
    question: str, head: Table, tables: Sequence[Table], keys: Sequence[ForeignKey], links: Links, wording: Wording
) -> Draft | None:
    """What a follow-up adds to the rows of ``head``; None where a word is not understood, or where it may mean several things.

    Args:
        question: the follow-up.
        links: what it names in the database.
    """
    text = plain_follow_up(question)
    if not text or not is_latin(text):
        return None
    if sorts := _SORTS.match(text):
        text = text[sorts.end() :]
    text = text if not sorts or _STANDS_ALONE.match(text) else f"sorted by {text}"
    if text.split()[0].lower() in VERBS:
        text = f"that {text}"  # (which of them) cost more than 20
    said = Said(spelt(text), tables, keys, links, wording)
    if not 0 < len(said) <= _LONGEST:
        return None
    found = dict.fromkeys(
        _Further(said, Writer(tables, keys, wording), head, may_add=bool(_ADDS.search(question))).drafts()
    )
    return next(iter(found)) if len(found) == 1 else None


class _Further:
    def __init__(self, said: Said, writer: Writer, head: Table, *, may_add: bool) -> None:
        self._said = said
        self._head = head
        self._may_add = may_add
        self._steps = 0
        conditions = Conditions(said, writer)
        rows = Rows(said, conditions)
        self._rankings = Rankings(said, rows, Belonging(said, rows, Money(said)))
        self._behind = Behind(said, conditions, self._rankings)

    def drafts(self) -> Iterator[Draft]:
        """All readings that come to the end and add something."""
        start = Draft(head=self._head)
        for draft in self._whole(0, start, frozenset()):
            if draft != start and draft.head == self._head and not draft.counted:
                yield draft

    def _whole(self, at: int, draft: Draft, named: frozenset[str]) -> Iterator[Draft]:
        """Drafts that come to the end; of each other table that is ``named`` something is said."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        if at == len(self._said):
            if named <= {test.place.table.name for test in draft.tests}:
                yield draft
            return
        seen: set[Step] = set()
        for step in self._steps_at(at, draft):
            if step not in seen and step[0] > at:
                seen.add(step)
                yield from self._whole(*step, named)
        if seen:
            return
        for end, table in self._said.tables_at(at):
            yield from self._whole(end, draft, named if table == self._head else named | {table.name})
        word = self._said.word(at)
        is_done = word.endswith(("ed", "en")) and self._said.word(at + 1) in _BEHIND_DONE
        if word in (LINKS | {",", "they"}) - set(NOT) or is_done:
            yield from self._whole(at + 1, draft, named)

    def _steps_at(self, at: int, draft: Draft) -> Iterator[Step]:
        yield from self._behind.at(at, draft)
        yield from self._sorted(at, draft)
        yield from self._columns(at, draft)
        if at == 0:
            yield from self._best(draft)

    def _sorted(self, at: int, draft: Draft) -> Iterator[Step]:
        """``highest price first``: the column stands between."""
        word = self._said.word(at)
        if draft.order or word not in _MUCH | _LITTLE:
            return
        for after, meant in self._said.columns_at(at + 1):
            place = surest([m for m in meant if m.place.table == self._head])
            for end, _ in self._said.one_of(after, FIRST) if place else ():
                yield end, replace(draft, order=(place, word in _MUCH))

    def _best(self, draft: Draft) -> Iterator[Step]:
        """``the most expensive``, ``the three cheapest``."""
        start = int(self._said.word(0) == "the")
        number = self._said.number(start)
        for after, phrase in self._said.one_of(start + bool(number), (*MOST, *NEWEST)):
            if order := self._rankings.degree(phrase, draft):
                yield after, replace(draft, order=order, limit=number or "1")

    def _columns(self, at: int, draft: Draft) -> Iterator[Step]:
        """``with their emails``, ``add the price``: columns to show beside those that are shown."""
        if not self._may_add or draft.tests or draft.order:
            return
        start = at
        while self._said.word(start) in _ADDING:
            start += 1
        if at > 0 and start == at:
            return
        for end, meant in self._said.columns_at(start):
            if place := surest([m for m in meant if m.place.table == self._head]):
                yield end, replace(draft, beside=(*draft.beside, place))
        yield from ((end, replace(draft, beside=(*draft.beside, *own))) for end, own in self._of_parents(start))

    def _of_parents(self, at: int) -> Iterator[tuple[int, Sequence[Place]]]:
        """``the member's name``, ``the course title``, ``the names of the members``, ``the branch``: what rows belong to."""
        for of, is_name in ((at, False), (at + 2, True)):
            if is_name and (self._said.stems[at : at + 1] != ["name"] or self._said.word(at + 1) != "of"):
                continue
            for start in self._said.behind(of, DETERMINERS):
                for end, table in self._said.tables_at(start):
                    if table == self._head or not self._said.belongs(self._head, table):
                        continue
                    behind = end + (self._said.word(end) == "s")
                    names, is_named = self._said.names_of(table), self._said.stems[behind : behind + 1] == ["name"]
                    if names and (is_name or is_named or end == len(self._said)):
                        yield (behind + is_named if not is_name else end), names
                    for stop, meant in self._said.columns_at(behind) if not is_name else ():
                        if place := surest([m for m in meant if m.place.table == table]):
                            yield stop, (place,)
