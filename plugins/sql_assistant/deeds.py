"""Tables of what is done (loans, orders, flights), by the verbs that people say for it (borrowed, bought, flew)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import says_a_part
from plugins.sql_assistant.words import parts

_FAMILIES: tuple[tuple[str, str], ...] = (
    # verbs, words of tables' names, the likeliest first
    (r"borrow(?:s|ed|ing)?|lend(?:s|ing)?|lent|t(?:ake|akes|ook|aken) out|check(?:ed|s)? out|read",
     "loan lending borrowing checkout circulation"),
    (r"buy(?:s|ing)?|bought|purchas(?:e|es|ed|ing)|ordered", "order purchase sale invoice transaction receipt"),
    (r"sell(?:s|ing)?|sold(?! out)", "sale order invoice transaction purchase"),
    (r"revenue|turnover|takings|proceeds|b(?:rings?|rought) in|turned? over", "sale order invoice payment transaction booking"),
    (r"booked|reserv(?:e|es|ed|ing)|stay(?:s|ed|ing)", "booking reservation stay"),
    (r"visit(?:s|ed|ing)?|examined|consulted", "visit appointment consultation"),
    (r"rent(?:s|ed|ing)?(?: out)?|hir(?:es|ed) out", "rental hire lease letting"),
    (r"enrol(?:l|s|ls|ed|led|ling)?|sign(?:s|ed)? up|took|taken|attend(?:s|ed|ing)?",
     "enrolment enrollment registration signup attendance"),
    (r"registered for", "registration enrolment enrollment"),
    (r"fl(?:y|ies|ew|own|ying)", "flight"),
    (r"pa(?:ys|ying)|(?<!is )(?<!are )(?<!best[ -])(?<!well[ -])(?<!highest[ -])(?<!lowest[ -])paid", "payment"),
    (r"play(?:s|ed|ing)?", "match game fixture appearance"),
    (r"sail(?:s|ed|ing)?", "sailing voyage crossing trip"),
    (r"dr(?:ives|ove|iven|iving)", "trip drive ride journey"),
    (r"rod(?:e)|ridden|travel(?:s|ed|led|ling)?", "ride trip journey"),
    (r"rat(?:es|ed)|review(?:s|ed)?", "review rating feedback"),
    (r"donat(?:e|es|ed|ing)", "donation gift contribution"),
    (r"deliver(?:s|ed|ing)?|shipp?(?:s|ed|ing)", "delivery shipment dispatch"),
    (r"treat(?:s|ed|ing)", "treatment procedure"),
    (r"repair(?:s|ed|ing)?|fixed|mended", "repair"),
    (r"interview(?:s|ed|ing)", "interview"),
    (r"appl(?:y|ies|ied|ying) (?:for|to)", "application"),
    (r"adopt(?:s|ed|ing)", "adoption"),
    (r"vaccinat(?:e|es|ed|ing)", "vaccination"),
    (r"inspect(?:s|ed|ing)", "inspection"),
    (r"watch(?:es|ed|ing)", "viewing screening ticket"),
    (r"compet(?:e|es|ed|ing)", "entry participation result"),
    (r"enter(?:s|ed|ing)?", "entry"),
    (r"sen[dt]s?|sending", "shipment parcel consignment"),
    (r"scor(?:e|es|ed|ing)", "goal"),
)  # fmt: skip
_VERBS = tuple((re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE), names.split()) for verbs, names in _FAMILIES)
_LINES = frozenset("item line detail position".split())
_RECORDS = frozenset("record log history".split())


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done that a question speaks of.

    Attributes:
        words: as the question says it, lower case.
        tables: those of which each row is such a deed, or a line of one; one of them is meant.
        whole: of these the ones that are no lines, where there are others.
    """

    words: frozenset[str]
    tables: frozenset[str]
    whole: frozenset[str]


def deeds_of(question: str, tables: Sequence[Table], taken: frozenset[str]) -> tuple[Deed, ...]:
    """The deeds of which a question speaks, and for which there are tables.

    Args:
        taken: lower-case words that mean something else: values, names of tables.
    """
    found = []
    for verbs, names in _VERBS:
        said = [match.group().lower() for match in verbs.finditer(question)]
        said = [phrase for phrase in said if not taken & set(phrase.split())]
        if not said:
            continue
        holders = _called(names, tables)
        others = [table for table in tables if table.name not in holders]
        told = any(_is_told(phrase, names, c.name) for phrase in said for table in others for c in table.columns)
        if holders and not told:
            words = frozenset(word for phrase in said for word in phrase.split())
            found.append(Deed(words, holders, frozenset(filter(_is_whole, holders)) or holders))
    return tuple(found)


def _called(names: Sequence[str], tables: Sequence[Table]) -> frozenset[str]:
    """Tables that are called by the first of some words that any is called by: customer orders, order items, but not order types."""
    for name in names:
        found = frozenset(table.name for table in tables if _is_called(name, table) and not is_of_people(table))
        if found:
            return found
    return frozenset()


def _is_called(name: str, table: Table) -> bool:
    own = parts(table.own_name)
    last = name_words(own[-1]) if own else frozenset[str]()
    return name in last or (name in name_words(table.own_name) and bool(last & (_LINES | _RECORDS)))


def _is_whole(name: str) -> bool:
    return not name_words(name) & _LINES


def _is_told(phrase: str, names: Sequence[str], column: str) -> bool:
    """Whether a column of another table says what a verb says (paid), or is a figure that is called as the deeds are (rating)."""
    return says_a_part(phrase, column) or ("rating" in names and bool(name_words(column) & {"rating", "score", "star"}))
